"""Cross-entropy over training, on the examples a net learns from and on those it does not."""

import json
from collections.abc import Mapping, Sequence
from functools import cache

import altair as alt
import numpy as np
import pandas as pd

from charts.axes import CEILING, step_axis
from charts.numbers import vega_fixed
from charts.palette import MARKER_COLOR, SPLIT_DASHES
from charts.penalties import named, penalty_color, penalty_names
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from charts.vega import span
from l2core.checks import FloatArray

HEIGHT = 290
_ROOM = 1.1  # the bars' axis ends this far beyond the largest cross-entropy; a huge penalty runs off it

Losses = Mapping[str, Mapping[str, FloatArray]]


def learning_curves(
    _: Translate, penalties: tuple[str, ...], tables: Tables, step: Track, lam: Track, alt_text: str
) -> Picture:
    """Training (solid) and validation (dashed) cross-entropy of every net, with a rule at the current step.

    tables: those of `curve_tables`, packed or not.
    """
    return Picture(_spec(_, penalties, step, lam), tables, alt_text)


def curve_tables(epochs: Sequence[int], losses: Losses) -> dict[str, pd.DataFrame]:
    """Table "curves": a row for each penalty and snapshot, and for every λ a column t0 … (training), v0 …
    (validation) and p0 … (penalty). Table "extent": how far the axes reach, whatever λ is, so that they stand
    still while it moves.

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


def at_this_lambda(_: Translate, lam: Track) -> alt.Chart:
    """The table "curves" with the losses at the λ of the bar: net, training, validation, term."""
    return alt.Chart(alt.NamedData("curves")).transform_calculate(
        net=named(_),
        **{
            name: f"datum['{letter}' + {lam.name}]"
            for letter, name in (("t", "training"), ("v", "validation"), ("p", "term"))
        },
    )


@cache
def _spec(_: Translate, penalties: tuple[str, ...], step: Track, lam: Track) -> dict[str, object]:
    x = step_axis(_, "epoch", span("epoch"))
    parts = {"training": _("training"), "validation": _("validation")}
    dashes = alt.Scale(domain=list(parts.values()), range=[SPLIT_DASHES["train"], SPLIT_DASHES["validation"]])
    names = [penalty_names(_)[penalty] for penalty in penalties]
    legend = alt.Legend(title=None, orient="top", direction="horizontal", offset=4)
    color = penalty_color(penalties, names, field="net", legend=legend)
    table = at_this_lambda(_, lam).encode(x=x, color=color)
    now = table.transform_filter(f"datum.step == {step.name}")
    layers = [now.mark_rule(color=MARKER_COLOR, strokeWidth=1.5).encode(x=x, color=alt.value(MARKER_COLOR))]
    for part, words in parts.items():
        y = _loss(_, part)
        below = alt.Legend(title=None, orient="bottom", direction="horizontal", offset=4)
        dash = alt.StrokeDash(field="part", type="nominal", scale=dashes, legend=below)
        tooltip = [
            alt.Tooltip(field="net", type="nominal", title=_("Net")),
            alt.Tooltip(field="epoch", type="quantitative", title=_("Step of training"), format=","),
            alt.Tooltip(field="loss_text", type="nominal", title=words),
        ]
        layers += [
            table.transform_calculate(part=json.dumps(words))
            .mark_line(strokeWidth=2, clip=True)
            .encode(y=y, strokeDash=dash),
            now.transform_calculate(loss_text=vega_fixed(f"datum.{part}"))
            .mark_point(filled=True, size=60, opacity=1, clip=True)
            .encode(y=y, tooltip=tooltip),
        ]
    extent = alt.Chart(alt.NamedData("extent")).mark_point(opacity=0)
    layers.append(extent.encode(x=x, y=_loss(_, "loss")))
    title = alt.Title(_("Learning curves"), anchor="start", fontSize=14)
    chart = alt.layer(*layers).properties(height=HEIGHT, title=title)
    return finished(chart.configure(aria=False), step, lam)


def _loss(_: Translate, field: str) -> alt.Y:
    title, scale = _("Cross-entropy (nats)"), alt.Scale(domain=span("loss"), zero=False, nice=True)
    return alt.Y(field=field, type="quantitative", title=title, scale=scale)
