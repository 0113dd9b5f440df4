"""Where λ_min and λ_1se fall when the folds, or the rows, are drawn again: one dot a draw."""

from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from charts.axes import lambda_axis
from charts.choosing_lambda.error_measures import as_shown, measure_title
from charts.choosing_lambda.lambda_rules import now_rules
from charts.choosing_lambda.titles import title_above
from charts.numbers import number, vega_number
from charts.palette import MARKER_COLOR, TEXT_COLOR
from charts.penalties import PENALTY_COLORS
from charts.picture import Picture, Translate, finished
from charts.track import Track
from charts.vega import span
from l2core.checks import FloatArray

Places = tuple[NDArray[np.intp], NDArray[np.intp]]  # of λ_min and of λ_1se on the bar, one an entry

_TOP, _CURVES, _AROUND = 24, 120, 150  # pixels: words of the bar; the curves; title and axis
_ROW, _WORDS = 52, 18  # pixels: a row of dots, of which its words take so much
_LARGEST, _SMALLEST = 5.0, 2.0  # pixels across a dot
_DOT_COLUMNS = ["lam", "x", "up", "across", "place", "name", "times"]


def lambda_spread(
    _: Translate,
    lambdas: FloatArray,
    mean_error: FloatArray,
    draws: Places,
    resamples: Places | None,
    penalty: str,
    lam: Track,
    alt_text: str,
    *,
    measure: str = "squared error",
) -> Picture:
    """The error curve of every draw of the folds, and below it a dot for each λ_min and each λ_1se.

    lambdas: (L,), increasing. mean_error: (D, L). draws: index_min and index_1se, (D,) each. resamples: the
    same (B,) of the rows, None where they are not computed. measure: as in `cross_validation_curve`.
    """
    lowest, highest = _reach(mean_error, draws)
    # What is beyond has left the picture.
    curves = as_shown(measure, np.where(mean_error <= highest, mean_error, np.nan))
    ends = np.sort(as_shown(measure, np.array([lowest, highest])))
    names = _names(_, draws, resamples)
    sources = [*draws, *(resamples or ())]
    counts = [np.bincount(places, minlength=len(lambdas)) for places in sources]
    dots = [
        _dots(_, lambdas, row, name, places, _step(counts[row // 2 * 2 : row // 2 * 2 + 2]))
        for row, (name, places) in enumerate(zip(names, sources, strict=True))
    ]
    tables = {
        "curves": pd.DataFrame(
            {
                "draw": np.repeat(np.arange(len(curves)), len(lambdas)),
                "x": np.tile(lambdas, len(curves)),
                "error": curves.ravel(),
            }
        ),
        "extent": pd.DataFrame({"x": [lambdas.min(), lambdas.max()], "error": ends}),
        "dots": pd.concat(dots)[_DOT_COLUMNS],
        "rows": pd.DataFrame({"place": np.arange(len(names)), "name": names}),
        "here": pd.DataFrame(
            {
                "lam": np.repeat(np.arange(len(lambdas)), len(names)),
                "place": np.tile(np.arange(len(names)), len(lambdas)),
                "text": [
                    _("here: {count}").format(count=count[k]) for k in range(len(lambdas)) for count in counts
                ],
            }
        ),
        "now": _now(lambdas),
    }
    numbers = partial(_numbers, lambdas, names, counts)
    return Picture(_spec(_, penalty, measure, len(names), lam), tables, alt_text, numbers)


def _names(_: Translate, draws: Places, resamples: Places | None) -> list[str]:
    """What each row of dots counts."""
    of_folds, of_rows = (
        _("{what} in {count} draws of the folds"),
        _("{what} in {count} resamples of the rows"),
    )
    sources = [(of_folds, len(draws[0])), *([] if resamples is None else [(of_rows, len(resamples[0]))])]
    return [words.format(what=what, count=count) for words, count in sources for what in ("λ_min", "λ_1se")]


def _reach(mean_error: FloatArray, draws: Places) -> tuple[float, float]:
    """How far the axis of the errors reaches: so far that the errors at λ_min and λ_1se, which are to be told
    apart, take a third of it."""
    lowest = float(mean_error.min())
    chosen = max(float(np.take_along_axis(mean_error, places[:, None], axis=1).max()) for places in draws)
    highest = min(float(mean_error.max()), lowest + 3 * (chosen - lowest))
    return lowest, highest if highest > lowest else lowest + (abs(lowest) or 1.0)


def _step(counts: list[NDArray[np.intp]]) -> float:
    """How many pixels a dot stands above the one below it, so that the highest pile has room."""
    return min(_LARGEST, (_ROW - _WORDS) / max(int(count.max()) for count in counts))


def _dots(
    _: Translate, lambdas: FloatArray, row: int, name: str, places: NDArray[np.intp], step: float
) -> pd.DataFrame:
    """A dot for each place; up: how many pixels it stands above the foot of its row."""
    at, count = np.unique(places, return_counts=True)
    lam = np.repeat(at, count)
    pile = np.concatenate([np.arange(n) for n in count])
    times = _("{count} of {all}")
    texts = np.array([times.format(count=n, all=len(places)) for n in count], dtype=object)
    return pd.DataFrame(
        {
            "lam": lam,
            "x": lambdas[lam],
            "up": (pile + 0.5) * step,
            "across": max(step, _SMALLEST),
            "place": row,
            "name": name,
            "times": np.repeat(texts, count),
        }
    )


def _now(lambdas: FloatArray) -> pd.DataFrame:
    """Where the bar stands."""
    lam = np.arange(len(lambdas))
    side = np.where(lam < len(lam) / 2, "right", "left")
    return pd.DataFrame(
        {"lam": lam, "x": lambdas, "text": [f"λ = {number(x)}" for x in lambdas], "side": side}
    )


def _numbers(lambdas: FloatArray, names: list[str], counts: list[NDArray[np.intp]]) -> pd.DataFrame:
    """How often each λ of the bar was chosen; those that never were are left out."""
    chosen = np.flatnonzero(np.sum(counts, axis=0))
    return pd.DataFrame(
        {"λ": [number(lambdas[k]) for k in chosen]}
        | {name: count[chosen] for name, count in zip(names, counts, strict=True)}
    )


@cache
def _spec(_: Translate, penalty: str, measure: str, rows: int, lam: Track) -> dict[str, Any]:
    x, color = lambda_axis(_, "x", span("x")), PENALTY_COLORS[penalty]
    foot = f"height - {_ROW} * ({rows - 1} - datum.place)"
    y = alt.Y(
        field="error",
        type="quantitative",
        title=None,
        scale=alt.Scale(
            domain=span("error"),
            zero=False,
            nice=False,
            range=[alt.ExprRef(f"height - {rows * _ROW + 6}"), _TOP],
        ),
        axis=alt.Axis(tickCount=3, minExtent=34, grid=False),
    )
    one_draw = alt.Tooltip(field="draw", type="ordinal", title=_("Draw of the folds"))
    curves = (
        alt.Chart(alt.NamedData("curves"))
        .mark_line(strokeWidth=1, opacity=0.6, color=color)
        .encode(x=x, y=y, detail=alt.Detail(field="draw", type="nominal"), tooltip=[one_draw])
    )
    # Nothing but a row's own numbers says where it stands: an axis of the rows would be another picture's.
    feet = (
        alt.Chart(alt.NamedData("rows"))
        .mark_rule(color=MARKER_COLOR, opacity=0.5, y=alt.ExprRef(foot))
        .encode(x=alt.value(0), x2=alt.value(alt.ExprRef("width")))
    )
    words = (
        alt.Chart(alt.NamedData("rows"))
        .mark_text(
            align="left",
            baseline="top",
            fontSize=11,
            x=3,
            y=alt.ExprRef(f"{foot} - {_ROW - 4}"),
        )
        .encode(text=alt.Text(field="name", type="nominal"))
    )
    here = (
        alt.Chart(alt.NamedData("here"))
        .transform_filter("datum.lam == lam")
        .mark_text(
            align="right",
            baseline="top",
            fontSize=11,
            fontWeight="bold",
            x=alt.ExprRef("width - 3"),
            y=alt.ExprRef(f"{foot} - {_ROW - 4}"),
        )
        .encode(text=alt.Text(field="text", type="nominal"))
    )
    piles = alt.Chart(alt.NamedData("dots")).transform_calculate(at=vega_number("datum.x"))
    point: dict[str, Any] = {
        "filled": True,
        "opacity": 1,
        "y": alt.ExprRef(f"{foot} - datum.up"),
        "size": alt.ExprRef("datum.across * datum.across"),
    }
    tooltip = [
        alt.Tooltip(field="at", type="nominal", title="λ"),
        alt.Tooltip(field="times", type="nominal", title=_("Times chosen")),
        alt.Tooltip(field="name", type="nominal", title=_("Counted")),
    ]
    dots = piles.mark_point(color=color, **point).encode(x=x, tooltip=tooltip)
    dots_here = (
        piles.transform_filter("datum.lam == lam")
        .mark_point(color=alt.ExprRef(TEXT_COLOR), **point)
        .encode(x=x, tooltip=tooltip)
    )
    extent = alt.Chart(alt.NamedData("extent")).mark_point(opacity=0).encode(x=x, y=y)
    layers = [
        extent,
        feet,
        curves,
        *now_rules(x, _TOP - 8, str(_TOP - 8)),
        words,
        here,
        dots,
        dots_here,
    ]
    heading = _("λ_min and λ_1se, draw after draw")
    title = title_above(
        _("{measure}, one line per draw of the folds").format(measure=measure_title(_, measure)), heading
    )
    chart = alt.layer(*layers).properties(height=_TOP + _CURVES + _AROUND + rows * _ROW, title=title)
    return finished(chart.configure(aria=False), lam)
