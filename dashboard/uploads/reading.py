"""An uploaded file becomes a table, or one sentence that says what is wrong with it and where.

Rows are counted as a spreadsheet counts them, the header being row 1; the table's index holds these numbers.
Whatever goes wrong is a `TableError`: a template for the catalogues and the values that fill it. Where a
file could be understood in more than one way, or was read in part, `attrs["reading"].notes` say what was
done.
"""

from collections import Counter

import numpy as np
import pandas as pd

from dashboard.text import N_
from dashboard.uploads.column_reading import read_columns
from dashboard.uploads.encoding import decoded
from dashboard.uploads.layout import Layout, Row, layout
from dashboard.uploads.number_formats import (
    ALL_MISSING,
    NumberFormat,
    read_numbers,
)
from dashboard.uploads.record import (
    Column,
    Reading,
    marks,
    pandas_reading,
    random_part,
    random_part_line,
)
from dashboard.uploads.suspicions import suspicions
from dashboard.uploads.table_error import Note, TableError, note

LARGEST_FILE = 20 * 2**20
MOST_ROWS = 100_000  # in the table; of more a random part is drawn
MOST_LINES = 500_000  # in the file; their cells would take half a gigabyte
MOST_COLUMNS = 10_000  # with names; the lasso follows so many in seconds, and nobody reads a longer list
LONGEST_NAME = 500  # characters of a column's name, which stands in lists, sentences and pictures


def read_table(data: bytes, name: str) -> pd.DataFrame:
    """The bytes of a text file as a table, whatever separates its cells and however its numbers are written.

    Columns with nothing but numbers and missing cells become float64 with NaN, the others are words
    (object) with None. The index is the row in the file, `attrs["name"]` the file's name,
    `attrs["reading"]` a `Reading`. Of more than 100,000 rows a random part is read. Raises TableError: for
    more than LARGEST_FILE bytes, MOST_LINES lines or `layout.MOST_CELLS` cells before the text is taken
    apart, for more than MOST_COLUMNS columns before their cells are.
    """
    if len(data) > LARGEST_FILE:
        size, limit = len(data) / 2**20, LARGEST_FILE // 2**20
        raise TableError(
            N_("The file has {size:.1f} MB; at most {limit} MB are read."), size=size, limit=limit
        )
    text, encoding = decoded(data)
    lines = max(text.count("\n"), text.count("\r")) + (not text.endswith(("\n", "\r")))
    if lines > MOST_LINES:
        raise TableError(
            N_("The file has {lines:,} lines; at most {limit:,} are read. Upload a random part of it."),
            lines=lines,
            limit=MOST_LINES,
        )
    found = layout(text)
    names = _names(found)
    rows, is_long = _fitted(found, len(names))
    kept = _kept(names, rows, found)
    _refuse_many([names[k] for k in kept], kept)
    filled = [
        row
        for row in rows
        if (kept and row[1][kept[0]] not in ALL_MISSING) or not all(row[1][k] in ALL_MISSING for k in kept)
    ]
    is_loose, count = found.empty or len(filled) < len(rows), len(filled)
    missing: frozenset[str] = frozenset()
    if len(filled) < len(rows):
        missing = ALL_MISSING.intersection(cell for _row, cells in rows for cell in cells) - {""}
    rows = filled
    if not rows:
        raise TableError(N_("The file has a header, but no rows below it."))
    if count > MOST_ROWS:
        rows = [rows[k] for k in random_part(count, MOST_ROWS)]
    index = [row for row, _cells in rows]
    cells = list(zip(*(cells for _row, cells in rows), strict=True))
    columns, values, notes = read_columns([(names[k], cells[k]) for k in kept], index, found.separator)
    missing = missing.union(*(one.missing for one in columns))
    of_rows = ['table = table.dropna(how="all")'] if is_loose else []
    if count > MOST_ROWS:
        of_rows.append(random_part_line(MOST_ROWS))
    arguments, cleaning = pandas_reading(found, text, encoding, columns, kept, missing, is_long, of_rows)
    table = _frame(columns, values, index)
    numeric = [k for k, one in enumerate(columns) if one.number_format]
    decimal, thousands = marks(columns)
    table.attrs["name"] = name
    table.attrs["reading"] = Reading(
        encoding=encoding,
        separator=found.separator,
        decimal=decimal,
        thousands=thousands,
        header=found.header is not None,
        skipped=found.skipped,
        header_lines=found.header_lines,
        names=tuple(one.name for one in columns),
        missing=tuple(sorted(missing)),
        units=tuple((one.name, unit) for one in columns if (unit := _unit(one.number_format))),
        rows=count,
        part=count > MOST_ROWS,
        suspicions=suspicions(
            [columns[k].name for k in numeric],
            np.column_stack([values[k] for k in numeric]) if numeric else np.empty((0, 0)),
        ),
        notes=(
            *_file_notes(encoding, found, count, tuple(one.name for one in columns), missing),
            *notes,
        ),
        arguments=arguments,
        cleaning=tuple(cleaning),
        formats=tuple(
            (one.name, one.number_format)
            for one in columns
            if one.number_format and not one.number_format.is_plain
        ),
    )
    return table


