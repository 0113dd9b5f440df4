"""Puts a picture on the page so that the browser keeps its view and only takes in new tables."""

from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from charts.picture import Picture, Tables, packed
from dashboard.address import css_class, widget_key
from dashboard.caches import kept
from dashboard.text import translator

_DRAWN = "pictures_drawn"
# Out of sight, not out of hearing.
_UNSEEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap"


def draw(
    picture: Picture,
    name: str,
    taps: str = "",
    on_tap: Callable[[str], None] | None = None,
    *,
    height: str = "",
) -> None:
    """Draws `picture` under a stable name; `name` is unique on the page.

    taps: the selection of its spec through which a mark is tapped; `on_tap` then hears of its `name`.
    height: as a style sheet says it, such as "min(390px, var(--room))" (`dashboard.frame`); where there is
    none, that of the spec.

    What it shows is said below it, unseen, and not in `alt`: Streamlit writes that into the spec, so that
    the browser would build the picture anew with every number that changes.
    """
    remember(picture, name)
    if height:
        chart = f".{css_class(f'picture.{name}')} [data-testid=stVegaLiteChart]"
        st.html(f"<style>{chart} {{ height: {height} !important }}</style>")
    key = widget_key(f"chart.{name}")
    with st.container(key=widget_key(f"picture.{name}"), gap=None):
        st.vega_lite_chart(
            {**picture.spec, "datasets": dict(picture.tables)},
            key=key,
            alt=title_of(picture),
            width="stretch",
            height="stretch" if height else "content",
            on_select="ignore" if on_tap is None else partial(_tapped, key, taps, on_tap),
            selection_mode=taps or None,
        )
        say_unseen(picture.alt)


def remember(picture: Picture, name: str) -> None:
    """Lets the numbers of a picture be read as a table, if it has any."""
    if picture.numbers is not None:
        drawn()[_title(picture) or name] = picture.numbers


def say_unseen(words: str) -> None:
    """The sentence that stands for a picture where it cannot be seen."""
    st.html(f'<p style="{_UNSEEN}">{escape(words)}</p>')


def title_of(picture: Picture) -> str:
    """The title in the spec, which tells the buttons of one picture from those of another."""
    _ = translator()
    return _title(picture) or _("A picture; the text after it says what it shows")


def begin_page() -> None:
    """No picture has been drawn yet."""
    st.session_state[_DRAWN] = {}


def drawn() -> dict[str, Callable[[], pd.DataFrame]]:
    """The pictures of this run whose numbers can be read as a table, by their titles."""
    pictures: dict[str, Callable[[], pd.DataFrame]] = st.session_state[_DRAWN]
    return pictures


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
