"""The nets of the lesson: trained, every weight of them, which are dead, and the tables of their lines."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from charts.picture import Tables, packed
from charts.weight_shrinkage.trajectories import Ruler, followed_tables, trajectory_tables
from charts.weight_shrinkage.wiring import wiring_tables
from dashboard.caches import kept, kept_for_everybody
from dashboard.networks.grid import Grid, sliders, trained
from dashboard.pictures import packed_tables
from dashboard.text import Translate
from dashboard.transport import Slider, standing
from l2core.checks import FloatArray
from l2core.datasets import Split
from l2core.evaluation import common_answer
from l2core.history import History
from l2core.optimizers import Recipe, Update, held_size
from l2core.penalties import soft_threshold
from l2core.snapshots import probabilities
from l2core.training import plain_training, updated_parameters
from l2core.trajectories import Weights, every_weight


@dataclass(frozen=True, eq=False)
class Nets:
    """One net without a penalty, and under L2 and the penalty of the third panel one for every λ.

    runs: every weight of these, in the order of the panels. answers (S, K): what each net answers to every
    training example alike at each kept step, NaN where it does not (`l2core.evaluation.common_answer`).
    """

    grid: Grid
    split: Split
    history: History
    runs: tuple[Weights, ...]
    answers: FloatArray

    @property
    def m(self) -> int:
        """How many examples they are trained on."""
        return self.history.n_examples

    def recipe(self, run: Weights, lam: int) -> Recipe:
        """How the net of `run` with λ number `lam` was trained."""
        return self.history.recipes[self.grid.net(run.penalty, lam)]

    def answer(self, run: Weights, lam: int, step: int) -> float:
        """What that net answers to every training example at kept step number `step`, NaN if that differs."""
        return float(self.answers[step, self.grid.net(run.penalty, lam)])

    def dead(self, run: Weights, lam: int, step: int) -> bool:
        """Whether that net answers all training examples alike."""
        return not np.isnan(self.answer(run, lam, step))

    def decay(self, run: Weights, lam: int) -> float:
        """ηρ = ηλ(1−r)/m, the share of a weight that L2 takes off in one plain step."""
        recipe = self.recipe(run, lam)
        return recipe.learning_rate * recipe.pull(0, self.m)[0]

    def hop(self, run: Weights, lam: int) -> float:
        """ηκ = ηλr/m, what L1 takes off a weight in one plain step."""
        recipe = self.recipe(run, lam)
        return recipe.learning_rate * recipe.pull(0, self.m)[1]

    def held(self, run: Weights, lam: int) -> float:
        """The size at which the trainer holds a weight that L2 shrinks for ever; 0 where L1 stops it at 0."""
        cut = self.hop(run, lam) > 0 and self.grid.l1_step == "proximal"
        return held_size(self.history.layer_dims) if self.decay(run, lam) > 0 and not cut else 0.0


def trained_nets(grid: Grid, split: Split) -> Nets:
    """The nets of a grid, from the cache or now, with a progress bar if it takes a while."""
    history = trained(grid, split)
    return nets_of(grid, split, history, _answers(grid, split, history))


def nets_of(grid: Grid, split: Split, history: History, answers: FloatArray) -> Nets:
    """The nets of a grid that was trained already; answers: as in `Nets`."""
    runs = (every_weight(history, grid.columns(penalty), penalty) for penalty in ("none", *grid.penalties))
    return Nets(grid, split, history, tuple(runs), answers)


def before_the_story(nets: Nets) -> Nets:
    """The same nets of which no step is known yet: what pictures may hold while a question is open."""
    return replace(nets, runs=tuple(run.beginning() for run in nets.runs))


def bar(_: Translate, nets: Nets, *, begun: bool) -> tuple[Slider, Slider]:
    """The sliders; once it has begun, with the steps at which the first weight and half of them are 0.

    Of the penalty of the third panel, at the λ of the bar.
    """
    step, lam = sliders(_, nets.grid)
    if not begun:
        return step, lam
    run = nets.runs[-1]
    found = [int(run.reaches(count)[standing(lam)]) for count in (1, (len(run.layer) + 1) // 2)]
    return replace(step, moments=[place for place in found if place < step.track.places]), lam


def line_tables(nets: Nets, run: Weights, scale: Ruler, *, begun: bool) -> Tables:
    """The tables of `charts.weight_shrinkage.trajectories` for the nets of one penalty."""
    name, key = f"trajectories.{run.penalty}", (nets.grid, nets.split, scale, begun)
    return packed_tables(name, key, lambda: trajectory_tables(run, scale))


def followed_line(nets: Nets, run: Weights, scale: Ruler, followed: int, *, begun: bool) -> Tables:
    """The tables of `charts.weight_shrinkage.trajectories` for the weight that is followed."""
    return _followed_line(nets.grid, nets.split, run.penalty, scale, followed, begun, run)


def wire_tables(nets: Nets, run: Weights, scale: Ruler, *, begun: bool) -> Tables:
    """The tables of `charts.weight_shrinkage.wiring` for the nets of one penalty."""
    name, key = f"wiring.{run.penalty}", (nets.grid, nets.split, begun)
    return packed_tables(name, key, lambda: wiring_tables(run, scale.reach))


def code_of_training(grid: Grid) -> tuple[Callable[..., object], ...]:
    """The lines that trained the nets: those of the notes for gradient descent, else the optimizer's step."""
    if grid.optimizer == "gd":
        return plain_training, updated_parameters, soft_threshold
    return Update.__call__, Update._descend, soft_threshold


@kept_for_everybody(24)
def _answers(grid: Grid, split: Split, _history: History) -> FloatArray:
    return common_answer(probabilities(_history.weights, split.X_train))


@kept(max_entries=96)
def _followed_line(
    grid: Grid, split: Split, penalty: str, scale: Ruler, followed: int, begun: bool, _run: Weights
) -> Tables:
    return {name: packed(table) for name, table in followed_tables(_run, scale, followed).items()}
