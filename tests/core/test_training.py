"""Batched training against the plain loop, closed forms and the papers' updates."""

import tracemalloc
import warnings
from dataclasses import replace
from itertools import cycle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from l2core.buffers import memory_needed
from l2core.history import snapshot_schedule
from l2core.network import (
    backward_propagation_with_regularization,
    compute_cost_with_regularization,
    forward_propagation,
    initialize_parameters,
    predict,
)
from l2core.snapshots import data_gradient
from l2core.training import Recipe, plain_training, train, updated_parameters
from l2core.workers import Crew

DIMS = (2, 6, 3, 1)
SHARE = {"none": 0.0, "l2": 0.0, "l1": 1.0, "elastic_net": 0.4}  # of L1


def problem(seed=0, m=40, n=2):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, m))
    return X, (X[:1] - 0.5 * X[-1:] ** 2 + 0.5 * rng.normal(size=(1, m)) > 0).astype(float)


def kinds():
    """A recipe of every kind, at rates at which 1,000 steps do not amplify rounding."""
    rates = {"gd": 0.3, "momentum": 0.02, "adam": 0.002, "adamw": 0.002}
    for optimizer, rate in rates.items():
        yield Recipe(0.3, "none", learning_rate=rate, optimizer=optimizer)
        yield Recipe(0.3, "l2", learning_rate=rate, optimizer=optimizer)
        for penalty in ("l1", "elastic_net"):
            for l1_step in ("proximal", "subgradient"):
                recipe = Recipe(0.3, penalty, 0.4, rate, l1_step, optimizer)
                yield recipe
        yield replace(recipe, lambd_schedule=((0, 0.0), (300, 1.0), (301, 2.0), (700, 0.1)))
        yield replace(recipe, lambd_schedule=((150, 3.0),), l1_step="proximal")
    yield Recipe(2.0, "l2", optimizer="momentum", momentum=0.5, learning_rate=0.05)
    yield Recipe(2.0, "l1", optimizer="adam", beta1=0.8, beta2=0.95, epsilon=1e-4, learning_rate=0.002)
    yield Recipe(0.0)
    yield Recipe(40.0, learning_rate=0.1)


def one_net(X, Y, start, recipe, epochs):
    """The parameters of one net after `epochs` steps: by the plain loop, or as the papers have it."""
    if recipe.optimizer == "gd":
        return plain_training(X, Y, start, recipe, epochs=epochs)[0]
    parameters = {name: array.copy() for name, array in start.items()}
    m, eta, r = X.shape[1], recipe.learning_rate, SHARE[recipe.penalty]
    before, v1, v2 = dict(parameters), dict.fromkeys(parameters, 0.0), dict.fromkeys(parameters, 0.0)
    for t in range(1, epochs + 1):
        lambd = 0.0 if recipe.penalty == "none" else recipe.lambd
        for step, changed in recipe.lambd_schedule:
            lambd = changed if t > step and recipe.penalty != "none" else lambd
        _, cache = forward_propagation(X, parameters)
        gradients = backward_propagation_with_regularization(X, Y, cache, 0.0)
        for name, theta in parameters.items():
            l2, l1 = (lambd * (1 - r) / m, lambd * r / m) if name[0] == "W" else (0.0, 0.0)
            penalty = l2 * theta + (l1 * np.sign(theta) if recipe.l1_step == "subgradient" else 0)
            g = gradients[f"d{name}"]
            step_size = eta
            if recipe.optimizer == "momentum":  # Polyak 1964, eq. 9; Ochs et al. 2014, algorithm 1
                theta = theta - eta * (g + penalty) + recipe.momentum * (theta - before[name])
                before[name] = parameters[name]
            else:  # Kingma & Ba 2015, algorithm 1; Loshchilov & Hutter 2019, algorithm 2, lines 6 to 12
                coupled = g + penalty if recipe.optimizer == "adam" else g
                v1[name] = recipe.beta1 * v1[name] + (1 - recipe.beta1) * coupled
                v2[name] = recipe.beta2 * v2[name] + (1 - recipe.beta2) * coupled**2
                m_hat, v_hat = v1[name] / (1 - recipe.beta1**t), v2[name] / (1 - recipe.beta2**t)
                decoupled = eta * penalty if recipe.optimizer == "adamw" else 0
                if recipe.optimizer == "adam":
                    step_size = eta / (np.sqrt(v_hat) + recipe.epsilon)
                theta = theta - eta * m_hat / (np.sqrt(v_hat) + recipe.epsilon) - decoupled
            if recipe.l1_step == "proximal" and l1 > 0:
                theta = np.sign(theta) * np.maximum(np.abs(theta) - step_size * l1, 0)
            parameters[name] = theta
    return parameters


