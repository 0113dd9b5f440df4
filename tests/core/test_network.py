"""The notes' functions against closed forms, finite differences and scikit-learn."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier

from l2core.gradient_check import gradient_check
from l2core.network import (
    backward_propagation_with_regularization,
    compute_cost_with_regularization,
    cross_entropy,
    forward_propagation,
    initialize_parameters,
    logistic_loss,
    predict,
    sigmoid,
)

PENALTIES = ("none", "l2", "l1", "elastic_net")


def problem(dims, m, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(dims[0], m)), rng.integers(0, 2, size=(1, m)), initialize_parameters(dims, seed)


def test_three_layers_are_the_notes_line_by_line():
    X, Y, parameters = problem((2, 20, 3, 1), 50, 1)
    lambd, m = 0.7, 50
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    A1 = np.maximum(0, Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = np.maximum(0, Z2)
    Z3 = np.dot(W3, A2) + b3
    A3 = 1 / (1 + np.exp(-Z3))
    dZ3 = A3 - Y
    dW3 = 1.0 / m * np.dot(dZ3, A2.T) + (lambd * W3) / m
    db3 = 1.0 / m * np.sum(dZ3, axis=1, keepdims=True)
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1.0 / m * np.dot(dZ2, A1.T) + (lambd * W2) / m
    db2 = 1.0 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1.0 / m * np.dot(dZ1, X.T) + (lambd * W1) / m
    db1 = 1.0 / m * np.sum(dZ1, axis=1, keepdims=True)
    notes = {"dZ3": dZ3, "dW3": dW3, "db3": db3, "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2}
    notes |= {"dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}

    A, cache = forward_propagation(X, parameters)
    for ours, theirs in zip(cache, (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3), strict=True):
        assert_allclose(ours, theirs, rtol=1e-13, atol=1e-15)
    gradients = backward_propagation_with_regularization(X, Y, cache, lambd)
    assert list(gradients) == list(notes)
    for name, theirs in notes.items():
        assert_allclose(gradients[name], theirs, rtol=1e-12, atol=1e-15)

    plain = -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / m
    squares = sum(np.sum(np.square(W)) for W in (W1, W2, W3))
    cost = compute_cost_with_regularization(A, Y, parameters, lambd)
    assert isinstance(cost, float)
    assert_allclose(cost, plain + lambd / 2 / m * squares, rtol=1e-14)


def test_the_start_is_what_the_notes_draw():
    parameters = initialize_parameters([2, 20, 3, 1], seed=3)
    np.random.seed(3)
    for layer, (n, before) in enumerate(((20, 2), (3, 20), (1, 3)), start=1):
        assert_array_equal(parameters[f"W{layer}"], np.random.randn(n, before) / np.sqrt(before))
        assert_array_equal(parameters[f"b{layer}"], np.zeros((n, 1)))


@pytest.mark.parametrize("penalty", PENALTIES)
@settings(max_examples=25, deadline=None)
@given(
    dims=st.lists(st.integers(1, 6), min_size=1, max_size=4).map(lambda hidden: (*hidden, 1)),
    m=st.integers(1, 12),
    seed=st.integers(0, 10_000),
    lambd=st.floats(0, 5),
)
def test_gradient_is_the_slope_of_the_cost_at_any_depth(penalty, dims, m, seed, lambd):
    X, Y, parameters = problem(dims, m, seed)
    rng = np.random.default_rng(seed)
    for array in parameters.values():  # no weight at the kink of |w|, no unit at the kink of the ReLU
        array += np.where(np.abs(array) < 0.05, 0.1, 0) + 0.01 * rng.random(array.shape)
    A, cache = forward_propagation(X, parameters)
    assume(all(np.abs(Z).min() > 1e-3 for Z in cache[:-4:4]))
    gradients = backward_propagation_with_regularization(X, Y, cache, lambd, penalty=penalty, l1_ratio=0.3)
    check = gradient_check(X, Y, parameters, gradients, lambd, penalty=penalty, l1_ratio=0.3)
    scale = max(np.abs(d).max() for d in check.approximation.values())
    for name, approximation in check.approximation.items():
        assert_allclose(gradients[name], approximation, rtol=1e-7, atol=1e-9 * max(scale, 1))
    assert A.shape == (1, m)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_gradient_check_passes_what_is_right_and_names_what_is_wrong(penalty):
    X, Y, parameters = problem((2, 5, 3, 1), 30, 4)
    _, cache = forward_propagation(X, parameters)
    right = backward_propagation_with_regularization(X, Y, cache, 2.0, penalty=penalty)
    check = gradient_check(X, Y, parameters, right, 2.0, penalty=penalty)
    assert check.worst == max(check.relative_error.values()) < 1e-7
    assert set(check.relative_error) == {"dW1", "db1", "dW2", "db2", "dW3", "db3"}

    forgotten = backward_propagation_with_regularization(X, Y, cache, 0.0)
    errors = gradient_check(X, Y, parameters, forgotten, 2.0, penalty=penalty).relative_error
    assert all((error > 1e-3) == (name[1] == "W" and penalty != "none") for name, error in errors.items())

    ungated = right | {"dW1": (right["dA1"] @ X.T) / 30}  # [A1 > 0] and the penalty forgotten
    errors = gradient_check(X, Y, parameters, ungated, 2.0, penalty=penalty).relative_error
    assert errors.pop("dW1") > 1e-3 > 1e-7 > max(errors.values())
    with pytest.raises(ValueError, match=r"gradients\['dW1'\] needs shape \(5, 2\)"):
        gradient_check(X, Y, parameters, right | {"dW1": right["dW1"].T}, 2.0)
    with pytest.raises(ValueError, match="gradients needs db3"):
        gradient_check(X, Y, parameters, {k: v for k, v in right.items() if k != "db3"}, 2.0)


def test_gradient_check_of_a_dead_layer_is_zero_and_leaves_the_parameters_alone():
    X, Y, parameters = problem((2, 3, 1), 10, 0)
    parameters["b1"] -= 100.0
    before = {name: array.copy() for name, array in parameters.items()}
    _, cache = forward_propagation(X, parameters)
    gradients = backward_propagation_with_regularization(X, Y, cache, 0.0)
    check = gradient_check(X, Y, parameters, gradients, 0.0)
    assert check.relative_error["dW1"] == check.relative_error["dW2"] == 0.0
    assert check.relative_error["db2"] < 1e-7
    for name, array in before.items():
        assert_array_equal(parameters[name], array)


def test_cost_is_finite_at_exactly_0_and_1_and_right_at_their_correct_side():
    A3, Y = np.array([[0.0, 1.0, 0.0, 1.0]]), np.array([[0, 1, 1, 0]])
    _, _, parameters = problem((2, 2, 1), 4, 0)
    with np.errstate(all="raise"):
        cost = compute_cost_with_regularization(A3, Y, parameters, 0.0)
    assert np.isfinite(cost)
    assert_allclose(cost * 4, 1022 * np.log(2) + 53 * np.log(2), rtol=1e-12)
    assert cross_entropy([[0.0, 1.0]], [[0, 1]]) < 1e-15


@given(p=st.floats(1e-300, 1 - 2**-53), y=st.integers(0, 1))
def test_cost_is_the_plain_formula_wherever_that_is_finite(p, y):
    plain = -np.log(p) if y else -np.log1p(-p)
    assert_allclose(cross_entropy([[p]], [[y]]), plain, rtol=1e-15, atol=0)


@given(z=st.floats(-700, 700), y=st.integers(0, 1))
def test_the_loss_from_the_logit_is_the_plain_formula_wherever_that_is_finite(z, y):
    plain = np.log1p(np.exp(-z)) if y else np.log1p(np.exp(z))
    assert_allclose(logistic_loss(np.array([z]), np.array([y])), plain, rtol=1e-12, atol=1e-300)


def test_the_loss_from_the_logit_is_finite_where_the_probability_rounds_to_0_or_1():
    Z, Y = np.array([[-1e4, 1e4, -1e4, 1e4]]), np.array([[1, 0, 0, 1]])
    with np.errstate(over="raise", invalid="raise"):
        assert_array_equal(logistic_loss(Z, Y), [[1e4, 1e4, 0, 0]])


def test_cost_agrees_with_scikit_learn():
    X, Y, parameters = problem((3, 4, 1), 40, 2)
    A, _ = forward_propagation(X, parameters)
    assert_allclose(compute_cost_with_regularization(A, Y, parameters, 0.0), log_loss(Y[0], A[0]), rtol=1e-13)


def test_backward_agrees_with_scikit_learn():
    X, Y, parameters = problem((3, 5, 2, 1), 40, 6)
    net = MLPClassifier((5, 2), alpha=1.5, max_iter=1, solver="sgd", batch_size=40, learning_rate_init=1e-9)
    net.partial_fit(X.T, Y[0], classes=[0, 1])
    names = [str(layer) for layer in (1, 2, 3)]
    net.coefs_ = [parameters[f"W{layer}"].T.copy() for layer in names]
    net.intercepts_ = [parameters[f"b{layer}"][:, 0].copy() for layer in names]
    start = [W.copy() for W in net.coefs_]
    net.learning_rate_init, net.momentum, net.nesterovs_momentum = 0.5, 0.0, False
    net._optimizer = type(net._optimizer)(net.coefs_ + net.intercepts_, 0.5, "constant", 0.0, False)
    net.partial_fit(X.T, Y[0])
    _, cache = forward_propagation(X, parameters)
    gradients = backward_propagation_with_regularization(X, Y, cache, 1.5)
    for layer, before, after in zip(names, start, net.coefs_, strict=True):
        assert_allclose((before - after) / 0.5, gradients[f"dW{layer}"].T, rtol=1e-9, atol=1e-12)


def test_biases_are_not_penalised():
    X, Y, parameters = problem((2, 3, 1), 8, 3)
    A, cache = forward_propagation(X, parameters)
    plain = backward_propagation_with_regularization(X, Y, cache, 0.0)
    for penalty in PENALTIES:
        gradients = backward_propagation_with_regularization(X, Y, cache, 9.0, penalty=penalty)
        assert_array_equal(gradients["db1"], plain["db1"])
    shifted = parameters | {"b1": parameters["b1"] + 10, "b2": parameters["b2"] - 10}
    assert compute_cost_with_regularization(A, Y, shifted, 9.0) == compute_cost_with_regularization(
        A, Y, parameters, 9.0
    )


def test_penalties_in_the_cost():
    _, _, parameters = problem((2, 3, 1), 4, 0)
    A3, Y, lambd, m = np.full((1, 4), 0.5), np.array([[0, 1, 1, 0]]), 3.0, 4
    l1 = sum(np.abs(parameters[name]).sum() for name in ("W1", "W2"))
    l2 = sum(np.square(parameters[name]).sum() for name in ("W1", "W2"))
    for penalty, value in (("none", 0), ("l2", l2 / 2), ("l1", l1), ("elastic_net", 0.2 * l1 + 0.4 * l2)):
        cost = compute_cost_with_regularization(A3, Y, parameters, lambd, penalty=penalty, l1_ratio=0.2)
        assert_allclose(cost, np.log(2) + lambd / m * value, rtol=1e-14)


def test_predict_and_sigmoid():
    X, _, parameters = problem((2, 4, 1), 30, 5)
    parameters["b2"] -= np.median(forward_propagation(X, parameters)[1][4])
    A, _ = forward_propagation(X, parameters)
    answers = predict(X, parameters)
    assert answers.shape == (1, 30)
    assert answers.dtype.kind == "i"
    assert_array_equal(answers, A > 0.5)
    assert {0, 1} == set(answers[0])
    with np.errstate(over="raise", invalid="raise"):
        assert_array_equal(sigmoid([-1e4, 0.0, 1e4]), [0.0, 0.5, 1.0])
    z = np.linspace(-30, 30, 61)
    assert_allclose(sigmoid(z), 1 / (1 + np.exp(-z)), rtol=1e-14)


X, Y, PARAMETERS = problem((2, 3, 1), 5, 0)
A3, CACHE = forward_propagation(X, PARAMETERS)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: initialize_parameters([2], 0), "layer_dims needs an input and an output"),
        (lambda: initialize_parameters([2, 0, 1], 0), "layer_dims needs a whole number of at least 1"),
        (lambda: initialize_parameters([2, 1], -1), "seed needs a whole number of at least 0"),
        (lambda: forward_propagation(X[:1], PARAMETERS), r"X needs 2 features .* got shape \(1, 5\)"),
        (lambda: forward_propagation(X[:, :0], PARAMETERS), "X needs 2 features"),
        (lambda: forward_propagation(X * np.nan, PARAMETERS), "X needs finite numbers, got nan"),
        (lambda: forward_propagation(X, {}), "parameters needs W1, b1, .* got nothing"),
        (lambda: forward_propagation(X, {"W1": X, "c": X}), "parameters needs W1, b1, .* got W1, c"),
        (
            lambda: forward_propagation(X, PARAMETERS | {"b1": np.zeros(3)}),
            r"parameters\['b1'\] needs 2 dim",
        ),
        (
            lambda: forward_propagation(X, PARAMETERS | {"b1": np.zeros((2, 1))}),
            r"parameters\['b1'\] needs shape \(3, 1\), got \(2, 1\)",
        ),
        (
            lambda: forward_propagation(X, PARAMETERS | {"W2": np.zeros((1, 4))}),
            r"parameters\['W2'\] needs shape \(1, 3\), got \(1, 4\)",
        ),
        (
            lambda: forward_propagation(X, {"W1": np.zeros((0, 2)), "b1": np.zeros((0, 1))}),
            r"parameters needs a number in every layer at least, got layers of \(2, 0\)",
        ),
        (
            lambda: compute_cost_with_regularization(A3, Y[:, :4], PARAMETERS, 1),
            r"Y needs shape \(1, 5\) .* got shape \(1, 4\)",
        ),
        (
            lambda: compute_cost_with_regularization(A3, Y + 1, PARAMETERS, 1),
            "Y needs labels 0 or 1, got 2",
        ),
        (
            lambda: compute_cost_with_regularization(A3 + 1, Y, PARAMETERS, 1),
            "needs probabilities from 0 to 1, got 1",
        ),
        (
            lambda: compute_cost_with_regularization(A3, Y, PARAMETERS, -1),
            "lambd needs a number of at least 0, got -1",
        ),
        (
            lambda: compute_cost_with_regularization(A3, Y, PARAMETERS, 1, penalty="l3"),
            "penalty needs one of none, l2, l1, elastic_net, got 'l3'",
        ),
        (
            lambda: backward_propagation_with_regularization(X, Y, CACHE[:-1], 1),
            r"cache needs .* got 7 entries",
        ),
        (
            lambda: backward_propagation_with_regularization(X[:, :4], Y, CACHE, 1),
            "cache needs activations of",
        ),
        (lambda: backward_propagation_with_regularization(X, Y, CACHE, np.inf), "lambd needs finite"),
        (lambda: gradient_check(X, Y, PARAMETERS, {}, 1), "gradients needs dW1, dW2, db1, db2"),
        (lambda: gradient_check(X, Y, PARAMETERS, {}, 1, step=0), "step needs a number above 0"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
