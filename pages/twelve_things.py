"""The end of the lab: twelve things to be able to say, asked and ticked, and the way back to those missed."""

import streamlit as st

from dashboard import answers, controls, glossary, lesson, stage
from dashboard.navigation import ENDING, enter
from lessons.twelve_things.questions import AFTER, BEFORE, twelve
from lessons.twelve_things.quiz import ask_next, draw_gain, draw_lessons, draw_results

# ---- ask

_ = enter()
stage.asks_nothing("twelve_things")
st.title(_(ENDING.question), anchor=False)
glossary.say(
    _(
        "Twelve questions. Take them before the lessons and again after them, and the lab shows what you "
        "gained. All of it stays in your browser."
    )
)

# ---- choose

rounds = {"before": _("Before the lessons"), "after": _("After the lessons")}
chosen = controls.choose("part", _("When"), rounds, default="before")
name = BEFORE if chosen == "before" else AFTER

# ---- tell

things = twelve(_)
ask_next(_, things, name)
draw_gain(_, things, answers.of(BEFORE), answers.of(AFTER))
draw_results(_, things, name)
with lesson.door("lessons", _("The twelve things, and which of them the lessons have asked for")) as is_open:
    if is_open:
        draw_lessons(_, things)
lesson.whats_next("twelve_things")