def test_every_kind_of_recipe_in_one_batch_equals_one_net_by_itself():
    X, Y = problem()
    start, recipes = initialize_parameters(DIMS, 1), list(kinds())
    history = train(X, Y, start, recipes, epochs=1000)
    assert (history.diverged_at == -1).all()
    for k, recipe in enumerate(recipes):
        expected, net = one_net(X, Y, start, recipe, 1000), history.final(k)
        for name, array in expected.items():
            assert_allclose(net[name], array, rtol=0, atol=1e-9, err_msg=f"{recipe} {name}")
        if recipe.l1_step == "proximal":
            for name, array in expected.items():
                assert_array_equal(net[name] == 0, array == 0, err_msg=f"{recipe} {name}")


def test_the_batched_loop_has_the_cost_of_the_plain_loop_at_every_step():
    X, Y = problem()
    start, recipes = initialize_parameters(DIMS, 1), [r for r in kinds() if r.optimizer == "gd"]
    history = train(X, Y, start, recipes, epochs=400, snapshots=range(400))
    for k, recipe in enumerate(recipes):
        _, costs = plain_training(X, Y, start, recipe, epochs=400)
        assert len(costs) == 400
        assert_allclose(history.cost[:-1, k], costs, rtol=1e-10, err_msg=str(recipe))


def test_the_plain_loop_is_gradient_descent_on_the_notes_cost():
    X, Y = problem()
    start = initialize_parameters(DIMS, 1)
    kept = {name: array.copy() for name, array in start.items()}
    for recipe in (Recipe(2.0, "l2"), Recipe(2.0, "l1", l1_step="subgradient")):
        parameters = {name: array.copy() for name, array in start.items()}
        for _ in range(200):
            _, cache = forward_propagation(X, parameters)
            gradients = backward_propagation_with_regularization(X, Y, cache, 2.0, penalty=recipe.penalty)
            parameters = {name: array - 0.3 * gradients[f"d{name}"] for name, array in parameters.items()}
        for name, array in plain_training(X, Y, start, recipe, epochs=200)[0].items():
            assert_allclose(array, parameters[name], rtol=0, atol=1e-11)
    for name, array in start.items():
        assert_array_equal(array, kept[name])
    same, costs = plain_training(X, Y, start, Recipe(), epochs=0)
    assert costs == []
    assert_array_equal(same["W1"], start["W1"])


@given(
    w=st.floats(-2, 2),
    dw=st.floats(-2, 2),
    eta=st.floats(1e-3, 1),
    kappa=st.floats(0, 2),
)
def test_one_step_cuts_by_the_proximal_step_or_follows_the_subgradient(w, dw, eta, kappa):
    parameters = {"W1": np.array([[w]]), "b1": np.array([[w]])}
    gradients = {"dZ1": np.zeros((1, 3)), "dW1": np.array([[dw]]), "db1": np.array([[dw]])}
    descended = w - eta * dw
    cut = updated_parameters(parameters, gradients, eta, kappa=kappa)
    size = max(abs(descended) - eta * kappa, 0)
    assert_allclose(cut["W1"], [[np.copysign(size, descended)]], rtol=1e-12, atol=1e-15)
    assert (cut["W1"] == 0).all() == (abs(descended) <= eta * kappa)
    stepped = updated_parameters(parameters, gradients, eta, kappa=kappa, l1_step="subgradient")
    assert_allclose(stepped["W1"], [[descended - eta * kappa * np.sign(w)]], rtol=1e-12, atol=1e-15)
    for updated in (cut, stepped):
        assert_array_equal(updated["b1"], [[descended]])
        assert set(updated) == {"W1", "b1"}
    plain = updated_parameters(parameters, gradients, eta)
    assert_array_equal(plain["W1"], [[descended]])


