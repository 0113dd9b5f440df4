"""The least that an app can be: one slider and its value, to measure Streamlit itself."""

import streamlit as st

st.title("Minimal")
st.write(f"value {st.slider('value', 0, 100, 50)}")
