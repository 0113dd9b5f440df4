"""One weight raced to 0 under every penalty, for many λ at once: what the runs did, and what η and λ bring.

    w_t of L1, L2 and elastic net, and with data that pull back (½ h (w − c)²) of the data alone

The steps are those of `l2core.descent`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from l2core.checks import FloatArray, finite_array
from l2core.descent import EPS, descend, resting_point, stability, steps_to_fall
from l2core.penalties import subgradient

RACERS = ("l1", "l2", "elastic_net", "none")  # those that there can be; "none": the data alone
ROUNDING = 4 * EPS  # within which two numbers are meant to be one
NEARLY = 1e-9  # below every distance from 0 that decimals make, above what rounding leaves


@dataclass(frozen=True, eq=False)
class Race:
    """One weight under every penalty at every λ: `weights` by penalty, shape (L, steps + 1).

    beyond: the weights one step later, (L,). With data as a parabola of curvature h around c, `resting` says
    where each racer's cost is lowest, (L,), which is where its weight rests if its steps bring it there; and
    where L1 is clipped, `proximal` what it would do unclipped, (L, steps + 1), otherwise empty.
    """

    lambdas: FloatArray
    learning_rate: float
    l1_step: str
    l1_ratio: float
    weights: Mapping[str, FloatArray]
    beyond: Mapping[str, FloatArray]
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

    def elastic_net_share(self, lam: int) -> float:
        """ηλ(1 − r), the share of the weight that an elastic net takes off; exactly 1 where meant."""
        share = self.step_size(lam) * (1 - self.l1_ratio)
        return 1.0 if _alike(share, 1.0) else share

    def product(self, lam: int) -> float:
        """η(h + λ), which decides whether L2 settles."""
        return float(self.learning_rate * (self.curvature + self.lambdas[lam]))

    def factor(self, lam: int) -> float:
        """1 − η(h + λ), by which every step multiplies L2's distance from rest; exactly 0 where meant."""
        factor = 1 - self.product(lam)
        return 0.0 if abs(factor) <= ROUNDING else factor

    def outlook(self, lam: int) -> str:
        """What L2 will do, as `stability` says it; "data diverge" from ηh = 2 on, where the data alone do."""
        if stability(self.learning_rate, 0, self.curvature) == "diverges":
            return "data diverge"
        return stability(self.learning_rate, float(self.lambdas[lam]), self.curvature)

    def starts_at_rest(self, lam: int) -> bool:
        """Whether L2 starts where its cost is lowest, w₀ = hc / (h + λ): every step then leaves it there."""
        return "l2" in self.resting and _alike(self.start, float(self.resting["l2"][lam]))

    def zero_since(self, racer: str, lam: int) -> int | None:
        """The step of the race from which the weight is exactly 0 for ever, if there is one.

        What is 0 at two steps in a row stays there: a step depends on the weight alone.
        """
        moving = np.flatnonzero(np.append(self.weights[racer][lam], self.beyond[racer][lam]))
        since = int(moving[-1]) + 1 if moving.size else 0
        return since if since <= self.steps else None

    def died_at(self, racer: str, lam: int) -> int | None:
        """The step at which clipping set the weight to 0 for ever: the penalty had carried it across.

        A weight that a step put on 0 itself is not dead, though without a pull it stays there too.
        """
        since, share = self.zero_since(racer, lam), {"l1": 1.0, "elastic_net": self.l1_ratio}.get(racer, 0.0)
        if self.l1_step != "clipped" or share == 0 or not since:
            return None
        w, lambd = float(self.weights[racer][lam, since - 1]), float(self.lambdas[lam])
        penalty_pull = subgradient(w, racer, lambd, l1_ratio=self.l1_ratio)
        stepped = w - self.learning_rate * (self.curvature * (w - self.center) + penalty_pull)
        return since if abs(stepped) > NEARLY else None

    def l1_ahead_from(self, lam: int) -> int | None:
        """The step from which |w| of L1 is below that of L2 for good, without data, if L2 was ahead before.

        Subgradient steps that jump across 0 for ever are ahead now and then, and behind in the end.
        """
        if self.l1_step == "subgradient" and self.weights["l1"][lam, -1] != 0:
            return None
        l1, l2 = np.abs(self.weights["l1"][lam]), np.abs(self.weights["l2"][lam])
        apart = ROUNDING * self.steps * np.maximum(l1, l2)
        behind = np.flatnonzero(l1 >= l2 - apart)
        was_behind = bool(np.any(l2 < l1 - apart))
        return int(behind[-1]) + 1 if was_behind and behind[-1] < self.steps else None

    def at_zero(self, lam: int) -> str:
        """What subgradient steps of L1 without data do at 0, where w₀ mod ηλ decides:

        "far": they get there too late in the race to tell; "lands" on 0 itself, and stays; "misses" it by
        rounding alone; "jumps" across it for ever.
        """
        arrival = steps_to_fall(self.start, "l1", float(self.lambdas[lam]), self.learning_rate)
        if arrival > self.steps - 2:  # two steps later what rounding has left is seen to come back, or not
            return "far"
        nearest = self.nearest(lam)
        return "lands" if nearest == 0 else "misses" if nearest < NEARLY else "jumps"

    def nearest(self, lam: int) -> float:
        """The least |w| of L1."""
        return float(np.abs(self.weights["l1"][lam]).min())

    def subgradient_outlook(self, lam: int) -> str:
        """What subgradient steps of L1 do with data, w₀ > 0 and w✱ the place of the lowest cost:

        "settles":  at w✱ ≠ 0, for ηh ≤ 1: on its side of 0 every step multiplies the distance by 1 − ηh.
        "either":   settles at w✱ ≠ 0 or jumps across 0 for ever, for ηh between 1 and 2. A jump to and fro
                    between c + d and c − d, d = ηλ / (2 − ηh), is possible where |c| < d.
        "nears":    0, for λ = h|c| and ηh < 1: on the side of c the pulls cancel, and w shrinks by 1 − ηh.
        "restless": at 0, where w✱ is otherwise; and wherever the data alone diverge.
        """
        eta, h, c = self.learning_rate, self.curvature, self.center
        data, product = stability(eta, 0, h), eta * h
        if data != "diverges" and self.resting["l1"][lam] != 0:
            return "settles" if data == "monotone" else "either"
        level = c != 0 and _alike(float(self.lambdas[lam]), h * abs(c))
        return "nears" if level and product < 1 - ROUNDING else "restless"


