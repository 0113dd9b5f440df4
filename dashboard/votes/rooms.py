"""What every store of rooms can do, and the store of this process."""

import os
from collections.abc import Mapping
from functools import cache
from threading import Lock
from typing import Protocol

from dashboard.votes.memory import MemoryRooms
from dashboard.votes.room import Phase, Question, Room

WHERE = "LAB_ROOMS"  # the environment variable that names a Redis: redis://host:6379/0
KINDS = ("redis://", "rediss://", "unix://")
_ONE_AT_A_TIME = Lock()


class Rooms(Protocol):
    """Rooms by their names, in which capitals and small letters are the same; bounded as `rules` says.

    Whatever comes is checked before anything is kept: ValueError for what no page sends, a `RoomError` for
    what a page has to live with. Every method may raise UnreachableError; all but `open` and `find` raise
    GoneError where there is no such room.
    """

    def open(self, name: str, holder: str) -> Room:
        """A new room that is waiting, or the room as it stands, given back to its holder.

        holder: the secret of the teacher's browser. Raises TakenError, FullError.
        """
        ...

    def find(self, name: str) -> Room | None:
        """The room as it stands; None where there is none."""
        ...

    def turn(
        self, name: str, holder: str, phase: Phase, question: Question | None, right: str | None = None
    ) -> Room:
        """The room in its next phase; a question that begins empties the votes. The same turn twice is one.

        right: the option that is right, with "revealed" alone. Raises TakenError for anybody but the holder,
        OrderError where `rules` has no such turn.
        """
        ...

    def join(self, name: str, voter: str) -> None:
        """Counts the voter as present; once, however often. Raises FullError."""
        ...

    def vote(self, name: str, voter: str, option: str, question: Question | None = None) -> None:
        """The voter's vote in the round that is open, in place of an earlier one; who votes has joined.

        question: the one that the voter saw; with it no vote ever counts for the next question, whose options
        may bear the same codes. Raises ClosedError, FullError.
        """
        ...

    def present(self, name: str) -> int:
        """How many have joined."""
        ...

    def votes(self, name: str, round: int) -> Mapping[str, str]:
        """voter -> option in round 1 or 2, as it is now."""
        ...

    def close(self, name: str, holder: str) -> None:
        """The room and all its votes are gone. Raises TakenError for anybody but the holder."""
        ...


def rooms() -> Rooms:
    """The rooms of this process: in its memory, or in the Redis that LAB_ROOMS names."""
    with _ONE_AT_A_TIME:  # else two first calls at once would find two stores
        return _made(os.environ.get(WHERE, ""))


@cache
def _made(address: str) -> Rooms:
    if not address:
        return MemoryRooms()
    if not address.startswith(KINDS):
        raise ValueError(f"{WHERE} names no Redis: it must begin with {', '.join(KINDS)}, or be empty")
    from dashboard.votes.redis_rooms import RedisRooms

    return RedisRooms(address)
