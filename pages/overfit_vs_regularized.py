"""Placeholder."""

import streamlit as st

from dashboard import lesson
from dashboard.navigation import enter
from dashboard.runs import Grid, trained
from l2core.datasets import classification

_ = enter()
lesson.opening("overfit_vs_regularized", "lead")
h = trained(Grid(), classification("football", seed=1))
st.write(h.data_loss[-1])
lesson.whats_next("overfit_vs_regularized")
