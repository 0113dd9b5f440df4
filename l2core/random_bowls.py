"""How often the optimum of a random bowl lands on an axis, that is, has a weight of exactly 0.

p = #{bowls whose optimum has a weight 0} / N,    standard error √(p (1−p) / N)
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.bowl_solver import hard_minima, soft_minima
from l2core.checks import FloatArray, finite_number, nonnegative_array, positive, whole_number
from l2core.region import l1_share, omega_level


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
    def standard_error(self) -> FloatArray:
        """√(p (1−p) / N), of shape S."""
        return np.sqrt(self.rate * (1 - self.rate) / len(self.centers))


def random_bowls(
    count: int, seed: int, *, spread: float = 3.0, condition: float = 10.0
) -> tuple[FloatArray, FloatArray]:
    """c uniform in the disc of radius `spread`; H = Q(θ) diag(√κ, 1/√κ) Q(θ)ᵀ, θ uniform, log κ uniform.

    κ runs from 1 to `condition`. No direction is favoured, and every H has determinant 1.
    Returns centers (count, 2) and hessians (count, 2, 2).
    """
    count, steepest = whole_number("count", count, at_least=1), finite_number("condition", condition)
    if steepest < 1:
        raise ValueError(f"condition needs a number of at least 1, got {steepest:g}")
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


def _either(budget: ArrayLike | None, lambd: ArrayLike | None) -> FloatArray:
    if budget is not None and lambd is None:
        return nonnegative_array("budget", budget)
    if lambd is not None and budget is None:
        return nonnegative_array("lambd", lambd)
    raise ValueError(f"budget or lambd: one of the two is needed, got budget={budget!r} and lambd={lambd!r}")
