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
from dashboard import glossary, lesson, pictures, presets, stage, strengths
from dashboard.live_words import Line, live_words
from dashboard.panel_names import PANELS, panel_names
from dashboard.strengths import Strength
from dashboard.text import plain
from dashboard.transport import Slider, transport
from l2core.cross_validation import held_out_errors
from l2core.homotopy import follow
from l2core.linear import ridge_path
from l2core.tables import training_part
from lessons.choosing_lambda import (
    table_formula,
    table_presets,
    table_published,
    table_questions,
    table_words,
)
from lessons.choosing_lambda.table_choice import TableChoice, table_controls
from lessons.choosing_lambda.table_run import LAM, Fit, fitted, fold_draws


def table_part(_: Translate, above: DeltaGenerator, below: DeltaGenerator) -> None:
    """Which λ for a table: the stage stands in `above`, all else in `below`."""
    # ---- ask
    with above:
        scene = stage.ask(
            "choosing_lambda", table_questions.acts(_), places=(LAM.name,), then={"part": "network"}
        )
        panel_names([_("Weights against λ"), _("Error against λ")])
        picture = st.container(key=PANELS)

    # ---- choose
    with below:
        choice = table_controls(_)
        glossary.caption(table_words.about_table(_, choice.source))
    choice = replace(choice, source=replace(choice.source, table=training_part(choice.source.table)))

    # ---- compute
    table, setting = choice.source.table, choice.setting
    try:
        fit = fitted(_, table, setting)
        standardized = fitted(_, table, replace(setting, standardize=True))
    except ValueError:  # what a table can do wrong otherwise has been said beside it
        words = _("No numeric column varies together with {target}: there is no λ to choose.")
        picture.error(words.format(target=plain(table.target)))
        return
    at = transport(_lambda_slider(_, fit, begun=scene.is_open), scene=scene, tells=lesson.doors_are_open())

    # ---- draw
    paths_alt, curve_alt = table_words.picture_words(_, fit, begun=scene.is_open)
    left, right = picture.columns([3, 2], gap="small")
    with left:
        paths = coefficient_paths(_, fit.drawn, fit.chosen, choice.axis, LAM, paths_alt, begun=scene.is_open)
        pictures.draw(paths, "paths")
    with right:
        curve = cross_validation_curve(
            _, fit.errors, fit.training, setting.penalty, LAM, curve_alt, begun=scene.is_open
        )
        pictures.draw(curve, "errors")
    stage.tell(scene, partial(table_questions.outcome, _, choice, fit, scene.act.name))

    # ---- tell
    if scene.is_open:
        with below:
            models = [table_words.here(_, fit, lam) for lam in range(LAM.places)]
            live_words("here", [Line(models, (LAM,))], at)
            presets.chips("choosing_lambda", table_presets.places(_, scene.number))
            lesson.notice(table_words.notices(_, fit, standardized, fold_draws(_, table, setting)))
            _doors(_, choice, fit, at)


def _doors(_: Translate, choice: TableChoice, fit: Fit, at: dict[str, int]) -> None:
    """What one may want to know besides; nothing of a closed door is computed."""
    with lesson.door("model", _("The model at this λ")) as is_open:
        if is_open:
            alt = table_words.here(_, fit, at[LAM.name])
            pictures.draw(model_bars(_, fit.drawn, fit.setting.penalty, LAM, alt), "model")
    with lesson.door("coefficients", _("All coefficients as a table")) as is_open:
        if is_open:
            _coefficients(_, fit, at[LAM.name])
    with lesson.door("published", _("Published paths, computed again"), holds=["published"]) as is_open:
        if is_open:
            for about, results in table_published.tables(_):
                glossary.say(about)
                presets.compared(results)
    with lesson.door("formula", _("The formula")) as is_open:
        if is_open:
            numbers = Line([table_formula.with_numbers(fit, lam) for lam in range(LAM.places)], (LAM,))
            symbols = table_formula.symbols(_, fit.setting.penalty)
            lesson.formula(symbols, numbers, table_formula.in_words(_, fit), at=at)
    strengths.elsewhere(
        Strength(
            lambd=float(fit.errors.lambdas[at[LAM.name]]),
            rows=fit.rows,
            loss="squared error",
            penalties=(fit.setting.penalty,),
            spread=fit.deviation,
            l1_ratio=fit.setting.l1_ratio,
            standardized=fit.setting.standardize,
        )
    )
    lesson.code(ridge_path if choice.setting.alpha == 0 else follow, held_out_errors)


def _lambda_slider(_: Translate, fit: Fit, *, begun: bool) -> Slider:
    """λ from weak to strong; the bar stands at λ_1se until somebody moves it.

    begun: as long as the question is open, the bar knows neither λ_min nor λ_1se.
    """
    lambdas, chosen = fit.errors.lambdas.tolist(), fit.chosen
    return Slider(
        LAM,
        _("λ, stronger and stronger"),
        [code_number(lambd) for lambd in lambdas],
        [f"λ = {number(lambd)}" for lambd in lambdas],
        plays=True,
        moments=[chosen.index_min, chosen.index_1se] if begun else [],
        default=chosen.index_1se if begun else 0,
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
    st.dataframe(table.sort_values(effect, key=abs, ascending=False), hide_index=True)
    glossary.caption(_("Intercept b = {b}").format(b=number(path.intercepts[lam])))
