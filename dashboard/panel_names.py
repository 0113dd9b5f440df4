"""The names of panels that stand side by side, of which a phone shows one: a tap brings the panel into view.

The browser does all of it (panel_names.js); where the panels stand side by side the names are not seen.
"""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from dashboard.text import translator

_HERE = Path(__file__)
_names = st.components.v2.component(
    "panel_names",
    html='<div class="names" role="group"></div><!-- -->',
    css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
)
PANELS = "panels"  # the key of the container in whose columns the panels are (`dashboard.frame`)
_STYLE = "@media (min-width: 641px) { .st-key-panel_names { display: none !important } }"


def panel_names(names: Sequence[str]) -> None:
    """Draws the names, in the order of the columns of the container PANELS."""
    _ = translator()
    st.html(f"<style>{_STYLE}</style>")
    with st.container(key="panel_names"):
        _names(key="panel_names_bar", data={"names": list(names), "panels": PANELS, "says": _("Which panel")})
