"""The error of a linear model against λ, by cross-validation."""

from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.choosing_lambda.drawn_path import Chosen
from charts.choosing_lambda.lambda_rules import choice_rules, now_rules
from charts.palette import MARKER_COLOR, SPLIT_DASHES
from charts.penalties import PENALTY_COLORS
from charts.picture import Picture, Translate, finished, scrubbed
from charts.vega import span
from l2core.checks import FloatArray

_HEIGHT, _TOP = 400, 44  # as high as the coefficient paths, and as much room above the lines


def cross_validation_curve(
    _: Translate,
    lambdas: FloatArray,
    held_out: FloatArray,
    standard_error: FloatArray,
    training: FloatArray,
    chosen: Chosen,
    penalty: str,
    alt_text: str,
) -> Picture:
    """Mean squared errors, (L,) each: on the folds left out, ± standard error, and on the rows trained on."""
    lam = np.arange(len(lambdas))
    curves = [("validation", held_out), ("train", training)]
    table = pd.concat(
        [pd.DataFrame({"set": name, "lam": lam, "x": lambdas, "error": error}) for name, error in curves]
    )
    bars = pd.DataFrame(
        {
            "x": lambdas,
            "error": held_out,
            "deviation": standard_error,
            "low": held_out - standard_error,
            "high": held_out + standard_error,
        }
    )
    best = chosen.lambda_min
    places = pd.DataFrame(
        {
            "x": lambdas[[best, chosen.lambda_1se]],
            "text": ["λ_min", "λ_1se"],
            "side": ["left", "right"],
        }
    )
    if best == chosen.lambda_1se:
        places = places[1:].assign(text="λ_min = λ_1se")
    now = _("λ = {lambd}: error {error}")
    tables = {
        "errors": table,
        "bars": bars,
        "chosen": places,
        "extent": _extent(table, bars),
        "limit": pd.DataFrame({"error": [held_out[best] + standard_error[best]]}),
        "now": pd.DataFrame(
            {
                "lam": lam,
                "x": lambdas,
                "error": held_out,
                "text": [
                    now.format(lambd=f"{x:.3g}", error=f"{e:.4g}")
                    for x, e in zip(lambdas, held_out, strict=True)
                ],
                "side": np.where(lam < len(lam) / 2, "right", "left"),
            }
        ),
    }
    return Picture(_cross_validation(_, penalty, len(lambdas) - 1), tables, alt_text)


def _extent(errors: pd.DataFrame, bars: pd.DataFrame) -> pd.DataFrame:
    """How far the axes reach, errors and their bars, wherever the bar of the page stands."""
    low, high = min(errors.error.min(), bars.low.min()), max(errors.error.max(), bars.high.max())
    return pd.DataFrame({"x": [bars.x.min(), bars.x.max()], "error": [low, high]})


@cache
def _cross_validation(_: Translate, penalty: str, last: int) -> dict[str, Any]:
    x = alt.X(
        field="x",
        type="quantitative",
        title=_("Penalty λ (logarithmic scale)"),
        scale=alt.Scale(type="log", domain=span("x"), nice=False),
        axis=alt.Axis(grid=False, format="~g", labelOverlap=True, tickCount=6),
    )

    def height(field: str) -> alt.Y:
        return alt.Y(
            field=field,
            type="quantitative",
            title=_("Mean squared error"),
            scale=alt.Scale(
                domain=span("error"),
                zero=False,
                nice=False,
                padding=6,
                range=[alt.ExprRef("height"), _TOP],
            ),
            axis=alt.Axis(tickCount=6, minExtent=34),
        )

    names = {"validation": _("rows left out ± standard error"), "train": _("rows trained on")}
    color = PENALTY_COLORS[penalty]
    curves = (
        alt.Chart(alt.NamedData("errors"))
        .transform_calculate(of=f"datum.set == 'train' ? {names['train']!r} : {names['validation']!r}")
        .mark_line(strokeWidth=2, color=color)
        .encode(
            x=x,
            y=height("error"),
            strokeDash=alt.StrokeDash(
                field="of",
                type="nominal",
                scale=alt.Scale(
                    domain=list(names.values()), range=[SPLIT_DASHES["validation"], SPLIT_DASHES["train"]]
                ),
                legend=alt.Legend(
                    orient="top",
                    title=None,
                    columns=1,
                    labelLimit=400,
                    symbolStrokeColor=color,
                    symbolType="stroke",
                    symbolSize=900,
                ),
            ),
        )
    )
    bars = (
        alt.Chart(alt.NamedData("bars"))
        .mark_rule(color=color, opacity=0.45, strokeWidth=2)
        .encode(x=x, y=height("low"), y2=alt.Y2(field="high"))
    )
    means = (
        alt.Chart(alt.NamedData("bars"))
        .mark_point(filled=True, size=22, color=color, opacity=1)
        .encode(
            x=x,
            y=height("error"),
            tooltip=[
                alt.Tooltip(field="x", type="quantitative", title="λ", format=".3~g"),
                alt.Tooltip(field="error", type="quantitative", title=_("Mean squared error"), format=".4~g"),
                alt.Tooltip(field="deviation", type="quantitative", title=_("Standard error"), format=".3~g"),
            ],
        )
    )
    limit = (
        alt.Chart(alt.NamedData("limit"))
        .mark_rule(color=MARKER_COLOR, strokeDash=[2, 3])
        .encode(y=height("error"))
    )
    here = (
        alt.Chart(alt.NamedData("now"))
        .transform_filter("datum.lam == lam")
        .mark_point(filled=True, size=120, color=color, opacity=1)
        .encode(x=x, y=height("error"))
    )
    extent = alt.Chart(alt.NamedData("extent")).mark_point(opacity=0).encode(x=x, y=height("error"))
    layers = [extent, bars, limit, curves, *choice_rules(x, _TOP), *now_rules(x, 24, "36"), means, here]
    chart = alt.layer(*layers).add_params(scrubbed("lam", last, last // 2))
    return finished(chart.properties(height=_HEIGHT).configure(aria=False))
