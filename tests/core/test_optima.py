"""The optima along a row of budgets or λ, against closed forms, SciPy and each other."""

import numpy as np
import pytest
from scipy.optimize import minimize

from l2core.bowl import Bowl, tilted_bowl
from l2core.optima import optima_at_lambdas, optima_at_reaches

PENALTIES = [("l1", 1.0), ("l2", 0.0), ("elastic_net", 0.3), ("elastic_net", 0.9)]
ROUND = tilted_bowl((0.7, 1.5), 1.0, 0.0)  # H = I, where the optima have closed forms
TILTED = tilted_bowl((0.7, 1.5), 4.0, 150.0)
LAMBDAS = np.linspace(0, 3, 31)


def omega(w, r):
    return r * np.abs(w).sum(axis=-1) + (1 - r) / 2 * (w**2).sum(axis=-1)


def test_a_round_bowl_is_soft_thresholded_by_l1_and_scaled_by_l2():
    """With H = I both optima have a closed form: S(c, λ), and c / (1 + λ)."""
    c, lambd = ROUND.center, LAMBDAS[:, None]
    l1 = np.maximum(c - lambd, 0)
    np.testing.assert_allclose(optima_at_lambdas(ROUND, "l1", LAMBDAS).w, l1, atol=1e-15)
    np.testing.assert_allclose(optima_at_lambdas(ROUND, "l1", LAMBDAS).reach, l1.sum(axis=1), atol=1e-15)
    l2 = optima_at_lambdas(ROUND, "l2", LAMBDAS)
    np.testing.assert_allclose(l2.w, c / (1 + lambd))
    np.testing.assert_allclose(l2.reach, np.hypot(*c) / (1 + LAMBDAS))


@pytest.mark.parametrize(("penalty", "r"), PENALTIES)
def test_both_handles_lead_to_the_same_point(penalty, r):
    soft = optima_at_lambdas(TILTED, penalty, LAMBDAS[1:12], l1_ratio=r)
    hard = optima_at_reaches(TILTED, penalty, soft.reach, l1_ratio=r)
    np.testing.assert_allclose(hard.w, soft.w, atol=1e-9)
    np.testing.assert_allclose(hard.lambd, soft.lambd, rtol=1e-6)
    np.testing.assert_allclose(hard.budget, soft.budget, rtol=1e-12)


@pytest.mark.parametrize(("penalty", "r"), PENALTIES)
def test_nothing_within_reach_has_a_lower_loss(penalty, r):
    """SciPy looks along the edge Ω(w) = Ω(t, 0), which is star-shaped: one angle says where one is."""
    found = optima_at_reaches(TILTED, penalty, [0.3, 0.8, 1.2], l1_ratio=r)

    def edge_point(angle, t):
        u = np.array([np.cos(angle), np.sin(angle)])
        low, high = 0.0, 2 * t
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if omega(middle * u, r) < omega(np.array([t, 0]), r) else (low, middle)
        return low * u

    def loss(w):
        return 0.5 * (w - TILTED.center) @ TILTED.hessian @ (w - TILTED.center)

    for w, t in zip(found.w, found.reach, strict=True):
        starts = np.linspace(0, 2 * np.pi, 9)
        best = min(
            minimize(lambda a, t=t: loss(edge_point(a[0], t)), [a], method="Nelder-Mead", tol=1e-12).fun
            for a in starts
        )
        assert loss(w) == pytest.approx(best, abs=1e-9)


def test_l1_meets_the_axis_where_the_closed_form_says():
    """S(c, λ) with c = (0.7, 1.5) loses w₁ at λ = 0.7, where |w₁| + |w₂| = 0.8; it starts from ‖c‖₁ = 2.2."""
    np.testing.assert_allclose(optima_at_reaches(ROUND, "l1", [1.0]).knots, [2.2, 0.8])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: optima_at_reaches(ROUND, "l1", 1.0), r"reach needs 1 dimension\(s\), got shape \(\)"),
        (lambda: optima_at_reaches(ROUND, "l1", [-1.0]), "reach needs numbers of at least 0, got -1"),
        (lambda: optima_at_lambdas(ROUND, "l1", [[1.0]]), r"lambd needs 1 dimension\(s\)"),
        (lambda: optima_at_lambdas(Bowl([0, 0], np.eye(2)), "none", [1.0]), "penalty needs one of"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
