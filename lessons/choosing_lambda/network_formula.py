"""The cost that the networks minimise, with the numbers of every λ."""

from charts.numbers import fixed, number, tex
from charts.penalties import penalty_names
from charts.picture import Translate
from l2core.many_starts import ErrorsOverStarts


def symbols(_: Translate, penalty: str) -> str:
    """J = data loss + penalty, and the data loss; in lines that a phone has room for."""
    added = {
        "l2": r"\tfrac{\lambda}{2m}\textstyle\sum_l\lVert W^{[l]}\rVert^2",
        "l1": r"\tfrac{\lambda}{m}\textstyle\sum_l\lvert W^{[l]}\rvert",
    }[penalty]
    loss = rf"\text{{{_('data loss')}}}"
    return (
        rf"\begin{{aligned}} J &= {loss} + \underbrace{{{added}}}_{{\text{{{penalty_names(_)[penalty]}}}}}"
        rf" \\ {loss} &= -\tfrac1m\textstyle\sum_i\bigl[\,y_i\log a_i"
        r" \\ & \qquad {} + (1-y_i)\log(1-a_i)\,\bigr] \end{aligned}"
    )


def with_numbers(_: Translate, errors: ErrorsOverStarts, m: int, k: int) -> str:
    """J at the λ at place k, on average over the starts that end there; rounded, so that it says ≈."""
    mean, added = errors.mean(errors.training, k + 1), errors.mean(errors.penalty_term, k + 1)
    lambd, halves = errors.lambdas[k], 2 if errors.penalty == "l2" else 1
    if mean is None or added is None:
        return rf"\lambda = {tex(number(lambd))}:\quad\text{{{_('diverged')}}}"
    training, cost = mean.mean, added.mean
    below = rf"2\cdot {m}" if halves == 2 else f"{m}"
    size = number(cost * halves * m / lambd)
    name = penalty_names(_)[errors.penalty]
    return (
        rf"\begin{{aligned}} \text{{{name}}}:\quad J & \approx {tex(fixed(training))}"
        rf" + \tfrac{{{tex(number(lambd))}}}{{{below}}}\cdot {tex(size)} \\ & \approx {tex(fixed(training))}"
        rf" + {tex(fixed(cost))} \approx {tex(fixed(training + cost))} \end{{aligned}}"
    )
