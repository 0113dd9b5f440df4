"""One weight going down: the simulated steps against formulas, exact fractions and the minimum they seek."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from l2core.descent import (
    L1_STEPS,
    descend,
    resting_point,
    speed,
    stability,
    steps_to_fall,
)
from l2core.penalties import value

PENALTIES = [("l1", 1.0), ("l2", 0.0), ("elastic_net", 0.5), ("elastic_net", 0.1)]
hundredths = st.integers(1, 300)


def closed_form(w0, penalty, lambd, eta, steps, *, l1_ratio=0.5):
    """What `descend` (proximal) does without data, as a formula of the step t; shape (steps + 1,) + S.

    L1: sign(w₀) max(|w₀| − tηλ, 0);  L2: (1 − ηλ)ᵗ w₀;  elastic net, with q = 1 − ηλ(1−r) ≥ 0:
    sign(w₀) max(qᵗ|w₀| − ηλr (1 + q + … + qᵗ⁻¹), 0).
    """
    r = {"none": 0.0, "l2": 0.0, "l1": 1.0}.get(penalty, l1_ratio)
    strength = 0.0 if penalty == "none" else lambd
    w = np.asarray(w0, dtype=float)
    t = np.arange(steps + 1).reshape(-1, *[1] * w.ndim)
    q, tau = 1 - eta * strength * (1 - r), eta * strength * r
    with np.errstate(over="ignore", invalid="ignore"):
        shrunk = np.where(w == 0, 0.0, q**t * w)
    if tau == 0:
        return shrunk
    left = np.abs(shrunk) - tau * (t if q == 1 else (1 - q**t) / (1 - q))
    return np.where(left > (t + 2) * np.finfo(float).eps * np.abs(w), np.sign(w) * left, 0.0)


@pytest.mark.parametrize(("penalty", "r"), [*PENALTIES, ("none", 0.0)])
def test_simulated_steps_follow_the_closed_form(penalty, r):
    w0 = np.array([[3.0, -1.3], [0.07, 0.0]])
    for eta, lambd in ((0.1, 0.1), (0.03, 0.7), (0.5, 2.0), (0.9, 0.0)):
        steps = descend(w0, penalty, lambd, eta, 400, l1_ratio=r)
        assert steps.shape == (401, 2, 2)
        formula = closed_form(w0, penalty, lambd, eta, 400, l1_ratio=r)
        np.testing.assert_allclose(steps, formula, rtol=1e-12, atol=1e-13)
        np.testing.assert_array_equal(steps == 0, formula == 0)


def test_closed_forms_by_hand():
    np.testing.assert_allclose(closed_form(-1.0, "l1", 0.5, 0.5, 5), [-1, -0.75, -0.5, -0.25, 0, 0])
    np.testing.assert_allclose(closed_form(8.0, "l2", 1.0, 0.5, 3), [8, 4, 2, 1])
    net = closed_form(8.0, "elastic_net", 2.0, 0.5, 3, l1_ratio=0.5)  # halve, then take away a half
    np.testing.assert_allclose(net, [8, 3.5, 1.25, 0.125])


@settings(max_examples=400, deadline=None)
@given(hundredths, hundredths, hundredths)
def test_l1_arrives_after_the_steps_that_exact_fractions_say(w0, eta, lambd):
    """Decimals such as 0.9 and 0.3 have no exact float; the count must not notice."""
    exact = math.ceil(Fraction(w0, 100) / (Fraction(eta, 100) * Fraction(lambd, 100)))
    if exact > 3000:
        return
    arguments = (w0 / 100, "l1", lambd / 100, eta / 100)
    assert steps_to_fall(*arguments) == exact
    for trajectory in (descend(*arguments, exact + 2), closed_form(*arguments, exact + 2)):
        assert np.flatnonzero(trajectory == 0)[0] == exact


def test_rounding_would_have_cost_a_step_without_care():
    w = 1.0
    for _ in range(10):
        w -= 0.1
    assert w > 0
    assert descend(1.0, "l1", 1.0, 0.1, 10)[-1] == 0
    assert steps_to_fall(1.0, "l1", 1.0, 0.1) == 10


def test_l2_never_arrives():
    assert steps_to_fall(1.0, "l2", 0.5, 0.1) == math.inf
    assert np.all(descend(1.0, "l2", 0.5, 0.1, 5000) > 0)
    assert steps_to_fall(1.0, "l2", 1.0, 1.0) == 1
    assert steps_to_fall(0.0, "l2", 0.5, 0.1) == 0
    assert steps_to_fall(1.0, "none", 0.5, 0.1) == math.inf


@settings(deadline=None)
@given(
    st.sampled_from(PENALTIES),
    st.floats(0.01, 5),
    st.floats(0.01, 1),
    st.floats(0.01, 1.5),
    st.floats(0.001, 1),
)
def test_steps_to_a_threshold_are_the_first_that_get_there(penalty_and_share, w0, eta, lambd, share):
    penalty, r = penalty_and_share
    if penalty == "elastic_net" and eta * lambd * (1 - r) > 1:
        return
    threshold = share * w0
    count = steps_to_fall(w0, penalty, lambd, eta, threshold=threshold, l1_ratio=r)
    if share == 1:
        assert count == 0
    elif count < 2000:
        size = np.abs(descend(w0, penalty, lambd, eta, int(count), l1_ratio=r))
        assert size[-1] <= threshold * (1 + 1e-9)
        assert size[-2] > threshold * (1 - 1e-9)


def test_steps_to_a_threshold_by_hand():
    assert steps_to_fall(1.0, "l2", 1.0, 0.1, threshold=0.81) == 2  # 0.9² = 0.81
    assert steps_to_fall(-1.0, "l2", 1.0, 0.5, threshold=1 / 1024) == 10
    assert steps_to_fall(1.0, "l2", 1.5, 1.0, threshold=0.25) == 2  # −0.5, 0.25
    assert steps_to_fall(1.0, "l2", 2.0, 1.0, threshold=0.25) == math.inf
    assert steps_to_fall(1.0, "l2", 3.0, 1.0, threshold=0.25) == math.inf
    assert steps_to_fall(1.0, "l1", 1.0, 0.1, threshold=0.3) == 7


@settings(deadline=None)
@given(st.sampled_from(PENALTIES[2:]), st.floats(0.01, 5), st.floats(0.01, 1), st.floats(0.01, 1))
def test_elastic_net_arrives_when_it_says(penalty_and_share, w0, eta, lambd):
    penalty, r = penalty_and_share
    count = steps_to_fall(w0, penalty, lambd, eta, l1_ratio=r)
    if count < 2000:
        trajectory = descend(w0, penalty, lambd, eta, int(count), l1_ratio=r)
        assert abs(trajectory[-1]) < 1e-9
        assert trajectory[-2] > 0


@pytest.mark.parametrize("w0", [1.03, -0.77])
def test_subgradient_chatters_with_a_height_of_one_step(w0):
    eta, lambd = 0.1, 0.5
    end = descend(w0, "l1", lambd, eta, 200, l1_step="subgradient")[-40:]
    above = w0 % (eta * lambd)
    np.testing.assert_allclose(np.sort(np.unique(end.round(12))), [above - eta * lambd, above])
    np.testing.assert_allclose(np.abs(np.diff(end)), eta * lambd)
    assert np.all(end != 0)
    assert descend(w0, "l1", lambd, eta, 200)[-1] == 0


@settings(deadline=None)
@given(st.floats(-2, 2), st.floats(0.1, 2), st.floats(0, 1), st.floats(0.05, 0.45), st.floats(0, 1))
def test_subgradient_stays_in_its_band_once_there(w0, lambd, share, eta, h):
    center = share * lambd / h if h > 0.1 else 0.0  # |h c| ≤ λ
    path = descend(w0, "l1", lambd, eta, 300, l1_step="subgradient", curvature=h, center=center)
    inside = np.abs(path) <= eta * (lambd + h * center) + 1e-12
    assert not inside.any() or np.all(inside[np.argmax(inside) :])


def test_without_data_the_clipped_weight_follows_the_proximal_one():
    w0 = np.array([1.03, -0.4, 0.0])
    clipped = descend(w0, "l1", 0.3, 0.1, 60, l1_step="clipped")
    np.testing.assert_allclose(clipped, descend(w0, "l1", 0.3, 0.1, 60), atol=1e-14)
    assert np.all(clipped[-1] == 0)


def playground(w, center, h, eta, lambd, steps):
    """updateWeights of the Playground's nn.ts for one link under L1, line by line."""
    dead, trajectory = False, [w]
    for _ in range(steps):
        if not dead:
            regularisation = -1 if w < 0 else (1 if w > 0 else 0)
            w = w - eta * h * (w - center)
            candidate = w - eta * lambd * regularisation
            if w * candidate < 0:
                w, dead = 0.0, True
            else:
                w = candidate
        trajectory.append(w)
    return trajectory


