"""The address is the state: every control of a page stands in the query string under a short stable name.

A control's value comes from the address when a page is entered or the browser goes back and forth, and
from the session otherwise. Streamlit's own binding writes the label of an option into the address, which
differs from language to language; here it is a code that does not.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NoReturn, TypeVar
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.address_names import EVERY_PAGE, NAMES, checked, of_today

Value = TypeVar("Value")

_REMEMBERED = "address_remembered"  # {page: {name: code}}, to come back to a page as it was left
_PAGE = "address_page"
_NAVIGATED = "address_navigated"  # this run was asked for by the address: a new page, or back and forth
_FOLLOWED = "address_followed"  # … and the controls that the browser shows mean nothing to it
_TAKEN_UP = "address_taken_up"  # the browser shows this page as another session has left it: its address
_WRITTEN = "address_written"
_SUPPOSED = "address_supposed"  # what an address is taken to say where it leaves it unsaid, in this run
_KEPT = "address_kept"
_LEFT = "address_left"
_AGAIN = "address_again"  # the next run follows the address, as if it had just been opened
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LONGEST_NUMBER = 40  # characters, more than any number of a double needs
_LONGEST_ADDRESS = 100_000  # characters
_LONGEST_PASSED_ON = 10_000  # characters of one code, more than the names of hundreds of columns
_FIRST_PAGE = "home"  # which has no path of its own
_EMBEDDED = ("embed", "embed_options")  # how the page is shown; Streamlit keeps them from scripts
_LINK = "link"  # in the query string of a link within the lab, and gone once it has been followed


@contextmanager
def of_page(page: str) -> Iterator[None]:
    """Around the run of a page: what its controls `write` becomes the query string, in one change."""
    state = st.session_state
    begins, arrived = _PAGE not in state, state.get(_PAGE) != page
    state[_PAGE] = page
    asked = of_today(page, st.query_params.to_dict())
    followed = (asked.pop(_LINK, None) is not None) | state.pop(_AGAIN, False) | went_back_or_forth()
    state[_NAVIGATED] = arrived or followed or _TAKEN_UP in state
    state[_FOLLOWED] = followed or (arrived and not begins)
    remembered = state.setdefault(_REMEMBERED, {}).setdefault(page, {})
    as_it_was_left = arrived and not asked and not followed  # the bare address of another page
    state[_LEFT] = dict(remembered) if as_it_was_left else {}
    if state[_NAVIGATED] and not as_it_was_left:
        remembered.clear()
        remembered.update(asked)
    state[_WRITTEN], state[_SUPPOSED] = {}, {}
    yield
    _say_in_the_address(page)


def take_up(search: str) -> None:
    """Before the run of a page that the browser shows already, left by another session: its address by now.

    Python may have heard of one from before: the bar writes where it stands into the browser's alone.
    """
    said = dict(parse_qsl(search[:_LONGEST_ADDRESS].removeprefix("?"), keep_blank_values=True))
    codes = {name: code for name, code in said.items() if name.lower() not in _EMBEDDED}
    if codes != st.query_params.to_dict():
        st.query_params.from_dict(codes)
    st.session_state[_TAKEN_UP] = search, _running()


def is_taken_up_again() -> bool:
    """Takes the page up once more where the next move has overtaken the run that did so; whether it has."""
    search, running = st.session_state.get(_TAKEN_UP, ("", None))
    if running is None:
        return False
    if running != _running() or went_back_or_forth() or _LINK in st.query_params:
        del st.session_state[_TAKEN_UP]
        return False
    take_up(search)
    return True


def end_here() -> NoReturn:
    """Ends the run of the page; its address says what was written by now."""
    _say_in_the_address(page())
    st.stop()


def end_before_its_end() -> NoReturn:
    """Ends the run of a page that cannot be drawn to its end; what is not drawn stays in its address."""
    asked = of_today(page(), st.query_params.to_dict())
    for name, code in asked.items():
        if name != _LINK:
            st.session_state[_WRITTEN].setdefault(name, code)
    end_here()


def read(name: str, parse: Callable[[str], Value | None]) -> tuple[Value | None, str | None]:
    """The value that the address asks for `name`, and the code if no value can be read from it.

    (None, None) where the address does not speak of it or the session already knows better. Raises KeyError
    for a name that `dashboard.address_names` does not have for this page.
    """
    checked(name, st.session_state[_PAGE])
    code = st.session_state[_REMEMBERED][st.session_state[_PAGE]].get(name)
    if code is None:
        return None, None
    value = parse(code)
    return value, code if value is None else None


def suppose(codes: Mapping[str, str]) -> None:
    """Takes `codes` for what the address that was opened leaves unsaid."""
    st.session_state[_SUPPOSED].update(codes)
    if navigated():
        asked = st.session_state[_REMEMBERED][st.session_state[_PAGE]]
        for name, code in codes.items():
            asked.setdefault(name, code)


def names(name: str) -> bool:
    """Whether the address that was opened, or left behind by the last run, speaks of `name`."""
    return name in st.session_state[_REMEMBERED][st.session_state[_PAGE]]


def asks_for(codes: Mapping[str, str]) -> bool:
    """Whether the address that was opened says all of this."""
    return codes.items() <= st.session_state[_REMEMBERED][st.session_state[_PAGE]].items()


def forget(name: str) -> None:
    """What the address said of `name` is not asked for any more."""
    st.session_state[_REMEMBERED][st.session_state[_PAGE]].pop(name, None)


def link(page: str, **codes: str) -> dict[str, str]:
    """The query string of a link to `page`, which the controls follow on the page that is open too.

    Raises KeyError for a name that `dashboard.address_names` does not have for that page.
    """
    return {checked(name, page): code for name, code in codes.items()} | {_LINK: "1"}


def code_of_number(number: float) -> str:
    """A number as it stands in the address, to six digits."""
    return f"{number:.6g}"


def number_of(code: str) -> float | None:
    """The finite number that a code of the address is; None where it is none.

    In digits of ASCII alone: Python's float also reads 1_0, digits of other scripts, nan and inf.
    """
    if len(code) > _LONGEST_NUMBER or not _NUMBER.fullmatch(code):
        return None
    number = float(code)
    return number if abs(number) < float("inf") else None


def left() -> Mapping[str, str]:
    """What the address said of the page that is entered again by its bare address; empty otherwise."""
    names: Mapping[str, str] = st.session_state[_LEFT]
    return names


def page() -> str:
    """The file of the page that runs."""
    name: str = st.session_state[_PAGE]
    return name


def pattern_of_its_path() -> str:
    """What the path of this page matches, and that of no other, as a regular expression of the browser.

    What is sent to the browser of one page may arrive when Back has already led to another.
    """
    if page() != _FIRST_PAGE:
        return f"/{page()}/?$"
    others = {page for name in NAMES for page in name.pages} - {*EVERY_PAGE, _FIRST_PAGE}
    return f"^(?!.*/({'|'.join(sorted(others))})/?$)"


def knows_its_page() -> bool:
    """Whether this run came through the front door."""
    return _WRITTEN in st.session_state


def went_back_or_forth() -> bool:
    """Whether the browser's own buttons asked for this run."""
    context = get_script_run_ctx()
    return bool(context and context.is_history_navigation)


