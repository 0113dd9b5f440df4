"""What a page says where it fails: one sentence in its language; the server's log has the rest."""

import streamlit as st

from dashboard.text import translator

ICON = ":material/emergency_home:"  # of nothing else that a page says


def tell(_error: Exception) -> bool:
    """In place of what Streamlit says of an error, of which it has written the log: that it has been said."""
    _ = translator()
    st.error(
        _(
            "The rest of this page cannot be shown: something has failed that should not, and the server's "
            "log says what. Reload the page, or go on with other settings."
        ),
        icon=ICON,
    )
    return True
