"""How many runs of pages are inside at a time, and who is next. Threads wait for each other alone."""

import threading
from collections.abc import Iterator

import pytest
from streamlit.runtime.scriptrunner import RerunData, RerunException

from dashboard.turnstile import Turnstile

ORDER: dict[Turnstile, list[str]] = {}  # the names of the runs as they went in
ENOUGH = 30.0  # seconds in which whatever is to happen happens, however busy the machine


class Run:
    """A run of a page in a thread of its own: it says that it is inside, and ends when it is told to."""

    def __init__(self, gate: Turnstile, name: str, *, again: int = 0) -> None:
        self.inside, self.may_end, self.is_aside = threading.Event(), threading.Event(), threading.Event()
        self.may_come_back, self.back = threading.Event(), threading.Event()
        self.gate, self._name, self._again = gate, name, again
        self.thread = threading.Thread(target=self._run, daemon=True)

    def begin(self) -> "Run":
        waiting = len(self.gate.waiting)
        self.thread.start()
        while not self.inside.is_set() and len(self.gate.waiting) == waiting:
            threading.Event().wait(0.001)
        return self

    def end(self) -> None:
        self.may_end.set()
        self.thread.join(ENOUGH)
        assert not self.thread.is_alive()

    def _run(self) -> None:
        for left in range(self._again, -1, -1):
            try:
                with self.gate.passed():
                    ORDER[self.gate].append(self._name)
                    self.inside.set()
                    if left:
                        raise RerunException(RerunData())
                    self._stay()
            except RerunException:
                continue

    def _stay(self) -> None:
        assert self.may_end.wait(ENOUGH)


class Waiter(Run):
    """One that goes aside as soon as it is inside."""

    def _stay(self) -> None:
        with self.gate.aside():
            self.is_aside.set()
            assert self.may_come_back.wait(ENOUGH)
        self.back.set()
        assert self.may_end.wait(ENOUGH)


@pytest.fixture
def gate() -> Iterator[Turnstile]:
    """All have left after the test."""
    made = Turnstile(ENOUGH)
    ORDER[made] = []
    yield made
    assert made.inside == 0
    assert not made.waiting


def test_one_at_a_time_in_the_order_of_asking(gate: Turnstile) -> None:
    runs = [Run(gate, str(k)).begin() for k in range(4)]
    for k, run in enumerate(runs):
        assert run.inside.wait(ENOUGH)
        assert ORDER[gate] == [str(j) for j in range(k + 1)]
        run.end()


def test_others_pass_one_that_waits_and_it_is_next_when_it_comes_back(gate: Turnstile) -> None:
    waits = Waiter(gate, "waits").begin()
    assert waits.is_aside.wait(ENOUGH)
    inside = Run(gate, "inside").begin()
    assert inside.inside.is_set()
    later = Run(gate, "later").begin()
    waits.may_come_back.set()
    while len(gate.waiting) < 2:
        threading.Event().wait(0.001)
    inside.end()
    assert waits.back.wait(ENOUGH)
    assert not later.inside.is_set()
    waits.end()
    assert later.inside.wait(ENOUGH)
    later.end()


def test_a_run_that_was_overtaken_is_the_next_to_go_in(gate: Turnstile) -> None:
    inside = Run(gate, "in").begin()
    moves = Run(gate, "moves", again=1).begin()
    later = [Run(gate, f"later {k}").begin() for k in range(2)]
    inside.end()
    assert later[0].inside.wait(ENOUGH)
    while ORDER[gate].count("moves") == 1 and len(gate.waiting) < 2:
        threading.Event().wait(0.001)
    later[0].end()
    moves.end()
    assert later[1].inside.wait(ENOUGH)
    assert ORDER[gate] == ["in", "moves", "later 0", "moves", "later 1"]
    later[1].end()


def test_a_run_that_hangs_keeps_nobody_out() -> None:
    gate = Turnstile(long=0.01)
    ORDER[gate] = []
    hangs = Run(gate, "hangs").begin()
    others = [Run(gate, f"other {k}").begin() for k in range(3)]
    for other in others:
        assert other.inside.wait(ENOUGH)
    assert ORDER[gate] == ["hangs", "other 0", "other 1", "other 2"]
    for run in (*others, hangs):
        run.end()
    assert gate.inside == 0


def test_an_error_leaves_the_place_to_others(gate: Turnstile) -> None:
    for _ in range(2):
        with pytest.raises(RuntimeError), gate.passed():
            raise RuntimeError
    Run(gate, "after").begin().end()


def test_outside_nothing_is_waited_for(gate: Turnstile) -> None:
    inside = Run(gate, "in").begin()
    with gate.aside():
        pass
    inside.end()