@settings(deadline=None)
@given(st.floats(-2, 2), st.floats(-3, 3), st.floats(0, 3), st.floats(0.01, 0.5), st.floats(0, 3))
def test_clipped_is_the_rule_of_the_playground(w0, center, h, eta, lambd):
    found = descend(w0, "l1", lambd, eta, 50, l1_step="clipped", curvature=h, center=center)
    expected = np.array(playground(w0, center, h, eta, lambd, 50))
    # where the data alone lands within rounding of 0, the two orders of the same sum may see different sides
    if np.abs(expected[expected != 0]).min(initial=1) > 1e-9:
        np.testing.assert_allclose(found, expected, atol=1e-10)


def test_with_data_the_proximal_weight_goes_on_where_the_clipped_one_dies():
    w0, arguments, data = np.linspace(0.5, 1.5, 41), ("l1", 1.5, 0.1, 400), {"curvature": 1.0, "center": -2.0}
    proximal, clipped = (
        descend(w0, *arguments, l1_step=rule, **data)[-1] for rule in ("proximal", "clipped")
    )
    np.testing.assert_allclose(proximal, resting_point(-2.0, "l1", 1.5, 1.0), atol=1e-12)
    dead = clipped == 0
    np.testing.assert_allclose(clipped[~dead], -0.5, atol=1e-12)  # the data's part carried it across
    assert 5 < dead.sum() < 36


