"""Rooms in a Redis, for several processes or machines that serve one lab: gone when Redis lets them expire.

    lab:rooms           name → when it grows too old, in ms of Redis' clock: what counts as open
    lab:room:K7MPX      the room as JSON, with the digest of its holder's secret
    lab:room:K7MPX:voters, :1, :2      who joined; voter → option of each round

Redis decides nothing: `rules` judges the room that was read, and a write happens only where it still stands
so. What few do (open, turn, close) is a transaction that is begun again if it does not; what a whole hall
does at once (join, vote) is one script, for which another's vote is no such change.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

import redis
from redis.backoff import NoBackoff
from redis.client import Pipeline
from redis.retry import Retry

from dashboard import turnstile
from dashboard.votes import rules
from dashboard.votes.room import Phase, Question, Room, UnreachableError

PATIENCE = 2.0  # seconds for a connection, and for an answer
CONNECTIONS = 32  # of a process; who comes when all are in use waits for one as long as for an answer

_OPEN = "lab:rooms"
_AGE = rules.AGE * 1000

# KEYS: room, voters, and the votes of a round where one is given. ARGV: the room as it was read, how many
# voters there may be, voter, option.
_LET_IN = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 'changed' end
if redis.call('SISMEMBER', KEYS[2], ARGV[3]) == 0 then
  if redis.call('SCARD', KEYS[2]) >= tonumber(ARGV[2]) then return 'full' end
  redis.call('SADD', KEYS[2], ARGV[3])
end
if KEYS[3] then redis.call('HSET', KEYS[3], ARGV[3], ARGV[4]) end
for key = 2, #KEYS do redis.call('PEXPIRE', KEYS[key], redis.call('PTTL', KEYS[1])) end
return 'done'
"""


Made = TypeVar("Made")


@dataclass(frozen=True)
class _Kept:
    room: Room
    digest: str
    text: str | bytes  # as Redis has it


