"""What somebody has answered: kept in the session and in their own browser, and never in an address.

A link that is shared must not give an answer away; a reload must not lose it. So the browser keeps what was
answered (answers.js) and gives it back to a session that begins with nothing.
"""

from collections.abc import Mapping

import streamlit as st

from dashboard.component import component

SHOWN = "shown"  # in place of an answer: the picture was asked for without one
_KEY = "answers"
_COMPONENT_KEY = "answers_kept"
_keeper = component(__file__)

Answers = dict[str, dict[str, str]]  # lesson -> act -> the code of the answer, or SHOWN


def keep(session: str) -> None:
    """Lets the browser keep the answers of this session, and takes over those that it has from before."""
    _keeper(
        key=_COMPONENT_KEY,
        data={"answers": every(), "session": session},
        on_answers_change=lambda: take_over((st.session_state.get(_COMPONENT_KEY) or {}).get("answers")),
    )


def every() -> Answers:
    """All answers so far."""
    answers: Answers = st.session_state.setdefault(_KEY, {})
    return answers


def of(lesson: str) -> Mapping[str, str]:
    """The answers to the acts of one lesson."""
    return every().get(lesson, {})


def give(lesson: str, act: str, code: str) -> None:
    """Remembers an answer; the first one counts."""
    every().setdefault(lesson, {}).setdefault(act, code)


def take_back(lesson: str, act: str) -> None:
    """Forgets an answer, so that the question is open again."""
    every().get(lesson, {}).pop(act, None)


def take_over(kept: object) -> None:
    """Takes over what the browser says that it has kept; the first answer to a question counts."""
    if not isinstance(kept, Mapping):
        return
    for lesson, acts in kept.items():
        for act, code in acts.items() if isinstance(acts, Mapping) else ():
            if all(isinstance(text, str) and len(text) < 80 for text in (lesson, act, code)):
                give(lesson, act, code)
