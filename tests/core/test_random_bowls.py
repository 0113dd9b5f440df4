"""Where random bowls land, against the areas of figures and against each bowl solved by itself."""

import numpy as np
import pytest
from scipy.stats import binomtest

from l2core.bowl import Bowl, constrained_minimum, penalized_minimum
from l2core.random_bowls import exact_interval, expected_rate, random_bowls, random_landings
from l2core.region import budget_of_reach

PENALTIES = [("l1", 1.0), ("l2", 0.0), ("elastic_net", 0.5), ("elastic_net", 0.02), ("elastic_net", 0.98)]


def test_random_bowls_follow_the_distribution_they_promise():
    c, H = random_bowls(20_000, 0, spread=2.0, condition=25.0)
    np.testing.assert_allclose(np.linalg.det(H), 1, rtol=1e-12)
    eigenvalues = np.linalg.eigvalsh(H)
    log_condition = np.log(eigenvalues[:, 1] / eigenvalues[:, 0]) / np.log(25)
    inside = np.sum(c**2, axis=1) / 4
    tilt = np.arctan2(2 * H[:, 0, 1], H[:, 0, 0] - H[:, 1, 1]) / (2 * np.pi) + 0.5
    direction = np.arctan2(c[:, 1], c[:, 0]) / (2 * np.pi) + 0.5
    for uniform in (log_condition, inside, tilt, direction):
        assert uniform.min() > -1e-9
        assert uniform.max() < 1 + 1e-9
        np.testing.assert_allclose(np.quantile(uniform, [0.25, 0.5, 0.75]), [0.25, 0.5, 0.75], atol=0.02)
    np.testing.assert_array_equal(random_bowls(5, 3)[0], random_bowls(5, 3)[0])
    assert np.any(random_bowls(5, 3)[0] != random_bowls(5, 4)[0])


def test_the_sparsity_rate_on_round_bowls_is_the_area_of_a_cross():
    """With H = I a weight is 0 where |cᵢ| ≤ λ: the disc of radius R without its four quarter caps."""
    R, lambd = 3.0, 0.5
    found = random_landings("l1", lambd=lambd, spread=R, condition=1.0, count=20_000)
    x = np.linspace(lambd, np.sqrt(R**2 - lambd**2), 100_001)
    cap = np.trapezoid(np.sqrt(R**2 - x**2) - lambd, x)
    expected = 1 - 4 * cap / (np.pi * R**2)
    assert abs(found.rate - expected) < 4 * np.sqrt(expected * (1 - expected) / 20_000)
    assert expected_rate("l1", lambd=lambd, spread=R, condition=1.0) == pytest.approx(expected, abs=3e-4)


@pytest.mark.parametrize(("penalty", "r"), PENALTIES)
@pytest.mark.parametrize("strength", [{"budget": 1.0}, {"lambd": 0.5}])
def test_the_sparsity_rate_counts_the_optima_of_its_bowls(penalty, r, strength):
    found = random_landings(penalty, **strength, l1_ratio=r, count=150, seed=5)
    one_by_one = [
        constrained_minimum(Bowl(c, H), penalty, strength["budget"], l1_ratio=r)
        if "budget" in strength
        else penalized_minimum(Bowl(c, H), penalty, strength["lambd"], l1_ratio=r)
        for c, H in zip(found.centers, found.hessians, strict=True)
    ]
    np.testing.assert_allclose(found.minima, one_by_one, atol=1e-12)
    assert found.rate == np.mean([0 in w for w in one_by_one])
    np.testing.assert_array_equal(found.binding, np.any(found.minima != found.centers, axis=1))
    if penalty == "l2":
        assert found.rate == 0
    if penalty == "l1":
        assert found.rate > 0.3


@pytest.mark.parametrize(("penalty", "r"), PENALTIES)
@pytest.mark.parametrize("name", ["budget", "lambd"])
def test_a_row_of_strengths_is_what_each_of_them_finds(penalty, r, name):
    strengths = np.array([[0.0, 0.3], [1.0, 4.0]])
    whole = random_landings(penalty, **{name: strengths}, l1_ratio=r, count=40, seed=6)
    assert whole.minima.shape == (2, 2, 40, 2)
    assert whole.rate.shape == whole.interval[0].shape == whole.interval[1].shape == (2, 2)
    for place, strength in np.ndenumerate(strengths):
        one = random_landings(penalty, **{name: strength}, l1_ratio=r, count=40, seed=6)
        np.testing.assert_array_equal(whole.minima[place], one.minima)
        np.testing.assert_array_equal(whole.binding[place], one.binding)
        assert whole.rate[place] == one.rate


