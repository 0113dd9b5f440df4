"""Which λ for two classes? The log-odds of rows that the model has not seen, and what they say of every λ.

    deviance             e_k(λ) = mean over fold k of −2 log p(y_i),     p kept between 10⁻⁵ and 1 − 10⁻⁵
    misclassification    e_k(λ) = mean over fold k of [ p_i > ½ is not y_i ]
    AUC, as 1 − AUC      e_k(λ) = share of the pairs of a 0 and a 1 in fold k with log-odds the wrong way
                         round, ties as half

CV(λ), SE(λ), λ_min and λ_1se are made of e_k as in `l2core.cross_validation`. The folds are stratified: each
class is dealt out evenly. All measures are read from one set of log-odds, each row's from the model of the
folds that it is not in, so that another measure fits nothing again. Sources: measures and the limits of p as
in cv.glmnet (Friedman, Hastie & Tibshirani 2010, J. Statist. Software 33(1)); folds: Kohavi 1995, IJCAI 14.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.checks import FloatArray, finite_array, one_of, whole_number
from l2core.cross_validation import CrossValidation, cross_validation_of
from l2core.logistic import checked_classes, default_logistic_lambdas, logistic_path
from l2core.missing import filled, medians
from l2core.path import Path
from l2core.penalties import PENALIZED, mixing

MEASURES = ("deviance", "misclassification", "auc")
LEAST = 1e-5  # of a probability in the deviance, so that no single row decides: glmnet's


@dataclass(frozen=True)
class HeldOut:
    """What the models of the other folds say of each row, for every λ.

    y: (n,), 0 or 1. fold_of: (n,), the fold 0…K−1 in which each row was held out. log_odds: (n, L).
    row_weights: (n,), those of the fit, with mean 1. path: the models fitted on all rows, at the same λ.
    """

    y: FloatArray
    fold_of: NDArray[np.intp]
    log_odds: FloatArray
    row_weights: FloatArray
    path: Path

    def probabilities(self, index: int) -> FloatArray:
        """The probability of y = 1 of each row at the λ of that index, (n,), in the table's mix of classes.

        With balanced classes the model answers for a table with as many 0 as 1; its odds times n₁/n₀ are
        those of this one (King & Zeng 2001, Political Analysis 9(2), prior correction).
        """
        ones, zeros = (self.row_weights[self.y == k][0] for k in (1, 0))
        return 1 / (1 + np.exp(-np.clip(self.log_odds[:, index] + np.log(zeros / ones), -700, 700)))


def cross_validate_classes(
    X: ArrayLike,
    y: ArrayLike,
    penalty: str = "l1",
    lambdas: ArrayLike | None = None,
    *,
    measure: str = "deviance",
    folds: int = 10,
    seed: int = 0,
    l1_ratio: float = 0.5,
    standardize: bool = True,
    balanced: bool = False,
    penalty_factors: ArrayLike | None = None,
    impute: bool = False,
    report: Callable[[float], object] | None = None,
) -> CrossValidation:
    """CV(λ) of a logistic ridge, lasso or elastic net over `folds` stratified parts of the rows.

    measure: one of MEASURES. The other arguments and errors are those of `held_out_classes` and `judged`,
    which give the other measures without fitting again. In the result fold_errors is in the unit of the
    measure.
    """
    one_of("measure", measure, MEASURES)
    held_out = held_out_classes(
        X,
        y,
        penalty,
        lambdas,
        folds=folds,
        seed=seed,
        l1_ratio=l1_ratio,
        standardize=standardize,
        balanced=balanced,
        penalty_factors=penalty_factors,
        impute=impute,
        report=report,
    )
    return judged(held_out, measure)


def held_out_classes(
    X: ArrayLike,
    y: ArrayLike,
    penalty: str = "l1",
    lambdas: ArrayLike | None = None,
    *,
    folds: int = 10,
    seed: int = 0,
    l1_ratio: float = 0.5,
    standardize: bool = True,
    balanced: bool = False,
    penalty_factors: ArrayLike | None = None,
    impute: bool = False,
    report: Callable[[float], object] | None = None,
) -> HeldOut:
    """The log-odds of every row from the folds that it is not in, and the models of all rows.

    X: (n, p), y: (n,) of 0 and 1. penalty: "l2", "l1" or "elastic_net" with α = l1_ratio. lambdas: (L,); by
    default those that `l2core.logistic.default_logistic_lambdas` takes from the whole table. balanced: each
    row weighs n/(2 n_k), n_k the rows of its class in the whole table, so that both classes count alike.
    Columns are centred and scaled by the rows learned from. impute: X may hold NaN, filled by the medians of
    the rows learned from. report: called as report(fraction done) after every fold. Raises ValueError as
    `logistic_path` does, and where a class has fewer than 2 rows or `folds` is no whole number from 2 to n.
    """
    alpha = mixing(one_of("penalty", penalty, PENALIZED), l1_ratio)
    columns, classes = finite_array("X", X, ndim=2, gaps=impute), checked_classes(y)
    if len(classes) != len(columns):
        raise ValueError(f"y needs one value for each of the {len(columns)} rows of X, got {len(classes)}")
    fold_of = stratified_folds(classes, folds, seed)
    row_weights = balancing(classes) if balanced else np.ones(len(classes))
    whole = filled(columns, medians(columns)) if impute else columns
    if lambdas is None:
        lambdas = default_logistic_lambdas(
            whole,
            classes,
            alpha,
            standardize=standardize,
            penalty_factors=penalty_factors,
            weights=row_weights,
        )
    path = logistic_path(
        whole,
        classes,
        lambdas,
        l1_ratio=alpha,
        standardize=standardize,
        penalty_factors=penalty_factors,
        weights=row_weights,
    )
    log_odds = held_out_log_odds(
        columns,
        classes,
        alpha,
        path.lambdas,
        fold_of,
        standardize=standardize,
        penalty_factors=penalty_factors,
        weights=row_weights,
        impute=impute,
        report=report,
    )
    return HeldOut(classes, fold_of, log_odds, row_weights, path)


def held_out_log_odds(
    X: FloatArray,
    y: FloatArray,
    l1_ratio: float,
    lambdas: FloatArray,
    fold_of: NDArray[np.intp],
    *,
    standardize: bool = True,
    penalty_factors: ArrayLike | None = None,
    weights: FloatArray | None = None,
    impute: bool = False,
    report: Callable[[float], object] | None = None,
) -> FloatArray:
    """b + Xw of each row and λ, b and w from the rows outside its fold: (n, L).

    X (n, p), y (n,), fold_of (n,): of each row, 0…K−1. The other arguments are those of `held_out_classes`
    and `logistic_path`.
    """
    folds = int(fold_of.max()) + 1
    log_odds = np.empty((len(y), len(lambdas)))
    for k in range(folds):
        held_out = fold_of == k
        rows = filled(X, medians(X[~held_out])) if impute else X
        model = logistic_path(
            rows[~held_out],
            y[~held_out],
            lambdas,
            l1_ratio=l1_ratio,
            standardize=standardize,
            penalty_factors=penalty_factors,
            weights=None if weights is None else weights[~held_out],
        )
        log_odds[held_out] = model.predict(rows[held_out])
        if report:
            report((k + 1) / folds)
    return log_odds


def judged(held_out: HeldOut, measure: str) -> CrossValidation:
    """CV(λ) by one of MEASURES, of models that are fitted already.

    Deviance and misclassification weigh each row as the fit did: with balanced classes the latter is the mean
    of the two classes' own error rates. Raises ValueError where "auc" meets a fold with one class alone.
    """
    errors = fold_errors(held_out.log_odds, held_out.y, held_out.fold_of, measure, held_out.row_weights)
    return cross_validation_of(held_out.path, errors, held_out.fold_of)


def fold_errors(
    log_odds: FloatArray,
    y: FloatArray,
    fold_of: NDArray[np.intp],
    measure: str,
    weights: FloatArray | None = None,
) -> FloatArray:
    """e_k(λ) by one of MEASURES: (K, L). log_odds: (n, L). y, fold_of, weights: (n,). Errors as `judged`."""
    one_of("measure", measure, MEASURES)
    rows = [np.flatnonzero(fold_of == k) for k in range(int(fold_of.max()) + 1)]
    if measure == "auc":
        for held_out in rows:
            if y[held_out].min() == y[held_out].max():
                rare = int(min(y.sum(), (1 - y).sum()))
                raise ValueError(
                    f"measure needs rows of both classes in every fold for auc, got {rare} rows of one class "
                    f"for {len(rows)} folds"
                )
        return np.array([_discordance(log_odds[k], y[k] == 1) for k in rows])
    of_rows = deviances(log_odds, y) if measure == "deviance" else ((log_odds > 0) != (y[:, None] == 1))
    weights = np.ones(len(y)) if weights is None else weights
    return np.array([np.average(of_rows[k], axis=0, weights=weights[k]) for k in rows])


def deviances(log_odds: FloatArray, y: FloatArray) -> FloatArray:
    """−2 log p(y_i), with p between 10⁻⁵ and 1 − 10⁻⁵: (n, L), for log_odds (n, L) and y (n,) of 0 and 1."""
    limit = np.log(1 / LEAST - 1)
    against = np.where(y == 1, -1.0, 1.0)[:, None] * np.clip(log_odds, -limit, limit)
    return 2 * np.logaddexp(0.0, against)


def stratified_folds(y: FloatArray, folds: int, seed: int) -> NDArray[np.intp]:
    """The fold 0…K−1 of each row, at random: no fold has two rows of a class more than another, nor two rows.

    y: (n,) of 0 and 1. Raises ValueError as `held_out_classes` does.
    """
    parts, seed = whole_number("folds", folds, at_least=2), whole_number("seed", seed, at_least=0)
    counts = np.bincount(y.astype(np.intp), minlength=2)
    if parts > len(y):
        raise ValueError(f"X needs more rows for {parts} folds, got {len(y)}")
    if counts.min() < 2:
        raise ValueError(
            f"y needs 2 rows of each class, one to be held out, got {counts.min()} of {counts.argmin()}"
        )
    rng = np.random.default_rng(seed)
    dealt = np.concatenate([rng.permutation(np.flatnonzero(y == k)) for k in (0, 1)])
    fold_of = np.empty(len(y), dtype=np.intp)
    fold_of[dealt] = rng.permutation(parts)[np.arange(len(y)) % parts]
    return fold_of


def balancing(y: FloatArray) -> FloatArray:
    """n / (2 n_k), n_k the rows of the class of each row: (n,), mean 1. y: (n,) of 0 and 1, both there."""
    counts = np.bincount(y.astype(np.intp), minlength=2)
    return len(y) / (2 * counts[y.astype(np.intp)])


def _discordance(log_odds: FloatArray, ones: NDArray[np.bool_]) -> FloatArray:
    """1 − AUC of each column of log_odds (n, L): (L,). Mann & Whitney 1947, Ann. Math. Statist. 18(1)."""
    zeros = np.sort(log_odds[~ones], axis=0)
    pairs = np.empty(log_odds.shape[1])  # counted, half pairs too, so that equal shares are equal numbers
    for k, (low, high) in enumerate(zip(zeros.T, log_odds[ones].T, strict=True)):
        pairs[k] = low.searchsorted(high, "left").sum() + low.searchsorted(high, "right").sum()
    every = 2 * len(zeros) * int(ones.sum())
    return (every - pairs) / every
