"""A network's error against λ over many starts: training and validation, with and without a penalty."""

from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.axes import lambda_axis
from charts.choosing_lambda.zones import HEIGHT, LINE, zone_shades, zone_table, zone_words
from charts.numbers import vega_fixed, vega_number
from charts.palette import MARKER_COLOR, SPLIT_DASHES
from charts.penalties import penalty_color
from charts.picture import Picture, Translate, finished
from l2core.many_starts import ErrorsOverStarts

_COLUMNS = ["set", "lambd", "mean", "low", "high"]


def start_errors(_: Translate, errors: ErrorsOverStarts, alt_text: str) -> Picture:
    """Training and validation loss against λ: the mean of the starts, and the band of their middle 80 %."""
    curves: list[dict[str, Any]] = []
    free: list[dict[str, Any]] = []
    for name, losses in (("train", errors.training), ("validation", errors.validation)):
        for row, lambd in enumerate((None, *errors.lambdas)):
            sound = losses[row][np.isfinite(losses[row])]
            if len(sound):
                low, high = np.quantile(sound, [0.1, 0.9])
                band = {"set": name, "lambd": lambd, "mean": sound.mean(), "low": low, "high": high}
                (free if lambd is None else curves).append(band)
    tables = {
        "curves": pd.DataFrame(curves, columns=_COLUMNS),
        "free": pd.DataFrame(free, columns=_COLUMNS),
        "zones": zone_table(_, errors),
    }
    return Picture(_errors(_, errors.penalty), tables, alt_text)


@cache
def _errors(_: Translate, penalty: str) -> dict[str, Any]:
    kinds = {"free": _("without a penalty"), "curves": _("with L2") if penalty == "l2" else _("with L1")}
    points = {"train": _("training"), "validation": _("validation")}
    y = alt.Y(
        field="mean",
        type="quantitative",
        title=_("Cross-entropy after the last step (nats)"),
        scale=alt.Scale(zero=False, nice=False, padding=4, range=[alt.ExprRef("height"), 6 * LINE]),
    )
    dash = alt.StrokeDash(
        field="points",
        type="nominal",
        scale=alt.Scale(domain=list(points.values()), range=[SPLIT_DASHES[name] for name in points]),
        legend=alt.Legend(
            orient="bottom", title=None, symbolStrokeColor=MARKER_COLOR, symbolType="stroke", symbolSize=900
        ),
    )
    legend = alt.Legend(
        orient="top",
        title=None,
        symbolType="stroke",
        symbolStrokeWidth=3,
        symbolOpacity=1,
        symbolSize=400,
    )
    color = penalty_color(["none", penalty], list(kinds.values()), field="kind", legend=legend)
    tooltip = [
        alt.Tooltip(field="points", type="nominal", title=_("Loss")),
        alt.Tooltip(field="at", type="nominal", title="λ"),
        alt.Tooltip(field="mean_text", type="nominal", title=_("mean over the starts")),
        alt.Tooltip(field="low_text", type="nominal", title=_("one start in ten is below")),
        alt.Tooltip(field="high_text", type="nominal", title=_("one start in ten is above")),
    ]

    def losses(table: str) -> alt.Chart:
        texts = {f"{name}_text": vega_fixed(f"datum.{name}") for name in ("mean", "low", "high")}
        return alt.Chart(alt.NamedData(table)).transform_calculate(
            points=f"datum.set == 'train' ? {points['train']!r} : {points['validation']!r}",
            kind=repr(kinds[table]),
            at=vega_number("datum.lambd"),
            **texts,
        )

    x, curves = lambda_axis(_), losses("curves")
    band = curves.mark_area(opacity=0.22).encode(
        x=x,
        y=alt.Y(field="low", type="quantitative"),
        y2=alt.Y2(field="high"),
        color=color,
        detail=alt.Detail(field="set", type="nominal"),
    )
    lines = curves.mark_line(strokeWidth=2.5).encode(x=x, y=y, color=color, strokeDash=dash)
    dots = curves.mark_point(filled=True, size=45, opacity=1).encode(x=x, y=y, color=color, tooltip=tooltip)
    free = losses("free").mark_rule(strokeWidth=2).encode(y=y, color=color, strokeDash=dash, tooltip=tooltip)
    chart = alt.layer(zone_shades(_), *zone_words(_), band, free, lines, dots)
    title = alt.Title(_("The bands hold eight starts out of ten"), anchor="start", fontSize=14)
    return finished(chart.properties(height=HEIGHT, title=title).configure(aria=False))
