"""Placeholder."""

import streamlit as st

from dashboard import lesson
from dashboard.navigation import enter

_ = enter()
lesson.opening("weight_shrinkage", "lead")
lesson.whats_next("weight_shrinkage")
