"""The pictures of the last lesson show the numbers of the core, whole, in their place, and nothing else."""

import ast
import inspect
import math
import re

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from charts.two_functions.code_lines import Matrix, code_lines, statement
from charts.two_functions.equation_layout import NARROW, WIDE
from charts.two_functions.gradient_pictures import diagonal, gradient_parts, slip_table, slip_words
from charts.two_functions.line_by_line import calculation, inputs_latex, line_latex, number, shown
from charts.two_functions.walk_through import ALWAYS, CONTENT, penalty_share, walk_through
from l2core import network
from l2core.worked_example import SLIPS, check_slips, every_number, worked_example

LAMBDAS = [0.0, 0.7, 2.4]
NETS = ([2, 2, 2, 1], [2, 3, 2, 1], [2, 4, 3, 1], [3, 4, 3, 1])


def english(message: str) -> str:
    return message


def computed(dims=(2, 3, 2, 1), m=4, seed=27):
    return [every_number(*worked_example(dims, m, seed), lambd) for lambd in LAMBDAS]


def walk(**choice):
    return walk_through(english, computed(**choice), start=(14, 1))


def value_of(text: str) -> float:
    return float(text.replace("−", "-"))


def arithmetic(text: str) -> float:
    """What a line of printed arithmetic comes to; e^x is the only name in it beside max."""
    python = text.replace("−", "-").replace("·", "*").replace("e^", "E**")
    return float(eval(compile(ast.parse(python, mode="eval"), "printed", "eval"), {"max": max, "E": math.e}))


# The lines of code.


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


# The numbers as text.


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (-0.0, "0"), (-0.1234, "−0.123"), (12.0, "12.000"), (0.0004, "4e−4"), (-2e-11, "−2e−11")],
)
def test_a_number_keeps_its_digits(value, text):
    assert number(value) == text


def test_a_matrix_is_shown_with_the_decimals_it_has():
    texts = shown({"X": np.array([[0.5, -1.25]]), "Y": np.array([[1.0, 0.0]]), "λ/2m": np.array([[0.7 / 6]])})
    assert texts == {"X": [["0.50", "−1.25"]], "Y": [["1", "0"]], "λ/2m": [["0.1167"]]}


@pytest.mark.parametrize("dims", NETS)
def test_the_printed_arithmetic_gives_the_printed_result(dims):
    for numbers in computed(dims=dims, m=3, seed=4):
        texts = shown(numbers)
        for line in code_lines(english):
            for (row, column), value in np.ndenumerate(numbers[line.name]):
                told = arithmetic(calculation(line, texts, row, column))
                # each printed number is off by half a thousandth at most, and a line adds up a few of them
                assert told == pytest.approx(value, abs=0.012), f"{line.name}[{row}, {column}]"


def test_the_latex_of_a_line_holds_every_number_of_its_result():
    for numbers in computed():
        texts = shown(numbers)
        for line in code_lines(english):
            latex = line_latex(line, texts)
            for text in np.ravel(texts[line.name]):
                assert text.replace("−", "-") in latex
            if line.name.startswith("dW"):
                for text in np.ravel(texts[f"data_{line.name}"] + texts[f"penalty_{line.name}"]):
                    assert text.replace("−", "-") in latex
            assert latex.count("{") == latex.count("}")
            assert "nan" not in latex
    assert [latex.count("bmatrix") for latex in inputs_latex(texts)] == [2, 2, 4, 4, 4]


# The walk.


def test_the_walk_prints_every_matrix_of_every_line_at_every_lambda():
    numbers = computed()
    cells = walk().tables["cells"]
    printed = cells[cells.text != ""]
    for place, line in enumerate(code_lines(english)):
        for term in line.equation:
            if not isinstance(term, Matrix):
                continue
            for lam, of_lambda in enumerate(numbers):
                here = printed[
                    (printed.line == place)
                    & printed.lam.isin([ALWAYS, lam])
                    & (printed.matrix == term.label)
                    & (printed.narrow == 1)
                ]
                matrix = term.of(of_lambda)
                entries = {f"{i + 1}, {j + 1}": value for (i, j), value in np.ndenumerate(matrix)}
                assert dict(zip(here.entry, here.value, strict=True)) == entries
                for text, value in zip(here.text, here.value, strict=True):
                    assert value_of(text) == pytest.approx(value, abs=6e-4)


@pytest.mark.parametrize("m", [3, 6])
@pytest.mark.parametrize("dims", NETS)
def test_nothing_overlaps_or_leaves_the_picture(dims, m):
    tables = walk(dims=dims, m=m).tables
    cells = tables["cells"][tables["cells"].text != ""]
    for (narrow, _line), boxes in cells.groupby(["narrow", "line"]):
        layout = NARROW if narrow else WIDE
        assert (boxes.x >= 0).all()
        assert (boxes.x + boxes.w <= layout.width).all()
        assert (boxes.y + boxes.h <= CONTENT).all()
        spots = boxes[boxes.lam <= 0][["x", "y", "w", "h"]].to_numpy()
        gap = np.abs(spots[:, None, :2] - spots[None, :, :2])
        apart = (gap >= spots[None, :, 2:]).any(axis=2)
        assert apart[~np.eye(len(spots), dtype=bool)].all()
        words = tables["words"]
        below = words[(words.narrow == narrow) & (words.line == _line) & (words.role == "code")]
        ends = below.y + (below.text.str.count("\n") + 1) * layout.line_height
        assert (ends <= CONTENT + 1).all()
        assert below.text.str.split("\n").explode().str.len().max() <= layout.characters + 4


