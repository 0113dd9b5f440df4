"""The weights of the polynomial as bars, for every λ."""

from collections.abc import Callable
from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from charts.home.curves import HEIGHT, PADDING, PENALTIES
from charts.numbers import number, vega_number
from charts.palette import MARKER_COLOR
from charts.penalties import penalty_color
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from l2core.polynomial_fit import CurveFit

REACH = 3  # how far the axis goes up and down, for every λ; larger weights are cut


def weights(_: Translate, tables: Tables, lam: Track, numbers: Callable[[], pd.DataFrame]) -> Picture:
    """A bar for each weight at the current λ, a ring for one that is exactly 0.

    tables: of `weight_tables`. numbers: makes `weight_numbers`.
    """
    words = _(
        "A bar for each weight of the curve, up or down from 0; a ring on the line for one that is exactly 0."
    )
    return Picture(_spec(_, lam), tables, words, numbers)


def weight_numbers(_: Translate, fit: CurveFit, lam: int) -> pd.DataFrame:
    """Every weight at the λ of place `lam`."""
    w = fit.path.coefficients[lam]
    return pd.DataFrame(
        {_("Weight number"): np.arange(1, len(w) + 1), _("Weight"): [number(value) for value in w]}
    )


def weight_tables(penalty: str, fit: CurveFit) -> dict[str, pd.DataFrame]:
    """Weight k in a row, its value at each λ in columns w0, w1, …"""
    w = fit.path.coefficients
    columns = {f"w{lam}": row.astype(np.float32) for lam, row in enumerate(w)}
    return {
        "weights": pd.DataFrame({"k": np.arange(1, w.shape[1] + 1), "penalty": penalty} | columns),
    }


@cache
def _spec(_: Translate, lam: Track) -> dict[str, object]:
    label = vega_number("datum.value")
    y = alt.Y(
        field="w",
        type="quantitative",
        title=None,
        scale=alt.Scale(domain=[-REACH, REACH]),
        axis=alt.Axis(labelExpr=label, tickCount=5),
    )
    x = alt.X(
        field="k",
        type="ordinal",
        title=None,
        axis=alt.Axis(labelAngle=0, labelOverlap=True, labelPadding=6),
        scale=alt.Scale(paddingInner=0.25, paddingOuter=0.1),
    )
    color = penalty_color(PENALTIES, legend=None)
    here = alt.Chart(alt.NamedData("weights")).transform_calculate(w=f"datum['w' + {lam.name}]")
    bars = (
        here.transform_calculate(w_text=vega_number("datum.w"))
        .mark_bar(clip=True)
        .encode(
            x=x,
            y=y,
            color=color,
            tooltip=[
                alt.Tooltip(field="k", type="ordinal", title=_("Weight number")),
                alt.Tooltip(field="w_text", type="nominal", title=_("Weight")),
            ],
        )
    )
    rings = (
        here.transform_calculate(ring="datum.w === 0 ? 1 : 0")  # a filter would move the scale of x
        .mark_point(size=45, strokeWidth=2)
        .encode(
            x=x,
            y=alt.YDatum(0),
            color=color,
            opacity=alt.Opacity(field="ring", type="quantitative", scale=None, legend=None),
        )
    )
    zero = alt.Chart(alt.NamedData("weights")).mark_rule(color=MARKER_COLOR).encode(y=alt.YDatum(0))
    chart = alt.layer(zero, bars, rings).properties(
        height=HEIGHT, padding=PADDING, title=alt.TitleParams(_("Its weights"), offset=6)
    )
    return finished(chart, lam)
