"""Coefficient paths: every variable's effect on the prediction, for every λ."""

from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from charts.axes import lambda_axis
from charts.choosing_lambda.drawn_path import ChosenLambdas, DrawnPath, frame, spread_out
from charts.choosing_lambda.lambda_rules import choice_rules, choice_table, now_rules
from charts.choosing_lambda.titles import effect_title, title_above
from charts.numbers import number, vega_number
from charts.palette import MARKER_COLOR, TEXT_COLOR
from charts.picture import Picture, Translate, finished
from charts.track import Track
from charts.vega import span
from l2core.checks import FloatArray

MOST_LINES = 60
MOST_LABELS = 12
HEIGHT = 410  # pixels
_STRIP, _GAP = 44, 13  # pixels of the strip above the lines, and from name to name
_AROUND = 90  # pixels of the title and the axis, which are part of the height
_LETTER, _SIGN = 6.2, 11.5  # pixels of a letter and of a Chinese character, at most
_ROOM = "clamp(data('frame')[0].room, 60, 0.55 * width)"  # for the names, in pixels
_NARROWEST = 160  # pixels of the horizontal axis, beside long names on a telephone
_HOVER = "variable_hovered"


def coefficient_paths(
    _: Translate,
    drawn: DrawnPath,
    chosen: ChosenLambdas,
    axis: str,
    lam: Track,
    alt_text: str,
    *,
    begun: bool = True,
    family: str = "gaussian",
    height: float = HEIGHT,
) -> Picture:
    """Effects against λ, ‖w‖₁ or the share of y explained; above them the number of non-zeros, and knots.

    axis: "lambda", "norm1" or "deviance". begun: whether more than the first place of the bar may be seen.
    family: "gaussian", or "binomial", whose effects are in log-odds and whose share is that of the deviance.
    height: at which the names keep apart; where the picture is lower they would lie over each other.
    """
    x, effects = drawn.along(axis), drawn.effects
    kept = drawn.strongest(MOST_LINES)
    lines = pd.DataFrame(
        {
            "variable": np.repeat(np.array(drawn.names, dtype=object)[kept], len(x)),
            "x": np.tile(x, len(kept)),
            "effect": effects[:, kept].T.ravel(),
            "coefficient": drawn.path.coefficients[:, kept].T.ravel(),
            "lambd": np.tile(drawn.path.lambdas, len(kept)),
            "lam": np.tile(drawn.bar_index, len(kept)),
        }
    )
    low, high = frame(effects[:, kept])
    tables = {
        "lines": lines,
        "labels": _labels(drawn, kept, x, (low, high), height),
        "frame": pd.DataFrame(
            {
                "x": [x.min() if axis == "lambda" else 0.0, x.max()],
                "effect": [low, high],
                "room": _room([drawn.names[i] for i in kept[:MOST_LABELS]]),
                "title": _strip_title(_, drawn),
            }
        ),
        "counts": _counts(drawn, x, axis),
        "knots": _knots(drawn, x),
        "chosen": _lines_of_choice(chosen, drawn, x, axis),
        "now": _now(_, drawn, x, axis),
    }
    if not begun:
        first = {name: tables[name][tables[name]["lam"] == 0] for name in ("lines", "now")}
        counts = tables["counts"]
        first["counts"] = counts[counts["x"] == first["now"]["x"].item()]
        tables |= first | {name: tables[name].iloc[:0] for name in ("knots", "chosen")}
    numbers = partial(_numbers, _, drawn, chosen, kept) if begun else None
    return Picture(_paths(_, axis, family, lam), tables, alt_text, numbers)


def _numbers(_: Translate, drawn: DrawnPath, chosen: ChosenLambdas, kept: NDArray[np.intp]) -> pd.DataFrame:
    """The effects at both ends of the bar and at the λ that are chosen."""
    places = {"λ_min": chosen.index_min, "λ_1se": chosen.index_1se}
    ends = {_("weakest λ"): 0, **places, _("strongest λ"): int(drawn.bar_index.max())}
    rows = {int(index): row for row, index in enumerate(drawn.bar_index) if index >= 0}
    return pd.DataFrame(
        {_("Variable"): [drawn.names[i] for i in kept]}
        | {name: [number(drawn.effects[rows[lam], i]) for i in kept] for name, lam in ends.items()}
    )


def _room(names: list[str]) -> float:
    """How many pixels the longest of the names needs, with what leads to it."""
    return 16 + max(sum(_LETTER if letter.isascii() else _SIGN for letter in name) for name in names)


