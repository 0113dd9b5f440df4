"""The shape of a handful of dots on a line: judged alike for dots placed by hand and for those of a run."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.checks import finite_array, fraction, positive
from l2core.many_starts import middle

MOST = 0.75  # of the dots
FEWEST = 4


@dataclass(frozen=True)
class DotShape:
    """What n dots do about 0.

    below, above: how many lie there. side: "below" or "above" where at least MOST of all do, else "neither".
    span: how far apart the ends of the middle ones are (`l2core.many_starts.middle`).
    is_wide: whether that is more than was asked about.
    """

    n: int
    below: int
    above: int
    side: str
    span: float
    is_wide: bool


def dot_shape(values: ArrayLike, *, wide: float, most: float = MOST) -> DotShape:
    """side: #{x < 0} ≥ most · n → "below", #{x > 0} ≥ most · n → "above";  span: x₍n−c₎ − x₍c+1₎, c = ⌊n/10⌋.

    wide: the span above which the dots count as wide, in the units of x. Raises ValueError for fewer than
    FEWEST dots and for `most` of one half or less, by which both sides could hold most.
    """
    x, wide = finite_array("values", values, ndim=1), positive("wide", wide)
    if fraction("most", most) <= 0.5:
        raise ValueError(f"most needs to be above 0.5, got {most}")
    if x.size < FEWEST:
        raise ValueError(f"values needs {FEWEST} dots at least, got {x.size}")
    below, above = int((x < 0).sum()), int((x > 0).sum())
    side = "below" if below >= most * x.size else "above" if above >= most * x.size else "neither"
    low, _median, high = middle(x, np.inf)
    span = float(high - low)
    return DotShape(x.size, below, above, side, span, span > wide * (1 + 1e-9))


def columns_of(values: ArrayLike, edges: ArrayLike) -> NDArray[np.intp]:
    """max {k : edges_k ≤ x}, and the first or last column for what lies beyond the edges; NaN is left out.

    edges (K + 1,), rising: those of K columns.
    """
    x, edges = np.asarray(values, dtype=float), finite_array("edges", edges, ndim=1)
    if edges.size < 2 or (np.diff(edges) <= 0).any():
        raise ValueError(f"edges needs 2 rising numbers at least, got {edges.tolist()}")
    x = x[~np.isnan(x)]
    return np.clip(np.searchsorted(edges, x, side="right") - 1, 0, edges.size - 2)
