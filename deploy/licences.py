"""Writes LICENCES.md: each package that the image installs, its version, and the licence that it says it has.

    python deploy/licences.py FOLDER

FOLDER: into which requirements.lock was installed.
"""

import re
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path

_COPYLEFT = re.compile(r"GPL|General Public|MPL|Mozilla|EPL|Eclipse|EUPL|CDDL|CC-BY-SA", re.IGNORECASE)
TABLE = Path(__file__).with_name("LICENCES.md")
_HEAD = """\
# Licences of what the image installs

Made by `make licences` from what each package in `requirements.lock` says of itself. The files of a package
hold the licence's text, and those of what it brings along. Copyleft is: {copyleft}.

| package | version | licence |
|---|---|---|
"""


def licence(package: Distribution) -> str:
    """What the package says: an SPDX expression, its classifiers, or the first line of what it wrote."""
    about = package.metadata
    if expression := about["License-Expression"]:
        return expression
    said = [line for line in about.get_all("Classifier", []) if line.startswith("License :: ")]
    if said:
        return "; ".join(line.split(" :: ")[-1] for line in said)
    written: list[str] = (about["License"] or "").splitlines()
    return written[0] if written else "not said"


def table(packages: Iterable[Distribution]) -> str:
    """The text of LICENCES.md."""
    rows = sorted((package.name.lower(), package.version, licence(package)) for package in packages)
    copyleft = [f"{name} ({said})" for name, _version, said in rows if _COPYLEFT.search(said)]
    return _HEAD.format(copyleft=", ".join(copyleft) or "none") + "".join(
        f"| {' | '.join(row)} |\n" for row in rows
    )


if __name__ == "__main__":
    TABLE.write_text(table(distributions(path=[sys.argv[1]])), encoding="utf-8")
