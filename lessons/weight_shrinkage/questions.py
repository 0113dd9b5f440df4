"""The questions of the lesson: each trains what it asks about, beside the nets of the page."""

from dataclasses import dataclass, replace

import streamlit as st

from charts.numbers import number
from charts.picture import Translate
from dashboard.networks.grid import Grid, initial
from l2core.datasets import Split
from l2core.history import History
from l2core.optimizers import Recipe
from l2core.training import train
from l2core.trajectories import every_weight, exact_zeros, weight_count
from lessons.weight_shrinkage.switch_race import warm_up

ALIKE = 5  # exact zeros more or fewer that count as alike


@dataclass(frozen=True)
class Setting:
    """What the page shows when it asks: the data, how its nets are trained, and λ."""

    split: Split
    grid: Grid
    lambd: float

    @property
    def strength(self) -> str:
        """λ in words."""
        return number(self.lambd)

    @property
    def twice(self) -> str:
        """2λ in words."""
        return number(2 * self.lambd)

    def recipe(self, penalty: str, lambd: float) -> Recipe:
        """How the page trains the net with this penalty and λ."""
        return replace(self.grid.recipes()[0], penalty=penalty, lambd=lambd)


def doubled_options(_: Translate) -> dict[str, str]:
    """How many weights L2 with twice the λ may make exactly 0."""
    return {"none": _("None"), "some": _("At most half"), "most": _("More than half")}


def doubled(_: Translate, setting: Setting) -> tuple[str, str]:
    """Whether L2 with 2λ makes weights exactly 0: "none", "some" or "most"."""
    zeros, count = _zeros(setting, setting.recipe("l2", 2 * setting.lambd))
    words = _("With λ = {lambd}, {zeros} of {count} weights are exactly 0 after step {step:,}.")
    code = "none" if not zeros else "some" if 2 * zeros <= count else "most"
    return code, words.format(lambd=setting.twice, zeros=zeros, count=count, step=setting.grid.epochs)


def subgradient_options(_: Translate) -> dict[str, str]:
    """How many exact zeros the subgradient may leave."""
    return {
        "alike": _("As many, give or take five"),
        "fewer": _("Clearly fewer, but some"),
        "none": _("None at all"),
    }


def by_subgradient(_: Translate, setting: Setting) -> tuple[str, str]:
    """How many exact zeros L1 leaves with subgradient steps, against proximal ones."""
    proximal, subgradient = (
        _zeros(setting, replace(setting.recipe("l1", setting.lambd), l1_step=step))[0]
        for step in ("proximal", "subgradient")
    )
    words = _(
        "After step {step:,}: {subgradient} exact zeros by subgradient steps, {proximal} by proximal ones."
    )
    code = "alike" if abs(subgradient - proximal) <= ALIKE else "fewer" if subgradient else "none"
    return code, words.format(step=setting.grid.epochs, subgradient=subgradient, proximal=proximal)


def layer_options(_: Translate, setting: Setting) -> dict[str, str]:
    """The layers, or that no one of them loses most."""
    layers = range(1, len(setting.grid.hidden) + 2)
    return {f"W{layer}": f"W{layer}" for layer in layers} | {"alike": _("Two or more alike")}


def by_layer(_: Translate, setting: Setting) -> tuple[str, str]:
    """The layer of which L1 leaves the smallest share, or "alike"."""
    history = ended(setting.split, setting.grid, setting.recipe("l1", setting.lambd))
    weights = every_weight(history, slice(0, 1), "l1")
    zeros = dict(enumerate(weights.zeros[:, 0, -1].tolist(), start=1))
    sizes = dict(enumerate(weights.layer_sizes.tolist(), start=1))
    shares = {layer: zeros[layer] / sizes[layer] for layer in zeros}
    most = [layer for layer, share in shares.items() if share == max(shares.values())]
    counts = (f"W{layer} {zeros[layer]}/{sizes[layer]} ({shares[layer]:.0%})" for layer in zeros)
    words = _("Exactly 0 after step {step:,}: {counts}.")
    code = f"W{most[0]}" if len(most) == 1 else "alike"
    return code, words.format(step=setting.grid.epochs, counts=", ".join(counts))


def warm_up_options(_: Translate) -> dict[str, str]:
    """How many exact zeros L1 may leave after a warm-up, against L1 from the first step."""
    return {"fewer": _("Fewer"), "alike": _("As many, give or take five"), "more": _("More")}


def after_warm_up(_: Translate, setting: Setting, step: int) -> tuple[str, str]:
    """How many exact zeros L1 leaves when it begins at `step`, against L1 from the first step."""
    recipe = setting.recipe("l1", setting.lambd)
    always, late = (_zeros(setting, one)[0] for one in (recipe, warm_up(recipe, step)))
    words = _(
        "After step {step:,}: {late} exact zeros after the warm-up, {always} with λ from the first step."
    )
    code = "alike" if abs(late - always) <= ALIKE else "fewer" if late < always else "more"
    return code, words.format(step=setting.grid.epochs, late=late, always=always)


@st.cache_data(max_entries=64, show_spinner=False)
def ended(split: Split, grid: Grid, recipe: Recipe) -> History:
    """One more net from the start of the grid after as many steps; only its start and its end are kept."""
    start = initial(grid.hidden, split, grid.start_seed)
    return train(split.X_train, split.Y_train, start, [recipe], epochs=grid.epochs, snapshots=[])


def _zeros(setting: Setting, recipe: Recipe) -> tuple[int, int]:
    weights = ended(setting.split, setting.grid, recipe).weights
    return int(exact_zeros(weights)[-1, 0]), weight_count(weights)
