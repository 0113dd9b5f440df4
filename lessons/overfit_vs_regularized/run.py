"""A run made ready for the pictures, once: the decision boundary of every net, the losses, the examples."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from charts.overfit_vs_regularized.boundary_sheet import ROW, area, boundary_tables, points_table
from charts.overfit_vs_regularized.learning_curves import curve_tables
from charts.overfit_vs_regularized.level_lines import polylines
from charts.overfit_vs_regularized.paired_differences import difference_tables
from charts.overfit_vs_regularized.seed_spread import spread_tables
from charts.picture import Tables, packed
from dashboard.caches import kept
from dashboard.kept_runs import HERE, run
from dashboard.networks.grid import LAMBDA_CODES, LAMBDA_TRACK, LAMBDAS, Grid, sliders, trained
from dashboard.networks.metrics import NetMetrics, common_answers, net_metrics
from dashboard.networks.problem import Problem, in_words
from dashboard.networks.rounding import decimals_left, rounding_errors
from dashboard.networks.starts import Starts
from dashboard.patience import patiently
from dashboard.pictures import packed_tables
from dashboard.run_queue import Progress
from dashboard.text import Translate
from dashboard.transport import Slider
from l2core.border import BorderForm, border_form
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
    errors = rounding_errors(grid, problem.split, (lam,), history)
    answers = common_answers(grid, problem.split, history)
    nets = {
        penalty: _net(problem, grid, history, answers, penalty, lam, step, float(error[step, 0]))
        for penalty, error in errors.items()
    }
    rounding = {penalty: float(error[step, 0]) for penalty, error in errors.items()}
    return Here(problem, grid, history, nets, rounding, lam, step)


def at_every_place(now: Here, progress: Progress) -> list[Here]:
    """The same run at every λ and kept step, step by step of the first λ, then of the next."""
    problem, grid, history = now.problem, now.grid, now.history
    errors = rounding_errors(grid, problem.split, range(LAMBDA_TRACK.places), history, progress)
    answers = common_answers(grid, problem.split, history)
    steps = range(grid.step_track().places)
    free = [
        _net(problem, grid, history, answers, "none", 0, step, float(errors["none"][step, 0]))
        for step in steps
    ]
    every = []
    for lam in range(LAMBDA_TRACK.places):
        for step in steps:
            rounding = {"none": float(errors["none"][step, 0])} | {
                penalty: float(errors[penalty][step, lam]) for penalty in grid.penalties
            }
            nets = {"none": free[step]} | {
                penalty: _net(problem, grid, history, answers, penalty, lam, step, rounding[penalty])
                for penalty in grid.penalties
            }
            every.append(Here(problem, grid, history, nets, rounding, lam, step))
    return every


def _net(
    problem: Problem,
    grid: Grid,
    history: History,
    answers: FloatArray,
    penalty: str,
    lam: int,
    step: int,
    error: float,
) -> NetMetrics:
    """The metrics of one net, with as many decimals as the error of rounding leaves."""
    net = net_metrics(history, problem.split, grid, penalty, lam, step, answers)
    return replace(net, decimals=decimals_left(error))


def bar(_: Translate, choice: Choice, *, begun: bool, of_lambda: bool) -> tuple[Slider, Slider]:
    """The sliders; once it has begun, with what the story is about marked on the one that plays.

    That is the step at which no penalty has its lowest validation loss, or, in a story `of_lambda` after the
    last step, the λ at which L2 has it.
    """
    step, lam = sliders(_, choice.grid)
    if not begun:
        return step, lam
    losses = np.asarray(trained(choice.grid, choice.problem.split).validation_loss)
    if not of_lambda:
        return replace(step, moments=[int(np.nanargmin(losses[:, 0]))]), lam
    under_l2 = losses[-1, choice.grid.columns("l2")]
    best = [] if np.isnan(under_l2).all() else [int(np.nanargmin(under_l2))]
    return replace(step, plays=False), replace(lam, plays=True, moments=best)


def boundaries(
    _: Translate, grid: Grid, split: Split, history: History, *, begun: bool = True
) -> dict[str, Tables]:
    """For "none" and each penalty of the grid, the tables of `charts.…boundary_sheet.boundary_tables`.

    history: what `trained(grid, split)` returned. begun: whether the tables may hold more than step 0.
    """
    if not begun:
        return _beginnings(grid, split, history)
    words = _("Drawing {count:,} pictures").format(count=history.data_loss.size)
    return patiently(lambda progress: _drawn(grid, split, history, progress), words).tables


@kept(max_entries=8)
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


@dataclass(frozen=True, eq=False)
class Borders:
    """penalty -> (L, S): how many pieces the border of each net has, and whether it is one straight line."""

    pieces: dict[str, NDArray[np.intp]]
    straight: dict[str, NDArray[np.bool_]]

    def at(self, penalty: str, lam: int, step: int) -> BorderForm:
        place = (0 if penalty == "none" else lam, step)
        pieces, straight = int(self.pieces[penalty][place]), bool(self.straight[penalty][place])
        kind = "straight" if straight else ("none", "bent", "pieces")[min(pieces, 2)]
        return BorderForm(kind, pieces)


def borders(_: Translate, grid: Grid, split: Split, history: History) -> Borders:
    """The form of the border in every picture of `boundaries`."""
    words = _("Drawing {count:,} pictures").format(count=history.data_loss.size)
    return patiently(lambda progress: _drawn(grid, split, history, progress), words).borders


@dataclass(frozen=True)
class _Drawn:
    tables: dict[str, Tables]
    borders: Borders


@run(8, HERE)
def _drawn(grid: Grid, split: Split, _history: History, _progress: Progress) -> _Drawn:
    shown = area(split.X_train, split.X_validation)
    points = shown.grid().astype(np.float32)
    answers = common_answers(grid, split, _history)
    tables: dict[str, Tables] = {}
    seen = Borders({}, {})
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
        forms = [border_form(polylines(line)) for line in drawn["frames"].sort_values("frame")["line"]]
        nets_steps = (-1, len(grid.steps()))
        seen.pieces[penalty] = np.array([form.pieces for form in forms]).reshape(nets_steps)
        seen.straight[penalty] = np.array([form.kind == "straight" for form in forms]).reshape(nets_steps)
        _progress.report(len(tables) / (1 + len(grid.penalties)))
    return _Drawn(tables, seen)


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
