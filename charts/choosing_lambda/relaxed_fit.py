"""Selected by the penalty, then fitted again without it: both coefficients of each variable, side by side."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from charts.choosing_lambda.drawn_path import ChosenLambdas, frame_of_bar
from charts.choosing_lambda.titles import effect_title, title_above
from charts.choosing_lambda.variable_rows import row_keys, rows_axis
from charts.numbers import number, vega_number
from charts.palette import MARKER_COLOR, TEXT_COLOR
from charts.penalties import PENALTY_COLORS
from charts.picture import Picture, Translate, finished
from charts.track import Track
from charts.vega import span
from l2core.checks import FloatArray

MOST_PAIRS = 16
_STRIP = 20  # pixels above the rows
_AROUND, _HIGH = 210, 22  # pixels of titles, legend and axis, and of a row


def relaxed_fit(
    _: Translate,
    names: Sequence[str],
    penalised: FloatArray,
    refitted: FloatArray,
    blended: FloatArray,
    gamma: float,
    spread: FloatArray,
    chosen: ChosenLambdas,
    penalty: str,
    lam: Track,
    alt_text: str,
    *,
    family: str = "gaussian",
) -> Picture:
    """Each variable's effect at the λ of the bar under the penalty, without it, and blended by γ.

    penalised, refitted: (L, p); blended: γ·penalised + (1 − γ)·refitted. spread: (p,), by which a coefficient
    becomes an effect. family: as in `coefficient_paths`. The variables with the largest effects at λ_1se come
    first, of those that are not in the model there the largest anywhere.
    """
    kept = _largest(penalised * spread, chosen.index_1se)
    shown, (places, count) = [names[i] for i in kept], (len(penalised), len(kept))
    fits = {"penalised": penalised, "refitted": refitted, "blended": blended}
    effects = {fit: coefficients[:, kept] * spread[kept] for fit, coefficients in fits.items()}
    rows = pd.DataFrame(
        {
            "lam": np.repeat(np.arange(places), count),
            "row": np.tile(row_keys(shown), places),
            "variable": np.tile(shown, places),
            "in_model": (penalised[:, kept] != 0).ravel(),
        }
    )
    left, right = frame_of_bar(np.stack(list(effects.values())), min(chosen.index_min, chosen.index_1se))
    own = [coefficients[:, kept].ravel() for coefficients in fits.values()]
    tables = {
        "pairs": rows.assign(**{fit: values.ravel() for fit, values in effects.items()}),
        "fits": pd.concat(
            [
                rows.assign(fit=fit, effect=effects[fit].ravel(), own=values)
                for fit, values in zip(fits, own, strict=True)
            ]
        ),
        "extent": pd.DataFrame({"effect": [left, right]}),
        "said": pd.DataFrame({"text": [_said(_, gamma, len(names), count)]}),
    }
    return Picture(_spec(_, penalty, family, count, lam), tables, alt_text)


def pair_numbers(_: Translate, picture: Picture, at: int) -> pd.DataFrame:
    """Each coefficient at the λ of place `at` in the three fits. picture: of `relaxed_fit`."""
    rows = picture.tables["fits"]
    assert isinstance(rows, pd.DataFrame)
    names = {"penalised": _("penalised"), "refitted": _("fitted again"), "blended": _("blended")}
    here = {fit: rows[(rows.lam == at) & (rows.fit == fit)] for fit in names}
    columns = {name: [number(value) for value in here[fit].own] for fit, name in names.items()}
    return pd.DataFrame({_("Variable"): here["penalised"].variable} | columns)


def _largest(effects: FloatArray, index_1se: int) -> NDArray[np.intp]:
    """The variables, at most MOST_PAIRS, by their effect at λ_1se, and then by their largest one."""
    size = np.abs(effects)
    return np.lexsort((-size.max(axis=0), -size[index_1se]))[:MOST_PAIRS]


def _said(_: Translate, gamma: float, count: int, shown: int) -> str:
    """What γ is, and which of the variables are shown."""
    if shown < count:
        words = _("γ = {gamma}; {shown} of {all} variables: the largest at λ_1se")
        return words.format(gamma=number(gamma), shown=shown, all=count)
    return f"γ = {number(gamma)}"


@cache
def _spec(_: Translate, penalty: str, family: str, count: int, lam: Track) -> dict[str, Any]:
    names = {
        "penalised": _("with the penalty"),
        "refitted": _("fitted again without it"),
        "blended": _("γ parts of the first, 1 − γ of the second"),
    }
    color, grey = PENALTY_COLORS[penalty], PENALTY_COLORS["none"]
    text_color = alt.ExprRef(TEXT_COLOR)
    # A ring around a diamond around a dot: where the three coincide, each is seen.
    strokes, fills, sizes = [color, grey, text_color], ["transparent", grey, text_color], [150, 55, 10]
    y = rows_axis(top=_STRIP)

    def place(field: str) -> alt.X:
        scale = alt.Scale(domain=span("effect"), nice=False, clamp=True)
        return alt.X(field=field, type="quantitative", title=None, scale=scale, axis=alt.Axis(tickCount=5))

    pairs = alt.Chart(alt.NamedData("pairs")).transform_filter("datum.lam == lam")
    joined = (
        pairs.transform_filter("datum.in_model")
        .mark_rule(color=MARKER_COLOR, strokeWidth=2, opacity=0.7)
        .encode(x=place("penalised"), x2=alt.X2(field="refitted"), y=y)
    )
    out = (
        pairs.transform_filter("!datum.in_model")
        .mark_text(fontSize=11, opacity=0.75, align="left", dx=6)
        .encode(x=alt.XDatum(0), y=y, text=alt.value(_("not in the model")))
    )
    zero = (
        alt.Chart(alt.NamedData("extent"))
        .mark_rule(color=MARKER_COLOR)
        .encode(x=alt.XDatum(0), y=alt.value(_STRIP), y2=alt.value(alt.ExprRef("height")))
    )
    said = (
        alt.Chart(alt.NamedData("said"))
        .mark_text(align="left", baseline="top", fontSize=11, x=0, y=0, color=alt.ExprRef(TEXT_COLOR))
        .encode(text=alt.Text(field="text", type="nominal"))
    )
    points = (
        alt.Chart(alt.NamedData("fits"))
        .transform_filter("datum.lam == lam && datum.in_model")
        .transform_calculate(
            kind=f"{names!r}[datum.fit]",
            across=f"{dict(zip(names, sizes, strict=True))!r}[datum.fit]",
            size=vega_number("datum.effect"),
            coefficient=vega_number("datum.own"),
        )
    )
    legend = alt.Legend(orient="top", title=None, columns=1, labelLimit=400, symbolSize=90)

    def by_fit(values: list[Any]) -> dict[str, Any]:
        scale = alt.Scale(domain=list(names.values()), range=values)
        return {"field": "kind", "type": "nominal", "scale": scale, "legend": legend}

    points = points.mark_point(opacity=1, strokeWidth=2, size=alt.ExprRef("datum.across")).encode(
        x=place("effect"),
        y=y,
        stroke=alt.Stroke(**by_fit(strokes)),
        fill=alt.Fill(**by_fit(fills)),
        shape=alt.Shape(**by_fit(["circle", "diamond", "circle"])),
        tooltip=[
            alt.Tooltip(field="variable", type="nominal", title=_("Variable")),
            alt.Tooltip(field="kind", type="nominal", title=_("Which fit")),
            alt.Tooltip(field="size", type="nominal", title=_("Effect per standard deviation")),
            alt.Tooltip(field="coefficient", type="nominal", title=_("Coefficient, own units")),
        ],
    )
    title = title_above(effect_title(_, family), _("The relaxed fit at this λ"))
    chart = alt.layer(zero, joined, out, points, said)
    chart = chart.properties(height=_AROUND + _STRIP + _HIGH * count, title=title)
    return finished(chart.configure(aria=False), lam)
