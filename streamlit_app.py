"""The front door of the lab: page set-up, language, navigation; nothing else."""

from pathlib import Path

import streamlit as st

from dashboard import (
    address,
    answers,
    class_menu,
    frame,
    glossary,
    hidden,
    keys,
    language,
    pictures,
    share,
    stage,
    transport,
    visit,
)
from dashboard.navigation import HOME, navigate

page = navigate()
st.set_page_config(
    page_title=f"{page.title} · λ lab",
    page_icon=Path(__file__).parent / "dashboard" / "icon.svg",
    layout="wide",
)
with address.of_page(page.url_path or HOME.file):
    frame.lay_out()
    transport.keep_place()
    language.switch()
    class_menu.draw()
    share.keep_place()
    keys.listen()
    visit.keep()
    answers.keep()
    glossary.begin_page()
    hidden.begin_page()
    pictures.begin_page()
    stage.begin_page()
    page.run()
    share.listen()
