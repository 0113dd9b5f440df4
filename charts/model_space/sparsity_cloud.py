"""How often random bowls land on an axis: each from its center to its optimum, and the share of them."""

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.model_space.places import places
from charts.model_space.plane import live_words, panel_color, square_axis, tooltips, with_texts
from charts.numbers import fixed, number, vega_number
from charts.palette import MARKER_COLOR
from charts.penalties import PENALTY_COLORS, penalty_ink, penalty_names
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from l2core.checks import FloatArray
from l2core.random_bowls import Landings

WINDOW = 3.05  # the bowls' centers fill a disc of radius 3


def landed(_: Translate, landings: Landings) -> list[str]:
    """How many land on an axis, at every place of the bar."""
    words = _("{count} of {all} land on an axis")
    return [words.format(count=count, all=len(landings.centers)) for count in landings.on_axis.sum(axis=1)]


def cloud(_: Translate, landings: Landings, fanned: Tables, track: Track) -> Picture:
    """Every bowl as a line from its center to its optimum, from its `fan`, packed."""
    text = landed(_, landings)
    words = _(
        "{name}: {all} lines, each from the free optimum of a random bowl to its optimum under the penalty "
        "where the bar stands. Those that end on an axis have the colour of the penalty, the others are grey."
    )
    return Picture(
        _cloud_spec(_, landings.penalty, track),
        {**fanned, "frames": pd.DataFrame({"frame": np.arange(len(text)), "text": text})},
        words.format(name=penalty_names(_)[landings.penalty], all=len(landings.centers)),
    )


def fan(landings: Landings) -> dict[str, pd.DataFrame]:
    """The table of a cloud that is the same in every language: centers, and at every place the optima."""
    zero = landings.on_axis.T.astype(np.int8)
    zeros = pd.DataFrame(zero, columns=[f"zero{frame}" for frame in range(zero.shape[1])])
    centers = pd.DataFrame(landings.centers.astype(np.float32), columns=["c1", "c2"])
    return {"bowls": pd.concat((centers, _wide(landings.minima), zeros), axis=1)}


def shares(_: Translate, landings: Mapping[str, Landings], track: Track) -> Picture:
    """The share of the cloud with an exact 0 against t or λ for every penalty, within its 95 % interval."""
    names, positions = penalty_names(_), places(track.name)
    bands = {penalty: found.interval for penalty, found in landings.items()}
    table = pd.concat(
        pd.DataFrame(
            {
                "frame": np.arange(len(positions)),
                "position": positions,
                "penalty": names[penalty],
                "share": found.rate,
                "low": bands[penalty][0],
                "high": bands[penalty][1],
            }
        )
        for penalty, found in landings.items()
    )
    words = _(
        "{names}: the share of random bowls with an exact 0 at every place of the bar, each line within a "
        "band. An upright line marks where the bar stands."
    )
    drawn = table.position > 0  # a logarithmic axis has no 0, and t = 0 leaves no choice to any penalty
    return Picture(
        _shares_spec(_, tuple(landings), track),
        {"shares": table[drawn]},
        words.format(names=", ".join(names[penalty] for penalty in landings)),
        partial(_share_numbers, _, table[drawn], track.name),
    )


def cloud_numbers(_: Translate, landings: Landings, at: int) -> pd.DataFrame:
    """The free optimum of every bowl, and its optimum under the penalty at place `at` of the bar."""
    ends = np.hstack([landings.centers, landings.minima[at]])
    names = (_("free w₁"), _("free w₂"), "w₁", "w₂")
    return pd.DataFrame(
        {name: [number(value) for value in of] for name, of in zip(names, ends.T, strict=True)}
    )


def _share_numbers(_: Translate, table: pd.DataFrame, track: str) -> pd.DataFrame:
    """The share of every penalty at every place, and the ends of its interval."""
    return pd.DataFrame(
        {
            _("Penalty"): table.penalty,
            _("budget t") if track == "budget" else "λ": [number(value) for value in table.position],
            _("share"): [fixed(value) for value in table.share],
            _("lower end"): [fixed(value) for value in table.low],
            _("upper end"): [fixed(value) for value in table.high],
        }
    )


