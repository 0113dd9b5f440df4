"""What the page says of the race at every λ of the bar, for the browser to follow it."""

import streamlit as st

from charts.picture import Translate
from dashboard.live_words import Line
from lessons.descent_speed.choice import Choice
from lessons.descent_speed.notice import points
from lessons.descent_speed.run import TRACKS, run
from lessons.descent_speed.words import alarm


def lines_at_every_lambda(_: Translate, choice: Choice) -> list[Line]:
    """What the race is about to do and what to notice, for every λ of the bar."""
    every = _at_every_lambda(st.session_state["language"], choice, _)
    return [Line(sentences, (TRACKS[1],)) for sentences in zip(*every, strict=True)]


@st.cache_data(max_entries=128, show_spinner=False)
def _at_every_lambda(language: str, choice: Choice, _translate: Translate) -> list[list[str]]:
    race = run(choice)
    every = [
        [_warning(*alarm(_translate, race, lam)), *points(_translate, race, lam)]
        for lam in range(len(race.lambdas))
    ]
    longest = max(map(len, every))
    return [[*sentences, *[""] * (longest - len(sentences))] for sentences in every]


def _warning(color: str | None, sentence: str) -> str:
    return f"⚠ {sentence}" if color else sentence
