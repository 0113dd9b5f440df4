"""What a λ costs on rows left out, in words, and what the folds can tell of it.

Two errors are compared fold against fold: their difference has a standard error of its own.
"""

import numpy as np

from charts.numbers import number
from charts.picture import Translate
from l2core.checks import FloatArray
from l2core.cross_validation import paired_by_folds
from l2core.evaluation import Estimate, direction
from lessons.choosing_lambda.table_measures import error_of, percent, percent_more
from lessons.choosing_lambda.table_run import Fit


def cost(_: Translate, fit: Fit) -> str:
    """The error at λ_min; what λ_1se costs, and whether the folds tell it from λ_min."""
    errors, best, sparse = fit.errors, fit.errors.index_min, fit.errors.index_1se
    lowest = float(errors.mean_error[best])
    words = _(
        "On rows left out, {error} is lowest at λ_min = {lambd}: **{lowest} ± {deviation}**, a standard "
        "error over {folds} folds."
    ).format(
        error=error_of(_, fit.measure, fit.setting.balanced),
        lambd=number(errors.lambda_min),
        lowest=number(lowest),
        deviation=number(errors.standard_error[best]),
        folds=len(errors.fold_errors),
    )
    if gain(fit).mean > 0:
        words += " " + _("That is {share} less than it is without any variable.").format(
            share=percent(1 - lowest / overall(fit, fit.alone))
        )
    if best == sparse:
        return words + " " + _("No larger λ of the bar has an error inside this error bar.")
    return f"{words} {_price(_, fit)}"


def gain(fit: Fit) -> Estimate:
    """How much the best λ is better than no variable at all, fold against fold."""
    return paired_by_folds(fit.alone, fit.errors.fold_errors[:, fit.errors.index_min], fit.errors.fold_of)


def overall(fit: Fit, fold_errors: FloatArray) -> float:
    """The error of all rows from those of the folds."""
    return float(np.bincount(fit.errors.fold_of) @ fold_errors / fit.rows)


def against_weakest(_: Translate, fit: Fit) -> str:
    """What the rows trained on say of λ; whether the folds tell λ_min from the weakest λ of the bar."""
    errors, best, training = fit.errors, fit.errors.index_min, fit.training
    if never_falls(training):
        words = _(
            "On the rows trained on (solid) the error never falls as λ grows: they would always choose the "
            "weakest."
        )
    else:
        words = _("On the rows trained on (solid) the error is lowest at λ = {lambd}.").format(
            lambd=number(errors.lambdas[int(training.argmin())])
        )
    if best == 0:
        return words
    difference = errors.difference(0, best)
    if difference.mean == 0:
        return f"{words} {as_good(_)}"
    comparison = (  # more than two standard errors, or not
        _(
            "On rows left out, fold against fold, the weakest is worse than λ_min by {difference} ± "
            "{deviation}: these folds do tell it."
        )
        if direction(difference)
        else _(
            "On rows left out, fold against fold, the weakest is worse than λ_min by {difference} ± "
            "{deviation}, no more than two standard errors: these folds cannot tell it."
        )
    )
    return f"{words} " + comparison.format(
        difference=number(difference.mean, 2), deviation=number(difference.standard_error, 2)
    )


def as_good(_: Translate) -> str:
    """What there is to say where the weakest λ of the bar has the error of λ_min."""
    return _("On rows left out the weakest λ is as good as λ_min: of equal ones λ_min is the largest.")


def never_falls(training: FloatArray) -> bool:
    """Whether the error on the rows trained on never falls as λ grows, to rounding."""
    return bool((np.diff(training) >= -1e-9 * np.abs(training).max()).all())


def too_little(_: Translate, fit: Fit) -> list[str]:
    """Whether the best λ is told from no variable at all, fold against fold."""
    better = gain(fit)
    if better.mean <= 0:  # at λ_min, the best of the bar
        return [
            _(
                ":material/warning: **Too little to tell:** on rows left out no λ of the bar has a lower "
                "error than no variable at all, {alone}."
            ).format(alone=number(overall(fit, fit.alone)))
        ]
    if direction(better) == 0:
        return [
            _(
                ":material/warning: **Too little to tell:** fold against fold the best λ is better than no "
                "variable at all by {gain} ± {deviation}, no more than two standard errors. These {rows:,} "
                "rows do not show that any variable helps."
            ).format(gain=number(better.mean), deviation=number(better.standard_error, 2), rows=fit.rows)
        ]
    return []


def _price(_: Translate, fit: Fit) -> str:
    """What λ_1se costs; whether the folds tell that from nothing, by the error of the difference itself."""
    errors, best, sparse = fit.errors, fit.errors.index_min, fit.errors.index_1se
    difference = errors.difference(sparse, best)
    price = _(
        "At λ_1se it is {error}, **{share} more**: inside the error bar of λ_min (the dotted line), the "
        "price that the rule accepts for more penalty."
    ).format(
        error=number(errors.mean_error[sparse]),
        share=percent_more(float(errors.mean_error[sparse]), float(errors.mean_error[best])),
    )
    if direction(difference):  # more than two standard errors
        comparison = _(
            "Fold against fold the difference is {difference} ± {deviation}, worse in {worse} of {folds} "
            "folds: these folds do tell the two apart."
        )
    else:
        comparison = _(
            "Fold against fold the difference is {difference} ± {deviation}, no more than two standard "
            "errors: these folds do not tell the two apart."
        )
    return f"{price} " + comparison.format(
        difference=number(difference.mean),
        deviation=number(difference.standard_error, 2),
        worse=int((errors.fold_errors[:, sparse] > errors.fold_errors[:, best]).sum()),
        folds=difference.n,
    )
