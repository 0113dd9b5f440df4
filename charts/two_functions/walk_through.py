"""The walk through the two functions: one line of code at a time, with its matrices printed in full."""

from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from charts.numbers import vega_number
from charts.penalties import penalty_color
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from charts.two_functions.code_lines import code_lines
from charts.two_functions.equation_layout import LAYOUTS
from charts.two_functions.every_lambda import ALWAYS
from charts.two_functions.printed import Texts
from charts.two_functions.walk_tables import origin_words

ABOVE = 56  # pixels for the title and the legend


def walk_through(
    _: Translate,
    tables: Tables,
    content: int,
    texts: Texts,
    line: Track,
    lam: Track,
    *,
    begun: bool = True,
) -> Picture:
    """Every line of the forward pass, the cost and the backward pass; blue is what the penalty adds.

    tables: of `walk_tables`. content: of `walk_height`. texts: what is printed where the bar stands. begun:
    whether more than the first line may be told.
    """
    takeaway = (
        _(
            "Every line of the two functions with its matrices: λ enters the penalty, the cost and dW3, dW2, "
            "dW1, and no other line."
        )
        if begun
        else _("The first line of the two functions with its matrices.")
    )
    numbers = partial(_numbers, _, texts) if begun else None
    return Picture(_spec_of_height(_, content + ABOVE, line, lam), tables, takeaway, numbers)


def _numbers(_: Translate, texts: Texts) -> pd.DataFrame:
    """What every line computes at one λ, a matrix row by row."""
    lines = code_lines(_)
    results = ["; ".join(", ".join(row) for row in texts[line.name]) for line in lines]
    return pd.DataFrame({_("Line"): [line.words for line in lines], _("Value"): results})


@cache
def _spec_of_height(_: Translate, height: int, line: Track, lam: Track) -> dict[str, Any]:
    return {**_spec(_, line, lam), "height": height}


@cache
def _spec(_: Translate, line: Track, lam: Track) -> dict[str, Any]:
    x = alt.X(field="x", type="quantitative", scale=None, axis=None)
    y = alt.Y(field="y", type="quantitative", scale=None, axis=None)
    text = alt.Text(field="text", type="nominal")
    origins = origin_words(_)
    legend = alt.Legend(orient="top", labelLimit=300, offset=8, padding=0, title=None)
    color = penalty_color(list(origins), list(origins.values()), field="origin", legend=legend)
    tips = [
        alt.Tooltip(field="matrix", type="nominal", title=_("Matrix")),
        alt.Tooltip(field="entry", type="nominal", title=_("Row, column")),
        alt.Tooltip(field="number", type="nominal", title=_("Value")),
        alt.Tooltip(field="how", type="nominal", title=_("Comes from")),
    ]
    chip_tip = alt.Tooltip(field="formula", type="nominal", title=_("Formula"))

    def always(table: str) -> alt.Chart:
        return alt.Chart(alt.NamedData(table)).transform_filter("datum.layout == layout")

    def now(table: str, role: str) -> alt.Chart:
        # one filter after the other: a change of λ then looks at the rows of one line only
        of_line = always(table).transform_filter("datum.line == line")
        of_role = of_line.transform_filter(f"datum.role == '{role}'")
        return of_role.transform_filter(f"datum.lam == {ALWAYS} || datum.lam == lam")

    def filled(boxes: alt.Chart, tooltip: Any) -> alt.Chart:
        corners = boxes.transform_calculate(x2="datum.x + datum.w", y2="datum.y + datum.h")
        return corners.mark_rect(cornerRadius=3).encode(
            x=x,
            y=y,
            x2=alt.X2(field="x2"),
            y2=alt.Y2(field="y2"),
            color=color,
            opacity=alt.Opacity(field="depth", type="quantitative", scale=None, legend=None),
            tooltip=tooltip,
        )

    def inside(boxes: alt.Chart, tooltip: Any) -> alt.Chart:
        middle = boxes.transform_calculate(x="datum.x + datum.w / 2", y="datum.y + datum.h / 2")
        texts = middle.mark_text(
            fontSize=_size("label_size"),
            fontWeight="normal",
            align="center",
            baseline="middle",
        )
        return texts.encode(x=x, y=y, text=text, tooltip=tooltip)

    def written(words: alt.Chart, **look: Any) -> alt.Chart:
        return words.mark_text(align="left", lineBreak="\n", **look).encode(x=x, y=y, text=text)

    chips = always("chips").transform_calculate(depth="datum.place == line ? 0.7 : 0.2")
    shares, numbers = (
        now("cells", role).transform_calculate(number=vega_number("datum.value", 6))
        for role in ("share", "number")
    )
    name = {"baseline": "bottom", "fontSize": _size("label_size"), "fontWeight": "bold"}
    sign = {"baseline": "middle", "fontSize": _size("sign_size"), "fontWeight": "normal"}
    code = {
        "baseline": "top",
        "fontSize": _size("code_size"),
        "lineHeight": _size("line_height"),
        "font": "monospace",
    }
    chart = alt.layer(
        written(always("captions"), **name),
        filled(chips, chip_tip),
        inside(chips, chip_tip),
        filled(numbers, tips),
        filled(shares, tips),
        inside(numbers, tips),
        written(now("words", "label"), **name),
        written(now("words", "sign"), **sign),
        written(now("words", "code"), fontWeight="normal", **code),
    )
    steps = " + ".join(f"(width >= {layout.width} ? 1 : 0)" for layout in LAYOUTS[1:])
    chart = chart.add_params(alt.param(name="layout", expr=steps))
    title = alt.TitleParams(text=_("One line of the code at a time"), offset=6)
    return finished(chart.properties(height=ABOVE, title=title), line, lam)


def _size(field: str) -> alt.ExprRef:
    return alt.ExprRef(f"{[getattr(layout, field) for layout in LAYOUTS]}[layout]")
