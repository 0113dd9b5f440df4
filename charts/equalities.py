"""Equations with numbers that are rounded: = where the printed digits bear it, ≈ where they do not."""

from fractions import Fraction

from charts.numbers import tex

_POWERS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def as_fraction(written: str) -> Fraction:
    """What `charts.numbers.number` wrote, as the number that stands there: −1.2·10⁻⁵ is −12/10⁶."""
    mantissa, _dot, power = written.replace("−", "-").replace(",", "").partition("·10")
    return Fraction(mantissa) * Fraction(10) ** int(power.translate(_POWERS) or 0)


def equal_to(x: Fraction, written: str) -> str:
    """LaTeX of = or ≈ and the number: = if what is written is x."""
    return rf"{'=' if as_fraction(written) == x else chr(92) + 'approx'} {tex(written)}"
