"""X and y of an own table: the record alone leads from the cells to them, and what it says was done."""

import numpy as np
import pandas as pd
import pytest

from dashboard.uploads import prepared as prepared_module
from dashboard.uploads.columns import columns_of, split_columns
from dashboard.uploads.preparation import MISSING_LEVEL, Choices, Preparation
from dashboard.uploads.prepared import prepared
from dashboard.uploads.reading import read_table
from dashboard.uploads.suggestions import default_target, suggested_out, target_columns
from l2core.tables import test_part as held_out_part
from l2core.tables import training_part
from tests.pages.own_tables import ames, hitters, prostate, titanic


def read(table: pd.DataFrame, *, index: bool = False) -> pd.DataFrame:
    return read_table(table.to_csv(index=index, na_rep="NA").encode(), "mine.csv")


def beginning(table: pd.DataFrame, **choices) -> Choices:
    """What the page begins with."""
    columns = columns_of(table)
    splits = split_columns(table, columns)
    chosen = {"target": default_target(columns, splits), "split": splits[0] if splits else None}
    return Choices(**(chosen | choices))


def repeated(table: pd.DataFrame, record: Preparation) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    """X, y and the test rows by pandas, from the file's cells and the record alone."""
    cells = table.copy()
    for variable in (*record.variables, record.target):
        if variable.codes:
            cells[variable.name] = cells[variable.name].replace(list(variable.codes), np.nan)
    needed = [record.target.name, *(v.name for v in record.variables if v.gaps == "rows")]
    cells = cells.dropna(subset=needed if record.split is None else [*needed, record.split.name])
    test = pd.Series(False, cells.index)
    if record.split is not None:
        test = cells[record.split.name].isin(record.split.test)
        assert (test | cells[record.split.name].isin(record.split.training)).all()
    fit = cells.index[~test]
    if record.drawn is not None:
        assert len(fit) == record.drawn
        fit = fit[np.sort(np.random.default_rng(0).choice(record.drawn, record.used, replace=False))]
    cells = cells.loc[fit.union(cells.index[test])]
    columns = {}
    for variable in record.variables:
        found = cells[variable.name]
        if variable.kind == "number":
            columns[variable.features[0]] = found
            continue
        found = found.fillna(MISSING_LEVEL) if variable.gaps == "own level" else found
        for feature, level in zip(variable.features, variable.levels[1:], strict=True):
            columns[feature] = (found == level).astype(float)
    y = cells[record.target.name]
    if record.target.kind != "number":
        y = (y == record.target.levels[1]).astype(float)
    return pd.DataFrame(columns), y, test[cells.index]


