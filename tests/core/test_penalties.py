"""The penalties against their definitions: values by hand, difference quotients, search for the prox."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from l2core.penalties import PENALTIES, mixing, proximal_step, soft_threshold, subgradient, value

weight = st.floats(-10, 10)
strength = st.floats(0, 5)
share = st.floats(0, 1)


def test_values_by_hand():
    W = np.array([[3.0, -4.0], [0.0, 1.0]])
    assert value(W, "none", 2.0) == 0
    assert value(W, "l2", 2.0) == 26  # (2/2)(9 + 16 + 1)
    assert value(W, "l1", 2.0) == 16  # 2 (3 + 4 + 1)
    assert value(W, "elastic_net", 2.0, l1_ratio=0.25) == pytest.approx(0.25 * 16 + 0.75 * 26)


@settings(deadline=None)
@given(strength, share)
def test_elastic_net_lies_between_its_ends(lambd, r):
    w = np.array([0.5, -2.0, 0.0, 3.0])
    mixed = r * value(w, "l1", lambd) + (1 - r) * value(w, "l2", lambd)
    assert value(w, "elastic_net", lambd, l1_ratio=r) == pytest.approx(mixed, abs=1e-12)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_subgradient_is_the_derivative_away_from_zero(penalty):
    rng = np.random.default_rng(0)
    w = rng.normal(size=(3, 4))
    w[np.abs(w) < 0.05] = 0.5
    gradient, h = subgradient(w, penalty, 0.7, l1_ratio=0.3), 1e-6
    for index in np.ndindex(*w.shape):
        step = np.zeros_like(w)
        step[index] = h
        up, down = (value(w + sign * step, penalty, 0.7, l1_ratio=0.3) for sign in (1, -1))
        assert gradient[index] == pytest.approx((up - down) / (2 * h), abs=1e-8)


@settings(deadline=None)
@given(weight, weight, strength, share, st.sampled_from(PENALTIES))
def test_subgradient_inequality_holds_at_zero_too(w, u, lambd, r, penalty):
    """P(u) ≥ P(w) + g (u − w) for every u is what makes g a subgradient."""
    g = float(subgradient(w, penalty, lambd, l1_ratio=r))
    right = value(w, penalty, lambd, l1_ratio=r) + g * (u - w)
    assert value(u, penalty, lambd, l1_ratio=r) >= right - 1e-9 * (1 + abs(right))


@settings(deadline=None)
@given(weight, st.floats(0.01, 2), strength, share, st.sampled_from(PENALTIES))
def test_proximal_step_minimises_its_objective(w, eta, lambd, r, penalty):
    u = float(proximal_step(w, eta, penalty, lambd, l1_ratio=r))

    def objective(v):
        return 0.5 * (v - w) ** 2 + eta * value(v, penalty, lambd, l1_ratio=r)

    found = minimize_scalar(objective, bounds=(-11, 11), method="bounded", options={"xatol": 1e-10})
    assert objective(u) <= found.fun + 1e-12
    assert u == pytest.approx(found.x, abs=1e-4)


@settings(deadline=None)
@given(weight, strength)
def test_soft_threshold_shrinks_by_the_threshold_or_to_an_exact_zero(w, tau):
    shrunk = float(soft_threshold(w, tau))
    if abs(w) <= tau:
        assert shrunk == 0
        assert not np.signbit(shrunk)
    else:
        assert shrunk == pytest.approx(np.sign(w) * (abs(w) - tau), rel=1e-15)


def test_no_penalty_and_no_strength_change_nothing():
    w = np.array([-1.5, 0.0, 2.0])
    np.testing.assert_array_equal(proximal_step(w, 0.1, "none", 3.0), w)
    for penalty in PENALTIES:
        np.testing.assert_array_equal(proximal_step(w, 0.1, penalty, 0.0), w)
        np.testing.assert_array_equal(subgradient(w, penalty, 0.0), 0 * w)


def test_float32_stays_float32():
    w = np.array([-1.5, 0.2], np.float32)
    assert subgradient(w, "elastic_net", 0.1).dtype == np.float32
    assert proximal_step(w, 0.1, "elastic_net", 0.1).dtype == np.float32


def test_huge_weights_of_a_diverging_run_never_make_a_nan():
    assert value([1e200, -1e200], "l1", 0.5) == 1e200
    assert value([1e200], "l2", 0.5) == np.inf
    assert value([1e200], "l2", 0.0) == 0
    assert value([1e200], "none", 0.5) == 0


def test_mixing():
    shares = [mixing(penalty, 0.3) for penalty in PENALTIES]
    assert dict(zip(PENALTIES, shares, strict=True)) == {"none": 0, "l2": 0, "l1": 1, "elastic_net": 0.3}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1.0], "ridge", 0.1), "penalty needs one of none, l2, l1, elastic_net, got 'ridge'"),
        (([1.0], "l2", -0.1), "lambd needs a number of at least 0, got -0.1"),
        (([np.nan], "l2", 0.1), "w needs finite numbers, got nan"),
    ],
)
def test_bad_input_is_named(arguments, message):
    for function in (value, subgradient):
        with pytest.raises(ValueError, match=message):
            function(*arguments)
    w, penalty, lambd = arguments
    with pytest.raises(ValueError, match=message):
        proximal_step(w, 0.5, penalty, lambd)


def test_bad_shares_and_steps_are_named():
    with pytest.raises(ValueError, match=r"l1_ratio needs a number from 0 to 1, got 1\.5"):
        value([1.0], "elastic_net", 0.1, l1_ratio=1.5)
    with pytest.raises(ValueError, match="step_size needs a number above 0, got 0"):
        proximal_step([1.0], 0.0, "l1", 0.1)
    with pytest.raises(ValueError, match="threshold needs a number of at least 0, got -1"):
        soft_threshold([1.0], -1.0)
