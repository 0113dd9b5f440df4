"""The LaTeX with gaps and the numbers that go to the browser are the formula of every place."""

import re

from hypothesis import given
from hypothesis import strategies as st

from charts.numbers import fixed, number, tex, tex_factor
from charts.track import Track
from dashboard.live_formula import packed_formula
from dashboard.live_words import Line

STEP, LAM = Track("step", 4, 3), Track("lam", 5, 0)
GAP = re.compile(r"(?:\{|\\mathrel\{)\\textcolor\{#ab([0-9a-f]{4})\}\{[=0]\}\}")


def filled(sent: dict, place: int) -> str:
    """What the browser shows at a place, in plain characters."""
    form, *gaps = sent["places"][place]
    return plain(GAP.sub(lambda gap: sent["numbers"][gaps[int(gap[1], 16)]], sent["templates"][form]))


def plain(latex: str) -> str:
    """LaTeX with its numbers as they are read: no braces round groups of digits and powers, a minus sign."""
    latex = re.sub(r"\\cdot 10\^\{(-?\d+)\}", r"·10^\1", latex).replace("{,}", ",")
    return latex.replace(r"\infty", "∞").replace(r"\approx", "≈").replace("-", "−")


def formula(x: float, y: float) -> str:
    equals = "=" if float(x).is_integer() else r"\approx"
    return (
        rf"\begin{{aligned}} w_{{{int(abs(x)) % 50}}} &= {tex(fixed(x))} - \tfrac1m"
        rf"\min(0.1 \cdot {tex_factor(number(y))},\, |{tex(number(abs(x)))}|) {equals} {tex(fixed(y))}"
        r" \\ b &= -0.5 \end{aligned}"
    )


@given(st.lists(st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9)), min_size=20, max_size=20))
def test_every_place_shows_its_formula(pairs: list[tuple[float, float]]) -> None:
    formulas = [formula(x, y) for x, y in pairs]
    sent = packed_formula(Line(formulas, (STEP, LAM)))
    assert [filled(sent, place) for place in range(20)] == [plain(text) for text in formulas]
    assert [track["places"] for track in sent["tracks"]] == [4, 5]


def test_signs_and_powers_of_ten_need_no_form_of_their_own() -> None:
    values = [-1234.0, -0.5, -1.2e-5, 0.0, 3e-9, 0.25, 7e7, 5e11]
    sent = packed_formula(Line([formula(x, -x) for x in values]))
    assert len(sent["templates"]) == 1


def test_what_is_the_same_everywhere_stays_in_the_formula() -> None:
    sent = packed_formula(Line([rf"w = 0.1 \cdot {n} \cdot \tfrac1m" for n in range(5)]))
    assert sent["templates"] == [r"w = 0.1 \cdot {\textcolor{#ab0000}{0}} \cdot \tfrac1m"]
    assert sent["numbers"] == list("01234")
