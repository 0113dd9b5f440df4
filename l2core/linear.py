"""Ridge, lasso and elastic net for every λ at once, in glmnet's convention:

    minimise  1/(2n) ‖y − b − Xw‖² + λα‖w‖₁ + (λ/s) (1−α)/2 ‖w‖²,    b not penalised,

with s the standard deviation of y (the 1/n one; without intercept the root mean square of y). X is
(n_samples, n_features), y (n_samples,). glmnet divides y by s and, with λ/s for λ, minimises

    1/(2n) ‖y/s − b′ − Xw′‖² + (λ/s) ( α‖w′‖₁ + (1−α)/2 ‖w′‖² ),

and multiplies b′ and w′ by s: for w = sw′ that is, times s², the objective above. So λ has the unit of y, and
λ in another unit, with y in it too, gives the same model, for every α. For a y that does not vary w is 0.

With `standardize` (the default) the penalty acts on the weights of columns divided by their standard
deviation (the 1/n one), and no unit of X changes the result. Without it a column in millimetres is penalised
less than the same column in metres. Coefficients always come in the units of X and y.

Each variable may have a penalty factor v_j ≥ 0 of its own: the penalty is λ Σ v_j (α|w_j| + (1−α)/(2s) w_j²),
once the v are divided by their mean, as glmnet does. A variable with v_j = 0 is never penalised.
Source: Friedman, Hastie & Tibshirani 2010, J. Statist. Software 33(1), eq. 1–3, §2.6; its code for s.
"""

import numpy as np
from numpy.typing import ArrayLike

from l2core.checks import FloatArray, finite_array, fraction, whole_number
from l2core.homotopy import follow
from l2core.path import Path
from l2core.prepared_table import ROUNDING, prepared


def lasso_path(
    X: ArrayLike,
    y: ArrayLike,
    lambdas: ArrayLike | None = None,
    *,
    standardize: bool = True,
    fit_intercept: bool = True,
    penalty_factors: ArrayLike | None = None,
) -> Path:
    """argmin 1/(2n) ‖y − b − Xw‖² + λ‖w‖₁ at each λ, exact: straight lines in λ, followed from knot to knot.

    X: (n, p), y: (n,). lambdas: (L,), each at least 0, in any order and in the unit of y; by default those of
    `default_lambdas`. penalty_factors: (p,), each at least 0 and one of them more, by default all 1.
    A column that does not vary has weight 0, unless neither intercept nor standardisation is asked for. Where
    many w are minima, as with equal columns, one of them comes; at λ = 0 it is a least-squares solution.
    Raises ValueError for shapes that do not match, fewer than 2 rows, negative λ or factors, factors that are
    all 0, and values that are NaN, infinite or beyond 10¹⁰⁰.
    Source: Efron, Hastie, Johnstone & Tibshirani 2004, Annals of Statistics 32(2), §3.1.
    """
    return elastic_net_path(
        X,
        y,
        1.0,
        lambdas,
        standardize=standardize,
        fit_intercept=fit_intercept,
        penalty_factors=penalty_factors,
    )


def elastic_net_path(
    X: ArrayLike,
    y: ArrayLike,
    l1_ratio: float,
    lambdas: ArrayLike | None = None,
    *,
    standardize: bool = True,
    fit_intercept: bool = True,
    penalty_factors: ArrayLike | None = None,
) -> Path:
    """argmin 1/(2n) ‖y − b − Xw‖² + λα‖w‖₁ + (λ/s) (1−α)/2 ‖w‖² at each λ for one α, exact, with its knots.

    s: the standard deviation of y, so that no unit of y matters (see the module). l1_ratio: α from 0 (ridge)
    to 1 (lasso). Between knots the path bends: on the active columns
    w = (XᵀX/n + (λ/s)(1−α)I)⁻¹ (Xᵀy/n − λα sign(w)). Same other arguments and errors as `lasso_path`.
    Source: Zou & Hastie 2005, J. R. Statist. Soc. B 67(2), in glmnet's scaling.
    """
    alpha = fraction("l1_ratio", l1_ratio)
    if alpha == 0:
        return ridge_path(
            X,
            y,
            lambdas,
            standardize=standardize,
            fit_intercept=fit_intercept,
            penalty_factors=penalty_factors,
        )
    table = prepared(X, y, standardize, fit_intercept, penalty_factors)
    grid = table.default_lambdas(alpha, 100) if lambdas is None else checked_lambdas(lambdas)
    order, gamma = np.argsort(-grid, kind="stable"), (1 - alpha) / table.spread
    U = np.empty((len(grid), len(table.scale)))
    U[order], knots = follow(table.X, table.y, alpha * table.beta, gamma, grid[order])
    knots = knots[np.diff(knots, prepend=np.inf) < -ROUNDING * knots]  # several at one λ are one knot
    freedom = np.count_nonzero(U, axis=1).astype(float)
    if alpha < 1:
        freedom = np.array([_trace(table.X[:, u != 0], k) for u, k in zip(U, grid * gamma, strict=True)])
    return table.path(grid, U, knots, freedom)


