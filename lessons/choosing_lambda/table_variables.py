"""The variables of a table: a column of X each, but for words, whose columns of 0 and 1 are one variable."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.io.formats.style import Styler

from charts.numbers import number
from charts.picture import Translate
from dashboard.text import plain
from l2core.checks import FloatArray
from l2core.tables import Table

MOST_NAMES = 6


@dataclass(frozen=True, eq=False)
class Variables:
    """names: (V,). of: (p,), for each column of X the variable that it stands for."""

    names: tuple[str, ...]
    of: NDArray[np.intp]

    @property
    def each_is_a_column(self) -> bool:
        return len(self.names) == len(self.of)

    def holding(self, columns: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which variables have one of these columns: (…, p) -> (…, V)."""
        if self.each_is_a_column:
            return columns
        held = np.zeros((*columns.shape[:-1], len(self.names)), dtype=bool)
        np.logical_or.at(held.T, self.of, columns.T)
        return held

    def largest(self, sizes: FloatArray) -> FloatArray:
        """The largest of the columns of each variable, all at least 0: (…, p) -> (…, V)."""
        if self.each_is_a_column:
            return sizes
        found = np.zeros((*sizes.shape[:-1], len(self.names)))
        np.maximum.at(found.T, self.of, sizes.T)
        return found


def variables_of(table: Table) -> Variables:
    """In the order of their first columns."""
    names = table.variables or table.features
    place = {name: k for k, name in enumerate(dict.fromkeys(names))}
    return Variables(tuple(place), np.array([place[name] for name in names], dtype=np.intp))


def count_of(_: Translate, count: int) -> str:
    """So many variables, one of them among these."""
    return _("1 variable") if count == 1 else _("{count} variables").format(count=count)


def named(_: Translate, names: Sequence[str], most: int = MOST_NAMES) -> str:
    """The first of these names, and how many more there are."""
    words = _(", ").join(plain(name) for name in names[:most])
    if len(names) > most:
        words = _("{names} and {more} more").format(names=words, more=len(names) - most)
    return words


def with_numbers_written(table: pd.DataFrame) -> Styler:
    """A table of variables with all columns but the first written as numbers are in the lab.

    It is sorted and downloaded by the numbers themselves.
    """
    written: Callable[[Any], str] = number
    return table.style.format(written, subset=list(table.columns[1:]))
