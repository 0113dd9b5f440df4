"""What was done to a file so that it became a table: enough to do it again with pandas, in a script."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dashboard.uploads.layout import BLANKS, Layout
from dashboard.uploads.number_formats import MISSING, NumberFormat
from dashboard.uploads.suspicions import Suspicion
from dashboard.uploads.table_error import Note

SEED = 0  # of the random part


@dataclass(frozen=True)
class Reading:
    """How a file was read.

    encoding: as Python names it. separator: as pandas takes it, r"\\s+" for blanks. decimal, thousands: the
    marks that pandas is told, thousands None where there is none. header: whether the file names its
    columns. skipped: lines above the header or the first row. header_lines: those of the header itself, whose
    names may go over several. names: of the table's columns. missing: what was taken as missing, beside empty
    cells. units: of columns that have one ("%", "$", "h"). rows: how many the file has below its header;
    `part` is true where a random part of them is in the table. suspicions: codes that may stand for missing
    values. notes: for the page. formats: the rule of each column of numbers that float does not read as they
    are.
    """

    encoding: str
    separator: str
    decimal: str
    thousands: str | None
    header: bool
    skipped: int
    header_lines: int
    names: tuple[str, ...]
    missing: tuple[str, ...]
    units: tuple[tuple[str, str], ...]
    rows: int
    part: bool
    suspicions: tuple[Suspicion, ...]
    notes: tuple[Note, ...]
    arguments: Mapping[str, Any] = field(repr=False)
    cleaning: tuple[str, ...]
    formats: tuple[tuple[str, NumberFormat], ...] = ()

    def __deepcopy__(self, memo: dict) -> "Reading":
        return self  # pandas copies `attrs` at every selection of a column; nothing in here ever changes

    def pandas_arguments(self) -> dict[str, Any]:
        """What `pd.read_csv` needs beside the file's name; `cleaning` is what then remains to be done."""
        return dict(self.arguments)

    def pandas_lines(self, file: str) -> tuple[str, ...]:
        """Lines of Python that read the file into `table` as the lab did, its rows counted from 0.

        They need `pandas` as `pd`, and `numpy` as `np` where the table is a random part of the file.
        """
        told = "".join(f", {name}={value!r}" for name, value in self.arguments.items())
        return (f"table = pd.read_csv({file!r}{told})", *self.cleaning)


@dataclass(frozen=True)
class Column:
    """One column of the table: its name, its cells as the file has them, and the rule they were read by.

    number_format: None where the cells stay words. missing: the spellings of missing cells in it.
    """

    name: str
    cells: Sequence[str]
    number_format: NumberFormat | None
    missing: frozenset[str]


def marks(columns: Sequence[Column]) -> tuple[str, str | None]:
    """The decimal mark and the one between thousands that pandas is told for the whole file.

    pandas knows one rule for all columns: where they differ it is told the plain one, and the others are
    cleaned.
    """
    formats = [column.number_format for column in columns if column.number_format]
    simple = [one for one in formats if one.is_marks_alone and not one.is_plain]
    decimal_commas = [one for one in simple if one.decimal == ","]
    if not decimal_commas:
        return ".", "," if any(one.thousands for one in simple) else None
    plain = [column for column in columns if column.number_format and column.number_format.is_plain]
    if len(decimal_commas) < len(simple) or any("." in cell for column in plain for cell in column.cells):
        return ".", None
    return ",", "." if any(one.thousands for one in simple) else None


