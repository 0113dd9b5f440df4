"""One step of training, and what it does to a weight in the best cell of the map."""

from fractions import Fraction

from charts.equalities import equal_to
from charts.numbers import code_number, number, tex
from charts.picture import Translate
from l2core.rate_map import RateMap

_DIGITS = 10  # 1 − ηλ/m is near 1


def formula(_: Translate, cells: RateMap) -> tuple[str, str, str]:
    """The step; its factor in the best cell, or where all diverged at the smallest η and λ; both in words."""
    row, column = cells.best or (len(cells.rates) - 1, 0)
    eta, lambd, m = cells.rates[row], cells.lambdas[column], cells.m
    gradient = rf"\frac{{\partial\,\text{{{_('data loss')}}}}}{{\partial W}}"
    part = rf"\frac{{{tex(number(eta))}\cdot {tex(number(lambd))}}}{{{m}}}"
    step = Fraction(code_number(eta)) * Fraction(code_number(lambd)) / m
    where = _("The numbers are those of η = {eta}, λ = {lambd}.").format(eta=number(eta), lambd=number(lambd))
    if cells.penalty == "l1":
        words = _(
            "With L1, the penalty brings every weight nearer to 0 by ηλ/m at each step and stops it there: "
            "it can take all weights, but it cannot throw one across 0."
        )
        return (
            rf"\begin{{aligned}} W &\leftarrow S_{{\eta\lambda/m}}\Bigl(W - \eta\,{gradient}\Bigr),"
            r" \\ S_\kappa(w) &= \operatorname{sign}(w)\max(|w| - \kappa,\,0) \end{aligned}",
            rf"\kappa = \frac{{\eta\lambda}}{{m}} = {part} {equal_to(step, number(float(step), _DIGITS))}",
            f"{words} {where}",
        )
    words = _(
        "With L2, the penalty multiplies every weight by 1 − ηλ/m at each step: between 0 and 1 it shrinks, "
        "below 0 it jumps across 0, below −1 it runs away."
    )
    return (
        rf"\begin{{aligned}} W &\leftarrow W - \eta\Bigl({gradient} + \frac{{\lambda}}{{m}} W\Bigr)"
        rf" \\ &= \Bigl(1 - \frac{{\eta\lambda}}{{m}}\Bigr) W - \eta\,{gradient} \end{{aligned}}",
        rf"1 - \frac{{\eta\lambda}}{{m}} = 1 - {part} {equal_to(1 - step, number(float(1 - step), _DIGITS))}",
        f"{words} {where}",
    )
