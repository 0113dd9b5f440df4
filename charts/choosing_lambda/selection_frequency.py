"""How often each variable is in the model at each λ, over random halves of the rows.

Source: Meinshausen & Bühlmann 2010, J. Roy. Statist. Soc. B 72, stability selection.
"""

from collections.abc import Sequence
from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.axes import lambda_axis
from charts.choosing_lambda.drawn_path import ChosenLambdas
from charts.choosing_lambda.lambda_rules import choice_rules, choice_table
from charts.choosing_lambda.titles import title_above
from charts.choosing_lambda.variable_rows import most_often, order_words, row_keys, rows_axis, share_text
from charts.numbers import number, vega_number
from charts.palette import TEXT_COLOR
from charts.penalties import PENALTY_COLORS
from charts.picture import Picture, Translate, finished
from charts.track import Track
from charts.vega import span
from l2core.checks import FloatArray

_STRIP, _LINE = 46, 15  # pixels above the rows, and of a line of words there
_ROOM = 48  # pixels on the right, for the shares at the λ of the bar
_NARROWEST = 200  # pixels of the horizontal axis on a telephone
_AROUND, _HIGH = 200, 18  # pixels of titles and axis, and of a row


def selection_frequency(
    _: Translate,
    lambdas: FloatArray,
    frequency: FloatArray,
    names: Sequence[str],
    chosen: ChosenLambdas,
    penalty: str,
    lam: Track,
    alt_text: str,
) -> Picture:
    """A strip for each variable, the darker the more often it is in the model at this λ.

    lambdas: (L,), increasing. frequency: (L, p), shares from 0 to 1. Drawn are the variables of `most_often`.
    """
    kept = most_often(frequency, chosen)
    shown = [names[i] for i in kept]
    edges = _edges(lambdas)
    ends = edges[0], edges[-1]
    places = np.arange(len(lambdas))
    tables = {
        "cells": pd.DataFrame(
            {
                "lam": np.repeat(places, len(kept)),
                "x": np.repeat(lambdas, len(kept)),
                "from": np.repeat(edges[:-1], len(kept)),
                "to": np.repeat(edges[1:], len(kept)),
                "row": np.tile(row_keys(shown), len(lambdas)),
                "variable": np.tile(shown, len(lambdas)),
                "frequency": frequency[:, kept].ravel(),
            }
        ),
        "extent": pd.DataFrame({"x": ends}),
        "chosen": choice_table(lambdas[chosen.index_min], lambdas[chosen.index_1se], *ends, _NARROWEST),
        "said": pd.DataFrame({"text": [order_words(_, len(names), len(kept))]}),
        "now": pd.DataFrame(
            {
                "lam": places,
                "x": lambdas,
                "text": [_("at λ = {lambd}").format(lambd=number(lambd)) for lambd in lambdas],
            }
        ),
    }
    numbers = partial(_numbers, _, lambdas, frequency[:, kept], shown, chosen)
    return Picture(_spec(_, penalty, len(kept), lam), tables, alt_text, numbers)


def _edges(lambdas: FloatArray) -> FloatArray:
    """Half way between the λ on the logarithmic scale, and as far beyond the first and the last, (L + 1,)."""
    logs = np.log(lambdas)
    half = np.diff(logs) / 2
    return np.exp(np.concatenate([logs[:1] - half[:1], logs[:-1] + half, logs[-1:] + half[-1:]]))


def _numbers(
    _: Translate, lambdas: FloatArray, frequency: FloatArray, names: Sequence[str], chosen: ChosenLambdas
) -> pd.DataFrame:
    """The shares at λ_min and at λ_1se."""
    places = {"λ_min": chosen.index_min, "λ_1se": chosen.index_1se}
    shares = {
        f"{name} = {number(lambdas[place])}": [f"{number(100 * share)} %" for share in frequency[place]]
        for name, place in places.items()
    }
    return pd.DataFrame({_("Variable"): list(names)} | shares)


@cache
def _spec(_: Translate, penalty: str, count: int, lam: Track) -> dict[str, Any]:
    domain, color = span("x"), PENALTY_COLORS[penalty]
    scale = alt.Scale(type="log", domain=domain, nice=False, range=[0, alt.ExprRef(f"width - {_ROOM}")])

    def place(field: str) -> alt.X:
        return lambda_axis(_, field, domain).scale(scale)

    y = rows_axis(top=_STRIP, label_limit=120)
    cells = alt.Chart(alt.NamedData("cells")).transform_calculate(
        at=vega_number("datum.x"), share=share_text("datum.frequency")
    )
    often = alt.Color(
        field="frequency",
        type="quantitative",
        scale=alt.Scale(domain=[0, 1], range=[alt.ExprRef("background"), color], interpolate="rgb"),
        legend=alt.Legend(
            orient="top",
            direction="horizontal",
            title=None,
            tickCount=2,
            labelExpr="100 * datum.value + ' %'",
            gradientLength=160,
            gradientThickness=10,
        ),
    )
    # A little wider than they are, so that no seam is seen between one λ and the next.
    strips = cells.mark_rect(x2Offset=0.6).encode(
        x=place("from"),
        x2=alt.X2(field="to"),
        y=y,
        color=often,
        tooltip=[
            alt.Tooltip(field="variable", type="nominal", title=_("Variable")),
            alt.Tooltip(field="at", type="nominal", title="λ"),
            alt.Tooltip(field="share", type="nominal", title=_("in the model")),
        ],
    )
    shares = (
        cells.transform_filter("datum.lam == lam")
        .mark_text(align="right", baseline="middle", fontSize=11, x=alt.ExprRef("width"))
        .encode(y=y, text=alt.Text(field="share", type="nominal"))
    )
    said = (
        alt.Chart(alt.NamedData("said"))
        .mark_text(align="left", baseline="top", fontSize=11, x=0, y=0)
        .encode(text=alt.Text(field="text", type="nominal"))
    )
    now = alt.Chart(alt.NamedData("now")).transform_filter("datum.lam == lam")
    rule = now.mark_rule(color=alt.ExprRef(TEXT_COLOR), strokeWidth=2).encode(
        x=place("x"), y=alt.value(_STRIP - 4), y2=alt.value(alt.ExprRef("height"))
    )
    at = now.mark_text(
        align="right", baseline="top", fontSize=11, fontWeight="bold", x=alt.ExprRef("width"), y=_LINE
    ).encode(text=alt.Text(field="text", type="nominal"))
    title = title_above(_("over random halves of the rows"), _("How often a variable is in the model"))
    extent = alt.Chart(alt.NamedData("extent")).mark_point(opacity=0).encode(x=place("x"))
    layers = [extent, strips, *choice_rules(place("x"), _STRIP - _LINE), rule, shares, said, at]
    chart = alt.layer(*layers).properties(height=_AROUND + _STRIP + _HIGH * count, title=title)
    return finished(chart.configure(aria=False), lam)
