"""The numbers as they are printed, and whether what is printed adds up."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from charts.numbers import fixed, number
from charts.two_functions.code_lines import Numbers
from l2core.checks import FloatArray

Texts = Mapping[str, list[list[str]]]  # the numbers by name, as they are printed

DECIMALS = 3  # of a matrix, unless it has fewer
_SMALL = 10.0**-DECIMALS  # what is smaller is a power of ten, with one digit: a box of a matrix has no room
_ROUNDING = 1e-12  # what floating point leaves of a sum of printed numbers that comes out even
_READABLE = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789", ",")


def printed(numbers: Numbers) -> Texts:
    """Every entry as text: as many decimals as its matrix has, three at most; four digits for a factor."""
    return {name: _factor(matrix) if "/" in name else _entries(matrix) for name, matrix in numbers.items()}


def printed_at_each(numbers: Sequence[Numbers]) -> list[Texts]:
    """The same for each λ; a matrix that is the same at two of them is printed once."""
    known: dict[tuple[str, bytes], list[list[str]]] = {}
    every: list[Texts] = []
    for here in numbers:
        keys = {name: (name, matrix.tobytes()) for name, matrix in here.items()}
        fresh = printed({name: here[name] for name, key in keys.items() if key not in known})
        known |= {keys[name]: texts for name, texts in fresh.items()}
        every.append({name: known[key] for name, key in keys.items()})
    return every


def printed_entry(value: float, decimals: int = DECIMALS) -> str:
    """One entry of a matrix: 0.210, −1.250, 0 where it is exactly 0, 4·10⁻⁴ where it nearly is."""
    return number(value, 1) if abs(value) < _SMALL else fixed(value, decimals)


def equals(texts: Sequence[Sequence[str]], values: ArrayLike) -> str:
    """The sign between a calculation with printed numbers and its printed result: "=", or "≈".

    values: what the calculation comes to. "=" only where every one of `texts` is its value, rounded to the
    digits of the text; a printed 0 is exact.
    """
    pairs = zip(np.ravel(texts).tolist(), np.ravel(values).tolist(), strict=True)
    return "=" if all(abs(value - _value(text)) <= _half_a_digit(text) for text, value in pairs) else "≈"


def as_printed(texts: Sequence[Sequence[str]]) -> FloatArray:
    """The numbers that were printed, as numbers again."""
    return np.array([[_value(text) for text in row] for row in texts])


@lru_cache(maxsize=4096)  # the same few numbers come back at every λ
def _value(text: str) -> float:
    return float(_plain(text))


@lru_cache(maxsize=4096)
def _half_a_digit(text: str) -> float:
    """How far a number may lie from its printed form; next to nothing for a whole number, which is exact."""
    digit = Decimal(_plain(text)).as_tuple().exponent
    assert isinstance(digit, int)
    return _ROUNDING + (0.5 * 10.0**digit if digit < 0 else 0.0)


def _plain(text: str) -> str:
    """A printed number as Python reads it: −1.2·10⁻⁵ as -1.2e-5."""
    return text.translate(_READABLE).replace("·10", "e")


def _entries(matrix: FloatArray) -> list[list[str]]:
    decimals = next((d for d in (0, 2) if np.abs(matrix - matrix.round(d)).max() < 1e-12), DECIMALS)
    return [[printed_entry(entry, decimals) for entry in row] for row in matrix.tolist()]


def _factor(matrix: FloatArray) -> list[list[str]]:
    return [[number(matrix[0, 0], 4)]]
