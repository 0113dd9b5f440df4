"""One step of training, and what it does to a weight in the best cell of the map."""

from charts.numbers import number, tex
from charts.picture import Translate
from l2core.rate_map import RateMap

_GRADIENT = r"\frac{\partial\,\text{loss}}{\partial W}"


def formula(_: Translate, cells: RateMap, penalty: str, m: int) -> tuple[str, str, str]:
    """The step; its factor in the best cell; both in words."""
    row, column = cells.best
    eta, lambd = cells.rates[row], cells.lambdas[column]
    part = rf"\frac{{{tex(number(eta))}\cdot {tex(number(lambd))}}}{{{m}}}"
    if penalty == "l1":
        return (
            rf"\begin{{aligned}} W &\leftarrow S_{{\eta\lambda/m}}\Bigl(W - \eta\,{_GRADIENT}\Bigr),"
            r" \\ S_\kappa(w) &= \operatorname{sign}(w)\max(|w| - \kappa,\,0) \end{aligned}",
            rf"\kappa = \frac{{\eta\lambda}}{{m}} = {part} = {tex(number(eta * lambd / m))}",
            _(
                "With L1, each step brings every weight nearer to 0 by ηλ/m and stops it there: it can take "
                "all weights, but it cannot throw one across 0. The numbers are those of the best cell."
            ),
        )
    return (
        rf"\begin{{aligned}} W &\leftarrow W - \eta\Bigl({_GRADIENT} + \frac{{\lambda}}{{m}} W\Bigr)"
        rf" \\ &= \Bigl(1 - \frac{{\eta\lambda}}{{m}}\Bigr) W - \eta\,{_GRADIENT} \end{{aligned}}",
        rf"1 - \frac{{\eta\lambda}}{{m}} = 1 - {part} = {tex(number(1 - eta * lambd / m, 10))}",
        _(
            "With L2, each step multiplies every weight by 1 − ηλ/m: above 0 it shrinks, below 0 it jumps "
            "across 0, below −1 it runs away. The numbers are those of the best cell."
        ),
    )
