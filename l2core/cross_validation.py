"""Which λ? The error on rows that the model has not seen, for every λ of a linear path.

    CV(λ) = Σ_k (n_k/n) e_k(λ),    e_k(λ) = mean over fold k of (y − b − Xw)², b and w from the other folds
    SE(λ) = √( Σ_k (n_k/n) (e_k − CV)² / (K−1) )

λ_min has the smallest CV. λ_1se is the largest λ with CV(λ) ≤ CV(λ_min) + SE(λ_min): more penalty, for an
error inside the error bar of the smallest. Whether the data tell the two apart is another question, that of
their difference from fold to fold, which has an error of its own, often far below SE (`paired_by_folds`).
Source: Hastie, Tibshirani & Friedman 2009, Elements of Statistical Learning, §7.10; weighted as in glmnet.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.checks import FloatArray, finite_array, one_of, whole_number
from l2core.evaluation import Estimate
from l2core.linear import default_lambdas, elastic_net_path
from l2core.missing import filled, medians
from l2core.path import Path
from l2core.penalties import PENALIZED, mixing

ROUNDING = 1e-12  # errors that are closer than this, as a share of themselves, are equal


@dataclass(frozen=True)
class Choice:
    """What the errors of the folds say: mean_error and standard_error (L,), and where λ_min and λ_1se are."""

    mean_error: FloatArray
    standard_error: FloatArray
    index_min: int
    index_1se: int


@dataclass(frozen=True)
class CrossValidation:
    """The error of each λ on held-out rows.

    lambdas: (L,). fold_errors: (K, L), mean squared error, in squared units of y, or of two classes one of
    `l2core.class_validation.MEASURES`. fold_of: (n,), the fold 0…K−1 in which each row was held out.
    mean_error, standard_error: (L,). index_min, index_1se: where λ_min and λ_1se are in lambdas. path: the
    models fitted on all rows, at the same λ.
    """

    lambdas: FloatArray
    fold_errors: FloatArray
    fold_of: NDArray[np.intp]
    mean_error: FloatArray
    standard_error: FloatArray
    index_min: int
    index_1se: int
    path: Path

    @property
    def lambda_min(self) -> float:
        """The λ with the smallest error; of equal ones the largest."""
        return float(self.lambdas[self.index_min])

    @property
    def lambda_1se(self) -> float:
        """The largest λ whose error is within one standard error of the smallest."""
        return float(self.lambdas[self.index_1se])

    def difference(self, i: int, j: int) -> Estimate:
        """CV(λ_i) − CV(λ_j), fold against fold, with its own standard error (`paired_by_folds`)."""
        return paired_by_folds(self.fold_errors[:, i], self.fold_errors[:, j], self.fold_of)


def cross_validate(
    X: ArrayLike,
    y: ArrayLike,
    penalty: str = "l1",
    lambdas: ArrayLike | None = None,
    *,
    folds: int = 10,
    seed: int = 0,
    l1_ratio: float = 0.5,
    standardize: bool = True,
    penalty_factors: ArrayLike | None = None,
    impute: bool = False,
    report: Callable[[float], object] | None = None,
) -> CrossValidation:
    """CV(λ) of ridge, lasso or elastic net over `folds` random parts of the rows, and the fit on all rows.

    X: (n, p), y: (n,). penalty: "l2", "l1" or "elastic_net" with α = l1_ratio. lambdas: (L,), in glmnet's
    convention and the unit of y; by default those that `l2core.linear.default_lambdas` takes from the whole
    table. Every fold is centred and scaled by means and deviations of its own training rows, y too, and the
    same λ meets the s of each, as in cv.glmnet. penalty_factors: (p,), as `l2core.linear.lasso_path` takes
    them. impute: X may hold NaN, which the medians of the training rows fill in each fold, and those of all
    rows for the fit on all. report: called as report(fraction done) after every fold.
    Raises ValueError as the paths do, and where a training part would have fewer than 2 rows.
    """
    alpha = mixing(one_of("penalty", penalty, PENALIZED), l1_ratio)
    columns, target = finite_array("X", X, ndim=2, gaps=impute), finite_array("y", y, ndim=1)
    fold_of = random_folds(len(columns), folds, seed)
    whole = filled(columns, medians(columns)) if impute else columns
    grid = (
        default_lambdas(whole, target, alpha, standardize=standardize, penalty_factors=penalty_factors)
        if lambdas is None
        else lambdas
    )
    path = elastic_net_path(
        whole, target, alpha, grid, standardize=standardize, penalty_factors=penalty_factors
    )
    fold_errors = held_out_errors(
        columns,
        target,
        alpha,
        path.lambdas,
        fold_of,
        standardize,
        report,
        penalty_factors=penalty_factors,
        impute=impute,
    )
    return cross_validation_of(path, fold_errors, fold_of)


def held_out_errors(
    X: FloatArray,
    y: FloatArray,
    l1_ratio: float,
    lambdas: FloatArray,
    fold_of: NDArray[np.intp],
    standardize: bool = True,
    report: Callable[[float], object] | None = None,
    *,
    penalty_factors: ArrayLike | None = None,
    impute: bool = False,
) -> FloatArray:
    """e_k(λ) = mean over fold k of (y − b − Xw)², b and w from the rows outside it: (K, L).

    X (n, p), y (n,), fold_of (n,): of each row, 0…K−1. The other arguments are those of `cross_validate`.
    """
    folds = int(fold_of.max()) + 1
    errors = np.empty((folds, len(lambdas)))
    for k in range(folds):
        held_out = fold_of == k
        rows = filled(X, medians(X[~held_out])) if impute else X
        model = elastic_net_path(
            rows[~held_out],
            y[~held_out],
            l1_ratio,
            lambdas,
            standardize=standardize,
            penalty_factors=penalty_factors,
        )
        errors[k] = np.square(y[held_out, None] - model.predict(rows[held_out])).mean(axis=0)
        if report:
            report((k + 1) / folds)
    return errors


def mean_alone(y: FloatArray, fold_of: NDArray[np.intp]) -> FloatArray:
    """mean over fold k of (y − ȳ)², ȳ the mean of the rows outside it: e_k of no variable at all, (K,)."""
    folds = range(int(fold_of.max()) + 1)
    return np.array([np.square(y[fold_of == k] - y[fold_of != k].mean()).mean() for k in folds])


def paired_by_folds(a: FloatArray, b: FloatArray, fold_of: NDArray[np.intp]) -> Estimate:
    """d̄ = Σ_k (n_k/n) (a_k − b_k)  ±  √( Σ_k (n_k/n) (a_k − b_k − d̄)² / (K−1) )

    a, b (K,): errors on the same folds, of two models; what only rounding tells apart is equal. For folds of
    one size d̄ over its error is the paired t. The models of two folds share most of their rows, so that this
    error, like SE, is somewhat small; none from one cross-validation is unbiased.
    Source: weighted as SE; Bengio & Grandvalet 2004, J. Machine Learning Research 5.
    """
    size, d = np.maximum(np.abs(a), np.abs(b)), a - b
    d = np.where(np.abs(d) <= ROUNDING * size, 0.0, d)
    (mean,), (error,) = _over_folds(d[:, None], np.bincount(fold_of) / len(fold_of))
    return Estimate(0.0 if abs(mean) <= ROUNDING * size.max() else float(mean), float(error), len(d))


def cross_validation_of(path: Path, fold_errors: FloatArray, fold_of: NDArray[np.intp]) -> CrossValidation:
    """The record of these errors on held-out rows (K, L), for the models of `path` at the same λ."""
    choice = chosen_by(fold_errors, np.bincount(fold_of) / len(fold_of), path.lambdas)
    return CrossValidation(
        path.lambdas,
        fold_errors,
        fold_of,
        choice.mean_error,
        choice.standard_error,
        choice.index_min,
        choice.index_1se,
        path,
    )


def chosen_by(fold_errors: FloatArray, share: FloatArray, lambdas: FloatArray) -> Choice:
    """CV(λ), SE(λ), and where λ_min and λ_1se are. fold_errors: (K, L). share: (K,), n_k/n. lambdas: (L,).

    Errors that rounding alone tells apart are equal: of two λ that put as many rows into the wrong class, in
    other folds, the larger one is λ_min.
    """
    mean_error, standard_error = _over_folds(fold_errors, share)
    best = mean_error.min()
    smallest = _largest(lambdas, mean_error <= best * (1 + ROUNDING))
    one_se = _largest(lambdas, mean_error <= (best + standard_error[smallest]) * (1 + ROUNDING))
    return Choice(mean_error, standard_error, smallest, one_se)


def random_folds(n: int, folds: int, seed: int) -> NDArray[np.intp]:
    """The fold 0…K−1 in which each of n rows is held out, at random; no fold has two rows more than another.

    Raises ValueError for fewer than 2 folds or more than n, and where fewer than 2 rows are left to learn
    from.
    """
    parts, seed = whole_number("folds", folds, at_least=2), whole_number("seed", seed, at_least=0)
    if parts > n or n - -(-n // parts) < 2:
        raise ValueError(
            f"X needs more rows for {parts} folds, each with 2 rows or more to learn from, got {n}"
        )
    return np.random.default_rng(seed).permutation(np.arange(n) % parts)


def _largest(lambdas: FloatArray, allowed: NDArray[np.bool_]) -> int:
    return int(np.where(allowed, lambdas, -1.0).argmax())


def _over_folds(values: FloatArray, share: FloatArray) -> tuple[FloatArray, FloatArray]:
    """CV and SE of values (K, L) as above, (L,) each; in any unit, as what is squared is at most 1."""
    mean = share @ values
    deviations = values - mean
    unit = np.abs(deviations).max(axis=0)
    unit[unit == 0] = 1.0
    return mean, unit * np.sqrt(share @ np.square(deviations / unit) / (len(values) - 1))