def test_the_plain_loop_says_what_it_cannot_do():
    X, Y = problem()
    start = initialize_parameters(DIMS, 0)
    with pytest.raises(ValueError, match=r"recipe.optimizer needs one of gd, got 'adam'"):
        plain_training(X, Y, start, Recipe(optimizer="adam"), epochs=1)
    with pytest.raises(ValueError, match="X needs 2 features"):
        plain_training(X[:1], Y, start, Recipe(), epochs=1)
    with np.errstate(all="ignore"), pytest.raises(ValueError, match="needs finite numbers"):
        plain_training(X, Y, start, Recipe(1e6), epochs=1000)


@pytest.mark.parametrize("penalty", SHARE)
def test_history_holds_what_the_notes_functions_say(penalty):
    X, Y = problem(0)
    X_held_out, Y_held_out = problem(1, m=25)
    recipes = [Recipe(2.0, penalty, 0.4), Recipe(0.5, penalty, 0.4, lambd_schedule=((10, 3.0),))]
    history = train(
        X, Y, initialize_parameters(DIMS, 2), recipes, epochs=30, validation=(X_held_out, Y_held_out)
    )
    assert history.epochs[0] == 0
    assert history.epochs[-1] == 30
    assert history.layer_dims == DIMS
    assert history.weights["W1"].shape == (len(history.epochs), 2, 6, 2)
    assert history.weights["b3"].shape == (len(history.epochs), 2, 1, 1)
    assert_array_equal(history.cost, history.data_loss + history.penalty)
    for s, epoch in enumerate(history.epochs):
        for k, lambd in enumerate((2.0, 0.5 if epoch < 10 else 3.0)):
            net = history.parameters(k, s)
            A, _ = forward_propagation(X, net)
            cost = compute_cost_with_regularization(A, Y, net, lambd, penalty=penalty, l1_ratio=0.4)
            loss = compute_cost_with_regularization(A, Y, net, 0.0)
            assert_allclose(history.cost[s, k], cost, rtol=1e-12)
            assert_allclose(history.data_loss[s, k], loss, rtol=1e-12)
            assert history.accuracy[s, k] == np.mean(predict(X, net) == Y)
            A, _ = forward_propagation(X_held_out, net)
            loss = compute_cost_with_regularization(A, Y_held_out, net, 0.0)
            assert_allclose(history.validation_loss[s, k], loss, rtol=1e-12)
            assert history.validation_accuracy[s, k] == np.mean(predict(X_held_out, net) == Y_held_out)
    final = history.final(1)
    final["W1"][:] = 0  # a copy: the history stays
    assert history.weights["W1"][-1, 1].any()


@pytest.mark.parametrize(
    "settings_", [{"block": 1}, {"block": 3}, {"workers": 2}, {"block": 50, "workers": 3}]
)
def test_block_size_and_workers_change_nothing(settings_):
    X, Y = problem()
    recipes, start = list(kinds()), initialize_parameters(DIMS, 1)
    reference = train(X, Y, start, recipes, epochs=100, snapshots=[7, 50])
    history = train(X, Y, start, recipes, epochs=100, snapshots=[7, 50], **settings_)
    assert history.recipes == tuple(recipes)
    for name, array in reference.weights.items():
        assert_allclose(history.weights[name], array, rtol=0, atol=1e-12)
    assert_allclose(history.cost, reference.cost, rtol=1e-12)


def test_how_many_processes_share_the_nets_out_changes_no_bit():
    X, Y = problem()  # how many there are is a matter of who else waits for a run
    recipes = [
        Recipe(lambd, penalty, learning_rate=3.0)
        for penalty in ("l2", "l1", "elastic_net")
        for lambd in (0.1, 1, 9)
    ]
    start = initialize_parameters((2, 20, 3, 1), 0)
    histories = [
        train(X, Y, start, recipes, epochs=300, snapshots=[7, 50], validation=(X, Y), workers=workers)
        for workers in (1, Crew(1), Crew(2))
    ]
    for history in histories[1:]:
        assert_array_equal(history.data_loss, histories[0].data_loss)
        assert_array_equal(history.validation_loss, histories[0].validation_loss)
        for name, array in histories[0].weights.items():
            assert_array_equal(history.weights[name], array)


