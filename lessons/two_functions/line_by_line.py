"""The list of the lines: what goes in, and each line as code and with every number of its formula."""

from collections.abc import Sequence

import streamlit as st

from charts.two_functions.code_lines import CodeLine
from charts.two_functions.printed import Texts
from dashboard.text import Translate
from lessons.two_functions.formula import inputs_latex, line_latex


def parts(_: Translate) -> dict[str, str]:
    """The parts of the computation, of which one is listed at a time."""
    return {
        "inputs": _("What goes in"),
        "forward": _("Forward"),
        "cost": _("Cost"),
        "backward": _("Backward"),
    }


def draw_lines(_: Translate, lines: Sequence[CodeLine], texts: Texts, part: str) -> None:
    """Draws what goes in, or the lines of a part."""
    if part == "inputs":
        for latex in inputs_latex(texts):
            st.latex(latex)
    for line in lines:
        if line.part == part:
            _draw_line(_, line, texts)


def _draw_line(_: Translate, line: CodeLine, texts: Texts) -> None:
    source, formula = st.columns([5, 6], vertical_alignment="center", gap="medium")
    with source:
        words = _("here strength = λ/m, and r = 0 for L2") if line.name == "penalty" else ""
        st.caption(f"{line.function.__name__} {f'layer = {line.layer}' if line.layer else words}")
        st.code(line.source, language="python", wrap_lines=True)
    with formula:
        st.latex(line_latex(line, texts))
