"""Sentences that move with the bar in the browser, in the frame in which the pictures move.

What a sentence says at a place of the bar is known for every place. It goes to the browser as templates, and
for every place which of them holds and the numbers that stand in it (live_words.js puts them together).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from charts.track import Track
from dashboard import address, caches, glossary
from dashboard.component import component, written

_live = component(
    __file__,
    '<div class="words"></div><p class="heard" role="status"></p>',
    more_css=glossary.STYLE,
)
# a number as `charts.numbers` writes it, with the sign and the power of ten that belong to it
_NUMBER = re.compile(r"([−+]?(?:\d[\d,]*(?:\.\d+)?|∞)(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)")
_GAP = "\0"


@dataclass(frozen=True)
class Line:
    """A sentence at every place: `sentences` in the order of the places of `tracks`, the last one fastest.

    A track that is not among them does not change the sentence. "" where there is nothing to say.
    """

    sentences: Sequence[str]
    tracks: tuple[Track, ...] = ()


def live_words(name: str, lines: Sequence[Line], at: dict[str, int]) -> None:
    """Draws the lines one below the other; `name` is unique on the page, `at` where the bar stands."""
    sent = b",".join(map(_sent, lines))
    _live(key=address.widget_key(f"words.{name}"), data=b'{"lines":[%b],"at":%b}' % (sent, written(at)))


def packed(line: Line) -> dict[str, Any]:
    """What goes to the browser: templates with gaps, which of them holds where, and what is in its gaps."""
    places: list[list[int]] = []
    templates: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for sentence in line.sentences:
        parts = _NUMBER.split(sentence)  # words and numbers in turn
        number = templates.setdefault(_GAP.join(parts[::2]), len(templates))
        places.append([number, *[numbers.setdefault(text, len(numbers)) for text in parts[1::2]]])
    return {
        "tracks": [{"name": track.name, "places": track.places} for track in line.tracks],
        "templates": list(templates),
        "numbers": list(numbers),
        "places": places,
    }


def _sent(line: Line) -> bytes:
    """A line with the terms that are to be marked in it."""
    write = _written.__wrapped__ if caches.on_own_data() else _written
    templates, said = write(tuple(line.sentences), line.tracks)
    terms = glossary.terms_of([text for text in templates if text])
    return b'%b,"terms":%b}' % (said[:-1], written(terms))


@lru_cache(maxsize=256)  # a page says the same lines at every run
def _written(sentences: tuple[str, ...], tracks: tuple[Track, ...]) -> tuple[list[str], bytes]:
    """The templates of a line, and all of it as JSON."""
    line = packed(Line(sentences, tracks))
    return line["templates"], written(line)
