"""Gradients and answers of every net at every kept step, against the notes' functions net by net."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from l2core.network import (
    backward_propagation_with_regularization,
    forward_propagation,
    initialize_parameters,
)
from l2core.snapshots import data_gradient, penalty_gradient, probabilities
from l2core.training import Recipe, train

PENALTIES = ("none", "l2", "l1", "elastic_net")


def problem():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2, 40))
    return X, (X[:1] - 0.5 * X[-1:] ** 2 + 0.5 * rng.normal(size=(1, 40)) > 0).astype(float)


def test_data_pull_and_penalty_pull_at_every_snapshot():
    X, Y = problem()
    recipes = [Recipe(2.0, penalty, 0.4, lambd_schedule=((10, 3.0),)) for penalty in PENALTIES]
    X_own = X + 0.1 * np.arange(4)[:, None, None]
    history = train(X_own, Y, initialize_parameters((2, 6, 3, 1), 2), recipes, epochs=20, snapshots=[9, 10])
    data, penalty = data_gradient(X_own, Y, history), penalty_gradient(history)
    assert set(data) == set(history.weights)
    for s, epoch in enumerate(history.epochs):
        for k, recipe in enumerate(recipes):
            net, lambd = history.parameters(k, s), 2.0 if epoch < 10 else 3.0
            _, cache = forward_propagation(X_own[k], net)
            plain = backward_propagation_with_regularization(X_own[k], Y, cache, 0.0)
            whole = backward_propagation_with_regularization(
                X_own[k], Y, cache, lambd, penalty=recipe.penalty, l1_ratio=0.4
            )
            for name, array in data.items():
                assert_allclose(array[s, k], plain[f"d{name}"], rtol=0, atol=1e-13)
            for name, array in penalty.items():
                assert_allclose(array[s, k] + data[name][s, k], whole[f"d{name}"], rtol=0, atol=1e-13)


@pytest.mark.parametrize("points", [1, 7, 1500])
def test_probabilities_of_every_net_at_every_point(points):
    X, Y = problem()
    recipes = [Recipe(lambd) for lambd in np.geomspace(0.01, 10, 40)]
    history = train(X, Y, initialize_parameters((2, 5, 1), 2), recipes, epochs=3)
    grid = np.random.default_rng(0).normal(size=(2, points))
    maps = probabilities(history.weights, grid)
    assert maps.shape == (len(history.epochs), 40, points)
    for s, k in ((0, 0), (1, 39), (-1, 17)):
        A, _ = forward_propagation(grid, history.parameters(k, s))
        assert_allclose(maps[s, k], A[0], rtol=0, atol=1e-14)
    single = probabilities(
        {name: array[-1].astype(np.float32) for name, array in history.weights.items()}, grid
    )
    assert single.dtype == np.float32
    assert_allclose(single, maps[-1], atol=1e-5)
    one = probabilities(history.final(3), grid)
    assert_allclose(one, maps[-1, 3], atol=1e-14)
    with pytest.raises(ValueError, match="X needs 2 features"):
        probabilities(history.weights, grid[:1])
    with pytest.raises(ValueError, match=r"weights\['b1'\] needs shape \(5, 1\), got \(4, 1\)"):
        probabilities(history.final(3) | {"b1": np.zeros((4, 1))}, grid)
    with pytest.raises(ValueError, match="weights needs W1, b1"):
        probabilities({"W1": history.weights["W1"]}, grid)
