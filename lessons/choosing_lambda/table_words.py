"""What the page on λ says of a table: which variables stay, what that costs, whether the data can tell."""

import numpy as np

from charts.choosing_lambda.coefficient_paths import MOST_LINES
from charts.penalties import penalty_names
from dashboard.text import Translate
from lessons.choosing_lambda.table_choice import plain
from lessons.choosing_lambda.table_run import Fit

FEW_ROWS = 50
MOST_NAMES = 6


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
            "exactly 0. What λ takes away is freedom: {freedom:.1f} effective variables are left of {p}."
        ).format(lambd=lambd, p=p, freedom=errors.path.degrees_of_freedom[errors.index_1se])
    if not len(kept):
        return _("At λ_1se = {lambd} **no variable survives**: the model is the mean alone.").format(
            lambd=lambd
        )
    names = ", ".join(plain(fit.names[i]) for i in kept[:MOST_NAMES])
    if len(kept) > MOST_NAMES:
        names = _("{names} and {more} more").format(names=names, more=len(kept) - MOST_NAMES)
    if len(kept) == p:
        told = _("At λ_1se = {lambd} **all {p} variables** stay in, the strongest first: {names}.")
    else:
        told = _(
            "At λ_1se = {lambd} **{kept} of {p} variables** survive, the strongest first: {names}. The other "
            "weights are exactly 0."
        )
    return told.format(lambd=lambd, kept=len(kept), p=p, names=names)


def _cost(_: Translate, fit: Fit) -> str:
    errors, best, sparse = fit.errors, fit.errors.index_min, fit.errors.index_1se
    error, deviation = errors.mean_error[best], errors.standard_error[best]
    told = _(
        "On rows left out, the error is lowest at λ_min = {lambd}: **{error} ± {deviation}**, which explains "
        "{share:.0f} % of the variation."
    ).format(
        lambd=number(errors.lambda_min),
        error=number(error),
        deviation=number(deviation),
        share=max(0.0, 100 * (1 - error / fit.nothing)) if fit.nothing > 0 else 0.0,
    )
    if best == sparse:
        return told + " " + _("No larger λ is within one standard error of it.")
    cost = _(
        "At λ_1se it is {error}, **{percent:.1f} % more**: within one standard error (the dotted line), so "
        "these data cannot tell the two apart."
    ).format(error=number(errors.mean_error[sparse]), percent=100 * (errors.mean_error[sparse] / error - 1))
    return f"{told} {cost}"


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
    errors, said = fit.errors, []
    limit = errors.mean_error[errors.index_min] + errors.standard_error[errors.index_min]
    if fit.nothing <= limit:
        said.append(
            _(
                ":material/warning: **Too little to tell:** the mean alone, without any variable, has error "
                "{nothing}, within one standard error of the best λ. These {rows:,} rows do not show that "
                "any variable helps."
            ).format(nothing=number(fit.nothing), rows=fit.rows)
        )
    if fit.rows < FEW_ROWS:
        said.append(
            _(
                ":material/warning: With {rows} rows each fold holds out {held} or so: another draw of the "
                "folds can move λ_min a long way. Try it under “More settings”."
            ).format(rows=fit.rows, held=round(fit.rows / len(errors.fold_errors)))
        )
    if len(fit.names) > MOST_LINES:
        said.append(
            _("Of the {p} lines the {drawn} with the largest effects are drawn.").format(
                p=len(fit.names), drawn=MOST_LINES
            )
        )
    if len(fit.names) >= fit.rows:
        said.append(
            _(
                "There are {p} variables for {rows} rows: without a penalty the rows trained on are fitted "
                "without any error, which says nothing. Only the curve on the right counts."
            ).format(p=len(fit.names), rows=fit.rows)
        )
    if len(errors.fold_errors) < min(fit.setting.folds, fit.rows // 2):
        said.append(
            _("The table is large: it is cross-validated in {folds} folds, not {asked}.").format(
                folds=len(errors.fold_errors), asked=fit.setting.folds
            )
        )
    if errors.index_min == 0:
        said.append(
            _("The smallest λ of the bar is the best: on these rows this model hardly needs the penalty.")
        )
    return said


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


def formula(fit: Fit, lam: int) -> tuple[str, str]:
    """The objective of the penalty, and its value at this place of the bar."""
    alpha, lambd = fit.setting.alpha, fit.errors.path.lambdas[lam]
    shape = {
        "l1": r"\lVert w\rVert_1",
        "l2": r"\tfrac12\lVert w\rVert^2",
        "elastic_net": r"\bigl(\alpha\lVert w\rVert_1 + \tfrac{1-\alpha}{2}\lVert w\rVert^2\bigr)",
    }[fit.setting.penalty]
    symbols = (
        r"\min_{b,\,w}\; \underbrace{\tfrac{1}{2n}\sum_{i=1}^{n}(y_i - b - x_i^\top w)^2}_{\text{loss}}"
        rf" + \underbrace{{\lambda\,{shape}}}_{{\text{{penalty}}}}"
    )
    loss, size = fit.training[lam] / 2, fit.penalties[lam]
    mixing = rf"\alpha &= {alpha:g} \\ " if fit.setting.penalty == "elastic_net" else ""
    numbers = (
        rf"\begin{{aligned}} {mixing} & {tex(loss)} + {tex(lambd)}\cdot {tex(size)}"
        rf" \\ &= {tex(loss)} + {tex(lambd * size)} = {tex(loss + lambd * size)} \end{{aligned}}"
    )
    return symbols, numbers


def number(x: float) -> str:
    """Three digits, more before the point; thousands set apart."""
    return (f"{x:,.0f}" if 1e2 <= abs(x) < 1e7 else f"{x:.3g}").replace("-", "−")


def tex(x: float) -> str:
    """The number for a formula: 1.2e-05 as 1.2·10⁻⁵."""
    mantissa, _e, exponent = f"{x:.4g}".partition("e")
    return rf"{mantissa}\cdot 10^{{{int(exponent)}}}" if exponent else mantissa
