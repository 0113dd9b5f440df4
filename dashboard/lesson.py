"""The rhythm of a lesson: question, picture with what to notice, formula, code, experiments, next."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache

import streamlit as st

from dashboard import address, files, glossary, hidden, pictures, stage
from dashboard.live_formula import live_formula
from dashboard.live_words import Line
from dashboard.navigation import HOME, after, page_of
from dashboard.text import Translate, translator

_FOOT = ("tables", "files")  # the doors at the foot of the page, behind which all is of one place of the bar
_LEFT = "doors_left"  # key of a door -> its label when it was drawn last, and whether it stood open
_ROOM = r"\,"  # a formula that ends in a block is 2 pixels wider than its box


def notice(points: Iterable[str]) -> None:
    """What to look for in the picture, point by point, with the numbers of this very run."""
    _ = translator()
    st.subheader(_("What to notice"), anchor=False)
    glossary.say("\n".join(f"- {point}" for point in points))


def formula(
    symbolic: str, with_numbers: str | Line, words: str = "", *, at: Mapping[str, int] | None = None
) -> None:
    """The formula, then the same with the current numbers in it, then every symbol in words.

    with_numbers: LaTeX, or a line with that of every place of the bar, which then stands at `at`.
    """
    _ = translator()
    st.subheader(_("The formula"), anchor=False)
    with st.container(border=True):
        st.latex(symbolic + _ROOM)
        if isinstance(with_numbers, str):
            st.latex(with_numbers + _ROOM)
        else:
            line = Line([text + _ROOM for text in with_numbers.sentences], with_numbers.tracks)
            live_formula("numbers", line, dict(at or {}))
        if words:
            glossary.caption(words)


@contextmanager
def door(
    name: str, label: str, *, holds: Sequence[str] = (), kept: bool = False, icon: str | None = None
) -> Iterator[bool]:
    """A named door: what is behind it is neither computed nor sent as long as it is closed.

    with lesson.door("formula", _("The formula")) as is_open:
        if is_open: …

    holds: the controls behind it, by their names; an address that names one of them opens the door.
    kept: that it is open stands in the address, under its own name.
    """
    key = address.widget_key(f"door.{name}")
    left = st.session_state.setdefault(_LEFT, {})  # to Streamlit a door of another name is another door
    named, was_open = left.get(key, (label, False))
    if address.navigated() and any(map(address.names, [*holds, name] if kept else holds)):
        st.session_state[key] = True
    elif named != label:
        st.session_state[key] = was_open
    if kept and hidden.is_hidden(name):  # it stays as it is: no door is to be seen, but what is behind it
        place, is_open = st.container(), bool(st.session_state.get(key, False))
    else:
        expander = st.expander(label, key=key, icon=icon, on_change="rerun")
        place, is_open = expander, bool(expander.open)
    left[key] = label, is_open
    if kept:
        hidden.remember(name, label, "1" if is_open else "0")
        address.write(name, "1" if is_open else None)
    with place, pictures.behind_a_door():
        yield is_open


def doors_are_open(*names: str, holds: Sequence[str] = ()) -> bool:
    """Whether one of these doors of the page is open (of all, where none is named), or one at its foot.

    What is behind such a door follows the bar by the server, which then has to hear of it. holds: the
    controls behind them by which an address opens them, which it does only when they are drawn.
    """
    if address.navigated() and any(map(address.names, holds)):
        return True
    prefix, state = address.widget_key("door."), st.session_state
    doors = {prefix + name for name in names} or {
        key for key in state.get(_LEFT, {}) if key.startswith(prefix)
    }
    return any(state.get(key, False) for key in doors | {prefix + name for name in _FOOT})


def code(*functions: Callable[..., object]) -> None:
    """The code that drew the picture, read from where it is defined."""
    _ = translator()
    with door("code", _("The code that drew it"), icon=":material/code:") as is_open:
        for function in functions if is_open else ():
            st.caption(f"`{function.__module__}.{function.__qualname__}`")
            st.code(_source(function), language="python")


@cache
def _source(function: Callable[..., object]) -> str:
    return inspect.getsource(inspect.unwrap(function))


def whats_next(file: str, script: Callable[[], str] | None = None) -> None:
    """The page's foot: what there is to take home, its words, and the way to the next lesson, or home.

    script: writes the run at this place of the bar as Python in the percent format (`dashboard.scripts`).
    """
    _ = translator()
    take_home(file, script)
    _words(_)
    st.divider()
    if lesson := after(file):
        label = _("Next: {title}").format(title=_(lesson.title))
        st.page_link(page_of(lesson.file), label=label, icon=":material/arrow_forward:")
        glossary.caption(_(lesson.question))
    else:
        st.page_link(page_of(HOME.file), label=_("Back to the start"), icon=HOME.icon)


def take_home(file: str, script: Callable[[], str] | None = None) -> None:
    """What the page shows at this place of the bar, as tables and as files, for a page without the foot."""
    _ = translator()
    drawn = pictures.drawn()
    _tables(_, drawn)
    _files(_, file, drawn, script)
    drawn.clear()  # a session need not hold their tables until its next run


def _tables(_: Translate, drawn: Sequence[pictures.Drawn]) -> None:
    """What the pictures show at this place of the bar, in numbers to be read, for whoever asks."""
    tables = [
        (title, one.picture.numbers)
        for title, one in zip(pictures.titles(drawn), drawn, strict=True)
        if one.picture.numbers is not None
    ]
    if not tables:
        return
    with door("tables", _("The pictures as tables"), icon=":material/table:") as is_open:
        for title, table in tables if is_open else ():
            st.caption(title)
            st.dataframe(table(), hide_index=True)


def _files(
    _: Translate, file: str, drawn: Sequence[pictures.Drawn], script: Callable[[], str] | None
) -> None:
    """The files to take home; none as long as a question is open, which they would answer."""
    if not (drawn or script) or stage.is_waiting():
        return
    label = _("Take it home: pictures, numbers, script")
    with door("files", label, icon=":material/download:") as is_open:
        if is_open:
            files.to_take_home(_, file, list(drawn), script)


def _words(_: Translate) -> None:
    """Each term that the page has used, in one sentence."""
    with door("words", _("The words of this page"), icon=":material/dictionary:") as is_open:
        if is_open:
            st.markdown(
                "\n".join(f"- **{term}**: {sentence}" for term, sentence in glossary.words_of_the_page())
            )
