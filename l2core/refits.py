"""The models of one table on any of its rows: what is fitted over and over where a choice of λ is judged."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.checks import FloatArray, finite_array, one_of
from l2core.linear import default_lambdas, elastic_net_path
from l2core.missing import filled, medians
from l2core.moments import Counts, Models, least_squares
from l2core.penalties import PENALIZED, mixing


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
    l1_ratio: float,
    standardize: bool,
    penalty_factors: ArrayLike | None,
    impute: bool,
) -> Refits:
    """What these arguments of `cross_validate` ask for. Raises ValueError as it does."""
    alpha = mixing(one_of("penalty", penalty, PENALIZED), l1_ratio)
    columns, target = finite_array("X", X, ndim=2, gaps=impute), finite_array("y", y, ndim=1)
    whole = filled(columns, medians(columns)) if impute else columns
    options: dict[str, Any] = {"standardize": standardize, "penalty_factors": penalty_factors}
    grid = default_lambdas(whole, target, alpha, **options) if lambdas is None else lambdas
    path = elastic_net_path(whole, target, alpha, grid, **options)  # says what is wrong
    return least_squares(columns, target, path.lambdas, alpha, **options)
