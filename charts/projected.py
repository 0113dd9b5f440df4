"""A picture on the wall of a hall: by how much it is enlarged so that its smallest words can be read."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

WORDS_PX = 20.0  # the smallest words on the stage in lecture mode, at a window of 1280 × 720
LARGER = 1.6  # and nothing is enlarged less

# a size for each layout of a picture, of which the first is a phone's
_OF_LAYOUT = re.compile(r"^\[([\d., ]+)\]\[")
_SIZES = ("fontSize", "labelFontSize", "titleFontSize", "subtitleFontSize")
_CHOSEN = re.compile(r"\?\s*([\d.]+)\s*:\s*([\d.]+)")  # one of two sizes, by a condition

# What Streamlit's theme says of words and of the room around them where the spec does not, at letters of 16
# pixels. It counts in the letters of the page, which are larger in lecture mode, and a picture would be
# enlarged twice. The room is half of the theme's: on a wall it is the picture's.
_OF_THEME: Mapping[str, Mapping[str, float]] = {
    "axis": {"labelFontSize": 12.5, "titleFontSize": 12.5, "labelPadding": 6, "titlePadding": 5},
    "header": {"labelFontSize": 12.5, "titleFontSize": 14},
    "legend": {
        "labelFontSize": 12.5,
        "titleFontSize": 12.5,
        "titlePadding": 4,
        "labelPadding": 4,
        "columnPadding": 8,
        "rowPadding": 2,
        "padding": 0,
        "offset": 4,
        "symbolStrokeWidth": 4,
    },
    "title": {"fontSize": 14, "subtitleFontSize": 12.5, "offset": 6},
    "text": {"fontSize": 12.5},
}


def enlargement(spec: Mapping[str, Any]) -> float:
    """The factor of a picture: WORDS_PX over its smallest words, LARGER at least."""
    smallest = min(_font_sizes(on_the_wall(spec)))
    return round(max(LARGER, WORDS_PX / smallest) + 0.005, 2)


def on_the_wall(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The spec with the sizes of all its words in it, so that no theme enlarges them again."""
    config = dict(spec.get("config", {}))
    for part, sizes in _OF_THEME.items():
        config[part] = {**sizes, **config.get(part, {})}
    if config["legend"].get("orient") == "bottom":  # a picture as wide as the page has more room at its side
        config["legend"]["orient"] = "right"
    return {**spec, "config": config}


def _font_sizes(part: object) -> Iterator[float]:
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key in _SIZES:
                yield from _sizes(value)
            elif key != "datasets":
                yield from _font_sizes(value)
    elif isinstance(part, list):
        for value in part:
            yield from _font_sizes(value)


def _sizes(value: object) -> Iterator[float]:
    if isinstance(value, int | float):
        yield float(value)
    elif isinstance(value, Mapping) and isinstance(value.get("expr"), str):
        for pair in _CHOSEN.findall(value["expr"]):
            yield from map(float, pair)
        for layouts in _OF_LAYOUT.findall(value["expr"]):
            yield from map(float, layouts.split(",")[1:])
