"""Places worth seeing on a table, and a published path that the lab computes again."""

import numpy as np
import streamlit as st

from charts.picture import Translate
from dashboard.presets import Preset, Published
from l2core.linear import lasso_path
from l2core.tables import diabetes

# The knots of the lasso on the diabetes table, in λ√n, as R's lars prints them (lars(x, y)$lambda), rounded:
# their copy of the table was scaled before its columns were rounded, and fewer digits than all can agree.
LARGE_KNOTS = (949.4, 889.3, 452.9, 316.1, 130.1, 88.8, 69.0, 20.0)
SMALL_KNOTS = (5.48, 5.09, 2.18, 1.31)


def places(_: Translate, act: int) -> list[Preset]:
    """Known to work, known to fail; each leaves the act that is on, the one at place `act`, as it is."""
    every = [
        Preset(
            _("Ridge beside the lasso"),
            _("Under ridge no weight of this table is exactly 0, however strong λ is."),
            {"penalty": "l2"},
        ),
        Preset(
            _("30 measurements of a tumour"),
            _("Many of them say nearly the same; the lasso takes a few and leaves the others at 0."),
            {"table": "breast_cancer"},
        ),
        Preset(
            _("Without standardising"),
            _("The penalty spares a variable whose numbers are large, whatever it is worth."),
            {"std": "0"},
            "fails",
        ),
        Preset(
            _("No penalty to speak of"),
            _(
                "At the weakest λ of the bar all ten variables are in; with 442 rows for 10 variables that "
                "costs next to nothing."
            ),
            {"lam": "0.00501"},
        ),
        Preset(
            _("The path of Efron and others"),
            _("The lasso of the diabetes table against ‖w‖₁, as it is drawn in the paper on LARS."),
            {"against": "norm1"},
            "published",
        ),
    ]
    on = {"std": "1"} | ({"act": str(act + 1)} if act else {})
    return [Preset(one.words, one.why, {**on, **one.codes}, one.kind) for one in every]


def about_published(_: Translate) -> str:
    """What is compared."""
    return _(
        "Efron, Hastie, Johnstone and Tibshirani (2004) followed the lasso on the diabetes table from knot "
        "to knot; their program, lars for R, prints the λ of every knot, for columns of length 1: λ√n here."
    )


def published(_: Translate) -> list[Published]:
    """The first knots, printed and computed."""
    knots = _knots()
    what = _("λ√n at knot {number}")
    decimals = [1] * len(LARGE_KNOTS) + [2] * len(SMALL_KNOTS)
    printed = zip((*LARGE_KNOTS, *SMALL_KNOTS), knots, decimals, strict=True)
    return [
        Published(what.format(number=k), "R lars", value, knot, digits)
        for k, (value, knot, digits) in enumerate(printed, start=1)
    ]


@st.cache_data(show_spinner=False)
def _knots() -> list[float]:
    table = diabetes()
    knots = lasso_path(table.X, table.y, [0.0]).knots
    return [] if knots is None else (knots * np.sqrt(len(table.y))).tolist()
