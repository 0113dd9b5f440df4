"""Forward and backward pass of B nets at once.

The bias is a column of the weights, and every layer's activations have a row of ones for it:
W̃ = [W b], Ã = [A; 1], so Z = W̃ Ã. All parameters of the B nets are views of one flat vector, θ.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from l2core.checks import FloatArray


class Batch:
    """B nets of one shape on the same X (n_0, m) and Y (1, m), or each on its own: (B, n_0, m) and (B, 1, m).

    Every buffer is allocated here, once; `forward` and `backward` allocate nothing.
    """

    def __init__(
        self, dims: Sequence[int], nets: int, X: FloatArray, Y: FloatArray, theta: FloatArray
    ) -> None:
        m, dtype = X.shape[-1], theta.dtype
        self.dims = tuple(dims)
        self.nets = nets
        self.theta = theta
        self.gradient = np.zeros_like(theta)
        self.W = layer_views(self.dims, nets, self.theta)
        self.dW = layer_views(self.dims, nets, self.gradient)
        self.A = [with_ones(X.astype(dtype))]
        self.A += [with_ones(np.zeros((nets, n, m), dtype)) for n in self.dims[1:-1]]
        self.Z = [np.zeros((nets, n, m), dtype) for n in self.dims[1:]]
        self.zeros = [np.zeros(Z.shape[1:], dtype) for Z in self.Z]
        # σ(z) = ½ + ½ tanh(z/2), so (σ(z) − y)/m = tanh(z/2) / 2m − (y − ½)/m
        self.target = ((Y - 0.5) / m).astype(dtype)

    def forward(self) -> FloatArray:
        """Z_l = W̃_l Ã_{l−1},  A_l = max(Z_l, 0); returns Z_L (B, 1, m), the logit of every example."""
        for layer, (W, Z) in enumerate(zip(self.W, self.Z, strict=True)):
            self._matmul(W, self.A[layer], Z)
            if layer + 1 < len(self.A):
                np.maximum(Z, self.zeros[layer], out=self.A[layer + 1][:, :-1])
        return self.Z[-1]

    def backward(self) -> None:
        """dW̃_l = dZ_l Ã_{l−1}ᵀ / m,  dZ_{l−1} = W_lᵀ dZ_l ⊙ [A_{l−1} > 0], in place of Z_l."""
        dZ, m = self.Z[-1], self.Z[-1].shape[-1]
        dZ *= 0.5
        np.tanh(dZ, out=dZ)
        dZ *= 0.5 / m
        dZ -= self.target
        for layer in range(len(self.W) - 1, 0, -1):
            A, dZ_before = self.A[layer], self.Z[layer - 1]
            np.matmul(dZ, A.swapaxes(-1, -2), out=self.dW[layer])
            np.matmul(self.W[layer][..., :-1].swapaxes(-1, -2), dZ, out=dZ_before)
            gate = np.sign(A[:, :-1], out=A[:, :-1])
            dZ_before *= gate
            dZ = dZ_before
        self._matmul(dZ, self.A[0].swapaxes(-1, -2), self.dW[0])

    def _matmul(self, left: FloatArray, right: FloatArray, out: FloatArray) -> None:
        """left @ right; as one product of all nets where they share `right`, as they share X."""
        if right.ndim == 2:
            left, out = (array.reshape(-1, array.shape[-1]) for array in (left, out))
        np.matmul(left, right, out=out)


def size_of(dims: Sequence[int]) -> int:
    """The number of parameters of one net: Σ n_l (n_{l−1} + 1)."""
    return sum(n * (before + 1) for before, n in pairwise(dims))


def layer_views(dims: Sequence[int], nets: int, theta: FloatArray) -> list[FloatArray]:
    """W̃_1, W̃_2, … (nets, n_l, n_{l−1} + 1) as views of the flat vector θ."""
    views, end = [], 0
    for before, n in pairwise(dims):
        start, end = end, end + nets * n * (before + 1)
        views.append(theta[start:end].reshape(nets, n, before + 1))
    return views


def layer_dims(weights: Mapping[str, FloatArray]) -> tuple[int, ...]:
    """(n_0, …, n_L) of parameters, stacked or not."""
    depth = len(weights) // 2
    return (weights["W1"].shape[-1], *(weights[f"W{layer}"].shape[-2] for layer in range(1, depth + 1)))


def with_ones(A: FloatArray) -> FloatArray:
    """Ã = [A; 1] along the rows."""
    return np.concatenate([A, np.ones_like(A[..., :1, :])], axis=-2)


def probabilities(weights: Mapping[str, FloatArray], X: FloatArray) -> FloatArray:
    """A_L of every net at every point: (…, M) for weights {"W1": (…, n_1, n_0), "b1": …} and X (n_0, M).

    Made for heat maps of whole histories: `probabilities(history.weights, grid)` is (S, K, M). The working
    memory stays below a few megabytes whatever comes in.
    """
    lead, dims = weights["W1"].shape[:-2], layer_dims(weights)
    flat = {name: array.reshape(-1, *array.shape[-2:]) for name, array in weights.items()}
    count, points = len(flat["W1"]), X.shape[1]
    out = np.empty((count, points), flat["W1"].dtype)
    for first, last in _chunks(points, 1 << 14):
        batch_nets = max(1, (1 << 16) // ((last - first) * max(dims)))
        for start, stop in _chunks(count, batch_nets):
            theta = np.zeros((stop - start) * size_of(dims), out.dtype)
            batch = Batch(dims, stop - start, X[:, first:last], np.zeros((1, last - first)), theta)
            load(batch.W, flat, slice(start, stop))
            Z = batch.forward()[:, 0]
            with np.errstate(all="ignore"):
                out[start:stop, first:last] = 0.5 + 0.5 * np.tanh(0.5 * Z)
    return out.reshape(*lead, points)


def load(W: Sequence[FloatArray], weights: Mapping[str, FloatArray], nets: slice | NDArray[np.intp]) -> None:
    """W̃_l = [W_l b_l] from stacked parameters, for the given nets."""
    for layer, view in enumerate(W, start=1):
        view[..., :-1] = weights[f"W{layer}"][nets]
        view[..., -1:] = weights[f"b{layer}"][nets]


def _chunks(count: int, size: int) -> Iterator[tuple[int, int]]:
    for start in range(0, count, size):
        yield start, min(start + size, count)
