"""The picture of what a net answers everywhere in the plane: heat map, the line p = ½, and the examples."""

import json
from functools import cache

import altair as alt

from charts.numbers import vega_fixed, vega_number
from charts.overfit_vs_regularized.boundary_sheet import CELL, PIXELS, ROW
from charts.overfit_vs_regularized.level_lines import UNITS
from charts.palette import CLASS_COLORS, CLASS_SHAPES, TEXT_COLOR
from charts.penalties import penalty_names
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from charts.vega import filled

_HEIGHT = 330
_ROOMY = 200  # from so many pixels on the gap stands beside the validation loss
_RIM = "#FFFFFF"  # around every training example: it stands on its own colour as often as not


def decision_boundary(_: Translate, penalty: str, tables: Tables, step: Track, lam: Track) -> Picture:
    """One net's picture at every step and, but for "none", every λ.

    tables: "sheet" and "frames" of `boundary_tables`, "points" of `points_table`.
    """
    tracks = (step,) if penalty == "none" else (step, lam)
    words = _(
        "{name}: the training points, what the net answers around them, and the line on which it is "
        "undecided."
    )
    return Picture(_spec(_, penalty, tracks), tables, words.format(name=penalty_names(_)[penalty]))


@cache
def _spec(_: Translate, penalty: str, tracks: tuple[Track, ...]) -> dict[str, object]:
    step, *rest = tracks
    row, rows = (rest[0].name, rest[0].places) if rest else ("0", 1)
    heat = (
        alt.Chart(alt.NamedData("sheet"))
        .transform_calculate(**_sheet(row, step.places, rows))
        .mark_image(aspect=False, clip=True)
        .encode(
            x=_x(_, "left"),
            x2=alt.X2(field="right"),
            y=_y(_, "bottom"),
            y2=alt.Y2(field="top"),
            url=alt.Url(field="image", type="nominal"),
        )
    )
    # Looked up, not filtered: a filter would read every row at every move of the bar.
    frames = ["line", "training", "validation", "constant", "diverged"]
    shown = (
        alt.Chart(alt.sequence(1, as_="one"))
        .transform_calculate(frame=f"{ROW} * {row} + {step.name}")
        .transform_lookup(lookup="frame", from_=alt.LookupData(alt.NamedData("frames"), "frame", frames))
    )
    texts = shown.transform_calculate(numbers=_numbers(_), note=_note(_))
    # No text may be wider than the plot: Vega would take the room for it from the plot.
    within = alt.ExprRef("width")
    header = texts.mark_text(
        align="left", baseline="bottom", fontSize=12, limit=within, lineBreak="\n"
    ).encode(x=alt.value(0), y=alt.value(-19), text=alt.Text(field="numbers", type="nominal"))
    note = texts.mark_text(
        align="center", baseline="top", fontSize=13, fontWeight="bold", limit=within, lineBreak="\n"
    ).encode(x=alt.value(alt.expr("width / 2")), y=alt.value(12), text=alt.Text(field="note", type="nominal"))
    # Over the plot, not over its axis, where it would stand by the neighbour.
    title = alt.Title(penalty_names(_)[penalty], anchor="start", frame="group", offset=4, fontSize=15)
    chart = alt.layer(heat, _line(_, shown), _examples(_), header, note)
    return finished(chart.properties(height=_HEIGHT, title=title).configure(aria=False), *tracks)


def _sheet(row: str, columns: int, rows: int) -> dict[str, str]:
    """Where the sheet of all pictures lies for the current one to fill the frame; the rest is cut off."""
    wide, high = (f"(datum.{end}2 - datum.{end}) / {PIXELS}" for end in "xy")
    return {
        "left": f"datum.x - {wide} * ({CELL} * step + 1)",
        "right": f"datum.x + {wide} * ({CELL} * ({columns} - step) - 1)",
        "top": f"datum.y2 + {high} * ({CELL} * {row} + 1)",
        "bottom": f"datum.y2 - {high} * ({CELL} * ({rows} - {row}) - 1)",
    }


