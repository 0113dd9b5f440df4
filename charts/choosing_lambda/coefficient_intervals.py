"""The coefficients at one λ, and how far they move over resamples of the rows."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.choosing_lambda.drawn_path import ChosenLambdas, frame_of_bar
from charts.choosing_lambda.titles import effect_title, title_above
from charts.choosing_lambda.variable_rows import most_often, order_words, row_keys, rows_axis, share_text
from charts.numbers import number, vega_number
from charts.palette import MARKER_COLOR, TEXT_COLOR
from charts.penalties import PENALTY_COLORS
from charts.picture import Picture, Translate, finished
from charts.track import Track
from charts.vega import span
from l2core.checks import FloatArray

_STRIP, _LINE, _ROOM = 54, 16, 62  # pixels above the rows, of a line there, and on their right
_AROUND, _HIGH = 110, 20  # pixels of titles and axis, and of a row


def coefficient_intervals(
    _: Translate,
    names: Sequence[str],
    coefficients: FloatArray,
    low: FloatArray,
    high: FloatArray,
    frequency: FloatArray,
    spread: FloatArray,
    chosen: ChosenLambdas,
    penalty: str,
    lam: Track,
    alt_text: str,
    *,
    family: str = "gaussian",
) -> Picture:
    """Each variable's effect at the λ of the bar, and between which the middle 90 % of the resamples are.

    coefficients: (L, p), of all rows. low, high: (L, p), the 5 % and 95 % quantiles over resamples.
    frequency: (L, p), the share of random halves of the rows in whose model the variable is. spread: (p,), by
    which a coefficient becomes an effect. family: as in `coefficient_paths`. The order is that of
    `selection_frequency`.
    """
    kept = most_often(frequency, chosen, coefficients * spread)
    shown, (places, count) = [names[i] for i in kept], (len(coefficients), len(kept))
    effect, below, above = (values[:, kept] * spread[kept] for values in (coefficients, low, high))
    left, right = frame_of_bar(np.stack([effect, below, above]), min(chosen.index_min, chosen.index_1se))
    tables = {
        "intervals": pd.DataFrame(
            {
                "lam": np.repeat(np.arange(places), count),
                "row": np.tile(row_keys(shown), places),
                "variable": np.tile(shown, places),
                "effect": effect.ravel(),
                "low": below.ravel(),
                "high": above.ravel(),
                "own": coefficients[:, kept].ravel(),
                "own_low": low[:, kept].ravel(),
                "own_high": high[:, kept].ravel(),
                "frequency": frequency[:, kept].ravel(),
            }
        ),
        "extent": pd.DataFrame({"effect": [left, right]}),
        "said": pd.DataFrame(
            {"text": [order_words(_, len(names), count, by_size=bool((frequency == 1).all()))]}
        ),
    }
    return Picture(_spec(_, penalty, family, count, lam), tables, alt_text)


def interval_numbers(_: Translate, picture: Picture, at: int) -> pd.DataFrame:
    """Each coefficient at the λ of place `at`, and between which it is over the resamples.

    picture: of `coefficient_intervals`.
    """
    rows = picture.tables["intervals"]
    assert isinstance(rows, pd.DataFrame)
    here = rows[rows.lam == at]
    columns = {_("Coefficient"): here.own, _("lower end"): here.own_low, _("upper end"): here.own_high}
    written = {name: [number(value) for value in values] for name, values in columns.items()}
    return pd.DataFrame({_("Variable"): here.variable} | written)


@cache
def _spec(_: Translate, penalty: str, family: str, count: int, lam: Track) -> dict[str, Any]:
    color, y = PENALTY_COLORS[penalty], rows_axis(top=_STRIP, label_limit=120)

    def place(field: str) -> alt.X:
        return alt.X(
            field=field,
            type="quantitative",
            title=None,
            scale=alt.Scale(
                domain=span("effect"), nice=False, range=[0, alt.ExprRef(f"width - {_ROOM}")], clamp=True
            ),
            axis=alt.Axis(tickCount=4),
        )

    here = (
        alt.Chart(alt.NamedData("intervals"))
        .transform_filter("datum.lam == lam")
        .transform_calculate(
            share=share_text("datum.frequency"),
            size=vega_number("datum.effect"),
            coefficient=vega_number("datum.own"),
            middle=f"{vega_number('datum.own_low')} + ' … ' + {vega_number('datum.own_high')}",
        )
    )
    tooltip = [
        alt.Tooltip(field="variable", type="nominal", title=_("Variable")),
        alt.Tooltip(field="size", type="nominal", title=_("Effect per standard deviation")),
        alt.Tooltip(field="coefficient", type="nominal", title=_("Coefficient, own units")),
        alt.Tooltip(field="middle", type="nominal", title=_("resamples, 5 to 95 %")),
        alt.Tooltip(field="share", type="nominal", title=_("in the model")),
    ]
    zero = (
        alt.Chart(alt.NamedData("extent"))
        .mark_rule(color=MARKER_COLOR)
        .encode(x=alt.XDatum(0), y=alt.value(_STRIP), y2=alt.value(alt.ExprRef("height")))
    )
    bars = here.mark_rule(color=color, strokeWidth=3).encode(
        x=place("low"), x2=alt.X2(field="high"), y=y, tooltip=tooltip
    )
    beyond = [
        here.transform_filter(f"datum.{field} {sign} data('extent')[{row}].effect")
        .mark_point(filled=True, color=color, shape=shape, size=70, opacity=1)
        .encode(x=place(field), y=y, tooltip=tooltip)
        for field, sign, row, shape in (("low", "<", 0, "triangle-left"), ("high", ">", 1, "triangle-right"))
    ]
    points = here.mark_point(filled=True, color=alt.ExprRef(TEXT_COLOR), size=60, opacity=1).encode(
        x=place("effect"), y=y, tooltip=tooltip
    )
    shares = here.mark_text(align="right", baseline="middle", fontSize=11, x=alt.ExprRef("width")).encode(
        y=y, text=alt.Text(field="share", type="nominal")
    )
    said = alt.Chart(alt.NamedData("said"))
    order = said.mark_text(align="left", baseline="top", fontSize=11, x=0, y=4 + _LINE).encode(
        text=alt.Text(field="text", type="nominal")
    )
    meaning = said.mark_text(align="left", baseline="top", fontSize=11, x=0, y=4).encode(
        text=alt.value(_("dot: all rows; line: resamples, 5 to 95 %"))
    )
    column = said.mark_text(
        align="right", baseline="top", fontSize=11, fontWeight="bold", x=alt.ExprRef("width"), y=4 + 2 * _LINE
    ).encode(text=alt.value(_("in the model, over halves of the rows")))
    layers = [zero, bars, *beyond, points, shares, order, meaning, column]
    title = title_above(effect_title(_, family), _("The coefficients over resamples"))
    chart = alt.layer(*layers).properties(height=_AROUND + _STRIP + _HIGH * count, title=title)
    return finished(chart.configure(aria=False), lam)
