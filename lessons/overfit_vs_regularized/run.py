"""A run made ready for the pictures, once: the decision boundary of every net, the losses, the examples."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import streamlit as st

from charts.overfit_vs_regularized.boundary_sheet import ROW, area, boundary_tables, points_table
from charts.overfit_vs_regularized.learning_curves import curve_tables
from charts.overfit_vs_regularized.paired_differences import difference_tables
from charts.overfit_vs_regularized.seed_spread import spread_tables
from charts.picture import Tables, packed
from dashboard.networks.grid import LAMBDA_CODES, LAMBDAS, Grid, sliders, trained
from dashboard.networks.metrics import NetMetrics, common_answers, net_metrics
from dashboard.networks.problem import Problem, in_words
from dashboard.networks.rounding import decimals_left, rounding_errors
from dashboard.networks.starts import Starts
from dashboard.patience import Progress, patiently
from dashboard.pictures import packed_tables
from dashboard.text import Translate
from dashboard.transport import Slider
from l2core.checks import FloatArray
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
    return _at(problem, grid, history, rounding_errors(grid, problem.split, lam, history), lam, step)


def at_every_step(now: Here) -> list[Here]:
    """The same run at every kept step, at the λ of `now`."""
    errors = rounding_errors(now.grid, now.problem.split, now.lam, now.history)
    return [
        _at(now.problem, now.grid, now.history, errors, now.lam, step)
        for step in range(now.grid.step_track().places)
    ]


def _at(
    problem: Problem,
    grid: Grid,
    history: History,
    errors: Mapping[str, FloatArray],
    lam: int,
    step: int,
) -> Here:
    rounding = {penalty: float(error[step]) for penalty, error in errors.items()}
    nets = {
        penalty: replace(
            net_metrics(history, problem.split, grid, penalty, lam, step), decimals=decimals_left(error)
        )
        for penalty, error in rounding.items()
    }
    return Here(problem, grid, history, nets, rounding, lam, step)


def bar(_: Translate, choice: Choice, *, begun: bool) -> tuple[Slider, Slider]:
    """The sliders; once it has begun, with the step at which no penalty has its lowest validation loss."""
    step, lam = sliders(_, choice.grid)
    if not begun:
        return step, lam
    losses = np.asarray(trained(choice.grid, choice.problem.split).validation_loss)[:, 0]
    return replace(step, moments=[int(np.nanargmin(losses))]), lam


def boundaries(
    _: Translate, grid: Grid, split: Split, history: History, *, begun: bool = True
) -> dict[str, Tables]:
    """For "none" and each penalty of the grid, the tables of `charts.…boundary_sheet.boundary_tables`.

    history: what `trained(grid, split)` returned. begun: whether the tables may hold more than step 0.
    """
    if not begun:
        return _beginnings(grid, split, history)
    words = _("Drawing {count:,} pictures").format(count=history.data_loss.size)
    return patiently(lambda progress: _boundaries(grid, split, history, progress), words)


@st.cache_data(max_entries=8, show_spinner=False)
def _beginnings(grid: Grid, split: Split, _history: History) -> dict[str, Tables]:
    """The tables of step 0 alone: a sheet that is clear at every later step, and no row of one."""
    shown = area(split.X_train, split.X_validation)
    points = shown.grid().astype(np.float32)
    tables: dict[str, Tables] = {}
    for penalty in ("none", *grid.penalties):
        nets = grid.columns(penalty)
        weights = {name: array[:1, nets].astype(np.float32) for name, array in _history.weights.items()}
        later = [(0, len(grid.steps()) - 1), (0, 0)]
        answers = np.pad(probabilities(weights, points), [*later, (0, 0)], constant_values=np.nan)
        training, validation = (
            np.pad(np.asarray(loss)[:1, nets], later, constant_values=np.nan)
            for loss in (_history.data_loss, _history.validation_loss)
        )
        drawn = boundary_tables(
            shown.measured(split.center, split.scale),
            answers,
            training,
            validation,
            np.full_like(training, np.nan),
            np.full(training.shape[1], -1),
        )
        frames = drawn["frames"][drawn["frames"]["frame"] % ROW == 0]
        tables[penalty] = {"sheet": packed(drawn["sheet"]), "frames": packed(frames)}
    return tables


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
