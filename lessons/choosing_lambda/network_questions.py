"""The questions on a network: what can be answered, and what the nets answer when it is tried."""

from collections.abc import Sequence

from charts.numbers import code_number, fixed, number
from charts.picture import Translate
from dashboard.networks.grid import STARTS
from dashboard.scene import Act, Outcome, Show
from dashboard.sketch import Paper
from l2core.drawn_shape import shape_of
from l2core.many_starts import ErrorsOverStarts
from lessons.choosing_lambda.network_choice import NetworkChoice
from lessons.choosing_lambda.network_run import LAMBDAS, errors_over_starts

NOISE = 0.2  # the chance with which a label is flipped


def acts(_: Translate) -> tuple[Act, ...]:
    """The questions on a network, in their order."""
    return (
        Act(
            "net_lowest",
            _("λ grows from weak to strong. Draw what becomes of a network's error on validation points."),
            lowest_options(_),
            paper=Paper(
                [number(lambd) for lambd in LAMBDAS],
                _("Penalty λ"),
                _("Validation cross-entropy (nats)"),
                low=0.0,
                high=1.0,
            ),
        ),
        Act(
            "net_luck",
            _("{starts} nets differ in their start alone. How many of them agree on the best λ?").format(
                starts=STARTS
            ),
            luck_options(_),
        ),
        Act(
            "net_noise",
            _(
                "Train once with true labels, and once with each label flipped with a chance of one in five. "
                "What becomes of the best λ?"
            ),
            best_with_noise_options(_),
        ),
    )


def outcome(_: Translate, choice: NetworkChoice, errors: ErrorsOverStarts, act: str) -> Outcome:
    """What comes out of the act with these nets, and the place that decides it.

    errors: of `choice`; some λ has a mean.
    """
    best = errors.best()
    assert best is not None
    codes = choice.codes
    if act == "net_noise":
        shows = [
            Show(_("Show me true labels"), codes | {"flip": "0"}),
            Show(_("Show me flipped labels"), codes | {"flip": code_number(100 * NOISE)}),
        ]
        return Outcome(*best_with_noise(_, choice), shows)
    show = Show(_("Show me the best λ"), codes | {"lam": code_number(errors.lambdas[best])})
    return Outcome(*(lowest if act == "net_lowest" else luck)(_, errors), (show,))


def lowest_options(_: Translate) -> dict[str, str]:
    return {
        "weakest": _("lowest at the weakest λ"),
        "between": _("lowest in between"),
        "strongest": _("lowest at the strongest λ"),
    }


def drawn_code(heights: Sequence[float]) -> str:
    """The option that a drawn curve comes to: where its lowest place is, however high it was drawn."""
    return where_lowest(shape_of(heights).lowest, len(heights))


def lowest(_: Translate, errors: ErrorsOverStarts) -> tuple[str, str]:
    """Where on the bar the mean validation loss is the smallest."""
    best = errors.best()
    assert best is not None
    happened = where_lowest(best, len(errors.lambdas))
    first, last = (_mean_loss(_, errors, k) for k in (0, len(errors.lambdas) - 1))
    words = _(
        "On average over the starts the validation loss is {least} at λ = {lambd}, {first} at the weakest λ, "
        "{last} at the strongest."
    )
    return happened, words.format(
        least=_mean_loss(_, errors, best), lambd=number(errors.lambdas[best]), first=first, last=last
    )


def where_lowest(place: int, places: int) -> str:
    """The code of the option for a curve whose minimum is there."""
    return "weakest" if place == 0 else "strongest" if place == places - 1 else "between"


def _mean_loss(_: Translate, errors: ErrorsOverStarts, k: int) -> str:
    mean = errors.mean(errors.validation, k + 1)
    return _("beyond all bounds") if mean is None else fixed(mean.mean)


def luck_options(_: Translate) -> dict[str, str]:
    return {
        "all": _("all of them"),
        "most": _("more than half, not all"),
        "few": _("half of them or fewer"),
    }


def luck(_: Translate, errors: ErrorsOverStarts) -> tuple[str, str]:
    """How many starts have their lowest validation loss at the λ that most of them have it at."""
    votes = errors.votes()
    starts, most = int(votes.sum()), int(votes.max())
    happened = "all" if most == starts else "most" if 2 * most > starts else "few"
    counted = _(", ").join(
        _("{count} at λ = {lambd}").format(count=count, lambd=number(lambd))
        for lambd, count in zip(errors.lambdas, votes.tolist(), strict=True)
        if count
    )
    words = _("Of {starts} nets the lowest validation loss is {counted}.").format(
        starts=starts, counted=counted
    )
    if happened != "all":
        words += " " + _("A λ that was chosen by one net is in part the luck of its start.")
    return happened, words


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
