"""What is free goes back to the machine, and the sessions that were left are looked at in time."""

import ctypes
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit import config
from streamlit.runtime.caching.ttl_cache import TTLCache

from dashboard import memory

KEPT_FOR = 120.0  # seconds, Streamlit's own


def resident() -> int:
    """The bytes that this process has of the machine's memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


@pytest.mark.skipif(
    not (sys.platform == "linux" and hasattr(ctypes.CDLL(None), "malloc_trim")), reason="glibc alone has it"
)
def test_holes_in_the_heap_go_back(monkeypatch: pytest.MonkeyPatch) -> None:
    left_at(monkeypatch, [])
    held = [bytes(100_000) for _block in range(400)]  # short of what glibc asks the machine for by itself
    del held[:-1]
    before = resident()
    memory.let_go()
    assert before - resident() > 20_000_000


@pytest.mark.parametrize(
    ("left", "now", "until", "there"),
    [
        ([], 0.0, None, []),
        ([0.0], 50.0, 71.0, [0]),
        ([0.0, 40.0], 121.0, 40.0, [1]),
        ([0.0, 2.0], 119.5, KEPT_FOR / 12, [0, 1]),  # one look for all that leave in a row
        ([0.0], 121.0, None, []),
    ],
)
def test_the_next_look_is_when_the_next_session_is_waited_for_no_more(
    left: list[float], now: float, until: float | None, there: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert config.get_option("server.disconnectedSessionTTL") == KEPT_FOR
    kept = left_at(monkeypatch, left, now)
    assert memory.let_go() == until
    assert list(kept._data) == there


def left_at(monkeypatch: pytest.MonkeyPatch, times: list[float], now: float = 0.0) -> TTLCache[int, str]:
    """Streamlit's own store of sessions, into which one came at each time."""
    clock = iter([*times])
    kept: TTLCache[int, str] = TTLCache(100, KEPT_FOR, timer=lambda: next(clock, now))
    for number, _time in enumerate(times):
        kept[number] = "session"
    storage = SimpleNamespace(_session_storage=SimpleNamespace(_cache=kept))
    monkeypatch.setattr(memory.runtime, "get_instance", lambda: SimpleNamespace(_session_mgr=storage))
    return kept