@settings(max_examples=40, deadline=None)
@given(
    dims=st.lists(st.integers(1, 5), min_size=1, max_size=5).map(lambda hidden: (*hidden, 1)),
    m=st.integers(1, 20),
    nets=st.integers(1, 5),
    own=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    seed=st.integers(0, 1000),
)
def test_any_shape_shared_or_own_data_and_start(dims, m, nets, own, seed):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(nets, dims[0], m) if own[0] else (dims[0], m))
    Y = rng.integers(0, 2, size=(nets, 1, m) if own[1] else (1, m))
    starts = [initialize_parameters(dims, seed + k * own[2]) for k in range(nets)]
    recipes = [
        Recipe(lambd, penalty, 0.4)
        for lambd, penalty in zip(np.linspace(0, 2, nets), cycle(SHARE), strict=False)
    ]
    history = train(X, Y, starts if own[2] else starts[0], recipes, epochs=5, validation=(X, Y))
    for k in range(nets):
        X_k, Y_k = X[k] if own[0] else X, Y[k] if own[1] else Y
        expected, _ = plain_training(X_k, Y_k, starts[k], recipes[k], epochs=5)
        for name, array in expected.items():
            assert_allclose(history.final(k)[name], array, rtol=0, atol=1e-12)
    assert_array_equal(history.validation_loss, history.data_loss)


def test_float32_stays_near_float64():
    X, Y = problem()
    recipes, start = (
        [Recipe(0.3), Recipe(0.3, "l1"), Recipe(0.3, optimizer="adam")],
        initialize_parameters(DIMS, 1),
    )
    double = train(X, Y, start, recipes, epochs=100)
    single = train(X, Y, start, recipes, epochs=100, dtype="float32")
    assert single.weights["W1"].dtype == np.float32
    assert double.weights["W1"].dtype == np.float64
    assert_allclose(single.cost, double.cost, rtol=1e-3)


# With X = 0 and as many 0 as 1 in Y the data have no gradient: what moves the weights is the penalty alone.
NO_PULL = (np.zeros((2, 6)), np.array([[0, 1, 0, 1, 0, 1]]))


def test_without_a_data_gradient_l2_decays_and_l1_walks_straight_to_an_exact_zero():
    start = initialize_parameters(DIMS, 4)
    start["W1"][0, 0] = 0.0
    recipes = [Recipe(2.0, "l2"), Recipe(0.6, "l1"), Recipe(2.0, "elastic_net", 0.25)]
    history = train(*NO_PULL, start, recipes, epochs=60, snapshots=range(60))
    W0, t = start["W1"], np.arange(61)[:, None, None]
    assert_allclose(history.weights["W1"][:, 0], (1 - 0.3 * 2.0 / 6) ** t * W0, rtol=1e-12)
    assert (history.weights["W1"][:, 0] != 0).sum() == 61 * 11

    walk = np.maximum(np.abs(W0) - t * 0.3 * 0.6 / 6, 0)
    assert_allclose(np.abs(history.weights["W1"][:, 1]), walk, rtol=0, atol=1e-12)
    arrival = np.ceil(np.abs(W0) / (0.3 * 0.6 / 6) - 1e-9)
    assert_array_equal(history.weights["W1"][:, 1] == 0, t >= arrival)
    assert not np.signbit(history.weights["W1"][-1, 1][walk[-1] == 0]).any()

    w = np.abs(W0)
    for _ in range(60):
        w = np.maximum(w - 0.3 * 2.0 * 0.75 / 6 * w - 0.3 * 2.0 * 0.25 / 6, 0)
    assert_allclose(np.abs(history.weights["W1"][-1, 2]), w, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("dtype", "small"), [("float64", 1e-70), ("float32", 1e-9)])
@pytest.mark.parametrize("optimizer", ["gd", "momentum"])
def test_l2_never_makes_a_weight_zero_however_long_it_shrinks(dtype, small, optimizer):
    start = initialize_parameters(DIMS, 4)
    recipes = [Recipe(10.0, learning_rate=0.1, optimizer=optimizer), Recipe(10.0, "elastic_net", 0.01)]
    history = train(*NO_PULL, start, recipes, epochs=8000, snapshots=[40], dtype=dtype)
    for name in ("W1", "W2", "W3"):
        W = history.weights[name][-1, 0]
        assert (np.abs(W) < small).all()
        assert (np.abs(W).min() / np.finfo(dtype).tiny) > 1e10  # far from the denormal numbers
        if optimizer == "gd":
            assert_array_equal(np.sign(W), np.sign(start[name]))
        assert_array_equal(history.weights[name][-1, 1], 0)
    if optimizer == "gd":
        decay = (1 - 0.1 * 10 / 6) ** 40
        assert_allclose(history.weights["W1"][1, 0], decay * start["W1"], rtol=1e-5)


