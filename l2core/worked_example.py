"""A network small enough to print, every number the two functions make of it, and slips in writing them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from l2core import penalties
from l2core.checks import FloatArray, one_of, whole_number
from l2core.gradient_check import finite_differences, relative_difference
from l2core.network import (
    Parameters,
    backward_propagation_with_regularization,
    compute_cost_with_regularization,
    cross_entropy,
    forward_propagation,
    initialize_parameters,
)

SLIPS = (
    "nothing",
    "penalty_in_dW1",
    "penalty_in_dW2",
    "penalty_in_dW3",
    "penalty",
    "division_by_m",
    "sign_of_penalty",
    "biases_penalized",
    "relu_gate",
    "sign_of_dZ3",
)

RIGHT_BELOW = 1e-7  # relative error; Karpathy, CS231n notes, "Gradient checks": "1e-7 and less"
OFF_THE_KINK = 1e-3  # how far from 0 every hidden Z is: a step h = 1e-5 of the check moves none across 0


def worked_example(
    layer_dims: Sequence[int], m: int, seed: int
) -> tuple[FloatArray, FloatArray, dict[str, FloatArray]]:
    """X = randn(n_0, m),  W_l = randn(n_l, n_{l−1}) / √n_{l−1},  b_l = randn(n_l, 1) / 2,  to two decimals.

    Returns X, Y (1, m) with as many 1 as 0 (or one fewer), and the parameters: the first draw from `seed` in
    which every hidden neuron is open (Z > 0) for some example and every hidden layer has a closed gate, so
    that no term of the two functions hides behind a 0, and no hidden |Z| is below `OFF_THE_KINK`: at Z = 0
    the cost has no slope, and a finite difference across it is not the gradient.
    Raises ValueError for m < 2, a bad `layer_dims` or `seed`, and a net so large that no such draw turns up.
    """
    m = whole_number("m", m, at_least=2)
    rng = np.random.RandomState(whole_number("seed", seed, at_least=0))
    for _draw in range(1000):
        parameters = initialize_parameters(layer_dims, seed=int(rng.randint(2**31)))
        for name, array in parameters.items():
            drawn = array if name.startswith("W") else rng.randn(*array.shape) / 2
            parameters[name] = drawn.round(2)
        X = rng.randn(layer_dims[0], m).round(2)
        Y = rng.permutation(np.arange(m) % 2).astype(float)[np.newaxis]
        _, cache = forward_propagation(X, parameters)
        hidden = cache[:-4:4]
        open_for_some = all((Z > 0).any(axis=1).all() for Z in hidden)
        closed_for_some = all((Z < 0).any() for Z in hidden)
        if open_for_some and closed_for_some and all(np.abs(Z).min() >= OFF_THE_KINK for Z in hidden):
            return X, Y, parameters
    raise ValueError(
        f"layer_dims needs a net small enough to print for {m} examples, got {tuple(layer_dims)}"
    )


def every_number(X: ArrayLike, Y: ArrayLike, parameters: Parameters, lambd: float) -> dict[str, FloatArray]:
    """All that the notes' two functions compute, by name, each as a matrix.

    X, Y, W_l, b_l, Z_l, A_l; then the cost, J = cross_entropy + penalty, with its terms:
    losses (1, m): −[Y log A_L + (1−Y) log(1−A_L)],  squares_l: W_l², sum_of_squares_l,  and the factors
    1/m, λ/m, λ/2m;
    then dZ_l, dA_l, db_l, gate_l = [A_l > 0], and dW_l with its two parts, data_dW_l + penalty_dW_l = dW_l.
    """
    A, cache = forward_propagation(X, parameters)
    X, Y = np.asarray(X, dtype=float), np.asarray(Y, dtype=float)
    m, layers = Y.shape[1], range(1, len(cache) // 4 + 1)
    numbers = {"X": X, "Y": Y, **parameters}
    numbers |= {f"Z{layer}": cache[4 * layer - 4] for layer in layers}
    numbers |= {f"A{layer}": cache[4 * layer - 3] for layer in layers}

    W = {layer: numbers[f"W{layer}"] for layer in layers}
    scalars = {
        "cost": compute_cost_with_regularization(A, Y, parameters, lambd),
        "cross_entropy": cross_entropy(A, Y),
        "penalty": sum(penalties.value(W[layer], "l2", lambd / m) for layer in layers),
        **{"1/m": 1 / m, "λ/m": lambd / m, "λ/2m": lambd / (2 * m)},
        **{f"sum_of_squares{layer}": float(np.square(W[layer]).sum()) for layer in layers},
    }
    numbers |= {name: np.array([[number]]) for name, number in scalars.items()}
    numbers["losses"] = np.array([[cross_entropy(A[:, [i]], Y[:, [i]]) for i in range(m)]])
    numbers |= {f"squares{layer}": W[layer] ** 2 for layer in layers}

    numbers |= backward_propagation_with_regularization(X, Y, cache, lambd)
    data = backward_propagation_with_regularization(X, Y, cache, 0.0)
    numbers |= {f"gate{layer}": (numbers[f"A{layer}"] > 0).astype(float) for layer in layers[:-1]}
    numbers |= {f"data_dW{layer}": data[f"dW{layer}"] for layer in layers}
    numbers |= {f"penalty_dW{layer}": penalties.subgradient(W[layer], "l2", lambd / m) for layer in layers}
    return numbers


def gradients_with_slip(
    X: ArrayLike, Y: ArrayLike, cache: Sequence[FloatArray], lambd: float, slip: str
) -> dict[str, FloatArray]:
    """dW_l and db_l of every layer as somebody computes them who makes one slip; "nothing": as they are.

    slip: "penalty": dW_l without + (λ/m) W_l, in all layers, or "penalty_in_dW1" … in one ·
    "division_by_m": + λ W_l · "sign_of_penalty": − (λ/m) W_l · "biases_penalized": db_l + (λ/m) b_l ·
    "relu_gate": dZ_l = dA_l · "sign_of_dZ3": dZ3 = Y − A3.
    Raises ValueError for another slip, and where `backward_propagation_with_regularization` does.
    """
    one_of("slip", slip, SLIPS)
    return _gradients_of_slips(X, Y, cache, [lambd], [slip])[slip][0]


@dataclass(frozen=True)
class SlipCheck:
    """The gradient check of every slip at every λ, by the names dW1, db1, …

    differences[k]: the finite differences at λ_k. gradients[slip][k]: what the slip computes there.
    relative_errors[slip][k]: ‖g − d‖ / (‖g‖ + ‖d‖) of each array, as in `gradient_check`.
    """

    differences: list[dict[str, FloatArray]]
    gradients: dict[str, list[dict[str, FloatArray]]]
    relative_errors: dict[str, list[dict[str, float]]]

    def failing(self, slip: str, k: int) -> list[str]:
        """The arrays that the check names: their relative error at λ_k is not below `RIGHT_BELOW`."""
        return [name for name, error in self.relative_errors[slip][k].items() if error >= RIGHT_BELOW]

    def off(self, slip: str, k: int) -> dict[str, np.ndarray]:
        """Where |g − d| > `RIGHT_BELOW` (‖g‖ + ‖d‖), entry by entry: True only in arrays that fail."""
        pairs = ((name, self.gradients[slip][k][name], d) for name, d in self.differences[k].items())
        return {
            name: np.abs(g - d) > RIGHT_BELOW * (np.linalg.norm(g) + np.linalg.norm(d))
            for name, g, d in pairs
        }

    def changed(self, slip: str, k: int) -> list[str]:
        """The arrays in which the slip changes a number at λ_k, whether the check can see it or not."""
        wrong, right = self.gradients[slip][k], self.gradients["nothing"][k]
        return [name for name in right if not np.array_equal(wrong[name], right[name])]

    def alike(self, k: int) -> list[list[str]]:
        """The slips that fail the same arrays at λ_k, in groups of two or more; not those that fail none."""
        groups: dict[tuple[str, ...], list[str]] = {}
        for slip in SLIPS:
            groups.setdefault(tuple(self.failing(slip, k)), []).append(slip)
        return [slips for arrays, slips in groups.items() if arrays and len(slips) > 1]


def check_slips(X: ArrayLike, Y: ArrayLike, parameters: Parameters, lambdas: Sequence[float]) -> SlipCheck:
    """d ≈ (J(θ + h) − J(θ − h)) / 2h once for each λ, and beside it the gradients of every slip in `SLIPS`.

    Raises ValueError where `gradient_check` does.
    """
    _, cache = forward_propagation(X, parameters)
    gradients = _gradients_of_slips(X, Y, cache, lambdas)
    differences = finite_differences(X, Y, parameters, lambdas)
    right_errors = [
        {name: relative_difference(right[name], d) for name, d in difference.items()}
        for right, difference in zip(gradients["nothing"], differences, strict=True)
    ]
    relative_errors: dict[str, list[dict[str, float]]] = {
        slip: [
            {
                # what a slip leaves as it is has the error of the right gradient
                name: errors[name] if of_slip[name] is right[name] else relative_difference(of_slip[name], d)
                for name, d in difference.items()
            }
            for of_slip, right, errors, difference in zip(
                of_slip_at_each, gradients["nothing"], right_errors, differences, strict=True
            )
        ]
        for slip, of_slip_at_each in gradients.items()
    }
    return SlipCheck(differences, gradients, relative_errors)


def _gradients_of_slips(
    X: ArrayLike,
    Y: ArrayLike,
    cache: Sequence[FloatArray],
    lambdas: Sequence[float],
    slips: Sequence[str] = SLIPS,
) -> dict[str, list[dict[str, FloatArray]]]:
    """The same for each slip and λ; an array that a slip leaves right is the very one of "nothing"."""
    data = backward_propagation_with_regularization(X, Y, cache, 0.0)
    gradients: dict[str, list[dict[str, FloatArray]]] = {slip: [] for slip in slips}
    for lambd in lambdas:
        right = backward_propagation_with_regularization(X, Y, cache, lambd)
        for slip in slips:
            gradients[slip].append(_with_slip(X, Y, cache, lambd, slip, right, data))
    return gradients


def _with_slip(
    X: ArrayLike,
    Y: ArrayLike,
    cache: Sequence[FloatArray],
    lambd: float,
    slip: str,
    right: Mapping[str, FloatArray],
    data: Mapping[str, FloatArray],
) -> dict[str, FloatArray]:
    """right: the gradients at λ; data: at λ = 0."""
    m, depth = cache[-3].shape[1], len(cache) // 4
    W = {f"dW{layer}": lambd / m * cache[4 * layer - 2] for layer in range(1, depth + 1)}
    b = {f"db{layer}": lambd / m * cache[4 * layer - 1] for layer in range(1, depth + 1)}

    if slip.startswith("penalty"):
        forgetful = W if slip == "penalty" else {slip.removeprefix("penalty_in_")}
        wrong = {name: data[name] for name in forgetful}
    elif slip == "division_by_m":
        wrong = {name: data[name] + m * pull for name, pull in W.items()}
    elif slip == "sign_of_penalty":
        wrong = {name: data[name] - pull for name, pull in W.items()}
    elif slip == "biases_penalized":
        wrong = {name: right[name] + pull for name, pull in b.items()}
    elif slip == "relu_gate":
        wrong = _without_gates(X, Y, cache, W)
    elif slip == "sign_of_dZ3":
        wrong = {name: -data[name] + W.get(name, 0.0) for name in (*W, *b)}
    else:
        wrong = {}
    return {name: wrong.get(name, right[name]) for name in (*W, *b)}


def _without_gates(
    X: ArrayLike, Y: ArrayLike, cache: Sequence[FloatArray], pull: Mapping[str, FloatArray]
) -> dict[str, FloatArray]:
    A = [np.asarray(X, dtype=float), *cache[1::4]]
    dZ = A[-1] - np.asarray(Y, dtype=float)
    m = dZ.shape[1]
    gradients = {}
    for layer in range(len(A) - 1, 0, -1):
        gradients[f"dW{layer}"] = dZ @ A[layer - 1].T / m + pull[f"dW{layer}"]
        gradients[f"db{layer}"] = dZ.sum(axis=1, keepdims=True) / m
        dZ = cache[4 * layer - 2].T @ dZ
    return gradients
