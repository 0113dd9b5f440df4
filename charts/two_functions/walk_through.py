"""The walk through the two functions: one line of code at a time, with its matrices printed in full."""

import math
import textwrap
from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.numbers import vega_number
from charts.penalties import penalty_color
from charts.picture import Picture, Tables, Translate, finished
from charts.track import Track
from charts.two_functions.arithmetic import calculation, from_equation, from_printed
from charts.two_functions.code_lines import CodeLine, Matrix, Numbers, code_lines
from charts.two_functions.equation_layout import LAYOUTS, NARROW, Layout, Placed, flow, text_width
from charts.two_functions.printed import Texts, equals, printed

ABOVE = 56  # pixels for the title and the legend
ALWAYS = -1  # in the place of a line or of a λ: shown at each of them

Row = dict[str, Any]


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
    return Picture(_spec(_, content, line, lam), tables, takeaway, numbers)


def _numbers(_: Translate, texts: Texts) -> pd.DataFrame:
    """What every line computes at one λ, a matrix row by row."""
    lines = code_lines(_)
    results = ["; ".join(", ".join(row) for row in texts[line.name]) for line in lines]
    return pd.DataFrame({_("Line"): [line.words for line in lines], _("Value"): results})


def walk_height(_: Translate, numbers: Sequence[Numbers]) -> int:
    """How many pixels the tallest line takes, with its code, its equation and one entry of its result."""
    texts = [printed(of_one_lambda) for of_one_lambda in numbers]
    tallest = 0.0
    for layout in LAYOUTS:
        for line in code_lines(_):
            bottom = flow(line.equation, numbers[0], layout, _equation_top(line, layout))[1]
            rows = max(_wrapped(text, layout).count("\n") + 1 for _lam, text in entries(line, numbers, texts))
            tallest = max(tallest, bottom + layout.gap + rows * layout.line_height)
    return math.ceil(tallest)


def walk_tables(_: Translate, numbers: Sequence[Numbers]) -> dict[str, pd.DataFrame]:
    """Where every matrix, sign and word of every line stands, in each layout.

    numbers: what the functions compute, for each λ.
    """
    lines, content = code_lines(_), walk_height(_, numbers)
    texts = [printed(of_one_lambda) for of_one_lambda in numbers]
    rows: dict[str, list[Row]] = {"captions": [], "chips": [], "cells": [], "words": []}
    for number, layout in enumerate(LAYOUTS):
        rows["captions"] += [{"layout": number} | row for row in _captions(_, lines, layout)]
        rows["chips"] += [{"layout": number} | row for row in _chips(_, lines, layout)]
        for place, line in enumerate(lines):
            here = {"layout": number, "line": place, "lam": ALWAYS}
            equation, bottom = _placed(line, numbers[0], layout, content)
            rows["cells"] += [here | row for row in _cells(_, line, equation, numbers, texts, layout)]
            rows["words"] += [here | row for row in _words(line, equation, numbers, texts, layout)]
            rows["words"] += [here | row for row in _one_entry(line, numbers, texts, layout, bottom, content)]
    return {name: pd.DataFrame(table) for name, table in rows.items()}


@cache
def _spec(_: Translate, content: int, line: Track, lam: Track) -> dict[str, Any]:
    x = alt.X(field="x", type="quantitative", scale=None, axis=None)
    y = alt.Y(field="y", type="quantitative", scale=None, axis=None)
    text = alt.Text(field="text", type="nominal")
    origins = _origins(_)
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
    return finished(chart.properties(height=content + ABOVE, title=title), line, lam)


def _size(field: str) -> alt.ExprRef:
    return alt.ExprRef(f"{[getattr(layout, field) for layout in LAYOUTS]}[layout]")


def _origins(_: Translate) -> dict[str, str]:
    return {"none": _("from the data"), "l2": _("share of the penalty (λ)")}


def _part_words(_: Translate) -> dict[str, str]:
    return {"forward": _("Forward"), "cost": _("Cost"), "backward": _("Backward")}


