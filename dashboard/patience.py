"""What may take a while: shown as it goes, and left when the user moves on."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st

from dashboard import address, turnstile
from dashboard.run_queue import Progress
from dashboard.text import translator
from l2core.workers import HelperEndedError

Result = TypeVar("Result")


def patiently(compute: Callable[[Progress], Result], words: str) -> Result:
    """The result of `compute`, which waits for runs (`dashboard.kept_runs`); a bar with `words` meanwhile.

    The bar appears after a third of a second. Moving a control ends the page's run at the next look at the
    run that it waits for, and so does a browser that is gone; both leave that run. Where its processes ended
    twice, a sentence says so, with a button to try again, and ends the page.
    """
    bar = _Bar(words=words)
    try:
        return compute(bar)
    except HelperEndedError:
        bar.clear()  # here: once a page is told to end it draws nothing any more
        _ = translator()
        st.error(
            _(
                "This could not be computed: the process that was at it ended, and so did a second one, as "
                "when memory runs out. Try again, or go on with other settings."
            )
        )
        st.button(_("Try again"), key="patience_again")
        address.end_before_its_end()
    finally:
        bar.clear()


@dataclass(eq=False)
class _Bar(Progress):
    """The page's progress bar, or its place in the queue; what comes below keeps its place, bar or no bar."""

    words: str = ""
    place: Any = field(default_factory=st.empty)
    shown: tuple[int, str] | None = None

    def told(self, done: float, before: int) -> None:
        _ = translator()  # looks into the session, which ends the page where the user is gone
        if before == 1:
            words = _("Waiting: 1 run before yours")
        elif before:
            words = _("Waiting: {count} runs before yours").format(count=before)
        else:
            words = self.words
        now = (min(100, round(100 * done)), words)
        if now != self.shown:
            self.place.progress(*now)
            self.shown = now

    def aside(self) -> AbstractContextManager[None]:
        return turnstile.aside()

    def clear(self) -> None:
        if self.shown is not None:
            self.place.empty()
            self.shown = None
