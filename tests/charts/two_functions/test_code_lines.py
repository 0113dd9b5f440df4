"""The lines of the two functions are those of the source, and their formulas are spelled alike."""

import inspect
import re

import pytest

from charts.two_functions.code_lines import code_lines, statement
from l2core import network
from tests.charts.two_functions.examples import english


def test_every_line_stands_in_the_source():
    lines = code_lines(english)
    order = "Z1 A1 Z2 A2 Z3 A3 cross_entropy penalty cost dZ3 dW3 db3 dA2 dZ2 dW2 db2 dA1 dZ1 dW1 db1"
    assert " ".join(line.name for line in lines) == order
    for line in lines:
        source = re.sub(r"\s", "", inspect.getsource(line.function))
        assert re.sub(r"\s", "", line.source) in source, line.name
        assert line.result.name == line.name
    assert {line.name for line in lines if line.has_lambda} == {"penalty", "cost", "dW1", "dW2", "dW3"}


def test_a_statement_that_is_not_there_is_an_error():
    with pytest.raises(LookupError, match="dW4"):
        statement(network.backward_propagation_with_regularization, "dW4 =")


@pytest.mark.parametrize(
    ("name", "words", "latex"),
    [
        ("Z1", "Z1 = W1 X + b1", "Z_1 = W_1 X + b_1"),
        ("A2", "A2 = max(Z2, 0)", r"A_2 = \max(Z_2, 0)"),
        ("A3", "A3 = σ(Z3)", r"A_3 = \sigma(Z_3)"),
        ("cost", "cost = cross-entropy + penalty", r"J = \text{cross-entropy} + \text{penalty}"),
        ("dZ3", "dZ3 = A3 − Y", "dZ_3 = A_3 - Y"),
        ("dA1", "dA1 = W2ᵀ dZ2", r"dA_1 = W_2^\top dZ_2"),
        ("dZ1", "dZ1 = dA1 ⊙ [A1 > 0]", r"dZ_1 = dA_1 \odot [A_1 > 0]"),
        (
            "dW2",
            "dW2 = (1/m) dZ2 A1ᵀ + (λ/m) W2",
            r"dW_2 = \tfrac1m\, dZ_2 A_1^\top + \tfrac{\lambda}{m} W_2",
        ),
        ("db3", "db3 = (1/m) Σ dZ3", r"db_3 = \tfrac1m\, \sum dZ_3"),
    ],
)
def test_a_formula_as_text_and_in_latex_is_that_of_the_notes(name, words, latex):
    line = next(line for line in code_lines(english) if line.name == name)
    assert (line.words, line.latex) == (words, latex)
