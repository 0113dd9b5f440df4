"""A run made ready for the pictures, once: the decision boundary of every net, the losses, the examples."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import streamlit as st

from charts.overfit_vs_regularized.boundary_sheet import area, boundary_tables, points_table
from charts.overfit_vs_regularized.learning_curves import curve_tables
from charts.overfit_vs_regularized.paired_differences import difference_tables
from charts.overfit_vs_regularized.seed_spread import spread_tables
from charts.picture import Tables, packed
from dashboard.networks.grid import LAMBDA_CODES, LAMBDAS, Grid, trained
from dashboard.networks.metrics import NetMetrics, common_answers, net_metrics
from dashboard.networks.problem import Problem, in_words
from dashboard.networks.rounding import decimals_left, rounding_errors
from dashboard.networks.starts import Starts
from dashboard.patience import Progress, patiently
from dashboard.pictures import packed_tables
from dashboard.text import Translate
from l2core.datasets import Split
from l2core.history import History
from l2core.snapshots import probabilities
from lessons.overfit_vs_regularized.choice import Choice


@dataclass(frozen=True, eq=False)
class Here:
    """The run that the page shows and the place of the bar: `lam` of the λ, `step` of the kept steps.

    nets: for "none" and each penalty of the grid, the metrics of its net there. rounding: how many nats of
    its losses are rounding's.
    """

    problem: Problem
    grid: Grid
    history: History
    nets: dict[str, NetMetrics]
    rounding: dict[str, float]
    lam: int
    step: int

    @property
    def lambd(self) -> str:
        """λ as it is written."""
        return LAMBDA_CODES[self.lam]

    @property
    def epoch(self) -> int:
        """The step of training."""
        return int(self.history.epochs[self.step])

    @property
    def m(self) -> int:
        return self.problem.training_size

    @property
    def shrink(self) -> float:
        """ηλ/m: the part of each weight that L2 takes off in a step."""
        return self.grid.learning_rate * LAMBDAS[self.lam] / self.m


def here(choice: Choice, lam: int, step: int) -> Here:
    """The run of what was chosen, at a place of the bar."""
    problem, grid = choice.problem, choice.grid
    history = trained(grid, problem.split)
    errors = rounding_errors(grid, problem.split, lam, history)
    rounding = {penalty: float(error[step]) for penalty, error in errors.items()}
    nets = {
        penalty: replace(
            net_metrics(history, problem.split, grid, penalty, lam, step), decimals=decimals_left(error)
        )
        for penalty, error in rounding.items()
    }
    return Here(problem, grid, history, nets, rounding, lam, step)


def boundaries(_: Translate, grid: Grid, split: Split, history: History) -> dict[str, Tables]:
    """For "none" and each penalty of the grid, the tables of `charts.…boundary_sheet.boundary_tables`.

    history: what `trained(grid, split)` returned.
    """
    words = _("Drawing {count:,} pictures").format(count=history.data_loss.size)
    return patiently(lambda progress: _boundaries(grid, split, history, progress), words)


@st.cache_data(max_entries=8, show_spinner=False)
def _boundaries(grid: Grid, split: Split, _history: History, _progress: Progress) -> dict[str, Tables]:
    shown = area(split.X_train, split.X_validation)
    points = shown.grid().astype(np.float32)
    answers = common_answers(grid, split, _history)
    tables: dict[str, Tables] = {}
    for penalty in ("none", *grid.penalties):
        nets = grid.columns(penalty)
        weights = {name: array[:, nets].astype(np.float32) for name, array in _history.weights.items()}
        drawn = boundary_tables(
            shown.measured(split.center, split.scale),
            probabilities(weights, points),
            _history.data_loss[:, nets],
            np.asarray(_history.validation_loss)[:, nets],
            answers[:, nets],
            _history.diverged_at[nets],
        )
        tables[penalty] = {name: packed(table) for name, table in drawn.items()}
        _progress.report_or_raise(len(tables) / (1 + len(grid.penalties)))
    return tables


def curves(grid: Grid, split: Split, history: History) -> Tables:
    """The tables of `charts.overfit_vs_regularized.learning_curves`, for every penalty of the grid."""
    series = {
        "training": history.data_loss,
        "validation": np.asarray(history.validation_loss),
        "penalty": history.penalty,
    }
    losses = {
        penalty: {name: array[:, grid.columns(penalty)] for name, array in series.items()}
        for penalty in ("none", *grid.penalties)
    }
    return packed_tables("curves", (grid, split), lambda: curve_tables(grid.steps(), losses))


def spreads(starts: Starts, split: Split) -> tuple[Tables, Tables]:
    """The tables of `charts.overfit_vs_regularized.seed_spread` and of `paired_differences`."""
    validation, key = starts.by_penalty("validation"), (starts.grid, split)
    return (
        packed_tables("spread", key, lambda: spread_tables(validation)),
        packed_tables("differences", key, lambda: difference_tables(validation)),
    )


def examples(_: Translate, split: Split, *, validation: bool) -> pd.DataFrame:
    """The points as `charts.overfit_vs_regularized.decision_boundary` draws them, in the features' units."""
    parts = [(split.X_train, split.Y_train, "training")]
    if validation:
        parts.append((split.X_validation, split.Y_validation, "validation"))
    classes = (in_words(_, split.classes[0]), in_words(_, split.classes[1]))
    tables = [points_table(split.center + split.scale * X, Y, classes, part) for X, Y, part in parts]
    return pd.concat(tables, ignore_index=True)
