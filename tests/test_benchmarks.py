"""Every benchmark runs on a tiny setting and prints its table, or says which peer it needs."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOT_BENCHMARKS = {"__init__", "minimal_app", "one_chart_app"}
ELSEWHERE = {  # run where what they print is read line by line
    "linear": "core/test_linear_benchmark.py",
    "logistic": "core/test_logistic_benchmark.py",
    "training": "core/test_benchmark.py",
    "browser": "browser/test_benchmark.py",
}
BENCHMARKS = sorted(
    {path.stem for path in (ROOT / "benchmarks").glob("*.py")}.difference(NOT_BENCHMARKS, ELSEWHERE)
    | {path.parent.name for path in (ROOT / "benchmarks").glob("*/__main__.py")}
)


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_is_run_elsewhere_is(name: str) -> None:
    assert f"benchmarks.{name}" in (ROOT / "tests" / ELSEWHERE[name]).read_text(encoding="utf-8")


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
