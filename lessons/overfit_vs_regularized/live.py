"""What the page says at every place of the bar, every λ and every step, for the browser to follow it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import streamlit as st

from dashboard.kept_runs import HERE, run
from dashboard.live_words import Line
from dashboard.networks import start_words
from dashboard.networks.grid import LAMBDA_TRACK, Grid
from dashboard.networks.starts import Starts
from dashboard.patience import patiently
from dashboard.run_queue import Progress
from dashboard.text import Translate
from l2core.datasets import Split
from lessons.overfit_vs_regularized.formula import with_numbers
from lessons.overfit_vs_regularized.run import Here, at_every_place, borders
from lessons.overfit_vs_regularized.seen import border_words
from lessons.overfit_vs_regularized.spread_words import (
    Validation,
    differences_out_of_sight,
    draw_differences,
    out_of_sight,
    start_differences,
)
from lessons.overfit_vs_regularized.words import notices

Say = Callable[[Here], Sequence[str]]


def notice_lines(_: Translate, now: Here) -> list[Line]:
    """What the borders are like, then `words.notices`, a line for each sentence."""
    forms = borders(_, now.grid, now.problem.split, now.history)

    def say(here: Here) -> list[str]:
        seen = {penalty: forms.at(penalty, here.lam, here.step) for penalty in here.nets}
        return [border_words(_, seen), *notices(_, here)]

    return _lines(_, now, "notices", say)


def formula_line(_: Translate, now: Here) -> Line:
    """`formula.with_numbers`."""
    return _lines(_, now, "formula", lambda here: [with_numbers(_, here)])[0]


def start_lines(_: Translate, now: Here, starts: Starts) -> list[Line]:
    """What the penalties change over the starts, and what no picture of them holds."""
    validation = starts.by_penalty("validation")

    def say(here: Here) -> list[str]:
        unseen = [*out_of_sight(_, validation, here), *differences_out_of_sight(_, validation, here)]
        lost = start_words.diverged_sentence(_, starts, here.lam, here.step)
        return [start_differences(_, validation, here), " ".join(unseen), lost]

    return _lines(_, now, "starts", say, trained=False)


def draw_lines(_: Translate, now: Here, validation: Validation) -> list[Line]:
    """The same over draws of the data."""

    def say(here: Here) -> list[str]:
        words = " ".join(draw_differences(_, validation, here))
        return [words, " ".join(differences_out_of_sight(_, validation, here))]

    return _lines(_, now, "draws", say, trained=False)


def _lines(_: Translate, now: Here, name: str, say: Say, *, trained: bool = True) -> list[Line]:
    """What `say` says, a line for each of its sentences; "" where it has fewer.

    trained: whether it speaks of the nets of the run, and not only of the place.
    """
    step = now.grid.step_track()
    words = _("Putting {count:,} places into words").format(count=LAMBDA_TRACK.places * step.places)
    language = st.session_state.get("language", "en")

    def compute(progress: Progress) -> list[list[str]]:
        def places(run: Progress) -> Iterable[Here]:
            return at_every_place(now, run) if trained else _places(now)

        return _everywhere(language, now.grid, now.problem.split, name, places, say, progress)

    lines = []
    for sentences in patiently(compute, words):
        first = sentences[: step.places]
        same = sentences == first * LAMBDA_TRACK.places  # whatever λ is
        lines.append(Line(first, (step,)) if same else Line(sentences, (LAMBDA_TRACK, step)))
    return lines


def _places(now: Here) -> Iterable[Here]:
    """Every place of the bar, with the nets of the present one."""
    for lam in range(LAMBDA_TRACK.places):
        for step in range(now.grid.step_track().places):
            yield replace(now, lam=lam, step=step)


@run(32, HERE)
def _everywhere(
    language: str,
    grid: Grid,
    split: Split,
    name: str,
    _places: Callable[[Progress], Iterable[Here]],
    _say: Say,
    _progress: Progress,
) -> list[list[str]]:
    every = [list(_say(here)) for here in _places(_progress)]
    longest = max(map(len, every))
    filled = [[*sentences, *[""] * (longest - len(sentences))] for sentences in every]
    return [list(line) for line in zip(*filled, strict=True)]
