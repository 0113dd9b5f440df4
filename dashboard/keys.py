"""The keys of the lab: a lecture is held from the keyboard alone."""

from pathlib import Path

import streamlit as st

from dashboard import lecture
from dashboard.component import component
from dashboard.navigation import PAGES, page_of
from dashboard.text import Translate, translator

_board = component(__file__, Path(__file__).with_suffix(".html").read_text(encoding="utf-8"))


def listen() -> None:
    """Lets the page follow the keys (`keys.js`), and draws the links that they follow, unseen."""
    _ = translator()
    _board(
        key="keys",
        data={
            "lecture": lecture.is_on(),
            "enlarged": lecture.ENLARGED,
            "pages": [_(page.title) for page in PAGES],
            "keys": _keys(_),
            "words": {
                "full": _("Full screen, with the bar"),
                "keys": _("All keys"),
                "pages": _("Go to a page"),
                "leave": _("Leave lecture mode"),
                "close": _("Close"),
                "on": _("Single keys do all this"),
            },
        },
        on_lecture_change=lecture.switch_over,
    )
    with st.container(
        key="pages_by_key"
    ):  # there in any case: else what a hand has drawn below it would be gone
        for page in PAGES if lecture.is_on() else ():
            st.page_link(page_of(page.file), label=_(page.title), help="")


def _keys(_: Translate) -> list[tuple[str, str]]:
    """What the keys do, in the order in which one needs them."""
    return [
        ("L", _("Lecture mode: question, picture and bar alone, large")),
        (_("Space"), _("Play, or pause")),
        ("← →", _("One step back, one step forward")),
        ("Home End", _("To the start, to the end")),
        ("↑ ↓", _("The other slider up or down, such as λ (in lecture mode)")),
        ("N P", _("Next question, previous question (in lecture mode Page Down, Page Up too)")),
        ("1 … 9", _("While the question is open its answers, after that the places worth seeing")),
        ("S", _("Show the place that decides the question")),
        ("V", _("Vote: the next step")),
        ("Q", _("The link to this picture as a code to be scanned")),
        ("F", _("Full screen, with the bar")),
        ("G", _("Go to another page")),
        ("?", _("This list")),
    ]