def test_blue_is_the_share_of_the_penalty():
    numbers = computed()
    assert (penalty_share("dW2", numbers[0]) == 0).all()
    W, data = numbers[1]["W2"], numbers[1]["data_dW2"]
    pull = 0.7 / 4 * W
    assert_allclose(penalty_share("dW2", numbers[1]), abs(pull) / (abs(pull) + abs(data)))
    assert_allclose(penalty_share("cost", numbers[1]), numbers[1]["penalty"] / numbers[1]["cost"])
    assert (penalty_share("dZ2", numbers[1]) == 0).all()
    cells = walk().tables["cells"]
    blue = cells[(cells.origin != "from the data") & (cells.narrow == 0)]
    assert set(blue.lam) == {1, 2}
    assert (blue.w <= WIDE.cell_width - 2).all()
    share = blue[(blue.line == 14) & (blue.lam == 1) & (blue.matrix == "dW2")]
    assert_allclose(share.w / (WIDE.cell_width - 2), penalty_share("dW2", numbers[1]).ravel())


def test_the_spec_of_the_walk_does_not_change_with_the_data():
    small, large = walk(), walk(dims=(3, 4, 3, 1), m=6, seed=2)
    assert small.spec is large.spec
    params = {param["name"]: param for param in small.spec["params"]}
    assert params["line"]["value"] == 14
    assert params["line"]["bind"]["max"] == 19
    assert params["lam"]["bind"]["max"] == len(LAMBDAS) - 1


# The parts of the gradient and the check.


def test_the_parts_of_every_gradient_add_up_and_grow_with_lambda():
    numbers = computed()
    picture = gradient_parts(english, numbers, start=1)
    parts = picture.tables["parts"]
    both = parts.groupby(["lam", "entry"], sort=False).agg({"amount": "sum", "total": "first"})
    assert_allclose(both.amount, both.total, atol=1e-6)
    wide = parts.pivot(index="entry", columns=["part", "lam"], values="amount")
    data, penalty = wide["data part"], wide["penalty part (λ/m) W"]
    assert (data[0] == data[1]).all()
    assert (data[0] == data[2]).all()
    assert (penalty[0] == 0).all()
    assert_allclose(penalty[2], penalty[1] * 2.4 / 0.7, rtol=1e-5)
    assert (penalty[penalty.index.str.startswith("db")] == 0).all(axis=None)
    assert penalty.loc["dW2[1, 3]", 1] == pytest.approx(0.7 / 4 * numbers[1]["W2"][0, 2])
    low, high = picture.tables["reach"].amount
    assert low <= parts.total.min()
    assert high >= parts.total.max()


@pytest.fixture(scope="module")
def check():
    return check_slips(*worked_example([2, 3, 2, 1], 4, 27), LAMBDAS)


def test_only_what_the_slip_makes_wrong_leaves_the_diagonal(check):
    points = diagonal(english, check, "penalty_in_dW2", start=1).tables["points"]
    assert not points[points.lam == 0].off.any()
    off = points[(points.lam == 1) & points.off]
    assert set(off.entry) == {f"dW2[{row}, {column}]" for row in (1, 2) for column in (1, 2, 3)}
    W = worked_example([2, 3, 2, 1], 4, 27)[2]["W2"]
    assert_allclose(off.numerical - off.analytical, (0.7 / 4 * W).ravel(), atol=1e-8)
    right = diagonal(english, check, "nothing", start=1).tables
    assert not right["points"].off.any()
    assert_allclose(right["points"].analytical, right["points"].numerical, atol=1e-8)
    for lam, ends in right["ends"].groupby("lam"):
        here = right["points"][right["points"].lam == lam]
        assert ends.end.max() == max(here.analytical.max(), here.numerical.max())


def test_the_table_of_slips_names_the_failing_arrays(check):
    table = slip_table(english, check, chosen="relu_gate", start=1).tables["errors"]
    assert len(table) == len(SLIPS) * len(LAMBDAS) * 6
    here = table[table.lam == 1].set_index(["slip", "array"])
    for slip, words in slip_words(english).items():
        for name, error in check.relative_errors[slip][1].items():
            cell = here.loc[(words, name)]
            assert cell.error == error
            assert (cell.text == "✓") == (error < 1e-7)
            assert 0 < cell.depth < 1
    assert set(table[table.chosen == 1].slip) == {"no ReLU gate"}


def test_no_table_holds_an_undefined_number(check):
    pictures = [
        walk(),
        gradient_parts(english, computed(), start=1),
        *(diagonal(english, check, slip, start=1) for slip in SLIPS),
        slip_table(english, check, chosen="nothing", start=1),
    ]
    for picture in pictures:
        for table in picture.tables.values():
            assert isinstance(table, pd.DataFrame)
            assert not table.isna().any(axis=None)
            assert np.isfinite(table.select_dtypes("number").to_numpy()).all()
