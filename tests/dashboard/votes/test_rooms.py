"""What every store of rooms does, in the memory of a process and in Redis."""

import pytest

from dashboard.votes.room import Question, Room, TakenError
from dashboard.votes.rooms import Rooms

HOLDER = "a secret of the teacher's browser"
OTHER = "a secret of another browser"
QUESTION = Question("descent_speed", {}, "ahead", 1, ("l1", "l2", "tie"))


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
    store.vote("K7MPX", "bob", "l1")
    store.turn("K7MPX", HOLDER, "closed", QUESTION)
    revealed = store.turn("K7MPX", HOLDER, "revealed", QUESTION, "l1")
    assert revealed == store.find("K7MPX") == Room("K7MPX", "revealed", QUESTION, "l1")
    assert store.votes("K7MPX", 1) == {"ada": "l1", "bob": "l2"}
    assert store.votes("K7MPX", 2) == {"bob": "l1"}
    assert store.present("K7MPX") == 3
    with pytest.raises(TakenError, match="K7MPX is another's"):
        store.close("K7MPX", OTHER)
    store.close("K7MPX", HOLDER)
    assert store.find("K7MPX") is None
