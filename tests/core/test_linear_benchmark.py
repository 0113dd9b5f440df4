"""The benchmark of the linear paths runs on a setting that takes a moment, and finds them exact."""

import re
import subprocess
import sys
from pathlib import Path


def test_the_linear_benchmark_prints_a_line_for_every_peer():
    command = [sys.executable, "-m", "benchmarks.linear", "--tiny"]
    root = Path(__file__).resolve().parents[2]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=300)
    head, columns, *lines = run.stdout.splitlines()
    assert head.startswith("diabetes, 442 × 10, 100 λ, median of 1 rounds")
    assert columns.split() == ["ms", "misses", "l2core", "is"]
    assert sum(line.startswith("random, 60 × 20") for line in lines) == 1
    entries = [line for line in lines if line.endswith("×")]
    assert len(entries) == 2 * 11
    ours = [line for line in entries if re.search(r"\sl2core\s", line)]
    assert len(ours) == 2 * 4
    for line in ours:
        milliseconds, *missed, ratio, _ = line.split("l2core")[1].split()
        assert float(milliseconds) > 0
        assert float(ratio) == 1
        assert all(float(figure) < 1e-9 for figure in missed)
    assert "RuntimeWarning" not in run.stderr  # not all: a peer may deprecate something in its next version
    assert "Error" not in run.stderr
