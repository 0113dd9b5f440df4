"""Runs take turns: what many wait for is computed once, and sessions come one after the other.

A run is whatever takes a while: the training of a grid of nets, a table that is resampled. It is computed in
a thread of its own, so that it outlives the page that asked first, for as long as anybody waits for it.
"""

import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from l2core.workers import Crew, HelperEndedError, StoppedError, Workers

LINGERS = 0.3  # seconds that a run goes on for nobody: a page that is run anew asks for it again at once
GRACE = 0.3  # seconds after which its processes are ended, where they have not come to tell how far they are
NICENESS = 10  # of processes that compute: whoever waits for a page comes first


class GivenUpError(StoppedError):
    """Nobody waits for the run any more."""


@dataclass(eq=False)
class Progress:
    """How far a run is, whether anybody still waits for it, and the processes that it may share work out to.

    may_start: whether what it waits for may be started for it, where it is not there.
    """

    done: float = 0.0
    given_up: threading.Event = field(default_factory=threading.Event)
    workers: Workers = 2
    may_start: bool = True

    def report(self, done: float) -> None:
        """What a computation calls as it goes; raises GivenUpError once nobody waits."""
        self.done = done
        if self.given_up.is_set():
            raise GivenUpError

    def told(self, done: float, before: int) -> None:
        """What is heard of a run that this one waits for: how far it is, and how many come before it."""
        self.report(done)

    def aside(self) -> AbstractContextManager[None]:
        """Around the time in which this one waits for another, and computes nothing."""
        return nullcontext()

    def part(self, place: int, of: int) -> "Progress":
        """The progress of one of several equal parts, which tells it for the whole."""
        return _Part(whole=self, place=place, of=of, given_up=self.given_up, may_start=self.may_start)


@dataclass(eq=False)
class _Part(Progress):
    whole: Progress = field(default_factory=Progress)
    place: int = 0
    of: int = 1

    def report(self, done: float) -> None:
        self.whole.report((self.place + done) / self.of)

    def told(self, done: float, before: int) -> None:
        self.whole.told((self.place + done) / self.of, before)

    def aside(self) -> AbstractContextManager[None]:
        return self.whole.aside()


@dataclass(eq=False)
class Run(Progress):
    """A computation in a queue, for the sessions that wait for it; one may wait in several threads."""

    queue: "RunQueue" = field(kw_only=True)
    key: Hashable = field(kw_only=True)
    compute: Callable[[Progress], Any] = field(kw_only=True)
    most: int = field(kw_only=True)
    sessions: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    begun: bool = False
    places: int = 0  # of the queue's, that it holds
    result: Any = None
    failure: BaseException | None = None

    def aside(self) -> AbstractContextManager[None]:
        return self.queue._places_lent(self)

    def __enter__(self) -> None:
        """Around the computation: whatever it raises is for those who wait."""

    def __exit__(self, _type: object, failure: BaseException | None, _traceback: object) -> bool:
        self.failure = failure
        return True

    def outcome(self) -> Any:
        """What it came to, once it has ended; raises what it raised."""
        if self.failure is not None:
            raise self.failure
        return self.result


