"""Codes that stand for a missing value: −999 in a column of amounts, 0 in one of blood pressures.

They are pointed out and never taken out: only who knows the data can tell.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from l2core.checks import FloatArray

_CODES = np.array(
    [-1.0, -9, -99, -99.9, -99.99, -200, -999, -999.9, -999.99, -9999, -99999, 99, 999, 9999, 99999, 999999]
)
_FEWEST_OTHERS = 10  # different values beside the code, below which it may be a value like the others
_LOW_END = 10  # values by whose spacing the gap above 0 is measured
_WIDE = 5.0  # times the usual spacing
_FAR = 0.08  # of the median


@dataclass(frozen=True)
class Suspicion:
    """`count` rows of `column` hold `code`, which may stand for "missing"."""

    column: str
    code: float
    count: int


def suspicions(names: Sequence[str], values: FloatArray) -> tuple[Suspicion, ...]:
    """values: (rows, columns), NaN where missing. One code a column at most.

    A negative code is the only negative value of its column, or further from the others than they are apart;
    a positive one is the latter. 0 is suspected where it is the least value, in at most half of the rows, and
    the gap above it is 5 times the median spacing of the next values and 8 % of the median of the others.
    Each stands in two rows at least.
    """
    if not values.size:
        return ()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # columns without a number
        least, most = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    suspected = np.flatnonzero(np.isin(least, _CODES) | np.isin(most, _CODES) | (least == 0))
    found = []
    for k in suspected.tolist():
        given, counts = np.unique(values[~np.isnan(values[:, k]), k], return_counts=True)
        for at in (0, len(given) - 1):
            if counts[at] > 1 and _is_code(given, at, counts[at] / counts.sum()):
                found.append(Suspicion(names[k], float(given[at]), int(counts[at])))
                break
    return tuple(found)


def _is_code(given: FloatArray, at: int, share: float) -> bool:
    """given: the different values of a column in order; at: 0 or the last."""
    code, others = given[at], np.delete(given, at)
    if len(others) < _FEWEST_OTHERS or not np.isfinite(given).all():
        return False
    gap = np.abs(others - code).min()
    if code == 0:
        wide = max(_WIDE * np.median(np.diff(others[:_LOW_END])), _FAR * np.median(others))
        return at == 0 and share <= 0.5 and bool(gap >= wide)
    if code not in _CODES or (code < 0) != (at == 0):
        return False
    return bool((code < 0 and others.min() >= 0) or gap > np.ptp(others))
