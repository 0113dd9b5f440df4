"""The race to 0: every weight against the step, for every λ of the bar."""

import json
from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.descent_speed.scoreboard import (
    COLOR,
    DASH,
    ROWS,
    TEXT,
    over_lines,
    racer_count,
    racer_names,
    racer_rows,
    scoreboard,
)
from charts.numbers import number, vega_fixed, vega_number
from charts.palette import MARKER_COLOR
from charts.penalties import PENALTY_COLORS
from charts.picture import Picture, Translate, finished
from charts.track import Track
from l2core.race import Race

HEIGHT = 380  # with title and axes: what the first screen of a projector and of a phone has room for
EXTENT = 44  # pixels for the numbers of the axis: the picture must not shift when they get longer
CUT = 1.6  # a weight that runs away is followed this many times as far as it started


def race_to_zero(
    _: Translate,
    race: Race,
    remarks: Sequence[str],
    tracks: tuple[Track, Track],
    at: Mapping[str, int],
    *,
    log: bool = False,
    begun: bool = True,
) -> Picture:
    """Every weight against the step.

    remarks: the line above the picture for each λ. tracks: of the step and of λ. at: where these stand, for
    the numbers. log: draws |w| in decades, where an exact 0, which has no place on such a scale, gets a line
    of its own below it. begun: False for a race at its start, of which nothing more may be told.
    """
    frame = _frame_of_sizes(race) if log else _frame(race)
    tables = {
        "weights": racer_rows(_, race, {"w": race.weights}),
        "frame": frame.assign(remark=remarks if log else _with_cut(_, race, remarks)),
        "arrivals": _arrivals(_, race),
        "resting": _resting(race),
        "chatter": _chatter(race) if not log else _chatter(race)[:0],
        "alive": _alive(_, race),
        "level": _level(_, race),
    }
    if begun:
        words = _("The weight against the step: lines for {names}, and where one comes to stay at exactly 0.")
    else:
        words, tables = _("The weight at step 0, before the race, for {names}."), _at_the_start(tables, race)
    names = racer_names(_)
    listed = _(", ").join(names[racer] for racer in race.weights)
    numbers = partial(race_in_numbers, _, race, at["lam"]) if begun else None
    return Picture(_spec(_, tracks, log), tables, words.format(names=listed), numbers)


@cache
def _spec(_: Translate, tracks: tuple[Track, Track], log: bool) -> dict[str, Any]:
    steps = tracks[0].last
    x, y = _axes(_, steps, log)
    weights = _placed(alt.Chart(alt.NamedData("weights")).transform_calculate(w="datum['w' + lam]"), log)
    now = weights.transform_filter("datum.step == step")
    exactly = json.dumps(_("0 exactly"))
    words = f"datum.name + '  ' + (datum.w == 0 ? {exactly} : {vega_fixed('datum.w')})"
    below, above = _where_it_leads(_, x, y, steps, log)
    return finished(
        alt.layer(
            *below,
            *_paths(_, x, y, weights, now),
            *above,
            now.mark_circle(clip=True, size=190, opacity=1).encode(x=x, y=y, color=COLOR),
            *_named(now, x, y, steps),
            *scoreboard(now, words),
        )
        .add_params(
            *(
                alt.param(name=name, expr=f"data('frame')[lam].{name}")
                for name in ("low", "high", "zero", "floor")
            ),
            racer_count(),
        )
        .properties(height=HEIGHT, title=alt.TitleParams(text=_("The race to 0"), offset=10)),
        *tracks,
    )


