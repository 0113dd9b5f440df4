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
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

IDLE_SECONDS = 60.0  # so long a helper waits for more work before it is ended


class HelperEndedError(RuntimeError):
    """A helper process ended in mid-work: it was killed, or memory ran out."""


class StoppedError(Exception):
    """Whoever gave the work wants no more of it."""


@dataclass(eq=False)
class Helper:
    """A Python that waits for work. idle_since: when it was last given back, in seconds."""

    process: subprocess.Popen[bytes]
    niceness: int
    idle_since: float = 0.0


class Crew:
    """At most `size` helper processes for one piece of work, which another thread can end.

    niceness: so much nicer than this process they are (`os.nice`), to whatever else the machine has to do.
    """

    def __init__(self, size: int, niceness: int = 0) -> None:
        self.size, self.niceness = size, niceness
        self.at_work: list[Helper] = []
        self.ended = False

    def end(self) -> None:
        """Ends its processes at once and for good; who waits for them gets a HelperEndedError."""
        with _lock:
            self.ended = True
            for helper in self.at_work:
                helper.process.kill()


Workers = int | Crew  # so many processes, of which 1 is this one; or those of a crew, never this one
_idle: list[Helper] = []
_lock = threading.Lock()
_watched = threading.Event()  # whether a timer looks after those that have been idle for long


def how_many(workers: Workers, parts: int) -> int:
    """Among how many processes so many parts of a work are shared out."""
    return min(workers.size if isinstance(workers, Crew) else workers, parts)


def shared_out(
    function: Callable[..., Any],
    shares: Sequence[dict[str, Any]],
    workers: Workers,
    report: Callable[[float], object] | None,
) -> list[Any]:
    """[function(**share, report=…) for share in shares]: a single share here, without a crew."""
    if len(shares) == 1 and not isinstance(workers, Crew):
        return [function(**shares[0], report=report)]
    return in_processes(function, shares, report, workers if isinstance(workers, Crew) else None)


def in_processes(
    function: Callable[..., Any],
    shares: Sequence[dict[str, Any]],
    report: Callable[[float], object] | None,
    crew: Crew | None = None,
) -> list[Any]:
    """[function(**share, report=…) for share in shares], each in a process of its own, at the same time.

    function: one that can be imported by its name. The processes report in step: `report` hears a fraction
    once, when all have come to it, and all are told what it answered. A StoppedError of it stops the work
    there, and the processes wait for the next; anything else that it raises ends them.
    crew: whose processes they are; it may not be smaller than the shares are many.
    Raises the ValueError that one of them raises, and HelperEndedError if a process ends by itself.
    """
    with _borrowed(len(shares), crew or Crew(len(shares))) as helpers:
        for helper, share in zip(helpers, shares, strict=True):
            _send(helper, (function, share, report is not None))
        stopped: StoppedError | None = None
        while True:
            heard = [_received(helper) for helper in helpers]
            for kind, refusal in heard:
                if kind == "refusal":
                    raise refusal
            if heard[0][0] != "report":
                break
            answer: tuple[str, object] = ("answer", None)
            try:
                answer = ("answer", report and report(heard[0][1]))
            except StoppedError as error:
                stopped, answer = error, ("stop", None)
            for helper in helpers:
                _send(helper, answer)
    if stopped is not None:
        raise stopped
    return [result for _kind, result in heard]


