"""Cross-entropy over training, on the examples a net learns from and on those it does not, and its cost."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

import altair as alt
import numpy as np
import pandas as pd

from charts.axes import CEILING
from charts.palette import MARKER_COLOR, SPLIT_DASHES
from charts.penalties import PENALTY_COLORS, named, penalty_names
from charts.picture import Picture, Tables, Translate, finished, scrubbed
from charts.vega import span
from l2core.checks import FloatArray

_HEIGHT = 290
_ROOM = 1.1  # the bars' axis ends this far beyond the largest cross-entropy; a huge penalty runs off it

Losses = Mapping[str, Mapping[str, FloatArray]]


def learning_curves(
    _: Translate, penalties: tuple[str, ...], tables: Tables, last_step: int, last_lam: int, alt_text: str
) -> Picture:
    """Training (solid) and validation (dashed) cross-entropy of every net, with a rule at the current step.

    tables: those of `curve_tables`, packed or not.
    """
    return Picture(_curves(_, penalties, last_step, last_lam), tables, alt_text)


def costs(
    _: Translate, penalties: tuple[str, ...], tables: Tables, last_step: int, last_lam: int, alt_text: str
) -> Picture:
    """What each net minimises at the current step, data loss + penalty = cost, and the gap to validation."""
    return Picture(_costs(_, penalties, last_step, last_lam), tables, alt_text)


def curve_tables(epochs: Sequence[int], losses: Losses) -> dict[str, pd.DataFrame]:
    """ "curves": a row for each penalty and snapshot, and for every λ a column t0 … (training), v0 … and p0 …
    (penalty). "extent": how far the axes reach, whatever λ is, so that they stand still while it moves.

    epochs: (S,), the steps kept. losses: penalty -> "training", "validation", "penalty" -> (S, L), NaN where
    the net diverged; a net without a penalty has one column for all λ.
    """
    lambdas = max(of["training"].shape[1] for of in losses.values())
    rows = []
    for penalty, of in losses.items():
        columns = {"step": np.arange(len(epochs), dtype=np.int16), "epoch": epochs, "penalty": penalty}
        for letter, name in (("t", "training"), ("v", "validation"), ("p", "penalty")):
            values = np.broadcast_to(of[name], (len(epochs), lambdas)).astype(np.float32)
            columns |= {f"{letter}{lam}": column for lam, column in enumerate(values.T)}
        rows.append(pd.DataFrame(columns))
    seen = [of[name] for of in losses.values() for name in ("training", "validation")]
    low = min(float(np.nanmin(loss)) for loss in seen)
    high = min(CEILING, max(float(np.nanmax(loss)) for loss in seen))
    extent = {"epoch": [epochs[0], epochs[-1]], "loss": [low, high], "cost": [0.0, _ROOM * high]}
    return {"curves": pd.concat(rows, ignore_index=True), "extent": pd.DataFrame(extent)}


@cache
def _curves(_: Translate, penalties: tuple[str, ...], last_step: int, last_lam: int) -> dict[str, object]:
    x = alt.X(
        field="epoch",
        type="quantitative",
        title=_("Step of training"),
        scale=alt.Scale(domain=span("epoch"), nice=False),
        axis=alt.Axis(grid=False, tickCount=4, labelPadding=4, titlePadding=4),
    )
    parts = {"training": _("training"), "validation": _("validation")}
    dashes = alt.Scale(domain=list(parts.values()), range=[SPLIT_DASHES["train"], SPLIT_DASHES["validation"]])
    table = _at_this_lambda(_).encode(x=x, color=_color(_, penalties, _legend()))
    now = table.transform_filter("datum.step == step")
    layers = [now.mark_rule(color=MARKER_COLOR, strokeWidth=1.5).encode(x=x, color=alt.value(MARKER_COLOR))]
    for part, words in parts.items():
        y = _loss(_, part)
        dash = alt.StrokeDash(field="part", type="nominal", scale=dashes, legend=_legend("bottom"))
        tooltip = [
            alt.Tooltip(field="net", type="nominal", title=_("Net")),
            alt.Tooltip(field="epoch", type="quantitative", title=_("Step of training"), format=","),
            alt.Tooltip(field=part, type="quantitative", title=words, format=".3f"),
        ]
        layers += [
            table.transform_calculate(part=json.dumps(words))
            .mark_line(strokeWidth=2, clip=True)
            .encode(y=y, strokeDash=dash),
            now.mark_point(filled=True, size=60, opacity=1, clip=True).encode(y=y, tooltip=tooltip),
        ]
    extent = alt.Chart(alt.NamedData("extent")).mark_point(opacity=0)
    layers.append(extent.encode(x=x, y=_loss(_, "loss")))
    chart = alt.layer(*layers).add_params(*_tracks(last_step, last_lam))
    return finished(chart.properties(height=_HEIGHT).configure(aria=False))


@cache
def _costs(_: Translate, penalties: tuple[str, ...], last_step: int, last_lam: int) -> dict[str, object]:
    y = alt.Y(
        field="net",
        type="nominal",
        title=None,
        sort=[penalty_names(_)[penalty] for penalty in penalties],
        axis=alt.Axis(ticks=False, domain=False, grid=False, labelPadding=6, labelLimit=90),
    )
    pieces = [_("data loss (training)"), _("penalty term")]
    opacity = alt.Opacity(
        field="piece",
        type="ordinal",
        sort=pieces,
        scale=alt.Scale(domain=pieces, range=[1, 0.4]),
        legend=_legend(fill=PENALTY_COLORS["l2"]),
    )
    now = (
        _at_this_lambda(_)
        .transform_filter("datum.step == step")
        .transform_calculate(
            zero="0",
            cost="datum.training + datum.term",
            sum=_sum(_),
            gap=_gap(_),
        )
        .encode(y=y)
    )
    layers = [
        now.transform_calculate(piece=json.dumps(words))
        .mark_bar(height=12, clip=True)
        .encode(
            x=_nats(_, start),
            x2=alt.X2(field=end),
            color=_color(_, penalties, None),
            opacity=opacity,
        )
        for start, end, words in zip(("zero", "training"), ("training", "cost"), pieces, strict=True)
    ]
    layers += [
        now.mark_tick(height=24, thickness=3, color=MARKER_COLOR, clip=True).encode(x=_nats(_, "validation")),
        _line_of_text(now, "sum", -17),
        _line_of_text(now, "gap", 19),
        alt.Chart(alt.NamedData("extent")).mark_point(opacity=0).encode(x=_nats(_, "cost")),
    ]
    chart = alt.layer(*layers).add_params(*_tracks(last_step, last_lam))
    return finished(chart.properties(height=_HEIGHT).configure(aria=False))


def _at_this_lambda(_: Translate) -> alt.Chart:
    return alt.Chart(alt.NamedData("curves")).transform_calculate(
        net=named(_), training="datum['t' + lam]", validation="datum['v' + lam]", term="datum['p' + lam]"
    )


def _line_of_text(chart: alt.Chart, field: str, dy: int) -> alt.Chart:
    text = alt.Text(field=field, type="nominal")
    return chart.mark_text(align="left", dy=dy, fontSize=11).encode(x=alt.value(2), text=text)


def _sum(_: Translate) -> str:
    """Vega's expression for data loss + penalty = cost, in numbers."""
    words = (_("data loss"), _("penalty"), _("cost"))
    values = ("datum.training", "datum.term", "datum.training + datum.term")
    said = [
        f"{json.dumps(f'{sign}{word} ')} + format({value}, '.3f')"
        for sign, word, value in zip(("", " + ", " = "), words, values, strict=True)
    ]
    diverged = json.dumps(_("diverged"))
    return f"isValid(datum.training) ? {' + '.join(said)} : {diverged}"


