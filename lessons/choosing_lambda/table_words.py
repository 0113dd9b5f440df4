"""What the page on λ says of a table: which variables stay, what that costs, whether the data can tell."""

import numpy as np

from charts.choosing_lambda.coefficient_paths import MOST_LINES
from charts.numbers import number
from charts.penalties import penalty_names
from charts.picture import Translate
from dashboard.text import plain
from lessons.choosing_lambda.table_choice import Source
from lessons.choosing_lambda.table_run import Fit

FEW_ROWS = 50
MOST_NAMES = 6


def about_table(_: Translate, source: Source) -> str:
    """What the page computes on, and what it leaves out."""
    table, (n, p) = source.table, source.table.X.shape
    parts = [
        _("{target} from {p} variables, {n:,} rows.").format(target=f"**{plain(table.target)}**", p=p, n=n)
    ]
    if source.available > n:
        parts.append(
            _("The table has {available:,} rows; these are a random {n:,} of them.").format(
                available=source.available, n=n
            )
        )
    if table.classes:
        parts.append(
            _(
                "It has two classes, 0 for {zero} and 1 for {one}: the lines below are least squares on "
                "these numbers, not logistic regression, so a prediction is a score and no probability."
            ).format(zero=plain(table.classes[0]), one=plain(table.classes[1]))
        )
    return " ".join(parts)


def notices(_: Translate, fit: Fit, lam: int, standardized: Fit) -> list[str]:
    """What to see in the two pictures, with the numbers of this table at this place of the bar.

    standardized: the same with standardised variables, to compare with where `fit` is not.
    """
    points = [_survivors(_, fit), _cost(_, fit), _here(_, fit, lam)]
    if not fit.setting.standardize:
        points.append(_units(_, fit, standardized))
    return [*points, *warnings(_, fit)]


def _units(_: Translate, fit: Fit, standardized: Fit) -> str:
    """Which variables are the strongest at λ_1se, with the table's own units and without units."""
    own, free = (
        ", ".join(plain(model.names[i]) for i in _strongest(model)[:3]) or _("none")
        for model in (fit, standardized)
    )
    return _(
        "**Not standardised:** the strongest at λ_1se are now {own}; standardised they were {free}. The "
        "penalty spares a variable whose numbers are large, for it needs only a small weight."
    ).format(own=own, free=free)


def _strongest(fit: Fit) -> np.ndarray:
    """The variables of the model at λ_1se, the largest effect first."""
    effects = np.abs(fit.errors.path.coefficients[fit.errors.index_1se] * fit.drawn.spread)
    return np.argsort(-effects, kind="stable")[: np.count_nonzero(effects)]


def _survivors(_: Translate, fit: Fit) -> str:
    errors, p = fit.errors, len(fit.names)
    kept = _strongest(fit)
    lambd = number(errors.lambda_1se)
    if fit.setting.alpha == 0:
        return _(
            "At λ_1se = {lambd} ridge still uses **all {p} variables**, as it does at every λ: none is ever "
            "exactly 0. What λ takes away is freedom: {freedom} effective variables are left of {p}."
        ).format(lambd=lambd, p=p, freedom=number(errors.path.degrees_of_freedom[errors.index_1se], 2))
    if not len(kept):
        return _("At λ_1se = {lambd} **no variable survives**: the model is the mean alone.").format(
            lambd=lambd
        )
    names = ", ".join(plain(fit.names[i]) for i in kept[:MOST_NAMES])
    if len(kept) > MOST_NAMES:
        names = _("{names} and {more} more").format(names=names, more=len(kept) - MOST_NAMES)
    if len(kept) == p:
        words = _("At λ_1se = {lambd} **all {p} variables** stay in, the strongest first: {names}.")
    else:
        words = _(
            "At λ_1se = {lambd} **{kept} of {p} variables** survive, the strongest first: {names}. The other "
            "weights are exactly 0."
        )
    return words.format(lambd=lambd, kept=len(kept), p=p, names=names)


