"""A table of numbers: the paths, the error on rows left out, and the answer: which λ, and how sure it is."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.choosing_lambda.coefficient_paths import HEIGHT, coefficient_paths
from charts.choosing_lambda.cross_validation_curve import cross_validation_curve
from charts.numbers import code_number, number
from charts.picture import Translate
from dashboard import glossary, lecture, lesson, pictures, presets, stage, strengths
from dashboard.live_words import Line, live_words
from dashboard.panel_names import PANELS, panel_names
from dashboard.strengths import Strength
from dashboard.transport import Slider, transport
from l2core.class_validation import held_out_log_odds
from l2core.cross_validation import held_out_errors
from l2core.homotopy import follow
from l2core.linear import ridge_path
from l2core.proximal_newton import follow_logistic
from l2core.tables import test_part, training_part
from lessons.choosing_lambda import (
    table_formula,
    table_presets,
    table_published,
    table_questions,
    table_script,
    table_sure,
    table_words,
)
from lessons.choosing_lambda.table_answer import chosen_place
from lessons.choosing_lambda.table_choice import TableChoice, instead, table_controls
from lessons.choosing_lambda.table_classes import class_controls
from lessons.choosing_lambda.table_factors import factor_controls
from lessons.choosing_lambda.table_run import Fit, fitted
from lessons.choosing_lambda.table_setting import LAM, Setting
from lessons.choosing_lambda.table_variables import with_numbers_written
from lessons.choosing_lambda.take_home import take_home_door


def table_part(_: Translate, above: DeltaGenerator, below: DeltaGenerator) -> Callable[[], str] | None:
    """Which λ for a table: the stage and the answer stand in `above`, all else in `below`.

    Returns what writes this run as a script; None as long as the question is open, or nothing was fitted.
    """
    # ---- ask
    with above:
        scene = stage.ask(
            "choosing_lambda", table_questions.acts(_), places=(LAM.name,), then={"part": "network"}
        )
        instead_of_own = stage.place_for_instead()
        with stage.picture_place():
            panel_names([_("Weights against λ"), _("Error against λ")])
            picture = st.container(key=PANELS)
        told, sure = st.container(), st.container()

    # ---- choose
    with below:
        choice = table_controls(_)
        choice = replace(choice, setting=_more_controls(_, choice))
        glossary.caption(table_words.about_table(_, choice.source))
    if words := instead(_, choice):
        with instead_of_own:  # above the picture, or an answer about other rows is read as one's own
            glossary.caption(f":material/table: {words}")
    test = test_part(choice.source.table)
    choice = replace(choice, source=replace(choice.source, table=training_part(choice.source.table)))

    # ---- compute
    table, setting, shared = choice.source.table, choice.setting, choice.source.built_in
    try:
        fit = fitted(_, table, setting, shared=shared)
        standardized = fitted(_, table, replace(setting, standardize=True), shared=shared)
    except ValueError:  # what a table can do wrong otherwise has been said beside it
        picture.error(table_words.no_path(_, table, setting))
        return None
    rule = "1se"
    if scene.is_open:
        with told:
            rule = table_sure.rule_control(_)
    at = transport(
        _lambda_slider(_, fit, chosen_place(fit, rule), begun=scene.is_open),
        scene=scene,
        tells=lesson.doors_are_open("coefficients", "elsewhere", "take_home"),
    )

    # ---- draw
    paths_alt, curve_alt = table_words.picture_words(_, fit, begun=scene.is_open)
    left, right = picture.columns([3, 2], gap="small")
    with left:
        paths = coefficient_paths(
            _,
            fit.drawn,
            fit.chosen,
            choice.axis,
            LAM,
            paths_alt,
            begun=scene.is_open,
            family=fit.family,
            height=lecture.LOW if lecture.is_on() else HEIGHT,
        )
        pictures.draw(paths, "paths", share=3 / 5)
    with right:
        curve = cross_validation_curve(
            _,
            fit.errors,
            fit.training,
            setting.penalty,
            LAM,
            curve_alt,
            begun=scene.is_open,
            measure=fit.measure,
        )
        pictures.draw(curve, "errors", share=2 / 5)
    stage.tell(scene, partial(table_questions.outcome, _, choice, fit, scene.act.name))

    # ---- tell
    if not scene.is_open:
        return None
    # a link of the answer takes the bar along to the λ that the answer is about
    chosen = code_number(fit.errors.lambdas[chosen_place(fit, rule)])
    links = {**choice.codes, "rule": rule, "act": str(scene.number + 1), LAM.name: chosen}
    with told:
        answered = table_sure.begin_answer(_, fit, rule, links)
    with sure:
        table_sure.doors(_, choice, fit, rule)
        table_sure.honest(_, choice, fit, rule, test)
        gamma = table_sure.more_doors(_, choice, fit, rule)
        take_home_door(_, choice, fit, at, gamma)
    with below:
        models = [table_words.here(_, fit, lam) for lam in range(LAM.places)]
        live_words("here", [Line(models, (LAM,))], at)
        presets.chips("choosing_lambda", table_presets.places(_, scene.number))
        lesson.notice(table_words.notices(_, fit, standardized))
        _doors(_, choice, fit, at)
    with told:  # last, for it may take a while, and all else is there by then
        table_sure.finish_answer(_, answered, choice, fit, rule, links)
    return partial(table_script.source, choice, fit, at[LAM.name])


def _more_controls(_: Translate, choice: TableChoice) -> Setting:
    """What is chosen for two classes, and the variables with a penalty factor of their own."""
    table, setting = choice.source.table, choice.setting
    if table.classes:
        setting = class_controls(_, setting)
    if choice.awaited:
        return setting
    with st.popover(_("Variables to keep or to trust"), width="content"):
        return factor_controls(_, choice.name, table, setting)


def _doors(_: Translate, choice: TableChoice, fit: Fit, at: dict[str, int]) -> None:
    """What one may want to know besides; nothing of a closed door is computed."""
    with lesson.door("coefficients", _("All coefficients as a table")) as is_open:
        if is_open:
            _coefficients(_, fit, at[LAM.name])
    if choice.name == "diabetes":
        with lesson.door("published", _("Published paths, computed again"), kept=True) as is_open:
            if is_open:
                for about, results in table_published.tables(_):
                    glossary.say(about)
                    presets.compared(results)
    with lesson.door("formula", _("The formula")) as is_open:
        if is_open:
            numbers = Line([table_formula.with_numbers(fit, lam) for lam in range(LAM.places)], (LAM,))
            symbols = table_formula.symbols(_, fit)
            lesson.formula(symbols, numbers, table_formula.in_words(_, fit), at=at)
    strengths.elsewhere(
        Strength(
            lambd=float(fit.errors.lambdas[at[LAM.name]]),
            rows=fit.rows,
            loss="cross-entropy" if fit.is_of_classes else "squared error",
            penalties=(fit.setting.penalty,),
            spread=None if fit.is_of_classes else fit.deviation,
            l1_ratio=fit.setting.l1_ratio,
            standardized=fit.setting.standardize,
        )
    )
    if fit.is_of_classes:
        lesson.code(follow_logistic, held_out_log_odds)
    else:
        lesson.code(ridge_path if choice.setting.alpha == 0 else follow, held_out_errors)


def _lambda_slider(_: Translate, fit: Fit, chosen: int, *, begun: bool) -> Slider:
    """λ from weak to strong; the bar stands at the one `chosen` until somebody moves it.

    begun: as long as the question is open, the bar knows neither λ_min nor λ_1se.
    """
    lambdas = fit.errors.lambdas.tolist()
    return Slider(
        LAM,
        _("λ, stronger and stronger"),
        [code_number(lambd) for lambd in lambdas],
        [f"λ = {number(lambd)}" for lambd in lambdas],
        plays=True,
        moments=[fit.errors.index_min, fit.errors.index_1se] if begun else [],
        default=chosen if begun else 0,
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
    table = table.sort_values(effect, key=abs, ascending=False)
    st.dataframe(with_numbers_written(table), hide_index=True)
    glossary.caption(_("Intercept b = {b}").format(b=number(path.intercepts[lam])))
