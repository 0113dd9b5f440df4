"""What the two functions compute at every λ, as it is printed, and how a number of each line comes about."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from charts.picture import Translate
from charts.two_functions.arithmetic import calculation, from_printed
from charts.two_functions.code_lines import CodeLine, Matrix, Numbers, code_lines
from charts.two_functions.printed import Texts, equals

ALWAYS = -1  # in the place of a line or of a λ: shown at each of them


@dataclass(frozen=True)
class EveryLambda:
    """numbers, texts: by name, for each λ.

    entries: for each line, by the place of λ, how one number of its result comes about, the largest at the
    first λ; by ALWAYS where no λ changes it.
    """

    numbers: Sequence[Numbers]
    texts: Sequence[Texts]
    entries: Sequence[dict[int, str]]

    def where_it_changes(self, matrix: Matrix) -> Sequence[int]:
        """Every λ where the matrix depends on it; else one stand-in for all."""
        return _where_it_changes(matrix, self.numbers)


def at_every_lambda(_: Translate, numbers: Sequence[Numbers], texts: Sequence[Texts]) -> EveryLambda:
    """numbers: what the functions compute, for each λ. texts: of `printed_at_each`."""
    return EveryLambda(numbers, texts, [_entries(line, numbers, texts) for line in code_lines(_)])


def _entries(line: CodeLine, numbers: Sequence[Numbers], texts: Sequence[Texts]) -> dict[int, str]:
    result = line.result
    without = result.of(numbers[0])
    row, column = (int(i) for i in np.unravel_index(np.argmax(abs(without)), without.shape))
    name = result.label if without.size == 1 else f"{result.label}[{row + 1}, {column + 1}]"
    entries = {}
    for lam in _where_it_changes(result, numbers):
        value = texts[lam][result.name][row][column]
        sign = equals([[value]], from_printed(line, texts[lam])[row, column])
        entries[lam] = f"{name} = {calculation(line, texts[lam], row, column)} {sign} {value}"
    return entries


def _where_it_changes(matrix: Matrix, numbers: Sequence[Numbers]) -> Sequence[int]:
    changes = not np.array_equal(numbers[0][matrix.name], numbers[-1][matrix.name])
    return range(len(numbers)) if changes else (ALWAYS,)
