"""Forward and backward pass of B nets at once, in homogeneous coordinates.

Activations carry a row of ones, Ã = [A; 1], and weights their bias, W̃ = [W b; 0 1], so that a layer is one
product: W̃ Ã keeps its row of ones, and max(W̃ Ã, 0) too. A column of zeros stays one through every layer and
adds nothing to any gradient: such columns fill the examples up to whole cache lines, as vector units like them.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from l2core.checks import FloatArray, finite_array
from l2core.network import labels

LINE = 64  # bytes


class Batch:
    """B nets of one shape on the same X (n_0, m), or each on its own: (B, n_0, m). Y (1, m) or (B, 1, m).

    theta: all W̃ of all nets in one vector, as `parameter_vector` makes it; gradient: ∂loss/∂theta, set by
    `backward`, for which Y is needed. All buffers are allocated here, once; the two passes allocate none.
    """

    def __init__(
        self, dims: Sequence[int], nets: int, X: FloatArray, theta: FloatArray, Y: FloatArray | None = None
    ) -> None:
        dtype, self.m = theta.dtype, X.shape[-1]
        columns = -(-self.m * dtype.itemsize // LINE) * LINE // dtype.itemsize
        self.A = [aligned((*X.shape[:-2], dims[0] + 1, columns), dtype)]
        self.A[0][..., : self.m] = homogeneous(X)
        self.A += [aligned((nets, n + 1, columns), dtype) for n in dims[1:-1]]
        self.A += [aligned((nets, dims[-1], columns), dtype)]  # the last is Z_L
        self.zeros = [np.zeros(A.shape[1:], dtype) for A in self.A[1:-1]]
        self.W = layer_views(dims, nets, theta)
        # Nets that share X make one product of the first layer: (B, n, ·) is (B n, ·) there
        self.first = [_stacked(array) if X.ndim == 2 else array for array in (self.W[0], self.A[1])]
        if Y is not None:
            self.gradient = aligned(theta.shape, dtype)
            self.dW = layer_views(dims, nets, self.gradient)
            self.dZ = [aligned(A.shape, dtype) for A in self.A[1:-1]] + [self.A[-1]]
            self.positive = [np.zeros(A.shape, bool) for A in self.A[1:-1]]
            self.W_T, self.A_T = ([array.swapaxes(-1, -2) for array in arrays] for arrays in (self.W, self.A))
            self.first += [_stacked(array) if X.ndim == 2 else array for array in (self.dZ[0], self.dW[0])]
            self.target = aligned((*Y.shape[:-1], columns), dtype)
            self.target[..., : self.m] = (Y - 0.5) / self.m

    def forward(self) -> FloatArray:
        """Ã_l = max(W̃_l Ã_{l−1}, 0);  Z_L = W̃_L Ã_{L−1}, which is returned: (B, 1, m)."""
        W1, Z1 = self.first[:2]
        np.matmul(W1, self.A[0], out=Z1)
        for W, A, zeros, Z in zip(self.W[1:], self.A[1:], self.zeros, self.A[2:], strict=False):
            np.maximum(A, zeros, out=A)
            np.matmul(W, A, out=Z)
        return self.A[-1][..., : self.m]

    def backward(self) -> None:
        """dZ_L = (σ(Z_L) − Y)/m;  dW̃_l = dZ_l Ã_{l−1}ᵀ,  dZ_{l−1} = W̃_lᵀ dZ_l ⊙ [Ã_{l−1} > 0]."""
        dZ = self.dZ[-1]
        dZ *= 0.5  # σ(z) − y = tanh(z/2)/2 − (y − ½)
        np.tanh(dZ, out=dZ)
        dZ *= 0.5 / self.m
        dZ -= self.target
        for layer in range(len(self.W) - 1, 0, -1):
            A, gate, dZ, dZ_before = (
                self.A[layer],
                self.positive[layer - 1],
                self.dZ[layer],
                self.dZ[layer - 1],
            )
            np.matmul(dZ, self.A_T[layer], out=self.dW[layer])
            np.matmul(self.W_T[layer], dZ, out=dZ_before)
            np.greater(A, 0, out=gate)
            np.copyto(A, gate)  # as floats: a product with booleans takes twice the time of both
            dZ_before *= A
        dZ1, dW1 = self.first[2:]
        np.matmul(dZ1, self.A_T[0], out=dW1)


def size_of(dims: Sequence[int]) -> int:
    """The numbers in the W̃ of one net, the fixed rows included."""
    return sum(n * before for before, n in _shapes(dims))


def layer_views(dims: Sequence[int], nets: int, vector: FloatArray) -> list[FloatArray]:
    """W̃_1, W̃_2, … (nets, n_l + 1, n_{l−1} + 1), the last without the row [0 1], as views of one vector."""
    views, end = [], 0
    for before, n in _shapes(dims):
        start, end = end, end + nets * n * before
        views.append(vector[start:end].reshape(nets, n, before))
    return views


def weight_views(dims: Sequence[int], nets: int, vector: FloatArray) -> list[tuple[FloatArray, FloatArray]]:
    """(W_1, b_1), (W_2, b_2), …, (nets, n_l, n_{l−1}) and (nets, n_l, 1), as views of the flat vector."""
    views = zip(layer_views(dims, nets, vector), dims[1:], strict=True)
    return [(W[:, :n, :-1], W[:, :n, -1:]) for W, n in views]


def parameter_vector(dims: Sequence[int], nets: int, dtype: DTypeLike) -> FloatArray:
    """θ of nets whose W and b are 0, with the fixed rows [0 1] in place."""
    theta = aligned((nets * size_of(dims),), dtype)
    for W, n in zip(layer_views(dims, nets, theta), dims[1:], strict=True):
        W[:, n:, -1] = 1
    return theta


def load(
    dims: Sequence[int],
    theta: FloatArray,
    weights: Mapping[str, FloatArray],
    nets: slice | NDArray[np.intp] = slice(None),
) -> None:
    """Put the stacked parameters {"W1": (K, n_1, n_0), "b1": (K, n_1, 1), …} of these nets into θ."""
    count = len(weights["W1"][nets])
    for layer, (W, b) in enumerate(weight_views(dims, count, theta), start=1):
        W[:], b[:] = weights[f"W{layer}"][nets], weights[f"b{layer}"][nets]


def layer_dims(weights: Mapping[str, FloatArray]) -> tuple[int, ...]:
    """(n_0, …, n_L) of parameters, stacked or not."""
    depth = len(weights) // 2
    return (weights["W1"].shape[-1], *(weights[f"W{layer}"].shape[-2] for layer in range(1, depth + 1)))


def nets_in_cache(dims: Sequence[int], m: int, dtype: DTypeLike, cache: int = 1 << 20) -> int:
    """How many nets' activations and their gradients fit into `cache` bytes, at least 1."""
    return max(1, cache // (2 * (sum(dims[1:]) + len(dims)) * m * np.dtype(dtype).itemsize))


def checked_data(
    names: tuple[str, str], X: ArrayLike, Y: ArrayLike, n: int, nets: int
) -> tuple[FloatArray, FloatArray]:
    """X (n, m) and Y (1, m), or (K, n, m) and (K, 1, m); each may be shared while the other is not."""
    X, Y = finite_array(names[0], X), finite_array(names[1], Y)
    for name, array, rows in ((names[0], X, n), (names[1], Y, 1)):
        if array.shape[:-1] not in ((rows,), (nets, rows)) or not array.size:
            raise ValueError(f"{name} needs shape ({rows}, m) or ({nets}, {rows}, m), got {array.shape}")
    return X, labels(names[1], Y, (*Y.shape[:-1], X.shape[-1]))


def own(array: FloatArray, nets: NDArray[np.intp]) -> FloatArray:
    """The part of these nets where every net has its own, else the shared array."""
    return array[nets] if array.ndim == 3 else array


def homogeneous(A: FloatArray) -> FloatArray:
    """Ã = [A; 1]: a row of ones below."""
    return np.concatenate([A, np.ones_like(A[..., :1, :])], axis=-2)


def aligned(shape: tuple[int, ...], dtype: DTypeLike) -> FloatArray:
    """Zeros that begin at a cache line; NumPy's own begin within one, and vector units then read it twice."""
    dtype = np.dtype(dtype)
    memory = np.zeros(int(np.prod(shape)) * dtype.itemsize + LINE, np.uint8)
    start = -memory.ctypes.data % LINE
    return memory[start : start + int(np.prod(shape)) * dtype.itemsize].view(dtype).reshape(shape)


def _shapes(dims: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(columns, rows) of W̃_1, W̃_2, …"""
    for layer, (before, n) in enumerate(pairwise(dims), start=2):
        yield before + 1, n + (layer < len(dims))


def _stacked(array: FloatArray) -> FloatArray:
    """(B, n, m) as (B n, m)."""
    return array.reshape(-1, array.shape[-1])
