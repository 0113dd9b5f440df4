"""The line on which a net is undecided, p = ½, as a few corners a picture: crisp at any size, small to send.

Marching squares (Lorensen & Cline 1987, in the plane) over all pictures at once. Between two nodes of the
grid the logit is taken as linear, which it is, but for the kinks of a ReLU network.
"""

import numpy as np
from numpy.typing import NDArray

from l2core.checks import FloatArray

UNITS = 1000  # the coordinates of a line run from 0 to UNITS across the picture
_TOLERANCE = 0.8  # of these units: how far a dropped corner may lie from the line

Ints = NDArray[np.intp]


def half_lines(probabilities: FloatArray, nodes: FloatArray) -> list[str]:
    """The lines p = ½ of every picture, as "x,y x,y …;x,y …": polylines apart by ";", "" where there is none.

    probabilities: (pictures, n, n), rows upwards. nodes: (n,), where the rows and the columns stand between 0
    and 1. A picture with NaN has no line.
    """
    edges, following = _segments(probabilities > 0.5)
    x, y = _crossings(probabilities, nodes, edges)
    order, chains = _chained(following)
    x, y, picture = x[order], y[order], edges[order] // (2 * probabilities[0].size)
    keep = _corners(x, y, chains)
    words = [f"{a:.0f},{b:.0f}" for a, b in zip(x[keep], y[keep], strict=True)]
    lines = [""] * len(probabilities)
    starts = np.flatnonzero(np.diff(chains[keep], prepend=-1))
    for start, stop in zip(starts, np.append(starts, len(words))[1:], strict=True):
        of = picture[keep[start]]
        lines[of] += (";" if lines[of] else "") + " ".join(words[start:stop])
    return lines


def polylines(written: str) -> list[FloatArray]:
    """The polylines (n, 2) that `half_lines` wrote as words, in units of the picture's side."""
    return [
        np.array([corner.split(",") for corner in part.split(" ")], dtype=float) / UNITS
        for part in written.split(";")
        if part
    ]


def _segments(inside: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """The edges of the grid that the line crosses, numbered through all pictures, and which comes next.

    Walking round a cell, the line enters where the corners turn from outside to inside, and leaves where they
    turn back; so it always has the inside on the same hand, and the next cell goes on where this one left.
    −1 stands for the end at the rim of the picture.
    """
    n = inside.shape[-1]
    corners = (inside[:, :-1, :-1], inside[:, :-1, 1:], inside[:, 1:, 1:], inside[:, 1:, :-1])
    count = np.sum(corners, axis=0, dtype=np.int8)
    picture, i, j = np.nonzero((count > 0) & (count < 4))
    ring = np.stack([corner[picture, i, j] for corner in corners], axis=1)
    node = picture * 2 * n * n + i * n + j  # the edge to the right of a node; n² more: the one above it
    around = np.stack([node, node + n * n + 1, node + n, node + n * n], axis=1)
    entries, leaves = [], []
    for k in range(4):
        r = np.roll(ring, -k, axis=1)
        enters = ~r[:, 0] & r[:, 1]
        turns = k + 1 + r[:, 2] + (r[:, 2] & r[:, 3])
        entries.append(around[enters, k])
        leaves.append(around[enters, turns[enters] % 4])
    edges, place = np.unique(np.concatenate([*entries, *leaves]), return_inverse=True)
    enter, leave = np.split(place, 2)
    following = np.full(len(edges), -1)
    following[enter] = leave
    return edges, following


def _crossings(p: FloatArray, nodes: FloatArray, edges: Ints) -> tuple[FloatArray, FloatArray]:
    """Where on each edge the logit is 0, in UNITS."""
    n = p.shape[-1]
    picture, edge = np.divmod(edges, 2 * n * n)
    upwards, node = np.divmod(edge, n * n)
    i, j = np.divmod(node, n)
    ends = np.clip(np.stack([p[picture, i, j], p[picture, i + upwards, j + 1 - upwards]]), 1e-6, 1 - 1e-6)
    here, there = np.log(ends / (1 - ends)).astype(float)
    share = here / (here - there)
    x = nodes[j] + np.where(upwards, 0, share * (nodes[np.minimum(j + 1, n - 1)] - nodes[j]))
    y = nodes[i] + np.where(upwards, share * (nodes[np.minimum(i + 1, n - 1)] - nodes[i]), 0)
    return UNITS * x, UNITS * y


def _chained(following: Ints) -> tuple[Ints, Ints]:
    """The edges in the order in which the lines run, and the number of the line each belongs to.

    A closed line begins and ends at its lowest edge. Pointer doubling: every round looks twice as far back.
    """
    count = len(following)
    before = np.arange(count)
    before[following[following >= 0]] = np.flatnonzero(following >= 0)
    first = before == np.arange(count)
    rounds = range(count.bit_length())
    lowest, back = np.arange(count), before.copy()
    for _round in rounds:
        lowest, back = np.minimum(lowest, lowest[back]), back[back]
    closed = np.flatnonzero(~first[back] & (lowest == np.arange(count)))
    last = before[closed]
    before[closed] = closed
    steps, back = (before != np.arange(count)).astype(int), before.copy()
    for _round in rounds:
        steps, back = steps + steps[back], back[back]
    edge = np.concatenate([np.arange(count), closed])  # a closed line comes back to where it began
    head = np.concatenate([back, closed])
    rank = np.concatenate([steps, steps[last] + 1])
    order = np.lexsort((rank, head))
    return edge[order], head[order]


def _corners(x: FloatArray, y: FloatArray, chains: Ints) -> Ints:
    """The points without which a line would leave its course; of neighbours only one is dropped at a time."""
    keep = np.arange(len(x))
    for turn in range(12):
        px, py, chain = x[keep], y[keep], chains[keep]
        ax, ay = px[1:-1] - px[:-2], py[1:-1] - py[:-2]
        bx, by = px[2:] - px[:-2], py[2:] - py[:-2]
        off = np.abs(ax * by - ay * bx) > _TOLERANCE * np.hypot(bx, by)
        inner = (chain[1:-1] == chain[:-2]) & (chain[1:-1] == chain[2:])
        place = np.arange(len(keep)) - np.searchsorted(chain, chain)
        mine = (place[1:-1] + turn) % 2 == 0
        needed = np.ones(len(keep), bool)
        needed[1:-1] = off | ~inner | ~mine
        keep = keep[needed]
    return keep
