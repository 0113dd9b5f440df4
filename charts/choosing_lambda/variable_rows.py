"""A row of a picture for each variable, in a given order.

A row's key is its number before its name, "007 age": Vega keeps what it groups by in an object of JavaScript,
in which a column that is called __proto__ is none; and keys of one length sort as their numbers do.
"""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from charts.choosing_lambda.drawn_path import ChosenLambdas
from charts.numbers import vega_number
from charts.picture import Translate
from l2core.checks import FloatArray

MOST_ROWS = 25
_DIGITS = 3


def row_keys(names: Sequence[str]) -> NDArray[Any]:
    """The key of each row, from the first to the last."""
    return np.array([f"{row:0{_DIGITS}d} {name}" for row, name in enumerate(names)], dtype=object)


def rows_axis(*, top: float = 0, label_limit: int = 150) -> alt.Y:
    """The rows by their keys in the field "row", from `top` pixels down; each with its name."""
    return alt.Y(
        field="row",
        type="nominal",
        title=None,
        sort="ascending",
        scale=alt.Scale(range=[top, alt.ExprRef("height")], paddingInner=0.1, paddingOuter=0),
        axis=alt.Axis(
            labelExpr=f"substring(datum.value, {_DIGITS + 1})",
            labelLimit=label_limit,
            labelFlush=False,
            labelOverlap=False,
            ticks=False,
        ),
    )


def most_often(
    frequency: FloatArray, chosen: ChosenLambdas, effects: FloatArray | None = None
) -> NDArray[np.intp]:
    """The variables, at most MOST_ROWS, that are in the model most often at λ_1se; of equal ones those that
    are it over the whole bar, and of these those with the largest effects at λ_1se.

    frequency, effects: (L, p).
    """
    over_bar, at = frequency.mean(axis=0), chosen.index_1se
    size = np.zeros(len(over_bar)) if effects is None else np.abs(effects[at])
    return np.lexsort((-size, -over_bar, -frequency[at]))[:MOST_ROWS]


def order_words(_: Translate, count: int, shown: int, *, by_size: bool = False) -> str:
    """Which of the variables are shown by `most_often`, and in what order.

    by_size: whether all are as often in the model, so that their effects alone decide.
    """
    if count == 1:
        return ""
    if by_size and shown == count:
        return _("the largest at λ_1se first")
    if by_size:
        return _("{shown} of {all} variables: the largest at λ_1se").format(shown=shown, all=count)
    if shown == count:
        return _("the most frequent at λ_1se first")
    return _("{shown} of {all} variables: the most frequent at λ_1se").format(shown=shown, all=count)


def share_text(share: str) -> str:
    """Vega's expression that writes a share as per cents; its digits are those of `vega_number`."""
    return f"{vega_number(f'(100 * {share})')} + ' %'"
