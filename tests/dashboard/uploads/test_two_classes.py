"""Two classes out of a table: the columns that offer themselves, the rows that are left, the wrong cell."""

import numpy as np
import pytest

from dashboard.uploads.columns import columns_of, split_columns
from dashboard.uploads.reading import TableError, read_table
from dashboard.uploads.two_classes import axis_columns, classification_arrays, default_columns, label_columns
from dashboard.uploads.upload import DATA
from l2core.datasets import classification, from_table
from l2core.tables import breast_cancer
from tests.dashboard.uploads.test_reading import ROWS, problem, read, replaced, written

TEMPLATE = DATA / "template.csv"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (replaced(4, 1, "two"), "Row 6, column x2: two is not a number."),
        (replaced(4, 0, "1.2.3"), "Row 6, column x1: 1.2.3 is not a number."),
        (replaced(7, 0, "inf"), "Row 9, column x1: ∞ is too large."),
        (replaced(7, 0, "-1e300"), "Row 9, column x1: -1e300 is too large."),
        (replaced(7, 2, "maybe"), "Column label holds 3 different values. A label needs exactly two."),
        (written().replace("yes", "no"), "Column label holds one class only, no. Two are needed."),
        (written([(1, *row[1:]) for row in ROWS]), "Column x1 has the same value in every row."),
        (written(ROWS[:9]), "Too few rows are yes in column label: 3. At least 5 are needed."),
        (
            written([("a" * (k + 1), *row[1:]) for k, row in enumerate(ROWS)]),
            "Two columns of numbers are needed beside label; the table has 1.",
        ),
    ],
)
def test_wrong_cells_are_told_with_row_and_column(text, sentence):
    with pytest.raises(TableError) as caught:
        problem(text.encode())
    assert str(caught.value) == sentence


def test_a_column_chosen_twice_is_told():
    with pytest.raises(TableError, match="x1 is chosen twice"):
        classification_arrays(read(written()), ["x1", "x1"], "label")


def test_columns_offer_themselves_by_what_they_hold():
    text = "id,x1,x2,yes,part,kind\n" + "".join(
        f"n{k},{1.5 * k},{'' if k == 3 else 'bad' if k == 4 else k / 2},{k % 2},{part},{'ab'[k % 2]}\n"
        for k, part in enumerate(["Train", "VALIDATION", "test", "训练", "验证集", "val"] * 3)
    )
    table = read(text)
    columns = columns_of(table)
    assert axis_columns(columns) == ["x1", "x2", "yes"]
    assert label_columns(table, columns) == ["yes", "kind"]
    assert split_columns(table, columns) == ["part"]
    assert default_columns(table, columns_of(table)) == (
        ["x1", "yes"],
        "kind",
        "part",
    )  # x2 has a cell that is no number


def with_split(parts):
    return written([(*row, part) for row, part in zip(ROWS, parts, strict=True)], "x1,x2,label,split")


def test_the_split_column_decides_who_is_held_out():
    parts = ["train"] * 20 + ["Validation"] * 5 + ["测试"] * 5
    rows = classification_arrays(read(with_split(parts)), ["x1", "x2"], "label", "split")
    assert rows.split == ["train"] * 20 + ["validation"] * 5 + ["test"] * 5
    data = from_table(rows.X, rows.labels, rows.split, features=rows.features, classes=rows.classes)
    assert sorted((data.center + data.scale * data.X_test)[0].round(9)) == [12.5, 13, 13.5, 14, 14.5]
    assert data.classes == ("no", "yes")


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (
            ["train"] * 20 + ["test"] * 9 + ["later"],
            "Row 31, column split: later is not train, validation or test.",
        ),
        (["validation"] * 20 + ["test"] * 10, "Column split has no row for train."),
        (
            ["train"] * 20 + ["test"] * 8 + ["validation"] * 2,
            "The rows for validation hold one class only. Two are needed.",
        ),
        (["train"] + ["test"] * 29, "The rows for train hold one class only. Two are needed."),
        (
            ["train"] * 2 + ["test"] * 28,
            "Column split has too few rows for train: other parts are drawn from them, and two classes have "
            "to be left.",
        ),
    ],
)
def test_a_wrong_split_is_told(parts, sentence):
    with pytest.raises(TableError) as caught:
        classification_arrays(read(with_split(parts)), ["x1", "x2"], "label", "split")
    assert str(caught.value) == sentence


