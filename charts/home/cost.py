"""The cost as one bar of two colours: the error on the points, and λ times the size of the weights."""

from functools import cache, partial

import altair as alt
import numpy as np
import pandas as pd

from charts.exported import columns_of
from charts.home.curves import PADDING, PENALTIES
from charts.numbers import number, vega_number
from charts.palette import MARKER_COLOR
from charts.penalties import penalty_color, penalty_ink
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from charts.vega import filled, span
from l2core.checks import FloatArray
from l2core.polynomial_fit import CurveFit

HEIGHT = 72
_TOP, _BOTTOM, _WORDS = 22, 48, 10  # pixels from the top of the plot: the bar, and the middle of its words


def cost(_: Translate, tables: Tables, lam: Track, at: int) -> Picture:
    """Error and penalty of the fit at the current λ, end to end. tables: of `cost_tables`. at: its place."""
    words = _("One bar, the cost: first the error on the points, then λ times the size of the weights.")
    return Picture(_spec(_, lam), tables, words, partial(_numbers, _, tables, at))


def _numbers(_: Translate, tables: Tables, at: int) -> pd.DataFrame:
    """The parts of the bar, and all of it."""
    costs = columns_of(tables["costs"])
    names = {"error": _("error on the points"), "weights": _("λ · size of the weights"), "cost": _("cost")}
    return pd.DataFrame({name: [number(costs[part][at])] for part, name in names.items()})


def cost_tables(penalty: str, fit: CurveFit, y: FloatArray) -> dict[str, pd.DataFrame]:
    """A row for each λ: error, penalty and their sum. "extent": the axis, up to the cost of a flat curve.

    y: (n,), the heights of the points. No λ costs more than weights of 0 do: half the variance of y.
    """
    error = fit.train_error / 2
    return {
        "costs": pd.DataFrame(
            {
                "lam": np.arange(len(error)),
                "penalty": penalty,
                "error": error,
                "weights": fit.penalty,
                "cost": fit.cost,
            }
        ),
        "extent": pd.DataFrame({"cost": [0.0, float(y.var() / 2)]}),
    }


@cache
def _spec(_: Translate, lam: Track) -> dict[str, object]:
    here = alt.Chart(alt.NamedData("costs")).transform_filter(f"datum.lam == {lam.name}")

    def x(field: str) -> alt.X:
        return alt.X(
            field=field,
            type="quantitative",
            title=None,
            scale=alt.Scale(domain=span("cost"), nice=False),
            axis=alt.Axis(grid=False, tickCount=4, labelPadding=4, labelExpr=vega_number("datum.value")),
        )

    top, bottom = alt.YValue(_TOP), alt.Y2Value(_BOTTOM)
    error = here.mark_rect(color=MARKER_COLOR).encode(x=x("error"), x2=alt.X2Datum(0), y=top, y2=bottom)
    weights = here.mark_rect().encode(
        x=x("error"), x2=alt.X2(field="cost"), y=top, y2=bottom, color=penalty_color(PENALTIES, legend=None)
    )
    of_error = here.transform_calculate(
        words=filled(_("Error on the points {error}"), error=vega_number("datum.error"))
    ).mark_text(align="left", fontSize=13, fontWeight="bold")
    of_weights = here.transform_calculate(
        words=filled(_("+ λ · size of the weights {weights}"), weights=vega_number("datum.weights"))
    )
    words = alt.Text(field="words", type="nominal")
    right = {"x": alt.XValue(alt.ExprRef("width")), "y": alt.YValue(_WORDS), "text": words}
    extent = alt.Chart(alt.NamedData("extent")).mark_point(opacity=0).encode(x=x("cost"))
    chart = alt.layer(
        extent,
        error,
        weights,
        of_error.encode(x=alt.XValue(0), y=alt.YValue(_WORDS), text=words),
        *(
            of_weights.transform_filter(f"datum.penalty == '{penalty}'")
            .mark_text(align="right", fontSize=13, fontWeight="bold", color=penalty_ink(penalty))
            .encode(**right)
            for penalty in PENALTIES
        ),
    )
    return finished(chart.properties(height=HEIGHT, padding=PADDING), lam)
