"""Puts a picture on the page so that the browser keeps its view and only takes in new tables."""

import streamlit as st

from charts.picture import Picture
from dashboard.address import widget_key


def draw(picture: Picture, name: str) -> None:
    """Draws `picture` under a stable name; `name` is unique on the page."""
    with st.container(key=widget_key(f"picture.{name}")):
        st.vega_lite_chart(
            {**picture.spec, "datasets": dict(picture.tables)},
            key=widget_key(f"chart.{name}"),
            alt=picture.alt,
            width="stretch",
        )
