"""What the page on λ says of a table: which variables stay, what that costs, what the data can tell.

Beside each sentence that is chosen stands what must hold for it, and test_table_truth.py asks other libraries
whether it does.
"""

import numpy as np
from numpy.typing import NDArray

from charts.choosing_lambda.coefficient_paths import MOST_LINES
from charts.numbers import number
from charts.penalties import penalty_names
from charts.picture import Translate
from dashboard.text import plain
from l2core.checks import FloatArray
from l2core.cross_validation import paired_by_folds
from l2core.evaluation import direction
from lessons.choosing_lambda.table_run import Fit, FoldDraws
from lessons.choosing_lambda.table_source import Source

FEW_ROWS = 50
MOST_NAMES = 6


def about_table(_: Translate, source: Source) -> str:
    """What the page computes on, and what it leaves out."""
    table, (n, p) = source.table, source.table.X.shape
    target = f"**{plain(table.target)}**"
    parts = [
        _("{target} from {variables}, {n:,} rows.").format(target=target, variables=variables(_, p), n=n)
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


def notices(_: Translate, fit: Fit, standardized: Fit, draws: FoldDraws | None) -> list[str]:
    """What to see in the two pictures, with the numbers of this table.

    standardized: the same with standardised variables, to compare with where `fit` is not. draws: None where
    the folds were drawn once only.
    """
    points = [survivors(_, fit), cost(_, fit), against_weakest(_, fit), spread_over_folds(_, draws)]
    if not fit.setting.standardize:
        points.append(units(_, fit, standardized))
    return [*points, *warnings(_, fit)]


def variables(_: Translate, count: int) -> str:
    """So many variables, one of them among these."""
    return _("1 variable") if count == 1 else _("{count} variables").format(count=count)


def percent(share: float) -> str:
    """A share as whole per cents; what is not 0 or 1 does not look like it."""
    whole = round(100 * share)
    if whole == 0 and share > 0:
        return "< 1 %"
    if whole == 100 and share < 1:
        return "> 99 %"
    return f"{whole} %"


def survivors(_: Translate, fit: Fit) -> str:
    """The variables whose weight is not exactly 0 at λ_1se."""
    if fit.setting.alpha == 0:
        return _all_under_ridge(_, fit)
    p, kept, lambd = len(fit.names), _strongest(fit), number(fit.errors.lambda_1se)
    if not len(kept):  # every weight is 0, which leaves ŷ = ȳ
        return _("At λ_1se = {lambd} **no variable survives**: the model is the mean alone.").format(
            lambd=lambd
        )
    names = _named(_, fit, kept)
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


def _all_under_ridge(_: Translate, fit: Fit) -> str:
    """Ridge keeps every variable that varies, at every λ; what falls are the degrees of freedom."""
    path, at, p = fit.errors.path, fit.errors.index_1se, len(fit.names)
    zero = np.flatnonzero(path.coefficients[at] == 0)
    lambd = number(fit.errors.lambda_1se)
    if (path.nonzeros == p).all():  # at every λ of the bar, not at λ_1se alone
        words = _(
            "At λ_1se = {lambd} ridge still uses **{variables}**, as it does at every λ of the bar: no "
            "weight is exactly 0."
        ).format(lambd=lambd, variables=variables(_, p))
    else:
        words = _("At λ_1se = {lambd} ridge uses **{kept} of {p} variables**.").format(
            lambd=lambd, kept=p - len(zero), p=p
        )
        if len(zero) and fit.constant[zero].all():  # else the reason is not known
            words += " " + _("Exactly 0 are those that do not vary in these rows: {names}.").format(
                names=_named(_, fit, zero)
            )
    freedom = _("What λ takes away is freedom: the effective degrees of freedom are {freedom}.")
    return f"{words} " + freedom.format(freedom=short_of(float(path.degrees_of_freedom[at]), p))


def short_of(x: float, limit: int) -> str:
    """`x` ≤ `limit` with two digits, and more where these would not tell it from the limit."""
    for digits in range(2, 16):
        if x == limit or number(x, digits) != number(limit, digits):
            return number(x, digits)
    return number(x)


def cost(_: Translate, fit: Fit) -> str:
    """The error at λ_min; what λ_1se costs, and whether the folds tell it from λ_min."""
    errors, best, sparse = fit.errors, fit.errors.index_min, fit.errors.index_1se
    lowest, alone = float(errors.mean_error[best]), _overall(fit, fit.mean_alone)
    words = _(
        "On rows left out, the error is lowest at λ_min = {lambd}: **{error} ± {deviation}**, a standard "
        "error over {folds} folds."
    ).format(
        lambd=number(errors.lambda_min),
        error=number(lowest),
        deviation=number(errors.standard_error[best]),
        folds=len(errors.fold_errors),
    )
    if lowest < alone:
        words += " " + _("That is {share} less than the mean alone makes without any variable.").format(
            share=percent(1 - lowest / alone)
        )
    if best == sparse:
        return words + " " + _("No larger λ of the bar has an error inside this error bar.")
    return f"{words} {_price(_, fit)}"


def _price(_: Translate, fit: Fit) -> str:
    """What λ_1se costs; whether the folds tell that from nothing, by the error of the difference itself."""
    errors, best, sparse = fit.errors, fit.errors.index_min, fit.errors.index_1se
    difference = errors.difference(sparse, best)
    price = _(
        "At λ_1se it is {error}, **{share} more**: inside the error bar of λ_min (the dotted line), the "
        "price that the rule accepts for more penalty."
    ).format(
        error=number(errors.mean_error[sparse]),
        share=_percent_more(float(errors.mean_error[sparse]), float(errors.mean_error[best])),
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


def against_weakest(_: Translate, fit: Fit) -> str:
    """What the rows trained on say of λ; whether the folds tell λ_min from the weakest λ of the bar."""
    errors, best = fit.errors, fit.errors.index_min
    # the training error of a path that is exact never falls as λ grows
    words = _(
        "On the rows trained on (solid) the error never falls as λ grows: they would always choose the "
        "weakest."
    )
    if best == 0:
        return words
    difference = errors.difference(0, best)
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


def spread_over_folds(_: Translate, draws: FoldDraws | None) -> str:
    """How far λ_min and λ_1se move with the draw of the folds."""
    if draws is None:
        return _("The folds are drawn at random: another draw (“More settings”) can move λ_min and λ_1se.")
    return _("The folds are drawn at random: over {count} draws λ_min is {least}, λ_1se {sparse}.").format(
        count=len(draws.lambda_min),
        least=_range(_, draws.lambda_min),
        sparse=_range(_, draws.lambda_1se),
    )


def _range(_: Translate, lambdas: FloatArray) -> str:
    low, high = number(lambdas.min()), number(lambdas.max())
    words = _("always {low}") if low == high else _("between {low} and {high}")
    return words.format(low=low, high=high)


def here(_: Translate, fit: Fit, lam: int) -> str:
    """The model at this place of the bar."""
    path, errors = fit.errors.path, fit.errors
    return _(
        "The bar stands at λ = {lambd}: {count} of {variables}, {share} of the variation explained on the "
        "rows trained on, error {error} on rows left out."
    ).format(
        lambd=number(path.lambdas[lam]),
        count=path.nonzeros[lam],
        variables=variables(_, len(fit.names)),
        share=percent(float(path.deviance_ratio[lam])),
        error=number(errors.mean_error[lam]),
    )


def units(_: Translate, fit: Fit, standardized: Fit) -> str:
    """Which variables are the strongest at λ_1se, with the table's own units and without units."""
    own, free = (
        _(", ").join(plain(model.names[i]) for i in _strongest(model)[:3]) or _("none")
        for model in (fit, standardized)
    )
    return _(
        "**Not standardised:** the strongest at λ_1se are now {own}; standardised they were {free}. The "
        "penalty spares a variable whose numbers are large, for it needs only a small weight."
    ).format(own=own, free=free)


def warnings(_: Translate, fit: Fit) -> list[str]:
    """What these data cannot say."""
    errors, folds = fit.errors, len(fit.errors.fold_errors)
    points = too_little(_, fit)
    if fit.rows < FEW_ROWS:
        words = _(":material/warning: With {rows} rows each fold holds out {held} or so, few to judge by.")
        points.append(words.format(rows=fit.rows, held=round(fit.rows / folds)))
    if len(fit.names) > MOST_LINES:
        points.append(
            _("Of the {p} lines the {drawn} with the largest effects are drawn.").format(
                p=len(fit.names), drawn=MOST_LINES
            )
        )
    if fit.interpolates:
        points.append(
            _(
                "{variables} for {rows} rows: without a penalty the rows trained on are fitted without any "
                "error, which says nothing. Only the curve on the right counts."
            ).format(variables=variables(_, len(fit.names)), rows=fit.rows)
        )
    if folds < fit.setting.folds:
        few = fit.rows // 2 < fit.setting.folds  # else it is the size of the table, see `table_run.folds_of`
        words = (
            _("The table has few rows: it is cross-validated in {folds} folds, not {asked}.")
            if few
            else _("The table is large: it is cross-validated in {folds} folds, not {asked}.")
        )
        points.append(words.format(folds=folds, asked=fit.setting.folds))
    if errors.index_min == 0:  # the smallest λ that was tried, and no reason to stop there
        points.append(
            _("The lowest error is at the smallest λ of the bar: a smaller one, or none, may do better yet.")
        )
    return points


def too_little(_: Translate, fit: Fit) -> list[str]:
    """Whether the best λ is told from the mean alone, fold against fold."""
    best = fit.errors.index_min
    gain = paired_by_folds(fit.mean_alone, fit.errors.fold_errors[:, best], fit.errors.fold_of)
    if gain.mean <= 0:  # at λ_min, the best of the bar
        return [
            _(
                ":material/warning: **Too little to tell:** on rows left out no λ of the bar has a lower "
                "error than the mean alone, without any variable, {alone}."
            ).format(alone=number(_overall(fit, fit.mean_alone)))
        ]
    if direction(gain) == 0:
        return [
            _(
                ":material/warning: **Too little to tell:** fold against fold the best λ is better than the "
                "mean alone by {gain} ± {deviation}, no more than two standard errors. These {rows:,} rows "
                "do not show that any variable helps."
            ).format(gain=number(gain.mean), deviation=number(gain.standard_error, 2), rows=fit.rows)
        ]
    return []


def picture_words(_: Translate, fit: Fit, *, begun: bool = True) -> tuple[str, str]:
    """What stands for the paths and for the curve where they cannot be seen.

    begun: whether more than the first place of the bar may be told.
    """
    errors, penalty = fit.errors, penalty_names(_)[fit.setting.penalty]
    if not begun:
        return (
            _("The effect of every variable of {penalty} at the weakest λ.").format(penalty=penalty),
            _("The cross-validated error at the weakest λ."),
        )
    paths = _("Coefficient paths of {penalty}. λ_min = {best}, λ_1se = {sparse}.").format(
        penalty=penalty, best=number(errors.lambda_min), sparse=number(errors.lambda_1se)
    )
    # the training error of a path that is exact never falls as λ grows
    curve = _(
        "Cross-validated error against λ: lowest at λ_min = {best}, where it is {error}; on the rows trained "
        "on it never falls as λ grows."
    ).format(best=number(errors.lambda_min), error=number(errors.mean_error[errors.index_min]))
    return paths, curve


def _overall(fit: Fit, fold_errors: FloatArray) -> float:
    """The error of all rows from those of the folds."""
    return float(np.bincount(fit.errors.fold_of) @ fold_errors / fit.rows)


def _percent_more(larger: float, smaller: float) -> str:
    return f"{number(100 * (larger / smaller - 1), 2)} %" if smaller > 0 else "∞ %"


def _strongest(fit: Fit) -> NDArray[np.intp]:
    """The variables of the model at λ_1se, the largest effect first."""
    coefficients = fit.errors.path.coefficients[fit.errors.index_1se]
    order = np.argsort(-np.abs(coefficients * fit.drawn.spread), kind="stable")
    return order[coefficients[order] != 0]


def _named(_: Translate, fit: Fit, kept: NDArray[np.intp]) -> str:
    """The first names of these variables, and how many more there are."""
    names = _(", ").join(plain(fit.names[i]) for i in kept[:MOST_NAMES])
    if len(kept) > MOST_NAMES:
        names = _("{names} and {more} more").format(names=names, more=len(kept) - MOST_NAMES)
    return names
