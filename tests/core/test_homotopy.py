"""The lasso and elastic-net path against their optimality conditions, on tables made to be awkward."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from l2core.homotopy import follow
from l2core.linear import elastic_net_path

KINDS = (
    "normal",
    "small whole numbers, full of ties",
    "equal and opposite columns",
    "columns of very different size",
    "columns that are almost equal",
    "two dimensions only",
    "zero and constant columns",
    "orthogonal",
    "powers of x",
)


def awkward_table(kind: str, n: int, p: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p))
    if kind == KINDS[1]:
        X = rng.integers(-1, 2, (n, p)).astype(float)
    elif kind == KINDS[2]:
        X = X[:, rng.integers(0, p, p)] * rng.choice([-1, 1], p)
    elif kind == KINDS[3]:
        X = X @ rng.standard_normal((p, p)) * 10.0 ** rng.integers(-4, 5, p)
    elif kind == KINDS[4]:
        X = X[:, rng.integers(0, p, p)] + 10.0 ** -rng.integers(3, 15) * rng.standard_normal((n, p))
    elif kind == KINDS[5]:
        X = np.round(3 * X[:, :1] @ rng.standard_normal((1, p)) + rng.standard_normal((n, 1)))
    elif kind == KINDS[6]:
        X[:, rng.random(p) < 0.3] = 0.0
        X[:, 0] = 2.5
    elif kind == KINDS[7]:
        X = np.linalg.qr(rng.standard_normal((max(n, p), p)))[0]
    elif kind == KINDS[8]:
        X = np.vander(np.linspace(0, 1, n), p)
    noise = rng.standard_normal(len(X)) if seed % 3 else 0.0
    return X, X @ rng.integers(-2, 3, p) + noise


def along(X: np.ndarray, y: np.ndarray, alpha: float, lambdas: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The path of ½‖y − Xw‖² + λ(α‖w‖₁ + (1−α)/2 ‖w‖²): every variable is penalised alike."""
    return follow(X, y, np.full(X.shape[1], alpha), 1 - alpha, lambdas)


def kkt_violation(
    X: np.ndarray, y: np.ndarray, W: np.ndarray, lambdas: np.ndarray, beta: np.ndarray, gamma: float
) -> float:
    """By how much of max|Xᵀy| the worst condition of ½‖y − Xw‖² + λ(Σ β_j|w_j| + γ/2 ‖w‖²) is missed."""
    C = (y - W @ X.T) @ X - lambdas[:, None] * gamma * W
    bound = lambdas[:, None] * beta
    missed = np.where(W != 0, np.abs(C - bound * np.sign(W)), np.maximum(np.abs(C) - bound, 0))
    return float((missed / np.abs(X.T @ y).max()).max())


tables = {
    "kind": st.sampled_from(KINDS),
    "n": st.integers(2, 25),
    "p": st.integers(1, 20),
    "seed": st.integers(0, 10**6),
    "alpha": st.sampled_from([1.0, 1.0, 0.99, 0.5, 0.1]),
    "centred": st.booleans(),
    "uneven": st.booleans(),
    "unit": st.sampled_from([1.0, 1.0, 1e-80, 1e80]),
}


@given(**tables)
@example(kind=KINDS[2], n=12, p=9, seed=1, alpha=0.5, centred=True, uneven=False, unit=1.0)
@example(kind=KINDS[1], n=5, p=20, seed=11, alpha=1.0, centred=False, uneven=False, unit=1.0)
@settings(max_examples=400, deadline=None)
def test_the_kkt_conditions_hold_at_every_knot_between_them_and_wherever_asked(
    kind, n, p, seed, alpha, centred, uneven, unit
):
    """Whether or not the variables are penalised alike, and in whatever unit y and with it 1/γ is."""
    X, y = awkward_table(kind, n, p, seed)
    if centred:
        X, y = X - X.mean(axis=0), y - y.mean()
    p, y, gamma = X.shape[1], y * unit, (1 - alpha) / unit
    beta = alpha * (10 ** np.random.default_rng(seed).uniform(-1, 1, p) if uneven else np.ones(p))
    if np.abs(X.T @ y).max() <= 1e-12 * np.linalg.norm(X) * np.linalg.norm(y):
        return
    top = (np.abs(X.T @ y) / beta).max()
    asked = np.geomspace(1.5 * top, 1e-5 * top, 37)
    weights, knots = follow(X, y, beta, gamma, asked)
    assert knots[0] == pytest.approx(top, rel=1e-12)
    assert np.all(np.diff(knots) <= 0)
    between = np.sqrt(knots[1:]) * np.sqrt(knots[:-1])
    assert np.all(weights[asked > top] == 0)
    for lambdas in (asked, knots, np.append(between, 1e-5 * top)):
        W, _ = follow(X, y, beta, gamma, lambdas)
        assert kkt_violation(X, y, W, lambdas, beta, gamma) < 1e-9


