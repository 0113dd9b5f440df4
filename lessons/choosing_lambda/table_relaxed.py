"""The relaxed fit of a table: selected by L1, fitted again without a penalty, and the two blended by γ."""

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from charts.choosing_lambda.relaxed_fit import pair_numbers, relaxed_fit
from charts.numbers import code_number, number
from charts.picture import Translate
from dashboard import controls, glossary, lesson, pictures, transport
from dashboard.run_queue import Progress
from l2core.cross_validation import CrossValidation, paired_by_folds
from l2core.evaluation import direction
from l2core.relaxed import GAMMAS, cross_validate_relaxed
from l2core.tables import Table
from l2core.workers import shared_out
from lessons.choosing_lambda.table_kept_results import kept_result
from lessons.choosing_lambda.table_run import Fit, is_short
from lessons.choosing_lambda.table_setting import LAM, Setting, validation_options
from lessons.choosing_lambda.table_variables import count_of

PENALISED = len(GAMMAS) - 1  # where γ = 1 is
SHORT_REFIT = 1e6  # of n·p·min(n, p): some 50 ms


def door(_: Translate, table: Table, fit: Fit, *, shared: bool) -> float:
    """Behind it both coefficients side by side, and what blending them does to the error.

    γ as it is chosen there, 1 as long as the door is closed.
    """
    with lesson.door("relaxed", _("Selected, then fitted again (relaxed)"), holds=["gamma"]) as is_open:
        if not is_open:
            return 1.0
        gamma = controls.slide_over(
            "gamma",
            _("γ: how much of the penalised fit"),
            GAMMAS,
            default=0.0,
            help=_("0: fitted again without a penalty. 1: the penalised fit itself."),
        )
        every = relaxed(_, table, fit.setting, shared=shared)
        chosen = GAMMAS.index(gamma)
        glossary.say(about(_, fit, every, chosen))
        picture = relaxed_fit(
            _,
            fit.names,
            every[PENALISED].path.coefficients,
            every[0].path.coefficients,
            every[chosen].path.coefficients,
            gamma,
            fit.drawn.spread,
            fit.chosen,
            fit.setting.penalty,
            LAM,
            _("Each coefficient at the λ of the bar: penalised, fitted again, and blended."),
        )
        numbers = partial(pair_numbers, _, picture, transport.place_of(LAM.name))
        pictures.draw(replace(picture, numbers=numbers), "relaxed")
        st.dataframe(by_gamma(_, fit, every), hide_index=True)
        return float(gamma)


def relaxed(_: Translate, table: Table, setting: Setting, *, shared: bool) -> tuple[CrossValidation, ...]:
    """The cross-validation of the blend, for each γ of GAMMAS, in the folds of the page."""

    def compute(progress: Progress) -> tuple[CrossValidation, ...]:
        options = {"X": table.X, "y": table.y, "seed": setting.seed, **validation_options(table, setting)}
        every: tuple[CrossValidation, ...]
        (every,) = shared_out(cross_validate_relaxed, [options], progress.workers, progress.report)
        return every

    words, at_once = _("Fitting again what each λ selects"), is_short(table, SHORT_REFIT)
    return kept_result("relaxed", table, setting, compute, words, shared=shared, at_once=at_once, alone=True)


def about(_: Translate, fit: Fit, every: tuple[CrossValidation, ...], chosen: int) -> str:
    """The best of the blend against the best penalised fit, fold against fold."""
    blend, penalised = every[chosen], every[PENALISED]
    words = _(
        "The penalty selects variables and shrinks those that it keeps. Fitted again without it, these have "
        "their full coefficients; γ blends the two."
    )
    if chosen == PENALISED:
        return words
    difference = paired_by_folds(
        blend.fold_errors[:, blend.index_min], penalised.fold_errors[:, penalised.index_min], blend.fold_of
    )
    compared = _(
        "With γ = {gamma} the lowest error on rows left out is {error} at λ = {lambd}, with {kept}; "
        "penalised it is {other} at λ = {at}, with {more}. Fold against fold the difference is {difference} "
        "± {deviation}"
    ).format(
        gamma=number(GAMMAS[chosen]),
        error=number(blend.mean_error.min(), 4),
        lambd=number(blend.lambda_min),
        kept=_kept(_, fit, blend),
        other=number(penalised.mean_error.min(), 4),
        at=number(penalised.lambda_min),
        more=_kept(_, fit, penalised),
        difference=number(difference.mean),
        deviation=number(difference.standard_error, 2),
    )
    verdict = {
        0: _("no more than two standard errors, so these folds do not tell the two apart."),
        1: _("the penalised fit is better by more than two standard errors."),
        -1: _("the blend is better by more than two standard errors."),
    }[direction(difference)]
    return f"{words} {compared}: {verdict}"


def by_gamma(_: Translate, fit: Fit, every: tuple[CrossValidation, ...]) -> pd.DataFrame:
    """The best λ of every γ, its error and its variables."""
    return pd.DataFrame(
        [
            {
                "γ": code_number(gamma),
                "λ_min": number(one.lambda_min),
                _("Error on rows left out"): f"{number(one.mean_error[one.index_min], 4)} ± "
                f"{number(one.standard_error[one.index_min])}",
                _("Variables"): str(int(_count(fit, one))),
            }
            for gamma, one in zip(GAMMAS, every, strict=True)
        ]
    )


def _count(fit: Fit, errors: CrossValidation) -> int:
    return int(fit.variables.holding(errors.path.coefficients[errors.index_min] != 0).sum())


def _kept(_: Translate, fit: Fit, errors: CrossValidation) -> str:
    return count_of(_, _count(fit, errors))