def test_classes_written_as_numbers_keep_their_order_and_look():
    rows = classification_arrays(
        read(written([(a, b, 1 if c == "yes" else 0) for a, b, c in ROWS])), ["x1"], "label"
    )
    assert rows.classes == ("0", "1")
    np.testing.assert_array_equal(rows.labels, [c == "yes" for *_, c in ROWS])


def test_a_real_table_is_read_as_the_core_reads_it():
    file = TEMPLATE.with_name("breast_cancer.csv")
    table, core = read_table(file.read_bytes(), file.name), breast_cancer()
    assert default_columns(table, columns_of(table)) == (["mean radius", "mean texture"], "diagnosis", None)
    rows = classification_arrays(table, core.features, "diagnosis")
    np.testing.assert_array_equal(rows.X, core.X)
    np.testing.assert_array_equal(rows.labels, core.y)
    assert rows.classes == core.classes


def test_the_template_is_a_table_the_lab_takes_with_points_the_core_drew():
    table = read_table(TEMPLATE.read_bytes(), TEMPLATE.name)
    features, label, split = default_columns(table, columns_of(table))
    rows = classification_arrays(table, features, label, split)
    data = from_table(rows.X, rows.labels, rows.split)
    assert data.X_train.shape == (2, 24)
    drawn = classification("football")
    np.testing.assert_allclose(rows.X[:24], drawn.X_train.T[:24], atol=5e-4)
    np.testing.assert_array_equal(rows.labels[:24], drawn.Y_train[0, :24])


@pytest.mark.parametrize(("row", "column"), [(0, 1), (29, 0), (7, 2)])
def test_rows_with_a_missing_cell_are_left_out_and_counted(row, column):
    rows = problem(replaced(row, column, "").encode())
    kept = [k for k in range(30) if k != row]
    np.testing.assert_array_equal(rows.X, [ROWS[k][:2] for k in kept])
    assert rows.left_out == 1
    assert len(problem(written().encode()).labels) == 30


def test_a_missing_cell_in_the_last_label_leaves_the_choice_open():
    text = "x,y,ok,flag\n" + "".join(f"{k},{-k},{k % 2},{'' if k == 3 else k % 3 // 2}\n" for k in range(30))
    table = read(text)
    assert default_columns(table, columns_of(table))[1] == "ok"
    assert classification_arrays(table, ["x", "y"], "flag").left_out == 1
    only = read(text.replace("x,y,ok,flag", "x,y,other,flag").replace(",1,", ",2.5,", 1))
    assert default_columns(only, columns_of(only))[1] == "flag"


@pytest.mark.parametrize("words", [("T", "F"), ("TRUE", "FALSE"), ("1", "0"), ("train", "test")])
def test_a_split_into_two_parts_gets_its_validation_rows_from_training(words):
    one, other = words
    parts = [one] * 20 + [other] * 10
    text = written([(*row, part) for row, part in zip(ROWS, parts, strict=True)], "x1,x2,label,train")
    table = read(text)
    features, label, split = default_columns(table, columns_of(table))
    assert (features, label, split) == (["x1", "x2"], "label", "train")
    rows = classification_arrays(table, features, label, split, seed=3)
    assert rows.drawn == ("validation",)
    assert rows.split[20:] == ["test"] * 10
    held_out = np.array(rows.split[:20]) == "validation"
    labels = np.array([row[2] == "yes" for row in ROWS[:20]])
    assert [int(held_out[labels == label].sum()) for label in (0, 1)] == [4, 2]  # a quarter of 13 and of 7
    assert rows.split == classification_arrays(table, features, label, split, seed=3).split
    assert rows.split != classification_arrays(table, features, label, split, seed=4).split
    from_table(rows.X, rows.labels, rows.split)
