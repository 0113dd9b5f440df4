"""Placeholder."""

import streamlit as st

from dashboard import lesson
from dashboard.navigation import enter

_ = enter()
lesson.opening("overfit_vs_regularized", "lead")
lesson.whats_next("overfit_vs_regularized")
