"""A room and the question that is voted on in it, as every store gives them back, and what can go wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

# waiting: the room is open, phones may join. first: the first vote is open. talk: it is closed. second: the
# second vote is open. closed: it is closed. revealed: everybody sees what is right and who voted what.
Phase = Literal["waiting", "first", "talk", "second", "closed", "revealed"]
Round = Literal[1, 2]


@dataclass(frozen=True)
class Question:
    """What is voted on: the act of a lesson, and its options. Codes alone: each phone has its own language.

    part: what the address says of the part of the lesson whose act it is. number: the act's place in it.
    """

    lesson: str
    part: Mapping[str, str]
    act: str
    number: int
    options: tuple[str, ...]


@dataclass(frozen=True)
class Room:
    """A room as it stands. right: the option that is right; None until it is revealed."""

    name: str
    phase: Phase
    question: Question | None
    right: str | None


class RoomError(Exception):
    """What was asked of a room cannot be done; a page says so and goes on."""


class TakenError(RoomError):
    """The room is another's: it was opened with another secret."""


class FullError(RoomError):
    """There are as many rooms, or as many voters in the room, as there may be."""


class ClosedError(RoomError):
    """No vote is open, or none on this question or with this option."""


class GoneError(RoomError):
    """There is no such room: it was closed, grew too old, or never was."""


class OrderError(RoomError):
    """From the phase that a room is in, none leads to the one that was asked for."""


class UnreachableError(RoomError):
    """The store behind the rooms does not answer."""
