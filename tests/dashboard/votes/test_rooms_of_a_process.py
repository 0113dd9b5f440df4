"""Which store a process has."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis

from dashboard.votes import rooms
from dashboard.votes.memory import MemoryRooms
from dashboard.votes.redis_rooms import RedisRooms
from tests.dashboard.votes.vote_cases import HOLDER


@pytest.fixture(autouse=True)
def _none_made() -> Iterator[None]:
    rooms._made.cache_clear()
    yield
    rooms._made.cache_clear()


@pytest.mark.parametrize("empty", [True, False])
def test_it_is_in_memory_where_nothing_is_said(monkeypatch: pytest.MonkeyPatch, empty: bool) -> None:
    monkeypatch.delenv("LAB_ROOMS", raising=False)
    if empty:
        monkeypatch.setenv("LAB_ROOMS", "")
    assert isinstance(rooms.rooms(), MemoryRooms)
    assert rooms.rooms() is rooms.rooms()


def test_it_is_in_the_redis_that_is_named(
    monkeypatch: pytest.MonkeyPatch, redis_address: str, bare: redis.Redis
) -> None:
    monkeypatch.setenv("LAB_ROOMS", redis_address)
    store = rooms.rooms()
    assert isinstance(store, RedisRooms)
    assert rooms.rooms() is store
    store.open("A", HOLDER)
    assert bare.exists("lab:room:A")


def test_another_address_is_refused_without_saying_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAB_ROOMS", "http://me:a-password@example.org")
    with pytest.raises(ValueError, match="LAB_ROOMS names no Redis: it must begin with redis://") as error:
        rooms.rooms()
    assert "a-password" not in str(error.value)


def test_the_first_calls_at_once_find_one_store(monkeypatch: pytest.MonkeyPatch) -> None:
    class SlowRooms(MemoryRooms):
        def __init__(self) -> None:
            time.sleep(0.05)
            super().__init__()

    monkeypatch.delenv("LAB_ROOMS", raising=False)
    monkeypatch.setattr(rooms, "MemoryRooms", SlowRooms)
    with ThreadPoolExecutor(8) as sessions:
        found = list(sessions.map(lambda _session: rooms.rooms(), range(8)))
    assert all(store is found[0] for store in found)
