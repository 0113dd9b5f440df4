"""The door to every lesson, with the question that it answers."""

import streamlit as st

from dashboard.navigation import LESSONS
from dashboard.text import Translate

_IN_A_ROW = 3


def draw_doors(_: Translate) -> None:
    """Draws a door for each lesson, three in a row."""
    for first in range(0, len(LESSONS), _IN_A_ROW):
        row = LESSONS[first : first + _IN_A_ROW]
        for place, lesson in zip(st.columns(_IN_A_ROW), row, strict=False):
            with place, st.container(border=True, height="stretch"):
                st.page_link(lesson.path, label=f"**{_(lesson.title)}**", icon=lesson.icon)
                st.markdown(_(lesson.question))
