"""A chip says why one goes there, also to whoever cannot point at it."""

from dashboard.presets import ICONS, Preset
from dashboard.text import catalogue
from lessons.home.presets import presets
from tests.conftest import OpenPage


def captions(open_page: OpenPage, **address: str) -> list[str]:
    app = open_page("home", lang="en", **address)
    assert not app.exception
    return [caption.value for caption in app.caption]


def said(preset: Preset) -> str:
    return f"{ICONS[preset.kind]} **{preset.words}**: "


def test_where_a_chip_has_led_its_reason_stands_below(open_page: OpenPage) -> None:
    every = presets(catalogue("en").gettext)
    for here in (every[1], every[-1]):
        found = captions(open_page, **here.codes, link="1")
        assert [preset.words for preset in every if any(c.startswith(said(preset)) for c in found)] == [
            here.words
        ]


def test_elsewhere_no_reason_is_given(open_page: OpenPage) -> None:
    found = captions(open_page, lam="0.1")
    assert not any(c.startswith(said(preset)) for preset in presets(catalogue("en").gettext) for c in found)
