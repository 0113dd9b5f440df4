"""The questions of the lesson: each trains what it asks about, beside the nets of the page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import streamlit as st

from charts.numbers import number
from charts.picture import Translate
from charts.weight_shrinkage.lambda_switch import racer_names
from dashboard.networks.grid import Grid, initial
from l2core.datasets import Split
from l2core.history import History
from l2core.optimizers import Recipe, held_size
from l2core.training import train
from l2core.trajectories import every_weight, exact_zeros, weight_count
from lessons.weight_shrinkage.switch_race import warm_up
from lessons.weight_shrinkage.words import held_sentence

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
    return {
        "none": _("None"),
        "some": _("Some, at most half"),
        "most": _("More than half"),
        "diverged": _("No telling: the net diverges"),
    }


def doubled(_: Translate, setting: Setting) -> tuple[str, str]:
    """Whether L2 with 2λ makes weights exactly 0."""
    recipe = setting.recipe("l2", 2 * setting.lambd)
    history = ended(setting.split, setting.grid, recipe)
    if history.diverged_at[0] >= 0:
        return "diverged", _diverged(_, {"L2": history})
    zeros, count = _zeros(history), weight_count(history.weights)
    words = _("With λ = {lambd}, {zeros} of {count} weights are exactly 0 after step {step:,}.")
    because = words.format(lambd=setting.twice, zeros=zeros, count=count, step=setting.grid.epochs)
    held = held_size(history.layer_dims)
    sizes = np.abs(every_weight(history, slice(0, 1), "l2").at(0, -1))
    if ((sizes > 0) & (sizes <= held)).any():  # without the trainer's hold these could be rounded to 0
        because += " " + held_sentence(_, held)
    return "none" if not zeros else "some" if 2 * zeros <= count else "most", because


def subgradient_options(_: Translate) -> dict[str, str]:
    """How many exact zeros the subgradient may leave, against the proximal step."""
    return {
        "alike": _("Some: as many as the proximal step, give or take five"),
        "fewer": _("Some, but clearly fewer"),
        "more": _("Clearly more"),
        "none": _("None at all"),
        "diverged": _("No telling: a net diverges"),
    }


def by_subgradient(_: Translate, setting: Setting) -> tuple[str, str]:
    """How many exact zeros L1 leaves with subgradient steps, against proximal ones."""
    proximal, subgradient = (
        ended(setting.split, setting.grid, replace(setting.recipe("l1", setting.lambd), l1_step=l1_step))
        for l1_step in ("proximal", "subgradient")
    )
    zeros, others, step = _zeros(subgradient), _zeros(proximal), setting.grid.epochs
    if max(proximal.diverged_at[0], subgradient.diverged_at[0]) >= 0:
        lost = _diverged(_, {_("proximal"): proximal, _("subgradient"): subgradient})
        if subgradient.diverged_at[0] >= 0 or zeros:
            return "diverged", lost
        words = _("After step {step:,}: no exact zero by subgradient steps.")
        return "none", f"{words.format(step=step)} {lost}"
    words = _(
        "After step {step:,}: {subgradient} exact zeros by subgradient steps, {proximal} by proximal ones."
    )
    code = "none" if not zeros else _compared(zeros, others)
    return code, words.format(step=step, subgradient=zeros, proximal=others)


def layer_options(_: Translate, setting: Setting) -> dict[str, str]:
    """The layers, or that no one of them loses more than every other."""
    layers = range(1, len(setting.grid.hidden) + 2)
    return {f"W{layer}": f"W{layer}" for layer in layers} | {
        "alike": _("No one of them: two or more alike, or none loses any"),
        "diverged": _("No telling: the net diverges"),
    }


def by_layer(_: Translate, setting: Setting) -> tuple[str, str]:
    """The layer of which L1 makes the largest share exactly 0."""
    history = ended(setting.split, setting.grid, setting.recipe("l1", setting.lambd))
    if history.diverged_at[0] >= 0:
        return "diverged", _diverged(_, {"L1": history})
    weights = every_weight(history, slice(0, 1), "l1")
    zeros = dict(enumerate(weights.zeros[:, 0, -1].tolist(), start=1))
    sizes = dict(enumerate(weights.layer_sizes.tolist(), start=1))
    shares = {layer: Fraction(zeros[layer], sizes[layer]) for layer in zeros}
    most = [layer for layer, share in shares.items() if share == max(shares.values())]
    counts = (f"W{layer} {zeros[layer]}/{sizes[layer]} ({_percent(shares[layer])})" for layer in zeros)
    words = _("Exactly 0 after step {step:,}: {counts}.")
    code = f"W{most[0]}" if len(most) == 1 else "alike"
    return code, words.format(step=setting.grid.epochs, counts=", ".join(counts))


def warm_up_options(_: Translate) -> dict[str, str]:
    """How many exact zeros L1 may leave after a warm-up, against L1 from the first step."""
    return {
        "fewer": _("Clearly fewer"),
        "alike": _("As many, give or take five"),
        "more": _("Clearly more"),
        "diverged": _("No telling: a net diverges"),
    }


def after_warm_up(_: Translate, setting: Setting, step: int) -> tuple[str, str]:
    """How many exact zeros L1 leaves when it begins at `step`, against L1 from the first step."""
    recipe = setting.recipe("l1", setting.lambd)
    always, late = (ended(setting.split, setting.grid, one) for one in (recipe, warm_up(recipe, step)))
    if max(always.diverged_at[0], late.diverged_at[0]) >= 0:
        names = racer_names(_)
        return "diverged", _diverged(_, {names["always"]: always, names["warm_up"]: late})
    words = _(
        "After step {step:,}: {late} exact zeros after the warm-up, {always} with λ from the first step."
    )
    zeros, others = _zeros(late), _zeros(always)
    return _compared(zeros, others), words.format(step=setting.grid.epochs, late=zeros, always=others)


@st.cache_data(max_entries=64, show_spinner=False)
def ended(split: Split, grid: Grid, recipe: Recipe) -> History:
    """One more net from the start of the grid after as many steps; only its start and its end are kept."""
    start = initial(grid.hidden, split, grid.start_seed)
    return train(split.X_train, split.Y_train, start, [recipe], epochs=grid.epochs, snapshots=[])


def _zeros(history: History) -> int:
    return int(exact_zeros(history.weights)[-1, 0])


def _compared(zeros: int, others: int) -> str:
    if abs(zeros - others) <= ALIKE:
        return "alike"
    return "fewer" if zeros < others else "more"


def _percent(share: Fraction) -> str:
    """Whole per cent, but neither 0 nor 100 for what is only near them."""
    near = min(max(round(100 * share), 1), 99) if 0 < share < 1 else round(100 * share)
    return f"{near}%"


def _diverged(_: Translate, histories: Mapping[str, History]) -> str:
    """Which of these nets diverged, and when."""
    words = _("{name}: diverged at step {step:,}")
    gone = {name: history.diverged_at[0] for name, history in histories.items()}
    return "; ".join(words.format(name=name, step=step) for name, step in gone.items() if step >= 0) + "."
