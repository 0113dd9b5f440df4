"""A picture outside of its page: a spec of Vega that looks as on the page, and what is drawn from it."""

import copy
import json
import math
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from typing import Any

import pandas as pd
import pyarrow as pa
import vl_convert
from PIL import Image

from charts.picture import Picture
from charts.vega import SCALES_TOLD

_ROOM_BELOW = 20  # pixels that Streamlit leaves under a picture that says nothing of it
_TITLE_ENDS = 40  # pixels before the edge
# What JSON has no number for, as words that Vega reads as numbers again.
_NO_NUMBER = "NaN"
_BEYOND = {math.inf: "Infinity", -math.inf: "-Infinity"}
_WORDS = {_NO_NUMBER, *_BEYOND.values()}
# Letters that fonts for Chinese do not have. One that is missing makes the renderer take any font for all.
_RARE = re.compile("[⁰-₟]")
_TEXT = re.compile(r'(<text [^>]*font-family=")([^"]*)("[^>]*>)([^<]*)')
_MARK = re.compile(r'(<(?:path|rect|line|text) [^>]*?) opacity="([^"]*)"([^>]*>)')
_IMAGE = re.compile(
    r'<image [^>]*?xlink:href="data:image/png;base64,([^"]*)"'
    r' transform="translate\(([^,]*),([^)]*)\)" width="([^"]*)" height="([^"]*)"'
)
_HAS_RARE = "'Source Sans 3', 'Noto Sans', 'DejaVu Sans', 'Segoe UI', 'Helvetica Neue', sans-serif"


@dataclass(frozen=True)
class Theme:
    """What Streamlit's theme says of a page, as far as its pictures need it."""

    font: str
    background: str
    text: str
    accent: str
    lines: str
    categories: Sequence[str]
    sequential: Sequence[str]
    diverging: Sequence[str]
    is_dark: bool


def exported(
    picture: Picture, at: Mapping[str, int], theme: Theme, width: int, height: int
) -> dict[str, Any]:
    """The spec of Vega for `picture` at a place of the bar, with its tables in it, as the page draws it.

    at: the place of every track. width, height: in pixels; height 0 for that of the spec.
    """
    spec = without_tables(picture, at, theme, width, height)
    columns = {name: columns_of(table) for name, table in picture.tables.items()}
    for data in spec["data"]:
        if cells := columns.get(data["name"]):
            numbers = dict.fromkeys(beyond_numbers(cells), "number")
            data |= {"values": rows_of(cells), "format": {"type": "json", "parse": numbers}}
    return spec


def without_tables(
    picture: Picture, at: Mapping[str, int], theme: Theme, width: int, height: int
) -> dict[str, Any]:
    """The same without its tables: each is to be put into the data of its name.

    Its signals are set, one for every track, and none of them has an input.
    """
    spec = copy.deepcopy(dict(picture.spec))
    spec["config"] = _merged(_config(theme), spec.get("config", {}))
    spec["description"] = picture.alt
    spec["width"] = width
    if height:
        spec["height"] = height
    spec["padding"] = {"bottom": _ROOM_BELOW, **spec.get("padding", {})}
    if title := spec.get("title"):
        title = {"text": title} if isinstance(title, str) else title
        spec["title"] = {"limit": max(width - _TITLE_ENDS, 0), **title}
    spec["params"] = [param for param in spec.get("params", []) if param["name"] != SCALES_TOLD]
    spec.pop("usermeta", None)
    compiled: dict[str, Any] = vl_convert.vegalite_to_vega(spec)
    for signal in compiled.get("signals", []):
        signal.pop("bind", None)
        if signal["name"] in at:
            signal["value"] = at[signal["name"]]
    return compiled


def svg_of(spec: Mapping[str, Any]) -> str:
    """The picture as SVG. spec: of `exported`."""
    svg: str = vl_convert.vega_to_svg(json.dumps(spec, allow_nan=False))
    svg = _IMAGE.sub(partial(_cut_to, spec["width"], spec["height"]), _MARK.sub(_drawn_as_on_a_canvas, svg))
    return svg.replace("<svg ", '<svg xml:space="preserve" ', 1)  # gaps of several spaces are meant


def png_of(svg: str, scale: float = 2) -> bytes:
    """The picture as PNG, `scale` pixels a unit, in the fonts that this machine has. svg: of `svg_of`."""
    drawn: bytes = vl_convert.svg_to_png(_TEXT.sub(_in_its_font, svg), scale=scale)
    return drawn


def _drawn_as_on_a_canvas(mark: re.Match[str]) -> str:
    """A mark whose fill and rim are half transparent each for itself, and not laid over the rest as one."""
    start, opacity, rest = mark.groups()
    if float(opacity) == 1:
        return start + rest
    whole = start + rest
    for part in ("fill", "stroke"):
        name, own = f"{part}-opacity", 1.0
        if found := re.search(rf' {name}="([^"]*)"', whole):
            own = float(found[1])
            whole = whole.replace(found[0], "")
        whole = whole.replace(" ", f' {name}="{own * float(opacity):g}" ', 1)
    return whole


