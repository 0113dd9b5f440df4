"""Paths of the diabetes table that were published, and the same computed here."""

import numpy as np

from charts.picture import Translate
from dashboard.caches import kept_for_everybody
from dashboard.presets import Published
from l2core.checks import FloatArray
from l2core.linear import lasso_path
from l2core.path import Path
from l2core.tables import diabetes

# The knots of the lasso on the diabetes table, in λ√n, as R's lars prints them (lars(x, y)$lambda), rounded:
# their copy of the table was scaled before its columns were rounded, and fewer digits than all can agree.
LARGE_KNOTS = (949.4, 889.3, 452.9, 316.1, 130.1, 88.8, 69.0, 20.0)
SMALL_KNOTS = (5.48, 5.09, 2.18, 1.31)

# "3, 9, 4, 7, …, 1": the order in which the variables enter, in the paper of Efron and others.
FIRST_ENTRIES, LAST_ENTRY = (3, 9, 4, 7), 1

# glmnet's λ are λ_max·10^(−4k/99); how many variables its lasso has from which k on, until that changes, as
# in notes of a course on this table: https://bblrd.github.io/sl-r/3.1_Diabetes_Data_with_Lasso.htm
GLMNET = ((1, 2), (8, 3), (12, 4), (22, 5), (26, 6), (29, 7), (42, 8), (56, 9), (57, 10), (67, 9), (73, 10))


def tables(_: Translate) -> list[tuple[str, list[Published]]]:
    """What is compared, and the published numbers beside those computed."""
    return [(_about_knots(_), knots(_)), (_about_order(_), order(_)), (_about_glmnet(_), sizes(_))]


def _about_knots(_: Translate) -> str:
    return _(
        "Efron, Hastie, Johnstone and Tibshirani (2004) followed the lasso on the diabetes table from knot "
        "to knot; their program, lars for R, prints the λ of every knot, for columns of length 1: λ√n here."
    )


def knots(_: Translate) -> list[Published]:
    """The first knots, printed and computed."""
    path = _path()
    found = [] if path.knots is None else (path.knots * np.sqrt(len(diabetes().y))).tolist()
    what = _("λ√n at knot {number}")
    decimals = [1] * len(LARGE_KNOTS) + [2] * len(SMALL_KNOTS)
    printed = zip((*LARGE_KNOTS, *SMALL_KNOTS), found, decimals, strict=True)
    return [
        Published(what.format(number=k), "R lars", value, knot, digits)
        for k, (value, knot, digits) in enumerate(printed, start=1)
    ]


def _about_order(_: Translate) -> str:
    return _("Their paper gives the order in which the variables, numbered from 1 to 10, come in.")


def order(_: Translate) -> list[Published]:
    """The numbers of the variables, in the order in which they come in: the first four and the last."""
    found = entry_order(_path().coefficients)
    what, source = _("variable that comes in as number {number}"), "Efron et al. 2004"
    places = [*range(len(FIRST_ENTRIES)), len(found) - 1]
    return [
        Published(what.format(number=place + 1), source, printed, found[place], 0)
        for place, printed in zip(places, (*FIRST_ENTRIES, LAST_ENTRY), strict=True)
    ]


def _about_glmnet(_: Translate) -> str:
    return _(
        "glmnet descends coordinate by coordinate at 100 values λ_max·10^(−4k/99), k = 0, 1, …, and stops "
        "each time when little changes; the path of the lab is exact. A course on the same table prints how "
        "many variables glmnet has in; here is k from which on it is so many."
    )


def sizes(_: Translate) -> list[Published]:
    """Where the number of variables of glmnet's lasso changes, and where that of the exact path does."""
    table = diabetes()
    top = _path().lambdas[0]
    lambdas = top * 10.0 ** (-4 * np.arange(100) / 99)
    found = np.flatnonzero(np.diff(lasso_path(table.X, table.y, lambdas).nonzeros)) + 1
    what = _("k from which on {count} variables are in")
    return [
        Published(what.format(count=count), "R glmnet", place, computed, 0)
        for (place, count), computed in zip(GLMNET, found.tolist(), strict=True)
    ]


def entry_order(coefficients: FloatArray) -> list[int]:
    """The variables, numbered from 1, in the order in which their weight is first not 0; weights (L, p)."""
    first = np.argmax(coefficients != 0, axis=0)
    return [int(j) + 1 for j in np.argsort(first, kind="stable")]


@kept_for_everybody()
def _path() -> Path:
    """The lasso path of the diabetes table at its knots, the largest λ first."""
    table = diabetes()
    knots = lasso_path(table.X, table.y, [0.0]).knots
    return lasso_path(table.X, table.y, np.append([] if knots is None else knots, 0.0))
