"""Placeholder."""

import streamlit as st

from dashboard import lesson
from dashboard.navigation import enter

_ = enter()
lesson.opening("model_space", "lead")
lesson.whats_next("model_space")
