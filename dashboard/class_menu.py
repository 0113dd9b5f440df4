"""The menu in the header for whoever stands before a class: lecture mode, this picture as a link, a vote."""

import streamlit as st

from dashboard import controls, hidden, lecture, share
from dashboard.text import translator
from dashboard.votes import teacher

_MOST_TOLD = 3  # of the names that the address wants hidden and no page has


def draw() -> None:
    """The menu; what is in it is sent once it is opened. A page inside another page has none."""
    for name in hidden.unknown()[:_MOST_TOLD]:
        controls.say_illegal("hide", name)
    if st.context.is_embedded:
        return
    _ = translator()
    with st.container(key="class_menu", gap=None):
        menu = st.popover(
            _("In class"), icon=":material/co_present:", key="class_menu_opener", on_change="rerun"
        )
    if menu.open:
        with menu:
            lecture.switch(_)
            share.entry(_)
            teacher.entry(_)
