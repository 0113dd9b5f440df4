"""What the lesson on the model space computes: the optima of its bowl, and where random bowls land."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from charts.model_space.panel import outlines
from charts.model_space.places import LAMBDAS, REACHES, places
from charts.model_space.plane import PANELS
from charts.model_space.sparsity_cloud import fan
from charts.picture import Tables
from dashboard.caches import kept_for_everybody
from dashboard.pictures import packed_tables
from l2core.bowl import Bowl, tilted_bowl
from l2core.optima import Optima, optima_at_lambdas, optima_at_reaches
from l2core.penalties import mixing
from l2core.random_bowls import Landings, random_landings
from l2core.region import budget_of_reach
from lessons.model_space.choice import Choice

CLOUD = 200  # bowls in a picture


@dataclass(frozen=True, eq=False)
class Here:
    """What is to be seen: what was chosen, its bowl, its optima by penalty, and the place `at` of the bar."""

    choice: Choice
    bowl: Bowl
    optima: Mapping[str, Optima]
    at: int

    @property
    def place(self) -> float:
        """The t or the λ at which the bar stands."""
        return float(places(self.choice.drive)[self.at])


def here(choice: Choice, at: int) -> Here:
    """What is computed for a choice, where the bar stands at place `at`."""
    return Here(choice, bowl_of(choice), {penalty: optima(choice, penalty) for penalty in PANELS}, at)


def moments(choice: Choice) -> list[int]:
    """The places of the bar at which a weight of the L1 optimum becomes exactly 0, or leaves 0 again.

    Not t = 0, the end of the bar, where nothing else is allowed.
    """
    zero = (optima(choice, "l1").w == 0)[: -1 if choice.drive == "budget" else None]
    return [int(place) for place in np.flatnonzero(np.any(zero[1:] != zero[:-1], axis=1)) + 1]


def bowl_of(choice: Choice) -> Bowl:
    """The bowl that was chosen."""
    return tilted_bowl(choice.center, choice.stretch, choice.tilt)


@kept_for_everybody(200)
def optima(choice: Choice, penalty: str) -> Optima:
    """The optimum under one penalty at every place of the bar."""
    bowl, r = bowl_of(choice), choice.l1_ratio
    if choice.drive == "budget":
        return optima_at_reaches(bowl, penalty, REACHES, l1_ratio=r)
    return optima_at_lambdas(bowl, penalty, LAMBDAS, l1_ratio=r)


def seen(found: Optima, *, begun: bool) -> Optima:
    """The optima that a picture may hold: that of the first place alone as long as it has not begun."""
    if begun:
        return found
    return replace(
        found, w=found.w[:1], lambd=found.lambd[:1], budget=found.budget[:1], reach=found.reach[:1], spans=()
    )


def outlined(choice: Choice, found: Optima, *, begun: bool) -> Tables:
    """The shapes that go with these optima, packed; the path to 0 only once the picture has begun."""
    key = (choice, found.penalty, begun)
    return packed_tables("outlines", key, lambda: outlines(bowl_of(choice), found, path_to_0=begun))


def landings(choice: Choice, penalty: str, seed: int) -> Landings:
    """Where the random bowls land under one penalty at every place of the bar."""
    return _landings(*_thrown(choice, penalty, seed))


def fanned(choice: Choice, found: Landings, seed: int) -> Tables:
    """The lines from the centers of these bowls to their optima, packed."""
    return packed_tables("fan", _thrown(choice, found.penalty, seed), lambda: fan(found))


def _thrown(choice: Choice, penalty: str, seed: int) -> tuple[str, str, float, int]:
    """What decides about the landings: the same bowls are thrown whatever else is chosen."""
    return penalty, choice.drive, mixing(penalty, choice.l1_ratio), seed


@kept_for_everybody(24)
def _landings(penalty: str, drive: str, r: float, seed: int) -> Landings:
    if drive == "budget":
        budgets = budget_of_reach(penalty, REACHES, l1_ratio=r)
        return random_landings(penalty, budget=budgets, l1_ratio=r, count=CLOUD, seed=seed)
    return random_landings(penalty, lambd=LAMBDAS, l1_ratio=r, count=CLOUD, seed=seed)