@given(
    seed=st.integers(0, 10**6), n=st.integers(2, 20), p=st.integers(1, 30), alpha=st.sampled_from([1.0, 0.6])
)
@settings(max_examples=100, deadline=None)
def test_at_lambda_0_the_path_ends_in_a_least_squares_solution(seed, n, p, alpha):
    X, y = awkward_table(KINDS[seed % 2], n, p, seed)
    weights, _ = along(X, y, alpha, np.array([0.0]))
    shortest = np.linalg.lstsq(X, y, rcond=None)[0]
    np.testing.assert_allclose(X @ weights[0], X @ shortest, atol=1e-8 * (1 + np.linalg.norm(y)))


def test_between_two_knots_the_lasso_goes_straight_and_its_active_set_stays():
    X, y = awkward_table(KINDS[0], 30, 12, seed=4)
    _, knots = along(X, y, 1.0, np.array([0.0]))
    for upper, lower in pairwise(knots):
        inside = np.linspace(upper, lower, 7)[1:-1]
        weights, _ = along(X, y, 1.0, inside)
        assert len(np.unique(weights != 0, axis=0)) == 1
        straight = np.linspace(weights[0], weights[-1], 5)
        np.testing.assert_allclose(weights, straight, atol=1e-12)


@pytest.mark.parametrize("alpha", [1.0, 0.5])
def test_the_active_set_changes_at_every_knot_and_nowhere_else(alpha):
    X, y = awkward_table(KINDS[0], 30, 12, seed=1)
    fine = np.geomspace(np.abs(X.T @ y).max() / alpha * 1.01, 1e-3, 4000)
    weights, knots = along(X, y, alpha, fine)
    changes = np.flatnonzero((np.diff(weights != 0, axis=0)).any(axis=1))
    assert len(changes) == len(knots)
    assert np.all((fine[changes] >= knots) & (knots >= fine[changes + 1]))


def test_a_variable_can_leave_and_come_back_with_the_other_sign():
    for seed in range(200):
        X, y = awkward_table(KINDS[0], 12, 8, seed)
        weights, _ = along(X, y, 1.0, np.geomspace(np.abs(X.T @ y).max(), 1e-4, 300))
        signs = [np.sign(column[np.flatnonzero(column)]) for column in weights.T]
        left = [np.any(np.diff((column != 0).astype(int)) < 0) and column[-1] != 0 for column in weights.T]
        if any(gone and len(set(sign)) == 2 for gone, sign in zip(left, signs, strict=True)):
            return
    pytest.fail("no variable left and came back")


def test_several_variables_that_tie_enter_at_one_knot():
    X = np.eye(5)
    y = np.array([3.0, -3.0, 3.0, 1.0, 1.0])
    weights, knots = along(X, y, 1.0, np.array([2.0, 0.5]))
    np.testing.assert_allclose(np.unique(knots), [1.0, 3.0])
    np.testing.assert_allclose(weights, [[1, -1, 1, 0, 0], [2.5, -2.5, 2.5, 0.5, 0.5]], atol=1e-15)


def test_the_elastic_net_shares_a_weight_between_equal_columns_and_the_lasso_need_not():
    X, y = awkward_table(KINDS[0], 20, 3, seed=2)
    twice = np.column_stack((X, X[:, 0]))
    top = np.abs(X.T @ y).max()
    mixed, _ = along(twice, y, 0.5, np.array([0.2 * top]))
    assert mixed[0, 0] == pytest.approx(mixed[0, 3], rel=1e-12)
    single, _ = along(X, y, 1.0, np.array([0.2 * top]))
    double, _ = along(twice, y, 1.0, np.array([0.2 * top]))
    assert double[0, 0] + double[0, 3] == pytest.approx(single[0, 0], rel=1e-12)


def test_the_elastic_net_tends_to_the_lasso():
    X, y = awkward_table(KINDS[0], 25, 10, seed=3)
    lambdas = np.geomspace(np.abs(X.T @ y).max(), 1e-2, 20)
    lasso, _ = along(X, y, 1.0, lambdas)
    nearly, _ = along(X, y, 1 - 1e-9, lambdas)
    np.testing.assert_allclose(nearly, lasso, atol=1e-6)


def test_a_path_with_too_many_knots_is_refused(monkeypatch):
    monkeypatch.setattr("l2core.homotopy.MOST_KNOTS", 3)
    X, y = awkward_table(KINDS[0], 30, 12, seed=4)
    with pytest.raises(ValueError, match="X needs a path of at most 3 knots"):
        elastic_net_path(X, y, 0.9)
