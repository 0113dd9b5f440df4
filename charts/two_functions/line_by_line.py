"""The numbers of each line as text: how one entry comes about, and the whole line in LaTeX."""

from collections.abc import Mapping, Sequence

import numpy as np

from charts.two_functions.code_lines import DEPTH, CodeLine, Numbers
from l2core.checks import FloatArray

SMALL, BREAK = r"\footnotesize", r" \\ "

Texts = Mapping[str, list[list[str]]]  # the numbers by name, as they are shown


def shown(numbers: Numbers) -> Texts:
    """Every entry as text: as many decimals as its matrix has, three at most; four digits for a factor."""
    return {name: _factor(matrix) if "/" in name else _entries(matrix) for name, matrix in numbers.items()}


def number(value: float, decimals: int = 3) -> str:
    """A number as text, with a minus sign; what would round to 0 and is not keeps one digit."""
    if value == 0:
        return "0"
    small = abs(value) < 0.5 * 10**-decimals
    return (f"{value:.0e}".replace("e-0", "e-") if small else f"{value:.{decimals}f}").replace("-", "−")


def latex_matrix(texts: Sequence[Sequence[str]]) -> str:
    """A matrix in LaTeX."""
    rows = r" \\ ".join(" & ".join(row) for row in texts).replace("−", "-")
    return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"


def calculation(line: CodeLine, texts: Texts, row: int, column: int) -> str:
    """How one entry of the line's result comes about, with the numbers in it."""
    layer = line.layer
    previous = "X" if layer == 1 else f"A{layer - 1}"

    def at(name: str, i: int = row, j: int = column) -> str:
        text = texts[name][i][j]
        return f"({text})" if text.startswith("−") else text

    def products(left: list[str], right: list[str]) -> str:
        return " + ".join(f"{a}·{b}" for a, b in zip(left, right, strict=True))

    match line.name.rstrip("123"):
        case "Z":
            units = range(len(texts[previous]))
            terms = products(
                [at(f"W{layer}", row, k) for k in units], [at(previous, k, column) for k in units]
            )
            return f"{terms} + {at(f'b{layer}', row, 0)}"
        case "A" if layer == DEPTH:
            return f"1 / (1 + e^−{at(f'Z{layer}')})"
        case "A":
            return f"max({texts[f'Z{layer}'][row][column]}, 0)"
        case "cross_entropy":
            return f"{at('1/m', 0, 0)} · ({' + '.join(texts['losses'][0])})"
        case "penalty":
            sums = [at(f"sum_of_squares{k}") for k in range(1, DEPTH + 1)]
            return f"{at('λ/2m')} · ({' + '.join(sums)})"
        case "cost":
            return f"{at('cross_entropy')} + {at('penalty')}"
        case "dZ" if layer == DEPTH:
            return f"{at(f'A{layer}')} − {at('Y')}"
        case "dZ":
            return f"{at(f'dA{layer}')} · {at(f'gate{layer}')}"
        case "dW":
            examples = range(len(texts["Y"][0]))
            terms = products(
                [at(f"dZ{layer}", row, k) for k in examples], [at(previous, column, k) for k in examples]
            )
            return f"{at('1/m', 0, 0)} · ({terms}) + {at('λ/m', 0, 0)} · {at(f'W{layer}')}"
        case "db":
            summands = [at(f"dZ{layer}", row, k) for k in range(len(texts["Y"][0]))]
            return f"{at('1/m', 0, 0)} · ({' + '.join(summands)})"
        case _:  # dA
            units = range(len(texts[f"W{layer + 1}"]))
            return products(
                [at(f"W{layer + 1}", k, row) for k in units], [at(f"dZ{layer + 1}", k, column) for k in units]
            )


def line_latex(line: CodeLine, texts: Texts) -> str:
    """The formula of the line, and below it the same with every number of its result."""
    left, right = line.latex.split(" = ", 1)
    rows = [f"{left} &= {right}"]
    if line.name == "cross_entropy":
        A, Y, losses = (texts[name][0] for name in (f"A{DEPTH}", "Y", "losses"))
        logs = [rf"-\log {a}" if y == "1" else rf"-\log(1 - {a})" for a, y in zip(A, Y, strict=True)]
        over_m = rf"{texts['1/m'][0][0]} \cdot \sum"
        rows.append(f"&= {over_m} {latex_matrix([[log] for log in logs])}")
        rows.append(f"&= {over_m} {latex_matrix([[loss] for loss in losses])}")
    elif line.name == "penalty":
        sums = [texts[f"sum_of_squares{layer}"][0][0] for layer in range(1, DEPTH + 1)]
        for layer, total in enumerate(sums, start=1):
            squares = latex_matrix(texts[f"squares{layer}"])
            rows.append(rf"\lVert W_{layer} \rVert^2 &= \sum {squares} = {total}")
        rows.append(rf"{left} &= {texts['λ/2m'][0][0]} \cdot ({' + '.join(sums)})")
    elif line.name == "cost":
        rows.append(f"&= {texts['cross_entropy'][0][0]} + {texts['penalty'][0][0]}")
    elif line.name.startswith("dW"):
        data, penalty = (latex_matrix(texts[f"{part}_{line.name}"]) for part in ("data", "penalty"))
        previous = "X" if line.layer == 1 else f"A_{line.layer - 1}"
        rows.append(rf"&= \underbrace{{{data}}}_{{\frac1m dZ_{line.layer} {previous}^\top}}")
        rows.append(rf"&\,+ \underbrace{{{penalty}}}_{{\frac{{\lambda}}{{m}} W_{line.layer}}}")
    result = texts[line.name]
    rows.append(f"&= {result[0][0] if line.part == 'cost' else latex_matrix(result)}")
    return rf"{SMALL} \begin{{aligned}} {BREAK.join(rows)} \end{{aligned}} \,"  # \, : or 2 px stick out


def inputs_latex(texts: Texts) -> list[str]:
    """What goes into the two functions: X, Y, then each layer's W and b."""
    layers = [(rf"W_{layer}", f"W{layer}", rf"b_{layer}", f"b{layer}") for layer in range(1, DEPTH + 1)]
    return [
        *(rf"{SMALL} {name} = {latex_matrix(texts[name])}" for name in "XY"),
        *(
            rf"{SMALL} {W} = {latex_matrix(texts[W_name])} \quad {b} = {latex_matrix(texts[b_name])} \,"
            for W, W_name, b, b_name in layers
        ),
    ]


def _entries(matrix: FloatArray) -> list[list[str]]:
    decimals = next((d for d in (0, 2) if np.abs(matrix - matrix.round(d)).max() < 1e-12), 3)
    return [[number(entry, decimals) for entry in row] for row in matrix.tolist()]


def _factor(matrix: FloatArray) -> list[list[str]]:
    return [[f"{matrix[0, 0]:.4g}"]]
