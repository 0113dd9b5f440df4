"""Which language the lab speaks: the address first, then what was chosen, then what the browser asks for."""

import streamlit as st

from dashboard import address
from dashboard.controls import say_illegal
from dashboard.text import LANGUAGES, browser_language, translator

_CHOSEN = "language_chosen"
_page_language = st.components.v2.component(
    "page_language",
    html="<!-- -->",
    js="""
// The page says which language it is in; and a chosen language, and what the address said of a page when it
// was left, stand in the address without an entry of their own in the history: Back leads to the page before.
export default function ({ data }) {
  document.documentElement.lang = data.spoken
  const url = new URL(window.location.href)
  if (!url.search) url.search = new URLSearchParams(data.left)
  if (data.chosen) url.searchParams.set("lang", data.chosen)
  if (url.href !== window.location.href) window.history.replaceState(window.history.state, "", url)
}
""",
)


def settle() -> None:
    """Settles the language of this run, before anything is said."""
    asked = st.query_params.get("lang")
    if asked in LANGUAGES and (_CHOSEN not in st.session_state or address.went_back_or_forth()):
        st.session_state[_CHOSEN] = asked
    st.session_state["language"] = st.session_state.get(_CHOSEN) or browser_language()


def switch() -> None:
    """The switch between languages; a choice stays in the address."""
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
    _page_language(
        key="page_language",
        data={
            "chosen": st.session_state.get(_CHOSEN),
            "spoken": st.session_state["language"],
            "left": dict(address.left()),
            "page": address.page(),  # each has an address of its own
        },
    )
    address.keep("lang", st.session_state.get(_CHOSEN))
    if "lang" in st.query_params:
        address.write("lang", st.session_state.get(_CHOSEN))
    asked, illegal = address.read("lang", lambda code: code if code in LANGUAGES else None)
    if asked is None and illegal is not None and address.navigated():
        say_illegal("lang", illegal)


def _chosen(key: str) -> None:
    st.session_state[_CHOSEN] = st.session_state[key]
