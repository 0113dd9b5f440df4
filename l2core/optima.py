"""The optima of one bowl under one penalty at many budgets or λ, and how each of them touches its region.

The reach t of a region is how far it goes along an axis, and by it penalties are compared. On the path from
the free optimum to 0, a share of L1 (r > 0) makes a weight exactly 0 on whole spans of t. For r = 0 it is so
nowhere, everywhere or at one point: with b = Hc, w = (H + λI)⁻¹ b has wᵢ = 0 where bᵢ (Hⱼⱼ + λ) = Hᵢⱼ bⱼ, and
this is linear in λ.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from l2core.bowl import Bowl, budget_of, optimum_and_multiplier, path, penalized_minimum
from l2core.checks import FloatArray, finite_array
from l2core.region import budget_of_reach, l1_share, reach_of_budget

ROUNDING = 1e-12  # of the free optimum's size: a weight below it is what rounding has left of 0


@dataclass(frozen=True)
class ZeroSpan:
    """Weight 0 or 1 is exactly 0 in all regions that reach from `since` down to `until`, not just beyond."""

    weight: int
    since: float
    until: float


@dataclass(frozen=True, eq=False)
class Optima:
    """The optimum under one penalty at F places: w (F, 2), λ, budget and reach (F,).

    r: the share of L1. free_reach: the least t whose region holds the free optimum. spans: all parts of the
    path to 0 on which a weight is 0.
    """

    penalty: str
    r: float
    w: FloatArray
    lambd: FloatArray
    budget: FloatArray
    reach: FloatArray
    free_reach: float
    spans: tuple[ZeroSpan, ...]


@dataclass(frozen=True)
class Touch:
    """How the region and the lowest contour that it reaches meet at one optimum.

    "free":     λ = 0, the free optimum is in the region
    "origin":   both weights are 0
    "corner":   r > 0 and one `weight` is 0; it is so from the reach `since` down to `until`
    "edge":     r > 0 and no weight is 0; the first to become 0 does so at the reach `until`
    "together": r > 0, no weight is 0, and none will be before both are
    "round":    r = 0 and no weight is 0
    "aligned":  r = 0 and one `weight` is 0 at every λ, as cᵢ = 0 and H₁₂ = 0
    "crossing": r = 0 and one `weight` is 0 at this λ and no other
    """

    kind: str
    weight: int | None = None
    since: float = 0.0
    until: float = 0.0


def optima_at_reaches(bowl: Bowl, penalty: str, reach: ArrayLike, *, l1_ratio: float = 0.5) -> Optima:
    """argmin loss(w) in every region that goes `reach` (F,) far along an axis, and the λ of the same w."""
    reaches = finite_array("reach", reach, ndim=1)
    budget = budget_of_reach(penalty, reaches, l1_ratio=l1_ratio)
    w, lambd = optimum_and_multiplier(bowl, penalty, budget, l1_ratio=l1_ratio)
    return _optima(bowl, penalty, l1_ratio, w, lambd, budget, reaches)


def optima_at_lambdas(bowl: Bowl, penalty: str, lambd: ArrayLike, *, l1_ratio: float = 0.5) -> Optima:
    """argmin loss(w) + λΩ(w) at each λ (F,), and the budget and the reach of the same w."""
    strengths = finite_array("lambd", lambd, ndim=1)
    w = penalized_minimum(bowl, penalty, strengths, l1_ratio=l1_ratio)
    budget = budget_of(bowl, penalty, strengths, l1_ratio=l1_ratio)
    reach = reach_of_budget(penalty, budget, l1_ratio=l1_ratio)
    return _optima(bowl, penalty, l1_ratio, w, strengths, budget, reach)


def touch(optima: Optima, place: int) -> Touch:
    """How the region touches at one of the F places: see `Touch`."""
    w, reach = optima.w[place], float(optima.reach[place])
    zeros = np.flatnonzero(w == 0)
    slack = ROUNDING * max(optima.free_reach, reach)
    if optima.lambd[place] == 0:
        return Touch("free")
    if len(zeros) == 2:
        return Touch("origin")
    if len(zeros) == 1:
        weight = int(zeros[0])
        for span in optima.spans:
            if span.weight == weight and span.since + slack >= reach >= span.until - slack:
                return Touch("corner" if optima.r > 0 else "aligned", weight, span.since, span.until)
        return Touch("corner" if optima.r > 0 else "crossing", weight, reach, reach)
    if optima.r == 0:
        return Touch("round")
    until = max((span.since for span in optima.spans if span.since < reach), default=0.0)
    return Touch("edge" if until > 0 else "together", until=until)


def l2_crossings(bowl: Bowl) -> list[tuple[int, float]]:
    """Where wᵢ = 0 for one λ > 0 alone under L2: λ = Hᵢⱼ bⱼ / bᵢ − Hⱼⱼ, b = Hc; weights i and their λ.

    w = (H + λI)⁻¹ b has wᵢ = 0 where bᵢ (Hⱼⱼ + λ) = Hᵢⱼ bⱼ; for bᵢ = 0 that is so at every λ or at none.
    """
    H, b = bowl.hessian, bowl.hessian @ bowl.center
    dust = ROUNDING * float(np.abs(b).max())
    found = [(i, float(H[i, j] * b[j] / b[i] - H[j, j])) for i, j in ((0, 1), (1, 0)) if abs(b[i]) > dust]
    return [(weight, lambd) for weight, lambd in found if lambd > ROUNDING * float(np.trace(H))]


def _optima(
    bowl: Bowl,
    penalty: str,
    l1_ratio: float,
    w: FloatArray,
    lambd: FloatArray,
    budget: FloatArray,
    reach: FloatArray,
) -> Optima:
    whole = path(bowl, penalty, l1_ratio=l1_ratio, points=2)  # the two ends and the knots
    knots = [row for row in whole.knots if np.any(np.abs(whole.w[row]) > _dust(bowl))]
    rows = [0, *knots, len(whole.w) - 1]
    reaches = reach_of_budget(penalty, whole.budget[rows], l1_ratio=l1_ratio)
    spans = _spans(bowl, penalty, l1_ratio, whole.lambd[rows], reaches)
    return Optima(
        penalty=penalty,
        r=l1_share(penalty, l1_ratio),
        w=_plain(bowl, w),
        lambd=lambd,
        budget=budget,
        reach=reach,
        free_reach=float(reaches[0]),
        spans=spans,
    )


def _spans(
    bowl: Bowl, penalty: str, l1_ratio: float, lambd: FloatArray, reach: FloatArray
) -> tuple[ZeroSpan, ...]:
    """Between two knots, at `lambd` and `reach` (K + 1,), a weight is 0 all the way or not at all."""
    ends = np.where(np.isinf(lambd), lambd[-2] + 1, lambd)
    between = penalized_minimum(bowl, penalty, (ends[:-1] + ends[1:]) / 2, l1_ratio=l1_ratio)
    spans = []
    for weight, zero in enumerate((_plain(bowl, between) == 0).T):
        steps = np.diff(np.concatenate(([0], zero.astype(int), [0])))
        starts, stops = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
        for start, stop in zip(starts, stops, strict=True):
            since, until = float(reach[start]), float(reach[stop])
            if (
                since - until > ROUNDING * reach[0]
            ):  # a knot that rounding has split from an end spans nothing
                spans.append(ZeroSpan(weight, since, until))
    return tuple(spans)


def _plain(bowl: Bowl, w: FloatArray) -> FloatArray:
    """`w` with plain zeros where only rounding is left of them."""
    return np.where(np.abs(w) <= _dust(bowl), 0.0, w)


def _dust(bowl: Bowl) -> float:
    return ROUNDING * float(np.abs(bowl.center).max())
