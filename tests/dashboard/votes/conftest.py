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


@pytest.fixture(scope="session")
def redis_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Redis for all tests of a process."""
    if redis_server() is None:
        assert os.environ.get("CI") != "true", "under CI the votes need a `redis-server`"
        pytest.skip("NO REDIS ON THIS MACHINE: install the package `redis-server`")
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
