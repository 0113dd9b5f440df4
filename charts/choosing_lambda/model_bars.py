"""The model at one λ: a bar for the effect of each variable, and its coefficient beside it."""

from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.choosing_lambda.drawn_path import DrawnPath, frame
from charts.choosing_lambda.titles import effect_title
from charts.choosing_lambda.variable_rows import row_keys, rows_axis
from charts.numbers import number, vega_number
from charts.palette import MARKER_COLOR
from charts.penalties import PENALTY_COLORS
from charts.picture import Picture, Translate, finished
from charts.track import Track
from charts.vega import span

MOST_BARS = 16


def model_bars(
    _: Translate, drawn: DrawnPath, penalty: str, lam: Track, alt_text: str, *, family: str = "gaussian"
) -> Picture:
    """The effect of each variable at the λ of the bar, and its coefficient in the table's own units.

    family: "gaussian", or "binomial", whose effects are in log-odds.
    """
    kept = drawn.strongest(MOST_BARS)
    on_bar, names = drawn.bar_index >= 0, [drawn.names[i] for i in kept]
    rows = pd.DataFrame(
        {
            "lam": np.repeat(drawn.bar_index[on_bar], len(kept)),
            "row": np.tile(row_keys(names), on_bar.sum()),
            "variable": np.tile(names, on_bar.sum()),
            "effect": drawn.effects[np.ix_(on_bar, kept)].ravel(),
            "coefficient": drawn.path.coefficients[np.ix_(on_bar, kept)].ravel(),
        }
    )
    low, high = frame(drawn.effects[:, kept])
    tables = {
        "bars": rows,
        "extent": pd.DataFrame({"effect": [low - 0.25 * (high - low), high + 0.25 * (high - low)]}),
    }
    return Picture(_bars(_, penalty, family, len(kept), lam), tables, alt_text)


def bar_numbers(_: Translate, picture: Picture, at: int) -> pd.DataFrame:
    """The effect and the coefficient of each variable at the λ of place `at`. picture: of `model_bars`."""
    rows = picture.tables["bars"]
    assert isinstance(rows, pd.DataFrame)
    here = rows[rows.lam == at]
    return pd.DataFrame(
        {
            _("Variable"): here.variable,
            _("Effect"): [number(value) for value in here.effect],
            _("Coefficient"): [number(value) for value in here.coefficient],
        }
    )


@cache
def _bars(_: Translate, penalty: str, family: str, count: int, lam: Track) -> dict[str, Any]:
    y = rows_axis()
    x = alt.X(
        field="effect",
        type="quantitative",
        title=effect_title(_, family),
        scale=alt.Scale(domain=span("effect"), nice=False),
        axis=alt.Axis(tickCount=5),
    )
    bars = (
        alt.Chart(alt.NamedData("bars"))
        .transform_filter("datum.lam == lam")
        .transform_calculate(size=vega_number("datum.effect", 4), own=vega_number("datum.coefficient"))
    )
    tooltip = [
        alt.Tooltip(field="variable", type="nominal", title=_("Variable")),
        alt.Tooltip(field="size", type="nominal", title=_("Effect per standard deviation")),
        alt.Tooltip(field="own", type="nominal", title=_("Coefficient, own units")),
    ]
    bar = bars.mark_bar(color=PENALTY_COLORS[penalty], opacity=0.85).encode(x=x, y=y, tooltip=tooltip)
    texts = [
        bars.transform_filter(f"datum.effect {sign} 0")
        .mark_text(align="left" if sign == ">=" else "right", dx=5 if sign == ">=" else -5, fontSize=11)
        .encode(x=x, y=y, text=alt.Text(field="own", type="nominal"))
        for sign in (">=", "<")
    ]
    zero = alt.Chart(alt.NamedData("extent")).mark_rule(color=MARKER_COLOR).encode(x=alt.XDatum(0))
    title = alt.Title(
        _("The model at the λ of the bar"),
        subtitle=_("beside each bar: the coefficient in the table's own units"),
        anchor="start",
        fontSize=14,
        subtitleColor=MARKER_COLOR,
    )
    chart = alt.layer(bar, zero, *texts).properties(height=130 + 22 * count, title=title)
    return finished(chart.configure(aria=False), lam)
