"""The cost, and every line of the two functions, in LaTeX with every number in it."""

from collections.abc import Sequence

from charts.numbers import tex
from charts.two_functions.arithmetic import Texts
from charts.two_functions.code_lines import DEPTH, CodeLine
from lessons.two_functions.run import Here

COST = (
    r"\small \begin{aligned} J &= -\frac1m \sum \big[ Y \log A_3 \\ &\quad + (1-Y) \log(1-A_3) \big]"
    r" \\ &\,+ \frac1m \frac{\lambda}{2} \sum_{l=1}^{3} \lVert W_l \rVert^2 \end{aligned} \,"
)
_SMALL, _BREAK = r"\footnotesize", r" \\ "


def cost_with_numbers(here: Here) -> str:
    """The cost as cross-entropy and penalty."""
    cost, cross_entropy, penalty = (_one(here.texts, name) for name in ("cost", "cross_entropy", "penalty"))
    return (
        rf"\small \begin{{aligned}} {cost} &= {cross_entropy}"
        rf" \\ &\,+ \frac{{1}}{{{here.choice.m}}} \cdot \frac{{{here.lambda_code}}}{{2}} \cdot "
        rf"({' + '.join(_sums_of_squares(here.texts))})"
        rf" \\ &= {cross_entropy} + {penalty} \end{{aligned}} \,"
    )


def line_latex(line: CodeLine, texts: Texts) -> str:
    """The formula of a line, and below it the same with every number of its result."""
    left, right = line.latex.split(" = ", 1)
    rows = [f"{left} &= {right}", *_rows(line, left, texts)]
    result = texts[line.name]
    rows.append(f"&= {tex(result[0][0]) if line.part == 'cost' else latex_matrix(result)}")
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
    """What stands between a line's formula and its result."""
    if line.name == "cross_entropy":
        return _loss_rows(texts)
    if line.name == "penalty":
        return _square_rows(left, texts)
    if line.name == "cost":
        return [f"&= {_one(texts, 'cross_entropy')} + {_one(texts, 'penalty')}"]
    if line.name.startswith("dW"):
        return _part_rows(line, texts)
    return []


def _loss_rows(texts: Texts) -> list[str]:
    """The logarithm of each example, then its loss."""
    over_m = rf"{_one(texts, '1/m')} \cdot \sum"
    answers = zip((tex(a) for a in texts[f"A{DEPTH}"][0]), texts["Y"][0], strict=True)
    logs = [[rf"-\log {a}" if y == "1" else rf"-\log(1 - {a})"] for a, y in answers]
    losses = [[tex(loss)] for loss in texts["losses"][0]]
    return [
        rf"&= {over_m} \begin{{bmatrix}} {_BREAK.join(row for [row] in column)} \end{{bmatrix}}"
        for column in (logs, losses)
    ]


def _square_rows(left: str, texts: Texts) -> list[str]:
    """The sum of the squares of each layer, then that of all of them with its factor."""
    sums = _sums_of_squares(texts)
    rows = [
        rf"\lVert W_{layer} \rVert^2 &= \sum {latex_matrix(texts[f'squares{layer}'])} = {total}"
        for layer, total in enumerate(sums, start=1)
    ]
    return [*rows, rf"{left} &= {_one(texts, 'λ/2m')} \cdot ({' + '.join(sums)})"]


def _part_rows(line: CodeLine, texts: Texts) -> list[str]:
    """The two parts of the gradient of a layer's weights."""
    data, penalty = (latex_matrix(texts[f"{part}_{line.name}"]) for part in ("data", "penalty"))
    below = "X" if line.layer == 1 else f"A_{line.layer - 1}"
    return [
        rf"&= \underbrace{{{data}}}_{{\frac1m dZ_{line.layer} {below}^\top}}",
        rf"&\,+ \underbrace{{{penalty}}}_{{\frac{{\lambda}}{{m}} W_{line.layer}}}",
    ]


def _sums_of_squares(texts: Texts) -> list[str]:
    return [_one(texts, f"sum_of_squares{layer}") for layer in range(1, DEPTH + 1)]


def _one(texts: Texts, name: str) -> str:
    """The only entry of a matrix."""
    return tex(texts[name][0][0])
