"""How good is a model whose λ was chosen by cross-validation? Not as good as CV(λ_min) says.

    CV(λ_min) = min_λ Σ_k (n_k/n) e_k(λ)        honest: Σ_k (n_k/n) e_k(λ_k),    λ_k chosen without fold k

CV(λ_min) is the smallest of many means over the same rows: the luck of these rows chose the λ by which they
are then judged. In nested cross-validation the rows outside fold k choose λ_k by a cross-validation of their
own, and fold k judges what it took no part in. Sources: Varma & Simon 2006, BMC Bioinformatics 7:91; Cawley &
Talbot 2010, J. Machine Learning Research 11.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.checks import FloatArray, whole_number
from l2core.cross_validation import chosen_by, paired_by_folds
from l2core.evaluation import Estimate
from l2core.refits import Refits, refits
from l2core.workers import Workers, each_of


@dataclass(frozen=True)
class NestedError:
    """The error of a chosen λ, on rows that took no part in choosing it.

    lambdas: (L,). fold_of: (n,), the outer fold of each row. fold_errors: (K, L), e_k(λ). index_min,
    index_1se: (K,), where the λ_min and λ_1se are in lambdas that the rows outside each fold chose. chosen:
    where the λ_min of the outer folds is. Each property is a mean over the folds with its standard error over
    them, which is somewhat small, as the folds learn from the same rows (`paired_by_folds`).
    """

    lambdas: FloatArray
    fold_of: NDArray[np.intp]
    fold_errors: FloatArray
    index_min: NDArray[np.intp]
    index_1se: NDArray[np.intp]
    chosen: int

    @property
    def optimistic(self) -> Estimate:
        """CV(λ_min), which is too small on average."""
        return self._mean(self.fold_errors[:, self.chosen])

    @property
    def honest_min(self) -> Estimate:
        """The error of choosing λ_min by cross-validation."""
        return self._mean(self._of(self.index_min))

    @property
    def honest_1se(self) -> Estimate:
        """The error of choosing λ_1se by cross-validation."""
        return self._mean(self._of(self.index_1se))

    @property
    def optimism(self) -> Estimate:
        """honest_min − CV(λ_min), fold against fold: above 0 on average, not in every table."""
        return self._mean(self._of(self.index_min) - self.fold_errors[:, self.chosen])

    @property
    def difference(self) -> Estimate:
        """honest_1se − honest_min, fold against fold."""
        return self._mean(self._of(self.index_1se) - self._of(self.index_min))

    def _of(self, index: NDArray[np.intp]) -> FloatArray:
        return self.fold_errors[np.arange(len(index)), index]

    def _mean(self, errors: FloatArray) -> Estimate:
        return paired_by_folds(errors, np.zeros(len(errors)), self.fold_of)


def nested_error(
    X: ArrayLike,
    y: ArrayLike,
    penalty: str = "l1",
    lambdas: ArrayLike | None = None,
    *,
    folds: int = 10,
    inner_folds: int = 10,
    seed: int = 0,
    family: str = "gaussian",
    l1_ratio: float = 0.5,
    measure: str = "deviance",
    balanced: bool = False,
    standardize: bool = True,
    penalty_factors: ArrayLike | None = None,
    impute: bool = False,
    workers: Workers = 1,
    report: Callable[[float], object] | None = None,
) -> NestedError:
    """The error of "λ by cross-validation with `inner_folds` folds", measured in `folds` outer folds.

    The outer folds are those of `cross_validate`, or with family "binomial" of `cross_validate_classes`, with
    the same folds and seed, so that `optimistic` is its CV(λ_min), up to rounding. All choose from the same
    λ, in no more inner folds than there are rows. Arguments and errors are those of
    `l2core.resampling.repeated_cross_validation`.
    """
    table = refits(
        X,
        y,
        penalty,
        lambdas,
        family=family,
        l1_ratio=l1_ratio,
        measure=measure,
        balanced=balanced,
        standardize=standardize,
        penalty_factors=penalty_factors,
        impute=impute,
    )
    n, seed = table.shape[0], whole_number("seed", seed, at_least=0)
    inner = whole_number("inner_folds", inner_folds, at_least=2)
    fold_of = table.folds(np.ones(n, dtype=np.intp), folds, seed)
    for k in range(int(fold_of.max()) + 1):
        inner_folds_of(table, fold_of, k, inner, seed)  # says where rows are too few
    (errors,) = table.held_out_errors([(np.ones(n, dtype=np.intp), fold_of)])
    common = {"table": table, "fold_of": fold_of, "folds": inner, "seed": seed}
    found = np.array(each_of(range(len(errors)), _chosen_without, common, workers, report))
    share = np.bincount(fold_of) / n
    chosen = chosen_by(errors, share, table.lambdas).index_min
    return NestedError(table.lambdas, fold_of, errors, found[:, 0], found[:, 1], chosen)


def inner_folds_of(
    table: Refits, fold_of: NDArray[np.intp], k: int, folds: int, seed: int
) -> NDArray[np.intp]:
    """The inner fold of each row outside outer fold k, and 0 for the rows in it: (n,)."""
    counts = (fold_of != k).astype(np.intp)
    random = np.random.default_rng((seed, k))
    few = max(2, min(folds, table.most_folds(counts)))
    return table.folds(counts, few, int(random.integers(2**32)))


def _chosen_without(
    k: int, table: Refits, fold_of: NDArray[np.intp], folds: int, seed: int
) -> tuple[int, int]:
    """Where λ_min and λ_1se are that the rows outside fold k choose."""
    counts = (fold_of != k).astype(np.intp)
    inner = inner_folds_of(table, fold_of, k, folds, seed)
    share = np.bincount(inner, weights=counts) / counts.sum()
    (errors,) = table.held_out_errors([(counts, inner)])
    choice = chosen_by(errors, share, table.lambdas)
    return choice.index_min, choice.index_1se
