"""The gradient check, entry by entry: what the code returns against the slope of the cost."""

from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.exported import columns_of
from charts.numbers import number, vega_number
from charts.palette import MARKER_COLOR
from charts.penalties import penalty_color
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from charts.two_functions.gradient_entries import entry_name, in_order
from l2core.worked_example import SlipCheck


def diagonal(_: Translate, tables: Tables, lam: Track) -> Picture:
    """Each entry of the gradient, computed with a slip, against its finite difference.

    tables: of `diagonal_tables`.
    """
    takeaway = _("What the code gets right lies on the diagonal; what a mistake changes leaves it.")
    return Picture(_spec(_, lam), tables, takeaway)


def entry_numbers(_: Translate, tables: Tables, at: int) -> pd.DataFrame:
    """Both numbers of every entry at the λ of place `at`. tables: of `diagonal_tables`."""
    rows = pd.DataFrame(columns_of(tables["points"]))
    here = rows[rows.lam == at]
    columns = {_("the code"): here.analytical, _("slope of the cost"): here.numerical}
    written = {name: [number(value, 6) for value in values] for name, values in columns.items()}
    return pd.DataFrame({_("Entry"): here.entry} | written)


def diagonal_tables(_: Translate, check: SlipCheck, slip: str) -> dict[str, pd.DataFrame]:
    """Both numbers of every entry at every λ, and from where to where the diagonal goes there."""
    with_penalty, without = _kind_words(_).values()
    points = pd.DataFrame(
        {
            "lam": lam,
            "entry": entry_name(name, entry),
            "kind": with_penalty if name.startswith("dW") else without,
            "analytical": float(analytical[name][entry]),
            "numerical": float(numerical[name][entry]),
            "off": bool(off[name][entry]),
        }
        for lam, (analytical, numerical) in enumerate(
            zip(check.gradients[slip], check.differences, strict=True)
        )
        for off in [check.off(slip, lam)]
        for name in in_order(numerical)
        for entry in np.ndindex(numerical[name].shape)
    )
    both = points.melt(id_vars="lam", value_vars=["analytical", "numerical"])
    ends = both.groupby("lam").value.agg(["min", "max"]).reset_index().melt(id_vars="lam", value_name="end")
    return {"points": points, "ends": ends[["lam", "end"]]}


@cache
def _spec(_: Translate, lam: Track) -> dict[str, Any]:
    x_title, y_title = _("Numerical: slope of the cost"), _("Analytical: what the code returns")
    axis = alt.Axis(labelExpr=vega_number("datum.value"))
    x = alt.X(field="numerical", type="quantitative", title=x_title, axis=axis)
    y = alt.Y(field="analytical", type="quantitative", title=y_title, axis=axis)
    words = _kind_words(_)
    legend = alt.Legend(orient="top", labelLimit=300, offset=8, padding=0, title=None)
    color = penalty_color(list(words), list(words.values()), field="kind", legend=legend)
    tips = [
        alt.Tooltip(field="entry", type="nominal", title=_("Entry")),
        alt.Tooltip(field="numerical_text", type="nominal", title=_("Numerical")),
        alt.Tooltip(field="analytical_text", type="nominal", title=_("Analytical")),
    ]
    at_lambda = f"datum.lam == {lam.name}"
    line = (
        alt.Chart(alt.NamedData("ends"))
        .transform_filter(at_lambda)
        .mark_line(color=MARKER_COLOR, strokeDash=[4, 3])
        .encode(
            x=alt.X(field="end", type="quantitative", title=x_title),
            y=alt.Y(field="end", type="quantitative", title=y_title),
        )
    )
    points = (
        alt.Chart(alt.NamedData("points"))
        .transform_filter(at_lambda)
        .transform_calculate(
            numerical_text=vega_number("datum.numerical", 6),
            analytical_text=vega_number("datum.analytical", 6),
        )
        .encode(x=x, tooltip=tips)
    )
    rings = points.mark_point(size=90, strokeWidth=2, opacity=1).encode(y=y, color=color)
    off = points.transform_filter("datum.off")
    distance = off.mark_rule(strokeWidth=2).encode(y=y, y2=alt.Y2(field="numerical"), color=color)
    crosses = off.mark_text(text="✕", fontSize=15).encode(y=y)
    title = alt.TitleParams(text=_("Each entry: ○ agrees, ✕ does not"), offset=8)
    return finished(alt.layer(line, distance, rings, crosses).properties(height=400, title=title), lam)


def _kind_words(_: Translate) -> dict[str, str]:
    return {"l2": _("weights (with penalty)"), "none": _("biases (without)")}
