"""A curve that is drawn as a prediction: with the pointer, or place by place with the arrow keys."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from charts.numbers import number
from dashboard import address, lecture
from dashboard.component import component
from dashboard.text import translator

_HEIGHT = 300  # pixels
_sketch = component(__file__, '<div class="sketch"></div><!-- -->')


@dataclass(frozen=True)
class Paper:
    """What is drawn on: the places from left to right as they are written, both titles, and how far y goes.

    start: the height at the first place, where a drawing has to begin; None where it may begin anywhere.
    track: the track of the bar that the run follows, and how far that is at each place; None where the run
    is there at once.
    """

    places: Sequence[str]
    x_title: str
    y_title: str
    low: float
    high: float
    start: float | None = None
    track: tuple[str, Sequence[int]] | None = None


def sketch(name: str, paper: Paper, truth: Sequence[float] | None = None) -> list[float] | None:
    """Draws the paper; the height drawn at every place, None until all places have one.

    truth: laid over the drawing where the question is answered.
    """
    _ = translator()
    key = address.widget_key(f"sketch.{name}")
    _sketch(
        key=key,
        data={
            **lecture.paper(_HEIGHT),
            "places": list(paper.places),
            "x": paper.x_title,
            "y": paper.y_title,
            "low": paper.low,
            "high": paper.high,
            "start": paper.start,
            "ticks": [
                [y, number(y)] for y in (paper.low, paper.high if paper.start is None else paper.start)
            ],
            "track": paper.track and {"name": paper.track[0], "at": list(paper.track[1])},
            "truth": None if truth is None else [float(y) for y in truth],
            "words": {
                "draw": _("Draw here what you expect, from left to right."),
                "rest": _("Draw on, as far as both edges."),
                "keys": _("Left and right choose a place, up and down set its height."),
                "yours": _("yours"),
                "run": _("the run"),
            },
        },
        on_drawn_change=_heard,
    )
    return drawn_on(name, paper)


def drawn_on(name: str, paper: Paper) -> list[float] | None:
    """What stands on the paper of this name now, also in a callback; None until all places have a height."""
    drawn = (st.session_state.get(address.widget_key(f"sketch.{name}")) or {}).get("drawn")
    if not isinstance(drawn, list) or len(drawn) != len(paper.places):
        return None
    if not all(isinstance(y, int | float) and paper.low <= y <= paper.high for y in drawn):
        return None
    return [float(y) for y in drawn]


def _heard() -> None:
    """Streamlit keeps a component's state only where a callback of its name is given."""
