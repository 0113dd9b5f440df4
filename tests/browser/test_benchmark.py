"""The browser benchmark runs on a tiny setting and prints its tables."""

import subprocess
import sys

from tests.browser.lab_server import ROOT


def test_the_benchmark_runs_on_a_tiny_setting() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "benchmarks.browser", "--tiny"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "descent_speed" in shown
    assert "minimal app" in shown
    assert "ratio" in shown
