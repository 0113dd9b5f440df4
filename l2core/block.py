"""Nets that are trained together: their memory, the way back when one of them diverges, their snapshots."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from l2core.batch import Batch, loss_and_accuracy, own, penalty_value
from l2core.buffers import aligned, load, size_of
from l2core.checks import FloatArray
from l2core.history import History
from l2core.optimizers import Update, pulls
from l2core.plan import Plan

DIVERGED_ABOVE = 1e10


class Block:
    """B nets of a plan: `batch`, their forward and backward pass, and `update`, their step.

    nets (B,): their places in the plan. done: the steps made. diverged_at (B,): as in `History`.
    """

    def __init__(self, plan: Plan, nets: NDArray[np.intp]) -> None:
        self.nets, self.done, self.m = nets, 0, plan.n_examples
        self.diverged_at = np.full(len(nets), -1, dtype=np.intp)
        self.recipes = [plan.recipes[k] for k in nets]
        dims, B = plan.layer_dims, len(nets)
        self.theta = aligned((B * size_of(dims),), plan.start["W1"].dtype)
        X, self.Y = (own(array, nets) for array in plan.data)
        self.batch = Batch(dims, B, X, self.theta, self.Y)
        load(self.batch.W, plan.start, nets)
        self.update = Update(self.recipes, dims, self.m, self.theta, self.batch.gradient)
        self.state = (self.theta, *self.update.moments)
        self.saved = tuple(np.zeros_like(array) for array in self.state)
        if plan.validation is not None:
            X, self.validation_Y = (own(array, nets) for array in plan.validation)
            self.validation_batch = Batch(dims, B, X, self.theta)

    def stretches(self, stop: int) -> Iterator[range]:
        """The steps from `done` to `stop`, for the caller to make; and, if a net diverged, each once more.

        The second time they begin from the same state and come one by one: what diverges is marked at its
        step, put at 0 and left there, and the other nets go on as if it were not there.
        """
        steps = range(self.done, stop)
        _copy(self.state, self.saved)
        yield steps
        if (diverged := self._diverged()).any():
            _copy(self.saved, self.state)
            self.update.set_lambd(self.done)
            for step in steps:
                yield range(step, step + 1)
                now = diverged & self._diverged()
                self.diverged_at[now] = step + 1
                self.update.freeze(now)
        self.done = stop

    @np.errstate(all="ignore")  # a weight of 1e10 may overflow a loss
    def record(self, history: History, s: int) -> None:
        """Weights, losses and accuracies at snapshot s, of the nets that did not diverge."""
        history.diverged_at[self.nets] = self.diverged_at
        sound = self.diverged_at < 0
        k = self.nets[sound]
        for layer, W in enumerate(self.batch.W, start=1):
            history.weights[f"W{layer}"][s, k] = W[sound, :, :-1]
            history.weights[f"b{layer}"][s, k] = W[sound, :, -1:]
        weights = [W[..., :-1] for W in self.batch.W]
        history.penalty[s, k] = penalty_value(weights, *pulls(self.recipes, self.done, self.m))[sound]
        loss, accuracy = loss_and_accuracy(self.batch.forward(), self.Y)
        history.data_loss[s, k], history.accuracy[s, k] = loss[sound], accuracy[sound]
        if history.validation_loss is not None and history.validation_accuracy is not None:
            loss, accuracy = loss_and_accuracy(self.validation_batch.forward(), self.validation_Y)
            history.validation_loss[s, k], history.validation_accuracy[s, k] = loss[sound], accuracy[sound]

    def _diverged(self) -> NDArray[np.bool_]:
        largest = [np.abs(W).max(axis=(1, 2)) for W in self.batch.W]
        return ~(np.max(largest, axis=0) <= DIVERGED_ABOVE)


def _copy(source: Sequence[FloatArray], target: Sequence[FloatArray]) -> None:
    for theirs, ours in zip(source, target, strict=True):
        ours[:] = theirs
