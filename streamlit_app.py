"""The front door of the lab: page set-up, language, navigation; nothing else."""

from pathlib import Path

import streamlit as st

from dashboard import address, language
from dashboard.navigation import HOME, navigate, place

page = navigate()
st.set_page_config(
    page_title=f"{page.title} · λ lab",
    page_icon=Path(__file__).parent / "dashboard" / "icon.svg",
    layout="wide",
)
with address.of_page(page.url_path or HOME.file):
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        place(page)
        language.switch()
    page.run()