def _chips(_: Translate, lines: Sequence[CodeLine], layout: Layout) -> Iterator[Row]:
    """A row of names: where in the computation the picture stands, and (blue) where λ enters."""
    origins = _origins(_)
    for place, (line, (x, y, width)) in enumerate(zip(lines, _chip_places(_, lines, layout), strict=True)):
        yield {
            "place": place,
            **{"x": x, "y": y, "w": width, "h": layout.chip_height - layout.gap / 3},
            "origin": origins["l2" if line.has_lambda else "none"],
            "text": line.result.label,
            "formula": line.words,
        }


def _chip_places(_: Translate, lines: Sequence[CodeLine], layout: Layout) -> list[tuple[float, float, float]]:
    """x, y and width of each line's chip; on a phone each part of the computation has a row of its own."""
    captions, part = _part_words(_), ""
    places: list[tuple[float, float, float]] = []
    x, y = 0.0, -layout.chip_height
    for line in lines:
        if line.part != part:
            part = line.part
            if layout is NARROW or part != "cost":
                x, y = 0.0, y + layout.chip_height
            x += text_width(captions[part], layout.label_size) + 2 * layout.gap if layout is not NARROW else 0
        width = text_width(line.result.label, layout.label_size) + layout.gap
        places.append((x, y, width))
        x += width + layout.gap / 2
    return places


def _captions(_: Translate, lines: Sequence[CodeLine], layout: Layout) -> Iterator[Row]:
    """The names of the three parts, before their chips; a phone has no room for them."""
    if layout is NARROW:
        return
    chips = _chip_places(_, lines, layout)
    for part, words in _part_words(_).items():
        x, y, _width = next(chip for chip, line in zip(chips, lines, strict=True) if line.part == part)
        x -= text_width(words, layout.label_size) + layout.gap
        yield {"x": x, "y": y + 0.66 * layout.chip_height, "text": words, "part": part}


def _code_top(layout: Layout) -> float:
    return (3.2 if layout is NARROW else 2.4) * layout.chip_height


def _code(line: CodeLine, layout: Layout) -> str:
    return _wrapped(f"{line.source}  # layer = {line.layer}" if line.layer else line.source, layout)


def _wrapped(text: str, layout: Layout) -> str:
    return "\n".join(textwrap.wrap(text, layout.characters, subsequent_indent="\u00a0" * 4))


def _equation_top(line: CodeLine, layout: Layout) -> float:
    rows_of_code = _code(line, layout).count("\n") + 1
    return _code_top(layout) + rows_of_code * layout.line_height + layout.gap


def _placed(line: CodeLine, numbers: Numbers, layout: Layout, content: int) -> tuple[list[Placed], float]:
    """The line's equation below its code, then its operands where there is room; and where they end."""
    equation, bottom = flow(line.equation, numbers, layout, _equation_top(line, layout))
    if line.operands:
        operands, lower = flow(line.operands, numbers, layout, bottom)
        if lower <= content:
            return equation + operands, lower
    return equation, bottom


def _words(
    line: CodeLine,
    equation: Sequence[Placed],
    numbers: Sequence[Numbers],
    texts: Sequence[Texts],
    layout: Layout,
) -> Iterator[Row]:
    """The source, the names above the matrices, and the signs between them."""
    yield {"role": "code", "x": 0, "y": _code_top(layout), "text": _code(line, layout)}
    sides = iter((from_equation, from_printed))  # what stands to the right of each "=", of the operands too
    for placed in equation:
        spot = {"x": placed.x, "y": placed.y}
        if isinstance(placed.term, Matrix):
            above = placed.y - layout.label_size / 3
            yield spot | {"role": "label", "y": above, "text": placed.term.label}
        elif placed.term.startswith("="):
            side = next(sides)
            for lam in _where_it_changes(line.result, numbers):
                sign = equals(texts[lam][line.name], side(line, texts[lam]))
                yield spot | {"role": "sign", "lam": lam, "text": sign + placed.term[1:]}
        else:
            yield spot | {"role": "sign", "text": placed.term}


