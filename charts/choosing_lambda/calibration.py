"""Whether the probabilities of a model come true on rows that it has not seen."""

from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from charts.choosing_lambda.titles import title_above
from charts.numbers import number, plus_minus, vega_number
from charts.palette import MARKER_COLOR, TEXT_COLOR
from charts.penalties import PENALTY_COLORS
from charts.picture import Picture, Translate, finished
from l2core.checks import FloatArray
from l2core.evaluation import CLEAR

_HEIGHT, _STRIP, _ROOM = 330, 18, 26  # pixels; the strip is above the dots, the room for numbers on the right
_SMALLEST, _LARGEST = 25.0, 320.0  # square pixels of a dot
_LABEL = 0.07  # how far apart, in probability, the numbers of rows can be read


def calibration(
    _: Translate,
    mean_probability: FloatArray,
    share: FloatArray,
    standard_error: FloatArray,
    counts: NDArray[np.intp],
    positive: str,
    penalty: str,
    alt_text: str,
) -> Picture:
    """The share of `positive` among held-out rows against the probability given to them, and a bar around it.

    A bin an entry, (B,) each; counts: how many rows it holds. standard_error: of a share if the probabilities
    are right (`l2core.calibration`), so that the bar, ± 2 of them, then holds about 19 of 20 shares. Bins
    without a row are left out.
    """
    filled = (counts > 0) & np.isfinite(mean_probability) & np.isfinite(share)
    p, error, n = mean_probability[filled], standard_error[filled], counts[filled]
    bins = pd.DataFrame(
        {
            "p": p,
            "share": share[filled],
            "error": error,
            "low": np.clip(p - CLEAR * error, 0, 1),
            "high": np.clip(p + CLEAR * error, 0, 1),
            "rows": n,
            "size": np.maximum(_SMALLEST, _LARGEST * n / max(n, default=1)),
            "label": _labels(p, n),
        }
    )
    said = (
        _("beside each dot: its rows")
        if positive == "1"
        else _("beside each dot: its rows; class 1: {name}").format(name=positive)
    )
    tables = {"bins": bins, "said": pd.DataFrame({"text": [said]})}
    return Picture(_spec(_, penalty), tables, alt_text, partial(_numbers, _, bins))


def _labels(p: FloatArray, rows: NDArray[np.intp]) -> list[str]:
    """The number of rows of each bin, but for those that would be printed over another one."""
    labels, last = [""] * len(p), -1.0
    for k in np.argsort(p, kind="stable"):
        if p[k] - last >= _LABEL:
            labels[k], last = number(rows[k]), p[k]
    return labels


def _numbers(_: Translate, bins: pd.DataFrame) -> pd.DataFrame:
    pairs = zip(bins["p"], bins["error"], strict=True)
    return pd.DataFrame(
        {
            _("Predicted probability ± standard error"): [plus_minus(p, error) for p, error in pairs],
            _("Share observed"): [number(share) for share in bins["share"]],
            _("Number of rows"): bins["rows"],
        }
    )


@cache
def _spec(_: Translate, penalty: str) -> dict[str, Any]:
    color, bins = PENALTY_COLORS[penalty], alt.Chart(alt.NamedData("bins"))
    ends: list[Any] = [0, alt.ExprRef(f"width - {_ROOM}")]
    label = vega_number("datum.value")
    x = alt.X(
        field="p",
        type="quantitative",
        title=_("Probability of class 1, predicted for rows left out"),
        scale=alt.Scale(domain=[0, 1], nice=False, range=ends),
        axis=alt.Axis(tickCount=5, grid=False, labelExpr=label),
    )

    def height(field: str) -> alt.Y:
        axis = alt.Axis(tickCount=5, labelExpr=label)
        upright = alt.Scale(domain=[0, 1], nice=False, range=[alt.ExprRef("height"), _STRIP])
        return alt.Y(field=field, type="quantitative", title=None, scale=upright, axis=axis)

    ideal = (
        alt.Chart(alt.NamedData("said"))
        .mark_rule(color=MARKER_COLOR, strokeDash=[4, 3], strokeWidth=1.5)
        .encode(x=alt.XDatum(0), x2=alt.X2Datum(1), y=alt.YDatum(0), y2=alt.Y2Datum(1))
    )
    bars = bins.mark_rule(color=color, strokeWidth=2).encode(x=x, y=height("low"), y2=alt.Y2(field="high"))
    dots = (
        bins.transform_calculate(
            predicted=f"{vega_number('datum.p')} + ' ± ' + {vega_number('datum.error', 2)}",
            observed=vega_number("datum.share"),
        )
        .mark_point(filled=True, color=alt.ExprRef(TEXT_COLOR), opacity=1, size=alt.ExprRef("datum.size"))
        .encode(
            x=x,
            y=height("share"),
            tooltip=[
                alt.Tooltip(
                    field="predicted", type="nominal", title=_("Predicted probability ± standard error")
                ),
                alt.Tooltip(field="observed", type="nominal", title=_("Share observed")),
                alt.Tooltip(field="rows", type="quantitative", title=_("Number of rows")),
            ],
        )
    )
    counts = bins.mark_text(align="left", baseline="middle", dx=9, dy=9, fontSize=11).encode(
        x=x, y=height("share"), text=alt.Text(field="label", type="nominal")
    )
    said = (
        alt.Chart(alt.NamedData("said"))
        .mark_text(align="left", baseline="top", fontSize=11, x=0, y=0, limit=alt.ExprRef("width"))
        .encode(text=alt.Text(field="text", type="nominal"))
    )
    title = title_above(
        _("Share of class 1; bars: predicted ± 2 standard errors"),
        _("Do the probabilities come true?"),
    )
    chart = alt.layer(ideal, bars, dots, counts, said).properties(height=_HEIGHT, title=title)
    return finished(chart.configure(aria=False))
