"""Two classes: what the models of the other folds say of each row, and every error that is read from it."""

from dataclasses import replace

import numpy as np
import streamlit as st

from charts.picture import Translate
from dashboard import controls
from dashboard.run_queue import Progress
from l2core.checks import FloatArray
from l2core.class_validation import HeldOut, fold_errors, held_out_classes, judged
from l2core.cross_validation import CrossValidation
from l2core.tables import Table
from l2core.workers import shared_out
from lessons.choosing_lambda.table_measures import MEASURES, measure_names
from lessons.choosing_lambda.table_setting import Setting, folds_of, validation_options


def class_controls(_: Translate, setting: Setting) -> Setting:
    """The setting with what chooses λ where there are two classes, and how much each of them weighs."""
    left, right = st.columns(2, gap="medium", vertical_alignment="bottom")
    with left:
        measure = controls.choose("measure", _("λ chosen by"), measure_names(_), default=MEASURES[0])
    with right:
        balanced = controls.switch(
            "balance",
            _("Balance the classes"),
            help=_(
                "Every row weighs n/(2·n_k), with n_k the rows of its class: both classes then count alike, "
                "in the fit and in the deviance and misclassification of rows left out."
            ),
        )
    return replace(setting, measure=measure, balanced=balanced)


def held_out(table: Table, setting: Setting, progress: Progress) -> HeldOut:
    """The log-odds of every row from the folds that it is not in, at the λ of the bar."""
    options = {
        "X": table.X,
        "y": table.y,
        "seed": setting.seed,
        "balanced": setting.balanced,
        **validation_options(table, setting),
    }
    found: HeldOut = shared_out(held_out_classes, [options], progress.workers, progress.report)[0]
    return found


def alone(table: Table, setting: Setting) -> CrossValidation:
    """The cross-validation of no variable at all, in the same folds: of one column that does not vary."""
    nothing = held_out_classes(
        np.zeros((len(table.y), 1)),
        table.y,
        "l2",
        [1.0],
        folds=folds_of(table, setting),
        seed=setting.seed,
        balanced=setting.balanced,
    )
    return judged(nothing, setting.measure)


def training_errors(found: HeldOut, X: FloatArray, measure: str) -> FloatArray:
    """The error of each model on the rows that it was fitted to, (L,)."""
    one_fold = np.zeros(len(found.y), dtype=np.intp)
    errors: FloatArray = fold_errors(found.path.predict(X), found.y, one_fold, measure, found.row_weights)[0]
    return errors
