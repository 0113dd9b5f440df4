"""What the map of η × λ is judged to show, against a look at every cell by itself."""

import numpy as np
import pytest

from l2core.network import forward_propagation, initialize_parameters
from l2core.optimizers import Recipe
from l2core.rate_map import RateMap, silent_layer
from l2core.training import plain_training, train
from tests.core.rate_maps import random_map


@pytest.mark.parametrize("seed", range(60))
def test_a_map_is_judged_as_a_look_at_every_cell_judges_it(seed):
    cells = random_map(seed)
    R, L = cells.validation.shape
    every = [(i, j) for i in range(R) for j in range(L)]
    finite = {cell: cells.validation[cell] for cell in every if cells.diverged_at[cell] < 0}
    assert cells.best == (min(finite, key=finite.__getitem__) if finite else None)
    lost = {cell for cell in every if cells.constant[cell] or cells.diverged_at[cell] >= 0}
    assert {cell for cell in every if not cells.learns[cell]} == lost
    columns = [j for j in range(L) if all((i, k) in lost for i in range(R) for k in range(j, L))]
    assert list(cells.lost_columns) == columns
    rows = [i for i in range(R) if all((k, j) in lost for k in range(i + 1) for j in range(L))]
    assert list(cells.lost_rows) == rows
    single = {(i, j) for i, j in lost if i not in rows and j not in columns}
    assert {cell for cell in every if cells.single[cell]} == single
    for i in range(R):
        learning = {j: cells.validation[i, j] for j in range(L) if (i, j) not in lost}
        assert cells.best_lambdas.get(i) == (min(learning, key=learning.__getitem__) if learning else None)


@pytest.mark.parametrize("penalty", ["l2", "l1"])
def test_a_weight_is_thrown_where_the_step_of_the_penalty_alone_makes_it_larger(penalty):
    m, rates, lambdas = 20, (10.0, 1.0, 0.01), (0.01, 4.0, 4.1, 39.0, 41.0, 100.0)
    none, nothing = np.zeros((3, 6), bool), np.zeros((3, 6))
    cells = RateMap(rates, lambdas, nothing, none, nothing - 1, none, nothing, none, penalty, m)
    start = {"W1": np.array([[1.0]]), "b1": np.array([[0.0]])}
    X, Y = np.zeros((1, m)), np.tile([[0.0, 1.0]], m // 2)  # data that pull at no weight
    for i, eta in enumerate(rates):
        for j, lambd in enumerate(lambdas):
            after, _costs = plain_training(X, Y, start, Recipe(lambd, penalty, learning_rate=eta), epochs=1)
            assert cells.thrown[i, j] == (abs(after["W1"].item()) > 1 + 1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_a_layer_is_silent_where_forward_propagation_finds_nothing_but_zeros(seed):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((2, 15))
    nets = []
    for k in range(60):
        net = initialize_parameters((2, 3, 2, 1), 100 * seed + k)
        nets.append({name: array + rng.normal(-0.5, 1.5, array.shape) for name, array in net.items()})
    stacked = {name: np.stack([net[name] for net in nets]) for name in nets[0]}
    found = silent_layer(stacked, X)
    for net, silent in zip(nets, found, strict=True):
        A3, cache = forward_propagation(X, net)
        hidden = [A for A in cache if np.shape(A) in ((3, 15), (2, 15)) and np.min(A) >= 0]
        assert silent == any(not A.any() for A in hidden)
        if silent:
            assert np.ptp(A3) == 0
    assert found.any()
    assert not found.all()


def test_a_net_that_diverged_is_not_called_silent():
    X, Y = np.random.default_rng(0).standard_normal((2, 10)), np.tile([[0.0, 1.0]], 5)
    start = initialize_parameters((2, 4, 1), 0)
    history = train(X, Y, start, [Recipe(100.0, learning_rate=10.0)], epochs=500, snapshots=[500])
    assert history.diverged_at[0] >= 0
    assert not silent_layer({name: array[-1] for name, array in history.weights.items()}, X)[0]
