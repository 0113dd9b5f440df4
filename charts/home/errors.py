"""The error of the curve, on the points that it was fitted to and on new ones, against λ."""

from collections.abc import Sequence
from functools import cache, partial

import altair as alt
import numpy as np
import pandas as pd

from charts.axes import lambda_axis
from charts.exported import columns_of
from charts.home.curves import PADDING, PENALTIES
from charts.numbers import number, vega_number
from charts.palette import MARKER_COLOR, SPLIT_DASHES
from charts.penalties import penalty_color
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from l2core.polynomial_fit import CurveFit

HEIGHT = 330


def errors(_: Translate, tables: Tables, lam: Track) -> Picture:
    """Half the mean squared error on the points fitted and on new ones against λ, a rule at the current λ.

    tables: of `error_tables`.
    """
    words = _("Too small a λ: little error on the old points, much on new ones. Too large: much on both.")
    return Picture(_spec(_, lam), tables, words, partial(_numbers, tables))


def _numbers(tables: Tables) -> pd.DataFrame:
    """Both errors at every λ."""
    errors = pd.DataFrame(columns_of(tables["errors"])).pivot_table("error", "lambd", "part", sort=False)
    columns = {part: [number(value) for value in errors[part]] for part in errors}
    return pd.DataFrame({"λ": [number(value) for value in errors.index]} | columns)


def error_tables(
    _: Translate, lambdas: Sequence[float], penalty: str, fit: CurveFit
) -> dict[str, pd.DataFrame]:
    """The error on each set of points at each λ."""
    parts = _parts(_)
    rows = [
        pd.DataFrame(
            {
                "lam": np.arange(len(lambdas)),
                "lambd": lambdas,
                "error": error / 2,
                "penalty": penalty,
                "part": parts[part],
            }
        )
        for part, error in (("train", fit.train_error), ("validation", fit.validation_error))
    ]
    return {"errors": pd.concat(rows, ignore_index=True)}


@cache
def _spec(_: Translate, lam: Track) -> dict[str, object]:
    parts = _parts(_)
    label = vega_number("datum.value")
    decades = [10.0**power for power in range(-5, 3)]
    x = lambda_axis(_).axis(values=decades, labelExpr=label, labelOverlap=True, grid=False)
    base = alt.Chart(alt.NamedData("errors")).transform_calculate(
        lambda_text=vega_number("datum.lambd"), error_text=vega_number("datum.error")
    )
    lines = base.mark_line(clip=True).encode(
        x=x,
        y=alt.Y(
            field="error",
            type="quantitative",
            title=_("error (log scale)"),
            scale=alt.Scale(type="log", nice=False),
            axis=alt.Axis(values=decades, labelExpr=label),
        ),
        color=penalty_color(PENALTIES, legend=None),
        strokeDash=alt.StrokeDash(
            field="part",
            type="nominal",
            title=None,
            scale=alt.Scale(domain=list(parts.values()), range=[SPLIT_DASHES[part] for part in parts]),
            legend=alt.Legend(orient="top"),
        ),
        tooltip=[
            alt.Tooltip(field="part", type="nominal", title=_("measured on")),
            alt.Tooltip(field="lambda_text", type="nominal", title="λ"),
            alt.Tooltip(field="error_text", type="nominal", title=_("error")),
        ],
    )
    rule = (
        base.transform_filter(f"datum.lam == {lam.name}")
        .mark_rule(color=MARKER_COLOR, strokeWidth=2)
        .encode(x=x)
    )
    chart = alt.layer(rule, lines).properties(height=HEIGHT, padding=PADDING)
    return finished(chart, lam)


def _parts(_: Translate) -> dict[str, str]:
    return {"train": _("Points it was fitted to"), "validation": _("New points")}
