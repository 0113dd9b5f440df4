"""How sure λ is, in words: where it falls in other folds and on other rows, and what either rule comes to."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from charts.numbers import number
from charts.picture import Translate
from l2core.checks import FloatArray
from l2core.resampling import FoldDraws, Resamples
from lessons.choosing_lambda.table_measures import error_of
from lessons.choosing_lambda.table_run import Fit
from lessons.choosing_lambda.table_variables import count_of


def over_draws(_: Translate, draws: FoldDraws) -> str:
    """Where λ_min and λ_1se fall in other folds: what the luck of the folds does."""
    words = _(
        "The same rows in {count} draws of the folds. λ_min is {least}. λ_1se is {sparse}. Only the folds "
        "differ."
    )
    return words.format(
        count=len(draws.index_min),
        least=where_it_falls(_, draws.lambdas, draws.index_min),
        sparse=where_it_falls(_, draws.lambdas, draws.index_1se),
    )


def over_resamples(_: Translate, resamples: Resamples) -> str:
    """Where they fall on other rows: what another sample would do too."""
    words = _(
        "{count} resamples, each of as many rows as the table has, drawn with replacement: λ_min is "
        "{least}. λ_1se is {sparse}. About so much both would move with other rows from the same source, "
        "and no average over draws of the folds takes that away."
    )
    return words.format(
        count=len(resamples.index_min),
        least=where_it_falls(_, resamples.lambdas, resamples.index_min),
        sparse=where_it_falls(_, resamples.lambdas, resamples.index_1se),
    )


def where_it_falls(_: Translate, lambdas: FloatArray, found: NDArray[np.intp]) -> str:
    """Which place of the bar is found most often, and between which at least half, and all, of them lie."""
    places, counts = np.unique(found, return_counts=True)
    most = int(counts.max())
    usual = number(lambdas[places[int(counts.argmax())]])
    if len(places) == 1:
        return _("always {usual}").format(usual=usual)
    ordered, skipped = np.sort(found), len(found) // 4
    low, high = (number(lambdas[k]) for k in (ordered[skipped], ordered[-1 - skipped]))
    every = {"least": number(lambdas[ordered[0]]), "most": number(lambdas[ordered[-1]])}
    middle = (
        _("at least half of them {low}")
        if ordered[skipped] == ordered[-1 - skipped]
        else _("at least half of them from {low} to {high}")
    )
    words = _("most often {usual}, {times} times, {middle}, all from {least} to {most}")
    return words.format(usual=usual, times=most, middle=middle.format(low=low, high=high), **every)


def rules(_: Translate, fit: Fit, draws: FoldDraws) -> str:
    """What λ_1se costs and spares against λ_min, over the draws of the folds."""
    words = _(
        "Over {count} draws of the folds λ_1se costs {cost} more than λ_min in {error}, {mean} on average."
    ).format(
        count=len(draws.index_min),
        error=error_of(_, fit.measure, fit.setting.balanced),
        cost=_range(_, number(draws.difference.min()), number(draws.difference.max())),
        mean=number(draws.difference.mean()),
    )
    if fit.setting.alpha == 0:  # ridge keeps all at either
        return words
    kept = _("It has {sparse} in its model of all rows, λ_min {least}.")
    sparse, least = (_variables(_, fit.kept[found]) for found in (draws.index_1se, draws.index_min))
    return f"{words} {kept.format(sparse=sparse, least=least)}"


def which_rule(_: Translate) -> str:
    """What the rule of one standard error is good for, as far as that was tried."""
    return _(
        "Which rule? Chen and Yang (2021, The One Standard Error Rule for Model Selection: Does It Work?, "
        "Stats 4, 868–892) tried both, for the lasso above all: λ_1se usually does better at finding the "
        "variables where few of many count, and often worse at predicting. In some of their cases the "
        "standard error that the rule goes by was itself off by half of its size or more. So λ_min to "
        "predict, λ_1se to select, and a look at both."
    )


def rules_table(_: Translate, fit: Fit, draws: FoldDraws) -> pd.DataFrame:
    """Both rules side by side, in these folds and over the draws."""
    errors, kept = fit.errors, fit.kept
    places = {"λ_min": (errors.index_min, draws.index_min), "λ_1se": (errors.index_1se, draws.index_1se)}
    rows = [
        {
            _("Rule"): rule,
            "λ": number(errors.lambdas[at]),
            _("Error on rows left out"): f"{number(errors.mean_error[at], 4)} ± {_error(fit, at)}",
            _("Variables"): str(kept[at]),
            _("λ over the draws"): _range(
                _, number(errors.lambdas[found.min()]), number(errors.lambdas[found.max()])
            ),
            _("Variables over the draws"): _range(_, str(kept[found].min()), str(kept[found].max())),
        }
        for rule, (at, found) in places.items()
    ]
    return pd.DataFrame(rows)


def stability_table(_: Translate, fit: Fit, lam: int, resamples: Resamples) -> pd.DataFrame:
    """How often each variable is in the model, the most frequent first: at this λ, and where λ is chosen
    anew."""
    often = resamples.frequency[lam]
    order = np.argsort(-often, kind="stable")
    shares = {
        _("Variable"): np.array(fit.variables.names, dtype=object),
        _("In halves of the rows, at this λ"): often,
        _("In resamples, at their λ_1se"): resamples.kept_1se,
        _("In resamples, at their λ_min"): resamples.kept_min,
    }
    return pd.DataFrame({name: values[order] for name, values in shares.items()})


def intervals_table(_: Translate, fit: Fit, lam: int, resamples: Resamples) -> pd.DataFrame:
    """The coefficients at this λ with their quantiles over the resamples, the largest effect first."""
    effects = np.abs(fit.errors.path.coefficients[lam] * fit.drawn.spread)
    order = np.argsort(-effects, kind="stable")
    quantiles = {
        f"{100 * level:g} %": resamples.coefficients[q, lam][order]
        for q, level in enumerate(resamples.levels)
    }
    columns = {
        _("Variable"): np.array(fit.names, dtype=object)[order],
        _("Coefficient, own units"): fit.errors.path.coefficients[lam][order],
    }
    return pd.DataFrame({**columns, **quantiles})


def table_of_the_answer(_: Translate, fit: Fit, lam: int) -> str:
    """At which λ the numbers of a table are, below a picture that follows the bar."""
    return _("The picture is at the λ of the bar, the table at that of the answer, λ = {lambd}.").format(
        lambd=number(fit.errors.lambdas[lam])
    )


def about_stability(_: Translate, resamples: Resamples) -> str:
    return _(
        "In which share of {count} random halves of the rows each variable is in the model: stability "
        "selection (Meinshausen and Bühlmann 2010). A variable that the rows hardly need comes and goes "
        "with them; of two that say nearly the same now one is taken, now the other."
    ).format(count=len(resamples.index_min))


def about_intervals(_: Translate, resamples: Resamples) -> str:
    low, high = (f"{100 * level:g}" for level in (resamples.levels[0], resamples.levels[-1]))
    return _(
        "Between which values each coefficient at this λ lies in the middle {share} % (from the {low} % to "
        "the {high} % quantile) of {count} resamples of the rows. It is the spread of the penalised "
        "coefficient, which is pulled towards 0 on purpose: no confidence interval of the true one."
    ).format(
        share=f"{100 * (resamples.levels[-1] - resamples.levels[0]):g}",
        count=len(resamples.index_min),
        low=low,
        high=high,
    )


def _error(fit: Fit, at: int) -> str:
    return number(fit.errors.standard_error[at])


def _range(_: Translate, low: str, high: str) -> str:
    return low if low == high else _("{low} to {high}").format(low=low, high=high)


def _variables(_: Translate, counts: NDArray[np.intp]) -> str:
    low, high = int(counts.min()), int(counts.max())
    return count_of(_, low) if low == high else _("{low} to {high} variables").format(low=low, high=high)
