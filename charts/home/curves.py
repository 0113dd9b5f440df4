"""One polynomial, for every λ, over the noisy points that it was fitted to."""

from collections.abc import Callable
from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from charts.numbers import fixed, number, vega_fixed
from charts.palette import MARKER_COLOR
from charts.penalties import penalty_color
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from charts.vega import with_scales_told
from l2core.checks import FloatArray
from l2core.datasets import CurveSplit, polynomial_features, true_curve
from l2core.polynomial_fit import CurveFit

HEIGHT = 250  # with the bar of the cost below it, it fits the first screen of a phone
PADDING = {"left": 0, "top": 0, "right": 5, "bottom": 0}
PENALTIES = ("l2", "l1")
HIGHEST = 2  # how far the axis goes up and down; what is higher is cut


def curves(
    _: Translate, tables: Tables, count: int, lam: Track, numbers: Callable[[], pd.DataFrame]
) -> Picture:
    """The points, the curve they come from, and the curve that is fitted to them at the current λ.

    tables: of `curve_tables`. count: how many points there are. numbers: makes `curve_numbers`.
    """
    words = _(
        "{count} noisy points, the curve that they come from (one wave, dotted), and the polynomial fitted to"
        " them (a thick line). How far it swings where the bar stands is said in the words below."
    )
    return Picture(_spec(_, lam), tables, words.format(count=count), numbers)


def curve_numbers(_: Translate, data: CurveSplit, fit: CurveFit, lam: int) -> pd.DataFrame:
    """Every point, and how high the curve is there at the λ of place `lam`."""
    order = np.argsort(data.x_train)
    x, y = data.x_train[order], data.y_train[order]
    fitted = fit.path.predict(polynomial_features(x, fit.path.coefficients.shape[1]))[:, lam]
    return pd.DataFrame(
        {
            _("Point from the left"): np.arange(1, len(x) + 1),
            _("x"): [fixed(value, 2) for value in x],
            _("y"): [fixed(value, 2) for value in y],
            _("The curve"): [number(value) for value in fitted],
        }
    )


def curve_tables(
    data: CurveSplit, x: FloatArray, penalty: str, fit: CurveFit, before: CurveFit, point: int
) -> dict[str, pd.DataFrame]:
    """The points, the true curve and a fitted curve for each λ, in columns y0, y1, …

    x: (N,), where the curves were computed. before: the fit before the `point`-th point was moved; 0 if none
    was.
    """
    order = np.argsort(data.x_train)
    places = np.arange(1, len(order) + 1)
    gone = before.curves if point else np.full_like(before.curves, np.nan)
    return {
        "fit": _each_lambda(x, fit.curves).assign(penalty=penalty),
        "before": _each_lambda(x, gone).assign(penalty=penalty),
        "truth": pd.DataFrame({"x": x, "y": true_curve(x)}),
        "points": pd.DataFrame(
            {
                "x": data.x_train[order],
                "y": data.y_train[order],
                "number": places,
                "size": np.where(places == point, 260, 80),
            }
        ),
    }


def _each_lambda(x: FloatArray, values: FloatArray) -> pd.DataFrame:
    return pd.DataFrame({"x": x} | {f"y{lam}": curve.astype(np.float32) for lam, curve in enumerate(values)})


@cache
def _spec(_: Translate, lam: Track) -> dict[str, object]:
    x = alt.X(
        field="x",
        type="quantitative",
        title=None,
        scale=alt.Scale(domain=[-1, 1]),
        axis=alt.Axis(labelPadding=6, tickCount=5),
    )
    y = alt.Y(
        field="y",
        type="quantitative",
        title=None,
        scale=alt.Scale(domain=[-HIGHEST, HIGHEST]),
        axis=alt.Axis(tickCount=5),
    )
    color = penalty_color(PENALTIES, legend=None)

    def fitted(table: str) -> alt.Chart:
        return alt.Chart(alt.NamedData(table)).transform_calculate(y=f"datum['y' + {lam.name}]")

    fit = fitted("fit").mark_line(strokeWidth=4, clip=True).encode(x=x, y=y, color=color)
    before = (
        fitted("before")
        .mark_line(strokeWidth=1.5, strokeDash=[6, 4], clip=True)
        .encode(x=x, y=y, color=color)
    )
    truth = (
        alt.Chart(alt.NamedData("truth"))
        .mark_line(color=MARKER_COLOR, strokeDash=[2, 4], strokeWidth=2)
        .encode(x=x, y=y)
    )
    points = (
        alt.Chart(alt.NamedData("points"))
        .transform_calculate(x_text=vega_fixed("datum.x", 2), y_text=vega_fixed("datum.y", 2))
        .mark_point(color=MARKER_COLOR, filled=True, opacity=1, clip=True)
        .encode(
            x=x,
            y=y,
            size=alt.Size(field="size", type="quantitative", scale=None),
            tooltip=[
                alt.Tooltip(field="number", type="ordinal", title=_("Point from the left")),
                alt.Tooltip(field="x_text", type="nominal", title=_("x")),
                alt.Tooltip(field="y_text", type="nominal", title=_("y")),
            ],
        )
    )
    chart = alt.layer(truth, before, fit, points).properties(
        height=HEIGHT, padding=PADDING, title=alt.TitleParams(_("The curve (dotted: the truth)"), offset=6)
    )
    return with_scales_told(finished(chart, lam))
