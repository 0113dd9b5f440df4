"""Whether a gradient is the gradient of the cost: finite differences, one parameter at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from l2core import penalties
from l2core.checks import FloatArray, finite_array, nonnegative, positive
from l2core.network import (
    Parameters,
    checked_layers,
    compute_cost_with_regularization,
    cross_entropy,
    forward_propagation,
)


@dataclass(frozen=True)
class GradientCheck:
    """The finite differences under the keys dW1, db1, …, and how far the gradients lie from them."""

    approximation: dict[str, FloatArray]
    relative_error: dict[str, float]

    @property
    def worst(self) -> float:
        """The largest relative error of all parameters."""
        return max(self.relative_error.values())


def gradient_check(
    X: ArrayLike,
    Y: ArrayLike,
    parameters: Parameters,
    gradients: Mapping[str, ArrayLike],
    lambd: float,
    *,
    penalty: str = "l2",
    l1_ratio: float = 0.5,
    step: float = 1e-5,
) -> GradientCheck:
    """d ≈ (J(θ + h) − J(θ − h)) / 2h for each entry θ;  relative error ‖g − d‖ / (‖g‖ + ‖d‖) for each array.

    gradients: what is to be checked, under dW1, db1, …; further keys are passed over. h = step.
    Below about 1e-7 the gradient is right; a forgotten term shows as 1e-3 or more. Two arrays of zeros agree.
    Only where the cost is smooth: not within h of a ReLU's kink, nor under L1 within h of a weight 0.
    """
    h, theta, gradients = _checked(parameters, gradients, step)

    def cost() -> float:
        A, _ = forward_propagation(X, theta)
        return compute_cost_with_regularization(A, Y, theta, lambd, penalty=penalty, l1_ratio=l1_ratio)

    approximation: dict[str, FloatArray] = {}
    for name, array in theta.items():
        difference = np.zeros_like(array)
        for entry in np.ndindex(array.shape):
            kept = array[entry]
            array[entry] = kept + h
            above = cost()
            array[entry] = kept - h
            difference[entry] = (above - cost()) / (2 * h)
            array[entry] = kept
        approximation[f"d{name}"] = difference
    relative_error = {
        name: relative_difference(gradients[name], difference) for name, difference in approximation.items()
    }
    return GradientCheck(approximation, relative_error)


def finite_differences(
    X: ArrayLike,
    Y: ArrayLike,
    parameters: Parameters,
    lambdas: Sequence[float],
    *,
    step: float = 1e-5,
) -> list[dict[str, FloatArray]]:
    """d ≈ (J(θ + h) − J(θ − h)) / 2h under the notes' J = cross-entropy + (λ/m) Σ_l ½‖W_l‖², for each λ.

    The same numbers, to the last bit, as `approximation` of a `gradient_check` at each λ: θ ± h does not
    depend on λ, so its cross-entropy and its ½‖W_l‖² are computed once for all of them.
    Raises ValueError for λ < 0, and where `gradient_check` does.
    """
    h, theta = positive("step", step), _copied(parameters)
    lambdas = [nonnegative("lambd", lambd) for lambd in lambdas]

    def costs() -> list[float]:
        A, _ = forward_propagation(X, theta)
        data, m = cross_entropy(A, Y), A.shape[1]
        halves = [penalties.value(W, "l2", 1.0) for name, W in theta.items() if name.startswith("W")]
        # At λ = 0 the penalty is 0 even where ½‖W‖² is beyond all numbers.
        return [data + sum(lambd / m * half if lambd > 0 else 0.0 for half in halves) for lambd in lambdas]

    differences = [{f"d{name}": np.zeros_like(array) for name, array in theta.items()} for _ in lambdas]
    for name, array in theta.items():
        for entry in np.ndindex(array.shape):
            kept = array[entry]
            array[entry] = kept + h
            above = costs()
            array[entry] = kept - h
            for difference, up, down in zip(differences, above, costs(), strict=True):
                difference[f"d{name}"][entry] = (up - down) / (2 * h)
            array[entry] = kept
    return differences


def relative_difference(a: FloatArray, b: FloatArray) -> float:
    """‖a − b‖₂ / (‖a‖₂ + ‖b‖₂), from 0 for equal arrays to 1 for opposite ones; 0 where both are 0."""
    size = float(np.linalg.norm(a) + np.linalg.norm(b))
    return float(np.linalg.norm(a - b)) / size if size else 0.0


def _checked(
    parameters: Parameters, gradients: Mapping[str, ArrayLike], step: float
) -> tuple[float, dict[str, FloatArray], dict[str, FloatArray]]:
    """h > 0, a copy θ of the parameters and dθ, each of the shape of its θ; ValueError otherwise."""
    h, theta = positive("step", step), _copied(parameters)
    if missing := sorted({f"d{name}" for name in theta} - set(gradients)):
        raise ValueError(f"gradients needs {', '.join(missing)}")
    checked = {f"d{name}": finite_array(f"gradients['d{name}']", gradients[f"d{name}"]) for name in theta}
    for name, array in theta.items():
        if (shape := checked[f"d{name}"].shape) != array.shape:
            raise ValueError(f"gradients['d{name}'] needs shape {array.shape}, got {shape}")
    return h, theta, checked


def _copied(parameters: Parameters) -> dict[str, FloatArray]:
    return {
        f"{kind}{layer}": array.astype(np.float64)
        for layer, pair in enumerate(checked_layers(parameters), start=1)
        for kind, array in zip("Wb", pair, strict=True)
    }