def numbers(cells: pd.Series) -> pd.Series:
    """The cells as floats, NaN where a cell is missing or not a number, as most of the column is."""
    if cells.dtype == float:
        return cells
    reading = cells.attrs.get("reading")
    found = read_numbers(cells.dropna(), reading.decimal if reading else "")
    return cells.map(found[1] if found else {}).astype(float)


def _names(found: Layout) -> list[str]:
    """What each column of the file is called, "" for one without a name. Raises TableError."""
    if found.header is None:
        return found.named or [f"column {k + 1}" for k in range(len(found.rows[0][1]))]
    names = found.header
    if repeated := next((name for name, count in Counter(names).items() if name and count > 1), None):
        raise TableError(
            N_("Two columns have the name {column}. Give each column its own name."), column=repeated
        )
    return ["", *names] if found.row_names else names


def _fitted(found: Layout, width: int) -> tuple[list[Row], bool]:
    """The rows, each with as many cells as there are columns, and whether any was longer by empty ones."""
    rows, is_long = found.rows, False
    if any(len(cells) != width for _row, cells in rows):
        is_long = any(len(cells) > width for _row, cells in rows)
        rows = [(row, _trimmed(row, cells, width, found.separator)) for row, cells in rows]
    return rows, is_long


def _trimmed(row: int, cells: tuple[str, ...], width: int, separator: str) -> tuple[str, ...]:
    if len(cells) >= width and not any(cells[width:]):
        return cells[:width]
    values = {"row": row, "found": len(cells), "expected": width}
    if len(cells) > width and separator == ",":
        raise TableError(
            N_(
                "Row {row} has {found} values for {expected} columns. "
                "If its commas are decimal commas, put semicolons between the columns."
            ),
            **values,
        )
    raise TableError(N_("Row {row} has {found} values for {expected} columns."), **values)


def _kept(names: list[str], rows: list[Row], found: Layout) -> list[int]:
    """Without row names (a first column that has no name) and without empty columns that have none."""
    if found.header is None:
        return [k for k in range(len(names)) if any(cells[k] for _row, cells in rows)]
    unnamed = [k for k, name in enumerate(names) if not name]
    if blame := next((k for k in unnamed if k and any(cells[k] for _row, cells in rows)), None):
        raise TableError(N_("Column {number} has no name."), number=blame + 1)
    return [k for k, name in enumerate(names) if name]


def _refuse_many(names: list[str], places: list[int]) -> None:
    if len(names) > MOST_COLUMNS:
        raise TableError(
            N_("The table has {columns:,} columns; at most {limit:,} are read. Leave some of them out."),
            columns=len(names),
            limit=MOST_COLUMNS,
        )
    long = next((k for k, name in enumerate(names) if len(name) > LONGEST_NAME), None)
    if long is not None:
        raise TableError(
            N_("The name of column {number} has {length:,} characters; at most {limit} are read."),
            number=places[long] + 1,
            length=len(names[long]),
            limit=LONGEST_NAME,
        )


def _frame(columns: list[Column], values: list[np.ndarray], index: list[int]) -> pd.DataFrame:
    rows = pd.Index(index)
    named = zip((column.name for column in columns), values, strict=True)
    cells = {name: one if one.dtype == float else pd.Series(one, rows, dtype=object) for name, one in named}
    return pd.DataFrame(cells, rows)


def _unit(rule: NumberFormat | None) -> str:
    return "" if rule is None else "h" if rule.hours else rule.unit


def _file_notes(
    encoding: str, found: Layout, count: int, names: tuple[str, ...], missing: frozenset[str]
) -> list[Note]:
    notes = []
    if encoding == "gb18030":
        notes.append(note(N_("The file is not in UTF-8; it is read as Chinese (GB18030).")))
    if encoding == "cp1252":
        notes.append(note(N_("The file is not in UTF-8; it is read as Western European (Windows-1252).")))
    if found.skipped:
        notes.append(note(N_("Lines above the table that are left out: {count}."), count=found.skipped))
    if found.below:
        notes.append(note(N_("Lines below the table that are left out: {count}."), count=found.below))
    if found.header is None:
        notes.append(
            note(
                N_(
                    "Row {row} holds numbers like those below it, so it is no header. "
                    "The columns are called {first}, …"
                ),
                row=found.rows[0][0],
                first=names[0],
            )
        )
    if count > MOST_ROWS:
        notes.append(
            note(N_("Of {rows:,} rows, {count:,} drawn at random are read."), rows=count, count=MOST_ROWS)
        )
    if missing:
        notes.append(note(N_("Taken as missing: {codes}."), codes="  ".join(sorted(missing))))
    return notes
