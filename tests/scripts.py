"""What the scripts of the pages print, run in this process or as a file of their own."""

import math
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from dashboard.script_text import SHOW

LAB = Path(__file__).parents[1]
_SIX, _ALL = ":.6g}", ":.17g}"


def printed(source: str) -> dict[str, float]:
    """Name -> number of every line that a script prints, with all digits in place of six."""
    assert "\n".join(SHOW) in source
    assert source.count(_SIX) == 1
    out = StringIO()
    with redirect_stdout(out):
        exec(compile(source.replace(_SIX, _ALL), "script.py", "exec"), {"__name__": "__main__"})
    return _read(out.getvalue())


def printed_by_a_file(source: str, folder: Path) -> dict[str, float]:
    """Name -> number, with the six digits that a script prints, of a file run by a Python of its own."""
    file = folder / "script.py"
    file.write_text(source, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, file],
        cwd=folder,
        env={"PYTHONPATH": str(LAB)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not run.stderr
    return _read(run.stdout)


def agree(found: Mapping[str, float], expected: Mapping[str, float]) -> None:
    """Fails unless the same names, in the same order, have the same numbers to 1e-6, and the same zeros."""
    assert list(found) == list(expected)
    for name, number in expected.items():
        if number == 0:
            assert (found[name], math.copysign(1, found[name])) == (0, 1), name
        else:
            assert found[name] == pytest.approx(number, rel=1e-6, abs=0, nan_ok=True), name


def _read(text: str) -> dict[str, float]:
    lines = [line.split("\t") for line in text.splitlines()]
    read = {name: float(number) for name, number in lines}
    assert len(read) == len(lines), "a name is printed twice"
    return read
