"""The metrics of one net of a run, at one place of the transport bar."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from dashboard.networks.grid import Grid
from l2core.checks import FloatArray
from l2core.datasets import Split
from l2core.evaluation import Score, common_answer, score
from l2core.history import History
from l2core.snapshots import probabilities
from l2core.trajectories import exact_zeros, summed, weight_count


@dataclass(frozen=True)
class NetMetrics:
    """Losses in nats per example; cost = training + penalty. All NaN where the net has diverged.

    best, best_step: the lowest validation loss up to here, and the step it had it at.
    size: Σ|w| under L1, Σw² otherwise. zeros: how many of the `weights` are exactly 0.
    answer: what the net answers to all training examples, None if that differs.
    test: on examples nobody has used. diverged_at: the step, −1 where the net has not diverged by now.
    """

    training: float
    validation: float
    penalty: float
    best: float
    best_step: int
    size: float
    zeros: int
    weights: int
    answer: float | None
    test: Score | None
    diverged_at: int

    @property
    def cost(self) -> float:
        return self.training + self.penalty

    @property
    def gap(self) -> float:
        return self.validation - self.training


def net_metrics(
    history: History, split: Split, grid: Grid, penalty: str, lam: int, snapshot: int
) -> NetMetrics:
    """The net with this penalty and λ, at a kept step; `lam` and `snapshot` are places on the tracks."""
    net = grid.net(penalty, lam)
    parameters = history.parameters(net, snapshot)
    validation = np.asarray(history.validation_loss)[: snapshot + 1, net]
    best = int(np.nanargmin(validation))
    diverged = bool(np.isnan(validation[-1]))
    answer = float(common_answers(grid, split, history)[snapshot, net])
    return NetMetrics(
        training=float(history.data_loss[snapshot, net]),
        validation=float(validation[-1]),
        penalty=float(history.penalty[snapshot, net]),
        best=float(validation[best]),
        best_step=int(history.epochs[best]),
        size=float(summed(parameters, "l1" if penalty == "l1" else "l2")),
        zeros=int(exact_zeros(parameters)),
        weights=weight_count(parameters),
        answer=None if np.isnan(answer) else answer,
        test=None if diverged else score(split.X_test, split.Y_test, parameters),
        diverged_at=int(history.diverged_at[net]) if diverged else -1,
    )


@st.cache_data(max_entries=24, show_spinner=False)
def common_answers(grid: Grid, split: Split, _history: History) -> FloatArray:
    """What each net answers to all training examples at each kept step, NaN where that differs: (S, K).

    _history: what `trained(grid, split)` returned.
    """
    return common_answer(probabilities(_history.weights, split.X_train))