def _labels(
    drawn: DrawnPath, kept: NDArray[np.intp], x: FloatArray, ends: tuple[float, float], height: float
) -> pd.DataFrame:
    """The names of the largest effects, at the end of their lines where the penalty is weakest."""
    end, effects = int(np.argmin(drawn.path.lambdas)), drawn.effects[-1]
    named, (low, high) = kept[:MOST_LABELS], ends
    gap = _GAP * (high - low) / (height - _AROUND - _STRIP)
    return pd.DataFrame(
        {
            "variable": np.array(drawn.names, dtype=object)[named],
            "x": x[end],
            "effect": effects[named],
            "label": spread_out(effects[named], gap, low + gap / 2, high - gap / 2),
        }
    )


def _counts(drawn: DrawnPath, x: FloatArray, axis: str) -> pd.DataFrame:
    """The number of non-zeros at some ten places, evenly along the axis."""
    scale = np.log(x) if axis == "lambda" else x
    wanted = np.linspace(scale.min(), scale.max(), 11)
    at = np.unique([int(np.argmin(np.abs(scale - place))) for place in wanted])
    return pd.DataFrame({"x": x[at], "nonzeros": drawn.kept[at]})


def _knots(drawn: DrawnPath, x: FloatArray) -> pd.DataFrame:
    at = np.flatnonzero(drawn.bar_index < 0)
    return pd.DataFrame({"x": x[at], "lambd": drawn.path.lambdas[at], "nonzeros": drawn.kept[at]})


def _strip_title(_: Translate, drawn: DrawnPath) -> str:
    """What stands in the strip: ticks only where the knots of the path are known."""
    if (drawn.bar_index < 0).any():
        return _("Variables in the model (ticks: a variable comes or goes)")
    return _("Variables in the model")


def _lines_of_choice(chosen: ChosenLambdas, drawn: DrawnPath, x: FloatArray, axis: str) -> pd.DataFrame:
    at_min, at_1se = (
        float(x[drawn.bar_index == index].item()) for index in (chosen.index_min, chosen.index_1se)
    )
    if axis == "lambda":
        return choice_table(at_min, at_1se, x.min(), x.max(), _NARROWEST)
    return choice_table(at_min, at_1se, 0.0, x.max(), _NARROWEST, logarithmic=False)


def _now(_: Translate, drawn: DrawnPath, x: FloatArray, axis: str) -> pd.DataFrame:
    """Where the bar stands on the axis, and what the model there is."""
    at = np.flatnonzero(drawn.bar_index >= 0)
    words, kept = _("λ = {lambd}: {count} of {all} variables"), drawn.kept
    texts = [words.format(lambd=number(drawn.path.lambdas[i]), count=kept[i], all=drawn.count) for i in at]
    scale = np.log(x) if axis == "lambda" else x
    left_half = scale[at] < (scale.min() + scale.max()) / 2
    sides = np.where(left_half, "right", "left")
    return pd.DataFrame({"lam": drawn.bar_index[at], "x": x[at], "text": texts, "side": sides})


@cache
def _paths(_: Translate, axis: str, family: str, lam: Track) -> dict[str, Any]:
    to_right = axis != "lambda"  # the names stand where the penalty is weakest
    ends: list[Any] = (
        [0, alt.ExprRef(f"width - {_ROOM}")] if to_right else [alt.ExprRef(_ROOM), alt.ExprRef("width")]
    )
    x, y = _horizontal(_, axis, family, ends), _height(_, "effect", right=not to_right)
    text_color = alt.ExprRef(TEXT_COLOR)
    hovered = alt.selection_point(
        name=_HOVER, fields=["variable"], on="pointerover", nearest=True, empty=False, clear="pointerout"
    )
    zero = (
        alt.Chart(alt.NamedData("frame"))
        .mark_rule(color=MARKER_COLOR)
        .encode(x=alt.value(ends[0]), x2=alt.value(ends[1]), y=alt.YDatum(0))
    )
    lines = (
        alt.Chart(alt.NamedData("lines"))
        .mark_line(color=text_color)
        .encode(
            x=x,
            y=y,
            order=alt.Order(field="lambd", type="quantitative"),
            detail=alt.Detail(field="variable", type="nominal"),
            strokeWidth=alt.when(hovered).then(alt.value(4)).otherwise(alt.value(1.5)),
            opacity=alt.when(hovered).then(alt.value(1)).otherwise(alt.value(0.6)),
        )
    )
    near = (
        alt.Chart(alt.NamedData("lines"))
        .transform_filter("datum.effect != 0")
        .transform_calculate(
            at=vega_number("datum.lambd"),
            size=vega_number("datum.effect"),
            own=vega_number("datum.coefficient"),
        )
        .mark_point(opacity=0, size=30)
        .encode(
            x=x,
            y=y,
            tooltip=[
                alt.Tooltip(field="variable", type="nominal", title=_("Variable")),
                alt.Tooltip(field="at", type="nominal", title="λ"),
                alt.Tooltip(field="size", type="nominal", title=_("Effect per standard deviation")),
                alt.Tooltip(field="own", type="nominal", title=_("Coefficient, own units")),
            ],
        )
        .add_params(hovered)
    )
    dots = (
        alt.Chart(alt.NamedData("lines"))
        .transform_filter("datum.lam == lam && datum.effect != 0")
        .mark_point(filled=True, size=36, opacity=1, color=text_color)
        .encode(x=x, y=y)
    )
    layers = [
        zero,
        lines,
        *choice_rules(x, _STRIP),
        *now_rules(x, _STRIP, "height - 4"),
        dots,
        *_names(_, x, hovered, to_right=to_right),
        *_strip(_, x),
        near,
    ]
    title = title_above(effect_title(_, family))
    return finished(alt.layer(*layers).properties(height=HEIGHT, title=title).configure(aria=False), lam)


