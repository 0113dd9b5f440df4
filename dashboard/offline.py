"""A page that plays without a server: the pictures of a stage with their bar, in one HTML file."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import vl_convert

from charts.exported import Theme, beyond_numbers, columns_of, without_tables
from charts.picture import Picture
from dashboard.text import Translate
from dashboard.transport import Slider

_TEMPLATE = Path(__file__).with_suffix(".html")


@dataclass(frozen=True)
class Shown:
    """A picture of the page. share: of its width; width, height: in pixels, height 0 for that of the spec."""

    title: str
    picture: Picture
    share: float
    width: int
    height: int


@dataclass(frozen=True)
class Page:
    """What stands on the page. address: where the lab shows the same; "" where that is not known."""

    language: str
    title: str
    question: str
    verdict: str
    address: str
    sliders: tuple[Slider, ...]
    at: Mapping[str, int]
    theme: Theme
    pictures: tuple[Shown, ...]
    words: Mapping[str, str]


def words(_: Translate) -> dict[str, str]:
    """What the page says beside what is of its lesson."""
    return {
        "play": _("Play"),
        "pause": _("Pause"),
        "bar": _("Transport bar"),
        "lab": _("This picture in the lab:"),
        "browser": _("This page needs a browser in which JavaScript is switched on."),
    }


def html_of(page: Page) -> str:
    """The page as HTML that asks nobody for anything."""
    fillings = {
        "language": escape(page.language),
        "title": escape(page.title),
        "noscript": escape(page.words["browser"]),
        "font": page.theme.font,
        "scheme": "dark" if page.theme.is_dark else "light",
        "background": page.theme.background,
        "text": page.theme.text,
        "accent": page.theme.accent,
        "lines": page.theme.lines,
        "vega_embed": _vega_embed(),
        "page": _inside_a_script(json.dumps(_content(page), ensure_ascii=False, separators=(",", ":"))),
    }
    template = _TEMPLATE.read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda gap: fillings[gap[1]], template)


def _content(page: Page) -> dict[str, Any]:
    numbers: dict[str, int] = {}  # a table as JSON -> its number: two pictures may have one
    pictures = []
    for shown in page.pictures:
        tables = {}
        for name, table in shown.picture.tables.items():
            columns = columns_of(table)
            sent = {"columns": columns, "numbers": beyond_numbers(columns)}
            text = json.dumps(sent, ensure_ascii=False, separators=(",", ":"))
            tables[name] = numbers.setdefault(text, len(numbers))
        spec = without_tables(shown.picture, page.at, page.theme, shown.width, shown.height)
        pictures.append({"title": shown.title, "share": shown.share, "spec": spec, "tables": tables})
    return {
        "title": page.title,
        "question": page.question,
        "verdict": page.verdict,
        "address": page.address,
        "words": dict(page.words),
        "pictures": pictures,
        "tables": list(numbers),
        "tracks": [
            {
                "name": slider.name,
                "label": slider.label,
                "texts": list(slider.texts),
                "at": page.at[slider.name],
                "plays": slider.plays,
                "seconds": slider.seconds,
                "moments": sorted(set(slider.moments)),
            }
            for slider in page.sliders
        ],
    }


def _inside_a_script(text: str) -> str:
    """JSON that ends no script, whatever stands in it."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


@cache
def _vega_embed() -> str:
    """Vega, which draws, and what puts it on a page, as one script."""
    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed")
    return bundle.replace("</script", "<\\/script").replace("<!--", "<\\!--")
