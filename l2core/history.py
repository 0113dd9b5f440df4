"""What a training run leaves behind: every kept step of every net, and what can be computed from it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.batch import (
    Batch,
    aligned,
    checked_data,
    layer_dims,
    load,
    nets_in_cache,
    own,
    size_of,
)
from l2core.checks import FloatArray, whole_number
from l2core.network import examples
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
        return layer_dims(self.weights)

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


def data_gradient(X: ArrayLike, Y: ArrayLike, history: History) -> dict[str, FloatArray]:
    """∂(cross-entropy)/∂W_l of every net at every snapshot: {"W1": (S, K, n_1, n_0), "b1": …}.

    X (n_0, m) and Y (1, m), or one of each per net: (K, n_0, m) and (K, 1, m), as in `train`.
    """
    dims, (snapshots, K) = history.layer_dims, history.data_loss.shape
    X, Y = checked_data(("X", "Y"), X, Y, dims[0], K)
    gradients = {name: np.empty_like(array) for name, array in history.weights.items()}
    for nets in np.array_split(np.arange(K), -(-K // nets_in_cache(dims, X.shape[-1], X.dtype))):
        theta = aligned((len(nets) * size_of(dims),), history.weights["W1"].dtype)
        batch = Batch(dims, len(nets), own(X, nets), theta, own(Y, nets))
        for s in range(snapshots):
            load(batch.W, {name: array[s] for name, array in history.weights.items()}, nets)
            with np.errstate(all="ignore"):  # a net that diverged is NaN
                batch.forward()
                batch.backward()
            for layer, dW in enumerate(batch.dW, start=1):
                gradients[f"W{layer}"][s, nets] = dW[..., :-1]
                gradients[f"b{layer}"][s, nets] = dW[..., -1:]
    return gradients


def probabilities(weights: Mapping[str, FloatArray], X: ArrayLike) -> FloatArray:
    """σ(Z_L) of every net at every point: (…, M), from {"W1": (…, n_1, n_0), …}, X (n_0, M).

    Made for heat maps of whole histories: `probabilities(history.weights, grid)` is (S, K, M), NaN where a
    net diverged. float32 weights give float32, in half the time. Takes a few megabytes beside the result.
    """
    lead, dims = weights["W1"].shape[:-2], layer_dims(weights)
    stacked = {name: array.reshape(-1, *array.shape[-2:]) for name, array in weights.items()}
    X = examples("X", X, n=dims[0])
    count, points, dtype = len(stacked["W1"]), X.shape[1], weights["W1"].dtype
    nets = min(count, nets_in_cache(dims, 512, dtype))
    result = np.empty((count, points), dtype)
    for columns in _slices(points, 512):
        batch = Batch(dims, nets, X[:, columns], aligned((nets * size_of(dims),), dtype))
        for rows in _slices(count, nets):
            load(batch.W, stacked, rows)
            with np.errstate(all="ignore"):
                Z = batch.forward()[: rows.stop - rows.start, 0]
                result[rows, columns] = 0.5 + 0.5 * np.tanh(0.5 * Z)
    return result.reshape(*lead, points)


def penalty_gradient(history: History) -> dict[str, FloatArray]:
    """(λ/m) (r sign(W_l) + (1−r) W_l) at every snapshot: {"W1": (S, K, n_1, n_0), …}; sign(0) = 0."""
    pull = [[recipe.pull(int(e), history.n_examples) for recipe in history.recipes] for e in history.epochs]
    rho, kappa = np.moveaxis(np.array(pull), -1, 0)[..., None, None]
    weights = {name: W for name, W in history.weights.items() if name.startswith("W")}
    return {name: rho * W + kappa * np.sign(W) for name, W in weights.items()}


def penalty_value(weights: Sequence[FloatArray], recipes: Sequence[Recipe], step: int, m: int) -> FloatArray:
    """(λ/m) Σ (r |W| + (1−r)/2 W²) of every net, (K,), from W_l (K, n_l, n_{l−1})."""
    rho, kappa = np.array([recipe.pull(step, m) for recipe in recipes]).T
    l1 = sum(np.abs(W).sum(axis=(1, 2), dtype=np.float64) for W in weights)
    l2 = sum(np.square(W, dtype=np.float64).sum(axis=(1, 2)) for W in weights)
    return kappa * l1 + rho / 2 * l2


def loss_and_accuracy(Z: FloatArray, Y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """−(1/m) Σ [Y log σ(Z) + (1−Y) log(1−σ(Z))] from logits Z (B, 1, m); share correct."""
    Z = Z.astype(np.float64)
    loss = np.maximum(Z, 0) - Y * Z + np.log1p(np.exp(-np.abs(Z)))
    return loss.mean(axis=(1, 2)), ((Z > 0) == (Y > 0.5)).mean(axis=(1, 2))


def _slices(count: int, size: int) -> Iterator[slice]:
    for start in range(0, count, size):
        yield slice(start, min(start + size, count))
