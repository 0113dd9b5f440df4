"""Missing cells, NaN in X, filled by the median of what the rows learned from have in that column.

    x_ij = median { x_kj : k a row learned from, x_kj there }    where x_ij is missing

The medians are part of the model: whoever judges it on held-out rows takes them from the other rows, and
fills both with them.
"""

import numpy as np
from numpy.typing import ArrayLike

from l2core.checks import FloatArray, finite_array


def medians(X: ArrayLike) -> FloatArray:
    """The median of each column of X (n, p), missing cells (NaN) left out: (p,).

    0 for a column without any number: filled, it does not vary, and has weight 0. Raises ValueError for what
    is neither a number nor missing.
    """
    columns = finite_array("X", X, ndim=2, gaps=True)
    empty = np.isnan(columns).all(axis=0)
    result = np.zeros(columns.shape[1])
    result[~empty] = np.nanmedian(columns[:, ~empty], axis=0)
    return result


def filled(X: ArrayLike, medians: ArrayLike) -> FloatArray:
    """X (n, p) with the median of its column, of (p,), where a cell is missing. Raises ValueError too."""
    columns, middle = finite_array("X", X, ndim=2, gaps=True), finite_array("medians", medians, ndim=1)
    if len(middle) != columns.shape[1]:
        raise ValueError(
            f"medians needs one number for each of the {columns.shape[1]} columns of X, got {len(middle)}"
        )
    return np.where(np.isnan(columns), middle, columns)
