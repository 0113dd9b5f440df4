"""Columns of an uploaded table become a problem with two classes, or one sentence that names the row."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.text import N_
from dashboard.uploads.columns import (
    LONGEST_WORD,
    PART_NAMES,
    Column,
    cell_text,
    measured,
    parts,
    refuse,
    split_columns,
)
from dashboard.uploads.reading import TableError
from l2core.checks import FloatArray

FEWEST_OF_A_CLASS = 5
SHARE_DRAWN = 1 / 4  # of the training rows, for a part that the split column does not name


@dataclass(frozen=True)
class LabelledRows:
    """What `l2core.datasets.from_table` takes: X (n_samples, n), labels and parts (n_samples,).

    left_out: how many rows of the table are not here, because a cell of theirs is missing. drawn: the parts
    that the split column does not name, drawn from its training rows.
    """

    X: FloatArray
    labels: FloatArray
    split: list[str] | None
    features: tuple[str, ...]
    classes: tuple[str, str]
    left_out: int = 0
    drawn: tuple[str, ...] = ()


def label_columns(table: pd.DataFrame, columns: dict[str, Column]) -> list[str]:
    """The columns with exactly two different values, missing ones aside, that do not name the parts."""
    splits = split_columns(table, columns)
    return [name for name, column in columns.items() if column.binary and name not in splits]


def axis_columns(columns: dict[str, Column]) -> list[str]:
    """The columns that have numbers for an axis."""
    return [name for name, column in columns.items() if column.kind in ("number", "mixed")]


def default_columns(table: pd.DataFrame, columns: dict[str, Column]) -> tuple[list[str], str, str | None]:
    """To begin with: the first two numeric columns, the last label column, the split column if there is one.

    Last come those that number the rows or do not vary, and labels with missing cells. Raises TableError
    where no column has two classes or fewer than two others have numbers.
    """
    split = next(iter(split_columns(table, columns)), None)
    labels = label_columns(table, columns)
    whole = [name for name in labels if not columns[name].missing] or labels
    label = whole[-1] if whole else [name for name in columns if name != split][-1]
    _classes(table[label])
    features = [name for name in axis_columns(columns) if name not in (label, split)]
    if len(features) < 2:
        raise TableError(
            N_("Two columns of numbers are needed beside {label}; the table has {count}."),
            label=label,
            count=len(features),
        )
    features.sort(
        key=lambda name: (
            columns[name].identifier,
            columns[name].kind == "mixed",
            columns[name].different < 2,
        )
    )
    return features[:2], label, split


def classification_arrays(
    table: pd.DataFrame, features: Sequence[str], label: str, split: str | None = None, *, seed: int = 0
) -> LabelledRows:
    """The rows of a problem with two classes; the one that sorts first is 0. Raises TableError.

    Rows in which a chosen cell is missing are left out. A part that the split column does not name is drawn
    from its training rows, each class in proportion, by `seed`.
    """
    chosen = [*features, label, *([split] if split else [])]
    if repeated := next((name for k, name in enumerate(chosen) if name in chosen[:k]), None):
        raise TableError(N_("The column {column} is chosen twice."), column=repeated)
    whole = table[chosen].dropna()
    if whole.empty:
        raise TableError(N_("No row has a value in every column that is chosen."))
    classes = _classes(whole[label])
    X = np.column_stack([measured(whole[name]) for name in features])
    for name in features:
        if whole[name].nunique() == 1:
            raise TableError(N_("Column {column} has the same value in every row."), column=name)
    labels = (whole[label] == classes[1]).to_numpy().astype(float)
    names, left_out = (cell_text(classes[0]), cell_text(classes[1])), len(table) - len(whole)
    if split is None:
        _refuse_few(labels, names, label)
        return LabelledRows(X, labels, None, tuple(features), names, left_out)
    named, drawn = _named_parts(whole[split], labels, seed)
    return LabelledRows(X, labels, named, tuple(features), names, left_out, drawn)


def _refuse_few(labels: FloatArray, names: tuple[str, str], column: str) -> None:
    count = np.bincount(labels.astype(int), minlength=2)
    if count.min() < FEWEST_OF_A_CLASS:
        raise TableError(
            N_("Too few rows are {value} in column {column}: {count}. At least {needed} are needed."),
            count=int(count.min()),
            value=names[int(count.argmin())],
            column=column,
            needed=FEWEST_OF_A_CLASS,
        )


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
    if any(len(cell_text(one)) > LONGEST_WORD for one in classes):
        raise TableError(
            N_("Column {column} holds words of more than {limit} characters: they are no classes."),
            column=cells.name,
            limit=LONGEST_WORD,
        )
    return classes


def _named_parts(cells: pd.Series, labels: FloatArray, seed: int) -> tuple[list[str], tuple[str, ...]]:
    found = parts(cells)
    refuse(found.isna(), cells, N_("Row {row}, column {column}: {value} is not train, validation or test."))
    named = np.array(found, dtype=object)
    if not (named == "train").any():
        raise TableError(N_("Column {column} has no row for {part}."), column=cells.name, part="train")
    drawn = tuple(part for part in PART_NAMES if not (named == part).any())
    _refuse_one_class(labels, named, "train")
    for part in drawn:
        named[_drawn(named == "train", labels, seed)] = part
    if len(np.unique(labels[named == "train"])) < 2:
        raise TableError(
            N_(
                "Column {column} has too few rows for train: other parts are drawn from them, and two "
                "classes have to be left."
            ),
            column=cells.name,
        )
    _refuse_one_class(labels, named, "validation")
    return named.tolist(), drawn


def _refuse_one_class(labels: FloatArray, named: NDArray[np.object_], part: str) -> None:
    if len(np.unique(labels[named == part])) < 2:
        raise TableError(N_("The rows for {part} hold one class only. Two are needed."), part=part)


def _drawn(rows: NDArray[np.bool_], labels: FloatArray, seed: int) -> NDArray[np.intp]:
    """SHARE_DRAWN of these rows, at least one of each class."""
    random = np.random.default_rng(seed)
    chosen = []
    for label in (0, 1):
        those = np.flatnonzero(rows & (labels == label))
        chosen.append(random.permutation(those)[: int(np.ceil(SHARE_DRAWN * len(those)))])
    return np.concatenate(chosen)
