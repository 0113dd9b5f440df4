"""What was computed is kept: from the lab's data for everybody, from an own table for its session alone.

Every cache of the lab is made here: by `kept_for_everybody`, `kept_for_session` or, where the page decides,
`kept`. Its key holds the whole content of arrays and tables, of which Streamlit takes a sample where they are
large: two tables that differ in one cell would be one to it.
"""

import hashlib
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np
import pandas as pd
import streamlit as st

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_OWN = "own_data_shown"  # whether the data that this run of the page computes on are the user's own
_said_apart: ContextVar[bool | None] = ContextVar(_OWN, default=None)


def compute_on_own_data(own: bool) -> None:
    """Says of what follows in this run whether it is computed from a table of one's own."""
    st.session_state[_OWN] = own


def on_own_data() -> bool:
    """Whether this run computes on a table of one's own, of which nothing may be kept for everybody."""
    said = _said_apart.get()
    return bool(st.session_state.get(_OWN, False)) if said is None else said


@contextmanager
def computed_on_own_data(own: bool) -> Iterator[None]:
    """Says it of what is computed in a thread of its own, while the page may be on other data already."""
    token = _said_apart.set(own)
    yield
    _said_apart.reset(token)


def array_digest(array: np.ndarray) -> str:
    """BLAKE2b over type, shape and every byte of an array: another one for every other array."""
    found = hashlib.blake2b(repr((array.dtype.str, array.shape)).encode())
    if array.dtype.hasobject:
        found.update(pickle.dumps(array.tolist()))
    else:
        found.update(np.ascontiguousarray(array).data)
    return found.hexdigest()


def table_digest(table: "pd.DataFrame | pd.Series[Any]") -> str:
    """BLAKE2b over names, index and every cell of a table."""
    return hashlib.blake2b(pickle.dumps(table)).hexdigest()


def digest(value: object) -> str:
    """BLAKE2b over every bit of arrays, tables, numbers and words, and of what is made of them.

    Raises TypeError where there is something else in it, which might be another and look the same.
    """
    found = hashlib.blake2b()
    for part in _parts(value):
        found.update(f"{len(part)}:{part}".encode())
    return found.hexdigest()


def _parts(value: object) -> Iterator[str]:
    if isinstance(value, np.ndarray):
        yield array_digest(value)
    elif isinstance(value, pd.DataFrame | pd.Series):
        yield table_digest(value)
    elif is_dataclass(value) and not isinstance(value, type):
        yield type(value).__qualname__
        for each in fields(value):
            yield from _parts(getattr(value, each.name))
    elif isinstance(value, tuple | list | range):
        yield f"{len(value)} in order"
        for one in value:
            yield from _parts(one)
    elif isinstance(value, dict):
        yield from _parts(list(value.items()))
    elif value is None or isinstance(value, bool | int | float | complex | str | bytes | np.generic):
        yield f"{type(value).__qualname__} {value!r}"
    else:
        raise TypeError(f"no digest is made of a {type(value).__qualname__}: {value!r:.80}")


WHOLE: Mapping[str | type, Callable[[Any], str]] = {
    np.ndarray: array_digest,
    pd.DataFrame: table_digest,
    pd.Series: table_digest,
}


def kept_for_everybody(
    max_entries: int | None = None, *, copied: bool = True
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Of a function of the lab's own data: its results are found by whoever asks.

    copied: whoever asks gets a copy; without, all get the one result, which none may change.
    """
    keeping: Any = st.cache_data if copied else st.cache_resource

    def decorated(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        found: Callable[Arguments, Result] = keeping(
            function, max_entries=max_entries, show_spinner=False, hash_funcs=dict(WHOLE)
        )
        return found

    return decorated


def kept_for_session(
    max_entries: int,
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Of a function of own data: its results are found by the session alone, and go with it."""

    def decorated(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        kept_so = st.cache_data(
            max_entries=max_entries, show_spinner=False, hash_funcs=dict(WHOLE), scope="session"
        )
        return kept_so(function)

    return decorated


def kept(max_entries: int) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Of a function: its results are kept, as `st.cache_data` does it, those from own data apart."""

    def decorated(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        return by_whose_data(
            function, kept_for_everybody(max_entries)(function), kept_for_session(max_entries)(function)
        )

    return decorated


def by_whose_data(
    function: Callable[Arguments, Result],
    for_everybody: Callable[Arguments, Result],
    for_this_session: Callable[Arguments, Result],
) -> Callable[Arguments, Result]:
    """`function` by one of two ways to keep its results, as the data of this run are."""

    @wraps(function)
    def keeping(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        return (for_this_session if on_own_data() else for_everybody)(*args, **kwargs)

    return keeping
