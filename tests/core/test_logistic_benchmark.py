"""The benchmark of the logistic paths runs on a setting that takes a moment, and finds them exact."""

import subprocess
import sys
from pathlib import Path


def test_the_logistic_benchmark_prints_a_line_for_every_peer():
    command = [sys.executable, "-m", "benchmarks.logistic", "--tiny"]
    root = Path(__file__).resolve().parents[2]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=300)
    head, columns, *lines, folds = run.stdout.splitlines()
    assert head.startswith("breast cancer, 569 × 4, 8 λ, median of 1 rounds")
    assert columns.split() == ["ms", "misses", "l2core", "is"]
    assert len(lines) == 10
    assert folds.startswith("l2core, 10-fold cross-validation")
    ours = [line.split("l2core")[1].split() for line in lines if "l2core" in line]
    assert len(ours) == 4
    for milliseconds, missed, ratio, _ in ours:
        assert float(milliseconds) > 0
        assert float(missed) < 1e-9
        assert float(ratio) == 1
    peers = [line.split() for line in lines if "scikit-learn" in line]
    assert len(peers) == 6
    assert all(float(words[-3]) < 1e-5 for words in peers if "saga" not in words)
    assert "Error" not in run.stderr
