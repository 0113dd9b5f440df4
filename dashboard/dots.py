"""Dots that are placed as a prediction, one for each run to come: with the pointer, or with the arrow keys.

After the quantile dot plots of Hullman, Kay, Kim & Shrestha (2018), Imagining Replications.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import address, lecture
from dashboard.component import component
from dashboard.text import translator

_HEIGHT = 250  # pixels
_dots = component(__file__, '<div class="dots"></div><!-- -->')


@dataclass(frozen=True)
class Tray:
    """What the dots are placed in: so many `dots` for the columns between `edges`, as they are written.

    zero: the edge that is marked. low, high: what it means to lie below and above it.
    """

    dots: int
    edges: Sequence[str]
    zero: int
    title: str
    low: str
    high: str

    @property
    def columns(self) -> int:
        return len(self.edges) - 1


def dots(name: str, tray: Tray, truth: Sequence[int] | None = None) -> list[int] | None:
    """Draws the tray; the column of each dot, in rising order, None until all are placed.

    truth: the columns of the run's dots, laid over those that were placed.
    """
    _ = translator()
    key = address.widget_key(f"dots.{name}")
    before = placed_in(name, tray)
    _dots(
        key=key,
        data={
            **lecture.paper(_HEIGHT),
            "count": tray.dots,
            "edges": list(tray.edges),
            "zero": tray.zero,
            "title": tray.title,
            "low": tray.low,
            "high": tray.high,
            "placed": None if before is None else _counts(before, tray),
            "truth": None if truth is None else _counts(truth, tray),
            "words": {
                "place": _("Tap where you expect the dots, one tap a dot; drag one to move it."),
                "keys": _("Left and right choose a column, up adds a dot to it, down takes one away."),
                "placed": _("{n} of {count} placed"),
                "here": _("from {low} to {high}: {n} dots, {placed} of {count} placed"),
                "back": _("Take one back"),
                "yours": _("your dots"),
                "run": _("the run"),
                "both": _("from {low} to {high}: {n} of yours, {run} of the run"),
            },
        },
        on_placed_change=_heard,
    )
    return placed_in(name, tray)


def placed_in(name: str, tray: Tray) -> list[int] | None:
    """The column of each dot in the tray of this name now, also in a callback; None until all are placed."""
    counts = (st.session_state.get(address.widget_key(f"dots.{name}")) or {}).get("placed")
    if not isinstance(counts, list) or len(counts) != tray.columns:
        return None
    if not all(isinstance(n, int) and n >= 0 for n in counts) or sum(counts) != tray.dots:
        return None
    return [column for column, n in enumerate(counts) for _dot in range(n)]


def _counts(columns: Sequence[int], tray: Tray) -> list[int]:
    return [sum(column == k for column in columns) for k in range(tray.columns)]


def _heard() -> None:
    """Streamlit keeps a component's state only where a callback of its name is given."""
