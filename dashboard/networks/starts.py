"""The same grid of nets from many starts: what is the penalty's doing and what is the luck of the start."""

from dataclasses import dataclass, replace

import numpy as np

from charts.networks.start_bands import band_tables
from charts.picture import Tables
from dashboard.kept_runs import run
from dashboard.networks.grid import STARTS, Grid, complete_run, initial
from dashboard.patience import patiently
from dashboard.pictures import packed_tables
from dashboard.run_queue import Progress
from dashboard.text import Translate
from l2core.checks import FloatArray
from l2core.datasets import Split
from l2core.history import History
from l2core.trajectories import exact_zeros, summed, weight_count

Measures = dict[str, FloatArray]  # measure (`charts.networks.start_bands`) -> (…, S, K), NaN once diverged


@dataclass(frozen=True, eq=False)
class Starts:
    """The nets of a grid from the starts 0 … STARTS − 1: each of `measures` is (STARTS, S, K).

    weights: how many a net has; "zeros" is the share of them that is exactly 0.
    """

    grid: Grid
    measures: Measures
    weights: int

    def by_penalty(self, measure: str) -> dict[str, FloatArray]:
        """penalty -> (STARTS, S, L), the net without a penalty among them, with L = 1."""
        names = ("none", *self.grid.penalties)
        return {penalty: self.measures[measure][..., self.grid.columns(penalty)] for penalty in names}


def over_starts(_: Translate, grid: Grid, split: Split, history: History) -> Starts:
    """Every net of the grid from every start, with a progress bar; the starts that are done are kept.

    history: what `trained(grid, split)` returned, one of the starts.
    All are trained in float64, like the one on the page. In float32 they would take two thirds of the time,
    but a net without a penalty magnifies rounding, and a start would end up to 0.1 nats from where it ends
    when it is the one that is looked at.
    """
    words = _("Training {count} networks from {seeds} starts").format(
        count=STARTS * len(grid.recipes()), seeds=STARTS
    )

    def compute(progress: Progress) -> list[Measures]:
        return [
            _measures(history)
            if seed == grid.start_seed
            else _from_start(replace(grid, start_seed=seed), split, progress.part(seed, STARTS))
            for seed in range(STARTS)
        ]

    starts = patiently(compute, words)
    together = {name: np.stack([start[name] for start in starts]) for name in starts[0]}
    return Starts(grid, together, weight_count(history.weights))


@run(12 * STARTS)
def _from_start(grid: Grid, split: Split, _progress: Progress) -> Measures:
    start = initial(grid.hidden, split, grid.start_seed)
    return _measures(complete_run(split, start, grid.recipes(), grid.epochs, grid.steps(), _progress))


def _measures(history: History) -> Measures:
    weights, diverged = history.weights, np.isnan(history.data_loss)
    measured = {
        "training": history.data_loss,
        "validation": np.asarray(history.validation_loss),
        "l1": summed(weights, "l1"),
        "l2": summed(weights, "l2"),
        "zeros": np.where(diverged, np.nan, exact_zeros(weights) / weight_count(weights)),
    }
    return {name: values.astype(np.float32) for name, values in measured.items()}


def bands(starts: Starts, split: Split, measure: str) -> Tables:
    """The tables of `charts.networks.start_bands` for one measure."""
    grid = starts.grid
    return packed_tables(
        "bands",
        (grid, split, measure),
        lambda: band_tables(measure, grid.steps(), starts.by_penalty(measure)),
    )
