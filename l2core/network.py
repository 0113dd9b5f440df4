"""The notes' network at any depth: ReLU in the hidden layers, a sigmoid at the end, cross-entropy, a penalty.

Shapes are the notes', features in rows, examples in columns: X (n_0, m), W_l (n_l, n_{l−1}), b_l (n_l, 1).
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

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
    dims, seed = checked_layer_dims(layer_dims), whole_number("seed", seed, at_least=0)
    # RandomState and not Generator: it draws what np.random.seed(seed) and np.random.randn draw in the notes
    rng = np.random.RandomState(seed)
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
    A, layers = checked_inputs(X, parameters)  # A_0 is X
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
    A3, Y, weights, lambd = checked_cost(A3, Y, parameters, lambd)
    m = Y.shape[1]
    return cross_entropy(A3, Y) + sum(
        penalties.value(W, penalty, lambd / m, l1_ratio=l1_ratio) for W in weights
    )


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
    A, W, Y, lambd = checked_cache(X, Y, cache, lambd)  # A_0 is X
    m, depth = Y.shape[1], len(W)
    gradients: dict[str, FloatArray] = {}
    dZ = A[depth] - Y
    for layer in range(depth, 0, -1):
        gradients[f"dZ{layer}"] = dZ
        gradients[f"dW{layer}"] = dZ @ A[layer - 1].T / m + penalties.subgradient(
            W[layer], penalty, lambd / m, l1_ratio=l1_ratio
        )
        gradients[f"db{layer}"] = dZ.sum(axis=1, keepdims=True) / m
        if layer > 1:
            gradients[f"dA{layer - 1}"] = dA = W[layer].T @ dZ
            dZ = dA * (A[layer - 1] > 0)
    return gradients


def cross_entropy(A: ArrayLike, Y: ArrayLike) -> float:
    """−(1/m) Σ [Y log A + (1−Y) log(1−A)]; an A of exactly 0 or 1 counts as the nearest number inside."""
    A, Y = checked_probabilities(A, Y)
    inside = np.clip(A, np.finfo(A.dtype).tiny, 1 - np.finfo(A.dtype).epsneg)
    return float(-(Y * np.log(inside) + (1 - Y) * np.log1p(-inside)).sum() / A.shape[1])


def logistic_loss(Z: FloatArray, Y: FloatArray) -> FloatArray:
    """−[Y log σ(Z) + (1−Y) log(1−σ(Z))] = max(Z, 0) − YZ + log(1 + e^{−|Z|}), of every example by itself.

    Z, Y: logits and labels of one shape, or of shapes that go together. Finite where σ(Z) rounds to 0 or 1.
    """
    return np.maximum(Z, 0) - Y * Z + np.log1p(np.exp(-np.abs(Z)))


def sigmoid(z: ArrayLike) -> FloatArray:
    """σ(z) = 1 / (1 + e^{−z}), without overflow: e^{−|z|} stands in for whichever exponential is small."""
    z = np.asarray(z)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, small) / (1 + small)


def layer_dims(parameters: Parameters, name: str = "parameters") -> tuple[int, ...]:
    """(n_0, …, n_L) of W_l (…, n_l, n_{l−1}) and b_l (…, n_l, 1), of one net or of many stacked.

    Raises ValueError unless these are the layers of a net, each of the shape that the one before it asks for.
    """
    depth = len(parameters) // 2
    if not depth or set(parameters) != {f"{kind}{layer}" for layer in range(1, depth + 1) for kind in "Wb"}:
        got = ", ".join(sorted(map(str, parameters))) or "nothing"
        raise ValueError(f"{name} needs W1, b1, W2, b2, … for every layer, got {got}")
    stacked, n_inputs = parameters["W1"].shape[:-2], parameters["W1"].shape[-1]
    dims = n_inputs, *(parameters[f"W{layer}"].shape[-2] for layer in range(1, depth + 1))
    for layer, (n_previous, n) in enumerate(pairwise(dims), start=1):
        for key, shape in ((f"W{layer}", (*stacked, n, n_previous)), (f"b{layer}", (*stacked, n, 1))):
            if parameters[key].shape != shape:
                raise ValueError(f"{name}['{key}'] needs shape {shape}, got {parameters[key].shape}")
    if 0 in dims:
        raise ValueError(f"{name} needs a number in every layer at least, got layers of {dims}")
    return dims


def checked_layer_dims(dims: Sequence[int]) -> list[int]:
    """The sizes of the layers as ints of at least 1, two of them at least; ValueError otherwise."""
    sizes = [whole_number("layer_dims", n, at_least=1) for n in dims]
    if len(sizes) < 2:
        raise ValueError(f"layer_dims needs an input and an output size at least, got {tuple(dims)}")
    return sizes


def checked_layers(parameters: Parameters, name: str = "parameters") -> list[tuple[FloatArray, FloatArray]]:
    """[(W1, b1), (W2, b2), …] of one net, finite and of shapes that fit each other; ValueError otherwise."""
    arrays = {key: finite_array(f"{name}['{key}']", array, ndim=2) for key, array in parameters.items()}
    depth = len(layer_dims(arrays, name)) - 1
    return [(arrays[f"W{layer}"], arrays[f"b{layer}"]) for layer in range(1, depth + 1)]


def checked_inputs(
    X: ArrayLike, parameters: Parameters
) -> tuple[FloatArray, list[tuple[FloatArray, FloatArray]]]:
    """X (n_0, m) and the layers of the net that takes it; ValueError where they do not match."""
    layers = checked_layers(parameters)
    first_W, _ = layers[0]
    return examples("X", X, n=first_W.shape[1]), layers


def checked_cost(
    A3: ArrayLike, Y: ArrayLike, parameters: Parameters, lambd: float
) -> tuple[FloatArray, FloatArray, list[FloatArray], float]:
    """A3 and Y of one shape, the weights W1, W2, … and λ ≥ 0; ValueError otherwise."""
    A3 = finite_array("A3", A3, ndim=2)
    weights = [finite_array(name, W, ndim=2) for name, W in parameters.items() if name.startswith("W")]
    return A3, labels("Y", Y, A3.shape), weights, nonnegative("lambd", lambd)


def checked_cache(
    X: ArrayLike, Y: ArrayLike, cache: Sequence[ArrayLike], lambd: float
) -> tuple[dict[int, FloatArray], dict[int, FloatArray], FloatArray, float]:
    """{0: X, 1: A1, …}, {1: W1, …}, Y and λ ≥ 0, as a forward pass of X leaves them; ValueError otherwise."""
    if not cache or len(cache) % 4:
        raise ValueError(f"cache needs (Z1, A1, W1, b1, Z2, …), 4 arrays a layer, got {len(cache)} entries")
    layers = range(1, len(cache) // 4 + 1)
    A = {layer: _entry(cache, 4 * layer - 3) for layer in layers}
    W = {layer: _entry(cache, 4 * layer - 2) for layer in layers}
    A[0] = examples("X", X, n=W[1].shape[1])
    m = A[0].shape[1]
    for layer in layers:
        if A[layer].shape != (len(W[layer]), m):
            shapes = A[layer].shape, W[layer].shape
            raise ValueError(f"cache needs activations of the {m} examples of X, got A, W of shapes {shapes}")
    return A, W, labels("Y", Y, A[layers[-1]].shape), nonnegative("lambd", lambd)


def checked_probabilities(A: ArrayLike, Y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """A from 0 to 1 and Y of one shape (n, m); ValueError otherwise."""
    A = finite_array("A", A, ndim=2)
    Y = labels("Y", Y, A.shape)
    if A.min() < 0 or A.max() > 1:
        raise ValueError(f"A needs probabilities from 0 to 1, got {A.min():g} to {A.max():g}")
    return A, Y


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
    allowed = (Y == 0) | (Y == 1)
    if not allowed.all():
        raise ValueError(f"{name} needs labels 0 or 1, got {Y[~allowed].min():g}")
    return Y


def _entry(cache: Sequence[ArrayLike], i: int) -> FloatArray:
    return finite_array(f"cache[{i}]", cache[i], ndim=2)
