"""The questions on a table: what can be answered, and what this table answers when it is tried."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from charts.numbers import number
from charts.penalties import penalty_names
from charts.picture import Translate
from dashboard.text import plain
from l2core.cross_validation import paired_by_folds
from l2core.evaluation import direction
from l2core.linear import entries
from l2core.tables import Table
from lessons.choosing_lambda.table_choice import TableChoice
from lessons.choosing_lambda.table_run import Setting, bar_lambdas, fitted
from lessons.choosing_lambda.table_words import variables

UNIT = 1000.0
QUARTER = 1.25  # by more than this factor λ_1se grows or shrinks


def half_the_rows_options(_: Translate) -> dict[str, str]:
    return {
        "larger": _("it grows by more than a quarter"),
        "same": _("it stays within a quarter"),
        "smaller": _("it shrinks by more than a quarter"),
        "none": _("there is no λ to choose any more"),
    }


def half_the_rows(_: Translate, choice: TableChoice) -> tuple[str, str]:
    """Where λ_1se goes when a random half of the rows is all there is; and when the other half is."""
    table, setting = choice.source.table, choice.setting
    half, other = halves(table, setting.seed)
    before = fitted(_, table, setting).errors.lambda_1se
    after, elsewhere = (_lambda_1se(_, table, rows, setting) for rows in (half, other))
    if after is None:  # with few rows a half may hold one value of the target alone
        return "none", _("In this half no numeric column varies together with the target.")
    ratio = after / before
    happened = "larger" if ratio > QUARTER else "smaller" if ratio < 1 / QUARTER else "same"
    words = _("With {all:,} rows λ_1se is {before}, with {half:,} of them {after}.")
    if elsewhere is not None:
        words += " " + _("With the other half it is {elsewhere}.").format(elsewhere=number(elsewhere))
    return happened, words.format(
        all=len(table.y), before=number(before), half=len(half), after=number(after)
    )


def _lambda_1se(_: Translate, table: Table, rows: NDArray[np.intp], setting: Setting) -> float | None:
    """λ_1se of these rows alone; None where no column goes with the target in them."""
    try:
        return fitted(_, replace(table, X=table.X[rows], y=table.y[rows]), setting).errors.lambda_1se
    except ValueError:
        return None


def halves(table: Table, seed: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows of a random half, and the others."""
    rows = np.random.default_rng(seed).permutation(len(table.y))
    return rows[: len(rows) // 2], rows[len(rows) // 2 :]


def another_unit_options(_: Translate) -> dict[str, str]:
    return {
        "first": _("first again"),
        "later": _("later than another variable"),
        "never": _("at no λ of the bar"),
    }


def another_unit(_: Translate, choice: TableChoice) -> tuple[str, str]:
    """When the lasso's first variable comes in, measured in a unit 1000 times larger, unstandardised."""
    table = choice.source.table
    smallest = float(bar_lambdas(table, Setting("l1", standardize=False))[0])
    before = entries(table.X, table.y, smallest, standardize=False)
    first = int(before.argmax())
    X = table.X.copy()
    X[:, first] /= UNIT
    after = entries(X, table.y, smallest, standardize=False)
    ahead = int((after > after[first]).sum())
    if after[first] == 0:  # it does not enter down to the smallest λ of the bar
        happened = "never"
        words = _("{name} came in first, at λ = {before}; now it stays out at every λ of the bar.")
    elif ahead:
        happened = "later"
        words = _("{name} came in first, at λ = {before}; now it comes in at {after}, after {variables}.")
    else:
        happened = "first"
        words = _("{name} came in first, at λ = {before}; now it comes in at {after}, still the first.")
    return happened, words.format(
        name=plain(table.features[first]),
        before=number(before[first]),
        after=number(after[first]),
        variables=variables(_, ahead),
    )


def lasso_or_ridge_options(_: Translate) -> dict[str, str]:
    return {
        "l1": _("the lasso (L1), by more than two standard errors"),
        "l2": _("ridge (L2), by more than two standard errors"),
        "neither": _("neither: within two standard errors"),
    }


def lasso_or_ridge(_: Translate, choice: TableChoice) -> tuple[str, str]:
    """Whether the folds tell the best lasso from the best ridge."""
    table, setting = choice.source.table, choice.setting
    lasso, ridge = (fitted(_, table, replace(setting, penalty=name)).errors for name in ("l1", "l2"))
    difference = paired_by_folds(
        lasso.fold_errors[:, lasso.index_min], ridge.fold_errors[:, ridge.index_min], lasso.fold_of
    )
    happened = {-1: "l1", 0: "neither", 1: "l2"}[direction(difference)]
    names = penalty_names(_)
    return happened, _(
        "At their own λ_min: {l1} {lasso}, {l2} {ridge}; fold against fold the difference is {mean} ± "
        "{deviation}."
    ).format(
        l1=names["l1"],
        l2=names["l2"],
        lasso=number(lasso.mean_error.min(), 4),
        ridge=number(ridge.mean_error.min(), 4),
        mean=number(difference.mean, 2),
        deviation=number(difference.standard_error, 2),
    )
