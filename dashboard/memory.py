"""What a process takes of the machine's memory: no more than it uses, and back once a session was left."""

import ctypes
import gc
import sys
from functools import cache
from typing import Any

from streamlit import config, runtime

_ARENA_MAX = -8  # M_ARENA_MAX of glibc's malloc.h
_ARENAS = 2


def keep_few_arenas() -> None:
    """Lets all threads share two of glibc's heaps: it would make eight for each processor.

    Every run of a page is a thread of its own, and what one has freed in its heap those in others cannot use.
    Runs pass one at a time, so they do not wait for each other. As MALLOC_ARENA_MAX does it, which would have
    to be in the environment.
    """
    _glibc("mallopt", _ARENA_MAX, _ARENAS)


def let_go() -> float | None:
    """Frees what sessions held that were left too long ago to be come back to: own tables, above all.

    The seconds until the next one is, or None where none is waited for. Streamlit itself does so when the
    next session is left, and a server that nobody visits would keep them; now it keeps the last one alone.
    There is no setting for it.
    """
    manager: Any = runtime.get_instance()._session_mgr
    left = manager._session_storage._cache
    left.expire()
    gc.collect()
    give_back()
    kept_for = float(config.get_option("server.disconnectedSessionTTL"))
    # A look at all objects takes as long as the run of a page: not for each one that leaves in a row.
    until = [when - left.timer() + 1 for when in left._expirations.values()]
    return max(min(until), kept_for / 12) if until else None


def give_back() -> None:
    """Gives what is free to the machine: by itself glibc gives the end of a heap alone, and no hole in it."""
    _glibc("malloc_trim", 0)


def _glibc(function: str, *numbers: int) -> None:
    """Calls a function of its allocator; nothing where there is another one, which has its own ways."""
    if sys.platform == "linux" and hasattr(_library(), function):
        getattr(_library(), function)(*numbers)


@cache
def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None)
