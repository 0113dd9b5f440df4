"""What the penalties change over many starts and over many draws of the data, and what lies out of sight.

validation: penalty -> (runs, S, L), L = 1 for "none"; NaN where a net diverged.
"""

import numpy as np

from charts.axes import CEILING
from charts.numbers import fixed, number, plus_minus
from charts.overfit_vs_regularized.paired_differences import FINE
from charts.penalties import penalty_names
from dashboard.networks.grid import LAMBDAS
from dashboard.text import Translate
from l2core.checks import FloatArray
from l2core.evaluation import Estimate, direction, paired_difference
from lessons.overfit_vs_regularized.run import Here

Validation = dict[str, FloatArray]


def start_differences(_: Translate, validation: Validation, here: Here) -> str:
    """What the penalties change over the starts, as far as these tell it from nothing."""
    words = [
        _("λ = {lambd}, at the step of the bar, over the starts on these points:").format(lambd=here.lambd)
    ]
    for penalty in here.grid.penalties:
        name, change = penalty_names(_)[penalty], _change(validation, penalty, here)
        if change is None:  # fewer than two starts of which neither net diverged
            words.append(_("{name}: too few nets are left that did not diverge.").format(name=name))
            continue
        told = (  # |mean| above two standard errors of the paired difference
            _("{name} changes the validation loss by **{change}** ({n} starts).")
            if direction(change)
            else _("{name} changes it by {change} ({n} starts), not told apart from no penalty.")
        )
        words.append(told.format(name=name, change=change_text(change), n=change.n))
        rank = _("From start seed {seed}, above, it is {own}; {more} of the {n} starts gain more by {name}.")
        words.extend(_rank(rank, name, validation, penalty, here, here.grid.start_seed))
    looks = _(
        "± is one standard error over the starts, on these points alone: other points can turn the verdict. "
        "And the bar has {places:,} places: at some of them two standard errors can come by chance."
    )
    return " ".join([*words, looks.format(places=len(here.grid.steps()) * len(LAMBDAS))])


def draw_differences(_: Translate, validation: Validation, here: Here) -> list[str]:
    """What the penalties change over draws of the data, and where the draw on the page stands among them."""
    words = [
        _("λ = {lambd}, at the step of the bar, over {draws} draws of the data:").format(
            lambd=here.lambd, draws=len(validation["none"])
        )
    ]
    for penalty in here.grid.penalties:
        name, change = penalty_names(_)[penalty], _change(validation, penalty, here)
        if change is None:
            words.append(_("{name}: too few nets are left that did not diverge.").format(name=name))
            continue
        differences = _differences(validation, penalty, here)
        told = (
            _("{name} changes the validation loss by **{change}** on average.")
            if direction(change)
            else _("{name} changes it by {change} on average, not told apart from no penalty.")
        )
        counted = _("It is lower with {name} in {lower} of {n} draws.").format(
            name=name, lower=int((differences < 0).sum()), n=change.n
        )
        words.append(f"{told.format(name=name, change=change_text(change))} {counted}")
        rank = _(
            "On the points above, data seed {seed}, it is {own}; {more} of the {n} draws gain more by {name}."
        )
        words.extend(_rank(rank, name, validation, penalty, here, here.problem.seed))
    words.append(
        _("± is one standard error over the draws, all from start seed {seed}.").format(
            seed=here.grid.start_seed
        )
    )
    if here.problem.name == "breast_cancer":
        words.append(
            _("Here a draw is another split of the same table: draws share rows, and ± is too small.")
        )
    return words


def out_of_sight(_: Translate, validation: Validation, here: Here) -> list[str]:
    """Which losses the picture of the starts does not hold: above the end of its axis, or diverged."""
    sentences = []
    for penalty, losses in _at_the_bar(validation, here).items():
        above, lost = int((losses > CEILING).sum()), int(np.isnan(losses).sum())
        if not above + lost:
            continue
        words = _(
            "Not in the picture of {name}: {above} of {n} starts above {end} nats, {lost} that diverged."
        ).format(name=penalty_names(_)[penalty], above=above, n=len(losses), end=number(CEILING), lost=lost)
        sound = losses[np.isfinite(losses)]
        if len(sound) > 1 and sound.mean() > CEILING:
            mean = _("The mean of those that did not diverge, {mean}, is above it too.")
            words = f"{words} {mean.format(mean=fixed(sound.mean(), 2))}"
        sentences.append(words)
    return sentences


def differences_out_of_sight(_: Translate, validation: Validation, here: Here) -> list[str]:
    """Which differences a picture of them does not hold: beyond the ends of its axis, or not numbers."""
    sentences = []
    for penalty in here.grid.penalties:
        every = _at_the_bar(validation, here)
        differences = every[penalty] - every["none"]
        beyond, lost = int((np.abs(differences) > CEILING).sum()), int(np.isnan(differences).sum())
        if beyond + lost:
            words = _(
                "Not in the picture of differences under {name}: {beyond} of {n} beyond ±{end} nats, {lost} "
                "where a net diverged."
            )
            sentences.append(
                words.format(
                    name=penalty_names(_)[penalty],
                    beyond=beyond,
                    n=len(differences),
                    end=number(CEILING),
                    lost=lost,
                )
            )
    return sentences


def change_text(change: Estimate) -> str:
    """mean ± standard error with the decimals that such an error leaves, as the picture writes it."""
    decimals = 3 if change.standard_error < FINE else 2
    return plus_minus(change.mean, change.standard_error, decimals, sign=True)


def _rank(words: str, name: str, validation: Validation, penalty: str, here: Here, seed: int) -> list[str]:
    """How many runs gain more than the one on the page, if it is one of them and neither net diverged."""
    if seed >= len(validation["none"]):
        return []
    every = _at_the_bar(validation, here)
    own, differences = every[penalty][seed] - every["none"][seed], _differences(validation, penalty, here)
    if np.isnan(own):
        return []
    more, n = int((differences < own).sum()), len(differences)
    return [words.format(seed=seed, own=fixed(own, 2, sign=True), more=more, n=n, name=name)]


def _at_the_bar(validation: Validation, here: Here) -> Validation:
    """penalty -> (runs,): the losses at the place of the bar."""
    return {
        penalty: losses[:, here.step, 0 if penalty == "none" else here.lam].astype(float)
        for penalty, losses in validation.items()
    }


def _differences(validation: Validation, penalty: str, here: Here) -> FloatArray:
    """The loss with minus that without a penalty, of the runs of which neither net diverged."""
    every = _at_the_bar(validation, here)
    differences = every[penalty] - every["none"]
    return differences[np.isfinite(differences)]


def _change(validation: Validation, penalty: str, here: Here) -> Estimate | None:
    every = _at_the_bar(validation, here)
    both = np.isfinite(every[penalty]) & np.isfinite(every["none"])
    return paired_difference(every[penalty][both], every["none"][both]) if both.sum() > 1 else None
