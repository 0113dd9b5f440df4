"""The questions on a table: what can be answered, and what this table answers when it is tried."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from charts.numbers import code_number, number
from charts.penalties import penalty_names
from charts.picture import Translate
from dashboard.scene import Act, Outcome, Show
from l2core.cross_validation import paired_by_folds
from l2core.evaluation import direction
from l2core.tables import Table
from lessons.choosing_lambda.table_another_unit import another_unit, another_unit_options
from lessons.choosing_lambda.table_choice import TableChoice
from lessons.choosing_lambda.table_costs import as_good
from lessons.choosing_lambda.table_kept import survivors
from lessons.choosing_lambda.table_measures import beside
from lessons.choosing_lambda.table_run import Fit, fitted
from lessons.choosing_lambda.table_setting import Setting

QUARTER = 1.25  # by more than this factor λ_1se grows or shrinks
FEWEST_OF_A_CLASS = 2  # rows, without which a part of the rows has one class alone


def acts(_: Translate) -> tuple[Act, ...]:
    """The questions on a table, in their order."""
    return (
        Act(
            "lowest",
            _(
                "A linear model predicts one column of a table from the others; λ grows from weak to strong. "
                "Where is its error smallest on rows that it was not fitted to?"
            ),
            lowest_options(_),
        ),
        Act(
            "survive",
            _(
                "λ_1se is the strongest λ whose error is within one standard error of the lowest. How many "
                "variables still have a weight there?"
            ),
            survive_options(_),
        ),
        Act(
            "best",
            _("Which has the smaller cross-validated error at its own λ_min, lasso or ridge?"),
            lasso_or_ridge_options(_),
        ),
        Act(
            "half",
            _("Throw away a random half of the rows and cross-validate again. Where does λ_1se go?"),
            half_the_rows_options(_),
        ),
        Act(
            "unit",
            _(
                "Without standardising, take the variable that the lasso lets in first and measure it in a "
                "unit 1000 times larger (metres, not millimetres). When does it come in now?"
            ),
            another_unit_options(_),
            {"std": "0"},
        ),
    )


def outcome(_: Translate, choice: TableChoice, fit: Fit, act: str) -> Outcome:
    """What comes out of the act on this table, and the place that decides it.

    fit: of the table and the settings of `choice`.
    """
    errors, lambdas = fit.errors, fit.errors.lambdas
    least, sparse = (code_number(lambdas[at]) for at in (errors.index_min, errors.index_1se))
    show_sparse = Show(_("Show me λ_1se"), choice.codes | {"lam": sparse})
    if act == "lowest":
        return Outcome(*lowest(_, fit), (Show(_("Show me λ_min"), choice.codes | {"lam": least}),))
    if act == "survive":
        return Outcome(*survive(_, fit), (show_sparse,))
    if act == "best":
        shows = [
            Show(
                _("Show me {penalty} at its λ_min").format(penalty=penalty_names(_)[name]),
                choice.codes | {"penalty": name, "lam": _code_of_lambda_min(_, choice, name)},
            )
            for name in ("l1", "l2")
        ]
        return Outcome(*lasso_or_ridge(_, choice), shows)
    if act == "half":
        return Outcome(*half_the_rows(_, choice), (show_sparse,))
    standardized = choice.codes | {"std": "1", "penalty": "l1"}
    return Outcome(
        *another_unit(_, choice.source.table, choice.setting),
        (Show(_("Show me the lasso with standardised variables"), standardized),),
    )


def _code_of_lambda_min(_: Translate, choice: TableChoice, penalty: str) -> str:
    setting = replace(choice.setting, penalty=penalty)
    return code_number(_fitted(_, choice, setting).errors.lambda_min)


def _fitted(_: Translate, choice: TableChoice, setting: Setting, table: Table | None = None) -> Fit:
    """The fit of the table of `choice`, or of a part of it, under `setting`."""
    source = choice.source
    return fitted(_, source.table if table is None else table, setting, shared=source.built_in)


def lowest_options(_: Translate) -> dict[str, str]:
    return {
        "weakest": _("at the weakest λ of the bar"),
        "between": _("in between"),
        "strongest": _("at the strongest λ of the bar"),
    }


def lowest(_: Translate, fit: Fit) -> tuple[str, str]:
    """Where on the bar the cross-validated error is the smallest; what the rows trained on say of λ."""
    errors, best, last = fit.errors, fit.errors.index_min, len(fit.errors.lambdas) - 1
    happened = "weakest" if best == 0 else "strongest" if best == last else "between"
    least = float(errors.mean_error[best])
    words = _(
        "It is {least} at λ_min = {lambd}, {weakest} at the weakest λ and {strongest} at the strongest."
    ).format(
        least=number(least, 4),
        lambd=number(errors.lambda_min),
        weakest=beside(float(errors.mean_error[0]), least),
        strongest=beside(float(errors.mean_error[last]), least),
    )
    if best and errors.difference(0, best).mean == 0:
        words += " " + as_good(_)
    elif best and not direction(errors.difference(0, best)):  # within two standard errors
        words += " " + _("Fold against fold, the weakest is within two standard errors of it.")
    return happened, words


def survive_options(_: Translate) -> dict[str, str]:
    return {
        "all": _("all of them"),
        "most": _("half of them or more, not all"),
        "few": _("fewer than half, but at least one"),
        "none": _("none of them"),
    }


def survive(_: Translate, fit: Fit) -> tuple[str, str]:
    """How many weights are not exactly 0 at λ_1se; why the others are."""
    kept, p = int(fit.kept[fit.errors.index_1se]), len(fit.variables.names)
    happened = "all" if kept == p else "none" if kept == 0 else "most" if 2 * kept >= p else "few"
    words = survivors(_, fit)
    # |xⱼᵀ(y − ŷ)|/n ≤ λ is what makes a weight of the lasso 0, ŷ a probability where there are two classes
    if kept < p and fit.setting.alpha == 1:
        words += " " + _(
            "The lasso leaves a weight at exactly 0 as long as the data pull at it no harder than λ does."
        )
    return happened, words


def half_the_rows_options(_: Translate) -> dict[str, str]:
    return {
        "larger": _("it grows by more than a quarter"),
        "same": _("it stays: at most a quarter up or a fifth down"),
        "smaller": _("it shrinks by more than a fifth"),
        "none": _("there is no λ to choose any more"),
    }


def half_the_rows(_: Translate, choice: TableChoice) -> tuple[str, str]:
    """Where λ_1se goes when a random half of the rows is all there is; and when the other half is."""
    table, setting = choice.source.table, choice.setting
    half, other = halves(table, setting.seed)
    before = _fitted(_, choice, setting).errors.lambda_1se
    after, elsewhere = (_lambda_1se(_, choice, rows, setting) for rows in (half, other))
    if after is None:
        return "none", _why_none(_, table, half, setting)
    ratio = after / before
    happened = "larger" if ratio > QUARTER else "smaller" if ratio < 1 / QUARTER else "same"
    words = _("With {all:,} rows λ_1se is {before}, with {half:,} of them {after}.")
    if elsewhere is not None:
        words += " " + _("With the other half it is {elsewhere}.").format(elsewhere=number(elsewhere))
    return happened, words.format(
        all=len(table.y), before=number(before), half=len(half), after=number(after)
    )


def _lambda_1se(_: Translate, choice: TableChoice, rows: NDArray[np.intp], setting: Setting) -> float | None:
    """λ_1se of these rows alone; None where they have no path."""
    table = choice.source.table
    try:
        return _fitted(_, choice, setting, replace(table, X=table.X[rows], y=table.y[rows])).errors.lambda_1se
    except ValueError:
        return None


def _why_none(_: Translate, table: Table, rows: NDArray[np.intp], setting: Setting) -> str:
    """Why these rows have no path: with few of them a part may be constant."""
    y = table.y[rows]
    if np.ptp(y) == 0:
        return _("In this half the target has one value, the same in every row.")
    rarer = min(int((y == y.min()).sum()), int((y == y.max()).sum()))
    if table.classes and rarer < FEWEST_OF_A_CLASS:
        return _("In this half the rarer class has too few rows to be in every part of them.")
    if setting.keep and table.classes:
        return _(
            "In this half nothing but the variables that are never penalised goes with the target, or they "
            "alone tell the classes apart without an error, in all its rows or in those outside a fold."
        )
    if setting.keep:
        return _("In this half nothing but the variables that are never penalised goes with the target.")
    return _("In this half no column varies together with the target.")


def halves(table: Table, seed: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows of a random half, and the others."""
    rows = np.random.default_rng(seed).permutation(len(table.y))
    return rows[: len(rows) // 2], rows[len(rows) // 2 :]


def lasso_or_ridge_options(_: Translate) -> dict[str, str]:
    return {
        "l1": _("the lasso (L1), by more than two standard errors"),
        "l2": _("ridge (L2), by more than two standard errors"),
        "neither": _("neither: within two standard errors"),
    }


def lasso_or_ridge(_: Translate, choice: TableChoice) -> tuple[str, str]:
    """Whether the folds tell the best lasso from the best ridge."""
    lasso, ridge = (_fitted(_, choice, replace(choice.setting, penalty=name)).errors for name in ("l1", "l2"))
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
        ridge=beside(float(ridge.mean_error.min()), float(lasso.mean_error.min())),
        mean=number(difference.mean, 2),
        deviation=number(difference.standard_error, 2),
    )
