"""Who pulls at each weight: the data against the penalty, both in units of λ/m."""

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.axes import above
from charts.exported import columns_of
from charts.networks.codes import FULL, MISSING, TELLING, coarse_number, codes, flat, places_table, way
from charts.numbers import number, vega_number
from charts.palette import MARKER_COLOR
from charts.penalties import PENALTY_COLORS, penalty_names
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from charts.vega import filled, list_of
from charts.weight_shrinkage.divergence import diverged_mark, diverged_sentence
from l2core.checks import FloatArray
from l2core.penalties import mixing
from l2core.trajectories import Weights

HEIGHT = 400
EDGE = 1.05  # × the reach: where a pull is drawn that is larger


def pulls(
    _: Translate,
    weights: Weights,
    tables: Tables,
    l1_ratio: float,
    at: Mapping[str, int],
    tracks: tuple[Track, Track],
) -> Picture:
    """−∂loss/∂w across, −∂penalty/∂w upwards: on the line y = −x the two balance.

    tables: of `pulls_tables`. l1_ratio: the share of L1 in the elastic net. at: step and λ of the words.
    tracks: those of step and λ.
    """
    return Picture(
        _spec(_, weights.penalty, mixing(weights.penalty, l1_ratio), weights.depth, *tracks),
        tables,
        _sentence(_, weights, at["lam"], at["step"]),
        partial(_numbers, _, weights, tables, at["lam"], at["step"]),
    )


def _numbers(_: Translate, weights: Weights, tables: Tables, lam: int, step: int) -> pd.DataFrame:
    """Both pulls on every weight over λ/m, as far as the picture's codes tell them, which are of 16 bits."""
    rows, ends = columns_of(tables["pulls"]), columns_of(tables["ends"])
    place, gone = weights.net(lam) * len(weights.steps) + step, weights.has_diverged(lam, step)
    columns: dict[str, list[str]] = {_("Weight"): rows["name"]}
    for part, name in (
        ("d", _("pull of the data, in units of λ/m")),
        ("p", _("pull of the penalty, in units of λ/m")),
    ):
        found = [cell["data"][0]["values"][place] for cell in rows[part]]
        unit = ends[f"unit_{part}"][0]
        columns[name] = ["–" if gone or code == MISSING else _read(code, unit) for code in found]
    return pd.DataFrame(columns)


def _read(code: int, unit: float) -> str:
    """What a code says; of L1, whose pull has a sign and no size, all of it."""
    if unit == 1 or code == 0:
        return number(code * unit)
    if abs(code) >= EDGE * FULL - 1:
        return f"{'≥' if code > 0 else '≤'} {number(code * unit, 2)}"
    if abs(code) < TELLING:
        return f"{'<' if code > 0 else '>'} {number(np.sign(code) * TELLING * unit, 2)}"
    return number(code * unit, 2)


def pulls_tables(
    data: Weights, penalty: Weights, strength: FloatArray, reach: float
) -> dict[str, pd.DataFrame]:
    """The tables "pulls", a row a weight with both pulls over λ/m, for every λ at every step, and "ends".

    data, penalty: ∂/∂w of the two parts of the cost. strength: λ/m, (L,). reach: the end of both axes.
    """
    unit, edge = reach / FULL, EDGE * reach
    d, p = (np.clip(-part.values / strength[:, np.newaxis], -edge, edge) for part in (data, penalty))
    signs = data.penalty == "l1"  # its pull is −1, 0 or 1
    ends = pd.DataFrame(
        {
            "low": -reach,
            "high": reach,
            "unit_d": unit,
            "unit_p": 1.0 if signs else unit,
            "sound": [data.sound.astype(np.int16)],
            "diverged": [data.diverged_at.astype(np.int32)],
        }
    )
    rows = places_table(data).assign(
        d=flat(codes(d, unit)), p=flat(np.nan_to_num(p).astype(np.int8) if signs else codes(p, unit))
    )
    return {"pulls": rows, "ends": ends}


def pull_reach(weights: Weights, l1_ratio: float) -> float:
    """Twice the pull of L1, and all of that of L2 on the largest weight, both over λ/m."""
    largest = np.abs(weights.values[:, weights.diverged_at < 0]).max(initial=1)
    return float(2 * l1_ratio + (1 - l1_ratio) * min(largest, 10))


def _sentence(_: Translate, weights: Weights, lam: int, step: int) -> str:
    if weights.has_diverged(lam, step):
        return diverged_sentence(_, weights, lam)
    words = _(
        "{name} at step {step}: the pull of the data against that of the penalty, weight by weight. "
        "{zeros} of {count} weights are exactly 0."
    )
    now = weights.at(lam, step)
    return words.format(
        name=penalty_names(_)[weights.penalty],
        step=f"{weights.steps[step]:,}",
        zeros=(now == 0).sum(),
        count=len(now),
    )


@cache
def _spec(_: Translate, penalty: str, l1_ratio: float, depth: int, step: Track, lam: Track) -> dict[str, Any]:
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
    y = alt.Y(
        field="up",
        type="quantitative",
        title=_("Pull of the penalty, in units of λ/m"),
        scale=scale,
        axis=alt.Axis(**above()),
    )
    sound = f"{step.name} < data('ends')[0].sound.data[0].values[{lam.name}]"
    beyond, unit = filled(_("beyond the axis")), "data('ends')[0].{}".format
    of_data = coarse_number(_, "datum.dcode", unit("unit_d"))
    of_penalty = (
        vega_number("datum.pcode") if l1_ratio == 1 else coarse_number(_, "datum.pcode", unit("unit_p"))
    )
    points = (
        alt.Chart(alt.NamedData("pulls"))
        .transform_calculate(
            dcode=f"{list_of('d')}[{lam.name} * {step.places} + {step.name}]",
            pcode=f"{list_of('p')}[{lam.name} * {step.places} + {step.name}]",
            way=way(_, depth),
        )
        .transform_filter(sound)
        .transform_calculate(
            across=f"datum.dcode * {unit('unit_d')}",
            up=f"datum.pcode * {unit('unit_p')}",
            far=f"abs(datum.dcode) >= {EDGE * FULL}",
        )
        .transform_calculate(of_data=f"datum.far ? {beyond} : {of_data}", of_penalty=of_penalty)
    )
    tooltip = [
        alt.Tooltip(field="name", type="nominal", title=_("Weight")),
        alt.Tooltip(field="way", type="nominal", title=_("Connects")),
        alt.Tooltip(field="of_data", type="nominal", title=_("Pull of the data")),
        alt.Tooltip(field="of_penalty", type="nominal", title=_("Pull of the penalty")),
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
    diverged = ends.transform_filter(f"!({sound})")
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
            diverged_mark(_, diverged, lam.name, y="height / 4"),
        ).properties(height=HEIGHT, title=alt.TitleParams(text=penalty_names(_)[penalty], offset=8)),
        step,
        lam,
    )
