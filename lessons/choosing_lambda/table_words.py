"""What the page on λ says of a table: what is computed on, the model of the bar, what to notice, what is not
known.

Beside each sentence that is chosen stands what must hold for it, and test_table_truth.py asks other libraries
whether it does.
"""

import math

from charts.choosing_lambda.coefficient_paths import MOST_LINES
from charts.numbers import number
from charts.penalties import penalty_names
from charts.picture import Translate
from dashboard.text import plain
from l2core.tables import Table, training_part
from lessons.choosing_lambda.table_costs import against_weakest, cost, never_falls, too_little
from lessons.choosing_lambda.table_kept import strongest, survivors
from lessons.choosing_lambda.table_measures import SQUARED, error_of, percent, what_it_is
from lessons.choosing_lambda.table_run import Fit
from lessons.choosing_lambda.table_setting import Setting
from lessons.choosing_lambda.table_source import Source
from lessons.choosing_lambda.table_variables import count_of, named, variables_of

FEW_ROWS = 50
FEWEST_OF_A_CLASS = 2  # of which one can be held out


def about_table(_: Translate, source: Source) -> str:
    """What the page computes on; what was done to an own table before is told where it is uploaded."""
    table, rows = training_part(source.table), len(source.table.y)
    n, held_back = len(table.y), rows - len(table.y)
    target, count = f"**{plain(table.target)}**", len(variables_of(table).names)
    parts = [
        _("{target} from {variables}, {n:,} rows.").format(target=target, variables=count_of(_, count), n=n)
    ]
    if source.available > rows:
        parts.append(
            _("The table has {available:,} rows; these are a random {n:,} of them.").format(
                available=source.available - held_back, n=n
            )
        )
    if table.classes:
        zero, one = map(plain, table.classes)
        words = (
            _("It has two classes: the model is logistic, and xᵀw + b is the logarithm of the odds of 1.")
            if table.classes == ("0", "1")
            else _(
                "It has two classes, 0 for {zero} and 1 for {one}: the model is logistic, and xᵀw + b is the "
                "logarithm of the odds of {one}."
            )
        )
        parts.append(words.format(zero=zero, one=one))
    return " ".join(parts)


def no_path(_: Translate, table: Table, setting: Setting) -> str:
    """Why this table has no path."""
    if table.classes:
        rarer, rows = _rarer(table)
        if rows < FEWEST_OF_A_CLASS:
            return _(
                "Only {rows} of the rows is {name}: with a single row of a class nothing can be held out."
            ).format(rows=rows, name=plain(table.classes[rarer]))
    if setting.keep and table.classes:
        return _(
            "With these variables never penalised there is no λ to choose: nothing else is left that goes "
            "with {target}, or they alone tell the classes apart without an error, in all rows or in those "
            "outside a fold."
        ).format(target=plain(table.target))
    if setting.keep:
        return _(
            "With these variables never penalised there is no λ to choose: nothing else is left that goes "
            "with {target}."
        ).format(target=plain(table.target))
    return _("No column varies together with {target}: there is no λ to choose.").format(
        target=plain(table.target)
    )


def _rarer(table: Table) -> tuple[int, int]:
    """Which class has fewer rows, and how many."""
    ones = int(table.y.sum())
    zeros = len(table.y) - ones
    return (1, ones) if ones < zeros else (0, zeros)


def how_it_is_measured(_: Translate, fit: Fit) -> str:
    """The error and its unit; of a mean of squares also its root, which is in the unit of the target."""
    words, errors = what_it_is(_, fit.measure, fit.setting.balanced), fit.errors
    if fit.measure != SQUARED:
        return words
    least, sparse = (
        number(math.sqrt(errors.mean_error[at]), 4) for at in (errors.index_min, errors.index_1se)
    )
    root = (
        _("Its root is in that unit: {least} at λ_min.")
        if errors.index_min == errors.index_1se
        else _("Its root is in that unit: {least} at λ_min, {sparse} at λ_1se.")
    )
    return f"{words} {root.format(least=least, sparse=sparse)}"


def notices(_: Translate, fit: Fit, standardized: Fit) -> list[str]:
    """What to see in the two pictures, with the numbers of this table.

    standardized: the same with standardised variables, to compare with where `fit` is not.
    """
    points = [
        survivors(_, fit),
        cost(_, fit),
        against_weakest(_, fit),
        how_it_is_measured(_, fit),
    ]
    if not fit.setting.standardize:
        points.append(units(_, fit, standardized))
    return [*points, *warnings(_, fit)]


def here(_: Translate, fit: Fit, lam: int) -> str:
    """The model at this place of the bar."""
    path, errors = fit.errors.path, fit.errors
    words = (
        _(
            "The bar stands at λ = {lambd}: {count} of {variables}, {share} of the deviance explained on the "
            "rows trained on; on rows left out {error} is {value}."
        )
        if fit.is_of_classes
        else _(
            "The bar stands at λ = {lambd}: {count} of {variables}, {share} of the variation explained on "
            "the rows trained on; on rows left out {error} is {value}."
        )
    )
    return words.format(
        lambd=number(path.lambdas[lam]),
        count=fit.kept[lam],
        variables=count_of(_, len(fit.variables.names)),
        share=percent(float(path.deviance_ratio[lam])),
        error=error_of(_, fit.measure, fit.setting.balanced),
        value=number(errors.mean_error[lam]),
    )


def units(_: Translate, fit: Fit, standardized: Fit) -> str:
    """Which variables are the strongest at λ_1se, with the table's own units and without units."""
    own, free = (
        named(_, [model.variables.names[v] for v in strongest(model, model.errors.index_1se)[:3]])
        or _("none")
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
            ).format(variables=count_of(_, len(fit.variables.names)), rows=fit.rows)
        )
    if folds < fit.setting.folds:
        words = {  # see `table_setting.folds_of`
            "rows": _("The table has few rows: it is cross-validated in {folds} folds, not {asked}."),
            "rows of a class": _(
                "One class has few rows, and for the AUC every fold needs both: the table is "
                "cross-validated in {folds} folds, not {asked}."
            ),
            "none": _("The table is large: it is cross-validated in {folds} folds, not {asked}."),
        }[fit.few_for_folds]
        points.append(words.format(folds=folds, asked=fit.setting.folds))
    if errors.index_min == 0:  # the smallest λ that was tried, and no reason to stop there
        points.append(
            _("The lowest error is at the smallest λ of the bar: a smaller one, or none, may do better yet.")
        )
    return points


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
    curve = _("Cross-validated error against λ: lowest at λ_min = {best}, where it is {error}.").format(
        best=number(errors.lambda_min), error=number(errors.mean_error[errors.index_min])
    )
    if never_falls(fit.training):
        curve += " " + _("On the rows trained on it never falls as λ grows.")
    return paths, curve
