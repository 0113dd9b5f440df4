"""The relaxed fit: selected by the penalty, then refitted without it, and the two blended.

    w(λ, γ) = γ ŵ(λ) + (1−γ) w̃(λ),    w̃(λ) = argmin ‖y − b − Xw‖² over w with w_j = 0 where ŵ_j(λ) = 0

ŵ is the path of `l2core.linear`, w̃ least squares on the variables that it has in at λ, and b goes with them.
γ = 1 is the penalised fit, γ = 0 the refitted one. What the penalty takes from the weights that it keeps, the
refit gives back; and what it let in by chance is then fitted as if it had been meant from the start.
Sources: Meinshausen 2007, Computational Statistics & Data Analysis 52(1); Hastie, Tibshirani & Tibshirani
2020, Statistical Science 35(4), whose blend this is, as in glmnet's relax.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.checks import FloatArray, finite_array, fraction, one_of
from l2core.cross_validation import CrossValidation, cross_validation_of, random_folds
from l2core.linear import default_lambdas, elastic_net_path
from l2core.missing import filled, medians
from l2core.path import Path
from l2core.penalties import PENALIZED, mixing
from l2core.prepared_table import PreparedTable, prepared

GAMMAS = (0.0, 0.25, 0.5, 0.75, 1.0)  # glmnet's


def relaxed_path(
    X: ArrayLike,
    y: ArrayLike,
    lambdas: ArrayLike | None = None,
    *,
    gamma: float = 0.0,
    l1_ratio: float = 1.0,
    standardize: bool = True,
    fit_intercept: bool = True,
    penalty_factors: ArrayLike | None = None,
) -> Path:
    """w(λ, γ) at each λ, for one γ from 0 (refitted) to 1 (penalised).

    Same other arguments and errors as `l2core.linear.elastic_net_path`. knots: where a variable comes or
    goes, at which w̃ jumps. Where the variables in are collinear, or as many as the rows, w̃ is the shortest
    solution for the columns as they are penalised. degrees_of_freedom: γ times those of ŵ and 1−γ times the
    rank of the variables in; what choosing them costs is not in it.
    """
    share = fraction("gamma", gamma)
    table = prepared(X, y, standardize, fit_intercept, penalty_factors)
    penalised = elastic_net_path(
        X,
        y,
        l1_ratio,
        lambdas,
        standardize=standardize,
        fit_intercept=fit_intercept,
        penalty_factors=penalty_factors,
    )
    refitted, rank = _refitted(table, penalised)
    U = share * penalised.coefficients * table.scale + (1 - share) * refitted
    freedom = share * penalised.degrees_of_freedom + (1 - share) * rank
    blend = table.path(penalised.lambdas, U, penalised.knots, freedom)
    return replace(blend, degrees_of_freedom=freedom)


def cross_validate_relaxed(
    X: ArrayLike,
    y: ArrayLike,
    penalty: str = "l1",
    lambdas: ArrayLike | None = None,
    *,
    gammas: Sequence[float] = GAMMAS,
    folds: int = 10,
    seed: int = 0,
    l1_ratio: float = 0.5,
    standardize: bool = True,
    penalty_factors: ArrayLike | None = None,
    impute: bool = False,
    report: Callable[[float], object] | None = None,
) -> tuple[CrossValidation, ...]:
    """CV(λ) of the blend, one record for each of `gammas`, on the same folds, so that they can be compared.

    In every fold the variables are selected anew, from its training rows. Same other arguments and errors as
    `l2core.cross_validation.cross_validate`, whose record that of γ = 1 is.
    """
    alpha = mixing(one_of("penalty", penalty, PENALIZED), l1_ratio)
    columns, target = finite_array("X", X, ndim=2, gaps=impute), finite_array("y", y, ndim=1)
    fold_of = random_folds(len(columns), folds, seed)
    whole = filled(columns, medians(columns)) if impute else columns
    grid = (
        default_lambdas(whole, target, alpha, standardize=standardize, penalty_factors=penalty_factors)
        if lambdas is None
        else finite_array("lambdas", lambdas, ndim=1)
    )
    paths = [
        relaxed_path(
            whole,
            target,
            grid,
            gamma=gamma,
            l1_ratio=alpha,
            standardize=standardize,
            penalty_factors=penalty_factors,
        )
        for gamma in gammas
    ]
    errors = relaxed_errors(
        columns,
        target,
        alpha,
        grid,
        fold_of,
        gammas,
        standardize,
        report,
        penalty_factors=penalty_factors,
        impute=impute,
    )
    return tuple(cross_validation_of(path, of, fold_of) for path, of in zip(paths, errors, strict=True))


def relaxed_errors(
    X: FloatArray,
    y: FloatArray,
    l1_ratio: float,
    lambdas: FloatArray,
    fold_of: NDArray[np.intp],
    gammas: Sequence[float] = GAMMAS,
    standardize: bool = True,
    report: Callable[[float], object] | None = None,
    *,
    penalty_factors: ArrayLike | None = None,
    impute: bool = False,
) -> FloatArray:
    """e_k(λ, γ) = mean over fold k of (y − b − Xw(λ, γ))², b and w from the rows outside it: (G, K, L).

    Both fits are made once, for their predictions are blended as their weights are. Arguments as those of
    `l2core.cross_validation.held_out_errors`.
    """
    folds = int(fold_of.max()) + 1
    errors = np.empty((len(gammas), folds, len(lambdas)))
    for k in range(folds):
        out = fold_of == k
        rows = filled(X, medians(X[~out])) if impute else X
        table = prepared(rows[~out], y[~out], standardize, True, penalty_factors)
        penalised = elastic_net_path(
            rows[~out],
            y[~out],
            l1_ratio,
            lambdas,
            standardize=standardize,
            penalty_factors=penalty_factors,
        )
        U, rank = _refitted(table, penalised)
        refitted = table.path(lambdas, U, None, rank)
        ends = [y[out, None] - path.predict(rows[out]) for path in (penalised, refitted)]
        for g, gamma in enumerate(gammas):
            errors[g, k] = np.square(gamma * ends[0] + (1 - gamma) * ends[1]).mean(axis=0)
        if report:
            report((k + 1) / folds)
    return errors


def _refitted(table: PreparedTable, penalised: Path) -> tuple[FloatArray, FloatArray]:
    """w̃ at each λ in the scale of the table, (L, p), and the rank of the variables in, (L,)."""
    models, of = np.unique((penalised.coefficients != 0) | table.free, axis=0, return_inverse=True)
    W, ranks = np.zeros(models.shape), np.zeros(len(models))
    for i, model in enumerate(models):
        W[i, model], _residuals, ranks[i], _d = np.linalg.lstsq(table.whole[:, model], table.target)
    of = of.ravel()
    return W[of], ranks[of]