def each_of(
    items: Sequence[Any],
    function: Callable[..., Any],
    common: dict[str, Any],
    workers: Workers,
    report: Callable[[float], object] | None,
) -> list[Any]:
    """[function(item, **common) for item in items], shared out to `workers` processes; 1 is this one.

    function: one that can be imported by its name, whose result depends on its arguments alone, so that it is
    the same for any number of workers. report: called with the fraction done; what it raises ends the work.
    """
    count = how_many(workers, len(items))
    rounds = -(-len(items) // count)
    shares = [
        {"items": list(items[worker::count]), "function": function, "common": common, "rounds": rounds}
        for worker in range(count)
    ]
    results: list[Any] = [None] * len(items)
    for worker, part in enumerate(shared_out(_some_of, shares, workers, report)):
        results[worker::count] = part
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
def _borrowed(count: int, crew: Crew) -> Iterator[list[Helper]]:
    """Helpers that wait, else new ones. They are kept for the next time, unless something went wrong."""
    if count > crew.size:
        raise ValueError(f"crew needs {count} processes, a share each, got {crew.size}")
    helpers, lost = _taken_from_idle(count, crew.niceness)
    _end(lost)
    kept: list[Helper] = []
    try:
        while len(helpers) < count:
            helpers.append(_started(crew.niceness))
        with _lock:
            if crew.ended:
                raise HelperEndedError("the crew was ended before it began")
            crew.at_work = helpers
        yield helpers
        kept = helpers[: os.cpu_count() or 1]
    finally:
        with _lock:
            crew.at_work = []
        _end(helpers[len(kept) :])
        _keep(kept)


def _taken_from_idle(count: int, niceness: int) -> tuple[list[Helper], list[Helper]]:
    """At most `count` of the idle helpers that are so nice, and others that have ended meanwhile."""
    with _lock:
        lost = [helper for helper in _idle if helper.process.poll() is not None]
        fit = [helper for helper in _idle if helper not in lost and helper.niceness == niceness]
        taken = fit[max(0, len(fit) - count) :]  # the last ones, so that the others have been idle for long
        _idle[:] = [helper for helper in _idle if helper not in lost and helper not in taken]
    return taken, lost


def _keep(helpers: Sequence[Helper]) -> None:
    """Lets them wait for more work: as many as the machine has processors, for a minute."""
    with _lock:
        for helper in helpers:
            helper.idle_since = time.monotonic()
        _idle.extend(helpers)
        too_many = _idle[: max(0, len(_idle) - (os.cpu_count() or 1))]
        del _idle[: len(too_many)]
        _watch_idle()
    _end(too_many)


def _watch_idle() -> None:
    """Looks after the idle ones when the first of them has waited long enough; under the lock."""
    if _idle and not _watched.is_set():
        wait = min(helper.idle_since for helper in _idle) + IDLE_SECONDS - time.monotonic()
        timer = threading.Timer(max(0.0, wait), _end_long_idle)
        timer.daemon = True
        _watched.set()
        timer.start()


def _end_long_idle() -> None:
    with _lock:
        since = time.monotonic() - IDLE_SECONDS
        long_idle = [helper for helper in _idle if helper.idle_since <= since]
        _idle[:] = [helper for helper in _idle if helper not in long_idle]
        _watched.clear()
        _watch_idle()
    _end(long_idle)


def _started(niceness: int) -> Helper:
    """A new Python that finds this package, with one thread for its linear algebra, and waits for work."""
    path = [str(Path(__file__).resolve().parents[1]), os.environ.get("PYTHONPATH", "")]
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}
    program = f"import os; hasattr(os, 'nice') and os.nice({niceness}); from {__name__} import serve; serve()"
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | threads | {"PYTHONPATH": os.pathsep.join(filter(None, path))},
        # An interrupt at the terminal is for the one who gave the work. In no session of its own: there Linux
        # would give it as much of the processors as all others together have here, however nice it is.
        process_group=0,
    )
    return Helper(process, niceness)


def serve() -> None:
    """What a helper does until its input is closed: call what it is sent, and send back what came of it.

    A thread listens, so that a helper at work ends too when the process is gone that it works for.
    """
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr
    inbox: SimpleQueue[Any] = SimpleQueue()

    def listen() -> None:
        try:
            while True:
                inbox.put(pickle.load(sys.stdin.buffer))
        except EOFError:
            os._exit(0)
        finally:
            inbox.put(None)

    def report(done: float) -> object:
        _write(answers, ("report", done))
        kind, answer = inbox.get()
        if kind == "stop":
            raise StoppedError
        return answer

    threading.Thread(target=listen, daemon=True).start()
    while (request := inbox.get()) is not None:
        function, share, reports = request
        try:
            answer = "result", function(**share, report=report if reports else None)
        except ValueError as refusal:  # it says what is wrong with the arguments: for the one who gave them
            answer = "refusal", refusal
        except StoppedError:
            answer = "stopped", None
        _write(answers, answer)
        del request, function, share, answer  # what was given stays no longer than the work


def _send(helper: Helper, message: object) -> None:
    assert helper.process.stdin is not None
    try:
        _write(helper.process.stdin, message)
    except OSError as error:
        raise _ended(helper) from error


def _received(helper: Helper) -> Any:
    assert helper.process.stdout is not None
    try:
        return pickle.load(helper.process.stdout)
    except (EOFError, pickle.UnpicklingError) as error:
        raise _ended(helper) from error


def _ended(helper: Helper) -> HelperEndedError:
    try:
        code = helper.process.wait(timeout=5)
    except subprocess.TimeoutExpired:  # it has closed its pipe, and does not end
        helper.process.kill()
        code = helper.process.wait()
    return HelperEndedError(f"a helper process ended with code {code}")


def _write(stream: IO[bytes], message: object) -> None:
    pickle.dump(message, stream, pickle.HIGHEST_PROTOCOL)
    stream.flush()


def _end(helpers: Sequence[Helper]) -> None:
    """Ends them and takes note of it, so that none is left behind as a zombie."""
    for helper in helpers:
        helper.process.kill()
        helper.process.communicate()


@atexit.register
def _end_idle() -> None:
    _end(_idle)
