"""What a net answers everywhere in the plane, step by step: heat map, the line p = ½, and the examples."""

import base64
import io
import json
import re
from dataclasses import dataclass
from functools import cache

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PIL import Image

from charts.level_lines import UNITS, half_lines
from charts.palette import CLASS_COLORS, CLASS_SHAPES, TEXT_COLOR
from charts.picture import Picture, Translate, finished, scrubbed
from l2core.checks import FloatArray

PIXELS = 40
SAME = 0.01  # answers that differ by less everywhere are the same answer
LEVELS = 16  # an even number: p = ½ lies between two of them
_NEAR = 3  # so many pictures before and after the current one, along each track, are kept ready
_ROW = 100  # what the column `frame` counts up from one λ to the next
_HEIGHT = 360
_RIM = "#FFFFFF"  # around every training example: it stands on its own colour as often as not
_FAINTEST, _STRONGEST = 0.10, 0.62

# Where the net is asked: the middle of every pixel, and the rim, so that the line reaches it.
NODES = np.concatenate([[0], (np.arange(PIXELS) + 0.5) / PIXELS, [1]])


Table = pd.DataFrame | bytes


@dataclass(frozen=True)
class Area:
    """The rectangle that a picture shows: its lower left and its upper right corner, (2, 1) each."""

    low: FloatArray
    high: FloatArray

    def grid(self) -> FloatArray:
        """(2, n²): the points of the picture at `NODES`, row by row upwards."""
        across = np.stack(np.meshgrid(NODES, NODES)).reshape(2, -1)
        return self.low + (self.high - self.low) * across

    def measured(self, center: FloatArray, scale: FloatArray) -> "Area":
        """The same rectangle in the units of the features: center + scale · x."""
        return Area(center + scale * self.low, center + scale * self.high)

    def ends(self) -> dict[str, float]:
        """The corners as the columns x, x2, y, y2."""
        (x, y), (x2, y2) = self.low.ravel().tolist(), self.high.ravel().tolist()
        return {"x": x, "x2": x2, "y": y, "y2": y2}


def area(*clouds: FloatArray, margin: float = 0.04) -> Area:
    """The rectangle around all points of all clouds (2, m), and a margin."""
    points = np.concatenate(clouds, axis=1)
    low, high = points.min(axis=1, keepdims=True), points.max(axis=1, keepdims=True)
    room = margin * np.where(high > low, high - low, 1)
    return Area(low - room, high + room)


def decision_boundary(
    _: Translate, penalty: str, frames: Table, points: Table, last_step: int, last_lam: int, alt_text: str
) -> Picture:
    """One net's picture at every step and, but for "none", every λ; the tables are of the functions below."""
    return Picture(_spec(_, penalty, last_step, last_lam), {"frames": frames, "points": points}, alt_text)


def frames_table(
    shown: Area,
    probabilities: FloatArray,
    training: FloatArray,
    validation: FloatArray,
    diverged_at: NDArray[np.intp],
) -> pd.DataFrame:
    """A row for every snapshot of every net: image, line, and the numbers that go with them.

    shown: the rectangle in the units of the features. probabilities: (S, K, n²) at the points of `Area.grid`,
    NaN where a net diverged; K nets in the order of their λ. training, validation: (S, K) cross-entropies.
    diverged_at: (K,), the step or −1. The column `constant` is the answer of a net that gives everybody one.
    """
    snapshots, nets = training.shape
    p = probabilities.reshape(snapshots * nets, len(NODES), len(NODES))
    levels = np.clip(np.ceil(np.nan_to_num(p[:, -2:0:-1, 1:-1]) * LEVELS) - 1, 0, None).astype(np.uint8)
    colors, alphas = _palette()
    same = np.ptp(p, axis=(1, 2)) < SAME
    step, lam = np.indices((snapshots, nets)).reshape(2, -1).astype(np.int16)
    return pd.DataFrame(
        {
            "step": step,
            "lam": lam,
            "frame": (_ROW * lam + step).astype(np.int16),
            "image": [_address(level, colors, alphas) for level in levels],
            "line": half_lines(p, NODES),
            "training": training.ravel().astype(np.float32),
            "validation": validation.ravel().astype(np.float32),
            "constant": np.where(same, p[:, 0, 0], np.nan).astype(np.float32),
            "diverged": np.where(np.isnan(training), diverged_at, np.nan).ravel().astype(np.float32),
            **{name: np.float32(end) for name, end in shown.ends().items()},
        }
    )


