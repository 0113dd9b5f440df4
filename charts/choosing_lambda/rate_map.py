"""The map of η × λ: where a network learns, where it is dead, and where it runs away."""

from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.numbers import code_number, fixed
from charts.palette import TEXT_COLOR
from charts.picture import Picture, Translate, finished
from l2core.rate_map import RateMap

WORST = 1.0  # nats: from here on all losses have one colour; answering ½ costs ln 2 = 0.69
CELL = "cell"
FATES = ("sound", "constant", "diverged")


def rate_map(_: Translate, cells: RateMap, alt_text: str) -> Picture:
    """Validation loss as colour over η and λ; a circle where the net is dead, a cross where it diverged."""
    row, column = np.indices(cells.validation.shape).reshape(2, -1)
    validation = cells.validation.ravel()
    diverged, constant = cells.diverged.ravel(), cells.constant.ravel()
    table = pd.DataFrame(
        {
            "eta": [code_number(cells.rates[i]) for i in row],
            "lambd": [code_number(cells.lambdas[j]) for j in column],
            "row": row,
            "column": column,
            "validation": np.where(np.isfinite(validation), validation, WORST),
            "loss": [fixed(loss) for loss in validation.tolist()],
            "fate": np.select([diverged, constant], [FATES[2], FATES[1]], FATES[0]),
            "diverged_at": [str(step) if step >= 0 else "–" for step in cells.diverged_at.ravel()],
        }
    )
    best = table[[cell == cells.best for cell in zip(row, column, strict=True)]]
    return Picture(_map(_, len(cells.rates)), {"cells": table, "best": best}, alt_text)


@cache
def _map(_: Translate, rates: int) -> dict[str, Any]:
    x = alt.X(
        field="lambd",
        type="ordinal",
        title=_("Penalty λ"),
        sort=alt.EncodingSortField(field="column", op="min", order="ascending"),
        axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False),
    )
    y = alt.Y(
        field="eta",
        type="ordinal",
        title=_("Learning rate η"),
        sort=alt.EncodingSortField(field="row", op="min", order="ascending"),
        axis=alt.Axis(ticks=False),
    )
    fates = {
        "sound": _("learns"),
        "constant": _("answers the same for every training point"),
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
    cells = alt.Chart(alt.NamedData("cells"))
    rects = (
        cells.mark_rect(cursor="pointer")
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                field="validation",
                type="quantitative",
                scale=alt.Scale(clamp=True, domainMax=WORST),
                legend=alt.Legend(
                    orient="bottom",
                    title=_("Validation cross-entropy (nats)"),
                    gradientLength=200,
                    labelExpr=f"datum.value >= {WORST} ? '≥ ' + datum.label : datum.label",
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
            orient="top",
            title=None,
            columns=1,
            labelLimit=300,
            symbolStrokeWidth=2,
            symbolStrokeColor=alt.ExprRef(TEXT_COLOR),
        ),
    )
    fated = cells.transform_filter("datum.fate != 'sound'").transform_calculate(words=words)
    marks = [  # a wide one in the background's colour, so that the narrow one reads on every cell
        fated.mark_point(size=70, strokeWidth=width, color=alt.ExprRef(color), opacity=1).encode(
            x=x, y=y, shape=shape, tooltip=tooltip
        )
        for width, color in ((5, "background"), (2, TEXT_COLOR))
    ]
    best = (
        alt.Chart(alt.NamedData("best"))
        .mark_rect(fillOpacity=0, stroke=alt.ExprRef(TEXT_COLOR), strokeWidth=3)
        .encode(x=x, y=y, tooltip=tooltip)
    )
    chart = alt.layer(rects, *marks, best).resolve_scale(color="independent")
    return finished(chart.properties(height=170 + 32 * rates).configure(aria=False))
