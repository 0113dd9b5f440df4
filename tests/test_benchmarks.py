"""Every benchmark runs on a tiny setting and prints its table, or says which peer it needs."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOT_BENCHMARKS = {"__init__", "minimal_app", "browser"}  # the browser's is run with the browser tests
BENCHMARKS = sorted({path.stem for path in (ROOT / "benchmarks").glob("*.py")} - NOT_BENCHMARKS)


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_runs_on_a_tiny_setting(name: str) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", "--tiny"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert len(shown.splitlines()) > 3 or "not installed" in shown
