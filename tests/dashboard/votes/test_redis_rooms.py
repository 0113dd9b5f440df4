"""What rooms in Redis do that those in memory need not: several processes, expiry, a Redis that is away."""

import socket
import time
from collections.abc import Callable
from typing import Any

import pytest
import redis

from dashboard.votes import redis_rooms, rules
from dashboard.votes.redis_rooms import RedisRooms
from dashboard.votes.room import ClosedError, GoneError, OrderError, Room, UnreachableError
from tests.dashboard.votes.conftest import PATIENCE
from tests.dashboard.votes.redis_server import free_port
from tests.dashboard.votes.vote_cases import HOLDER, OTHER, QUESTION

AGE = rules.AGE * 1000


@pytest.fixture
def stores(bare: redis.Redis, redis_address: str) -> tuple[RedisRooms, RedisRooms]:
    """Two stores, as two processes have them, on one empty Redis."""
    return RedisRooms(redis_address, PATIENCE), RedisRooms(redis_address, PATIENCE)


def test_two_processes_see_the_same_room(stores: tuple[RedisRooms, RedisRooms]) -> None:
    here, there = stores
    here.open("A", HOLDER)
    assert there.open("A", HOLDER) == Room("A", "waiting", None, None)
    there.turn("A", HOLDER, "first", QUESTION)
    assert here.find("A") == Room("A", "first", QUESTION, None)
    here.vote("A", "ada", "l1", QUESTION)
    there.vote("A", "bob", "tie", QUESTION)
    assert here.votes("A", 1) == there.votes("A", 1) == {"ada": "l1", "bob": "tie"}
    assert here.present("A") == there.present("A") == 2
    there.close("A", HOLDER)
    assert here.find("A") is None


def test_all_that_is_kept_expires_with_the_room(
    stores: tuple[RedisRooms, RedisRooms], bare: redis.Redis
) -> None:
    store, _ = stores
    store.open("A", HOLDER)
    store.turn("A", HOLDER, "first", QUESTION)
    store.vote("A", "ada", "l1")
    assert all(AGE - 60_000 < bare.pttl(key) <= AGE for key in bare.scan_iter())
    store.turn("A", HOLDER, "talk", QUESTION)
    store.turn("A", HOLDER, "second", QUESTION)
    store.vote("A", "ada", "l2")
    keys = {"lab:rooms", "lab:room:A", "lab:room:A:voters", "lab:room:A:1", "lab:room:A:2"}
    assert set(bare.keys()) == keys
    assert all(AGE - 60_000 < bare.pttl(key) <= AGE for key in keys)
    for key in keys:
        bare.pexpire(key, 50_000)
    store.join("A", "bob")
    store.vote("A", "bob", "l2")  # a phone does not keep a room open
    assert all(0 < bare.pttl(key) <= 50_000 for key in keys)
    store.turn("A", HOLDER, "closed", QUESTION)
    assert all(AGE - 60_000 < bare.pttl(key) <= AGE for key in keys)
    for key in keys:
        bare.pexpire(key, 50_000)
    store.open("A", HOLDER)
    assert all(AGE - 60_000 < bare.pttl(key) <= AGE for key in keys)
    store.close("A", HOLDER)
    assert bare.keys() == []


