"""The menu in the header for whoever stands before a class: lecture mode, this picture as a link, a vote."""

import streamlit as st

from dashboard import lecture
from dashboard.text import translator
from dashboard.votes import teacher


def draw() -> None:
    """The menu; what is in it is sent once it is opened."""
    _ = translator()
    with st.container(key="class_menu", gap=None):
        menu = st.popover(
            _("In class"), icon=":material/co_present:", key="class_menu_opener", on_change="rerun"
        )
    if menu.open:
        with menu:
            lecture.switch(_)
            teacher.entry(_)
