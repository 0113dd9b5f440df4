"""Or was it luck? The same nets from 20 starts: bands, dots, differences, and what is said of them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from charts.networks.start_bands import LOSSES, band_numbers, start_bands
from charts.overfit_vs_regularized.paired_differences import paired_differences
from charts.overfit_vs_regularized.seed_spread import seed_spread
from dashboard import pictures
from dashboard.live_words import live_words
from dashboard.networks import start_words
from dashboard.networks.grid import LAMBDA_TRACK, STARTS
from dashboard.networks.starts import bands, over_starts
from dashboard.text import Translate
from lessons.overfit_vs_regularized.live import start_lines
from lessons.overfit_vs_regularized.questions import PENALTIES
from lessons.overfit_vs_regularized.run import Here, spreads
from lessons.overfit_vs_regularized.seen import differences_seen, dots_seen
from lessons.overfit_vs_regularized.tables import differences_table, runs_table


def over_many_starts(_: Translate, now: Here, at: Mapping[str, int]) -> None:
    """Trains the nets of the page from every start, draws what comes of it and says what it holds."""
    grid, split, tracks = now.grid, now.problem.split, (now.grid.step_track(), LAMBDA_TRACK)
    starts = over_starts(_, grid, split, now.history)
    validation = starts.by_penalty("validation")
    live_words("starts", start_lines(_, now, starts), dict(at))
    dots, pairs = spreads(starts, split)
    left, right = st.columns(2)
    with left:
        seen = dots_seen(_, validation, now)
        picture = seed_spread(_, PENALTIES, dots, *tracks, seen)
        numbers = partial(runs_table, _, validation, now, _("Start seed"))
        pictures.draw(replace(picture, numbers=numbers), "seeds", share=1 / 2)
    with right:
        seen = differences_seen(_, validation, now)
        drawn = paired_differences(_, "starts", PENALTIES, pairs, *tracks, seen)
        numbers = partial(differences_table, _, validation, now, _("Start seed"))
        pictures.draw(replace(drawn, numbers=numbers), "differences", share=1 / 2)
    for place, measure in zip(st.columns(2), LOSSES, strict=True):
        with place:
            seen = start_words.band_sentence(_, starts, measure, now.lam, now.step)
            tables = bands(starts, split, measure)
            band = start_bands(_, measure, PENALTIES, tables, STARTS, *tracks, seen)
            numbers = partial(band_numbers, _, tables, now.lam)
            pictures.draw(replace(band, numbers=numbers), f"band_{measure}", share=1 / 2)
