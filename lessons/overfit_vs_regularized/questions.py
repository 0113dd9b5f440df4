"""The three questions of the lesson: what can be answered, and what the run says."""

import numpy as np

from charts.numbers import fixed
from charts.penalties import penalty_names
from dashboard.networks.grid import LAMBDA_CODES, LAMBDAS, trained
from dashboard.networks.metrics import net_metrics
from dashboard.text import Translate
from lessons.overfit_vs_regularized.run import Here
from lessons.overfit_vs_regularized.words import scores_on_test_points

LABEL_NOISE = 0.2
FEW, MANY = 20, 300  # training points


def best_lambda_options(_: Translate) -> dict[str, str]:
    return {"low": _("0.2 or less"), "middle": _("from 0.3 to 3"), "high": _("5 or more")}


def best_lambda(_: Translate, here: Here) -> tuple[str, str]:
    """Where the validation loss of L2 is lowest over λ, after the last step."""
    validation = np.asarray(here.history.validation_loss)[-1, here.grid.columns("l2")]
    best = int(np.argmin(np.nan_to_num(validation, nan=np.inf)))
    zone = "low" if LAMBDAS[best] <= 0.2 else "middle" if LAMBDAS[best] <= 3 else "high"
    return zone, _("It is lowest, {loss}, at λ = {lambd}.").format(
        loss=fixed(validation[best]), lambd=LAMBDA_CODES[best]
    )


def worst_with_noise_options(_: Translate, here: Here) -> dict[str, str]:
    return {penalty: penalty_names(_)[penalty] for penalty in here.nets}


def worst_with_noise(_: Translate, here: Here) -> tuple[str, str]:
    """Which of the three nets has the highest test loss when a fifth of the labels it learns is wrong."""
    noisy = here.problem.redrawn(here.m, LABEL_NOISE)
    history, last = trained(here.grid, noisy), here.grid.step_track().last
    nets = {penalty: net_metrics(history, noisy, here.grid, penalty, here.lam, last) for penalty in here.nets}
    loss = {
        penalty: np.inf if net.test is None else net.test.cross_entropy.mean for penalty, net in nets.items()
    }
    return max(loss, key=lambda penalty: loss[penalty]), scores_on_test_points(_, nets)


def gap_by_size_options(_: Translate) -> dict[str, str]:
    return {
        "tenth": _("less than a tenth is left"),
        "less": _("it shrinks, but not to a tenth"),
        "more": _("it grows"),
    }


def gap_by_size(_: Translate, here: Here) -> tuple[str, str]:
    """What is left of the gap of the net without a penalty when it gets MANY points instead of FEW."""
    gaps = [_gap_without_penalty(here, size) for size in (FEW, MANY)]
    if not np.isfinite(gaps).all():
        return "more", _("But a net diverged: with this η there is no gap to speak of.")
    left = "more" if gaps[1] >= gaps[0] else "tenth" if gaps[1] < gaps[0] / 10 else "less"
    return left, _("From 20 to 300 points the gap goes from {few} to {many}.").format(
        few=fixed(gaps[0], sign=True), many=fixed(gaps[1], sign=True)
    )


def _gap_without_penalty(here: Here, size: int) -> float:
    """Validation minus training loss after the last step, with so many training points."""
    split = here.problem.redrawn(size, here.problem.label_noise)
    last = here.grid.step_track().last
    return net_metrics(trained(here.grid, split), split, here.grid, "none", 0, last).gap
