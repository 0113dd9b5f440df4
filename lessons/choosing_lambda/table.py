"""A table of numbers: the exact paths, the error on rows left out, and the model at one λ."""

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.choosing_lambda.coefficient_paths import coefficient_paths
from charts.choosing_lambda.cross_validation_curve import cross_validation_curve
from charts.choosing_lambda.model_bars import model_bars
from charts.numbers import code_number, number
from charts.picture import Translate
from dashboard import lesson, pictures
from dashboard.text import plain
from dashboard.transport import Slider, transport
from l2core.cross_validation import held_out_errors
from l2core.homotopy import follow
from l2core.linear import ridge_path
from lessons.choosing_lambda import table_formula, table_questions, table_words
from lessons.choosing_lambda.table_choice import table_controls
from lessons.choosing_lambda.table_run import LAM, Fit, fitted, fold_draws


def table_part(_: Translate, aside: DeltaGenerator) -> None:
    """Which λ for a table; `aside` is the place beside the switch of the parts."""
    # ---- choose
    choice = table_controls(_)
    table, setting = choice.source.table, choice.setting
    aside.caption(table_words.about_table(_, choice.source))

    # ---- compute
    try:
        fit = fitted(_, table, setting)
        standardized = fitted(_, table, replace(setting, standardize=True))
    except ValueError:  # what a table can do wrong otherwise has been said beside it
        words = _("No numeric column varies together with {target}: there is no λ to choose.")
        st.error(words.format(target=plain(table.target)))
        return
    lam = transport(_lambda_slider(_, fit))["lam"]

    # ---- draw
    paths_alt, curve_alt = table_words.picture_words(_, fit, lam)
    left, right = st.columns([3, 2], gap="small")
    with left:
        pictures.draw(coefficient_paths(_, fit.drawn, fit.chosen, choice.axis, LAM, paths_alt), "paths")
    with right:
        curve = cross_validation_curve(_, fit.errors, fit.training, setting.penalty, LAM, curve_alt)
        pictures.draw(curve, "errors")

    # ---- tell
    left, right = st.columns([1, 1], gap="medium")
    with left:
        draws = fold_draws(_, table, setting)
        lesson.notice(table_words.notices(_, fit, lam, standardized, draws))
    with right:
        pictures.draw(model_bars(_, fit.drawn, setting.penalty, LAM, paths_alt), "model")
        _coefficients(_, fit, lam)
    lesson.formula(*table_formula.formula(_, fit, lam))
    lesson.code(ridge_path if setting.alpha == 0 else follow, held_out_errors)

    # ---- ask
    lesson.experiments()
    lesson.predict(
        "guess_half",
        _("Throw away a random half of the rows and cross-validate again. Where does λ_1se go?"),
        table_questions.half_the_rows_options(_),
        partial(table_questions.half_the_rows, _, choice),
    )
    lesson.predict(
        "guess_unit",
        _(
            "Without standardising, take the variable that the lasso lets in first and measure it in a unit "
            "1000 times larger (metres, not millimetres). When does it come in now?"
        ),
        table_questions.another_unit_options(_),
        partial(table_questions.another_unit, _, choice),
    )
    lesson.predict(
        "guess_best",
        _("Which has the smaller cross-validated error at its own λ_min, lasso or ridge?"),
        table_questions.lasso_or_ridge_options(_),
        partial(table_questions.lasso_or_ridge, _, choice),
    )


def _lambda_slider(_: Translate, fit: Fit) -> Slider:
    """λ from weak to strong; the bar stands at λ_1se until somebody moves it."""
    lambdas = fit.errors.lambdas.tolist()
    return Slider(
        LAM,
        _("λ, stronger and stronger"),
        [code_number(lambd) for lambd in lambdas],
        [f"λ = {number(lambd)}" for lambd in lambdas],
        plays=True,
        default=fit.errors.index_1se,
    )


def _coefficients(_: Translate, fit: Fit, lam: int) -> None:
    """The model of the bar as a table, largest effect first."""
    path, effect = fit.errors.path, _("Effect per standard deviation")
    table = pd.DataFrame(
        {
            _("Variable"): fit.names,
            _("Coefficient, own units"): path.coefficients[lam],
            effect: path.coefficients[lam] * fit.drawn.spread,
        }
    )
    with st.expander(_("All coefficients as a table")):
        st.dataframe(table.sort_values(effect, key=abs, ascending=False), hide_index=True)
        st.caption(_("Intercept b = {b}").format(b=number(path.intercepts[lam])))