def _horizontal(_: Translate, axis: str, family: str, ends: list[Any]) -> alt.X:
    """What the lines are drawn against, between `ends`: the names need room on one side."""
    domain = span("x", "frame")
    if axis == "lambda":
        return lambda_axis(_, "x", domain).scale(type="log", domain=domain, nice=False, range=ends)
    if axis == "norm1":
        title, label = _("Size of the weights ‖w‖₁"), vega_number("datum.value")
    else:
        title = {
            "gaussian": _("Share of the variation of y explained"),
            "binomial": _("Share of the deviance explained"),
        }[family]
        label = "format(datum.value, '.0%')"
    return alt.X(
        field="x",
        type="quantitative",
        title=title,
        scale=alt.Scale(domain=domain, nice=False, range=ends),
        axis=alt.Axis(grid=False, labelExpr=label, labelOverlap=True, tickCount=6),
    )


def _height(_: Translate, field: str, *, right: bool) -> alt.Y:
    """The axis of the effects; on the right where the names stand on the left."""
    scale = alt.Scale(
        domain=span("effect", "frame"), nice=False, zero=False, range=[alt.ExprRef("height"), _STRIP]
    )
    return alt.Y(
        field=field,
        type="quantitative",
        title=None,
        scale=scale,
        axis=alt.Axis(orient="right" if right else "left", tickCount=6, minExtent=34),
    )


def _names(_: Translate, x: alt.X, hovered: alt.Parameter, *, to_right: bool) -> list[alt.Chart]:
    """The names beside the ends of their lines, and what leads from one to the other."""
    names = alt.Chart(alt.NamedData("labels"))
    name = names.mark_text(
        align="left" if to_right else "right",
        baseline="middle",
        dx=12 if to_right else -12,
        limit=alt.ExprRef(f"{_ROOM} - 12"),
    ).encode(
        x=x,
        y=_height(_, "label", right=not to_right),
        text=alt.Text(field="variable", type="nominal"),
        opacity=alt.when(hovered).then(alt.value(1)).otherwise(alt.value(0.85)),
        size=alt.when(hovered).then(alt.value(14)).otherwise(alt.value(12)),
    )
    end, words = (f"width - {_ROOM}", f"width - {_ROOM} + 10") if to_right else (_ROOM, f"{_ROOM} - 10")
    leader = names.mark_rule(color=MARKER_COLOR, opacity=0.7).encode(
        x=alt.value(alt.ExprRef(end)),
        x2=alt.value(alt.ExprRef(words)),
        y=_height(_, "effect", right=not to_right),
        y2=alt.Y2(field="label"),
    )
    return [leader, name]


def _strip(_: Translate, x: alt.X) -> list[alt.Chart]:
    """Above the lines: how many variables are in the model, and ticks where one comes or goes."""
    in_model = alt.Tooltip(field="nonzeros", type="quantitative", title=_("Variables in the model"))
    counts = (
        alt.Chart(alt.NamedData("counts"))
        .mark_text(fontSize=12, baseline="top", y=14, tooltip=True)
        .encode(x=x, text=alt.Text(field="nonzeros", type="quantitative"), tooltip=[in_model])
    )
    title = (
        alt.Chart(alt.NamedData("frame"))
        .transform_filter("datum.effect < 0")
        .mark_text(fontSize=12, baseline="top", align="left", y=0, x=0)
        .encode(text=alt.Text(field="title", type="nominal"))
    )
    knots = (
        alt.Chart(alt.NamedData("knots"))
        .transform_calculate(at=vega_number("datum.lambd", 4))
        .mark_rule(color=alt.ExprRef(TEXT_COLOR), strokeWidth=1.5)
        .encode(
            x=x,
            y=alt.value(30),
            y2=alt.value(40),
            tooltip=[alt.Tooltip(field="at", type="nominal", title=_("Knot at λ")), in_model],
        )
    )
    return [counts, title, knots]
