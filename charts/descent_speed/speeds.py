"""The speed of every penalty against the size of the weight: the picture that decides the race."""

import json
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.descent_speed.scoreboard import (
    COLOR,
    DASH,
    TEXT,
    racer_count,
    racer_rows,
    scoreboard,
)
from charts.numbers import number, vega_number
from charts.palette import MARKER_COLOR
from charts.penalties import penalty_names
from charts.picture import Picture, Translate, finished
from charts.track import Track
from l2core.descent import speed
from l2core.race import Race

EXTENT = 36  # pixels for the numbers of the axis: the picture must not shift when they get longer


def speeds(
    _: Translate, race: Race, tracks: tuple[Track, Track], at: Mapping[str, int], *, begun: bool = True
) -> Picture:
    """|dw/dt| against |w|: level for L1, a line through 0 for L2; they cross at |w| = 1.

    Every weight rides on the line of its penalty. With data, their pull away from 0 too: where it crosses the
    pull of a penalty, its cost is lowest. tracks: of the step and of λ. at: where these stand, for the
    numbers. begun: False for a race at its start, of which nothing more may be told.
    """
    reach = 1.05 * max(race.start, abs(race.center) if race.resting else 0, 1.5)
    pace = {
        racer: np.stack([_speed(race, racer, lam, w) for lam, w in enumerate(weights)])
        for racer, weights in race.weights.items()
    }
    pulls = _pulls(race, reach)
    tables = {
        "weights": racer_rows(_, race, {"w": race.weights, "v": pace}),
        "pulls": pulls,
        "sides": _sides(_, pulls, reach),
        "balance": _balance(race),
    }
    if not begun:
        empty = {name: table[:0] for name, table in tables.items()}
        sides = tables["sides"].copy()
        sides[["from", "to"]], sides["text"] = reach, ""
        words = _("The speed against the size of the weight, still empty.")
        return Picture(_spec(_, tracks), empty | {"sides": sides}, words)
    words = _(
        "The speed against the size of the weight: level for L1, in proportion to |w| for L2; they cross at "
        "|w| = 1. Every weight is a dot on its line."
    )
    return Picture(_spec(_, tracks), tables, words, partial(_numbers, _, race, at["lam"], reach))


def _numbers(_: Translate, race: Race, lam: int, reach: float) -> pd.DataFrame:
    """How fast each penalty pulls at a few sizes of the weight, at one λ."""
    sizes, names = np.linspace(0, reach, 11)[1:], penalty_names(_)
    paces = {
        names[racer]: [number(float(v)) for v in _speed(race, racer, lam, sizes)]
        for racer in race.weights
        if racer != "none"
    }
    return pd.DataFrame({_("Size of the weight |w|"): [number(size) for size in sizes], **paces})


