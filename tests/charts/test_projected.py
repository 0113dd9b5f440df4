"""On a wall the smallest words of a picture are 20 pixels high."""

from typing import Any

import pytest

from charts.projected import LARGER, WORDS_PX, enlargement, on_the_wall


def spec(**mark: Any) -> dict[str, Any]:
    return {"layer": [{"mark": {"type": "text", **mark}}], "config": {"text": {"color": "red"}}}


@pytest.mark.parametrize(
    ("size", "smallest"),
    [
        (11, 11),
        (10.5, 10.5),
        ({"expr": "width < 210 ? 9 : 15"}, 9),
        ({"expr": "[7, 10, 13][layout]"}, 10),  # the first layout is a phone's
    ],
)
def test_the_smallest_words_become_20_pixels(size: object, smallest: float) -> None:
    factor = enlargement(spec(fontSize=size))
    assert WORDS_PX <= factor * smallest < WORDS_PX + 0.2


def test_large_words_are_enlarged_no_less_than_the_page() -> None:
    assert enlargement(spec(fontSize=30)) == LARGER


def test_what_the_spec_says_holds_and_the_spec_stays_as_it_is() -> None:
    made = spec() | {"config": {"axis": {"labelFontSize": 17}, "legend": {"orient": "bottom"}}}
    config = on_the_wall(made)["config"]
    assert config["axis"]["labelFontSize"] == 17
    assert config["axis"]["titleFontSize"] * LARGER >= WORDS_PX
    assert config["legend"]["orient"] == "right"
    assert made["config"] == {"axis": {"labelFontSize": 17}, "legend": {"orient": "bottom"}}