def test_subgradient_chatters_around_zero_within_one_step():
    start = initialize_parameters(DIMS, 4)
    history = train(
        *NO_PULL, start, [Recipe(0.6, "l1", l1_step="subgradient")], epochs=200, snapshots=range(150, 200)
    )
    W, step = history.weights["W1"][1:, 0], 0.3 * 0.6 / 6
    assert (W != 0).all()
    assert (np.abs(W) <= step * (1 + 1e-9)).all()
    assert_array_equal(np.sign(W[1:]), -np.sign(W[:-1]))
    assert_allclose(np.abs(np.diff(W, axis=0)), step, rtol=1e-9)


def test_all_optimizers_but_adamw_rest_where_the_penalised_cost_is_flat():
    X, Y = problem(3, m=60)  # one layer: logistic regression, convex
    kinds_ = [("l2", 0.5), ("l1", 0.5), ("elastic_net", 0.3)]
    rates = {"gd": 1.0, "momentum": 0.3, "adam": 0.02, "adamw": 0.02}
    recipes = [Recipe(6.0, p, r, eta, optimizer=name) for name, eta in rates.items() for p, r in kinds_]
    history = train(X, Y, initialize_parameters((2, 1), 0), recipes, epochs=4000, snapshots=[])
    data = data_gradient(X, Y, history)
    for k, recipe in enumerate(recipes):
        W, g, r = history.final(k)["W1"], data["W1"][-1, k], SHARE[recipe.penalty] and recipe.l1_ratio
        r = 1.0 if recipe.penalty == "l1" else r
        slope = g + 0.1 * (1 - r) * W
        rest = np.where(W == 0, np.maximum(np.abs(slope) - 0.1 * r, 0), slope + 0.1 * r * np.sign(W))
        if recipe.optimizer == "adamw":
            assert np.abs(rest).max() > 0.01
        else:
            assert_allclose(rest, 0, atol=1e-6, err_msg=str(recipe))
            assert_allclose(data["b1"][-1, k], 0, atol=1e-6)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("snapshots", [[], [13, 40], range(0, 400)])
def test_diverging_nets_are_marked_at_their_step_and_contained(dtype, snapshots):
    start = initialize_parameters(DIMS, 4)
    lambdas = [1.0, 50.0, 30.0, 60.0]  # |1 − ηλ/m| = |1 − λ/20|: 0.95, 1.5, 0.5, 2
    recipes = [Recipe(lambd) for lambd in lambdas]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        history = train(
            *NO_PULL, start, recipes, epochs=400, snapshots=snapshots, dtype=dtype, validation=NO_PULL
        )
    largest = max(np.abs(start[name]).max() for name in ("W1", "W2", "W3"))
    for k, factor in ((1, 1.5), (3, 2.0)):
        at = int(np.floor(np.log(1e10 / largest) / np.log(factor))) + 1
        assert history.diverged_at[k] == at
        gone = history.epochs >= at
        for series in (history.cost, history.accuracy, history.validation_loss, history.validation_accuracy):
            assert_array_equal(np.isnan(series[:, k]), gone)
        for array in history.weights.values():
            assert_array_equal(np.isnan(array[:, k]).all(axis=(1, 2)), gone)
    assert_array_equal(history.diverged_at[[0, 2]], -1)
    alone = train(*NO_PULL, start, [recipes[0], recipes[2]], epochs=400, snapshots=snapshots, dtype=dtype)
    for name, array in alone.weights.items():
        assert_array_equal(history.weights[name][:, [0, 2]], array)


