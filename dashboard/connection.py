"""The line between browser and server: what is seen while it is down, and the page that is back after it.

A server that was started anew, or has let go of a session that was away for long, knows nothing of the page
that the browser still shows. So whenever the line is back the browser (connection.js) says with which session
it spoke before, what its address is by now, and what no address holds: the answers that it keeps, how often
the bar has been moved, the name of the table that the session had, and the vote that it saw.
"""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import address, answers
from dashboard.component import component
from dashboard.text import LANGUAGES, N_, catalogue
from dashboard.uploads import upload
from dashboard.votes import lost

_KEY = "connection"
_MOVED = "connection_moved"
_AWAY = N_(
    "The lab does not answer. The picture and the bar go on; everything else waits, and goes on by itself "
    "once the lab answers."
)
_browser = component(__file__)


def keep() -> None:
    """Takes up the page that the browser shows of another session, before anything else reads the address."""
    state, mine = st.session_state, session()
    told: Any = _browser(
        key=_KEY,
        data={
            "session": mine,
            "table": upload.name_of_table(),
            "vote": lost.seen(),
            "words": {code: catalogue(code).gettext(_AWAY) for code in LANGUAGES},
        },
        on_back_change=_heard,
    ).back
    if not isinstance(told, Mapping) or told.get("session") == mine:
        if not address.is_taken_up_again():
            state[_MOVED] = None
        return
    state[_MOVED] = None
    search, moved, kept, table = (told.get(name) for name in ("search", "moved", "answers", "table"))
    if isinstance(search, str):
        address.take_up(search)
    if isinstance(moved, int):
        state[_MOVED] = moved
    answers.take_over(kept)
    lost.take_over(told.get("vote"))
    if isinstance(table, str) and table:
        upload.miss(table[:200], mine)


def moved() -> int | None:
    """How often the bar of a page that is taken up has been moved; None where none is taken up."""
    count: int | None = st.session_state.get(_MOVED)
    return count


def session() -> str:
    """By what the browser knows this session again; it says nothing by which another could enter it."""
    context = get_script_run_ctx()
    return blake2b((context.session_id if context else "").encode(), digest_size=8).hexdigest()


def _heard() -> None:
    """Streamlit keeps a component's state only where a callback of its name is given."""