def test_elastic_net_is_sparser_the_more_l1_it_holds():
    rates = [random_landings("elastic_net", lambd=0.5, l1_ratio=r).rate for r in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert rates == sorted(set(rates))
    assert rates[0] == random_landings("l2", lambd=0.5).rate == 0
    assert rates[-1] == random_landings("l1", lambd=0.5).rate


@pytest.mark.parametrize(("penalty", "r"), PENALTIES)
@pytest.mark.parametrize("condition", [1.0, 10.0])
def test_the_expected_rate_is_what_very_many_bowls_come_to(penalty, r, condition):
    """Each bowl is solved for itself: the areas know nothing of that, nor the bowls of the areas."""
    count = 12_000
    reach, lambd = np.array([0.1, 0.5, 1.0, 2.0, 3.2]), np.array([0.1, 0.5, 1.0, 3.0, 9.0])
    for strength in ({"budget": budget_of_reach(penalty, reach, l1_ratio=r)}, {"lambd": lambd}):
        expected = expected_rate(penalty, **strength, l1_ratio=r, condition=condition)
        found = random_landings(
            penalty, **strength, l1_ratio=r, condition=condition, count=count, seed=7
        ).rate
        error = np.sqrt(np.maximum(expected * (1 - expected), 1e-6) / count)
        assert np.all(np.abs(found - expected) < 4 * error + 5e-4)


def test_the_expected_rate_where_nothing_is_left_to_chance():
    for penalty, r in PENALTIES:
        assert expected_rate(penalty, budget=0.0, l1_ratio=r) == 1
        assert expected_rate(penalty, lambd=0.0, l1_ratio=r) == 0
        assert expected_rate(penalty, lambd=1000.0, l1_ratio=r) == (pytest.approx(1, abs=3e-4) if r else 0)
    assert np.all(expected_rate("l2", budget=[[0.1, 1.0], [2.0, 3.0]]) == np.zeros((2, 2)))
    beyond = expected_rate(
        "l1", budget=1.2, spread=1.0, condition=400.0
    )  # the corners stand outside the disc
    counted = random_landings("l1", budget=1.2, spread=1.0, condition=400.0, count=100_000).on_axis.mean()
    assert beyond == pytest.approx(counted, abs=3e-4)
    scaled = expected_rate("l1", budget=2.0, spread=6.0)  # a bowl twice as far away under twice the budget
    assert scaled == pytest.approx(float(expected_rate("l1", budget=1.0)), abs=1e-12)


def test_the_exact_interval_is_that_of_scipy():
    for n in (1, 7, 200, 1000):
        counts = np.unique(np.linspace(0, n, 23).astype(int))
        low, high = exact_interval(counts, n)
        for k, below, above in zip(counts, low, high, strict=True):
            expected = binomtest(int(k), n).proportion_ci(0.95, "exact")
            assert below == pytest.approx(expected.low, abs=1e-9)
            assert above == pytest.approx(expected.high, abs=1e-9)
    assert exact_interval(0, 1000)[0] == 0
    assert exact_interval(0, 1000)[1] == pytest.approx(1 - 0.025 ** (1 / 1000))


def test_the_band_of_a_cloud_holds_the_share_of_all_in_nineteen_draws_of_twenty():
    truth = float(expected_rate("l1", budget=1.0))
    held = 0
    for seed in range(300):
        low, high = random_landings("l1", budget=1.0, count=60, seed=seed).interval
        held += bool(low <= truth <= high)
    assert held >= 0.95 * 300 - 3 * np.sqrt(300 * 0.95 * 0.05)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: random_bowls(0, 0), "count needs a whole number of at least 1"),
        (lambda: random_bowls(5, 0, condition=0.5), "condition needs a number of at least 1, got 0.5"),
        (lambda: random_bowls(5, 0, spread=0), "spread needs a number above 0"),
        (
            lambda: random_landings("l1"),
            "budget or lambd: one of the two is needed, got budget=None and lambd=None",
        ),
        (lambda: random_landings("l1", budget=1, lambd=1), "one of the two is needed"),
        (lambda: random_landings("none", lambd=1), "penalty needs one of l2, l1, elastic_net, got 'none'"),
        (lambda: random_landings("l1", budget=[1, -1]), "budget needs numbers of at least 0, got -1"),
        (lambda: expected_rate("l1"), "budget or lambd: one of the two is needed"),
        (
            lambda: expected_rate("l1", lambd=1, condition=0.5),
            "condition needs a number of at least 1, got 0.5",
        ),
        (lambda: expected_rate("l1", lambd=1, spread=-1), "spread needs a number above 0"),
        (lambda: exact_interval([1, 5], 4), "count needs whole numbers from 0 to 4, got 5"),
        (lambda: exact_interval(0.5, 4), "count needs whole numbers from 0 to 4, got 0.5"),
        (lambda: random_landings("l1", lambd=-1), "lambd needs numbers of at least 0, got -1"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