class RedisRooms:
    """`Rooms` in the Redis at `address`: redis://, rediss:// or unix://, as its client reads it."""

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        pool = redis.BlockingConnectionPool.from_url(
            address,
            max_connections=CONNECTIONS,
            timeout=patience,
            socket_connect_timeout=patience,
            socket_timeout=patience,
            retry=Retry(NoBackoff(), 0),  # a page asks again anyway; the client's own would keep it waiting
            decode_responses=True,
        )
        self._patience = patience
        self._redis = redis.Redis(connection_pool=pool)
        self._let_in_script = self._redis.register_script(_LET_IN)
        at = pool.connection_kwargs
        self._where = at.get("path") or f"{at.get('host', 'localhost')}:{at.get('port', 6379)}"

    def open(self, name: str, holder: str) -> Room:
        name, digest = rules.checked_name(name), rules.digest(holder)

        def step(pipe: Pipeline) -> Room:
            now = _now(pipe)
            text = pipe.get(_room(name))
            kept = _read(name, text) if text else None
            if kept is None:
                if pipe.zcount(_OPEN, now, "+inf") >= rules.MOST_ROOMS:
                    raise rules.full_house()
            elif not rules.is_holder(kept.digest, holder):
                raise rules.taken(name)
            room = kept.room if kept else rules.opened(name)
            pipe.multi()
            pipe.zremrangebyscore(_OPEN, "-inf", now)
            if kept is None:
                pipe.delete(_voters(name), _votes(name, 1), _votes(name, 2))
            _keep(pipe, room, digest, now)
            return room

        return self._transaction(step, _room(name), _OPEN)

    def find(self, name: str) -> Room | None:
        name = rules.checked_name(name)
        with self._answered():
            text = self._redis.get(_room(name))
        return _read(name, text).room if text else None

    def turn(
        self, name: str, holder: str, phase: Phase, question: Question | None, right: str | None = None
    ) -> Room:
        name = rules.checked_name(name)

        def step(pipe: Pipeline) -> Room:
            kept = _held(pipe, name, holder)
            after = rules.turned(kept.room, phase, question, right)
            now = _now(pipe)
            pipe.multi()
            if rules.begins(kept.room, after):
                pipe.delete(_votes(name, 1), _votes(name, 2))
            _keep(pipe, after, kept.digest, now)
            return after

        return self._transaction(step, _room(name))

    def join(self, name: str, voter: str) -> None:
        name, voter = rules.checked_name(name), rules.checked_voter(voter)
        while not self._let_in(self._found(name), voter):
            pass  # the room was turned meanwhile

    def vote(self, name: str, voter: str, option: str, question: Question | None = None) -> None:
        name, voter = rules.checked_name(name), rules.checked_voter(voter)
        while True:
            kept = self._found(name)
            round = rules.open_round(kept.room, option, question)
            if self._let_in(kept, voter, _votes(name, round), option):
                return

    def present(self, name: str) -> int:
        name = rules.checked_name(name)
        pipe = self._redis.pipeline()
        pipe.exists(_room(name))
        pipe.scard(_voters(name))
        return int(self._read_of(name, pipe))

    def votes(self, name: str, round: int) -> Mapping[str, str]:
        name, round = rules.checked_name(name), rules.checked_round(round)
        pipe = self._redis.pipeline()
        pipe.exists(_room(name))
        pipe.hgetall(_votes(name, round))
        return dict(self._read_of(name, pipe))

    def close(self, name: str, holder: str) -> None:
        name = rules.checked_name(name)

        def step(pipe: Pipeline) -> None:
            _held(pipe, name, holder)
            pipe.multi()
            pipe.delete(_room(name), _voters(name), _votes(name, 1), _votes(name, 2))
            pipe.zrem(_OPEN, name)

        self._transaction(step, _room(name))

    @contextmanager
    def _answered(self) -> Iterator[None]:
        try:
            with turnstile.aside():
                yield
        except redis.RedisError as error:
            raise UnreachableError(
                f"the Redis at {self._where} does not serve the rooms ({error}): it must run and take writes"
            ) from error

    def _transaction(self, step: Callable[[Pipeline], Made], *watched: str) -> Made:
        """What `step` gives back, once the commands that it queued ran on the `watched` keys that it saw.

        It begins again where another changed one of them meanwhile, as long as an answer is waited for: the
        client calls it the same if Redis gives none.
        """
        until = time.monotonic() + self._patience
        with self._answered(), self._redis.pipeline() as pipe:
            while True:
                try:
                    pipe.watch(*watched)
                    made = step(pipe)
                    pipe.execute()
                    return made
                except redis.WatchError:
                    if time.monotonic() >= until:
                        raise

    def _found(self, name: str) -> _Kept:
        with self._answered():
            text = self._redis.get(_room(name))
        if not text:
            raise rules.gone(name)
        return _read(name, text)

    def _let_in(self, kept: _Kept, voter: str, votes: str | None = None, option: str = "") -> bool:
        """Whether the voter is in and the vote counted; if not, the room has changed since it was read."""
        name = kept.room.name
        keys = [_room(name), _voters(name), *([votes] if votes else [])]
        with self._answered():
            said = self._let_in_script(keys, [kept.text, rules.MOST_VOTERS, voter, option])
        if said == "full":
            raise rules.full_room(name)
        return bool(said == "done")

    def _read_of(self, name: str, pipe: Pipeline) -> Any:
        with self._answered():
            there, read = pipe.execute()
        if not there:
            raise rules.gone(name)
        return read


def _room(name: str) -> str:
    return f"lab:room:{name}"


def _voters(name: str) -> str:
    return f"lab:room:{name}:voters"


def _votes(name: str, round: int) -> str:
    return f"lab:room:{name}:{round}"


def _now(pipe: Pipeline) -> int:
    """Milliseconds by the clock of Redis, the one that all processes share."""
    seconds, microseconds = pipe.time()
    return int(seconds) * 1000 + int(microseconds) // 1000


def _held(pipe: Pipeline, name: str, holder: str) -> _Kept:
    text = pipe.get(_room(name))
    if not text:
        raise rules.gone(name)
    kept = _read(name, text)
    if not rules.is_holder(kept.digest, holder):
        raise rules.taken(name)
    return kept


def _keep(pipe: Pipeline, room: Room, digest: str, now: int) -> None:
    """Puts in line that the room stands so, and that all of it is to expire an AGE from now."""
    question = asdict(room.question) if room.question else None
    record = {"digest": digest, "phase": room.phase, "question": question, "right": room.right}
    pipe.set(_room(room.name), json.dumps(record), px=_AGE)
    for key in (_voters(room.name), _votes(room.name, 1), _votes(room.name, 2)):
        pipe.pexpire(key, _AGE)
    pipe.zadd(_OPEN, {room.name: now + _AGE})
    pipe.pexpire(_OPEN, _AGE)


def _read(name: str, text: str | bytes) -> _Kept:
    record = json.loads(text)
    question = record["question"]
    if question is not None:
        question = Question(**question | {"options": tuple(question["options"])})
    return _Kept(Room(name, record["phase"], question, record["right"]), record["digest"], text)
