"""Every weight of a run, its sums and its zeros, against plain loops over the layers of every net."""

from itertools import product

import numpy as np
import pytest

from l2core.datasets import classification
from l2core.network import initialize_parameters
from l2core.optimizers import Recipe
from l2core.training import train
from l2core.trajectories import Weights, every_weight, exact_zeros, summed, weight_count, weight_names

DIMS = (2, 4, 3, 1)
DIGITS = str.maketrans("W[,]", "    ")


@pytest.fixture(scope="module")
def history():
    split = classification("moons", seed=0, training_size=30)
    recipes = [Recipe(lambd, "l1", learning_rate=1.0) for lambd in (0.1, 1.0, 5.0)]
    recipes.append(Recipe(500.0, "l2", learning_rate=1.0))  # diverges
    return train(split.X_train, split.Y_train, initialize_parameters(DIMS, 0), recipes, epochs=300)


def layers(history, s, k):
    return [history.weights[f"W{layer}"][s, k] for layer in (1, 2, 3)]


def test_the_sums_are_those_of_a_loop_over_the_layers(history):
    for norm, power in (("l1", 1), ("l2", 2)):
        sums = summed(history.weights, norm)
        for s in range(0, len(history.epochs), 7):
            for k in range(3):
                due = sum(abs(w) ** power for W in layers(history, s, k) for w in W.ravel())
                assert sums[s, k] == pytest.approx(due)
        assert np.isnan(sums[-1, 3])


def test_zeros_are_counted_without_a_tolerance_and_biases_are_not(history):
    zeros = exact_zeros(history.weights)
    for k in range(3):
        assert zeros[-1, k] == sum(w == 0 for W in layers(history, -1, k) for w in W.ravel())
    assert zeros[-1, 2] == weight_count(history.weights) == 2 * 4 + 4 * 3 + 3
    assert exact_zeros({"W1": np.array([[0.0, 1e-300]]), "b1": np.zeros((1, 1))}) == 1


def test_every_weight_stands_at_its_place(history):
    weights = every_weight(history, slice(0, 3), "l1")
    assert weights.values.shape == (weight_count(history.weights), 3, len(history.epochs))
    for i, name in enumerate(weights.names):
        W = history.weights[f"W{weights.layer[i]}"]
        assert name == f"W{weights.layer[i]}[{weights.row[i]}, {weights.column[i]}]"
        due = W[:, :3, weights.row[i] - 1, weights.column[i] - 1].T
        assert weights.values[i].tolist() == due.tolist()
    assert weights.names == weight_names(DIMS)
    assert weights.layer_sizes.tolist() == [2 * 4, 4 * 3, 3]
    assert pytest.approx(summed(history.weights, "l1")[:, :3]) == weights.summed("l1").T
    assert pytest.approx(summed(history.weights, "l2")[:, :3]) == weights.summed("l2").T
    assert weights.zeros.sum(axis=0).T.tolist() == exact_zeros(history.weights)[:, :3].tolist()


def test_a_weight_dies_where_it_becomes_0_for_good(history):
    weights = every_weight(history, slice(0, 3), "l1")
    for i in range(len(weights.layer)):
        for lam in range(3):
            path = weights.values[i, lam]
            due = next((s for s in range(len(path) + 1) if not path[s:].any()), len(path))
            assert weights.dies[i, lam] == due


def test_a_neuron_is_connected_if_a_path_of_weights_leads_through_it():
    """Against a search through every path, on nets whose weights are 0 at random."""
    rng = np.random.default_rng(0)
    for dims in ((2, 4, 3, 1), (2, 8, 1), (1, 1), (2, 3, 2, 2, 1)):
        names = weight_names(dims)
        for share in (0.2, 0.5, 0.8, 1.0):
            alive = rng.random((len(names), 2, 3)) < share
            values = np.where(alive, rng.normal(size=alive.shape), 0.0)
            connected = of_values(dims, values).connected
            for net, step in product(range(2), range(3)):
                wires = {name for name, w in zip(names, values[:, net, step], strict=True) if w != 0}
                paths = [
                    path
                    for path in product(*(range(n) for n in dims))
                    if all(f"W{k}[{path[k] + 1}, {path[k - 1] + 1}]" in wires for k in range(1, len(dims)))
                ]
                for layer in range(len(dims)):
                    on_a_path = {path[layer] for path in paths}
                    assert set(np.flatnonzero(connected[layer][:, net, step])) == on_a_path


def test_no_neuron_of_a_net_that_diverged_is_connected(history):
    weights = every_weight(history, slice(3, 4), "l2")
    assert weights.connected[0][:, 0, 0].all()
    assert not any(layer[:, 0, -1].any() for layer in weights.connected)


def of_values(dims, values):
    layer, row, column = (
        np.array([int(name.translate(DIGITS).split()[i]) for name in weight_names(dims)]) for i in range(3)
    )
    nets = values.shape[1]
    return Weights("l1", values, layer, row, column, np.arange(values.shape[2]), np.full(nets, -1))


def test_a_net_is_sound_until_it_diverges(history):
    assert (
        every_weight(history, slice(3, 4), "l2").sound[0] == (history.epochs < history.diverged_at[3]).sum()
    )


def test_an_unknown_norm_is_refused(history):
    with pytest.raises(ValueError, match="norm needs one of l1, l2, got 'l3'"):
        summed(history.weights, "l3")
