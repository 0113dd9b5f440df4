"""Each column of a file and the rule that its numbers follow, decided by the whole table where need be."""

from collections.abc import Mapping, Sequence

import numpy as np

from charts.numbers import code_number
from dashboard.text import N_
from dashboard.uploads.number_formats import (
    ALL_MISSING,
    NumberFormat,
    floats,
    looks_like_a_number,
    read_numbers,
)
from dashboard.uploads.record import Column
from dashboard.uploads.table_error import Note, note
from l2core.checks import FloatArray

_PLAIN = NumberFormat()


def read_columns(
    named: list[tuple[str, Sequence[str]]], index: list[int], separator: str
) -> tuple[list[Column], list[np.ndarray], list[Note]]:
    """Each column with the rule it was read by, its values, and what has to be said of it."""
    plain = [_floats(cells) for _name, cells in named]
    missing = [
        frozenset(ALL_MISSING.intersection(cells)) - {""}
        if values is None or np.isnan(values).any()
        else frozenset()
        for (_name, cells), values in zip(named, plain, strict=True)
    ]
    found = {
        k: read_numbers(cell for cell in named[k][1] if cell not in ALL_MISSING)
        for k, values in enumerate(plain)
        if values is None
    }
    mark = _mark(found, named, plain)
    notes: list[Note] = []
    columns: list[Column] = []
    arrays: list[np.ndarray] = []
    for k, (name, cells) in enumerate(named):
        rule: NumberFormat | None = _PLAIN
        read = plain[k]
        if read is None or (mark == "," and any("." in cell for cell in cells)):  # 1.234 beside 2,5
            given = (cell for cell in cells if cell not in ALL_MISSING)
            one = found[k] if k in found else read_numbers(given, mark)
            rule, read, told = _column(name, cells, index, one, mark, separator)
            notes += told
        columns.append(Column(name, cells, rule, missing[k]))
        arrays.append(read)
    return columns, arrays, notes


def _floats(cells: Sequence[str]) -> FloatArray | None:
    found = floats(cells)
    return None if found is None else np.array(found)


def _mark(
    found: Mapping[int, tuple[NumberFormat, dict[str, float]] | None],
    named: list[tuple[str, Sequence[str]]],
    plain: list[FloatArray | None],
) -> str:
    """The decimal mark of the columns that allow one alone, "" where there is none or both."""
    rules = [one[0] for one in found.values() if one]
    certain = {rule.decimal for rule in rules if rule.certain}
    if "," not in certain and all(rule.certain for rule in rules):
        return ""
    for (_name, cells), values in zip(named, plain, strict=True):
        if values is not None and any("." in cell for cell in cells):
            rule = read_numbers(cell for cell in cells if cell not in ALL_MISSING)
            certain |= {rule[0].decimal} if rule and rule[0].certain else set()
    return "".join(certain & {",", "."}) if len(certain & {",", "."}) == 1 else ""


def _column(
    name: str,
    cells: Sequence[str],
    index: list[int],
    found: tuple[NumberFormat, dict[str, float]] | None,
    mark: str,
    separator: str,
) -> tuple[NumberFormat | None, np.ndarray, list[Note]]:
    """The rule, the values and the notes of a column that float does not read as it is."""
    words = np.array([None if cell in ALL_MISSING else cell for cell in cells], dtype=object)
    if found is None:
        return None, words, []
    rule, values = found
    notes = []
    if not rule.certain:
        likely = "," if separator == ";" and "," in rule.ambiguous else "."
        rule, values = read_numbers((cell for cell in words if cell is not None), mark or likely) or found
        if not mark and rule.ambiguous in values:
            notes = [
                note(
                    N_("Column {column}: {value} can be read in two ways; it is taken as {number}."),
                    column=name,
                    value=rule.ambiguous,
                    number=code_number(values[rule.ambiguous]),
                )
            ]
    stray = next((k for k, cell in enumerate(words) if cell is not None and cell not in values), None)
    if stray is not None:
        return None, words, [_stray(name, words, index, stray, rule, values)]
    if rule.hours:
        first = next(cell for cell in words if cell is not None)
        notes.append(
            note(
                N_("Column {column}: times are read as hours, {value} as {number}."),
                column=name,
                value=first,
                number=code_number(values[first]),
            )
        )
    return rule, np.array([np.nan if cell is None else values[cell] for cell in words]), notes


def _stray(
    name: str,
    words: np.ndarray,
    index: list[int],
    stray: int,
    rule: NumberFormat,
    values: dict[str, float],
) -> Note:
    """That a column is left as words although most of it is numbers, because of this cell."""
    told = {"row": index[stray], "column": name, "value": words[stray]}
    other = next(
        (k for k, cell in enumerate(words) if cell in values and rule.decimal and rule.decimal in cell), None
    )
    if other is not None and looks_like_a_number(words[stray]) and not rule.hours:
        comma, point = (other, stray) if rule.decimal == "," else (stray, other)
        if "," in words[comma] and "." in words[point]:
            return note(
                N_(
                    "Row {row}, column {column}: {value} has a decimal comma, "
                    "but row {other} has a decimal point. Use one of them."
                ),
                row=index[comma],
                column=name,
                value=words[comma],
                other=index[point],
            )
    return note(N_("Row {row}, column {column}: {value} is not a number, as most of the column is."), **told)
