"""What ridge, lasso and elastic net make small, in glmnet's convention, with the numbers of this table."""

from charts.numbers import number, tex
from charts.picture import Translate
from lessons.choosing_lambda.table_run import Fit

_DIGITS = 4
_SHAPES = {
    "l1": r"\lVert w\rVert_1",
    "l2": r"\tfrac1{{2{s}}}\lVert w\rVert^2",
    "elastic_net": r"\bigl(\alpha\lVert w\rVert_1 + \tfrac{{1-\alpha}}{{2{s}}}\lVert w\rVert^2\bigr)",
}
_LOSSES = {
    "gaussian": r"\tfrac{1}{2n}\sum_{i=1}^{n}(y_i - b - x_i^\top w)^2",
    "binomial": r"\tfrac{1}{n}\sum_{i=1}^{n}\bigl[\ln(1 + e^{z_i}) - y_i z_i\bigr]",
}


def symbols(_: Translate, fit: Fit) -> str:
    """The objective of the penalty."""
    shape = _SHAPES[fit.setting.penalty]
    shape = shape.format(s="" if fit.is_of_classes else "s") if "{s}" in shape else shape
    z = r",\quad z_i = b + x_i^\top w" if fit.is_of_classes else ""
    return (
        rf"\min_{{b,\,w}}\; \underbrace{{{_LOSSES[fit.family]}}}_{{\text{{{_('loss')}}}}}"
        rf" + \underbrace{{\lambda\,{shape}}}_{{\text{{{_('penalty')}}}}}{z}"
    )


def with_numbers(fit: Fit, lam: int) -> str:
    """Its value at this place of the bar; what is rounded need not add up."""
    lambd = float(fit.errors.lambdas[lam])
    loss, size = float(fit.losses[lam]), float(fit.penalties[lam])
    mixing = rf"\alpha &= {_tex(fit.setting.alpha)} \\ " if fit.setting.penalty == "elastic_net" else ""
    has_spread = fit.setting.alpha < 1 and not fit.is_of_classes
    spread = rf"s &= {_tex(fit.deviation)} \\ " if has_spread else ""
    return (
        rf"\begin{{aligned}} {mixing} {spread} & {_tex(loss)} + {_tex(lambd)}\cdot {_tex(size)}"
        rf" \\ &\approx {_tex(loss)} + {_tex(lambd * size)} \approx {_tex(loss + lambd * size)}"
        r" \end{aligned}"
    )


def in_words(_: Translate, fit: Fit) -> str:
    """Every symbol, and whose λ it is."""
    words = _(
        "n: the number of rows. yᵢ: the target in row i; xᵢ: its variables. b: the intercept, never "
        "penalised. w: the weights, one for each variable. λ: the strength of the penalty. Standardised "
        "means: the penalty acts on the weight of one standard deviation."
    )
    if fit.is_of_classes:
        words += " " + _("zᵢ: the log-odds of class 1 in row i, so that 1/(1 + e^(−zᵢ)) is its probability.")
    if fit.setting.balanced and fit.is_of_classes:
        words += " " + _("Every row weighs n/(2·n_k), with n_k the rows of its class.")
    if fit.setting.keep or fit.setting.trust:
        words += " " + _(
            "Each |w| and w² is multiplied by the penalty factor of its variable, 0, ½ or 1, divided by the "
            "mean of all of them, as glmnet does it."
        )
    return f"{words} {in_glmnet(_, fit)}"


def in_glmnet(_: Translate, fit: Fit) -> str:
    """That this λ is glmnet's, and what s is for where the penalty has it (`l2core.linear`)."""
    if fit.setting.standardize:
        words = _("glmnet's lambda is this λ.")
    else:
        words = _("glmnet's lambda is this λ, if it is told `standardize = FALSE`.")
    if fit.setting.alpha < 1 and not fit.is_of_classes:
        spread = _(
            "s = {s} is the standard deviation of the target, by which glmnet divides it before it fits: so "
            "λ has the unit of the target, and in another unit λ and the model are the same but for the unit."
        )
        words = f"{spread.format(s=number(fit.deviation))} {words}"
    return words + " " + _("Other libraries scale λ otherwise: see the page “Libraries”.")


def _tex(x: float) -> str:
    return tex(number(x, _DIGITS))
