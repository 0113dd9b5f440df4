"""The controls of the lab: Streamlit's widgets, each bound to the address under a short stable name."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar
from zlib import crc32

import streamlit as st

from dashboard import address, hidden
from dashboard.text import LANGUAGES, translator

Value = TypeVar("Value")

NONE = "-"  # in the address where none of many options is chosen


def choose(
    name: str, label: str, options: Mapping[str, str], *, default: str, help: str | None = None
) -> str:
    """One of a few options, side by side; `options` maps the code in the address to the words shown."""

    def draw(key: str, value: str) -> str:
        chosen = st.segmented_control(
            label,
            list(options),
            default=value,
            format_func=lambda code: options[code],
            key=key,
            help=help,
            required=True,
        )
        return chosen or default

    return _bound(name, label, default, draw, parse=_member_of(options), code_of=str, allowed=list(options))


def select(
    name: str, label: str, options: Mapping[str, str], *, default: str, help: str | None = None
) -> str:
    """One of many options, in a list; `options` maps the code in the address to the words shown."""

    def draw(key: str, value: str) -> str:
        return st.selectbox(
            label,
            list(options),
            list(options).index(value),
            format_func=lambda code: options[code],
            key=key,
            help=help,
        )

    return _bound(name, label, default, draw, parse=_member_of(options), code_of=str, allowed=list(options))


def choose_many(
    name: str,
    label: str,
    options: Mapping[str, str],
    *,
    default: Sequence[str],
    help: str | None = None,
    empty: str | None = None,
) -> list[str]:
    """Any of many options; `options` maps the code in the address to the words shown.

    The address holds the codes as a line of a CSV file, NONE for none of them. As long as the control stands
    at its default, it follows the default; what it stands at and is no option any more, it lets go. empty:
    what stands there as long as none is chosen.
    """
    _ = translator()
    state, key, known = st.session_state, _key(name), f"{_key(name)}.default"
    if key in state and not address.followed():
        kept = [code for code in state[key] if code in options]
        state[key] = list(default) if state[key] == state.get(known) else kept
    state[known] = list(default)

    def draw(key: str, value: list[str]) -> list[str]:
        return st.multiselect(
            label,
            list(options),
            value,
            format_func=lambda code: options[code],
            key=key,
            help=help,
            placeholder=empty or _("None is chosen"),
        )

    def parse(code: str) -> list[str] | None:
        codes = codes_of(code)
        return codes if codes is not None and all(one in options for one in codes) else None

    return _bound(name, label, list(default), draw, parse=parse, code_of=line)


def slide(
    name: str,
    label: str,
    low: float,
    high: float,
    *,
    step: float,
    default: float,
    format: str | None = None,
    help: str | None = None,
) -> float:
    """A number from `low` to `high`."""

    def draw(key: str, value: float) -> float:
        begun = _begun(value, low, high)
        return st.slider(label, low, high, begun, step=step, format=format, key=key, help=help)

    def parse(code: str) -> float | None:
        number = address.number_of(code)
        return number if number is not None and low <= number <= high else None

    return _bound(name, label, default, draw, parse=parse, code_of=address.code_of_number)


def slide_over(
    name: str,
    label: str,
    values: Sequence[float],
    *,
    default: float,
    say: Callable[[float], str] = "{:g}".format,
    help: str | None = None,
) -> float:
    """One of `values`, for scales that are not even (a λ in decades, sizes 50, 100, 200)."""

    def draw(key: str, value: float) -> float:
        return st.select_slider(label, list(values), value, format_func=say, key=key, help=help)

    def parse(code: str) -> float | None:
        number = address.number_of(code)
        return next((value for value in values if number is not None and _same(value, number)), None)

    return _bound(
        name, label, default, draw, parse=parse, code_of=address.code_of_number, allowed=list(values)
    )


def switch(name: str, label: str, *, default: bool = False, help: str | None = None) -> bool:
    """On or off; 1 or 0 in the address."""

    def draw(key: str, value: bool) -> bool:
        return st.toggle(label, value, key=key, help=help)

    return _bound(
        name, label, default, draw, parse={"0": False, "1": True}.get, code_of=lambda on: str(int(on))
    )


def type_number(
    name: str,
    label: str,
    low: float,
    high: float,
    *,
    default: float,
    step: float | None = None,
    format: str | None = None,
    help: str | None = None,
) -> float:
    """A number from `low` to `high`, typed in."""

    def draw(key: str, value: float) -> float:
        begun = _begun(value, low, high)
        return st.number_input(label, low, high, begun, step=step, format=format, key=key, help=help)

    def parse(code: str) -> float | None:
        number = address.number_of(code)
        return number if number is not None and low <= number <= high else None

    return _bound(name, label, default, draw, parse=parse, code_of=address.code_of_number)


def line(codes: Sequence[str]) -> str:
    """The codes of many options as they stand in the address together."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow(codes)  # which quotes what would end the line
    line = text.getvalue().removesuffix("\r\n")
    return f'"{line}"' if line == NONE else line or NONE


