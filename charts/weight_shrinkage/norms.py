"""All weights of a network in one number: Σ|w|, Σw², and how many of each layer are exactly 0."""

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.axes import FARTHEST, above, step_axis
from charts.networks.codes import FULL, codes, lists
from charts.networks.polylines import (
    STEPS,
    as_lines,
    room_at_the_end,
    step_params,
    steps_table,
    vertices,
)
from charts.numbers import number, vega_number
from charts.palette import MARKER_COLOR
from charts.penalties import named, penalty_color, penalty_names
from charts.picture import Picture, Translate, finished
from charts.track import Track
from charts.vega import filled, list_of
from l2core.trajectories import Weights

HEIGHT = 330
NORMS = {"l1": "Σ|w|", "l2": "Σw²"}


def norms(
    _: Translate, runs: Sequence[Weights], norm: str, at: Mapping[str, int], tracks: tuple[Track, Track]
) -> Picture:
    """Σ|w| ("l1") or Σw² ("l2") of every net of `runs` against the step.

    at: step and λ of the words. tracks: those of step and λ.
    """
    step, lam = tracks
    high = norm_reach(runs, norm)
    rows = []
    for run in runs:
        sums = np.broadcast_to(run.summed(norm), (lam.places, step.places))
        row = pd.DataFrame({"penalty": [run.penalty], "v": [sums.ravel()]})
        row = row.assign(sound=[np.isfinite(sums).sum(axis=1).astype(np.int16)])
        rows.append(row.join(lists("w", codes(sums[np.newaxis], high / FULL))))
    return Picture(
        _norms(_, norm, tuple(run.penalty for run in runs), step, lam),
        {
            "norms": pd.concat(rows, ignore_index=True),
            STEPS: steps_table(runs[0].steps, low=0.0, high=high),
        },
        _sum_sentence(_, runs, norm, at["lam"], at["step"]),
        partial(_sums, _, runs, norm, at["lam"]),
    )


def _sums(_: Translate, runs: Sequence[Weights], norm: str, lam: int) -> pd.DataFrame:
    """The sum of every net at every kept step, at one λ."""
    sums = {run.penalty: run.summed(norm)[run.net(lam)] for run in runs}
    columns = {penalty_names(_)[penalty]: [number(value) for value in of] for penalty, of in sums.items()}
    return pd.DataFrame({_("Step of training"): runs[0].steps} | columns)


def norm_reach(runs: Sequence[Weights], norm: str) -> float:
    """Where the axis ends: at nets that run away it does not go on."""
    sums = [run.summed(norm) for run in runs]
    free = sums[0] if runs[0].diverged_at[0] < 0 else sums[0][:, :1]
    return 1.05 * float(min(FARTHEST * free.max(), max(np.nanmax(of) for of in sums)))


def zeros(
    _: Translate, runs: Sequence[Weights], at: Mapping[str, int], tracks: tuple[Track, Track]
) -> Picture:
    """How many weights of each layer are exactly 0 at the current step, for every net of `runs`.

    at: step and λ of the words. tracks: those of step and λ.
    """
    rows = [
        {
            "penalty": run.penalty,
            "layer": f"W{layer}",
            "size": size,
            "zeros": run.zeros[layer - 1].astype(np.int16).ravel(),
            "nets": len(run.diverged_at),
            "sound": run.sound.astype(np.int16),
        }
        for run in runs
        for layer, size in enumerate(run.layer_sizes.tolist(), start=1)
    ]
    return Picture(
        _zeros(_, tuple(run.penalty for run in runs), *tracks),
        {"zeros": pd.DataFrame(rows)},
        _zeros_sentence(_, runs, at["lam"], at["step"]),
        partial(_counts, _, runs, at["lam"], at["step"]),
    )


def _counts(_: Translate, runs: Sequence[Weights], lam: int, step: int) -> pd.DataFrame:
    """How many weights each layer has, and how many of them are exactly 0 in every net."""
    columns: dict[str, Sequence[object]] = {
        _("Layer"): [f"W{layer}" for layer in range(1, len(runs[0].layer_sizes) + 1)],
        _("Weights"): runs[0].layer_sizes.tolist(),
    }
    for run in runs:
        counts = run.zeros[:, run.net(lam), step].tolist()
        gone = run.has_diverged(lam, step)
        columns[penalty_names(_)[run.penalty]] = ["–"] * len(counts) if gone else counts
    return pd.DataFrame(columns)


def _sum_sentence(_: Translate, runs: Sequence[Weights], norm: str, lam: int, step: int) -> str:
    values = {
        run.penalty: _("diverged")
        if run.has_diverged(lam, step)
        else number(run.summed(norm)[run.net(lam), step])
        for run in runs
    }
    words = _("{norm} of all weights at step {step}: {values}.")
    return words.format(norm=NORMS[norm], step=f"{runs[0].steps[step]:,}", values=_listed(_, values))


