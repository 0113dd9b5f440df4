"""Coefficient paths: every variable's effect on the prediction, for every λ."""

from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.choosing_lambda.drawn_path import Chosen, Drawn, frame, spread_out
from charts.choosing_lambda.lambda_rules import choice_rules, now_rules
from charts.palette import MARKER_COLOR, TEXT_COLOR
from charts.picture import Picture, Translate, finished, scrubbed
from charts.vega import span
from l2core.checks import FloatArray

MOST_LINES = 60
MOST_LABELS = 12
_HEIGHT, _STRIP, _GAP = 400, 44, 13  # pixels; the strip is above the lines
_ROOM = "clamp(0.2 * width, 84, 140)"  # for the names, in pixels
_HOVER = "variable_hovered"


def coefficient_paths(_: Translate, drawn: Drawn, chosen: Chosen, axis: str, alt_text: str) -> Picture:
    """Effects against λ, ‖w‖₁ or the share of y explained; above them the number of non-zeros, and knots."""
    last = int(drawn.place.max())
    x, effects = drawn.along(axis), drawn.effects
    shown = drawn.strongest(MOST_LINES)
    lines = pd.DataFrame(
        {
            "variable": np.repeat(np.array(drawn.names, dtype=object)[shown], len(x)),
            "x": np.tile(x, len(shown)),
            "effect": effects[:, shown].T.ravel(),
            "coefficient": drawn.path.coefficients[:, shown].T.ravel(),
            "lambd": np.tile(drawn.path.lambdas, len(shown)),
            "lam": np.tile(drawn.place, len(shown)),
        }
    )
    low, high = frame(effects[:, shown])
    tables = {
        "lines": lines,
        "labels": _labels(drawn, shown, x, low, high),
        "frame": pd.DataFrame({"x": [x.min() if axis == "lambda" else 0.0, x.max()], "effect": [low, high]}),
        "counts": _counts(drawn, x, axis),
        "knots": _knots(drawn, x),
        "chosen": _lines_of_choice(chosen, drawn, x, axis),
        "now": _now(_, drawn, x, axis),
    }
    return Picture(_paths(_, axis, last), tables, alt_text)


def _labels(drawn: Drawn, shown: np.ndarray, x: FloatArray, low: float, high: float) -> pd.DataFrame:
    """The names of the largest effects, at the end of their lines where the penalty is weakest."""
    end, ends = int(np.argmin(drawn.path.lambdas)), drawn.effects[-1]
    named = shown[:MOST_LABELS]
    gap = _GAP * (high - low) / (_HEIGHT - _STRIP)
    return pd.DataFrame(
        {
            "variable": np.array(drawn.names, dtype=object)[named],
            "x": x[end],
            "effect": ends[named],
            "place": spread_out(ends[named], gap, low + gap / 2, high - gap / 2),
        }
    )


def _counts(drawn: Drawn, x: FloatArray, axis: str) -> pd.DataFrame:
    """The number of non-zeros at some ten places, evenly along the axis."""
    scale = np.log(x) if axis == "lambda" else x
    wanted = np.linspace(scale.min(), scale.max(), 11)
    at = np.unique([int(np.argmin(np.abs(scale - place))) for place in wanted])
    return pd.DataFrame({"x": x[at], "nonzeros": drawn.path.nonzeros[at]})


def _knots(drawn: Drawn, x: FloatArray) -> pd.DataFrame:
    at = np.flatnonzero(drawn.place < 0)
    return pd.DataFrame({"x": x[at], "lambd": drawn.path.lambdas[at], "nonzeros": drawn.path.nonzeros[at]})


def _lines_of_choice(chosen: Chosen, drawn: Drawn, x: FloatArray, axis: str) -> pd.DataFrame:
    """λ_min and λ_1se; `side` is where their names stand: away from each other."""
    rows = {place: int(i) for i, place in enumerate(drawn.place) if place >= 0}
    strong, weak = ("right", "left") if axis == "lambda" else ("left", "right")
    if chosen.lambda_min == chosen.lambda_1se:
        return pd.DataFrame({"x": [x[rows[chosen.lambda_min]]], "text": ["λ_min = λ_1se"], "side": [strong]})
    return pd.DataFrame(
        {
            "x": [x[rows[chosen.lambda_min]], x[rows[chosen.lambda_1se]]],
            "text": ["λ_min", "λ_1se"],
            "side": [weak, strong],
        }
    )


def _now(_: Translate, drawn: Drawn, x: FloatArray, axis: str) -> pd.DataFrame:
    """Where the bar stands on the axis, and what the model there is."""
    at = np.flatnonzero(drawn.place >= 0)
    words = _("λ = {lambd}: {count} of {all} variables")
    texts = [
        words.format(lambd=f"{drawn.path.lambdas[i]:.3g}", count=drawn.path.nonzeros[i], all=len(drawn.names))
        for i in at
    ]
    scale = np.log(x) if axis == "lambda" else x
    left_half = scale[at] < (scale.min() + scale.max()) / 2
    sides = np.where(left_half, "right", "left")
    return pd.DataFrame({"lam": drawn.place[at], "x": x[at], "text": texts, "side": sides})


