"""The two handles on one optimum: the λ that gives the same point as the budget t, for every penalty."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.model_space.optima import REACHES, Optima
from charts.model_space.panel import names, penalty_color
from charts.palette import MARKER_COLOR
from charts.picture import Picture, Translate, finished, scrubbed

WEAKEST, STRONGEST = 0.01, 100.0


def budget_and_lambda(_: Translate, optima: Mapping[str, Optima], track: str, start: int, at: int) -> Picture:
    """λ against t for every penalty; the bar stands at an upright line if it sets t, else at a level one."""
    table = pd.concat(
        pd.DataFrame(
            {
                "frame": np.arange(len(found.reach)),
                "penalty": names(_)[penalty],
                "reach": found.reach,
                "lambd": found.lambd,
            }
        )
        for penalty, found in optima.items()
    )
    alt_text = _("At this position of the bar: {pairs}.")
    pairs = (
        f"{names(_)[penalty]} t = {found.reach[at]:.2f}, λ = {found.lambd[at]:.2f}"
        for penalty, found in optima.items()
    )
    drawn = (table.lambd > 0) & np.isfinite(table.lambd)  # a logarithmic axis has no place for 0 and ∞
    return Picture(
        _spec(_, track, len(optima["l1"].w) - 1, start),
        {"optima": table[drawn]},
        alt_text.format(pairs="; ".join(pairs)),
    )


@cache
def _spec(_: Translate, track: str, last: int, start: int) -> dict[str, Any]:
    x = alt.X(
        field="reach",
        type="quantitative",
        title=_("budget t: reach along an axis"),
        scale=alt.Scale(domain=[0, REACHES[0]], nice=False),
        axis=alt.Axis(tickCount=8),
    )
    y = alt.Y(
        field="lambd",
        type="quantitative",
        title="λ",
        scale=alt.Scale(type="log", domain=[WEAKEST, STRONGEST]),
        axis=alt.Axis(values=[0.01, 0.1, 1, 10, 100], format="~g"),
    )
    table = alt.Chart(alt.NamedData("optima"))
    lines = table.mark_line(clip=True, strokeWidth=2.5).encode(
        x=x, y=y, color=penalty_color(_), order=alt.Order(field="frame", type="quantitative")
    )
    now = table.transform_filter(f"datum.frame == {track}")
    rule = now.mark_rule(clip=True, color=MARKER_COLOR).encode(
        **({"x": x} if track == "budget" else {"y": y})
    )
    dots = now.mark_point(clip=True, filled=True, size=110, opacity=1).encode(
        x=x,
        y=y,
        color=penalty_color(_),
        tooltip=[
            alt.Tooltip(field="penalty", type="nominal", title=_("penalty")),
            alt.Tooltip(field="reach", type="quantitative", title=_("budget t"), format=".3f"),
            alt.Tooltip(field="lambd", type="quantitative", title="λ", format=".3f"),
        ],
    )
    layers = alt.layer(lines, rule, dots).add_params(scrubbed(track, last, start))
    return finished(
        layers.properties(height=340, title=_("Two handles on one point: budget t and λ")).configure_mark(
            aria=False, invalid=None
        )
    )
