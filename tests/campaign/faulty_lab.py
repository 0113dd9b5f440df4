"""A page with a fault of each kind that a campaign looks for on a server: ?penalty=<which>."""

import os
import re
import time

import streamlit as st


def page() -> None:
    which = st.query_params.get("penalty")
    st.markdown("A page.")
    if which == "exception":
        raise ValueError("planted")
    if which == "sleeps":
        time.sleep(0.5)
    elif which == "computes":
        begun = time.process_time()
        while time.process_time() < begun + 0.4:
            sum(range(1_000))
    elif which == "holds":
        re.fullmatch("(a|a)*b", "a" * 24)  # goes back over 2²⁴ ways, with the interpreter's lock
    elif which == "hangs":
        time.sleep(5)
    elif which == "ends":
        os._exit(1)


st.navigation([st.Page(page, default=True)]).run()
