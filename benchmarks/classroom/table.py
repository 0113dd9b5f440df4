"""What was measured, as the rows of a table."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.classroom.book import Book, Done
from benchmarks.classroom.meter import Watch

HEAD = (
    f"{'':34}{'n':>4}{'moves':>7}{'p50':>8}{'p95':>8}{'max':>8}{'messages':>10}{'kB':>8}{'moves/s':>9}"
    f"{'ms/move':>9}{'server':>8}{'helpers':>9}{'driver':>8}{'others':>8}{'errors':>8}"
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
    """Some moves of n people: seconds of each, what was sent for one, and what all moves cost."""

    what: str
    n: int
    times: tuple[float, ...]  # sorted
    messages: float
    kilobytes: float
    cost: Cost | None = None

    def at(self, share: float) -> float:
        """A quantile of the times in milliseconds; nan where there are none."""
        if not self.times:
            return math.nan
        return 1000 * self.times[round(share * (len(self.times) - 1))]

    def __str__(self) -> str:
        return (
            f"{self.what:34}{self.n:4}{len(self.times):7}"
            f"{self.at(0.5):8.0f}{self.at(0.95):8.0f}{self.at(1.0):8.0f}"
            f"{self.messages:10.0f}{self.kilobytes:8.1f}{self.cost or ''}"
        )


def row(what: str, n: int, moves: Sequence[Done], cost: Cost | None = None) -> Row:
    count = max(len(moves), 1)
    messages = sum(move.messages for move in moves) / count
    kilobytes = sum(move.received for move in moves) / count / 1000
    return Row(what, n, tuple(sorted(move.seconds for move in moves)), messages, kilobytes, cost)


def cost(book: Book, watch: Watch) -> Cost:
    """What all moves of a class cost while it was watched."""
    moves = len(book.done)
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
    return f"{'  × one chart':45}{ratios}"
