"""What ridge, lasso and elastic net make small, with the numbers of this table."""

from charts.numbers import number, tex
from lessons.choosing_lambda.table_run import Fit

_DIGITS = 4
_SHAPES = {
    "l1": r"\lVert w\rVert_1",
    "l2": r"\tfrac12\lVert w\rVert^2",
    "elastic_net": r"\bigl(\alpha\lVert w\rVert_1 + \tfrac{1-\alpha}{2}\lVert w\rVert^2\bigr)",
}


def formula(fit: Fit, lam: int) -> tuple[str, str]:
    """The objective of the penalty, and its value at this place of the bar."""
    symbols = (
        r"\min_{b,\,w}\; \underbrace{\tfrac{1}{2n}\sum_{i=1}^{n}(y_i - b - x_i^\top w)^2}_{\text{loss}}"
        rf" + \underbrace{{\lambda\,{_SHAPES[fit.setting.penalty]}}}_{{\text{{penalty}}}}"
    )
    lambd = float(fit.errors.lambdas[lam])
    loss, size = float(fit.training[lam]) / 2, float(fit.penalties[lam])
    mixing = rf"\alpha &= {_tex(fit.setting.alpha)} \\ " if fit.setting.penalty == "elastic_net" else ""
    numbers = (
        rf"\begin{{aligned}} {mixing} & {_tex(loss)} + {_tex(lambd)}\cdot {_tex(size)}"
        rf" \\ &= {_tex(loss)} + {_tex(lambd * size)} = {_tex(loss + lambd * size)} \end{{aligned}}"
    )
    return symbols, numbers


def _tex(x: float) -> str:
    return tex(number(x, _DIGITS))
