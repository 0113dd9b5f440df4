"""One step of training, and what it does to a weight, at every place of the map."""

from fractions import Fraction

from charts.equalities import equal_to
from charts.numbers import code_number, number, tex
from charts.picture import Translate
from l2core.rate_map import RateMap

_DIGITS = 10  # 1 − ηλ/m is near 1
_ROOM = r"\rule[-1.1em]{0pt}{3em}"  # the box of a formula is cut at its top: what is cut there is empty


def step(_: Translate, penalty: str) -> str:
    """What a step of gradient descent makes of a weight."""
    gradient = rf"\frac{{\partial\,\text{{{_('data loss')}}}}}{{\partial W}}"
    if penalty == "l1":
        return (
            rf"\begin{{aligned}} W &\leftarrow S_{{\eta\lambda/m}}\Bigl(W - \eta\,{gradient}\Bigr){_ROOM}"
            r" \\ S_\kappa(w) &= \operatorname{sign}(w)\max(|w| - \kappa,\,0) \end{aligned}"
        )
    return (
        rf"\begin{{aligned}} W &\leftarrow W - \eta\Bigl({gradient} + \frac{{\lambda}}{{m}} W\Bigr){_ROOM}"
        rf" \\ &= \Bigl(1 - \frac{{\eta\lambda}}{{m}}\Bigr) W - \eta\,{gradient}{_ROOM} \end{{aligned}}"
    )


def at_every_place(cells: RateMap) -> list[str]:
    """What is taken from a weight, or its factor, at every η from the smallest up and every λ."""
    return [_numbers(cells, eta, lambd) for eta in cells.rates[::-1] for lambd in cells.lambdas]


def _numbers(cells: RateMap, eta: float, lambd: float) -> str:
    part = rf"\frac{{{tex(number(eta))}\cdot {tex(number(lambd))}}}{{{cells.m}}}{_ROOM}"
    taken = Fraction(code_number(eta)) * Fraction(code_number(lambd)) / cells.m
    if cells.penalty == "l1":
        return (
            rf"\kappa = \frac{{\eta\lambda}}{{m}} = {part} {equal_to(taken, number(float(taken), _DIGITS))}"
        )
    kept = 1 - taken
    return rf"1 - \frac{{\eta\lambda}}{{m}} = 1 - {part} {equal_to(kept, number(float(kept), _DIGITS))}"


def in_words(_: Translate, penalty: str) -> str:
    """The step in words."""
    if penalty == "l1":
        return _(
            "With L1, the penalty brings every weight nearer to 0 by ηλ/m at each step and stops it there: "
            "it can take all weights, but it cannot throw one across 0. The numbers are those of the bar."
        )
    return _(
        "With L2, the penalty multiplies every weight by 1 − ηλ/m at each step: between 0 and 1 it shrinks, "
        "below 0 it jumps across 0, below −1 it runs away. The numbers are those of the bar."
    )