def wild(seed: int) -> pd.DataFrame:
    """Some columns of every kind, with gaps, codes, names and a split."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(150, 250))

    def gaps(cells: np.ndarray, share: float) -> pd.Series:
        return pd.Series(cells).mask(rng.random(n) < share)

    table = pd.DataFrame({"Id": range(1, n + 1)})
    for k in range(int(rng.integers(1, 5))):
        cells = np.where(rng.random(n) < 0.2, -999.0, rng.normal(size=n).round(3))
        table[f"n{k}"] = gaps(cells, rng.choice([0.0, 0.1, 0.7]))
    for k in range(int(rng.integers(0, 4))):
        words = [f"w{j}" for j in range(int(rng.integers(1, 5)))]
        table[f"c{k}"] = gaps(rng.choice(words, n).astype(object), rng.choice([0.0, 0.1]))
    if rng.random() < 0.5:
        table["split"] = gaps(rng.choice(["train", "Validation", "test"], n, p=[0.5, 0.3, 0.2]), 0.05)
    table["names"] = [f"somebody {k}" for k in range(n)]
    table["y"] = gaps(rng.choice(["no", "perhaps", "yes"], n) if seed % 3 == 0 else rng.normal(size=n), 0.1)
    return table


def choices_of(table: pd.DataFrame, seed: int) -> Choices:
    rng = np.random.default_rng(1000 + seed)
    names = [name for name in table.columns if name[0] in "nc" and name != "names"]
    some = [name for name in names if rng.random() < 0.3]
    codes = [(name, -999.0) for name in names if name[0] == "n" and rng.random() < 0.5]
    out = None if rng.random() < 0.5 else tuple(name for name in names[1:] if rng.random() < 0.3)
    level = "no" if seed % 6 == 0 else None
    return beginning(table, rows=tuple(some), codes=tuple(codes), out=out, level=level)


@pytest.mark.parametrize("seed", range(60))
def test_the_record_alone_leads_from_the_cells_to_X_and_y(seed):
    cells = read(wild(seed))
    table, record = prepared(cells, choices_of(cells, seed))
    X, y, test = repeated(cells, record)
    np.testing.assert_array_equal(table.X, X.to_numpy(dtype=float).reshape(len(y), -1))
    np.testing.assert_array_equal(table.y, y)
    assert table.features == tuple(X.columns)
    assert len(table.variables) == len(table.features)
    assert (table.test is None) == (record.split is None)
    assert (test.sum(), (~test).sum()) == (record.test, record.used)
    training = training_part(table)
    assert len(training.y) == record.used
    known = np.where(np.isnan(training.X), np.nanmean(training.X, axis=0), training.X)
    assert (np.ptp(known, axis=0) > 0).all()
    named = {v.name for v in record.variables} | {c.name for c in record.left_out} | {record.target.name}
    assert named | ({record.split.name} if record.split else set()) == set(cells.columns)
    assert sum(count for _name, count in record.rows_left_out) == len(cells) - record.used - record.test
    gaps = {v.name: v.gaps for v in record.variables}
    for name, column in X.items():
        assert column.isna().any() == (gaps.get(name) == "median")


def test_prostate_keeps_30_rows_for_the_test_and_fits_67():
    cells = read(prostate(), index=True)
    choices = beginning(cells)
    assert (choices.target, choices.split) == ("lpsa", "train")
    table, record = prepared(cells, choices)
    assert (record.used, record.test) == (67, 30)
    assert table.features == ("lcavol", "lweight", "svi", "pgg45")
    held_out = held_out_part(table)
    original = prostate()
    np.testing.assert_array_equal(held_out.y, original["lpsa"][original["train"] == "F"])
    assert (record.split.training, record.split.test) == (("T",), ("F",))


@pytest.mark.parametrize("words", [("TRUE", "FALSE"), ("1", "0"), ("yes", "no"), ("Train", "testing")])
def test_a_split_column_is_known_by_its_words_or_its_name(words):
    table = prostate()
    table["train"] = table["train"].map(dict(zip("TF", words, strict=True)))
    _table, record = prepared(read(table), beginning(read(table)))
    assert (record.used, record.test) == (67, 30)
    table = table.rename(columns={"train": "smoker"})
    assert (split_columns(read(table), columns_of(read(table))) == ["smoker"]) == (words[0] == "Train")


def test_rows_for_validation_count_as_training():
    table = prostate()
    table["part"] = np.resize(["train", "train", "val", "test"], len(table))
    _table, record = prepared(read(table.drop(columns="train")), Choices("lpsa", split="part"))
    assert record.test == (table["part"] == "test").sum()
    assert set(record.split.training) == {"train", "val"}


def test_a_word_that_only_the_test_rows_have_is_like_the_first():
    table = prostate()
    fit = table["train"] == "T"
    table["kind"] = np.where(fit, np.resize(["b", "c", "d"], len(table)), "a")
    cells = read(table)
    prepared_table, record = prepared(cells, beginning(cells))
    assert next(v for v in record.variables if v.name == "kind").levels == ("b", "c", "d")
    kind = [k for k, name in enumerate(prepared_table.variables) if name == "kind"]
    assert not prepared_table.X[np.ix_(prepared_table.test, kind)].any()


def test_twenty_words_are_columns_and_twenty_one_are_left_out():
    n = 210
    table = pd.DataFrame({"x": np.random.default_rng(0).normal(size=n), "y": np.sin(np.arange(n))})
    table["twenty"] = [f"w{k % 20:02d}" for k in range(n)]
    table["more"] = [f"w{k % 21:02d}" for k in range(n)]
    result, record = prepared(read(table), Choices("y"))
    assert result.features == ("x", *(f"twenty = w{k:02d}" for k in range(1, 20)))
    assert [(c.name, c.reason, c.different) for c in record.left_out] == [("more", "words", 21)]


def test_row_numbers_and_names_are_left_out_and_can_be_taken_back():
    cells = read(ames(), index=True)
    columns = columns_of(cells)
    assert suggested_out(columns, "SalePrice", None, len(cells)) == ["Order", "PID", "Kind 4"]
    _table, record = prepared(cells, beginning(cells))
    assert {c.name: c.reason for c in record.left_out} == {
        "Order": "identifier",
        "PID": "identifier",
        "Kind 4": "missing",
    }
    table, record = prepared(cells, beginning(cells, out=("PID", "Area 0")))
    assert {c.name: c.reason for c in record.left_out} == {"PID": "identifier", "Area 0": "chosen"}
    assert {"Order", "Kind 4"} <= set(table.variables)


@pytest.mark.parametrize(
    ("name", "cells", "is_one"),
    [
        ("any", np.arange(1, 41), True),
        ("any", np.arange(40)[::-1], True),
        ("year", np.arange(1950, 1990), False),
        ("customer_id", 7 * np.arange(40) + 3, True),
        ("PassengerId", 7 * np.arange(40) + 3, True),
        ("humid", 7 * np.arange(40) + 3, False),
        ("PID", np.resize([1, 2], 40), False),
        ("名称", [f"第{k}家" for k in range(40)], True),
        ("any", np.arange(1, 41) + 0.5, False),
    ],
)
def test_what_numbers_or_names_the_rows_is_told_from_a_measurement(name, cells, is_one):
    table = pd.DataFrame({name: cells, "x": np.resize([1, 5, 2], 40), "y": np.sin(np.arange(40))})
    assert columns_of(read(table))[name].identifier == is_one


def test_where_nothing_else_is_left_row_numbers_are_a_variable():
    cells = read(pd.DataFrame({"x": range(40), "y": np.sin(np.arange(40))}))
    assert prepared(cells, Choices("y"))[0].features == ("x",)


def test_codes_are_missing_where_the_user_says_so():
    table = pd.DataFrame({"x": np.resize([1.0, 2.0, 5.0, -200.0], 40), "y": np.sin(np.arange(40))})
    table["z"] = np.resize([-200.0, 3.0, 1.0], 40)
    plain_table, _record = prepared(read(table), Choices("y"))
    assert not np.isnan(plain_table.X).any()
    coded, record = prepared(read(table), Choices("y", codes=(("x", -200.0),)))
    np.testing.assert_array_equal(np.isnan(coded.X[:, 0]), table["x"] == -200)
    assert not np.isnan(coded.X[:, 1]).any()
    assert [(v.missing, v.codes, v.gaps) for v in record.variables] == [
        (10, (-200.0,), "median"),
        (0, (), "none"),
    ]


def test_of_too_many_rows_a_part_is_drawn_and_the_test_stays_whole(monkeypatch):
    monkeypatch.setattr(prepared_module, "MOST_ROWS", 40)
    cells = read(prostate(), index=True)
    table, record = prepared(cells, beginning(cells))
    assert (record.used, record.test, record.drawn) == (40, 30, 67)
    X, y, _test = repeated(cells, record)
    np.testing.assert_array_equal(table.X, X)
    np.testing.assert_array_equal(table.y, y)


@pytest.mark.parametrize(
    ("rows", "target"),
    [
        (hitters(), "Salary"),
        (titanic(), "Survived"),
        (prostate(), "lpsa"),
        (ames(), "SalePrice"),
        (pd.DataFrame({"fare": np.sin(np.arange(20)), "sex": np.resize(["m", "f"], 20)}), "fare"),
        (pd.DataFrame({"y": np.resize(["m", "f", "d"], 20), "fare": np.sin(np.arange(20))}), "y"),
        (pd.DataFrame({"word": np.resize(["m", "f", "d"], 20), "sex": np.resize(["m", "f"], 20)}), "sex"),
    ],
)
def test_the_target_to_begin_with(rows, target):
    assert beginning(read(rows)).target == target


def test_a_column_of_names_or_of_one_value_or_that_splits_is_no_target():
    table = prostate().assign(same=1.0, who=[f"somebody {k}" for k in range(97)])
    cells = read(table)
    columns = columns_of(cells)
    assert target_columns(columns, ["train"]) == ["lcavol", "lweight", "svi", "pgg45", "lpsa"]


def test_two_values_are_zero_and_one_in_their_order_and_one_word_stands_against_the_rest():
    n = 30
    table = pd.DataFrame({"x": np.sin(np.arange(n)), "two": np.resize([10.0, 9.0], n)})
    table["kind"] = np.resize(["a", "b", "c"], n)
    cells = read(table)
    numbers, _record = prepared(cells, Choices("two"))
    np.testing.assert_array_equal(numbers.y, table["two"] == 10)
    assert numbers.classes == ("9", "10")
    words, record = prepared(cells, Choices("kind", level="b"))
    np.testing.assert_array_equal(words.y, table["kind"] == "b")
    assert (record.target.kind, record.target.levels) == ("one against the rest", ("", "b"))
    assert prepared(cells, Choices("kind", level="nobody"))[1].target.levels == ("", "c")


def test_a_feature_keeps_its_own_name_beside_a_word_of_that_name():
    n = 30
    table = pd.DataFrame({"sex = m": np.sin(np.arange(n)), "sex": np.resize(["f", "m"], n)})
    table["y"] = np.cos(np.arange(n))
    features = prepared(read(table), Choices("y"))[0].features
    assert features == ("sex = m", "sex = m′")


def test_wide_tables_are_looked_at_all_at_once():
    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.normal(size=(64, 6830)), columns=[f"g{k}" for k in range(6830)])
    table.iloc[3, 5] = np.nan
    columns = columns_of(table)
    assert len(columns) == 6830
    assert (columns["g5"].missing, columns["g5"].different) == (1, 63)
    assert prepared(table, Choices("g0"))[0].X.shape == (64, 6829)


@pytest.mark.parametrize(
    ("words", "target"),
    [("yes no", "last"), ("否 是", "last"), ("True False", "last"), ("red blue", "x"), ("yes no maybe", "x")],
)
def test_a_last_column_that_says_yes_or_no_is_what_is_predicted(words: str, target: str) -> None:
    rows = 24
    table = pd.DataFrame({"x": np.arange(rows) % 7 + 0.5, "last": np.resize(words.split(), rows)})
    columns = columns_of(read(table))
    assert default_target(columns, []) == target
    assert default_target(columns_of(read(table[["last", "x"]])), []) == "x"
