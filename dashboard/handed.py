"""A file that is made when it is asked for, and handed to the browser by the run that made it.

Streamlit's own way keeps what a function made for no session, and lets go of it when any page of the server
has run twice: with phones that ask every two seconds the file is gone before the browser has fetched it.
"""

import secrets
from base64 import b64encode
from collections.abc import Callable

import streamlit as st

from dashboard import address, turnstile
from dashboard.component import component
from dashboard.text import translator

_ASKED = "handed_asked"  # the key of the button that was tapped
_hand = component(__file__)


def button(label: str, file: str, make: Callable[[], str | bytes], mime: str, help: str | None) -> None:
    """A button that bears `label`; a tap makes the file and gives it to the browser under the name `file`."""
    _ = translator()
    key = address.widget_key(f"file.{file}")
    st.button(label, key=key, help=help, icon=":material/download:", on_click=_asked, args=(key,))
    if st.session_state.get(_ASKED) != key:
        return
    del st.session_state[_ASKED]
    with st.spinner(_("The file is being made…")), turnstile.aside():
        made = make()
    content = made.encode() if isinstance(made, str) else made
    token = secrets.token_hex(8)
    _hand(
        key=f"handed.{token}",
        data={"token": token, "file": file, "mime": mime, "content": b64encode(content).decode("ascii")},
    )


def _asked(key: str) -> None:
    st.session_state[_ASKED] = key
