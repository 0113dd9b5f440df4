"""What rooms in memory do by the clock."""

import pytest

from dashboard.votes import rules
from dashboard.votes.memory import MemoryRooms
from dashboard.votes.room import GoneError, Room
from tests.dashboard.votes.vote_cases import HOLDER, OTHER, QUESTION


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_room_is_gone_when_it_was_not_touched_for_its_age() -> None:
    clock = Clock()
    store = MemoryRooms(clock)
    store.open("A", HOLDER)
    clock.now += rules.AGE - 1
    store.open("A", HOLDER)  # anew
    clock.now += rules.AGE - 1
    store.turn("A", HOLDER, "first", QUESTION)  # anew
    clock.now += rules.AGE - 1
    store.join("A", "ada")
    store.vote("A", "ada", "l1")  # a phone does not keep a room open
    assert store.find("A") == Room("A", "first", QUESTION, None)
    clock.now += 1
    for what in (
        lambda: store.present("A"),
        lambda: store.votes("A", 1),
        lambda: store.join("A", "ada"),
        lambda: store.vote("A", "ada", "l1"),
        lambda: store.close("A", HOLDER),
    ):
        with pytest.raises(GoneError, match="there is no room A"):
            what()
    assert store.find("A") is None
    assert store.open("A", OTHER).phase == "waiting"
    assert store.present("A") == 0


def test_rooms_that_are_too_old_make_room_for_others() -> None:
    clock = Clock()
    store = MemoryRooms(clock)
    for number in range(rules.MOST_ROOMS):
        store.open(str(number), HOLDER)
        clock.now += 1
    store.turn("0", HOLDER, "first", QUESTION)
    clock.now += rules.AGE - rules.MOST_ROOMS + 1  # room 1 is as old as a room may be
    assert store.open("NEW", HOLDER).name == "NEW"
    assert [number for number in range(rules.MOST_ROOMS) if store.find(str(number)) is None] == [1]