def test_data_calls_the_proximal_weight_back_from_zero_and_not_the_dead_one():
    at_zero = {rule: descend(0.05, "l1", 1.0, 0.1, 1, l1_step=rule)[-1] for rule in ("proximal", "clipped")}
    assert set(at_zero.values()) == {0}
    proximal, clipped = (
        descend([-0.05], "l1", 1.0, 0.1, 300, l1_step=rule, curvature=1.0, center=1.5)[:, 0]
        for rule in ("proximal", "clipped")
    )
    assert proximal[-1] == pytest.approx(0.5)
    assert clipped[-1] == pytest.approx(0.5)  # carried across by the data, alive
    dying = descend(-0.2, "l1", 1.0, 0.1, 300, l1_step="clipped", curvature=1.0, center=1.5)
    assert np.all(dying[2:] == 0)
    assert descend(-0.2, "l1", 1.0, 0.1, 300, curvature=1.0, center=1.5)[-1] == pytest.approx(0.5)


@settings(deadline=None)
@given(
    st.sampled_from(PENALTIES),
    st.floats(-3, 3),
    st.floats(-3, 3),
    st.floats(0.2, 2),
    st.floats(0, 2),
)
def test_with_data_the_weight_rests_at_the_minimum_of_the_cost(penalty_and_share, w0, center, h, lambd):
    penalty, r = penalty_and_share
    rest = float(resting_point(center, penalty, lambd, h, l1_ratio=r))

    def cost(w):
        return 0.5 * h * (w - center) ** 2 + value(w, penalty, lambd, l1_ratio=r)

    found = minimize_scalar(cost, bounds=(-4, 4), method="bounded", options={"xatol": 1e-10})
    assert cost(rest) <= found.fun + 1e-12
    path = descend(w0, penalty, lambd, 0.25, 1500, l1_ratio=r, curvature=h, center=center)
    assert path[-1] == pytest.approx(rest, abs=1e-10)


@settings(deadline=None)
@given(st.floats(-5, 5), st.floats(0.1, 3), st.floats(0, 3))
def test_resting_points_are_the_soft_threshold_and_the_proportional_shrinkage(c, h, lambd):
    soft = math.copysign(max(abs(c) - lambd / h, 0), c)
    assert float(resting_point(c, "l1", lambd, h)) == pytest.approx(soft, abs=1e-13)
    assert float(resting_point(c, "l2", lambd, h)) == pytest.approx(c * h / (h + lambd), abs=1e-13)


