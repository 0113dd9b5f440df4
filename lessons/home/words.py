"""What the first page says about its polynomial, at every λ. An error is half of a mean squared error."""

import numpy as np

from charts.home.weights import REACH
from charts.numbers import number
from charts.picture import Translate
from dashboard.caches import kept_for_everybody
from dashboard.live_words import Line
from lessons.home.choice import Choice
from lessons.home.run import DEGREE, LAMBDA_TEXTS, TRACK, Run


@kept_for_everybody(64)
def lines(_run: Run, choice: Choice, language: str, closed_act: str, __: Translate) -> list[Line]:
    """What follows the bar; only what is seen at its beginning as long as `closed_act` is to be answered.

    choice, language, closed_act ("" if none): what the lines are kept for.
    """
    if closed_act:
        return [Line([tell(__, _run, 0)]) for tell in (_shape, _cost)]
    told = (_shape, _cost, _errors, _zeros, best)
    return [Line([tell(__, _run, lam) for lam in range(_run.places)], (TRACK,)) for tell in told]


def points(_: Translate, run: Run, lam: int) -> list[str]:
    """All that is said at the λ of place `lam`."""
    return [tell(_, run, lam) for tell in (_shape, _cost, _errors, _zeros, best)]


def _shape(_: Translate, run: Run, lam: int) -> str:
    curve, w = run.fit.curves[lam], run.fit.path.coefficients[lam]
    if not w.any():  # all weights are exactly 0, so that the curve is the constant b
        return _("At λ = {lambd} the curve is flat: all its weights are exactly 0.").format(
            lambd=LAMBDA_TEXTS[lam]
        )
    words = _(
        "At λ = {lambd} the curve reaches from **{low}** to **{high}**; the largest of its weights has size"
        " **{w}**."
    )
    return words.format(
        lambd=LAMBDA_TEXTS[lam],
        low=number(curve.min(), 2),
        high=number(curve.max(), 2),
        w=number(np.abs(w).max(), 2),
    )


def _cost(_: Translate, run: Run, lam: int) -> str:
    fit = run.fit
    words = _("Its cost is {cost}, of which {error} is error on the points and {penalty} is for the weights.")
    return words.format(
        cost=number(fit.cost[lam]), error=number(fit.train_error[lam] / 2), penalty=number(fit.penalty[lam])
    )


def _errors(_: Translate, run: Run, lam: int) -> str:
    words = _("The error on new points is **{new}** (half of the mean square, as in the cost).")
    return words.format(new=number(run.fit.validation_error[lam] / 2))


def _zeros(_: Translate, run: Run, lam: int) -> str:
    used = int(run.fit.path.nonzeros[lam])
    if used == DEGREE:
        return _("None of the {count} weights is exactly 0.").format(count=DEGREE)
    words = _("{zeros} of the {count} weights are exactly 0.")
    return words.format(zeros=DEGREE - used, count=DEGREE)


def best(_: Translate, run: Run, lam: int) -> str:
    """The lowest of so many on these very points; with other draws of the points it lies elsewhere."""
    if run.fit.validation_error[lam] == run.fit.validation_error.min():
        words = _(
            "Here these {count} new points are predicted best: none of the {lambdas} λ on the bar has less"
            " error on them. Another draw of the points can choose another λ."
        )
    else:
        words = _("The {count} new points are predicted best at λ = {best}.")
    return words.format(count=len(run.data.x_validation), lambdas=run.places, best=LAMBDA_TEXTS[run.fit.best])


def legend(_: Translate, choice: Choice, *, is_open: bool) -> str:
    """What the lines of the picture are, and why it takes large weights to bend."""
    words = [_("Dotted: the curve that the points come from, before the noise.")]
    if choice.point:
        words.append(
            _("Dashed: the fitted curve before point {number} was moved.").format(number=choice.point)
        )
    if is_open:
        words.append(
            _("A ring among the bars: a weight that is exactly 0. Bars are cut at ±{reach}.").format(
                reach=REACH
            )
        )
    words.append(_("Each point can be dragged up and down by its ring, one at a time."))
    words.append(
        _(
            "The fitted curve is a sum of twelve waves, each as high as its weight is large: it can bend"
            " sharply only where some waves are high."
        )
    )
    return " ".join(words)
