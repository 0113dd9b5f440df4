"""A run made ready for the pictures of its weights, once."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import streamlit as st

from charts.picture import packed
from charts.weight_shrinkage.histogram import histogram_table
from charts.weight_shrinkage.pulls import pull_reach, pulls_tables
from charts.weight_shrinkage.trajectories import Ruler, trajectory_tables
from charts.weight_shrinkage.wiring import wiring_tables
from dashboard.networks.grid import LAMBDAS, Grid
from l2core import penalties
from l2core.checks import FloatArray
from l2core.datasets import Split
from l2core.history import History
from l2core.snapshots import data_gradient, penalty_gradient
from l2core.trajectories import Weights, every_weight

Tables = dict[str, dict[str, bytes]]  # penalty -> name of a table -> the table, packed


def weights_of(grid: Grid, history: History) -> list[Weights]:
    """Every weight without a penalty and under each penalty of the grid."""
    return [every_weight(history, grid.columns(penalty), penalty) for penalty in ("none", *grid.penalties)]


@st.cache_data(max_entries=8, show_spinner=False)
def lines(grid: Grid, split: Split, scale: Ruler, _runs: Sequence[Weights]) -> Tables:
    """The tables of `charts.weight_trajectories`."""
    return _packed({run.penalty: trajectory_tables(run, scale) for run in _runs})


@st.cache_data(max_entries=4, show_spinner=False)
def histograms(grid: Grid, split: Split, reach: float, _runs: Sequence[Weights]) -> Tables:
    """The table of `charts.weight_histogram`."""
    return _packed({run.penalty: histogram_table(run, reach) for run in _runs})


@st.cache_data(max_entries=4, show_spinner=False)
def wires(grid: Grid, split: Split, reach: float, _runs: Sequence[Weights]) -> Tables:
    """The tables of `charts.wiring`."""
    return _packed({run.penalty: wiring_tables(run, reach) for run in _runs})


@st.cache_data(max_entries=4, show_spinner=False)
def both_pulls(grid: Grid, split: Split, _history: History, _runs: Sequence[Weights]) -> Tables:
    """The tables of `charts.pulls`, for the nets that have a penalty."""
    data, penalty = data_gradient(split.X_train, split.Y_train, _history), penalty_gradient(_history)
    strength = np.array(LAMBDAS) / _history.n_examples
    return _packed(
        {
            run.penalty: pulls_tables(
                every_weight(_history, grid.columns(run.penalty), run.penalty, data),
                every_weight(_history, grid.columns(run.penalty), run.penalty, penalty),
                strength,
                pull_reach(run, penalties.mixing(run.penalty, grid.l1_ratio)),
            )
            for run in _runs[1:]
        }
    )


def parts_of_cost(grid: Grid, history: History, penalty: str) -> tuple[FloatArray, FloatArray, float]:
    """Data loss and penalty (S, L) of these nets, and where the axis of all panels ends."""
    nets = grid.columns(penalty)
    return history.data_loss[:, nets], history.penalty[:, nets], 1.5 * float(np.nanmax(history.data_loss))


def _packed(tables: Mapping[str, Mapping[str, pd.DataFrame]]) -> Tables:
    return {penalty: {name: packed(table) for name, table in of.items()} for penalty, of in tables.items()}
