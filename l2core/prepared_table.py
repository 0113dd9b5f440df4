"""A table as the solvers of the linear paths take it, and the way back to its own units.

    ½‖y − Xu‖² + λ ( α Σ √v_j |u_j| + (1−α)/(2s) ‖u‖² ),    w_j = u_j / (σ_j √v_j)

is 1/(2n)‖y − b − Xw‖² + λ Σ v_j ( α|σ_j w_j| + (1−α)/(2s) (σ_j w_j)² ) for centred columns divided by √n, by
the σ_j that standardisation takes from them and by the root of their penalty factor v_j. A column with
v_j = 0 is never penalised: the minimum over its weight is least squares, so that it is projected out of y and
of every other column, and its weight follows from theirs (Frisch & Waugh 1933, Econometrica 1(4)).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from l2core.checks import FloatArray, finite_array, nonnegative_array
from l2core.path import Path

LARGEST = 1e100  # of what is squared and summed here
ROUNDING = 1e-13  # what is left of a sum that is 0, relative to its terms
IN_THE_SPAN = 1e-10  # what is left of a column outside the span of those never penalised, relative to it


@dataclass(frozen=True)
class PreparedTable:
    """X (m, p) and y (m,) as above; those never penalised are projected out, and 0 themselves.

    beta: (p,), the √v_j; 1 where v_j is 0. spread: s, by which glmnet divides y; 1 where y is 0. n: the rows
    of the table. scale: (p,), σ_j √v_j. center: (p + 1,), of the columns of X, and last of y. free: (p,),
    whether a column varies and is never penalised. whole, target: X and y with nothing projected out.
    """

    X: FloatArray
    y: FloatArray
    beta: FloatArray
    spread: float
    n: int
    scale: FloatArray
    center: FloatArray
    free: np.ndarray
    whole: FloatArray
    target: FloatArray

    def default_lambdas(self, alpha: float, count: int) -> FloatArray:
        """As `l2core.linear.default_lambdas`."""
        correlations = np.abs(self.X.T @ self.y)
        if not correlations.max() > ROUNDING * np.linalg.norm(self.y) * np.linalg.norm(self.X):
            raise ValueError(self._nothing_to_choose())
        top = (correlations / self.beta).max() / max(alpha, 0.001)
        return np.geomspace(top, top * (1e-2 if self.n < len(self.scale) else 1e-4), count)

    def _nothing_to_choose(self) -> str:
        if not self.target.any():
            return "y needs at least two different values to choose λ from, got the same everywhere"
        if self.free.any():
            return "X needs a penalised column that goes with what the others leave of y, got none"
        return "X needs a column that goes with y to choose λ from, got none: all are uncorrelated"

    def path(self, lambdas: FloatArray, U: FloatArray, knots: FloatArray | None, freedom: FloatArray) -> Path:
        """The models whose weights are U (L, p) here; freedom: (L,), without the columns never penalised."""
        if self.free.any():
            U = np.where(self.free, 0.0, U)
            rest = self.target - U @ self.whole.T
            solution, _residuals, rank, _d = np.linalg.lstsq(self.whole[:, self.free], rest.T)
            U[:, self.free] = solution.T
            freedom = freedom + rank
        coefficients = U / self.scale
        unexplained = np.square(self.target - U @ self.whole.T).sum(axis=1)
        total = np.square(self.target).sum()
        ratio = 1 - unexplained / total if total > 0 else np.zeros(len(lambdas))
        intercepts = self.center[-1] - coefficients @ self.center[:-1]
        return Path(lambdas, coefficients, intercepts, knots, freedom, ratio)


def prepared(
    X: ArrayLike,
    y: ArrayLike,
    standardize: bool,
    fit_intercept: bool,
    penalty_factors: ArrayLike | None = None,
) -> PreparedTable:
    """The table of these arguments of `l2core.linear.elastic_net_path`. Raises ValueError as it does."""
    columns, target = checked_table(X, y)
    n, p = columns.shape
    factors = rescaled(penalty_factors, p)
    table = np.column_stack((columns, target)).astype(np.float64, copy=False)
    mean = np.full(n, 1 / n) @ table
    deviations = table - mean
    spread = np.sqrt(np.einsum("ij,ij->j", deviations, deviations) / n)
    constant = spread <= ROUNDING * np.abs(mean)
    deviations[:, constant] = 0.0
    scale = np.ones(p)
    if standardize:
        table[:, :p][:, constant[:p]] = 0.0
        scale[~constant[:p]] = spread[:p][~constant[:p]]
    center = mean if fit_intercept else np.zeros(p + 1)
    table = (deviations if fit_intercept else table) / np.sqrt(n)
    beta = np.where(factors == 0, 1.0, np.sqrt(factors))
    scale *= beta
    table[:, :p] /= scale
    if n > p + 1:  # QR folds the rows to p + 1 and leaves every inner product between columns as it was
        table = np.asarray(np.linalg.qr(table, mode="r"))
    whole, target = np.ascontiguousarray(table[:, :p]), table[:, p].copy()
    free = (factors == 0) & whole.any(axis=0)
    rest = _projected(table, free) if free.any() else table
    deviation = float(np.linalg.norm(target)) or 1.0  # a y of zeros needs none
    return PreparedTable(
        np.ascontiguousarray(rest[:, :p]),
        rest[:, p].copy(),
        beta,
        deviation,
        n,
        scale,
        center,
        free,
        whole,
        target,
    )


def checked_table(X: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """X (n, p) and y (n,) as arrays. Raises ValueError as `l2core.linear.elastic_net_path` does."""
    columns, target = finite_array("X", X, ndim=2), finite_array("y", y, ndim=1)
    n, p = columns.shape
    if n < 2 or p < 1:
        raise ValueError(f"X needs at least 2 rows and 1 column, got shape {columns.shape}")
    if len(target) != n:
        raise ValueError(f"y needs one value for each of the {n} rows of X, got {len(target)}")
    for name, array in (("X", columns), ("y", target)):
        if np.abs(array).max() > LARGEST:
            raise ValueError(f"{name} needs numbers of at most {LARGEST:g}, got {np.abs(array).max():g}")
    return columns, target


def rescaled(penalty_factors: ArrayLike | None, p: int) -> FloatArray:
    """The penalty factors with mean 1, as glmnet takes them."""
    if penalty_factors is None:
        return np.ones(p)
    factors = nonnegative_array("penalty_factors", penalty_factors).astype(np.float64)
    if factors.shape != (p,):
        raise ValueError(
            f"penalty_factors needs one number for each of the {p} columns of X, got shape {factors.shape}"
        )
    if not factors.any():
        raise ValueError("penalty_factors needs a number above 0, got none: λ would penalise no variable")
    return factors / factors.max() / (factors / factors.max()).mean()


def _projected(table: FloatArray, free: np.ndarray) -> FloatArray:
    """The columns without what lies in the span of the free ones; exactly 0 where nothing else is left."""
    F = table[:, :-1][:, free]
    U, d, _Vt = np.linalg.svd(F, full_matrices=False)
    U = U[:, d > d.max() * max(F.shape) * np.finfo(float).eps]
    rest = table - U @ (U.T @ table)
    rest -= U @ (U.T @ rest)
    rest[:, :-1][:, free] = 0.0
    rest[:, np.linalg.norm(rest, axis=0) <= IN_THE_SPAN * np.linalg.norm(table, axis=0)] = 0.0
    return rest
