"""Runs whose results are kept: found, or else computed once for all who ask meanwhile.

These functions have an argument `_progress`: who calls gives its own, and the function has that of the run.
As in `dashboard.caches`, what begins with an underscore is no part of the key.
"""

import inspect
import os
import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar, cast

from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from dashboard.caches import (
    by_whose_data,
    computed_on_own_data,
    given_by_key,
    kept_for_everybody,
    kept_for_session,
    key_of,
    on_own_data,
)
from dashboard.run_queue import Progress, Run, RunQueue

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

FIRST_LOOK, LOOK = 0.3, 0.25  # seconds after which whoever waits looks how far it is, at first and then


def processors() -> int:
    """The processes that may compute at the same time: LAB_HELPERS, or as many as there are processors."""
    few = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, int(os.environ.get("LAB_HELPERS", few)))


APART = RunQueue(processors())  # what is computed in helper processes
HERE = RunQueue(1, apart=False)  # what holds the interpreter of the server: one at a time


class NotKeptError(Exception):
    """There is no result yet."""


def run_for_everybody(
    max_entries: int, queue: RunQueue = APART, most: int | None = None
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Of a function of the lab's own data: a run in `queue`, whose result is found by whoever asks."""

    def decorated(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        return _found(function, kept_for_everybody(max_entries), queue, most, own=False)

    return decorated


def run_for_session(
    max_entries: int, queue: RunQueue = APART, most: int | None = None
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Of a function of own data: a run in `queue`, whose result is found by the session alone."""

    def decorated(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        return _found(function, kept_for_session(max_entries), queue, most, own=True)

    return decorated


def run(
    max_entries: int, queue: RunQueue = APART, most: int | None = None
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Of a function: a run in `queue`, of which that on own data is kept apart."""

    def decorated(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        return by_whose_data(
            function,
            run_for_everybody(max_entries, queue, most)(function),
            run_for_session(max_entries, queue, most)(function),
        )

    return decorated


def _found(
    function: Callable[Arguments, Result],
    keeping: Callable[..., Any],
    queue: RunQueue,
    most: int | None,
    *,
    own: bool,
) -> Callable[Arguments, Result]:
    """The function with its results in a cache that `keeping` makes: found there, or waited for and kept."""
    name, key_of_run = f"{function.__module__}.{function.__qualname__}", key_of(function)
    signature, kept = inspect.signature(function), keeping(given_by_key(function))

    @wraps(function)
    def found(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        key = key_of_run(*args, **kwargs)
        try:
            return cast(Result, kept(key, _nothing))
        except NotKeptError:
            given = signature.bind(*args, **kwargs)
            progress: Progress = given.arguments["_progress"]
            if not progress.may_start:
                raise
        context, on_own = get_script_run_ctx(), on_own_data()
        session = context.session_id if context else ""

        def compute(run: Progress) -> Result:
            given.arguments["_progress"] = run
            add_script_run_ctx(threading.current_thread(), context)
            with computed_on_own_data(on_own):
                return function(*given.args, **given.kwargs)

        run = queue.joined((name, key, session if own else ""), session, compute, most)
        with progress.aside():
            _wait(run, queue, session, progress)
        try:
            outcome = run.outcome()
            return cast(Result, kept(key, lambda: outcome))
        finally:
            queue.left(run, session)

    return found


def _wait(run: Run, queue: RunQueue, session: str, progress: Progress) -> None:
    """Until it has ended. Whatever `progress` raises meanwhile: first of all the run is left."""
    try:
        has_ended = run.ended.wait(FIRST_LOOK)
        while not has_ended:
            progress.told(run.done, queue.before(run, session))
            has_ended = run.ended.wait(LOOK)
    except BaseException:
        queue.left(run, session, at_once=progress.given_up.is_set())
        raise


def _nothing() -> NoReturn:
    raise NotKeptError
