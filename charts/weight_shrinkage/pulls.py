"""Who pulls at each weight: the data against the penalty, both in units of λ/m."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.networks.codes import FULL, codes, flat, places_table, way
from charts.palette import MARKER_COLOR
from charts.penalties import PENALTY_COLORS, penalty_names
from charts.picture import Picture, Translate, finished, scrubbed
from charts.vega import list_of
from l2core.checks import FloatArray
from l2core.penalties import mixing
from l2core.trajectories import Weights

HEIGHT = 400
EDGE = 1.05  # × the reach: where a pull is drawn that is larger


def pulls(
    _: Translate,
    weights: Weights,
    tables: Mapping[str, pd.DataFrame | bytes],
    l1_ratio: float,
    at: Mapping[str, int],
    last_lam: int,
) -> Picture:
    """−∂loss/∂w across, −∂penalty/∂w upwards: on the line y = −x the two balance. tables: of `pulls_tables`.

    l1_ratio: the share of L1 in the elastic net.
    """
    now = weights.values[:, at["lam"], at["step"]]
    words = _(
        "{name} at step {step}: the pull of the data against that of the penalty, weight by weight. "
        "{zeros} of {count} weights are exactly 0."
    )
    return Picture(
        _spec(
            _, weights.penalty, mixing(weights.penalty, l1_ratio), weights.depth, len(weights.steps), last_lam
        ),
        tables,
        words.format(
            name=penalty_names(_)[weights.penalty],
            step=weights.steps[at["step"]],
            zeros=(now == 0).sum(),
            count=len(now),
        ),
    )


def pulls_tables(
    data: Weights, penalty: Weights, strength: FloatArray, reach: float
) -> dict[str, pd.DataFrame]:
    """ "pulls": a row a weight, both pulls over λ/m, for every λ at every kept step. "ends": of the axes.

    data, penalty: ∂/∂w of the two parts of the cost. strength: λ/m, (L,). reach: the end of both axes.
    """
    unit, edge = reach / FULL, EDGE * reach
    d, p = (np.clip(-part.values / strength[:, None], -edge, edge) for part in (data, penalty))
    signs = data.penalty == "l1"  # its pull is −1, 0 or 1
    ends = {"low": -reach, "high": reach, "unit_d": unit, "unit_p": 1.0 if signs else unit}
    return {
        "pulls": places_table(data).assign(
            d=flat(codes(d, unit)), p=flat(np.nan_to_num(p).astype(np.int8) if signs else codes(p, unit))
        ),
        "ends": pd.DataFrame({**ends, "sound": [data.sound.astype(np.int16)]}),
    }


def pull_reach(weights: Weights, l1_ratio: float) -> float:
    """Twice the pull of L1, and all of that of L2 on the largest weight, both over λ/m."""
    largest = np.abs(weights.values[:, weights.diverged_at < 0]).max(initial=1)
    return float(2 * l1_ratio + (1 - l1_ratio) * min(largest, 10))


@cache
def _spec(_: Translate, penalty: str, l1_ratio: float, depth: int, S: int, last_lam: int) -> dict[str, Any]:
    color = PENALTY_COLORS[penalty]
    bound = f"{1.1 * EDGE} * data('ends')[0].high"
    scale = alt.Scale(domain=[alt.ExprRef(f"-{bound}"), alt.ExprRef(bound)], nice=False)
    x = alt.X(
        field="across",
        type="quantitative",
        title=_("Pull of the data, −∂loss/∂w, in units of λ/m"),
        scale=scale,
        axis=alt.Axis(tickCount=5),
    )
    y = alt.Y(field="up", type="quantitative", title=_("Pull of the penalty, in units of λ/m"), scale=scale)
    points = (
        alt.Chart(alt.NamedData("pulls"))
        .transform_calculate(
            dcode=f"{list_of('d')}[lam * {S} + step]",
            pcode=f"{list_of('p')}[lam * {S} + step]",
            way=way(_, depth),
        )
        .transform_filter("step < data('ends')[0].sound.data[0].values[lam]")
        .transform_calculate(
            across="datum.dcode * data('ends')[0].unit_d",
            up="datum.pcode * data('ends')[0].unit_p",
            far=f"abs(datum.dcode) >= {EDGE * FULL}",
        )
    )
    tooltip = [
        alt.Tooltip(field="name", type="nominal", title=_("Weight")),
        alt.Tooltip(field="way", type="nominal", title=_("Connects")),
        alt.Tooltip(field="across", type="quantitative", title=_("Pull of the data"), format=".3f"),
        alt.Tooltip(field="up", type="quantitative", title=_("Pull of the penalty"), format=".3f"),
    ]
    ends = alt.Chart(alt.NamedData("ends"))
    balance = ends.mark_rule(color=MARKER_COLOR, strokeWidth=1.5, aria=False).encode(
        x=alt.X(field="low", type="quantitative"),
        x2=alt.X2(field="high"),
        y=alt.Y(field="high", type="quantitative"),
        y2=alt.Y2(field="low"),
    )
    held = (
        ends.transform_calculate(left=f"{-l1_ratio}", right=f"{l1_ratio}")
        .mark_rect(color=color, opacity=0.15 if l1_ratio else 0, aria=False)
        .encode(x=alt.X(field="left", type="quantitative"), x2=alt.X2(field="right"))
    )
    corner: dict[str, Any] = {"fontSize": 12, "aria": False}
    marks: dict[str, Any] = {"size": 45, "stroke": color, "strokeWidth": 1.5, "aria": False}
    return finished(
        alt.layer(
            held,
            balance,
            points.transform_filter("datum.pcode != 0")
            .mark_point(fill=color, opacity=alt.ExprRef("datum.far ? 0.35 : 0.75"), **marks)
            .encode(x=x, y=y, tooltip=tooltip),
            points.transform_filter("datum.pcode == 0")
            .mark_point(opacity=alt.ExprRef("datum.far ? 0.35 : 0.75"), **marks)
            .encode(x=x, y=y, tooltip=tooltip),
            ends.mark_text(text=_("here w rises"), align="right", x=alt.ExprRef("width - 4"), y=10, **corner),
            ends.mark_text(text=_("here w falls"), align="left", x=4, y=alt.ExprRef("height - 8"), **corner),
            ends.mark_text(text=_("y = −x: balance"), align="left", x=8, y=10, **corner),
        )
        .add_params(scrubbed("step", S - 1, S - 1), scrubbed("lam", last_lam, last_lam // 2))
        .properties(height=HEIGHT, title=penalty_names(_)[penalty])
    )
