"""The race of one weight to 0 under L1, L2 and elastic net: who is faster, who arrives, who never settles."""

from functools import partial

import streamlit as st

from charts.descent_speed.race_to_zero import race_to_zero
from charts.descent_speed.speeds import speeds
from dashboard import lesson, pictures, presets, stage
from dashboard.live_words import live_words
from dashboard.navigation import enter
from dashboard.transport import Slider, transport
from l2core.descent import descend, resting_point, speed, steps_to_fall
from lessons.descent_speed import questions
from lessons.descent_speed.choice import choose
from lessons.descent_speed.formula import rules, rules_with_numbers, symbols
from lessons.descent_speed.live import lines_at_every_lambda
from lessons.descent_speed.presets import places
from lessons.descent_speed.run import LAMBDA_CODES, STEP_CODES, TRACKS, moments, run
from lessons.descent_speed.words import no_remarks, remarks

# ---- ask

_ = enter()
scene = stage.ask("descent_speed", questions.acts(_), places=("step",))
picture, below = st.container(), st.container()

# ---- choose

with below:
    choice = choose(_)

# ---- compute

race = run(choice)
step_track, lambda_track = TRACKS
at = transport(
    Slider(step_track, _("Step"), STEP_CODES, STEP_CODES, plays=True, moments=moments(race, scene.is_open)),
    Slider(lambda_track, _("Strength of the penalty λ"), LAMBDA_CODES, LAMBDA_CODES),
    scene=scene,
    tells=lesson.doors_are_open(),
)

# ---- draw

with picture:
    if scene.act.name == "equal":
        pictures.draw(speeds(_, race, TRACKS, at, begun=scene.is_open), "speeds")
    else:
        told = remarks(_, race) if scene.is_open else no_remarks(race)
        pictures.draw(race_to_zero(_, race, told, TRACKS, at, log=choice.log, begun=scene.is_open), "race")
stage.tell(scene, partial(questions.outcome, _, scene.act.name))

# ---- tell

if scene.is_open:
    with below:
        live_words("notice", lines_at_every_lambda(_, choice), at)
        presets.chips("descent_speed", places(_))
    if scene.act.name != "equal":
        with lesson.door("speeds", _("Speed against size")) as is_open:
            if is_open:
                pictures.draw(speeds(_, race, TRACKS, at), "speeds")
    with lesson.door("formula", _("The formula")) as is_open:
        if is_open:
            lesson.formula(rules(_, race), rules_with_numbers(race, at["step"], at["lam"]), symbols(_))
    lesson.code(descend, steps_to_fall, resting_point, speed)
lesson.whats_next("descent_speed")
