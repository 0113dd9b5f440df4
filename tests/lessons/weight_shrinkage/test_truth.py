"""Each sentence of the lesson against a computation of its own, over states at random and at the edge."""

import itertools
import json
import math
import re
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from charts.numbers import number
from dashboard.live_words import packed
from dashboard.networks.grid import LAMBDA_CODES, initial
from l2core.optimizers import Recipe
from l2core.training import train
from l2core.trajectories import Weights
from lessons.weight_shrinkage.words import lines_at_every_place, notice, rest
from tests.charts.test_numbers import read
from tests.lessons.weight_shrinkage.states import edge_nets, nets, places, plain, some_nets

SMALLEST_NORMAL = 2.2250738585072014e-308
NUMBER = "[−0-9.,·⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+"


def cases():
    """(nets, run, λ, step, what is said of that run) of many states."""
    states = [(some, lam, step) for some in some_nets() for lam, step in places(some)]
    for some, code in edge_nets():
        states.append((some, LAMBDA_CODES.index(code), len(some.history.epochs) - 1))
    for some, lam, step in states:
        for run, point in zip(some.runs, notice(plain, some, lam, step), strict=True):
            yield some, run, lam, step, point


def test_at_every_place_of_the_bar_is_said_what_is_so_there() -> None:
    """Which the other tests of this file hold against computations of their own."""
    for some in (*some_nets()[::6], edge_nets()[2][0]):
        lines = lines_at_every_place(plain, some)
        assert [[track.name for track in line.tracks] for line in lines] == [["step"], *[["lam", "step"]] * 2]
        steps = len(some.history.epochs)
        for lam, step in itertools.product(range(len(LAMBDA_CODES)), range(0, steps, 5)):
            told = [line.sentences[step if n == 0 else lam * steps + step] for n, line in enumerate(lines)]
            assert told == notice(plain, some, lam, step)


def test_what_goes_to_the_browser_is_small() -> None:
    some = nets(net="20-3", epochs=1000)
    sent = [len(json.dumps(packed(line))) for line in lines_at_every_place(plain, some)]
    whole = [sum(map(len, line.sentences)) for line in lines_at_every_place(plain, some)]
    assert sum(sent) < 150_000
    assert sum(sent) < sum(whole) / 2


def at(some, run: Weights, lam: int, step: int, penalty: str | None = None):
    """[(W, b), …] of that net, out of the record of the run."""
    penalty = run.penalty if penalty is None else penalty
    net = 0 if penalty == "none" else 1 + (penalty != "l2") * len(LAMBDA_CODES) + lam
    depth = len(some.grid.hidden) + 1
    arrays = some.history.weights
    return [(arrays[f"W{k}"][step, net], arrays[f"b{k}"][step, net]) for k in range(1, depth + 1)]


def sizes(layers) -> list[float]:
    return [abs(w) for W, _b in layers for w in W.ravel().tolist()]


def finite(layers) -> bool:
    return all(math.isfinite(x) for pair in layers for array in pair for x in array.ravel().tolist())


def answers(layers, X) -> list[float]:
    """σ(Z) of every example, one at a time."""
    told = []
    for x in X.T:
        a = x
        for k, (W, b) in enumerate(layers):
            z = W @ a + b[:, 0]
            a = z if k == len(layers) - 1 else np.maximum(z, 0)
        told.append(1 / (1 + math.exp(-max(min(float(a[0]), 700), -700))))
    return told


def dead(layers, X) -> bool:
    told = answers(layers, X)
    return max(told) - min(told) < 0.01


def exact(some, lam: int) -> Fraction:
    """ηλ/m."""
    return Fraction(f"{some.grid.learning_rate:g}") * Fraction(LAMBDA_CODES[lam]) / some.m


def share_of_l1(some, run: Weights) -> Fraction:
    return {"l2": Fraction(0), "l1": Fraction(1)}.get(run.penalty, Fraction(f"{some.grid.l1_ratio:g}"))


def is_printed(text: str, value: Fraction) -> bool:
    """Whether `text` is the value to its last digit."""
    digits = read(text).split("e")[0].partition(".")[2]
    power = int(read(text).partition("e")[2] or 0)
    return abs(Fraction(read(text)) - value) <= Fraction(10) ** (power - len(digits)) * Fraction(501, 1000)


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, text
    return match[1]


def test_the_states_show_every_kind_of_net() -> None:
    told = " ".join(point for *_state, point in cases())
    for words in (
        "diverged at step",
        "by itself throws",
        "is too large for it",
        "the net is dead",
        "it is dead, too",
        "it is alive",
        "None is exactly 0",
        "The trainer holds",
        "Half of all had gone",
        "more within two hops",
        "in Adam's own measure",
        "momentum adds the cuts up",
        "**Elastic net** multiplies",
        "subgradient steps pulls",
    ):
        assert words in told, words


def test_a_net_is_told_as_diverged_if_it_has_no_numbers_and_a_dead_one_as_dead() -> None:
    for some, run, lam, step, point in cases():
        layers = at(some, run, lam, step)
        assert ("diverged at step" in point) == (not finite(layers))
        assert ("the net is dead" in point) == (finite(layers) and dead(layers, some.split.X_train))
        assert "nan" not in point.lower()
        assert "{" not in point


