"""The printed network, its numbers and slips, against the notes' formulas written out for three layers."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from l2core.gradient_check import finite_differences, gradient_check
from l2core.network import (
    backward_propagation_with_regularization,
    forward_propagation,
    initialize_parameters,
)
from l2core.worked_example import (
    RIGHT_BELOW,
    SLIPS,
    check_slips,
    every_number,
    gradients_with_slip,
    worked_example,
)

DIMS = ([2, 2, 2, 1], [2, 3, 2, 1], [3, 4, 3, 1])
PAGE = [
    (dims, m, seed)
    for dims in ([2, 2, 2, 1], [2, 3, 2, 1], [2, 4, 3, 1], [3, 4, 3, 1])
    for m in (3, 4, 5, 6)
    for seed in range(1, 41)
]
CHOICES = [(dims, m, seed) for dims in DIMS for m in (3, 6) for seed in (0, 7)]
WEIGHTS, BIASES = {"dW1", "dW2", "dW3"}, {"db1", "db2", "db3"}


def by_hand(X, Y, p, lambd, *, gates=True, sign=1.0):
    """The notes' backward pass for three layers, each line as it stands there."""
    m = X.shape[1]
    Z1 = p["W1"] @ X + p["b1"]
    A1 = np.maximum(Z1, 0)
    Z2 = p["W2"] @ A1 + p["b2"]
    A2 = np.maximum(Z2, 0)
    A3 = 1 / (1 + np.exp(-(p["W3"] @ A2 + p["b3"])))
    dZ3 = sign * (A3 - Y)
    dA2 = p["W3"].T @ dZ3
    dZ2 = dA2 * (Z2 > 0) if gates else dA2
    dA1 = p["W2"].T @ dZ2
    dZ1 = dA1 * (Z1 > 0) if gates else dA1
    g = {"A3": A3, "dZ3": dZ3, "dA2": dA2, "dZ2": dZ2, "dA1": dA1, "dZ1": dZ1}
    for layer, (dZ, A) in enumerate(((dZ1, X), (dZ2, A1), (dZ3, A2)), start=1):
        g[f"data{layer}"] = 1 / m * dZ @ A.T
        g[f"dW{layer}"] = g[f"data{layer}"] + lambd / m * p[f"W{layer}"]
        g[f"db{layer}"] = 1 / m * np.sum(dZ, axis=1, keepdims=True)
    return g


@pytest.mark.parametrize("choice", CHOICES)
def test_the_example_can_be_printed_and_hides_nothing(choice):
    dims, m, _seed = choice
    X, Y, parameters = worked_example(*choice)
    assert X.shape == (dims[0], m)
    assert Y.shape == (1, m)
    assert Y.sum() == m // 2
    for array in (X, *parameters.values()):
        assert_allclose(array, array.round(2), rtol=0, atol=1e-12)
    _A, cache = forward_propagation(X, parameters)
    for Z in cache[:-4:4]:
        assert (Z > 0).any(axis=1).all()
        assert (Z < 0).any()
    assert all(np.abs(parameters[f"b{layer}"]).max() > 0 for layer in (1, 2, 3))


def test_a_seed_is_an_example():
    first, again, other = (worked_example([2, 3, 2, 1], 4, seed) for seed in (5, 5, 6))
    assert np.array_equal(first[0], again[0])
    assert all(np.array_equal(first[2][name], again[2][name]) for name in first[2])
    assert not np.array_equal(first[0], other[0])


@pytest.mark.parametrize("lambd", [0.0, 0.7, 2.4])
@pytest.mark.parametrize("choice", CHOICES)
def test_every_number_is_the_notes(choice, lambd):
    X, Y, p = worked_example(*choice)
    m = X.shape[1]
    numbers, hand = every_number(X, Y, p, lambd), by_hand(X, Y, p, lambd)
    for name in WEIGHTS | BIASES | {"A3", "dZ3", "dA2", "dZ2", "dA1", "dZ1"}:
        assert_allclose(numbers[name], hand[name], rtol=1e-12, atol=1e-15)
    A3 = hand["A3"]
    losses = -(Y * np.log(A3) + (1 - Y) * np.log(1 - A3))
    squares = sum(np.sum(p[f"W{layer}"] ** 2) for layer in (1, 2, 3))
    assert_allclose(numbers["losses"], losses)
    assert_allclose(numbers["cross_entropy"], [[losses.mean()]])
    assert_allclose(numbers["penalty"], [[lambd / (2 * m) * squares]])
    assert_allclose(numbers["cost"], numbers["cross_entropy"] + numbers["penalty"])
    assert_allclose(
        [numbers[name][0, 0] for name in ("1/m", "λ/m", "λ/2m")], [1 / m, lambd / m, lambd / 2 / m]
    )
    for layer in (1, 2, 3):
        assert_allclose(numbers[f"data_dW{layer}"], hand[f"data{layer}"], atol=1e-15)
        assert_allclose(numbers[f"penalty_dW{layer}"], lambd / m * p[f"W{layer}"])
        assert_allclose(numbers[f"sum_of_squares{layer}"], numbers[f"squares{layer}"].sum())


