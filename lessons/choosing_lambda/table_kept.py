"""Which variables a model keeps, in words: those whose weight is not exactly 0."""

import numpy as np
from numpy.typing import NDArray

from charts.numbers import number
from charts.picture import Translate
from lessons.choosing_lambda.table_run import Fit
from lessons.choosing_lambda.table_variables import count_of, named


def survivors(_: Translate, fit: Fit) -> str:
    """The variables whose weight is not exactly 0 at λ_1se."""
    if fit.setting.alpha == 0:
        return _all_under_ridge(_, fit)
    at, p = fit.errors.index_1se, len(fit.variables.names)
    kept, lambd = strongest(fit, at), number(fit.errors.lambda_1se)
    if not len(kept):  # every weight is 0, which leaves the intercept
        words = (
            _("At λ_1se = {lambd} **no variable survives**: every row gets the same probability.")
            if fit.is_of_classes
            else _("At λ_1se = {lambd} **no variable survives**: the model is the mean alone.")
        )
        return words.format(lambd=lambd)
    names = named(_, [fit.variables.names[v] for v in kept])
    if len(kept) == p == 1:
        words = _("At λ_1se = {lambd} **the one variable**, {names}, stays in.")
    elif len(kept) == p:
        words = _("At λ_1se = {lambd} **all {p} variables** stay in, the strongest first: {names}.")
    elif len(kept) == 1:
        words = _(
            "At λ_1se = {lambd} **1 of {p} variables** survives: {names}. Every other weight is exactly 0."
        )
    else:
        words = _(
            "At λ_1se = {lambd} **{kept} of {p} variables** survive, the strongest first: {names}. Every "
            "other weight is exactly 0."
        )
    return words.format(lambd=lambd, kept=len(kept), p=p, names=names)


def strongest(fit: Fit, lam: int) -> NDArray[np.intp]:
    """The variables of the model at this place of the bar, the largest effect first."""
    effects = fit.variables.largest(np.abs(fit.errors.path.coefficients[lam] * fit.drawn.spread))
    kept = fit.variables.holding(fit.errors.path.coefficients[lam] != 0)
    order = np.argsort(-effects, kind="stable")
    return order[kept[order]]


def short_of(x: float, limit: int) -> str:
    """`x` ≤ `limit` with two digits, and more where these would not tell it from the limit."""
    for digits in range(2, 16):
        if x == limit or number(x, digits) != number(limit, digits):
            return number(x, digits)
    return number(x)


def _all_under_ridge(_: Translate, fit: Fit) -> str:
    """Ridge keeps every variable that varies, at every λ; what falls are the degrees of freedom."""
    path, at, p = fit.errors.path, fit.errors.index_1se, len(fit.variables.names)
    kept = fit.variables.holding(path.coefficients[at] != 0)
    zero = np.flatnonzero(~kept)
    lambd = number(fit.errors.lambda_1se)
    if (path.coefficients != 0).all():  # at every λ of the bar, not at λ_1se alone
        words = _(
            "At λ_1se = {lambd} ridge still uses **{variables}**, as it does at every λ of the bar: no "
            "weight is exactly 0."
        ).format(lambd=lambd, variables=count_of(_, p))
    else:
        words = _("At λ_1se = {lambd} ridge uses **{kept} of {p} variables**.").format(
            lambd=lambd, kept=p - len(zero), p=p
        )
        columns = np.flatnonzero(~kept[fit.variables.of])
        if len(columns) and fit.constant[columns].all():  # else the reason is not known
            words += " " + _("Exactly 0 are those that do not vary in these rows: {names}.").format(
                names=named(_, [fit.variables.names[v] for v in zero])
            )
    if fit.is_of_classes:
        return words
    freedom = _("What λ takes away is freedom: the effective degrees of freedom are {freedom}.")
    return f"{words} " + freedom.format(
        freedom=short_of(float(path.degrees_of_freedom[at]), path.coefficients.shape[1])
    )
