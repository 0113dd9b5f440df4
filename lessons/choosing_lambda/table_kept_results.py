"""What was computed for a table, and is kept: of the lab's tables for all, of any other for its session."""

import hashlib
from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np

from dashboard.caches import kept_for_everybody, kept_for_session
from dashboard.kept_runs import run_for_everybody, run_for_session
from dashboard.patience import patiently
from dashboard.run_queue import Progress
from l2core.tables import Table

Result = TypeVar("Result")
MOST = 32  # results that are kept, of a session or of everybody


def kept_result(
    name: str,
    table: Table,
    setting: object,
    compute: Callable[[Progress], Result],
    words: str,
    *,
    shared: bool,
    at_once: bool = False,
    alone: bool = False,
) -> Result:
    """What `compute` gave before for this table and setting, or gives now, with a bar of `words` meanwhile.

    name: of what is computed. setting: all that it depends on besides the numbers of the table, the names of
    its columns too where the result holds them. shared: whether others may see it, which they may of the
    lab's own tables alone. at_once: it is so short that it waits for no other.
    alone: it is not shared out to several processes.
    """
    key = fingerprint(table)
    if at_once:
        keeper = _at_once_for_everybody if shared else _at_once_for_session
        return cast(Result, keeper(name, key, setting, compute))
    run = _runs[shared, alone]
    return cast(Result, patiently(lambda progress: run(name, key, setting, compute, progress), words))


def fingerprint(table: Table) -> str:
    """Another one for every other table: from all cells, where Streamlit takes some of a large array.

    The same in every language: there columns, target and classes have other names, and no other numbers.
    """
    about = (table.X.shape, bool(table.classes), table.variables)
    found = hashlib.blake2b(repr(about).encode())
    for part in (table.X, table.y, np.empty(0) if table.test is None else table.test):
        found.update(np.ascontiguousarray(part).tobytes())
    return found.hexdigest()


def _computed(name: str, table: str, setting: object, _compute: Callable[[Progress], object]) -> object:
    return _compute(Progress(workers=1))


def _run(
    name: str, table: str, setting: object, _compute: Callable[[Progress], object], _progress: Progress
) -> object:
    return _compute(_progress)


_at_once_for_everybody = kept_for_everybody(MOST)(_computed)
_at_once_for_session = kept_for_session(MOST)(_computed)
_runs = {
    (True, False): run_for_everybody(MOST)(_run),
    (True, True): run_for_everybody(MOST, most=1)(_run),
    (False, False): run_for_session(MOST)(_run),
    (False, True): run_for_session(MOST, most=1)(_run),
}
