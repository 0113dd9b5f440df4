"""What is said of an own table's preparation is true of its cells, over tables of every kind."""

import re

import numpy as np
import pandas as pd
import pytest

from dashboard.text import catalogue
from dashboard.uploads.preparation import Choices
from dashboard.uploads.prepared import prepared
from lessons.choosing_lambda.table_preparation import MOST_NAMED, by_columns, told
from tests.dashboard.uploads.test_prepared import ames, beginning, choices_of, hitters, read, wild


def english(message: str) -> str:
    return message


def said(record) -> str:
    return " ".join(told(english, record)).replace("\\", "")


@pytest.mark.parametrize("seed", range(60))
def test_what_is_said_is_true_of_the_cells(seed):
    cells = read(wild(seed))
    choices = choices_of(cells, seed)
    table, record = prepared(cells, choices)
    words = said(record)
    emptied = cells.copy()
    for name, code in choices.codes:
        emptied.loc[emptied[name] == code, name] = np.nan
    missing = emptied.isna()

    # rows: counted again, one by one
    needed = [choices.target, *([choices.split] if choices.split else [])]
    needed += [name for name in cells if name in choices.rows and name in table.variables]
    lost = int(missing[needed].any(axis=1).sum())
    told_rows = re.search(r"(\d+) of (\d+) rows (?:have no|are left out)", words)
    assert (told_rows is None) == (lost == 0)
    if told_rows:
        assert (int(told_rows[1]), int(told_rows[2])) == (lost, len(cells))
    taking = [name for name in needed if missing[name].any()]
    assert ("rows have no" in words) <= (len(taking) >= 1)

    # gaps, words and columns: by name, as far as the sentence goes
    kept = emptied[~missing[needed].any(axis=1)]
    for variable in dict.fromkeys(table.variables):
        gap = bool(kept[variable].isna().any())
        numeric = kept[variable].dtype == float
        sentence = "filled in by the median" if numeric else "level of their own"
        named = re.search(rf"{sentence}[^:]*: ([^.]*)\.", words)
        if gap and named and "more" not in named[1]:
            assert f"{variable} ({missing[variable].sum()} missing)" in named[1]
        if named and f"{variable} (" in named[1]:
            assert gap
        if gap and numeric:
            assert named
    for column in re.findall(r"(n\d|c\d) \(([^)]*), not ([^)]*)\)", words):
        name, levels, reference = column
        found = kept[name].fillna("NA") if "NA" in levels else kept[name]
        assert {*levels.split(", "), reference} <= set(found.dropna()) or " and " in levels
    unused = [name for name in cells if name not in (*table.variables, *needed[: 1 + bool(choices.split)])]
    listed = re.search(r"Columns left out: (.*?)\.(?: |$)", words)
    assert (listed is None) == (not unused)
    if listed and " and " not in listed[1]:
        assert all(name in listed[1] for name in unused)
    if choices.split:
        parts = cells.loc[kept.index, choices.split].str.lower()
        assert f"{(parts == 'test').sum()} rows are set apart for a test by {choices.split}" in words
    if "nothing was changed" in words:
        assert not missing.any().any()
        assert len(table.features) == cells.shape[1] - 1


@pytest.mark.parametrize("seed", range(0, 60, 7))
def test_every_column_of_the_file_has_a_row_and_every_reason_holds(seed):
    cells = read(wild(seed))
    _table, record = prepared(cells, beginning(cells))
    table = by_columns(english, record).set_index("Column")
    assert table.index.tolist() == cells.columns.tolist()
    for name, row in table.iterrows():
        given = cells[name]
        what = row["What it is here"]
        if "more than half" in what:
            assert given.isna().mean() > 0.5
        if "the same in every row" in what:
            assert given.dropna().nunique() < 2
        if "of its own for every row" in what:
            assert given.nunique() == len(given)
        if name not in ("split",):
            assert row["Missing cells"] == given.isna().sum()


def test_long_lists_are_cut_and_say_how_many_more_there_are():
    rows = ames()
    cells = read(rows)
    _table, record = prepared(cells, beginning(cells, out=tuple(f"Area {k}" for k in range(12))))
    assert "Area 0, Area 1, Area 2, Area 3 and 8 more (as you chose)" in said(record)
    words = [name for name in rows if name.startswith("Kind")]
    assert f"and {len(words) - MOST_NAMED} more." in said(record)
    assert len(by_columns(english, record)) == rows.shape[1]


def test_nothing_is_said_to_have_been_done_where_nothing_was():
    rows = pd.DataFrame({"x": np.sin(np.arange(30)), "y": np.cos(np.arange(30))})
    words = told(english, prepared(read(rows), Choices("y"))[1])
    assert words == ["Every column is one of numbers, and no cell is missing: nothing was changed."]


def test_a_target_of_words_is_told_which_is_one():
    rows = hitters()
    assert "NewLeague is 1 for N and 0 for A." in said(prepared(read(rows), Choices("NewLeague"))[1])
    assert "NewLeague is 1 for A and 0 for N." in said(
        prepared(read(rows), Choices("NewLeague", level="A"))[1]
    )
    rows["kind"] = np.resize(["a", "b", "c"], len(rows))
    record = prepared(read(rows), Choices("kind", level="b"))[1]
    assert "kind is 1 for b and 0 for all its other words." in said(record)


def test_it_is_said_in_chinese_too():
    chinese = catalogue("zh").gettext
    record = prepared(read(hitters()), Choices("Salary"))[1]
    assert "60 行中有 12 行缺 Salary，已删去。" in " ".join(told(chinese, record))
