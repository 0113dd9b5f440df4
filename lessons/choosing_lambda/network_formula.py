"""The cost that the networks minimise, with the numbers of the best λ."""

import numpy as np

from charts.numbers import fixed, number, tex
from charts.penalties import penalty_names
from charts.picture import Translate
from l2core.many_starts import ErrorsOverStarts


def symbols(_: Translate) -> str:
    """J = data loss + penalty, of L2 or of L1."""
    return (
        r"J = \underbrace{-\tfrac1m\sum_{i=1}^{m}[y_i\log a_i + (1-y_i)\log(1-a_i)]}"
        rf"_{{\text{{{_('data loss')}}}}}"
        r" + \underbrace{\tfrac{\lambda}{2m}\sum_l\lVert W^{[l]}\rVert^2}_{\text{L2}}"
        rf"\quad\text{{{_('or')}}}\quad"
        r" \underbrace{\tfrac{\lambda}{m}\sum_l\lvert W^{[l]}\rvert}_{\text{L1}}"
    )


def with_numbers(_: Translate, errors: ErrorsOverStarts, m: int) -> str:
    """J at the λ with the lowest validation loss, on average over the starts; rounded, so that it says ≈."""
    best = errors.best()
    if best is None:
        return r"\text{" + _("diverged") + "}"
    lambd, halves = errors.lambdas[best], 2 if errors.penalty == "l2" else 1
    training, cost = (float(np.nanmean(part[best + 1])) for part in (errors.training, errors.penalty_term))
    below = rf"2\cdot {m}" if halves == 2 else f"{m}"
    size = fixed(cost * halves * m / lambd, 1)
    return (
        rf"\text{{{penalty_names(_)[errors.penalty]}}}:\quad J \approx {tex(fixed(training))}"
        rf" + \tfrac{{{tex(number(lambd))}}}{{{below}}}\cdot {tex(size)}"
        rf" \approx {tex(fixed(training))} + {tex(fixed(cost))} \approx {tex(fixed(training + cost))}"
    )
