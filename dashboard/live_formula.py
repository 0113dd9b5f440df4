r"""A formula whose numbers move with the bar in the browser, in the frame in which the pictures move.

KaTeX sets one formula for every form that occurs (its template); where a number of it differs from place
to place, the template has a gap, which `live_formula.js` fills. Only the form that holds is seen.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import streamlit as st

from charts.track import Track
from dashboard import address, caches
from dashboard.component import component
from dashboard.live_words import Line

_live = component(__file__)
_SIZE = r"(?:\d+(?:\{,\}\d{3})*(?:\.\d+)?(?:\\cdot 10\^\{-?\d+\})?|\\infty(?![A-Za-z]))"
# A sign belongs to its number in brackets, and where nothing that it could be taken from stands before it.
_SIGNED = rf"(?:(?<![\w)}}\]| ])|(?<=[=&(,] )|(?<=approx ))[-+]{_SIZE}"
_TOKEN = re.compile(rf"\([-+]{_SIZE}\)|{_SIGNED}|{_SIZE}|(?<= )(?:=|\\approx)(?= )")
_GAP = "\0"
_RELATIONS = {"=": "=", r"\approx": "≈"}


def live_formula(name: str, line: Line, at: dict[str, int]) -> None:
    """Draws the formula in LaTeX of every place of the bar; `name` is unique on the page."""
    key = address.widget_key(f"formula.{name}")
    sent = packed_formula(line)
    for k, template in enumerate(sent["templates"]):
        with st.container(key=f"{key}.{k}"):
            st.latex(template)
    gaps = {name: sent[name] for name in ("tracks", "numbers", "places")}
    _live(key=key, data={**gaps, "at": at, "container": address.css_class(f"formula.{name}")})


def packed_formula(line: Line) -> dict[str, Any]:
    """What goes to the browser: LaTeX with gaps, which of it holds where, and what is in its gaps."""
    pack = _packed.__wrapped__ if caches.on_own_data() else _packed
    return pack(tuple(line.sentences), line.tracks)


@lru_cache(maxsize=64)  # a page has the same formula at every run
def _packed(formulas: tuple[str, ...], tracks: tuple[Track, ...]) -> dict[str, Any]:
    forms: dict[str, int] = {}
    found: list[tuple[int, list[str]]] = []
    for formula in formulas:
        tokens = _TOKEN.findall(formula)
        found.append((forms.setdefault(_TOKEN.sub(_GAP, formula), len(forms)), tokens))
    varying = [_varying([tokens for k, tokens in found if k == form]) for form in range(len(forms))]
    numbers: dict[str, int] = {}
    places = [
        [form, *(numbers.setdefault(_text(tokens[gap]), len(numbers)) for gap in varying[form])]
        for form, tokens in found
    ]
    first = dict(reversed(found))
    return {
        "tracks": [{"name": track.name, "places": track.places} for track in tracks],
        "templates": [_template(form, first[k], varying[k]) for form, k in forms.items()],
        "numbers": list(numbers),
        "places": places,
    }


def _varying(rows: Sequence[Sequence[str]]) -> list[int]:
    """The gaps that do not hold the same everywhere."""
    return [gap for gap, tokens in enumerate(zip(*rows, strict=True)) if len(set(tokens)) > 1]


def _template(form: str, tokens: Sequence[str], varying: Sequence[int]) -> str:
    """The LaTeX, its gaps in colours that count them: by these the browser finds them, and takes them off."""
    parts = form.split(_GAP)
    written = parts[0]
    for gap, (token, part) in enumerate(zip(tokens, parts[1:], strict=True)):
        if gap not in varying:
            written += token + part
            continue
        color = rf"\textcolor{{#ab{varying.index(gap):04x}}}"
        written += rf"\mathrel{{{color}{{=}}}}" if token in _RELATIONS else rf"{{{color}{{0}}}}"
        written += part
    return written


def _text(token: str) -> str:
    """LaTeX of a number as the browser writes it, its power of ten as `^-5`."""
    if token in _RELATIONS:
        return _RELATIONS[token]
    plain = token.replace("{,}", ",").replace(r"\infty", "∞").replace(r"\cdot 10", "·10")
    return plain.replace("{", "").replace("}", "").replace("-", "−")
