"""What every store of rooms does, in the memory of a process and in Redis."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from dashboard.votes import rules
from dashboard.votes.room import ClosedError, FullError, GoneError, OrderError, Question, Room, TakenError
from dashboard.votes.rooms import Rooms
from tests.dashboard.votes.vote_cases import FOLLOWS, HOLDER, NEXT, OTHER, PHASES, QUESTION

# Each phase, and the turns that lead to it.
WAYS: dict[str, tuple[str, ...]] = {
    "waiting": ("waiting",),
    "first": ("first",),
    "talk": ("first", "talk"),
    "second": ("first", "talk", "second"),
    "closed": ("first", "talk", "second", "closed"),
    "revealed": ("first", "talk", "second", "closed", "revealed"),
}


def turned_to(store: Rooms, name: str, phase: str, question: Question = QUESTION) -> Room:
    """The room, newly opened, once it was led to a phase."""
    room = store.open(name, HOLDER)
    for step in WAYS[phase]:
        room = turn(store, name, step, question)
    return room


def turn(store: Rooms, name: str, phase: Any, question: Question | None, holder: str = HOLDER) -> Room:
    right = "l1" if phase == "revealed" else None
    return store.turn(name, holder, phase, question, right)


def test_a_vote_from_its_opening_to_its_end(store: Rooms) -> None:
    assert store.find("K7MPX") is None
    assert store.open("k7mpx", HOLDER) == Room("K7MPX", "waiting", None, None)
    for voter in ("ada", "bob", "cyd"):
        store.join("K7MPX", voter)
    assert store.turn("K7MPX", HOLDER, "first", QUESTION).phase == "first"
    store.vote("K7MPX", "ada", "l1")
    store.vote("K7MPX", "bob", "tie", QUESTION)
    store.vote("K7MPX", "bob", "l2", QUESTION)
    store.turn("K7MPX", HOLDER, "talk", QUESTION)
    store.turn("K7MPX", HOLDER, "second", QUESTION)
    assert store.votes("K7MPX", 1) == {"ada": "l1", "bob": "l2"}
    assert store.votes("K7MPX", 2) == {}
    store.vote("K7MPX", "bob", "l1")
    store.turn("K7MPX", HOLDER, "closed", QUESTION)
    revealed = store.turn("K7MPX", HOLDER, "revealed", QUESTION, "l1")
    assert revealed == store.find("k7mpx") == Room("K7MPX", "revealed", QUESTION, "l1")
    assert store.votes("k7mpx", 1) == {"ada": "l1", "bob": "l2"}
    assert store.votes("K7MPX", 2) == {"bob": "l1"}
    assert store.present("K7MPX") == 3
    store.close("K7mpx", HOLDER)
    assert store.find("K7MPX") is None


def test_a_room_opens_again_for_its_holder_alone(store: Rooms) -> None:
    room = turned_to(store, "A", "talk")
    store.join("A", "ada")
    assert store.open("a", HOLDER) == room
    for what in (
        lambda: store.open("A", OTHER),
        lambda: turn(store, "A", "revealed", QUESTION, OTHER),
        lambda: turn(store, "A", "talk", QUESTION, OTHER),
        lambda: store.close("A", OTHER),
    ):
        with pytest.raises(TakenError, match="room A is another's: it needs the secret"):
            what()
    assert store.find("A") == room
    store.close("A", HOLDER)
    assert store.open("A", OTHER) == Room("A", "waiting", None, None)
    assert store.present("A") == 0
    turn(store, "A", "first", QUESTION, OTHER)
    assert store.votes("A", 1) == {}


def test_of_a_room_that_is_gone_nothing_is_left(store: Rooms) -> None:
    turned_to(store, "A", "first")
    store.vote("A", "ada", "l1")
    store.close("A", HOLDER)
    for name in ("A", "NEVER"):
        for what in everything_but_open(store, name):
            with pytest.raises(GoneError, match=f"there is no room {name}: it must be opened first"):
                what()
        assert store.find(name) is None


def everything_but_open(store: Rooms, name: str) -> list[Callable[[], object]]:
    return [
        lambda: store.turn(name, HOLDER, "first", QUESTION),
        lambda: store.join(name, "ada"),
        lambda: store.vote(name, "ada", "l1"),
        lambda: store.present(name),
        lambda: store.votes(name, 1),
        lambda: store.votes(name, 2),
        lambda: store.close(name, HOLDER),
    ]


def test_a_phase_follows_where_it_may_and_nowhere_else(store: Rooms) -> None:
    for before, after in product(PHASES, PHASES):
        for question in (QUESTION, NEXT):
            room = turned_to(store, "A", before)
            same = question == QUESTION
            follows = before == after or (before, after) in FOLLOWS
            if follows if same else after in ("waiting", "first"):
                right = "l1" if after == "revealed" else None
                assert turn(store, "A", after, question) == Room("A", after, question, right)
            else:
                with pytest.raises(OrderError, match=f"room A cannot go from {before} to {after} with"):
                    turn(store, "A", after, question)
                assert store.find("A") == room
            store.close("A", HOLDER)


@pytest.mark.parametrize("phase", PHASES)
def test_a_question_can_be_withdrawn(store: Rooms, phase: str) -> None:
    turned_to(store, "A", phase)
    assert turn(store, "A", "waiting", None) == Room("A", "waiting", None, None)


@pytest.mark.parametrize(
    ("phase", "question", "right", "words"),
    [
        ("first", None, None, "question is None in the phase first"),
        ("revealed", QUESTION, None, "right is None: once revealed"),
        ("revealed", QUESTION, "linf", "right is 'linf': once revealed"),
        ("first", QUESTION, "l1", "right is 'l1' in the phase first"),
        ("waiting", None, "l1", "right is 'l1' in the phase waiting"),
        ("third", QUESTION, None, "phase is 'third': it must be one of waiting, first"),
        ("first", replace(QUESTION, options=("l1",)), None, "question has 1 options: 2 to 12"),
        (
            "first",
            replace(QUESTION, options=("l1", "l1")),
            None,
            "2 options: 2 to 12 that differ",
        ),
        ("first", replace(QUESTION, options=tuple("abcdefghijklm")), None, "question has 13 options"),
        ("first", replace(QUESTION, options=("l1", "")), None, "question has the code ''"),
        ("first", replace(QUESTION, options=("l1", "x" * 65)), None, "question has the code 'x{64}…'"),
        ("first", replace(QUESTION, lesson="x" * 65), None, "question has the code"),
        ("first", replace(QUESTION, act=""), None, "question has the code ''"),
        ("first", replace(QUESTION, part={"a": "x" * 65}), None, "question has the code"),
        ("first", replace(QUESTION, part=dict.fromkeys("abcdefghijklm", "x")), None, "a part of 13 names"),
        ("first", replace(QUESTION, number=-1), None, "question has the number -1"),
    ],
)
def test_a_turn_that_no_page_sends_is_refused(
    store: Rooms, phase: Any, question: Question | None, right: str | None, words: str
) -> None:
    room = turned_to(store, "A", "talk")
    with pytest.raises(ValueError, match=words):
        store.turn("A", HOLDER, phase, question, right)
    assert store.find("A") == room


@pytest.mark.parametrize("name", ["", "a b", "a:voters", "x" * 25, "教室"])
def test_a_room_that_cannot_be_called_so(store: Rooms, name: str) -> None:
    for what in (
        lambda: store.open(name, HOLDER),
        lambda: store.find(name),
        *everything_but_open(store, name),
    ):
        with pytest.raises(ValueError, match="a room's must have 1 to 24 letters, digits or -"):
            what()


@pytest.mark.parametrize("voter", ["", "x" * 65, "a b", "a\n", "é"])
def test_a_voter_who_cannot_be_called_so(store: Rooms, voter: str) -> None:
    turned_to(store, "A", "first")
    for what in (lambda: store.join("A", voter), lambda: store.vote("A", voter, "l1")):
        with pytest.raises(ValueError, match="an id must have 1 to 64 letters, digits, - or _"):
            what()
    assert store.present("A") == 0


def test_a_secret_is_long_enough_and_never_said(store: Rooms) -> None:
    for secret in ("short", "x" * 129):
        with pytest.raises(ValueError, match=f"holder has {len(secret)} characters: .* 16 to 128") as error:
            store.open("A", secret)
        assert secret not in str(error.value)
    assert store.find("A") is None


@pytest.mark.parametrize("round", [0, 3])
def test_there_are_two_rounds(store: Rooms, round: int) -> None:
    store.open("A", HOLDER)
    with pytest.raises(ValueError, match=f"round is {round}: it must be 1 or 2"):
        store.votes("A", round)


@pytest.mark.parametrize("phase", PHASES)
def test_a_vote_counts_where_a_vote_is_open(store: Rooms, phase: str) -> None:
    turned_to(store, "A", phase)
    if phase in ("first", "second"):
        store.vote("A", "ada", "tie", QUESTION)
    else:
        with pytest.raises(ClosedError, match=f"room A is {phase}: a vote must be open, first or second"):
            store.vote("A", "ada", "tie", QUESTION)
    assert store.votes("A", 1) == ({"ada": "tie"} if phase == "first" else {})
    assert store.votes("A", 2) == ({"ada": "tie"} if phase == "second" else {})
    assert store.present("A") == (phase in ("first", "second"))


def test_a_vote_for_what_is_not_asked_does_not_count(store: Rooms) -> None:
    turned_to(store, "A", "first", NEXT)
    with pytest.raises(ClosedError, match="option is 'tie': it must be one of l1, l2"):
        store.vote("A", "ada", "tie")
    with pytest.raises(ClosedError, match=r"option is 'x{64}…'"):
        store.vote("A", "ada", "x" * 1000)
    with pytest.raises(ClosedError, match="was on descent_speed, ahead: room A has choosing_lambda, sure"):
        store.vote("A", "ada", "l1", QUESTION)
    assert store.votes("A", 1) == {}
    assert store.present("A") == 0


def test_a_question_that_begins_empties_the_votes(store: Rooms) -> None:
    for begins in (("first", NEXT), ("waiting", NEXT), ("waiting", None), ("first", QUESTION)):
        turned_to(store, "A", "first")
        store.vote("A", "ada", "l1")
        turn(store, "A", "first", QUESTION)  # the same turn again
        turn(store, "A", "talk", QUESTION)
        turn(store, "A", "second", QUESTION)
        store.vote("A", "ada", "l2")
        turn(store, "A", "second", QUESTION)  # the same turn again
        assert (store.votes("A", 1), store.votes("A", 2)) == ({"ada": "l1"}, {"ada": "l2"})
        turn(store, "A", "closed", QUESTION)
        turn(store, "A", "revealed", QUESTION)
        assert (store.votes("A", 1), store.votes("A", 2)) == ({"ada": "l1"}, {"ada": "l2"})
        turn(store, "A", *begins)
        assert (store.votes("A", 1), store.votes("A", 2)) == ({}, {})
        assert store.present("A") == 1
        store.close("A", HOLDER)


def test_who_leaves_and_comes_back_counts_once(store: Rooms) -> None:
    turned_to(store, "A", "first")
    for _visit in range(3):
        store.join("A", "ada")
        store.vote("A", "ada", "l1")
    store.join("A", "Ada")  # ids are random: another one
    assert store.present("A") == 2
    assert store.votes("A", 1) == {"ada": "l1"}


def test_no_room_has_more_voters_than_the_bound(store: Rooms) -> None:
    turned_to(store, "A", "first")
    for number in range(rules.MOST_VOTERS):
        store.join("A", str(number))
    for what in (lambda: store.join("A", "late"), lambda: store.vote("A", "late", "l1")):
        with pytest.raises(FullError, match="500 voters are in room A, as many as may be"):
            what()
    store.join("A", "7")
    store.vote("A", "7", "l1")
    assert store.present("A") == 500
    assert store.votes("A", 1) == {"7": "l1"}


def test_there_are_no_more_rooms_than_the_bound(store: Rooms) -> None:
    for number in range(rules.MOST_ROOMS):
        store.open(str(number), HOLDER)
    with pytest.raises(FullError, match="200 rooms are open, as many as may be"):
        store.open("LATE", OTHER)
    assert store.find("LATE") is None
    assert store.open("7", HOLDER).name == "7"
    store.close("7", HOLDER)
    assert store.open("LATE", OTHER).name == "LATE"


def test_a_hall_that_votes_at_once_loses_no_vote(store: Rooms) -> None:
    turned_to(store, "A", "first")
    voters = [f"voter-{number}" for number in range(50)]

    def votes(voter: str) -> None:
        store.join("A", voter)
        store.vote("A", voter, "l2")
        store.vote("A", voter, "l1" if voter < "voter-3" else "tie")

    with ThreadPoolExecutor(len(voters)) as hall:
        list(hall.map(votes, voters))
    assert store.votes("A", 1) == {voter: "l1" if voter < "voter-3" else "tie" for voter in voters}
    assert store.present("A") == 50


def test_at_once_no_more_get_in_than_the_bound(store: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_VOTERS", 7)
    monkeypatch.setattr(rules, "MOST_ROOMS", 5)

    def opens(name: str) -> bool:
        try:
            store.open(name, HOLDER)
        except FullError:
            return False
        store.join(name, "ada")
        return True

    def joins(voter: str) -> bool:
        try:
            store.join(first, voter)
        except FullError:
            return False
        return True

    names = [f"ROOM-{number}" for number in range(16)]
    with ThreadPoolExecutor(16) as hall:
        opened = [name for name, is_open in zip(names, hall.map(opens, names), strict=True) if is_open]
        first = opened[0]
        joined = list(hall.map(joins, names))
    assert len(opened) == 5
    assert [name for name in names if store.find(name)] == opened
    assert sum(joined) == 6
    assert store.present(first) == 7
