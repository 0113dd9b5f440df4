"""The parts of the measurement: each is a class that does something, and the rows that come of it."""

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from benchmarks.classroom.members import CHEAP, Book, Habits, moves
from benchmarks.classroom.meter import watched
from benchmarks.classroom.servers import Server
from benchmarks.classroom.table import Row, row
from tests.visitor import Visitor

ARRIVE = 10.0  # seconds within which a class opens what it opens


@dataclass(frozen=True)
class Class:
    """Whom a part is about. pages: which are opened in turn. enter: makes a visitor of a page and a query."""

    server: Server
    pages: Sequence[str]
    enter: Callable[[str, str], Visitor]


async def moving(of: Class, n: int, habits: Habits, arrive: float = ARRIVE) -> tuple[Book, list[Row]]:
    """All open their pages, and once all are there they move: what cheap moves take, and all others."""
    book = Book()
    async with AsyncExitStack() as stack:
        there = await opened(of, n, book, stack, arrive, "")
        book = Book(errors=book.errors)
        async with watched(of.server.pid) as watch:
            await asyncio.gather(
                *(moves(one, book, habits, random.Random(1000 * n + k)) for k, one in enumerate(there))
            )
    others = sorted(set(book.times) - set(CHEAP))
    rows = [row("cheap moves", n, book, CHEAP, watch)]
    return book, rows + [row(kind, n, book, (kind,)) for kind in others]


async def opening(of: Class, n: int, query: str, arrive: float = ARRIVE) -> tuple[Book, list[Row]]:
    """All open their pages within some seconds, and stay."""
    book = Book()
    async with AsyncExitStack() as stack, watched(of.server.pid) as watch:
        await opened(of, n, book, stack, arrive, query)
    return book, [row("open", n, book, ("open",), watch)]


async def opened(
    of: Class, n: int, book: Book, stack: AsyncExitStack, arrive: float, query: str
) -> list[Visitor]:
    """Those whose page is there; all leave with the stack."""
    dice = random.Random(n)
    there = []

    async def come(k: int, when: float) -> None:
        await asyncio.sleep(when)
        visitor = of.enter(of.pages[k % len(of.pages)], query)
        stack.push_async_callback(visitor.close)
        if await book.time("open", visitor, visitor.open()):
            there.append(visitor)

    await asyncio.gather(*(come(k, dice.uniform(0, arrive) if n > 1 else 0.0) for k in range(n)))
    return there
