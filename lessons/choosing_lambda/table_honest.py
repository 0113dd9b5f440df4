"""The honest error of a chosen λ: by nested cross-validation, and on a test part that is opened once."""

import hashlib
from datetime import UTC, datetime

import numpy as np
import streamlit as st

from charts.numbers import code_number, number
from charts.picture import Translate
from dashboard import address, answers, glossary
from l2core.checks import FloatArray
from l2core.class_validation import balancing, deviances, fold_errors
from l2core.evaluation import Estimate, direction, estimate
from l2core.missing import filled
from l2core.nested import NestedError
from l2core.tables import Table
from lessons.choosing_lambda.table_kept_results import fingerprint
from lessons.choosing_lambda.table_measures import error_of
from lessons.choosing_lambda.table_run import Fit

LESSON = "choosing_lambda"


def nested_words(_: Translate, fit: Fit, nested: NestedError) -> str:
    """The optimistic and the honest error; whether these folds tell them apart."""
    words = _(
        "CV(λ_min) = {optimistic} ± {spread} is the smallest of many means over the same rows: the luck of "
        "these rows chose the λ by which they are then judged. Here the rows outside each of {folds} folds "
        "choose λ by a cross-validation of their own, and the fold judges what it took no part in. So "
        "judged, {error} of choosing λ_min is **{honest} ± {spread_honest}**, of choosing λ_1se {sparse} ± "
        "{spread_sparse}."
    ).format(
        optimistic=number(nested.optimistic.mean, 4),
        spread=number(nested.optimistic.standard_error),
        folds=len(nested.fold_errors),
        error=error_of(_, fit.measure, fit.setting.balanced),
        honest=number(nested.honest_min.mean, 4),
        spread_honest=number(nested.honest_min.standard_error),
        sparse=number(nested.honest_1se.mean, 4),
        spread_sparse=number(nested.honest_1se.standard_error),
    )
    return f"{words} {_optimism(_, nested)}"


def _optimism(_: Translate, nested: NestedError) -> str:
    optimism = nested.optimism
    if (nested.index_min == nested.chosen).all():
        return _("Every fold chose the same λ_min: here nothing was too good.")
    if direction(optimism) > 0:
        words = _(
            "So CV(λ_min) is too good by {optimism} ± {spread}, fold against fold: more than two standard "
            "errors."
        )
    elif direction(optimism) < 0:
        words = _(
            "Here the choice did better than CV(λ_min), by {optimism} ± {spread} fold against fold; over "
            "many tables it does worse."
        )
    else:
        words = _(
            "Fold against fold the choice is {optimism} ± {spread} away from CV(λ_min), no more than two "
            "standard errors: on these rows no optimism is to be seen."
        )
    size = abs(optimism.mean) if direction(optimism) else optimism.mean
    return words.format(optimism=number(size), spread=number(optimism.standard_error, 2))


def door_of_the_test_part(_: Translate, fit: Fit, lam: int, medians: FloatArray, test: Table) -> None:
    """The button that opens the test part, once; from then on what it says, and that it was opened.

    medians: of the rows learned from, with which missing cells of the test part are filled.
    """
    act, chosen = f"test.{fingerprint(test)[:16]}", model_code(fit, lam)
    opened = answers.of(LESSON).get(act)
    if opened is None:
        glossary.say(
            _(
                "Rows kept for a test: {rows:,}. They can be opened once: who has seen their error and "
                "then takes another λ has chosen by them, and they test nothing any more."
            ).format(rows=len(test.y))
        )
        st.button(
            _("Open the test part for λ = {lambd}").format(lambd=number(fit.errors.lambdas[lam])),
            key=address.widget_key(f"open.{act}"),
            on_click=_open,
            args=(act, chosen),
        )
        return
    when, _space, model = opened.partition(" ")
    try:
        error = error_on_test(fit, lam, filled(test.X, medians), test.y)
        glossary.say(words_on_test(_, fit, lam, error))
    except ValueError:
        glossary.say(_("The test part holds one class alone: this error needs both."))
    said = _("The test part was opened on {when} UTC.").format(when=when.replace("T", ", "))
    if model != chosen:
        said += " " + _("What is chosen now is another model than then: for this one it is no test any more.")
    st.warning(said, icon=":material/lock_open:")


def error_on_test(fit: Fit, lam: int, X: FloatArray, y: FloatArray) -> Estimate:
    """The error of the model at this place of the bar on rows that no choice has seen, ± over the rows.

    Without a standard error where it is no mean over the rows: AUC, and misclassification of balanced
    classes. Raises ValueError where such an error needs both classes and the rows hold one.
    """
    answers_given = fit.errors.path.predict(X)[:, [lam]]
    if not fit.is_of_classes:
        return estimate(np.square(y - answers_given[:, 0]))
    if fit.setting.balanced or fit.measure == "auc":
        weights = balancing(y) if fit.setting.balanced else None
        if np.ptp(y) == 0:
            raise ValueError("y needs both classes for this measure, got one")
        error = fold_errors(answers_given, y, np.zeros(len(y), dtype=np.intp), fit.measure, weights)
        return Estimate(float(error[0, 0]), np.nan, len(y))
    if fit.measure == "deviance":
        return estimate(deviances(answers_given, y)[:, 0])
    return estimate(((answers_given[:, 0] > 0) != (y == 1)).astype(float))


def words_on_test(_: Translate, fit: Fit, lam: int, error: Estimate) -> str:
    """The error on the test part beside that of the cross-validation."""
    words = (
        _(
            "On the test part (n = {rows:,}) {error} of the model at λ = {lambd} is **{value}**. "
            "Cross-validation said {expected} ± {deviation}."
        )
        if np.isnan(error.standard_error)
        else _(
            "On the test part (n = {rows:,}) {error} of the model at λ = {lambd} is **{value} ± "
            "{spread}**, a standard error over the rows. Cross-validation said {expected} ± {deviation}."
        )
    )
    return words.format(
        rows=error.n,
        error=error_of(_, fit.measure, fit.setting.balanced),
        lambd=number(fit.errors.lambdas[lam]),
        value=number(error.mean, 4),
        spread=number(error.standard_error),
        expected=number(fit.errors.mean_error[lam], 4),
        deviation=number(fit.errors.standard_error[lam]),
    )


def model_code(fit: Fit, lam: int) -> str:
    """Another one for every other setting or λ."""
    about = (fit.setting, fit.measure, fit.names, code_number(fit.errors.lambdas[lam]))
    return hashlib.blake2b(repr(about).encode(), digest_size=8).hexdigest()


def _open(act: str, chosen: str) -> None:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M")
    answers.give(LESSON, act, f"{now} {chosen}")
