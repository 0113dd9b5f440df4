"""The models of one table on any of its rows: what is fitted over and over where a choice of λ is judged."""

from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.checks import FloatArray, finite_array, one_of
from l2core.linear import Path, default_lambdas, elastic_net_path
from l2core.moments import least_squares
from l2core.penalties import PENALIZED, mixing


class Refits(Protocol):
    """A table (n rows, p columns) and how its models are fitted, at lambdas (L,).

    counts (n,) says how often each row is there, 0 for not at all. fold_of (n,): the fold 0…K−1 that holds
    out all copies of a row; every fold has a row that counts.
    """

    @property
    def lambdas(self) -> FloatArray: ...
    @property
    def shape(self) -> tuple[int, int]: ...
    def path(self, counts: NDArray[np.intp]) -> Path:
        """The models of the rows that count."""

    def held_out_errors(self, counts: NDArray[np.intp], fold_of: NDArray[np.intp]) -> FloatArray:
        """The error on the rows of each fold, copies included, of the models of all others: (K, L)."""


def refits(
    X: ArrayLike,
    y: ArrayLike,
    penalty: str,
    lambdas: ArrayLike | None,
    *,
    l1_ratio: float,
    standardize: bool,
) -> Refits:
    """The models that these arguments of `l2core.cross_validation.cross_validate` ask for; its errors."""
    alpha = mixing(one_of("penalty", penalty, PENALIZED), l1_ratio)
    columns, target = finite_array("X", X, ndim=2), finite_array("y", y, ndim=1)
    grid = default_lambdas(columns, target, alpha, standardize=standardize) if lambdas is None else lambdas
    path = elastic_net_path(columns, target, alpha, grid, standardize=standardize)  # says what is wrong
    return least_squares(columns, target, path.lambdas, alpha, standardize)
