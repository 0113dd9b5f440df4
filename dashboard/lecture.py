"""Lecture mode: question, picture and bar alone, large enough for a wall."""

import streamlit as st

from dashboard import visit
from dashboard.text import Translate

ENLARGED = 1.8  # about as much as pictures are enlarged (charts.projected); their canvases get more pixels
LOW = 250  # pixels: what a window of 1280 × 720 leaves to a picture before it is enlarged
WIDE = "900px"  # a window as wide as this is a wall; on a phone all is as ever
_ON_THE_WALL = 0.66  # a paper for the hand is so much lower before it is enlarged
_STRIP = 150  # pixels: a picture that is as low as this keeps its height, the others share what room there is


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


def enlarged(chart: str, larger: float, height: float) -> str:
    """The style of a chart, named by a selector: drawn so much smaller, and its canvas enlarged by as much.

    On a phone, which has no wall, it is as ever. `keys.js` gives the body its mark once canvases get the
    pixels that they need then, and measures --wall.
    """
    room = f"{height}px" if height <= _STRIP else f"calc(var(--wall, 300px) / {larger})"
    on = f"body[data-enlarged] {chart}"
    return (
        f"@media (min-width: {WIDE}) {{ {chart} {{ height: {room} !important }}"
        f" {on} {{ width: {100 / larger:.3f}% !important; margin-bottom: calc({larger - 1:.2f} * {room}) }}"
        f" {on} canvas {{ zoom: {larger} }} }}"
        f" @media not all and (min-width: {WIDE}) {{ {chart} {{ height: {height}px !important }} }}"
    )


def paper(height: float) -> dict[str, float | str]:
    """How high a paper for the hand is drawn, and by how much enlarged, where the window is `wide`."""
    if is_on():
        return {"height": round(_ON_THE_WALL * height), "larger": ENLARGED, "wide": WIDE}
    return {"height": height, "larger": 1, "wide": WIDE}


def switch_over() -> None:
    """On if it is off, off if it is on."""
    visit.choose("lecture", None if is_on() else "1")


def _switched(key: str) -> None:
    visit.choose("lecture", "1" if st.session_state[key] else None)
