"""The optima of one bowl and of many at every position of the bar: what the pictures of the model space show.

t, the reach of a region, is how far it goes along an axis. Regions of one t, ‖w‖₁ ≤ t, ‖w‖₂ ≤ t and
Ω(w) ≤ Ω(t, 0) for elastic net, share their four points on the axes and differ in shape only.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from l2core import penalties
from l2core.bowl import (
    Bowl,
    budget_of,
    optimum_and_multiplier,
    path,
    penalized_minimum,
    region,
    sparsity_rate,
)
from l2core.checks import FloatArray

# Where the bar can stand, tighter and tighter: t falls to 0, or λ rises from 0.
REACHES = np.concatenate((np.arange(36, 20, -1) / 10, np.arange(40, -1, -1) / 20))
LAMBDAS = np.array([0.0] + [float(f"{10 ** (k / 20):.2g}") for k in range(-34, 27)])  # 0.02 … 20


@dataclass(frozen=True, eq=False)
class Optima:
    """The optimum under one penalty at every position of the bar: w (F, 2), λ, budget and reach (F,).

    knots: the reach t at which the optimum is the free one, then those at which a weight meets or leaves 0.
    """

    penalty: str
    l1_ratio: float
    w: FloatArray
    lambd: FloatArray
    budget: FloatArray
    reach: FloatArray
    knots: FloatArray


@dataclass(frozen=True, eq=False)
class Landings:
    """Where N random bowls land under one penalty at every position of the bar.

    centers (N, 2), minima (F, N, 2), rate and standard_error (F,): as `l2core.bowl.sparsity_rate` finds them.
    """

    penalty: str
    centers: FloatArray
    minima: FloatArray
    rate: FloatArray
    standard_error: FloatArray


def tilted_bowl(center: ArrayLike, stretch: float, tilt: float) -> Bowl:
    """H = uuᵀ/√κ + (I − uuᵀ)√κ: κ = `stretch` times steeper across than along u, at `tilt` degrees."""
    angle = np.radians(tilt)
    u = np.array([np.cos(angle), np.sin(angle)])
    along = np.outer(u, u)
    return Bowl(np.array(center), along / np.sqrt(stretch) + (np.eye(2) - along) * np.sqrt(stretch))


def budget_reaching(penalty: str, t: ArrayLike, l1_ratio: float) -> FloatArray:
    """The budget whose region reaches t (F,) along an axis: t itself, or r t + (1−r)/2 t² for elastic net."""
    reaches = np.asarray(t, dtype=float)
    if penalty != "elastic_net":
        return reaches
    return np.array([penalties.value([x, 0.0], penalty, 1.0, l1_ratio=l1_ratio) for x in reaches])


def reach_of(penalty: str, budget: ArrayLike, l1_ratio: float) -> FloatArray:
    """How far along an axis the regions of these budgets (F,) go; the inverse of `budget_reaching`."""
    return region(penalty, budget, 4, l1_ratio=l1_ratio)[..., 0, 0]


def under_budgets(bowl: Bowl, penalty: str, l1_ratio: float, t: FloatArray = REACHES) -> Optima:
    """The optimum in every region that reaches t (F,), and the λ that gives the same point."""
    budget = budget_reaching(penalty, t, l1_ratio)
    w, lambd = optimum_and_multiplier(bowl, penalty, budget, l1_ratio=l1_ratio)
    return Optima(penalty, l1_ratio, w, lambd, budget, t, _knots(bowl, penalty, l1_ratio))


def under_lambdas(bowl: Bowl, penalty: str, l1_ratio: float, lambd: FloatArray = LAMBDAS) -> Optima:
    """The optimum under every λ (F,), and the budget that gives the same point."""
    w = penalized_minimum(bowl, penalty, lambd, l1_ratio=l1_ratio)
    budget = budget_of(bowl, penalty, lambd, l1_ratio=l1_ratio)
    reach = reach_of(penalty, budget, l1_ratio)
    return Optima(penalty, l1_ratio, w, lambd, budget, reach, _knots(bowl, penalty, l1_ratio))


def throw(penalty: str, hard: bool, l1_ratio: float, count: int, seed: int) -> Landings:
    """The same `count` random bowls under every t of the bar if `hard`, else under every λ."""
    found = [
        sparsity_rate(
            penalty,
            budget=float(x) if hard else None,
            lambd=None if hard else float(x),
            l1_ratio=l1_ratio,
            count=count,
            seed=seed,
        )
        for x in (budget_reaching(penalty, REACHES, l1_ratio) if hard else LAMBDAS)
    ]
    return Landings(
        penalty,
        found[0].centers,
        np.stack([one.minima for one in found]),
        np.array([one.rate for one in found]),
        np.array([one.standard_error for one in found]),
    )


def _knots(bowl: Bowl, penalty: str, l1_ratio: float) -> FloatArray:
    whole = path(bowl, penalty, l1_ratio=l1_ratio, points=2)  # the two ends and the knots
    return reach_of(penalty, [whole.budget[0], *whole.budget[whole.knots]], l1_ratio)
