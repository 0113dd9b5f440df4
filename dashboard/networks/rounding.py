"""How far the last bit of a processor carries: the nets at hand from a start that differs in the 15th digit.

Rounding is the processor's: another kind sums in another order. Most nets forget it; one that is trained with
long steps and little or no penalty can magnify it like any small change, until whole digits of its loss, and
its picture, are no longer the mathematics'.
"""

from collections.abc import Sequence

import numpy as np

from dashboard.caches import kept
from dashboard.kept_runs import NotKeptError, run
from dashboard.networks.grid import LAMBDAS, Grid, complete_run, initial
from dashboard.run_queue import Progress
from l2core.checks import FloatArray
from l2core.datasets import Split
from l2core.history import History

RELATIVE = 2.0**-50  # by so much of itself, at most, a starting weight of the twin is off
_LOOKS_BACK = 3  # kept steps: two nets that have parted may meet for a moment


def rounding_errors(
    grid: Grid, split: Split, lams: Sequence[int], history: History, progress: Progress | None = None
) -> dict[str, FloatArray]:
    """For "none" and each penalty: how far the losses of a twin are from its own, (S, L) nats.

    lams: the places of L values of λ; L = 1 for "none".
    max(|Δ training loss|, |Δ validation loss|) at each kept step and the two before it, the twin's starting
    weights being w (1 + 2⁻⁵⁰ u), u uniform from −1 to 1. Infinite where only one of them diverged.
    history: what `trained(grid, split)` returned. progress: of a run, where λ are many; a few are computed at
    once, if they have not been computed with all the others.
    """
    if progress is not None:
        return _in_a_run(grid, split, tuple(lams), history, progress)
    try:
        every = _in_a_run(grid, split, tuple(range(len(LAMBDAS))), history, Progress(may_start=False))
    except NotKeptError:
        return _at_once(grid, split, tuple(lams), history)
    return {name: errors if name == "none" else errors[:, list(lams)] for name, errors in every.items()}


@run(24)
def _in_a_run(
    grid: Grid, split: Split, lams: tuple[int, ...], _history: History, _progress: Progress
) -> dict[str, FloatArray]:
    return _errors(grid, split, lams, _history, _progress)


@kept(max_entries=60)
def _at_once(grid: Grid, split: Split, lams: tuple[int, ...], _history: History) -> dict[str, FloatArray]:
    return _errors(grid, split, lams, _history, Progress(workers=1))


def _errors(
    grid: Grid, split: Split, lams: tuple[int, ...], history: History, progress: Progress
) -> dict[str, FloatArray]:
    nets = [0, *(grid.net(penalty, lam) for penalty in grid.penalties for lam in lams)]
    recipes = grid.recipes()
    rng = np.random.default_rng(0)
    start = {
        name: w * (1 + RELATIVE * rng.uniform(-1, 1, np.shape(w)))
        for name, w in initial(grid.hidden, split, grid.start_seed).items()
    }
    twins = complete_run(
        split,
        start,
        [recipes[net] for net in nets],
        grid.epochs,
        grid.steps(),
        progress,
    )
    apart = np.maximum(
        _apart(history.data_loss[:, nets], twins.data_loss),
        _apart(np.asarray(history.validation_loss)[:, nets], np.asarray(twins.validation_loss)),
    )
    recent = np.stack([apart[max(0, s + 1 - _LOOKS_BACK) : s + 1].max(axis=0) for s in range(len(apart))])
    ends = np.cumsum([1] + [len(lams)] * (len(grid.penalties) - 1))
    return dict(zip(("none", *grid.penalties), np.split(recent, ends, axis=1), strict=True))


def decimals_left(error: float) -> int:
    """How many decimals of a loss an error of so many nats leaves as they are, from 1 to 3."""
    return 3 if error < 5e-4 else 2 if error < 5e-3 else 1


def _apart(losses: FloatArray, others: FloatArray) -> FloatArray:
    both_diverged = np.isnan(losses) & np.isnan(others)
    return np.where(both_diverged, 0, np.nan_to_num(np.abs(losses - others), nan=np.inf))
