"""The error of a linear model against λ, by cross-validation."""

from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.axes import lambda_axis
from charts.choosing_lambda.error_measures import as_shown, here_words, measure_title
from charts.choosing_lambda.lambda_rules import choice_rules, choice_table, now_rules
from charts.choosing_lambda.titles import title_above
from charts.numbers import number, vega_number
from charts.palette import MARKER_COLOR, SPLIT_DASHES
from charts.penalties import PENALTY_COLORS
from charts.picture import Picture, Translate, finished
from charts.track import Track
from charts.vega import span
from l2core.checks import FloatArray
from l2core.cross_validation import CrossValidation

_HEIGHT, _TOP = 410, 44  # as high as the coefficient paths, and as much room above the lines
_NARROWEST = 270  # pixels of the horizontal axis on a telephone


def cross_validation_curve(
    _: Translate,
    errors: CrossValidation,
    training: FloatArray,
    penalty: str,
    lam: Track,
    alt_text: str,
    *,
    begun: bool = True,
    measure: str = "squared error",
) -> Picture:
    """The errors: on the folds left out, ± standard error, and on the rows trained on.

    training: (L,), the latter, in the same measure. begun: whether more than the first place of the bar may
    be seen. measure: "squared error", "deviance", "misclassification" or "auc", of which errors and training
    hold 1 − AUC and the picture shows the AUC.
    """
    lambdas, deviation = errors.lambdas, errors.standard_error
    held_out, training = as_shown(measure, errors.mean_error), as_shown(measure, training)
    bars = pd.DataFrame(
        {
            "x": lambdas,
            "error": held_out,
            "deviation": deviation,
            "low": held_out - deviation,
            "high": held_out + deviation,
        }
    )
    curves = pd.concat(
        [
            pd.DataFrame({"set": name, "x": lambdas, "error": error})
            for name, error in (("validation", held_out), ("train", training))
        ]
    )
    limit = as_shown(measure, errors.mean_error[errors.index_min] + deviation[errors.index_min])
    tables = {
        "errors": curves,
        "bars": bars,
        "chosen": choice_table(
            errors.lambda_min, errors.lambda_1se, lambdas.min(), lambdas.max(), _NARROWEST
        ),
        "extent": _extent(curves, bars),
        "limit": pd.DataFrame({"error": [limit]}),
        "now": _now(_, measure, lambdas, held_out),
    }
    if not begun:
        first = {name: tables[name][tables[name]["x"] == lambdas[0]] for name in ("errors", "bars", "now")}
        tables |= first | {name: tables[name].iloc[:0] for name in ("chosen", "limit")}
    numbers = partial(_numbers, _, bars, training) if begun else None
    return Picture(_cross_validation(_, penalty, measure, lam), tables, alt_text, numbers)


def _numbers(_: Translate, bars: pd.DataFrame, training: FloatArray) -> pd.DataFrame:
    """The errors at every λ of the bar."""
    pairs = zip(bars["error"], bars["deviation"], strict=True)
    return pd.DataFrame(
        {
            "λ": [number(lambd) for lambd in bars["x"]],
            _("rows left out ± standard error"): [f"{number(x, 4)} ± {number(sd)}" for x, sd in pairs],
            _("rows trained on"): [number(error, 4) for error in training],
        }
    )


def _now(_: Translate, measure: str, lambdas: FloatArray, held_out: FloatArray) -> pd.DataFrame:
    """Where the bar stands, and the error there."""
    words = here_words(_, measure)
    lam = np.arange(len(lambdas))
    texts = [
        words.format(lambd=number(x), error=number(error, 4))
        for x, error in zip(lambdas, held_out, strict=True)
    ]
    side = np.where(lam < len(lam) / 2, "right", "left")
    return pd.DataFrame({"lam": lam, "x": lambdas, "error": held_out, "text": texts, "side": side})


def _extent(curves: pd.DataFrame, bars: pd.DataFrame) -> pd.DataFrame:
    """How far the axes reach, errors and their bars, wherever the bar of the page stands."""
    low, high = min(curves.error.min(), bars.low.min()), max(curves.error.max(), bars.high.max())
    return pd.DataFrame({"x": [bars.x.min(), bars.x.max()], "error": [low, high]})


@cache
def _cross_validation(_: Translate, penalty: str, measure: str, lam: Track) -> dict[str, Any]:
    x = lambda_axis(_, "x", span("x"))

    def height(field: str) -> alt.Y:
        return alt.Y(
            field=field,
            type="quantitative",
            title=None,
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
        .transform_calculate(rows=f"datum.set == 'train' ? {names['train']!r} : {names['validation']!r}")
        .mark_line(strokeWidth=2, color=color)
        .encode(
            x=x,
            y=height("error"),
            strokeDash=alt.StrokeDash(
                field="rows",
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
        .transform_calculate(
            at=vega_number("datum.x"), mean=vega_number("datum.error", 4), sd=vega_number("datum.deviation")
        )
        .mark_point(filled=True, size=22, color=color, opacity=1)
        .encode(
            x=x,
            y=height("error"),
            tooltip=[
                alt.Tooltip(field="at", type="nominal", title="λ"),
                alt.Tooltip(field="mean", type="nominal", title=measure_title(_, measure)),
                alt.Tooltip(field="sd", type="nominal", title=_("Standard error")),
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
    rules = choice_rules(x, _TOP, names_below=measure == "auc")  # whose curves have their room below
    layers = [extent, bars, limit, curves, *rules, *now_rules(x, 24, "36"), means, here]
    title = title_above(measure_title(_, measure))
    return finished(alt.layer(*layers).properties(height=_HEIGHT, title=title).configure(aria=False), lam)
