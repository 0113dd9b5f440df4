"""The main picture of the lesson: every weight of a network over training, under one penalty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from charts.axes import FARTHEST, above, step_axis
from charts.networks.codes import FULL, codes, flat, lists, places_table, way, weight_value
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
from charts.penalties import PENALTY_COLORS, penalty_ink, penalty_names
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from charts.vega import filled, list_of
from charts.weight_shrinkage.divergence import diverged_label, diverged_sentence
from l2core.checks import FloatArray
from l2core.trajectories import Weights

HEIGHT = 350
TAPPED = "weight"  # the selection that holds the line that was tapped
REACH = 14  # pixels across a line on which a pointer or a finger meets it
ROOMY = 250  # pixels from which on the sizes stand beside the name
FLOOR = 1e-10  # in decades, what is smaller than this and not 0 shares one line
LANE, BELOW = 1500, 1500  # codes left free between that line and the one of exact zeros, and below
TICK = 5  # half of the stroke, in pixels, with which the line of a dead weight ends


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
    at: Mapping[str, int],
    tracks: tuple[Track, Track],
) -> Picture:
    """Every weight against the step; a line ends where its weight has become exactly 0 for good.

    tables: those of `trajectory_tables` and of `followed_tables`, packed or not. at: step and λ of the words.
    tracks: those of step and λ.
    """
    return Picture(
        _spec(_, weights.penalty, weights.depth, scale.log, *tracks),
        tables,
        _sentence(_, weights, at["lam"], at["step"]),
        partial(weights_in_numbers, _, weights, at["lam"], at["step"]),
    )


def weights_in_numbers(_: Translate, weights: Weights, lam: int, step: int) -> pd.DataFrame:
    """Every weight at this λ and step, to be read."""
    values = [number(w) for w in weights.at(lam, step)]
    return pd.DataFrame({_("Weight"): weights.names, _("Weight w"): values})


def trajectory_tables(weights: Weights, scale: Ruler) -> dict[str, pd.DataFrame]:
    """The tables "weights", a row a weight with its line for every λ, and "now", one row.

    "now" holds what the words above the lines say, for every λ at every kept step.
    """
    sizes = np.abs(weights.values)
    numbers = {
        "zeros": weights.zeros.sum(axis=0).astype(np.int16),
        "smallest": np.where(sizes == 0, np.inf, sizes).min(axis=0),
        "largest": sizes.max(axis=0),
        "sound": weights.sound.astype(np.int16),
        "diverged": weights.diverged_at.astype(np.int32),
    }
    now = {"count": [len(sizes)]} | {name: [values.ravel()] for name, values in numbers.items()}
    return {"weights": _lines(weights, scale), "now": pd.DataFrame(now)}


def followed_tables(weights: Weights, scale: Ruler, followed: int) -> dict[str, pd.DataFrame]:
    """The table "followed", with the line of one weight, which is drawn boldly, and that of the steps."""
    alone = weights.only(followed)
    sound = list(weights.sound.astype(np.int16)[np.newaxis])
    return {
        "followed": _lines(alone, scale).assign(v=flat(alone.values), sound=sound),
        STEPS: steps_table(weights.steps, low=scale.low, high=scale.reach),
    }


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
def _spec(_: Translate, penalty: str, depth: int, log: bool, step: Track, lam: Track) -> dict[str, Any]:
    net = "0" if penalty == "none" else lam.name
    moment, width, height, zero = (alt.ExprRef(name) for name in ("moment", "width", "height", "zero"))
    bounds = [alt.ExprRef(f"data('{STEPS}')[0].{end}") for end in ("low", "high")]
    y = alt.Y(
        field="high",
        type="quantitative",
        title=_("|w| in decades") if log else _("Weight w"),
        scale=alt.Scale(type="log" if log else "linear", domain=bounds, nice=False),
        axis=alt.Axis(
            values=[10.0**p for p in range(-10, 4, 2)], labelExpr=vega_number("datum.value"), **above()
        )
        if log
        else alt.Axis(tickCount=6, **above()),
    )
    axes = alt.Chart(alt.NamedData(STEPS)).mark_point(opacity=0, aria=False)
    axes = axes.encode(x=step_axis(_, "step"), y=y)
    once = alt.Chart(alt.NamedData("now"))
    rule = once.encode(color=alt.value(MARKER_COLOR))  # Vega-Lite wants an encoding on a rule
    ground = rule.mark_rule(x=0, x2=width, y=zero)
    known = "data('now')[0].sound.data[0].values"
    veil = once.mark_rect(  # over what is to come, if it is known
        fill=alt.ExprRef("background"),
        opacity=alt.ExprRef(f"{known}[{net}] == 1 ? 0 : 0.75"),
        x=moment,
        x2=width,
        y=0,
        y2=height,
        aria=False,
    )
    now = rule.mark_rule(x=moment, y=0, y2=height)
    # Decades have no place for 0: its line gets a label of its own.
    label = [once.mark_text(text="0", align="right", x=-5, y=zero, aria=False)] if log else []
    stroke: dict[str, Any] = {"fill": None, "stroke": PENALTY_COLORS[penalty], "aria": False}
    every = _geometry("weights", net, step).mark_geoshape(strokeWidth=1.2, opacity=0.6, **stroke)
    one = _geometry("followed", net, step).mark_geoshape(strokeWidth=3.5, **stroke)
    pixel = f"height / {FULL + BELOW if log else 2 * FULL}"
    return finished(
        alt.layer(
            axes,
            room_at_the_end(),
            ground,
            every,
            one,
            veil,
            now,
            *label,
            *_counted(_, net, step),
            _within_reach(_, net, depth, step),
            *_runner(_, penalty, net, step),
        )
        .add_params(
            *step_params(step, pixel, f"height - {BELOW} * pixel" if log else "height / 2"),
            alt.param(name="tick", expr=f"{TICK} / pixel"),
            alt.param(name="kept_steps", expr=f"pluck(data('{STEPS}'), 'step')"),
        )
        .properties(
            height=HEIGHT,
            title=alt.TitleParams(
                text=penalty_names(_)[penalty], anchor="start", offset=8, color=penalty_ink(penalty)
            ),
        ),
        step,
        lam,
    )


def _geometry(table: str, net: str, step: Track) -> alt.Chart:
    """A shape a weight: its line up to where it is 0 for good, and a stroke across 0 there.

    Of a weight of which only the start is known a stub is drawn.
    """
    stub = "[[0,datum.w[0]],[2 * tick,datum.w[0]]]"
    line = f"datum.kept[{net}] == 1 ? {stub} : slice({vertices('datum.w', step)}, 0, datum.kept[{net}])"
    death = "[[at[datum.death],-tick],[at[datum.death],tick]]"  # out of sight for a weight that lives
    weights = (
        alt.Chart(alt.NamedData(table))
        .transform_calculate(kept=list_of("drawn"), deaths=list_of("dies"))
        .transform_calculate(w=list_of("w", net), death=f"datum.deaths[{net}]")
    )
    return as_lines(weights, f"[{line}, {death}]")


def _within_reach(_: Translate, net: str, depth: int, step: Track) -> alt.Chart:
    """The same lines, wide and unseen, to be pointed at and tapped.

    What is selected names the weight that was followed, too: a tap on a line that was tapped before, and
    left for one of another picture, is then a new one.
    """
    columns = {
        "name": _("Weight"),
        "way": _("Connects"),
        "begun": _("At the start"),
        "finish": _("After the last step"),
        "dead": _("Exactly 0 from"),
    }
    died = filled(_("step {step}"), step="format(kept_steps[datum.death], ',')")
    last = f"data('now')[0].sound.data[0].values[{net}] < {step.places} ? null : {list_of('end')}[{net}]"
    weights = (
        _geometry("weights", net, step)
        .transform_calculate(
            way=way(_, depth),
            begun=vega_number("datum.first"),
            last=last,
            dead=f"datum.death < {step.places} ? {died} : '–'",
            followed="data('followed')[0].name",
        )
        .transform_calculate(finish=weight_value(_, "datum.last"))
    )
    # Vega knows on which mark a click was from the moves before it, of which a finger makes none.
    tapped = alt.selection_point(
        name=TAPPED,
        fields=["name", "followed"],
        on="@lines_marks:click, @lines_marks:touchend",
        toggle=False,
        clear=False,
    )
    tooltip = [alt.Tooltip(field=field, type="nominal", title=words) for field, words in columns.items()]
    unseen: dict[str, Any] = {"fill": None, "stroke": MARKER_COLOR, "opacity": 0, "aria": False}
    return (
        weights.mark_geoshape(strokeWidth=REACH, cursor="pointer", **unseen)
        .encode(tooltip=tooltip)
        .properties(name="lines")
        .add_params(tapped)
    )


def _runner(_: Translate, penalty: str, net: str, step: Track) -> list[alt.Chart]:
    """The weight that is followed, at the current step, with its value."""
    followed = (
        alt.Chart(alt.NamedData("followed"))
        .transform_calculate(
            value=f"{list_of('v')}[{net} * {step.places} + {step.name}]",
            y=f"zero - pixel * {list_of('w', net)}[{step.name}]",
        )
        .transform_filter(f"{step.name} < {list_of('sound')}[{net}]")
        .transform_calculate(written=weight_value(_, "datum.value"))
        .transform_calculate(text="datum.name + (datum.value == 0 ? ' ' : ' = ') + datum.written")
    )
    place: dict[str, Any] = {"x": alt.ExprRef("moment"), "y": alt.ExprRef("datum.y"), "aria": False}
    side = "moment > width / 2"
    label: dict[str, Any] = {
        "limit": alt.ExprRef("max(moment, width - moment) - 10"),  # wider, and Vega would shrink the picture
        "align": alt.ExprRef(f"{side} ? 'right' : 'left'"),
        "dx": alt.ExprRef(f"{side} ? -10 : 10"),
        "dy": alt.ExprRef("datum.y < 30 ? 18 : -11"),
        "fontSize": 13,
        "fontWeight": "bold",
        **place,
    }
    text = alt.Text(field="text", type="nominal")
    halo = alt.ExprRef("background")
    dot: dict[str, Any] = {"fill": PENALTY_COLORS[penalty], "stroke": MARKER_COLOR, "size": 110, "opacity": 1}
    return [
        followed.mark_point(**dot, **place).encode(
            tooltip=alt.Tooltip(field="written", type="nominal", title=_("Weight w"))
        ),
        followed.mark_text(fill=halo, stroke=halo, strokeWidth=5, **label).encode(text=text),
        followed.mark_text(**label).encode(text=text),
    ]


def _counted(_: Translate, net: str, step: Track) -> list[alt.Chart]:
    """What is counted at the current step, above the picture; where it is narrow, without the sizes."""
    row = f"[{net} * {step.places} + {step.name}]"
    counted = filled(_("{zeros} of {count} exactly 0"), zeros="datum.gone", count="datum.count")
    ends = {"smallest": "datum.from", "largest": "datum.to"}
    alive = filled(_("|w| from {smallest} to {largest}"), **ends)
    others = filled(_("the others: {smallest} to {largest}"), **ends)
    sizes = f"datum.gone == 0 ? {alive} : datum.gone == datum.count ? '' : {others}"
    sound = f"{step.name} < {list_of('sound')}[{net}]"
    now = (
        alt.Chart(alt.NamedData("now"))
        .transform_calculate(
            gone=list_of("zeros") + row, low=list_of("smallest") + row, high=list_of("largest") + row
        )
        .transform_calculate(**{"from": vega_number("datum.low"), "to": vega_number("datum.high")})
        .transform_calculate(
            counted=f"{sound} ? {counted} : {diverged_label(_, net)}",
            sizes=f"{sound} && width >= {ROOMY} ? ({sizes}) : ''",
        )
    )
    width = alt.ExprRef("width")
    right: dict[str, Any] = {
        "align": "right",
        "baseline": "bottom",
        "x": width,
        "limit": width,
        "aria": False,
    }
    return [
        now.mark_text(y=-6, fontSize=13, fontWeight="bold", **right).encode(
            text=alt.Text(field="counted", type="nominal")
        ),
        now.mark_text(y=-25, fontSize=12, **right).encode(text=alt.Text(field="sizes", type="nominal")),
    ]


def _sentence(_: Translate, weights: Weights, lam: int, step: int) -> str:
    if weights.has_diverged(lam, step):
        return diverged_sentence(_, weights, lam)
    sizes = np.abs(weights.at(lam, step))
    words = _(
        "{name}: {count} weights against the step. At step {step} {zeros} of them are exactly 0, "
        "and the largest is {largest} in size."
    )
    return words.format(
        name=penalty_names(_)[weights.penalty],
        count=len(sizes),
        step=f"{weights.steps[step]:,}",
        zeros=(sizes == 0).sum(),
        largest=number(sizes.max()),
    )
