"""Ridge, lasso and elastic net for every λ at once, in glmnet's convention:

    minimise  1/(2n) ‖y − b − Xw‖² + λ ( α‖w‖₁ + (1−α)/2 ‖w‖² ),    b not penalised.

X is (n_samples, n_features), y (n_samples,). With `standardize` (the default) the penalty acts on the weights
of columns divided by their standard deviation (the 1/n one), and no unit of measurement changes the result.
Without it a column in millimetres is penalised less than the same column in metres. Coefficients always come
in the units of X. glmnet also divides y by its standard deviation before the ridge part acts; here the
objective is the printed one.
Source: Friedman, Hastie & Tibshirani 2010, J. Statist. Software 33(1), eq. 1–3.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from l2core.checks import FloatArray, finite_array, fraction, whole_number
from l2core.homotopy import follow

LARGEST = 1e100  # of what is squared and summed here
ROUNDING = 1e-13  # what is left of a sum that is 0, relative to its terms


@dataclass(frozen=True)
class Path:
    """Linear models ŷ = b + Xw along λ, one a row.

    lambdas: (L,), as they were asked for. coefficients: (L, p) and intercepts: (L,), in the units of X and y.
    knots: (K,), the λ, decreasing, at which a variable comes or goes, from the first that enters down to the
    smallest of lambdas; None for ridge, where none ever does.
    degrees_of_freedom: (L,), b not counted: Σ d²/(d² + nλ) for ridge (Hastie, Tibshirani & Friedman 2009,
    eq. 3.50), for the elastic net the same over the active columns, which for the lasso is how many they are
    (Zou, Hastie & Tibshirani 2007).
    deviance_ratio: (L,), 1 − RSS / TSS, the share of y's variation explained; 0 where y does not vary.
    """

    lambdas: FloatArray
    coefficients: FloatArray
    intercepts: FloatArray
    knots: FloatArray | None
    degrees_of_freedom: FloatArray
    deviance_ratio: FloatArray

    @property
    def norm1(self) -> FloatArray:
        """‖w‖₁ at each λ, (L,)."""
        return np.abs(self.coefficients).sum(axis=1)

    @property
    def nonzeros(self) -> np.ndarray:
        """How many weights are not exactly 0 at each λ, (L,)."""
        return np.count_nonzero(self.coefficients, axis=1)

    def predict(self, X: ArrayLike) -> FloatArray:
        """b + Xw at each λ: (n, L) for X (n, p). Raises ValueError for another number of columns."""
        rows = finite_array("X", X, ndim=2)
        if rows.shape[1] != self.coefficients.shape[1]:
            raise ValueError(f"X needs {self.coefficients.shape[1]} columns, got {rows.shape[1]}")
        return self.intercepts + rows @ self.coefficients.T


def lasso_path(
    X: ArrayLike,
    y: ArrayLike,
    lambdas: ArrayLike | None = None,
    *,
    standardize: bool = True,
    fit_intercept: bool = True,
) -> Path:
    """argmin 1/(2n) ‖y − b − Xw‖² + λ‖w‖₁ at each λ, exact: straight lines in λ, followed from knot to knot.

    X: (n, p), y: (n,). lambdas: (L,), each at least 0, in any order; by default those of `default_lambdas`.
    A column that does not vary has weight 0, unless neither intercept nor standardisation is asked for. Where
    many w are minima, as with equal columns, one of them comes; at λ = 0 it is a least-squares solution.
    Raises ValueError for shapes that do not match, fewer than 2 rows, negative λ, and values that are NaN,
    infinite or beyond 10¹⁰⁰.
    Source: Efron, Hastie, Johnstone & Tibshirani 2004, Annals of Statistics 32(2), §3.1.
    """
    return elastic_net_path(X, y, 1.0, lambdas, standardize=standardize, fit_intercept=fit_intercept)


def elastic_net_path(
    X: ArrayLike,
    y: ArrayLike,
    l1_ratio: float,
    lambdas: ArrayLike | None = None,
    *,
    standardize: bool = True,
    fit_intercept: bool = True,
) -> Path:
    """argmin 1/(2n) ‖y − b − Xw‖² + λ ( α‖w‖₁ + (1−α)/2 ‖w‖² ) at each λ for one α, exact, with its knots.

    l1_ratio: α from 0 (ridge) to 1 (lasso). Between knots the path bends: on the active columns
    w = (XᵀX/n + λ(1−α)I)⁻¹ (Xᵀy/n − λα s). Same other arguments and errors as `lasso_path`.
    Source: Zou & Hastie 2005, J. R. Statist. Soc. B 67(2), in glmnet's scaling.
    """
    alpha = fraction("l1_ratio", l1_ratio)
    if alpha == 0:
        return ridge_path(X, y, lambdas, standardize=standardize, fit_intercept=fit_intercept)
    table = _prepared(X, y, standardize, fit_intercept)
    grid = table.default_lambdas(alpha, 100) if lambdas is None else _checked(lambdas)
    order = np.argsort(-grid, kind="stable")
    W = np.empty((len(grid), len(table.scale)))
    W[order], knots = follow(table.X, table.y, alpha, grid[order])
    knots = knots[np.diff(knots, prepend=np.inf) < -ROUNDING * knots]  # several at one λ are one knot
    freedom = np.count_nonzero(W, axis=1).astype(float)
    if alpha < 1:
        freedom = np.array(
            [_trace(table.X[:, w != 0], k) for w, k in zip(W, grid * (1 - alpha), strict=True)]
        )
    return table.path(grid, W, knots, freedom)


def ridge_path(
    X: ArrayLike,
    y: ArrayLike,
    lambdas: ArrayLike | None = None,
    *,
    standardize: bool = True,
    fit_intercept: bool = True,
) -> Path:
    """argmin 1/(2n) ‖y − b − Xw‖² + λ/2 ‖w‖² at each λ: w = V diag(d / (d² + nλ)) Uᵀy, X = U diag(d) Vᵀ.

    One decomposition serves all λ. At λ = 0 it is the least-squares solution, the shortest where there are
    many. Same arguments and errors as `lasso_path`; the default λ are glmnet's, which start as for α = 0.001.
    Source: Hastie, Tibshirani & Friedman 2009, The Elements of Statistical Learning, eq. 3.47.
    """
    table = _prepared(X, y, standardize, fit_intercept)
    grid = table.default_lambdas(0.0, 100) if lambdas is None else _checked(lambdas)
    U, d, Vt = np.linalg.svd(table.X, full_matrices=False)
    counts = d > d.max() * max(table.X.shape) * np.finfo(float).eps  # as numpy.linalg.matrix_rank counts
    U, d, Vt = U[:, counts], d[counts], Vt[counts]
    shrunk = d / (d**2 + grid[:, None])
    return table.path(grid, (shrunk * (table.y @ U)) @ Vt, None, shrunk @ d)


def entries(
    X: ArrayLike, y: ArrayLike, smallest: float, *, standardize: bool = True, fit_intercept: bool = True
) -> FloatArray:
    """The λ at which each weight of the lasso leaves 0 as λ falls to `smallest`, exact; 0 where none does.

    (p,). smallest: at least 0. Between two knots the same weights are 0, so that one λ in each gap tells.
    Same other arguments and errors as `lasso_path`.
    """
    options = {"standardize": standardize, "fit_intercept": fit_intercept}
    knots = lasso_path(X, y, [smallest], **options).knots
    assert knots is not None  # only ridge has none
    edges = np.append(knots[knots > smallest], smallest)
    if len(edges) == 1:
        return np.zeros(np.shape(X)[1])
    inside = lasso_path(X, y, (edges[:-1] + edges[1:]) / 2, **options).coefficients != 0
    return np.where(inside.any(axis=0), edges[inside.argmax(axis=0)], 0.0)


def default_lambdas(
    X: ArrayLike,
    y: ArrayLike,
    l1_ratio: float = 1.0,
    *,
    count: int = 100,
    standardize: bool = True,
    fit_intercept: bool = True,
) -> FloatArray:
    """λ_max = max|Xᵀy| / (nα), where the first weight leaves 0, and from there evenly in log λ to 10⁻⁴ λ_max.

    (count,), decreasing: glmnet's grid. With fewer rows than columns it ends at 10⁻² λ_max; α below 0.001
    counts as 0.001. Raises ValueError as `lasso_path` does, and where λ_max is 0: y constant, or uncorrelated
    with every column.
    """
    alpha = fraction("l1_ratio", l1_ratio)
    count = whole_number("count", count, at_least=1)
    return _prepared(X, y, standardize, fit_intercept).default_lambdas(alpha, count)


@dataclass(frozen=True)
class _Table:
    """X and y as the solvers take them: centred, scaled and over √n, so that the loss is ½‖y − Xw‖²."""

    X: FloatArray
    y: FloatArray
    n: int
    scale: FloatArray
    center: FloatArray  # of the columns of X, and last of y

    def default_lambdas(self, alpha: float, count: int) -> FloatArray:
        correlations = np.abs(self.X.T @ self.y)
        if not correlations.max() > ROUNDING * np.linalg.norm(self.y) * np.linalg.norm(self.X):
            raise ValueError(
                "y needs at least two different values to choose λ from, got the same everywhere"
                if not self.y.any()
                else "X needs a column that goes with y to choose λ from, got none: all are uncorrelated"
            )
        top = correlations.max() / max(alpha, 0.001)
        return np.geomspace(top, top * (1e-2 if self.n < len(self.scale) else 1e-4), count)

    def path(self, lambdas: FloatArray, W: FloatArray, knots: FloatArray | None, freedom: FloatArray) -> Path:
        coefficients = W / self.scale
        unexplained = np.square(self.y - W @ self.X.T).sum(axis=1)
        total = np.square(self.y).sum()
        ratio = 1 - unexplained / total if total > 0 else np.zeros(len(lambdas))
        intercepts = self.center[-1] - coefficients @ self.center[:-1]
        return Path(lambdas, coefficients, intercepts, knots, freedom, ratio)


def _prepared(X: ArrayLike, y: ArrayLike, standardize: bool, fit_intercept: bool) -> _Table:
    columns, target = finite_array("X", X, ndim=2), finite_array("y", y, ndim=1)
    n, p = columns.shape
    if n < 2 or p < 1:
        raise ValueError(f"X needs at least 2 rows and 1 column, got shape {columns.shape}")
    if len(target) != n:
        raise ValueError(f"y needs one value for each of the {n} rows of X, got {len(target)}")
    for name, array in (("X", columns), ("y", target)):
        if np.abs(array).max() > LARGEST:
            raise ValueError(f"{name} needs numbers of at most {LARGEST:g}, got {np.abs(array).max():g}")
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
    table[:, :p] /= scale
    if n > p + 1:  # QR folds the rows to p + 1 and leaves every inner product between columns as it was
        table = np.asarray(np.linalg.qr(table, mode="r"))
    return _Table(np.ascontiguousarray(table[:, :p]), table[:, p].copy(), n, scale, center)


def _checked(lambdas: ArrayLike) -> FloatArray:
    grid = finite_array("lambdas", lambdas, ndim=1).astype(np.float64)
    if not grid.size or grid.min() < 0:
        raise ValueError(f"lambdas needs at least one number, each at least 0, got {grid.tolist()[:5]}")
    return grid


def _trace(X: FloatArray, ridge: float) -> float:
    """Σ d²/(d² + κ) over the singular values d of X."""
    squares = np.linalg.svdvals(X) ** 2
    return float((squares[squares > 0] / (squares[squares > 0] + ridge)).sum())
