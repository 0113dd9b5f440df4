"""The optima of one bowl under one penalty at many budgets or λ, and where a weight becomes exactly 0."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from l2core.bowl import Bowl, budget_of, optimum_and_multiplier, path, penalized_minimum
from l2core.checks import FloatArray, finite_array
from l2core.region import budget_of_reach, reach_of_budget


@dataclass(frozen=True, eq=False)
class Optima:
    """The optimum under one penalty at F places: w (F, 2), λ, budget and reach (F,).

    reach: how far the region of that budget goes along an axis, by which penalties are compared.
    knots: the reach at which the optimum is the free one, then those at which a weight meets or leaves 0.
    """

    penalty: str
    l1_ratio: float
    w: FloatArray
    lambd: FloatArray
    budget: FloatArray
    reach: FloatArray
    knots: FloatArray


def optima_at_reaches(bowl: Bowl, penalty: str, reach: ArrayLike, *, l1_ratio: float = 0.5) -> Optima:
    """argmin loss(w) in every region that goes `reach` (F,) far along an axis, and the λ of the same w."""
    reaches = finite_array("reach", reach, ndim=1)
    budget = budget_of_reach(penalty, reaches, l1_ratio=l1_ratio)
    w, lambd = optimum_and_multiplier(bowl, penalty, budget, l1_ratio=l1_ratio)
    return Optima(penalty, l1_ratio, w, lambd, budget, reaches, _knots(bowl, penalty, l1_ratio))


def optima_at_lambdas(bowl: Bowl, penalty: str, lambd: ArrayLike, *, l1_ratio: float = 0.5) -> Optima:
    """argmin loss(w) + λΩ(w) at each λ (F,), and the budget and the reach of the same w."""
    strengths = finite_array("lambd", lambd, ndim=1)
    w = penalized_minimum(bowl, penalty, strengths, l1_ratio=l1_ratio)
    budget = budget_of(bowl, penalty, strengths, l1_ratio=l1_ratio)
    reach = reach_of_budget(penalty, budget, l1_ratio=l1_ratio)
    return Optima(penalty, l1_ratio, w, strengths, budget, reach, _knots(bowl, penalty, l1_ratio))


def _knots(bowl: Bowl, penalty: str, l1_ratio: float) -> FloatArray:
    whole = path(bowl, penalty, l1_ratio=l1_ratio, points=2)  # the two ends and the knots
    return reach_of_budget(penalty, [whole.budget[0], *whole.budget[whole.knots]], l1_ratio=l1_ratio)