def _axes(_: Translate, steps: int, log: bool) -> tuple[alt.X, alt.Y]:
    """The step, and the weight between the bounds of the frame; what lies below its floor has no number."""
    hidden_below = alt.condition("datum.value < floor", alt.value(0), alt.value(1))
    x = alt.X(
        field="step",
        type="quantitative",
        title=_("Step of gradient descent"),
        scale=alt.Scale(domain=[0, steps], nice=False),
        axis=alt.Axis(grid=False),
    )
    y = alt.Y(
        field="y",
        type="quantitative",
        title=_("Size of the weight |w|, in decades") if log else _("Weight w"),
        scale=alt.Scale(
            type="log" if log else "linear", domain=[alt.ExprRef("low"), alt.ExprRef("high")], nice=False
        ),
        axis=alt.Axis(
            minExtent=EXTENT,
            maxExtent=EXTENT,
            labelExpr=f"datum.value < floor ? '' : {vega_number('datum.value') if log else 'datum.label'}",
            gridOpacity=hidden_below,
            tickOpacity=hidden_below,
        ),
    )
    return x, y


def _placed(chart: alt.Chart, log: bool) -> alt.Chart:
    """With y, the height of w; a canvas loses lines to places that lie too far outside of it."""
    return chart.transform_calculate(
        y="max(abs(datum.w), zero)" if log else "clamp(datum.w, 60 * low, 60 * high)"
    )


def _with_digits(chart: alt.Chart) -> alt.Chart:
    """With w as text, to four digits."""
    return chart.transform_calculate(digits=vega_number("datum.w", 4))


def _at_lam(table: str) -> alt.Chart:
    return alt.Chart(alt.NamedData(table)).transform_filter("datum.lam == lam")


def _paths(_: Translate, x: alt.X, y: alt.Y, weights: alt.Chart, now: alt.Chart) -> list[alt.Chart]:
    """Every weight's whole path, what it has run of it so far, and where the hand may ask for a value."""
    exact = [
        alt.Tooltip(field="name", type="nominal", title=_("Penalty")),
        alt.Tooltip(field="step", type="quantitative", title=_("Step")),
        alt.Tooltip(field="digits", type="nominal", title=_("Weight w")),
    ]
    lines = {"x": x, "y": y, "color": COLOR}
    dashed = {**lines, "strokeDash": DASH}
    run = weights.transform_filter("datum.step <= step")
    return [
        weights.mark_line(clip=True, strokeWidth=2, opacity=0.45).encode(**dashed),
        now.transform_filter("datum.penalty == 'l1'").mark_rule(color=MARKER_COLOR).encode(x=x),
        run.mark_line(clip=True, strokeWidth=3.5).encode(**dashed),
        _with_digits(weights).mark_point(clip=True, opacity=0, size=100).encode(**lines, tooltip=exact),
    ]


def _named(now: alt.Chart, x: alt.X, y: alt.Y, steps: int) -> list[alt.Chart]:
    """L1 right above its dot, L2 left below, so that nobody needs to tell two colours apart."""
    name = alt.Text(field="name", type="nominal")
    first, last = f"step < {0.05 * steps}", f"step > {0.95 * steps}"
    sides = (("l1", f"{last} ? -1 : 1", -9), ("l2", f"{first} ? 1 : -1", 11))
    return [
        text
        for racer, side, dy in sides
        for text in over_lines(
            # a word far outside would take the room of the whole picture
            now.transform_filter(f"datum.penalty == '{racer}' && datum.y >= low && datum.y <= high").encode(
                x=x, y=y
            ),
            name,
            align=alt.ExprRef(f"({side}) > 0 ? 'left' : 'right'"),
            dx=alt.ExprRef(f"13 * ({side})"),
            dy=dy,
            fontWeight="bold",
        )
    ]


