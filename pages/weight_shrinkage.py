"""Lesson 3, weight shrinkage: every weight of a network over training, with no penalty, L2, and L1."""

from functools import partial

import streamlit as st

from charts.weight_shrinkage.lambda_switch import MEASURES, lambda_switch
from charts.weight_shrinkage.trajectories import ruler, trajectories
from dashboard import lesson, pictures
from dashboard.navigation import enter
from dashboard.networks import start_words
from dashboard.networks.grid import LAMBDA_TRACK, LAMBDAS, sliders
from dashboard.transport import transport
from l2core.snapshots import data_gradient, penalty_gradient
from lessons.weight_shrinkage import formula, questions, switch_race, words
from lessons.weight_shrinkage.choice import choose
from lessons.weight_shrinkage.closer_look import closer_look
from lessons.weight_shrinkage.many_starts import over_many_starts
from lessons.weight_shrinkage.run import code_of_training, line_tables, trained_nets

_ = enter()

# ---- ask
lesson.opening(
    "weight_shrinkage",
    _(
        "One network is trained three times, from the same start, on the same data. Every line is one of its "
        "weights. Move λ and the step with the bar at the foot of the page."
    ),
)

# ---- choose
chosen = choose(_)
tracks = chosen.grid.step_track(), LAMBDA_TRACK

# ---- compute
nets = trained_nets(chosen.grid, chosen.split)
scale = ruler(nets.runs, log=chosen.decades)
at = transport(*sliders(_, chosen.grid))
lam, step = at["lam"], at["step"]

# ---- draw
with lesson.picture_and_notice(words.notice(_, nets, lam, step)):
    for place, run in zip(st.columns(3), nets.runs, strict=True):
        with place:
            tables = line_tables(nets, run, scale)
            pictures.draw(trajectories(_, run, tables, scale, chosen.followed, at, tracks), run.penalty)
lesson.formula(*formula.formula(_, nets, chosen.followed, lam, step))
closer_look(_, nets, at, tracks)

st.subheader(_("Or was it luck? The same from 20 starts"), anchor=False)
st.markdown(start_words.explanation(_))
with_starts = start_words.starts_switch(_, default=False)
place_of_starts = st.container()  # filled at the end: nothing else has to wait for it

lesson.code(*code_of_training(chosen.grid), data_gradient, penalty_gradient)

# ---- tell
setting = questions.Setting(chosen.split, chosen.grid, LAMBDAS[lam])
lesson.experiments()
lesson.predict(
    "p1",
    _("Train L2 with twice the λ, {lambd}. How many weights become exactly 0?").format(lambd=setting.twice),
    questions.doubled_options(_),
    partial(questions.doubled, _, setting),
)
lesson.predict(
    "p2",
    _(
        "Train L1 with λ = {lambd} by proximal steps, and again by plain subgradient steps. How many exact "
        "zeros does the subgradient leave?"
    ).format(lambd=setting.strength),
    questions.subgradient_options(_),
    partial(questions.by_subgradient, _, setting),
)
lesson.predict(
    "p3",
    _("Which layer loses the largest share of its weights to L1 with λ = {lambd}?").format(
        lambd=setting.strength
    ),
    questions.layer_options(_, setting),
    partial(questions.by_layer, _, setting),
)

st.subheader(_("λ changed in mid-run"), anchor=False)
st.markdown(
    _(
        "Does it matter when the penalty begins? Three runs from the same start: λ from the first step; a "
        "warm-up without it, then λ; λ at first, then let go."
    )
)
switch = switch_race.choose_switch(_, chosen.grid)
if switch.run:
    race = switch_race.switch_race(_, nets, switch)
    for place, measure in zip(st.columns(3), MEASURES, strict=True):
        with place:
            pictures.draw(lambda_switch(_, race, measure, at, tracks), f"race.{measure}")
    st.caption(switch_race.race_result(_, race, lam))
lesson.predict(
    "p4",
    _(
        "{steps:,} steps without a penalty, then L1 with λ = {lambd}: how many exact zeros at the end, "
        "against L1 from the first step?"
    ).format(steps=switch.step, lambd=setting.strength),
    questions.warm_up_options(_),
    partial(questions.after_warm_up, _, setting, switch.step),
)
lesson.whats_next("weight_shrinkage")

if with_starts:
    with place_of_starts:
        over_many_starts(_, nets, at, tracks)
