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

LINE = 15  # pixels, of a line of words above the curves
ZONE_COLUMNS = ["zone", "words", "from", "to", "row", "side", "lam"]

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
    """Each zone from half way to the λ before to half way to the λ after it, on the logarithmic scale.

    lam: the place of the bar from which the whole zone has been passed.
    """
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
                "lam": last,
            }
            for number, (zone, first, last) in enumerate(errors.zones())
        ],
        columns=ZONE_COLUMNS,
    )


def zone_shades(_: Translate, domain: Any = alt.Undefined, when: str = "true") -> alt.Chart:
    """The zones as shades, from the table "zones"; `when`: which of them, as Vega says it."""
    return (
        alt.Chart(alt.NamedData("zones"))
        .transform_filter(when)
        .mark_rect(color=MARKER_COLOR)
        .encode(
            x=lambda_axis(_, "from", domain),
            x2=alt.X2(field="to"),
            opacity=alt.Opacity(
                field="zone",
                type="ordinal",
                scale=alt.Scale(domain=list(_SHADES), range=list(_SHADES.values())),
                legend=None,
            ),
            tooltip=[alt.Tooltip(field="words", type="nominal", title=_("Zone"))],
        )
    )


def zone_words(_: Translate, domain: Any = alt.Undefined, when: str = "true") -> list[alt.Chart]:
    """The edges of the zones and, above the curves, their names."""
    zones = alt.Chart(alt.NamedData("zones")).transform_filter(when)
    edge = zones.mark_rule(color=MARKER_COLOR, opacity=0.6).encode(x=lambda_axis(_, "from", domain))
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
        .encode(x=lambda_axis(_, end, domain), text=alt.Text(field="words", type="nominal"))
        for row in range(len(_SHADES))
        for side, dx, end in sides
    ]
    return [edge, *names]
