"""The same nets from many starts: where most of them lie, and what a penalty changes from start to start."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.checks import FloatArray
from l2core.evaluation import CLEAR, CLIMBED, Estimate, direction, estimate, paired_difference


class Middle(NamedTuple):
    """Between `low` and `high` lie the middle starts; half of all lie below `median`."""

    low: FloatArray
    median: FloatArray
    high: FloatArray


class Means(NamedTuple):
    """Mean, standard error and number of the starts that did not diverge."""

    mean: FloatArray
    error: FloatArray
    n: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class ErrorsOverStarts:
    """Cross-entropies of one net from the same starts; row 0 without a penalty, row k + 1 with lambdas[k].

    All (L + 1, starts). training, validation: after the last step, NaN where a net diverged. lowest: the
    lowest validation loss on the way. penalty_term: what the penalty adds to the training loss at the end.
    constant: whether the net answers the same to every example (`l2core.evaluation.answers_alike`).
    """

    lambdas: Sequence[float]
    penalty: str
    training: FloatArray
    validation: FloatArray
    lowest: FloatArray
    penalty_term: FloatArray
    constant: NDArray[np.bool_]

    def difference(self, k: int) -> Estimate | None:
        """Validation loss at lambdas[k] minus that of the same start without a penalty, over the starts.

        None where fewer than two starts have both.
        """
        with_, without = self.validation[k + 1], self.validation[0]
        both = np.isfinite(with_) & np.isfinite(without)
        return paired_difference(with_[both], without[both]) if both.sum() > 1 else None

    def mean(self, losses: FloatArray, row: int) -> Estimate | None:
        """The mean over the starts that did not diverge; None where fewer than two are left."""
        sound = losses[row][np.isfinite(losses[row])]
        return estimate(sound) if len(sound) > 1 else None

    def best(self) -> int | None:
        """The place of the λ with the lowest mean validation loss; None where all diverged."""
        means = [self.mean(self.validation, k + 1) for k in range(len(self.lambdas))]
        losses = [np.inf if mean is None else mean.mean for mean in means]
        return int(np.argmin(losses)) if np.isfinite(min(losses)) else None

    def votes(self) -> NDArray[np.intp]:
        """How many starts have their lowest validation loss at each λ, (L,).

        A start that diverges at every λ has none; of several that are equally low the smallest λ counts.
        """
        losses = np.where(np.isfinite(self.validation[1:]), self.validation[1:], np.inf)
        own = np.argmin(losses, axis=0)[np.isfinite(losses.min(axis=0))]
        return np.bincount(own, minlength=len(self.lambdas))

    def not_told_from(self, k: int) -> list[int]:
        """The places of the λ, k among them, whose validation loss these starts do not tell from that at k.

        Start against start, as `difference`, by `l2core.evaluation.direction`. A λ at which fewer than two
        starts end that also end at k cannot be told from it either.
        """
        here = self.validation[k + 1]
        alike = []
        for place, other in enumerate(self.validation[1:]):
            both = np.isfinite(here) & np.isfinite(other)
            if place == k or both.sum() < 2 or direction(paired_difference(other[both], here[both])) == 0:
                alike.append(place)
        return alike

    def zone(self, k: int) -> str:
        """What lambdas[k] does: "diverges" | "collapses" | "helps" | "hurts" | "overfits" | "nothing".

        In this order: more than half of the nets diverged; more than half answer alike; the difference to no
        penalty is below or above 0 by more than CLEAR standard errors. It overfits where it is neither, the
        validation loss has climbed by more than CLIMBED from its lowest, and the gap between validation and
        training loss is still more than half of that without a penalty.
        """
        difference = self.difference(k)
        if difference is None or np.isnan(self.validation[k + 1]).mean() > 0.5:
            return "diverges"
        if self.constant[k + 1].mean() > 0.5:
            return "collapses"
        if difference.mean < -CLEAR * difference.standard_error:
            return "helps"
        if difference.mean > CLEAR * difference.standard_error:
            return "hurts"
        climb = np.nanmean(self.validation[k + 1] - self.lowest[k + 1])
        gap, free_gap = (np.nanmean(self.validation[row] - self.training[row]) for row in (k + 1, 0))
        return "overfits" if climb > CLIMBED and gap > free_gap / 2 else "nothing"

    def zones(self) -> list[tuple[str, int, int]]:
        """(name, first k, last k) of each run of λ with one zone."""
        found = []
        for zone, run in groupby(range(len(self.lambdas)), self.zone):
            places = list(run)
            found.append((zone, places[0], places[-1]))
        return found


def middle(values: ArrayLike, diverged: float) -> Middle:
    """The order statistics x₍c₊₁₎, (x₍n/2₎ + x₍n/2+1₎)/2 and x₍n−c₎ of n starts, c = ⌊n/10⌋; values (n, …).

    Of 20 starts the third, the median and the eighteenth: 16 from `low` to `high`. NaN, a net that diverged,
    counts as `diverged`: infinity for a loss or a size, 0 for a share of exact zeros.
    """
    x = np.asarray(values)
    ranked = np.sort(np.where(np.isnan(x), diverged, x), axis=0)
    cut = left_out(len(ranked))
    return Middle(ranked[cut], np.median(ranked, axis=0), ranked[-1 - cut])


def means(values: ArrayLike) -> Means:
    """x̄ = Σ x_i / n and s/√n over the n starts that did not diverge; values (starts, …), NaN once diverged.

    s with n − 1 in the denominator. NaN, both, where fewer than two starts are left.
    """
    x = np.asarray(values, dtype=float)
    sound = np.isfinite(x)
    n = sound.sum(axis=0)
    enough = n > 1
    mean = np.where(sound, x, 0).sum(axis=0) / np.maximum(n, 1)
    squares = np.square(np.where(sound, x - mean, 0)).sum(axis=0)
    error = np.sqrt(squares / np.maximum(n - 1, 1) / np.maximum(n, 1))
    return Means(np.where(enough, mean, np.nan), np.where(enough, error, np.nan), n)


def left_out(starts: int) -> int:
    """How many of the starts lie above the middle ones, and how many below: ⌊n/10⌋."""
    return starts // 10


def inside(starts: int) -> int:
    """How many of the starts lie from `low` to `high`: n − 2⌊n/10⌋."""
    return starts - 2 * left_out(starts)
