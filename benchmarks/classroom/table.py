"""What was measured, as the rows of a table."""

import math
from dataclasses import dataclass

from benchmarks.classroom.members import Book
from benchmarks.classroom.meter import Watch

HEAD = (
    f"{'':26}{'n':>5}{'p50':>8}{'p95':>8}{'max':>8}{'messages':>10}{'kB':>8}{'moves/s':>9}{'ms/move':>9}"
    f"{'server':>8}{'helpers':>9}{'driver':>8}{'others':>8}{'errors':>8}"
)


@dataclass(frozen=True)
class Cost:
    """What the server took for a move, in milliseconds of a processor, and cores meanwhile, of all."""

    moves_a_second: float
    processor: float
    server: float
    helpers: float
    driver: float
    others: float
    errors: int

    def __str__(self) -> str:
        return (
            f"{self.moves_a_second:9.1f}{self.processor:9.1f}"
            f"{self.server:8.2f}{self.helpers:9.2f}{self.driver:8.2f}{self.others:8.2f}{self.errors:8}"
        )


@dataclass(frozen=True)
class Row:
    """Some kinds of moves of n people: seconds of each, what was sent for one, and what all moves cost."""

    what: str
    n: int
    times: tuple[float, ...]  # sorted
    messages: float
    kilobytes: float
    cost: Cost | None = None

    def at(self, share: float) -> float:
        """A quantile of the times in milliseconds; nan where there are none."""
        if not self.times:
            return float("nan")
        return 1000 * self.times[round(share * (len(self.times) - 1))]

    def __str__(self) -> str:
        return (
            f"{self.what:26}{self.n:5}{self.at(0.5):8.0f}{self.at(0.95):8.0f}{self.at(1.0):8.0f}"
            f"{self.messages:10.0f}{self.kilobytes:8.1f}{self.cost or ''}"
        )


def row(what: str, n: int, book: Book, kinds: tuple[str, ...], watch: Watch | None = None) -> Row:
    """The row of some kinds of moves; watch: for what all of them cost together."""
    times = tuple(sorted(time for kind in kinds for time in book.times[kind]))
    count = max(len(times), 1)
    messages = sum(book.messages[kind] for kind in kinds) / count
    kilobytes = sum(book.received[kind] for kind in kinds) / count / 1000
    return Row(what, n, times, messages, kilobytes, cost(book, watch) if watch else None)


def cost(book: Book, watch: Watch) -> Cost:
    moves = sum(map(len, book.times.values()))
    return Cost(
        moves / watch.seconds,
        1000 * watch.cores("server") * watch.seconds / max(moves, 1),
        watch.cores("server"),
        watch.cores("helpers"),
        watch.cores("driver"),
        watch.cores_of_others,
        sum(book.errors.values()),
    )


def ratio(lab: Row, bare: Row) -> str:
    """How many times what the app of one chart takes."""
    pairs = [(lab.at(share), bare.at(share), 8) for share in (0.5, 0.95, 1.0)]
    pairs += [(lab.messages, bare.messages, 10), (lab.kilobytes, bare.kilobytes, 8)]
    if lab.cost and bare.cost:
        pairs += [(lab.cost.moves_a_second, bare.cost.moves_a_second, 9)]
        pairs += [(lab.cost.processor, bare.cost.processor, 9)]
    ratios = "".join(f"{ours / theirs if theirs else math.nan:{width}.1f}" for ours, theirs, width in pairs)
    return f"{'  × one chart':31}{ratios}"


def say(line: object) -> None:
    print(line, flush=True)
