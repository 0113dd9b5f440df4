"""The cost that the three nets make small, with symbols and with the numbers at the place of the bar."""

from charts.numbers import fixed, tex
from charts.penalties import penalty_names
from dashboard.text import Translate
from lessons.overfit_vs_regularized.run import Here


def symbolic(_: Translate) -> str:
    """LaTeX of the cost with either penalty, its parts named."""
    data_loss, either = _("data loss"), _("or")
    return (
        r"J = \underbrace{-\tfrac1m\sum_{i=1}^{m}[y_i\log a_i + (1-y_i)\log(1-a_i)]}"
        rf"_{{\text{{{data_loss}}}}}"
        r" + \underbrace{\tfrac{\lambda}{2m}\sum_l\lVert W^{[l]}\rVert^2}_{\text{L2}}"
        rf"\quad\text{{{either}}}\quad"
        r"\underbrace{\tfrac{\lambda}{m}\sum_l\lvert W^{[l]}\rvert}_{\text{L1}}"
    )


def with_numbers(_: Translate, here: Here) -> str:
    """LaTeX of the cost of each net in numbers, a line a net."""
    rows, diverged = [], _("diverged")
    for penalty, net in here.nets.items():
        name = rf"\text{{{penalty_names(_)[penalty]}}}"
        data_loss, cost = (tex(fixed(value, net.decimals)) for value in (net.training, net.cost))
        if net.diverged_at >= 0:
            rows.append(rf"{name}:\ J &= \text{{{diverged}}}")
        elif penalty == "none":
            rows.append(rf"{name}:\ J &= {data_loss}")
        else:
            halved = "2\\cdot" if penalty == "l2" else ""
            term = rf"\tfrac{{{here.lambd}}}{{{halved}{here.m}}}\cdot {tex(fixed(net.size, 1))}"
            sum_ = rf"{data_loss} + {tex(fixed(net.penalty, net.decimals))}"
            rows.append(rf"{name}:\ J &= {data_loss} + {term} \approx {sum_} \approx {cost}")
    return r"\begin{aligned}" + r"\\".join(rows) + r"\end{aligned}"
