"""What may take a while: computed in a thread, shown as it goes, and given up when the user moves on."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from typing import TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from dashboard import turnstile

Result = TypeVar("Result")


class GivenUpError(Exception):
    """The user moved on before the run was done."""


@dataclass
class Progress:
    """How far a run in the background is, and whether anybody still waits for it."""

    done: float = 0.0
    given_up: threading.Event = field(default_factory=threading.Event)

    def report(self, done: float) -> bool:
        """What `train` calls as it goes; True once nobody waits: it then ends, and keeps its helpers."""
        self.done = done
        return self.given_up.is_set()

    def report_or_raise(self, done: float) -> None:
        """What any other computation calls as it goes; raises GivenUpError once nobody waits."""
        if self.report(done):
            raise GivenUpError


def patiently(compute: Callable[[Progress], Result], words: str) -> Result:
    """The result of `compute`, in a thread of its own; a bar with `words` appears after a third of a second.

    Moving a control ends the page's run at the next move of the bar, and that ends the computation. The
    thread belongs to the session, so that what it computes may be kept for this session alone.
    """
    progress, place, shown = Progress(), st.empty(), False  # what comes below keeps its place, bar or no bar
    with ThreadPoolExecutor(1, initializer=add_script_run_ctx, initargs=(None, get_script_run_ctx())) as pool:
        running: Future[Result] = pool.submit(compute, progress)
        try:
            while True:
                try:
                    with turnstile.aside():
                        return running.result(timeout=0.25 if shown else 0.3)
                except NotYet:
                    shown = True
                    place.progress(min(progress.done, 1.0), text=words)
        finally:
            progress.given_up.set()
            if shown:
                place.empty()
