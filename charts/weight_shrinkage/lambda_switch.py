"""λ changed in the middle of a run: begun late, or let go, raced against λ from the first step."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.axes import step_axis
from charts.networks.codes import FULL, codes, flat, lists
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
from charts.penalties import PENALTY_COLORS
from charts.picture import Picture, Translate, finished
from charts.track import Track
from charts.vega import list_of
from l2core.checks import FloatArray

HEIGHT = 350
RACERS = ("always", "warm_up", "let_go")  # λ from the first step; only from the switch on; only up to it
MEASURES = ("size", "zeros", "validation")
SHAPES = ("circle", "triangle-up", "square")


@dataclass(frozen=True, eq=False)
class Racer:
    """One of RACERS with every λ: each array is (L, S), λ × kept step, and NaN once the net diverged.

    size: Σ|w|. zeros: how many weights are exactly 0. validation: the validation loss in nats.
    """

    size: FloatArray
    zeros: FloatArray
    validation: FloatArray


@dataclass(frozen=True, eq=False)
class SwitchRace:
    """The three racers, from one start, by name. penalty: what λ is the strength of.

    steps (S,): those kept. switch: the place among them of the one from which λ is another.
    """

    penalty: str
    racers: Mapping[str, Racer]
    steps: np.ndarray
    switch: int

    def curves(self, measure: str) -> dict[str, FloatArray]:
        """One of MEASURES of every racer, by its name: (L, S)."""
        return {name: getattr(racer, measure) for name, racer in self.racers.items()}

    def phases(self, racer: str) -> list[tuple[bool, slice]]:
        """(is λ on?, which kept steps) of each part of a run; both parts have the step of the switch."""
        if racer == "always":
            return [(True, slice(0, len(self.steps)))]
        before, after = slice(0, self.switch + 1), slice(self.switch, len(self.steps))
        return [(racer == "let_go", before), (racer == "warm_up", after)]


def lambda_switch(
    _: Translate, race: SwitchRace, measure: str, at: Mapping[str, int], tracks: tuple[Track, Track]
) -> Picture:
    """One measure of the three racers against the step, in the colour of the penalty while λ is on.

    at: step and λ of the words. tracks: those of step and λ.
    """
    curves = race.curves(measure)
    seen = np.stack(list(curves.values()))
    sound = np.isfinite(seen).all(axis=(0, 2))  # the axis need not reach nets that run away
    inside = seen[:, sound] if sound.any() else seen[..., :1]
    low = float(inside.min()) if measure == "validation" else 0.0
    high = low + 1.05 * (float(inside.max()) - low or 1.0)
    rows = [
        {"racer": racer, "on": on, "begin": part.start, "end": part.stop}
        for racer in RACERS
        for on, part in race.phases(racer)
    ]
    whole = np.stack([curves[row["racer"]] for row in rows])
    until = list(np.isfinite(whole).sum(axis=-1).astype(np.int16))
    table = pd.DataFrame(rows).join(lists("w", codes(whole - low, (high - low) / FULL)))
    return Picture(
        _spec(_, race.penalty, measure, *tracks),
        {
            "race": table.assign(v=flat(whole), sound=until),
            STEPS: steps_table(race.steps, low=low, high=high),
        },
        _sentence(_, race, measure, at["lam"], at["step"]),
        partial(_numbers, _, race, measure, at["lam"]),
    )


def _numbers(_: Translate, race: SwitchRace, measure: str, lam: int) -> pd.DataFrame:
    """The measure of each racer at every kept step, at one λ."""
    curves = race.curves(measure)
    columns = {
        name: [number(value) for value in curves[racer][lam]] for racer, name in racer_names(_).items()
    }
    return pd.DataFrame({_("Step of training"): race.steps} | columns)


def racer_names(_: Translate) -> dict[str, str]:
    """What the three racers are called."""
    return {
        "always": _("λ from the first step"),
        "warm_up": _("warm-up, then λ"),
        "let_go": _("λ, then let go"),
    }


def _titles(_: Translate) -> dict[str, str]:
    return {
        "size": "Σ|w|",
        "zeros": _("Weights that are exactly 0"),
        "validation": _("Validation loss (nats)"),
    }


def _sentence(_: Translate, race: SwitchRace, measure: str, lam: int, step: int) -> str:
    values = {racer: float(curve[lam, step]) for racer, curve in race.curves(measure).items()}
    words = _("{measure} at step {step}: {values}.")
    return words.format(
        measure=_titles(_)[measure],
        step=f"{race.steps[step]:,}",
        values=", ".join(
            f"{name} {number(values[racer])}" if np.isfinite(values[racer]) else f"{name} {_('diverged')}"
            for racer, name in racer_names(_).items()
        ),
    )


@cache
def _spec(_: Translate, penalty: str, measure: str, step: Track, lam: Track) -> dict[str, Any]:
    names = racer_names(_)
    axes = alt.Chart(alt.NamedData(STEPS)).mark_point(opacity=0, aria=False)
    bounds = [alt.ExprRef(f"data('{STEPS}')[0].{end}") for end in ("low", "high")]
    axes = axes.encode(
        x=step_axis(_, "step"),
        y=alt.Y(
            field="high",
            type="quantitative",
            title=None,  # the picture's title says it
            scale=alt.Scale(domain=bounds, nice=False, zero=False),
        ),
    )
    phases = {"on": PENALTY_COLORS[penalty], "off": PENALTY_COLORS["none"]}
    color = alt.Color(
        field="phase",
        type="nominal",
        scale=alt.Scale(domain=list(phases), range=list(phases.values())),
        legend=None,  # that of three pictures is said once, below them
    )
    shape = alt.Shape(
        field="name",
        type="nominal",
        scale=alt.Scale(domain=list(names.values()), range=list(SHAPES)),
        legend=None,
    )
    table = (
        alt.Chart(alt.NamedData("race"))
        .transform_calculate(
            w=list_of("w", lam.name),
            phase="datum.on ? 'on' : 'off'",
            name=f"{json.dumps(names, ensure_ascii=False)}[datum.racer]",
            steps=f"{list_of('sound')}[{lam.name}]",
            values=list_of("v"),
            first=f"{lam.name} * {step.places}",
        )
        .transform_calculate(
            until="min(datum.end, datum.steps)",
            current=f"{step.name} < datum.steps ? datum.values[datum.first + {step.name}] : null",
            finish=f"{step.last} < datum.steps ? datum.values[datum.first + {step.last}] : null",
        )
        .transform_calculate(now=vega_number("datum.current"), last=vega_number("datum.finish"))
    )
    moments = {"now": _("At this step"), "last": _("After the last step")}
    tooltip = [
        alt.Tooltip(field="name", type="nominal", title=_("Run")),
        *(alt.Tooltip(field=field, type="nominal", title=words) for field, words in moments.items()),
    ]
    moment, height = alt.ExprRef("moment"), alt.ExprRef("height")
    here = f"{step.name} >= datum.begin && {step.name} < datum.until"
    return finished(
        alt.layer(
            axes,
            room_at_the_end(),
            as_lines(table, f"[slice({vertices('datum.w', step)}, datum.begin, datum.until)]")
            .mark_geoshape(filled=False, strokeWidth=2.5, aria=False)
            .encode(color=color, tooltip=tooltip),
            table.mark_rule(x=moment, y=0, y2=height, aria=False).encode(color=alt.value(MARKER_COLOR)),
            table.transform_filter(here)
            .mark_point(
                filled=True,
                x=moment,
                y=alt.ExprRef(f"zero - pixel * datum.w[{step.name}]"),
                size=110,
                opacity=1,
                aria=False,
            )
            .encode(color=color, shape=shape, tooltip=tooltip),
        )
        .add_params(*step_params(step, f"height / {FULL}", "height"))
        .properties(height=HEIGHT, title=_titles(_)[measure]),
        step,
        lam,
    )
