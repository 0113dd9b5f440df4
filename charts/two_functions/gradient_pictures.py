"""Every entry of the gradient: its two parts, its finite difference, and which arrays a slip makes wrong."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.palette import MARKER_COLOR, TEXT_COLOR
from charts.penalties import PENALTY_COLORS
from charts.picture import Picture, finished, scrubbed
from charts.two_functions.code_lines import Numbers, Translate
from charts.two_functions.line_by_line import number
from l2core.checks import FloatArray
from l2core.worked_example import RIGHT_BELOW, SLIPS, SlipCheck

Gradients = Mapping[str, FloatArray]


def gradient_parts(_: Translate, numbers: Sequence[Numbers], *, start: int) -> Picture:
    """Each entry of dW_l and db_l as a bar of its data part and, in blue, its penalty part.

    numbers: what the functions compute, for each λ. start: the λ (its index) shown first.
    """
    names = _arrays(numbers[0])
    data_word, penalty_word = _part_words(_)
    rows = []
    for lam, here in enumerate(numbers):
        for name in names:
            data = here.get(f"data_{name}", here[name])
            pull = here.get(f"penalty_{name}", np.zeros_like(data))
            for entry in np.ndindex(data.shape):
                shared = {"lam": lam, "entry": _entry(name, entry), "total": here[name][entry]}
                rows.append(shared | {"part": data_word, "amount": data[entry]})
                rows.append(shared | {"part": penalty_word, "amount": pull[entry]})
    parts = pd.DataFrame(rows).astype({"amount": "float32", "total": "float32"})
    ends = parts.assign(up=parts.amount.clip(lower=0), down=parts.amount.clip(upper=0))
    reach = ends.groupby(["lam", "entry"])[["up", "down"]].sum()
    tables = {"parts": parts, "reach": pd.DataFrame({"amount": [reach.down.min(), reach.up.max()]})}
    takeaway = _("The penalty part grows with λ in every entry of dW3, dW2, dW1; the data part and db stay.")
    return Picture(_parts_spec(_, len(numbers), start), tables, takeaway)


@cache
def _parts_spec(_: Translate, lambdas: int, start: int) -> dict[str, Any]:
    x = alt.X(
        field="entry",
        type="nominal",
        title=_("Entry of the gradient"),
        sort=None,
        axis=alt.Axis(labelAngle=-90),
    )
    amount = alt.Y(field="amount", type="quantitative", title=_("Gradient (cost per unit of the weight)"))
    color = alt.Color(
        field="part",
        type="nominal",
        title=None,
        scale=alt.Scale(domain=list(_part_words(_)), range=[PENALTY_COLORS["none"], PENALTY_COLORS["l2"]]),
        legend=alt.Legend(orient="top", labelLimit=300, offset=8, padding=0),
    )
    tips = [
        alt.Tooltip(field="entry", type="nominal", title=_("Entry")),
        alt.Tooltip(field="part", type="nominal", title=_("Part")),
        alt.Tooltip(field="amount", type="quantitative", title=_("Its amount"), format=".4~g"),
        alt.Tooltip(field="total", type="quantitative", title=_("Both together"), format=".4~g"),
    ]
    parts = alt.Chart(alt.NamedData("parts")).transform_filter("datum.lam == lam")
    bars = parts.mark_bar().encode(x=x, y=amount, color=color, tooltip=tips)
    total = parts.mark_text(text="◆", fontSize=11, baseline="middle").encode(
        x=x, y=alt.Y(field="total", type="quantitative"), tooltip=tips
    )
    # Not drawn: holds the axis to the same numbers at every λ.
    reach = alt.Chart(alt.NamedData("reach")).mark_point(opacity=0).encode(y=amount)
    zero = alt.Chart(alt.NamedData("reach")).mark_rule(color=MARKER_COLOR).encode(y=alt.datum(0))
    chart = alt.layer(bars, zero, total, reach).add_params(scrubbed("lam", lambdas - 1, start))
    return _titled(chart, _("Data part + penalty part = ◆"))


def diagonal(_: Translate, check: SlipCheck, slip: str, *, start: int) -> Picture:
    """Each entry of the gradient, computed with the slip, against its finite difference.

    start: the λ (its index) shown first.
    """
    with_penalty, without = _kind_words(_)
    points = pd.DataFrame(
        {
            "lam": lam,
            "entry": _entry(name, entry),
            "kind": with_penalty if name.startswith("dW") else without,
            "analytical": float(analytical[name][entry]),
            "numerical": float(numerical[name][entry]),
        }
        for lam, (analytical, numerical) in enumerate(
            zip(check.gradients[slip], check.differences, strict=True)
        )
        for name in sorted(numerical, key=_order)
        for entry in np.ndindex(numerical[name].shape)
    )
    points["off"] = (points.analytical - points.numerical).abs() > RIGHT_BELOW
    both = points.melt(id_vars="lam", value_vars=["analytical", "numerical"])
    ends = both.groupby("lam").value.agg(["min", "max"]).reset_index().melt(id_vars="lam", value_name="end")
    tables = {"points": points, "ends": ends[["lam", "end"]]}
    takeaway = _("Gradients that the code gets right lie on the diagonal; a mistake takes entries off it.")
    return Picture(_diagonal_spec(_, len(check.differences), start), tables, takeaway)


@cache
def _diagonal_spec(_: Translate, lambdas: int, start: int) -> dict[str, Any]:
    x_title, y_title = _("Numerical: slope of the cost"), _("Analytical: what the code returns")
    x = alt.X(field="numerical", type="quantitative", title=x_title)
    y = alt.Y(field="analytical", type="quantitative", title=y_title)
    color = alt.Color(
        field="kind",
        type="nominal",
        title=None,
        scale=alt.Scale(domain=list(_kind_words(_)), range=[PENALTY_COLORS["l2"], PENALTY_COLORS["none"]]),
        legend=alt.Legend(orient="top", labelLimit=300, offset=8, padding=0),
    )
    tips = [
        alt.Tooltip(field="entry", type="nominal", title=_("Entry")),
        alt.Tooltip(field="numerical", type="quantitative", title=_("Numerical"), format=".6~g"),
        alt.Tooltip(field="analytical", type="quantitative", title=_("Analytical"), format=".6~g"),
    ]
    line = (
        alt.Chart(alt.NamedData("ends"))
        .transform_filter("datum.lam == lam")
        .mark_line(color=MARKER_COLOR, strokeDash=[4, 3])
        .encode(
            x=alt.X(field="end", type="quantitative", title=x_title),
            y=alt.Y(field="end", type="quantitative", title=y_title),
        )
    )
    points = alt.Chart(alt.NamedData("points")).transform_filter("datum.lam == lam").encode(x=x, tooltip=tips)
    rings = points.mark_point(size=90, strokeWidth=2, opacity=1).encode(y=y, color=color)
    off = points.transform_filter("datum.off")
    distance = off.mark_rule(strokeWidth=2).encode(y=y, y2=alt.Y2(field="numerical"), color=color)
    crosses = off.mark_text(text="✕", fontSize=15).encode(y=y)
    chart = alt.layer(line, distance, rings, crosses).add_params(scrubbed("lam", lambdas - 1, start))
    return _titled(chart, _("Each entry: ○ agrees, ✕ does not"))


def slip_words(_: Translate) -> dict[str, str]:
    """What is wrong in the code, in a few signs."""
    words = (
        _("nothing is wrong"),
        _("no (λ/m) W1"),
        _("no (λ/m) W2"),
        _("no (λ/m) W3"),
        _("no (λ/m) W at all"),
        _("λ W, not (λ/m) W"),
        _("− (λ/m) W"),
        _("(λ/m) b in db too"),
        _("no ReLU gate"),
        _("dZ3 = Y − A3"),
    )
    return dict(zip(SLIPS, words, strict=True))


def slip_table(_: Translate, check: SlipCheck, *, chosen: str, start: int) -> Picture:
    """The relative error of each array under each slip: the darker, the more wrong.

    chosen: the slip to be framed. start: the λ (its index) shown first.
    """
    rows = [
        {
            "lam": lam,
            "slip": words,
            "array": name,
            "error": error,
            "text": "✓" if error < RIGHT_BELOW else number(error, 2),
            "depth": 0.06 if error < RIGHT_BELOW else 0.1 + 0.1 * np.log10(error / RIGHT_BELOW),
            "chosen": int(slip == chosen),
        }
        for slip, words in slip_words(_).items()
        for lam, errors in enumerate(check.relative_errors[slip])
        for name, error in sorted(errors.items(), key=lambda item: _order(item[0]))
    ]
    takeaway = _("Which arrays fail the check under each mistake: each mistake has its own pattern.")
    return Picture(_slip_spec(_, len(check.differences), start), {"errors": pd.DataFrame(rows)}, takeaway)


@cache
def _slip_spec(_: Translate, lambdas: int, start: int) -> dict[str, Any]:
    x = alt.X(field="array", type="nominal", sort=None, title=None, axis=alt.Axis(orient="top", labelAngle=0))
    y = alt.Y(
        field="slip", type="nominal", sort=None, title=None, axis=alt.Axis(labelLimit=170, labelPadding=6)
    )
    tips = [
        alt.Tooltip(field="slip", type="nominal", title=_("Mistake")),
        alt.Tooltip(field="array", type="nominal", title=_("Array")),
        alt.Tooltip(field="error", type="quantitative", title=_("Relative error"), format=".2~e"),
    ]
    cells = (
        alt.Chart(alt.NamedData("errors")).transform_filter("datum.lam == lam").encode(x=x, y=y, tooltip=tips)
    )
    filled = cells.mark_rect(color=MARKER_COLOR, cornerRadius=3).encode(
        opacity=alt.Opacity(field="depth", type="quantitative", scale=None, legend=None)
    )
    framed = cells.transform_filter("datum.chosen").mark_rect(
        filled=False, stroke=alt.ExprRef(TEXT_COLOR), strokeWidth=2, cornerRadius=3
    )
    text = cells.mark_text(fontSize=12).encode(text=alt.Text(field="text", type="nominal"))
    chart = alt.layer(filled, framed, text).add_params(scrubbed("lam", lambdas - 1, start))
    return _titled(chart, _("Relative error of each array"))


def _titled(chart: alt.LayerChart | alt.FacetChart, title: str) -> dict[str, Any]:
    return finished(chart.properties(height=400, title=alt.TitleParams(text=title, offset=8)))


def _part_words(_: Translate) -> tuple[str, str]:
    return _("data part"), _("penalty part (λ/m) W")


def _kind_words(_: Translate) -> tuple[str, str]:
    return _("weights (with penalty)"), _("biases (without)")


def _arrays(numbers: Numbers) -> list[str]:
    return sorted((name for name in numbers if name[:2] in ("dW", "db")), key=_order)


def _order(name: str) -> tuple[int, str]:
    """dW1, db1, dW2, …"""
    return int(name[2:]), name[:2]


def _entry(name: str, entry: tuple[int, ...]) -> str:
    return f"{name}[{entry[0] + 1}, {entry[1] + 1}]"
