"""Calibration against scikit-learn's curve, and its standard error against draws of classes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from l2core.calibration import brier_score, calibration


def drawn(n, seed=0):
    rng = np.random.default_rng(seed)
    p = rng.beta(0.7, 1.2, n)
    return p, (rng.random(n) < p).astype(float)


def test_it_is_scikit_learns_curve_by_quantiles():
    p, y = drawn(500)
    ours = calibration(p, y, bins=7)
    share, mean = calibration_curve(y, p, n_bins=7, strategy="quantile")
    # the rows beside a cut may fall to either side of it
    np.testing.assert_allclose(ours.mean_probability, mean, atol=0.01)
    np.testing.assert_allclose(ours.share_of_ones, share, atol=0.03)
    assert brier_score(p, y) == pytest.approx(brier_score_loss(y, p))


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), min_size=1, max_size=40), st.integers(1, 12)
)
def test_every_row_is_in_one_bin_with_all_its_equals(values, bins):
    p = np.array(values)
    y = (np.arange(len(p)) % 2).astype(float)
    found = calibration(p, y, bins)
    assert found.counts.sum() == len(p)
    assert 1 <= len(found.counts) <= bins
    assert found.counts @ found.share_of_ones == pytest.approx(y.sum())
    assert found.counts @ found.mean_probability == pytest.approx(p.sum())
    assert np.all(found.lowest[1:] > found.highest[:-1])
    assert np.all((found.lowest <= found.mean_probability) & (found.mean_probability <= found.highest))
    for low, high, count in zip(found.lowest, found.highest, found.counts, strict=True):
        assert np.count_nonzero((p >= low) & (p <= high)) == count


def test_different_probabilities_make_bins_of_one_size():
    p, y = drawn(103)
    counts = calibration(p, y).counts
    assert len(counts) == 10
    assert counts.max() - counts.min() <= 1


def test_the_standard_error_is_the_deviation_over_classes_drawn_anew():
    p, _ = drawn(200)
    rng = np.random.default_rng(1)
    shares = np.array(
        [calibration(p, (rng.random(200) < p).astype(float), 5).share_of_ones for _ in range(4000)]
    )
    found = calibration(p, np.zeros(200), 5)
    np.testing.assert_allclose(shares.std(axis=0), found.standard_error, rtol=0.05)
    np.testing.assert_allclose(shares.mean(axis=0), found.mean_probability, atol=0.01)


def test_right_probabilities_are_seldom_apart_and_doubled_odds_are_often():
    right, wrong = [], []
    for seed in range(60):
        p, y = drawn(400, seed)
        right.append(calibration(p, y).is_apart.mean())
        odds = 4 * p / (1 - p)
        wrong.append(calibration(odds / (1 + odds), y).is_apart.mean())
    assert 0.01 < np.mean(right) < 0.08
    assert np.mean(wrong) > 0.6


def test_one_probability_for_all_is_one_bin():
    found = calibration(np.full(30, 1 / 3), (np.arange(30) < 10).astype(float))
    np.testing.assert_array_equal(found.counts, [30])
    assert found.share_of_ones[0] == pytest.approx(1 / 3)
    assert not found.is_apart[0]
    assert brier_score(np.full(30, 1 / 3), np.arange(30) < 10) == pytest.approx(2 / 9)


@pytest.mark.parametrize(
    ("p", "y", "bins", "sentence"),
    [
        ([0.5, 1.2], [0, 1], 10, "probabilities needs numbers from 0 to 1, got .1.2"),
        ([], [], 10, "probabilities needs numbers from 0 to 1, got none"),
        ([0.5, 0.1], [0], 10, "y needs one value for each of the 2 probabilities, got 1"),
        ([0.5, 0.1], [0, 2], 10, "y needs 0 and 1, got 2"),
        ([0.5, 0.1], [0, 1], 0, "bins needs a whole number of at least 1"),
    ],
)
def test_bad_input_is_named(p, y, bins, sentence):
    with pytest.raises(ValueError, match=sentence):
        calibration(p, y, bins)


def test_probabilities_that_rounding_alone_tells_apart_are_one_group():
    p = np.where(np.arange(40) % 2, 0.1 + 0.2, 0.3)
    assert len(set(p)) == 2
    assert calibration(p, np.arange(40) % 3 == 0).counts.tolist() == [40]
