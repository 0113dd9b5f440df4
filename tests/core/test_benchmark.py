"""The training benchmark runs, on a setting that takes a moment."""

import re
import subprocess
import sys
from pathlib import Path


def test_the_training_benchmark_prints_a_line_for_every_peer():
    command = [sys.executable, "-m", "benchmarks.training", "--tiny"]
    root = Path(__file__).resolve().parents[2]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=300)
    head, columns, *lines = run.stdout.splitlines()
    assert "2-20-3-1, 211 points, 32 nets, median of 1 rounds" in head
    assert "steps/s, all nets" in columns
    rates = dict(re.split(r"\s{2,}", line, maxsplit=1) for line in lines)
    peers = ("the notes, 1 net", "scikit-learn", "PyTorch eager", "PyTorch bmm", "JAX jit + vmap", "l2core")
    assert all(any(name.startswith(peer) for name in rates) for peer in peers)
    always = {name: figures for name, figures in rates.items() if name.startswith(("the notes", "l2core"))}
    assert len(always) == 6
    for figures in always.values():
        rate, ratio = re.fullmatch(r"([\d,]+)\s+([\d.]+) ×", figures).groups()
        assert int(rate.replace(",", "")) > 0
        assert float(ratio) > 0
    assert re.fullmatch(r"[\d,]+\s+1\.00 ×", rates["l2core"])
    for name in set(rates) - set(always):
        assert re.fullmatch(r"not installed|[\d,]+\s+[\d.]+ ×", rates[name])
    assert "RuntimeWarning" not in run.stderr  # not all: a peer may deprecate something in its next version
    assert "ConvergenceWarning" not in run.stderr