def _where_it_leads(
    _: Translate, x: alt.X, y: alt.Y, steps: int, log: bool
) -> tuple[list[alt.Chart], list[alt.Chart]]:
    """What stands below the paths and above them: 0 and |w| = 1, chatter, resting points, arrivals, words."""
    frame = _at_lam("frame")
    remark = frame.mark_text(
        **TEXT,
        align="left",
        x=0,
        y=alt.ExprRef(f"-18 * {ROWS} - 16"),
        limit=alt.ExprRef("width"),
    ).encode(text=alt.Text(field="remark", type="nominal"))
    ground = frame.transform_calculate(y="zero").encode(y=y)
    nought = ground.mark_text(text="0" if log else "", align="right", x=-16)

    level = _placed(_at_lam("level"), log).encode(y=y)
    right: dict[str, Any] = {"align": "right", "x": "width", "dx": -4}
    faster = [
        level.mark_text(**TEXT, **right, dy=dy).encode(text=alt.Text(field=side, type="nominal"))
        for side, dy in (("above", -9), ("below", 10))
    ]

    chatter = _at_lam("chatter").transform_calculate(y="min(datum.w, high)", near="max(-datum.w, low)")
    text = alt.Text(field="text", type="nominal")
    shade = chatter.mark_rect(color=PENALTY_COLORS["l1"], opacity=0 if log else 0.15)

    resting = _placed(_at_lam("resting"), log).encode(y=y, color=COLOR)
    comes_to = [alt.Tooltip(field="digits", type="nominal", title=_("Lowest cost at"))]
    rest = _with_digits(resting).mark_point(shape="diamond", size=130, filled=True, opacity=1, x="width")

    alive = _placed(_at_lam("alive"), log).encode(x=x, y=y)
    ghost = alive.mark_line(clip=True, strokeDash=[2, 3], strokeWidth=2, color=PENALTY_COLORS["l1"])
    named = alive.transform_filter(f"datum.step == {steps}")

    arrivals = _placed(_at_lam("arrivals"), log).encode(x=x, y=y)
    early, late = f"datum.step < {0.3 * steps}", f"datum.step > {0.7 * steps}"
    inward = alt.ExprRef(f"{early} ? 'left' : {late} ? 'right' : 'center'")
    below = [
        shade.encode(y=y, y2=alt.Y2(field="near")),
        ground.mark_rule(color=MARKER_COLOR),
        nought,
        level.mark_rule(strokeDash=[2, 3], color=MARKER_COLOR),
        *faster,
        resting.mark_rule(strokeDash=[6, 4], clip=True),
        ghost,
    ]
    above = [
        arrivals.mark_point(size=150, strokeWidth=2.5, opacity=1).encode(color=COLOR),
        *over_lines(arrivals, text, align=inward, dy=alt.ExprRef("17 + 16 * datum.row")),
        *over_lines(chatter.encode(y=y), text, **right, dy=alt.ExprRef("datum.w < high ? -9 : 10")),
        *over_lines(named, text, align="right", dx=-14, dy=-10),
        rest.encode(tooltip=comes_to),
        remark,
    ]
    return below, above


def race_in_numbers(_: Translate, race: Race, lam: int) -> pd.DataFrame:
    """Every weight at every step, at one λ."""
    names = racer_names(_)
    paths = {names[racer]: [number(w, 5) for w in path[lam]] for racer, path in race.weights.items()}
    return pd.DataFrame({_("Step"): np.arange(race.steps + 1), **paths})


def _at_the_start(tables: dict[str, pd.DataFrame], race: Race) -> dict[str, pd.DataFrame]:
    """What there is to see before the first step: every weight at w₀, and an axis that goes so far."""
    weights, frame = tables["weights"], tables["frame"]
    ends = {"low": -0.2 * race.start, "high": 1.08 * race.start, "floor": -0.01 * race.start, "zero": 0.0}
    empty = {name: table[:0] for name, table in tables.items()}
    return empty | {"weights": weights[weights["step"] == 0], "frame": frame.assign(**ends, remark="")}


def _cut(race: Race) -> float:
    return float(CUT * max(race.start, *(np.abs(w).max() for w in race.resting.values()), 0.0))


