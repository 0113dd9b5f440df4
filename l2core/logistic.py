"""Logistic ridge, lasso and elastic net for every λ at once, in glmnet's convention:

    minimise  −(1/n) Σ_i v_i [ y_i η_i − log(1 + e^{η_i}) ] + λ Σ_j f_j ( α|w_j| + (1−α)/2 w_j² ),  η = b + Xw

X is (n_samples, n_features), y (n_samples,) of 0 and 1, and 1/(1 + e^{−η}) the probability of y = 1; b is not
penalised. v are the weights of the rows and f the penalty factors of the columns, each with the mean 1. With
`standardize` (the default) the penalty acts on the weights of columns divided by their standard deviation
(the 1/n one, over rows weighed by v, so that a weight of 2 is a row that stands there twice), and no unit of
measurement changes the result. Coefficients come in the units of X; they are differences in log-odds. Source:
Friedman, Hastie & Tibshirani 2010, J. Statist. Software 33(1), §3.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from l2core.checks import FloatArray, finite_array, fraction, nonnegative_array, whole_number
from l2core.linear import checked_lambdas
from l2core.path import Path
from l2core.prepared_table import ROUNDING, checked_table, rescaled
from l2core.proximal_newton import LogisticTable, follow_logistic, minimum, residual

SMALLEST_ALPHA = 0.001  # in λ_max, which a ridge does not have


def logistic_path(
    X: ArrayLike,
    y: ArrayLike,
    lambdas: ArrayLike | None = None,
    *,
    l1_ratio: float = 1.0,
    standardize: bool = True,
    fit_intercept: bool = True,
    penalty_factors: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> Path:
    """argmin −(1/n) log-likelihood + λ ( α‖w‖₁ + (1−α)/2 ‖w‖² ) at each λ, to a KKT residual of 10⁻⁹.

    X: (n, p), y: (n,) of 0 and 1. lambdas: (L,), each at least 0, in any order; by default those of
    `default_logistic_lambdas`. l1_ratio: α from 0 (ridge) to 1 (lasso). penalty_factors: (p,), each at least
    0, made to have the mean 1; a column with 0 is never penalised. weights: (n,), of the rows, each at least
    0, made to have the mean 1. The residual is that of `logistic_residual`; below λ_max it is brought down to
    10⁻⁹ λ/λ_max, as far as rounding (10⁻¹³) lets it.

    Of the `Path`, predict gives log-odds b + Xw; knots is None, for none are followed. deviance_ratio is 1 −
    D/D₀, with D = −2 log-likelihood and D₀ that of b alone (without b, of η = 0). degrees_of_freedom is the
    trace of H (H + K)⁻¹ over the columns with w_j ≠ 0, with H the second derivatives of the first term, b put
    where it is best, and K those of the second: for the lasso how many they are, for the ridge what le Cessie
    & van Houwelingen 1992 count (Applied Statistics 41(1)).

    For every λ > 0 there is a minimum, in separable data too, unless columns that are never penalised
    separate the classes; glmnet stops where 0.999 of the deviance is explained, here every λ is answered. A
    column that does not vary has weight 0, unless neither intercept nor standardisation is asked for. Where
    many w are minima, as with equal columns, one of them comes. Raises ValueError for shapes that do not
    match, y that is not 0 and 1 or holds one class alone, numbers below 0 or beyond 10¹⁰⁰, factors or weights
    that are all 0; where nothing penalises what separates the classes (at λ = 0, or with factor 0); and where
    rounding ends the descent above the residual, which takes columns that are almost the same.
    """
    alpha = fraction("l1_ratio", l1_ratio)
    table = _prepared(X, y, alpha, standardize, fit_intercept, penalty_factors, weights)
    b, w, top = table.null_model()
    grid = table.default_lambdas(top, 100) if lambdas is None else checked_lambdas(lambdas)
    order = np.argsort(-grid, kind="stable")
    B, U = np.empty(len(grid)), np.empty((len(grid), len(w)))
    B[order], U[order] = follow_logistic(table.solved, grid[order], top, b, w)
    return table.path(grid, B, U)


def logistic_residual(
    X: ArrayLike,
    y: ArrayLike,
    path: Path,
    *,
    l1_ratio: float = 1.0,
    standardize: bool = True,
    fit_intercept: bool = True,
    penalty_factors: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> FloatArray:
    """How far each model of a logistic path is from its optimality conditions (KKT), (L,):

        g_j = (1/n) Σ_i v_i (y_i − p_i) (x_ij − x̄_j) − λ(1−α) f_j σ_j² w_j,    t_j = λα f_j σ_j
        max_j of  |g_j − t_j sign(w_j)| / s_j where w_j ≠ 0,  (|g_j| − t_j)₊ / s_j where w_j = 0,
        and of |(1/n) Σ_i v_i (y_i − p_i)|, where there is an intercept; without one x̄_j is 0 here.

    s_j is the root mean square of the column less x̄_j, so that no unit matters, and columns of zeros do not
    count; σ_j is the standard deviation with `standardize`, else 1. At 0 the model is a minimum. The
    arguments are those of `logistic_path`, which computed `path`.
    """
    alpha = fraction("l1_ratio", l1_ratio)
    table = _prepared(X, y, alpha, standardize, fit_intercept, penalty_factors, weights)
    problem, off = table.whole, np.empty(len(path.lambdas))
    for k, lambd in enumerate(path.lambdas):
        u = path.coefficients[k] * table.size
        r, _, _ = problem.at(path.intercepts[k] + path.coefficients[k] @ table.center + u @ problem.columns)
        c = problem.columns @ r - lambd * problem.l2 * u
        off[k] = residual(u, c, lambd * problem.l1, float(r.sum()) if fit_intercept else 0.0)
    return off


def default_logistic_lambdas(
    X: ArrayLike,
    y: ArrayLike,
    l1_ratio: float = 1.0,
    *,
    count: int = 100,
    standardize: bool = True,
    fit_intercept: bool = True,
    penalty_factors: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> FloatArray:
    """λ_max = max_j |Σ v_i (y_i − p_i) x_ij| / (nα f_j), where the first weight leaves 0, to 10⁻⁴ λ_max.

    (count,), decreasing, evenly in log λ: glmnet's grid, with x_j as it is penalised and p that of the
    intercept and the columns never penalised. With fewer rows than columns it ends at 10⁻² λ_max; α below
    0.001 counts as 0.001. Raises ValueError as `logistic_path` does, and where λ_max is 0: no column goes
    with y.
    """
    alpha, count = fraction("l1_ratio", l1_ratio), whole_number("count", count, at_least=1)
    table = _prepared(X, y, alpha, standardize, fit_intercept, penalty_factors, weights)
    return table.default_lambdas(table.null_model()[2], count)


def checked_classes(y: ArrayLike) -> FloatArray:
    """y (n,) as an array of 0 and 1. Raises ValueError for other numbers, and for one class alone."""
    classes = finite_array("y", y, ndim=1).astype(np.float64)
    other = classes[(classes != 0) & (classes != 1)]
    if other.size:
        raise ValueError(f"y needs 0 and 1 for its two classes, got {other[0]:g}")
    if not len(classes) or classes.min() == classes.max():
        raise ValueError(f"y needs rows of both classes, 0 and 1, got {classes[:1]} alone")
    return classes


@dataclass(frozen=True)
class _Table:
    """whole: every column less `center` (p,) (0 without intercept) and over `size` (p,), with its penalties.

    strength: (p,), f_j σ_j / size_j. solved: what the solver takes: whole, or for a ridge with more columns
    than rows U diag(d) of it, with `back`, by which weights (L, q) there are multiplied for those of whole.
    """

    whole: LogisticTable
    solved: LogisticTable
    back: FloatArray | None
    strength: FloatArray
    center: FloatArray
    size: FloatArray
    alpha: float

    def null_model(self) -> tuple[float, FloatArray, float]:
        """b and w where every penalised weight is 0, and λ_max, down to which that is the minimum."""
        table = self.solved
        b, w = _log_odds(table), np.zeros(len(table.columns))
        free = (table.l1 == 0) & (table.l2 == 0)
        if free.any():
            b, w[free] = minimum(table.part(free), 0.0, b, w[free], 0.0, 0.0)
        r, _, _ = table.at(b + w @ table.columns)
        pull = np.abs(self.whole.columns @ r)
        top = np.divide(pull, self.strength, out=np.zeros(len(pull)), where=self.strength > 0).max()
        return b, w, float(top) / max(self.alpha, SMALLEST_ALPHA)

    def default_lambdas(self, top: float, count: int) -> FloatArray:
        if not top > ROUNDING:
            raise ValueError("X needs a penalised column that goes with y to choose λ from, got none")
        p, n = self.whole.columns.shape
        return np.geomspace(top, top * (1e-2 if n < p else 1e-4), count)

    def path(self, lambdas: FloatArray, B: FloatArray, W: FloatArray) -> Path:
        """The models that the solver found, in the units of the table."""
        table, null = self.solved, self.solved.at(np.full(len(self.solved.y), _log_odds(self.solved)))[2]
        constant = ~self.whole.columns.any(axis=1)
        if self.back is None:
            W[:, constant] = 0.0  # rounding may leave 10⁻³⁶
        losses, freedom = np.empty(len(lambdas)), np.count_nonzero(W, axis=1).astype(float)
        for k, lambd in enumerate(lambdas):
            _, D, losses[k] = table.at(B[k] + W[k] @ table.columns)
            if self.alpha < 1:
                freedom[k] = _degrees_of_freedom(table.part(W[k] != 0), D, lambd)
        coefficients = (W if self.back is None else W @ self.back) / self.size
        coefficients[:, constant] = 0.0
        return Path(lambdas, coefficients, B - coefficients @ self.center, None, freedom, 1 - losses / null)


def _prepared(
    X: ArrayLike,
    y: ArrayLike,
    alpha: float,
    standardize: bool,
    fit_intercept: bool,
    penalty_factors: ArrayLike | None,
    weights: ArrayLike | None,
) -> _Table:
    columns, labels = checked_table(X, y)
    columns, labels = columns.astype(np.float64, copy=False), checked_classes(labels)
    n, p = columns.shape
    rows, factors = _checked_weights(weights, n), rescaled(penalty_factors, p)
    for k in (0, 1):
        if not rows[labels == k].any():
            raise ValueError(f"y needs rows of both classes with a weight above 0, got none of class {k}")
    columns, labels, rows = columns[rows > 0], labels[rows > 0], rows[rows > 0]
    mean = rows @ columns
    deviations = columns - mean
    spread = np.sqrt(rows @ np.square(deviations))
    constant = spread <= ROUNDING * np.abs(mean)
    scale = np.where(constant | (not standardize), 1.0, spread)
    Z = np.where(constant, 0.0, deviations if fit_intercept or not standardize else columns)
    if not fit_intercept and not standardize:
        Z = columns
    size = np.sqrt(rows @ np.square(Z))
    size[size == 0] = 1.0
    strength = factors * scale / size
    whole = LogisticTable(
        np.ascontiguousarray((Z / size).T),
        labels,
        rows,
        alpha * strength,
        (1 - alpha) * strength * scale / size,
        fit_intercept,
    )
    solved, back = _reduced(whole) if alpha == 0 and n < p else (whole, None)
    return _Table(whole, solved, back, strength, mean * fit_intercept, size, alpha)


def _reduced(table: LogisticTable) -> tuple[LogisticTable, FloatArray]:
    """A ridge in the coordinates of U diag(d) = X diag(κ)^−½ V, as many as its rank, and what leads back.

    ½ Σ κ_j w_j² is m²/2 ‖θ‖² for w = m diag(κ)^−½ Vθ, and no other direction changes Xw. With m this large a
    residual here is no smaller than there. Columns that nothing penalises stay as they are.
    """
    free = table.l2 == 0
    root = np.sqrt(table.l2[~free])
    V, d, Ut = np.linalg.svd(table.columns[~free] / root[:, None], full_matrices=False)
    counts = d > d.max(initial=0.0) * max(table.columns.shape) * np.finfo(float).eps
    loose, rank = int(free.sum()), int(counts.sum())
    m = float(root.max(initial=0.0)) * np.sqrt(max(rank, 1))
    back = np.zeros((loose + rank, len(free)))
    back[:loose, free] = np.eye(loose)
    back[loose:, ~free] = m * (V[:, counts] / root[:, None]).T
    columns = np.vstack((table.columns[free], m * d[counts, None] * Ut[counts]))
    l2 = np.append(np.zeros(loose), np.full(rank, m**2))
    return LogisticTable(columns, table.y, table.rows, np.zeros(loose + rank), l2, table.intercept), back


def _log_odds(table: LogisticTable) -> float:
    """log ȳ/(1−ȳ), the b of no column at all; 0 without intercept."""
    share = float(table.rows @ table.y)
    return float(np.log(share / (1 - share))) if table.intercept else 0.0


def _degrees_of_freedom(table: LogisticTable, D: FloatArray, lambd: float) -> float:
    """The trace of H (H + λ diag(κ))⁻¹, H = XᵀDX with b put where it is best."""
    H, _ = table.curvature(D)
    penalised = H + np.diag(lambd * table.l2)
    if lambd > 0 and table.l2.all():
        return float(np.linalg.solve(penalised, H).trace())
    return float((np.linalg.pinv(penalised, hermitian=True) @ H).trace())


def _checked_weights(weights: ArrayLike | None, n: int) -> FloatArray:
    """The weights of the rows over their sum."""
    if weights is None:
        return np.full(n, 1 / n)
    rows = nonnegative_array("weights", weights).astype(np.float64)
    if rows.shape != (n,):
        raise ValueError(f"weights needs one number for each of the {n} rows of X, got shape {rows.shape}")
    if not rows.any():
        raise ValueError("weights needs a number above 0, got none")
    return rows / rows.max() / (rows / rows.max()).sum()
