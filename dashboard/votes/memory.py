"""Rooms in the memory of one process: gone with it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from dashboard.votes import rules
from dashboard.votes.room import Phase, Question, Room, Round


@dataclass
class _Kept:
    room: Room
    digest: str
    until: float
    voters: set[str] = field(default_factory=set)
    votes: dict[Round, dict[str, str]] = field(default_factory=lambda: {1: {}, 2: {}})


class MemoryRooms:
    """`Rooms` for the threads of one process. clock: seconds that never go back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._kept: dict[str, _Kept] = {}  # the one that was touched longest ago comes first

    def open(self, name: str, holder: str) -> Room:
        name, digest = rules.checked_name(name), rules.digest(holder)
        with self._lock:
            self._drop_old()
            kept = self._kept.get(name)
            if kept is None:
                if len(self._kept) >= rules.MOST_ROOMS:
                    raise rules.full_house()
                kept = _Kept(rules.opened(name), digest, 0.0)
            elif not rules.is_holder(kept.digest, holder):
                raise rules.taken(name)
            self._touch(kept)
            return kept.room

    def find(self, name: str) -> Room | None:
        name = rules.checked_name(name)
        with self._lock:
            self._drop_old()
            kept = self._kept.get(name)
            return kept.room if kept else None

    def turn(
        self, name: str, holder: str, phase: Phase, question: Question | None, right: str | None = None
    ) -> Room:
        with self._lock:
            kept = self._of(name, holder)
            after = rules.turned(kept.room, phase, question, right)
            if rules.begins(kept.room, after):
                kept.votes = {1: {}, 2: {}}
            kept.room = after
            self._touch(kept)
            return after

    def join(self, name: str, voter: str) -> None:
        rules.checked_voter(voter)
        with self._lock:
            self._let_in(self._found(name), voter)

    def vote(self, name: str, voter: str, option: str, question: Question | None = None) -> None:
        rules.checked_voter(voter)
        with self._lock:
            kept = self._found(name)
            round = rules.open_round(kept.room, option, question)
            self._let_in(kept, voter)
            kept.votes[round][voter] = option

    def present(self, name: str) -> int:
        with self._lock:
            return len(self._found(name).voters)

    def votes(self, name: str, round: int) -> Mapping[str, str]:
        round = rules.checked_round(round)
        with self._lock:
            return dict(self._found(name).votes[round])

    def close(self, name: str, holder: str) -> None:
        with self._lock:
            del self._kept[self._of(name, holder).room.name]

    def _found(self, name: str) -> _Kept:
        name = rules.checked_name(name)
        self._drop_old()
        kept = self._kept.get(name)
        if kept is None:
            raise rules.gone(name)
        return kept

    def _of(self, name: str, holder: str) -> _Kept:
        kept = self._found(name)
        if not rules.is_holder(kept.digest, holder):
            raise rules.taken(kept.room.name)
        return kept

    def _let_in(self, kept: _Kept, voter: str) -> None:
        if voter not in kept.voters and len(kept.voters) >= rules.MOST_VOTERS:
            raise rules.full_room(kept.room.name)
        kept.voters.add(voter)

    def _touch(self, kept: _Kept) -> None:
        self._kept.pop(kept.room.name, None)
        kept.until = self._clock() + rules.AGE
        self._kept[kept.room.name] = kept

    def _drop_old(self) -> None:
        now = self._clock()
        while self._kept:
            name, kept = next(iter(self._kept.items()))
            if now < kept.until:
                return
            del self._kept[name]
