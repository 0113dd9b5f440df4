"""The formulas of the race hold the numbers of the run."""

import math
import re
from fractions import Fraction

import numpy as np
import pytest

from l2core.descent import L1_STEPS
from l2core.race import Race, run_race
from lessons.descent_speed.formula import rules, rules_with_numbers
from tests.lessons.descent_speed.exact_race import random_states

LAMBDAS = np.array([0.5, 1.0, 10.0, 16.0, 25.0])


def english(message: str) -> str:
    return message


def race(w0=2.0, eta=0.1, l1_step="proximal", r=0.5, h=0.0, c=0.0) -> Race:
    return run_race(w0, LAMBDAS, eta, 100, l1_step=l1_step, l1_ratio=r, curvature=h, center=c)


def with_data(**choice) -> Race:
    return race(**{"h": 1.0, "c": 1.0} | choice)


def test_the_formula_holds_the_numbers_of_the_step():
    numbers = rules_with_numbers(race(), 20, 0)
    near = math.ceil(math.log(2 / 0.01) / -math.log(0.95))
    assert r"w_{21} &= 1.000 - \min(0.1 \cdot 0.5,\, |1.000|) \cdot 1 = 0.950" in numbers
    assert rf"\cdot {2 * 0.95**20:.3f} \approx {2 * 0.95**21:.3f}" in numbers
    assert r"t_0 &= \lceil 2 / (0.1 \cdot 0.5) \rceil = 40" in numbers
    assert rf"\rceil = {near} \end{{aligned}}" in numbers
    assert r"\infty" in rules_with_numbers(race(), 20, 4)
    assert r"t_{0.01} &= 1 \end" in rules_with_numbers(race(), 0, 2)


def test_the_formula_with_data_holds_the_resting_points():
    numbers = rules_with_numbers(with_data(c=-2.0, h=1.0), 100, 0)
    assert r"= -\max(2 - 0.5/1,\, 0) = -1.500" in numbers
    assert rf"\approx {-2 / 1.5:.3f}" in numbers
    assert "u_t" in rules(english, with_data())
    assert "u_t" not in rules(english, race())


@pytest.mark.parametrize("l1_step", L1_STEPS)
def test_the_formula_is_that_of_the_chosen_step(l1_step):
    for run in (race(l1_step=l1_step), with_data(l1_step=l1_step)):
        assert (r"\min" in rules(english, run)) == (l1_step == "proximal")


def test_no_number_is_written_as_a_computer_writes_it():
    wild = rules_with_numbers(race(w0=5.0, eta=1.0), 20, 4)
    assert r"2.01\cdot 10^{28}" in wild
    assert "e+" not in wild
    assert r"\approx 3.81\cdot 10^{-7} &" in rules_with_numbers(race(w0=0.1, eta=0.5), 17, 1)


def value(latex: str) -> Fraction:
    """What a term of the formula comes to, digit for digit as it is printed."""
    python = (
        latex.replace(r"\cdot 10^", "@")
        .replace(r"\cdot", "*")
        .replace(r"\,(", "*(")
        .replace(r"\,", "")
        .replace("{,}", "")
    )
    python = re.sub(r"@\{(-?\d+)\}", r"e\1", python.replace(r"\min", "min").replace(r"\max", "max"))
    python = re.sub(r"\|([^|]+)\|", r"abs(\1)", python)
    python = re.sub(r"\d+(?:\.\d+)?(?:e-?\d+)?", lambda digits: f"Fraction('{digits[0]}')", python)
    return Fraction(eval(python, {"Fraction": Fraction}))  # the digits of our own formula


def equations(latex: str) -> list[tuple[str, str, str]]:
    """(left, sign, right) of every step and place of the lowest cost in the rows with numbers."""
    body = latex.removeprefix(r"\begin{aligned} ").removesuffix(r" \end{aligned} \,")
    cells = [cell.strip() for row in body.split(r" \\[3pt] ") for cell in re.split(r" &=? ", row)]
    found = (re.fullmatch(r"(.+) (=|\\approx) (.+)", cell) for cell in cells if "ceil" not in cell)
    return [(match[1], match[2], match[3]) for match in found if match]


def test_what_is_printed_as_equal_is_equal_digit_for_digit() -> None:
    signs = {"=": 0, r"\approx": 0}
    for at in random_states(300, seed=1):
        for step in (0, 7, 50, 100):
            rows = equations(rules_with_numbers(at.race, step, at.index))
            for left, sign, right in rows:
                signs[sign] += 1
                if sign == "=":
                    assert value(left) == value(right), (at, left, right)
            assert len(rows) >= (3 if at.h_ else 1)
    assert min(signs.values()) > 300


def test_the_words_in_the_formula_are_in_the_language_of_the_page() -> None:
    formula = rules({"data": "数据", "EN": "弹性网络"}.__getitem__, with_data())
    assert r"\text{数据:}" in formula
    assert r"\text{弹性网络:}" in formula
