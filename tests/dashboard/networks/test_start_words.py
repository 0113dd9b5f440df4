"""What is said of the starts, against NumPy's order statistics and counts, on runs of every kind."""

import re

import numpy as np
import pytest

from dashboard.networks.grid import LAMBDAS, STARTS, Grid
from dashboard.networks.start_words import band_sentence, diverged_sentence, explanation, zeros_sentence
from dashboard.networks.starts import Starts

GRID = Grid(epochs=2)
S, K, WEIGHTS = 3, 1 + 2 * len(LAMBDAS), 103
LAM, STEP = 12, 2
NETS = {"none": ("No penalty", 0), "l2": ("L2", 1 + LAM), "l1": ("L1", 26 + LAM)}


def english(message: str) -> str:
    return message


def starts(seed: int) -> Starts:
    """Nets from 20 starts, of which some diverged: few under one penalty, many or all under another."""
    rng = np.random.default_rng(seed)
    lost = np.stack([rng.random(STARTS) < rng.choice([0, 0.1, 0.3, 1]) for _net in range(K)], axis=1)
    measures = {
        "training": rng.gamma(1, 0.3, (STARTS, S, K)),
        "validation": rng.gamma(1, 1, (STARTS, S, K)),
        "l1": rng.gamma(1, 1000, (STARTS, S, K)),
        "l2": rng.gamma(1, 1e-5, (STARTS, S, K)),
        "zeros": rng.integers(0, WEIGHTS + 1, (STARTS, S, K)) / WEIGHTS,
    }
    for values in measures.values():
        values[np.broadcast_to(lost[:, None], values.shape)] = np.nan
    return Starts(GRID, measures, WEIGHTS)


def number(text: str) -> float:
    mantissa, _dot, power = text.replace(",", "").partition("·10")
    return float(mantissa) * 10.0 ** int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("measure", ["training", "validation", "l1", "l2", "zeros"])
def test_the_median_and_the_middle_sixteen_are_those_of_numpy(measure: str, seed: int) -> None:
    given = starts(seed)
    words = band_sentence(english, given, measure, LAM, STEP)
    assert "median of 20 starts and where the middle 16 lie" in words
    for name, net in NETS.values():
        losses = given.measures[measure][:, STEP, net]
        ranked = np.sort(np.where(np.isnan(losses), 0 if measure == "zeros" else np.inf, losses))
        expected = [(ranked[9] + ranked[10]) / 2, ranked[2], ranked[17]]
        told = re.search(rf"{name} (\S+) \((\S+) to (\S+)\)", words)
        assert told
        for text, value in zip(told.groups(), expected, strict=True):
            if np.isinf(value):
                assert text == "diverged"
            elif measure == "zeros":
                assert number(text) == pytest.approx(value * WEIGHTS, abs=1e-6)
            else:
                assert number(text) == pytest.approx(value, rel=0.02, abs=0.00051)


@pytest.mark.parametrize("seed", range(12))
def test_zeros_are_counted_among_all_weights(seed: int) -> None:
    given = starts(seed)
    words = zeros_sentence(english, given, "l1", LAM, STEP)
    counts = np.sort(np.nan_to_num(given.measures["zeros"][:, STEP, NETS["l1"][1]]) * WEIGHTS).round()
    assert f"**{(counts[9] + counts[10]) / 2:g} of {WEIGHTS}** weights are exactly 0" in words
    assert f"starts lie between {counts[2]:g} and {counts[17]:g}" in words


@pytest.mark.parametrize("seed", range(12))
def test_nets_that_diverge_from_more_starts_than_the_band_leaves_out_are_named(seed: int) -> None:
    given = starts(seed)
    words = diverged_sentence(english, given, LAM, STEP)
    for name, net in NETS.values():
        lost = sum(loss != loss for loss in given.measures["training"][:, STEP, net])
        assert (f"{name} diverged from {lost} of 20 starts" in words) == (lost > 2)


def test_the_starts_are_said_to_share_their_points() -> None:
    words = explanation(english)
    assert "on the same points" in words
    assert "the luck of the start, not that of the points" in words