@pytest.mark.parametrize("lambd", [0.0, 0.7])
@pytest.mark.parametrize("choice", CHOICES)
def test_each_slip_is_the_mistake_it_says(choice, lambd):
    X, Y, p = worked_example(*choice)
    m = X.shape[1]
    _A, cache = forward_propagation(X, p)
    right = by_hand(X, Y, p, lambd)
    expected = {
        "nothing": right,
        "penalty": by_hand(X, Y, p, 0.0),
        "division_by_m": by_hand(X, Y, p, lambd * m),
        "sign_of_penalty": by_hand(X, Y, p, -lambd),
        "biases_penalized": right | {f"db{k}": right[f"db{k}"] + lambd / m * p[f"b{k}"] for k in (1, 2, 3)},
        "relu_gate": by_hand(X, Y, p, lambd, gates=False),
        "sign_of_dZ3": by_hand(X, Y, p, lambd, sign=-1.0),
        **{f"penalty_in_dW{k}": right | {f"dW{k}": right[f"data{k}"]} for k in (1, 2, 3)},
    }
    assert set(expected) == set(SLIPS)
    for slip, gradients in expected.items():
        computed = gradients_with_slip(X, Y, cache, lambd, slip)
        assert set(computed) == WEIGHTS | BIASES
        for name, array in computed.items():
            assert_allclose(array, gradients[name], rtol=1e-12, atol=1e-15, err_msg=f"{slip} {name}")


@pytest.mark.parametrize("choice", CHOICES)
def test_the_check_names_what_the_slip_makes_wrong(choice):
    check = check_slips(*worked_example(*choice), [0.0, 0.7])
    named = {slip: set(check.failing(slip, 1)) for slip in SLIPS}
    gate = named.pop("relu_gate")  # an A1 that is 0 wherever the gate is closed may keep dW2 right
    assert {"db1", "db2"} <= gate <= {"dW1", "db1", "dW2", "db2"}
    assert named == {
        "nothing": set(),
        "penalty_in_dW1": {"dW1"},
        "penalty_in_dW2": {"dW2"},
        "penalty_in_dW3": {"dW3"},
        "penalty": WEIGHTS,
        "division_by_m": WEIGHTS,
        "sign_of_penalty": WEIGHTS,
        "biases_penalized": BIASES,
        "sign_of_dZ3": WEIGHTS | BIASES,
    }
    without_lambda = {slip for slip in SLIPS if check.failing(slip, 0)}
    assert without_lambda == {"relu_gate", "sign_of_dZ3"}


def test_the_errors_are_those_of_gradient_check():
    X, Y, p = worked_example([2, 3, 2, 1], 4, 27)
    check = check_slips(X, Y, p, [0.3])
    for slip in SLIPS:
        reference = gradient_check(X, Y, p, check.gradients[slip][0], 0.3)
        assert_allclose(
            [check.relative_errors[slip][0][name] for name in reference.relative_error],
            list(reference.relative_error.values()),
        )


@pytest.mark.parametrize("choice", CHOICES)
def test_the_finite_differences_at_many_strengths_are_those_of_one_at_a_time(choice):
    X, Y, p = worked_example(*choice)
    lambdas = [0.0, 0.1, 0.7, 2.4, 1e100]
    nothing = {f"d{name}": np.zeros_like(array) for name, array in p.items()}
    for lambd, found in zip(lambdas, finite_differences(X, Y, p, lambdas), strict=True):
        alone = gradient_check(X, Y, p, nothing, lambd).approximation
        assert list(found) == list(alone)
        for name, array in alone.items():
            assert found[name].tobytes() == array.tobytes(), (lambd, name)


def hidden_Z(X, p):
    """Z1 and Z2 of a net of three layers."""
    Z1 = p["W1"] @ X + p["b1"]
    return Z1, p["W2"] @ np.maximum(Z1, 0) + p["b2"]


def first_draw(dims, m, seed):
    """The first draw in which every gate is open for some example and closed somewhere, kink or no kink."""
    rng = np.random.RandomState(seed)
    while True:
        p = initialize_parameters(dims, seed=int(rng.randint(2**31)))
        for name, array in p.items():
            p[name] = (array if name[0] == "W" else rng.randn(*array.shape) / 2).round(2)
        X, Y = rng.randn(dims[0], m).round(2), rng.permutation(np.arange(m) % 2)
        if all((Z > 0).any(axis=1).all() and not (Z > 0).all() for Z in hidden_Z(X, p)):
            return X, Y, p


