"""What the source of a λ makes small, and the same with the mean of the losses; or how AdamW forgets."""

from fractions import Fraction

from charts.equalities import as_fraction, equal_to
from charts.numbers import number, tex
from charts.picture import Translate
from l2core.convention import Convention, apart
from l2core.decoupled_decay import steps_per_epoch, timescale
from lessons.other_names.choice import TypedDecay, TypedLambda
from lessons.other_names.dictionary import DIGITS

_SHAPES = {
    "l2": r"\tfrac12\lVert w\rVert^2",
    "l1": r"\lVert w\rVert_1",
    "elastic_net": r"\bigl(r\lVert w\rVert_1 + \tfrac{1-r}{2}\lVert w\rVert^2\bigr)",
}


def formula(_: Translate, typed: TypedLambda) -> tuple[str, str, str]:
    """What the source minimises; its number as the λ of a mean loss; both in words."""
    source, n = typed.convention, typed.examples
    given = _Printed(typed)
    lambd = number(
        source.to_canonical(
            typed.value, n, l1_ratio=typed.l1_ratio, outputs=typed.outputs, spread=typed.spread or 1.0
        ),
        DIGITS,
    )
    line = rf" \lambda = {given.lambd_latex} {equal_to(given.lambd, lambd)}"
    if source.penalty == "elastic_net" and (source.needs_spread or not source.ratio) and given.lambd:
        ratio = number(source.ratio_to_canonical(typed.l1_ratio, spread=typed.spread or 1.0), DIGITS)
        line += rf",\qquad r = {given.ratio_latex} {equal_to(given.ratio, ratio)}"
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
        rf"\tfrac1n\sum_i \ell_i + \lambda\,{_SHAPES[source.penalty]},\qquad" + line,
        words.format(name=_(source.name), n=n),
    )


def formula_of_decay(_: Translate, typed: TypedDecay) -> tuple[str, str, str]:
    """AdamW's step; its timescale with the numbers; both in words."""
    decay, rate = (number(x, DIGITS) for x in (typed.weight_decay, typed.learning_rate))
    tau = 1 / (as_fraction(decay) * as_fraction(rate))
    steps = number(timescale(typed.weight_decay, typed.learning_rate), DIGITS)
    epoch = steps_per_epoch(typed.rows, typed.batch)
    epochs = number(timescale(typed.weight_decay, typed.learning_rate) / epoch, DIGITS)
    symbols = (
        r"w_t = (1 - \eta d)\, w_{t-1} - \eta\, \frac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon},"
        r"\qquad \tau = \frac{1}{\eta d}"
    )
    numbers = (
        rf"\tau = \frac{{1}}{{({tex(rate)}) \cdot ({tex(decay)})}} {equal_to(tau, steps)},"
        rf"\qquad \frac{{\tau}}{{{epoch}}} {equal_to(tau / epoch, epochs)}"
    )
    words = _(
        "d: weight_decay; η: the learning rate; m̂ and v̂: Adam's means of the gradient and of its square. The "
        "weights are an average of what the last steps say, in which a step counts about 1/e as much once it "
        "lies τ steps back. τ divided by the steps of an epoch is τ in epochs. Wang & Aitchison (2024)."
    )
    return symbols, numbers, words


class _Printed:
    """λ and r as LaTeX, and what the digits that stand there come to."""

    def __init__(self, typed: TypedLambda) -> None:
        source = typed.convention
        self.lambd_latex, self.lambd = self._lambd(source, typed)
        self.ratio_latex, self.ratio = self._ratio(source, typed)

    def _lambd(self, source: Convention, typed: TypedLambda) -> tuple[str, Fraction]:
        latex, value = self._value(source, typed)
        if source.factor != 1:
            latex = rf"{tex(number(source.factor))} \cdot {latex}"
            value *= Fraction(source.factor)
        if source.per_output:
            latex, value = rf"{typed.outputs} \cdot {latex}", value * typed.outputs
        if source.per_example:
            latex, value = rf"{latex} / {typed.examples}", value / typed.examples
        if source.needs_spread:
            s, s_latex = self._number(typed.spread or 1.0)
            if source.penalty == "l2":
                return rf"{latex} / {s_latex}", value / s
            alpha, alpha_latex = self._number(typed.l1_ratio)
            weakened = alpha + (1 - alpha) / s
            return rf"{latex} \cdot ({alpha_latex} + (1 - {alpha_latex}) / {s_latex})", value * weakened
        return latex, value

    def _value(self, source: Convention, typed: TypedLambda) -> tuple[str, Fraction]:
        if not source.ratio:
            (l1, l1_latex), (l2, l2_latex) = self._parts(typed)
            return rf"({l1_latex} + 2 \cdot {l2_latex})", l1 + 2 * l2
        value, latex = self._number(typed.value)
        return (f"1 / {latex}", 1 / value) if source.inverse else (latex, value)

    def _ratio(self, source: Convention, typed: TypedLambda) -> tuple[str, Fraction]:
        if not source.ratio:
            (l1, l1_latex), (l2, l2_latex) = self._parts(typed)
            both = l1 + 2 * l2
            ratio = l1 / both if both else Fraction(1, 2)
            return rf"{l1_latex} / ({l1_latex} + 2 \cdot {l2_latex})", ratio
        alpha, alpha_latex = self._number(typed.l1_ratio)
        s, s_latex = self._number(typed.spread or 1.0)
        weakened = alpha + (1 - alpha) / s
        return (
            rf"{alpha_latex} / ({alpha_latex} + (1 - {alpha_latex}) / {s_latex})",
            alpha / weakened,
        )

    def _parts(self, typed: TypedLambda) -> list[tuple[Fraction, str]]:
        return [self._number(part) for part in apart(typed.value, typed.l1_ratio)]

    @staticmethod
    def _number(x: float) -> tuple[Fraction, str]:
        written = number(x, DIGITS)
        latex = tex(written)
        return as_fraction(written), f"({latex})" if "·" in written else latex