def _cost(_: Translate, fit: Fit) -> str:
    errors, best, sparse = fit.errors, fit.errors.index_min, fit.errors.index_1se
    error, deviation = errors.mean_error[best], errors.standard_error[best]
    words = _(
        "On rows left out, the error is lowest at λ_min = {lambd}: **{error} ± {deviation}**, which explains "
        "{share:.0f} % of the variation."
    ).format(
        lambd=number(errors.lambda_min),
        error=number(error),
        deviation=number(deviation),
        share=max(0.0, 100 * (1 - error / fit.mean_alone)) if fit.mean_alone > 0 else 0.0,
    )
    if best == sparse:
        return words + " " + _("No larger λ is within one standard error of it.")
    cost = _(
        "At λ_1se it is {error}, **{percent} % more**: within one standard error (the dotted line), so "
        "these data cannot tell the two apart."
    ).format(
        error=number(errors.mean_error[sparse]),
        percent=number(100 * (errors.mean_error[sparse] / error - 1), 2),
    )
    return f"{words} {cost}"


def _here(_: Translate, fit: Fit, lam: int) -> str:
    path, errors = fit.errors.path, fit.errors
    return _(
        "The bar stands at λ = {lambd}: {count} of {p} variables, {share:.0f} % of the variation explained "
        "on the rows trained on, error {error} on rows left out."
    ).format(
        lambd=number(path.lambdas[lam]),
        count=path.nonzeros[lam],
        p=len(fit.names),
        share=100 * path.deviance_ratio[lam],
        error=number(errors.mean_error[lam]),
    )


def warnings(_: Translate, fit: Fit) -> list[str]:
    """What these data cannot say."""
    errors, points = fit.errors, list[str]()
    limit = errors.mean_error[errors.index_min] + errors.standard_error[errors.index_min]
    if fit.mean_alone <= limit:
        points.append(
            _(
                ":material/warning: **Too little to tell:** the mean alone, without any variable, has error "
                "{nothing}, within one standard error of the best λ. These {rows:,} rows do not show that "
                "any variable helps."
            ).format(nothing=number(fit.mean_alone), rows=fit.rows)
        )
    if fit.rows < FEW_ROWS:
        points.append(
            _(
                ":material/warning: With {rows} rows each fold holds out {held} or so: another draw of the "
                "folds can move λ_min a long way. Try it under “More settings”."
            ).format(rows=fit.rows, held=round(fit.rows / len(errors.fold_errors)))
        )
    if len(fit.names) > MOST_LINES:
        points.append(
            _("Of the {p} lines the {drawn} with the largest effects are drawn.").format(
                p=len(fit.names), drawn=MOST_LINES
            )
        )
    if len(fit.names) >= fit.rows:
        points.append(
            _(
                "There are {p} variables for {rows} rows: without a penalty the rows trained on are fitted "
                "without any error, which says nothing. Only the curve on the right counts."
            ).format(p=len(fit.names), rows=fit.rows)
        )
    if len(errors.fold_errors) < min(fit.setting.folds, fit.rows // 2):
        points.append(
            _("The table is large: it is cross-validated in {folds} folds, not {asked}.").format(
                folds=len(errors.fold_errors), asked=fit.setting.folds
            )
        )
    if errors.index_min == 0:
        points.append(
            _("The smallest λ of the bar is the best: on these rows this model hardly needs the penalty.")
        )
    return points


def picture_words(_: Translate, fit: Fit, lam: int) -> tuple[str, str]:
    """What stands for the paths and for the curve where they cannot be seen."""
    errors = fit.errors
    paths = _("Coefficient paths of {penalty}. λ_min = {best}, λ_1se = {sparse}. {here}").format(
        penalty=penalty_names(_)[fit.setting.penalty],
        best=number(errors.lambda_min),
        sparse=number(errors.lambda_1se),
        here=_here(_, fit, lam).replace("**", ""),
    )
    curve = _(
        "Cross-validated error against λ: lowest at λ_min = {best}, where it is {error}; on the rows trained "
        "on it only grows with λ."
    ).format(best=number(errors.lambda_min), error=number(errors.mean_error[errors.index_min]))
    return paths, curve
