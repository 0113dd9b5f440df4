"""Least-squares paths on many overlapping sets of rows of one table, from sums that the sets share.

    M = Σ_i m_i a_i a_iᵀ,    a_i = (1, x_i, y_i),    m_i: how often row i counts, 0 to leave it out

is all that a linear model learns from the rows. M of a fold is one product over its own rows; M of what a
fold leaves to learn from is the sum of the other folds' M, so that K folds take one pass over the rows, not
K − 1. M = RᵀR (Cholesky), and without its first row, the means, R has p + 1 rows with the inner products of
the centred columns. The path of R and −R below it, scaled to the deviations of the rows, is the path of the
rows; and because paths are exact, one path holds every λ. What differs from the path of the rows is rounding:
M squares the condition of the table. Where a column of R has less than SAFE of its length outside the span of
those before it, as with collinear columns, the path comes from the rows themselves.

A missing cell is 0 in x_i, and a_i has a 1 more for it in a column of its own: filled by its median m, column
j is x_j + m times that column, so that M for other medians is a product away too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.checks import FloatArray
from l2core.cross_validation import random_folds
from l2core.linear import elastic_net_path
from l2core.lockstep import minima
from l2core.missing import filled, medians
from l2core.prepared_table import PreparedTable, prepared

SAFE = 1e-3  # the rounding of M counts by 1/SAFE² at most: 10⁻¹⁰ of a weight
MOST_STRAIGHT, MOST_BENT = 30, 150  # columns up to which `minima` is the faster, of the lasso and otherwise
TOGETHER = 10  # samples of rows whose paths are followed at the same time

Counts = NDArray[np.intp]


@dataclass(frozen=True)
class Models:
    """Linear models ŷ = b + Xw along λ: coefficients (L, p), intercepts (L,); medians (p,) fill gaps in X."""

    coefficients: FloatArray
    intercepts: FloatArray
    medians: FloatArray | None = None

    def predict(self, X: FloatArray) -> FloatArray:
        """b + Xw at each λ: (n, L) for X (n, p)."""
        rows = X if self.medians is None else filled(X, self.medians)
        return self.intercepts + rows @ self.coefficients.T


@dataclass(frozen=True)
class LeastSquares:
    """A table and the way its paths are fitted, as `l2core.refits.Refits` says.

    X: (n, p), NaN where a cell is missing; y: (n,); lambdas: (L,). l1_ratio, standardize, penalty_factors: as
    `elastic_net_path` takes them. gaps: the columns with missing cells. rows: (n, p + 2 + gaps), the a_i and
    1 where a cell is missing, in units in which sums of squares keep their digits; None where there are too
    few for M to save anything. center, scale: (p + 1,), of the columns and of y, the way back.
    """

    X: FloatArray
    y: FloatArray
    lambdas: FloatArray
    l1_ratio: float
    standardize: bool
    penalty_factors: ArrayLike | None
    gaps: NDArray[np.intp]
    rows: FloatArray | None
    center: FloatArray
    scale: FloatArray

    @property
    def shape(self) -> tuple[int, int]:
        """n, p."""
        return self.X.shape[0], self.X.shape[1]

    @property
    def together(self) -> int:
        """How many samples of rows it is best asked for at once."""
        return TOGETHER if self._in_lockstep() else 1

    @property
    def strata(self) -> NDArray[np.intp]:
        """All rows are of one kind: (n,), 0."""
        return np.zeros(self.shape[0], dtype=np.intp)

    def most_folds(self, counts: Counts) -> int:
        """As many as different rows; 0 where these are fewer than 4."""
        different = int(np.count_nonzero(counts))
        return different if different >= 4 else 0

    def folds(self, counts: Counts, folds: int, seed: int) -> NDArray[np.intp]:
        """The fold of each row that counts; 0 for the others: (n,)."""
        fold_of = np.zeros(len(counts), dtype=np.intp)
        fold_of[counts > 0] = random_folds(int(np.count_nonzero(counts)), folds, seed)
        return fold_of

    def models(self, samples: Sequence[Counts]) -> list[Models]:
        """The models of each sample, in which each row stands so often as counts (n,) says."""
        sums: list[FloatArray | None] = [None] * len(samples)
        if self.rows is not None:
            sums = [_moments(self.rows[counts > 0], counts[counts > 0]) for counts in samples]
        return self._fitted(sums, samples)

    def held_out_errors(self, samples: Sequence[tuple[Counts, NDArray[np.intp]]]) -> list[FloatArray]:
        """e_k(λ) = Σ m_i (y_i − b − x_iᵀw)² / Σ m_i over fold k, b and w from the others: (K, L) for each.

        A sample is counts (n,), the m_i, and fold_of (n,), 0…K−1, each of which has a row that counts: all
        copies of a row are held out together.
        """
        held_out, learned_from = list[list[NDArray[np.intp]]](), list[Counts]()
        sums = list[FloatArray | None]()
        for counts, fold_of in samples:
            folds = range(int(fold_of.max()) + 1)
            held = [np.flatnonzero((fold_of == k) & (counts > 0)) for k in folds]
            held_out.append(held)
            learned_from += [np.where(fold_of == k, 0, counts) for k in folds]
            if self.rows is None:
                sums += [None] * len(held)
            else:
                sums += list(_others([_moments(self.rows[rows], counts[rows]) for rows in held]))
        models = iter(self._fitted(sums, learned_from))
        found = list[FloatArray]()
        for (counts, _), held in zip(samples, held_out, strict=True):
            errors = np.empty((len(held), len(self.lambdas)))
            for k, rows in enumerate(held):
                squares = np.square(self.y[rows, None] - next(models).predict(self.X[rows]))
                errors[k] = counts[rows] @ squares / counts[rows].sum()
            found.append(errors)
        return found

    def _in_lockstep(self) -> bool:
        most = MOST_STRAIGHT if self.l1_ratio == 1 else MOST_BENT
        return self.rows is not None and self.l1_ratio > 0 and self.shape[1] <= most

    def _fitted(self, sums: Sequence[FloatArray | None], samples: Sequence[Counts]) -> list[Models]:
        """The models of each sample, from its M where that is safe, and those at the same time."""
        middles = [self._medians(counts) for counts in samples]
        tables = [self._with_moments(*of) for of in zip(sums, samples, middles, strict=True)]
        found = dict[int, tuple[FloatArray, FloatArray]]()
        if self._in_lockstep():
            found = self._solved({i: table for i, table in enumerate(tables) if table is not None})
        return [
            Models(*(found[i] if i in found else self._path(table, counts, middle)), middle)
            for i, (table, counts, middle) in enumerate(zip(tables, samples, middles, strict=True))
        ]

    def _solved(self, tables: dict[int, FloatArray]) -> dict[int, tuple[FloatArray, FloatArray]]:
        """Coefficients and intercepts of the tables of x and y that `minima` solves."""
        order = np.argsort(-self.lambdas, kind="stable")
        problems = {i: self._prepared(table) for i, table in tables.items()}
        if not problems:
            return {}
        G = np.array([problem.X.T @ problem.X for problem in problems.values()])
        c = np.array([problem.X.T @ problem.y for problem in problems.values()])
        bounds = np.array([problem.beta for problem in problems.values()])
        spreads = np.array([problem.spread for problem in problems.values()])
        lambdas = self.lambdas[order]
        u, solved = minima(
            G,
            c,
            np.multiply.outer(lambdas * self.l1_ratio, bounds),
            np.multiply.outer(lambdas * (1 - self.l1_ratio), 1 / spreads),
        )
        u = u[:, np.argsort(order)]
        found, unused = {}, np.zeros(len(lambdas))
        for (i, problem), weights, good in zip(problems.items(), u, solved, strict=True):
            if good:
                path = problem.path(self.lambdas, weights, None, unused)
                found[i] = path.coefficients, path.intercepts
        return found

    def _prepared(self, table: FloatArray) -> PreparedTable:
        return prepared(table[:, :-1], table[:, -1], self.standardize, True, self.penalty_factors)

    def _path(
        self, table: FloatArray | None, counts: Counts, middle: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        """Coefficients and intercepts from the table of x and y, or where there is none from the rows."""
        if table is None:
            taken = np.repeat(np.arange(len(counts)), counts)
            X = self.X[taken]
            table = np.column_stack((X if middle is None else filled(X, middle), self.y[taken]))
        path = elastic_net_path(
            table[:, :-1],
            table[:, -1],
            self.l1_ratio,
            self.lambdas,
            standardize=self.standardize,
            penalty_factors=self.penalty_factors,
        )
        return path.coefficients, path.intercepts

    def _medians(self, counts: Counts) -> FloatArray | None:
        if not self.gaps.size:
            return None
        taken = np.repeat(np.arange(len(counts)), counts)
        middle = np.zeros(self.shape[1])
        middle[self.gaps] = medians(self.X[np.ix_(taken, self.gaps)])
        return middle

    def _with_moments(
        self, M: FloatArray | None, counts: Counts, middle: FloatArray | None
    ) -> FloatArray | None:
        """A table (at most 2p + 2, p + 1) with the means and mean products of M; None where unsafe."""
        if M is None:
            return None
        if middle is not None:
            size = self.shape[1] + 2
            fill = np.concatenate((np.eye(size), np.zeros((len(self.gaps), size))))
            there = (middle[self.gaps] - self.center[self.gaps]) / self.scale[self.gaps]
            fill[size + np.arange(len(self.gaps)), 1 + self.gaps] = there
            M = fill.T @ M @ fill
        varies = np.insert(~self._constant(M, counts), 0, True)
        kept = M[np.ix_(varies, varies)]
        try:
            R = np.linalg.cholesky(kept).T
        except np.linalg.LinAlgError:
            return None
        if len(R) == 1 or np.any(np.diag(R) < SAFE * np.sqrt(np.diag(kept))):
            return None
        half = np.zeros((len(R) - 1, len(M) - 1))
        half[:, varies[1:]] = R[1:, 1:] * np.sqrt((len(R) - 1) / M[0, 0])
        standard = M[0, 1:] / M[0, 0] + np.concatenate((half, -half))
        return np.asarray(self.center + self.scale * standard)

    def _constant(self, M: FloatArray, counts: Counts) -> NDArray[np.bool_]:
        """Which of the columns, and last y, do not vary over the sample, which M only suspects: (p + 1,)."""
        left = np.diag(M)[1:] - M[0, 1:] ** 2 / M[0, 0]
        constant = left <= SAFE**2 * np.diag(M)[1:]
        for j in np.flatnonzero(constant):
            column = (self.y if j == self.shape[1] else self.X[:, j])[counts > 0]
            there = column[~np.isnan(column)]
            constant[j] = there.size == 0 or there.min() == there.max()
        return constant


def least_squares(
    X: FloatArray,
    y: FloatArray,
    lambdas: FloatArray,
    l1_ratio: float,
    standardize: bool = True,
    penalty_factors: ArrayLike | None = None,
) -> LeastSquares:
    """The table, prepared. X may hold NaN; otherwise the arguments are what `elastic_net_path` accepts."""
    n, p = X.shape
    table = np.column_stack((X, y)).astype(np.float64, copy=False)
    missing = np.isnan(table)
    there = np.maximum(n - missing.sum(axis=0), 1)
    table = np.where(missing, 0.0, table)
    center = table.sum(axis=0) / there
    table = np.where(missing, 0.0, table - center)
    scale = np.sqrt(np.square(table).sum(axis=0) / there)
    scale[scale == 0] = 1.0
    gaps = np.flatnonzero(missing.any(axis=0))
    rows = None
    if n >= 2 * (p + 2 + len(gaps)):
        rows = np.column_stack((np.ones(n), table / scale, missing[:, gaps]))
    return LeastSquares(X, y, lambdas, l1_ratio, standardize, penalty_factors, gaps, rows, center, scale)


def _moments(rows: FloatArray, counts: Counts) -> FloatArray:
    weighted = rows * np.sqrt(counts)[:, None]
    return np.asarray(weighted.T @ weighted)


def _others(parts: list[FloatArray]) -> FloatArray:
    """Of each part the sum of all others, by sums from either end: a difference would cancel."""
    M = np.zeros((len(parts) + 1, *parts[0].shape))
    M[1:] = parts
    before = np.cumsum(M[:-1], axis=0)
    after = np.cumsum(M[:0:-1], axis=0)[::-1]
    return before + np.concatenate((after[1:], M[:1]))
