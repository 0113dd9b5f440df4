"""A class before the lab: how long its moves take, and what they cost, beside an app of one chart.

    python -m benchmarks.classroom                                     # everything, one process
    python -m benchmarks.classroom --processes 2                       # behind nginx, as `make serve` has it
    python -m benchmarks.classroom --parts cheap --users 25 50 --first-questions
    python -m benchmarks.classroom --parts cheap --users 1 --pages two_functions   # what a move of it costs

Each member is a browser without a window (tests/visitor.py), with a session and an address of its own. Pages
in the mix are all that have a bar; they have been walked through once before anything is measured. A move of
the bar that the pictures follow in the browser alone is none here: every move asks the server for a run.
Whoever still waits when the next move is due makes it as soon as the last one is finished.

    idle        memory of sessions that do nothing
    cheap       moves that train nothing, with other values each time; a few go on to the next question
    opening     all open one lesson that has been open before
    link        all open one link whose networks nobody has trained
    mix         one move in four on a page that trains asks for other examples, a few go to another lesson
    different   impatient people, each with examples of their own; cheap moves of five others meanwhile
    waves       four classes come, move, and leave; memory after each

p50, p95 and max are milliseconds from a move to the end of its run, ms/move is what the server's processes
computed for one. What driver, server and helpers (of training, a proxy) use of one machine stands in cores
beside what others took of it. The app of one chart (benchmarks/one_chart_app.py) runs on the lab's settings.

Kernels acknowledge what comes as they do for a browser; --acknowledge-at-once shows whether a server waits
for that.
"""

import argparse
import asyncio
import signal
import sys
import time
from contextlib import ExitStack
from dataclasses import replace

from benchmarks.classroom import parts
from benchmarks.classroom.book import Book
from benchmarks.classroom.members import NEXT, OTHER_EXAMPLES, Habits
from benchmarks.classroom.parts import Came, Class
from benchmarks.classroom.servers import ROOT, Server, one_chart_folder, started, wait_until_well
from benchmarks.classroom.table import HEAD, ratio
from dashboard.navigation import LESSONS
from tests.visitor import Visitor

PARTS = ("idle", "cheap", "opening", "link", "mix", "different", "waves")
FOR_ALL = ("idle", "waves")  # for the largest number of people alone
OF_ONE_CHART = {"link": "opening", "mix": "cheap"}  # the same to it, and measured once
ABOUT_TRAINING = ("link", "mix", "different")
PATIENCE = 120.0  # seconds for a move
FIRST = 600.0  # seconds for what nobody has computed before
REST = 3.0  # seconds until memory is read


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--users", nargs="+", type=int, default=[1, 10, 25, 50, 100])
    parser.add_argument("--pages", nargs="+", help="these alone, by their names in the address")
    parser.add_argument("--processes", type=int, default=1, help="1: as README has it; more: behind nginx")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long a class moves")
    parser.add_argument("--every", type=float, default=2.0, help="seconds between the moves of one")
    parser.add_argument("--arrive", type=float, default=10.0, help="seconds within which all come")
    parser.add_argument("--pause", type=float, default=125.0, help="seconds after a wave has left")
    parser.add_argument("--first-questions", action="store_true", help="nobody goes on; a quicker start")
    parser.add_argument("--bare", action="store_true", help="the app of one chart alone")
    parser.add_argument("--acknowledge-at-once", action="store_true", help="and not as the kernel does it")
    parser.add_argument("--tiny", action="store_true", help="two people and a few moves, to see that it runs")
    options = parser.parse_args()
    if options.tiny:
        options.users = [2]
        options.seconds, options.every, options.arrive, options.pause = 0.5, 0.2, 0.1, 0.0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers end too
    with ExitStack() as stack:
        folder = stack.enter_context(one_chart_folder())
        bare = stack.enter_context(started("one chart", folder, options.processes))
        lab = None if options.bare else stack.enter_context(started("lab", ROOT, options.processes))
        for server in (bare, lab):
            if server is not None:
                wait_until_well(server)
        errors = asyncio.run(measured(options, bare, lab))
    sys.exit(1 if errors else 0)


