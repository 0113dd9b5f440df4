"""The nets of the lesson: trained, every weight of them, which are dead, and the tables of their lines."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from charts.picture import Tables
from charts.weight_shrinkage.trajectories import Ruler, trajectory_tables
from dashboard.networks.grid import Grid, trained
from dashboard.pictures import packed_tables
from l2core.datasets import Split
from l2core.evaluation import answers_alike
from l2core.history import History
from l2core.snapshots import probabilities
from l2core.trajectories import Weights, every_weight


@dataclass(frozen=True, eq=False)
class Nets:
    """One net without a penalty, and under L2 and the penalty of the third panel one for every λ.

    runs: every weight of these, in the order of the panels. alike (S, K): which nets answer every training
    example alike (`l2core.evaluation.answers_alike`) at each kept step.
    """

    grid: Grid
    split: Split
    history: History
    runs: tuple[Weights, ...]
    alike: NDArray[np.bool_]

    @property
    def m(self) -> int:
        """How many examples they are trained on."""
        return self.history.n_examples

    def dead(self, run: Weights, lam: int, step: int) -> bool:
        """Whether the net of `run` with λ number `lam` answers alike at kept step number `step`."""
        return bool(self.alike[step, self.grid.net(run.penalty, lam)])


def trained_nets(grid: Grid, split: Split) -> Nets:
    """The nets of a grid, from the cache or now, with a progress bar if it takes a while."""
    history = trained(grid, split)
    runs = (every_weight(history, grid.columns(penalty), penalty) for penalty in ("none", *grid.penalties))
    return Nets(grid, split, history, tuple(runs), _alike(grid, split, history))


def line_tables(nets: Nets, run: Weights, scale: Ruler) -> Tables:
    """The tables of `charts.weight_shrinkage.trajectories` for the nets of one penalty."""
    name, key = f"trajectories.{run.penalty}", (nets.grid, nets.split, scale)
    return packed_tables(name, key, lambda: trajectory_tables(run, scale))


@st.cache_data(max_entries=24, show_spinner=False)
def _alike(grid: Grid, split: Split, _history: History) -> NDArray[np.bool_]:
    return answers_alike(probabilities(_history.weights, split.X_train))