def test_a_room_that_redis_let_expire_is_gone(
    stores: tuple[RedisRooms, RedisRooms], bare: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, _ = stores
    monkeypatch.setattr(rules, "MOST_ROOMS", 8)
    for number in range(rules.MOST_ROOMS):
        store.open(str(number), HOLDER)
    store.join("7", "ada")
    bare.pexpire("lab:room:7", 1)  # as if it were as old, and so it stands in the list of rooms
    bare.zadd("lab:rooms", {"7": int(time.time() * 1000)})
    time.sleep(0.01)
    assert store.find("7") is None
    with pytest.raises(GoneError):
        store.join("7", "ada")
    assert store.open("NEW", HOLDER).name == "NEW"
    assert bare.zcard("lab:rooms") == rules.MOST_ROOMS
    assert bare.zscore("lab:rooms", "7") is None
    store.close("NEW", HOLDER)
    assert store.open("7", OTHER).phase == "waiting"
    assert store.present("7") == 0  # though the list of those who had joined has not expired yet


def test_nothing_but_random_ids_and_codes_is_kept(
    stores: tuple[RedisRooms, RedisRooms], bare: redis.Redis
) -> None:
    store, _ = stores
    store.open("A", HOLDER)
    store.turn("A", HOLDER, "first", QUESTION)
    store.vote("A", "ada", "l1")
    kept = [bare.get("lab:room:A"), bare.smembers("lab:room:A:voters"), bare.hgetall("lab:room:A:1")]
    assert kept[1:] == [{"ada"}, {"ada": "l1"}]
    assert HOLDER not in str(kept)
    assert rules.digest(HOLDER) in str(kept[0])


def test_a_vote_does_not_count_in_a_room_that_is_turned_meanwhile(
    stores: tuple[RedisRooms, RedisRooms], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the room and the vote."""
    here, there = stores
    here.open("A", HOLDER)
    here.turn("A", HOLDER, "first", QUESTION)
    looks = meanwhile(monkeypatch, "open_round", lambda: there.turn("A", HOLDER, "talk", QUESTION))
    with pytest.raises(ClosedError, match="room A is talk"):
        here.vote("A", "ada", "l1")
    assert len(looks) == 2
    assert (here.votes("A", 1), here.present("A")) == ({}, 0)


def test_two_pages_of_the_teacher_turn_a_room_once(
    stores: tuple[RedisRooms, RedisRooms], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = stores
    here.open("A", HOLDER)
    here.turn("A", HOLDER, "first", QUESTION)
    looks = meanwhile(monkeypatch, "turned", lambda: there.turn("A", HOLDER, "talk", QUESTION))
    assert here.turn("A", HOLDER, "talk", QUESTION).phase == "talk"
    assert len(looks) == 3  # the first, the one there, and the second, which finds the room turned
    meanwhile(monkeypatch, "turned", lambda: there.turn("A", HOLDER, "revealed", QUESTION, "l1"))
    with pytest.raises(OrderError, match="from revealed to second"):
        here.turn("A", HOLDER, "second", QUESTION)
    assert here.find("A") == Room("A", "revealed", QUESTION, "l1")


def meanwhile(monkeypatch: pytest.MonkeyPatch, rule: str, what: Callable[[], object]) -> list[str]:
    """Lets `what` happen the first time a rule is asked; grows by one whenever it is asked."""
    asked: list[str] = []
    judge = getattr(rules, rule)

    def judged(*given: Any) -> Any:
        asked.append(rule)
        if len(asked) == 1:
            what()
        return judge(*given)

    monkeypatch.setattr(redis_rooms.rules, rule, judged)
    return asked


def test_a_connection_that_redis_has_closed_is_made_anew(
    stores: tuple[RedisRooms, RedisRooms], bare: redis.Redis
) -> None:
    store, _ = stores
    store.open("A", HOLDER)

    def cut() -> None:
        bare.client_kill_filter(_type="normal", skipme=True)

    cut()
    assert store.turn("A", HOLDER, "first", QUESTION).phase == "first"
    cut()
    store.vote("A", "ada", "l1")
    cut()
    assert store.votes("A", 1) == {"ada": "l1"}
    cut()
    store.close("A", HOLDER)


def everything(store: RedisRooms) -> list[Callable[[], object]]:
    return [
        lambda: store.open("A", HOLDER),
        lambda: store.find("A"),
        lambda: store.turn("A", HOLDER, "first", QUESTION),
        lambda: store.join("A", "ada"),
        lambda: store.vote("A", "ada", "l1"),
        lambda: store.present("A"),
        lambda: store.votes("A", 1),
        lambda: store.close("A", HOLDER),
    ]


def test_where_no_redis_runs_every_method_says_so() -> None:
    port = free_port()
    for what in everything(RedisRooms(f"redis://:a-password@127.0.0.1:{port}/0")):
        with pytest.raises(UnreachableError, match=f"the Redis at 127.0.0.1:{port} does not serve") as error:
            what()
        assert "a-password" not in str(error.value)


def test_a_redis_that_does_not_answer_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = RedisRooms(f"redis://127.0.0.1:{silent.getsockname()[1]}", patience=0.05)
        for what in everything(store)[:2]:
            with pytest.raises(UnreachableError, match="Timeout"):
                what()


def test_a_redis_that_stops_taking_writes_is_not_waited_for(
    stores: tuple[RedisRooms, RedisRooms], redis_address: str, bare: redis.Redis
) -> None:
    """In the middle of a transaction, which the client itself would begin again and again."""
    patient, _ = stores
    patient.open("A", HOLDER)
    store = RedisRooms(redis_address, patience=0.1)
    bare.client_pause(60_000, all=False)
    try:
        for what in (lambda: store.open("A", HOLDER), lambda: store.join("A", "ada")):
            with pytest.raises(UnreachableError, match="Timeout"):
                what()
    finally:
        bare.client_unpause()
    assert patient.open("A", HOLDER).name == "A"


def test_a_redis_that_takes_no_writes_is_no_store(
    stores: tuple[RedisRooms, RedisRooms], bare: redis.Redis
) -> None:
    store, _ = stores
    bare.config_set("maxmemory", 1)
    try:
        with pytest.raises(UnreachableError, match="it must run and take writes"):
            store.open("A", HOLDER)
    finally:
        bare.config_set("maxmemory", 0)
    assert store.open("A", HOLDER).name == "A"
