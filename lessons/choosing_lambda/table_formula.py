"""What ridge, lasso and elastic net make small, with the numbers of this table, and the λ of glmnet."""

from charts.numbers import number, tex
from charts.picture import Translate
from lessons.choosing_lambda.table_run import Fit

_DIGITS = 4
_SHAPES = {
    "l1": r"\lVert w\rVert_1",
    "l2": r"\tfrac12\lVert w\rVert^2",
    "elastic_net": r"\bigl(\alpha\lVert w\rVert_1 + \tfrac{1-\alpha}{2}\lVert w\rVert^2\bigr)",
}


def symbols(_: Translate, penalty: str) -> str:
    """The objective of the penalty."""
    return (
        r"\min_{b,\,w}\; \underbrace{\tfrac{1}{2n}\sum_{i=1}^{n}(y_i - b - x_i^\top w)^2}"
        rf"_{{\text{{{_('loss')}}}}}"
        rf" + \underbrace{{\lambda\,{_SHAPES[penalty]}}}_{{\text{{{_('penalty')}}}}}"
    )


def with_numbers(fit: Fit, lam: int) -> str:
    """Its value at this place of the bar; what is rounded need not add up."""
    lambd = float(fit.errors.lambdas[lam])
    loss, size = float(fit.training[lam]) / 2, float(fit.penalties[lam])
    mixing = rf"\alpha &= {_tex(fit.setting.alpha)} \\ " if fit.setting.penalty == "elastic_net" else ""
    return (
        rf"\begin{{aligned}} {mixing} & {_tex(loss)} + {_tex(lambd)}\cdot {_tex(size)}"
        rf" \\ &\approx {_tex(loss)} + {_tex(lambd * size)} \approx {_tex(loss + lambd * size)}"
        r" \end{aligned}"
    )


def in_words(_: Translate, fit: Fit) -> str:
    """Every symbol, and what glmnet calls this λ."""
    words = _(
        "n: the number of rows. yᵢ: the target in row i; xᵢ: its variables. b: the intercept, never "
        "penalised. w: the weights, one for each variable. λ: the strength of the penalty. Standardised "
        "means: the penalty acts on the weight of one standard deviation."
    )
    return f"{words} {in_glmnet(_, fit)}"


def in_glmnet(_: Translate, fit: Fit) -> str:
    """What glmnet calls a λ of the page: with s the standard deviation of y, it makes small

    1/(2n) ‖y − b − Xw‖² + Λ (A‖w‖₁ + (1−A)/(2s) ‖w‖²),    so Λ = λk and A = α/k, k = α + s(1−α)
    """
    s, alpha = fit.deviation, fit.setting.alpha
    if alpha == 1:
        words = _("glmnet's lambda is this λ.")
    elif alpha == 0:
        words = _(
            "glmnet divides y by its standard deviation s = {s} first: for the same model its lambda is λ·s."
        )
    else:
        words = _(
            "glmnet divides y by its standard deviation s = {s} first: for the same model its alpha is "
            "α/k = {alpha} and its lambda λ·k, with k = α + s(1 − α) = {k}."
        )
    k = alpha + s * (1 - alpha)
    filled = words.format(s=number(s), alpha=number(alpha / k), k=number(k))
    return filled + " " + _("Other libraries scale λ otherwise: see the page “Libraries”.")


def _tex(x: float) -> str:
    return tex(number(x, _DIGITS))
