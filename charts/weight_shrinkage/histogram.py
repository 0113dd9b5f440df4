"""How the weights of each layer lie at the current step, with the exact zeros in a bar of their own."""

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.exported import columns_of
from charts.numbers import number, vega_number
from charts.palette import MARKER_COLOR
from charts.penalties import PENALTY_COLORS, penalty_names
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from charts.vega import filled, list_of
from charts.weight_shrinkage.divergence import diverged_sentence
from l2core.trajectories import Weights

HEIGHT = 340
BINS = 24  # between −reach and reach
APART = (1.16, 1.3)  # × −reach: where the bar of exact zeros stands, beside the others


def histogram(
    _: Translate, weights: Weights, tables: Tables, at: Mapping[str, int], tracks: tuple[Track, Track]
) -> Picture:
    """A histogram a layer, each bar as high as its share of the layer.

    tables: of `histogram_table`. at: step and λ of the words. tracks: those of step and λ.
    """
    return Picture(
        _spec(_, weights.penalty, weights.depth, *tracks),
        tables,
        _sentence(_, weights, at["lam"], at["step"]),
        partial(_numbers, _, weights, tables, at["lam"], at["step"]),
    )


def _numbers(_: Translate, weights: Weights, tables: Tables, lam: int, step: int) -> pd.DataFrame:
    """How many weights each bar holds, and between which sizes; that of the exact zeros is from 0 to 0."""
    bars = pd.DataFrame(columns_of(tables["bars"]))
    place = weights.net(lam) * len(weights.steps) + step
    counts = [cell["data"][0]["values"][place] for cell in bars["count"]]
    ends = {_("lower end"): bars.low, _("upper end"): bars.high}
    written = {
        name: ["0" if zero else number(value) for value, zero in zip(values, bars.zero, strict=True)]
        for name, values in ends.items()
    }
    layers = {_("Layer"): [f"W{layer}" for layer in bars.layer]}
    gone = weights.has_diverged(lam, step)
    return pd.DataFrame(layers | written | {_("Weights"): ["–"] * len(counts) if gone else counts})


def histogram_table(weights: Weights, reach: float) -> dict[str, pd.DataFrame]:
    """The table "bars", a row for each layer and bar: how many weights it holds, for every λ at every step.

    Bar −1 holds the exact zeros and no other; what lies beyond ±reach is in the outermost bars.
    """
    width = 2 * reach / BINS
    with np.errstate(invalid="ignore"):  # a net that diverged is NaN, and in no bar
        place = np.clip(np.floor((weights.values + reach) / width), 0, BINS - 1)
    place = np.where(weights.values == 0, -1, place)
    rows = [
        {
            "layer": layer,
            "size": size,
            "low": -APART[1] * reach if bar < 0 else -reach + bar * width,
            "high": -APART[0] * reach if bar < 0 else -reach + (bar + 1) * width,
            "zero": bar < 0,
            "count": (place[weights.layer == layer] == bar).sum(axis=0).astype(np.uint8).ravel(),
            "sound": weights.sound.astype(np.int16),
        }
        for layer, size in enumerate(weights.layer_sizes.tolist(), start=1)
        for bar in range(-1, BINS)
    ]
    return {"bars": pd.DataFrame(rows)}


def _sentence(_: Translate, weights: Weights, lam: int, step: int) -> str:
    if weights.has_diverged(lam, step):
        return diverged_sentence(_, weights, lam)
    words = _("{name} at step {step}, exactly 0 by layer: {values}.")
    zeros = weights.zeros[:, weights.net(lam), step]
    return words.format(
        name=penalty_names(_)[weights.penalty],
        step=f"{weights.steps[step]:,}",
        values=", ".join(f"W{layer} {count}" for layer, count in enumerate(zeros, start=1)),
    )


@cache
def _spec(_: Translate, penalty: str, depth: int, step: Track, lam: Track) -> dict[str, Any]:
    net = "0" if penalty == "none" else lam.name
    low, high = (f"data('bars')[{place}].{end}" for place, end in ((0, "low"), (BINS, "high")))
    x = alt.X(
        field="low",
        type="quantitative",
        title=_("Weight w, the exact zeros apart"),
        scale=alt.Scale(domain=[alt.ExprRef(low), alt.ExprRef(high)], nice=False),
        axis=alt.Axis(labelExpr=f"datum.value < -({high}) ? '' : datum.label", grid=False, tickCount=6),
    )

    def y(field: str) -> alt.Y:
        scale = alt.Scale(domain=[0, depth], nice=False)
        blank = alt.Axis(labels=False, ticks=False, grid=False)
        return alt.Y(field=field, type="quantitative", title=None, scale=scale, axis=blank)

    bars = (
        alt.Chart(alt.NamedData("bars"))
        .transform_calculate(
            now=f"{list_of('count')}[{net} * {step.places} + {step.name}]",
            base=f"{depth} - datum.layer",
            lost=f"{step.name} >= {list_of('sound')}[{net}]",
        )
        .transform_calculate(
            top="datum.base + 0.8 * datum.now / datum.size",
            range=filled(_("{low} to {high}"), low=vega_number("datum.low"), high=vega_number("datum.high")),
        )
    )
    drawn = bars.transform_filter("datum.now > 0")
    tooltip = [
        alt.Tooltip(field="layer", type="nominal", title=_("Layer")),
        alt.Tooltip(field="range", type="nominal", title=_("Weight w")),
        alt.Tooltip(field="now", type="quantitative", title=_("Weights")),
    ]
    place = {"x": x, "x2": alt.X2(field="high"), "y": y("base")}
    counted = filled("{zeros}/{count}", zeros="datum.now", count="datum.size")
    zeros = bars.transform_filter("datum.zero").transform_calculate(
        words=f"datum.lost ? {filled(_('diverged'))} : {counted}",
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
        ).properties(height=HEIGHT, title=alt.TitleParams(text=penalty_names(_)[penalty], offset=8)),
        step,
        lam,
    )
