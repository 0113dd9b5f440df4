"""How often the optimum of a random bowl lands on an axis, that is, has a weight of exactly 0.

    in a sample:  p = #{bowls whose optimum has a weight 0} / N
    in all:       P = E_H area{c in the disc : the optimum of (c, H) has a weight 0} / πR²

Both hold for the same bowls: those of `random_bowls`.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.bowl_solver import hard_minima, soft_minima
from l2core.checks import FloatArray, finite_number, nonnegative_array, positive, whole_number
from l2core.region import l1_share, omega_level, reach_of_budget

TILTS, STRETCHES, LINES = 48, 8, 64  # of the quadrature: its error is below 3e-4
TAIL = 0.025  # on either side of a 95 % interval


@dataclass(frozen=True, eq=False)
class Landings:
    """Where N random bowls land under one penalty, at budgets or strengths λ of shape S.

    centers (N, 2), hessians (N, 2, 2), minima S + (N, 2), binding S + (N,): False where the minimum is the
    center.
    """

    penalty: str
    centers: FloatArray
    hessians: FloatArray
    minima: FloatArray
    binding: NDArray[np.bool_]

    @property
    def on_axis(self) -> NDArray[np.bool_]:
        """Which bowls end with a weight that is 0, as it is and without a tolerance; S + (N,)."""
        return np.any(self.minima == 0, axis=-1)

    @property
    def rate(self) -> FloatArray:
        """The share p of these bowls, of shape S."""
        return np.mean(self.on_axis, axis=-1)

    @property
    def interval(self) -> tuple[FloatArray, FloatArray]:
        """The shares of all bowls that this count does not contradict: `exact_interval`, two of shape S."""
        return exact_interval(self.on_axis.sum(axis=-1), len(self.centers))


def exact_interval(count: ArrayLike, of: int) -> tuple[FloatArray, FloatArray]:
    """All p with P(X ≥ k) > 2.5 % and P(X ≤ k) > 2.5 %, X ~ B(n, p), for k = `count` hits in n = `of` draws.

    Whatever the share of all is, at least 95 of 100 samples have it in their interval, also where the count
    is 0 or n (Clopper & Pearson 1934, Biometrika 26(4)). Returns the lower and the upper ends, in the shape
    of `count`. Raises ValueError for a count that is no whole number from 0 to n.
    """
    n, k = whole_number("of", of, at_least=1), nonnegative_array("count", count)
    if np.any((k > n) | (k != np.round(k))):
        raise ValueError(
            f"count needs whole numbers from 0 to {n}, got {k[(k > n) | (k != np.round(k))][0]:g}"
        )
    few, where = np.unique(k, return_inverse=True)
    low = np.where(few > 0, _root(few - 1, n, 1 - TAIL), 0.0)
    high = np.where(few < n, _root(few, n, TAIL), 1.0)
    return low[where].reshape(k.shape), high[where].reshape(k.shape)


def _root(k: FloatArray, n: int, chance: float) -> FloatArray:
    """p with P(X ≤ k) = `chance`, by halving: the chance falls as p rises."""
    j = np.arange(n + 1)
    logs = np.array([math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) for i in j])
    low, high = np.zeros(len(k)), np.ones(len(k))
    for _ in range(50):
        p = ((low + high) / 2)[:, None]
        up_to_k = np.sum(np.exp(logs + j * np.log(p) + (n - j) * np.log1p(-p)) * (j <= k[:, None]), axis=1)
        low, high = np.where(up_to_k > chance, p[:, 0], low), np.where(up_to_k > chance, high, p[:, 0])
    return (low + high) / 2


def random_bowls(
    count: int, seed: int, *, spread: float = 3.0, condition: float = 10.0
) -> tuple[FloatArray, FloatArray]:
    """c uniform in the disc of radius `spread`; H = Q(θ) diag(√κ, 1/√κ) Q(θ)ᵀ, θ uniform, log κ uniform.

    κ runs from 1 to `condition`. No direction is favoured, and every H has determinant 1.
    Returns centers (count, 2) and hessians (count, 2, 2).
    """
    count, steepest = whole_number("count", count, at_least=1), _steepest(condition)
    rng = np.random.default_rng(whole_number("seed", seed, at_least=0))
    direction, tilt = rng.uniform(0, 2 * np.pi, count), rng.uniform(0, np.pi, count)
    distance = positive("spread", spread) * np.sqrt(rng.uniform(size=count))
    root = np.exp(rng.uniform(0, np.log(steepest), count) / 2)[:, None, None]
    centers = distance[:, None] * np.stack((np.cos(direction), np.sin(direction)), axis=1)
    axis = np.stack((np.cos(tilt), np.sin(tilt)), axis=1)
    along = axis[:, :, None] * axis[:, None, :]
    return centers, along * root + (np.eye(2) - along) / root


def random_landings(
    penalty: str,
    *,
    budget: ArrayLike | None = None,
    lambd: ArrayLike | None = None,
    l1_ratio: float = 0.5,
    count: int = 2000,
    seed: int = 0,
    spread: float = 3.0,
    condition: float = 10.0,
) -> Landings:
    """The optima of the same `random_bowls` under every hard `budget`, or under every soft `lambd`.

    Give one of the two: a number, or an array of any shape S. A bowl whose center is within the budget stays
    there; `binding` tells these apart. Raises ValueError as `l2core.bowl.constrained_minimum`.
    """
    r, strengths = l1_share(penalty, l1_ratio), _either(budget, lambd)
    c, H = random_bowls(count, seed, spread=spread, condition=condition)
    shape = (*strengths.shape, len(c))  # every strength with every bowl, in one go
    every_c = np.broadcast_to(c, (*shape, 2)).reshape(-1, 2)
    every_H = np.broadcast_to(H, (*shape, 2, 2)).reshape(-1, 2, 2)
    each = np.repeat(strengths, len(c))
    if lambd is None:
        w, multiplier = hard_minima(every_c, every_H, r, omega_level(penalty, each))
    else:
        w, multiplier = soft_minima(every_c, every_H, r, each), each
    return Landings(penalty, c, H, w.reshape(*shape, 2), (multiplier > 0).reshape(shape))


def expected_rate(
    penalty: str,
    *,
    budget: ArrayLike | None = None,
    lambd: ArrayLike | None = None,
    l1_ratio: float = 0.5,
    spread: float = 3.0,
    condition: float = 10.0,
) -> FloatArray:
    """P, the `rate` of `random_landings` with endless bowls, to 3 decimals; in the shape of the strength.

    The centers c = w + H⁻¹ λ∂Ω(w) of the bowls of one H that land at a point w = (x, 0) form, under a budget
    (x = t, λ > 0), a wedge at the corner, and under one λ (x > 0) a strip along the axis; at 0 they form the
    parallelogram H⁻¹ λr [−1, 1]². Each is cut into lines by the ν, |ν| ≤ r, that the penalty holds the weight
    at 0 with; the part of a line in the disc is a formula, and the lines are summed over ν, tilt and stretch.
    """
    r, strengths, radius = l1_share(penalty, l1_ratio), _either(budget, lambd), positive("spread", spread)
    inverses, held, weights = _lines(_steepest(condition), r)
    area = np.zeros(strengths.shape)
    for place, strength in np.ndenumerate(strengths):
        if strength > 0 and lambd is None:
            reach = float(reach_of_budget(penalty, strength, l1_ratio=l1_ratio))
            area[place] = np.sum(weights * _wedge(reach, r, inverses, held, radius))
        elif strength > 0:
            area[place] = np.sum(weights * _strip(float(strength), r, inverses, held, radius))
    share = np.minimum(4 * area / (np.pi * radius**2), 1)  # four half-axes, alike over all tilts
    return np.where((strengths == 0) & (lambd is None), 1.0, share)  # a budget of 0 leaves nothing but 0


def _lines(condition: float, r: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """H⁻¹ over tilts and stretches, ν over −r…r, and the weights of a mean over H and an integral over ν."""
    stretch, stretch_weights = np.polynomial.legendre.leggauss(STRETCHES)
    nu, nu_weights = np.polynomial.legendre.leggauss(LINES)
    tilt = np.linspace(0, np.pi, TILTS, endpoint=False)[:, None, None]
    root = np.exp(np.log(condition) * (stretch + 1) / 4)[None, :, None]
    mean, half = (root + 1 / root) / 2, (root - 1 / root) / 2
    cos, sin = half * np.cos(2 * tilt), half * np.sin(2 * tilt)
    rows = (np.stack((mean + cos, sin), axis=-1), np.stack((sin, mean - cos), axis=-1))
    weights = (stretch_weights / 2)[None, :, None] * (r * nu_weights)[None, None, :] / TILTS
    return np.stack(rows, axis=-2), r * nu[None, None, :], weights


def _wedge(t: float, r: float, inverses: FloatArray, held: FloatArray, radius: float) -> FloatArray:
    """d(area)/dν of {(t, 0) + λ H⁻¹(k, ν) : λ > 0} in the disc, k = r + (1−r) t: there d²c = λ k dλ dν."""
    k = r + (1 - r) * t
    near, far = _within_disc(np.array([t, 0.0]), _applied(inverses, k, held), radius)
    return k * (far**2 - near**2) / 2


def _strip(lambd: float, r: float, inverses: FloatArray, held: FloatArray, radius: float) -> FloatArray:
    """d(area)/dν of {(x, 0) + λH⁻¹(r + (1−r) x, ν) : x > 0}, and of a quarter of the parallelogram at 0."""
    start = lambd * _applied(inverses, r, held)
    along = np.array([1.0, 0.0]) + lambd * (1 - r) * inverses[..., 0]
    across = lambd * inverses[..., 1]
    near, far = _within_disc(start, along, radius)
    jacobian = np.abs(along[..., 0] * across[..., 1] - along[..., 1] * across[..., 0])
    _near, left = _within_disc(np.zeros(2), start, radius) if lambd * r > 0 else (0.0, np.zeros(1))
    return jacobian * (far - near) + lambd**2 * r * np.minimum(left, 1) ** 2 / 2


def _applied(inverses: FloatArray, first: float, second: FloatArray) -> FloatArray:
    """H⁻¹ (first, second)."""
    return inverses[..., 0] * first + inverses[..., 1] * second[..., None]


def _within_disc(start: FloatArray, direction: FloatArray, radius: float) -> tuple[FloatArray, FloatArray]:
    """The a ≥ 0 between which start + a · direction lies in the disc: two alike where it never does."""
    square, mixed = np.sum(direction**2, axis=-1), np.sum(start * direction, axis=-1)
    half = np.sqrt(np.maximum(mixed**2 - square * (np.sum(start**2, axis=-1) - radius**2), 0))
    return np.maximum((-mixed - half) / square, 0), np.maximum((-mixed + half) / square, 0)


def _steepest(condition: float) -> float:
    steepest = finite_number("condition", condition)
    if steepest < 1:
        raise ValueError(f"condition needs a number of at least 1, got {steepest:g}")
    return steepest


def _either(budget: ArrayLike | None, lambd: ArrayLike | None) -> FloatArray:
    if budget is not None and lambd is None:
        return nonnegative_array("budget", budget)
    if lambd is not None and budget is None:
        return nonnegative_array("lambd", lambd)
    raise ValueError(f"budget or lambd: one of the two is needed, got budget={budget!r} and lambd={lambd!r}")
