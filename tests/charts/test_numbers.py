"""One number is written alike as text, in LaTeX and by the browser, whatever its size."""

import json
import math
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
import pytest
import vl_convert
from hypothesis import example, given
from hypothesis import strategies as st

from charts.numbers import code_number, fixed, number, plus_minus, tex, tex_factor, vega_fixed, vega_number

CASES = [
    (0.0, "0", "0"),
    (-0.0, "0", "0"),
    (math.nan, "–", "–"),
    (math.inf, "∞", "∞"),
    (-math.inf, "−∞", "−∞"),
    (0.000012, "1.2·10⁻⁵", "1.2·10⁻⁵"),
    (1e-5, "1·10⁻⁵", "1·10⁻⁵"),
    (-8.004e-81, "−8·10⁻⁸¹", "−8·10⁻⁸¹"),
    (0.00099999, "1·10⁻³", "1·10⁻³"),
    (0.001, "0.001", "0.001"),
    (0.0021634, "0.00216", "0.002"),
    (0.125, "0.125", "0.125"),
    (0.0625, "0.0625", "0.063"),
    (-0.5, "−0.5", "−0.500"),
    (1.4291, "1.43", "1.429"),
    (21.0, "21", "21.000"),
    (216.31, "216", "216.310"),
    (11498.4, "11,498", "11,498"),
    (999999.4, "999,999", "999,999"),
    (1e6, "1·10⁶", "1·10⁶"),
    (-3.7123e12, "−3.71·10¹²", "−3.71·10¹²"),
    (9.9996e22, "1·10²³", "1·10²³"),
]


@pytest.mark.parametrize(("x", "three_digits", "three_decimals"), CASES)
def test_a_number_is_written_by_its_size(x: float, three_digits: str, three_decimals: str) -> None:
    assert number(x) == three_digits
    assert fixed(x) == three_decimals


def test_the_browser_writes_what_the_words_say() -> None:
    rng = np.random.default_rng(0)
    sizes = 10.0 ** rng.uniform(-320, 308, 300)
    near = 10.0 ** rng.uniform(-5, 7, 900)
    halves = np.array([0.0625, 0.5, 2.5, 0.125, 1.0625, 1234.5, 999.5, 99.95, 0.0005, 0.05])
    signs = rng.choice([-1, 1], 1210)
    xs = [*(signs * np.concatenate([sizes, near, halves])), *(x for x, _n, _f in CASES if math.isfinite(x))]
    ways: list[tuple[str, Callable[[float], str]]] = [
        (vega_number("datum.x"), number),
        (vega_number("datum.x", 2, sign=True), lambda x: number(x, 2, sign=True)),
        (vega_fixed("datum.x"), fixed),
        (vega_fixed("datum.x", 1), lambda x: fixed(x, 1)),
        (vega_fixed("datum.x", 3, sign=True), lambda x: fixed(x, sign=True)),
    ]
    for expression, written in ways:
        assert drawn_by_vega(expression, xs) == [written(x) for x in xs]


def test_what_is_missing_is_written_alike() -> None:
    assert drawn_by_vega(vega_number("datum.x"), [None]) == [number(math.nan)]
    assert drawn_by_vega(vega_fixed("1 / datum.x"), [0]) == [fixed(math.inf)]
    assert drawn_by_vega(vega_fixed("-1 / datum.x"), [0]) == [fixed(-math.inf)]


@given(st.floats(-1e307, 1e307))
@example(1000.5)
def test_what_is_written_is_the_number(x: float) -> None:
    for written, error in ((number(x, 5), 1e-4), (fixed(x, 6), 1e-2)):
        assert "e" not in written
        assert (written == "0") == (x == 0)
        value = float(read(written))
        assert value == pytest.approx(x, rel=error, abs=0.5 if abs(x) >= 1000 else 0)  # there it is whole


@given(st.integers(1, 2**40), st.integers(0, 40), st.integers(1, 6))
def test_halves_are_rounded_up_and_all_else_to_the_nearest(odd: int, power: int, digits: int) -> None:
    """Against fractions: what ends in binary is an exact half at some digit more often than other numbers."""
    x = Fraction(2 * odd + 1, 2**power)
    if not 1 <= x < 1000:
        return
    unit = Fraction(10) ** (len(str(int(x))) - digits)
    assert Fraction(number(float(x), digits)) == math.floor(x / unit + Fraction(1, 2)) * unit
    unit = Fraction(1, 10**digits)
    assert Fraction(fixed(float(x), digits)) == math.floor(x / unit + Fraction(1, 2)) * unit


@given(st.floats(-1e307, 1e307))
@example(1000.5)
def test_latex_writes_the_same_number(x: float) -> None:
    written = number(x)
    latex = tex(written)
    value = re.sub(r"\\cdot 10\^\{(-?\d+)\}", r"e\1", latex.replace("{,}", ""))
    assert float(value) == float(read(written))
    assert tex_factor(written) == (f"({latex})" if x < 0 else latex)


def test_signs_and_errors() -> None:
    assert number(0.25, sign=True) == "+0.25"
    assert number(0, sign=True) == "0"
    assert plus_minus(-0.103, 0.0154, sign=True) == "−0.103 ± 0.015"
    assert plus_minus(1.5, math.nan) == "1.500"


@pytest.mark.parametrize(("x", "text"), [(1e-5, "1e-5"), (1e21, "1e21"), (0.1, "0.1"), (11498.4, "11498.4")])
def test_a_line_of_code_has_a_number_that_can_be_read(x: float, text: str) -> None:
    assert code_number(x) == text
    assert float(text) == x


def read(written: str) -> str:
    """What Python reads in a number as the lab writes it."""
    plain = written.replace("−", "-").replace(",", "")
    mantissa, ten, power = plain.partition("·10")
    digits = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return f"{mantissa}e{digits}" if ten else mantissa


def drawn_by_vega(expression: str, xs: Sequence[float | None]) -> list[str]:
    """The texts that Vega draws for the rows {x: …} of a table."""
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": [{"x": x, "row": row} for row, x in enumerate(xs)]},
        "transform": [{"calculate": expression, "as": "text"}],
        "mark": "text",
        "encoding": {
            "text": {"field": "text", "type": "nominal"},
            "y": {"field": "row", "type": "quantitative", "axis": None},
        },
    }
    svg = vl_convert.vegalite_to_svg(json.dumps(spec))
    texts = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    return ["".join(text.itertext()) for text in texts]
