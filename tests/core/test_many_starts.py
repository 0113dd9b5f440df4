"""Where the middle starts lie, against NumPy's quantiles; the zones of λ against t-tests."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from l2core.many_starts import CLEAR, ErrorsOverStarts, inside, means, middle

STARTS = 12


@pytest.mark.parametrize("n", [1, 10, 20, 21])
def test_the_band_is_between_the_quantiles_of_numpy(n):
    values = np.random.default_rng(n).normal(size=(n, 5))
    low, median, high = middle(values, np.inf)
    assert low.tolist() == np.quantile(values, 0.1, axis=0, method="higher").tolist()
    assert median == pytest.approx(np.quantile(values, 0.5, axis=0))
    assert high.tolist() == np.quantile(values, 0.9, axis=0, method="lower").tolist()


def test_of_twenty_starts_the_middle_sixteen_lie_in_the_band():
    low, _median, high = middle(np.arange(1.0, 21)[::-1, None], np.inf)
    assert (low.item(), high.item(), inside(20)) == (3, 18, 16)


@pytest.mark.parametrize(
    ("diverged", "expected"),
    [(2, (3, 10.5, 18)), (3, (3, 10.5, np.inf)), (11, (3, np.inf, np.inf)), (20, (np.inf,) * 3)],
)
def test_nets_that_diverged_are_worse_than_all_others(diverged, expected):
    values = np.arange(1.0, 21)
    values[20 - diverged :] = np.nan
    np.random.default_rng(0).shuffle(values)
    assert tuple(middle(values, np.inf)) == expected


def test_a_net_that_diverged_has_no_weight_that_is_0():
    values = np.full(20, 0.5)
    values[:3] = np.nan
    assert tuple(middle(values, 0.0)) == (0, 0.5, 0.5)


def errors(validation, *, training=0.1, lowest=None, constant=False):
    """One λ beside no penalty; `validation` (2, STARTS)."""
    validation = np.asarray(validation, dtype=float)
    return ErrorsOverStarts(
        lambdas=(1.0,),
        penalty="l2",
        training=np.full_like(validation, training),
        validation=validation,
        lowest=validation if lowest is None else np.full_like(validation, lowest),
        penalty_term=np.zeros_like(validation),
        constant=np.array([np.zeros(STARTS, bool), np.full(STARTS, constant)]),
    )


def losses(change, noise=0.01):
    rng = np.random.default_rng(0)
    free = rng.uniform(0.5, 1.5, STARTS)
    return [free, free + change + noise * rng.normal(size=STARTS)]


def test_the_zones_of_hand_made_runs():
    assert errors(losses(-0.1)).zone(0) == "helps"
    assert errors(losses(0.1)).zone(0) == "hurts"
    assert errors(losses(0.1), constant=True).zone(0) == "collapses"
    alike = losses(0.0, noise=0.3)
    assert errors(alike, lowest=0.3).zone(0) == "overfits"
    assert errors(alike).zone(0) == "nothing"
    lost = losses(-0.1)
    lost[1][:7] = np.nan
    assert errors(lost).zone(0) == "diverges"
    lost[1][:6], lost[1][6] = lost[0][:6] - 0.1, lost[0][6] - 0.11
    assert errors(lost).zone(0) == "helps"


@given(st.integers(0, 10_000), st.floats(-0.2, 0.2))
def test_helps_and_hurts_are_the_paired_t_test(seed, change):
    rng = np.random.default_rng(seed)
    free = rng.normal(1, 0.3, STARTS)
    with_ = free + change + 0.1 * rng.normal(size=STARTS)
    t = stats.ttest_rel(with_, free).statistic
    zone = errors([free, with_]).zone(0)
    assert (zone == "helps") == (t < -CLEAR)
    assert (zone == "hurts") == (t > CLEAR)


def test_zones_are_runs_of_one_name_and_the_best_is_the_lowest_mean():
    rng = np.random.default_rng(1)
    free = rng.uniform(0.5, 1.5, STARTS)
    rows = [free, free - 0.1, free - 0.3, free + 0.2, np.full(STARTS, np.nan)]
    every = [row + 1e-3 * rng.normal(size=STARTS) for row in rows]
    found = ErrorsOverStarts(
        lambdas=(1.0, 2.0, 3.0, 4.0),
        penalty="l1",
        training=np.array(every),
        validation=np.array(every),
        lowest=np.array(every),
        penalty_term=np.zeros((5, STARTS)),
        constant=np.zeros((5, STARTS), bool),
    )
    assert found.zones() == [("helps", 0, 1), ("hurts", 2, 2), ("diverges", 3, 3)]
    assert found.best() == 1
    assert found.difference(3) is None


def test_where_all_diverged_no_lambda_is_best():
    free = np.ones(STARTS)
    assert errors([free, np.full(STARTS, np.nan)]).best() is None


@given(st.integers(0, 10_000), st.integers(2, STARTS))
def test_means_and_their_errors_are_those_of_scipy_over_the_starts_that_did_not_diverge(seed, sound):
    rng = np.random.default_rng(seed)
    values = rng.normal(1, 0.3, (STARTS, 2, 3))
    values[rng.permutation(STARTS)[sound:], 1, 2] = np.nan
    ours = means(values)
    assert ours.n.tolist() == [[STARTS] * 3, [STARTS, STARTS, sound]]
    assert ours.mean == pytest.approx(np.nanmean(values, axis=0))
    assert ours.error == pytest.approx(np.asarray(stats.sem(values, axis=0, nan_policy="omit")))


def test_one_start_alone_has_no_mean():
    values = np.array([[0.3], [np.nan], [np.inf]])
    ours = means(values)
    assert ours.n.tolist() == [1]
    assert np.isnan([ours.mean, ours.error]).all()


@pytest.mark.parametrize("seed", range(20))
def test_what_is_not_told_from_a_lambda_is_what_a_paired_t_test_does_not_tell(seed):
    rng = np.random.default_rng(seed)
    losses = rng.normal(1, 0.3, STARTS) + rng.normal(0, 0.05, (6, 1)) + rng.normal(0, 0.08, (6, STARTS))
    losses[rng.random(losses.shape) < 0.1] = np.nan
    losses[5, 1:] = np.nan
    found = ErrorsOverStarts(
        lambdas=(1.0, 2.0, 3.0, 4.0, 5.0),
        penalty="l2",
        training=losses,
        validation=losses,
        lowest=losses,
        penalty_term=0 * losses,
        constant=np.zeros(losses.shape, bool),
    )
    for k in range(4):
        alike = {k, 4}  # of one pair nothing can be told
        for other in {0, 1, 2, 3} - {k}:
            t = stats.ttest_rel(losses[other + 1], losses[k + 1], nan_policy="omit").statistic
            if abs(t) <= CLEAR:
                alike.add(other)
        assert found.not_told_from(k) == sorted(alike)
