"""Which controls an address takes off the page, and which the page has.

A control that is hidden stands where the address says, or at its default; what else sets it, such as a link
of the page, goes on doing so.
"""

from dataclasses import dataclass

import streamlit as st

from dashboard import address, visit
from dashboard.address_names import NAMES

_CONTROLS = "hidden_controls"  # page, and what its last run has drawn or kept from being drawn
_NEVER = {*visit.NAMES, "act"}  # no controls of a page


@dataclass(frozen=True)
class Control:
    """A control of the page: how it is labelled, and what the address says where it stands."""

    label: str
    code: str


def is_hidden(name: str) -> bool:
    """Whether whoever made the address wants this control, or track of the bar, not to be seen."""
    return name in names()


def names() -> list[str]:
    """What is hidden in this visit, on this page or on others."""
    return [name for name in (visit.code("hide") or "").split(",") if name]


def unknown() -> list[str]:
    """What the address wants hidden and no page has; it is told once and then forgotten."""
    known = [name for name in names() if name in _HIDEABLE]
    strange = [name for name in names() if name not in _HIDEABLE]
    if strange and known:
        visit.choose("hide", ",".join(known))
    elif strange:
        visit.forget("hide")
    return strange


def begin_page() -> None:
    """The page has no controls yet."""
    st.session_state[_CONTROLS] = address.page(), {}


def remember(name: str, label: str, code: str) -> None:
    """The page has this control, seen or not."""
    st.session_state[_CONTROLS][1][name] = Control(label, code)


def of_page() -> dict[str, Control]:
    """The controls of the page as it ran last; none before its first run."""
    page, controls = st.session_state.get(_CONTROLS, ("", {}))
    return dict(controls) if page == address.page() else {}


_HIDEABLE = {name.code for name in NAMES} - _NEVER
