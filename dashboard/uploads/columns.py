"""Columns of an uploaded table become arrays, or one sentence that names the row and the column."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from charts.numbers import code_number
from dashboard.text import N_
from dashboard.uploads.reading import TableError, numbers
from l2core.checks import FloatArray

FEWEST_OF_A_CLASS = 5
FEWEST_ROWS = 10
LARGEST_NUMBER = 1e100  # beyond it a square may overflow

PART_NAMES = {
    "train": ("train", "training", "训练", "训练集"),
    "validation": ("validation", "valid", "val", "dev", "验证", "验证集"),
    "test": ("test", "testing", "测试", "测试集"),
}
_PART = {name: part for part, names in PART_NAMES.items() for name in names}


@dataclass(frozen=True)
class LabelledRows:
    """What `l2core.datasets.from_table` takes: X (n_samples, n), labels and parts (n_samples,)."""

    X: FloatArray
    labels: FloatArray
    split: list[str] | None
    features: tuple[str, ...]
    classes: tuple[str, str]


def numeric_columns(table: pd.DataFrame) -> list[str]:
    """The columns in which more cells are numbers than are not, missing ones aside."""
    return [
        name
        for name in table.columns.tolist()
        if numbers(table[name]).notna().sum() > table[name].notna().sum() / 2
    ]


def split_columns(table: pd.DataFrame) -> list[str]:
    """The columns in which more cells are train, validation or test than are not, missing ones aside."""
    return [
        name
        for name in table.columns.tolist()
        if _parts(table[name]).notna().sum() > table[name].notna().sum() / 2
    ]


def label_columns(table: pd.DataFrame) -> list[str]:
    """The columns with exactly two different values, missing ones aside, that do not name the parts."""
    parts = split_columns(table)
    return [name for name in table.columns.tolist() if table[name].nunique() == 2 and name not in parts]


def default_columns(table: pd.DataFrame) -> tuple[list[str], str, str | None]:
    """To begin with: the first two numeric columns, the last label column, the split column if there is one.

    Raises TableError where no column has two classes or fewer than two others have numbers.
    """
    split = next(iter(split_columns(table)), None)
    candidates = label_columns(table)
    label = candidates[-1] if candidates else [name for name in table.columns.tolist() if name != split][-1]
    _classes(table[label])
    features = [name for name in numeric_columns(table) if name not in (label, split)]
    if len(features) < 2:
        raise TableError(
            N_("Two columns of numbers are needed beside {label}; the table has {count}."),
            label=label,
            count=len(features),
        )
    return features[:2], label, split


def classification_arrays(
    table: pd.DataFrame, features: Sequence[str], label: str, split: str | None = None
) -> LabelledRows:
    """The rows of a problem with two classes; the one that sorts first is 0. Raises TableError."""
    chosen = [*features, label, *([split] if split else [])]
    if repeated := next((name for k, name in enumerate(chosen) if name in chosen[:k]), None):
        raise TableError(N_("The column {column} is chosen twice."), column=repeated)
    classes = _classes(table[label])
    X = np.column_stack([_measured(table[name]) for name in features])
    for name in features:
        if table[name].nunique() == 1:
            raise TableError(N_("Column {column} has the same value in every row."), column=name)
    labels = (table[label] == classes[1]).to_numpy().astype(float)
    parts = _named_parts(table[split], labels) if split else None
    names = (cell_text(classes[0]), cell_text(classes[1]))
    if parts is None:
        count = np.bincount(labels.astype(int))
        if count.min() < FEWEST_OF_A_CLASS:
            raise TableError(
                N_("Only {count} rows are {value} in column {column}; at least {needed} are needed."),
                count=int(count.min()),
                value=names[int(count.argmin())],
                column=label,
                needed=FEWEST_OF_A_CLASS,
            )
    return LabelledRows(X, labels, parts, tuple(features), names)


def regression_arrays(table: pd.DataFrame, target: str) -> tuple[FloatArray, FloatArray, tuple[str, ...]]:
    """X (n_samples, n) of all other numeric columns, y (n_samples,) and the names. Raises TableError."""
    if len(table) < FEWEST_ROWS:
        raise TableError(
            N_("The table has {rows} rows; at least {needed} are needed."),
            rows=len(table),
            needed=FEWEST_ROWS,
        )
    y = _measured(table[target])
    if np.ptp(y) == 0:
        raise TableError(N_("Column {column} has the same value in every row."), column=target)
    features = tuple(name for name in numeric_columns(table) if name != target)
    if not features:
        raise TableError(N_("There is no column of numbers beside {column}."), column=target)
    return np.column_stack([_measured(table[name]) for name in features]), y, features


def _measured(cells: pd.Series) -> FloatArray:
    """The cells as finite numbers; TableError names the first row that holds something else."""
    values = numbers(cells)
    _refuse(cells.isna(), cells, N_("Row {row}, column {column}: the value is missing."))
    _refuse(values.isna(), cells, N_("Row {row}, column {column}: {value} is not a number."))
    _refuse(values.abs() > LARGEST_NUMBER, cells, N_("Row {row}, column {column}: {value} is too large."))
    return values.to_numpy()


def _classes(cells: pd.Series) -> list:
    classes = sorted(cells.dropna().unique())
    if len(classes) == 1:
        raise TableError(
            N_("Column {column} holds one class only, {value}. Two are needed."),
            column=cells.name,
            value=cell_text(classes[0]),
        )
    if len(classes) != 2:
        raise TableError(
            N_("Column {column} holds {count} different values. A label needs exactly two."),
            column=cells.name,
            count=len(classes),
        )
    _refuse(cells.isna(), cells, N_("Row {row}, column {column}: the value is missing."))
    return classes


def _named_parts(cells: pd.Series, labels: FloatArray) -> list[str]:
    _refuse(cells.isna(), cells, N_("Row {row}, column {column}: the value is missing."))
    parts = _parts(cells)
    _refuse(parts.isna(), cells, N_("Row {row}, column {column}: {value} is not train, validation or test."))
    for part in PART_NAMES:
        rows = (parts == part).to_numpy()
        if not rows.any():
            raise TableError(N_("Column {column} has no row for {part}."), column=cells.name, part=part)
        if part != "test" and np.ptp(labels[rows]) == 0:
            raise TableError(N_("The rows for {part} hold one class only. Two are needed."), part=part)
    return parts.tolist()


def _parts(cells: pd.Series) -> pd.Series:
    return cells.where(cells.isna(), None) if cells.dtype == float else cells.str.lower().map(_PART)


def _refuse(bad: pd.Series, cells: pd.Series, template: str) -> None:
    if bad.any():
        k = int(bad.to_numpy().argmax())
        raise TableError(template, row=cells.index[k], column=cells.name, value=cell_text(cells.iloc[k]))


def cell_text(value: object) -> str:
    """A cell as the file has it, a number to six digits."""
    return code_number(value) if isinstance(value, float) else str(value)
