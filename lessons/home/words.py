"""What the first page says about its polynomials."""

from charts.numbers import number
from charts.picture import Translate
from lessons.home.run import LAMBDA_TEXTS, Run


def points(_: Translate, run: Run, lam: int) -> list[str]:
    """What to notice at the λ of place `lam`."""
    return [_errors(_, run, lam), _weights(_, run, lam), _best(_, run)]


def _errors(_: Translate, run: Run, lam: int) -> str:
    l2, l1 = run.fits["l2"], run.fits["l1"]
    words = _(
        "At λ = {lambd} the mean squared error on new points is **{l2}** with L2 and **{l1}** with L1;"
        " on the points themselves {l2_train} and {l1_train}."
    )
    return words.format(
        lambd=LAMBDA_TEXTS[lam],
        l2=number(l2.validation_error[lam]),
        l1=number(l1.validation_error[lam]),
        l2_train=number(l2.train_error[lam]),
        l1_train=number(l1.train_error[lam]),
    )


def _weights(_: Translate, run: Run, lam: int) -> str:
    l2, l1 = (int(run.fits[penalty].path.nonzeros[lam]) for penalty in ("l2", "l1"))
    count = run.fits["l1"].path.coefficients.shape[1]
    if l1 == l2 == count:  # neither has a weight that is 0
        words = _("L2 and L1 use all {count} weights: none is exactly 0.")
    elif l1 == 0:  # L1 has none that is not: its curve is the constant b
        words = _("L2 uses {l2} of {count} weights. With L1 all of them are exactly 0: its curve is flat.")
    else:  # some weights are 0, of L1 or of both
        words = _("L2 uses {l2} of {count} weights, L1 uses {l1}: the others are exactly 0.")
    return words.format(l2=l2, l1=l1, count=count)


def _best(_: Translate, run: Run) -> str:
    # The lowest of so many on these very points; with other draws of the points it lies elsewhere.
    words = _(
        "Of the {lambdas} λ on the bar, these {count} new points are predicted best at λ = {l2} with L2 and"
        " at λ = {l1} with L1. Another draw of the points can choose others."
    )
    return words.format(
        lambdas=len(LAMBDA_TEXTS),
        count=len(run.data.x_validation),
        l2=LAMBDA_TEXTS[run.fits["l2"].best],
        l1=LAMBDA_TEXTS[run.fits["l1"].best],
    )