def ridge_path(
    X: ArrayLike,
    y: ArrayLike,
    lambdas: ArrayLike | None = None,
    *,
    standardize: bool = True,
    fit_intercept: bool = True,
    penalty_factors: ArrayLike | None = None,
) -> Path:
    """argmin 1/(2n) ‖y − b − Xw‖² + (λ/s)/2 ‖w‖² at each λ: V diag(d / (d² + nλ/s)) Uᵀy, X = U diag(d) Vᵀ.

    s: the standard deviation of y, so that no unit of y matters (see the module). One decomposition serves
    all λ. At λ = 0 it is the least-squares solution, the shortest where there are many. Same arguments and
    errors as `lasso_path`; the default λ are glmnet's, which start as for α = 0.001.
    Source: Hastie, Tibshirani & Friedman 2009, The Elements of Statistical Learning, eq. 3.47.
    """
    table = prepared(X, y, standardize, fit_intercept, penalty_factors)
    grid = table.default_lambdas(0.0, 100) if lambdas is None else checked_lambdas(lambdas)
    U, d, Vt = np.linalg.svd(table.X, full_matrices=False)
    counts = d > d.max() * max(table.X.shape) * np.finfo(float).eps  # as numpy.linalg.matrix_rank counts
    U, d, Vt = U[:, counts], d[counts], Vt[counts]
    shrunk = d / (d**2 + grid[:, None] / table.spread)
    return table.path(grid, (shrunk * (table.y @ U)) @ Vt, None, shrunk @ d)


def entries(
    X: ArrayLike,
    y: ArrayLike,
    smallest: float,
    *,
    standardize: bool = True,
    fit_intercept: bool = True,
    penalty_factors: ArrayLike | None = None,
) -> FloatArray:
    """The λ at which each weight of the lasso leaves 0 as λ falls to `smallest`, exact; 0 where none does.

    (p,). smallest: at least 0. Between two knots the same weights are 0, so that one λ in each gap tells. A
    weight that is never penalised has left 0 at every λ: infinite. Same other arguments and errors as
    `lasso_path`.
    """

    def path(lambdas: ArrayLike) -> Path:
        return lasso_path(
            X,
            y,
            lambdas,
            standardize=standardize,
            fit_intercept=fit_intercept,
            penalty_factors=penalty_factors,
        )

    first = path([smallest])
    assert first.knots is not None  # only ridge has none
    edges = np.append(first.knots[first.knots > smallest], smallest)
    left = np.zeros(np.shape(X)[1])
    if len(edges) > 1:
        inside = path((edges[:-1] + edges[1:]) / 2).coefficients != 0
        left = np.where(inside.any(axis=0), edges[inside.argmax(axis=0)], 0.0)
    if penalty_factors is not None:
        left[(np.asarray(penalty_factors) == 0) & (first.coefficients[0] != 0)] = np.inf
    return left


def default_lambdas(
    X: ArrayLike,
    y: ArrayLike,
    l1_ratio: float = 1.0,
    *,
    count: int = 100,
    standardize: bool = True,
    fit_intercept: bool = True,
    penalty_factors: ArrayLike | None = None,
) -> FloatArray:
    """λ_max = max |xⱼᵀy| / (nαvⱼ), where the first weight leaves 0, and evenly in log λ down to 10⁻⁴ λ_max.

    (count,), decreasing, in the unit of y: glmnet's grid. With fewer rows than columns it ends at 10⁻² λ_max;
    α below 0.001 counts as 0.001. xⱼ and y are without what those columns explain that are never penalised.
    Raises ValueError as `lasso_path` does, and where λ_max is 0: y constant, or uncorrelated with every
    column.
    """
    alpha = fraction("l1_ratio", l1_ratio)
    count = whole_number("count", count, at_least=1)
    return prepared(X, y, standardize, fit_intercept, penalty_factors).default_lambdas(alpha, count)


def checked_lambdas(lambdas: ArrayLike) -> FloatArray:
    """λ (L,) as an array. Raises ValueError for none, and for numbers that are negative, NaN or infinite."""
    grid = finite_array("lambdas", lambdas, ndim=1).astype(np.float64)
    if not grid.size or grid.min() < 0:
        raise ValueError(f"lambdas needs at least one number, each at least 0, got {grid.tolist()[:5]}")
    return grid


def _trace(X: FloatArray, ridge: float) -> float:
    """Σ d²/(d² + κ) over the singular values d of X."""
    squares = np.linalg.svdvals(X) ** 2
    return float((squares[squares > 0] / (squares[squares > 0] + ridge)).sum())
