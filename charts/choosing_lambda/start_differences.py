"""What a penalty changes from start to start: the paired difference to no penalty, against λ."""

from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from charts.axes import lambda_axis
from charts.choosing_lambda.titles import title_above
from charts.choosing_lambda.zones import zone_shades, zone_table
from charts.numbers import fixed, number, vega_fixed, vega_number
from charts.palette import MARKER_COLOR
from charts.penalties import PENALTY_COLORS
from charts.picture import Picture, Translate, finished
from l2core.many_starts import ErrorsOverStarts

_HEIGHT = 300
_COLUMNS = ["lambd", "difference", "error", "low", "high", "n"]


def start_differences(_: Translate, errors: ErrorsOverStarts, alt_text: str) -> Picture:
    """Validation loss minus that of the same start without a penalty, mean ± standard error, against λ."""
    tables = {"differences": _table(errors), "zones": zone_table(_, errors)}
    numbers = partial(_numbers, _, tables["differences"])
    return Picture(_differences(_, errors.penalty, over_draws=False), tables, alt_text, numbers)


def draw_differences(_: Translate, errors: ErrorsOverStarts, alt_text: str) -> Picture:
    """The same over draws of the data, which stand in `errors` in the place of the starts."""
    tables = {"differences": _table(errors), "zones": zone_table(_, errors)}
    numbers = partial(_numbers, _, tables["differences"])
    return Picture(_differences(_, errors.penalty, over_draws=True), tables, alt_text, numbers)


def _numbers(_: Translate, table: pd.DataFrame) -> pd.DataFrame:
    """The mean difference at every λ, its standard error, and over how many pairs of runs."""
    return pd.DataFrame(
        {
            "λ": [number(value) for value in table.lambd],
            _("difference to no penalty"): [fixed(value, sign=True) for value in table.difference],
            _("standard error"): [fixed(value) for value in table.error],
            _("pairs"): table.n,
        }
    )


def _table(errors: ErrorsOverStarts) -> pd.DataFrame:
    found = {lambd: errors.difference(k) for k, lambd in enumerate(errors.lambdas)}
    rows = [
        {
            "lambd": lambd,
            "difference": d.mean,
            "error": d.standard_error,
            "low": d.mean - d.standard_error,
            "high": d.mean + d.standard_error,
            "n": d.n,
        }
        for lambd, d in found.items()
        if d is not None
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


@cache
def _differences(_: Translate, penalty: str, over_draws: bool) -> dict[str, Any]:
    color, differences = PENALTY_COLORS[penalty], alt.Chart(alt.NamedData("differences"))
    heading, pairs = (
        (_("Each draw of the data against itself without a penalty"), _("pairs of draws"))
        if over_draws
        else (_("Each start against itself without a penalty"), _("pairs of starts"))
    )
    x = lambda_axis(_)
    y = alt.Y(
        field="difference",
        type="quantitative",
        title=None,
        axis=alt.Axis(labelExpr=vega_number("datum.value", sign=True)),
    )
    zero = differences.mark_rule(color=MARKER_COLOR, strokeDash=[4, 3]).encode(y=alt.YDatum(0))
    bars = differences.mark_rule(color=color, strokeWidth=3, opacity=0.6).encode(
        x=x, y=alt.Y(field="low", type="quantitative"), y2=alt.Y2(field="high")
    )
    line = differences.mark_line(color=color, strokeWidth=1, opacity=0.6).encode(x=x, y=y)
    dots = (
        differences.transform_calculate(
            at=vega_number("datum.lambd"),
            mean=vega_fixed("datum.difference", sign=True),
            deviation=vega_fixed("datum.error"),
        )
        .mark_point(filled=True, size=60, color=color, opacity=1)
        .encode(
            x=x,
            y=y,
            tooltip=[
                alt.Tooltip(field="at", type="nominal", title="λ"),
                alt.Tooltip(field="mean", type="nominal", title=_("mean difference")),
                alt.Tooltip(field="deviation", type="nominal", title=_("Standard error")),
                alt.Tooltip(field="n", type="quantitative", title=pairs),
            ],
        )
    )
    title = title_above(_("Difference in validation cross-entropy (nats)"), heading)
    chart = alt.layer(zone_shades(_), zero, bars, line, dots).properties(height=_HEIGHT, title=title)
    return finished(chart.configure(aria=False))
