"""The parts of the gradient and its check show the numbers of the core, and nothing undefined."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from charts.two_functions.diagonal import diagonal_tables
from charts.two_functions.gradient_parts import gradient_parts, part_tables
from charts.two_functions.slip_table import error_tables, slip_words
from l2core.worked_example import SLIPS, check_slips, worked_example
from tests.charts.two_functions.examples import LAM, LAMBDAS, computed, english, height_and_tables
from tests.charts.two_functions.test_arithmetic import arithmetic


def test_the_parts_of_every_gradient_add_up_and_grow_with_lambda():
    numbers = computed()
    tables = part_tables(english, numbers)
    parts = tables["parts"]
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
    low, high = tables["reach"].amount
    assert low <= parts.total.min()
    assert high >= parts.total.max()


def test_the_parts_can_be_read_as_a_table():
    here = computed()[1]
    table = gradient_parts(english, part_tables(english, [here]), here, LAM).numbers()
    assert list(table) == ["Entry", "data part", "penalty part (λ/m) W", "Both together"]
    assert len(table) == sum(here[f"d{kind}{layer}"].size for kind in "Wb" for layer in (1, 2, 3))
    row = table[table["Entry"] == "dW2[1, 2]"].iloc[0].tolist()
    parts = (here["data_dW2"], here["penalty_dW2"], here["dW2"])
    assert [arithmetic(text) for text in row[1:]] == pytest.approx([part[0, 1] for part in parts], rel=6e-3)


def test_the_bar_of_the_data_begins_at_0_and_so_stands_still():
    tables = part_tables(english, computed())
    assert set(tables["parts"][tables["parts"].place == 0].part) == {"data part"}
    picture = gradient_parts(english, tables, computed()[1], LAM)
    bars = picture.spec["layer"][0]
    assert bars["encoding"]["order"] == {"field": "place", "type": "quantitative"}


@pytest.fixture(scope="module")
def check():
    return check_slips(*worked_example([2, 3, 2, 1], 4, 27), LAMBDAS)


def test_only_what_the_slip_makes_wrong_leaves_the_diagonal(check):
    points = diagonal_tables(english, check, "penalty_in_dW2")["points"]
    assert not points[points.lam == 0].off.any()
    off = points[(points.lam == 1) & points.off]
    assert set(off.entry) == {f"dW2[{row}, {column}]" for row in (1, 2) for column in (1, 2, 3)}
    W = worked_example([2, 3, 2, 1], 4, 27)[2]["W2"]
    assert_allclose(off.numerical - off.analytical, (0.7 / 4 * W).ravel(), atol=1e-8)
    right = diagonal_tables(english, check, "nothing")
    assert not right["points"].off.any()
    assert_allclose(right["points"].analytical, right["points"].numerical, atol=1e-8)
    for lam, ends in right["ends"].groupby("lam"):
        here = right["points"][right["points"].lam == lam]
        assert ends.end.max() == max(here.analytical.max(), here.numerical.max())


def test_the_table_of_slips_names_the_failing_arrays(check):
    table = error_tables(english, check, "relu_gate")["errors"]
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
        height_and_tables(computed())[1],
        part_tables(english, computed()),
        *(diagonal_tables(english, check, slip) for slip in SLIPS),
        error_tables(english, check, "nothing"),
    ]
    for tables in pictures:
        for table in tables.values():
            assert isinstance(table, pd.DataFrame)
            assert not table.isna().any(axis=None)
            assert np.isfinite(table.select_dtypes("number").to_numpy()).all()