@cache
def _spec(_: Translate, tracks: tuple[Track, Track]) -> dict[str, Any]:
    x = alt.X(
        field="size",
        type="quantitative",
        title=_("Size of the weight |w|"),
        scale=alt.Scale(domain=[0, alt.ExprRef("reach")], nice=False),
        axis=alt.Axis(grid=False),
    )
    y = alt.Y(
        field="pull",
        type="quantitative",
        title=_("Speed |dw/dt|"),
        scale=alt.Scale(domain=[0, alt.ExprRef("top")], nice=False),
        axis=alt.Axis(tickCount=5, minExtent=EXTENT, maxExtent=EXTENT),
    )
    both = {"x": x, "y": y, "color": COLOR}

    sides = alt.Chart(alt.NamedData("sides")).transform_filter("datum.lam == lam")
    side = sides.mark_rect(opacity=0.1).encode(
        x=alt.X(field="from", type="quantitative"), x2=alt.X2(field="to"), color=COLOR
    )
    faster = (
        sides.transform_calculate(size="(datum.from + datum.to) / 2")
        .mark_text(**TEXT, align="center", y=12)
        .encode(x=x, text=alt.Text(field="text", type="nominal"))
    )
    crossing = sides.transform_filter("datum.to == 1").transform_calculate(size="1")
    level = crossing.mark_rule(strokeDash=[2, 3], color=MARKER_COLOR).encode(x=x)

    pulls = alt.Chart(alt.NamedData("pulls")).transform_filter("datum.lam == lam")
    lines = pulls.mark_line(strokeWidth=2.5).encode(**both, strokeDash=DASH)
    balance = alt.Chart(alt.NamedData("balance")).transform_filter("datum.lam == lam")
    rest = (
        balance.transform_calculate(size_digits=vega_number("datum.size", 4))
        .mark_point(shape="diamond", size=130, filled=True, opacity=1)
        .encode(
            **both,
            tooltip=[alt.Tooltip(field="size_digits", type="nominal", title=_("Lowest cost at |w|"))],
        )
    )

    now = (
        alt.Chart(alt.NamedData("weights"))
        .transform_filter("datum.step == step")
        .transform_calculate(w="datum['w' + lam]", pull="datum['v' + lam]")
        .transform_calculate(size="abs(datum.w)")
    )
    runners = (
        now.transform_filter("datum.penalty != 'none' && datum.size <= reach")
        .transform_calculate(
            size_digits=vega_number("datum.size", 4), pull_digits=vega_number("datum.pull", 4)
        )
        .mark_circle(size=190, opacity=1)
        .encode(
            **both,
            tooltip=[
                alt.Tooltip(field="name", type="nominal", title=_("Penalty")),
                alt.Tooltip(field="size_digits", type="nominal", title=_("Size of the weight |w|")),
                alt.Tooltip(field="pull_digits", type="nominal", title=_("Speed |dw/dt|")),
            ],
        )
    )
    formulas = json.dumps({"l1": "λ = ", "l2": "λ|w| = ", "elastic_net": ""})
    data, at_zero = json.dumps(_("data: pull back")), json.dumps(_("at 0"))
    pace = f"{formulas}[datum.penalty] + {vega_number('datum.pull')}"
    moving = f"datum.name + '  ' + (datum.pull == 0 ? {at_zero} : {pace})"
    words = f"datum.penalty == 'none' ? {data} : {moving}"
    return finished(
        alt.layer(side, level, faster, lines, rest, runners, *scoreboard(now, words))
        .add_params(
            alt.param(name="reach", expr="data('sides')[1].to"),
            alt.param(name="top", expr="data('sides')[2 * lam].top"),
            racer_count(),
        )
        .properties(height=290, title=alt.TitleParams(text=_("Speed against size"), offset=10)),
        *tracks,
    )


def _speed(race: Race, penalty: str, lam: int, w: Any) -> Any:
    return speed(w, penalty, float(race.lambdas[lam]), l1_ratio=race.l1_ratio)


def _pulls(race: Race, reach: float) -> pd.DataFrame:
    """The two ends of every line, for every λ; they begin beside 0, for at 0 a weight rests."""
    racers, size = [racer for racer in race.weights if racer != "none"], np.array([1e-9, reach])
    lams = np.arange(len(race.lambdas))
    lines = pd.DataFrame(
        {
            "lam": np.repeat(lams, 2 * len(racers)),
            "penalty": np.tile(np.repeat(racers, 2), len(lams)),
            "size": np.tile(size, len(lams) * len(racers)),
            "pull": np.concatenate(
                [_speed(race, racer, lam, size) for lam in range(len(lams)) for racer in racers]
            ),
        }
    )
    if not race.resting:
        return lines
    ends = abs(race.center) * np.array(
        [0.0, 1.0]
    )  # from h |c| at 0 to nothing at c, on the side of 0 where c lies
    data = {"penalty": "none", "size": ends, "pull": race.curvature * (ends[1] - ends)}
    return pd.concat(
        [lines, pd.DataFrame({"lam": lams}).merge(pd.DataFrame(data), "cross")], ignore_index=True
    )


def _sides(_: Translate, pulls: pd.DataFrame, reach: float) -> pd.DataFrame:
    """For every λ the sizes below 1 and those above it, who is faster there, and how high the picture is."""
    top = np.zeros(1 + pulls["lam"].max())
    np.maximum.at(top, pulls["lam"].to_numpy(), pulls["pull"].to_numpy())
    sides: dict[str, list[Any]] = {
        "from": [0.0, 1.0],
        "to": [1.0, reach],
        "penalty": ["l1", "l2"],
        "text": [_("L1 faster"), _("L2 faster")],
    }
    every = {name: np.tile(values, len(top)) for name, values in sides.items()}
    return pd.DataFrame({"lam": np.repeat(np.arange(len(top)), 2), "top": np.repeat(top, 2)} | every)


def _balance(race: Race) -> pd.DataFrame:
    """Where the data's pull away from 0 and that of the penalty are level."""
    parts = [
        pd.DataFrame(
            {
                "lam": np.arange(len(w)),
                "penalty": racer,
                "size": np.abs(w),
                "pull": race.curvature * (abs(race.center) - np.abs(w)),
            }
        )
        for racer, w in race.resting.items()
        if racer != "none"
    ]
    return (
        pd.concat(parts, ignore_index=True)
        if parts
        else pd.DataFrame({"lam": [], "penalty": [], "size": [], "pull": []})
    )