def test_l2_is_faster_above_one_and_l1_below():
    w = np.array([-3.0, -1.0, -0.2, 0.0, 0.5, 1.0, 1.5])
    l1, l2 = speed(w, "l1", 0.7), speed(w, "l2", 0.7)
    np.testing.assert_array_equal(np.sign(l2 - l1), [1, 0, -1, 0, -1, 0, 1])
    np.testing.assert_allclose(l1, [0.7, 0.7, 0.7, 0, 0.7, 0.7, 0.7])
    eta = 1e-6
    for penalty, r in PENALTIES:
        moved = descend(w, penalty, 0.7, eta, 1, l1_ratio=r)
        np.testing.assert_allclose(
            np.abs(moved[1] - moved[0]) / eta, speed(w, penalty, 0.7, l1_ratio=r), rtol=1e-8
        )


@pytest.mark.parametrize(
    ("eta", "lambd", "h", "expected"),
    [
        *((0.1, 1.0, 0.0, "monotone"), (0.1, 10.0, 0.0, "monotone"), (0.1, 7.0, 3.0, "monotone")),
        *((0.1, 10.1, 0.0, "oscillates"), (0.1, 12.0, 7.0, "oscillates")),
        *((0.1, 20.0, 0.0, "diverges"), (0.3, 20 / 3, 0.0, "diverges"), (0.1, 15.0, 6.0, "diverges")),
    ],
)
def test_stability_says_what_the_steps_do(eta, lambd, h, expected):
    assert stability(eta, lambd, h) == expected
    path = descend(1.0, "l2", lambd, eta, 400, curvature=h)
    turns = np.any(path[1:] * path[:-1] < -1e-20)
    settles = abs(path[-1]) < 0.02
    assert (turns, settles) == {
        "monotone": (False, True),
        "oscillates": (True, True),
        "diverges": (True, False),
    }[expected]


@pytest.mark.parametrize("l1_step", L1_STEPS)
@pytest.mark.parametrize(("penalty", "r"), PENALTIES)
def test_divergence_ends_at_infinity_without_nan(l1_step, penalty, r):
    path = descend(
        [1.0, -2.0, 0.0], penalty, 3.0, 1.0, 5000, l1_step=l1_step, l1_ratio=r, curvature=9.0, center=1.0
    )
    assert not np.any(np.isnan(path))
    assert not np.any(np.isnan(closed_form([1.0, 0.0], "l2", 30.0, 1.0, 5000)))


def test_where_the_pulls_cancel_a_weight_nears_zero_and_rounding_does_not_put_it_there():
    """h|c| = λ: w ← (1 − ηh) w, whose exact value after 100 halvings is 2⁻¹⁰⁰ w₀."""
    for lambd, h, c in ((1.0, 1.0, 1.0), (0.3, 0.1, 3.0), (0.16, 0.2, 0.8)):
        for l1_step in L1_STEPS:
            path = descend(2.0, "l1", lambd, 0.5 / h, 100, l1_step=l1_step, curvature=h, center=c)
            np.testing.assert_allclose(path, 2 * 0.5 ** np.arange(101), rtol=1e-12)
            assert float(resting_point(c, "l1", lambd, h)) == 0


@settings(max_examples=200, deadline=None)
@given(
    hundredths,
    st.sampled_from((1, 5, 10, 20, 30, 50, 100)),
    st.integers(1, 60),
    st.sampled_from((0, 1, 2, 5, 10)),
    st.integers(-30, 30),
    st.sampled_from((0, 25, 100)),
)
def test_with_data_a_proximal_weight_is_zero_where_exact_fractions_are(w0, eta, lambd, h, c, r):
    """Decimals: w₀ and η in hundredths, λ, h and c in tenths, r in hundredths."""
    w, eta_, lambd_, h_, c_ = (
        Fraction(w0, 100),
        Fraction(eta, 100),
        Fraction(lambd, 10),
        Fraction(h, 10),
        Fraction(c, 10),
    )
    share = Fraction(r, 100)
    if eta_ * (h_ + lambd_ * (1 - share)) >= 2:
        return  # an orbit that is thrown off loses its digits
    exact = [w]
    for _ in range(60):
        u = w - eta_ * (h_ * (w - c_) + lambd_ * (1 - share) * w)
        w = max(abs(u) - eta_ * lambd_ * share, 0) * (1 if u > 0 else -1)
        exact.append(w)
    rule = {"l1_ratio": r / 100, "curvature": h / 10, "center": c / 10}
    found = descend(w0 / 100, "elastic_net", lambd / 10, eta / 100, 60, **rule)
    np.testing.assert_array_equal(found == 0, [x == 0 for x in exact])
    np.testing.assert_allclose(found, [float(x) for x in exact], rtol=1e-9, atol=1e-12)


