"""An uploaded file becomes a table, or one sentence that says what is wrong with it and where.

Rows are counted as a spreadsheet counts them, the header being row 1; the table's index holds these numbers.
Whatever goes wrong is a `TableError`: a template for the catalogues and the values that fill it.
"""

import csv
import io
import re
from collections.abc import Iterator

import pandas as pd

from dashboard.text import N_

LARGEST_FILE = 5 * 2**20
MOST_ROWS = 20_000
SEPARATORS = ",;\t"
MISSING = ("", "na", "n/a", "nan", "null", "?")

_NUMBER = r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[iI]nf(?:inity)?)"
_DECIMAL_COMMA = r"[+-]?\d*,\d+(?:[eE][+-]?\d+)?"
_DECIMAL_POINT = r"[+-]?\d*\.\d+(?:[eE][+-]?\d+)?"
_THOUSANDS = r"[+-]?[1-9]\d{0,2},\d{3}"

Row = tuple[int, list[str]]


class TableError(ValueError):
    """What is wrong with a table: `template` in English, to be translated, and the `values` it names."""

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = {name: shortened(value) for name, value in values.items()}
        super().__init__(template.format(**self.values))


def read_table(data: bytes, name: str) -> pd.DataFrame:
    """The bytes of a CSV file as a table: UTF-8, UTF-16 or GBK; commas, semicolons or tabs; 1.5 or 1,5.

    Columns with nothing but numbers and missing cells become float64 with NaN, the others stay text.
    The index is the row in the file, `attrs["name"]` the file's name. Raises TableError.
    """
    if len(data) > LARGEST_FILE:
        size, limit = len(data) / 2**20, LARGEST_FILE // 2**20
        raise TableError(
            N_("The file has {size:.1f} MB; at most {limit} MB are read."), size=size, limit=limit
        )
    text = _decoded(data)
    if re.fullmatch(r'[\s,;"]*', text):
        raise TableError(N_("The file is empty."))
    separator = _separator(text)
    rows = [(row, cells) for row, cells in _records(text, separator) if any(cells)]
    header = _header(rows)
    rows = [(row, _fitted(row, cells, len(header), separator)) for row, cells in rows[1:]]
    if not rows:
        raise TableError(N_("The file has a header, but no rows below it."))
    if len(rows) > MOST_ROWS:
        raise TableError(
            N_("The table has {rows:,} rows; at most {limit:,} are read. Upload a random part of it."),
            rows=len(rows),
            limit=MOST_ROWS,
        )
    values = [[None if cell.lower() in MISSING else cell for cell in cells] for _, cells in rows]
    table = _named(pd.DataFrame(values, [row for row, _ in rows], header, dtype=object))
    if any("," in cell for _, cells in rows for cell in cells):
        table = _with_decimal_points(table)
    for column in table:
        found = numbers(table[column])
        table[column] = found if found.notna().sum() == table[column].notna().sum() else table[column]
    table.attrs["name"] = name
    return table


def numbers(cells: pd.Series) -> pd.Series:
    """The cells as floats, NaN where a cell is missing or not a number."""
    if cells.dtype == float:
        return cells
    return cells.where(cells.str.fullmatch(_NUMBER, na=False), None).astype(float)


def shortened(value: object) -> object:
    return f"{value[:39]}…" if isinstance(value, str) and len(value) > 40 else value


def _decoded(data: bytes) -> str:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise TableError(N_("This is an Excel workbook. Save the sheet as CSV and upload that file."))
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not utf_16 and b"\0" in data:
        raise TableError(N_("This is not a text file. Save the table as CSV and upload that file."))
    # GBK writes the 3755 most used characters and the punctuation as such pairs; an accented small letter of
    # Latin-1 does not begin one
    chinese = re.fullmatch(rb"(?:[\x01-\x7f]|[\xa1-\xa9\xb0-\xd7][\xa1-\xfe])*", data)
    row = 1
    for encoding in ["utf-16"] if utf_16 else ["utf-8-sig", "gbk"] if chinese else ["utf-8-sig"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            row = data[: error.start].count(b"\n") + 1
    raise TableError(N_("Row {row} is not written in UTF-8. Save the file as “CSV UTF-8”."), row=row)


def _separator(text: str) -> str:
    """The one that cuts the first rows into equally many cells, and into the most."""

    def cut(separator: str) -> tuple[bool, int]:
        counts = []
        try:
            for row, cells in _records(text, separator):
                counts += [len(cells)] if any(cells) else []
                if row == 50:
                    break
        except TableError:  # a quotation mark: said when the file is read with the right separator
            pass
        return (len(set(counts)) == 1 and counts[0] > 1, counts[0]) if counts else (False, 0)

    return max(SEPARATORS, key=cut)


def _records(text: str, separator: str) -> Iterator[Row]:
    row = 0
    try:
        for cells in csv.reader(
            io.StringIO(text, newline=None), delimiter=separator, skipinitialspace=True, strict=True
        ):
            row += 1
            yield row, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise TableError(N_("Row {row} cannot be read. Look at its quotation marks."), row=row + 1) from error


def _header(rows: list[Row]) -> list[str]:
    row, names = rows[0]
    if len(names) == 1:
        raise TableError(N_("Only one column was found. Put commas, semicolons or tabs between the columns."))
    if all(re.fullmatch(_NUMBER, name) for name in names) or any(
        re.fullmatch(_DECIMAL_POINT, name) for name in names
    ):
        raise TableError(N_("Row {row} holds numbers. It must hold the names of the columns."), row=row)
    if repeated := next((name for k, name in enumerate(names) if name and name in names[:k]), None):
        raise TableError(
            N_("Two columns have the name {column}. Give each column its own name."), column=repeated
        )
    return names


def _fitted(row: int, cells: list[str], width: int, separator: str) -> list[str]:
    """The cells of a row without empty ones beyond the header."""
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    if len(cells) == width:
        return cells
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


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """Without row names (a first column that has no name) and without empty columns that have none."""
    unnamed = [k for k, name in enumerate(table.columns) if not name]
    if blame := next((k for k in unnamed if k and table.iloc[:, k].notna().any()), None):
        raise TableError(N_("Column {number} has no name."), number=blame + 1)
    return table.iloc[:, [k for k in range(table.shape[1]) if k not in unnamed]].copy()


def _with_decimal_points(table: pd.DataFrame) -> pd.DataFrame:
    comma = table.apply(lambda cells: cells.str.fullmatch(_DECIMAL_COMMA, na=False))
    if not comma.to_numpy().any():
        return table
    row, column = comma.stack().idxmax()
    values = {"row": row, "column": column, "value": table.at[row, column]}
    point = table.apply(lambda cells: cells.str.fullmatch(_DECIMAL_POINT, na=False)).stack()
    if point.any():
        other = point.idxmax()[0]
        raise TableError(
            N_(
                "Row {row}, column {column}: {value} has a decimal comma, "
                "but row {other} has a decimal point. Use one of them."
            ),
            other=other,
            **values,
        )
    if table.where(comma).stack().dropna().str.fullmatch(_THOUSANDS).all():
        raise TableError(
            N_(
                "Row {row}, column {column}: {value} may mean thousands or decimals. "
                "Write it without a comma."
            ),
            **values,
        )
    return table.mask(comma, table.apply(lambda cells: cells.str.replace(",", ".")))
