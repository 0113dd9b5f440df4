"""The map of η × λ: one net a cell, seen from the smallest η up; a cell leads to the run of its net."""

from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.choosing_lambda.rate_map import rate_map
from charts.numbers import code_number, number
from charts.picture import Translate
from dashboard import lesson, presets, stage, strengths
from dashboard.live_words import Line, live_words
from dashboard.strengths import Strength
from dashboard.transport import Slider, transport
from l2core.rate_map import RateMap
from l2core.training import plain_training, updated_parameters
from lessons.choosing_lambda import (
    rate_map_formula,
    rate_map_link,
    rate_map_presets,
    rate_map_questions,
    rate_map_script,
    rate_map_words,
)
from lessons.choosing_lambda.network_choice import network_controls
from lessons.choosing_lambda.rate_map_run import ETA, LAM, LAMBDAS, RATES, rate_map_of

PART = {"part": "map"}


def rate_map_part(_: Translate, above: DeltaGenerator, below: DeltaGenerator) -> Callable[[], str] | None:
    """Which η and λ together: the stage stands in `above`, all else in `below`.

    Returns what writes the map as a script; None as long as the question is open.
    """
    # ---- ask
    with above:
        scene = stage.ask("choosing_lambda", rate_map_questions.acts(_), places=(ETA.name,), part=PART)
        waiting = st.container()  # the picture stays where it is while nets train
        picture = stage.picture_place()

    # ---- choose
    with below:
        choice = network_controls(_)

    # ---- compute: nothing, as long as nobody wants to see it
    with waiting:
        is_needed = scene.asks_what_happened
        found = rate_map_of(_, choice.problem.split, choice.penalty) if is_needed else None
    cells = found if scene.is_open else None
    at = transport(*_sliders(_, cells), scene=scene)

    # ---- draw
    with picture:
        alt_text = rate_map_words.picture_words(_, cells)
        chart = rate_map(_, RATES, LAMBDAS, cells, (ETA, LAM), alt_text)
        rate_map_link.draw(chart, choice)
    if found is not None:
        stage.tell(scene, partial(rate_map_questions.outcome, _, choice, found, scene.act.name))
    if cells is None:
        return None

    # ---- tell
    with below:
        said = rate_map_words.lines_at_every_place(_, cells)
        live_words("here", [Line(said[0], (ETA, LAM)), Line(said[1], (ETA,))], at)
        rate_map_link.doors_to_runs(_, cells, choice, at)
        presets.chips("choosing_lambda", rate_map_presets.places(_, PART, scene.number))
        lesson.notice(rate_map_words.map_in_words(_, cells))
        with lesson.door("formula", _("The formula")) as is_open:
            if is_open:
                numbers = rate_map_formula.at_every_place(cells)
                lesson.formula(
                    rate_map_formula.step(_, cells.penalty),
                    Line(numbers, (ETA, LAM)),
                    rate_map_formula.in_words(_, cells.penalty),
                    at=at,
                )
        strength = LAMBDAS[at[LAM.name]]
        strengths.elsewhere(Strength(strength, choice.problem.training_size, "cross-entropy", by_notes=True))
        lesson.code(plain_training, updated_parameters)
    row = len(RATES) - 1 - at[ETA.name]  # the bar begins at the smallest η, the last row
    return partial(rate_map_script.source, choice, row, at[LAM.name], scene.act.name)


def _sliders(_: Translate, cells: RateMap | None) -> tuple[Slider, Slider]:
    """η from small to large, up to which the map is seen; and λ, which chooses a cell in its row."""
    rates = RATES[::-1]
    moments = [] if cells is None or cells.best is None else [ETA.last - cells.best[0]]
    column = 0 if cells is None or cells.best is None else cells.best[1]
    return (
        Slider(
            ETA,
            _("Learning rate η"),
            [code_number(rate) for rate in rates],
            [f"η = {number(rate)}" for rate in rates],
            plays=True,
            moments=moments,
            default=0 if cells is None else ETA.last,
        ),
        Slider(
            LAM,
            _("Penalty λ"),
            [code_number(lambd) for lambd in LAMBDAS],
            [f"λ = {number(lambd)}" for lambd in LAMBDAS],
            default=column,
        ),
    )