def points_table(X: FloatArray, Y: FloatArray, classes: tuple[str, str], part: str) -> pd.DataFrame:
    """A row for every example (2, m), (1, m); `part` is "training" or "validation"."""
    label = Y.ravel().astype(np.int8)
    return pd.DataFrame(
        {
            "x1": X[0].astype(np.float32),
            "x2": X[1].astype(np.float32),
            "label": label,
            "class": np.array(classes, dtype=object)[label],
            "part": part,
        }
    )


def _palette() -> tuple[bytes, bytes]:
    """Colour and opacity of every level: the class's colour, the surer the deeper, on whatever background."""
    sureness = np.abs(np.linspace(-1, 1, LEVELS))
    colors = [bytes.fromhex(CLASS_COLORS[int(k >= LEVELS // 2)][1:]) for k in range(LEVELS)]
    alphas = 255 * (_FAINTEST + (_STRONGEST - _FAINTEST) * sureness)
    return b"".join(colors), alphas.astype(np.uint8).tobytes()


def _address(levels: np.ndarray, colors: bytes, alphas: bytes) -> str:
    image, file = Image.fromarray(levels), io.BytesIO()
    image.putpalette(colors)
    image.save(file, "PNG", transparency=alphas, bits=4, compress_level=9)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


@cache
def _spec(_: Translate, penalty: str, last_step: int, last_lam: int) -> dict[str, object]:
    titles = {"none": _("No penalty"), "l2": _("L2"), "l1": _("L1"), "elastic_net": _("Elastic net")}
    # The pictures next to this one are there already, unseen: a browser needs a moment to unpack an image.
    if penalty == "none":
        now, near = "datum.step == step", f"abs(datum.step - step) <= {_NEAR}"
    else:
        now = f"datum.frame == {_ROW} * lam + step"
        near = (
            f"abs(datum.frame - {_ROW} * lam - step) <= {_NEAR}"
            f" || (datum.step == step && abs(datum.lam - lam) <= {_NEAR})"
        )
    axis = alt.Axis(tickCount=5, labelPadding=4, titlePadding=4, grid=False)
    x = alt.X(field="x", type="quantitative", title=_("x₁"), scale=alt.Scale(domain=_ends("x")), axis=axis)
    y = alt.Y(field="y", type="quantitative", title=_("x₂"), scale=alt.Scale(domain=_ends("y")), axis=axis)
    heat = (
        alt.Chart()
        .mark_image(aspect=False)
        .encode(
            x=x,
            x2=alt.X2(field="x2"),
            y=y,
            y2=alt.Y2(field="y2"),
            url=alt.Url(field="image", type="nominal"),
            opacity=alt.condition(f"{now} && !isValid(datum.diverged)", alt.value(1), alt.value(0)),
        )
    )
    line = (
        alt.Chart()
        .transform_filter(f"{now} && datum.line != ''")
        .transform_calculate(part="split(datum.line, ';')")
        .transform_flatten(["part"])
        .transform_calculate(corner="split(datum.part, ' ')")
        .transform_flatten(["corner"])
        .transform_window(place="row_number()")
        .transform_calculate(
            x=f"datum.x + (datum.x2 - datum.x) * split(datum.corner, ',')[0] / {UNITS}",
            y=f"datum.y + (datum.y2 - datum.y) * split(datum.corner, ',')[1] / {UNITS}",
        )
        .mark_line(color=alt.ExprRef(TEXT_COLOR), strokeWidth=2.5, strokeCap="round", strokeJoin="round")
        .encode(
            x=x,
            y=y,
            detail=alt.Detail(field="part", type="nominal"),
            order=alt.Order(field="place", type="quantitative"),
        )
    )
    told = alt.Chart().transform_filter(now).transform_calculate(numbers=_numbers(_), note=_note(_))
    header = told.mark_text(align="left", baseline="bottom", fontSize=12).encode(
        x=alt.value(0), y=alt.value(-6), text=alt.Text(field="numbers", type="nominal")
    )
    note = told.mark_text(align="center", baseline="top", fontSize=14, fontWeight="bold").encode(
        x=alt.value(alt.expr("width / 2")), y=alt.value(12), text=alt.Text(field="note", type="nominal")
    )
    chart = alt.layer(heat, line, _examples(_), header, note, data=alt.NamedData("frames"))
    chart = chart.transform_filter(near)
    tracks = [scrubbed("step", last_step, last_step)]
    if penalty != "none":
        tracks.append(scrubbed("lam", last_lam, last_lam // 2))
    title = alt.Title(titles[penalty], anchor="start", offset=20, fontSize=16)
    return finished(chart.add_params(*tracks).properties(height=_HEIGHT, title=title).configure(aria=False))


def _ends(field: str) -> list[alt.ExprRef]:
    """The domain from any row of the frames; one from the rows shown would encode each point at each step."""
    row = "data('frames')[0]"
    return [
        alt.ExprRef(f"length(data('frames')) ? {row}.{end} : {k}")
        for k, end in enumerate((field, f"{field}2"))
    ]


def _examples(_: Translate) -> alt.Chart:
    """Training examples filled, validation examples hollow; colour and shape both say the class."""
    by_label = alt.EncodingSortField(field="label", op="min")
    legend = alt.Legend(title=None, orient="bottom", direction="horizontal", offset=8, padding=0)
    colors = alt.Scale(range=list(CLASS_COLORS))
    training = "datum.part == 'training'"
    return (
        alt.Chart(alt.NamedData("points"))
        .mark_point(size=36, strokeWidth=0.8, opacity=1)
        .encode(
            x=alt.X(field="x1", type="quantitative"),
            y=alt.Y(field="x2", type="quantitative"),
            fill=alt.Fill(field="class", type="nominal", sort=by_label, scale=colors, legend=legend),
            shape=alt.Shape(
                field="class",
                type="nominal",
                sort=by_label,
                scale=alt.Scale(range=list(CLASS_SHAPES)),
                legend=legend,
            ),
            fillOpacity=alt.condition(training, alt.value(1), alt.value(0)),
            stroke=alt.Stroke(
                field="class",
                type="nominal",
                sort=by_label,
                scale=colors,
                legend=legend,
                condition={"test": training, "value": _RIM},
            ),
            tooltip=[
                alt.Tooltip(field="class", type="nominal", title=_("Class")),
                alt.Tooltip(field="x1", type="quantitative", title=_("x₁"), format=".3g"),
                alt.Tooltip(field="x2", type="quantitative", title=_("x₂"), format=".3g"),
            ],
        )
    )


def _numbers(_: Translate) -> str:
    """Vega's expression for the line of numbers above a picture."""
    said = {word: json.dumps(f"{text} ") for word, text in _losses(_).items()}
    return (
        "!isValid(datum.training) ? '' : "
        f"{said['training']} + format(datum.training, '.3f') + '  ·  ' + "
        f"{said['validation']} + format(datum.validation, '.3f') + '  ·  ' + "
        f"{said['gap']} + format(datum.validation - datum.training, '+.3f')"
    )


def _losses(_: Translate) -> dict[str, str]:
    return {"training": _("training"), "validation": _("validation"), "gap": _("gap")}


def _note(_: Translate) -> str:
    """Vega's expression for what there is to say of a net that has died."""
    same = _filled(_("answers {p} for everybody"), p="format(datum.constant, '.2f')")
    diverged = _filled(_("diverged at step {step}"), step="format(datum.diverged, ',')")
    return f"isValid(datum.diverged) ? {diverged} : isValid(datum.constant) ? {same} : ''"


def _filled(template: str, **expressions: str) -> str:
    """Vega's expression for a translated template whose placeholders are expressions."""
    parts = [
        expressions[name] if name in expressions else json.dumps(name)
        for name in re.split(r"[{}]", template)
        if name
    ]
    return " + ".join(parts)
