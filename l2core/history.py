"""What a training run leaves behind: every kept step of every net, and what can be computed from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.batch import Batch, layer_dims, load, size_of
from l2core.checks import FloatArray, whole_number
from l2core.optimizers import Recipe


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

        def cut(array: FloatArray | None) -> FloatArray | None:
            return None if array is None else array[:snapshots]

        return replace(
            self,
            epochs=self.epochs[:snapshots],
            data_loss=self.data_loss[:snapshots],
            penalty=self.penalty[:snapshots],
            accuracy=self.accuracy[:snapshots],
            validation_loss=cut(self.validation_loss),
            validation_accuracy=cut(self.validation_accuracy),
            weights={name: array[:snapshots] for name, array in self.weights.items()},
            stopped=True,
        )


def snapshot_schedule(epochs: int, count: int = 120) -> list[int]:
    """0 = s_0 < s_1 < … = epochs, at most `count` steps, near epochs · (i/(count−1))² for i = 0, 1, ….

    Dense at the start, where the weights move most.
    """
    epochs, count = whole_number("epochs", epochs, at_least=0), whole_number("count", count, at_least=2)
    return np.unique(np.round(epochs * np.linspace(0, 1, count) ** 2).astype(int)).tolist()


def data_gradient(X: ArrayLike, Y: ArrayLike, history: History) -> dict[str, FloatArray]:
    """∂(cross-entropy)/∂W_l of every net at every snapshot: {"W1": (S, K, n_1, n_0), "b1": …}.

    X (n_0, m) and Y (1, m), or one of each per net: (K, n_0, m) and (K, 1, m), as in `train`.
    """
    X, Y = np.asarray(X), np.asarray(Y)
    gradients = {name: np.empty_like(array) for name, array in history.weights.items()}
    dims, (snapshots, nets) = history.layer_dims, history.data_loss.shape
    theta = np.zeros(nets * size_of(dims), history.weights["W1"].dtype)
    batch = Batch(dims, nets, X, Y, theta)
    with np.errstate(all="ignore"):
        for s in range(snapshots):
            load(batch.W, {name: array[s] for name, array in history.weights.items()}, slice(None))
            batch.forward()
            batch.backward()
            for layer, dW in enumerate(batch.dW, start=1):
                gradients[f"W{layer}"][s], gradients[f"b{layer}"][s] = dW[..., :-1], dW[..., -1:]
    return gradients


def penalty_gradient(history: History) -> dict[str, FloatArray]:
    """(λ/m) (r sign(W_l) + (1−r) W_l) at every snapshot: {"W1": (S, K, n_1, n_0), …}; sign(0) = 0."""
    pull = [[recipe.pull(int(e), history.n_examples) for recipe in history.recipes] for e in history.epochs]
    rho, kappa = np.moveaxis(np.array(pull), -1, 0)[..., None, None]
    weights = {name: W for name, W in history.weights.items() if name.startswith("W")}
    return {name: rho * W + kappa * np.sign(W) for name, W in weights.items()}


def penalty_value(weights: Sequence[FloatArray], recipes: Sequence[Recipe], step: int, m: int) -> FloatArray:
    """(λ/m) Σ (r |W| + (1−r)/2 W²) of every net, (K,), from W_l (K, n_l, n_{l−1})."""
    rho, kappa = np.array([recipe.pull(step, m) for recipe in recipes]).T
    l1 = sum(np.abs(W).sum(axis=(1, 2)) for W in weights)
    l2 = sum(np.square(W).sum(axis=(1, 2)) for W in weights)
    return kappa * l1 + rho / 2 * l2