def _wide(shapes: FloatArray) -> pd.DataFrame:
    """Points (F, n, 2), as columns x0 y0 x1 y1 …, of which the browser picks a pair."""
    points = np.concatenate(shapes, axis=1).astype(np.float32)
    columns = [f"{axis}{frame}" for frame in range(len(shapes)) for axis in "xy"]
    return pd.DataFrame(points, columns=columns)


def _follows(track: Track) -> alt.Parameter:
    """As other pictures follow the bar, a moment later: these must not hold up the panels above them."""
    bar = alt.binding_range(min=0, max=track.last, step=1, name=track.name, debounce=80)
    return alt.param(name=track.name, value=track.start, bind=bar)


@cache
def _cloud_spec(_: Translate, penalty: str, track: Track) -> dict[str, Any]:
    lands = [_("a weight is exactly 0"), _("no weight is 0")]
    colored = alt.Color(
        field="lands",
        type="nominal",
        scale=alt.Scale(domain=lands, range=[PENALTY_COLORS[penalty], MARKER_COLOR]),
        legend=alt.Legend(orient="bottom", title=None, padding=0, offset=6, symbolOpacity=1),
    )
    w1, w2 = square_axis(alt.X, "w1", "w₁", 0, WINDOW), square_axis(alt.Y, "w2", "w₂", 0, WINDOW)
    bowls = alt.Chart()
    fan = bowls.mark_rule(clip=True, strokeWidth=0.8, opacity=0.5).encode(
        x=w1, y=w2, x2=alt.X2(field="c1"), y2=alt.Y2(field="c2"), color=colored
    )
    ends = bowls.mark_point(clip=True, filled=True, size=24, opacity=1).encode(x=w1, y=w2, color=colored)
    both = alt.layer(fan, ends, data=alt.NamedData("bowls")).transform_calculate(  # for both, once
        w1=f"datum['x' + {track.name}]",
        w2=f"datum['y' + {track.name}]",
        lands=f"datum['zero' + {track.name}] ? '{lands[0]}' : '{lands[1]}'",
    )
    layers = alt.layer(both, live_words(track)).add_params(_follows(track))
    title = alt.TitleParams(text=penalty_names(_)[penalty], color=penalty_ink(penalty), offset=8)
    return finished(layers.properties(height=430, title=title).configure_mark(aria=False, invalid=None))


@cache
def _shares_spec(_: Translate, penalties: tuple[str, ...], track: Track) -> dict[str, Any]:
    hard = track.name == "budget"
    title = _("budget t: reach along an axis") if hard else "λ"
    domain = [float(x) for x in np.sort(places(track.name))[[1, -1]]]
    x = alt.X(
        field="position",
        type="quantitative",
        title=title,
        scale=alt.Scale(type="linear" if hard else "log", domain=domain, nice=False),
        axis=alt.Axis(values=[1, 2, 3] if hard else [0.1, 1, 10], labelExpr=vega_number("datum.value")),
    )
    y = alt.Y(
        field="share",
        type="quantitative",
        title=_("share with an exact 0"),
        axis=alt.Axis(format="%", tickCount=5),
        scale=alt.Scale(domain=[0, 1]),
    )
    table = alt.Chart(alt.NamedData("shares"))
    line = table.mark_line(strokeWidth=2.5).encode(x=x, y=y, color=panel_color(_, penalties))
    band = table.mark_area(opacity=0.2).encode(
        x=x,
        y=alt.Y(field="low", type="quantitative"),
        y2=alt.Y2(field="high"),
        color=panel_color(_, penalties),
    )
    now = table.transform_filter(f"datum.frame == {track.name}")
    rule = now.mark_rule(color=MARKER_COLOR).encode(x=x)
    dots = with_texts(now, "position").mark_point(filled=True, size=110, opacity=1)
    dots = dots.encode(
        x=x,
        y=y,
        color=panel_color(_, penalties),
        tooltip=[
            alt.Tooltip(field="penalty", type="nominal", title=_("penalty")),
            *tooltips({"position": title}),
            alt.Tooltip(field="share", type="quantitative", title=_("share"), format=".1%"),
        ],
    )
    layers = alt.layer(band, line, rule, dots).add_params(_follows(track))
    return finished(
        layers.properties(height=340, title=_("How many random bowls get an exact 0")).configure_mark(
            aria=False, invalid=None
        )
    )
