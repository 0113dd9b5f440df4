"""How a number is written on screen: one rule, as text, as LaTeX and as an expression of Vega.

    0 and nothing else is "0"; no number is "–"; what is beyond all numbers is "∞"
    |x| < 0.001 or |x| ≥ 10⁶: a power of ten, 1.2·10⁻⁵
    |x| ≥ 1000: whole, in groups of three, 11,498
    otherwise the `digits` that count (`number`), or `decimals` after the point (`fixed`, for sums)

Halves are rounded away from 0, as a browser does it, and a minus is a minus sign.
"""

import math
import re
from bisect import bisect_right
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

_SMALLEST, _THOUSAND, _LARGEST = 1e-3, 1e3, 1e6
_POWER_DIGITS = 3
_TENS = (1e-3, 1e-2, 1e-1, 1.0, 10.0, 100.0)
_EXACT = 25  # digits more than two neighbours of the doubles need to be told apart
_PLAIN, _RAISED = "-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_ABOVE = str.maketrans(_PLAIN, _RAISED)
_WRITTEN = re.compile(rf"([−+]?)(\d{{1,3}}(?:,\d{{3}})*(?:\.\d+)?|∞)(?:·10([{_RAISED}]+))?")


def number(x: float, digits: int = 3, *, sign: bool = False) -> str:
    """`x` with the digits that count, and no zeros after them: 0.217, 21.7, 11,498, 1.2·10⁻⁵.

    sign: a plus before what is above 0.
    """
    return _written(float(x), digits, None, sign)


def fixed(x: float, decimals: int = 3, *, sign: bool = False) -> str:
    """`x` with so many decimals, but for what these would hide: 0.210, 21.700, 11,498, 1.2·10⁻⁵."""
    return _written(float(x), _POWER_DIGITS, decimals, sign)


def plus_minus(mean: float, error: float, decimals: int = 3, *, sign: bool = False) -> str:
    """mean ± standard error, both as `fixed`; the mean alone where there is no error."""
    written = fixed(mean, decimals, sign=sign)
    return written if np.isnan(error) else f"{written} ± {fixed(error, decimals)}"


def tex(written: str) -> str:
    r"""LaTeX of what `number` or `fixed` wrote: −1.2·10⁻⁵ becomes -1.2\cdot 10^{-5}."""
    mantissa, dot, power = written.replace("−", "-").partition("·10")
    mantissa = mantissa.replace(",", "{,}").replace("∞", r"\infty").replace("–", r"\text{–}")
    return rf"{mantissa}\cdot 10^{{{power.translate(str.maketrans(_RAISED, _PLAIN))}}}" if dot else mantissa


def plain_number(written: str) -> str | None:
    """What `number` or `fixed` wrote as programs read it: −1.2·10⁻⁵ becomes -1.2e-5, 11,498 becomes 11498.

    "" for no number; None for words.
    """
    if written == "–":
        return ""
    if (found := _WRITTEN.fullmatch(written)) is None:
        return None
    minus, size, power = found.groups()
    size = "inf" if size == "∞" else size.replace(",", "")
    exponent = f"e{power.translate(str.maketrans(_RAISED, _PLAIN))}" if power else ""
    return f"{'-' if minus == '−' else ''}{size}{exponent}"


def tex_factor(written: str) -> str:
    """The same as a factor or after a minus: in brackets where it has a sign of its own."""
    return f"({tex(written)})" if written.startswith(("−", "+")) else tex(written)


def code_number(x: float) -> str:
    """`x` to six digits as a line of code or an address takes it: 1e-5, 11498."""
    mantissa, e, exponent = f"{x:.6g}".partition("e")
    return f"{mantissa}e{int(exponent)}" if e else mantissa


def vega_number(value: str, digits: int = 3, *, sign: bool = False) -> str:
    """Vega's expression that writes the number `value`, itself an expression, as `number` does."""
    return _vega(value, f"format(abs({value}), '.{digits}~r')", digits, sign)


def vega_fixed(value: str, decimals: int = 3, *, sign: bool = False) -> str:
    """Vega's expression that writes the number `value`, itself an expression, as `fixed` does."""
    hidden = f"abs({value}) < {_hides(decimals)!r}"
    digits, kept = f"format(abs({value}), '.{_POWER_DIGITS}~r')", f"format(abs({value}), '.{decimals}f')"
    return _vega(value, f"({hidden} ? {digits} : {kept})", _POWER_DIGITS, sign)


def _written(x: float, digits: int, decimals: int | None, sign: bool) -> str:
    size = abs(x)
    if size != size:
        return "–"
    if x == 0:
        return "0"
    if size == math.inf:
        text = "∞"
    elif not _SMALLEST <= size < _LARGEST:
        text = _power_of_ten(size, digits)
    elif size >= _THOUSAND:
        text = _rounded(size, 0, ",")
    elif decimals is None or size < _hides(decimals):
        text = _trimmed(_rounded(size, digits - 1 - _order(size)))
    else:
        text = _rounded(size, decimals)
    return ("−" if x < 0 else "+" if sign else "") + text


def _hides(decimals: int) -> float:
    """Below this size so many decimals are all 0."""
    return 0.5 * 10.0**-decimals


def _order(size: float) -> int:
    """k with 10ᵏ ≤ size < 10ᵏ⁺¹, from 0.001 to 1000."""
    return bisect_right(_TENS, size) - 4


def _power_of_ten(size: float, digits: int) -> str:
    longer, _e, order = f"{size:.{digits + _EXACT}e}".partition("e")
    exponent = int(order)
    if longer[digits + 1] == "5" and not longer[digits + 2 :].strip("0"):
        mantissa = _half_up(Decimal(size).scaleb(-exponent), digits - 1)
    else:
        mantissa, _e, order = f"{size:.{digits - 1}e}".partition("e")
        exponent = int(order)
    if mantissa.startswith("10"):
        mantissa, exponent = "1", exponent + 1
    return f"{_trimmed(mantissa)}·10{str(exponent).translate(_ABOVE)}"


def _rounded(size: float, decimals: int, groups: str = "") -> str:
    """`size` < 10⁶ to so many decimals."""
    halves = 2 * size * 10.0**decimals
    if decimals < 0 or halves == int(halves):
        return _half_up(Decimal(size), decimals, groups)
    return f"{size:{groups}.{decimals}f}"


def _half_up(exact: Decimal, decimals: int, groups: str = "") -> str:
    """What Python's own format rounds to even where it is a half; it is faster for all else."""
    return f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):{groups}f}"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _vega(value: str, plain: str, digits: int, sign: bool) -> str:
    power = f"split(format(abs({value}), '.{digits - 1}~e'), 'e')"
    raised = f"replace({power}[1], '+', '')"
    for character, above in zip(_PLAIN, _RAISED, strict=True):
        raised = f"replace({raised}, regexp('{character}', 'g'), '{above}')"
    size = (
        f"!isFinite({value}) ? '∞' : abs({value}) < {_SMALLEST} || abs({value}) >= {_LARGEST:.0f}"
        f" ? {power}[0] + '·10' + {raised}"
        f" : abs({value}) >= {_THOUSAND:.0f} ? format(abs({value}), ',.0f') : {plain}"
    )
    before = f"({value} < 0 ? '−' : '{'+' if sign else ''}')"
    return f"(!isValid({value}) ? '–' : {value} == 0 ? '0' : {before} + ({size}))"