@cache
def _paths(_: Translate, axis: str, last: int) -> dict[str, Any]:
    titles = {
        "lambda": _("Penalty λ (logarithmic scale)"),
        "norm1": _("Size of the weights ‖w‖₁"),
        "deviance": _("Share of the variation of y explained"),
    }
    to_right = axis != "lambda"  # the names stand where the penalty is weakest
    ends: list[Any] = (
        [0, alt.ExprRef(f"width - {_ROOM}")] if to_right else [alt.ExprRef(_ROOM), alt.ExprRef("width")]
    )
    x = alt.X(
        field="x",
        type="quantitative",
        title=titles[axis],
        scale=alt.Scale(
            type="linear" if to_right else "log",
            domain=span("x", "frame"),
            nice=False,
            range=ends,
        ),
        axis=alt.Axis(
            grid=False, format=".0%" if axis == "deviance" else "~g", labelOverlap=True, tickCount=6
        ),
    )

    def height(field: str) -> alt.Y:
        return alt.Y(
            field=field,
            type="quantitative",
            title=_("Effect of one standard deviation more (in units of y)"),
            scale=alt.Scale(
                domain=span("effect", "frame"), nice=False, zero=False, range=[alt.ExprRef("height"), _STRIP]
            ),
            axis=alt.Axis(orient="left" if to_right else "right", tickCount=6, minExtent=34),
        )

    text_color = alt.ExprRef(TEXT_COLOR)
    hovered = alt.selection_point(
        name=_HOVER, fields=["variable"], on="pointerover", nearest=True, empty=False, clear="pointerout"
    )
    zero = (
        alt.Chart(alt.NamedData("frame"))
        .mark_rule(color=MARKER_COLOR)
        .encode(x=alt.value(ends[0]), x2=alt.value(ends[1]), y=alt.YDatum(0))
    )
    lines = (
        alt.Chart(alt.NamedData("lines"))
        .mark_line(color=text_color)
        .encode(
            x=x,
            y=height("effect"),
            order=alt.Order(field="lambd", type="quantitative"),
            detail=alt.Detail(field="variable", type="nominal"),
            strokeWidth=alt.when(hovered).then(alt.value(4)).otherwise(alt.value(1.5)),
            opacity=alt.when(hovered).then(alt.value(1)).otherwise(alt.value(0.6)),
        )
    )
    effect_title = _("Effect per standard deviation")
    near = (
        alt.Chart(alt.NamedData("lines"))
        .transform_filter("datum.effect != 0")
        .mark_point(opacity=0, size=30)
        .encode(
            x=x,
            y=height("effect"),
            tooltip=[
                alt.Tooltip(field="variable", type="nominal", title=_("Variable")),
                alt.Tooltip(field="lambd", type="quantitative", title="λ", format=".3~g"),
                alt.Tooltip(
                    field="effect",
                    type="quantitative",
                    title=effect_title,
                    format=".3~g",
                ),
                alt.Tooltip(
                    field="coefficient", type="quantitative", title=_("Coefficient, own units"), format=".3~g"
                ),
            ],
        )
        .add_params(hovered)
    )
    dots = (
        alt.Chart(alt.NamedData("lines"))
        .transform_filter("datum.lam == lam && datum.effect != 0")
        .mark_point(filled=True, size=36, opacity=1, color=text_color)
        .encode(x=x, y=height("effect"))
    )
    names = alt.Chart(alt.NamedData("labels"))
    name = names.mark_text(
        align="left" if to_right else "right",
        baseline="middle",
        dx=12 if to_right else -12,
        limit=alt.ExprRef(f"{_ROOM} - 12"),
    ).encode(
        x=x,
        y=height("place"),
        text=alt.Text(field="variable", type="nominal"),
        opacity=alt.when(hovered).then(alt.value(1)).otherwise(alt.value(0.85)),
        size=alt.when(hovered).then(alt.value(14)).otherwise(alt.value(11)),
    )
    end, words = (f"width - {_ROOM}", f"width - {_ROOM} + 10") if to_right else (_ROOM, f"{_ROOM} - 10")
    leader = names.mark_rule(color=MARKER_COLOR, opacity=0.7).encode(
        x=alt.value(alt.ExprRef(end)),
        x2=alt.value(alt.ExprRef(words)),
        y=height("effect"),
        y2=alt.Y2(field="place"),
    )
    strip = (
        alt.Chart(alt.NamedData("counts"))
        .mark_text(fontSize=11, baseline="top", y=14, tooltip=True)
        .encode(
            x=x,
            text=alt.Text(field="nonzeros", type="quantitative"),
            tooltip=[alt.Tooltip(field="nonzeros", type="quantitative", title=_("Variables in the model"))],
        )
    )
    strip_title = (
        alt.Chart(alt.NamedData("frame"))
        .transform_filter("datum.effect < 0")
        .mark_text(fontSize=11, baseline="top", align="left", y=0, x=0 if to_right else alt.ExprRef(_ROOM))
        .encode(text=alt.value(_("Variables in the model (ticks: a variable comes or goes)")))
    )
    knots = (
        alt.Chart(alt.NamedData("knots"))
        .mark_rule(color=text_color, strokeWidth=1.5)
        .encode(
            x=x,
            y=alt.value(30),
            y2=alt.value(40),
            tooltip=[
                alt.Tooltip(field="lambd", type="quantitative", title=_("Knot at λ"), format=".4~g"),
                alt.Tooltip(field="nonzeros", type="quantitative", title=_("Variables in the model")),
            ],
        )
    )
    layers = [
        zero,
        lines,
        *choice_rules(x, _STRIP),
        *now_rules(x, _STRIP, "height - 4"),
        dots,
        leader,
        name,
        strip,
        strip_title,
    ]
    chart = alt.layer(*layers, knots, near).add_params(scrubbed("lam", last, last // 2))
    return finished(chart.properties(height=_HEIGHT).configure(aria=False))
