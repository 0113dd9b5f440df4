"""What the first page says about its polynomials."""

from charts.numbers import number
from charts.picture import Translate
from lessons.home.run import DEGREE, LAMBDA_TEXTS, Run


def points(_: Translate, run: Run, lam: int) -> list[str]:
    """What to notice at the λ of place `lam`."""
    l2, l1 = run.fits["l2"], run.fits["l1"]
    return [
        _(
            "At λ = {lambd} the mean squared error on new points is **{l2}** with L2 and **{l1}** with L1;"
            " on the points themselves {l2_train} and {l1_train}."
        ).format(
            lambd=LAMBDA_TEXTS[lam],
            l2=number(l2.validation_error[lam]),
            l1=number(l1.validation_error[lam]),
            l2_train=number(l2.train_error[lam]),
            l1_train=number(l1.train_error[lam]),
        ),
        _("L2 uses {l2} of {count} weights, L1 uses {l1}: the others are exactly 0.").format(
            l2=l2.path.nonzeros[lam], l1=l1.path.nonzeros[lam], count=DEGREE
        ),
        _("New points are predicted best at λ = {l2} with L2 and at λ = {l1} with L1.").format(
            l2=LAMBDA_TEXTS[l2.validation_error.argmin()], l1=LAMBDA_TEXTS[l1.validation_error.argmin()]
        ),
    ]
