"""What a training run leaves behind: the weights, losses and accuracies of every net at every kept step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from l2core.checks import FloatArray, whole_number
from l2core.network import layer_dims
from l2core.optimizers import Recipe

SERIES = ("data_loss", "penalty", "accuracy", "validation_loss", "validation_accuracy")


@dataclass(frozen=True)
class History:
    """S kept steps of K nets. cost = data_loss + penalty, always kept apart; losses in nats per example.

    epochs (S,): the steps kept, 0 and the last among them.
    data_loss, penalty, cost, accuracy (S, K): on the training examples, the penalty with the λ of that step.
    validation_loss, validation_accuracy (S, K): cross-entropy and accuracy there; None without validation.
    weights: {"W1": (S, K, n_1, n_0), "b1": (S, K, n_1, 1), …}.
    diverged_at (K,): the step after which a parameter of the net was no longer finite, or above 1e10 in size;
    −1 if none was. From there on all of the net's numbers are NaN.
    stopped: True if `report` ended the run before its last step.
    """

    epochs: NDArray[np.intp]
    data_loss: FloatArray
    penalty: FloatArray
    accuracy: FloatArray
    validation_loss: FloatArray | None
    validation_accuracy: FloatArray | None
    weights: dict[str, FloatArray]
    diverged_at: NDArray[np.intp]
    recipes: tuple[Recipe, ...]
    n_examples: int
    stopped: bool = False

    @property
    def cost(self) -> FloatArray:
        """data_loss + penalty, (S, K)."""
        return self.data_loss + self.penalty

    @property
    def layer_dims(self) -> tuple[int, ...]:
        """(n_0, …, n_L)."""
        return layer_dims(self.weights, "weights")

    def parameters(self, k: int, snapshot: int = -1) -> dict[str, FloatArray]:
        """The parameters of net k at a snapshot (its place in `epochs`), as `predict` takes them."""
        return {name: array[snapshot, k].copy() for name, array in self.weights.items()}

    def final(self, k: int) -> dict[str, FloatArray]:
        """The parameters of net k after its last step."""
        return self.parameters(k)

    def until(self, snapshots: int) -> "History":
        """The first `snapshots` snapshots, marked as stopped."""
        cut = {name: array[:snapshots] for name, array in self.series().items()}
        weights = {name: array[:snapshots] for name, array in self.weights.items()}
        return replace(self, epochs=self.epochs[:snapshots], weights=weights, stopped=True, **cut)

    def series(self) -> dict[str, Any]:
        """All that is (S, K), by name."""
        every = {name: getattr(self, name) for name in SERIES}
        return {name: array for name, array in every.items() if array is not None}


def snapshot_schedule(epochs: int, count: int = 120) -> list[int]:
    """0 = s_0 < s_1 < … = epochs, at most `count` steps, near epochs · (i/(count−1))² for i = 0, 1, ….

    Dense at the start, where the weights move most.
    """
    epochs, count = whole_number("epochs", epochs, at_least=0), whole_number("count", count, at_least=2)
    return np.unique(np.round(epochs * np.linspace(0, 1, count) ** 2).astype(int)).tolist()


def empty_history(
    epochs: Sequence[int],
    recipes: tuple[Recipe, ...],
    start: Mapping[str, FloatArray],
    n_examples: int,
    *,
    validated: bool,
) -> History:
    """A history of NaN for nets with the stacked parameters {"W1": (K, n_1, n_0), …}."""
    S, K = len(epochs), len(recipes)
    series: dict[str, Any] = {name: np.full((S, K), np.nan) for name in SERIES}
    if not validated:
        series |= {"validation_loss": None, "validation_accuracy": None}
    return History(
        epochs=np.array(epochs, dtype=np.intp),
        weights={name: np.full((S, *array.shape), np.nan, array.dtype) for name, array in start.items()},
        diverged_at=np.full(K, -1, dtype=np.intp),
        recipes=recipes,
        n_examples=n_examples,
        **series,
    )


def joined(parts: Sequence[History], places: Sequence[NDArray[np.intp]]) -> History:
    """The histories of some nets each as one: net i of a part comes to places[part][i]."""
    order = np.argsort(np.concatenate(places))

    def together(arrays: Iterable[FloatArray]) -> FloatArray:
        return np.concatenate(list(arrays), axis=1)[:, order]

    recipes = [recipe for part in parts for recipe in part.recipes]
    series: dict[str, Any] = {
        name: together(part.series()[name] for part in parts) for name in parts[0].series()
    }
    return replace(
        parts[0],
        weights={name: together(part.weights[name] for part in parts) for name in parts[0].weights},
        diverged_at=np.concatenate([part.diverged_at for part in parts])[order],
        recipes=tuple(recipes[k] for k in order),
        **series,
    )
