"""The two handles on one optimum: the λ that gives the same point as the budget t, for every penalty."""

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.model_space.places import REACHES
from charts.model_space.plane import panel_color, tooltips, with_texts
from charts.numbers import number, vega_number
from charts.palette import MARKER_COLOR
from charts.penalties import penalty_names
from charts.picture import Picture, Translate, finished
from charts.track import Track
from l2core.optima import Optima

WEAKEST, STRONGEST = 0.01, 100.0


def budget_and_lambda(_: Translate, optima: Mapping[str, Optima], track: Track) -> Picture:
    """λ against t for every penalty; the bar stands at an upright line if it sets t, else at a level one."""
    names = penalty_names(_)
    table = pd.concat(
        pd.DataFrame(
            {
                "frame": np.arange(len(found.reach)),
                "penalty": names[penalty],
                "reach": found.reach,
                "lambd": found.lambd,
            }
        )
        for penalty, found in optima.items()
    )
    words = _(
        "{names}: the price λ against the budget t that leads to the same point. No curve ever rises: the "
        "looser the budget, the lower the price. A dot on each curve marks where the bar stands."
    )
    drawn = (table.lambd > 0) & np.isfinite(table.lambd)  # a logarithmic axis has no place for 0 and ∞
    in_order = ", ".join(names[penalty] for penalty in optima)
    return Picture(
        _spec(_, tuple(optima), track),
        {"optima": table[drawn]},
        words.format(names=in_order),
        partial(_numbers, _, table[drawn]),
    )


def _numbers(_: Translate, table: pd.DataFrame) -> pd.DataFrame:
    """The pairs of t and λ that the curves go through."""
    return pd.DataFrame(
        {
            _("Penalty"): table.penalty,
            _("budget t"): [number(value) for value in table.reach],
            "λ": [number(value) for value in table.lambd],
        }
    )


@cache
def _spec(_: Translate, penalties: tuple[str, ...], track: Track) -> dict[str, Any]:
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
        axis=alt.Axis(values=[0.01, 0.1, 1, 10, 100], labelExpr=vega_number("datum.value")),
    )
    table = alt.Chart(alt.NamedData("optima"))
    lines = table.mark_line(clip=True, strokeWidth=2.5).encode(
        x=x, y=y, color=panel_color(_, penalties), order=alt.Order(field="frame", type="quantitative")
    )
    now = with_texts(table.transform_filter(f"datum.frame == {track.name}"), "reach", "lambd")
    rule = now.mark_rule(clip=True, color=MARKER_COLOR).encode(
        **({"x": x} if track.name == "budget" else {"y": y})
    )
    dots = now.mark_point(clip=True, filled=True, size=110, opacity=1).encode(
        x=x,
        y=y,
        color=panel_color(_, penalties),
        tooltip=[
            alt.Tooltip(field="penalty", type="nominal", title=_("penalty")),
            *tooltips({"reach": _("budget t"), "lambd": "λ"}),
        ],
    )
    return finished(
        alt.layer(lines, rule, dots)
        .properties(height=340, title=_("Two handles on one point: budget t and λ"))
        .configure_mark(aria=False, invalid=None),
        track,
    )
