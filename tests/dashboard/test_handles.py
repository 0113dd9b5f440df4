"""What the browser says of a ring is believed only where it is a ring of the page at one of its places."""

from typing import Any

import pytest
import streamlit as st

from dashboard.handles import Handle, Places, _heard

RING = Handle("a", "A", Places([0.0, 0.5, 1.0], ["0", "½", "1"]), Places([2.0], ["2"]), (1, 0))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"ring": "a", "at": [2, 0]}, [("a", 2, 0)]),
        ({"ring": "b", "at": [2, 0]}, []),
        ({"ring": "a", "at": [3, 0]}, []),
        ({"ring": "a", "at": [-1, 0]}, []),
        ({"ring": "a", "at": [0.5, 0]}, []),
        ({"ring": "a", "at": [1]}, []),
        ({"ring": "a"}, []),
        (None, []),
    ],
)
def test_only_a_place_of_a_ring_is_passed_on(
    said: Any, told: list[tuple[str, int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, int, int]] = []
    monkeypatch.setattr(st, "session_state", {"key": {"moved": said}})
    _heard("key", [RING], lambda *what: heard.append(what))
    assert heard == told


def test_the_nearest_place() -> None:
    assert [RING.first.nearest(x) for x in (-3, 0.2, 0.3, 0.9, 7)] == [0, 0, 1, 2, 2]
