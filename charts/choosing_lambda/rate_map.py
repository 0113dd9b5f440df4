"""The map of η × λ: where a network learns, where it is dead, and where it runs away."""

from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.choosing_lambda.titles import title_above
from charts.numbers import code_number, fixed
from charts.palette import MARKER_COLOR, TEXT_COLOR
from charts.picture import Picture, Translate, finished
from charts.track import Track
from l2core.rate_map import RateMap

WORST = 1.0  # nats: from here on all losses have one colour; answering ½ costs ln 2 = 0.69
CELL = "cell"
FATES = ("sound", "constant", "diverged")
_ROW, _AROUND = 28, 170  # pixels, of a row and of all that stands around the map
_COLUMNS = ["eta", "lambd", "place", "column", "validation", "loss", "fate", "diverged_at"]

Ticks = tuple[str, ...]


def rate_map(
    _: Translate,
    rates: tuple[float, ...],
    lambdas: tuple[float, ...],
    cells: RateMap | None,
    tracks: tuple[Track, Track],
    alt_text: str,
) -> Picture:
    """Validation loss as colour over η and λ; a circle where the net is dead, a cross where it diverged.

    rates: the largest first. cells: None as long as no net is trained, and the map is empty. tracks: η, up to
    which the map is seen, from the smallest up; and λ, which chooses one cell in the row of that η.
    """
    row, column = np.indices((len(rates), len(lambdas))).reshape(2, -1)
    grid = pd.DataFrame(
        {
            "eta": [code_number(rates[i]) for i in row],
            "lambd": [code_number(lambdas[j]) for j in column],
            "place": len(rates) - 1 - row,
            "column": column,
        }
    )
    table = pd.DataFrame(columns=_COLUMNS) if cells is None else _cells(cells, grid)
    of_cell = list(zip(row.tolist(), column.tolist(), strict=True))
    best = None if cells is None else cells.best
    of_rows = {} if cells is None else cells.best_lambdas
    tables = {
        "grid": grid,
        "cells": table,
        "best": table[[cell == best for cell in of_cell][: len(table)]],
        "bests": table[[of_rows.get(i) == j for i, j in of_cell][: len(table)]],
    }
    ticks = (tuple(map(code_number, rates)), tuple(map(code_number, lambdas)))
    numbers = None if cells is None else partial(_numbers, table, len(lambdas))
    return Picture(_map(_, *ticks, *tracks), tables, alt_text, numbers)


def _numbers(table: pd.DataFrame, columns: int) -> pd.DataFrame:
    """The validation losses; a net that is dead or diverged by its sign on the map."""
    signs = table["fate"].map({"sound": "", "constant": " ○", "diverged": " ×"})
    losses = (table["loss"] + signs).to_numpy().reshape(-1, columns)
    found = pd.DataFrame(losses, columns=[f"λ = {lambd}" for lambd in table["lambd"][:columns]])
    found.insert(0, "η", table["eta"].to_numpy()[::columns])
    return found


def _cells(cells: RateMap, grid: pd.DataFrame) -> pd.DataFrame:
    validation = cells.validation.ravel()
    fates = [cells.diverged.ravel(), cells.constant.ravel()]
    return grid.assign(
        validation=np.where(np.isfinite(validation), validation, WORST),
        loss=[fixed(loss) for loss in validation.tolist()],
        fate=np.select(fates, [FATES[2], FATES[1]], FATES[0]),
        diverged_at=[str(step) if step >= 0 else "–" for step in cells.diverged_at.ravel()],
    )


