"""One weight raced to 0 under every penalty, for many λ at once: what the runs did, and what η and λ bring.

    w_t of L1, L2 and elastic net, and with data that pull back (½ h (w − c)²) of the data alone

The steps are those of `l2core.descent`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from l2core.checks import FloatArray, finite_array
from l2core.descent import descend, resting_point, stability

RACERS = ("l1", "l2", "elastic_net", "none")  # "none": the data alone


@dataclass(frozen=True, eq=False)
class Race:
    """One weight under every penalty at every λ: `weights` by penalty, shape (L, steps + 1).

    With data as a parabola of curvature h around c, `resting` says where each weight ends, shape (L,), and
    where L1 is clipped, `proximal` what it would do unclipped, shape (L, steps + 1), otherwise empty.
    """

    lambdas: FloatArray
    learning_rate: float
    l1_step: str
    l1_ratio: float
    weights: Mapping[str, FloatArray]
    curvature: float
    center: float
    resting: Mapping[str, FloatArray]
    proximal: FloatArray

    @property
    def start(self) -> float:
        return float(self.weights["l1"][0, 0])

    @property
    def steps(self) -> int:
        return int(self.weights["l1"].shape[1]) - 1

    def step_size(self, lam: int) -> float:
        """ηλ, what L1 takes off at every step, and the share of the weight that L2 does."""
        return float(self.learning_rate * self.lambdas[lam])

    def product(self, lam: int) -> float:
        """η(h + λ), which decides whether L2 settles."""
        return float(self.learning_rate * (self.curvature + self.lambdas[lam]))

    def factor(self, lam: int) -> float:
        """1 − η(h + λ), by which L2's distance from rest is multiplied at every step."""
        return 1 - self.product(lam)

    def outlook(self, lam: int) -> str:
        """What L2 will do, as `stability` says it; "data diverge" from ηh = 2 on, where the data alone do."""
        if stability(self.learning_rate, 0, self.curvature) == "diverges":
            return "data diverge"
        return stability(self.learning_rate, float(self.lambdas[lam]), self.curvature)

    def zero_since(self, penalty: str, lam: int) -> int | None:
        """The step from which the weight is exactly 0 to the end of the race, if there is one."""
        moving = np.flatnonzero(self.weights[penalty][lam])
        last_moving = int(moving[-1]) if moving.size else -1
        return last_moving + 1 if last_moving < self.steps else None

    def overtaken_at(self, lam: int) -> int | None:
        """The step at which L1 comes ahead of L2 after it was behind, if it does."""
        ahead = np.abs(self.weights["l1"][lam]) < np.abs(self.weights["l2"][lam])
        later = np.flatnonzero(ahead[2:] & ~ahead[1:-1])
        return int(later[0]) + 2 if later.size else None


def run_race(
    w0: float,
    lambdas: Sequence[float],
    learning_rate: float,
    steps: int,
    *,
    l1_step: str = "proximal",
    l1_ratio: float = 0.5,
    curvature: float = 0.0,
    center: float = 0.0,
) -> Race:
    """`descend` from w₀ under every penalty at every λ; a curvature h of 0 leaves the data out.

    lambdas: (L,). Raises ValueError as `descend`.
    """
    strengths, c = finite_array("lambdas", lambdas, ndim=1), center if curvature else 0.0
    rule = {"l1_ratio": l1_ratio, "curvature": curvature, "center": c}
    racers = RACERS if curvature else RACERS[:-1]

    def paths(penalty: str, l1_step: str) -> FloatArray:
        return descend(w0, penalty, strengths, learning_rate, steps, l1_step=l1_step, **rule).T.copy()

    weights = {racer: paths(racer, l1_step) for racer in racers}
    resting = {
        racer: np.array([resting_point(c, racer, lambd, curvature, l1_ratio=l1_ratio) for lambd in strengths])
        for racer in (racers if curvature else ())
    }
    clipped = bool(curvature) and l1_step == "clipped"
    proximal = paths("l1", "proximal") if clipped else np.empty((0, steps + 1))
    return Race(strengths, learning_rate, l1_step, l1_ratio, weights, curvature, c, resting, proximal)
