"""The cost, and every line of the two functions, in LaTeX with every number in it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from charts.numbers import tex
from charts.two_functions.arithmetic import from_equation
from charts.two_functions.code_lines import DEPTH, CodeLine
from charts.two_functions.printed import Texts, as_printed, equals
from dashboard.live_words import Line
from lessons.two_functions.choice import Choice
from lessons.two_functions.run import TRACKS, Here, here_at_every_lambda

COST = (
    r"\small \begin{aligned} J &= -\frac1m \sum \big[ Y \log A_3 \\ &\quad + (1-Y) \log(1-A_3) \big]"
    r" \\ &\,+ \frac1m \frac{\lambda}{2} \sum_{l=1}^{3} \lVert W_l \rVert^2 \end{aligned} \,"
)
_SMALL, _BREAK = r"\footnotesize", r" \\ "
_SUMS = [f"sum_of_squares{layer}" for layer in range(1, DEPTH + 1)]


def cost_with_numbers(here: Here) -> str:
    """The cost as cross-entropy and penalty, the penalty with the sum of the squares of each layer."""
    texts, m = here.texts, here.choice.m
    cost, cross_entropy, penalty = (_one(texts, name) for name in ("cost", "cross_entropy", "penalty"))
    data, pull = (as_printed(texts[name]) for name in ("cross_entropy", "penalty"))
    sums = [as_printed(texts[name]) for name in _SUMS]
    with_squares = _equals(texts["cost"], data + here.lambd / (2 * m) * sum(sums))
    with_penalty = _equals(texts["cost"], data + pull)
    return (
        rf"\small \begin{{aligned}} {cost} &{with_squares} {cross_entropy}"
        rf" \\ &\,+ \frac{{1}}{{{m}}} \cdot \frac{{{here.lambda_code}}}{{2}} \cdot ({_sum_of_squares(texts)})"
        rf" \\ &{with_penalty} {cross_entropy} + {penalty} \end{{aligned}} \,"
    )


def costs_with_numbers(choice: Choice) -> Line:
    """The same at every λ of the bar."""
    return Line([cost_with_numbers(here) for here in here_at_every_lambda(choice)], (TRACKS[1],))


def line_latex(line: CodeLine, texts: Texts) -> str:
    """The formula of a line, and below it the same with every number of its result."""
    left, right = line.latex.split(" = ", 1)
    rows = [f"{left} &= {right}", *_rows(line, left, texts)]
    return rf"{_SMALL} \begin{{aligned}} {_BREAK.join(rows)} \end{{aligned}} \,"  # \, : or 2 px stick out


def inputs_latex(texts: Texts) -> list[str]:
    """What goes into the two functions: X, Y, then each layer's W and b."""
    data = [rf"{_SMALL} {name} = {latex_matrix(texts[name])}" for name in "XY"]
    layers = [
        rf"{_SMALL} W_{layer} = {latex_matrix(texts[f'W{layer}'])}"
        rf" \quad b_{layer} = {latex_matrix(texts[f'b{layer}'])} \,"
        for layer in range(1, DEPTH + 1)
    ]
    return data + layers


def latex_matrix(texts: Sequence[Sequence[str]]) -> str:
    """A matrix of printed numbers in LaTeX."""
    rows = _BREAK.join(" & ".join(tex(text) for text in row) for row in texts)
    return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"


def _rows(line: CodeLine, left: str, texts: Texts) -> list[str]:
    """What stands below a line's formula, down to its result."""
    if line.name == "cross_entropy":
        return _loss_rows(texts)
    if line.name == "penalty":
        return _square_rows(left, texts)
    if line.name == "cost":
        sign = _equals(texts["cost"], from_equation(line, texts))
        parts = f"&= {_one(texts, 'cross_entropy')} + {_one(texts, 'penalty')}"
        return [parts, f"&{sign} {_one(texts, 'cost')}"]
    if line.name.startswith("dW"):
        return _part_rows(line, texts)
    return [f"&= {latex_matrix(texts[line.name])}"]


def _loss_rows(texts: Texts) -> list[str]:
    """The logarithm of each example, then its loss, then their mean."""
    over_m = rf"{_one(texts, '1/m')} \cdot \sum"
    answers = as_printed(texts[f"A{DEPTH}"])[0]
    labels = as_printed(texts["Y"])[0]
    given = np.where(labels == 1, answers, 1 - answers)  # the probability of the label
    to_losses = _equals(texts["losses"], -np.log(given))
    to_mean = _equals(texts["cross_entropy"], as_printed(texts["1/m"]) * as_printed(texts["losses"]).sum())
    logs = [
        rf"-\log {tex(a)}" if y == "1" else rf"-\log(1 - {tex(a)})"
        for a, y in zip(texts[f"A{DEPTH}"][0], texts["Y"][0], strict=True)
    ]
    return [
        f"&= {over_m} {_column(logs)}",
        f"&{to_losses} {over_m} {_column([tex(loss) for loss in texts['losses'][0]])}",
        f"&{to_mean} {_one(texts, 'cross_entropy')}",
    ]


def _square_rows(left: str, texts: Texts) -> list[str]:
    """The sum of the squares of each layer, then that of all of them with its factor."""
    rows = []
    for layer, name in enumerate(_SUMS, start=1):
        squares = texts[f"squares{layer}"]
        sign = _equals(texts[name], as_printed(squares).sum())
        rows.append(rf"\lVert W_{layer} \rVert^2 &= \sum {latex_matrix(squares)} {sign} {_one(texts, name)}")
    sign = _equals(
        texts["penalty"], as_printed(texts["λ/2m"]) * sum(as_printed(texts[name]) for name in _SUMS)
    )
    factors = rf"{left} &= {_one(texts, 'λ/2m')} \cdot ({_sum_of_squares(texts)})"
    return [*rows, factors, f"&{sign} {_one(texts, 'penalty')}"]


def _part_rows(line: CodeLine, texts: Texts) -> list[str]:
    """The two parts of the gradient of a layer's weights, and their sum."""
    data, penalty = (texts[f"{part}_{line.name}"] for part in ("data", "penalty"))
    sign = _equals(texts[line.name], from_equation(line, texts))
    below = "X" if line.layer == 1 else f"A_{line.layer - 1}"
    return [
        rf"&= \underbrace{{{latex_matrix(data)}}}_{{\frac1m dZ_{line.layer} {below}^\top}}",
        rf"&\,+ \underbrace{{{latex_matrix(penalty)}}}_{{\frac{{\lambda}}{{m}} W_{line.layer}}}",
        f"&{sign} {latex_matrix(texts[line.name])}",
    ]


def _equals(texts: Sequence[Sequence[str]], values: ArrayLike) -> str:
    """The sign before printed numbers, in LaTeX: "=" only where the calculation before it comes to them."""
    return "=" if equals(texts, values) == "=" else r"\approx"


def _sum_of_squares(texts: Texts) -> str:
    return " + ".join(_one(texts, name) for name in _SUMS)


def _column(cells: Sequence[str]) -> str:
    return rf"\begin{{bmatrix}} {_BREAK.join(cells)} \end{{bmatrix}}"


def _one(texts: Texts, name: str) -> str:
    """The only entry of a matrix."""
    return tex(texts[name][0][0])
