"""The logistic models of one table of two classes on any of its rows: a row that counts m times weighs m.

What is fitted is `l2core.logistic_path`, what is measured one of `l2core.class_validation.MEASURES`. No sums
are shared, as they are in `l2core.moments`: the second derivative of the log-likelihood weighs every row by
p(1 − p), which differs from model to model. A sample costs as many paths as it has folds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from l2core.checks import FloatArray
from l2core.class_validation import balancing, fold_errors, stratified_folds
from l2core.logistic import logistic_path
from l2core.missing import filled, medians
from l2core.moments import Counts, Models


@dataclass(frozen=True)
class Logistic:
    """A table and the way its paths are fitted; see `l2core.refits.Refits`.

    X: (n, p), NaN where a cell is missing, if impute; y: (n,), 0 or 1; lambdas: (L,). The others are those of
    `l2core.class_validation.cross_validate_classes`; the classes are balanced as they are in each sample.
    """

    X: FloatArray
    y: FloatArray
    lambdas: FloatArray
    l1_ratio: float
    measure: str
    balanced: bool
    standardize: bool
    penalty_factors: ArrayLike | None
    impute: bool

    @property
    def shape(self) -> tuple[int, int]:
        """n, p."""
        return self.X.shape[0], self.X.shape[1]

    @property
    def together(self) -> int:
        """One sample at a time."""
        return 1

    @property
    def strata(self) -> NDArray[np.intp]:
        """The class of each row: (n,)."""
        return self.y.astype(np.intp)

    def most_folds(self, counts: Counts) -> int:
        """As many as different rows; with AUC, for which a fold needs both classes, as rows of the rarer one.

        0 where a class has fewer than 2 different rows, one to learn from and one to be held out.
        """
        of_class = np.bincount(self.strata[counts > 0], minlength=2)
        if of_class.min() < 2:
            return 0
        return int(of_class.min() if self.measure == "auc" else of_class.sum())

    def folds(self, counts: Counts, folds: int, seed: int) -> NDArray[np.intp]:
        """The fold of each row that counts, stratified by class; 0 for the others: (n,)."""
        most = self.most_folds(counts)
        if self.measure == "auc" and folds > most:
            raise ValueError(
                f"measure needs rows of both classes in every fold for auc, got {most} rows of one class for "
                f"{folds} folds"
            )
        fold_of = np.zeros(len(counts), dtype=np.intp)
        fold_of[counts > 0] = stratified_folds(self.y[counts > 0], folds, seed)
        return fold_of

    def models(self, samples: Sequence[Counts]) -> list[Models]:
        """The models of each sample, log-odds b + Xw."""
        return [self._fitted(counts, self._weights(counts)) for counts in samples]

    def held_out_errors(self, samples: Sequence[tuple[Counts, NDArray[np.intp]]]) -> list[FloatArray]:
        """e_k(λ) of the measure, each row so often as it counts: (K, L) for each sample."""
        return [self._errors(counts, fold_of) for counts, fold_of in samples]

    def _errors(self, counts: Counts, fold_of: NDArray[np.intp]) -> FloatArray:
        weights = self._weights(counts)
        log_odds = np.empty((len(counts), len(self.lambdas)))
        for k in range(int(fold_of[counts > 0].max()) + 1):
            models = self._fitted(np.where(fold_of == k, 0, counts), weights)
            held_out = (fold_of == k) & (counts > 0)
            log_odds[held_out] = models.predict(self.X[held_out])
        rows = np.repeat(np.arange(len(counts)), counts)
        return fold_errors(log_odds[rows], self.y[rows], fold_of[rows], self.measure, weights[rows])

    def _weights(self, counts: Counts) -> FloatArray:
        """What one copy of each row weighs: 1, or so much that the classes of the sample weigh the same."""
        weights = np.ones(len(counts))
        if self.balanced:
            rows = np.repeat(np.arange(len(counts)), counts)
            weights[rows] = balancing(self.y[rows])
        return weights

    def _fitted(self, counts: Counts, weights: FloatArray) -> Models:
        rows = np.flatnonzero(counts)
        X, middle = self.X[rows], None
        if self.impute:
            middle = medians(self.X[np.repeat(np.arange(len(counts)), counts)])
            X = filled(X, middle)
        path = logistic_path(
            X,
            self.y[rows],
            self.lambdas,
            l1_ratio=self.l1_ratio,
            standardize=self.standardize,
            penalty_factors=self.penalty_factors,
            weights=counts[rows] * weights[rows],
        )
        return Models(path.coefficients, path.intercepts, middle)
