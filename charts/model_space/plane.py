"""What the pictures of the model space share: the plane of w₁ and w₂, its points, and the three penalties."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from charts.numbers import number, vega_number
from charts.penalties import penalty_color, penalty_names
from charts.picture import Translate
from charts.track import Track
from l2core.checks import FloatArray

APART = "   "  # between the parts of what stands above a picture
PANELS = ("l1", "l2", "elastic_net")  # from left to right


def pair(w: FloatArray, digits: int = 3) -> str:
    """A point as (w₁, w₂)."""
    return f"({number(w[0], digits)}, {number(w[1], digits)})"


def square_axis(channel: type[Any], field: str, title: str, middle: float, half: float) -> Any:
    """An axis over middle ± half; the longer side of the chart shows more, so that circles are round."""
    longer = {"x": "width / height", "y": "height / width"}[channel.__name__.lower()]
    extent = f"{half} * max(1, {longer})"
    return channel(
        field=field,
        type="quantitative",
        title=title,
        scale=alt.Scale(
            domain=[alt.ExprRef(f"{middle} - {extent}"), alt.ExprRef(f"{middle} + {extent}")],
            nice=False,
            zero=False,
        ),
        axis=alt.Axis(grid=False, tickCount=5, format="d", titlePadding=2, labelPadding=5),
    )


def live_words(track: Track) -> alt.Chart:
    """The `text` of the current row of the table `frames`, above the picture.

    Its parts stand three spaces apart; a narrow picture has room for the first ones only.
    """
    parts = "(width < 210 ? 1 : width < 290 ? 2 : 3)"
    return (
        alt.Chart(alt.NamedData("frames"))
        .transform_filter(f"datum.frame == {track.name}")
        .transform_calculate(fitting=f"join(slice(split(datum.text, '{APART}'), 0, {parts}), '{APART}')")
        .mark_text(
            fontSize=alt.ExprRef("width < 210 ? 13 : 15"), fontWeight=600, align="left", baseline="bottom"
        )
        .encode(text=alt.Text(field="fitting", type="nominal"), x=alt.value(0), y=alt.value(-6))
    )


def panel_color(_: Translate, penalties: Sequence[str]) -> alt.Color:
    """The colour of a penalty by the field "penalty", which holds its name."""
    names, legend = penalty_names(_), alt.Legend(orient="bottom", title=None, symbolOpacity=1)
    return penalty_color(penalties, [names[penalty] for penalty in penalties], legend=legend)


def with_texts(chart: alt.Chart, *fields: str) -> alt.Chart:
    """The chart with the numbers of these fields as the lab writes them, for `tooltips`."""
    return chart.transform_calculate(**{f"{field}_text": vega_number(f"datum.{field}") for field in fields})


def tooltips(titles: Mapping[str, str]) -> list[alt.Tooltip]:
    """One tooltip a field that `with_texts` has written."""
    return [
        alt.Tooltip(field=f"{field}_text", type="nominal", title=title) for field, title in titles.items()
    ]
