"""The race of one weight to 0 under L1, L2 and elastic net: who is faster, who arrives, who never settles."""

from functools import partial

import streamlit as st

from charts.descent_speed.race_to_zero import race_to_zero
from charts.descent_speed.speeds import speeds
from dashboard import lesson, pictures
from dashboard.navigation import enter
from dashboard.transport import Slider, transport
from l2core.descent import descend, resting_point, speed, steps_to_fall
from lessons.descent_speed import questions
from lessons.descent_speed.choice import choose
from lessons.descent_speed.formula import rules, rules_with_numbers, symbols
from lessons.descent_speed.notice import points
from lessons.descent_speed.run import LAMBDA_CODES, STEP_CODES, TRACKS, run
from lessons.descent_speed.words import alarm, remarks

# ---- ask

_ = enter()
lesson.opening(
    "descent_speed",
    _(
        "At every step L1 takes the same amount, ηλ, off a weight; L2 takes the same share of what is left. "
        "Who is faster, and who arrives?"
    ),
)

# ---- choose

choice = choose(_)
step_track, lambda_track = TRACKS
at = transport(
    Slider(step_track, _("Step"), STEP_CODES, STEP_CODES, plays=True),
    Slider(lambda_track, _("Strength of the penalty λ"), LAMBDA_CODES, LAMBDA_CODES),
)

# ---- compute

race = run(choice)

# ---- draw

color, sentence = alarm(_, race, at["lam"])
st.markdown(f":{color}-background[:material/warning: {sentence}]" if color else f":small[{sentence}]")
wide, narrow = st.columns([11, 5], gap="medium")
with wide:
    pictures.draw(race_to_zero(_, race, remarks(_, race), TRACKS, at, log=choice.log), "race")
with narrow:
    pictures.draw(speeds(_, race, TRACKS, at), "speeds")
    lesson.notice(points(_, race, at["lam"]))

# ---- tell

lesson.formula(rules(_, race), rules_with_numbers(race, at["step"], at["lam"]), symbols(_))
lesson.code(descend, steps_to_fall, resting_point, speed)

lesson.experiments()
lesson.predict(
    "ahead",
    _("From w = 3, with η = 0.1 and λ = 1: who is ahead after 5 steps, and who is first at exactly 0?"),
    questions.ahead_options(_),
    partial(questions.ahead, _),
)
lesson.predict(
    "overshoot",
    _("L2 with η = 0.1 and λ = 25, so ηλ = 2.5: what does the weight do?"),
    questions.overshoot_options(_),
    partial(questions.overshoot, _),
)
lesson.predict(
    "death",
    _(
        "A weight starts at 0.5. The data ask for −1, with h = 1; L1 has λ = 0.5 and clipped steps, η = 0.1. "
        "Where does it end?"
    ),
    questions.death_options(_),
    partial(questions.death, _),
)
lesson.whats_next("descent_speed")