def test_divergence_to_nan_in_one_step_and_a_schedule_replayed_exactly():
    X, Y = problem()
    recipes = [
        Recipe(learning_rate=1e200),
        Recipe(0.0, lambd_schedule=((5, 400.0), (20, 0.0)), learning_rate=0.3),
        Recipe(1.0, optimizer="adam", lambd_schedule=((5, 2.0), (20, 0.0)), learning_rate=0.01),
        Recipe(1.0, "l1", optimizer="momentum", lambd_schedule=((5, 2.0), (20, 0.0)), learning_rate=0.01),
        Recipe(1.0, optimizer="momentum", learning_rate=1e6),
    ]
    start = initialize_parameters(DIMS, 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        history = train(X, Y, start, recipes, epochs=40, snapshots=[])
    assert history.diverged_at[0] == 1
    assert history.diverged_at[2] == history.diverged_at[3] == -1
    every_step = train(X, Y, start, recipes, epochs=40, snapshots=range(40))
    assert_array_equal(history.diverged_at, every_step.diverged_at)
    assert history.diverged_at[4] > 0
    for k in (2, 3):
        for name, array in one_net(X, Y, start, recipes[k], 40).items():
            assert_allclose(history.final(k)[name], array, rtol=0, atol=1e-11)


def test_default_snapshots_are_dense_at_the_start_and_hold_both_ends():
    for epochs in (0, 1, 2, 50, 3000, 100_000):
        schedule = snapshot_schedule(epochs)
        assert schedule[0] == 0
        assert schedule[-1] == epochs
        assert len(schedule) <= 120
        gaps = np.diff(schedule)
        assert (gaps >= 1).all()
        assert (np.diff(gaps) >= -1).all()  # rounding apart, never closer together again
    assert snapshot_schedule(3000)[:3] == [0, 1, 2]
    assert snapshot_schedule(100, count=2) == [0, 100]
    X, Y = problem()
    history = train(X, Y, initialize_parameters(DIMS, 0), [Recipe()], epochs=30, snapshots=[20, 3, 3])
    assert_array_equal(history.epochs, [0, 3, 20, 30])
    history = train(X, Y, initialize_parameters(DIMS, 0), [Recipe()], epochs=0)
    assert_array_equal(history.epochs, [0])
    for name, array in initialize_parameters(DIMS, 0).items():
        assert_array_equal(history.final(0)[name], array)


@pytest.mark.parametrize("workers", [1, 2])
def test_report_sees_the_progress_and_stops_the_run(workers):
    X, Y = problem()
    start, recipes = initialize_parameters(DIMS, 0), [Recipe(0.1), Recipe(1.0)]
    seen = []
    full = train(X, Y, start, recipes, epochs=500, snapshots=[100, 400], report=seen.append, workers=workers)
    assert not full.stopped
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert len(seen) >= 40
    assert seen[0] <= 1 / 40

    stopped = train(
        X,
        Y,
        start,
        recipes,
        epochs=500,
        snapshots=[100, 400],
        report=lambda done: done >= 0.5,
        workers=workers,
    )
    assert stopped.stopped
    assert_array_equal(stopped.epochs, [0, 100, 250])
    assert stopped.cost.shape == (3, 2)
    shorter = train(X, Y, start, recipes, epochs=250, snapshots=[100])
    for name, array in shorter.weights.items():
        assert_array_equal(stopped.weights[name], array)
    assert_array_equal(stopped.cost, shorter.cost)
    at_the_end = train(X, Y, start, recipes, epochs=500, snapshots=[], report=lambda done: done == 1.0)
    assert not at_the_end.stopped
    assert_array_equal(at_the_end.epochs, [0, 500])

    with pytest.raises(InterruptedError):
        train(X, Y, start, recipes, epochs=500, report=interrupt, workers=workers)


def interrupt(done):
    raise InterruptedError


def peak_memory(**arguments):
    X, Y = problem(m=400)
    start, recipes = initialize_parameters((2, 30, 10, 1), 0), [Recipe(1.0, "l1", optimizer="adam")] * 20
    tracemalloc.start()
    try:
        history = train(X, Y, start, recipes, validation=(X, Y), **arguments)
        return tracemalloc.get_traced_memory()[1], len(history.epochs)
    finally:
        tracemalloc.stop()


def test_memory_is_known_before_the_run_and_does_not_grow_with_the_steps():
    peak, kept = peak_memory(epochs=60, snapshots=range(60))
    stated = memory_needed((2, 30, 10, 1), 400, 20, kept, n_validation=400)
    assert 0.5 * stated < peak < stated
    few, _ = peak_memory(epochs=5, snapshots=[])
    many, _ = peak_memory(epochs=50, snapshots=[])
    assert abs(many - few) < 20_000


def test_more_memory_than_the_limit_is_refused_before_anything_is_allocated():
    X, Y = problem()
    start, recipes = initialize_parameters(DIMS, 0), [Recipe()] * 10
    needed = memory_needed(DIMS, 40, 10, 2)
    assert train(X, Y, start, recipes, epochs=1, memory_limit=needed).epochs.size == 2
    with pytest.raises(
        ValueError, match=f"memory_limit needs to be {needed} bytes for 2 snapshots of 10 nets"
    ):
        train(X, Y, start, recipes, epochs=1, memory_limit=needed - 1)
    tracemalloc.start()
    with pytest.raises(ValueError, match="memory_limit"):
        train(X, Y, start, recipes, epochs=10**6, snapshots=range(10**4), memory_limit=2**20)
    assert tracemalloc.get_traced_memory()[1] < 4 * 2**20
    tracemalloc.stop()


GOOD = {
    "X": problem()[0],
    "Y": problem()[1],
    "start": initialize_parameters(DIMS, 0),
    "recipes": [Recipe()] * 2,
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"X": np.ones((3, 40))}, r"X needs shape \(2, m\) or \(2, 2, m\), got \(3, 40\)"),
        ({"X": np.ones((3, 2, 40))}, r"X needs shape \(2, m\) or \(2, 2, m\), got \(3, 2, 40\)"),
        ({"X": np.full((2, 40), np.nan)}, "X needs finite numbers"),
        ({"Y": np.ones((1, 39))}, r"Y needs shape \(1, 40\) .* got shape \(1, 39\)"),
        ({"Y": np.ones(40)}, r"Y needs shape \(1, m\)"),
        ({"Y": np.full((1, 40), 2)}, "Y needs labels 0 or 1, got 2"),
        ({"start": {}}, "start needs W1, b1"),
        (
            {"start": [initialize_parameters(DIMS, 0)]},
            "start needs one parameters dict or one per recipe, 2, got 1",
        ),
        ({"start": initialize_parameters((2, 3, 2), 0)}, "start needs one output, got 2"),
        (
            {"start": [initialize_parameters(DIMS, 0), initialize_parameters((2, 1), 0)]},
            "start needs nets of one shape",
        ),
        ({"recipes": []}, "recipes needs a Recipe at least"),
        ({"recipes": [0.1]}, "recipes needs a Recipe at least"),
        ({"epochs": -1}, "epochs needs a whole number of at least 0"),
        ({"epochs": 2.5}, "epochs needs a whole number"),
        ({"snapshots": [11]}, "snapshots needs steps from 0 to 10, got 11"),
        ({"snapshots": [-1]}, "snapshots needs a whole number of at least 0"),
        ({"validation": (np.ones((3, 5)), np.ones((1, 5)))}, r"validation\[0\] needs shape \(2, m\)"),
        ({"validation": (np.ones((2, 5)), np.ones((1, 4)))}, r"validation\[1\] needs shape \(1, 5\)"),
        ({"validation": (np.ones((2, 5)),)}, r"validation needs \(X, Y\), got 1"),
        ({"dtype": "int32"}, "dtype needs float64 or float32, got 'int32'"),
        ({"workers": 0}, "workers needs a whole number of at least 1"),
        ({"block": 0}, "block needs a whole number of at least 1"),
        ({"memory_limit": 0}, "memory_limit needs a number above 0"),
    ],
)
def test_bad_input_is_named(change, message):
    with pytest.raises(ValueError, match=message):
        train(**{**GOOD, "epochs": 10, **change})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"lambd": -1}, "lambd needs a number of at least 0"),
        ({"penalty": "l3"}, "penalty needs one of none, l2, l1, elastic_net"),
        ({"l1_ratio": 1.5}, "l1_ratio needs a number from 0 to 1"),
        ({"learning_rate": 0}, "learning_rate needs a number above 0"),
        ({"l1_step": "clip"}, "l1_step needs one of proximal, subgradient"),
        ({"optimizer": "sgd"}, "optimizer needs one of gd, momentum, adam, adamw"),
        ({"momentum": 1}, "momentum needs a number below 1"),
        ({"beta2": 1.0}, "beta2 needs a number below 1"),
        ({"epsilon": 0}, "epsilon needs a number above 0"),
        ({"lambd_schedule": ((5, 1.0), (5, 2.0))}, "lambd_schedule needs rising steps"),
        ({"lambd_schedule": ((5, -1.0),)}, "lambd_schedule needs a number of at least 0"),
        ({"lambd_schedule": ((1.5, 1.0),)}, "lambd_schedule needs a whole number"),
        ({"lambd_schedule": ((5,),)}, "lambd_schedule needs pairs"),
    ],
)
def test_bad_recipes_are_named(change, message):
    with pytest.raises(ValueError, match=message):
        Recipe(**change)