def codes_of(line: str) -> list[str] | None:
    """The codes that stand in the address as `line`, each once; None where it is no line."""
    try:
        return [] if line == NONE else list(dict.fromkeys(next(csv.reader([line]), [])))
    except csv.Error:  # what ends one line and begins another, or is too long for a cell
        return None


def put(name: str, value: object) -> None:
    """Sets a control to a value, from a callback: before the page runs anew and draws it."""
    st.session_state[_key(name)] = value


def follow(name: str, default: object) -> None:
    """Takes a control that stands at the default it had to the one that it has now, before it is drawn."""
    key = _key(name)
    had = st.session_state.get(f"{key}.default", default)
    if had != default and st.session_state.get(key) == had:
        st.session_state[key] = default
    st.session_state[f"{key}.default"] = default


def forget(*names: str) -> None:
    """Controls that are drawn for the first time again, whatever the address said before."""
    for name in names:
        st.session_state.pop(_key(name), None)
        address.forget(name)


def _bound(
    name: str,
    label: str,
    default: Value,
    draw: Callable[[str, Value], Value],
    *,
    parse: Callable[[str], Value | None],
    code_of: Callable[[Value], str],
    allowed: Sequence[Value] | None = None,
) -> Value:
    key = _key(name)
    asked, illegal = address.read(name, parse)
    given, begins = default if asked is None else asked, key not in st.session_state
    if address.followed() or (begins and hidden.is_hidden(name)):
        st.session_state[key] = given
    elif not begins and allowed is not None and st.session_state[key] not in allowed:
        st.session_state[key] = default
    # Where the session begins with it, a control of the browser is what its value comes from, if it has one.
    standing: Value = st.session_state.get(key, given)
    value = standing if hidden.is_hidden(name) else draw(key, standing)
    code = code_of(value)
    hidden.remember(name, label, code)
    address.write_unless(name, code, code_of(default))
    if illegal is not None and (begins or address.navigated()):
        say_illegal(name, illegal)
    return value


def _begun(value: float, low: float, high: float) -> float:
    """The value that a slider begins with, for the browser: without one it begins with `low`.

    The session's value alone is sent once, with the first run; a browser that draws the control only when a
    second run has followed would miss it, and answer with `low`. So it is with every control: each is given
    the value that it has.
    """
    return type(low)(min(max(value, low), high))


def _key(name: str) -> str:
    """The session's key for a control; another language is another widget, which takes its value over.

    A browser keeps the words of the options that a widget was first drawn with.
    """
    language = st.session_state["language"]
    key = address.widget_key(name)
    return key if language == next(iter(LANGUAGES)) else f"{key}.{language}"


def say_illegal(name: str, code: str) -> None:
    """One sentence next to the control whose value in the address could not be used."""
    _ = translator()
    sentence = _("The address asked for {asked}, which this page does not know; it shows the default.")
    asked = "".join(c for c in f"{name}={code[:40]}" if c.isprintable() and c != "`")  # as code: no Markdown
    with st.container(key=f"notice_{name}_{crc32(asked.encode())}"):  # two of one name may be wrong
        st.warning(sentence.format(asked=f"`{asked}`"), icon=":material/link_off:")


def _member_of(options: Mapping[str, str]) -> Callable[[str], str | None]:
    return lambda code: code if code in options else None


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-5 * max(abs(a), abs(b))