def run_race(
    w0: float,
    lambdas: Sequence[float],
    learning_rate: float,
    steps: int,
    *,
    elastic_net: bool = True,
    l1_step: str = "proximal",
    l1_ratio: float = 0.5,
    curvature: float = 0.0,
    center: float = 0.0,
) -> Race:
    """`descend` from w₀ under every penalty at every λ; a curvature h of 0 leaves the data out.

    lambdas: (L,). elastic_net: whether it races too. Raises ValueError as `descend`.
    """
    strengths, c = finite_array("lambdas", lambdas, ndim=1), center if curvature else 0.0
    rule = {"l1_ratio": l1_ratio, "curvature": curvature, "center": c}
    absent = {"elastic_net": not elastic_net, "none": not curvature}
    racers = [racer for racer in RACERS if not absent.get(racer)]

    def paths(penalty: str, l1_step: str) -> FloatArray:
        return descend(w0, penalty, strengths, learning_rate, steps + 1, l1_step=l1_step, **rule).T.copy()

    longer = {racer: paths(racer, l1_step) for racer in racers}
    weights = {racer: path[:, :-1] for racer, path in longer.items()}
    beyond = {racer: path[:, -1] for racer, path in longer.items()}
    resting = {
        racer: np.array([resting_point(c, racer, lambd, curvature, l1_ratio=l1_ratio) for lambd in strengths])
        for racer in (racers if curvature else ())
    }
    clipped = bool(curvature) and l1_step == "clipped"
    proximal = paths("l1", "proximal")[:, :-1] if clipped else np.empty((0, steps + 1))
    return Race(strengths, learning_rate, l1_step, l1_ratio, weights, beyond, curvature, c, resting, proximal)


def _alike(a: float, b: float) -> bool:
    return abs(a - b) <= ROUNDING * max(abs(a), abs(b))
