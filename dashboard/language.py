"""Which language the lab speaks: the address first, then what was chosen, then what the browser asks for."""

import streamlit as st

from dashboard import visit
from dashboard.controls import say_illegal
from dashboard.text import LANGUAGES, browser_language, translator


def settle() -> None:
    """Settles the language of this run, before anything is said."""
    chosen = visit.code("lang")
    st.session_state["language"] = chosen if chosen in LANGUAGES else browser_language()


def switch() -> None:
    """The switch between languages; a choice stays in the address. A page inside another page has none."""
    if not st.context.is_embedded:
        _draw()
    asked = visit.code("lang")
    if asked is not None and asked not in LANGUAGES:
        say_illegal("lang", asked)
        visit.forget("lang")


def _draw() -> None:
    _ = translator()
    key = "language_switch"
    st.session_state[key] = st.session_state["language"]
    with st.container(key="language", gap=None):
        st.segmented_control(
            _("Language"),
            list(LANGUAGES),
            format_func=LANGUAGES.__getitem__,
            key=key,
            required=True,
            on_change=_chosen,
            args=(key,),
            label_visibility="collapsed",
        )


def _chosen(key: str) -> None:
    visit.choose("lang", st.session_state[key])
