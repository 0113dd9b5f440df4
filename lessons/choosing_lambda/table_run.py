"""A linear model for every λ of the bar, its cross-validation, and its path as it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from charts.choosing_lambda.drawn_path import ChosenLambdas, DrawnPath
from charts.picture import Translate
from charts.track import Track
from dashboard.caches import kept
from dashboard.patience import Progress, patiently
from l2core.checks import FloatArray
from l2core.cross_validation import CrossValidation, cross_validate, mean_alone
from l2core.linear import default_lambdas, elastic_net_path
from l2core.missing import filled, medians
from l2core.penalties import mixing
from l2core.tables import Table

COUNT = 81  # λ on the bar
LAM = Track("lam", COUNT, COUNT // 2)
MOST_KNOTS = 120  # so many are drawn as corners of the lines
LARGE, FOLDS_OF_LARGE = 300_000, 5  # cells of a table, and its folds, so that nobody waits for minutes
DRAWS, MOST_REDRAWN = 10, 20_000  # draws of the folds, and cells of a table for which that takes no second


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


@dataclass(frozen=True, eq=False)
class Fit:
    """Everything about one table and one penalty; the bar counts λ from the smallest up.

    training: (L,), mean squared error on the rows trained on. mean_alone: (K,), that of the mean alone on
    each fold left out. penalties: (L,), α‖w‖₁ + (1−α)/(2s) ‖w‖². constant: (p,), the variables that do not
    vary. interpolates: whether the rows trained on are fitted without any error when there is no penalty.
    deviation: s, that of y, the 1/n one.
    """

    setting: Setting
    names: tuple[str, ...]
    rows: int
    errors: CrossValidation
    drawn: DrawnPath
    training: FloatArray
    mean_alone: FloatArray
    penalties: FloatArray
    constant: NDArray[np.bool_]
    interpolates: bool
    deviation: float

    @property
    def chosen(self) -> ChosenLambdas:
        return ChosenLambdas(self.errors.index_min, self.errors.index_1se)


@dataclass(frozen=True, eq=False)
class FoldDraws:
    """λ_min and λ_1se (D,) where the rows fall into other folds, one draw an entry."""

    lambda_min: FloatArray
    lambda_1se: FloatArray


def fitted(_: Translate, table: Table, setting: Setting) -> Fit:
    """The fit, from the cache or now, with a progress bar if it takes a while.

    Raises ValueError where no column goes with the target.
    """
    words = _("Cross-validating {n:,} rows × {p} variables in {folds} folds").format(
        n=len(table.y), p=table.X.shape[1], folds=folds_of(table, setting)
    )
    return patiently(lambda progress: _cached_fit(table, setting, progress), words)


def fold_draws(_: Translate, table: Table, setting: Setting) -> FoldDraws | None:
    """The choice of λ over DRAWS draws of the folds, seeds 0, 1, …; None where that would take long."""
    if table.X.size > MOST_REDRAWN:
        return None
    words = _("Drawing the folds {count} times").format(count=DRAWS)
    any_seed = replace(setting, seed=0)
    return patiently(lambda progress: _cached_draws(table, any_seed, progress), words)


@kept(max_entries=32)
def _cached_fit(table: Table, setting: Setting, _progress: Progress) -> Fit:
    return fit(table, setting, _progress.report_or_raise)


@kept(max_entries=32)
def _cached_draws(table: Table, setting: Setting, _progress: Progress) -> FoldDraws:
    found = []
    for seed in range(DRAWS):
        found.append(cross_validated(table, replace(setting, seed=seed)))
        _progress.report_or_raise((seed + 1) / DRAWS)
    return FoldDraws(
        np.array([errors.lambda_min for errors in found]), np.array([errors.lambda_1se for errors in found])
    )


def fit(table: Table, setting: Setting, report: Callable[[float], object] | None = None) -> Fit:
    """The fit of a table, computed; report: as `l2core.cross_validation.cross_validate` calls it."""
    errors, table = cross_validated(table, setting, report), _complete(table)
    X, y, alpha = table.X, table.y, setting.alpha
    weights = errors.path.coefficients * (X.std(axis=0) if setting.standardize else 1.0)
    squares, deviation = np.square(weights).sum(axis=1), float(y.std())
    return Fit(
        setting=setting,
        names=table.features,
        rows=len(y),
        errors=errors,
        drawn=_with_knots(table, setting, errors),
        training=(1 - errors.path.deviance_ratio) * y.var(),
        mean_alone=mean_alone(y, errors.fold_of),
        penalties=alpha * np.abs(weights).sum(axis=1) + (1 - alpha) / (2 * deviation) * squares,
        constant=np.ptp(X, axis=0) == 0,
        interpolates=_interpolates(X),
        deviation=deviation,
    )


def cross_validated(
    table: Table, setting: Setting, report: Callable[[float], object] | None = None
) -> CrossValidation:
    """The cross-validation at the λ of the bar."""
    return cross_validate(
        table.X,
        table.y,
        setting.penalty,
        bar_lambdas(_complete(table), setting),
        folds=folds_of(table, setting),
        seed=setting.seed,
        l1_ratio=setting.l1_ratio,
        standardize=setting.standardize,
        impute=bool(np.isnan(table.X).any()),
        report=report,
    )


def _complete(table: Table) -> Table:
    """The table with the medians of all its rows where a cell is missing."""
    return replace(table, X=filled(table.X, medians(table.X)))


def _interpolates(X: FloatArray) -> bool:
    """Whether b + Xw can be any y: the centred columns span all n − 1 directions that the mean leaves."""
    n, p = X.shape
    return p >= n - 1 and int(np.linalg.matrix_rank(X - X.mean(axis=0))) == n - 1


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


def folds_of(table: Table, setting: Setting) -> int:
    """As many folds as were asked for, if there are rows for two in each, and fewer for a large table."""
    most = FOLDS_OF_LARGE if table.X.size > LARGE else setting.folds
    return min(setting.folds, most, len(table.y) // 2)


def bar_lambdas(table: Table, setting: Setting) -> FloatArray:
    """COUNT values 10^(k/d), to three digits: from where all weights are 0, d = 20 a decade, 4 decades down.

    Ridge has no such λ. Its values begin at 30 σs, d = 16, σ the largest eigenvalue of XᵀX/n and s the
    standard deviation of y: there the best-determined direction keeps σ/(σ + λ/s) = 1/31 of its weight. λ has
    the unit of y, and where that is a power of ten of another, the bar holds the same models in both.
    """
    top = default_lambdas(table.X, table.y, setting.alpha, count=1, standardize=setting.standardize)[0]
    per_decade = 20
    if setting.alpha == 0:
        centred = table.X - table.X.mean(axis=0)
        deviation = centred.std(axis=0)
        scale = np.where(deviation > 0, deviation, 1.0) if setting.standardize else 1.0
        largest = np.linalg.norm(centred / scale, 2) ** 2 / len(table.y)
        top, per_decade = 30 * largest * table.y.std(), 16
    first = np.ceil(per_decade * np.log10(top))
    return np.array([float(f"{10 ** (k / per_decade):.3g}") for k in first - np.arange(COUNT)[::-1]])
