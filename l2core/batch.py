"""Forward pass, cost and backward pass of B nets at once.

The bias is one more column of the weights, W̃ = [W b], and the activations have a row of ones for it,
Ã = [A; 1], so that Z = W̃ Ã. The examples are filled up to whole cache lines, for vector units, with columns
of zeros, in the row of ones too: every activation is 0 there, and nothing comes to any gradient.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.buffers import aligned, layer_views, whole_lines
from l2core.checks import FloatArray, finite_array
from l2core.network import labels, logistic_loss

Operation = Callable[[], object]


class Batch:
    """B nets of one shape and one output on the same X (n_0, m), or each on its own: (B, n_0, m). Y likewise.

    theta: W̃_1, W̃_2, … of all nets in one vector, B · `size_of` numbers. gradient: ∂loss/∂theta, set by
    `backward`, for which Y is needed. Both passes are the same NumPy calls on the same buffers every time, so
    they are written down once, as lists of calls, and allocate nothing.
    """

    def __init__(
        self, dims: Sequence[int], nets: int, X: FloatArray, theta: FloatArray, Y: FloatArray | None = None
    ) -> None:
        dtype, self.m = theta.dtype, X.shape[-1]
        columns = whole_lines(self.m, dtype)
        self.hidden = [(nets, n + 1, columns) for n in dims[1:-1]]
        self.W = layer_views(dims, nets, theta)
        self.A = [aligned(s, dtype) for s in ((*X.shape[:-2], dims[0] + 1, columns), *self.hidden)]
        self.A[0][..., :-1, : self.m] = X
        for A in self.A:
            A[..., -1, : self.m] = 1
        self.logits = aligned((nets, 1, columns), dtype)
        self._forward = list(self._forward_pass())
        if Y is not None:
            self.gradient = aligned(theta.shape, dtype)
            self.dW = layer_views(dims, nets, self.gradient)
            self.target = aligned(self.logits.shape, dtype)
            self.target[..., : self.m] = (Y - 0.5) / self.m
            self._backward = list(self._backward_pass())

    def forward(self) -> FloatArray:
        """The logits Z_L (B, 1, m)."""
        for call in self._forward:
            call()
        return self.logits[..., : self.m]

    def backward(self) -> None:
        """The gradient, after `forward`, whose activations it uses up."""
        for call in self._backward:
            call()

    def _forward_pass(self) -> Iterator[Operation]:
        """Z_l = W̃_l Ã_{l−1},  A_l = max(Z_l, 0)."""
        for W, A_before, A in zip(self.W, self.A, self.A[1:], strict=False):
            yield partial(np.matmul, W, A_before, A[:, :-1])
            yield partial(np.maximum, A, aligned(A.shape, A.dtype), out=A)
        yield partial(np.matmul, self.W[-1], self.A[-1], self.logits)

    def _backward_pass(self) -> Iterator[Operation]:
        """dZ_L = (σ(Z_L) − Y)/m, dW̃_l = dZ_l Ã_{l−1}ᵀ, dA_l = W_{l+1}ᵀ dZ_{l+1}, dZ_l = dA_l ⊙ [A_l > 0]."""
        dZ = self.logits  # σ(z) − y = tanh(z/2)/2 − (y − ½)
        yield partial(np.multiply, dZ, np.array(0.5, dZ.dtype), dZ)
        yield partial(np.tanh, dZ, dZ)
        yield partial(np.multiply, dZ, np.array(0.5 / self.m, dZ.dtype), dZ)
        yield partial(np.subtract, dZ, self.target, dZ)
        for W, dW, A in list(zip(self.W, self.dW, self.A, strict=True))[:0:-1]:
            yield partial(np.matmul, dZ, A.mT, dW)
            W_T, dA, gate = W[..., :-1].mT, aligned(A.shape, A.dtype), aligned(A.shape, np.bool_)
            if W_T.shape[-1] > 1:
                yield partial(np.matmul, W_T, dZ, dA[:, :-1])
            else:  # an outer product, which matmul leaves to a slow loop
                yield partial(np.einsum, "bij,bjk->bik", W_T, dZ, out=dA[:, :-1])
            yield partial(np.greater, A, np.array(0, A.dtype), gate)
            yield partial(A.__setitem__, ..., gate)  # as floats: a product with booleans takes twice the time
            yield partial(np.multiply, dA, A, dA)
            dZ = dA[:, :-1]
        yield partial(np.matmul, dZ, self.A[0].mT, self.dW[0])


def penalty_value(weights: Sequence[FloatArray], rho: FloatArray, kappa: FloatArray) -> FloatArray:
    """(λ/m) Σ (r |W| + (1−r)/2 W²) of every net, (B,): κ Σ|W| + ρ/2 Σ W², with ρ = λ(1−r)/m and κ = λr/m.

    weights: W_l (B, n_l, n_{l−1}), without the biases. rho, kappa: (B,).
    """
    l1 = sum(np.abs(W).sum(axis=(1, 2), dtype=np.float64) for W in weights)
    l2 = sum(np.square(W, dtype=np.float64).sum(axis=(1, 2)) for W in weights)
    return kappa * l1 + rho / 2 * l2


def loss_and_accuracy(Z: FloatArray, Y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """−(1/m) Σ [Y log σ(Z) + (1−Y) log(1−σ(Z))] of every net, and its share of right answers, both (B,).

    Z (B, 1, m): the logits that `Batch.forward` returns. Y (1, m) or (B, 1, m).
    """
    Z = Z.astype(np.float64)
    return logistic_loss(Z, Y).mean(axis=(1, 2)), ((Z > 0) == (Y > 0.5)).mean(axis=(1, 2))


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
