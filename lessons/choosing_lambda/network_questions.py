"""The question on a network: what can be answered, and what the nets answer when it is tried."""

from charts.numbers import number
from charts.picture import Translate
from lessons.choosing_lambda.network_choice import NetworkChoice
from lessons.choosing_lambda.network_run import errors_over_starts


def best_with_noise_options(_: Translate) -> dict[str, str]:
    return {"larger": _("it grows"), "same": _("it stays"), "smaller": _("it shrinks")}


def best_with_noise(_: Translate, choice: NetworkChoice) -> tuple[str, str]:
    """Where the best λ goes when a fifth of the labels is wrong."""
    problem = choice.problem
    noisy = problem.redrawn(problem.training_size, 0.2)
    runs = [errors_over_starts(_, split, choice.penalty) for split in (problem.split, noisy)]
    best = [run.best() or 0 for run in runs]
    happened = "same" if best[0] == best[1] else "larger" if best[1] > best[0] else "smaller"
    return happened, _("The validation loss was lowest at λ = {before}, now at λ = {after}.").format(
        before=number(runs[0].lambdas[best[0]]), after=number(runs[1].lambdas[best[1]])
    )
