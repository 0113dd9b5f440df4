"""How one entry of a line's result comes about from the printed numbers, and what these come to."""

import numpy as np

from charts.two_functions.code_lines import DEPTH, CodeLine
from charts.two_functions.printed import Texts, as_printed
from l2core.checks import FloatArray


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


def from_printed(line: CodeLine, texts: Texts) -> FloatArray:
    """What a line's result comes to when it is computed from the numbers as they are printed."""
    layer = line.layer
    below = "X" if layer == 1 else f"A{layer - 1}"

    def read(name: str) -> FloatArray:
        return as_printed(texts[name])

    match line.name.rstrip("123"):
        case "Z":
            return read(f"W{layer}") @ read(below) + read(f"b{layer}")
        case "A" if layer == DEPTH:
            return 1 / (1 + np.exp(-read(f"Z{layer}")))
        case "A":
            return np.maximum(read(f"Z{layer}"), 0)
        case "cross_entropy":
            return read("1/m") * read("losses").sum()
        case "penalty":
            return read("λ/2m") * sum(read(f"sum_of_squares{k}") for k in range(1, DEPTH + 1))
        case "cost":
            return read("cross_entropy") + read("penalty")
        case "dZ" if layer == DEPTH:
            return read(f"A{layer}") - read("Y")
        case "dZ":
            return read(f"dA{layer}") * read(f"gate{layer}")
        case "dW":
            data = read("1/m") * (read(f"dZ{layer}") @ read(below).T)
            return data + read("λ/m") * read(f"W{layer}")
        case "db":
            return read("1/m") * read(f"dZ{layer}").sum(axis=1, keepdims=True)
        case _:  # dA
            return read(f"W{layer + 1}").T @ read(f"dZ{layer + 1}")


def from_equation(line: CodeLine, texts: Texts) -> FloatArray:
    """What the matrices of a line's equation come to as they are printed, those of its result left out."""
    if line.name.startswith("dW"):
        return as_printed(texts[f"data_{line.name}"]) + as_printed(texts[f"penalty_{line.name}"])
    if line.name == "penalty":
        squares = sum(as_printed(texts[f"squares{k}"]).sum() for k in range(1, DEPTH + 1))
        return as_printed(texts["λ/2m"]) * squares
    return from_printed(line, texts)
