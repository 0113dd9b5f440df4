"""What every public function of the core says about bad input: the argument, what came, what it needs."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.floating]


def finite_array(name: str, value: ArrayLike, *, ndim: int | None = None, gaps: bool = False) -> FloatArray:
    """`value` as a float array of `ndim` dimensions without NaN or infinity; ValueError otherwise.

    gaps: NaN may stand in it. float32 stays float32; everything else becomes float64.
    """
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "biufO":  # text, dates and complex numbers would convert without a word
            raise TypeError(array.dtype)
        array = array if array.dtype == np.float32 else array.astype(np.float64, copy=False)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{name} needs numbers, got {_excerpt(value)}") from error
    if ndim is not None and array.ndim != ndim:
        raise ValueError(f"{name} needs {ndim} dimension(s), got shape {array.shape}")
    allowed = np.isfinite(array)
    if gaps:
        allowed |= np.isnan(array)
    if not allowed.all():
        place = tuple(int(i) for i in np.argwhere(~allowed)[0])
        where = f" at index {place}" if place else ""
        raise ValueError(f"{name} needs finite numbers, got {array[place]}{where}")
    return array


def nonnegative_array(name: str, value: ArrayLike) -> FloatArray:
    """`value` as a float array of any shape with finite entries of at least 0; ValueError otherwise."""
    array = finite_array(name, value)
    if np.any(array < 0):
        raise ValueError(f"{name} needs numbers of at least 0, got {array[array < 0][0]:g}")
    return array


def finite_number(name: str, value: float) -> float:
    """`value` as a finite float; ValueError otherwise."""
    if isinstance(value, float) and math.isfinite(value):
        return float(value)
    return float(finite_array(name, value, ndim=0))


def nonnegative(name: str, value: float) -> float:
    """`value` as a finite float of at least 0; ValueError otherwise."""
    number = finite_number(name, value)
    if number < 0:
        raise ValueError(f"{name} needs a number of at least 0, got {number:g}")
    return number


def positive(name: str, value: float) -> float:
    """`value` as a finite float above 0; ValueError otherwise."""
    number = finite_number(name, value)
    if number <= 0:
        raise ValueError(f"{name} needs a number above 0, got {number:g}")
    return number


def fraction(name: str, value: float) -> float:
    """`value` as a float from 0 to 1; ValueError otherwise."""
    number = finite_number(name, value)
    if not 0 <= number <= 1:
        raise ValueError(f"{name} needs a number from 0 to 1, got {number:g}")
    return number


def whole_number(name: str, value: int, *, at_least: int) -> int:
    """`value` as an int of at least `at_least`; ValueError otherwise."""
    number = finite_number(name, value)
    if number != int(number) or number < at_least:
        raise ValueError(f"{name} needs a whole number of at least {at_least}, got {_excerpt(value)}")
    return int(value)  # not int(number): a float holds whole numbers, say a seed, to 2⁵³ only


def one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    """`value` if it is one of `allowed`; ValueError otherwise."""
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{name} needs one of {', '.join(allowed)}, got {_excerpt(value)}")
    return value


def _excerpt(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
