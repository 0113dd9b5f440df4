"""The same grid of nets from many starts: what is the penalty's doing and what is the luck of the start."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import streamlit as st

from charts.picture import packed
from charts.seed_spread import difference_tables, spread_tables
from charts.start_bands import band_tables
from dashboard.pictured_runs import Tables, places
from dashboard.runs import Grid, Progress, complete_run, initial, patiently
from dashboard.text import Translate
from l2core.checks import FloatArray
from l2core.datasets import Split
from l2core.history import History
from l2core.training import Report

SEEDS = 20

Measured = dict[str, FloatArray]  # a name of `charts.start_bands.MEASURES` -> (S, K), NaN once diverged


@dataclass(frozen=True, eq=False)
class Starts:
    """The nets of a grid from the starts 0 … SEEDS − 1. `of`: measure -> (SEEDS, S, K), NaN once diverged.

    weights: how many a net has; "zeros" is the share of them that is exactly 0.
    """

    grid: Grid
    of: Measured
    weights: int

    def by_penalty(self, measure: str) -> dict[str, FloatArray]:
        """penalty -> (SEEDS, S, L), the net without a penalty among them, with L = 1."""
        names = ("none", *self.grid.penalties)
        return {penalty: self.of[measure][..., places(self.grid, penalty)] for penalty in names}


def over_starts(_: Translate, grid: Grid, split: Split, history: History) -> Starts:
    """Every net of the grid from every start, with a progress bar; the starts that are done are kept.

    history: what `trained(grid, split)` returned, one of the starts.
    The other starts are trained in float32, in little more than half the time; the proximal step makes exact
    zeros there too. With λ = 1 the ends of the validation loss's band are those of float64 to 0.002 nats.
    A net that learns the noise of its examples magnifies rounding as it does any small change: without a
    penalty a start can end 0.1 nats elsewhere, and one end of the band with it, in a band of 0.9. Rounding
    then gives other draws from the same spread, and 20 others would move that end no less.
    """
    words = _("Training {count} networks from {seeds} starts").format(
        count=SEEDS * len(grid.recipes()), seeds=SEEDS
    )

    def compute(progress: Progress) -> list[Measured]:
        def share(seed: int) -> Report:
            return lambda done: progress.report((seed + done) / SEEDS)

        return [
            _measured(history)
            if seed == grid.start_seed
            else _from_start(replace(grid, start_seed=seed), split, share(seed))
            for seed in range(SEEDS)
        ]

    starts = patiently(compute, words)
    weights = sum(W[0, 0].size for name, W in history.weights.items() if name.startswith("W"))
    return Starts(grid, {name: np.stack([start[name] for start in starts]) for name in starts[0]}, weights)


@st.cache_data(max_entries=12 * SEEDS, show_spinner=False)
def _from_start(grid: Grid, split: Split, _report: Report) -> Measured:
    start = initial(grid.hidden, split, grid.start_seed)
    return _measured(
        complete_run(split, start, grid.recipes(), grid.epochs, grid.steps(), _report, dtype=np.float32)
    )


def _measured(history: History) -> Measured:
    layers = [W for name, W in history.weights.items() if name.startswith("W")]
    weights = np.concatenate([W.reshape(*W.shape[:2], -1) for W in layers], axis=-1)
    diverged = np.isnan(history.data_loss)
    measured = {
        "training": history.data_loss,
        "validation": np.asarray(history.validation_loss),
        "l1": np.abs(weights).sum(axis=-1, dtype=np.float64),
        "l2": np.square(weights, dtype=np.float64).sum(axis=-1),
        "zeros": np.where(diverged, np.nan, (weights == 0).mean(axis=-1)),
    }
    return {name: values.astype(np.float32) for name, values in measured.items()}


@st.cache_data(max_entries=40, show_spinner=False)
def bands(grid: Grid, split: Split, measure: str, _starts: Starts) -> Tables:
    """The tables of `charts.start_bands`, packed."""
    return _packed(band_tables(measure, grid.steps(), _starts.by_penalty(measure)))


@st.cache_data(max_entries=8, show_spinner=False)
def spreads(grid: Grid, split: Split, _starts: Starts) -> tuple[Tables, Tables]:
    """The tables of the two pictures of `charts.seed_spread`, packed."""
    validation = _starts.by_penalty("validation")
    both = spread_tables(validation), difference_tables(validation)
    dots, pairs = (_packed(tables) for tables in both)
    return dots, pairs


def _packed(tables: Mapping[str, pd.DataFrame]) -> Tables:
    return {name: packed(table) for name, table in tables.items()}
