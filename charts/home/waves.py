"""The waves that add up to the polynomial, each as high as its weight, for every λ."""

from functools import cache, partial

import altair as alt
import numpy as np
import pandas as pd

from charts.exported import columns_of
from charts.home.curves import PADDING, PENALTIES
from charts.numbers import number
from charts.palette import MARKER_COLOR
from charts.penalties import penalty_color
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from l2core.checks import FloatArray
from l2core.datasets import polynomial_features
from l2core.polynomial_fit import CurveFit

HEIGHT = 330
_REACH = 6  # how far the axis goes up and down; waves that are higher are cut


def waves(_: Translate, tables: Tables, lam: Track, at: int) -> Picture:
    """w_k φ_k(x) for each k, and b + their sum, at the λ of place `at`. tables: of `wave_tables`."""
    words = _("A thin line for each weight times its wave, and thick the curve, which is their sum and b.")
    return Picture(_spec(_, lam), tables, words, partial(_numbers, _, tables, at))


def _numbers(_: Translate, tables: Tables, at: int) -> pd.DataFrame:
    """How high each wave goes: its weight, times a wave of height 1."""
    heights = columns_of(tables["heights"])
    columns = {_("Wave k"): heights["k"], _("Weight"): [number(value) for value in heights[f"w{at}"]]}
    return pd.DataFrame(columns)


def wave_tables(penalty: str, x: FloatArray, fit: CurveFit) -> dict[str, pd.DataFrame]:
    """φ_k(x) a row for each x and k; the weights w0, w1, … and the curves y0, y1, … at each λ."""
    degree = fit.path.coefficients.shape[1]
    k = np.arange(1, degree + 1)
    phi = polynomial_features(x, degree)
    w = {f"w{lam}": row.astype(np.float32) for lam, row in enumerate(fit.path.coefficients)}
    y = {f"y{lam}": curve.astype(np.float32) for lam, curve in enumerate(fit.curves)}
    return {
        "waves": pd.DataFrame(
            {"x": np.tile(x, degree), "k": np.repeat(k, len(x)), "phi": phi.T.ravel()}
        ).assign(penalty=penalty),
        "heights": pd.DataFrame({"k": k} | w),
        "sum": pd.DataFrame({"x": x} | y).assign(penalty=penalty),
    }


@cache
def _spec(_: Translate, lam: Track) -> dict[str, object]:
    x = alt.X(field="x", type="quantitative", title=None, scale=alt.Scale(domain=[-1, 1]))
    y = alt.Y(field="y", type="quantitative", title=None, scale=alt.Scale(domain=[-_REACH, _REACH]))
    color = penalty_color(PENALTIES, legend=None)
    heights = alt.Chart(alt.NamedData("heights")).mark_point(opacity=0)
    each = (
        alt.Chart(alt.NamedData("waves"))
        .transform_calculate(y=f"datum.phi * data('heights')[datum.k - 1]['w' + {lam.name}]")
        .mark_line(strokeWidth=1.25, clip=True)
        .encode(x=x, y=y, color=color, detail=alt.Detail(field="k", type="ordinal"))
    )
    total = (
        alt.Chart(alt.NamedData("sum"))
        .transform_calculate(y=f"datum['y' + {lam.name}]")
        .mark_line(strokeWidth=4, clip=True)
        .encode(x=x, y=y, color=color)
    )
    zero = alt.Chart(alt.NamedData("heights")).mark_rule(color=MARKER_COLOR).encode(y=alt.YDatum(0))
    chart = alt.layer(heights, zero, each, total).properties(height=HEIGHT, padding=PADDING)
    return finished(chart, lam)