def _cells(
    _: Translate,
    line: CodeLine,
    equation: Sequence[Placed],
    numbers: Sequence[Numbers],
    texts: Sequence[Texts],
    layout: Layout,
) -> Iterator[Row]:
    """A box for each number; in it a blue one, as wide as the penalty's share of the number."""
    origins = _origins(_)
    for matrix, left, top in ((p.term, p.x, p.y) for p in equation if isinstance(p.term, Matrix)):
        for lam in _where_it_changes(matrix, numbers):
            values = matrix.of(numbers[lam])
            shares = np.broadcast_to(penalty_share(matrix.name, numbers[lam]), values.shape)
            for (row, column), value in np.ndenumerate(values):
                spot = (column, row) if matrix.transposed else (row, column)
                box = {
                    "lam": lam,
                    "x": left + column * layout.cell_width,
                    "y": top + row * layout.cell_height,
                    "w": layout.cell_width - 2,
                    "h": layout.cell_height - 2,
                    "text": "",
                    "matrix": matrix.label,
                    "entry": f"{row + 1}, {column + 1}",
                    "value": value,
                    "how": calculation(line, texts[lam], row, column) if matrix is line.result else "",
                }
                printed = texts[lam][matrix.name][spot[0]][spot[1]]
                yield box | {"role": "number", "origin": origins["none"], "depth": 0.16, "text": printed}
                if share := shares[row, column]:
                    blue = {"origin": origins["l2"], "depth": 0.5, "w": share * box["w"]}
                    yield box | {"role": "share"} | blue


def penalty_share(name: str, numbers: Numbers) -> np.ndarray:
    """|penalty part| / (|data part| + |penalty part|) of each number; 0 where λ has no part in it."""
    if name.startswith("dW"):
        pull, data = abs(numbers[f"penalty_{name}"]), abs(numbers[f"data_{name}"])
        return np.divide(pull, pull + data, out=np.zeros_like(pull), where=pull > 0)
    if name == "cost":
        return numbers["penalty"] / numbers["cost"]
    own = name in ("penalty", "λ/m", "λ/2m") or name.startswith("penalty_")
    return (numbers[name] != 0).astype(float) if own else np.zeros((1, 1))


def _one_entry(
    line: CodeLine,
    numbers: Sequence[Numbers],
    texts: Sequence[Texts],
    layout: Layout,
    bottom: float,
    content: int,
) -> Iterator[Row]:
    """How one number of the result comes about, where there is room for it."""
    for lam, entry in entries(line, numbers, texts):
        text = _wrapped(entry, layout)
        if bottom + layout.gap + (text.count("\n") + 1) * layout.line_height <= content:
            yield {"lam": lam, "role": "code", "x": 0, "y": bottom + layout.gap, "text": text}


def entries(line: CodeLine, numbers: Sequence[Numbers], texts: Sequence[Texts]) -> Iterator[tuple[int, str]]:
    """How one number of a line's result comes about, the largest at the first λ: for each λ that changes it.

    numbers, texts: for each λ. ALWAYS in the place of λ where none changes it.
    """
    result = line.result
    without = result.of(numbers[0])
    row, column = (int(i) for i in np.unravel_index(np.argmax(abs(without)), without.shape))
    name = result.label if without.size == 1 else f"{result.label}[{row + 1}, {column + 1}]"
    for lam in _where_it_changes(result, numbers):
        value = texts[lam][result.name][row][column]
        sign = equals([[value]], from_printed(line, texts[lam])[row, column])
        yield lam, f"{name} = {calculation(line, texts[lam], row, column)} {sign} {value}"


def _where_it_changes(matrix: Matrix, numbers: Sequence[Numbers]) -> Sequence[int]:
    """Every λ where the matrix depends on it; else one stand-in for all."""
    changes = not np.array_equal(numbers[0][matrix.name], numbers[-1][matrix.name])
    return range(len(numbers)) if changes else (ALWAYS,)
