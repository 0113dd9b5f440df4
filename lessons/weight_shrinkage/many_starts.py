"""Or was it luck? The same nets from 20 starts."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from charts.networks.start_bands import SUMS, band_numbers, start_bands
from charts.picture import Translate
from charts.track import Track
from dashboard import glossary, pictures
from dashboard.networks import start_words
from dashboard.networks.starts import STARTS, bands, over_starts
from lessons.weight_shrinkage.run import Nets


def over_many_starts(_: Translate, nets: Nets, at: Mapping[str, int], tracks: tuple[Track, Track]) -> bool:
    """Whether that is asked for: trains the nets of the page from every start, draws and says the bands."""
    glossary.say(start_words.explanation(_))
    if not start_words.starts_switch(_, default=False):
        return False
    lam, step = at["lam"], at["step"]
    starts = over_starts(_, nets.grid, nets.split, nets.history)
    penalties = tuple(run.penalty for run in nets.runs)
    for place, measure in zip(st.columns(3), (*SUMS, "zeros"), strict=True):
        with place:
            tables = bands(starts, nets.split, measure)
            sentence = start_words.band_sentence(_, starts, measure, lam, step)
            picture = start_bands(_, measure, penalties, tables, STARTS, *tracks, sentence)
            numbers = partial(band_numbers, _, tables, lam)
            pictures.draw(replace(picture, numbers=numbers), f"band.{measure}", share=1 / 3)
    glossary.say(start_words.zeros_sentence(_, starts, nets.grid.penalties[-1], lam, step))
    if lost := start_words.diverged_sentence(_, starts, lam, step):
        glossary.caption(lost)
    return True
