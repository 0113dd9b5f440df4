"""Polynomials fitted to a few noisy points, for every λ: the curves, and their errors."""

from collections.abc import Mapping
from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from charts.palette import MARKER_COLOR, SPLIT_DASHES
from charts.penalties import PENALTY_COLORS
from charts.picture import Picture, Translate, finished, scrubbed
from l2core.checks import FloatArray
from l2core.datasets import CurveSplit, true_curve

_HEIGHT = 430
_PENALTIES = ("l2", "l1")


def curves(_: Translate, data: CurveSplit, x: FloatArray, fits: Mapping[str, FloatArray]) -> Picture:
    """The points, the curve they come from, and what L2 and L1 fit to them at the current λ.

    x: (N,) where the curves are drawn. fits: "l2" and "l1" -> (L, N), a curve for each λ.
    """
    names = {"l2": _("L2 (ridge)"), "l1": _("L1 (lasso)")}
    rows = [
        pd.DataFrame(
            {"x": x, "fit": names[penalty]}
            | {f"y{lam}": curve.astype(np.float32) for lam, curve in enumerate(fits[penalty])}
        )
        for penalty in _PENALTIES
    ]
    tables = {
        "fits": pd.concat(rows, ignore_index=True),
        "truth": pd.DataFrame({"x": x, "y": true_curve(x)}),
        "points": pd.DataFrame({"x": data.x_train, "y": data.y_train}),
    }
    words = _("{count} noisy points, and the curves that L2 and L1 fit to them for every λ.")
    last = len(fits["l2"]) - 1
    return Picture(_curves(_, last), tables, words.format(count=len(data.x_train)))


def errors(_: Translate, lambdas: FloatArray, mistakes: Mapping[str, Mapping[str, FloatArray]]) -> Picture:
    """Mean squared error on the points fitted and on new ones, against λ, with a rule at the current one.

    mistakes: "l2" and "l1" -> "train" and "validation" -> (L,).
    """
    fits = {"l2": _("L2 (ridge)"), "l1": _("L1 (lasso)")}
    parts = {"train": _("Points it was fitted to"), "validation": _("New points")}
    rows = [
        pd.DataFrame(
            {
                "lam": np.arange(len(lambdas)),
                "lambd": lambdas,
                "error": of[part],
                "fit": fits[penalty],
                "part": parts[part],
            }
        )
        for penalty, of in mistakes.items()
        for part in ("train", "validation")
    ]
    words = _("Too small a λ: little error on the old points, much on new ones. Too large: much on both.")
    return Picture(_errors(_, len(lambdas) - 1), {"errors": pd.concat(rows, ignore_index=True)}, words)


@cache
def _curves(_: Translate, last: int) -> dict[str, object]:
    names = [_("L2 (ridge)"), _("L1 (lasso)")]
    x = alt.X(field="x", type="quantitative", title=_("x"), scale=alt.Scale(domain=[-1, 1]))
    y_scale = alt.Scale(domain=[-2, 2])
    fits = (
        alt.Chart(alt.NamedData("fits"))
        .transform_calculate(y="datum['y' + lam]")
        .mark_line(strokeWidth=4, clip=True)
        .encode(
            x=x,
            y=alt.Y(field="y", type="quantitative", title=_("y"), scale=y_scale),
            color=alt.Color(
                field="fit",
                type="nominal",
                title=None,
                scale=alt.Scale(domain=names, range=[PENALTY_COLORS[penalty] for penalty in _PENALTIES]),
                legend=alt.Legend(orient="top"),
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
    title = _("One polynomial, every λ")
    return finished(
        alt.layer(truth, fits, points)
        .add_params(scrubbed("lam", last, 0))
        .properties(height=_HEIGHT, title=title)
    )


@cache
def _errors(_: Translate, last: int) -> dict[str, object]:
    fits = [_("L2 (ridge)"), _("L1 (lasso)")]
    parts = [_("Points it was fitted to"), _("New points")]
    x = alt.X(
        field="lambd",
        type="quantitative",
        title=_("λ (log scale)"),
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(format="~g", tickCount=5),
    )
    base = alt.Chart(alt.NamedData("errors"))
    lines = base.mark_line(clip=True).encode(
        x=x,
        y=alt.Y(
            field="error",
            type="quantitative",
            title=_("mean squared error (log scale)"),
            scale=alt.Scale(type="log", nice=False),
            axis=alt.Axis(format="~g", tickCount=4),
        ),
        color=alt.Color(
            field="fit",
            type="nominal",
            scale=alt.Scale(domain=fits, range=[PENALTY_COLORS[penalty] for penalty in _PENALTIES]),
            legend=None,
        ),
        strokeDash=alt.StrokeDash(
            field="part",
            type="nominal",
            title=None,
            scale=alt.Scale(domain=parts, range=[SPLIT_DASHES["train"], SPLIT_DASHES["validation"]]),
            legend=alt.Legend(orient="top", direction="vertical"),
        ),
        tooltip=[
            alt.Tooltip(field="fit", type="nominal", title=_("fit")),
            alt.Tooltip(field="part", type="nominal", title=_("measured on")),
            alt.Tooltip(field="lambd", type="quantitative", title="λ", format=".3g"),
            alt.Tooltip(field="error", type="quantitative", title=_("mean squared error"), format=".3g"),
        ],
    )
    rule = base.transform_filter("datum.lam == lam").mark_rule(color=MARKER_COLOR, strokeWidth=2).encode(x=x)
    return finished(
        alt.layer(rule, lines)
        .add_params(scrubbed("lam", last, 0))
        .properties(height=_HEIGHT, title=_("What λ costs, and what it saves"))
    )
