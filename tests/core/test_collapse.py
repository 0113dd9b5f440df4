"""When a net has given up telling examples apart, and what its weights show: against loops and searches."""

import itertools

import numpy as np
import pytest

from l2core.collapse import alike_since, last_that_tells, layer_off, weights_gone
from l2core.network import initialize_parameters

EVERY = list(itertools.product([False, True], repeat=5))


@pytest.mark.parametrize("alike", EVERY)
def test_alike_since_is_the_first_step_after_which_it_never_differs_again(alike):
    since = next((s for s in range(5) if all(alike[t] for t in range(s, 5))), None)
    assert alike_since(alike) == since


@pytest.mark.parametrize("silent", EVERY)
def test_the_last_that_tells_is_weaker_than_all_that_are_silent(silent):
    for k in range(5):
        expected = None
        if all(silent[k:]):
            for j in range(k):
                expected = expected if silent[j] else j
        assert last_that_tells(silent, k) == expected


def answers(X, parameters):
    """The net written anew, a neuron at a time."""
    signals = X
    depth = len(parameters) // 2
    for layer in range(1, depth + 1):
        signals = parameters[f"W{layer}"] @ signals + parameters[f"b{layer}"]
        if layer < depth:
            signals = np.where(signals > 0, signals, 0.0)
    return 1 / (1 + np.exp(-signals[0]))


@pytest.mark.parametrize("seed", range(60))
def test_where_the_weights_are_gone_no_biases_bring_two_answers_apart(seed):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(2, 40)) * rng.uniform(0.1, 5)
    start = initialize_parameters((2, 6, 3, 1), seed)
    parameters = {name: w * rng.uniform(0.02, 0.6) for name, w in start.items()}
    if not weights_gone(parameters, X):
        return
    for _try in range(50):
        for name in ("b1", "b2", "b3"):
            parameters[name] = rng.normal(size=parameters[name].shape) * rng.choice([0, 0.1, 1, 10])
        assert np.ptp(answers(X, parameters)) < 0.01


def test_the_bound_is_not_far_from_what_weights_can_do():
    X = np.array([[-1.0, 1.0], [0.0, 0.0]])
    weights = {"W1": np.array([[0.2, 0.0]]), "b1": np.ones((1, 1)), "W2": np.array([[0.1]])}
    weights["b2"] = np.array([[-0.1]])
    assert np.ptp(answers(X, weights)) == pytest.approx(0.25 * 0.2 * 0.1 * 2, rel=1e-3)
    assert not weights_gone(weights, X)
    weights["W1"] = 0.9 * weights["W1"]
    assert weights_gone(weights, X)


@pytest.mark.parametrize("layer", [None, 1, 2])
def test_a_layer_is_off_where_no_neuron_of_it_is_above_0_for_any_example(layer):
    X = np.random.default_rng(0).normal(size=(2, 30))
    parameters = initialize_parameters((2, 5, 4, 1), seed=2)
    parameters["b1"], parameters["b2"] = np.ones((5, 1)), np.ones((4, 1))
    if layer:
        parameters[f"b{layer}"] = np.full_like(parameters[f"b{layer}"], -100.0)
    assert layer_off(X, parameters) == layer
