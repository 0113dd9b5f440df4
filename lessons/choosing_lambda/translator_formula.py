"""What the source of a λ makes small, and the same with the mean of the losses."""

from charts.numbers import number, tex
from charts.picture import Translate
from lessons.choosing_lambda.translator_choice import TypedLambda
from lessons.choosing_lambda.translator_dictionary import DIGITS

_SHAPES = {
    "l2": r"\tfrac12\lVert w\rVert^2",
    "l1": r"\lVert w\rVert_1",
    "elastic_net": r"\bigl(r\lVert w\rVert_1 + \tfrac{1-r}{2}\lVert w\rVert^2\bigr)",
}


def formula(_: Translate, typed: TypedLambda) -> tuple[str, str, str]:
    """What the source minimises; its number as the λ of a mean loss; both in words."""
    source, n = typed.convention, typed.n
    value = tex(number(typed.value, DIGITS))
    factor = "" if source.factor == 1 else rf"{tex(number(source.factor))} \cdot "
    top = (
        f"1 / ({value})"
        if source.inverse and r"\cdot" in value
        else f"1 / {value}"
        if source.inverse
        else value
    )
    below = rf" / {n}" if source.per_example else ""
    lambd = tex(number(source.to_canonical(typed.value, n), DIGITS))
    return (
        source.objective,
        rf"\tfrac1n\sum_i \ell_i + \lambda\,{_SHAPES[source.penalty]},\qquad"
        rf" \lambda = {factor}{top}{below} = {lambd}",
        _(
            "Above: what {name} makes small. Below: the same with the mean of the losses ℓᵢ of n = {n} "
            "examples, squared error counted as ½(ŷ − y)². Every line on this page is this one λ, told "
            "otherwise."
        ).format(name=_(source.name), n=n),
    )