def _line(_: Translate, shown: alt.Chart) -> alt.Chart:
    """The polylines "x,y x,y …;x,y …" of the picture shown."""
    x, y = (
        f"{_end(end)} + ({_end(f'{end}2')} - {_end(end)}) * split(datum.corner, ',')[{k}] / {UNITS}"
        for k, end in enumerate("xy")
    )
    return (
        shown.transform_filter("datum.line")
        .transform_calculate(part="split(datum.line, ';')")
        .transform_flatten(["part"])
        .transform_calculate(corner="split(datum.part, ' ')")
        .transform_flatten(["corner"])
        .transform_window(place="row_number()")
        .transform_calculate(x=x, y=y)
        .mark_line(color=alt.ExprRef(TEXT_COLOR), strokeWidth=2.5, strokeJoin="round", clip=True)
        .encode(
            x=_x(_, "x"),
            y=_y(_, "y"),
            detail=alt.Detail(field="part", type="nominal"),
            order=alt.Order(field="place", type="quantitative"),
        )
    )


def _examples(_: Translate) -> alt.Chart:
    """Training examples filled, validation examples hollow; colour and shape say the class (`class_key`)."""
    by_label = alt.EncodingSortField(field="label", op="min")
    colors = alt.Scale(range=list(CLASS_COLORS))
    training = "datum.part == 'training'"
    return (
        alt.Chart(alt.NamedData("points"))
        .transform_calculate(x1_text=vega_number("datum.x1"), x2_text=vega_number("datum.x2"))
        .mark_point(size=36, strokeWidth=0.8, opacity=1)
        .encode(
            x=_x(_, "x1"),
            y=_y(_, "x2"),
            fill=alt.Fill(field="class", type="nominal", sort=by_label, scale=colors, legend=None),
            shape=alt.Shape(
                field="class",
                type="nominal",
                sort=by_label,
                scale=alt.Scale(range=list(CLASS_SHAPES)),
                legend=None,
            ),
            fillOpacity=alt.condition(training, alt.value(1), alt.value(0)),
            stroke=alt.Stroke(
                field="class",
                type="nominal",
                sort=by_label,
                scale=colors,
                legend=None,
                condition={"test": training, "value": _RIM},
            ),
            tooltip=[
                alt.Tooltip(field="class", type="nominal", title=_("Class")),
                alt.Tooltip(field="x1_text", type="nominal", title=_("x₁")),
                alt.Tooltip(field="x2_text", type="nominal", title=_("x₂")),
            ],
        )
    )


def _x(_: Translate, field: str) -> alt.X:
    return alt.X(field=field, type="quantitative", title=_("x₁"), scale=_scale("x"), axis=_axis(22))


def _y(_: Translate, field: str) -> alt.Y:
    return alt.Y(field=field, type="quantitative", title=_("x₂"), scale=_scale("y"), axis=_axis(36))


def _axis(room: int) -> alt.Axis:
    """An axis with `room` pixels for its labels whatever they are, so that the picture keeps its size."""
    return alt.Axis(
        grid=False,
        tickCount=5,
        labelPadding=4,
        labelFlush=18,
        titlePadding=4,
        minExtent=room,
        maxExtent=room,
    )


def _scale(end: str) -> alt.Scale:
    """From the rectangle of the sheet: a domain from what is shown would encode every point at each step."""
    return alt.Scale(domain=[alt.ExprRef(_end(end)), alt.ExprRef(_end(f"{end}2"))], nice=False, padding=0)


def _end(column: str) -> str:
    return f"(length(data('sheet')) ? data('sheet')[0].{column} : {int(column.endswith('2'))})"


def _numbers(_: Translate) -> str:
    """Vega's expression for the two lines of numbers above a picture; where it is narrow, without the gap."""
    training, validation, gap = (
        json.dumps(f"{word} ") for word in (_("training"), _("validation"), _("gap"))
    )
    losses = (
        f"{training} + {vega_fixed('datum.training')} + '\\n' + "
        f"{validation} + {vega_fixed('datum.validation')}"
    )
    beside = f"'  ·  ' + {gap} + {vega_fixed('(datum.validation - datum.training)', sign=True)}"
    return f"!isValid(datum.training) ? '' : {losses} + (width < {_ROOMY} ? '' : {beside})"


def _note(_: Translate) -> str:
    """Vega's expression for what there is to say of a net that diverged or has one answer for all."""
    same = filled(_("answers {p} to all\ntraining points"), p=vega_number("datum.constant"))
    diverged = filled(_("diverged at step {step}"), step="format(datum.diverged, ',')")
    return f"isValid(datum.diverged) ? {diverged} : isValid(datum.constant) ? {same} : ''"
