"""A network's error against λ over many starts: training, validation, the paired difference, the zones."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.palette import MARKER_COLOR, SPLIT_DASHES
from charts.penalties import PENALTY_COLORS
from charts.picture import Picture, Translate, finished
from l2core.many_starts import ErrorsOverStarts

_HEIGHT, _LINE = 480, 15  # pixels; a line of words, of which there is room for six above the curves


def zone_names(_: Translate) -> Mapping[str, str]:
    return {
        "overfits": _("overfits"),
        "helps": _("helps"),
        "nothing": _("no clear difference"),
        "hurts": _("too strong: worse than none"),
        "collapses": _("all weights collapse:\nthe net answers the same for everybody"),
        "diverges": _("diverges"),
    }


def seed_errors(_: Translate, errors: ErrorsOverStarts, alt_text: str) -> Picture:
    """Training and validation loss against λ: the mean of the starts, and the band of their middle 80 %."""
    curves: list[dict[str, Any]] = []
    free: list[dict[str, Any]] = []
    for name, losses in (("train", errors.training), ("validation", errors.validation)):
        for row, lambd in enumerate((None, *errors.lambdas)):
            sound = losses[row][np.isfinite(losses[row])]
            if len(sound):
                low, high = np.quantile(sound, [0.1, 0.9])
                told = {"set": name, "lambd": lambd, "mean": sound.mean(), "low": low, "high": high}
                (free if lambd is None else curves).append(told)
    columns = ["set", "lambd", "mean", "low", "high"]
    tables = {
        "curves": pd.DataFrame(curves, columns=columns),
        "free": pd.DataFrame(free, columns=columns),
        "zones": _zone_table(_, errors),
    }
    return Picture(_errors(_, errors.penalty), tables, alt_text)


def seed_differences(_: Translate, errors: ErrorsOverStarts, alt_text: str) -> Picture:
    """The paired difference to no penalty, ± its standard error, against λ."""
    found = {lambd: errors.difference(k) for k, lambd in enumerate(errors.lambdas)}
    rows = [
        {
            "lambd": lambd,
            "difference": d.mean,
            "error": d.standard_error,
            "low": d.mean - d.standard_error,
            "high": d.mean + d.standard_error,
            "n": d.n,
        }
        for lambd, d in found.items()
        if d is not None
    ]
    columns = ["lambd", "difference", "error", "low", "high", "n"]
    tables = {"differences": pd.DataFrame(rows, columns=columns), "zones": _zone_table(_, errors)}
    return Picture(_differences(_, errors.penalty), tables, alt_text)


def _zone_table(_: Translate, errors: ErrorsOverStarts) -> pd.DataFrame:
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


def _lambda_axis(_: Translate, field: str = "lambd") -> alt.X:
    return alt.X(
        field=field,
        type="quantitative",
        title=_("Penalty λ (logarithmic scale)"),
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(grid=False, format="~g", labelOverlap=True),
    )


def _zone_layers(_: Translate, *, named: bool) -> list[alt.Chart]:
    zones = alt.Chart(alt.NamedData("zones"))
    shades = {
        "overfits": 0.06,
        "nothing": 0.0,
        "helps": 0.16,
        "hurts": 0.06,
        "collapses": 0.22,
        "diverges": 0.22,
    }
    shade = zones.mark_rect(color=MARKER_COLOR).encode(
        x=_lambda_axis(_, "from"),
        x2=alt.X2(field="to"),
        opacity=alt.Opacity(
            field="zone",
            type="nominal",
            scale=alt.Scale(domain=list(shades), range=list(shades.values())),
            legend=None,
        ),
        tooltip=[alt.Tooltip(field="words", type="nominal", title=_("Zone"))],
    )
    if not named:
        return [shade]
    sides: list[tuple[str, Any, int, str]] = [("left", "left", 4, "from"), ("right", "right", -4, "to")]
    edge = zones.mark_rule(color=MARKER_COLOR, opacity=0.6).encode(x=_lambda_axis(_, "from"))
    names = [
        zones.transform_filter(f"datum.row == {row} && datum.side == '{side}'")
        .mark_text(
            align=align,
            baseline="top",
            dx=dx,
            y=_LINE * row,
            fontSize=12,
            fontWeight="bold",
            lineBreak="\n",
            lineHeight=_LINE,
        )
        .encode(x=_lambda_axis(_, end), text=alt.Text(field="words", type="nominal"))
        for row in range(6)
        for side, align, dx, end in sides
    ]
    return [shade, edge, *names]


@cache
def _errors(_: Translate, penalty: str) -> dict[str, Any]:
    names = {"train": _("training"), "validation": _("validation")}
    kinds = {
        "free": (_("without a penalty"), PENALTY_COLORS["none"]),
        "curves": (_("with L2") if penalty == "l2" else _("with L1"), PENALTY_COLORS[penalty]),
    }
    y = alt.Y(
        field="mean",
        type="quantitative",
        title=_("Cross-entropy after the last step (nats)"),
        scale=alt.Scale(zero=False, nice=False, padding=4, range=[alt.ExprRef("height"), 6 * _LINE]),
    )

    def of(table: str) -> alt.Chart:
        chart = alt.Chart(alt.NamedData(table))
        of = f"datum.set == 'train' ? {names['train']!r} : {names['validation']!r}"
        return chart.transform_calculate(of=of, kind=repr(kinds[table][0]))

    dash = alt.StrokeDash(
        field="of",
        type="nominal",
        scale=alt.Scale(domain=list(names.values()), range=[SPLIT_DASHES[name] for name in names]),
        legend=alt.Legend(
            orient="bottom", title=None, symbolStrokeColor=MARKER_COLOR, symbolType="stroke", symbolSize=900
        ),
    )
    words, colors = zip(*kinds.values(), strict=True)
    color = alt.Color(
        field="kind",
        type="nominal",
        scale=alt.Scale(domain=list(words), range=list(colors)),
        legend=alt.Legend(
            orient="top",
            title=None,
            symbolType="stroke",
            symbolStrokeWidth=3,
            symbolOpacity=1,
            symbolSize=400,
        ),
    )
    band = (
        of("curves")
        .mark_area(opacity=0.22)
        .encode(
            x=_lambda_axis(_),
            y=alt.Y(field="low", type="quantitative"),
            y2=alt.Y2(field="high"),
            color=color,
            detail=alt.Detail(field="set", type="nominal"),
        )
    )
    tooltip = [
        alt.Tooltip(field="of", type="nominal", title=_("Loss")),
        alt.Tooltip(field="lambd", type="quantitative", title="λ", format="~g"),
        alt.Tooltip(field="mean", type="quantitative", title=_("mean over the starts"), format=".3f"),
        alt.Tooltip(field="low", type="quantitative", title=_("one start in ten is below"), format=".3f"),
        alt.Tooltip(field="high", type="quantitative", title=_("one start in ten is above"), format=".3f"),
    ]
    lines = (
        of("curves").mark_line(strokeWidth=2.5).encode(x=_lambda_axis(_), y=y, color=color, strokeDash=dash)
    )
    dots = (
        of("curves")
        .mark_point(filled=True, size=45, opacity=1)
        .encode(x=_lambda_axis(_), y=y, color=color, tooltip=tooltip)
    )
    free = of("free").mark_rule(strokeWidth=2).encode(y=y, color=color, strokeDash=dash, tooltip=tooltip)
    chart = alt.layer(*_zone_layers(_, named=True), band, free, lines, dots)
    title = alt.Title(_("The bands hold eight starts out of ten"), anchor="start", fontSize=14)
    return finished(chart.properties(height=_HEIGHT, title=title).configure(aria=False))


@cache
def _differences(_: Translate, penalty: str) -> dict[str, Any]:
    color, differences = PENALTY_COLORS[penalty], alt.Chart(alt.NamedData("differences"))
    y = alt.Y(
        field="difference",
        type="quantitative",
        title=_("Difference in validation cross-entropy (nats)"),
        axis=alt.Axis(format="+~g"),
    )
    zero = differences.mark_rule(color=MARKER_COLOR, strokeDash=[4, 3]).encode(y=alt.YDatum(0))
    bars = differences.mark_rule(color=color, strokeWidth=3, opacity=0.6).encode(
        x=_lambda_axis(_), y=alt.Y(field="low", type="quantitative"), y2=alt.Y2(field="high")
    )
    line = differences.mark_line(color=color, strokeWidth=1, opacity=0.6).encode(x=_lambda_axis(_), y=y)
    dots = differences.mark_point(filled=True, size=60, color=color, opacity=1).encode(
        x=_lambda_axis(_),
        y=y,
        tooltip=[
            alt.Tooltip(field="lambd", type="quantitative", title="λ", format="~g"),
            alt.Tooltip(field="difference", type="quantitative", title=_("mean difference"), format="+.3f"),
            alt.Tooltip(field="error", type="quantitative", title=_("Standard error"), format=".3f"),
            alt.Tooltip(field="n", type="quantitative", title=_("pairs of starts")),
        ],
    )
    chart = alt.layer(*_zone_layers(_, named=False), zero, bars, line, dots)
    title = alt.Title(_("Each start against itself without a penalty"), anchor="start", fontSize=14)
    return finished(chart.properties(height=_HEIGHT, title=title).configure(aria=False))
