"""Marks and words can be told from the ground in both themes: 3 : 1 for marks, 4.5 : 1 for words."""

import re
import tomllib
from pathlib import Path

import pytest

from charts.palette import CLASS_COLORS, FAINT_TEXT_COLOR, MARKER_COLOR, TEXT_COLOR
from charts.penalties import PENALTY_COLORS, PENALTY_INKS, penalty_ink

THEME = tomllib.loads(
    (Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
)["theme"]
GROUNDS = {name: THEME[name]["backgroundColor"] for name in ("light", "dark")}


def luminance(color: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS)
def test_marks_stand_out(ground: str) -> None:
    for color in (*PENALTY_COLORS.values(), *CLASS_COLORS, MARKER_COLOR):
        assert contrast(color, ground) >= 3, color


@pytest.mark.parametrize("theme", GROUNDS)
def test_words_can_be_read(theme: str) -> None:
    inks = [pair[theme == "dark"] for pair in PENALTY_INKS.values()]
    for expression in (TEXT_COLOR, FAINT_TEXT_COLOR):
        dark, light = re.findall("#[0-9A-F]{6}", expression)
        inks.append(dark if theme == "dark" else light)
    for ink in inks:
        assert contrast(ink, GROUNDS[theme]) >= 4.5, ink


def test_each_penalty_has_an_ink_of_its_own() -> None:
    assert PENALTY_INKS.keys() == PENALTY_COLORS.keys()
    assert len({penalty_ink(penalty).to_dict()["expr"] for penalty in PENALTY_INKS}) == len(PENALTY_INKS)
