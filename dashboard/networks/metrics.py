"""The metrics of one net of a run, at one place of the transport bar."""

from dataclasses import dataclass

import numpy as np

from dashboard.caches import kept
from dashboard.networks.grid import LAMBDA_CODES, Grid
from l2core.checks import FloatArray
from l2core.collapse import alike_since, last_that_tells, layer_off, weights_gone
from l2core.datasets import Split
from l2core.evaluation import common_answer
from l2core.history import History
from l2core.snapshots import probabilities
from l2core.trajectories import exact_zeros, summed, weight_count


@dataclass(frozen=True)
class Collapse:
    """A net that gives all training examples one answer: what it is, and the step since which it is alike.

    weights_gone: whether its weights are too small for two answers. layer_off: a hidden layer of which no
    neuron responds to any example, None if there is none. last_that_tells: the λ as it is written, or "0" for
    no penalty, of the last weaker penalty with which the net tells examples apart, where from this λ on no
    net does; None elsewhere (`l2core.collapse`).
    """

    answer: float
    since: int
    weights_gone: bool
    layer_off: int | None
    last_that_tells: str | None


@dataclass(frozen=True)
class NetMetrics:
    """Losses in nats per example, accuracies from 0 to 1; cost = training + penalty. NaN once diverged.

    accuracy: on the validation points. best, best_step, best_accuracy: the lowest validation loss up to here,
    the step it had it at, and the accuracy there.
    size: Σ|w| under L1, Σw² otherwise. zeros: how many of the `weights` are exactly 0.
    collapse: None for a net that tells training examples apart. diverged_at: the step, −1 where it has not.
    decimals: so many of the losses' are not rounding's (`dashboard.networks.rounding`).
    """

    training: float
    validation: float
    accuracy: float
    penalty: float
    best: float
    best_step: int
    best_accuracy: float
    size: float
    zeros: int
    weights: int
    collapse: Collapse | None
    diverged_at: int
    decimals: int = 3

    @property
    def cost(self) -> float:
        return self.training + self.penalty

    @property
    def gap(self) -> float:
        return self.validation - self.training


def net_metrics(
    history: History,
    split: Split,
    grid: Grid,
    penalty: str,
    lam: int,
    snapshot: int,
    answers: FloatArray | None = None,
) -> NetMetrics:
    """The net with this penalty and λ, at a kept step; `lam` and `snapshot` are places on the tracks.

    answers: what `common_answers` returned, for who asks for many places.
    """
    if answers is None:
        answers = common_answers(grid, split, history)
    net = grid.net(penalty, lam)
    parameters = history.parameters(net, snapshot)
    validation = np.asarray(history.validation_loss)[: snapshot + 1, net]
    accuracy = np.asarray(history.validation_accuracy)[: snapshot + 1, net]
    best = int(np.nanargmin(validation))
    return NetMetrics(
        training=float(history.data_loss[snapshot, net]),
        validation=float(validation[-1]),
        accuracy=float(accuracy[-1]),
        penalty=float(history.penalty[snapshot, net]),
        best=float(validation[best]),
        best_step=int(history.epochs[best]),
        best_accuracy=float(accuracy[best]),
        size=float(summed(parameters, "l1" if penalty == "l1" else "l2")),
        zeros=int(exact_zeros(parameters)),
        weights=weight_count(parameters),
        collapse=_collapse(history, split, grid, penalty, lam, snapshot, answers),
        diverged_at=int(history.diverged_at[net]) if np.isnan(validation[-1]) else -1,
    )


@kept(max_entries=24)
def common_answers(grid: Grid, split: Split, _history: History) -> FloatArray:
    """What each net answers to all training examples at each kept step, NaN where that differs: (S, K).

    _history: what `trained(grid, split)` returned.
    """
    return common_answer(probabilities(_history.weights, split.X_train))


def _collapse(
    history: History,
    split: Split,
    grid: Grid,
    penalty: str,
    lam: int,
    snapshot: int,
    answers: FloatArray,
) -> Collapse | None:
    """What has become of a net that answers alike at this step; None for one that does not."""
    net = grid.net(penalty, lam)
    alike = ~np.isnan(answers)
    since = alike_since(alike[: snapshot + 1, net])
    if since is None:
        return None
    parameters = history.parameters(net, snapshot)
    silent = alike[snapshot] | np.isnan(history.data_loss[snapshot])
    tells = None
    if penalty != "none":
        tells = last_that_tells(np.concatenate([silent[:1], silent[grid.columns(penalty)]]), lam + 1)
    return Collapse(
        answer=float(answers[snapshot, net]),
        since=int(history.epochs[since]),
        weights_gone=weights_gone(parameters, split.X_train),
        layer_off=layer_off(split.X_train, parameters),
        last_that_tells=None if tells is None else ("0", *LAMBDA_CODES)[tells],
    )
