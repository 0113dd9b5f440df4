"""Every weight of a network over training, with no penalty, L2, and L1: which become 0, which only small."""

from functools import partial

import streamlit as st

from charts.weight_shrinkage.lambda_switch import MEASURES, lambda_switch
from dashboard import glossary, lesson, pictures, stage, strengths
from dashboard.live_words import live_words
from dashboard.navigation import enter
from dashboard.networks.grid import LAMBDA_TRACK, LAMBDAS
from dashboard.panel_names import PANELS
from dashboard.presets import chips
from dashboard.transport import transport
from l2core.snapshots import data_gradient, penalty_gradient
from lessons.weight_shrinkage import formula, questions, switch_race, words
from lessons.weight_shrinkage.choice import choose
from lessons.weight_shrinkage.closer_look import closer_look
from lessons.weight_shrinkage.many_starts import over_many_starts
from lessons.weight_shrinkage.panels import draw_panels
from lessons.weight_shrinkage.presets import presets
from lessons.weight_shrinkage.run import bar, code_of_training, trained_nets
from lessons.weight_shrinkage.script import source

FILE = "weight_shrinkage"

# ---- ask

_ = enter()
scene = stage.ask(FILE, questions.acts(_), places=("step",))
picture, below = stage.picture_place(), st.container()
act, begun = scene.act.name, scene.is_open
raced, with_starts = None, False  # the race behind its door; whether the nets of many starts are on the page

# ---- choose

with below:
    chosen = choose(_)
tracks = chosen.grid.step_track(), LAMBDA_TRACK

# ---- compute

nets = trained_nets(chosen.grid, chosen.split)
at = transport(*bar(_, nets, begun=begun), scene=scene)

# ---- draw

with picture:
    with st.container(key=PANELS):
        draw_panels(_, act, nets, chosen, at, tracks, begun=begun)
    if act == questions.RACE:
        glossary.caption(words.which_run_is_which(_, chosen.grid.penalties[-1]))
stage.tell(scene, partial(questions.outcome, _, nets, chosen.codes(), act))

# ---- tell

with below:
    if begun:
        live_words("notice", words.lines_at_every_place(_, nets), at)
        chips(FILE, presets(_))
    else:
        glossary.say(words.at_the_start(_))

if begun:
    with lesson.door("look", _("Look closer at this step"), holds=["look"]) as is_open:
        if is_open:
            closer_look(_, nets, at, tracks)

    with lesson.door("starts", _("Or was it luck? The same from 20 starts"), holds=["starts"]) as is_open:
        if is_open:
            with_starts = over_many_starts(_, nets, at, tracks)

    with lesson.door("race", _("λ changed in mid-run"), holds=["race", "raced", "switch"]) as is_open:
        if is_open:
            glossary.say(words.about_the_race(_))
            switch = switch_race.choose_switch(_, chosen.grid)
            if switch.run:
                raced = switch
                race = switch_race.switch_race(_, nets, switch)
                for place, measure in zip(st.columns(3), MEASURES, strict=True):
                    with place:
                        pictures.draw(
                            lambda_switch(_, race, measure, at, tracks), f"race.{measure}", share=1 / 3
                        )
                glossary.caption(words.which_run_is_which(_, switch.penalty))
                live_words("race", [switch_race.results_at_every_lambda(_, race)], at)

    with lesson.door("formula", _("The formula")) as is_open:
        if is_open:
            which = chosen.followed
            numbers = formula.numbers_at_every_place(_, nets, which)
            lesson.formula(formula.symbols(_, nets.grid), numbers, formula.in_words(_, nets, which), at=at)
            live_words("held", [formula.held_at_every_place(_, nets, which)], at)

    strengths.elsewhere(
        strengths.Strength(
            LAMBDAS[at["lam"]], nets.m, "cross-entropy", by_notes=True, penalties=chosen.grid.penalties
        )
    )
    lesson.code(*code_of_training(chosen.grid), data_gradient, penalty_gradient)
script = partial(source, chosen, at, act, raced, starts=with_starts)
lesson.whats_next(FILE, script if begun else None)
