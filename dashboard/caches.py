"""What was computed is kept: from the lab's data for everybody, from an own table for its session alone."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import streamlit as st

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_OWN = "own_data_shown"  # whether the data that this run of the page computes on are the user's own


def compute_on_own_data(own: bool) -> None:
    """Says of what follows in this run whether it is computed from a table of one's own."""
    st.session_state[_OWN] = own


def on_own_data() -> bool:
    """Whether this run computes on a table of one's own, of which nothing may be kept for everybody."""
    return bool(st.session_state.get(_OWN, False))


def kept(max_entries: int) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Of a function: its results are kept, as `st.cache_data` does it, those from own data apart.

    A cache of Streamlit finds a result for whoever asks; one of scope "session" goes with its session.
    """

    def decorated(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        for_everybody = st.cache_data(max_entries=max_entries, show_spinner=False)(function)
        for_this_session = st.cache_data(max_entries=max_entries, show_spinner=False, scope="session")(
            function
        )

        @wraps(function)
        def keeping(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            return (for_this_session if on_own_data() else for_everybody)(*args, **kwargs)

        return keeping

    return decorated