@cache
def _map(_: Translate, rates: Ticks, lambdas: Ticks, eta: Track, lam: Track) -> dict[str, Any]:
    x = alt.X(
        field="lambd",
        type="ordinal",
        title=_("Penalty λ"),
        scale=alt.Scale(domain=list(lambdas)),
        axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False),
    )
    y = alt.Y(
        field="eta",
        type="ordinal",
        title=None,
        scale=alt.Scale(domain=list(rates)),
        axis=alt.Axis(ticks=False, minExtent=30),
    )
    fates = {
        "sound": _("learns"),
        "constant": _("same answer to every point"),
        "diverged": _("diverged"),
    }
    words = f"datum.fate == 'diverged' ? {fates['diverged']!r} : {fates['constant']!r}"
    tooltip = [
        alt.Tooltip(field="eta", type="nominal", title="η"),
        alt.Tooltip(field="lambd", type="nominal", title="λ"),
        alt.Tooltip(field="loss", type="nominal", title=_("Validation cross-entropy")),
        alt.Tooltip(field="diverged_at", type="nominal", title=_("Diverged at step")),
    ]
    picked = alt.selection_point(name=CELL, fields=["eta", "lambd"], on="click", empty=False)
    grid = alt.Chart(alt.NamedData("grid"))
    blank = grid.mark_rect(fillOpacity=0, stroke=MARKER_COLOR, strokeOpacity=0.4).encode(x=x, y=y)
    here = (
        grid.transform_filter("datum.place == eta && datum.column == lam")
        .mark_rect(
            fillOpacity=0, stroke=alt.ExprRef(TEXT_COLOR), strokeWidth=2, strokeDash=[4, 3], tooltip=None
        )
        .encode(x=x, y=y)
    )
    cells = alt.Chart(alt.NamedData("cells")).transform_filter("datum.place <= eta")
    rects = (
        cells.mark_rect(cursor="pointer")
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                field="validation",
                type="quantitative",
                scale=alt.Scale(clamp=True, domain=[0.2, WORST]),
                legend=alt.Legend(
                    title=_("Validation cross-entropy (nats)"),
                    gradientLength=200,
                    tickCount=4,
                    labelExpr=f"datum.value >= {WORST} ? '≥ ' + datum.label : "
                    "datum.value <= 0.2 ? '≤ ' + datum.label : datum.label",
                ),
            ),
            tooltip=tooltip,
        )
        .add_params(picked)
    )
    shape = alt.Shape(
        field="words",
        type="nominal",
        scale=alt.Scale(
            domain=[fates["constant"], fates["diverged"]], range=["circle", "M-1,-1L1,1M-1,1L1,-1"]
        ),
        legend=alt.Legend(
            title=None,
            columns=2,
            labelLimit=240,
            symbolStrokeWidth=2,
            symbolStrokeColor=alt.ExprRef(TEXT_COLOR),
        ),
    )
    fated = cells.transform_filter("datum.fate != 'sound'").transform_calculate(words=words)
    marks = [  # a wide one in the background's colour, so that the narrow one reads on every cell
        fated.mark_point(size=60, strokeWidth=width, color=alt.ExprRef(color), opacity=1).encode(
            x=x, y=y, shape=shape, tooltip=tooltip
        )
        for width, color in ((5, "background"), (2, TEXT_COLOR))
    ]
    bests = (
        alt.Chart(alt.NamedData("bests"))
        .transform_filter("datum.place <= eta")
        .mark_text(
            fontSize=15,
            fontWeight="bold",
            text="★",
            stroke=alt.ExprRef("background"),
            strokeWidth=0.6,
            color=alt.ExprRef(TEXT_COLOR),
        )
        .encode(x=x, y=y, tooltip=tooltip)
    )
    best = (
        alt.Chart(alt.NamedData("best"))
        .transform_filter(f"eta == {eta.last}")
        .mark_rect(fillOpacity=0, stroke=alt.ExprRef(TEXT_COLOR), strokeWidth=3)
        .encode(x=x, y=y, tooltip=tooltip)
    )
    chart = alt.layer(blank, rects, *marks, bests, best, here).resolve_scale(color="independent")
    title = title_above(_("Learning rate η, upwards; ★ the best λ at each η"))
    chart = chart.properties(height=_AROUND + _ROW * len(rates), title=title).configure(aria=False)
    spec = finished(chart.configure_legend(orient="bottom"), eta, lam)
    spec["config"]["legend"]["layout"] = {"bottom": {"direction": "vertical"}}  # Altair does not know it
    return spec
