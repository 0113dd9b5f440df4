"""The notes' two functions on a net small enough to print: every line, every number, the gradient check."""

from functools import partial

import streamlit as st

from charts.two_functions.code_lines import code_lines
from charts.two_functions.diagonal import diagonal, diagonal_tables
from charts.two_functions.gradient_parts import gradient_parts, part_tables
from charts.two_functions.slip_table import error_tables, slip_table, slip_words
from charts.two_functions.walk_through import walk_tables, walk_through
from dashboard import controls, lesson, pictures
from dashboard.navigation import enter
from dashboard.pictures import packed_tables
from dashboard.transport import Slider, transport
from l2core import gradient_check, network
from l2core.worked_example import worked_example
from lessons.two_functions import questions
from lessons.two_functions.choice import choose
from lessons.two_functions.formula import COST, cost_with_numbers
from lessons.two_functions.line_by_line import draw_lines, parts
from lessons.two_functions.notebook import notebook
from lessons.two_functions.run import LAMBDA_CODES, LINE_NAMES, TRACKS, every_lambda, here
from lessons.two_functions.words import patterns, points, verdict

# ---- ask

_ = enter()
lesson.opening(
    "two_functions",
    _(
        "A network small enough to print runs through the forward pass, the cost and the backward pass, one "
        "line of code at a time. Press Play to walk through it; drag λ and watch which numbers move."
    ),
)

# ---- choose

choice = choose(_)
lines = code_lines(_)
line_track, lambda_track = TRACKS
at = transport(
    Slider(line_track, _("Line"), LINE_NAMES, [line.words for line in lines], plays=True, seconds=24),
    Slider(lambda_track, "λ", LAMBDA_CODES, LAMBDA_CODES),
)

# ---- compute

now = here(choice, at["lam"])
numbers, key = every_lambda(choice), (st.session_state["language"], choice)

# ---- draw

with lesson.picture_and_notice(points(_, now)):
    tables = packed_tables("walk", key, partial(walk_tables, _, numbers))
    pictures.draw(walk_through(_, tables, line_track, lambda_track), "walk")

lesson.formula(
    COST,
    cost_with_numbers(now),
    _(
        "J: the cost. m: the number of examples. Y: the labels, 0 or 1. A3: the probability that the "
        "network gives to label 1. λ (lambd in the code): the strength of the penalty. ‖W‖²: the sum of "
        "the squares of all weights of a layer; the biases b are not in it."
    ),
)

st.subheader(_("What λ adds to every gradient"), anchor=False)
st.markdown(
    _(
        "Drag λ: the blue bars grow in proportion to λ and to their weight, the grey bars stand still, and "
        "the biases never get a blue bar. Gradient descent moves each number against its ◆."
    )
)
tables = packed_tables("parts", key, partial(part_tables, _, numbers))
pictures.draw(gradient_parts(_, tables, lambda_track), "parts")

st.subheader(_("The gradient check: what it says when a term is forgotten"), anchor=False)
st.markdown(
    _(
        "Nudge one number up and down by h = 10⁻⁵ and compute the cost each time: the slope of the cost "
        "needs no formula for the gradient. Where the code is right, both agree to seven digits (relative "
        "error below 10⁻⁷: ✓). Now make a mistake, and see which arrays the check names."
    )
)
slip = controls.select("slip", _("What is wrong in the code"), slip_words(_), default="penalty_in_dW1")
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
    pictures.draw(diagonal(_, tables, lambda_track), "diagonal")
with right:
    tables = packed_tables("slips", (*key, slip), partial(error_tables, _, now.check, slip))
    pictures.draw(slip_table(_, tables, patterns(_, now), lambda_track), "slips")

# ---- tell

st.subheader(_("Line by line: code, formula, every number"), anchor=False)
part = controls.choose("part", _("Part of the computation"), parts(_), default="cost")
draw_lines(_, lines, now.texts, part)

st.subheader(_("Try it in a notebook"), anchor=False)
st.markdown(_("These lines compute the numbers on this page, with the same network and the same λ."))
st.code(notebook(now), language="python")

lesson.code(
    worked_example,
    network.forward_propagation,
    network.compute_cost_with_regularization,
    network.backward_propagation_with_regularization,
    gradient_check.gradient_check,
)

lesson.experiments()
lesson.predict(
    "forget",
    _("Forget + (λ/m) W1 in dW1, and nothing else. Which arrays does the gradient check name?"),
    questions.forget_options(_),
    partial(questions.forget, _, now),
)
lesson.predict(
    "double",
    _("Double λ and keep the weights as they are. What happens to dZ3?"),
    questions.double_options(_),
    partial(questions.double, _, now),
)
lesson.predict(
    "biases",
    _("Set every bias to 0 and keep the weights. What does the penalty in the cost do?"),
    questions.biases_options(_),
    partial(questions.biases, _, now),
)
lesson.whats_next("two_functions")
