"""The answer for a table, in words: which λ, how often it is chosen, its price, its variables, what stays
open.

Each part names the door behind which its numbers are a picture.
"""

import math
from dataclasses import dataclass

import numpy as np

from charts.numbers import number
from charts.picture import Translate
from l2core.evaluation import direction
from l2core.resampling import FoldDraws, Resamples
from lessons.choosing_lambda.table_costs import gain
from lessons.choosing_lambda.table_kept import strongest
from lessons.choosing_lambda.table_measures import error_of, percent_more
from lessons.choosing_lambda.table_run import Fit
from lessons.choosing_lambda.table_variables import count_of, named

RULES = ("1se", "min")
NEAR = 2  # places of the bar to either side
STABLE, OPEN = (
    0.8,
    0.2,
)  # in so many of the resamples a variable is stable, and below that, down to here, open


@dataclass(frozen=True)
class Part:
    """A part of the answer: its words, and the link below them: its words and the door that it opens."""

    words: str
    link: str
    door: str


def rule_names(_: Translate) -> dict[str, str]:
    return {"1se": "λ_1se", "min": "λ_min"}


def chosen_place(fit: Fit, rule: str) -> int:
    """Where on the bar the λ of the rule is."""
    return fit.errors.index_min if rule == "min" else fit.errors.index_1se


def answer(
    _: Translate, fit: Fit, rule: str, draws: FoldDraws | None = None, resamples: Resamples | None = None
) -> list[Part]:
    """All of it. draws, resamples: None as long as they are not computed, and of nothing then is said how
    sure."""
    parts = [which(_, fit, rule, draws), price(_, fit, rule), keeps(_, fit, rule)]
    if resamples is not None and fit.setting.alpha > 0:
        parts.append(stable(_, fit, rule, resamples))
    parts.append(left_open(_, fit, rule, resamples))
    return [part for part in parts if part.words]


def which(_: Translate, fit: Fit, rule: str, draws: FoldDraws | None) -> Part:
    """Which λ; in how many draws of the folds the rule chooses it, or one close to it."""
    lambdas, at = fit.errors.lambdas, chosen_place(fit, rule)
    if fit.errors.index_min == fit.errors.index_1se:
        words = _(
            "Take **λ = {lambd}**: on rows left out the error is lowest there, and no stronger λ of the bar "
            "is within one standard error of that."
        )
    elif rule == "min":
        words = _("Take **λ = {lambd}**, where the error on rows left out is lowest.")
    else:
        words = _(
            "Take **λ = {lambd}**, the strongest of the bar whose error on rows left out is within one "
            "standard error of the lowest."
        )
    words = words.format(lambd=number(lambdas[at]))
    if draws is None:
        return Part(words, _("How often is it chosen?"), "spread")
    found = draws.index_min if rule == "min" else draws.index_1se
    low, high = max(at - NEAR, 0), min(at + NEAR, len(lambdas) - 1)
    just, near = int((found == at).sum()), int(((found >= low) & (found <= high)).sum())
    sentence = (
        _("All {draws} draws of the folds choose just this λ.")
        if just == len(found)
        else _(
            "Of {draws} draws of the folds {just} choose just this λ, and {near} one from {low} to {high}."
        )
    )
    words += " " + sentence.format(
        draws=len(found), just=just, near=near, low=number(lambdas[low]), high=number(lambdas[high])
    )
    return Part(words, _("{near} of {draws} draws").format(near=near, draws=len(found)), "spread")


def price(_: Translate, fit: Fit, rule: str) -> Part:
    """What it costs against the best of the bar, fold against fold; of the best, what λ_1se would cost."""
    errors, best, sparse = fit.errors, fit.errors.index_min, fit.errors.index_1se
    lowest = number(errors.mean_error[best])
    if best == sparse:
        words = _("No λ of the bar has a lower error: {error} is {lowest} ± {deviation}.").format(
            error=error_of(_, fit.measure, fit.setting.balanced),
            lowest=lowest,
            deviation=number(errors.standard_error[best]),
        )
        return Part(words, _("λ_min or λ_1se?"), "rules")
    difference = errors.difference(sparse, best)
    words = (
        _(
            "No λ of the bar has a lower error: {error} is {lowest}; λ_1se = {sparse} would cost "
            "{difference} ± {deviation} more ({share}), fold against fold over {folds} folds."
        )
        if rule == "min"
        else _(
            "It costs {difference} ± {deviation} more ({share}) than the best of the bar, λ_min = {best}, "
            "where {error} is {lowest}: fold against fold over {folds} folds."
        )
    )
    paired = {"difference": number(difference.mean), "deviation": number(difference.standard_error, 2)}
    words = words.format(
        error=error_of(_, fit.measure, fit.setting.balanced),
        lowest=lowest,
        best=number(errors.lambda_min),
        sparse=number(errors.lambda_1se),
        share=percent_more(float(errors.mean_error[sparse]), float(errors.mean_error[best])),
        folds=difference.n,
        **paired,
    )
    return Part(words, "{difference} ± {deviation}".format(**paired), "rules")


