"""Bare Streamlit with one slider and one chart, to measure the lab beside it; each value has its curve."""

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

st.title("One chart")
power = st.slider("power", 0.0, 10.0, 1.0, step=0.01)
x = np.linspace(0.0, 1.0, 101)
curve = pd.DataFrame({"x": x, "y": x**power})
st.altair_chart(alt.Chart(curve).mark_line().encode(x="x", y="y"))
