"""The stores that are tested alike."""

from collections.abc import Callable

import pytest

from dashboard.votes.memory import MemoryRooms
from dashboard.votes.rooms import Rooms


@pytest.fixture(params=["memory"])
def store(request: pytest.FixtureRequest) -> Rooms:
    """An empty store of each kind."""
    made: dict[str, Callable[[], Rooms]] = {"memory": MemoryRooms}
    return made[request.param]()
