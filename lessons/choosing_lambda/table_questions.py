"""The questions on a table: what can be answered, and what this table answers when it is tried."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from charts.numbers import number
from charts.penalties import penalty_names
from charts.picture import Translate
from dashboard.text import plain
from l2core.checks import FloatArray
from l2core.evaluation import paired_difference
from l2core.linear import elastic_net_path
from lessons.choosing_lambda.table_choice import TableChoice
from lessons.choosing_lambda.table_run import Setting, fitted

UNIT = 1000.0


def half_the_rows_options(_: Translate) -> dict[str, str]:
    return {"larger": _("it grows"), "same": _("it stays about where it was"), "smaller": _("it shrinks")}


def half_the_rows(_: Translate, choice: TableChoice) -> tuple[str, str]:
    """Where λ_1se goes when a random half of the rows is all there is."""
    table, setting = choice.source.table, choice.setting
    rows = np.random.default_rng(setting.seed).permutation(len(table.y))[: len(table.y) // 2]
    half = replace(table, X=table.X[rows], y=table.y[rows])
    all_rows, few = fitted(_, table, setting).errors, fitted(_, half, setting).errors
    moved = np.log(few.lambda_1se / all_rows.lambda_1se)
    happened = "larger" if moved > 0.25 else "smaller" if moved < -0.25 else "same"
    return happened, _("With {all:,} rows λ_1se is {before}, with {half:,} of them {after}.").format(
        all=len(table.y), before=number(all_rows.lambda_1se), half=len(rows), after=number(few.lambda_1se)
    )


def another_unit_options(_: Translate) -> dict[str, str]:
    return {
        "first": _("first again"),
        "later": _("later than another variable"),
        "never": _("at no λ of the bar"),
    }


def another_unit(_: Translate, choice: TableChoice) -> tuple[str, str]:
    """When the lasso's first variable comes in, measured in a unit 1000 times larger, unstandardised."""
    table = choice.source.table
    before = fitted(_, table, Setting("l1", standardize=False)).errors.path
    first = int(np.argmin(_entries(before.coefficients)))
    X = table.X.copy()
    X[:, first] /= UNIT
    path = elastic_net_path(X, table.y, 1.0, before.lambdas, standardize=False)
    entries = _entries(path.coefficients)
    entry = entries[first]
    ahead = int((entries < entry).sum())
    name = plain(table.features[first])
    if entry == len(path.lambdas):
        return "never", _("{name} came in first; now it stays out at every λ of the bar.").format(name=name)
    words = _("{name} came in first; now {ahead} variables are in before it.").format(name=name, ahead=ahead)
    return ("later" if ahead else "first"), words


def lasso_or_ridge_options(_: Translate) -> dict[str, str]:
    return {
        "l1": _("the lasso (L1), by more than a standard error"),
        "l2": _("ridge (L2), by more than a standard error"),
        "neither": _("neither, within a standard error"),
    }


def lasso_or_ridge(_: Translate, choice: TableChoice) -> tuple[str, str]:
    """Whether the best lasso and the best ridge differ by more than a standard error, fold against fold."""
    table, setting = choice.source.table, choice.setting
    lasso, ridge = (fitted(_, table, replace(setting, penalty=name)).errors for name in ("l1", "l2"))
    difference = paired_difference(
        lasso.fold_errors[:, lasso.index_min], ridge.fold_errors[:, ridge.index_min]
    )
    if abs(difference.mean) <= difference.standard_error:
        happened = "neither"
    else:
        happened = "l1" if difference.mean < 0 else "l2"
    names = penalty_names(_)
    return happened, _(
        "At their own λ_min: {l1} {lasso}, {l2} {ridge}; fold against fold the difference is {mean} ± "
        "{deviation}."
    ).format(
        l1=names["l1"],
        l2=names["l2"],
        lasso=number(lasso.mean_error.min()),
        ridge=number(ridge.mean_error.min()),
        mean=number(difference.mean),
        deviation=number(difference.standard_error),
    )


def _entries(coefficients: FloatArray) -> NDArray[np.intp]:
    """How far down the bar each variable first is in; the bar's length where it never is."""
    inside = coefficients[::-1] != 0
    return np.where(inside.any(axis=0), inside.argmax(axis=0), len(coefficients))