async def measured(options: argparse.Namespace, bare: Server, lab: Server | None) -> int:
    """How many errors were among what it prints: what comes of all parts, before both servers."""
    peers = Class(bare, entering(options, bare, FIRST), options.arrive, [""])
    await parts.touched(peers, Book())
    members = None
    if lab is not None:
        first = Class(lab, entering(options, lab, FIRST), options.arrive, [""])
        pages = await walked(first, options)
        trains = [page for page in pages if page in OTHER_EXAMPLES]
        members = replace(first, enter=entering(options, lab, PATIENCE), pages=pages, trains=trains)
    known: dict[tuple[str, int], Came] = {}
    errors = 0
    say(HEAD)
    no_training = members is not None and not members.trains
    for part in (part for part in PARTS if part in options.parts):
        if no_training and part in ABOUT_TRAINING:
            continue
        for n in [max(options.users)] if part in FOR_ALL else options.users:
            same = OF_ONE_CHART.get(part, part), parts.AT_ONCE if part == "different" else n
            if same not in known:
                known[same] = await came_of(*same, options, peers)
                errors += told(f"{same[0]}, one chart", known[same])
            if members is not None:
                came = await came_of(part, n, options, members)
                errors += told(f"{part}, lab", came)
                for ours, theirs in zip(came.rows[:1], known[same].rows, strict=False):
                    say(ratio(ours, theirs))
    return errors


def entering(options: argparse.Namespace, server: Server, patience: float) -> parts.Entry:
    def enter(page: str, query: str) -> Visitor:
        at_once = options.acknowledge_at_once
        return Visitor(server.port, page, query, acknowledges_at_once=at_once, patience=patience)

    return enter


async def came_of(part: str, n: int, options: argparse.Namespace, of: Class) -> Came:
    goes_on = 0.0 if options.first_questions else 0.05
    habits = Habits(options.seconds, options.every, goes_on=goes_on)
    if part == "idle":
        return await parts.idle(of, n, 0.0 if options.tiny else REST)
    if part == "opening":
        return await parts.opening(replace(of, pages=[LESSONS[0].file] if of.trains else of.pages), n)
    if part == "link":
        page, query = await parts.fresh_link(of, n)
        return await parts.opening(replace(of, pages=[page]), n, query)
    if part == "mix":
        return await parts.moving(of, n, replace(habits, trains=0.25, leaves=0.6 * goes_on))
    if part == "different":
        return await parts.different(of, n, replace(habits, every=options.every / 2))
    if part == "waves":
        return await parts.waves(of, n, replace(habits, trains=0.1), options.pause)
    return await parts.moving(of, n, habits)


async def walked(of: Class, options: argparse.Namespace) -> list[str]:
    """Goes through the questions of all pages once, as a teacher who prepares them; the pages with a bar."""
    visitor = of.enter("", "")
    await visitor.open()
    pages = list(visitor.pages)
    await visitor.close()
    with_a_bar = []
    say(f"{'walked through':34}{'seconds':>11}{'messages':>10}{'kB':>8}")
    for page in pages[:1] if options.tiny else options.pages or pages:
        visitor = of.enter(page, "")
        begun = time.perf_counter()
        await visitor.open()
        if visitor.bar() is not None:
            with_a_bar.append(page)
        while True:
            if answers := visitor.buttons("answer."):
                await visitor.press(answers[0])
            onward = [link for link in visitor.links() if link.icon == NEXT and link.page == visitor.page]
            if not onward or options.first_questions:
                break
            await visitor.follow(onward[0])
        took = time.perf_counter() - begun
        say(f"{page or 'home':34}{took:11.1f}{visitor.messages:10}{visitor.received / 1000:8.0f}")
        await visitor.close()
    return with_a_bar


def told(what: str, came: Came) -> int:
    """How many errors were among what it prints."""
    for row in came.rows:
        say(replace(row, what=f"{what}: {row.what}" if row is came.rows[0] else f"    {row.what}"))
    for note in came.notes:
        say(f"{what}: {note}")
    for error, times in came.errors.most_common(5):
        say(f"  ! {times} × {error}")
    return came.errors.total()


def say(line: object) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
