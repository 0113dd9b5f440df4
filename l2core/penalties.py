"""L1, L2 and elastic net as records of three formulas: value, subgradient, proximal step.

Elastic net with mixing r holds all of them (Zou & Hastie 2005, eq. 3, in glmnet's scaling):

    P(w) = λ ( r Σ|w| + (1−r)/2 Σ w² ),    r = 1: L1,  r = 0: L2.

The family is closed: every penalty of the lab is a pair (λ, r), with λ = 0 for "none". The closed forms of
bowls, races and paths rest on that, and a penalty that is no such pair (a group norm, say) has no place here.
"""

import numpy as np
from numpy.typing import ArrayLike

from l2core.checks import FloatArray, finite_array, fraction, nonnegative, one_of, positive

PENALTIES = ("none", "l2", "l1", "elastic_net")
PENALIZED = PENALTIES[1:]  # those with a λ


def value(w: ArrayLike, penalty: str, lambd: float, *, l1_ratio: float = 0.5) -> float:
    """P(w) = λ ( r Σ|w| + (1−r)/2 Σ w² ), summed over every entry of `w`.

    penalty: "none" (P = 0), "l2" (r = 0), "l1" (r = 1) or "elastic_net" (r = l1_ratio).
    Raises ValueError for an unknown penalty, λ < 0, r outside 0…1, NaN or infinite w.
    """
    r, strength = mixing(penalty, l1_ratio), _strength(penalty, lambd)
    weights = finite_array("w", w)
    l1 = np.abs(weights).sum() if r > 0 else 0.0
    with np.errstate(over="ignore"):
        squares = np.square(weights).sum() if r < 1 else 0.0  # 0 · w² is NaN where w² overflows
        return float(strength * (r * l1 + (1 - r) / 2 * squares)) if strength > 0 else 0.0


def subgradient(w: ArrayLike, penalty: str, lambd: float, *, l1_ratio: float = 0.5) -> FloatArray:
    """λ ( r sign(w) + (1−r) w ), the member of ∂P(w) that takes sign(0) = 0; the shape of `w`.

    Same arguments and errors as `value`.
    """
    r, strength = mixing(penalty, l1_ratio), _strength(penalty, lambd)
    weights = finite_array("w", w)
    return strength * (r * np.sign(weights) + (1 - r) * weights)


def proximal_step(
    w: ArrayLike, step_size: float, penalty: str, lambd: float, *, l1_ratio: float = 0.5
) -> FloatArray:
    """argmin_u ½‖u − w‖² + η P(u) = S(w, ηλr) / (1 + ηλ(1−r)),  S(w, τ) = sign(w) max(|w| − τ, 0).

    step_size: η > 0. What lies within ηλr of 0 becomes exactly 0.0.
    Source: Parikh & Boyd 2014, Proximal Algorithms, §6.5.2–6.5.3.
    Same other arguments and errors as `value`.
    """
    r, strength = mixing(penalty, l1_ratio), _strength(penalty, lambd)
    eta = positive("step_size", step_size)
    return soft_threshold(w, eta * strength * r) / (1 + eta * strength * (1 - r))


def soft_threshold(w: ArrayLike, threshold: float) -> FloatArray:
    """S(w, τ) = sign(w) max(|w| − τ, 0); exactly 0.0 (never −0.0) where |w| ≤ τ.

    Source: Donoho & Johnstone 1994, Biometrika 81(3), eq. 5.
    """
    tau = nonnegative("threshold", threshold)
    weights = finite_array("w", w)
    return weights - np.clip(weights, -tau, tau)


def mixing(penalty: str, l1_ratio: float = 0.5) -> float:
    """r, the share of L1: 0 for "none" and "l2", 1 for "l1", `l1_ratio` for "elastic_net"."""
    one_of("penalty", penalty, PENALTIES)
    return {"none": 0.0, "l2": 0.0, "l1": 1.0}.get(penalty, fraction("l1_ratio", l1_ratio))


def _strength(penalty: str, lambd: float) -> float:
    lambd = nonnegative("lambd", lambd)
    return 0.0 if penalty == "none" else lambd
