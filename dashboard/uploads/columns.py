"""What each column of an uploaded table holds, before anything is chosen: numbers, words, gaps, names."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api.types import is_float_dtype

from charts.numbers import code_number, number
from dashboard.text import N_
from dashboard.uploads.reading import TableError, numbers
from l2core.checks import FloatArray

MOST_LEVELS = 20  # words that become columns of 0 and 1
LONGEST_WORD = 200  # characters of one of them, which is part of the name of such a column
LARGEST_NUMBER = 1e100  # beyond it a square may overflow
SMALLEST_NUMBER = 1e-100  # a column needs one above it: its squares vanish otherwise

PART_NAMES = {
    "train": ("train", "training", "训练", "训练集"),
    "validation": ("validation", "valid", "val", "dev", "验证", "验证集"),
    "test": ("test", "testing", "测试", "测试集"),
}
_PART = {name: part for part, names in PART_NAMES.items() for name in names}
_TRUE, _FALSE = ("t", "true", "yes", "1", "是"), ("f", "false", "no", "0", "否")
_IDENTIFIER = re.compile(
    r"(?i:(?:.*[\W_])?(?:id|index|row ?names?|order|no|nr|序号|学号)|pid)|.*[a-z]I[Dd]|.*编号"
)


@dataclass(frozen=True)
class Column:
    """What a column of the file holds.

    kind: "number"; "words", at most MOST_LEVELS of them and none above LONGEST_WORD characters; "text", other
    words; "mixed", numbers with something else among them. different: how many values. levels: the words in
    alphabetical order, empty for all but words. identifier: whether it numbers or names the rows.
    """

    name: str
    kind: str
    different: int
    missing: int
    levels: tuple[str, ...] = ()
    identifier: bool = False

    @property
    def binary(self) -> bool:
        """Whether it may be the two classes of a target: exactly two values."""
        return self.different == 2 and self.kind in ("number", "words")


def columns_of(table: pd.DataFrame) -> dict[str, Column]:
    """Name -> what the column holds, in the order of the file."""
    kinds = zip(table.columns.tolist(), table.dtypes.tolist(), strict=True)
    numeric = [name for name, kind in kinds if is_float_dtype(kind)]
    found = {column.name: column for column in _of_numbers(table[numeric])}
    return {name: found[name] if name in found else _of_words(table[name]) for name in table.columns.tolist()}


def parts(cells: pd.Series) -> pd.Series:
    """ "train", "validation" or "test" for each cell; missing where it says none of them.

    In a column with the name of a part the cells may also say yes or no: T and F, TRUE and FALSE, 1 and 0.
    """
    words = {cell: cell_text(cell).strip().lower() for cell in cells.dropna().unique().tolist()}
    found = {cell: _PART.get(word) for cell, word in words.items()}
    named = _PART.get(re.sub(r"^(?:is|in)[\W_]+", "", str(cells.name).strip().lower()))
    if named in ("train", "test") and not any(found.values()):
        other = "test" if named == "train" else "train"
        said = dict.fromkeys(_TRUE, named) | dict.fromkeys(_FALSE, other)
        found = {cell: said.get(word) for cell, word in words.items()}
    return cells.map(found).astype(object)


def split_columns(table: pd.DataFrame, columns: dict[str, Column]) -> list[str]:
    """The columns in which more cells name a part of the rows than do not, and more than one part."""
    few = [name for name, column in columns.items() if 2 <= column.different <= MOST_LEVELS]
    few = [name for name in few if columns[name].kind == "words" or _PART.get(name.strip().lower())]
    found = {name: parts(table[name]) for name in few}
    return [
        name
        for name, part in found.items()
        if part.notna().sum() > table[name].notna().sum() / 2 and part.nunique() > 1
    ]


def measured(cells: pd.Series) -> FloatArray:
    """The cells as numbers, NaN where one is missing; TableError names what cannot be computed with."""
    values = numbers(cells)
    refuse(values.isna() & cells.notna(), cells, N_("Row {row}, column {column}: {value} is not a number."))
    refuse(values.abs() > LARGEST_NUMBER, cells, N_("Row {row}, column {column}: {value} is too large."))
    if 0 < values.abs().max() < SMALLEST_NUMBER:
        raise TableError(
            N_("The numbers of column {column} are too small to compute with. Give them in another unit."),
            column=cells.name,
        )
    return values.to_numpy(dtype=float)


def refuse(bad: pd.Series, cells: pd.Series, template: str) -> None:
    """TableError with the first row that is `bad`, if one is."""
    if bad.any():
        k = int(bad.to_numpy().argmax())
        raise TableError(template, row=cells.index[k], column=cells.name, value=cell_text(cells.iloc[k]))


def cell_text(value: object) -> str:
    """A cell as the file has it, a number to six digits."""
    if not isinstance(value, float):
        return str(value)
    return number(value) if np.isinf(value) else code_number(value)


def _of_numbers(table: pd.DataFrame) -> list[Column]:
    """All at once: the cells of each column sorted, missing ones last."""
    names, n = table.columns.tolist(), len(table)
    cells = np.sort(table.to_numpy(dtype=float), axis=0)
    missing = np.isnan(cells).sum(axis=0)
    different = (np.diff(cells, axis=0) > 0).sum(axis=0) + (missing < n)
    whole = (different == n) & (cells == np.floor(cells)).all(axis=0)
    counted = whole & np.isin(cells[0], (0, 1)) & (cells[-1] == cells[0] + n - 1)
    return [
        Column(name, "number", int(k), int(gaps), (), bool(all_whole and (run or _is_identifier(name))))
        for name, k, gaps, all_whole, run in zip(names, different, missing, whole, counted, strict=True)
    ]


def _is_identifier(name: str) -> bool:
    return _IDENTIFIER.fullmatch(name.strip()) is not None


def _of_words(cells: pd.Series) -> Column:
    """Words; numbers with something else among them are no words, unless a few come again and again."""
    name, missing = str(cells.name), int(cells.isna().sum())
    words, n = sorted(cells.dropna().unique().tolist()), len(cells) - missing
    if len(words) > n / 10 and numbers(cells).notna().sum() > n / 2:
        return Column(name, "mixed", len(words), missing)
    few = len(words) <= MOST_LEVELS and all(len(str(word)) <= LONGEST_WORD for word in words)
    every = len(words) == len(cells)
    return Column(name, "words" if few else "text", len(words), missing, tuple(words) if few else (), every)
