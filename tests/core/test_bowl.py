"""The optimum in the bowl against its optimality conditions, SciPy's optimisers and closed forms."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from l2core.bowl import (
    Bowl,
    budget_of,
    constrained_minimum,
    contour,
    gradient,
    lambd_of,
    loss,
    path,
    penalized_minimum,
    tilted_bowl,
    vanishing_lambda,
)
from l2core.penalties import PENALIZED, soft_threshold
from l2core.random_bowls import random_bowls

TILTED = Bowl([2.0, 1.0], [[2.0, 1.2], [1.2, 1.0]])
PENALTIES = [("l1", 1.0), ("l2", 0.0), ("elastic_net", 0.5), ("elastic_net", 0.02), ("elastic_net", 0.98)]


def ill_conditioned_bowls(count, seed):
    """Centers of any size and direction, hessians of any tilt and scale, condition numbers to 1e4."""
    rng = np.random.default_rng(seed)
    for c, H in zip(*random_bowls(count, seed, condition=1e4), strict=True):
        yield Bowl(c * 10 ** rng.uniform(-2, 2), H * 10 ** rng.uniform(-2, 2))


def omega(w, r):
    return r * np.abs(w).sum(axis=-1) + (1 - r) / 2 * (w**2).sum(axis=-1)


def spent(w, penalty, r):
    return np.linalg.norm(w, axis=-1) if penalty == "l2" else omega(w, r)


def breach_of_optimality(bowl, w, lambd, r):
    """Distance of −∇loss(w) from λ ∂Ω(w), as a share of the largest gradient on the way, the one at 0."""
    pull, lambd = -gradient(bowl, w), np.asarray(lambd)[..., None]
    at_zero = np.maximum(np.abs(pull) - lambd * r, 0)
    elsewhere = np.abs(pull - lambd * (r * np.sign(w) + (1 - r) * w))
    return np.where(w == 0, at_zero, elsewhere).max() / np.abs(gradient(bowl, np.zeros(2))).max()


@pytest.mark.parametrize(("penalty", "r"), PENALTIES)
def test_soft_optimum_meets_the_optimality_conditions(penalty, r):
    for bowl in ill_conditioned_bowls(300, seed=1):
        lambd = np.append(0, np.abs(gradient(bowl, np.zeros(2))).max() * np.logspace(-6, 2, 16))
        w = penalized_minimum(bowl, penalty, lambd, l1_ratio=r)
        assert breach_of_optimality(bowl, w, lambd, r) < 1e-10


@pytest.mark.parametrize(("penalty", "r"), PENALTIES)
def test_hard_optimum_meets_the_optimality_conditions(penalty, r):
    for bowl in ill_conditioned_bowls(200, seed=2):
        at_center = spent(bowl.center, penalty, r)
        budget = at_center * np.append(np.logspace(-6, -0.01, 12), (1 - 1e-9, 1.0, 1.5))
        w = constrained_minimum(bowl, penalty, budget, l1_ratio=r)
        lambd = lambd_of(bowl, penalty, budget, l1_ratio=r)
        assert np.all(lambd >= 0)
        assert breach_of_optimality(bowl, w, lambd, r) < 1e-10
        binds = budget < at_center
        np.testing.assert_allclose(spent(w, penalty, r)[binds], budget[binds], rtol=1e-13)
        np.testing.assert_array_equal(w[~binds], np.broadcast_to(bowl.center, w[~binds].shape))
        np.testing.assert_array_equal(lambd[~binds], 0)


@settings(max_examples=300, deadline=None)
@given(
    st.tuples(st.floats(-5, 5), st.floats(-5, 5)),
    st.tuples(st.floats(0.01, 10), st.floats(0.01, 10), st.floats(-0.99, 0.99)),
    st.floats(0, 20),
    st.floats(0, 1),
)
def test_any_bowl_any_mixture(center, shape, lambd, r):
    """Hypothesis looks for centers on an axis, equal curvatures, ties and zeros."""
    a, b, correlation = shape
    cross = correlation * np.sqrt(a * b)
    bowl = Bowl(center, [[a, cross], [cross, b]])
    if np.abs(gradient(bowl, np.zeros(2))).max() < 1e-100:
        return
    for penalty, share in (("l1", 1.0), ("l2", 0.0), ("elastic_net", r)):
        w = penalized_minimum(bowl, penalty, lambd, l1_ratio=r)
        assert breach_of_optimality(bowl, w, lambd, share) < 1e-10


def scipy_soft(bowl, lambd, r):
    """Within a quadrant the L1 term is linear: the best of four smooth problems with bounds."""

    def objective(w, signs):
        value = loss(bowl, w) + lambd * omega(w, r)
        return value, gradient(bowl, w) + lambd * (r * signs + (1 - r) * w)

    found = []
    for signs in product((1, -1), repeat=2):
        bounds = [(0, None) if s > 0 else (None, 0) for s in signs]
        args = (np.array(signs),)
        options = {"ftol": 1e-15, "gtol": 1e-10}
        found.append(
            minimize(objective, np.zeros(2), args, "L-BFGS-B", jac=True, bounds=bounds, options=options)
        )
    return min(found, key=lambda result: result.fun).x


def scipy_hard(bowl, penalty, budget, r):
    def room(pq):
        w = pq[:2] - pq[2:]
        return budget**2 - w @ w if penalty == "l2" else budget - r * pq.sum() - (1 - r) / 2 * w @ w

    def slope(pq):
        g = gradient(bowl, pq[:2] - pq[2:])
        return np.concatenate((g, -g))

    found = minimize(
        lambda pq: loss(bowl, pq[:2] - pq[2:]),
        np.full(4, 0.1),
        jac=slope,
        bounds=[(0, None)] * 4,
        constraints={"type": "ineq", "fun": room},
        method="SLSQP",
        options={"ftol": 1e-15, "maxiter": 1000},
    )
    return found.x[:2] - found.x[2:]


@pytest.mark.parametrize(("penalty", "r"), PENALTIES)
def test_scipy_finds_nothing_better(penalty, r):
    for c, H in zip(*random_bowls(12, seed=3, condition=20), strict=True):
        bowl = Bowl(c, H)
        w = penalized_minimum(bowl, penalty, 0.4, l1_ratio=r)
        np.testing.assert_allclose(w, scipy_soft(bowl, 0.4, r), atol=2e-5)
        w = constrained_minimum(bowl, penalty, 0.7, l1_ratio=r)
        np.testing.assert_allclose(w, scipy_hard(bowl, penalty, 0.7, r), atol=2e-5)


def test_hard_l1_optimum_equals_the_best_point_of_the_four_edges():
    """On an edge from u to v the loss is a parabola, so that its least point is a formula."""
    for bowl in ill_conditioned_bowls(300, seed=4):
        t = 0.4 * np.abs(bowl.center).sum()
        candidates = []
        for s1, s2 in product((1, -1), repeat=2):
            u, v = np.array([s1 * t, 0]), np.array([0, s2 * t])
            share = -((v - u) @ gradient(bowl, u)) / ((v - u) @ bowl.hessian @ (v - u))
            candidates.append(u + np.clip(share, 0, 1) * (v - u))
        best = min(candidates, key=lambda w: loss(bowl, w))
        np.testing.assert_allclose(constrained_minimum(bowl, "l1", t), best, atol=1e-9 * t)


def test_l2_optimum_equals_the_shrinkage_along_the_eigenvectors():
    """Goodfellow et al. 2016, eq. 7.13: Q (Λ + λI)⁻¹ Λ Qᵀ c."""
    for bowl in ill_conditioned_bowls(100, seed=5):
        eigenvalues, Q = np.linalg.eigh(bowl.hessian)
        for lambd in eigenvalues.max() * np.array([1e-3, 1, 1e3]):
            expected = Q @ (eigenvalues / (eigenvalues + lambd) * (Q.T @ bowl.center))
            found = penalized_minimum(bowl, "l2", lambd)
            np.testing.assert_allclose(found, expected, atol=1e-10 * np.linalg.norm(expected))


@settings(deadline=None)
@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(0.1, 5), st.floats(0.1, 5), st.floats(0, 4))
def test_without_tilt_the_optimum_is_the_soft_threshold_or_proportional_shrinkage(c1, c2, h1, h2, lambd):
    c, h = np.array([c1, c2]), np.array([h1, h2])
    bowl = Bowl(c, np.diag(h))
    l1 = np.array([float(soft_threshold(c[i], lambd / h[i])) for i in range(2)])
    np.testing.assert_allclose(penalized_minimum(bowl, "l1", lambd), l1, atol=1e-14)
    np.testing.assert_allclose(penalized_minimum(bowl, "l2", lambd), c * h / (h + lambd), atol=1e-14)


def test_on_a_tilted_bowl_soft_thresholding_and_scaling_are_wrong():
    lambd = 0.5
    w = penalized_minimum(TILTED, "l1", lambd)
    wrong = soft_threshold(TILTED.center, lambd)
    assert (
        loss(TILTED, wrong) + lambd * np.abs(wrong).sum() > loss(TILTED, w) + lambd * np.abs(w).sum() + 0.01
    )
    for penalty, order in (("l1", 1), ("l2", 2)):
        w = constrained_minimum(TILTED, penalty, 1.0)
        scaled = TILTED.center / np.linalg.norm(TILTED.center, order)
        assert loss(TILTED, scaled) > loss(TILTED, w) + 0.01


def test_zeros_are_exact_and_plain():
    w = penalized_minimum(Bowl([1.0, -0.2], np.eye(2)), "l1", 0.3)
    assert w[1] == 0
    assert not np.signbit(w[1])
    corner = constrained_minimum(TILTED, "l1", 1.0)
    np.testing.assert_array_equal(corner, [1.0, 0.0])


@pytest.mark.parametrize(("penalty", "r"), PENALTIES)
def test_lambda_and_budget_there_and_back(penalty, r):
    for c, H in zip(*random_bowls(60, seed=6, condition=100), strict=True):
        bowl = Bowl(c, H)
        end = min(vanishing_lambda(bowl, penalty, l1_ratio=r), 50.0)
        lambd = end * np.linspace(0.01, 0.99, 15)
        budget = budget_of(bowl, penalty, lambd, l1_ratio=r)
        assert np.all(np.diff(budget) < 0)
        np.testing.assert_allclose(lambd_of(bowl, penalty, budget, l1_ratio=r), lambd, rtol=1e-9)
        np.testing.assert_allclose(
            constrained_minimum(bowl, penalty, budget, l1_ratio=r),
            penalized_minimum(bowl, penalty, lambd, l1_ratio=r),
            atol=1e-11 * np.linalg.norm(c),
        )


def test_shapes_follow_lambda_and_budget():
    assert penalized_minimum(TILTED, "l1", 0.1).shape == (2,)
    assert constrained_minimum(TILTED, "l2", [[0.1, 0.2, 0.3]]).shape == (1, 3, 2)
    assert budget_of(TILTED, "l2", [0.1, 0.2]).shape == (2,)
    assert lambd_of(TILTED, "elastic_net", 0.3).shape == ()
    assert f"{lambd_of(TILTED, 'l1', 0.5):.3f}" == f"{float(lambd_of(TILTED, 'l1', 0.5)):.3f}"


@pytest.mark.parametrize(("penalty", "r"), [("l1", 1.0), ("elastic_net", 0.5)])
def test_everything_is_zero_from_the_vanishing_lambda_on(penalty, r):
    for bowl in ill_conditioned_bowls(100, seed=7):
        end = vanishing_lambda(bowl, penalty, l1_ratio=r)
        np.testing.assert_array_equal(
            penalized_minimum(bowl, penalty, [end * 1.0001, end * 9], l1_ratio=r), 0
        )
        assert np.any(penalized_minimum(bowl, penalty, end * 0.999, l1_ratio=r) != 0)
        assert lambd_of(bowl, penalty, 0.0, l1_ratio=r) == pytest.approx(end)
    assert vanishing_lambda(TILTED, "l2") == np.inf
    assert lambd_of(TILTED, "l2", 0.0) == np.inf
    assert np.all(penalized_minimum(TILTED, "l2", 1e6) != 0)


@pytest.mark.parametrize(("penalty", "r"), PENALTIES)
def test_path_runs_from_the_center_to_zero(penalty, r):
    for bowl in ill_conditioned_bowls(40, seed=8):
        found = path(bowl, penalty, l1_ratio=r, points=50)
        np.testing.assert_array_equal(found.w[0], bowl.center)
        np.testing.assert_array_equal(found.w[-1], [0, 0])
        assert found.lambd[0] == 0
        assert found.lambd[-1] == vanishing_lambda(bowl, penalty, l1_ratio=r)
        assert found.budget[-1] == 0
        assert np.all(np.diff(found.lambd) >= 0)
        assert np.all(np.diff(found.budget) <= 1e-12 * found.budget[0])
        assert len(found.w) == 50 + len(found.knots)
        np.testing.assert_allclose(found.budget, spent(found.w, penalty, r), rtol=1e-14)
        assert breach_of_optimality(bowl, found.w[:-1], found.lambd[:-1], r) < 1e-10


def zero_patterns(w):
    signs = np.sign(w)
    return signs[np.append(True, np.any(np.diff(signs, axis=0) != 0, axis=1))]


@pytest.mark.parametrize(("penalty", "r"), [("l1", 1.0), ("elastic_net", 0.7)])
def test_knots_are_where_a_weight_becomes_or_stops_being_zero(penalty, r):
    for c, H in zip(*random_bowls(80, seed=9, condition=50), strict=True):
        bowl = Bowl(c, H)
        found = path(bowl, penalty, l1_ratio=r)
        end = found.lambd[-1]
        scan = penalized_minimum(bowl, penalty, np.linspace(0, end * 0.99999, 4000), l1_ratio=r)
        knots = found.lambd[found.knots]
        isolated = np.diff(np.concatenate(([0], knots, [end])), prepend=-1) > end / 1000
        if not isolated[1:].all():
            continue  # the scan is too coarse to tell such knots apart
        assert len(zero_patterns(scan)) == len(knots) + 1
        for w, lambd in zip(found.w[found.knots], knots, strict=True):
            assert np.count_nonzero(w) == 1
            before, after = penalized_minimum(bowl, penalty, [lambd * 0.9999, lambd * 1.0001], l1_ratio=r)
            assert np.count_nonzero(before) != np.count_nonzero(after)


def test_l1_path_is_straight_between_its_knots():
    for c, H in zip(*random_bowls(80, seed=10, condition=50), strict=True):
        bowl = Bowl(c, H)
        found = path(bowl, "l1", points=60)
        corners = np.concatenate(([0], found.knots, [len(found.w) - 1]))
        for i in range(2):
            between = np.interp(found.lambd, found.lambd[corners], found.w[corners, i])
            np.testing.assert_allclose(found.w[:, i], between, atol=1e-12)


def test_a_weight_can_leave_zero_and_pass_through_it_again():
    """From 0 outwards: weight 1 enters as a positive one, goes back to 0 and ends up negative."""
    H = np.array([[1.0, 0.98], [0.98, 0.97]])
    found = path(Bowl(np.linalg.solve(H, [2.0, 1.98]), H), "l1")
    signs = zero_patterns(found.w).tolist()
    assert signs == [[-1, 1], [0, 1], [1, 1], [1, 0], [0, 0]]
    assert len(found.knots) == 3


def test_center_on_an_axis_and_center_at_zero():
    found = path(Bowl([1.5, 0.0], [[1.0, 0.3], [0.3, 1.0]]), "l1")
    np.testing.assert_array_equal(found.w[:, 1], 0)
    for penalty in PENALIZED:
        nothing = path(Bowl([0.0, 0.0], np.eye(2)), penalty)
        np.testing.assert_array_equal(nothing.w, 0)
        np.testing.assert_array_equal(nothing.lambd, 0)


def test_a_tilted_bowl_has_its_valley_where_the_tilt_says():
    bowl = tilted_bowl((0.2, -0.4), 9.0, 30.0)
    along = np.array([np.cos(np.pi / 6), np.sin(np.pi / 6)])
    across = np.array([-along[1], along[0]])
    np.testing.assert_allclose(bowl.hessian @ along, along / 3)
    np.testing.assert_allclose(bowl.hessian @ across, across * 3)


@pytest.mark.parametrize("stretch", [1.0, 1.5, 4.0, 7.5, 10.0])
def test_where_the_mathematics_has_zeros_and_equal_curvatures_they_are_exact(stretch):
    for tilt in (0.0, 90.0, 180.0, -90.0):
        assert tilted_bowl((1, 1), stretch, tilt).hessian[0, 1] == 0
    for tilt in (45.0, 135.0, -45.0):
        hessian = tilted_bowl((1, 1), stretch, tilt).hessian
        assert hessian[0, 0] == hessian[1, 1]
    for tilt in np.arange(-180.0, 180.0, 5.0):
        np.testing.assert_array_equal(tilted_bowl((1, 1), 1.0, tilt).hessian, np.eye(2))
        u = np.array([np.cos(np.radians(tilt)), np.sin(np.radians(tilt))])
        along = np.outer(u, u)
        expected = along / np.sqrt(stretch) + (np.eye(2) - along) * np.sqrt(stretch)
        np.testing.assert_allclose(tilted_bowl((1, 1), stretch, tilt).hessian, expected, atol=1e-14)


def test_contour_is_an_outline_of_equal_loss():
    outline = contour(TILTED, 0.7, 60)
    assert outline.shape == (61, 2)
    np.testing.assert_array_equal(outline[0], outline[-1])
    np.testing.assert_allclose(loss(TILTED, outline), 0.7, rtol=1e-12)
    np.testing.assert_array_equal(contour(TILTED, 0.0), np.broadcast_to(TILTED.center, (201, 2)))


def test_gradient_is_the_derivative_of_the_loss():
    w, h = np.array([[0.3, -1.0], [2.0, 2.5]]), 1e-6
    quotients = [(loss(TILTED, w + h * e) - loss(TILTED, w - h * e)) / (2 * h) for e in np.eye(2)]
    np.testing.assert_allclose(gradient(TILTED, w), np.stack(quotients, axis=-1), atol=1e-8)


@pytest.mark.parametrize(
    ("center", "hessian", "message"),
    [
        ([0, 0], [[1, 2], [2, 4]], r"hessian needs two eigenvalues above 0 .*, got .* and 5"),
        ([0, 0], [[1, 0], [0, -1]], r"hessian needs two eigenvalues above 0 .*, got -1 and 1"),
        ([0, 0], [[1, 0.1], [0.2, 1]], "hessian needs to be symmetric, got 0.1 and 0.2 off the diagonal"),
        ([0, 0], np.eye(3), r"hessian needs shape \(2, 2\), got shape \(3, 3\)"),
        ([0, 0, 0], np.eye(2), r"center needs two numbers, got shape \(3,\)"),
        ([0, np.nan], np.eye(2), "center needs finite numbers, got nan"),
        ([0, 0], [["a", "b"], ["c", "d"]], "hessian needs numbers"),
    ],
)
def test_what_is_no_bowl_is_refused(center, hessian, message):
    with pytest.raises(ValueError, match=message):
        Bowl(center, hessian)


def test_a_bowl_keeps_its_own_numbers():
    center = np.array([1.0, 2.0])
    bowl = Bowl(center, np.eye(2))
    center[0] = 9
    assert bowl.center[0] == 1
    with pytest.raises(ValueError, match="read-only"):
        bowl.hessian[0, 0] = 3


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: penalized_minimum(TILTED, "none", 1),
            "penalty needs one of l2, l1, elastic_net, got 'none'",
        ),
        (lambda: penalized_minimum(TILTED, "l1", [0, -1]), "lambd needs numbers of at least 0, got -1"),
        (lambda: penalized_minimum(TILTED, "l1", np.inf), "lambd needs finite numbers"),
        (
            lambda: penalized_minimum(TILTED, "elastic_net", 1, l1_ratio=2),
            "l1_ratio needs a number from 0 to 1",
        ),
        (lambda: constrained_minimum(TILTED, "l1", -1), "budget needs numbers of at least 0, got -1"),
        (lambda: budget_of(TILTED, "l1", -1), "lambd needs numbers of at least 0"),
        (lambda: lambd_of(TILTED, "ridge", 1), "penalty needs one of"),
        (lambda: tilted_bowl([0, 0], 0, 30), "stretch needs a number above 0, got 0"),
        (lambda: path(TILTED, "l1", points=1), "points needs a whole number of at least 2, got 1"),
        (lambda: contour(TILTED, -1.0), "level needs a number of at least 0"),
        (lambda: loss(TILTED, [1, 2, 3]), r"w needs shape \(…, 2\), got shape \(3,\)"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
