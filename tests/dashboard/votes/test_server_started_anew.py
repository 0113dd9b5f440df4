"""A session that begins on another server hears from the browser what its address says by now."""

from unittest.mock import patch

import pytest

from dashboard import visit
from tests.conftest import OpenPage, component


def test_what_the_browser_is_asked_to_compare_with_its_address(open_page: OpenPage) -> None:
    app = open_page("other_names", lang="zh")
    assert component(app, "visit")["heard"] == ["lang"]
    assert "vote" in component(app, "visit")["names"]
    assert component(app.run(), "visit")["heard"] is None  # once: what is switched off later stays off


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"vote": "K7M4Q", "lang": "zh"}, {"lang": "en", "vote": "K7M4Q"}),  # what was heard first stays
        ({"answer": "l1", "vote": 3}, {"lang": "en"}),
        (None, {"lang": "en"}),
    ],
)
def test_only_what_holds_on_every_page_is_taken_over(asked: object, holds: dict[str, str]) -> None:
    state = {"visit_codes": {"lang": "en"}, "visit": {"asked": asked}}
    with patch.object(visit.st, "session_state", state):
        visit._take_over()
    assert state["visit_codes"] == holds
