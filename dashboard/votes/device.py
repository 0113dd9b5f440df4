"""What a browser is called in a vote: a random word that it makes once and keeps to itself.

It gives the room back to the teacher, and the vote to its voter, after a reload or on another server. It goes
from the browser to its own session, and never stands in an address.
"""

import re

import streamlit as st

from dashboard.component import component

_KEY = "vote_device"
_COMPONENT_KEY = "device_kept"
_LEGAL = re.compile(r"[0-9a-f]{32}")
_keeper = component(__file__)


def ask() -> str | None:
    """The word of this browser; None in the first run of a session, before the browser has told it."""
    _keeper(key=_COMPONENT_KEY, data={"known": known() is not None}, on_word_change=_take_over)
    return known()


def known() -> str | None:
    """The word, for what happens before the page is drawn."""
    word: str | None = st.session_state.get(_KEY)
    return word


def _take_over() -> None:
    told = (st.session_state.get(_COMPONENT_KEY) or {}).get("word")
    if isinstance(told, str) and _LEGAL.fullmatch(told):
        st.session_state[_KEY] = told
