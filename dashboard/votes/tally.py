"""What the votes of a room come to, and what peer instruction advises then. Votes: voter -> option."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Advice = Literal["hint", "discuss", "explain"]

HINT_BELOW = 0.35
EXPLAIN_ABOVE = 0.70


@dataclass(frozen=True)
class Changes:
    """How many of those who voted twice were right both times, the second or the first time alone, never.

    Who went from one wrong option to another counts in `stayed_wrong`.
    """

    stayed_right: int
    to_right: int
    away_from_right: int
    stayed_wrong: int

    @property
    def voted_twice(self) -> int:
        return self.stayed_right + self.to_right + self.away_from_right + self.stayed_wrong


def counts(votes: Mapping[str, str], options: Sequence[str]) -> dict[str, int]:
    """option -> how many voted for it, in the order of the options; who voted for another is not counted."""
    count = Counter(votes.values())
    return {option: count[option] for option in options}


def changes(first: Mapping[str, str], second: Mapping[str, str], right: str) -> Changes:
    """Who changed from the first vote to the second, among those who took part in both."""
    pairs = Counter((first[voter] == right, second[voter] == right) for voter in first.keys() & second.keys())
    return Changes(
        stayed_right=pairs[True, True],
        to_right=pairs[False, True],
        away_from_right=pairs[True, False],
        stayed_wrong=pairs[False, False],
    )


def share_right(votes: Mapping[str, str], right: str) -> float | None:
    """(votes for the right option) / (votes), from 0 to 1; None where nobody voted."""
    return counts(votes, [right])[right] / len(votes) if votes else None


def advice(share: float) -> Advice:
    """What to do after the first vote, by the share that is right.

    share < 35 %: "hint", then vote again; 35 % to 70 %: "discuss" in small groups, then vote again; above:
    "explain" and go on. Source: T. Vickrey, K. Rosploch, R. Rahmanian, M. Pilarz & M. Stains (2015),
    Research-based implementation of peer instruction: a literature review, CBE—Life Sciences Education
    14:es3, doi:10.1187/cbe.14-11-0198.
    """
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"share is {share}: it must be from 0 to 1")
    if share < HINT_BELOW:
        return "hint"
    return "explain" if share > EXPLAIN_ABOVE else "discuss"
