"""Lecture mode: question, picture and bar alone, large enough for a wall."""

import streamlit as st

from dashboard import visit
from dashboard.text import Translate


def is_on() -> bool:
    """Whether the page is shown to a hall."""
    return visit.code("lecture") == "1"


def switch(_: Translate) -> None:
    """On or off; it goes along from page to page."""
    key = "lecture_switch"
    st.session_state[key] = is_on()
    st.toggle(
        _("Lecture mode"),
        key=key,
        on_change=_switched,
        args=(key,),
        help=_("Question, picture and bar alone, in large type. Key L."),
    )


def _switched(key: str) -> None:
    visit.choose("lecture", "1" if st.session_state[key] else None)
