"""The zones of λ behind the errors of many starts: where a penalty helps, where it is too strong."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.axes import lambda_axis
from charts.palette import MARKER_COLOR
from charts.picture import Translate
from l2core.many_starts import ErrorsOverStarts

HEIGHT, LINE = 480, 15  # pixels; a line of words, of which there is room for six above the curves

_SHADES = {
    "overfits": 0.06,
    "nothing": 0.0,
    "helps": 0.16,
    "hurts": 0.06,
    "collapses": 0.22,
    "diverges": 0.22,
}


def zone_names(_: Translate) -> Mapping[str, str]:
    """What the zones of `l2core.many_starts` are called above the curves."""
    return {
        "overfits": _("overfits"),
        "helps": _("helps"),
        "nothing": _("no clear difference"),
        "hurts": _("worse than none"),
        "collapses": _("dead: the same answer\nfor every training point"),
        "diverges": _("diverges"),
    }


def zone_table(_: Translate, errors: ErrorsOverStarts) -> pd.DataFrame:
    """Each zone from half way to the λ before to half way to the λ after it, on the logarithmic scale."""
    logs = np.log(np.asarray(errors.lambdas))
    edges = np.exp(np.concatenate([logs[:1], (logs[1:] + logs[:-1]) / 2, logs[-1:]]))
    names = zone_names(_)
    return pd.DataFrame(
        [
            {
                "zone": zone,
                "words": names[zone],
                "from": edges[first],
                "to": edges[last + 1],
                "row": number,
                "side": "left" if edges[first] * edges[last + 1] < edges[0] * edges[-1] else "right",
            }
            for number, (zone, first, last) in enumerate(errors.zones())
        ]
    )


def zone_shades(_: Translate) -> alt.Chart:
    """The zones as shades, from the table "zones"."""
    return (
        alt.Chart(alt.NamedData("zones"))
        .mark_rect(color=MARKER_COLOR)
        .encode(
            x=lambda_axis(_, "from"),
            x2=alt.X2(field="to"),
            opacity=alt.Opacity(
                field="zone",
                type="nominal",
                scale=alt.Scale(domain=list(_SHADES), range=list(_SHADES.values())),
                legend=None,
            ),
            tooltip=[alt.Tooltip(field="words", type="nominal", title=_("Zone"))],
        )
    )


def zone_words(_: Translate) -> list[alt.Chart]:
    """The edges of the zones and, above the curves, their names."""
    zones = alt.Chart(alt.NamedData("zones"))
    edge = zones.mark_rule(color=MARKER_COLOR, opacity=0.6).encode(x=lambda_axis(_, "from"))
    sides: list[tuple[Any, int, str]] = [("left", 4, "from"), ("right", -4, "to")]
    names = [
        zones.transform_filter(f"datum.row == {row} && datum.side == '{side}'")
        .mark_text(
            align=side,
            baseline="top",
            dx=dx,
            y=LINE * row,
            fontSize=12,
            fontWeight="bold",
            lineBreak="\n",
            lineHeight=LINE,
        )
        .encode(x=lambda_axis(_, end), text=alt.Text(field="words", type="nominal"))
        for row in range(len(_SHADES))
        for side, dx, end in sides
    ]
    return [edge, *names]
