"""The race of one weight to 0 under L1, L2 and elastic net: who is faster, who arrives, who never settles."""

from functools import partial

import streamlit as st

from charts.descent_speed.speeds import speeds
from dashboard import answers, lesson, pictures, presets, stage, strengths
from dashboard.live_words import live_words
from dashboard.navigation import enter
from dashboard.transport import Slider, transport
from l2core.descent import descend, resting_point, speed, steps_to_fall
from lessons.descent_speed import questions
from lessons.descent_speed.choice import choose
from lessons.descent_speed.drawn import race_picture
from lessons.descent_speed.formula import rules, symbols
from lessons.descent_speed.live import lines_at_every_place, numbers_at_every_place
from lessons.descent_speed.presets import places
from lessons.descent_speed.run import LAMBDA_CODES, LAMBDAS, STEP_CODES, TRACKS, moments, run
from lessons.descent_speed.script import source

# ---- ask

_ = enter()
scene = stage.ask("descent_speed", questions.acts(_), places=("step",))
picture, below = stage.picture_place(), st.container()

# ---- choose

with below:
    choice = choose(_)

# ---- compute

race = run(choice)
step_track, lambda_track = TRACKS
marks = moments(race, scene.act.codes, scene.is_open)
at = transport(
    Slider(step_track, _("Step"), STEP_CODES, STEP_CODES, plays=True, moments=marks),
    Slider(lambda_track, _("Strength of the penalty λ"), LAMBDA_CODES, LAMBDA_CODES),
    scene=scene,
    tells=lesson.doors_are_open("elsewhere", "tables"),  # all else follows in the browser
)

# ---- draw

is_drawn = scene.act.paper is not None and scene.answer != answers.SHOWN
with picture:
    if is_drawn:
        stage.drawing(scene, questions.drawn_path, questions.true_path)
    if scene.act.name == "equal":
        pictures.draw(speeds(_, race, TRACKS, at, begun=scene.is_open), "speeds")
    elif scene.is_open or not is_drawn:
        pictures.draw(race_picture(_, choice, at, begun=scene.is_open), "race")
stage.tell(scene, partial(questions.outcome, _, scene.act.name))

# ---- tell

if scene.is_open:
    with below:
        live_words("notice", lines_at_every_place(_, choice), at)
        if scene.number:  # they stand on the race of the second question
            presets.chips("descent_speed", places(_))
    if scene.act.name != "equal":
        with lesson.door("speeds", _("Speed against size")) as is_open:
            if is_open:
                pictures.draw(speeds(_, race, TRACKS, at), "speeds")
    with lesson.door("formula", _("The formula")) as is_open:
        if is_open:
            lesson.formula(rules(_, race), numbers_at_every_place(choice), symbols(_), at=at)
    strengths.elsewhere(strengths.Strength(LAMBDAS[at["lam"]], None, "squared error"))
    lesson.code(descend, steps_to_fall, resting_point, speed)
script = partial(source, choice, at["step"], at["lam"]) if scene.is_open else None
lesson.whats_next("descent_speed", script=script)
