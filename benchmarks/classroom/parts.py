"""The parts of the measurement: each is a class that does something, and what came of it."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from benchmarks.classroom.book import Book, Done
from benchmarks.classroom.members import CHEAP, OTHER_EXAMPLES, Habits, moves, other_value
from benchmarks.classroom.meter import used, watched
from benchmarks.classroom.servers import Server
from benchmarks.classroom.table import Row, cost, row
from tests.visitor import Visitor

QUIET = 0.15  # cores that a server with nobody before it may take
GAVE_UP = 4.0  # seconds after which an impatient member wants something else
AT_ONCE = 5  # pages that are opened at a time where it is not opening that is measured


Entry = Callable[[str, str], Visitor]  # makes a visitor of a page and a query


@dataclass(frozen=True)
class Class:
    """Whom a part is about.

    arrive: seconds within which all come. pages: which are opened in turn. trains: those that train networks;
    none in an app of one chart.
    """

    server: Server
    enter: Entry
    arrive: float
    pages: Sequence[str]
    trains: Sequence[str] = ()


@dataclass(frozen=True)
class Came:
    """What came of a part. rows: the first is what it is about. notes: what is no time of a move."""

    rows: Sequence[Row]
    errors: Counter[str] = field(default_factory=Counter)
    notes: Sequence[str] = ()


async def moving(of: Class, n: int, habits: Habits) -> Came:
    """All open their pages, and once all are there they move: what cheap moves take, and all others."""
    book = Book()
    async with AsyncExitStack() as stack:
        there = await opened(of, n, book, stack)
        book.done.clear()
        async with watched(of.server.pid) as watch:
            await asyncio.gather(
                *(moves(one, book, habits, random.Random(1000 * n + k)) for k, one in enumerate(there))
            )
    first = row("cheap moves", n, cheap(book.done), cost(book, watch))
    return Came([first, *rows_of_others(n, book.done)], book.errors)


def rows_of_others(n: int, done: Sequence[Done]) -> list[Row]:
    """A row for each kind of move that is not cheap, and for the cheap ones of each page."""
    kinds = sorted({one.kind for one in done} - set(CHEAP))
    pages = sorted({one.page for one in cheap(done)})
    rows = [row(kind, n, [one for one in done if one.kind == kind]) for kind in kinds]
    if len(pages) > 1:
        rows += [row(page, n, [one for one in cheap(done) if one.page == page]) for page in pages]
    return rows


def cheap(done: Sequence[Done]) -> list[Done]:
    return [one for one in done if one.kind in CHEAP]


async def opening(of: Class, n: int, query: str = "") -> Came:
    """All open their page within some seconds, and stay until all are there."""
    book = Book()
    async with AsyncExitStack() as stack, watched(of.server.pid) as watch:
        await opened(of, n, book, stack, query)
    return Came([row("open", n, book.done, cost(book, watch))], book.errors)


async def fresh_link(of: Class, n: int) -> tuple[str, str]:
    """A page that trains, and a query with values of its sliders that nobody has chosen."""
    page = of.trains[0]
    visitor, dice = of.enter(page, ""), random.Random(n)
    await visitor.open()
    there = visitor.controls()
    names = [name for name in OTHER_EXAMPLES[page] if name in there and visitor.kind(name) == "slider"]
    chosen = {name: other_value(visitor, name, dice) for name in names}
    await visitor.close()
    codes = {name: value if isinstance(value, str) else f"{value:g}" for name, value in chosen.items()}
    return page, urlencode(codes)


async def different(of: Class, n: int, habits: Habits) -> Came:
    """n impatient members, each with examples of their own; the cheap moves of five others meanwhile."""
    calm = replace(of, pages=[page for page in of.pages if page not in of.trains])
    impatient, book, stop = Book(), Book(), asyncio.Event()
    async with AsyncExitStack() as stack:
        there = await opened(calm, AT_ONCE, book, stack)
        book.done.clear()
        restless = await opened(replace(of, pages=of.trains), n if of.trains else 0, impatient, stack)
        impatient.done.clear()
        async with watched(of.server.pid) as watch:
            going = [
                asyncio.create_task(
                    change_their_mind(one, impatient, stop, random.Random(7000 + 100 * n + k))
                )
                for k, one in enumerate(restless)
            ]
            await asyncio.gather(*(moves(one, book, habits, random.Random(k)) for k, one in enumerate(there)))
            stop.set()
            await asyncio.gather(*going)
    first = row("cheap moves of 5 others", n, cheap(book.done), cost(book, watch))
    if not restless:
        return Came([first], book.errors)
    left = time.monotonic()
    while await asyncio.to_thread(cores_of_nobody, of.server.pid) > QUIET and time.monotonic() < left + 120:
        pass
    waited = [one for one in impatient.done if one.kind == "trains"]
    note = (
        f"{len(waited)} runs waited for, {len(impatient.done) - len(waited)} given up after {GAVE_UP:g} s; "
        f"{watch.most('helpers_count'):.0f} helpers at most, {watch.most('helpers_memory'):.0f} MB; "
        f"quiet {time.monotonic() - left:.0f} s after all had left"
    )
    return Came([first, row("trains", n, waited)], book.errors + impatient.errors, [note])


async def change_their_mind(visitor: Visitor, book: Book, stop: asyncio.Event, dice: random.Random) -> None:
    """Asks for other examples again and again, and waits a few seconds for each."""
    patience, visitor.patience = visitor.patience, GAVE_UP
    while not stop.is_set():
        there = visitor.controls()
        for name in OTHER_EXAMPLES.get(visitor.page, ()):
            if name in there:
                visitor.put(name, other_value(visitor, name, dice))
        asked, waits = time.perf_counter(), Book()
        if await waits.time("trains", visitor, visitor.run()):
            book.done += waits.done
        elif time.perf_counter() - asked >= GAVE_UP:
            book.done.append(Done("given up", visitor.page, GAVE_UP, 0, 0))
        else:
            book.errors += waits.errors
            return
    visitor.patience = patience


def cores_of_nobody(pid: int) -> float:
    """What a server takes in a second in which nobody asks for anything."""
    before = used(pid)
    time.sleep(1.0)
    after = used(pid)
    return (after.server + after.helpers - before.server - before.helpers) / (after.when - before.when)


async def idle(of: Class, n: int, rest: float) -> Came:
    """What n sessions take of memory that do nothing."""
    book = Book()
    await touched(of, book)
    await asyncio.sleep(rest)
    before = used(of.server.pid).memory
    async with AsyncExitStack() as stack:
        for first in range(0, n, AT_ONCE):
            await asyncio.gather(*(come(of, k, book, stack) for k in range(first, min(first + AT_ONCE, n))))
        await asyncio.sleep(rest)
        there = used(of.server.pid).memory
    each = (there - before) / n
    note = f"{n} sessions: {before:.0f} MB before them, {there:.0f} MB with them, {each:.2f} MB each"
    return Came([], book.errors, [note])


async def waves(of: Class, n: int, habits: Habits, pause: float) -> Came:
    """Four classes come, move and leave, of which the first fills the caches.

    pause: until Streamlit has forgotten a session that has left.
    """
    errors: Counter[str] = Counter()
    book = Book()
    await touched(of, book)
    start = used(of.server.pid).memory
    after = []
    for _wave in range(4):
        came = await moving(of, n, habits)
        errors += came.errors
        await asyncio.sleep(pause)
        await touched(of, book)
        after.append(used(of.server.pid).memory)
    then = ", ".join(f"{memory:.0f}" for memory in after)
    note = (
        f"{start:.0f} MB at the start, {then} MB after each wave of {n}, {after[-1] / start - 1:+.0%}, "
        f"since the first {after[-1] / after[0] - 1:+.0%}"
    )
    return Came([], errors + book.errors, [note])


async def touched(of: Class, book: Book) -> None:
    """Every page has been open once."""
    async with AsyncExitStack() as stack:
        for k in range(len(of.pages)):
            await come(of, k, book, stack)


async def opened(of: Class, n: int, book: Book, stack: AsyncExitStack, query: str = "") -> list[Visitor]:
    """Those whose page is there; all leave with the stack."""
    dice = random.Random(n)
    whens = [dice.uniform(0, of.arrive) if n > 1 else 0.0 for _k in range(n)]
    came = await asyncio.gather(*(come(of, k, book, stack, query, when) for k, when in enumerate(whens)))
    return [visitor for visitor in came if visitor is not None]


async def come(
    of: Class, k: int, book: Book, stack: AsyncExitStack, query: str = "", when: float = 0.0
) -> Visitor | None:
    await asyncio.sleep(when)
    visitor = of.enter(of.pages[k % len(of.pages)], query)
    stack.push_async_callback(visitor.close)
    return visitor if await book.time("open", visitor, visitor.open()) else None
