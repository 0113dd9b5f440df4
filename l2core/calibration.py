"""Are probabilities what they say? Of the rows that were given about p, about a share p should be of class 1.

    bin b:   p̄_b = mean of its p_i,    ȳ_b = mean of its y_i,    SE_b = √( Σ p_i (1 − p_i) ) / n_b

SE_b is the standard deviation that ȳ_b has if every p_i is right (Poisson-binomial), so that |ȳ_b − p̄_b| is
held against it; the √(ȳ(1−ȳ)/n) of the observed share would be 0 where a bin holds one class alone.
Sources: DeGroot & Fienberg 1983, The Statistician 32(1); Brier 1950, Monthly Weather Review 78(1).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.checks import FloatArray, finite_array, whole_number
from l2core.evaluation import CLEAR


@dataclass(frozen=True)
class Calibration:
    """Rows sorted into B bins by their probability, the bins from the smallest to the largest.

    counts: (B,), the rows of each. mean_probability, share_of_ones, standard_error: (B,), p̄_b, ȳ_b, SE_b.
    lowest, highest: (B,), the smallest and largest probability of each.
    """

    counts: NDArray[np.intp]
    mean_probability: FloatArray
    share_of_ones: FloatArray
    standard_error: FloatArray
    lowest: FloatArray
    highest: FloatArray

    @property
    def is_apart(self) -> NDArray[np.bool_]:
        """|ȳ_b − p̄_b| > 2 SE_b, (B,): of probabilities that are right about one bin in twenty."""
        return np.abs(self.share_of_ones - self.mean_probability) > CLEAR * self.standard_error


def calibration(probabilities: ArrayLike, y: ArrayLike, bins: int = 10) -> Calibration:
    """Up to `bins` bins with about as many rows each, cut at the quantiles; equal ones stay together, and
    those that only rounding tells apart.

    probabilities: (n,), from 0 to 1, of rows that the model has not seen. y: (n,) of 0 and 1. Where many rows
    have one probability there are fewer bins: one, if all do. Raises ValueError for other values and shapes.
    """
    p, ones = _checked(probabilities, y)
    alike = np.round(p, 12)  # models of folds with the same mix of classes give the same up to rounding
    cuts = np.quantile(alike, np.arange(1, whole_number("bins", bins, at_least=1)) / bins, method="lower")
    _, bin_of = np.unique(cuts.searchsorted(alike, "left"), return_inverse=True)
    counts = np.bincount(bin_of)
    lowest, highest = np.full(len(counts), np.inf), np.full(len(counts), -np.inf)
    np.minimum.at(lowest, bin_of, p)
    np.maximum.at(highest, bin_of, p)
    mean = np.bincount(bin_of, weights=p) / counts
    return Calibration(
        counts,
        np.clip(mean, lowest, highest),  # equal numbers have a mean that rounding may put beside them
        np.bincount(bin_of, weights=ones) / counts,
        np.sqrt(np.bincount(bin_of, weights=p * (1 - p))) / counts,
        lowest,
        highest,
    )


def brier_score(probabilities: ArrayLike, y: ArrayLike) -> float:
    """(1/n) Σ (p_i − y_i)²: 0 is best; one p for all rows has at least ȳ(1 − ȳ). Errors as `calibration`."""
    p, ones = _checked(probabilities, y)
    return float(np.square(p - ones).mean())


def _checked(probabilities: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    p = finite_array("probabilities", probabilities, ndim=1).astype(np.float64)
    ones = finite_array("y", y, ndim=1).astype(np.float64)
    if not p.size or p.min() < 0 or p.max() > 1:
        wrong = p[(p < 0) | (p > 1)]
        raise ValueError(f"probabilities needs numbers from 0 to 1, got {wrong[:1].tolist() or 'none'}")
    if len(ones) != len(p):
        raise ValueError(f"y needs one value for each of the {len(p)} probabilities, got {len(ones)}")
    if np.any((ones != 0) & (ones != 1)):
        raise ValueError(f"y needs 0 and 1, got {ones[(ones != 0) & (ones != 1)][0]:g}")
    return p, ones