def test_shapes_and_first_step():
    assert descend(1.0, "l1", 0.1, 0.1, 0).shape == (1,)
    assert closed_form([[1.0], [2.0]], "l1", 0.1, 0.1, 3).shape == (4, 2, 1)
    w0 = np.array([1.0, 2.0])
    path = descend(w0, "l2", 0.1, 0.1, 3, curvature=1.0, center=[0.5, -0.5])
    np.testing.assert_array_equal(path[0], w0)
    for i, c in enumerate((0.5, -0.5)):
        np.testing.assert_array_equal(path[:, i], descend(w0[i], "l2", 0.1, 0.1, 3, curvature=1.0, center=c))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: descend(1, "lasso", 1, 1, 1), "penalty needs one of none, l2, l1, elastic_net, got 'lasso'"),
        (lambda: descend(1, "l1", -1, 1, 1), "lambd needs numbers of at least 0, got -1"),
        (lambda: descend(1, "l1", 1, 0, 1), "learning_rate needs a number above 0, got 0"),
        (lambda: descend(1, "l1", 1, 1, -1), "steps needs a whole number of at least 0, got -1"),
        (
            lambda: descend(1, "l1", 1, 1, 1, l1_step="hard"),
            "l1_step needs one of proximal, subgradient, clipped",
        ),
        (lambda: descend(1, "l1", 1, 1, 1, curvature=-1), "curvature needs a number of at least 0, got -1"),
        (
            lambda: descend([1, 2], "l1", 1, 1, 1, center=[1, 2, 3]),
            r"center needs .* \(2,\), got shape \(3,\)",
        ),
        (lambda: descend([1, np.nan], "l1", 1, 1, 1), "w0 needs finite numbers, got nan"),
        (lambda: steps_to_fall(1, "elastic_net", 9, 1), r"needs to be at most 1, got 4\.5"),
        (lambda: steps_to_fall([1, 2], "l1", 1, 1), "w0 needs 0 dimension"),
        (lambda: steps_to_fall(1, "l1", 1, 1, threshold=-1), "threshold needs a number of at least 0"),
        (lambda: resting_point(1, "l1", 1, 0), "curvature needs a number above 0, got 0"),
        (lambda: speed(1, "l1", -1), "lambd needs a number of at least 0"),
        (lambda: stability(0, 1), "learning_rate needs a number above 0"),
        (lambda: stability(1, 1, -1), "curvature needs a number of at least 0"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("l1_step", ["proximal", "subgradient", "clipped"])
@pytest.mark.parametrize("penalty", ["none", "l2", "l1", "elastic_net"])
def test_many_strengths_at_once_are_one_after_the_other(penalty, l1_step):
    lambdas, rule = np.array([0.0, 0.3, 1.0, 25.0]), {"l1_step": l1_step, "curvature": 0.5, "center": -1.0}
    for extra in (rule, {"l1_step": l1_step}):
        together = descend(2.0, penalty, lambdas, 0.1, 80, **extra)
        apart = [descend(2.0, penalty, lambd, 0.1, 80, **extra) for lambd in lambdas]
        np.testing.assert_array_equal(together, np.stack(apart, axis=1))
    both = descend([2.0, -1.0, 0.0, 3.0], penalty, lambdas, 0.1, 80)
    np.testing.assert_array_equal(both[:, 1], descend(-1.0, penalty, 0.3, 0.1, 80))


def test_strengths_of_another_shape_than_the_weights_are_refused():
    with pytest.raises(
        ValueError, match=r"lambd needs a number or the shape of w0, \(2,\), got shape \(3,\)"
    ):
        descend([1.0, 2.0], "l1", [0.1, 0.2, 0.3], 0.1, 5)
