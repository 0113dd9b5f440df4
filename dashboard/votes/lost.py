"""Whether votes that a page has seen are there no more: a room ends with the process that keeps it, or Redis.

The browser keeps what was seen too (`dashboard.connection`), for a session at another server.
"""

import streamlit as st

from dashboard.votes.room import Question

_SEEN = "vote_seen"
_LONGEST = 400  # characters


def are_lost(name: str, question: Question, *, are_there: bool) -> bool:
    """Whether votes on this question in the room `name` were seen before, and are not there now."""
    if are_there:
        see(name, question)
        return False
    return seen() == _code(name, question)


def see(name: str, question: Question) -> None:
    """There are votes on this question in the room `name`, or may be from now on."""
    st.session_state[_SEEN] = _code(name, question)


def forget() -> None:
    """What is not there from here on is not lost: the vote has come to its end."""
    st.session_state[_SEEN] = None


def seen() -> str | None:
    """What the browser keeps; None where no vote was seen, or it is over."""
    code: str | None = st.session_state.get(_SEEN)
    return code


def knows_room(name: str) -> bool:
    """Whether a vote was seen in the room `name`."""
    return (seen() or "").startswith(f"{name} ")


def take_over(told: object) -> None:
    """Takes over what the browser has kept of another session."""
    if isinstance(told, str) and 0 < len(told) <= _LONGEST and seen() is None:
        st.session_state[_SEEN] = told


def _code(name: str, question: Question) -> str:
    return " ".join([name, question.lesson, *question.part.values(), question.act])
