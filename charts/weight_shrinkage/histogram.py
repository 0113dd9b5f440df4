"""How the weights of each layer lie at the current step, with the exact zeros in a bar of their own."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.palette import MARKER_COLOR
from charts.penalties import PENALTY_COLORS, penalty_names
from charts.picture import Picture, Translate, finished, scrubbed
from charts.vega import filled, list_of
from l2core.trajectories import Weights

HEIGHT = 340
BINS = 24  # between −reach and reach
APART = (1.16, 1.3)  # × −reach: where the bar of exact zeros stands, beside the others


def histogram(
    _: Translate,
    weights: Weights,
    tables: Mapping[str, pd.DataFrame | bytes],
    at: Mapping[str, int],
    last_lam: int,
) -> Picture:
    """A histogram a layer, each bar as high as its share of the layer. tables: of `histogram_table`."""
    lam = min(at["lam"], len(weights.diverged_at) - 1)
    words = _("{name} at step {step}, exactly 0 by layer: {values}.")
    values = (f"W{layer} {of[lam, at['step']]}" for layer, of in enumerate(weights.zeros, start=1))
    return Picture(
        _spec(_, weights.penalty, weights.depth, len(weights.steps), last_lam),
        tables,
        words.format(
            name=penalty_names(_)[weights.penalty], step=weights.steps[at["step"]], values=", ".join(values)
        ),
    )


def histogram_table(weights: Weights, reach: float) -> dict[str, pd.DataFrame]:
    """ "bars": a row for each layer and bar: how many weights it holds, a list over λ and kept steps.

    Bar −1 holds the exact zeros and no other; what lies beyond ±reach is in the outermost bars.
    """
    width = 2 * reach / BINS
    with np.errstate(invalid="ignore"):  # a net that diverged is NaN, and in no bar
        place = np.clip(np.floor((weights.values + reach) / width), 0, BINS - 1)
    place = np.where(weights.values == 0, -1, place)
    rows = [
        {
            "layer": layer,
            "size": int((weights.layer == layer).sum()),
            "low": -APART[1] * reach if bar < 0 else -reach + bar * width,
            "high": -APART[0] * reach if bar < 0 else -reach + (bar + 1) * width,
            "zero": bar < 0,
            "count": (place[weights.layer == layer] == bar).sum(axis=0).astype(np.uint8).ravel(),
        }
        for layer in range(1, weights.depth + 1)
        for bar in range(-1, BINS)
    ]
    return {"bars": pd.DataFrame(rows)}


@cache
def _spec(_: Translate, penalty: str, depth: int, S: int, last_lam: int) -> dict[str, Any]:
    lam = "0" if penalty == "none" else "lam"
    low, high = (f"data('bars')[{place}].{end}" for place, end in ((0, "low"), (BINS, "high")))
    x = alt.X(
        field="low",
        type="quantitative",
        title=_("Weight w, the exact zeros apart"),
        scale=alt.Scale(domain=[alt.ExprRef(low), alt.ExprRef(high)], nice=False),
        axis=alt.Axis(labelExpr=f"datum.value < -({high}) ? '' : datum.label", grid=False, tickCount=6),
    )

    def y(field: str) -> alt.Y:
        scale, words = alt.Scale(domain=[0, depth], nice=False), _("Share of the layer's weights")
        blank = alt.Axis(labels=False, ticks=False, grid=False)
        return alt.Y(field=field, type="quantitative", title=words, scale=scale, axis=blank)

    bars = (
        alt.Chart(alt.NamedData("bars"))
        .transform_calculate(now=f"{list_of('count')}[{lam} * {S} + step]", base=f"{depth} - datum.layer")
        .transform_calculate(
            top="datum.base + 0.8 * datum.now / datum.size",
            range=filled(
                _("{low} to {high}"), low="format(datum.low, '.2f')", high="format(datum.high, '.2f')"
            ),
        )
    )
    drawn = bars.transform_filter("datum.now > 0")
    tooltip = [
        alt.Tooltip(field="layer", type="nominal", title=_("Layer")),
        alt.Tooltip(field="range", type="nominal", title=_("Weight w")),
        alt.Tooltip(field="now", type="quantitative", title=_("Weights")),
    ]
    place = {"x": x, "x2": alt.X2(field="high"), "y": y("base")}
    zeros = bars.transform_filter("datum.zero").transform_calculate(
        words=filled("{zeros}/{count}", zeros="datum.now", count="datum.size"),
        name=filled("W{layer}", layer="datum.layer"),
        middle="(datum.low + datum.high) / 2",
    )
    return finished(
        alt.layer(
            zeros.mark_rule(aria=False).encode(y=y("base"), color=alt.value(MARKER_COLOR)),
            drawn.mark_rect(color=PENALTY_COLORS[penalty], aria=False).encode(
                **place,
                y2=alt.Y2(field="top"),
                opacity=alt.condition("datum.zero", alt.value(0.45), alt.value(1)),
                tooltip=tooltip,
            ),
            zeros.mark_text(dy=-8, fontSize=12, fontWeight="bold", align="left", dx=-8, aria=False).encode(
                x=alt.X(field="middle", type="quantitative"),
                y=y("top"),
                text=alt.Text(field="words", type="nominal"),
            ),
            zeros.mark_text(align="right", dy=-10, fontSize=13, x=alt.ExprRef("width"), aria=False).encode(
                y=y("base"), text=alt.Text(field="name", type="nominal")
            ),
            alt.Chart(alt.NamedData("bars"))
            .transform_filter("datum.zero && datum.layer == 1")
            .mark_text(text=_("exactly 0"), align="left", x=0, y=-6, fontSize=12, aria=False),
        )
        .add_params(scrubbed("step", S - 1, S - 1), scrubbed("lam", last_lam, last_lam // 2))
        .properties(height=HEIGHT, title=penalty_names(_)[penalty])
    )
