"""The notes' two functions on a net small enough to print: every line, every number, the gradient check."""

from dataclasses import replace
from functools import partial

import streamlit as st

from charts.two_functions.code_lines import code_lines
from charts.two_functions.diagonal import diagonal, diagonal_tables, entry_numbers
from charts.two_functions.gradient_parts import gradient_parts, part_tables
from charts.two_functions.slip_table import error_tables, slip_numbers, slip_table, slip_words
from charts.two_functions.walk_through import walk_through
from dashboard import controls, glossary, lesson, pictures, presets, stage, strengths
from dashboard.live_words import live_words
from dashboard.navigation import enter
from dashboard.pictures import packed_tables
from dashboard.transport import Slider, transport
from l2core import gradient_check, network
from l2core.worked_example import worked_example
from lessons.two_functions import questions
from lessons.two_functions.choice import choose
from lessons.two_functions.formula import COST, costs_with_numbers
from lessons.two_functions.line_by_line import draw_lines, parts
from lessons.two_functions.presets import places
from lessons.two_functions.published import CELLS, about_cells, published
from lessons.two_functions.run import (
    LAMBDA_CODES,
    LINE_NAMES,
    TRACKS,
    every_lambda,
    here,
    walk,
    walk_content,
)
from lessons.two_functions.script import source
from lessons.two_functions.words import (
    about_check,
    about_parts,
    lines_at_every_place,
    patterns,
    symbols,
    verdict,
)

# ---- ask

_ = enter()
scene = stage.ask("two_functions", questions.acts(_), places=("line",))
picture, below = stage.picture_place(), st.container()

# ---- choose

with below:
    choice = choose(_)
lines = code_lines(_)
texts = [line.words for line in lines] if scene.is_open else LINE_NAMES
line_track, lambda_track = TRACKS
at = transport(
    Slider(line_track, _("Line"), LINE_NAMES, texts, plays=True, seconds=24),
    Slider(lambda_track, "λ", LAMBDA_CODES, LAMBDA_CODES),
    scene=scene,
    tells=lesson.doors_are_open(*questions.ASK_THE_SERVER, holds=["part"]),
)

# ---- compute

now = here(choice, at["lam"])
numbers, key = every_lambda(choice), (st.session_state["language"], choice)

# ---- draw

with picture:
    language, begun = st.session_state["language"], scene.is_open
    tables, content = walk(_, choice, language, begun=begun), walk_content(_, choice, language)
    pictures.draw(walk_through(_, tables, content, now.texts, line_track, lambda_track, begun=begun), "walk")
stage.tell(scene, partial(questions.outcome, _, now, scene.act.name))

# ---- tell

slip: str | None = None  # the mistake and the test cell, while they are on the page
cell: str | None = None
if scene.is_open:
    with below:
        live_words("notice", lines_at_every_place(_, choice), at)
        presets.chips("two_functions", places(_, scene.number))

    with lesson.door("formula", _("The formula")) as is_open:
        if is_open:
            lesson.formula(COST, costs_with_numbers(choice), symbols(_), at=at)

    with lesson.door("parts", _("What λ adds to every gradient")) as is_open:
        if is_open:
            glossary.say(about_parts(_))
            tables = packed_tables("parts", key, partial(part_tables, _, numbers))
            pictures.draw(gradient_parts(_, tables, now.numbers, lambda_track), "parts")

    with lesson.door(
        "check", _("The gradient check: what it says when a term is forgotten"), holds=["slip"]
    ) as is_open:
        if is_open:
            glossary.say(about_check(_))
            slips = slip_words(_)
            slip = controls.select("slip", _("What is wrong in the code"), slips, default="penalty_in_dW1")
            finding, sentence = verdict(_, now, slip)
            if finding == "right":
                st.success(sentence, icon=":material/check_circle:")
            elif finding == "wrong":
                st.error(sentence, icon=":material/error:")
            else:
                st.info(sentence, icon=":material/visibility_off:")
            left, right = st.columns(2, gap="medium")
            with left:
                tables = packed_tables("diagonal", (*key, slip), partial(diagonal_tables, _, now.check, slip))
                drawn = diagonal(_, tables, lambda_track)
                entries = partial(entry_numbers, _, tables, at["lam"])
                pictures.draw(replace(drawn, numbers=entries), "diagonal", share=1 / 2)
            with right:
                tables = packed_tables("slips", (*key, slip), partial(error_tables, _, now.check, slip))
                drawn = slip_table(_, tables, patterns(_, now), lambda_track)
                found = partial(slip_numbers, _, tables, at["lam"])
                pictures.draw(replace(drawn, numbers=found), "slips", share=1 / 2)

    with lesson.door("lines", _("Line by line: code, formula, every number"), holds=["part"]) as is_open:
        if is_open:
            part = controls.choose("part", _("Part of the computation"), parts(_), default="cost")
            draw_lines(_, lines, now.texts, part)

    with lesson.door("published", _("The course's test cells, reproduced"), holds=["cell"]) as is_open:
        if is_open:
            glossary.say(about_cells(_))
            cell = controls.choose("cell", _("Test cell"), CELLS, default="cost")
            presets.compared(published(_, cell))

    strength = strengths.Strength(now.lambd, choice.m, "cross-entropy", by_notes=True, penalties=("l2",))
    strengths.elsewhere(strength)
    lesson.code(
        worked_example,
        network.forward_propagation,
        network.compute_cost_with_regularization,
        network.backward_propagation_with_regularization,
        gradient_check.gradient_check,
    )
script = partial(source, choice, at["lam"], slip, cell) if scene.is_open else None
lesson.whats_next("two_functions", script=script)
