"""Looks up what the image installs (requirements.lock) among the vulnerabilities that are known.

    python deploy/audit.py

Ends with 0 where each package was looked up and none is known to be vulnerable, with 1 where one is, and with
3 where that could not be found out: no service was reached, or it did not know a package. pip-audit by itself
calls that a success.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

LOCK = Path(__file__).with_name("requirements.lock")
SERVICES = ("pypi", "osv")
FOUND, NOT_FOUND_OUT = 1, 3


def looked_up(pip_audit: Sequence[str], service: str) -> list[dict[str, Any]]:
    """What a service says of each package; [] where it was not reached."""
    options = ["--requirement", str(LOCK), "--disable-pip", "--format", "json", "--progress-spinner", "off"]
    told = subprocess.run(
        [*pip_audit, *options, "--vulnerability-service", service],
        check=False,
        capture_output=True,
        text=True,
    )
    try:
        packages: list[dict[str, Any]] = json.loads(told.stdout)["dependencies"]
    except json.JSONDecodeError:
        lines = told.stderr.strip().splitlines() or ["It said nothing."]
        print(f"{service} could not be reached: {lines[-1]}")
        return []
    return packages


def main(pip_audit: Sequence[str] = (sys.executable, "-m", "pip_audit")) -> int:
    for service in SERVICES:
        packages = looked_up(pip_audit, service)
        vulnerable = [package for package in packages if package.get("vulns")]
        for package in vulnerable:
            for known in package["vulns"]:
                mended = ", ".join(known["fix_versions"]) or "none yet"
                print(f"{package['name']} {package['version']}: {known['id']}; mended in: {mended}")
        if vulnerable:
            return FOUND
        not_known = [package["name"] for package in packages if "skip_reason" in package]
        if not_known:
            print(f"{service} did not say anything of: {', '.join(not_known)}")
        elif packages:
            print(f"{service} knows of no vulnerability in the {len(packages)} packages of {LOCK.name}.")
            return 0
    print("Not audited: no service of vulnerabilities could be reached that knows all packages.")
    return NOT_FOUND_OUT


if __name__ == "__main__":
    sys.exit(main())
