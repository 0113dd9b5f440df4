"""The shape of a curve, not its heights: judged alike for one drawn by hand and one that is computed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from l2core.checks import FloatArray, finite_array, fraction

STRAIGHT = 0.08  # the mean distance from the chord, as a share of the fall, within which a fall is even


@dataclass(frozen=True)
class Shape:
    """What a curve y (n,) does from left to right.

    kind: "flat" | "falls" | "rises" | "U" (falls, then rises) | "hill" (rises, then falls) | "other".
    lowest: the place of its minimum, from 0 to n − 1. zero_from: the first place from which it is 0 to the
    end, within the tolerance; None where it does not stay at 0. pace: how a curve that falls does so, from
    the first place to where it is 0, or to the last: "even" (a straight line), "slowing" (it levels off),
    "quickening"; None for another kind, and for a fall of fewer than 3 places.
    """

    kind: str
    lowest: int
    zero_from: int | None
    pace: str | None


def shape_of(y: ArrayLike, *, tolerance: float = 0.08) -> Shape:
    """The shape of a curve, where a rise or fall by less than `tolerance` of max y − min y counts as none.

    From its turning points: the curve is followed from extreme to extreme, and a swing that is smaller than
    the tolerance is passed over, as a shaking hand makes them. Its pace from the mean distance d of y from
    the chord, as a share of the fall: even for |d| ≤ 0.08, slowing below. (1 − x)^p has d = 1/(p + 1) − ½.
    Raises ValueError for fewer than 3 places.
    """
    y, tolerance = finite_array("y", y, ndim=1), fraction("tolerance", tolerance)
    if y.size < 3:
        raise ValueError(f"y needs 3 places at least, got {y.size}")
    size = float(np.ptp(y))
    away_from_0 = np.flatnonzero(np.abs(y) > tolerance * np.abs(y).max())
    arrives = int(away_from_0[-1]) + 1 if away_from_0.size else 0
    kinds = {(): "flat", (-1,): "falls", (1,): "rises", (-1, 1): "U", (1, -1): "hill"}
    kind = kinds.get(_directions(y, tolerance * size), "other")
    return Shape(
        kind=kind,
        lowest=int(np.argmin(y)),
        zero_from=arrives if arrives < y.size else None,
        pace=_pace(y[: arrives + 1]) if kind == "falls" else None,
    )


def _pace(fall: FloatArray) -> str | None:
    if fall.size < 3:
        return None
    chord = np.linspace(fall[0], fall[-1], fall.size)
    bend = float((fall - chord).sum() / (fall.size - 1) / (fall[0] - fall[-1]))
    return "even" if abs(bend) <= STRAIGHT else "slowing" if bend < 0 else "quickening"


def _directions(y: FloatArray, least: float) -> tuple[int, ...]:
    """−1 and +1 by turns: the swings of y that are at least so large, each from the extreme before it."""
    found: list[int] = []
    low = high = y[0]
    for value in y[1:]:
        low, high = min(low, value), max(high, value)
        if found[-1:] != [1] and value > low and value - low >= least:
            found.append(1)
            high = value
        elif found[-1:] != [-1] and value < high and high - value >= least:
            found.append(-1)
            low = value
    return tuple(found)
