"""What every net of a run computes at every kept step: its gradients, and its answers at given points."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import ArrayLike

from l2core.batch import Batch, checked_data, own
from l2core.buffers import aligned, load, nets_in_cache, size_of
from l2core.checks import FloatArray
from l2core.history import History
from l2core.network import examples, layer_dims
from l2core.optimizers import pulls

POINTS = 512  # at a time: activations of more would leave the cache


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


def penalty_gradient(history: History) -> dict[str, FloatArray]:
    """(λ/m) (r sign(W_l) + (1−r) W_l) at every snapshot: {"W1": (S, K, n_1, n_0), …}; sign(0) = 0."""
    pull = np.array([pulls(history.recipes, int(step), history.n_examples) for step in history.epochs])
    rho, kappa = np.moveaxis(pull, 1, 0)[..., np.newaxis, np.newaxis]
    weights = {name: W for name, W in history.weights.items() if name.startswith("W")}
    return {name: rho * W + kappa * np.sign(W) for name, W in weights.items()}


def probabilities(weights: Mapping[str, FloatArray], X: ArrayLike) -> FloatArray:
    """σ(Z_L) of every net at every point: (…, M), from {"W1": (…, n_1, n_0), …}, X (n_0, M).

    Made for heat maps of whole histories: `probabilities(history.weights, grid)` is (S, K, M), NaN where a
    net diverged. float32 weights give float32, in half the time. Takes a few megabytes beside the result.
    """
    dims = layer_dims(weights, "weights")
    stacked = {name: array.reshape(-1, *array.shape[-2:]) for name, array in weights.items()}
    X = examples("X", X, n=dims[0])
    count, points, dtype = len(stacked["W1"]), X.shape[1], weights["W1"].dtype
    nets = min(count, nets_in_cache(dims, POINTS, dtype))
    result = np.empty((count, points), dtype)
    for columns in _slices(points, POINTS):
        batch = Batch(dims, nets, X[:, columns], aligned((nets * size_of(dims),), dtype))
        for rows in _slices(count, nets):
            load(batch.W, stacked, rows)
            with np.errstate(all="ignore"):
                Z = batch.forward()[: rows.stop - rows.start, 0]
                result[rows, columns] = 0.5 + 0.5 * np.tanh(0.5 * Z)  # σ(Z)
    return result.reshape(*weights["W1"].shape[:-2], points)


def _slices(count: int, size: int) -> Iterator[slice]:
    for start in range(0, count, size):
        yield slice(start, min(start + size, count))
