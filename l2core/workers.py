"""Helper processes, for work that can be shared out.

Not threads: a training step is some thirty short NumPy calls, and threads of one interpreter wait for its
lock between any two of them: two took longer than one. A helper also leaves a server's own interpreter free.
"""

import atexit
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

Helper = subprocess.Popen[bytes]
_idle: list[Helper] = []
_lock = threading.Lock()


def in_processes(
    function: Callable[..., Any], shares: Sequence[dict[str, Any]], report: Callable[[float], object] | None
) -> list[Any]:
    """[function(**share, report=…) for share in shares], each in a process of its own, at the same time.

    function: one that can be imported by its name. The processes report in step: `report` hears a fraction
    once, when all have come to it, and all are told what it answered. What it raises ends them.
    Raises the ValueError that one of them raises, and RuntimeError if a process ends by itself, as when
    memory runs out.
    """
    with _borrowed(len(shares)) as helpers:
        for helper, share in zip(helpers, shares, strict=True):
            _send(helper.stdin, (function, share, report is not None))
        while True:
            messages = [_received(helper) for helper in helpers]
            for refusal in messages:
                if isinstance(refusal, ValueError):
                    raise refusal
            if not isinstance(messages[0], float):
                return messages
            answer = report is not None and bool(report(messages[0]))
            for helper in helpers:
                _send(helper.stdin, answer)


def each_of(
    items: Sequence[Any],
    function: Callable[..., Any],
    common: dict[str, Any],
    workers: int,
    report: Callable[[float], object] | None,
) -> list[Any]:
    """[function(item, **common) for item in items], shared out to `workers` processes; 1 is this one.

    function: one that can be imported by its name, whose result depends on its arguments alone, so that it is
    the same for any number of workers. report: called with the fraction done; what it raises ends the work.
    """
    workers = min(workers, len(items))
    if workers < 2:
        return _some_of(list(items), function, common, len(items), report)
    rounds = -(-len(items) // workers)
    shares = [
        {"items": list(items[worker::workers]), "function": function, "common": common, "rounds": rounds}
        for worker in range(workers)
    ]
    results: list[Any] = [None] * len(items)
    listened = None if report is None else lambda done: report(done) and False
    for worker, part in enumerate(in_processes(_some_of, shares, listened)):
        results[worker::workers] = part
    return results


def _some_of(
    items: Sequence[Any],
    function: Callable[..., Any],
    common: dict[str, Any],
    rounds: int,
    report: Callable[[float], object] | None,
) -> list[Any]:
    """One worker's items, with as many reports as every other worker's."""
    results = []
    for i in range(rounds):
        if i < len(items):
            results.append(function(items[i], **common))
        if report:
            report((i + 1) / rounds)
    return results


@contextmanager
def _borrowed(count: int) -> Iterator[list[Helper]]:
    """Helpers that wait, else new ones. They are kept for the next time, unless something went wrong."""
    with _lock:
        waiting = [_idle.pop() for _ in range(min(count, len(_idle)))]
    helpers = [helper for helper in waiting if helper.poll() is None]
    helpers += [_started() for _ in range(count - len(helpers))]
    kept: list[Helper] = []
    try:
        yield helpers
        with _lock:
            kept = helpers[: max(0, (os.cpu_count() or 1) - len(_idle))]
            _idle.extend(kept)
    finally:
        _end(helpers[len(kept) :])


def _started() -> Helper:
    """A new Python that finds this package, with one thread for its linear algebra, and waits for work."""
    path = [str(Path(__file__).resolve().parents[1]), os.environ.get("PYTHONPATH", "")]
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}
    return subprocess.Popen(
        [sys.executable, "-c", f"from {__name__} import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | threads | {"PYTHONPATH": os.pathsep.join(filter(None, path))},
        start_new_session=True,  # an interrupt at the terminal is for the one who gave the work
    )


def serve() -> None:
    """What a helper does until its input is closed: call what it is sent, and send back what came of it."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr

    def report(done: float) -> bool:
        _send(answers, done)
        return bool(pickle.load(requests))

    while True:
        try:
            function, share, reports = pickle.load(requests)
        except EOFError:
            return
        try:
            answer = function(**share, report=report if reports else None)
        except ValueError as refusal:  # it says what is wrong with the arguments: for the one who gave them
            answer = refusal
        _send(answers, answer)


def _send(stream: IO[bytes] | None, message: object) -> None:
    assert stream is not None
    pickle.dump(message, stream, pickle.HIGHEST_PROTOCOL)
    stream.flush()


def _received(helper: Helper) -> Any:
    assert helper.stdout is not None
    try:
        return pickle.load(helper.stdout)
    except EOFError as error:
        raise RuntimeError(f"a helper process ended with code {helper.wait()}") from error


def _end(helpers: Sequence[Helper]) -> None:
    for helper in helpers:
        helper.kill()
        helper.communicate()


@atexit.register
def _end_idle() -> None:
    _end(_idle)