def _frame(race: Race) -> pd.DataFrame:
    """For each λ how far the picture reaches, with room below for the words at 0."""
    weights = np.stack(list(race.weights.values()))
    cut = _cut(race)
    low = np.clip(weights, -cut, 0).min(axis=(0, 2))
    high = np.clip(weights, 0, cut).max(axis=(0, 2))
    span = high - low
    table = {"low": low - 0.2 * span, "high": high + 0.08 * span, "floor": low - 0.01 * span, "zero": 0.0}
    return pd.DataFrame({"lam": np.arange(len(low)), **table})


def _frame_of_sizes(race: Race) -> pd.DataFrame:
    """The same in decades: from the least size above 0 to the greatest, and a line for 0 below."""
    sizes = np.abs(np.stack(list(race.weights.values())))
    high = sizes.max(axis=(0, 2))
    low = np.minimum(np.where(sizes > 0, sizes, np.inf).min(axis=(0, 2)), np.minimum(high / 100, 0.5))
    span = high / low
    table = {"low": low * span**-0.28, "high": high * span**0.03, "floor": low, "zero": low * span**-0.12}
    return pd.DataFrame({"lam": np.arange(len(low)), **table})


def _with_cut(_: Translate, race: Race, remarks: Sequence[str]) -> list[str]:
    far = np.stack([np.abs(w).max(axis=1) for w in race.weights.values()]).max(axis=0)
    cut = _cut(race)
    words = _("{remark} · cut at ±{cut}")
    return [
        words.format(remark=remark, cut=number(cut)) if reach > cut else remark
        for remark, reach in zip(remarks, far, strict=True)
    ]


def _arrivals(_: Translate, race: Race) -> pd.DataFrame:
    """Where a weight becomes exactly 0 for good, with the words for it, one below the other."""
    rows = []
    names = racer_names(_)
    for racer, weights in race.weights.items():
        for lam in range(len(weights)):
            step = race.zero_since(racer, lam)
            dead = race.resting and race.died_at(racer, lam) is not None
            text = (
                _("{name}: dead at 0 from step {step}") if dead else _("{name}: exactly 0 from step {step}")
            )
            if step is not None:
                rows.append((lam, racer, step, 0.0, text.format(name=names[racer], step=step)))
    table = pd.DataFrame(rows, columns=["lam", "penalty", "step", "w", "text"])
    return table.assign(row=table.groupby("lam")["step"].rank(method="first") - 1)


def _resting(race: Race) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"lam": np.arange(len(w)), "penalty": racer, "w": w})
        for racer, w in race.resting.items()
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"lam": [], "penalty": [], "w": []})


def _chatter(race: Race) -> pd.DataFrame:
    """How far from 0 the subgradient steps can throw the L1 weight for ever: ±ηλ."""
    far = race.learning_rate * race.lambdas
    text = [f"±ηλ = ±{number(x)}" for x in far]
    table = pd.DataFrame({"lam": np.arange(len(far)), "w": far, "text": text})
    return table if race.l1_step == "subgradient" and not race.resting else table[:0]


def _alive(_: Translate, race: Race) -> pd.DataFrame:
    """What the L1 weight does under proximal steps, for every λ at which clipping has killed it."""
    parts = [
        pd.DataFrame({"lam": lam, "step": np.arange(race.steps + 1), "w": path, "text": _("proximal L1")})
        for lam, path in enumerate(race.proximal)
        if race.died_at("l1", lam) is not None and path[-1] != 0
    ]
    return (
        pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["lam", "step", "w", "text"])
    )


def _level(_: Translate, race: Race) -> pd.DataFrame:
    """|w| = 1, where L1 and L2 are equally fast: for every λ at which the weight only shrinks past it."""
    shrinks = [race.outlook(lam) == "monotone" for lam in range(len(race.lambdas))]
    level = pd.DataFrame({"lam": np.flatnonzero(shrinks), "w": 1.0}).assign(
        above=_("|w| > 1: L2 is faster"), below=_("|w| < 1: L1 is faster")
    )
    return level if race.start > 1 and not race.resting else level[:0]
