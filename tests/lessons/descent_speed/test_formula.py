"""The formulas of the race hold the numbers of the run."""

import math

import numpy as np
import pytest

from l2core.descent import L1_STEPS
from l2core.race import Race, run_race
from lessons.descent_speed.formula import rules, rules_with_numbers

LAMBDAS = np.array([0.5, 1.0, 10.0, 16.0, 25.0])


def race(w0=2.0, eta=0.1, l1_step="proximal", r=0.5, h=0.0, c=0.0) -> Race:
    return run_race(w0, LAMBDAS, eta, 100, l1_step=l1_step, l1_ratio=r, curvature=h, center=c)


def with_data(**choice) -> Race:
    return race(**{"h": 1.0, "c": 1.0} | choice)


def test_the_formula_holds_the_numbers_of_the_step():
    numbers = rules_with_numbers(race(), 20, 0)
    near = math.ceil(math.log(2 / 0.01) / -math.log(0.95))
    assert r"w_{21} &= 1.000 - \min(0.1 \cdot 0.5,\, |1.000|) \cdot 1 = 0.950" in numbers
    assert rf"\cdot {2 * 0.95**20:.3f} = {2 * 0.95**21:.3f}" in numbers
    assert r"t_0 &= \lceil 2 / (0.1 \cdot 0.5) \rceil = 40" in numbers
    assert rf"\rceil = {near} \end{{aligned}}" in numbers
    assert r"\infty" in rules_with_numbers(race(), 20, 4)
    assert r"t_{0.01} &= 1 \end" in rules_with_numbers(race(), 0, 2)


def test_the_formula_with_data_holds_the_resting_points():
    numbers = rules_with_numbers(with_data(c=-2.0, h=1.0), 100, 0)
    assert r"= -\max(2 - 0.5/1,\, 0) = -1.500" in numbers
    assert rf"= {-2 / 1.5:.3f}" in numbers
    assert "u_t" in rules(with_data())
    assert "u_t" not in rules(race())


@pytest.mark.parametrize("l1_step", L1_STEPS)
def test_the_formula_is_that_of_the_chosen_step(l1_step):
    for run in (race(l1_step=l1_step), with_data(l1_step=l1_step)):
        assert (r"\min" in rules(run)) == (l1_step == "proximal")


def test_no_number_is_written_as_a_computer_writes_it():
    wild = rules_with_numbers(race(w0=5.0, eta=1.0), 20, 4)
    assert r"2.01\cdot 10^{28}" in wild
    assert "e+" not in wild
    assert r"= 3.81\cdot 10^{-7} &" in rules_with_numbers(race(w0=0.1, eta=0.5), 17, 1)
