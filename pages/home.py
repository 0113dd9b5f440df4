"""Where the lab begins."""

import streamlit as st

from dashboard.navigation import enter

_ = enter()
st.title(_("What does λ do to a model?"), anchor=False)