def _zeros_sentence(_: Translate, runs: Sequence[Weights], lam: int, step: int) -> str:
    values = {
        run.penalty: _("diverged")
        if run.has_diverged(lam, step)
        else f"{run.zeros[:, run.net(lam), step].sum()}/{len(run.layer)}"
        for run in runs
    }
    words = _("Weights that are exactly 0 at step {step}: {values}.")
    return words.format(step=f"{runs[0].steps[step]:,}", values=_listed(_, values))


def _listed(_: Translate, values: Mapping[str, str]) -> str:
    return ", ".join(f"{penalty_names(_)[penalty]} {value}" for penalty, value in values.items())


def _color(_: Translate, penalties: tuple[str, ...], *, told: bool) -> alt.Color:
    """told: whether the picture has the legend; of three side by side one has."""
    names = [penalty_names(_)[penalty] for penalty in penalties]
    legend = alt.Legend(title=None, orient="bottom", symbolOpacity=1) if told else None
    return penalty_color(penalties, names, field="net", legend=legend)


@cache
def _norms(_: Translate, norm: str, penalties: tuple[str, ...], step: Track, lam: Track) -> dict[str, Any]:
    y = alt.Y(
        field="high",
        type="quantitative",
        title=NORMS[norm],
        scale=alt.Scale(domain=[0, alt.ExprRef(f"data('{STEPS}')[0].high")], nice=False),
        axis=alt.Axis(**above()),
    )
    axes = alt.Chart(alt.NamedData(STEPS)).mark_point(opacity=0, aria=False)
    axes = axes.encode(x=step_axis(_, "step"), y=y)
    net = (
        alt.Chart(alt.NamedData("norms"))
        .transform_calculate(net=named(_), w=list_of("w", lam.name))
        .transform_calculate(
            drawn=f"{list_of('sound')}[{lam.name}]", values=list_of("v"), first=f"{lam.name} * {step.places}"
        )
        .transform_calculate(
            current=f"{step.name} < datum.drawn ? datum.values[datum.first + {step.name}] : null",
            last=f"{step.last} < datum.drawn ? datum.values[datum.first + {step.last}] : null",
        )
        .transform_calculate(now=vega_number("datum.current"), end=vega_number("datum.last"))
    )
    color = _color(_, penalties, told=False)
    moments = {"now": _("At this step"), "end": _("After the last step")}
    tooltip = [
        alt.Tooltip(field="net", type="nominal", title=_("Penalty")),
        *(
            alt.Tooltip(field=field, type="nominal", title=f"{NORMS[norm]}: {words}")
            for field, words in moments.items()
        ),
    ]
    lines = as_lines(net, f"[slice({vertices('datum.w', step)}, 0, datum.drawn)]")
    moment, height = alt.ExprRef("moment"), alt.ExprRef("height")
    return finished(
        alt.layer(
            axes,
            room_at_the_end(),
            lines.mark_geoshape(filled=False, strokeWidth=2.5, aria=False).encode(
                color=color, tooltip=tooltip
            ),
            net.mark_rule(x=moment, y=0, y2=height, aria=False).encode(color=alt.value(MARKER_COLOR)),
            net.transform_filter(f"{step.name} < datum.drawn")
            .mark_circle(
                x=moment,
                y=alt.ExprRef(f"zero - pixel * datum.w[{step.name}]"),
                size=90,
                opacity=1,
                aria=False,
            )
            .encode(color=color, tooltip=tooltip),
        )
        .add_params(*step_params(step, f"height / {FULL}", "height"))
        .properties(
            height=HEIGHT,
            title=alt.TitleParams(
                text={"l1": _("Sum of the sizes"), "l2": _("Sum of the squares")}[norm], offset=8
            ),
        ),
        step,
        lam,
    )


@cache
def _zeros(_: Translate, penalties: tuple[str, ...], step: Track, lam: Track) -> dict[str, Any]:
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
        "yOffset": alt.YOffset(field="net", type="nominal", sort=names),
    }
    table = (
        alt.Chart(alt.NamedData("zeros"))
        .transform_calculate(net=named(_), place=f"datum.nets > 1 ? {lam.name} : 0")
        .transform_calculate(
            now=f"{list_of('zeros')}[datum.place * {step.places} + {step.name}]",
            lost=f"{step.name} >= {list_of('sound')}[datum.place]",
        )
        .transform_calculate(
            share="datum.now / datum.size",
            text=f"datum.lost ? {filled(_('diverged'))} : "
            + filled(_("{zeros} of {count}"), zeros="datum.now", count="datum.size"),
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
            table.mark_bar(aria=False, opacity=0.75).encode(
                x=x, **bands, color=_color(_, penalties, told=True)
            ),
            text.encode(x=x, **bands, text=alt.Text(field="text", type="nominal")),
        ).properties(height=HEIGHT, title=alt.TitleParams(text=_("Exactly 0, layer by layer"), offset=8)),
        step,
        lam,
    )
