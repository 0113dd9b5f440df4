"""Puts a picture on the page so that the browser keeps its view and only takes in new tables."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from charts.picture import Picture, Tables, packed
from charts.projected import enlargement, on_the_wall
from dashboard import lecture
from dashboard.address import css_class, widget_key
from dashboard.caches import kept
from dashboard.text import translator

_DRAWN = "pictures_drawn"
_DOORS = "pictures_doors"  # how many doors the page is behind at the moment
_PIXELS = re.compile(r"(\d+)px")
# Out of sight, not out of hearing.
_UNSEEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap"


@dataclass(frozen=True)
class Drawn:
    """A picture that is on the page, with what `draw` was told of it. hidden: it stands behind a door."""

    picture: Picture
    name: str
    height: str
    share: float
    hidden: bool

    @property
    def pixels(self) -> int:
        """How high it is where there is room; 0 where the spec says it."""
        found = _PIXELS.search(self.height)
        return int(found[1]) if found else 0


def draw(
    picture: Picture,
    name: str,
    taps: str = "",
    on_tap: Callable[[str], None] | None = None,
    *,
    height: str = "",
    share: float = 1,
) -> None:
    """Draws `picture` under a stable name; `name` is unique on the page.

    taps: the selection of its spec through which a mark is tapped; `on_tap` then hears of its `name`.
    height: as a style sheet says it, such as "min(390px, var(--room))" (`dashboard.frame`); where there is
    none, that of the spec. share: of the width of the page, where other things stand beside it.

    What it shows is said below it, unseen, and not in `alt`: Streamlit writes that into the spec, so that
    the browser would build the picture anew with every number that changes.
    """
    key = widget_key(f"chart.{name}")
    spec = begun(picture, name, height=height, share=share)
    with st.container(key=widget_key(f"picture.{name}"), gap=None):
        st.vega_lite_chart(
            spec,
            key=key,
            alt=title_of(picture),
            width="stretch",
            height="stretch" if height or lecture.is_on() else "content",
            on_select="ignore" if on_tap is None else partial(_tapped, key, taps, on_tap),
            selection_mode=taps or None,
        )
        say_unseen(picture.alt)


def begun(picture: Picture, name: str, *, height: str = "", share: float = 1) -> dict[str, Any]:
    """What the browser draws of a picture, with its height settled; it can be taken home from then on."""
    remember(picture, name, height=height, share=share)
    spec = picture.spec
    chart = f".{css_class(f'picture.{name}')} [data-testid=stVegaLiteChart]"
    if lecture.is_on():
        spec = on_the_wall(spec)
        st.html(f"<style>{lecture.enlarged(chart, enlargement(spec), spec['height'])}</style>")
    elif height:
        st.html(f"<style>{chart} {{ height: {height} !important }}</style>")
    return {**spec, "datasets": dict(picture.tables)}


def remember(picture: Picture, name: str, *, height: str = "", share: float = 1) -> None:
    """Lets a picture that is on the page be read as a table, and taken home; the rest is as in `draw`."""
    drawn().append(Drawn(picture, name, height, share, bool(st.session_state[_DOORS])))


def say_unseen(words: str) -> None:
    """The sentence that stands for a picture where it cannot be seen."""
    st.html(f'<p style="{_UNSEEN}">{escape(words)}</p>')


def title_of(picture: Picture) -> str:
    """The title in the spec, which tells the buttons of one picture from those of another."""
    _ = translator()
    return _title(picture) or _("A picture; the text after it says what it shows")


def begin_page() -> None:
    """No picture has been drawn yet."""
    st.session_state[_DRAWN] = []
    st.session_state[_DOORS] = 0


def drawn() -> list[Drawn]:
    """The pictures of this run, in the order of the page."""
    pictures: list[Drawn] = st.session_state[_DRAWN]
    return pictures


def titles(drawn: Sequence[Drawn]) -> list[str]:
    """What to call each of these pictures: by its title, or else by its number."""
    _ = translator()
    return [
        _title(one.picture) or _("Picture {number}").format(number=number)
        for number, one in enumerate(drawn, start=1)
    ]


@contextmanager
def behind_a_door() -> Iterator[None]:
    """Around what stands behind a door: its pictures are not those of the stage."""
    st.session_state[_DOORS] += 1
    yield
    st.session_state[_DOORS] -= 1


@kept(max_entries=96)
def packed_tables(
    name: str, key: object, _make: Callable[[], Mapping[str, pd.DataFrame | Mapping[str, Any]]]
) -> Tables:
    """What `_make()` returns, as the browser takes it in: made once for a `key`, and kept.

    name: of the picture, so that two pictures of one run keep their tables apart.
    """
    return {table: packed(cells) for table, cells in _make().items()}


def _tapped(key: str, taps: str, on_tap: Callable[[str], None]) -> None:
    for mark in st.session_state[key].selection[taps]:
        on_tap(mark["name"])


def _title(picture: Picture) -> str:
    title: Any = picture.spec.get("title", "")
    text = title.get("text", "") if isinstance(title, dict) else title
    return text if isinstance(text, str) else ""
