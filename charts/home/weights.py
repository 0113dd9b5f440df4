"""The weights of the polynomial as bars, for every λ."""

from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from charts.home.curves import HEIGHT, PADDING, PENALTIES
from charts.numbers import vega_number
from charts.palette import MARKER_COLOR
from charts.penalties import penalty_color
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from charts.vega import span
from l2core.polynomial_fit import CurveFit


def weights(_: Translate, tables: Tables, lam: Track) -> Picture:
    """A bar for each weight, as long as it is at the current λ. tables: of `weight_tables`."""
    return Picture(_spec(_, lam), tables, _("A bar for each weight of the curve, up or down from 0."))


def weight_tables(penalty: str, fit: CurveFit) -> dict[str, pd.DataFrame]:
    """Weight k in a row, its value at each λ in columns w0, w1, …; "extent": how far the axis reaches."""
    w = fit.path.coefficients
    known = np.abs(w[np.isfinite(w)])
    farthest = max(float(known.max(initial=0.0)), 1e-3)
    columns = {f"w{lam}": row.astype(np.float32) for lam, row in enumerate(w)}
    return {
        "weights": pd.DataFrame({"k": np.arange(1, w.shape[1] + 1), "penalty": penalty} | columns),
        "extent": pd.DataFrame({"w": [-farthest, farthest]}),
    }


@cache
def _spec(_: Translate, lam: Track) -> dict[str, object]:
    label = vega_number("datum.value")
    y = alt.Y(
        field="w",
        type="quantitative",
        title=None,
        scale=alt.Scale(domain=span("w"), nice=True),
        axis=alt.Axis(labelExpr=label, tickCount=5),
    )
    bars = (
        alt.Chart(alt.NamedData("weights"))
        .transform_calculate(w=f"datum['w' + {lam.name}]", w_text=vega_number(f"datum['w' + {lam.name}]"))
        .mark_bar()
        .encode(
            x=alt.X(
                field="k",
                type="ordinal",
                title=None,
                axis=alt.Axis(labelAngle=0, labelOverlap=True, labelPadding=6),
                scale=alt.Scale(paddingInner=0.25, paddingOuter=0.1),
            ),
            y=y,
            color=penalty_color(PENALTIES, legend=None),
            tooltip=[
                alt.Tooltip(field="k", type="ordinal", title=_("Weight number")),
                alt.Tooltip(field="w_text", type="nominal", title=_("Weight")),
            ],
        )
    )
    extent = alt.Chart(alt.NamedData("extent")).mark_point(opacity=0).encode(y=y)
    zero = alt.Chart(alt.NamedData("extent")).mark_rule(color=MARKER_COLOR).encode(y=alt.YDatum(0))
    chart = alt.layer(extent, zero, bars).properties(
        height=HEIGHT, padding=PADDING, title=alt.TitleParams(_("Its weights"), offset=6)
    )
    return finished(chart, lam)
