"""Memory for many nets at once: how their parameters lie in it, how it is aligned, how much a run needs.

θ holds W̃_1 = [W_1 b_1] of all nets, then W̃_2 of all nets, …: one flat vector, so that an update is one call.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import DTypeLike, NDArray

from l2core.checks import FloatArray

LINE = 64  # bytes that the processor fetches at once
CACHE = 1 << 20  # bytes, a second-level cache


def aligned(shape: tuple[int, ...], dtype: DTypeLike) -> FloatArray:
    """Zeros that begin at a cache line; NumPy's own begin within one, and vector units then read it twice."""
    dtype = np.dtype(dtype)
    memory = np.zeros(int(np.prod(shape)) * dtype.itemsize + LINE, np.uint8)
    start = -memory.ctypes.data % LINE
    return memory[start : start + int(np.prod(shape)) * dtype.itemsize].view(dtype).reshape(shape)


def whole_lines(m: int, dtype: DTypeLike) -> int:
    """The least number of columns, m or more, that fills whole cache lines."""
    numbers = LINE // np.dtype(dtype).itemsize
    return -(-m // numbers) * numbers


def size_of(dims: Sequence[int]) -> int:
    """The number of parameters of one net: Σ n_l (n_{l−1} + 1)."""
    return sum(n * (before + 1) for before, n in pairwise(dims))


def layer_views(dims: Sequence[int], nets: int, theta: FloatArray) -> list[FloatArray]:
    """W̃_1, W̃_2, … (nets, n_l, n_{l−1} + 1) as views of θ."""
    views, end = [], 0
    for before, n in pairwise(dims):
        start, end = end, end + nets * n * (before + 1)
        views.append(theta[start:end].reshape(nets, n, before + 1))
    return views


def load(
    views: Sequence[FloatArray],
    weights: Mapping[str, FloatArray],
    nets: slice | NDArray[np.intp] = slice(None),
) -> None:
    """W̃_l = [W_l b_l] of these nets, from {"W1": (K, n_1, n_0), "b1": (K, n_1, 1), …}, at the front."""
    for layer, view in enumerate(views, start=1):
        W, b = weights[f"W{layer}"][nets], weights[f"b{layer}"][nets]
        view[: len(W), :, :-1], view[: len(W), :, -1:] = W, b


def nets_in_cache(dims: Sequence[int], m: int, dtype: DTypeLike) -> int:
    """How many nets' activations and their gradients fit into a megabyte, at least 1."""
    return max(1, CACHE // (2 * (sum(dims[1:]) + len(dims)) * m * np.dtype(dtype).itemsize))


def memory_needed(
    dims: Sequence[int],
    n_examples: int,
    nets: int,
    snapshots: int,
    *,
    n_validation: int = 0,
    dtype: DTypeLike = np.float64,
    handed_over: bool = False,
) -> int:
    """Bytes that `train` needs at most: S·K·(P + 5) numbers for the snapshots, and the buffers of all nets.

    P parameters a net; beside them 16 vectors of that size (rates, moments, copies) and, for every example
    and every unit, the activation, its gradient, the gate and a 0. Snapshots that are handed over by
    other processes exist three times.
    """
    item, P = np.dtype(dtype).itemsize, size_of(dims)
    units, columns = sum(dims) + len(dims), n_examples + n_validation + 2 * LINE // item
    kept = snapshots * (P * item + 5 * 8) * (3 if handed_over else 1)
    return nets * (kept + 16 * P * item + (3 * item + 1) * units * columns)
