"""How well a trained net does on examples it never saw, and whether one way of training beats another."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.checks import FloatArray, finite_array
from l2core.network import Parameters, forward_propagation, labels

ALIKE = 0.01  # probabilities that differ by less from example to example are one answer
CLIMBED = 0.02  # nats above its lowest point from which a validation loss has turned
CLEAR = 2.0  # standard errors that a difference must be away from 0 to be called one


@dataclass(frozen=True)
class Estimate:
    """A mean and its standard error s/√n, s with n − 1 in the denominator; NaN error where n = 1."""

    mean: float
    standard_error: float
    n: int


@dataclass(frozen=True)
class Score:
    """What a net does on held-out examples: cross-entropy in nats per example, accuracy from 0 to 1."""

    cross_entropy: Estimate
    accuracy: Estimate


def score(X: ArrayLike, Y: ArrayLike, parameters: Parameters) -> Score:
    """−[Y log A + (1−Y) log(1−A)] and [A > ½] = Y for every example, each as mean ± s/√n.

    X (n_0, m), Y (1, m).
    """
    losses, right = example_losses(X, Y, parameters)
    return Score(estimate(losses), estimate(right.astype(float)))


def example_losses(
    X: ArrayLike, Y: ArrayLike, parameters: Parameters
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """−[Y log A + (1−Y) log(1−A)] and [A > ½] = Y of every example, (m,) each; X (n_0, m), Y (1, m).

    From the logit Z, so that it is finite where A rounds to 0 or 1.
    """
    A, cache = forward_propagation(X, parameters)
    Y, Z = labels("Y", Y, A.shape), cache[-4]
    losses = np.maximum(Z, 0) - Y * Z + np.log1p(np.exp(-np.abs(Z)))
    return losses.ravel(), ((Z > 0) == (Y > 0.5)).ravel()


def answers_alike(probabilities: ArrayLike) -> NDArray[np.bool_]:
    """max_i a_i − min_i a_i < 0.01: whether a net answers the same to every example, whatever it is.

    probabilities: (…, m), the answers to m examples, in the lab always those that the net was trained on; the
    result has the shape without the last axis. False where an answer is NaN: a net that diverged.
    """
    return np.ptp(np.asarray(probabilities, dtype=float), axis=-1) < ALIKE


def common_answer(probabilities: ArrayLike) -> FloatArray:
    """ā = (1/m) Σ_i a_i where the answers (…, m) are alike (`answers_alike`), NaN where they differ: (…)."""
    answers = np.asarray(probabilities, dtype=float)
    return np.where(answers_alike(answers), answers.mean(axis=-1), np.nan)


def has_turned(losses: ArrayLike) -> NDArray[np.bool_]:
    """L_S − min_{s ≤ S} L_s > 0.02 nats: whether a validation loss (S, …) has climbed from its lowest point.

    NaN, from where a net diverged on, is passed over in the minimum; False where the last loss is NaN.
    """
    values = np.asarray(losses, dtype=float)
    return values[-1] - np.fmin.reduce(values) > CLIMBED


def estimate(values: ArrayLike) -> Estimate:
    """x̄ = Σ x_i / n  ±  √(Σ (x_i − x̄)² / (n − 1)) / √n, for independent values (n,)."""
    x = finite_array("values", values, ndim=1)
    if not x.size:
        raise ValueError("values needs a number at least, got none")
    error = x.std(ddof=1) / np.sqrt(x.size) if x.size > 1 else np.nan
    return Estimate(float(x.mean()), float(error), x.size)


def paired_difference(a: ArrayLike, b: ArrayLike) -> Estimate:
    """d_i = a_i − b_i as mean ± standard error: what a and b share, say the start of net i, drops out.

    a, b: (n,), in the same order.
    """
    a, b = finite_array("a", a, ndim=1), finite_array("b", b, ndim=1)
    if a.shape != b.shape:
        raise ValueError(f"b needs a partner for each of the {a.size} values of a, got {b.size}")
    return estimate(a - b)


def direction(difference: Estimate) -> int:
    """sign(d̄) where |d̄| > 2 standard errors, 0 elsewhere: which of two is larger, as far as they can be told.

    0 too where the standard error is NaN: of one pair nothing can be told.
    """
    if not abs(difference.mean) > CLEAR * difference.standard_error:
        return 0
    return 1 if difference.mean > 0 else -1
