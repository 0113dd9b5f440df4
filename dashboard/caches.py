"""What was computed is kept: from the lab's data for everybody, from an own table for its session alone.

Every cache of the lab is made here: by `kept_for_everybody`, `kept_for_session` or, where the page decides,
`kept`. Its key holds the whole content of arrays and tables, of which Streamlit takes a sample where they are
large: two tables that differ in one cell would be one to it. What begins with an underscore is no part of it.
"""

import hashlib
import inspect
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields, is_dataclass
from functools import cache, partial, wraps
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
    parts: list[str] = []
    _add_parts(value, parts)
    return hashlib.blake2b("".join([f"{len(part)}:{part}" for part in parts]).encode()).hexdigest()


def _add_parts(value: object, parts: list[str]) -> None:
    kind: Any = type(value)
    if kind in _PLAIN or isinstance(value, np.generic):
        parts.append(f"{kind.__qualname__} {value!r}")
    elif isinstance(value, np.ndarray):
        parts.append(array_digest(value))
    elif isinstance(value, pd.DataFrame | pd.Series):
        parts.append(table_digest(value))
    elif isinstance(value, tuple | list | range):
        parts.append(f"{len(value)} in order")
        for one in value:
            _add_parts(one, parts)
    elif is_dataclass(value):
        parts.append(kind.__qualname__)
        for name in _fields(kind):
            _add_parts(getattr(value, name), parts)
    elif isinstance(value, dict):
        _add_parts(list(value.items()), parts)
    elif isinstance(value, bool | int | float | complex | str | bytes):
        parts.append(f"{kind.__qualname__} {value!r}")
    else:
        raise TypeError(f"no digest is made of a {kind.__qualname__}: {value!r:.80}")


_PLAIN = {type(None), bool, int, float, complex, str, bytes}


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def key_of(function: Callable[..., object]) -> Callable[..., str]:
    """The function that makes a key of the arguments of `function`, but for those that begin with "_"."""
    signature = inspect.signature(function)

    def key(*args: object, **kwargs: object) -> str:
        given = signature.bind(*args, **kwargs).arguments
        return digest([(name, value) for name, value in given.items() if not name.startswith("_")])

    return key


def given_by_key(function: Callable[..., Result]) -> Callable[[str, Callable[[], Result]], Result]:
    """What a cache keeps under the name of `function`: by a key, what is given where it has nothing."""

    def result(key: str, _give: Callable[[], Result]) -> Result:
        return _give()

    result.__module__, result.__qualname__ = function.__module__, function.__qualname__
    return result


def kept_for_everybody(
    max_entries: int | None = None, *, copied: bool = True
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Of a function of the lab's own data: its results are found by whoever asks.

    copied: whoever asks gets a copy; without, all get the one result, which none may change.
    """
    keeping: Any = st.cache_data if copied else st.cache_resource
    return partial(_found_by_key, keeping(max_entries=max_entries, show_spinner=False))


def kept_for_session(
    max_entries: int,
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Of a function of own data: its results are found by the session alone, and go with it."""
    keeping = st.cache_data(max_entries=max_entries, show_spinner=False, scope="session")
    return partial(_found_by_key, keeping)


def _found_by_key(keeping: Any, function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """`function` with its results in a cache that `keeping` makes, by the digest of its arguments.

    Streamlit is given the key alone: it would look up the name of each argument at every call, and takes a
    sample of what is large.
    """
    key, kept = key_of(function), keeping(given_by_key(function))

    @wraps(function)
    def found(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        kept_so: Result = kept(key(*args, **kwargs), lambda: function(*args, **kwargs))
        return kept_so

    return found


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
