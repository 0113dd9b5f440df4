"""The formula with numbers is the step that the trainer makes, with every optimizer and either step of L1."""

import re
from dataclasses import replace

import numpy as np
import pytest

from dashboard.networks.grid import LAMBDAS
from l2core.network import backward_propagation_with_regularization, forward_propagation
from l2core.training import train
from lessons.weight_shrinkage.formula import (
    held_at_every_place,
    in_symbols,
    in_words,
    numbers_at_every_place,
    symbols,
    with_numbers,
)
from lessons.weight_shrinkage.run import Nets
from tests.lessons.weight_shrinkage.states import edge_nets, nets, places, plain, some_nets

HUGE = 1e3  # an epsilon beside which Adam's √v̂ is nothing: its step is then η g / ε


def value(latex: str) -> float:
    return float(re.sub(r"\\cdot 10\^\{(-?\d+)\}", r"e\1", latex).replace("{,}", ""))


def equations(text: str) -> list[float]:
    """What stands on the right of every ≈ and of every = 0."""
    ends = re.findall(r"(?:\\approx|=) (-?[\d.{},]+(?:\\cdot 10\^\{-?\d+\})?)(?=$|,\\quad)", text)
    return [value(end) for end in ends]


@pytest.mark.parametrize("penalty", ["l2", "elastic_net", "l1"])
@pytest.mark.parametrize("l1_step", ["proximal", "subgradient"])
@pytest.mark.parametrize("optimizer", ["gd", "momentum", "adam", "adamw"])
def test_the_numbers_are_those_of_the_next_step(penalty: str, l1_step: str, optimizer: str) -> None:
    third = "l1" if penalty == "l2" else penalty
    some = nets(m=30, eta=0.1, r=0.3, third=third, l1_step=l1_step, optimizer=optimizer, epochs=40)
    lam, step = 20, 7
    net = some.grid.net(penalty, lam)
    start, recipe = some.history.parameters(net, step), some.history.recipes[net]
    recipe = replace(recipe, epsilon=HUGE)
    after = train(some.split.X_train, some.split.Y_train, start, [recipe], epochs=1).final(0)
    for layer, row, column in ((1, 3, 2), (1, 6, 1), (2, 1, 5)):
        w, slope = by_the_notes(some, net, step, layer, row, column)
        now = after[f"W{layer}"][row - 1, column - 1]
        told = equations(with_numbers(some.grid, penalty, w, slope, LAMBDAS[lam], some.m))
        hop = 0.1 * recipe.pull(0, some.m)[1] if l1_step == "proximal" else 0.0
        if optimizer == "gd":
            expected = told[0]
        elif optimizer == "momentum":
            expected = shrunk(w - 0.1 * told[0], hop)
        elif optimizer == "adam":
            expected = shrunk(w - 0.1 * told[0] / (abs(told[0]) + HUGE), hop / (abs(told[0]) + HUGE))
        else:
            apart = told[1] if len(told) > 1 else 0.0
            expected = shrunk(w - apart - 0.1 * told[0] / (abs(told[0]) + HUGE), hop)
        assert now == pytest.approx(expected, rel=2e-4, abs=1e-9)


def by_the_notes(some: Nets, net: int, step: int, layer: int, row: int, column: int) -> tuple[float, float]:
    """A weight at a kept step, and the slope of the data loss there, by the notes' two functions."""
    parameters = some.history.parameters(net, step)
    _A, cache = forward_propagation(some.split.X_train, parameters)
    gradients = backward_propagation_with_regularization(some.split.X_train, some.split.Y_train, cache, 0.0)
    place = row - 1, column - 1
    return float(parameters[f"W{layer}"][place]), float(gradients[f"dW{layer}"][place])


def shrunk(x: float, threshold: float) -> float:
    return 0.0 if abs(x) <= threshold else x - np.sign(x) * threshold


def test_adamw_makes_every_pull_of_the_penalty_apart_from_its_own_step() -> None:
    some = nets(m=30, optimizer="adamw", l1_step="subgradient", third="elastic_net", eta=0.01, epochs=40)
    symbols = in_symbols(plain, some.grid, "elastic_net")
    assert symbols.endswith(r"- \operatorname{Adam}\tfrac{\partial \text{loss}}{\partial w}")
    assert symbols.index("sign") < symbols.index("Adam")


def at(line, lam: int, step: int) -> str:
    """What a line says at this place of the bar."""
    return line.sentences[lam * line.tracks[1].places + step]


def test_the_numbers_at_every_place_are_those_of_the_weight_there() -> None:
    for some in (*some_nets()[:8], *(edge for edge, _code in edge_nets())):
        line = numbers_at_every_place(plain, some, 5)
        assert [track.name for track in line.tracks] == ["lam", "step"]
        assert len(line.sentences) == line.tracks[0].places * line.tracks[1].places
        where = [int(getattr(some.runs[0], place)[5]) for place in ("layer", "row", "column")]
        for lam, step in places(some, 5):
            rows = at(line, lam, step).removeprefix(r"\begin{aligned} ").removesuffix(r" \end{aligned}")
            for row, run in zip(rows.split(r" \\ "), some.runs[1:], strict=True):
                told = row.split(r"\quad & ")[1]
                net = some.grid.net(run.penalty, lam)
                if np.isnan(run.values[5, lam, step]):
                    assert told == r"\text{diverged}"
                    continue
                w, slope = by_the_notes(some, net, step, *where)
                expected = with_numbers(some.grid, run.penalty, w, slope, LAMBDAS[lam], some.m)
                close = np.array(all_numbers(told)), np.array(all_numbers(expected))
                assert close[0] == pytest.approx(close[1], rel=1e-3, abs=1e-12)


def all_numbers(latex: str) -> list[float]:
    return [value(x) for x in re.findall(r"-?\d+(?:\{,\}\d{3})*(?:\.\d+)?(?:\\cdot 10\^\{-?\d+\})?", latex)]


def test_a_rounded_number_is_not_told_as_equal() -> None:
    for some in some_nets()[:12]:
        line = numbers_at_every_place(plain, some, 3)
        for numbers in line.sentences[:: len(line.sentences) // 40]:
            assert "nan" not in numbers
            for end in re.findall(r"= ([^=]*?) (?:\\\\|\\end)", numbers):
                assert end == "0" or r"\approx" in end, numbers


def test_what_is_held_is_told_where_it_is_so() -> None:
    told = 0
    for some in (*some_nets()[:6], *(edge for edge, _code in edge_nets())):
        line = held_at_every_place(plain, some, 2)
        held = 2.2250738585072014e-308 ** (1 / (len(some.grid.hidden) + 2))
        shrunk_runs = [
            run
            for run in some.runs[1:]
            if run.penalty == "l2" or (run.penalty == "elastic_net" and some.grid.l1_step == "subgradient")
        ]
        for lam, step in places(some, 30):
            tiny = sum(0 < abs(run.values[2, lam, step]) <= held for run in shrunk_runs)
            assert at(line, lam, step).count("The trainer holds") == tiny
            told += tiny
    assert told


def test_in_words_stands_what_is_in_the_formula_and_nothing_else() -> None:
    for some in some_nets():
        formula, words = symbols(plain, some.grid), in_words(plain, some, 0)
        assert ("S(x, τ)" in words) == ("S\\!" in formula)
        assert ("τ: the pull" in words) == (r"\tau" in formula)
        assert ("r: share of L1" in words) == bool(re.search(r"\br\\,|-r\)", formula))
        assert ("μ: " in words) == (r"\mu" in formula)
