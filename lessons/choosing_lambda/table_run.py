"""A model for every λ of the bar, its cross-validation, and its path as it is drawn."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from charts.choosing_lambda.drawn_path import ChosenLambdas, DrawnPath
from charts.picture import Translate
from dashboard.run_queue import Progress
from l2core.checks import FloatArray
from l2core.class_validation import HeldOut, judged
from l2core.cross_validation import CrossValidation, cross_validate, mean_alone
from l2core.linear import elastic_net_path
from l2core.path import Path
from l2core.tables import Table
from l2core.workers import shared_out
from lessons.choosing_lambda import table_classes
from lessons.choosing_lambda.table_kept_results import kept_result
from lessons.choosing_lambda.table_measures import SQUARED
from lessons.choosing_lambda.table_setting import (
    COUNT,
    Setting,
    complete,
    few_for_folds,
    folds_of,
    penalty_factors,
    scale_of,
    validation_options,
)
from lessons.choosing_lambda.table_variables import Variables, variables_of

MOST_KNOTS = 120  # so many are drawn as corners of the lines
SHORT_FIT = 5e6  # of n·p·min(n, p): some 60 ms


@dataclass(frozen=True, eq=False)
class Fit:
    """Everything about one table and one penalty; the bar counts λ from the smallest up.

    measure: what the errors are (`table_measures`). names: of the columns of X. training: (L,), the error on
    the rows trained on. alone: (K,), that of no variable at all on each fold left out. penalties: (L,), what
    λ is a factor of: α‖w‖₁ + (1−α)/(2s) ‖w‖², without s for two classes. constant: (p,), the columns that do
    not vary. interpolates: whether the rows trained on are fitted without any error when there is no penalty.
    deviation: s, that of y, the 1/n one. few_for_folds: what there was too little of for the folds that were
    asked for (`table_setting.few_for_folds`). held_out: of two classes, what the models of the other folds
    say of each row.
    """

    setting: Setting
    measure: str
    names: tuple[str, ...]
    variables: Variables
    rows: int
    errors: CrossValidation
    drawn: DrawnPath
    training: FloatArray
    losses: FloatArray
    alone: FloatArray
    penalties: FloatArray
    constant: NDArray[np.bool_]
    interpolates: bool
    deviation: float
    few_for_folds: str
    held_out: HeldOut | None = None

    @property
    def chosen(self) -> ChosenLambdas:
        return ChosenLambdas(self.errors.index_min, self.errors.index_1se)

    @property
    def is_of_classes(self) -> bool:
        return self.measure != SQUARED

    @property
    def family(self) -> str:
        return "binomial" if self.is_of_classes else "gaussian"

    @cached_property
    def kept(self) -> NDArray[np.intp]:
        """How many variables have a weight that is not exactly 0, at each λ of the bar, (L,)."""
        counts: NDArray[np.intp] = self.variables.holding(self.errors.path.coefficients != 0).sum(axis=1)
        return counts


def fitted(_: Translate, table: Table, setting: Setting, *, shared: bool = False) -> Fit:
    """The fit, kept from before or computed now, with a progress bar if it takes a while.

    shared: the table is one of the lab's, and its fit is kept for everybody; of any other for its session
    alone. Raises ValueError where there is no path: no column goes with the target, or a class has too few
    rows.
    """
    words = _("Cross-validating {n:,} rows × {p} variables in {folds} folds").format(
        n=len(table.y), p=len(variables_of(table).names), folds=folds_of(table, setting)
    )

    def compute(progress: Progress) -> Fit:
        return fit(table, setting, progress)

    return kept_result(
        "fit",
        table,
        (setting, table.features),
        compute,
        words,
        shared=shared,
        at_once=is_short(table, SHORT_FIT),
        alone=True,
    )


def is_short(table: Table, most: float) -> bool:
    """Whether cross-validating a target of numbers takes n·p·min(n, p) ≤ `most` steps, or so."""
    n, p = table.X.shape
    return not table.classes and n * p * min(n, p) <= most


def fit(table: Table, setting: Setting, progress: Progress | None = None) -> Fit:
    """The fit of a table, computed."""
    progress = progress or Progress(workers=1)
    X, y, alpha = complete(table), table.y, setting.alpha
    deviation = float(y.std())
    held_out = table_classes.held_out(table, setting, progress) if table.classes else None
    if held_out is None:
        errors = cross_validated(table, setting, progress)
        training, measure = (1 - errors.path.deviance_ratio) * y.var(), SQUARED
        alone = mean_alone(y, errors.fold_of)
    else:
        errors, measure = judged(held_out, setting.measure), setting.measure
        training = table_classes.training_errors(held_out, X, measure)
        alone = table_classes.alone(table, setting).fold_errors[:, 0]
    weights = errors.path.coefficients * scale_of(table, setting, X)
    squares = weights**2 / (1.0 if table.classes else deviation)
    factors = penalty_factors(table, setting)
    scaled = np.ones(X.shape[1]) if factors is None else factors / factors.mean()
    return Fit(
        setting=setting,
        measure=measure,
        names=table.features,
        variables=variables_of(table),
        rows=len(y),
        errors=errors,
        drawn=_with_knots(table, X, setting, errors),
        training=training,
        losses=_losses(errors.path, y, held_out),
        alone=alone,
        penalties=(alpha * np.abs(weights) + (1 - alpha) / 2 * squares) @ scaled,
        constant=np.ptp(X, axis=0) == 0,
        interpolates=not table.classes and _interpolates(X),
        deviation=deviation,
        few_for_folds=few_for_folds(table, setting),
        held_out=held_out,
    )


def cross_validated(table: Table, setting: Setting, progress: Progress) -> CrossValidation:
    """The cross-validation of a target of numbers at the λ of the bar."""
    options = {"X": table.X, "y": table.y, "seed": setting.seed, **validation_options(table, setting)}
    errors: CrossValidation = shared_out(cross_validate, [options], progress.workers, progress.report)[0]
    return errors


def _losses(path: Path, y: FloatArray, held_out: HeldOut | None) -> FloatArray:
    """What stands before the penalty: 1/(2n) Σ (y − ŷ)², or −(1/n) Σ v log p(y) with the weights v of the
    rows."""
    if held_out is None:
        return (1 - path.deviance_ratio) * y.var() / 2
    ones = float(held_out.row_weights @ y) / len(y)
    return (1 - path.deviance_ratio) * -(ones * np.log(ones) + (1 - ones) * np.log(1 - ones))


def _interpolates(X: FloatArray) -> bool:
    """Whether b + Xw can be any y: the centred columns span all n − 1 directions that the mean leaves."""
    n, p = X.shape
    return p >= n - 1 and int(np.linalg.matrix_rank(X - X.mean(axis=0))) == n - 1


def _with_knots(table: Table, X: FloatArray, setting: Setting, errors: CrossValidation) -> DrawnPath:
    """The path at the λ of the bar and at its knots; at the λ of the bar alone where these are too many."""
    lambdas, knots = errors.lambdas, errors.path.knots
    spread = X.std(axis=0)
    scale, variables = scale_of(table, setting, X), variables_of(table)
    of = None if variables.each_is_a_column else variables.of
    if knots is None:
        path = _reversed(errors.path)
        return DrawnPath(
            path,
            np.arange(COUNT)[::-1],
            spread,
            table.features,
            path.coefficients * scale,
            of,
        )
    between = [] if len(knots) > MOST_KNOTS else knots[knots > lambdas[0]]
    every = np.concatenate([lambdas, between])
    bar_index = np.concatenate([np.arange(COUNT), np.full(len(between), -1)])
    order = np.argsort(-every, kind="stable")
    path = elastic_net_path(
        X,
        table.y,
        setting.alpha,
        every[order],
        standardize=setting.standardize,
        penalty_factors=penalty_factors(table, setting),
    )
    return DrawnPath(path, bar_index[order], spread, table.features, path.coefficients * scale, of)


def _reversed(path: Path) -> Path:
    """The same path from the strongest λ down."""
    return replace(
        path,
        lambdas=path.lambdas[::-1],
        coefficients=path.coefficients[::-1],
        intercepts=path.intercepts[::-1],
        degrees_of_freedom=path.degrees_of_freedom[::-1],
        deviance_ratio=path.deviance_ratio[::-1],
    )
