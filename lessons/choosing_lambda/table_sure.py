"""The answer for a table, and how sure it is: what stands below the stage, and the doors to which its numbers
lead."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.choosing_lambda.coefficient_intervals import coefficient_intervals, interval_numbers
from charts.choosing_lambda.lambda_spread import lambda_spread
from charts.choosing_lambda.model_bars import bar_numbers, model_bars
from charts.choosing_lambda.selection_frequency import selection_frequency
from charts.picture import Translate
from dashboard import address, controls, glossary, lesson, pictures, transport
from dashboard.navigation import page_of
from l2core.missing import medians
from l2core.resampling import FoldDraws, Resamples
from l2core.tables import Table
from lessons.choosing_lambda import table_calibration, table_relaxed
from lessons.choosing_lambda import table_sure_words as words
from lessons.choosing_lambda.table_answer import Part, answer, chosen_place, rule_names
from lessons.choosing_lambda.table_choice import TableChoice
from lessons.choosing_lambda.table_honest import door_of_the_test_part, nested_words
from lessons.choosing_lambda.table_run import Fit
from lessons.choosing_lambda.table_setting import LAM
from lessons.choosing_lambda.table_sure_run import fold_draws, honest_error, is_done_at_once, resampled
from lessons.choosing_lambda.table_variables import with_numbers_written


def rule_control(_: Translate) -> str:
    """Which of the two λ the answer is about."""
    return controls.choose("rule", _("The λ of the answer"), rule_names(_), default="1se")


def begin_answer(_: Translate, fit: Fit, rule: str, links: Mapping[str, str]) -> DeltaGenerator:
    """The answer as it is known from the fit; the place in which `finish_answer` then says it whole.

    links: what an address says that brings back this very page, to which a link adds the door that it opens.
    """
    place = st.container(border=True, key="answer").empty()
    _say(_, place, answer(_, fit, rule), links)
    return place


def finish_answer(
    _: Translate, place: DeltaGenerator, choice: TableChoice, fit: Fit, rule: str, links: Mapping[str, str]
) -> None:
    """The answer with how sure it is, where that takes seconds and not minutes."""
    if not is_done_at_once(choice.source.table):
        return
    draws = _draws(_, choice)
    _say(_, place, answer(_, fit, rule, draws), links)
    _say(_, place, answer(_, fit, rule, draws, _resamples(_, choice)), links)


def doors(_: Translate, choice: TableChoice, fit: Fit, rule: str) -> None:
    """How sure the answer is; nothing of a closed door is computed."""
    lam = chosen_place(fit, rule)
    with lesson.door("model", _("The model at the λ of the bar"), kept=True) as is_open:
        if is_open:
            alt = _("The coefficients at the λ of the bar, the largest effect first.")
            bars = model_bars(_, fit.drawn, fit.setting.penalty, LAM, alt, family=fit.family)
            numbers = partial(bar_numbers, _, bars, transport.place_of(LAM.name))
            pictures.draw(replace(bars, numbers=numbers), "model")
    with lesson.door("spread", _("How sure is λ? Other folds, other rows"), kept=True) as is_open:
        if is_open:
            _where_it_falls(_, fit, _draws(_, choice), _resamples(_, choice))
    with lesson.door("rules", _("λ_min or λ_1se?"), kept=True) as is_open:
        if is_open:
            draws = _draws(_, choice)
            if draws is None:
                _too_few(_, fit)
            else:
                glossary.say(words.rules(_, fit, draws))
                st.dataframe(words.rules_table(_, fit, draws), hide_index=True)
            glossary.caption(words.which_rule(_))
    if fit.setting.alpha > 0:
        with lesson.door("stable", _("Which variables are stable?"), kept=True) as is_open:
            if is_open:
                _stability(_, fit, lam, _resamples(_, choice))
    with lesson.door("ranges", _("How far the coefficients spread"), kept=True) as is_open:
        if is_open:
            _intervals(_, fit, lam, _resamples(_, choice))


def more_doors(_: Translate, choice: TableChoice, fit: Fit, rule: str) -> float:
    """The relaxed fit of a target of numbers, and the γ that is chosen there; the calibration of classes."""
    source = choice.source
    if fit.held_out is not None:
        one = source.table.classes[1]
        table_calibration.door(_, fit, fit.held_out, chosen_place(fit, rule), one)
    elif fit.setting.alpha > 0:
        return table_relaxed.door(_, source.table, fit, shared=source.built_in)
    return 1.0


def honest(_: Translate, choice: TableChoice, fit: Fit, rule: str, test: Table | None) -> None:
    """The door behind which the choice itself is judged; test: the rows that are kept from it."""
    with lesson.door("honest", _("The honest error of the choice"), kept=True) as is_open:
        if not is_open:
            return
        source = choice.source
        try:
            nested = honest_error(_, source.table, choice.setting, shared=source.built_in)
            glossary.say(nested_words(_, fit, nested))
        except ValueError:
            _too_few(_, fit)
        if test is not None:
            door_of_the_test_part(_, fit, chosen_place(fit, rule), medians(source.table.X), test)


def _say(_: Translate, place: DeltaGenerator, parts: Sequence[Part], links: Mapping[str, str]) -> None:
    with place.container():
        glossary.say_anew("answer", " ".join(part.words for part in parts))
        with st.container(horizontal=True, gap="small"):
            for part in parts:
                if part.door:
                    st.page_link(
                        page_of("choosing_lambda"),
                        label=part.link,
                        icon=":material/arrow_downward:",
                        query_params=address.link("choosing_lambda", **links, **{part.door: "1"}),
                        width="content",
                        help="",
                    )


def _where_it_falls(_: Translate, fit: Fit, draws: FoldDraws | None, resamples: Resamples | None) -> None:
    if draws is None:
        _too_few(_, fit)
        return
    told = [words.over_draws(_, draws)] + ([] if resamples is None else [words.over_resamples(_, resamples)])
    picture = lambda_spread(
        _,
        draws.lambdas,
        draws.mean_error,
        (draws.index_min, draws.index_1se),
        None if resamples is None else (resamples.index_min, resamples.index_1se),
        fit.setting.penalty,
        LAM,
        " ".join(told),
        measure=fit.measure,
    )
    pictures.draw(picture, "spread")
    for one in told:
        glossary.say(one)
    if resamples is None:
        _too_few(_, fit)


def _stability(_: Translate, fit: Fit, lam: int, resamples: Resamples | None) -> None:
    if resamples is None:
        _too_few(_, fit)
        return
    about = words.about_stability(_, resamples)
    picture = selection_frequency(
        _,
        resamples.lambdas,
        resamples.frequency,
        fit.variables.names,
        fit.chosen,
        fit.setting.penalty,
        LAM,
        about,
    )
    pictures.draw(picture, "stable")
    glossary.say(about)
    glossary.caption(words.table_of_the_answer(_, fit, lam))
    table = words.stability_table(_, fit, lam, resamples)
    shares = {
        name: st.column_config.ProgressColumn(name, format="percent", min_value=0.0, max_value=1.0)
        for name in table.columns[1:]
    }
    st.dataframe(table, hide_index=True, column_config=shares)


def _intervals(_: Translate, fit: Fit, lam: int, resamples: Resamples | None) -> None:
    if resamples is None:
        _too_few(_, fit)
        return
    about = words.about_intervals(_, resamples)
    picture = coefficient_intervals(
        _,
        fit.names,
        fit.errors.path.coefficients,
        resamples.coefficients[0],
        resamples.coefficients[-1],
        resamples.frequency[:, fit.variables.of],
        fit.drawn.spread,
        fit.chosen,
        fit.setting.penalty,
        LAM,
        about,
        family=fit.family,
    )
    numbers = partial(interval_numbers, _, picture, transport.place_of(LAM.name))
    pictures.draw(replace(picture, numbers=numbers), "ranges")
    glossary.say(about)
    glossary.caption(words.table_of_the_answer(_, fit, lam))
    st.dataframe(with_numbers_written(words.intervals_table(_, fit, lam, resamples)), hide_index=True)


def _draws(_: Translate, choice: TableChoice) -> FoldDraws | None:
    """None where there are too few rows for them."""
    try:
        return fold_draws(_, choice.source.table, choice.setting, shared=choice.source.built_in)
    except ValueError:
        return None


def _resamples(_: Translate, choice: TableChoice) -> Resamples | None:
    """None where there are too few rows for them."""
    try:
        return resampled(_, choice.source.table, choice.setting, shared=choice.source.built_in)
    except ValueError:
        return None


def _too_few(_: Translate, fit: Fit) -> None:
    words = _("These rows, or those of a class, are too few to be drawn again and again.")
    if fit.setting.keep and fit.is_of_classes:
        words = _(
            "These rows, or those of a class, are too few to be drawn again and again; or in some of the "
            "draws the variables that are never penalised tell the classes apart without an error."
        )
    glossary.caption(words)
