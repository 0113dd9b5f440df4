"""The question on a network: what can be answered, and what the nets answer when it is tried."""

from charts.numbers import number
from charts.picture import Translate
from dashboard.networks.grid import STARTS
from l2core.many_starts import ErrorsOverStarts
from lessons.choosing_lambda.network_choice import NetworkChoice
from lessons.choosing_lambda.network_run import errors_over_starts

NOISE = 0.2  # the chance with which a label is flipped


def best_with_noise_options(_: Translate) -> dict[str, str]:
    return {
        "larger": _("it grows"),
        "same": _("it stays"),
        "smaller": _("it shrinks"),
        "unclear": _("{starts} starts cannot tell").format(starts=STARTS),
    }


def best_with_noise(_: Translate, choice: NetworkChoice) -> tuple[str, str]:
    """Where the best λ goes from true labels to labels of which a fifth is wrong, on average."""
    problem = choice.problem
    true, noisy = (
        errors_over_starts(_, problem.redrawn(problem.training_size, noise), choice.penalty)
        for noise in (0.0, NOISE)
    )
    before, after = true.best(), noisy.best()
    if before is None or after is None:
        return "unclear", _("In one of the two runs fewer than two nets end at any λ.")
    words = _(
        "The mean validation loss is lowest at λ = {before}, with flipped labels at λ = {after}."
    ).format(before=number(true.lambdas[before]), after=number(noisy.lambdas[after]))
    happened = moved(true, noisy)
    if happened == "unclear":
        words += " " + _("But in one of the two runs at least, the starts do not tell these two λ apart.")
    return happened, words


def moved(before: ErrorsOverStarts, after: ErrorsOverStarts) -> str:
    """Where the best λ went: "larger", "same", "smaller", or "unclear".

    It went only where in each run the starts tell the λ that is best there from the one that is best in the
    other run.
    """
    first, second = before.best(), after.best()
    if first is None or second is None:
        return "unclear"
    if first == second:
        return "same"
    if second in before.not_told_from(first) or first in after.not_told_from(second):
        return "unclear"
    return "larger" if second > first else "smaller"