def _cut_to(width: float, height: float, image: re.Match[str]) -> str:
    """An image without what lies far outside of the picture: the others of its sheet."""
    coded, *place = image.groups()
    left, top, wide, high = map(float, place)
    whole = Image.open(BytesIO(b64decode(coded)))
    x, y = wide / whole.width, high / whole.height  # pixels of the picture for one of the image
    # what a plot is moved to the right and down by is less than the picture is wide and high
    first, last = max(0, math.floor(-(width + left) / x)), min(whole.width, math.ceil((width - left) / x))
    upper, lower = max(0, math.floor(-(height + top) / y)), min(whole.height, math.ceil((height - top) / y))
    cut = BytesIO()
    whole.crop((first, upper, last, lower)).save(cut, format="PNG")
    return (
        f'<image xlink:href="data:image/png;base64,{b64encode(cut.getvalue()).decode()}"'
        f' transform="translate({left + first * x},{top + upper * y})"'
        f' width="{(last - first) * x}" height="{(lower - upper) * y}"'
    )


def _in_its_font(text: re.Match[str]) -> str:
    before, font, after, words = text.groups()
    rare = _RARE.search(words) and not any("\u2e80" <= letter <= "\uffef" for letter in words)
    return f"{before}{_HAS_RARE if rare else font}{after}{words}"


@cache
def has_chinese_font(font: str) -> bool:
    """Whether a PNG drawn on this machine shows Chinese: without a font for it all letters look alike."""

    def look(letter: str) -> bytes:
        text = f'<text y="30" font-family="{font}">{letter}</text>'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">{text}</svg>'
        drawn: bytes = vl_convert.svg_to_png(svg)
        return drawn

    return look("权") != look("重")


def columns_of(table: pd.DataFrame | bytes) -> dict[str, list[Any]]:
    """The cells of a table by column, as JSON can hold them; a list stands in them as Arrow hands it over."""
    if isinstance(table, bytes):
        arrow = pa.ipc.open_file(table).read_all()
    else:
        arrow = pa.Table.from_pandas(table, preserve_index=False)
    return {name: [_cell(cell) for cell in arrow[name].to_pylist()] for name in arrow.column_names}


def rows_of(columns: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """The rows of a table that is given by column."""
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def beyond_numbers(columns: Mapping[str, Sequence[Any]]) -> list[str]:
    """The columns of numbers in which some cells are no number, or beyond all, and so are words."""
    return [name for name, cells in columns.items() if _is_beyond(cells)]


def _is_beyond(cells: Sequence[Any]) -> bool:
    words = [cell for cell in cells if isinstance(cell, str)]
    return bool(words) and _WORDS.issuperset(words)


def _cell(cell: Any) -> Any:
    """In a list Vega reads no words as numbers, but takes "Infinity" for what it says where it computes."""
    if isinstance(cell, list):
        return {"data": [{"values": [None if x != x else _number(x) for x in cell]}]}
    return _number(cell)


def _number(cell: Any) -> Any:
    if isinstance(cell, float) and not math.isfinite(cell):
        return _BEYOND.get(cell, _NO_NUMBER)
    return cell


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Both; where both say something, what `above` does. Lists are not mixed."""
    merged = {**below, **above}
    for name in below.keys() & above.keys():
        if isinstance(below[name], Mapping) and isinstance(above[name], Mapping):
            merged[name] = _merged(below[name], above[name])
    return merged


def _config(theme: Theme) -> dict[str, Any]:
    """What Streamlit's theme adds to a spec (its CustomTheme.ts, for its sizes of letters and gaps)."""
    faint = "#E6EAF1" if theme.is_dark else "#808495"
    lines = "#31333F" if theme.is_dark else "#E6EAF1"

    def label(size: int) -> dict[str, Any]:
        return {
            "labelFontSize": size,
            "labelFontWeight": 400,
            "labelColor": faint,
            "labelFontStyle": "normal",
        }

    def heading(size: int) -> dict[str, Any]:
        return {
            "titleFontSize": size,
            "titleFontWeight": 400,
            "titleColor": faint,
            "titleFontStyle": "normal",
        }

    return {
        "font": theme.font,
        "background": theme.background,
        "fieldTitle": "verbal",
        "autosize": {"type": "fit", "contains": "padding"},
        "title": {
            "align": "left",
            "anchor": "start",
            "color": theme.text,
            "fontWeight": 600,
            "fontSize": 16,
            "orient": "top",
            "offset": 26,
        },
        "header": {**heading(16), **label(12)},
        "axis": {
            **label(12),
            **heading(14),
            "ticks": False,
            "gridColor": lines,
            "domain": False,
            "domainWidth": 1,
            "domainColor": lines,
            "labelFlush": True,
            "labelFlushOffset": 1,
            "labelBound": False,
            "labelLimit": 100,
            "titlePadding": 16,
            "labelPadding": 16,
            "labelSeparation": 4,
            "labelOverlap": True,
        },
        "legend": {
            **label(14),
            **heading(14),
            "titlePadding": 8,
            "labelPadding": 16,
            "columnPadding": 8,
            "rowPadding": 4,
            "padding": 8,
            "symbolStrokeWidth": 4,
        },
        "range": {
            "category": list(theme.categories),
            "diverging": list(theme.diverging),
            "ramp": list(theme.sequential),
            "heatmap": list(theme.sequential),
        },
        "view": {"strokeWidth": 0, "stroke": "transparent", "continuousHeight": 350, "continuousWidth": 400},
        "concat": {"columns": 1},
        "facet": {"columns": 1},
        "mark": {"tooltip": {"content": "encoding"}, "color": theme.categories[0]},
        "bar": {"binSpacing": 4, "discreteBandSize": {"band": 0.85}},
        "axisDiscrete": {"grid": False},
        "axisXPoint": {"grid": False},
        "axisTemporal": {"grid": False},
        "axisXBand": {"grid": False},
    }
