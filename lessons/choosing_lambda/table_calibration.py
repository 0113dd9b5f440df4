"""Whether the probabilities for two classes are what they say, on rows left out."""

from charts.choosing_lambda.calibration import calibration as calibration_picture
from charts.numbers import number
from charts.picture import Translate
from dashboard import glossary, lesson, pictures
from dashboard.text import plain
from l2core.calibration import Calibration, calibration
from l2core.class_validation import HeldOut
from lessons.choosing_lambda.table_run import Fit


def door(_: Translate, fit: Fit, held_out: HeldOut, lam: int, one: str) -> None:
    """Behind it the share of class 1 against the probability given; one: what class 1 is called."""
    with lesson.door("calibration", _("Are the probabilities right?"), kept=True) as is_open:
        if not is_open:
            return
        found = calibration(held_out.probabilities(lam), held_out.y)
        words = about(_, found, float(fit.errors.lambdas[lam]), one)
        glossary.say(words)
        picture = calibration_picture(
            _,
            found.mean_probability,
            found.share_of_ones,
            found.standard_error,
            found.counts,
            one,
            fit.setting.penalty,
            words,
        )
        pictures.draw(picture, "calibration")


def about(_: Translate, found: Calibration, lambd: float, one: str) -> str:
    """In how many groups the share of class 1 is not what the probabilities say."""
    groups, apart = len(found.counts), int(found.is_apart.sum())
    words = _(
        "The rows left out, sorted into {groups} by the probability of {one} that the model at λ = {lambd} "
        "gives them. "
    ).format(
        groups=_("1 group") if groups == 1 else _("{count} groups").format(count=groups),
        one=plain(one),
        lambd=number(lambd),
    )
    if not apart:
        return words + _(
            "In none of them the share that is {one} is more than two standard errors away from it."
        ).format(one=plain(one))
    return words + _(
        "In {apart} of them the share that is {one} is more than two standard errors away from it; if all "
        "probabilities were right, that would happen in about one of twenty."
    ).format(apart=apart, one=plain(one))