def _gap(_: Translate) -> str:
    """Vega's expression for the validation loss and what it has over the training loss."""
    validation, gap = _("validation"), _("gap")
    said = (
        f"{json.dumps(f'{validation} ')} + format(datum.validation, '.3f') + {json.dumps(f' · {gap} ')} + "
        "format(datum.validation - datum.training, '+.3f')"
    )
    return f"isValid(datum.training) ? {said} : ''"


def _loss(_: Translate, field: str) -> alt.Y:
    title, scale = _("Cross-entropy (nats)"), alt.Scale(domain=span("loss"), zero=False, nice=True)
    return alt.Y(field=field, type="quantitative", title=title, scale=scale)


def _nats(_: Translate, field: str) -> alt.X:
    return alt.X(
        field=field, type="quantitative", title=_("Nats per example"), scale=alt.Scale(domain=span("cost"))
    )


def _color(_: Translate, penalties: tuple[str, ...], legend: alt.Legend | None) -> alt.Color:
    names = penalty_names(_)
    scale = alt.Scale(
        domain=[names[penalty] for penalty in penalties],
        range=[PENALTY_COLORS[penalty] for penalty in penalties],
    )
    return alt.Color(field="net", type="nominal", scale=scale, legend=legend)


def _legend(orient: Literal["top", "bottom"] = "top", fill: str | None = None) -> alt.Legend:
    symbol = alt.Undefined if fill is None else fill
    return alt.Legend(title=None, orient=orient, direction="horizontal", offset=4, symbolFillColor=symbol)


def _tracks(last_step: int, last_lam: int) -> tuple[alt.Parameter, alt.Parameter]:
    return scrubbed("step", last_step, last_step), scrubbed("lam", last_lam, last_lam // 2)