def keeps(_: Translate, fit: Fit, rule: str) -> Part:
    """How many variables the model has, and which."""
    kept, p = strongest(fit, chosen_place(fit, rule)), len(fit.variables.names)
    names = named(_, [fit.variables.names[v] for v in kept])
    if not len(kept):
        words = _("It keeps **no variable**.")
    elif len(kept) == p == 1:
        words = _("It keeps **the one variable**, {names}.")
    elif len(kept) == p:
        words = _("It keeps **all {p} variables**, the strongest first: {names}.")
    else:
        words = _("It keeps **{kept} of {p} variables**, the strongest first: {names}.")
    link = _("{kept} of {variables}").format(kept=len(kept), variables=count_of(_, p))
    return Part(words.format(kept=len(kept), p=p, names=names), link, "model")


def stable(_: Translate, fit: Fit, rule: str, resamples: Resamples) -> Part:
    """Which of its variables are in the model at this λ in at least STABLE of the halves of the rows."""
    at, count = chosen_place(fit, rule), len(resamples.index_min)
    often, kept = resamples.frequency[at], strongest(fit, at)
    sure = [fit.variables.names[v] for v in kept if often[v] >= STABLE]
    if not len(kept):
        return Part("", "", "")
    if not sure:
        words = _("None of them is in the model of {least} of {count} random halves of the rows.")
    elif len(sure) == len(kept) > 1:
        words = _("Each of them is in the model of at least {least} of {count} random halves of the rows.")
    elif len(sure) == 1:
        words = _("{names} is in the model of at least {least} of {count} random halves of the rows.")
    else:
        words = _("{names} are each in the model of at least {least} of {count} random halves of the rows.")
    link = _("{stable} stable").format(stable=count_of(_, len(sure)))
    return Part(
        words.format(names=named(_, sure), least=_share_of(count, STABLE), count=count), link, "stable"
    )


def left_open(_: Translate, fit: Fit, rule: str, resamples: Resamples | None) -> Part:
    """What these rows cannot tell, as far as it was asked."""
    errors, open_ = fit.errors, []
    if direction(gain(fit)) <= 0:
        open_.append(_("whether any variable helps"))
    if errors.index_min != errors.index_1se and not direction(
        errors.difference(errors.index_1se, errors.index_min)
    ):
        open_.append(_("whether λ_min predicts better than λ_1se"))
    if resamples is not None and fit.setting.alpha > 0:
        open_ += _open_variables(_, fit, chosen_place(fit, rule), resamples)
    if not open_:
        return Part("", "", "")
    words = _("What these rows cannot tell: {questions}.").format(questions=_("; ").join(open_))
    return Part(words, "", "")


def open_variables(fit: Fit, at: int, resamples: Resamples) -> list[str]:
    """The variables in the model at this λ in OPEN to less than STABLE of the halves, the most frequent
    first."""
    often = resamples.frequency[at]
    found = np.flatnonzero((often >= OPEN) & (often < STABLE))
    return [fit.variables.names[v] for v in found[np.argsort(-often[found], kind="stable")]]


def _open_variables(_: Translate, fit: Fit, at: int, resamples: Resamples) -> list[str]:
    names, count = open_variables(fit, at, resamples), len(resamples.index_min)
    if not names:
        return []
    words = (
        _("whether {names} belongs in: it is in the model of {low} to {high} of {count} halves")
        if len(names) == 1
        else _("whether {names} belong in: each is in the model of {low} to {high} of {count} halves")
    )
    low, high = _share_of(count, OPEN), _share_of(count, STABLE) - 1
    return [words.format(names=named(_, names), low=low, high=high, count=count)]


def _share_of(count: int, share: float) -> int:
    """The fewest of `count` that are this share of it or more."""
    return math.ceil(share * count - 1e-9)
