"""The formula with numbers is the step that the trainer makes, with every optimizer and either step of L1."""

import re
from dataclasses import replace

import numpy as np
import pytest

from dashboard.networks.grid import LAMBDAS
from l2core.training import train
from lessons.weight_shrinkage.formula import formula, in_symbols, weight_and_slope, with_numbers
from tests.lessons.weight_shrinkage.states import nets, places, plain, some_nets

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
        w, slope = weight_and_slope(some.history, some.split, net, step, layer, row, column)
        assert w == start[f"W{layer}"][row - 1, column - 1]
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


def shrunk(x: float, threshold: float) -> float:
    return 0.0 if abs(x) <= threshold else x - np.sign(x) * threshold


def test_adamw_makes_every_pull_of_the_penalty_apart_from_its_own_step() -> None:
    some = nets(m=30, optimizer="adamw", l1_step="subgradient", third="elastic_net", eta=0.01, epochs=40)
    symbols = in_symbols(plain, some.grid, "elastic_net")
    assert symbols.endswith(r"- \operatorname{Adam}\tfrac{\partial \text{loss}}{\partial w}")
    assert symbols.index("sign") < symbols.index("Adam")


def test_a_rounded_number_is_not_told_as_equal() -> None:
    for some in some_nets()[:12]:
        for lam, step in places(some, 4):
            for text in formula(plain, some, 3, lam, step):
                assert "nan" not in text
            numbers = formula(plain, some, 3, lam, step)[1]
            for end in re.findall(r"= ([^=]*?) (?:\\\\|\\end)", numbers):
                assert end == "0" or r"\approx" in end, numbers


def test_in_words_stands_what_is_in_the_formula_and_nothing_else() -> None:
    for some in some_nets():
        symbols, _numbers, words = formula(plain, some, 0, 3, 1)
        assert ("S(x, τ)" in words) == ("S\\!" in symbols)
        assert ("τ: the pull" in words) == (r"\tau" in symbols)
        assert ("r: share of L1" in words) == bool(re.search(r"\br\\,|-r\)", symbols))
        assert ("μ: " in words) == (r"\mu" in symbols)
