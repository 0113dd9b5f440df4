"""What the controls of the page say of a table's λ, and the bar and the folds that follow from it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from charts.numbers import code_number
from charts.track import Track
from l2core.checks import FloatArray
from l2core.class_validation import balancing
from l2core.linear import default_lambdas
from l2core.logistic import default_logistic_lambdas
from l2core.missing import filled, medians
from l2core.penalties import mixing
from l2core.tables import Table
from lessons.choosing_lambda.table_variables import variables_of

COUNT = 81  # λ on the bar
LAM = Track("lam", COUNT, COUNT // 2)
LARGE, FOLDS_OF_LARGE = 300_000, 5  # cells of a table, and its folds, so that nobody waits for minutes
KEPT, TRUSTED = 0.0, 0.5  # the penalty factors of a variable that must stay, and of one that is trusted more


@dataclass(frozen=True)
class Setting:
    """How λ is chosen.

    measure, balanced: of a table of two classes alone. keep, trust: the variables, by their places, that are
    never penalised, and half as much as the others.
    """

    penalty: str = "l1"
    l1_ratio: float = 0.5
    standardize: bool = True
    folds: int = 10
    seed: int = 0
    measure: str = "deviance"
    balanced: bool = False
    keep: tuple[int, ...] = ()
    trust: tuple[int, ...] = ()

    @property
    def alpha(self) -> float:
        """The share of L1 in the penalty."""
        return mixing(self.penalty, self.l1_ratio)

    @property
    def codes(self) -> dict[str, str]:
        """What an address says that brings back these settings, of any table."""
        return {
            "penalty": self.penalty,
            "std": str(int(self.standardize)),
            "r": code_number(self.l1_ratio),
            "folds": str(self.folds),
            "cvseed": str(self.seed),
        }

    @property
    def class_codes(self) -> dict[str, str]:
        """The same of those that a table of two classes has besides."""
        return {"measure": self.measure, "balance": str(int(self.balanced))}


def penalty_factors(table: Table, setting: Setting) -> FloatArray | None:
    """The factor of each column of X, before they are made to have the mean 1; None where all are alike."""
    if not setting.keep and not setting.trust:
        return None
    of = variables_of(table).of
    factors = np.ones(len(of))
    factors[np.isin(of, setting.trust)] = TRUSTED
    factors[np.isin(of, setting.keep)] = KEPT
    return factors


def complete(table: Table) -> FloatArray:
    """X with the medians of the rows in its gaps."""
    return filled(table.X, medians(table.X)) if has_gaps(table) else table.X


def has_gaps(table: Table) -> bool:
    return bool(np.isnan(table.X).any())


def scale_of(table: Table, setting: Setting, X: FloatArray) -> FloatArray:
    """By how much each weight is multiplied before the penalty acts on it, (p,): the deviation of its column.

    1 where nothing is standardised. With balanced classes the deviation is that over the weighed rows.
    """
    if not setting.standardize:
        return np.ones(X.shape[1])
    weights = balancing(table.y) if table.classes and setting.balanced else None
    mean = np.average(X, axis=0, weights=weights)
    return np.sqrt(np.average(np.square(X - mean), axis=0, weights=weights))


def folds_of(table: Table, setting: Setting) -> int:
    """As many folds as were asked for, if there are rows for two in each, and fewer for a large table.

    Where λ is chosen by AUC every fold has a row of each class.
    """
    most = FOLDS_OF_LARGE if table.X.size > LARGE else setting.folds
    return max(min(setting.folds, most, most_folds(table, setting)), 2)


def most_folds(table: Table, setting: Setting) -> int:
    """So many folds there are rows for."""
    rows = len(table.y) // 2
    if table.classes and setting.measure == "auc":
        return min(rows, int(min(table.y.sum(), len(table.y) - table.y.sum())))
    return rows


def few_for_folds(table: Table, setting: Setting) -> str:
    """What there is too little of for the folds that were asked for: "rows", "rows of a class" or "none"."""
    if len(table.y) // 2 < setting.folds:
        return "rows"
    return "rows of a class" if most_folds(table, setting) < setting.folds else "none"


def validation_options(table: Table, setting: Setting) -> dict[str, Any]:
    """What every cross-validation of the table takes from the controls, the λ of the bar among them."""
    return {
        "penalty": setting.penalty,
        "lambdas": bar_lambdas(table, setting),
        "folds": folds_of(table, setting),
        "l1_ratio": setting.l1_ratio,
        "standardize": setting.standardize,
        "penalty_factors": penalty_factors(table, setting),
        "impute": has_gaps(table),
    }


def bar_lambdas(table: Table, setting: Setting) -> FloatArray:
    """COUNT values 10^(k/d), to three digits: from where all weights are 0, d = 20 a decade, 4 decades down.

    Ridge has no such λ. Its values begin at 30 σs, d = 16, σ the largest eigenvalue of XᵀX/n and s the
    standard deviation of y: there the best-determined direction keeps σ/(σ + λ/s) = 1/31 of its weight. λ has
    the unit of y, and where that is a power of ten of another, the bar holds the same models in both. Of two
    classes ¼ takes the place of s, the largest that the curvature p(1−p) of the log-likelihood can be.
    """
    X = complete(table)
    top, per_decade = _first_lambda(table, X, setting), 20
    if setting.alpha == 0:
        centred = X - X.mean(axis=0)
        deviation = centred.std(axis=0)
        scale = np.where(deviation > 0, deviation, 1.0) if setting.standardize else 1.0
        largest = float(np.linalg.norm(centred / scale, 2)) ** 2 / len(table.y)
        top, per_decade = 30 * largest * (0.25 if table.classes else float(table.y.std())), 16
    first = np.ceil(per_decade * np.log10(top))
    return np.array([float(f"{10 ** (k / per_decade):.3g}") for k in first - np.arange(COUNT)[::-1]])


def _first_lambda(table: Table, X: FloatArray, setting: Setting) -> float:
    """λ_max; raises ValueError where no column goes with y."""
    factors, standardize = penalty_factors(table, setting), setting.standardize
    if not table.classes:
        found = default_lambdas(
            X, table.y, setting.alpha, count=1, standardize=standardize, penalty_factors=factors
        )
        return float(found[0])
    found = default_logistic_lambdas(
        X,
        table.y,
        setting.alpha,
        count=1,
        standardize=standardize,
        penalty_factors=factors,
        weights=balancing(table.y) if setting.balanced else None,
    )
    return float(found[0])
