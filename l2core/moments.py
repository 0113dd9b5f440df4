"""Least-squares paths on many overlapping sets of rows of one table, from sums that the sets share.

    M = Σ_i m_i a_i a_iᵀ,    a_i = (1, x_i, y_i),    m_i: how often row i counts, 0 to leave it out

is all that a linear model learns from the rows. M of a fold is one product over its own rows; M of what a
fold leaves to learn from is the sum of the other folds' M, so that K folds take one pass over the rows, not
K − 1. M = RᵀR (Cholesky), and without its first row, the means, R has p + 1 rows with the inner products of
the centred columns. The path of R and −R below it, scaled to the deviations of the rows, is the path of the
rows; and because paths are exact, one path holds every λ. What differs from the path of the rows is rounding:
M squares the condition of the table. Where a column of R has less than SAFE of its length outside the span of
those before it, as with collinear columns or one that does not vary, the path comes from the rows themselves.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from l2core.checks import FloatArray
from l2core.linear import Path, elastic_net_path

SAFE = 1e-3  # the rounding of M counts by 1/SAFE² at most: 10⁻¹⁰ of a weight


@dataclass(frozen=True)
class LeastSquares:
    """A table and the way its paths are fitted, on any of its rows: the objective of `l2core.linear`.

    X: (n, p), y: (n,), lambdas: (L,). l1_ratio, standardize: as `elastic_net_path` takes them.
    rows: (n, p + 2), the a_i, in units in which sums of squares keep their digits, None where there are too
    few for M to save anything. center, scale: (p + 1,), of the columns and of y, the way back.
    """

    X: FloatArray
    y: FloatArray
    lambdas: FloatArray
    l1_ratio: float
    standardize: bool
    rows: FloatArray | None
    center: FloatArray
    scale: FloatArray

    @property
    def shape(self) -> tuple[int, int]:
        """n, p."""
        return self.X.shape[0], self.X.shape[1]

    def path(self, counts: NDArray[np.intp]) -> Path:
        """The path of the rows, each taken so often as counts (n,) says."""
        M = None
        if self.rows is not None:
            taken = counts.nonzero()[0]
            M = _moments(self.rows[taken], counts[taken])
        return self._path(M, counts)

    def held_out_errors(self, counts: NDArray[np.intp], fold_of: NDArray[np.intp]) -> FloatArray:
        """e_k(λ) = Σ m_i (y_i − b − x_iᵀw)² / Σ m_i over fold k, b and w from the other folds: (K, L).

        counts: (n,), the m_i. fold_of: (n,), 0…K−1, each of which has a row that counts: all copies of a row
        are held out together.
        """
        folds = int(fold_of.max()) + 1
        held_out = [((fold_of == k) & (counts > 0)).nonzero()[0] for k in range(folds)]
        learned_from: list[FloatArray | None] = [None] * folds
        if self.rows is not None:
            learned_from = list(_others([_moments(self.rows[held], counts[held]) for held in held_out]))
        errors = np.empty((folds, len(self.lambdas)))
        for k, held in enumerate(held_out):
            model = self._path(learned_from[k], np.where(fold_of == k, 0, counts))
            squares = np.square(self.y[held, None] - model.predict(self.X[held]))
            errors[k] = counts[held] @ squares / counts[held].sum()
        return errors

    def _path(self, M: FloatArray | None, counts: NDArray[np.intp]) -> Path:
        table = None if M is None else _with_moments(M)
        if table is None:
            taken = np.repeat(np.arange(len(counts)), counts)
            X, y = self.X[taken], self.y[taken]
        else:
            table = self.center + self.scale * table
            X, y = table[:, :-1], table[:, -1]
        return elastic_net_path(X, y, self.l1_ratio, self.lambdas, standardize=self.standardize)


def least_squares(
    X: FloatArray, y: FloatArray, lambdas: FloatArray, l1_ratio: float, standardize: bool
) -> LeastSquares:
    """The table, prepared. The arguments are what `elastic_net_path` accepts."""
    n, p = X.shape
    table = np.column_stack((X, y)).astype(np.float64, copy=False)
    center = table.mean(axis=0)
    scale = np.sqrt(np.square(table - center).mean(axis=0))
    scale[scale == 0] = 1.0
    rows = None if n < 2 * (p + 2) else np.column_stack((np.ones(n), (table - center) / scale))
    return LeastSquares(X, y, lambdas, l1_ratio, standardize, rows, center, scale)


def _moments(rows: FloatArray, counts: NDArray[np.intp]) -> FloatArray:
    weighted = rows * np.sqrt(counts)[:, None]
    return np.asarray(weighted.T @ weighted)


def _others(parts: list[FloatArray]) -> FloatArray:
    """Of each part the sum of all others, by sums from either end: a difference would cancel."""
    M = np.zeros((len(parts) + 1, *parts[0].shape))
    M[1:] = parts
    before = np.cumsum(M[:-1], axis=0)
    after = np.cumsum(M[:0:-1], axis=0)[::-1]
    return before + np.concatenate((after[1:], M[:1]))


def _with_moments(M: FloatArray) -> FloatArray | None:
    """A table (2p + 2, p + 1) of x and y with the means and mean products that M holds; None where unsafe."""
    try:
        R = np.linalg.cholesky(M).T
    except np.linalg.LinAlgError:
        return None
    if np.any(np.diag(R) < SAFE * np.sqrt(np.diag(M))):
        return None
    deviations = R[1:, 1:] * np.sqrt((len(R) - 1) / M[0, 0])
    return np.asarray(R[0, 1:] / R[0, 0] + np.concatenate((deviations, -deviations)))
