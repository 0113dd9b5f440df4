"""The three questions of the lesson: what can be answered, and what the run says.

The answers of a question exclude each other and leave nothing out; one of them is that nothing can be told.
"""

from itertools import permutations

import numpy as np

from charts.numbers import fixed
from charts.penalties import penalty_names
from dashboard.networks.grid import LAMBDA_CODES, LAMBDAS, trained
from dashboard.networks.metrics import net_metrics
from dashboard.text import Translate
from l2core.checks import FloatArray
from l2core.evaluation import CLIMBED, direction, example_losses, paired_difference, score
from lessons.overfit_vs_regularized.held_out import mark_as_used
from lessons.overfit_vs_regularized.run import Here
from lessons.overfit_vs_regularized.words import scores_on_test_points

LABEL_NOISE = 0.2
FEW, MANY = 20, 300  # training points


def best_lambda_options(_: Translate) -> dict[str, str]:
    return {
        "low": _("0.2 or less"),
        "middle": _("from 0.3 to 3"),
        "high": _("5 or more"),
        "none": _("none stands out: all within {alike} nats").format(alike=CLIMBED),
    }


def best_lambda(_: Translate, here: Here) -> tuple[str, str]:
    """Where the validation loss of L2 is lowest over λ, after the last step."""
    columns = here.grid.columns("l2")
    validation = np.asarray(here.history.validation_loss)[-1, columns]
    if np.isnan(validation).all():
        return "none", _("All nets under L2 diverged.")
    best, spread = int(np.nanargmin(validation)), np.nanmax(validation) - np.nanmin(validation)
    zone = "low" if LAMBDAS[best] <= 0.2 else "middle" if LAMBDAS[best] <= 3 else "high"
    losses = _every_loss(here, columns)
    alike = [
        other
        for other, theirs in losses.items()
        if other != best and not direction(paired_difference(theirs, losses[best]))
    ]
    words = _(
        "It is lowest, {loss}, at λ = {lambd}, the winner of {count}. Of the others these {n} points do not "
        "tell {alike} from it, point against point, by two standard errors."
    ).format(
        loss=fixed(validation[best]),
        lambd=LAMBDA_CODES[best],
        count=len(LAMBDAS),
        n=len(losses[best]),
        alike=len(alike),
    )
    return "none" if spread <= CLIMBED else zone, words


def worst_with_noise_options(_: Translate, here: Here) -> dict[str, str]:
    names = {penalty: penalty_names(_)[penalty] for penalty in here.nets}
    return {**names, "tie": _("cannot be told: two are alike within the error")}


def worst_with_noise(_: Translate, here: Here) -> tuple[str, str]:
    """Which net has the highest test loss when each label it learns from is flipped with a chance of a fifth.

    "tie" where the highest is not above each other by two standard errors of the difference, test point
    against test point. A net that diverged is above every other, and two are a tie. Opens the test set.
    """
    noisy = here.problem.redrawn(here.m, LABEL_NOISE)
    history, last = trained(here.grid, noisy), here.grid.step_track().last
    mark_as_used(noisy, here.lambd, int(history.epochs[last]))
    nets = {penalty: net_metrics(history, noisy, here.grid, penalty, here.lam, last) for penalty in here.nets}
    losses, scores = {}, {}
    for penalty, net in nets.items():
        if net.diverged_at < 0:
            parameters = history.parameters(here.grid.net(penalty, here.lam), last)
            losses[penalty] = example_losses(noisy.X_test, noisy.Y_test, parameters)[0]
            scores[penalty] = score(noisy.X_test, noisy.Y_test, parameters)
    words = scores_on_test_points(_, scores, nets)
    if diverged := [penalty for penalty in nets if penalty not in losses]:
        names = ", ".join(penalty_names(_)[penalty] for penalty in diverged)
        words = " ".join([_("Diverged: {names}.").format(names=names), words])
        return diverged[0] if len(diverged) == 1 else "tie", words
    return _clearly_highest(losses) or "tie", words


def gap_by_size_options(_: Translate) -> dict[str, str]:
    return {
        "tenth": _("less than a tenth is left"),
        "less": _("it shrinks, but not to a tenth"),
        "more": _("it grows or stays"),
        "none": _("there is no gap with 20 points, or a net diverged"),
    }


def gap_by_size(_: Translate, here: Here) -> tuple[str, str]:
    """What is left of the gap of the net without a penalty when it gets MANY points instead of FEW.

    "none" where a net diverged, or the gap with FEW points is not above CLIMBED.
    """
    few, many = (_gap_without_penalty(here, size) for size in (FEW, MANY))
    if np.isnan([few, many]).any():
        return "none", _("A net diverged: with this η there is no gap to speak of.")
    words = _("From 20 to 300 points the gap goes from {few} to {many}, one net each.").format(
        few=fixed(few, sign=True), many=fixed(many, sign=True)
    )
    if few <= CLIMBED:
        return "none", words
    return "more" if many >= few else "tenth" if many < few / 10 else "less", words


def _every_loss(here: Here, columns: slice) -> dict[int, FloatArray]:
    """place of λ -> the loss of every validation point at the end, of the nets that did not diverge."""
    split, last = here.problem.split, here.grid.step_track().last
    return {
        lam: example_losses(split.X_validation, split.Y_validation, here.history.parameters(net, last))[0]
        for lam, net in enumerate(range(columns.start, columns.stop))
        if np.isfinite(here.history.data_loss[last, net])
    }


def _clearly_highest(losses: dict[str, FloatArray]) -> str | None:
    """The net whose loss is above that of each other by two standard errors of the paired difference."""
    above = {
        (one, other)
        for one, other in permutations(losses, 2)
        if direction(paired_difference(losses[one], losses[other])) > 0
    }
    return next(
        (one for one in losses if all((one, other) in above for other in losses if other != one)), None
    )


def _gap_without_penalty(here: Here, size: int) -> float:
    """Validation minus training loss after the last step, with so many training points."""
    split = here.problem.redrawn(size, here.problem.label_noise)
    last = here.grid.step_track().last
    return net_metrics(trained(here.grid, split), split, here.grid, "none", 0, last).gap
