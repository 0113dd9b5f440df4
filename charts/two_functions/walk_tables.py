"""Where everything stands in the walk through the two functions, in each layout: its tables."""

import math
import textwrap
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np

from charts.picture import Translate
from charts.two_functions.arithmetic import calculation, from_equation, from_printed
from charts.two_functions.code_lines import CodeLine, Matrix, Numbers, code_lines
from charts.two_functions.equation_layout import LAYOUTS, NARROW, Layout, Placed, flow, text_width
from charts.two_functions.every_lambda import ALWAYS, EveryLambda
from charts.two_functions.printed import equals

Row = dict[str, Any]
Columns = dict[str, Any]  # the cells of a table, by the name of the column
_SHARE_DEPTH, _NUMBER_DEPTH = 0.5, 0.16  # how dark a box is: the penalty's share in it, and the box


def walk_height(_: Translate, every: EveryLambda) -> int:
    """How many pixels the tallest line takes, with its code, its equation and one entry of its result."""
    tallest = 0.0
    for layout in LAYOUTS:
        for line, entries in zip(code_lines(_), every.entries, strict=True):
            bottom = flow(line.equation, every.numbers[0], layout, _equation_top(line, layout))[1]
            rows = max(_wrapped(text, layout).count("\n") + 1 for text in entries.values())
            tallest = max(tallest, bottom + layout.gap + rows * layout.line_height)
    return math.ceil(tallest)


def walk_tables(_: Translate, every: EveryLambda, content: int, *, begun: bool) -> dict[str, Columns]:
    """Where every matrix, sign and word of every line stands, in each layout: columns, by table.

    content: of `walk_height`. begun: otherwise the first line stands there alone.
    """
    lines = code_lines(_)
    rows: dict[str, list[Row]] = {"captions": [], "chips": [], "words": []}
    cells: list[dict[str, Any]] = []
    shown = lines if begun else lines[:1]
    signs = [_signs(line, every) for line in shown]
    boxes: dict[tuple[int, Matrix], dict[str, Any]] = {}  # the same in every layout, but for their places
    for number, layout in enumerate(LAYOUTS):
        rows["captions"] += [{"layout": number} | row for row in _captions(_, lines, layout)]
        rows["chips"] += [{"layout": number} | row for row in _chips(_, lines, layout)]
        for place, line in enumerate(shown):
            here = {"layout": number, "line": place, "lam": ALWAYS}
            equation, bottom = _placed(line, every.numbers[0], layout, content)
            for placed in equation:
                if isinstance(placed.term, Matrix):
                    if (place, placed.term) not in boxes:
                        boxes[place, placed.term] = _boxes(_, line, placed.term, every)
                    cells.append(_cells(boxes[place, placed.term], placed, layout, number, place))
            rows["words"] += [here | row for row in _words(line, equation, signs[place], layout)]
            entries = every.entries[place]
            rows["words"] += [here | row for row in _one_entry(entries, layout, bottom, content)]
    if not begun:
        rows["chips"] = [row for row in rows["chips"] if row["place"] == 0]
        rows["captions"] = [row for row in rows["captions"] if row["part"] == lines[0].part]
    tables = {
        name: {column: [row[column] for row in table] for column in table[0]} for name, table in rows.items()
    }
    return tables | {"cells": _joined(cells)}


def penalty_share(name: str, numbers: Numbers) -> np.ndarray:
    """|penalty part| / (|data part| + |penalty part|) of each number; 0 where λ has no part in it."""
    if name.startswith("dW"):
        pull, data = abs(numbers[f"penalty_{name}"]), abs(numbers[f"data_{name}"])
        return np.divide(pull, pull + data, out=np.zeros_like(pull), where=pull > 0)
    if name == "cost":
        return numbers["penalty"] / numbers["cost"]
    own = name in ("penalty", "λ/m", "λ/2m") or name.startswith("penalty_")
    return (numbers[name] != 0).astype(float) if own else np.zeros((1, 1))


def origin_words(_: Translate) -> dict[str, str]:
    return {"none": _("from the data"), "l2": _("share of the penalty (λ)")}


def _part_words(_: Translate) -> dict[str, str]:
    return {"forward": _("Forward"), "cost": _("Cost"), "backward": _("Backward")}


def _chips(_: Translate, lines: Sequence[CodeLine], layout: Layout) -> Iterator[Row]:
    """A row of names: where in the computation the picture stands, and (blue) where λ enters."""
    origins = origin_words(_)
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


