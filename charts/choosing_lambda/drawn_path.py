"""A path as it is drawn: where its lines run, how far they reach, and where their names stand."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from l2core.checks import FloatArray
from l2core.path import Path

_FARTHEST = 1.3  # × the frame of the larger λ, at which the axis of the effects ends at the latest


@dataclass(frozen=True, eq=False)
class DrawnPath:
    """The path at the λ of the bar and, between them, at its knots: no corner is cut off.

    path: at (D,) decreasing λ. bar_index: (D,), where each λ is on the bar, −1 for a knot. spread: (p,), the
    standard deviation of each variable. weights: (D, p), those that the penalty acts on.
    variables: (p,), the number of the variable for which each column stands; None where each is one.
    """

    path: Path
    bar_index: NDArray[np.intp]
    spread: FloatArray
    names: Sequence[str]
    weights: FloatArray
    variables: NDArray[np.intp] | None = None

    @property
    def count(self) -> int:
        """How many variables there are."""
        return len(self.names) if self.variables is None else int(self.variables.max()) + 1

    @property
    def kept(self) -> NDArray[np.intp]:
        """How many of them are in the model at each λ, (D,): those with a weight that is not exactly 0."""
        inside = self.path.coefficients != 0
        if self.variables is None:
            return inside.sum(axis=1)
        held = np.zeros((len(inside), self.count), dtype=bool)
        np.logical_or.at(held.T, self.variables, inside.T)
        return held.sum(axis=1)

    @property
    def effects(self) -> FloatArray:
        """How much one standard deviation more of a variable changes the prediction, (D, p)."""
        return self.path.coefficients * self.spread

    def strongest(self, count: int) -> NDArray[np.intp]:
        """The `count` variables that have the largest effect anywhere on the path, the largest first."""
        return np.argsort(-np.abs(self.effects).max(axis=0), kind="stable")[:count]

    def along(self, axis: str) -> FloatArray:
        """What the horizontal axis "lambda", "norm1" or "deviance" measures, (D,)."""
        return {
            "lambda": self.path.lambdas,
            "norm1": np.abs(self.weights).sum(axis=1),
            "deviance": self.path.deviance_ratio,
        }[axis]


@dataclass(frozen=True)
class ChosenLambdas:
    """Where λ_min and λ_1se are on the bar."""

    index_min: int
    index_1se: int


def frame(effects: FloatArray) -> tuple[float, float]:
    """A little more than the effects reach, 0 among it."""
    low, high = min(0.0, float(effects.min())), max(0.0, float(effects.max()))
    room = 0.04 * (high - low) or 1.0
    return low - room, high + room


def frame_of_bar(effects: FloatArray, weakest: int) -> tuple[float, float]:
    """The frame of effects (…, L, p) at every place of the bar, but not farther than _FARTHEST × that of the
    places from `weakest` on: what is larger under a weaker penalty leaves the others their room.
    """
    left, right = frame(effects)
    near = effects[..., weakest:, :]
    if not near.any():
        return left, right
    near_left, near_right = frame(near)
    room = (_FARTHEST - 1) * (near_right - near_left)
    return max(left, near_left - room), min(right, near_right + room)


def spread_out(y: FloatArray, gap: float, low: float, high: float) -> FloatArray:
    """The places nearest to y, in the same order, at least `gap` apart and from `low` to `high`.

    argmin Σ(z_i − y_i)² with z_i + gap ≤ z_{i+1}: isotonic regression of y_i − i·gap by pooling neighbours.
    """
    order = np.argsort(y, kind="stable")
    pools: list[tuple[float, int]] = []  # mean of y_i − i·gap, number of labels
    for value in y[order] - gap * np.arange(len(y)):
        mean, count = float(value), 1
        while pools and pools[-1][0] > mean:
            before, members = pools.pop()
            mean, count = (before * members + mean * count) / (members + count), members + count
        pools.append((mean, count))
    base = np.repeat([mean for mean, _n in pools], [count for _mean, count in pools])
    placed = np.empty(len(y))
    placed[order] = np.clip(base, low, max(low, high - gap * (len(y) - 1))) + gap * np.arange(len(y))
    return placed
