"""The question on units: when the lasso's first variable comes in once its numbers are 1000 times smaller."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from charts.numbers import number
from charts.picture import Translate
from dashboard.text import plain
from l2core.checks import FloatArray
from l2core.linear import entries
from l2core.logistic import default_logistic_lambdas, logistic_path
from l2core.tables import Table
from lessons.choosing_lambda.table_setting import Setting, bar_lambdas, complete
from lessons.choosing_lambda.table_variables import count_of, variables_of

UNIT = 1000.0
_BETWEEN, _ROUNDS = 20, 3  # λ that are tried between two of the bar, and how often, closer and closer
_OWN_UNITS = Setting("l1", standardize=False)


@dataclass(frozen=True)
class Entry:
    """At which λ a column comes in as λ falls, 0 if it does not; which columns are in before it, (p,)."""

    lambd: float
    before: NDArray[np.bool_]


def another_unit_options(_: Translate) -> dict[str, str]:
    return {
        "first": _("first again"),
        "later": _("later than another variable"),
        "never": _("at no λ of the bar"),
    }


def another_unit(_: Translate, table: Table, setting: Setting) -> tuple[str, str]:
    """When the lasso's first variable comes in, measured in a unit 1000 times larger, unstandardised."""
    X = complete(table).copy()
    try:
        smallest = float(bar_lambdas(table, _OWN_UNITS)[0])
    except ValueError:  # the numbers of one column are so large that what the others do is lost in rounding
        return "never", _("Without standardising no column varies together with the target.")
    first, before = _first(table, X, smallest)
    X[:, first] /= UNIT
    entry = _entry(table, X, smallest, first)
    ahead = int(variables_of(table).holding(entry.before).sum())
    if entry.lambd == 0:  # it does not enter down to the smallest λ of the bar
        happened = "never"
        words = _("{name} came in first, at λ = {before}; now it stays out at every λ of the bar.")
    elif ahead:
        happened = "later"
        words = _("{name} came in first, at λ = {before}; now it comes in at {after}, after {variables}.")
    else:
        happened = "first"
        words = _("{name} came in first, at λ = {before}; now it comes in at {after}, still the first.")
    words += " " + _(
        "Its numbers are 1000 times smaller, so the same effect needs a weight 1000 times larger, and λ "
        "charges for the weight."
    )
    if setting.keep or setting.trust:
        words += " " + _("All variables are penalised alike here.")
    if setting.balanced and table.classes:
        words += " " + _("All rows weigh the same here.")
    return happened, words.format(
        name=plain(table.features[first]),
        before=number(before),
        after=number(entry.lambd),
        variables=count_of(_, ahead),
    )


def _first(table: Table, X: FloatArray, smallest: float) -> tuple[int, float]:
    """The column that the lasso lets in first, and at which λ."""
    if not table.classes:
        found = entries(X, table.y, smallest, standardize=False)
        return int(found.argmax()), float(found.max())
    top = float(default_logistic_lambdas(X, table.y, count=1, standardize=False)[0])
    return int(np.abs(X.T @ (table.y - table.y.mean())).argmax()), top


def _entry(table: Table, X: FloatArray, smallest: float, column: int) -> Entry:
    if table.classes:
        return _entry_of_classes(table, X, smallest, column)
    found = entries(X, table.y, smallest, standardize=False)
    return Entry(float(found[column]), found > found[column])


def _entry_of_classes(table: Table, X: FloatArray, smallest: float, column: int) -> Entry:
    """The logistic path is not straight between knots: the λ is looked for closer and closer, to three
    digits."""
    top = float(default_logistic_lambdas(X, table.y, count=1, standardize=False)[0])
    none = np.zeros(X.shape[1], dtype=bool)
    if np.abs(X.T @ (table.y - table.y.mean())).argmax() == column:
        return Entry(top, none)
    low, high, before = smallest, top, none
    for _round in range(_ROUNDS):
        lambdas = np.geomspace(high, low, _BETWEEN)
        inside = logistic_path(X, table.y, lambdas, standardize=False).coefficients != 0
        places = np.flatnonzero(inside[:, column])
        if not len(places):
            return Entry(0.0, inside[-1])
        place = int(places[0])
        before = inside[max(place - 1, 0)]
        high, low = float(lambdas[max(place - 1, 0)]), float(lambdas[place])
    before[column] = False
    return Entry(low, before)
