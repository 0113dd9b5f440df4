"""What the source of a λ makes small, and the same with the mean of the losses."""

from fractions import Fraction

from charts.equalities import as_fraction, equal_to
from charts.numbers import number, tex
from charts.picture import Translate
from lessons.other_names.choice import TypedLambda
from lessons.other_names.dictionary import DIGITS

_SHAPES = {
    "l2": r"\tfrac12\lVert w\rVert^2",
    "l1": r"\lVert w\rVert_1",
    "elastic_net": r"\bigl(r\lVert w\rVert_1 + \tfrac{1-r}{2}\lVert w\rVert^2\bigr)",
}


def formula(_: Translate, typed: TypedLambda) -> tuple[str, str, str]:
    """What the source minimises; its number as the λ of a mean loss; both in words."""
    source, n = typed.convention, typed.examples
    value, lambd = number(typed.value, DIGITS), number(source.to_canonical(typed.value, n), DIGITS)
    printed = Fraction(source.factor)  # what the digits that stand there come to
    top = tex(value)
    if source.inverse:
        top = f"1 / ({top})" if "·" in value else f"1 / {top}"
        printed /= as_fraction(value)
    else:
        printed *= as_fraction(value)
    below = rf" / {n}" if source.per_example else ""
    printed /= n if source.per_example else 1
    factor = "" if source.factor == 1 else rf"{tex(number(source.factor))} \cdot "
    if source.by_batch:
        words = _(
            "Above: what {name} makes small. Below: the same with the mean of the losses ℓᵢ of the n = {n} "
            "rows of a batch, squared error counted as ½(ŷ − y)². Every line on this page is this one λ, "
            "told otherwise."
        )
    else:
        words = _(
            "Above: what {name} makes small. Below: the same with the mean of the losses ℓᵢ of n = {n} rows, "
            "squared error counted as ½(ŷ − y)². Every line on this page is this one λ, told otherwise."
        )
    return (
        source.objective,
        rf"\tfrac1n\sum_i \ell_i + \lambda\,{_SHAPES[source.penalty]},\qquad"
        rf" \lambda = {factor}{top}{below} {equal_to(printed, lambd)}",
        words.format(name=_(source.name), n=n),
    )
