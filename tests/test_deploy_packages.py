"""What the image installs: locked within the requirements, with digests, no host named; licences listed."""

import json
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from deploy import audit, licences

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "deploy" / "requirements.lock").read_text(encoding="utf-8")
PINNED = dict(re.findall(r"^([a-z0-9.-]+)==([^ ;]+)", LOCK, re.MULTILINE))


def test_the_lock_holds_what_the_lab_requires() -> None:
    for file in ("requirements.txt", "deploy/requirements.txt"):
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
            required = Requirement(line)
            assert required.specifier.contains(PINNED[required.name]), line


def test_every_locked_package_has_the_digests_of_its_files_and_names_no_host() -> None:
    assert len(PINNED) > 30
    lines = [line for line in LOCK.splitlines() if not line.lstrip().startswith("#")]
    for entry in "\n".join(lines).replace("\\\n", "").splitlines():
        assert re.fullmatch(r"[a-z0-9.-]+==\S+( ;[^-]*)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", entry), entry
    assert not re.search(r"https?:|index|find-links|/|@", LOCK.replace("deploy/requirements.txt", ""))


def test_the_image_installs_the_lock_and_nothing_else() -> None:
    image = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
    [install] = re.findall(r"pip install (.*)", image)
    assert "--require-hashes" in install
    assert "-r deploy/requirements.lock" in install


def test_the_table_of_licences_lists_what_is_locked() -> None:
    rows = re.findall(
        r"^\| (\S+) \| (\S+) \| (.+) \|$", licences.TABLE.read_text(encoding="utf-8"), re.MULTILINE
    )
    listed = {name.replace("_", "-"): version for name, version, _licence in rows if name != "package"}
    assert listed == PINNED
    assert not [name for name, _version, licence in rows if licence in ("not said", "UNKNOWN", "")]


SAFE = {"name": "a", "version": "1", "vulns": []}
KNOWN = {"id": "PYSEC-2026-1", "fix_versions": ["1.1"], "aliases": [], "description": ""}
VULNERABLE = {"name": "b", "version": "2", "vulns": [KNOWN]}
NOT_KNOWN = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("told", "code", "said"),
    [
        ([SAFE], 0, "knows of no vulnerability in the 1 packages"),
        (
            [SAFE, {"name": "b", "version": "2", "vulns": [KNOWN]}],
            audit.FOUND,
            "b 2: PYSEC-2026-1; mended in: 1.1",
        ),
        (
            [SAFE, {"name": "b", "skip_reason": "not found"}],
            audit.NOT_FOUND_OUT,
            "did not say anything of: b",
        ),
        (
            [NOT_KNOWN, VULNERABLE],
            audit.FOUND,
            "PYSEC-2026-1",
        ),
        (None, audit.NOT_FOUND_OUT, "could not be reached: no such host"),
    ],
    ids=["none", "one", "not all known", "one and not all known", "not reached"],
)
def test_an_audit_that_was_none_is_no_success(
    told: list[object] | None, code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report"
    report.write_text("" if told is None else json.dumps({"dependencies": told, "fixes": []}))
    assert audit.main(["sh", "-c", f"cat {report}; echo no such host >&2; exit 1", "pip-audit"]) == code
    assert said in capsys.readouterr().out
