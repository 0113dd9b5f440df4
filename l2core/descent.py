"""One weight that shrinks under a penalty: how fast, in how many steps, and where it comes to rest.

    w ← w − η ( h (w − c) + λ ∂P(w) ),    P(w) = r |w| + (1−r)/2 w²,   r = 1: L1,  r = 0: L2

with learning rate η and the data as a parabola ½ h (w − c)² (curvature h = 0: no data). L1 takes ηλ off |w|
at every step, L2 the share ηλ of w: a straight line to 0 against an exponential that never arrives.
Goodfellow, Bengio & Courville 2016, Deep Learning, §7.1; Hastie, Tibshirani & Friedman 2009, The Elements of
Statistical Learning (ESL), §3.4.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from l2core.checks import (
    FloatArray,
    finite_array,
    finite_number,
    nonnegative,
    nonnegative_array,
    one_of,
    positive,
    whole_number,
)
from l2core.penalties import mixing, subgradient

L1_STEPS = ("proximal", "subgradient", "clipped")
EPS = float(np.finfo(float).eps)


def descend(
    w0: ArrayLike,
    penalty: str,
    lambd: ArrayLike,
    learning_rate: float,
    steps: int,
    *,
    l1_step: str = "proximal",
    l1_ratio: float = 0.5,
    curvature: float = 0.0,
    center: ArrayLike = 0.0,
) -> FloatArray:
    """w₀, w₁, …: gradient steps u = w − η ( h(w − c) + λ(1−r) w ), and by `l1_step` for τ = ηλr:

    "proximal":    w ← sign(u) max(|u| − τ, 0) = max(u − τ, 0) + min(u + τ, 0): exact zeros, left again only
                   where the data pulls harder, |h c| > λr (Parikh & Boyd 2014, Proximal Algorithms, §4.2).
    "subgradient": w ← u − τ sign(w): misses 0 and chatters. L1 without data ends in jumping between d and
                   d − τ, d = w₀ mod τ, a height of exactly τ. With data, |h c| ≤ λr and η(h + λ(1−r)) ≤ 1, a
                   weight once within |w| ≤ η(λr + |h c|) stays there.
    "clipped":     as "subgradient", but a weight that the penalty's part of the step carries across 0 is set
                   to 0 and is dead: it never moves again. The rule of the TensorFlow Playground (src/nn.ts,
                   updateWeights) for L1; "elastic_net" counts its L2 share to that part. Without data L1
                   draws the proximal line. With data the proximal weight passes through 0 and comes back from
                   it, the dead one does neither; carried across by the data's part, a weight lives on.

    What rounding alone keeps from 0 is 0, but for subgradient steps of L1: these miss 0 as they do elsewhere.
    w0, lambd and center: numbers, or arrays of one shape S. Returns (steps + 1,) + S, step 0 first. A
    diverging weight ends at ±infinity, never NaN. Raises ValueError for an unknown penalty or l1_step, λ < 0,
    h < 0, η ≤ 0, r outside 0…1, steps < 0.
    """
    w, l1, l2 = checked_start(w0, penalty, lambd, l1_ratio)
    h, c = nonnegative("curvature", curvature), checked_center(center, w.shape)
    eta, steps = positive("learning_rate", learning_rate), whole_number("steps", steps, at_least=0)
    one_of("l1_step", l1_step, L1_STEPS)

    q, pull, tau = _sum(1, -eta * (h + l2)), eta * h * c, eta * l1
    above, below = _sum(pull, -tau), _sum(pull, tau)  # what a step adds to q w where the weight is > 0, < 0
    trajectory, dead = np.empty((steps + 1, *w.shape)), np.zeros(w.shape, dtype=bool)
    trajectory[0], error = w, EPS * np.abs(w)
    with np.errstate(over="ignore", invalid="ignore"):
        for t in range(1, steps + 1):
            added = np.where(w > 0, above, np.where(w < 0, below, pull))
            error = np.abs(q) * (w != 0) * error + _rounding((1 + eta * (h + l2)) * w, added, pull, tau)
            if l1_step == "proximal":
                w = _exact(np.maximum(q * w + above, 0) + np.minimum(q * w + below, 0), error)
            elif l1_step == "subgradient":
                w = np.where(tau > 0, q * w + added, _exact(q * w + added, error))
            else:
                by_data, stepped = _exact((1 - eta * h) * w + pull, error), _exact(q * w + added, error)
                dead |= (tau > 0) & (np.sign(by_data) * np.sign(stepped) < 0)
                w = np.where(dead, 0.0, stepped)
            trajectory[t] = w
    return trajectory


def steps_to_fall(
    w0: float,
    penalty: str,
    lambd: float,
    learning_rate: float,
    *,
    threshold: float = 0.0,
    l1_ratio: float = 0.5,
) -> float:
    """The first step t at which |w_t| ≤ θ = `threshold`, without data: a whole number, or infinity for never.

    L1: ⌈(|w₀| − θ) / (ηλ)⌉, at θ = 0 an exact zero;  L2: ⌈ln(|w₀|/θ) / −ln|1 − ηλ|⌉, at θ = 0 never, but for
    ηλ = 1, where one step takes all;
    elastic net, with b = λr / (λ(1−r)): ⌈ln((|w₀| + b) / (θ + b)) / −ln(1 − ηλ(1−r))⌉.
    A quotient that is a whole number but for rounding counts as that number: 0.9 / 0.3 makes 3 steps, not 4.
    Raises ValueError as `descend`, for θ < 0, and for elastic net beyond ηλ(1−r) = 1, where the weight leaps
    over 0.
    """
    size, theta = abs(finite_number("w0", w0)), nonnegative("threshold", threshold)
    eta, (l1, l2) = positive("learning_rate", learning_rate), _forces(penalty, lambd, l1_ratio)
    q, tau = float(_sum(1, -eta * l2)), eta * l1
    if tau > 0 and q < 0:
        raise ValueError(f"learning_rate · lambd · (1 − l1_ratio) needs to be at most 1, got {1 - q:g}")
    if size <= theta:
        return 0
    if q == 1 and tau == 0:
        return math.inf
    if q == 1:
        return max(1, math.ceil((size * (1 - 2 * EPS) - theta) / (tau + EPS * size)))
    if q == 0:
        return 1
    b = l1 / l2
    if abs(q) >= 1 or theta + b == 0:
        return math.inf
    rate = -math.log(abs(q)) if q < 0 else -math.log1p(-eta * l2)
    t = math.log1p((size - theta) / (theta + b)) / rate
    return max(1, math.ceil(t - 4 * EPS * (t + 1 / rate)))


def resting_point(
    center: ArrayLike, penalty: str, lambd: float, curvature: float, *, l1_ratio: float = 0.5
) -> FloatArray:
    """argmin_w ½ h (w − c)² + λP(w) = sign(c) max(|h c| − λr, 0) / (h + λ(1−r)), in the shape of `center`.

    L1: the soft threshold sign(c) max(|c| − λ/h, 0) (Goodfellow et al. 2016, eq. 7.23);
    L2: the proportional shrinkage c h / (h + λ) (eq. 7.13). ESL Table 3.4 has both for h = 1.
    What rounding alone keeps from 0 is 0. Raises ValueError for h ≤ 0, λ < 0, an unknown penalty.
    """
    l1, l2 = _forces(penalty, lambd, l1_ratio)
    h, c = positive("curvature", curvature), finite_array("center", center)
    return np.sign(c) * np.maximum(_sum(h * np.abs(c), -l1), 0) / (h + l2) + 0.0  # no −0


def speed(w: ArrayLike, penalty: str, lambd: float, *, l1_ratio: float = 0.5) -> FloatArray:
    """|dw/dt| = λ ( r + (1−r) |w| ) for w ≠ 0, and 0 at rest in w = 0: the pull of the penalty on the weight.

    L1: λ, L2: λ|w|. L2 is faster where |w| > 1, L1 where |w| < 1, and at 1 they are level. The shape of `w`.
    """
    return np.abs(subgradient(w, penalty, lambd, l1_ratio=l1_ratio))


def stability(learning_rate: float, lambd: float, curvature: float = 0.0) -> str:
    """What w ← (1 − η(h + λ)) w does, λ the strength of L2 (for L1 give 0, for elastic net λ(1−r)):

    "monotone" for η(h + λ) ≤ 1, "oscillates" from side to side into rest below 2, "diverges" from 2 on; at 2
    itself it jumps between two values for ever. Source of the limit 2: LeCun, Bottou, Orr & Müller 1998,
    Efficient BackProp, §5.1.
    """
    eta = positive("learning_rate", learning_rate)
    product = eta * (nonnegative("curvature", curvature) + nonnegative("lambd", lambd))
    if product <= 1 + 4 * EPS:  # 0.1 · (7 + 3) and the like are meant as whole numbers
        return "monotone"
    return "oscillates" if product < 2 - 4 * EPS else "diverges"


def checked_start(
    w0: ArrayLike, penalty: str, lambd: ArrayLike, l1_ratio: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """w₀, λr and λ(1−r), the weights of one shape with the λ; ValueError otherwise."""
    r, strength = mixing(penalty, l1_ratio), nonnegative_array("lambd", lambd)
    w = finite_array("w0", w0)
    shape = w.shape or strength.shape
    if strength.ndim > 0 and strength.shape != shape:
        raise ValueError(f"lambd needs a number or the shape of w0, {shape}, got shape {strength.shape}")
    strength = (penalty != "none") * strength
    return np.broadcast_to(w, shape), r * strength, (1 - r) * strength


def checked_center(center: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    """c as a number or an array of `shape`; ValueError otherwise."""
    c = finite_array("center", center)
    if c.ndim > 0 and c.shape != shape:
        raise ValueError(f"center needs a number or the shape of w0, {shape}, got shape {c.shape}")
    return c


def _forces(penalty: str, lambd: float, l1_ratio: float) -> tuple[float, float]:
    """λr and λ(1−r)."""
    r, strength = mixing(penalty, l1_ratio), nonnegative("lambd", lambd)
    return (0.0, 0.0) if penalty == "none" else (strength * r, strength * (1 - r))


def _sum(a: ArrayLike, b: ArrayLike) -> FloatArray:
    """a + b, and 0 where the two are meant to cancel: 0.1 · 3 − 0.3 leaves 6e-17 in floating point."""
    total, size = np.add(a, b), np.abs(a) + np.abs(b)
    return np.where(np.abs(total) <= 4 * EPS * size, 0.0, total)


def _rounding(scaled: FloatArray, added: FloatArray, pull: FloatArray, tau: FloatArray) -> FloatArray:
    """What one step may add to the error of a weight, the decimals of η, λ, h and c included.

    scaled: (1 + η(h + λ(1−r))) w. A sum that is meant to be 0 adds nothing.
    """
    return 4 * EPS * (np.abs(scaled) + np.where(added == 0, 0.0, np.abs(pull) + tau))


def _exact(w: FloatArray, error: FloatArray) -> FloatArray:
    """`w`, and 0 where it is smaller than its error: ten steps of 0.1 from 1.0 leave 1.4e-16.

    Where steps that throw a weight off have made the error large, it says nothing of 0.
    """
    return np.where(np.abs(w) < np.minimum(error, 1e-9), 0.0, w)
