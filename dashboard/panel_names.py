"""The names of panels that stand side by side, of which a phone shows one: a tap brings the panel into view.

The browser does all of it (panel_names.js); where the panels stand side by side the names are not seen.
"""

from collections.abc import Sequence

import streamlit as st

from dashboard.component import component
from dashboard.text import translator

_names = component(__file__, '<div class="names" role="group"></div><!-- -->')
PANELS = "panels"  # the key of the container in whose columns the panels are (`dashboard.frame`)
_STYLE = "@media (min-width: 641px) { .st-key-panel_names { display: none !important } }"


def panel_names(names: Sequence[str]) -> None:
    """Draws the names, in the order of the columns of the container PANELS."""
    _ = translator()
    st.html(f"<style>{_STYLE}</style>")
    with st.container(key="panel_names"):
        _names(key="panel_names_bar", data={"names": list(names), "panels": PANELS, "says": _("Which panel")})
