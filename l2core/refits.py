"""The models of one table on any of its rows: what is fitted over and over where a choice of λ is judged."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.checks import FloatArray, finite_array, one_of
from l2core.class_validation import MEASURES, balancing
from l2core.linear import default_lambdas, elastic_net_path
from l2core.logistic import checked_classes, default_logistic_lambdas, logistic_path
from l2core.logistic_refits import Logistic
from l2core.missing import filled, medians
from l2core.moments import Counts, Models, least_squares
from l2core.penalties import PENALIZED, mixing

FAMILIES = ("gaussian", "binomial")


class Refits(Protocol):
    """A table (n rows, p columns) and how its models are fitted, at lambdas (L,), on samples of its rows.

    A sample is counts (n,), how often each row is in it, 0 for not at all; to be judged, also fold_of (n,),
    the fold 0…K−1 that holds out all copies of a row, where every fold has a row that counts.
    """

    @property
    def lambdas(self) -> FloatArray:
        """(L,)."""

    @property
    def shape(self) -> tuple[int, int]:
        """n, p."""

    @property
    def together(self) -> int:
        """How many samples it is best asked for at once."""

    @property
    def strata(self) -> NDArray[np.intp]:
        """0, 1, … for the parts of the rows each of which a half has a half of: (n,)."""

    def most_folds(self, counts: Counts) -> int:
        """How many folds a sample can have at most; 0 where it is of no use."""

    def folds(self, counts: Counts, folds: int, seed: int) -> NDArray[np.intp]:
        """The fold of each row that counts, at random; 0 for the others: (n,)."""

    def models(self, samples: Sequence[Counts]) -> list[Models]:
        """The models of each sample."""

    def held_out_errors(self, samples: Sequence[tuple[Counts, NDArray[np.intp]]]) -> list[FloatArray]:
        """For each sample the error on each fold, copies included, of the models of the others: (K, L)."""


def refits(
    X: ArrayLike,
    y: ArrayLike,
    penalty: str,
    lambdas: ArrayLike | None,
    *,
    family: str,
    l1_ratio: float,
    measure: str,
    balanced: bool,
    standardize: bool,
    penalty_factors: ArrayLike | None,
    impute: bool,
) -> Refits:
    """What these arguments of `cross_validate` ask for, or for "binomial" of `cross_validate_classes`.

    Raises ValueError as they do, before anything is resampled: the models of all rows are fitted once.
    """
    alpha = mixing(one_of("penalty", penalty, PENALIZED), l1_ratio)
    one_of("family", family, FAMILIES)
    one_of("measure", measure, MEASURES)
    columns, target = finite_array("X", X, ndim=2, gaps=impute), finite_array("y", y, ndim=1)
    whole = filled(columns, medians(columns)) if impute else columns
    options: dict[str, Any] = {"standardize": standardize, "penalty_factors": penalty_factors}
    if family == "gaussian":
        grid = default_lambdas(whole, target, alpha, **options) if lambdas is None else lambdas
        path = elastic_net_path(whole, target, alpha, grid, **options)
        return least_squares(columns, target, path.lambdas, alpha, **options)
    classes = checked_classes(target)
    options["weights"] = balancing(classes) if balanced else None
    grid = default_logistic_lambdas(whole, classes, alpha, **options) if lambdas is None else lambdas
    path = logistic_path(whole, classes, grid, l1_ratio=alpha, **options)
    return Logistic(
        columns, classes, path.lambdas, alpha, measure, balanced, standardize, penalty_factors, impute
    )
