"""The rules that hold in every store: bounds, which phase follows which, which vote is open to whom.

    waiting → first → talk → second → closed → revealed,   and   talk → revealed

Functions of records and texts alone; a store keeps what they give back.
"""

import hashlib
import hmac
import re
from dataclasses import replace

from dashboard.votes.names import legal_name
from dashboard.votes.room import (
    ClosedError,
    FullError,
    GoneError,
    OrderError,
    Phase,
    Question,
    Room,
    Round,
    TakenError,
)

MOST_ROOMS = 200  # a large school at once; all full, they hold some 20 MB
MOST_VOTERS = 500  # in a room: the largest lecture halls
AGE = 4 * 60 * 60  # seconds since a room was last opened or turned: the longest session with its break
MOST_OPTIONS = 12
LONGEST = 64  # characters of a voter's id, of a code
SECRET = (16, 128)  # characters of a holder's secret

# With the question that the room has. Each phase also "follows" itself: the same turn again changes nothing.
FOLLOWING: dict[Phase, tuple[Phase, ...]] = {
    "waiting": ("first",),
    "first": ("talk",),
    "talk": ("second", "revealed"),
    "second": ("closed",),
    "closed": ("revealed",),
    "revealed": ("waiting", "first"),
}
# With another question, or with none, whatever the phase is.
BEGINNINGS: tuple[Phase, ...] = ("waiting", "first")

_VOTER = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST}}}")


def opened(name: str) -> Room:
    """A room as it is when it was opened."""
    return Room(name, "waiting", None, None)


def turned(room: Room, phase: Phase, question: Question | None, right: str | None) -> Room:
    """The room once it is turned to `phase`; the room itself where it stands there already.

    Raises OrderError where `FOLLOWING` and `BEGINNINGS` have no such turn, ValueError for a phase without its
    question, or `right` anywhere but in "revealed".
    """
    if phase not in FOLLOWING:
        raise ValueError(f"phase is {phase!r}: it must be one of {', '.join(FOLLOWING)}")
    if question is None and phase != "waiting":
        raise ValueError(f"question is None in the phase {phase}: only a room that is waiting has none")
    if question is not None:
        _check_question(question)
    if phase == "revealed" and (question is None or right not in question.options):
        raise ValueError(f"right is {right!r}: once revealed it must be one of the question's options")
    if phase != "revealed" and right is not None:
        raise ValueError(f"right is {right!r} in the phase {phase}: it must be None until it is revealed")
    next_room = replace(room, phase=phase, question=question, right=right)
    if next_room == room:
        return room
    possible = FOLLOWING[room.phase] if question == room.question else BEGINNINGS
    if phase not in possible:
        which = "this question" if question == room.question else "another question"
        raise OrderError(
            f"room {room.name} cannot go from {room.phase} to {phase} with {which}: "
            f"it must be {' or '.join(possible)}"
        )
    return next_room


def begins(before: Room, after: Room) -> bool:
    """Whether the votes of `before` are emptied when a room turns to `after`: a question begins."""
    return after != before and after.phase in BEGINNINGS


def open_round(room: Room, option: str, question: Question | None) -> Round:
    """The round in which a vote for `option` counts now.

    question: what the voter was asked, where that is known. Raises ClosedError where no vote is open, or it
    is on another question, or has no such option: what a phone can come to send whose page is behind.
    """
    if room.question is None or room.phase not in ("first", "second"):
        raise ClosedError(f"room {room.name} is {room.phase}: a vote must be open, first or second")
    if question is not None and question != room.question:
        asked = f"{question.lesson}, {question.act}"
        raise ClosedError(
            f"the vote was on {asked}: room {room.name} has {room.question.lesson}, {room.question.act}"
        )
    if option not in room.question.options:
        raise ClosedError(f"option is {_short(option)}: it must be one of {', '.join(room.question.options)}")
    return 1 if room.phase == "first" else 2


def digest(holder: str) -> str:
    """SHA-256 of the holder's secret: all that is kept of it."""
    low, high = SECRET
    if not low <= len(holder) <= high:
        raise ValueError(f"holder has {len(holder)} characters: a secret must have {low} to {high}")
    return hashlib.sha256(holder.encode()).hexdigest()


def is_holder(kept: str, holder: str) -> bool:
    """Whether `holder` is the secret whose digest was kept, in a time that does not tell how near it came."""
    return hmac.compare_digest(kept, digest(holder))


def checked_name(name: str) -> str:
    """The name under which a room is kept."""
    legal = legal_name(name)
    if legal is None:
        raise ValueError(f"name is {_short(name)}: a room's must have 1 to 24 letters, digits or -")
    return legal


def checked_voter(voter: str) -> str:
    """The voter's id, which is random and says nothing of anybody."""
    if not _VOTER.fullmatch(voter):
        raise ValueError(f"voter is {_short(voter)}: an id must have 1 to {LONGEST} letters, digits, - or _")
    return voter


def checked_round(round: int) -> Round:
    if round not in (1, 2):
        raise ValueError(f"round is {round}: it must be 1 or 2")
    return 1 if round == 1 else 2


def gone(name: str) -> GoneError:
    return GoneError(f"there is no room {name}: it must be opened first")


def taken(name: str) -> TakenError:
    return TakenError(f"room {name} is another's: it needs the secret that it was opened with")


def full_house() -> FullError:
    return FullError(f"{MOST_ROOMS} rooms are open, as many as may be: one must be closed first")


def full_room(name: str) -> FullError:
    return FullError(f"{MOST_VOTERS} voters are in room {name}, as many as may be")


def _check_question(question: Question) -> None:
    codes = [question.lesson, question.act, *question.options, *question.part, *question.part.values()]
    long = [code for code in codes if not 1 <= len(code) <= LONGEST]
    if long:
        raise ValueError(f"question has the code {_short(long[0])}: each must have 1 to {LONGEST} characters")
    options = question.options
    if not 2 <= len(options) <= MOST_OPTIONS or len(set(options)) < len(options):
        raise ValueError(f"question has {len(options)} options: 2 to {MOST_OPTIONS} that differ are needed")
    if len(question.part) > MOST_OPTIONS:
        raise ValueError(
            f"question has a part of {len(question.part)} names: at most {MOST_OPTIONS} are kept"
        )
    if not 0 <= question.number < 1000:
        raise ValueError(f"question has the number {question.number}: it must be from 0 to 999")


def _short(text: str) -> str:
    return repr(text if len(text) <= LONGEST else text[:LONGEST] + "…")
