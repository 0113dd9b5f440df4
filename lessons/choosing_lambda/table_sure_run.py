"""The choice of λ made again: in other folds, on other rows, and inside of rows that are left out whole."""

from dataclasses import replace
from typing import Any

from charts.picture import Translate
from dashboard.run_queue import Progress
from l2core.nested import NestedError, nested_error
from l2core.resampling import (
    FOLDS,
    RESAMPLES,
    FoldDraws,
    Resamples,
    repeated_cross_validation,
    resampled_choices,
)
from l2core.tables import Table
from lessons.choosing_lambda.table_kept_results import kept_result
from lessons.choosing_lambda.table_setting import (
    Setting,
    folds_of,
    validation_options,
)

DRAWS = 20
# cells of a table for which the answer does not wait to be asked how sure it is
AT_ONCE = {"gaussian": 20_000, "binomial": 10_000}


def is_done_at_once(table: Table) -> bool:
    """Whether the answer is told with how sure it is, or only where somebody opens the door."""
    return table.X.size <= AT_ONCE[_family(table)]


def fold_draws(_: Translate, table: Table, setting: Setting, *, shared: bool) -> FoldDraws:
    """The choice of λ in DRAWS draws of the folds; which of them the page shows makes no difference to it."""

    def compute(progress: Progress) -> FoldDraws:
        return repeated_cross_validation(table.X, table.y, draws=DRAWS, **_options(table, setting, progress))

    words = _("Drawing the folds {count} times").format(count=DRAWS)
    return kept_result("draws", table, (_any_seed(setting), DRAWS), compute, words, shared=shared)


def resampled(_: Translate, table: Table, setting: Setting, *, shared: bool) -> Resamples:
    """The choice of λ, the variables and their coefficients on resamples and halves of the rows."""
    family = _family(table)

    def compute(progress: Progress) -> Resamples:
        options = _options(table, setting, progress)
        return resampled_choices(
            table.X,
            table.y,
            resamples=RESAMPLES[family],
            variables=table.variables,
            **{**options, "folds": min(options["folds"], FOLDS[family])},
        )

    words = _("Drawing the rows {count} times").format(count=RESAMPLES[family])
    return kept_result(
        "resamples", table, (_any_seed(setting), RESAMPLES[family]), compute, words, shared=shared
    )


def honest_error(_: Translate, table: Table, setting: Setting, *, shared: bool) -> NestedError:
    """The error of choosing λ, on rows that took no part in choosing it."""

    def compute(progress: Progress) -> NestedError:
        options = _options(table, setting, progress)
        return nested_error(
            table.X,
            table.y,
            seed=setting.seed,
            inner_folds=options["folds"],
            **options,
        )

    words = _("Choosing λ anew without each of {folds} folds").format(folds=folds_of(table, setting))
    return kept_result("nested", table, setting, compute, words, shared=shared)


def _family(table: Table) -> str:
    return "binomial" if table.classes else "gaussian"


def _any_seed(setting: Setting) -> Setting:
    return replace(setting, seed=0)


def _options(table: Table, setting: Setting, progress: Progress) -> dict[str, Any]:
    """What every way of choosing again takes from the controls."""
    return {
        "family": _family(table),
        "measure": setting.measure,
        "balanced": setting.balanced,
        "workers": progress.workers,
        "report": progress.report,
        **validation_options(table, setting),
    }
