"""One loss bowl and the region of one penalty: where they touch, and what holds the optimum there."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.model_space.plane import APART, live_words, pair, square_axis, tooltips, with_texts
from charts.numbers import number
from charts.palette import MARKER_COLOR, TEXT_COLOR
from charts.penalties import PENALTY_COLORS, penalty_ink, penalty_names
from charts.picture import Picture, Tables, Translate, finished, packed
from charts.track import Track
from charts.vega import with_scales_told
from l2core.bowl import Bowl, contour, gradient, loss, path
from l2core.checks import FloatArray
from l2core.optima import Optima
from l2core.region import edge_wedges, region

LOSS_COLOR = PENALTY_COLORS["none"]  # the loss alone

MIDDLE, HALF = 0.3, 1.7  # of the window on either axis
RADII = np.arange(0.3, 8, 0.4)  # of the contours ½ρ²: even steps along any line from the center
PADDING = {"left": 0, "top": 0, "right": 5, "bottom": 2}
HEIGHT = 390  # where the page gives it no other
OUTLINE = 64  # points of a region or a contour, and the first again
CONE = 26  # points of a normal cone
WEDGE = 0.85  # radius of a normal cone; a direction is shown, not a size, and so it is with the arrow
ARROW = "M-.03,0L-.03,-.74L-.13,-.74L0,-1L.13,-.74L.03,-.74L.03,0Z"
ARROW_SIZE = (2 * 60) ** 2  # the square that an arrow half as long fills: it is 60 pixels long


def panel(
    _: Translate,
    bowl: Bowl,
    optima: Optima,
    outlined: Tables,
    track: Track,
    numbers: Callable[[], pd.DataFrame],
) -> Picture:
    """The panel of one penalty, from its `outlines`, packed; `numbers` makes `panel_numbers`.

    Its description holds at every place of the bar: what is seen there is told by the words that follow it.
    """
    pull = -gradient(bowl, optima.w)
    frames = {
        "frame": np.arange(len(optima.w)),
        "w1": optima.w[:, 0],
        "w2": optima.w[:, 1],
        "lambd": [number(x) for x in optima.lambd],
        "reach": optima.reach,
        "loss": loss(bowl, optima.w),
        "pulls": optima.lambd > 0,
        "pull1": pull[:, 0],
        "pull2": pull[:, 1],
        "angle": np.degrees(np.arctan2(pull[:, 0], pull[:, 1])),  # clockwise from upwards
        "text": [_heading(_, w, lambd) for w, lambd in zip(optima.w, optima.lambd, strict=True)],
    }
    words = _(
        "{name}: the contours of the loss around the free optimum {c}, the region that the penalty allows "
        "around 0, and the point of it where the loss is least."
    )
    return Picture(
        _spec(_, optima.penalty, track),
        {**outlined, "frames": packed(frames)},
        words.format(name=penalty_names(_)[optima.penalty], c=pair(bowl.center)),
        numbers,
    )


def panel_numbers(_: Translate, bowl: Bowl, optima: Optima, at: int) -> pd.DataFrame:
    """The optimum where the bar stands, in numbers."""
    w, lambd, reach = optima.w[at], optima.lambd[at], optima.reach[at]
    columns = {"w₁": w[0], "w₂": w[1], "λ": lambd, _("budget t"): reach, _("loss"): loss(bowl, w)}
    return pd.DataFrame({name: [number(float(value))] for name, value in columns.items()})


def outlines(bowl: Bowl, optima: Optima, *, path_to_0: bool = True) -> dict[str, Mapping[str, Any]]:
    """The shapes of a panel: contours and path, and for every place region, touching contour and cone.

    A cell of "v" is a list x, y, x, y, …: one shape a row, or those of all places one after the other.
    path_to_0: without it the path is its first point, the free optimum.
    """
    penalty, r = optima.penalty, optima.r
    unit = contour(bowl, 0.5, OUTLINE) - bowl.center  # the contour ½ρ² is ρ times as large
    levels = bowl.center + RADII[:, None, None] * unit
    touching = bowl.center + np.sqrt(2 * loss(bowl, optima.w))[:, None, None] * unit
    return {
        "levels": {"v": _flat(levels), "shade": 0.07 * np.exp(-0.3 * RADII)},
        "path": _points(path(bowl, penalty, l1_ratio=r, points=80).w if path_to_0 else bowl.center[None, :]),
        "free": _points(bowl.center[None, :]),
        "region": {"v": _flat(region(penalty, optima.budget, OUTLINE, l1_ratio=r)[None])},
        "touching": {"v": _flat(touching[None])},
        "cone": {"v": _flat(_cones(optima)[None])},
    }


def _heading(_: Translate, w: FloatArray, lambd: float) -> str:
    if lambd == 0:
        return APART.join((f"w = {pair(w)}", "λ = 0", _("free optimum")))
    zeros = (_("no exact 0"), _("1 exact 0"), _("2 exact 0s"))[int(np.sum(w == 0))]
    return APART.join((f"w = {pair(w)}", f"λ = {number(lambd)}", zeros))


def _points(w: FloatArray) -> dict[str, FloatArray]:
    return {"w1": w[:, 0].astype(np.float32), "w2": w[:, 1].astype(np.float32)}


def _flat(shapes: FloatArray) -> list[FloatArray]:
    return list(shapes.astype(np.float32).reshape(len(shapes), -1))


def _cones(optima: Optima, points: int = CONE - 2) -> FloatArray:
    """The normal cone at every optimum, closed: a wedge, a line, or a point where there is none."""
    w = optima.w[:, None, :]
    shown = (optima.lambd > 0) & (optima.budget > 0)
    rays = edge_wedges(np.where(shown[:, None], optima.w, 1.0), optima.r)
    share = np.linspace(0, 1, points)[:, None]
    rim = (1 - share) * rays[:, :1] + share * rays[:, 1:]
    rim = w + WEDGE * rim / np.hypot(rim[..., 0], rim[..., 1])[..., None]
    return np.where(shown[:, None, None], np.concatenate((w, rim, w), axis=1), w)


def _title(_: Translate, penalty: str, drive: str) -> str:
    hard = {"l1": "L1: |w₁| + |w₂| ≤ t", "l2": "L2: √(w₁² + w₂²) ≤ t"}
    soft = {"l1": _("L1: loss + λ (|w₁| + |w₂|)"), "l2": _("L2: loss + λ/2 (w₁² + w₂²)")}
    return {
        **(hard if drive == "budget" else soft),
        "elastic_net": _("Elastic net: L1 and L2"),
    }[penalty]


@cache
def _spec(_: Translate, penalty: str, track: Track) -> dict[str, Any]:
    color = PENALTY_COLORS[penalty]
    w1, w2 = square_axis(alt.X, "w1", "w₁", MIDDLE, HALF), square_axis(alt.Y, "w2", "w₂", MIDDLE, HALF)

    def shapes(table: str, points: int, first: str = "0", **mark: Any) -> alt.Chart:
        """A closed outline a row, from the number at place `first` of its list.

        No line here has dashes: their offset is what Vega sees change with the bar and the picture's size. It
        does not look into a geometry, and would neither measure the shape anew nor paint over the old one.
        """
        v = "datum.v.data[0].values"
        ring = ",".join(f"[{v}[{first} + {2 * k}],{v}[{first} + {2 * k + 1}]]" for k in range(points))
        return (
            alt.Chart(alt.NamedData(table))
            .transform_calculate(type="'Feature'", geometry=f"{{type: 'Polygon', coordinates: [[{ring}]]}}")
            .project(
                type="identity", reflectY=True, scale=alt.ExprRef("unit"), translate=alt.ExprRef("origin")
            )
            .mark_geoshape(clip=True, strokeDashOffset=alt.ExprRef(f"{track.name} + unit"), **mark)
        )

    def shape_now(table: str, points: int, **mark: Any) -> alt.Chart:
        return shapes(table, points, f"{2 * points} * {track.name}", **mark)

    bowl = shapes("levels", OUTLINE + 1, fill=LOSS_COLOR, stroke=LOSS_COLOR, strokeWidth=0.8, opacity=0.8)
    path_to_0 = alt.Chart(alt.NamedData("path")).mark_line(
        clip=True, order=False, stroke=color, strokeWidth=2.5, strokeDash=[2, 3]
    )
    axis = alt.Chart(alt.NamedData("free")).mark_rule(color=MARKER_COLOR)
    now = alt.Chart(alt.NamedData("frames")).transform_filter(f"datum.frame == {track.name}")
    arrow = (
        now.transform_filter("datum.pulls")
        .mark_point(
            clip=True, filled=True, shape=ARROW, size=ARROW_SIZE, color=alt.ExprRef(TEXT_COLOR), opacity=1
        )
        .encode(x=w1, y=w2, angle=alt.Angle(field="angle", type="quantitative", scale=None))
    )
    free = with_texts(alt.Chart(alt.NamedData("free")), "w1", "w2").mark_point(
        clip=True, size=130, color=LOSS_COLOR, strokeWidth=3, opacity=1
    )
    numbered = with_texts(now, "w1", "w2", "reach", "loss", "pull1", "pull2")
    optimum = numbered.mark_point(clip=True, filled=True, size=190, color=color, opacity=1)
    layers = alt.layer(
        bowl.encode(
            fillOpacity=alt.FillOpacity(field="shade", type="quantitative", scale=None, legend=None),
        ),
        axis.encode(x=alt.XDatum(0)),
        axis.encode(y=alt.YDatum(0)),
        shape_now("region", OUTLINE + 1, fill=color, fillOpacity=0.22, stroke=color, strokeWidth=2),
        shape_now("cone", CONE, fill=color, fillOpacity=0.3, stroke=color, strokeWidth=1.5),
        shape_now("touching", OUTLINE + 1, filled=False, stroke=LOSS_COLOR, strokeWidth=2.5),
        path_to_0.encode(x=w1, y=w2),
        free.encode(x=w1, y=w2, tooltip=tooltips({"w1": _("free w₁"), "w2": _("free w₂")})),
        arrow,
        optimum.encode(
            x=w1,
            y=w2,
            tooltip=[
                alt.Tooltip(field="lambd", type="nominal", title="λ"),
                *tooltips({"w1": "w₁", "w2": "w₂", "reach": _("budget t"), "loss": _("loss")}),
                *tooltips({"pull1": "−∂loss/∂w₁", "pull2": "−∂loss/∂w₂"}),
            ],
        ),
        live_words(track),
    )
    title = alt.TitleParams(text=_title(_, penalty, track.name), color=penalty_ink(penalty), offset=8)
    spec = finished(
        layers.add_params(
            alt.param(name="unit", expr=f"min(width, height) / {2 * HALF}"),  # pixels a unit of w
            alt.param(name="origin", expr=f"[width / 2 - unit * {MIDDLE}, height / 2 + unit * {MIDDLE}]"),
        )
        .properties(height=HEIGHT, title=title, padding=PADDING)
        .configure_mark(aria=False, invalid=None),
        track,
    )
    return with_scales_told(spec)
