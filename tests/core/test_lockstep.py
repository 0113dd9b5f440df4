"""Many small problems at once against the optimality conditions and the homotopy, problem by problem."""

import numpy as np
import pytest

from l2core.homotopy import follow
from l2core.lockstep import minima


def problems(count, p, seed=0, correlation=0.5):
    """Tables (count, 4p, p) and targets, their G and c."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((count, 4 * p, p)) + correlation * rng.standard_normal((count, 4 * p, 1))
    X /= np.sqrt(4 * p)
    y = X[:, :, : p // 2].sum(axis=2) + 0.3 * rng.standard_normal((count, 4 * p))
    return X, y, np.swapaxes(X, 1, 2) @ X, (np.swapaxes(X, 1, 2) @ y[:, :, None])[:, :, 0]


@pytest.mark.parametrize("alpha", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("p", [1, 2, 8])
def test_the_minima_are_where_the_homotopy_finds_them(alpha, p):
    X, y, G, c = problems(12, p)
    lambdas = np.append(np.geomspace(np.abs(c).max() / alpha, 1e-3, 30), 0.0)
    thresholds = np.broadcast_to(alpha * lambdas[:, None, None], (31, 12, p))
    u, solved = minima(G, c, thresholds, np.broadcast_to((1 - alpha) * lambdas[:, None], (31, 12)))
    assert solved.sum() >= 11  # going round in circles is rare
    for b in np.flatnonzero(solved):
        expected, _ = follow(X[b], y[b], np.full(p, alpha), 1 - alpha, lambdas)
        np.testing.assert_allclose(u[b], expected, atol=1e-10)
        np.testing.assert_array_equal(u[b] == 0, expected == 0)


def test_each_weight_has_its_own_bound():
    _, _, G, c = problems(20, 6, seed=1, correlation=2.0)
    rng = np.random.default_rng(2)
    bounds, ridge = rng.uniform(0, 0.3, (20, 6)), rng.uniform(0, 0.2, 20)
    u, solved = minima(G, c, bounds[None], ridge[None])
    assert solved.any()
    w = u[solved, 0]
    gradient = c[solved] - (G[solved] @ w[:, :, None])[:, :, 0] - ridge[solved, None] * w
    t = bounds[solved]
    np.testing.assert_allclose(gradient[w != 0], (t * np.sign(w))[w != 0], atol=1e-12)
    assert np.all(np.abs(gradient[w == 0]) <= t[w == 0] * (1 + 1e-10))
    assert np.any(w == 0)


def test_what_takes_too_many_guesses_is_said_to_be_unsolved(monkeypatch):
    _, _, G, c = problems(3, 4)
    monkeypatch.setattr("l2core.lockstep.GUESSES", 1)
    t = np.stack([np.full((3, 4), np.abs(c).max() * 1.1), np.full((3, 4), 1e-3)])
    u, solved = minima(G, c, t, np.zeros((2, 3)))
    assert not solved.any()
    assert not u[:, 0].any()


def test_a_matrix_without_an_inverse_is_said_to_be_unsolved():
    G = np.ones((2, 2, 2)) + np.array([np.eye(2), np.zeros((2, 2))])
    c = np.array([[1.0, 0.5], [1.0, 1.0]])
    _, solved = minima(G, c, np.full((1, 2, 2), 0.1), np.zeros((1, 2)))
    assert not solved.any()
