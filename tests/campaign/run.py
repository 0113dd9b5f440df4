"""What becomes of a case on a lab that runs: each finding in one line."""

import asyncio
import random
import time
from contextlib import suppress

from websockets.exceptions import ConnectionClosed

from dashboard.address_names import EVERY_PAGE, NAMES
from tests.campaign.cases import Case
from tests.campaign.files import CORPUS, drawn
from tests.campaign.guest import Guest
from tests.campaign.judge import backslashes, findings, wrong_address
from tests.campaign.server import Lab

SLOW = 10.0  # seconds that the server computes for a page that trains nothing
HANG = 45.0
TRAINING = 120.0  # a legal address may ask for a run, whose progress is seen
STALLED = 900.0  # seconds by the clock, on however busy a machine
_LOOKS = 0.5  # seconds, after which it is looked how long it has been
_OF_STREAMLIT = ("embed", "embed_options")


class HangError(Exception):
    """A run that was not finished in the time that it has."""


async def found(lab: Lab, case: Case, dice: random.Random) -> tuple[list[str], list[str]]:
    """The findings of this case, and what was done one after the other. Raises HangError."""
    where = case.where
    query = "&".join(part for part in (where.query, case.said) if part)
    begun = where.query if case.kind == "upload" or case.back else query
    guest, wrong, done = Guest(lab.port, where.page if where.page != "home" else "", begun), [], []
    try:
        await guest.get(f"/{guest.page}")
        await guest.connect()
        wrong += await _run(lab, guest, done, f"/{guest.page}?{begun[:80]}")
        if where.table is not None and guest.takes_files:  # an address may ask for another table
            await guest.hand_in("t.csv", where.table)
            wrong += await _run(lab, guest, done, "its table")
        if case.back:
            guest.query = query
            wrong += await _run(lab, guest, done, "to the address", history=True)
        if case.kind == "upload":
            data = CORPUS[case.file]() if case.file else drawn(dice)
            status = await guest.hand_in(case.file_name, data)
            done.append(f"{len(data):,} bytes of {case.told}, answered {status}")
            if status < 300:
                wrong += await _run(lab, guest, done, "with the file")
        if case.kind != "walk" and dice.random() < 0.5 and (answer := guest.any_answer(dice)):
            wrong += await _run(lab, guest, done, answer)
        moves = {"upload": 4, "walk": dice.randint(6, 14)}.get(case.kind, 0)
        past = [(guest.page, guest.query)]
        for _move in range(moves):
            if wrong:
                break
            wrong += await _moved(lab, guest, case, dice, done, past)
        if not moves:
            wrong += await _run(lab, guest, done, "once more")
    except (ConnectionClosed, OSError) as error:
        wrong.append(f"the line was closed: {error!r}")
    finally:
        with suppress(ConnectionClosed, OSError):
            await guest.close()
    return wrong, done


async def _moved(
    lab: Lab, guest: Guest, case: Case, dice: random.Random, done: list[str], past: list[tuple[str, str]]
) -> list[str]:
    """One move: on the page, or on a walk also to other pages and back."""
    chance = dice.random()
    if case.kind == "walk" and chance < 0.2 and guest.pages:
        page = dice.choice(sorted(guest.pages))
        past.append((guest.page, guest.query))
        guest.page, guest.query = page, ""
        return await _run(lab, guest, done, f"to /{page}", page=page)
    if case.kind == "walk" and chance < 0.35:
        page, guest.query = dice.choice(past)
        guest.page = page
        return await _run(lab, guest, done, f"back to /{page}?{guest.query}", history=True, page=page)
    if chance > 0.93:
        what = guest.any_nonsense(dice)
    elif case.kind == "walk" and chance > 0.85 and guest.takes_files:
        data = drawn(dice)
        what = f"a file of {len(data)} bytes, answered {await guest.hand_in('t.csv', data)}"
    else:
        what = guest.any_move(dice)
    return await _run(lab, guest, done, what)


async def _run(
    lab: Lab, guest: Guest, done: list[str], what: str, *, history: bool = False, page: str | None = None
) -> list[str]:
    done.append(what)
    took = await _seconds(lab, guest, history, page)
    done[-1] += f" ({took:.1f} s)"
    wrong = findings(guest.sent) + backslashes(guest.components.values())
    file = guest.page or "home"
    known = [name.code for name in NAMES if name.pages == EVERY_PAGE or file in name.pages]
    wrong += wrong_address(guest.query, [*known, *_OF_STREAMLIT])
    if took > SLOW and not guest.trained:
        wrong.append(f"slow: {took:.1f} s")
    return wrong


async def _seconds(lab: Lab, guest: Guest, history: bool, page: str | None) -> float:
    """How long the server computed until the page was finished."""
    begun, clock = lab.seconds(), time.monotonic()
    work = asyncio.create_task(guest.finished(history=history, page=page))
    try:
        while True:
            ended, _going_on = await asyncio.wait({work}, timeout=_LOOKS)
            took = lab.seconds() - begun
            if ended:
                work.result()
                return took
            if took > (TRAINING if guest.trained else HANG) or time.monotonic() - clock > STALLED:
                raise HangError(f"not finished after {took:.0f} s")
    finally:
        work.cancel()


class Watcher:
    """Another visitor, who moves a slider now and then: how long the server computed meanwhile at worst."""

    def __init__(self, lab: Lab) -> None:
        self.worst = 0.0
        self._lab, self._guest = lab, Guest(lab.port, "descent_speed")
        self._task: asyncio.Task[None] | None = None
        self._begun: float | None = None

    async def begin(self) -> None:
        await self._guest.get("/descent_speed")
        await self._guest.connect()
        await self._guest.finished()
        self._task = asyncio.create_task(self._watch())

    def since(self) -> float:
        """The longest wait since this was asked last."""
        waits = 0.0 if self._begun is None else self._lab.seconds() - self._begun
        worst, self.worst = max(self.worst, waits), 0.0
        return worst

    async def end(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        with suppress(ConnectionClosed, OSError):
            await self._guest.close()

    async def _watch(self) -> None:
        dice = random.Random(0)
        with suppress(ConnectionClosed, OSError):
            while True:
                self._begun, clock = self._lab.seconds(), time.monotonic()
                await self._guest.move_slider("w0", dice)
                self.worst, self._begun = max(self.worst, self._lab.seconds() - self._begun), None
                pause = 10 * (time.monotonic() - clock)  # so that the server is not busy with this
                await asyncio.sleep(max(1.0, pause))
