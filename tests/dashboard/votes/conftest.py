"""The stores that are tested alike: each test gets an empty one."""

import os
from collections.abc import Iterator

import pytest
import redis

from dashboard.votes.memory import MemoryRooms
from dashboard.votes.redis_rooms import RedisRooms
from dashboard.votes.rooms import Rooms
from tests.dashboard.votes.redis_server import redis_server, running_redis

PATIENCE = 60.0  # seconds: no test depends on how busy the machine is


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skips what needs a Redis where there is none, all from this one line, so that pytest says it once."""
    if redis_server() is None and os.environ.get("CI") != "true" and needs_redis(item):
        pytest.skip("NO REDIS ON THIS MACHINE: install the package `redis-server`")


def needs_redis(item: pytest.Item) -> bool:
    assert isinstance(item, pytest.Function)
    of_redis = hasattr(item, "callspec") and item.callspec.params.get("store") == "redis"
    return of_redis or "redis_address" in item.fixturenames


@pytest.fixture(scope="session")
def redis_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Redis for all tests of a process."""
    path = redis_server()
    assert path, "under CI the tests of the votes need the package `redis-server`"
    with running_redis(tmp_path_factory.mktemp("redis")) as address:
        yield address


@pytest.fixture
def bare(redis_address: str) -> Iterator[redis.Redis]:
    """The client of an empty Redis, to look at what is kept there."""
    with redis.Redis.from_url(redis_address, decode_responses=True) as client:
        client.flushdb()
        yield client


@pytest.fixture(params=["memory", "redis"])
def store(request: pytest.FixtureRequest) -> Rooms:
    """An empty store of each kind."""
    if request.param == "memory":
        return MemoryRooms()
    request.getfixturevalue("bare")
    return RedisRooms(request.getfixturevalue("redis_address"), PATIENCE)
