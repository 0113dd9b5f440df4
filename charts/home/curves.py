"""One polynomial under L2 and under L1, for every λ, over the noisy points that it was fitted to."""

from collections.abc import Mapping
from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from charts.palette import MARKER_COLOR
from charts.penalties import linear_names, penalty_color
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from l2core.checks import FloatArray
from l2core.datasets import CurveSplit, true_curve
from l2core.polynomial_fit import CurveFit

HEIGHT = 430
PENALTIES = ("l2", "l1")


def curves(_: Translate, tables: Tables, count: int, lam: Track) -> Picture:
    """The points, the curve they come from, and what L2 and L1 fit to them at the current λ.

    tables: of `curve_tables`. count: how many points there are.
    """
    words = _("{count} noisy points, and the curves that L2 and L1 fit to them for every λ.")
    return Picture(_spec(_, lam), tables, words.format(count=count))


def curve_tables(
    _: Translate, data: CurveSplit, x: FloatArray, fits: Mapping[str, CurveFit]
) -> dict[str, pd.DataFrame]:
    """The points, the true curve and a fitted curve for each λ, in columns y0, y1, …

    x: (N,), where the curves were computed. fits: "l2" and "l1".
    """
    names = linear_names(_)
    rows = [
        pd.DataFrame(
            {"x": x, "fit": names[penalty]}
            | {f"y{lam}": curve.astype(np.float32) for lam, curve in enumerate(fits[penalty].curves)}
        )
        for penalty in PENALTIES
    ]
    return {
        "fits": pd.concat(rows, ignore_index=True),
        "truth": pd.DataFrame({"x": x, "y": true_curve(x)}),
        "points": pd.DataFrame({"x": data.x_train, "y": data.y_train}),
    }


@cache
def _spec(_: Translate, lam: Track) -> dict[str, object]:
    names = linear_names(_)
    x = alt.X(field="x", type="quantitative", title=_("x"), scale=alt.Scale(domain=[-1, 1]))
    y_scale = alt.Scale(domain=[-2, 2])
    fits = (
        alt.Chart(alt.NamedData("fits"))
        .transform_calculate(y=f"datum['y' + {lam.name}]")
        .mark_line(strokeWidth=4, clip=True)
        .encode(
            x=x,
            y=alt.Y(field="y", type="quantitative", title=_("y"), scale=y_scale),
            color=penalty_color(
                PENALTIES,
                [names[penalty] for penalty in PENALTIES],
                field="fit",
                legend=alt.Legend(orient="top", title=None),
            ),
        )
    )
    truth = (
        alt.Chart(alt.NamedData("truth"))
        .mark_line(color=MARKER_COLOR, strokeDash=[2, 4], strokeWidth=2)
        .encode(x=x, y=alt.Y(field="y", type="quantitative", scale=y_scale))
    )
    points = (
        alt.Chart(alt.NamedData("points"))
        .mark_point(color=MARKER_COLOR, filled=True, size=90, opacity=1)
        .encode(
            x=x,
            y=alt.Y(field="y", type="quantitative", scale=y_scale),
            tooltip=[
                alt.Tooltip(field="x", type="quantitative", title=_("x"), format=".2f"),
                alt.Tooltip(field="y", type="quantitative", title=_("y"), format=".2f"),
            ],
        )
    )
    chart = alt.layer(truth, fits, points).properties(height=HEIGHT, title=_("One polynomial, every λ"))
    return finished(chart, lam)
