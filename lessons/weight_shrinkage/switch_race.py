"""λ changed in mid-run: three runs from one start, λ from the first step, after a warm-up, or let go."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from charts.numbers import fixed, number
from charts.penalties import penalty_names
from charts.picture import Translate
from charts.weight_shrinkage.lambda_switch import RACERS, Racer, SwitchRace, racer_names
from dashboard import controls
from dashboard.kept_runs import run_for_everybody
from dashboard.live_words import Line
from dashboard.networks.grid import LAMBDA_CODES, LAMBDA_TRACK, LAMBDAS, Grid, complete_run, initial
from dashboard.patience import patiently
from dashboard.run_queue import Progress
from l2core.datasets import Split
from l2core.history import History
from l2core.optimizers import Recipe
from l2core.trajectories import exact_zeros, summed
from lessons.weight_shrinkage.run import Nets


@dataclass(frozen=True)
class SwitchChoice:
    """The penalty that is raced, the step after which its λ is another, and whether the race is run.

    place: of that step among those that are kept.
    """

    penalty: str
    step: int
    place: int
    run: bool


def usual_switch(grid: Grid) -> SwitchChoice:
    """The race of the page's question: the penalty of the third panel, changed at the fourth of the steps."""
    steps = grid.steps()
    step = _changes(grid)[3]
    return SwitchChoice(grid.penalties[-1], step, steps.index(step), run=True)


def choose_switch(_: Translate, grid: Grid) -> SwitchChoice:
    """Draws the controls of the race; what they chose."""
    names, usual = penalty_names(_), usual_switch(grid)
    raced, when, go = st.columns([3, 5, 3], gap="medium", vertical_alignment="bottom")
    with raced:
        options = {penalty: names[penalty] for penalty in grid.penalties}
        penalty = controls.choose("raced", _("Penalty"), options, default=usual.penalty)
    with when:
        label = _("λ changes after step")
        step = controls.slide_over("switch", label, _changes(grid), default=usual.step, say="{:,.0f}".format)
    with go:
        run = controls.switch("race", _("Run the race"))
    return SwitchChoice(penalty, int(step), grid.steps().index(int(step)), run)


def switch_race(_: Translate, nets: Nets, choice: SwitchChoice) -> SwitchRace:
    """λ from the first step against λ from, or up to, the step of the switch, for every λ."""
    count = len(LAMBDAS)
    words = _("Training {count} networks with λ changed at step {step:,}")
    words = words.format(count=2 * count, step=choice.step)
    changed = patiently(
        lambda progress: _switched(nets.grid, nets.split, choice.penalty, choice.step, progress), words
    )
    racers = {
        "always": _racer(nets.history, nets.grid.columns(choice.penalty)),
        "warm_up": _racer(changed, slice(0, count)),
        "let_go": _racer(changed, slice(count, 2 * count)),
    }
    return SwitchRace(choice.penalty, racers, nets.history.epochs, choice.place)


def before_the_race(nets: Nets, choice: SwitchChoice) -> SwitchRace:
    """The race before its first step: what a picture may hold while the question is open. Trains nothing."""
    racer = _racer(nets.history, nets.grid.columns(choice.penalty))
    later = np.arange(len(nets.history.epochs)) > 0
    still = Racer(*(np.where(later, np.nan, of) for of in (racer.size, racer.zeros, racer.validation)))
    return SwitchRace(choice.penalty, dict.fromkeys(RACERS, still), nets.history.epochs, choice.place)


def results_at_every_lambda(_: Translate, race: SwitchRace) -> Line:
    """Where the three runs have come to after the last step, at every λ of the bar."""
    return Line([race_result(_, race, lam) for lam in range(LAMBDA_TRACK.places)], (LAMBDA_TRACK,))


def race_result(_: Translate, race: SwitchRace, lam: int) -> str:
    """Where the three runs have come to after the last step."""
    ends = (_end(_, race.racers[name], words, lam) for name, words in racer_names(_).items())
    return _("At the end, λ = {lambd}:").format(lambd=LAMBDA_CODES[lam]) + " " + _("; ").join(ends) + _(".")


def warm_up(recipe: Recipe, step: int) -> Recipe:
    """No penalty before `step`, and the recipe's λ from it on."""
    return replace(recipe, lambd=0.0, lambd_schedule=((step, recipe.lambd),))


def let_go(recipe: Recipe, step: int) -> Recipe:
    """The recipe's λ before `step`, and no penalty from it on."""
    return replace(recipe, lambd_schedule=((step, 0.0),))


@run_for_everybody(8)
def _switched(grid: Grid, split: Split, penalty: str, step: int, _progress: Progress) -> History:
    recipes = grid.recipes()[grid.columns(penalty)]
    changed = [warm_up(recipe, step) for recipe in recipes] + [let_go(recipe, step) for recipe in recipes]
    start = initial(grid.hidden, split, grid.start_seed)
    return complete_run(split, start, changed, grid.epochs, grid.steps(), _progress)


def _changes(grid: Grid) -> list[int]:
    """The steps after which λ may change."""
    return grid.steps()[4:-4:4]


def _racer(history: History, nets: slice) -> Racer:
    weights: Mapping[str, np.ndarray] = {name: array[:, nets] for name, array in history.weights.items()}
    size = summed(weights, "l1")
    zeros = np.where(np.isnan(size), np.nan, exact_zeros(weights))
    return Racer(size.T, zeros.T, np.asarray(history.validation_loss)[:, nets].T)


def _end(_: Translate, racer: Racer, name: str, lam: int) -> str:
    if not np.isfinite(racer.size[lam, -1]):
        return _("{name}: diverged").format(name=name)
    words = _("{name}: {zeros} exact zeros, Σ|w| = {size}, validation loss {validation}")
    return words.format(
        name=name,
        zeros=int(racer.zeros[lam, -1]),
        size=number(racer.size[lam, -1]),
        validation=fixed(racer.validation[lam, -1]),
    )
