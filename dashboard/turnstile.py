"""Lets in two runs of pages at a time, in the order in which they were asked for.

One interpreter runs one of them at any moment whatever is done. Dozens that are begun only take its lock from
each other, at each of the hundred messages that a run sends: all are finished late, and none early.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.runtime.scriptrunner import RerunException

AT_ONCE = 2  # one computes while the other waits for a disk, a socket or the lock


class Turnstile:
    """Of `places` places: whoever leaves hands the place to the next."""

    def __init__(self, places: int) -> None:
        self.free = places
        self.waiting: deque[threading.Event] = deque()
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
            if self.free:
                self.free -= 1
                turn.set()
            elif first:
                self.waiting.appendleft(turn)
            else:
                self.waiting.append(turn)
        turn.wait()
        self._own.inside = True

    def _leave(self) -> None:
        self._own.inside = False
        with self._lock:
            if self.waiting:
                self.waiting.popleft().set()
            else:
                self.free += 1


_of_the_lab = Turnstile(AT_ONCE)
passed, aside = _of_the_lab.passed, _of_the_lab.aside
