"""The numbers of each line as they are printed, and how one entry of its result comes about."""

from collections.abc import Mapping

import numpy as np

from charts.numbers import fixed, number
from charts.two_functions.code_lines import DEPTH, CodeLine, Numbers
from l2core.checks import FloatArray

Texts = Mapping[str, list[list[str]]]  # the numbers by name, as they are printed

DECIMALS = 3  # of a matrix, unless it has fewer
_SMALL = 10.0**-DECIMALS  # what is smaller is a power of ten, with one digit: a box of a matrix has no room


def printed(numbers: Numbers) -> Texts:
    """Every entry as text: as many decimals as its matrix has, three at most; four digits for a factor."""
    return {name: _factor(matrix) if "/" in name else _entries(matrix) for name, matrix in numbers.items()}


def printed_entry(value: float, decimals: int = DECIMALS) -> str:
    """One entry of a matrix: 0.210, −1.250, 0 where it is exactly 0, 4·10⁻⁴ where it nearly is."""
    return number(value, 1) if abs(value) < _SMALL else fixed(value, decimals)


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


def _entries(matrix: FloatArray) -> list[list[str]]:
    decimals = next((d for d in (0, 2) if np.abs(matrix - matrix.round(d)).max() < 1e-12), DECIMALS)
    return [[printed_entry(entry, decimals) for entry in row] for row in matrix.tolist()]


def _factor(matrix: FloatArray) -> list[list[str]]:
    return [[number(matrix[0, 0], 4)]]
