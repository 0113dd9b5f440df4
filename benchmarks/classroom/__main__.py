"""A class before the lab: how long its moves take, and what they cost, beside an app of one chart.

    python -m benchmarks.classroom                                     # everything, one process
    python -m benchmarks.classroom --processes 2                       # behind nginx, as `make serve` has it
    python -m benchmarks.classroom --parts cheap --users 25 50

Each member is a browser without a window (tests/visitor.py), with a session and an address of its own. The
app of one chart (benchmarks/one_chart_app.py) has the lab's settings and stands before each row of the lab.
All are on one machine; the last columns say in cores what was left to whom. Milliseconds are from the move to
the end of its run; those who wait for an earlier move make the next one at once.

The sockets of a server that was started by Streamlit send a short message only when the one before it was
acknowledged, and a kernel may take 40 ms for that. Members acknowledge at once, so that the figures are of
the server; --slow-acknowledging leaves it to the kernel.
"""

import argparse
import asyncio
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

from benchmarks.classroom import parts
from benchmarks.classroom.members import NEXT, Book, Habits
from benchmarks.classroom.parts import Class
from benchmarks.classroom.servers import ROOT, Server, one_chart_folder, running
from benchmarks.classroom.table import HEAD, Row, ratio, say
from tests.visitor import Visitor

PARTS = ("cheap", "mix")
FIRST = 300.0  # seconds for what nobody has computed before


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--users", nargs="+", type=int, default=[1, 10, 25, 50, 100])
    parser.add_argument("--processes", type=int, default=1, help="1: as README has it; more: behind nginx")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long a class moves")
    parser.add_argument("--every", type=float, default=2.0, help="seconds between the moves of one")
    parser.add_argument("--first-questions", action="store_true", help="nobody goes on; a quicker start")
    parser.add_argument("--bare", action="store_true", help="the app of one chart alone")
    parser.add_argument("--slow-acknowledging", action="store_true", help="as the kernel does it")
    parser.add_argument("--tiny", action="store_true", help="two people and a few moves, to see that it runs")
    options = parser.parse_args()
    if options.tiny:
        options.users, options.seconds, options.every, options.first_questions = [2], 1.0, 0.3, True
    with ExitStack() as stack:
        bare = stack.enter_context(
            running("one chart", stack.enter_context(one_chart_folder()), options.processes)
        )
        lab = None if options.bare else stack.enter_context(running("lab", ROOT, options.processes))
        asyncio.run(measured(options, bare, lab))


async def measured(options: argparse.Namespace, bare: Server, lab: Server | None) -> None:
    """Prints the rows of all parts."""

    def of(server: Server, pages: Sequence[str], patience: float = 120.0) -> Class:
        def enter(page: str, query: str) -> Visitor:
            at_once = not options.slow_acknowledging
            return Visitor(server.port, page, query, acknowledges_at_once=at_once, patience=patience)

        return Class(server, pages, enter)

    peers = of(bare, [""])
    goes_on = 0.0 if options.first_questions else 0.05
    members = None
    if lab is not None:
        members = of(lab, await walked(of(lab, [], FIRST), options.tiny, not options.first_questions))
    known: dict[int, list[Row]] = {}
    say(HEAD)
    for part in options.parts:
        say(part)
        for n in options.users:
            habits = Habits(options.seconds, options.every, goes_on=goes_on)
            if part == "mix":
                habits = replace(habits, trains=0.25, leaves=0.6 * goes_on)
            arrive = 0.5 if options.tiny else parts.ARRIVE
            if n not in known:
                book, known[n] = await parts.moving(peers, n, habits, arrive)
                tell("one chart", book, known[n])
            if members is not None:
                book, rows = await parts.moving(members, n, habits, arrive)
                tell("lab", book, rows)
                say(ratio(rows[0], known[n][0]))


async def walked(of: Class, tiny: bool, goes_on: bool) -> list[str]:
    """Goes through the questions of all pages once, as a teacher who prepares them; the pages with a bar."""
    visitor = of.enter("", "")
    await visitor.open()
    pages = list(visitor.pages)
    await visitor.close()
    with_a_bar = []
    say(f"{'walked through once':26}{'seconds':>8}{'messages':>10}{'kB':>8}")
    for page in pages[:1] if tiny else pages:
        visitor = of.enter(page, "")
        begun = time.perf_counter()
        await visitor.open()
        if visitor.bar() is not None:
            with_a_bar.append(page)
        while True:
            if answers := visitor.buttons("answer."):
                await visitor.press(answers[0])
            onward = [link for link in visitor.links() if link.icon == NEXT and link.page == visitor.page]
            if not onward or not goes_on:
                break
            await visitor.follow(onward[0])
        took = time.perf_counter() - begun
        say(f"{page or 'home':26}{took:8.1f}{visitor.messages:10}{visitor.received / 1000:8.0f}")
        await visitor.close()
    return with_a_bar


def tell(name: str, book: Book, rows: Sequence[Row]) -> None:
    for row in rows:
        say(replace(row, what=f"{name}: {row.what}" if row is rows[0] else f"     {row.what}"))
    for error, times in book.errors.most_common(5):
        say(f"  ! {times} × {error}")


if __name__ == "__main__":
    main()