def navigated() -> bool:
    """Whether this run was asked for by the address, so that controls must follow it."""
    return bool(st.session_state[_NAVIGATED])


def followed() -> bool:
    """Whether the address has more to say than the controls that the browser shows.

    It has not in the first run of a session: what is shown may be of another one, as on a server that was
    started anew, and be ahead of the address by the move that has just been made.
    """
    return bool(st.session_state[_FOLLOWED])


def write(name: str, code: str | None) -> None:
    """Puts `code` under `name` into the address when the page is done; None leaves the name out."""
    if code is not None:
        st.session_state[_WRITTEN][name] = code
    else:
        st.session_state[_WRITTEN].setdefault(name, None)


def write_unless(name: str, code: str, default: str) -> None:
    """Puts `code` into the address, unless an address without it says the same."""
    write(name, None if code == default and goes_without_saying(name, default) else code)


def goes_without_saying(name: str, default: str) -> bool:
    """Whether an address that leaves `name` out means `default`, and nothing that is supposed of it."""
    supposed: str = st.session_state[_SUPPOSED].get(name, default)
    return supposed == default


def written() -> dict[str, str]:
    """What this run has written into the address so far."""
    codes: dict[str, str | None] = st.session_state[_WRITTEN]
    return {name: code for name, code in codes.items() if code is not None}


def follow_again() -> None:
    """From a callback: what the address asks for can be done only now, as with the columns of a file."""
    st.session_state[_AGAIN] = True


def pass_on(names: Iterable[str]) -> None:
    """Leaves in the address what it asks of controls that cannot be drawn yet: columns of a file to come.

    What is too long for that is left out: the browser could not open an address that is made of it again.
    """
    for name in names:
        code, _illegal = read(name, str)
        write(name, code if code is None or len(code) <= _LONGEST_PASSED_ON else None)


def keep(codes: Mapping[str, str]) -> None:
    """Keeps these codes where the address changes anyway: the browser has written them there."""
    st.session_state[_KEPT] = dict(codes)


def _say_in_the_address(page: str) -> None:
    state = st.session_state
    said, kept, left = written(), state.get(_KEPT, {}), state[_LEFT]
    state.pop(_TAKEN_UP, None)
    state[_REMEMBERED][page] = dict(said)
    if left and kept | said == kept | left:
        return  # the browser has written it into the entry of its history that it has
    if said != st.query_params.to_dict() or _repeats():
        st.query_params.from_dict(kept | said)


def _running() -> str:
    """What Streamlit calls the page that runs."""
    context = get_script_run_ctx()
    return context.page_script_hash if context else ""


def _repeats() -> bool:
    """Whether the address says something of one name more than once, where the last time is what counts.

    Also where it says so much that Streamlit may have read none of it.
    """
    context = get_script_run_ctx()
    asked = context.query_string if context else ""
    if asked.count("&") > len(NAMES) or len(asked) > _LONGEST_ADDRESS:
        return True
    return any(len(st.query_params.get_all(name)) > 1 for name in st.query_params)


def widget_key(name: str) -> str:
    """The session's key for the control `name` of this page: two pages may use one name."""
    return f"{st.session_state[_PAGE]}.{name}"


def css_class(name: str) -> str:
    """The class that Streamlit gives to what is drawn under the key of `name` on this page."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", f"st-key-{widget_key(name)}")