def test_the_right_gradient_passes_for_every_net_of_the_page():
    """640 nets; before none was redrawn near a kink, the right gradient failed for two of them."""
    assert len(PAGE) == 640
    for k, (dims, m, seed) in enumerate(PAGE):
        X, Y, p = worked_example(dims, m, seed)
        assert min(np.abs(Z).min() for Z in hidden_Z(X, p)) >= 1e-3
        for lambd in (0.0, 0.7, 2.4) if k % 16 == 0 else (0.7,):
            _A, cache = forward_propagation(X, p)
            right = gradients_with_slip(X, Y, cache, lambd, "nothing")
            assert gradient_check(X, Y, p, right, lambd).worst < RIGHT_BELOW / 10


@pytest.mark.parametrize(("dims", "m", "seed"), [([2, 2, 2, 1], 6, 34), ([3, 4, 3, 1], 6, 26)])
def test_where_a_Z_was_exactly_0_another_net_is_drawn(dims, m, seed):
    X, Y, p = first_draw(dims, m, seed)
    assert min(np.abs(Z).min() for Z in hidden_Z(X, p)) < 1e-12
    _A, cache = forward_propagation(X, p)
    right = backward_propagation_with_regularization(X, Y[np.newaxis], cache, 0.7)
    assert gradient_check(X, Y[np.newaxis], p, right, 0.7).worst > 0.01
    check = check_slips(*worked_example(dims, m, seed), [0.7])
    assert check.failing("nothing", 0) == []
    assert check.failing("penalty_in_dW1", 0) == ["dW1"]


def test_a_net_away_from_the_kink_is_the_first_draw():
    away = 0
    for dims, m, seed in PAGE[::7]:
        X, Y, p = first_draw(dims, m, seed)
        if min(np.abs(Z).min() for Z in hidden_Z(X, p)) >= 1e-3:
            away += 1
            drawn = worked_example(dims, m, seed)
            assert np.array_equal(drawn[0], X)
            assert np.array_equal(drawn[1][0], Y)
            assert all(np.array_equal(drawn[2][name], array) for name, array in p.items())
    assert away > 80


@pytest.mark.parametrize("lambd", [0.0, 1e-9, 0.7])
@pytest.mark.parametrize("choice", CHOICES[::3])
def test_what_a_slip_changes_and_which_entries_are_off(choice, lambd):
    X, Y, p = worked_example(*choice)
    _A, cache = forward_propagation(X, p)
    right = by_hand(X, Y, p, lambd)
    check = check_slips(X, Y, p, [lambd])
    for slip in SLIPS:
        wrong = gradients_with_slip(X, Y, cache, lambd, slip)
        changed = {name for name in wrong if np.abs(wrong[name] - right[name]).max() > 1e-12}
        assert set(check.changed(slip, 0)) >= changed
        off = check.off(slip, 0)
        for name in WEIGHTS | BIASES:
            assert off[name].any() == (name in check.failing(slip, 0))
            size = np.linalg.norm(wrong[name]) + np.linalg.norm(right[name])
            # by hand, not by finite differences, whose own error stays below 1e-8 of the size
            assert off[name][np.abs(wrong[name] - right[name]) > 2e-7 * size].all()
            assert not off[name][np.abs(wrong[name] - right[name]) < 5e-8 * size].any()
    if lambd == 1e-9:  # too little to see, though it is there
        assert check.changed("penalty", 0) == ["dW1", "dW2", "dW3"]
        assert check.failing("penalty", 0) == []
    if lambd == 0:
        assert check.changed("penalty", 0) == []


@pytest.mark.parametrize("choice", CHOICES)
def test_slips_that_fail_the_same_arrays_are_alike(choice):
    check = check_slips(*worked_example(*choice), [0.0, 0.7])
    assert check.alike(1) == [["penalty", "division_by_m", "sign_of_penalty"]]
    assert check.alike(0) in ([], [["relu_gate", "sign_of_dZ3"]])


@pytest.mark.parametrize(
    ("dims", "m", "seed", "named"),
    [
        ([2, 3, 2, 1], 1, 0, "m"),
        ([2, 3, 2, 1], 4, -1, "seed"),
        ([2], 4, 0, "layer_dims"),
        ([2, 0, 1], 4, 0, "layer_dims"),
        ([2, 60, 60, 1], 2, 0, "layer_dims"),
    ],
)
def test_bad_input_is_named(dims, m, seed, named):
    with pytest.raises(ValueError, match=named):
        worked_example(dims, m, seed)


def test_an_unknown_slip_is_named():
    X, Y, p = worked_example([2, 3, 2, 1], 4, 0)
    _A, cache = forward_propagation(X, p)
    with pytest.raises(ValueError, match="slip"):
        gradients_with_slip(X, Y, cache, 0.7, "forgotten")
