"""Both stores, whatever is done to them in whatever order, do as a plain model does."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from dashboard.votes import rules
from dashboard.votes.room import (
    ClosedError,
    FullError,
    GoneError,
    OrderError,
    Question,
    RoomError,
    TakenError,
)
from dashboard.votes.rooms import Rooms
from tests.dashboard.votes.vote_cases import FOLLOWS, HOLDER, NEXT, OTHER, PHASES, QUESTION

MOST_ROOMS, MOST_VOTERS = 2, 2
Refusal = type[RoomError] | None

names = st.sampled_from(["A", "a", "B", "C"])
holders = st.sampled_from([HOLDER, OTHER])
voters = st.sampled_from(["ada", "bob", "cyd"])
options = st.sampled_from(["l1", "l2", "tie"])
phases = st.sampled_from(PHASES)
questions = st.sampled_from([QUESTION, NEXT])


@dataclass
class Plain:
    """A room of the model."""

    holder: str
    phase: str = "waiting"
    question: Question | None = None
    voters: set[str] = field(default_factory=set)
    first: dict[str, str] = field(default_factory=dict)
    second: dict[str, str] = field(default_factory=dict)


class Model(RuleBasedStateMachine):
    store: Rooms  # of the class that is run

    def __init__(self) -> None:
        super().__init__()
        self.rooms: dict[str, Plain] = {}

    def teardown(self) -> None:
        for name in "ABC":
            for holder in (HOLDER, OTHER):
                with suppress(RoomError):
                    self.store.close(name, holder)

    def does(self, refusal: Refusal, what: str, *given: Any) -> None:
        """The store does it, or refuses it with just this error."""
        if refusal is None:
            getattr(self.store, what)(*given)
        else:
            with pytest.raises(RoomError) as raised:
                getattr(self.store, what)(*given)
            assert type(raised.value) is refusal

    def held(self, name: str, holder: str) -> Refusal:
        room = self.rooms.get(name.upper())
        if room is None:
            return GoneError
        return None if room.holder == holder else TakenError

    def let_in(self, name: str, voter: str) -> Refusal:
        room = self.rooms.get(name.upper())
        if room is None:
            return GoneError
        if len(room.voters | {voter}) > MOST_VOTERS:
            return FullError
        room.voters.add(voter)
        return None

    @rule(name=names, holder=holders)
    def opens(self, name: str, holder: str) -> None:
        refusal = self.held(name, holder)
        if refusal is GoneError:
            refusal = FullError if len(self.rooms) == MOST_ROOMS else None
            if refusal is None:
                self.rooms[name.upper()] = Plain(holder)
        self.does(refusal, "open", name, holder)

    @rule(name=names, holder=holders, sure=st.integers(0, 3))
    def closes(self, name: str, holder: str, sure: int) -> None:
        if sure < 3:  # a room that is always closed soon sees no second vote
            return
        refusal = self.held(name, holder)
        if refusal is None:
            del self.rooms[name.upper()]
        self.does(refusal, "close", name, holder)

    @rule(name=names, holder=holders, phase=phases, question=questions)
    def turns(self, name: str, holder: str, phase: str, question: Question) -> None:
        refusal = self.held(name, holder)
        if refusal is None:
            room = self.rooms[name.upper()]
            if (phase, question) != (room.phase, room.question):
                follows = (room.phase, phase) in FOLLOWS
                if not (follows if question == room.question else phase in ("waiting", "first")):
                    refusal = OrderError
                else:
                    room.phase, room.question = phase, question
                    if phase in ("waiting", "first"):
                        room.first, room.second = {}, {}
        self.does(refusal, "turn", name, holder, phase, question, "l2" if phase == "revealed" else None)

    @rule(name=names, voter=voters)
    def joins(self, name: str, voter: str) -> None:
        self.does(self.let_in(name, voter), "join", name, voter)

    @rule(name=names, voter=voters, option=options, question=st.none() | questions)
    def votes(self, name: str, voter: str, option: str, question: Question | None) -> None:
        refusal: Refusal = GoneError
        room = self.rooms.get(name.upper())
        if room is not None:
            asked = room.question
            is_open = asked is not None and room.phase in ("first", "second") and question in (None, asked)
            if is_open and asked is not None and option in asked.options:
                refusal = self.let_in(name, voter)
                if refusal is None:
                    (room.first if room.phase == "first" else room.second)[voter] = option
            else:
                refusal = ClosedError
        self.does(refusal, "vote", name, voter, option, question)

    @rule(name=names, voter=voters, option=options, way=st.integers(0, 1))
    def goes_on(self, name: str, voter: str, option: str, way: int) -> None:
        """As a lesson does, which blind turns seldom do: to a phase that follows, and a vote in it."""
        room = self.rooms.get(name.upper())
        if room is not None:
            ways = sorted(after for before, after in FOLLOWS if before == room.phase)
            self.turns(name, room.holder, ways[way % len(ways)], room.question or QUESTION)
            self.votes(name, voter, option, None)

    @invariant()
    def all_stands_as_in_the_model(self) -> None:
        for name in "ABC":
            found, room = self.store.find(name), self.rooms.get(name)
            if room is None or found is None:
                assert room is found is None
                continue
            right = "l2" if room.phase == "revealed" else None
            assert (found.phase, found.question, found.right) == (room.phase, room.question, right)
            assert self.store.present(name) == len(room.voters)
            assert (self.store.votes(name, 1), self.store.votes(name, 2)) == (room.first, room.second)


def test_a_store_does_as_the_model(store: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_ROOMS", MOST_ROOMS)
    monkeypatch.setattr(rules, "MOST_VOTERS", MOST_VOTERS)
    run = type("Run", (Model,), {"store": store})
    slow = [HealthCheck.too_slow]  # the machine may be busy
    once = settings(max_examples=15, stateful_step_count=40, deadline=None, suppress_health_check=slow)
    run_state_machine_as_test(run, settings=once)
