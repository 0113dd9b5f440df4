"""What becomes of the cases of a visit on a lab that runs: each finding in one line."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from websockets.exceptions import ConnectionClosed

from dashboard.address_names import EVERY_PAGE, NAMES
from tests.campaign.cases import Case, dice_of
from tests.campaign.files import CORPUS, drawn
from tests.campaign.guest import Guest
from tests.campaign.judge import backslashes, findings, wrong_address, wrong_answer
from tests.campaign.server import Lab

_NO_NUMBERS = ("nan", "-inf", "+inf", "inf")
_LONG = 64_000  # characters of an address, of which a server has the right to read no more
_LOOKS = 0.5  # seconds, after which it is looked how long it has been


@dataclass(frozen=True)
class Limits:
    """Seconds: of a page that trains nothing; until one is given up, one that trains too; of health."""

    slow: float = 10.0
    hang: float = 45.0
    training: float = 120.0
    health: float = 2.0


@dataclass
class Outcome:
    """What came of a case. wrong: what is wrong. doubted: what may be the doing of others at the same time.

    done: what was done one after the other. took: seconds.
    """

    k: int
    case: Case
    wrong: list[str] = field(default_factory=list)
    doubted: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    took: float = 0.0


class HangError(Exception):
    """A run that was not finished in the time that it has."""


async def visited(
    lab: Lab, seed: int, numbered: Iterable[tuple[int, Case]], limits: Limits, *, alone: bool = False
) -> AsyncIterator[Outcome]:
    """The outcomes of the cases of one visit, each with its number.

    alone: nobody else is at this lab, so that what it computes is the time that the case takes, on however
    busy a machine. Else what takes long by the clock is doubted.
    """
    one = _Visit(lab, limits, alone)
    try:
        for k, case in numbered:
            outcome, begun = Outcome(k, case), lab.clock()
            try:
                await one.throw(case, dice_of(seed, k), outcome)
            except (HangError, ConnectionClosed, OSError) as error:
                (outcome.wrong if alone else outcome.doubted).append(f"no answer: {error!r}")
                await one.leave()
            outcome.took = lab.clock() - begun
            yield outcome
    finally:
        await one.leave()


class _Visit:
    """The sessions of one visitor, one after the other."""

    def __init__(self, lab: Lab, limits: Limits, alone: bool) -> None:
        self._lab, self._limits, self._alone = lab, limits, alone
        self._guest: Guest | None = None
        self._past: list[tuple[str, str]] = []  # of a walk: the pages and their addresses
        self._handed_in = ""  # the words nan and inf, where a file held them
        self._outcome: Outcome

    async def leave(self) -> None:
        guest, self._guest = self._guest, None
        if guest is not None:
            with suppress(ConnectionClosed, OSError, TimeoutError):
                await asyncio.wait_for(guest.close(), 5)

    async def throw(self, case: Case, dice: random.Random, outcome: Outcome) -> None:
        self._outcome = outcome
        if case.kind == "walk":
            if self._guest is None:
                await self._come(case.where.page, case.where.query)
            assert self._guest is not None
            await self._step(self._guest, dice)
            return
        query = "&".join(part for part in (case.where.query, case.said) if part)
        if self._guest is None or case.new:
            await self.leave()
            first = query if case.where.table is None and case.kind != "upload" else case.where.query
            await self._come(case.where.page, first)
        assert self._guest is not None
        guest, page = self._guest, case.where.page if case.where.page != "home" else ""
        if case.kind == "upload":
            await self._hand_in(guest, case, dice)
            return
        if case.where.table is not None and not guest.holds_a_file:
            guest.query = case.where.query
            await self._run(guest, "to its uploader", history=True, page=page)
            if guest.takes_files:
                await guest.hand_in("t.csv", case.where.table)
                await self._run(guest, "its table")
        if case.where.table is not None or not case.new:
            guest.query = query
            await self._run(guest, f"to {query[:80]}", history=True, page=page)
        if dice.random() < 0.5 and (answer := guest.any_answer(dice)):
            await self._run(guest, answer)
        if dice.random() < 0.3 and (doors := guest.any_doors(dice)):
            await self._run(guest, doors)
        if dice.random() < 0.1:
            await self._run(guest, "once more")

    async def _come(self, page: str, query: str) -> None:
        self._guest = guest = Guest(self._lab.port, page if page != "home" else "", query)
        try:
            answer = await guest.get(f"/{guest.page}?{query}")
            self._outcome.wrong += wrong_answer(answer.status, answer.headers.items(), answer.data)
        except ConnectionResetError:
            if len(query) < _LONG:
                raise
            self._outcome.done.append("hung up on")  # and yet it may stand in the address of a page
            await guest.get(f"/{guest.page}")
        await guest.connect()
        await self._run(guest, f"/{guest.page}?{query[:80]}")
        self._past = [(guest.page, guest.query)]

    async def _hand_in(self, guest: Guest, case: Case, dice: random.Random) -> None:
        if not guest.takes_files:
            guest.query = case.where.query
            await self._run(guest, "back to the uploader", history=True, page=case.where.page)
        status = await self._file(
            guest, case.file_name, data := CORPUS[case.file]() if case.file else drawn(dice)
        )
        if status >= 500:
            self._outcome.wrong.append(f"the upload is answered with {status}")
        if status >= 300:
            self._outcome.done.append(f"{case.told} is answered with {status}")
            return
        await self._run(guest, f"{len(data):,} bytes: {case.told}")
        if dice.random() < 0.2 and (answer := guest.any_answer(dice)):
            await self._run(guest, answer)
        if dice.random() < 0.3 and (doors := guest.any_doors(dice)):
            await self._run(guest, doors)
        if dice.random() < 0.3:
            await self._run(guest, guest.any_move(dice))

    async def _file(self, guest: Guest, name: str, data: bytes) -> int:
        words = data.lower().replace(b"\0", b"")  # also where each letter has two bytes or four
        self._handed_in += "".join(word for word in _NO_NUMBERS if word.encode() in words)
        return await guest.hand_in(name, data)

    async def _step(self, guest: Guest, dice: random.Random) -> None:
        """One move of a walk: on the page, to another one, or back."""
        chance = dice.random()
        if chance < 0.15 and guest.pages:
            page = dice.choice(sorted(guest.pages))
            self._past.append((guest.page, guest.query))
            guest.page, guest.query = page, ""
            await self._run(guest, f"to /{page}", page=page)
        elif chance < 0.25:
            guest.page, guest.query = dice.choice(self._past)
            await self._run(guest, f"back to /{guest.page}?{guest.query}", history=True, page=guest.page)
        elif chance < 0.35 and guest.takes_files:
            data = drawn(dice)
            status = await self._file(guest, "t.csv", data)
            await self._run(guest, f"a file of {len(data)} bytes, answered {status}")
        elif chance < 0.45:
            await self._run(guest, guest.any_nonsense(dice))
        elif chance < 0.6 and (doors := guest.any_doors(dice)):
            await self._run(guest, doors)
        else:
            await self._run(guest, guest.any_move(dice))

    async def _run(self, guest: Guest, what: str, *, history: bool = False, page: str | None = None) -> None:
        outcome, limits = self._outcome, self._limits
        outcome.done.append(what)
        took = await self._seconds(guest, history, page)
        outcome.done[-1] += f" ({took:.1f} s)"
        outcome.wrong += findings(guest.sent, self._handed_in) + backslashes(guest.components.values())
        file = guest.page or "home"
        known = [name.code for name in NAMES if name.pages == EVERY_PAGE or file in name.pages]
        outcome.wrong += wrong_address(guest.query, known)
        if took > limits.slow and not guest.trained:
            (outcome.wrong if self._alone else outcome.doubted).append(f"slow: {took:.1f} s")

    async def _seconds(self, guest: Guest, history: bool, page: str | None) -> float:
        """How long it was until the last message; if this visit is alone, how long the server computed."""
        begun, computed = self._lab.clock(), self._lab.seconds()
        work = asyncio.create_task(guest.finished(history=history, page=page))
        try:
            while True:
                ended, _going_on = await asyncio.wait({work}, timeout=_LOOKS)
                took = self._lab.clock() - begun
                if ended:
                    work.result()
                    return self._lab.seconds() - computed if self._alone else took
                if took > (self._limits.training if guest.trained else self._limits.hang):
                    raise HangError(f"not finished after {took:.0f} s, {self._outcome.done[-1]}")
        finally:
            work.cancel()


class Health:
    """Asks the server all the time whether it is well, as a balancer does: how long it took to say so."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._waits: list[tuple[float, float, float]] = []  # from and to, by the clock, and how long
        self._asked: tuple[float, float] | None = None
        self._task = asyncio.create_task(self._watch())

    def worst_since(self, begun: float) -> float:
        """The longest wait of those that ended after `begun`, or go on.

        Of what the server computed for meanwhile: another program on this machine makes no wait longer.
        """
        waits = [wait for _from, to, wait in self._waits if to >= begun]
        if self._asked is not None:
            waits.append(self._since(*self._asked))
        return max(waits, default=0.0)

    async def end(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self) -> None:
        while True:
            self._asked = self._lab.clock(), self._lab.seconds()
            await asyncio.to_thread(self._lab.is_well, 60.0)
            self._waits.append((self._asked[0], self._lab.clock(), self._since(*self._asked)))
            self._asked = None
            del self._waits[:-600]
            await asyncio.sleep(0.5)

    def _since(self, asked: float, computed: float) -> float:
        by_the_clock = self._lab.clock() - asked
        return by_the_clock if by_the_clock > 60 else min(by_the_clock, self._lab.seconds() - computed)
