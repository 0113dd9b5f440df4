"""A linear model for every λ of the bar, its cross-validation, and its path as it is drawn."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from charts.choosing_lambda.drawn_path import ChosenLambdas, DrawnPath
from charts.picture import Translate
from charts.track import Track
from dashboard.patience import Progress, patiently
from l2core.checks import FloatArray
from l2core.cross_validation import CrossValidation, cross_validate
from l2core.linear import default_lambdas, elastic_net_path
from l2core.penalties import mixing
from l2core.tables import Table

COUNT = 81  # λ on the bar
LAM = Track("lam", COUNT, COUNT // 2)
MOST_KNOTS = 120  # so many are drawn as corners of the lines
LARGE, FOLDS_OF_LARGE = 300_000, 5  # cells of a table, and its folds, so that nobody waits for minutes


@dataclass(frozen=True)
class Setting:
    """How λ is chosen; what the controls of the page say."""

    penalty: str = "l1"
    l1_ratio: float = 0.5
    standardize: bool = True
    folds: int = 10
    seed: int = 0

    @property
    def alpha(self) -> float:
        """The share of L1 in the penalty."""
        return mixing(self.penalty, self.l1_ratio)


@dataclass(frozen=True)
class Fit:
    """Everything about one table and one penalty; the bar counts λ from the smallest up.

    training: (L,), mean squared error on the rows trained on. mean_alone: that of the mean alone on the folds
    left out. penalties: (L,), α‖w‖₁ + (1−α)/2 ‖w‖².
    """

    setting: Setting
    names: tuple[str, ...]
    rows: int
    errors: CrossValidation
    drawn: DrawnPath
    training: FloatArray
    mean_alone: float
    penalties: FloatArray

    @property
    def chosen(self) -> ChosenLambdas:
        return ChosenLambdas(self.errors.index_min, self.errors.index_1se)


def fitted(_: Translate, table: Table, setting: Setting) -> Fit:
    """The fit, from the cache or now, with a progress bar if it takes a while.

    Raises ValueError where no column goes with the target.
    """
    words = _("Cross-validating {n:,} rows × {p} variables in {folds} folds").format(
        n=len(table.y), p=table.X.shape[1], folds=folds_of(table, setting)
    )
    return patiently(lambda progress: _fit(table, setting, progress), words)


@st.cache_data(max_entries=32, show_spinner=False)
def _fit(table: Table, setting: Setting, _progress: Progress) -> Fit:
    X, y, alpha = table.X, table.y, setting.alpha
    lambdas = bar_lambdas(table, setting)
    errors = cross_validate(
        X,
        y,
        setting.penalty,
        lambdas,
        folds=folds_of(table, setting),
        seed=setting.seed,
        l1_ratio=setting.l1_ratio,
        standardize=setting.standardize,
        report=_progress.report_or_raise,
    )
    weights = errors.path.coefficients * (X.std(axis=0) if setting.standardize else 1.0)
    return Fit(
        setting=setting,
        names=table.features,
        rows=len(y),
        errors=errors,
        drawn=_with_knots(table, setting, errors),
        training=(1 - errors.path.deviance_ratio) * y.var(),
        mean_alone=_mean_alone(y, errors.fold_of),
        penalties=alpha * np.abs(weights).sum(axis=1) + (1 - alpha) / 2 * np.square(weights).sum(axis=1),
    )


def _with_knots(table: Table, setting: Setting, errors: CrossValidation) -> DrawnPath:
    """The path at the λ of the bar and at its knots; at the λ of the bar alone where these are too many."""
    lambdas, knots = errors.lambdas, errors.path.knots
    between = [] if knots is None or len(knots) > MOST_KNOTS else knots[knots > lambdas[0]]
    every = np.concatenate([lambdas, between])
    bar_index = np.concatenate([np.arange(COUNT), np.full(len(between), -1)])
    order = np.argsort(-every, kind="stable")
    path = elastic_net_path(table.X, table.y, setting.alpha, every[order], standardize=setting.standardize)
    spread = table.X.std(axis=0)
    weights = path.coefficients * (spread if setting.standardize else 1.0)
    return DrawnPath(path, bar_index[order], spread, table.features, weights)


def _mean_alone(y: FloatArray, fold_of: NDArray[np.intp]) -> float:
    """The mean squared error of predicting each row by the mean of the rows outside its fold."""
    means = np.array([y[fold_of != k].mean() for k in range(fold_of.max() + 1)])
    return float(np.square(y - means[fold_of]).mean())


def folds_of(table: Table, setting: Setting) -> int:
    """As many folds as were asked for, if there are rows for two in each, and fewer for a large table."""
    most = FOLDS_OF_LARGE if table.X.size > LARGE else setting.folds
    return min(setting.folds, most, len(table.y) // 2)


def bar_lambdas(table: Table, setting: Setting) -> FloatArray:
    """COUNT values 10^(k/d), to three digits: from where all weights are 0, d = 20 a decade, 4 decades down.

    Ridge has no such λ. Its values begin at 30 σ, d = 16, σ the largest eigenvalue of XᵀX/n, at which the
    best-determined direction keeps d²/(d² + nλ) = 1/31 of its weight.
    """
    top = default_lambdas(table.X, table.y, setting.alpha, count=1, standardize=setting.standardize)[0]
    per_decade = 20
    if setting.alpha == 0:
        centred = table.X - table.X.mean(axis=0)
        deviation = centred.std(axis=0)
        scale = np.where(deviation > 0, deviation, 1.0) if setting.standardize else 1.0
        top, per_decade = 30 * np.linalg.norm(centred / scale, 2) ** 2 / len(table.y), 16
    first = np.ceil(per_decade * np.log10(top))
    return np.array([float(f"{10 ** (k / per_decade):.3g}") for k in first - np.arange(COUNT)[::-1]])
