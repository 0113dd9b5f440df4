"""The text of scripts: every number is read back as it was, and the cells make a file that runs."""

import ast
from contextlib import redirect_stdout
from io import StringIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.script_text import SHOW, WIDTH, array, code_cell, joined, number, title_cell


@settings(max_examples=100, deadline=None)
@given(st.floats() | st.integers(-(2**60), 2**60))
def test_a_number_is_read_back_as_it_was(x: float) -> None:
    read = eval(number(x), {"np": np})
    assert type(read) is type(x)
    assert read == x or (np.isnan(read) and np.isnan(x))
    assert number(np.float64(x)) == number(float(x))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.floats(), min_size=7, max_size=7), max_size=9))
def test_an_array_is_read_back_as_it_was(rows: list[list[float]]) -> None:
    text = array(rows)
    np.testing.assert_array_equal(eval(text, {"np": np}), rows)
    assert max(map(len, text.splitlines())) <= WIDTH


@pytest.mark.parametrize("value", [3, np.int64(3), np.uint8(3)])
def test_a_whole_number_has_no_point(value: int) -> None:
    assert number(value) == "3"
    assert array([value, 4]) == "[3, 4]"


def test_the_cells_make_a_file_that_runs() -> None:
    source = joined(
        [
            title_cell("A title", "The first line: $\\lambda$.\n\nThe second."),
            code_cell(["import math", "", *SHOW]),
            code_cell(['show("a", -0.0)', 'show("b", math.pi)', 'show("c", float("nan"))'], "Results"),
        ]
    )
    ast.parse(source)
    cells = source.split("# %%")[1:]
    assert [cell.splitlines()[0] for cell in cells] == [" [markdown]", "", " Results"]
    assert all(line.startswith("#") or not line for line in cells[0].splitlines()[1:])
    printed = StringIO()
    with redirect_stdout(printed):
        exec(source, {})
    assert printed.getvalue() == "a\t0\nb\t3.14159\nc\tnan\n"