def test_no_number_and_no_cause_is_told_of_a_dead_net_that_it_does_not_have() -> None:
    for some, run, lam, step, point in cases():
        if "the net is dead" not in point:
            continue
        layers, X = at(some, run, lam, step), some.split.X_train
        middle = sum(answers(layers, X)) / X.shape[1]
        assert abs(float(found(r"about ([\d.]+)\.", point)) - middle) < 0.00501
        weights = sizes(layers)
        zeros = weights.count(0)
        if zeros == len(weights):
            assert f"All {zeros} weights are **exactly 0**" in point
        else:
            largest = number(max(weights))
            assert f"{zeros} of {len(weights)} weights are exactly 0, the largest is {largest}" in point
        free = at(some, run, lam, step, "none")
        if run.penalty != "none":
            assert ("Without a penalty it is dead, too" in point) == (finite(free) and dead(free, X))
            assert ("Without a penalty it is alive" in point) == (finite(free) and not dead(free, X))


def test_of_a_net_that_diverged_the_cause_is_told() -> None:
    for some, run, lam, step, point in cases():
        if "diverged at step" not in point:
            continue
        before = [
            s
            for s, epoch in enumerate(some.history.epochs)
            if epoch < int(read(found(r"step ([\d,]+)", point)))
        ]
        assert all(finite(at(some, run, lam, s)) for s in before)
        assert before[-1] < step
        if "by itself throws" in point:
            decay = float(exact(some, lam) * (1 - share_of_l1(some, run)))
            assert is_printed(
                found(r"= ([\d.,]+) is above", point), exact(some, lam) * (1 - share_of_l1(some, run))
            )
            w, w_before, mu = 1.0, 1.0, 0.9 if some.grid.optimizer == "momentum" else 0.0
            for _step in range(300):
                if abs(w) < 1e9:
                    w, w_before = w - decay * w + mu * (w - w_before), w
            assert abs(w) > 1e9
        else:
            assert f"η = {some.grid.learning_rate:g} is too large for it" in point
            net = 0 if run.penalty == "none" else 1 + (run.penalty != "l2") * len(LAMBDA_CODES) + lam
            slow = replace(some.history.recipes[net], learning_rate=0.001)
            start = initial(some.grid.hidden, some.split, some.grid.start_seed)
            again = train(some.split.X_train, some.split.Y_train, start, [slow], epochs=some.grid.epochs)
            assert again.diverged_at[0] < 0


def test_what_is_counted_is_so() -> None:
    for some, run, lam, step, point in cases():
        layers = at(some, run, lam, step)
        if "diverged" in point or "dead" in point:
            continue
        weights = sizes(layers)
        zeros = weights.count(0)
        if run.penalty == "none":
            begun = sum(sizes(at(some, run, lam, 0)))
            assert f"began at {number(begun)} and is now {number(sum(weights))}." in point
        elif run.penalty == "l2":
            free = at(some, run, lam, step, "none")
            pairs = zip(sorted(weights), sorted(sizes(free)), strict=True)
            smaller = sum(a < b for a, b in pairs)
            ranked = (
                f"Ranked by size, {smaller} of {len(weights)} weights are smaller than without a penalty."
            )
            assert (ranked in point) == finite(free)
            told = (
                f"{zeros} are exactly 0."
                if zeros
                else f"None is exactly 0: the smallest is {number(min(weights))}."
            )
            assert told in point
        else:
            assert f"{zeros} of {len(weights)} are" in point
            seen = [sizes(at(some, run, lam, s)).count(0) for s in range(len(some.history.epochs))]
            half = next((s for s, count in enumerate(seen) if 2 * count >= len(weights)), None)
            told = None if half is None else f"Half of all had gone by step {some.history.epochs[half]:,}."
            assert ("Half of all" in point) == (2 * zeros >= len(weights))
            assert "Half of all" not in point or told in point
            assert f"{in_use(layers)} of {sum(some.grid.hidden)} hidden neurons still connect" in point


def in_use(layers) -> int:
    """Hidden neurons on a path of weights other than 0, path by path."""
    widths = [layers[0][0].shape[1], *(len(W) for W, _b in layers)]
    used = set()
    for path in itertools.product(*(range(n) for n in widths)):
        if all(layers[k][0][path[k + 1], path[k]] for k in range(len(layers))):
            used |= {(k, path[k]) for k in range(1, len(layers))}
    return len(used)


def test_what_is_held_is_told_and_nothing_else() -> None:
    for some, run, lam, step, point in cases():
        layers = at(some, run, lam, step)
        if "diverged" in point:
            continue
        held = SMALLEST_NORMAL ** (1 / (len(layers) + 1))
        shrunk = run.penalty == "l2" or (run.penalty == "elastic_net" and some.grid.l1_step == "subgradient")
        tiny = shrunk and any(0 < w <= held for w in sizes(layers))
        if tiny:
            assert f"The trainer holds what L2 alone shrinks near {number(held, 2)}," in point
        else:
            assert "The trainer holds" not in point


