"""The way through the lab: where to start, the lessons in order and how long each takes."""

import streamlit as st

from dashboard import glossary
from dashboard.navigation import ENDING, LESSONS, REFERENCE, page_of
from dashboard.text import Translate

# How long the questions of a lesson take somebody who is new to them.
MINUTES = {
    "overfit_vs_regularized": 10,
    "descent_speed": 10,
    "model_space": 15,
    "weight_shrinkage": 10,
    "choosing_lambda": 15,
}
_IN_A_ROW = 3


def draw_start(_: Translate) -> None:
    """The one place to start from."""
    first = LESSONS[0]
    words = _("Start with **{title}**, about {minutes} minutes")
    label = words.format(title=_(first.title), minutes=MINUTES[first.file])
    st.page_link(page_of(first.file), label=label, icon=":material/play_arrow:", width="content")


def draw_way(_: Translate) -> None:
    """A numbered card for each lesson, three in a row, and for the end; then the pages of reference."""
    cards = [*LESSONS, ENDING]
    for first in range(0, len(cards), _IN_A_ROW):
        row = cards[first : first + _IN_A_ROW]
        for k, (place, page) in enumerate(zip(st.columns(_IN_A_ROW), row, strict=False), first + 1):
            with place, st.container(border=True, height="stretch", gap="small"):
                st.page_link(page_of(page.file), label=f"**{k} · {_(page.title)}**", icon=page.icon)
                glossary.say(_(page.question))
                if page.file in MINUTES:
                    glossary.caption(_("about {minutes} minutes").format(minutes=MINUTES[page.file]))
    for page in REFERENCE:
        label = _("To look things up: **{title}**").format(title=_(page.title))
        st.page_link(page_of(page.file), label=label, icon=page.icon, width="content")