def pandas_reading(
    found: Layout,
    text: str,
    encoding: str,
    columns: Sequence[Column],
    kept: Sequence[int],
    missing: frozenset[str],
    loose_rows: bool,
    of_rows: Sequence[str],
) -> tuple[dict[str, Any], list[str]]:
    """The arguments of `pd.read_csv` and the lines that clean what it cannot.

    kept: the positions of the columns in the file. missing: the spellings of missing cells. loose_rows: some
    rows are longer than the header, by empty cells. of_rows: the lines that leave rows out.
    """
    decimal, thousands = marks(columns)
    arguments: dict[str, Any] = {}
    if found.separator != ",":
        arguments["sep"] = found.separator
    if encoding != "utf-8":
        arguments["encoding"] = encoding
    if "\r" in text and "\n" not in text:
        arguments["lineterminator"] = "\r"
    if found.skipped:
        arguments["skiprows"] = found.skipped
    if found.below:
        arguments["nrows"] = found.records
    if decimal != ".":
        arguments["decimal"] = decimal
    if thousands:
        arguments["thousands"] = thousands
    if found.separator != BLANKS and re.search(f"(?:^|[{found.separator}]) ", text, re.M):
        arguments["skipinitialspace"] = True
    arguments |= _names(found, columns, kept, loose_rows)
    if spellings := (missing | found.padded) - MISSING:
        arguments["na_values"] = sorted(spellings)
    as_words = [column.name for column in columns if _needs_words(column, decimal, thousands)]
    if as_words:
        arguments["dtype"] = dict.fromkeys(as_words, "str")
    cleaning = [*of_rows, *(line for column in columns if (line := _cleaning(column, decimal, thousands)))]
    if found.blanks and any(column.number_format is None for column in columns):
        stripped = "cell.strip(' \\t\\r\\n') or None if isinstance(cell, str) else cell"
        cleaning.insert(0, f"table = table.map(lambda cell: {stripped})")
    return arguments, cleaning


def random_part(rows: int, most: int) -> list[int]:
    """Which of the rows are in the table, in their order."""
    return np.sort(np.random.default_rng(SEED).choice(rows, most, replace=False)).tolist()


def random_part_line(most: int) -> str:
    drawn = f"np.random.default_rng({SEED}).choice(len(table), {most}, replace=False)"
    return f"table = table.iloc[np.sort({drawn})]"


def _names(found: Layout, columns: Sequence[Column], kept: Sequence[int], loose: bool) -> dict[str, Any]:
    """Which columns pandas takes and what it calls them, where it would not come to the same."""
    if found.row_names:  # pandas sees that the header is one name short
        return {}
    width = len(found.header or found.rows[0][1])
    names = {k: column.name for k, column in zip(kept, columns, strict=True)}
    told: dict[str, Any] = {}
    if found.header is None:
        told = {"header": None, "names": [names.get(k, f"column {k + 1}") for k in range(width)]}
    elif found.blanks:
        told = {"header": 0, "names": [name or f"column {k + 1}" for k, name in enumerate(found.header)]}
    if found.header and not found.header[0]:
        told["index_col"] = 0
        if kept and list(kept) != list(range(1, width)):
            told["usecols"] = _positions([0, *kept])
    elif len(kept) < width or loose:
        told |= {"index_col": False, "usecols": _positions(kept)}
    return told


def _positions(kept: Sequence[int]) -> range | list[int]:
    return range(kept[0], kept[-1] + 1) if list(kept) == list(range(kept[0], kept[-1] + 1)) else list(kept)


def _is_told(rule: NumberFormat, decimal: str, thousands: str | None) -> bool:
    """True where pandas, told these marks, reads the column by its rule."""
    if rule.is_plain:
        return True
    return (
        rule.is_marks_alone
        and rule.decimal in ("", decimal)
        and (not rule.thousands or rule.thousands == thousands)
    )


def _needs_words(column: Column, decimal: str, thousands: str | None) -> bool:
    """True where pandas would make something else of the column than its words."""
    if column.number_format:
        return not _is_told(column.number_format, decimal, thousands)
    given = set(column.cells) - column.missing - {""}
    if {cell.lower() for cell in given} <= {"true", "false"}:
        return True
    return bool(thousands or decimal != ".") and all(
        _is_float(cell.replace(thousands or "", "").replace(decimal, ".")) for cell in given
    )


def _is_float(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _cleaning(column: Column, decimal: str, thousands: str | None) -> str:
    rule = column.number_format
    if rule is None or _is_told(rule, decimal, thousands):
        return ""
    cell = f"table[{column.name!r}]"
    if rule.hours:
        seconds = "" if rule.hours == "h:mm:ss" else ' + ":00"'
        return f"{cell} = pd.to_timedelta({cell}{seconds}) / pd.Timedelta(hours=1)"
    characters = dict(rule.characters)
    return f"{cell} = {cell}.str.translate(str.maketrans({characters!r})).astype(float)"
