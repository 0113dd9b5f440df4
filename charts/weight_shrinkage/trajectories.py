"""The main picture of the lesson: every weight of a network over training, under one penalty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from charts.axes import FARTHEST
from charts.networks.codes import FULL, codes, exactly, flat, lists, number, places_table, way
from charts.networks.polylines import TRACK, as_lines, step_axis, step_params, steps_table, vertices
from charts.palette import MARKER_COLOR
from charts.penalties import PENALTY_COLORS, penalty_names
from charts.picture import Picture, Translate, finished, scrubbed
from charts.vega import filled, list_of
from l2core.checks import FloatArray
from l2core.trajectories import Weights

HEIGHT = 400
FLOOR = 1e-10  # in decades, what is smaller than this and not 0 shares one line
LANE, BELOW = 1500, 1500  # codes left free between that line and the one of exact zeros, and below
TICK = 5  # half of the stroke, in pixels, with which the line of a dead weight ends

Tables = Mapping[str, pd.DataFrame | bytes]


@dataclass(frozen=True)
class Ruler:
    """The axis that all panels share: −reach to reach, or |w| in decades with a line for exact zeros."""

    reach: float
    log: bool

    @property
    def decades_per_code(self) -> float:
        return float(np.log10(self.reach / FLOOR)) / (FULL - LANE)

    @property
    def low(self) -> float:
        """Where the axis begins."""
        return FLOOR * 10 ** (-(LANE + BELOW) * self.decades_per_code) if self.log else -self.reach

    def codes(self, values: FloatArray) -> NDArray[np.int16]:
        """Places on the axis: 0 is the line of exact zeros."""
        if not self.log:
            return codes(values, self.reach / FULL)
        sizes = np.maximum(np.abs(values), FLOOR)
        return codes(
            np.where(values == 0, 0, LANE * self.decades_per_code + np.log10(sizes / FLOOR)),
            self.decades_per_code,
        )


def ruler(runs: Sequence[Weights], *, log: bool) -> Ruler:
    """The axis on which every net of the runs finds room, the ones that run away excepted."""
    free = runs[0].values[:, 0]
    room = FARTHEST * np.nanmax(np.abs(free if runs[0].diverged_at[0] < 0 else free[:, :1]))
    largest = max(np.abs(run.values[:, run.diverged_at < 0]).max(initial=0) for run in runs)
    return Ruler(1.05 * float(min(largest, room) or room), log)


def trajectories(
    _: Translate,
    weights: Weights,
    tables: Tables,
    scale: Ruler,
    followed: int,
    at: Mapping[str, int],
    last_lam: int,
) -> Picture:
    """Every weight against the step; a line ends where its weight has become exactly 0 for good.

    tables: those of `trajectory_tables`, packed or not. followed: the weight that is drawn boldly.
    at: step and λ of the words. last_lam: where the track of λ ends.
    """
    followed_alone = weights.only(followed)
    return Picture(
        _spec(_, weights.penalty, weights.depth, len(weights.steps), last_lam, scale.log),
        {
            **tables,
            "followed": _lines(followed_alone, scale).assign(v=flat(followed_alone.values)),
            TRACK: steps_table(weights.steps, low=scale.low, high=scale.reach),
        },
        _takeaway(_, weights, at["lam"] if len(weights.diverged_at) > 1 else 0, at["step"]),
    )


def trajectory_tables(weights: Weights, scale: Ruler) -> dict[str, pd.DataFrame]:
    """ "weights": a row a weight, its line for every λ. "now": one row, what the words above say."""
    sizes = np.abs(weights.values)
    said = {
        "zeros": weights.zeros.sum(axis=0).astype(np.int16),
        "smallest": np.where(sizes == 0, np.inf, sizes).min(axis=0),
        "largest": sizes.max(axis=0),
        "sound": weights.sound.astype(np.int16),
        "diverged": weights.diverged_at.astype(np.int32),
    }
    now = {"count": [len(sizes)]} | {name: [values.ravel()] for name, values in said.items()}
    return {"weights": _lines(weights, scale), "now": pd.DataFrame(now)}


def _lines(weights: Weights, scale: Ruler) -> pd.DataFrame:
    drawn = np.minimum(weights.dies + 1, weights.sound)
    table = places_table(weights).assign(
        first=weights.values[:, 0, 0],
        end=list(weights.values[:, :, -1]),
        drawn=list(drawn.astype(np.int8)),
        dies=list(weights.dies.astype(np.int8)),
    )
    return table.join(lists("w", scale.codes(weights.values)))


@cache
def _spec(_: Translate, penalty: str, depth: int, S: int, last_lam: int, log: bool) -> dict[str, Any]:
    lam = "0" if penalty == "none" else "lam"
    moment, width, height, zero = (alt.ExprRef(name) for name in ("moment", "width", "height", "zero"))
    bounds = [alt.ExprRef(f"data('{TRACK}')[0].{end}") for end in ("low", "high")]
    y = alt.Y(
        field="high",
        type="quantitative",
        title=_("Size of the weight |w|, in decades") if log else _("Weight w"),
        scale=alt.Scale(type="log" if log else "linear", domain=bounds, nice=False),
        axis=alt.Axis(
            values=[10.0**p for p in range(-10, 4, 2)],
            labelExpr="datum.value < 0.01 ? format(datum.value, '.0e') : datum.label",
        )
        if log
        else alt.Axis(),
    )
    axes = alt.Chart(alt.NamedData(TRACK)).mark_point(opacity=0, aria=False)
    axes = axes.encode(x=step_axis(_("Step of training")), y=y)
    once = alt.Chart(alt.NamedData("now"))
    rule = once.encode(color=alt.value(MARKER_COLOR))  # Vega-Lite wants an encoding on a rule
    ground = rule.mark_rule(x=0, x2=width, y=zero)
    veil = once.mark_rect(
        fill=alt.ExprRef("background"), opacity=0.75, x=moment, x2=width, y=0, y2=height, aria=False
    )
    now = rule.mark_rule(x=moment, y=0, y2=height)
    # Decades have no place for 0: its line gets a label of its own.
    label = [once.mark_text(text="0", align="right", x=-5, y=zero, aria=False)] if log else []
    every = _geometry(_, "weights", lam, depth, S).mark_geoshape(
        fill=None, stroke=PENALTY_COLORS[penalty], strokeWidth=1.2, opacity=0.6, aria=False
    )
    one = _geometry(_, "followed", lam, depth, S).mark_geoshape(
        fill=None, stroke=PENALTY_COLORS[penalty], strokeWidth=3.5, aria=False
    )
    pixel = f"height / {FULL + BELOW if log else 2 * FULL}"
    return finished(
        alt.layer(
            axes, ground, every, one, veil, now, *label, *_words(_, lam, S), *_runner(_, penalty, lam, S)
        )
        .add_params(
            scrubbed("step", S - 1, S - 1),
            scrubbed("lam", last_lam, last_lam // 2),
            *step_params(S, pixel, f"height - {BELOW} * pixel" if log else "height / 2"),
            alt.param(name="tick", expr=f"{TICK} / pixel"),
            alt.param(name="kept_steps", expr=f"pluck(data('{TRACK}'), 'step')"),
        )
        .properties(
            height=HEIGHT, title=alt.TitleParams(text=penalty_names(_)[penalty], anchor="start", offset=-20)
        )
    )


def _geometry(_: Translate, table: str, lam: str, depth: int, S: int) -> alt.Chart:
    """A shape a weight: its line up to where it is 0 for good, and a stroke across 0 there."""
    line = f"slice({vertices('datum.w', S)}, 0, datum.kept[{lam}])"
    death = "[[at[datum.death],-tick],[at[datum.death],tick]]"  # out of sight for a weight that lives
    died = filled(_("step {step}"), step="kept_steps[datum.death]")
    told = {"name": _("Weight"), "way": _("Connects"), "start": _("At the start")}
    told |= {"finish": _("After the last step"), "dead": _("Exactly 0 from")}
    weights = (
        alt.Chart(alt.NamedData(table))
        .transform_calculate(  # once: what the bar does not move
            way=way(_, depth),
            start=number("datum.first"),
            kept=list_of("drawn"),
            deaths=list_of("dies"),
            ends=list_of("end"),
        )
        .transform_calculate(
            w=list_of("w", lam), death=f"datum.deaths[{lam}]", finish=exactly(_, f"datum.ends[{lam}]")
        )
        .transform_calculate(dead=f"datum.death < {S} ? {died} : '–'")
    )
    tooltip = [alt.Tooltip(field=field, type="nominal", title=words) for field, words in told.items()]
    return as_lines(weights, f"[{line}, {death}]").encode(tooltip=tooltip)


def _runner(_: Translate, penalty: str, lam: str, S: int) -> list[alt.Chart]:
    """The weight that is followed, at the current step, with its value."""
    followed = (
        alt.Chart(alt.NamedData("followed"))
        .transform_calculate(
            value=f"{list_of('v')}[{lam} * {S} + step]", y=f"zero - pixel * {list_of('w', lam)}[step]"
        )
        .transform_filter("isValid(datum.value)")
        .transform_calculate(
            text=f"datum.name + (datum.value == 0 ? ' ' : ' = ') + {exactly(_, 'datum.value')}"
        )
    )
    place: dict[str, Any] = {"x": alt.ExprRef("moment"), "y": alt.ExprRef("datum.y"), "aria": False}
    side = "moment > 0.6 * width"
    label: dict[str, Any] = {
        "align": alt.ExprRef(f"{side} ? 'right' : 'left'"),
        "dx": alt.ExprRef(f"{side} ? -10 : 10"),
        "dy": -11,
        "fontSize": 13,
        "fontWeight": "bold",
        **place,
    }
    text = alt.Text(field="text", type="nominal")
    halo = alt.ExprRef("background")
    dot: dict[str, Any] = {"fill": PENALTY_COLORS[penalty], "stroke": MARKER_COLOR, "size": 110, "opacity": 1}
    return [
        followed.mark_point(**dot, **place).encode(
            tooltip=alt.Tooltip(field="value", type="quantitative", title=_("Weight w"), format=".6g")
        ),
        followed.mark_text(fill=halo, stroke=halo, strokeWidth=5, **label).encode(text=text),
        followed.mark_text(**label).encode(text=text),
    ]


def _words(_: Translate, lam: str, S: int) -> list[alt.Chart]:
    """What is counted at the current step, above the picture."""
    at = {name: f"{list_of(name)}[{lam} * {S} + step]" for name in ("zeros", "smallest", "largest")}
    counted = filled(_("{zeros} of {count} exactly 0"), zeros=at["zeros"], count="datum.count")
    diverged = filled(_("diverged at step {step}"), step=f"{list_of('diverged')}[{lam}]")
    reach = {"smallest": number(at["smallest"]), "largest": number(at["largest"])}
    alive = filled(_("|w| from {smallest} to {largest}"), **reach)
    others = filled(_("the others: |w| from {smallest} to {largest}"), **reach)
    sizes = f"{at['zeros']} == 0 ? {alive} : {at['zeros']} == datum.count ? '' : {others}"
    sound = f"step < {list_of('sound')}[{lam}]"
    now = alt.Chart(alt.NamedData("now")).transform_calculate(
        counted=f"{sound} ? {counted} : {diverged}", sizes=f"{sound} ? ({sizes}) : ''"
    )
    right: dict[str, Any] = {"align": "right", "x": alt.ExprRef("width"), "aria": False}
    return [
        now.mark_text(y=-31, fontSize=14, fontWeight="bold", **right).encode(
            text=alt.Text(field="counted", type="nominal")
        ),
        now.mark_text(y=-12, fontSize=12, **right).encode(text=alt.Text(field="sizes", type="nominal")),
    ]


def _takeaway(_: Translate, weights: Weights, lam: int, step: int) -> str:
    name, count = penalty_names(_)[weights.penalty], len(weights.layer)
    if step >= weights.sound[lam]:
        words = _("{name}: the net diverged at step {step}, its weights are no numbers any more.")
        return words.format(name=name, step=weights.diverged_at[lam])
    w = np.abs(weights.values[:, lam, step])
    words = _(
        "{name}: {count} weights against the step. At step {step} {zeros} of them are exactly 0, "
        "and the largest is {largest:.3f} in size."
    )
    return words.format(
        name=name, count=count, step=weights.steps[step], zeros=(w == 0).sum(), largest=w.max()
    )
