"""The region of a budget against its own inequality: outline, normals and reach."""

import numpy as np
import pytest

from l2core.bowl import Bowl, constrained_minimum, gradient
from l2core.penalties import PENALIZED
from l2core.random_bowls import random_bowls
from l2core.region import budget_of_reach, normal_cone, reach_of_budget, region

PENALTIES = [("l1", 1.0), ("l2", 0.0), ("elastic_net", 0.5), ("elastic_net", 0.02), ("elastic_net", 0.98)]


def spent(w, penalty, r):
    if penalty == "l2":
        return np.linalg.norm(w, axis=-1)
    return r * np.abs(w).sum(axis=-1) + (1 - r) / 2 * (w**2).sum(axis=-1)


def cone_residual(rays, vector):
    """min_{α ≥ 0} ‖vector − Σ αᵢ rayᵢ‖: how far `vector` is from the cone of at most two unit rays.

    With `normal_cone` (k, 2) and −∇loss(w) it is 0 exactly where w is the constrained minimum: the pull of
    the loss is then one that the edge of the region can hold (Boyd & Vandenberghe 2004, §4.2.3).
    """
    n, v = np.asarray(rays, dtype=float), np.asarray(vector, dtype=float)
    if len(n) == 2 and np.linalg.det(n) != 0 and np.all(np.linalg.solve(n.T, v) >= 0):
        return 0.0
    nearest_on_rays = np.maximum(n @ v, 0)[:, None] * n
    return float(np.linalg.norm(v - np.vstack((nearest_on_rays, np.zeros(2))), axis=1).min())


@pytest.mark.parametrize(("penalty", "r"), PENALTIES)
def test_region_is_a_closed_convex_outline_on_the_budget(penalty, r):
    outline = region(penalty, 0.8, 100, l1_ratio=r)
    assert outline.shape == (101, 2)
    np.testing.assert_array_equal(outline[0], outline[-1])
    np.testing.assert_allclose(spent(outline, penalty, r), 0.8, rtol=1e-14)
    edges = np.diff(outline, axis=0)
    turns = np.cross(np.c_[edges, np.zeros(100)], np.c_[np.roll(edges, -1, axis=0), np.zeros(100)])[:, 2]
    assert np.all(turns > -1e-15)
    on_axis = outline[np.any(outline == 0, axis=1)]
    assert len(on_axis) == 5


def test_region_shapes_by_hand():
    np.testing.assert_array_equal(region("l1", 2.0, 4), [(2, 0), (0, 2), (-2, 0), (0, -2), (2, 0)])
    assert region("l1", 1.0, 5).shape == (9, 2)
    np.testing.assert_array_equal(region("l2", 0.0), 0)
    corner = region("elastic_net", 1.0, 4, l1_ratio=0.5)[0]  # x/2 + x²/4 = 1
    np.testing.assert_allclose(corner, [np.sqrt(5) - 1, 0])


@pytest.mark.parametrize(("penalty", "r"), PENALTIES)
def test_a_region_reaches_along_the_axis_as_far_as_its_budget_allows(penalty, r):
    x = np.array([[0.0, 0.05], [1.0, 3.6]])
    budget = budget_of_reach(penalty, x, l1_ratio=r)
    np.testing.assert_allclose(budget, spent(np.stack((x, 0 * x), axis=-1), penalty, r), rtol=1e-15)
    np.testing.assert_allclose(reach_of_budget(penalty, budget, l1_ratio=r), x, rtol=1e-14)
    np.testing.assert_allclose(region(penalty, budget, 4, l1_ratio=r)[..., 0, 0], x, rtol=1e-14)


@pytest.mark.parametrize(("penalty", "r"), PENALTIES)
def test_normal_cone_holds_the_normals_and_nothing_else(penalty, r):
    """n is normal at w when no point of the region lies further along n than w does."""
    outline = region(penalty, 1.0, 4000, l1_ratio=r)
    angles = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    directions = np.stack((np.cos(angles), np.sin(angles)), axis=1)
    for w in outline[[0, 130, 700, 1000, 1777, 3000]]:
        rays = normal_cone(penalty, w, 1.0, l1_ratio=r)
        assert rays.shape == (2 if r > 0 and 0 in w else 1, 2)
        np.testing.assert_allclose(np.linalg.norm(rays, axis=1), 1)
        assert np.all((outline - w) @ rays.T <= 1e-12)
        beyond = ((outline - w) @ directions.T).max(axis=0)
        residual = np.array([cone_residual(rays, n) for n in directions])
        assert np.all(beyond[residual == 0] <= 1e-12)
        assert np.all(beyond[residual > 0.05] > 1e-6)


@pytest.mark.parametrize(("penalty", "r"), PENALTIES)
def test_at_the_hard_optimum_the_pull_of_the_loss_lies_in_the_normal_cone(penalty, r):
    for c, H in zip(*random_bowls(100, seed=11, condition=100), strict=True):
        bowl = Bowl(c, H)
        w = constrained_minimum(bowl, penalty, 0.5, l1_ratio=r)
        rays = normal_cone(penalty, w, 0.5, l1_ratio=r)
        assert cone_residual(rays, -gradient(bowl, w)) < 1e-11 * np.linalg.norm(H @ c)
        assert len(rays) == (0 if np.array_equal(w, c) else 1 + bool(r > 0 and 0 in w))
        elsewhere = -w
        assert (
            cone_residual(normal_cone(penalty, elsewhere, 0.5, l1_ratio=r), -gradient(bowl, elsewhere)) > 1e-3
        )


def test_cone_residual_by_hand():
    corner = [[np.sqrt(0.5), np.sqrt(0.5)], [np.sqrt(0.5), -np.sqrt(0.5)]]
    assert cone_residual(corner, [3.0, 1.0]) == 0
    assert cone_residual(corner, [0.0, 2.0]) == pytest.approx(np.sqrt(2))
    assert cone_residual(corner, [-3.0, 4.0]) == pytest.approx(np.hypot(3.5, 3.5))
    assert cone_residual([[1.0, 0.0]], [-3.0, 4.0]) == 5
    assert cone_residual(np.empty((0, 2)), [3.0, 4.0]) == 5


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: region("l1", 1.0, 3), "points needs a whole number of at least 4, got 3"),
        (
            lambda: normal_cone("l1", [1, 1], 1.0),
            "w needs to be within the budget 1, got a point that spends 2",
        ),
        (lambda: normal_cone("l1", [0, 0], 0.0), "budget needs a number above 0"),
        (lambda: normal_cone("l1", [[1, 1]], 1.0), r"w needs 1 dimension\(s\), got shape \(1, 2\)"),
        (lambda: region("ridge", 1.0), "penalty needs one of l2, l1, elastic_net, got 'ridge'"),
        (lambda: budget_of_reach("l1", [-1.0]), "reach needs numbers of at least 0, got -1"),
        (lambda: reach_of_budget("elastic_net", 1.0, l1_ratio=2), "l1_ratio needs a number from 0 to 1"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_every_penalty_with_a_region_is_tested_here():
    assert {penalty for penalty, _r in PENALTIES} == set(PENALIZED)
