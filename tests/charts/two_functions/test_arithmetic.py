"""The printed numbers are those of the core, and the printed arithmetic comes to the printed result."""

import ast
import math
import re

import numpy as np
import pytest

from charts.two_functions.arithmetic import calculation
from charts.two_functions.code_lines import code_lines
from charts.two_functions.printed import printed, printed_entry
from tests.charts.two_functions.examples import NETS, computed, english

RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def arithmetic(text: str) -> float:
    """What a line of printed arithmetic comes to; e^x is the only name in it beside max."""
    text = re.sub("10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda power: f"10**{power[1].translate(RAISED)}", text)
    python = text.replace("−", "-").replace("·", "*").replace("e^", "E**")
    return float(eval(compile(ast.parse(python, mode="eval"), "printed", "eval"), {"max": max, "E": math.e}))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (-0.1234, "−0.123"),
        (12.0, "12.000"),
        (0.0004, "4·10⁻⁴"),
        (-2e-11, "−2·10⁻¹¹"),
    ],
)
def test_a_number_keeps_its_digits(value, text):
    assert printed_entry(value) == text


def test_a_matrix_is_shown_with_the_decimals_it_has():
    texts = printed(
        {"X": np.array([[0.5, -1.25]]), "Y": np.array([[1.0, 0.0]]), "λ/2m": np.array([[0.7 / 6]])}
    )
    assert texts == {"X": [["0.50", "−1.25"]], "Y": [["1", "0"]], "λ/2m": [["0.1167"]]}


@pytest.mark.parametrize("dims", NETS)
def test_the_printed_arithmetic_gives_the_printed_result(dims):
    for numbers in computed(dims=dims, m=3, seed=4):
        texts = printed(numbers)
        for line in code_lines(english):
            for (row, column), value in np.ndenumerate(numbers[line.name]):
                told = arithmetic(calculation(line, texts, row, column))
                # each printed number is off by half a thousandth at most, and a line adds up a few of them
                assert told == pytest.approx(value, abs=0.012), f"{line.name}[{row}, {column}]"
