"""All weights of a network in one number: Σ|w|, Σw², and how many of each layer are exactly 0."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.axes import FARTHEST
from charts.networks.codes import FULL, codes, lists, number
from charts.networks.polylines import TRACK, as_lines, step_axis, step_params, steps_table, vertices
from charts.palette import MARKER_COLOR
from charts.penalties import penalty_color, penalty_names
from charts.picture import Picture, Translate, finished, scrubbed
from charts.vega import filled, list_of
from l2core.trajectories import Weights

HEIGHT = 330
NORMS = {"l1": "Σ|w|", "l2": "Σw²"}


def norms(_: Translate, runs: Sequence[Weights], norm: str, at: Mapping[str, int], last_lam: int) -> Picture:
    """Σ|w| ("l1") or Σw² ("l2") of every net of `runs` against the step. at: step and λ of the words."""
    sums = [run.summed(norm) for run in runs]
    free = sums[0] if runs[0].diverged_at[0] < 0 else sums[0][:, :1]
    high = 1.05 * float(min(FARTHEST * free.max(), max(np.nanmax(of) for of in sums)))
    every = [np.broadcast_to(of, (last_lam + 1, of.shape[1])) for of in sums]
    lines = [
        pd.DataFrame({"name": [penalty_names(_)[run.penalty]], "v": [of.astype(np.float32).ravel()]})
        .assign(sound=[np.isfinite(of).sum(axis=1).astype(np.int16)])
        .join(lists("w", codes(of[None], high / FULL)))
        for run, of in zip(runs, every, strict=True)
    ]
    words = _("{norm} of all weights at step {step}: {values}.")
    values = (
        f"{penalty_names(_)[run.penalty]} {of[at['lam'], at['step']]:.2f}"
        for run, of in zip(runs, every, strict=True)
    )
    steps = runs[0].steps
    return Picture(
        _norms(_, norm, tuple(run.penalty for run in runs), len(steps), last_lam),
        {"norms": pd.concat(lines, ignore_index=True), TRACK: steps_table(steps, low=0.0, high=high)},
        words.format(norm=NORMS[norm], step=steps[at["step"]], values=", ".join(values)),
    )


def zeros(_: Translate, runs: Sequence[Weights], at: Mapping[str, int], last_lam: int) -> Picture:
    """How many weights of each layer are exactly 0 at the current step, for every net of `runs`."""
    rows = [
        {
            "name": penalty_names(_)[run.penalty],
            "layer": f"W{layer}",
            "size": int((run.layer == layer).sum()),
            "zeros": run.zeros[layer - 1].astype(np.int16).ravel(),
            "nets": len(run.diverged_at),
        }
        for run in runs
        for layer in range(1, run.depth + 1)
    ]
    said = _("Weights that are exactly 0 at step {step}: {values}.")
    values = (
        f"{penalty_names(_)[run.penalty]} {run.zeros[:, min(at['lam'], lams - 1), at['step']].sum()}"
        f"/{len(run.layer)}"
        for run, lams in ((run, len(run.diverged_at)) for run in runs)
    )
    return Picture(
        _zeros(_, tuple(run.penalty for run in runs), runs[0].depth, len(runs[0].steps), last_lam),
        {"zeros": pd.DataFrame(rows)},
        said.format(step=runs[0].steps[at["step"]], values=", ".join(values)),
    )


def _color(_: Translate, penalties: tuple[str, ...]) -> alt.Color:
    names = [penalty_names(_)[penalty] for penalty in penalties]
    legend = alt.Legend(title=None, orient="bottom", symbolOpacity=1)
    return penalty_color(penalties, names, field="name", legend=legend)


@cache
def _norms(_: Translate, norm: str, penalties: tuple[str, ...], S: int, last_lam: int) -> dict[str, Any]:
    y = alt.Y(
        field="high",
        type="quantitative",
        title={"l1": _("Σ|w|, sum of sizes"), "l2": _("Σw², sum of squares")}[norm],
        scale=alt.Scale(domain=[0, alt.ExprRef(f"data('{TRACK}')[0].high")], nice=False),
    )
    axes = alt.Chart(alt.NamedData(TRACK)).mark_point(opacity=0, aria=False)
    axes = axes.encode(x=step_axis(_("Step of training")), y=y)
    net = alt.Chart(alt.NamedData("norms")).transform_calculate(w=list_of("w", "lam"))
    net = net.transform_calculate(
        now=number(f"{list_of('v')}[lam * {S} + step]"),
        end=number(f"{list_of('v')}[lam * {S} + {S - 1}]"),
        drawn=f"{list_of('sound')}[lam]",
    )
    color = _color(_, penalties)
    told = {"now": _("At this step"), "end": _("After the last step")}
    tooltip = [alt.Tooltip(field="name", type="nominal", title=_("Penalty"))]
    tooltip += [
        alt.Tooltip(field=at, type="nominal", title=f"{NORMS[norm]}: {words}") for at, words in told.items()
    ]
    lines = as_lines(net, f"[slice({vertices('datum.w', S)}, 0, datum.drawn)]")
    moment, height = alt.ExprRef("moment"), alt.ExprRef("height")
    return finished(
        alt.layer(
            axes,
            lines.mark_geoshape(filled=False, strokeWidth=2.5, aria=False).encode(
                color=color, tooltip=tooltip
            ),
            net.mark_rule(x=moment, y=0, y2=height, aria=False).encode(color=alt.value(MARKER_COLOR)),
            net.transform_filter("step < datum.drawn")
            .mark_circle(
                x=moment, y=alt.ExprRef("zero - pixel * datum.w[step]"), size=90, opacity=1, aria=False
            )
            .encode(color=color, tooltip=tooltip),
        )
        .add_params(
            scrubbed("step", S - 1, S - 1),
            scrubbed("lam", last_lam, last_lam // 2),
            *step_params(S, f"height / {FULL}", "height"),
        )
        .properties(height=HEIGHT, title={"l1": _("Sum of the sizes"), "l2": _("Sum of the squares")}[norm])
    )


@cache
def _zeros(_: Translate, penalties: tuple[str, ...], depth: int, S: int, last_lam: int) -> dict[str, Any]:
    x = alt.X(
        field="share",
        type="quantitative",
        title=_("Share of the layer's weights"),
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format="%", tickCount=3),
    )
    names = [penalty_names(_)[penalty] for penalty in penalties]
    bands = {
        "y": alt.Y(field="layer", type="nominal", title=None),
        "yOffset": alt.YOffset(field="name", type="nominal", sort=names),
    }
    now = f"{list_of('zeros')}[(datum.nets > 1 ? lam * {S} : 0) + step]"
    table = (
        alt.Chart(alt.NamedData("zeros"))
        .transform_calculate(now=now)
        .transform_calculate(
            share="datum.now / datum.size",
            text=filled(_("{zeros} of {count}"), zeros="datum.now", count="datum.size"),
        )
    )
    text = table.mark_text(
        align=alt.ExprRef("datum.share > 0.6 ? 'right' : 'left'"),
        dx=alt.ExprRef("datum.share > 0.6 ? -5 : 5"),
        fontSize=12,
        aria=False,
    )
    return finished(
        alt.layer(
            table.mark_bar(aria=False, opacity=0.75).encode(x=x, **bands, color=_color(_, penalties)),
            text.encode(x=x, **bands, text=alt.Text(field="text", type="nominal")),
        )
        .add_params(scrubbed("step", S - 1, S - 1), scrubbed("lam", last_lam, last_lam // 2))
        .properties(height=HEIGHT, title=_("Exactly 0, layer by layer"))
    )
