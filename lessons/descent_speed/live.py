"""What the page says of the race at every place of the bar, for the browser to follow it."""

import streamlit as st

from charts.descent_speed.scoreboard import racer_names
from charts.numbers import fixed
from charts.picture import Translate
from dashboard.caches import kept_for_everybody
from dashboard.live_words import Line
from l2core.race import Race
from lessons.descent_speed.choice import Choice
from lessons.descent_speed.formula import rules_with_numbers
from lessons.descent_speed.notice import points
from lessons.descent_speed.run import TRACKS, run
from lessons.descent_speed.words import alarm, at_step


def lines_at_every_place(_: Translate, choice: Choice) -> list[Line]:
    """Where every weight stands at every step, then what the race does and what to notice at every λ."""
    language = st.session_state["language"]
    every = _at_every_lambda(language, choice, _)
    return [
        Line(_at_every_step(language, choice, _), TRACKS),
        *(Line(sentences, (TRACKS[1],)) for sentences in zip(*every, strict=True)),
    ]


def numbers_at_every_place(choice: Choice) -> Line:
    """The rules with the numbers of the step that follows, at every place of the bar."""
    return Line(_rules_at_every_place(choice), TRACKS)


@kept_for_everybody(128, copied=False)
def _at_every_lambda(language: str, choice: Choice, _translate: Translate) -> list[list[str]]:
    race = run(choice)
    every = [
        [_warning(*alarm(_translate, race, lam)), *points(_translate, race, lam)]
        for lam in range(len(race.lambdas))
    ]
    longest = max(map(len, every))
    return [[*sentences, *[""] * (longest - len(sentences))] for sentences in every]


@kept_for_everybody(32, copied=False)
def _at_every_step(language: str, choice: Choice, _translate: Translate) -> list[str]:
    race, names = run(choice), racer_names(_translate)
    words = at_step(_translate)
    return [
        words.format(
            step=step,
            now="; ".join(f"{names[racer]} {fixed(w[lam, step])}" for racer, w in race.weights.items()),
        )
        for step, lam in _places(race)
    ]


@kept_for_everybody(16, copied=False)
def _rules_at_every_place(choice: Choice) -> list[str]:
    race = run(choice)
    return [rules_with_numbers(race, step, lam) for step, lam in _places(race)]


def _places(race: Race) -> list[tuple[int, int]]:
    """Step and λ of every place of the bar, the last one fastest."""
    return [(step, lam) for step in range(race.steps + 1) for lam in range(len(race.lambdas))]


def _warning(color: str | None, sentence: str) -> str:
    return f"⚠ {sentence}" if color else sentence