@lru_cache(maxsize=4096)  # asked for the height, and again for the place of each line
def _wrapped(text: str, layout: Layout) -> str:
    if len(text) <= layout.characters:
        return text
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


def _signs(line: CodeLine, every: EveryLambda) -> list[dict[int, str]]:
    """The sign before what stands to the right of each "=", of the operands too, at each λ."""
    lams, texts = every.where_it_changes(line.result), every.texts
    sides = (from_equation, from_printed)
    return [
        {lam: equals(texts[lam][line.name], side(line, texts[lam])) for lam in lams}
        for side in sides[: 1 + bool(line.operands)]
    ]


def _words(
    line: CodeLine, equation: Sequence[Placed], signs: Sequence[dict[int, str]], layout: Layout
) -> Iterator[Row]:
    """The source, the names above the matrices, and the signs between them."""
    yield {"role": "code", "x": 0, "y": _code_top(layout), "text": _code(line, layout)}
    of_sides = iter(signs)
    for placed in equation:
        spot = {"x": placed.x, "y": placed.y}
        if isinstance(placed.term, Matrix):
            above = placed.y - layout.label_size / 3
            yield spot | {"role": "label", "y": above, "text": placed.term.label}
        elif placed.term.startswith("="):
            for lam, sign in next(of_sides).items():
                yield spot | {"role": "sign", "lam": lam, "text": sign + placed.term[1:]}
        else:
            yield spot | {"role": "sign", "text": placed.term}


def _boxes(_: Translate, line: CodeLine, matrix: Matrix, every: EveryLambda) -> dict[str, Any]:
    """A box for each number; in it a blue one, as wide as the penalty's share of the number: in columns.

    row, column: where in the matrix. width: as a share of the box.
    """
    origins = origin_words(_)
    names = ("lam", "column", "row", "width", "text", "entry", "value", "how", "role", "origin", "depth")
    rows: list[tuple[Any, ...]] = []
    for lam in every.where_it_changes(matrix):
        numbers, texts = every.numbers[lam], every.texts[lam]
        values = matrix.of(numbers)
        shares = np.broadcast_to(penalty_share(matrix.name, numbers), values.shape)
        for (row, column), value in np.ndenumerate(values):
            i, j = (column, row) if matrix.transposed else (row, column)
            how = calculation(line, texts, row, column) if matrix is line.result else ""
            told = (f"{row + 1}, {column + 1}", value, how)
            printed = texts[matrix.name][i][j]
            at = (lam, column, row)
            rows.append((*at, 1.0, printed, *told, "number", origins["none"], _NUMBER_DEPTH))
            if share := shares[row, column]:
                rows.append((*at, share, "", *told, "share", origins["l2"], _SHARE_DEPTH))
    columns: dict[str, Any] = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    return columns | {name: np.array(columns[name]) for name in ("column", "row", "width")}


def _cells(boxes: dict[str, Any], placed: Placed, layout: Layout, number: int, place: int) -> dict[str, Any]:
    """The boxes of a matrix where it stands in the layout of this number, for the line of this place."""
    assert isinstance(placed.term, Matrix)
    count = len(boxes["lam"])
    return {
        "layout": [number] * count,
        "line": [place] * count,
        "lam": boxes["lam"],
        "x": placed.x + boxes["column"] * layout.cell_width,
        "y": placed.y + boxes["row"] * layout.cell_height,
        "w": boxes["width"] * (layout.cell_width - 2),
        "h": [layout.cell_height - 2] * count,
        "text": boxes["text"],
        "matrix": [placed.term.label] * count,
        **{name: boxes[name] for name in ("entry", "value", "how", "role", "origin", "depth")},
    }


def _joined(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The columns of each part, one below the other."""
    return {
        name: np.concatenate([part[name] for part in parts])
        if isinstance(parts[0][name], np.ndarray)
        else list(chain.from_iterable(part[name] for part in parts))
        for name in parts[0]
    }


def _one_entry(entries: dict[int, str], layout: Layout, bottom: float, content: int) -> Iterator[Row]:
    """How one number of the result comes about, where there is room for it."""
    for lam, entry in entries.items():
        text = _wrapped(entry, layout)
        if bottom + layout.gap + (text.count("\n") + 1) * layout.line_height <= content:
            yield {"lam": lam, "role": "code", "x": 0, "y": bottom + layout.gap, "text": text}
