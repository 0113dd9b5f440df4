"""Experiments on the table at hand: each is run live, and says what came out."""

from dataclasses import replace

import numpy as np

from charts.penalties import penalty_names
from dashboard.text import Translate
from l2core.linear import elastic_net_path
from l2core.tables import Table
from lessons.choosing_lambda.table_choice import plain
from lessons.choosing_lambda.table_run import Setting, fitted
from lessons.choosing_lambda.table_words import number

UNIT = 1000.0


def half_the_rows(_: Translate, table: Table, setting: Setting) -> tuple[str, str]:
    """Where λ_1se goes when a random half of the rows is all there is."""
    rows = np.random.default_rng(setting.seed).permutation(len(table.y))[: len(table.y) // 2]
    half = replace(table, X=table.X[rows], y=table.y[rows])
    all_rows, few = fitted(_, table, setting).errors, fitted(_, half, setting).errors
    moved = np.log(few.lambda_1se / all_rows.lambda_1se)
    happened = "larger" if moved > 0.25 else "smaller" if moved < -0.25 else "same"
    return happened, _("With {all:,} rows λ_1se is {before}, with {half:,} of them {after}.").format(
        all=len(table.y), before=number(all_rows.lambda_1se), half=len(rows), after=number(few.lambda_1se)
    )


def another_unit(_: Translate, table: Table) -> tuple[str, str]:
    """When the lasso's first variable comes in, measured in a unit 1000 times larger, unstandardised."""
    lasso = Setting("l1", standardize=False)
    before = fitted(_, table, lasso).errors.path
    order = _entries(before.coefficients)
    first = int(np.argmin(order))
    X = table.X.copy()
    X[:, first] /= UNIT
    path = elastic_net_path(X, table.y, 1.0, before.lambdas, standardize=False)
    entry = _entries(path.coefficients)[first]
    ahead = int((_entries(path.coefficients) < entry).sum())
    name = plain(table.features[first])
    if entry == len(path.lambdas):
        return "never", _("{name} came in first; now it stays out at every λ of the bar.").format(name=name)
    told = _("{name} came in first; now {ahead} variables are in before it.").format(name=name, ahead=ahead)
    return ("later" if ahead else "first"), told


def lasso_or_ridge(_: Translate, table: Table, setting: Setting) -> tuple[str, str]:
    """Whether the best lasso and the best ridge differ by more than a standard error, fold against fold."""
    fits = {penalty: fitted(_, table, replace(setting, penalty=penalty)).errors for penalty in ("l1", "l2")}
    folds = {penalty: found.fold_errors[:, found.index_min] for penalty, found in fits.items()}
    difference = folds["l1"] - folds["l2"]
    mean, deviation = difference.mean(), difference.std(ddof=1) / np.sqrt(len(difference))
    happened = "neither" if abs(mean) <= deviation else "l1" if mean < 0 else "l2"
    names = penalty_names(_)
    return happened, _(
        "At their own λ_min: {l1} {lasso}, {l2} {ridge}; fold against fold the difference is {mean} ± "
        "{deviation}."
    ).format(
        l1=names["l1"],
        l2=names["l2"],
        lasso=number(fits["l1"].mean_error.min()),
        ridge=number(fits["l2"].mean_error.min()),
        mean=number(mean),
        deviation=number(deviation),
    )


def _entries(coefficients: np.ndarray) -> np.ndarray:
    """How far down the bar each variable first is in; the bar's length where it never is."""
    inside = coefficients[::-1] != 0
    return np.where(inside.any(axis=0), inside.argmax(axis=0), len(coefficients))
