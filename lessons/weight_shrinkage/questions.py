"""What is trained beside the run on the page of the weights: one net more, or λ changed in mid-run."""

from dataclasses import replace

import numpy as np
import streamlit as st

from charts.weight_shrinkage.lambda_switch import SwitchRace
from dashboard.networks.grid import LAMBDAS, Grid, complete_run, initial
from dashboard.patience import Progress, patiently
from dashboard.text import Translate
from l2core.checks import FloatArray
from l2core.datasets import Split
from l2core.history import History
from l2core.optimizers import Recipe
from l2core.training import train
from l2core.trajectories import every_weight

ALIKE = 5  # exact zeros more or fewer that count as alike


def doubled(_: Translate, grid: Grid, split: Split, lambd: float) -> tuple[str, str]:
    """Whether L2 with 2λ makes weights exactly 0: "none", "some" or "most"."""
    zeros, count = _zeros(grid, split, _recipe(grid, "l2", 2 * lambd))
    words = _("With λ = {lambd:g}, {zeros} of {count} weights are exactly 0 after step {step:,}.")
    code = "none" if not zeros else "some" if 2 * zeros <= count else "most"
    return code, words.format(lambd=2 * lambd, zeros=zeros, count=count, step=grid.epochs)


def by_subgradient(_: Translate, grid: Grid, split: Split, lambd: float) -> tuple[str, str]:
    """How many exact zeros L1 leaves with subgradient steps, against proximal ones."""
    proximal, subgradient = (
        _zeros(grid, split, replace(_recipe(grid, "l1", lambd), l1_step=step))[0]
        for step in ("proximal", "subgradient")
    )
    words = _(
        "After step {step:,}: {subgradient} exact zeros by subgradient steps, {proximal} by proximal ones."
    )
    code = "alike" if abs(subgradient - proximal) <= ALIKE else "fewer" if subgradient else "none"
    return code, words.format(step=grid.epochs, subgradient=subgradient, proximal=proximal)


def by_layer(_: Translate, grid: Grid, split: Split, lambd: float) -> tuple[str, str]:
    """The layer of which L1 leaves the smallest share, or "alike"."""
    weights = ended(grid, split, _recipe(grid, "l1", lambd))
    shares = {name: float((W == 0).mean()) for name, W in weights.items()}
    most = [name for name, share in shares.items() if share == max(shares.values())]
    counts = ", ".join(
        f"{name} {(W == 0).sum()}/{W.size} ({shares[name]:.0%})" for name, W in weights.items()
    )
    words = _("Exactly 0 after step {step:,}: {counts}.")
    return most[0] if len(most) == 1 else "alike", words.format(step=grid.epochs, counts=counts)


def after_warm_up(_: Translate, grid: Grid, split: Split, lambd: float, step: int) -> tuple[str, str]:
    """How many exact zeros L1 leaves when it begins at `step`, against L1 from the first step."""
    recipe = _recipe(grid, "l1", lambd)
    always, late = (_zeros(grid, split, one)[0] for one in (recipe, warm_up(recipe, step)))
    words = _(
        "After step {step:,}: {late} exact zeros after the warm-up, {always} with λ from the first step."
    )
    code = "alike" if abs(late - always) <= ALIKE else "fewer" if late < always else "more"
    return code, words.format(step=grid.epochs, late=late, always=always)


def switch_race(
    _: Translate, grid: Grid, split: Split, penalty: str, switch: int, history: History
) -> SwitchRace:
    """λ from the first step against λ from, or up to, the kept step number `switch`, for every λ.

    history: of the grid, where the nets of the first kind are.
    """
    words = _("Training {count} networks with λ changed at step {step:,}")
    words = words.format(count=2 * len(LAMBDAS), step=grid.steps()[switch])
    changed = patiently(lambda progress: _switched(grid, split, penalty, switch, progress), words)
    count = len(LAMBDAS)
    runs = {
        "always": (history, grid.columns(penalty)),
        "warm_up": (changed, slice(0, count)),
        "let_go": (changed, slice(count, 2 * count)),
    }
    of: dict[str, dict[str, FloatArray]] = {"size": {}, "zeros": {}, "validation": {}}
    for racer, (run, nets) in runs.items():
        weights = every_weight(run, nets, penalty)
        of["size"][racer] = np.abs(weights.values).sum(axis=0)
        of["zeros"][racer] = np.where(np.isnan(of["size"][racer]), np.nan, weights.zeros.sum(axis=0))
        of["validation"][racer] = np.asarray(run.validation_loss)[:, nets].T
    return SwitchRace(penalty, of, history.epochs, switch)


def warm_up(recipe: Recipe, step: int) -> Recipe:
    """No penalty before `step`, and the recipe's λ from it on."""
    return replace(recipe, lambd=0.0, lambd_schedule=((step, recipe.lambd),))


def let_go(recipe: Recipe, step: int) -> Recipe:
    """The recipe's λ before `step`, and no penalty from it on."""
    return replace(recipe, lambd_schedule=((step, 0.0),))


@st.cache_data(max_entries=64, show_spinner=False)
def ended(grid: Grid, split: Split, recipe: Recipe) -> dict[str, FloatArray]:
    """The weights {"W1": …} that one more net ends with, from the start of the grid, after as many steps."""
    start = initial(grid.hidden, split, grid.start_seed)
    history = train(split.X_train, split.Y_train, start, [recipe], epochs=grid.epochs, snapshots=[])
    return {name: W for name, W in history.final(0).items() if name.startswith("W")}


@st.cache_data(max_entries=8, show_spinner=False)
def _switched(grid: Grid, split: Split, penalty: str, switch: int, _progress: Progress) -> History:
    recipes, step = grid.recipes()[grid.columns(penalty)], grid.steps()[switch]
    changed = [warm_up(recipe, step) for recipe in recipes] + [let_go(recipe, step) for recipe in recipes]
    start = initial(grid.hidden, split, grid.start_seed)
    return complete_run(split, start, changed, grid.epochs, grid.steps(), _progress.report)


def _recipe(grid: Grid, penalty: str, lambd: float) -> Recipe:
    return replace(grid.recipes()[0], penalty=penalty, lambd=lambd)


def _zeros(grid: Grid, split: Split, recipe: Recipe) -> tuple[int, int]:
    weights = ended(grid, split, recipe).values()
    return sum(int((W == 0).sum()) for W in weights), sum(W.size for W in weights)
