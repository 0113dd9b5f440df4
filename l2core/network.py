"""The notes' network at any depth: ReLU in the hidden layers, a sigmoid at the end, cross-entropy, a penalty.

Shapes are the notes', features in rows, examples in columns: X (n_0, m), W_l (n_l, n_{l−1}), b_l (n_l, 1).
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from l2core import penalties
from l2core.checks import FloatArray, finite_array, nonnegative, whole_number

Parameters = Mapping[str, FloatArray]


def initialize_parameters(layer_dims: Sequence[int], seed: int) -> dict[str, FloatArray]:
    """W_l = randn(n_l, n_{l−1}) / √n_{l−1},  b_l = 0.

    layer_dims: (n_0, …, n_L), at least an input and an output. The same seed gives the same start.
    Source: LeCun et al. 1998, Efficient BackProp, eq. 16 (variance 1 / fan-in).
    """
    dims = [whole_number("layer_dims", n, at_least=1) for n in layer_dims]
    if len(dims) < 2:
        raise ValueError(f"layer_dims needs an input and an output size at least, got {tuple(layer_dims)}")
    # RandomState and not Generator: it draws what np.random.seed(seed) and np.random.randn draw in the notes
    rng = np.random.RandomState(whole_number("seed", seed, at_least=0))
    parameters: dict[str, FloatArray] = {}
    for layer in range(1, len(dims)):
        parameters[f"W{layer}"] = rng.randn(dims[layer], dims[layer - 1]) / np.sqrt(dims[layer - 1])
        parameters[f"b{layer}"] = np.zeros((dims[layer], 1))
    return parameters


def forward_propagation(X: ArrayLike, parameters: Parameters) -> tuple[FloatArray, tuple[FloatArray, ...]]:
    """Z_l = W_l A_{l−1} + b_l,  A_l = max(Z_l, 0),  and A_L = σ(Z_L).

    Returns A_L (A3 in the notes) and the cache (Z1, A1, W1, b1, Z2, A2, W2, b2, …).
    Raises ValueError where the shapes of X (n_0, m) and of the parameters do not match.
    """
    A = examples("X", X, n=(layers := checked_layers(parameters))[0][0].shape[1])
    cache: list[FloatArray] = []
    for layer, (W, b) in enumerate(layers, start=1):
        Z = W @ A + b
        A = sigmoid(Z) if layer == len(layers) else np.maximum(Z, 0)
        cache += [Z, A, W, b]
    return A, tuple(cache)


def predict(X: ArrayLike, parameters: Parameters) -> np.ndarray:
    """1 where A_L > ½, else 0; integers of shape (1, m)."""
    A, _ = forward_propagation(X, parameters)
    return (A > 0.5).astype(int)


def compute_cost_with_regularization(
    A3: ArrayLike,
    Y: ArrayLike,
    parameters: Parameters,
    lambd: float,
    *,
    penalty: str = "l2",
    l1_ratio: float = 0.5,
) -> float:
    """J = −(1/m) Σ [Y log A3 + (1−Y) log(1−A3)]  +  (1/m)(λ/2) Σ_l ‖W_l‖².

    A3, Y: (1, m), the probabilities and the labels 0 or 1. Biases are not penalised. Finite at A3 = 0 and 1.
    penalty: "none", "l2" (the notes'), "l1": (λ/m) Σ|W_l|, or "elastic_net": the mixture of `l1_ratio`.
    """
    A3 = finite_array("A3", A3, ndim=2)
    Y = labels("Y", Y, A3.shape)
    lambd = nonnegative("lambd", lambd) / A3.shape[1]
    weights = [finite_array(name, W, ndim=2) for name, W in parameters.items() if name.startswith("W")]
    return cross_entropy(A3, Y) + sum(penalties.value(W, penalty, lambd, l1_ratio=l1_ratio) for W in weights)


def backward_propagation_with_regularization(
    X: ArrayLike,
    Y: ArrayLike,
    cache: Sequence[ArrayLike],
    lambd: float,
    *,
    penalty: str = "l2",
    l1_ratio: float = 0.5,
) -> dict[str, FloatArray]:
    """dZ3 = A3 − Y,  dW_l = (1/m) dZ_l A_{l−1}ᵀ + (λ/m) W_l,  db_l = (1/m) Σ dZ_l,
    dA_l = W_{l+1}ᵀ dZ_{l+1},  dZ_l = dA_l ⊙ [A_l > 0].

    cache: what `forward_propagation` returned. Keys as in the notes, from the last layer to the first:
    dZ3 dW3 db3 dA2 dZ2 dW2 db2 dA1 dZ1 dW1 db1. For another penalty than the notes' L2 its subgradient takes
    the place of (λ/m) W_l, with sign(0) = 0.
    """
    if not cache or len(cache) % 4:
        raise ValueError(f"cache needs (Z1, A1, W1, b1, Z2, …), 4 arrays a layer, got {len(cache)} entries")
    A, W = ([finite_array(f"cache[{i}]", cache[i], ndim=2) for i in range(k, len(cache), 4)] for k in (1, 2))
    A = [examples("X", X, n=W[0].shape[1]), *A]
    m = A[0].shape[1]
    if wrong := [(a.shape, w.shape) for a, w in zip(A[1:], W, strict=True) if a.shape != (len(w), m)]:
        raise ValueError(f"cache needs activations of the {m} examples of X, got A, W of shapes {wrong[0]}")
    Y = labels("Y", Y, A[-1].shape)
    lambd = nonnegative("lambd", lambd) / m

    gradients: dict[str, FloatArray] = {}
    dZ = A[-1] - Y
    for layer in range(len(W), 0, -1):
        gradients[f"dZ{layer}"] = dZ
        gradients[f"dW{layer}"] = dZ @ A[layer - 1].T / m + penalties.subgradient(
            W[layer - 1], penalty, lambd, l1_ratio=l1_ratio
        )
        gradients[f"db{layer}"] = dZ.sum(axis=1, keepdims=True) / m
        if layer > 1:
            gradients[f"dA{layer - 1}"] = dA = W[layer - 1].T @ dZ
            dZ = dA * (A[layer - 1] > 0)
    return gradients


def cross_entropy(A: ArrayLike, Y: ArrayLike) -> float:
    """−(1/m) Σ [Y log A + (1−Y) log(1−A)]; an A of exactly 0 or 1 counts as the nearest number inside."""
    A = finite_array("A", A, ndim=2)
    Y = labels("Y", Y, A.shape)
    if A.min() < 0 or A.max() > 1:
        raise ValueError(f"A needs probabilities from 0 to 1, got {A.min():g} to {A.max():g}")
    inside = np.clip(A, np.finfo(A.dtype).tiny, 1 - np.finfo(A.dtype).epsneg)
    return float(-(Y * np.log(inside) + (1 - Y) * np.log1p(-inside)).sum() / A.shape[1])


def sigmoid(z: ArrayLike) -> FloatArray:
    """σ(z) = 1 / (1 + e^{−z}), without overflow: e^{−|z|} stands in for whichever exponential is small."""
    z = np.asarray(z)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, small) / (1 + small)


def checked_layers(parameters: Parameters, name: str = "parameters") -> list[tuple[FloatArray, FloatArray]]:
    """[(W1, b1), (W2, b2), …] once every shape fits the next; ValueError otherwise."""
    depth = len(parameters) // 2
    if not depth or set(parameters) != {f"{kind}{layer}" for layer in range(1, depth + 1) for kind in "Wb"}:
        raise ValueError(f"{name} needs W1, b1, W2, b2, … for every layer, got {_listed(parameters)}")
    layers: list[tuple[FloatArray, FloatArray]] = []
    for layer in range(1, depth + 1):
        W = finite_array(f"{name}['W{layer}']", parameters[f"W{layer}"], ndim=2)
        b = finite_array(f"{name}['b{layer}']", parameters[f"b{layer}"], ndim=2)
        n_previous = len(layers[-1][0]) if layers else W.shape[1]
        if not W.size or W.shape[1] != n_previous:
            raise ValueError(f"{name}['W{layer}'] needs rows of {n_previous} numbers, got shape {W.shape}")
        if b.shape != (len(W), 1):
            raise ValueError(f"{name}['b{layer}'] needs shape {(len(W), 1)}, got {b.shape}")
        layers.append((W, b))
    return layers


def examples(name: str, X: ArrayLike, *, n: int) -> FloatArray:
    """X as a float array (n, m) with m ≥ 1; ValueError otherwise."""
    X = finite_array(name, X, ndim=2)
    if X.shape[0] != n or X.shape[1] < 1:
        raise ValueError(f"{name} needs {n} features in rows and an example a column, got shape {X.shape}")
    return X


def labels(name: str, Y: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    """Y as floats 0.0 and 1.0 of the given shape; ValueError otherwise."""
    Y = finite_array(name, Y)
    if Y.shape != shape or not Y.size:
        raise ValueError(f"{name} needs shape {shape} and an example at least, got shape {Y.shape}")
    if wrong := np.setdiff1d(Y, (0, 1)).tolist():
        raise ValueError(f"{name} needs labels 0 or 1, got {wrong[0]:g}")
    return Y


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(map(str, names))) or "nothing"