@pytest.mark.parametrize("eta", [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 3.0, 5.0, 10.0])
def test_what_is_not_1_does_not_look_like_1_and_only_0_looks_like_0(eta: float) -> None:
    """1 − ηλ(1−r)/m for every η, λ, m and r of the page, against exact fractions."""
    for lam, code in enumerate(LAMBDA_CODES):
        from dashboard.networks.grid import LAMBDAS

        for m, tenths in itertools.product((20, 30, 50, 70, 100, 150, 200, 300), range(1, 11)):
            r = 1 - tenths / 10
            share = Fraction(f"{eta:g}") * Fraction(code) * Fraction(tenths, 10) / m
            written = rest(eta * Recipe(LAMBDAS[lam], "elastic_net", l1_ratio=r).pull(0, m)[0])
            assert is_printed(written, 1 - share), (written, code, m, tenths)
            assert (written == "0") == (share == 1)
            assert written != "1"


def test_what_l2_and_l1_do_to_a_weight_in_one_step_is_what_is_said() -> None:
    """Against one step with the penalty and one without it, from the same weights."""
    for some, run, lam, step, point in cases():
        layers = at(some, run, lam, step)
        if run.penalty == "none" or "diverged" in point or "dead" in point or not finite(layers):
            continue
        kind, l1_step = some.grid.optimizer, some.grid.l1_step
        numbers = {
            name: exact(some, lam) * share
            for name, share in (("decay", 1 - share_of_l1(some, run)), ("hop", share_of_l1(some, run)))
        }
        decay, hop = (float(numbers[name]) for name in ("decay", "hop"))
        before, free, after = one_step(some, run, lam, layers)
        if "multipl" in point and kind in ("gd", "adamw"):
            equation = "1 − ηλ/m = " if run.penalty == "l2" else "weight by "
            assert is_printed(found(rf"{equation}({NUMBER}) in each step", point), 1 - numbers["decay"])
            free = free - decay * before
        elif run.penalty == "l2" or kind == "adam":
            assert not re.search(r"takes|multipl", point)
            continue
        elif decay:
            free = free - decay * before
        if "takes" in point or "cuts" in point:
            told = found(rf"(?:takes|cuts) (?:ηλ/m = )?({NUMBER}) off", point)
            assert is_printed(told, numbers["hop"])
        if run.penalty != "l2" and l1_step == "proximal":
            free = np.where(np.abs(free) <= hop, 0, free - hop * np.sign(free))
        elif run.penalty != "l2":
            free = free - hop * np.sign(before)
        assert after == pytest.approx(free, rel=1e-6, abs=1e-12 * (1 + np.abs(free).max()))


def one_step(some, run: Weights, lam: int, layers):
    """Weights before a step, after one without the penalty, and after one with it."""
    start = {
        f"{kind}{k}": array
        for k, pair in enumerate(layers, start=1)
        for kind, array in zip("Wb", pair, strict=True)
    }
    net = 1 + (run.penalty != "l2") * len(LAMBDA_CODES) + lam
    recipe = some.history.recipes[net]
    ways = [replace(recipe, penalty="none"), recipe]
    history = train(some.split.X_train, some.split.Y_train, start, ways, epochs=1)
    return [
        np.concatenate([history.weights[f"W{k}"][s, way].ravel() for k in range(1, len(layers) + 1)])
        for s, way in ((0, 0), (1, 0), (1, 1))
    ]


def test_no_hop_is_told_where_every_weight_has_its_own() -> None:
    """Adam divides the pull of L1 by the size of each weight's gradients; momentum adds up what it was."""
    for kind in ("adam", "momentum"):
        some = nets(optimizer=kind, l1_step="subgradient", eta=0.01, epochs=100)
        point = notice(plain, some, 12, len(some.history.epochs) - 1)[2]
        assert "takes" not in point
        assert "hops" not in point
        w = some.runs[2].values[:, 12]
        other = train(
            some.split.X_train,
            some.split.Y_train,
            initial(some.grid.hidden, some.split, 0),
            [replace(some.grid.recipes()[0], lambd_schedule=()), some.recipe(some.runs[2], 12)],
            epochs=3,
            snapshots=[2],
        )
        assert w.shape[0] == 24
        pulled = np.abs(other.weights["W1"][-1, 1] - other.weights["W1"][-1, 0])
        assert pulled.max() > 1.5 * some.hop(some.runs[2], 12)


def test_with_adam_the_larger_gradients_shrink_less() -> None:
    """Two weights of one size, one pull of L2, data that pull to and fro, ten times as hard at the other."""
    left = []
    for size in (0.1, 1.0):
        w, mean, square = 1.0, 0.0, 0.0
        for step in range(1, 401):
            g = size * (-1) ** step + 0.01 * w
            mean, square = 0.9 * mean + 0.1 * g, 0.999 * square + 0.001 * g * g
            w -= 0.01 * (mean / (1 - 0.9**step)) / (math.sqrt(square / (1 - 0.999**step)) + 1e-8)
        left.append(w)
    assert left[0] < left[1] < 1
