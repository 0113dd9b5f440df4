"""Lets in one run of a page at a time, in the order in which they were asked for.

One interpreter runs one of them at any moment whatever is done. Two that are begun take its lock from each
other at every one of the hundred messages that a run sends, and both take longer than one after the other.
"""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.runtime.scriptrunner import RerunException

LONG = 0.5  # seconds; a run that takes longer, or hangs, keeps nobody from going in beside it


class Turnstile:
    """One place: whoever leaves hands it to the next, who waits for that no longer than `long` seconds."""

    def __init__(self, long: float = LONG) -> None:
        self.inside = 0
        self.waiting: deque[threading.Event] = deque()
        self._long, self._last = long, 0.0  # when somebody last went in
        self._lock = threading.Lock()
        self._own = threading.local()  # inside: this thread is; again: its run was, and begins anew

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Around the run of a page. One that its visitor's next move has overtaken is the next to go in."""
        self._enter(first=getattr(self._own, "again", False))
        self._own.again = False
        try:
            yield
        except RerunException:
            self._own.again = True
            raise
        finally:
            self._leave()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Around any waiting in which a run of a page holds no processor: others pass meanwhile.

        It goes on before those that have not begun. In a thread that is not inside it does nothing.
        """
        if not getattr(self._own, "inside", False):
            yield
            return
        self._leave()
        try:
            yield
        finally:
            self._enter(first=True)

    def _enter(self, *, first: bool) -> None:
        turn = threading.Event()
        with self._lock:
            if not self.inside:
                self._let_in(turn)
            elif first:
                self.waiting.appendleft(turn)
            else:
                self.waiting.append(turn)
        while not turn.wait(self._long):
            with self._lock:
                if self.waiting and self.waiting[0] is turn and time.monotonic() - self._last >= self._long:
                    self._let_in(self.waiting.popleft())
        self._own.inside = True

    def _leave(self) -> None:
        self._own.inside = False
        with self._lock:
            self.inside -= 1
            if self.waiting and not self.inside:
                self._let_in(self.waiting.popleft())

    def _let_in(self, turn: threading.Event) -> None:
        self.inside += 1
        self._last = time.monotonic()
        turn.set()


_of_the_lab = Turnstile()
passed, aside = _of_the_lab.passed, _of_the_lab.aside
