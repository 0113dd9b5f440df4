"""Placeholder."""

import streamlit as st

from dashboard import lesson
from dashboard.navigation import enter

_ = enter()
lesson.opening("two_functions", "lead")
lesson.whats_next("two_functions")
