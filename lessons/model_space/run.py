"""What the lesson on the model space computes: the optima of its bowl, and where random bowls land."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from charts.model_space.panel import outlines
from charts.model_space.places import LAMBDAS, REACHES, places
from charts.model_space.sparsity_cloud import fan
from charts.picture import Tables
from dashboard.pictures import packed_tables
from l2core.bowl import Bowl, tilted_bowl
from l2core.optima import Optima, optima_at_lambdas, optima_at_reaches
from l2core.penalties import mixing
from l2core.random_bowls import Landings, random_landings
from l2core.region import budget_of_reach
from lessons.model_space.choice import Choice

CLOUD = 200  # bowls in a picture


@dataclass(frozen=True, eq=False)
class Scene:
    """What is to be seen: what was chosen, its bowl, its optima by penalty, and the place `at` of the bar."""

    choice: Choice
    bowl: Bowl
    optima: Mapping[str, Optima]
    at: int

    @property
    def place(self) -> float:
        """The t or the λ at which the bar stands."""
        return float(places(self.choice.drive)[self.at])


def bowl_of(choice: Choice) -> Bowl:
    """The bowl that was chosen."""
    return tilted_bowl(choice.center, choice.stretch, choice.tilt)


@st.cache_data(max_entries=200, show_spinner=False)
def optima(choice: Choice, penalty: str) -> Optima:
    """The optimum under one penalty at every place of the bar."""
    bowl, r = bowl_of(choice), choice.l1_ratio
    if choice.drive == "budget":
        return optima_at_reaches(bowl, penalty, REACHES, l1_ratio=r)
    return optima_at_lambdas(bowl, penalty, LAMBDAS, l1_ratio=r)


def outlined(choice: Choice, found: Optima) -> Tables:
    """The shapes that go with these optima, packed."""
    return packed_tables("outlines", (choice, found.penalty), lambda: outlines(bowl_of(choice), found))


def landings(choice: Choice, penalty: str) -> Landings:
    """Where the random bowls land under one penalty at every place of the bar."""
    return _landings(*_thrown(choice, penalty))


def fanned(choice: Choice, found: Landings) -> Tables:
    """The lines from the centers of these bowls to their optima, packed."""
    return packed_tables("fan", _thrown(choice, found.penalty), lambda: fan(found))


def _thrown(choice: Choice, penalty: str) -> tuple[str, str, float, int]:
    """What decides about the landings: the same bowls are thrown whatever else is chosen."""
    return penalty, choice.drive, mixing(penalty, choice.l1_ratio), choice.seed


@st.cache_data(max_entries=24, show_spinner=False)
def _landings(penalty: str, drive: str, r: float, seed: int) -> Landings:
    if drive == "budget":
        budgets = budget_of_reach(penalty, REACHES, l1_ratio=r)
        return random_landings(penalty, budget=budgets, l1_ratio=r, count=CLOUD, seed=seed)
    return random_landings(penalty, lambd=LAMBDAS, l1_ratio=r, count=CLOUD, seed=seed)