class RunQueue:
    """Runs that share so many places, each taken by one process, or by one thread where `apart` is False.

    A run has as many places as are free when it begins, shared with those that wait. The turn goes from
    session to session: whoever asks for ten runs has one, and the next after everybody else's first.
    """

    def __init__(
        self, places: int, *, apart: bool = True, lingers: float = LINGERS, grace: float = GRACE
    ) -> None:
        self.places = places
        self._free, self._apart, self._lingers, self._grace = places, apart, lingers, grace
        self._lock = threading.Lock()
        self._runs: dict[Hashable, Run] = {}  # by key, those that may still be joined
        self._turns: dict[str, list[Run]] = {}  # session -> what it waits for, in the order of turns
        self._at_work: list[Run] = []
        self._coming_back: list[tuple[Run, int, threading.Event]] = []

    def joined(
        self, key: Hashable, session: str, compute: Callable[[Progress], Any], most: int | None = None
    ) -> Run:
        """The run of this key, which is `compute` if there is none, and for which the session waits now.

        most: the places that it can use; all, by default. Whoever joined a run has to leave it (`left`).
        """
        with self._lock:
            run = self._runs.get(key)
            if run is None:
                run = Run(queue=self, key=key, compute=compute, most=most or self.places)
                self._runs[key] = run
            run.sessions.append(session)
            if not run.begun and run not in self._turns.setdefault(session, []):
                self._turns[session].append(run)
            self._begin()
            return run

    def left(self, run: Run, session: str, *, at_once: bool = False) -> None:
        """The session waits for it no more. A run that nobody waits for ends, in a moment if it has begun."""
        with self._lock:
            run.sessions.remove(session)
            if session not in run.sessions:
                self._out_of_line(run, session)
            if run.sessions:
                return
            if run.ended.is_set():
                self._forget(run)
            elif not run.begun or at_once:
                self._give_up(run)
            else:
                _after(self._lingers, self._give_up_if_left, run)

    def before(self, run: Run, session: str) -> int:
        """How many runs come before it, those at work among them; 0 once it has begun."""
        with self._lock:
            if run.begun:
                return 0
            lines = deque(iter(asked) for asked in self._turns.values())
            earlier: set[Run] = set()  # as `_taken` would take them
            while lines:
                line = lines.popleft()
                following = next((one for one in line if one not in earlier), None)
                if following is run:
                    break
                if following is not None:
                    earlier.add(following)
                    lines.append(line)
            return len(self._at_work) + len(earlier)

    def _begin(self) -> None:
        """Begins what there is a place for; under the lock, like all that follows without taking it."""
        while self._coming_back and self._free >= self._coming_back[0][1]:
            run, places, comes_back = self._coming_back.pop(0)
            self._free -= places
            run.places = places
            comes_back.set()
        while self._free and self._turns and not self._coming_back:
            waiting = len({id(run) for asked in self._turns.values() for run in asked})
            run = _taken(self._turns)
            run.begun, run.places = True, min(run.most, max(1, self._free // waiting))
            run.workers = Crew(run.places, NICENESS) if self._apart else 1
            self._free -= run.places
            self._at_work.append(run)
            threading.Thread(target=self._work, args=(run,), daemon=True).start()

    def _work(self, run: Run) -> None:
        with run:
            try:
                run.result = run.compute(run)
            except HelperEndedError:
                run.report(0.0)
                run.result = run.compute(run)  # once more: what ended the process may have been an accident
        with self._lock:
            if run.failure is not None or not run.sessions:
                self._forget(run)  # else whoever waits for it keeps its result first, for those who come
            run.ended.set()
            self._at_work.remove(run)
            self._free += run.places
            self._begin()

    def _give_up_if_left(self, run: Run) -> None:
        with self._lock:
            if not run.sessions and not run.ended.is_set():
                self._give_up(run)

    def _give_up(self, run: Run) -> None:
        self._forget(run)
        run.given_up.set()
        if not run.begun:
            run.ended.set()
        elif isinstance(run.workers, Crew):
            _after(self._grace, _end_crew, run, run.workers)

    def _forget(self, run: Run) -> None:
        if self._runs.get(run.key) is run:
            del self._runs[run.key]

    def _out_of_line(self, run: Run, session: str) -> None:
        asked = self._turns.get(session, [])
        if run in asked:
            asked.remove(run)
            if not asked:
                del self._turns[session]

    @contextmanager
    def _places_lent(self, run: Run) -> Iterator[None]:
        """Others have the places of a run while it waits; then it comes before those that have not begun."""
        with self._lock:
            places, run.places = run.places, 0
            self._free += places
            self._begin()
        try:
            yield
        finally:
            comes_back = threading.Event()
            with self._lock:
                self._coming_back.append((run, places, comes_back))
                self._begin()
            comes_back.wait()


def _taken(turns: dict[str, list[Run]]) -> Run:
    """The run whose turn it is, out of all lines; its session comes last from now on."""
    session = next(iter(turns))
    run, rest = turns[session][0], turns.pop(session)
    turns[session] = rest
    for other in [other for other, asked in turns.items() if run in asked]:
        turns[other].remove(run)
        if not turns[other]:
            del turns[other]
    return run


def _end_crew(run: Run, crew: Crew) -> None:
    if not run.ended.is_set():
        crew.end()


def _after(seconds: float, call: Callable[..., None], *arguments: object) -> None:
    timer = threading.Timer(seconds, call, arguments)
    timer.daemon = True
    timer.start()
