"""The map of η × λ, one net a cell: which of them learn, which are dead, which diverged, and why.

a net learns where its answers differ from example to example, is dead where they do not
(`l2core.evaluation.answers_alike`), and diverged where it has none
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.checks import FloatArray
from l2core.optimizers import Recipe, largest_decay


@dataclass(frozen=True, eq=False)
class RateMap:
    """One net for each η (a row, the largest first) and λ (a column, the smallest first), trained to the end.

    All (rates, lambdas). validation: cross-entropy, NaN where the net diverged. constant: whether the net is
    dead. diverged_at: the step, −1 where it did not. turned: whether the validation loss has climbed from its
    lowest (`l2core.evaluation.has_turned`). largest: max |w|, NaN where the net diverged. silent: whether all
    neurons of a layer are off (`silent_layer`). penalty: "l2" or "l1". m: training examples.
    """

    rates: tuple[float, ...]
    lambdas: tuple[float, ...]
    validation: FloatArray
    constant: NDArray[np.bool_]
    diverged_at: NDArray[np.intp]
    turned: NDArray[np.bool_]
    largest: FloatArray
    silent: NDArray[np.bool_]
    penalty: str
    m: int

    @cached_property
    def diverged(self) -> NDArray[np.bool_]:
        return self.diverged_at >= 0

    @cached_property
    def learns(self) -> NDArray[np.bool_]:
        """Which nets are neither dead nor diverged."""
        return ~self.constant & ~self.diverged

    @cached_property
    def thrown(self) -> NDArray[np.bool_]:
        """ηλ/m > 2 under L2, (rates, lambdas): each step carries a weight further across 0 than it was.

        By the pull of the penalty alone (`l2core.optimizers.largest_decay`). L1 stops a weight at 0.
        """
        product: FloatArray = np.multiply.outer(self.rates, self.lambdas) / self.m
        return np.asarray(product > largest_decay(Recipe())) & (self.penalty == "l2")

    @cached_property
    def best(self) -> tuple[int, int] | None:
        """The row and column of the lowest validation loss; None where every net diverged."""
        if self.diverged.all():
            return None
        row, column = np.unravel_index(np.nanargmin(self.validation), self.validation.shape)
        return int(row), int(column)

    @cached_property
    def lost_columns(self) -> range:
        """The largest λ, down to the first, at which no η lets a net learn."""
        lost = ~np.asarray(self.learns.any(axis=0))
        return range(len(lost) - _run(lost[::-1]), len(lost))

    @cached_property
    def lost_rows(self) -> range:
        """The largest η, down to the last, at which no λ lets a net learn."""
        return range(_run(~np.asarray(self.learns.any(axis=1))))

    @cached_property
    def single(self) -> NDArray[np.bool_]:
        """The nets outside the lost rows and columns that do not learn."""
        others: NDArray[np.bool_] = ~self.learns
        others[:, self.lost_columns] = False
        others[self.lost_rows] = False
        return others

    @cached_property
    def best_lambdas(self) -> dict[int, int]:
        """row -> the column of the lowest validation loss among the nets of this η that learn."""
        losses = np.where(self.learns, self.validation, np.inf)
        rows = np.flatnonzero(self.learns.any(axis=1))
        return {int(row): int(losses[row].argmin()) for row in rows}


def silent_layer(weights: Mapping[str, FloatArray], X: ArrayLike) -> NDArray[np.bool_]:
    """A_l = max(0, W_l A_{l−1} + b_l) = 0 for every neuron and example of a hidden layer l, net by net: (K,).

    weights: {"W1": (K, n_1, n_0), "b1": (K, n_1, 1), …}; X (n_0, m). Then the answer is the same for every
    example, and no weight below that layer has a gradient. False where a net diverged.
    """
    layers = len(weights) // 2
    A = np.broadcast_to(np.asarray(X, dtype=float), (len(weights["W1"]), *np.shape(X)))
    silent = np.zeros(len(A), bool)
    with np.errstate(all="ignore"):  # a net that diverged is NaN
        for layer in range(1, layers):
            A = np.maximum(weights[f"W{layer}"] @ A + weights[f"b{layer}"], 0)
            silent |= (A == 0).all(axis=(-2, -1))
    return silent


def _run(flags: NDArray[np.bool_]) -> int:
    """How many of the first flags are up in a row."""
    return int(np.argmin(np.append(flags, False)))
