"""What holds on every page of a visit: the language, lecture mode, a room. It stands in the address of each.

A control belongs to its page; these belong to whoever looks. The first address that names one of them sets
it, and so does a choice; it then goes along from page to page.
"""

from collections.abc import Mapping

import streamlit as st

from dashboard import address
from dashboard.component import component

NAMES = ("lang", "lecture", "hide", "vote", "join")

_LONGEST = 1_000  # characters of a code: all controls of a page, hidden, are far fewer
_KEY = "visit"
_BEGUN = "visit_begun"
_CODES = "visit_codes"  # name -> its code, None where it was switched off
_browser = component(__file__)


def settle() -> None:
    """Takes over what the address asks for, before anything is said."""
    codes = _codes()
    for name in NAMES:
        asked = st.query_params.get(name)
        was_left = name in codes and codes[name] is None  # and Back opens no room again
        if asked is None or len(asked) > _LONGEST:
            continue
        if not was_left and (name not in codes or address.went_back_or_forth()):
            codes[name] = asked


def code(name: str) -> str | None:
    """What holds under `name`; None where nothing does."""
    return _codes().get(name)


def choose(name: str, code: str | None) -> None:
    """Lets `code` hold under `name` from here on; None switches it off."""
    _codes()[name] = code


def keep() -> None:
    """Lets what holds stand in the address of this page, and in that of those to come."""
    codes = _codes()
    begins = not st.session_state.get(_BEGUN)
    st.session_state[_BEGUN] = True
    _browser(
        key=_KEY,
        data={
            "names": NAMES,
            "heard": list(st.query_params) if begins else None,
            "codes": dict(codes),
            "spoken": st.session_state["language"],
            "left": dict(address.left()),
            "path": address.pattern_of_its_path(),
        },
        on_asked_change=_take_over,
    )
    address.keep({name: code for name, code in codes.items() if code is not None})
    for name, known in codes.items():
        if known is None or name in st.query_params:
            address.write(name, known)


def forget(name: str) -> None:
    """What the address asked for under `name` means nothing: it holds no more."""
    _codes().pop(name, None)


def _take_over() -> None:
    asked = (st.session_state.get(_KEY) or {}).get("asked")
    for name, code in asked.items() if isinstance(asked, Mapping) else ():
        if name in NAMES and isinstance(code, str) and len(code) <= _LONGEST:
            _codes().setdefault(name, code)


def _codes() -> dict[str, str | None]:
    codes: dict[str, str | None] = st.session_state.setdefault(_CODES, {})
    return codes
