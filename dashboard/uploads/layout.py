"""Where the cells of a text are: what separates them, and where the table and its names begin.

The separator is the one that makes a table: rows of equal width whose cells are numbers or words without
other separators in them (the idea of van den Burg, Nazábal and Sutton, 2019,
doi.org/10.1007/s10618-019-00646-y).
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from dashboard.text import N_
from dashboard.uploads.number_formats import ALL_MISSING, floats, looks_like_a_number
from dashboard.uploads.table_error import TableError

BLANKS = r"\s+"  # as pandas has it: one or many
SEPARATORS = (",", ";", "\t", "|", BLANKS)

MOST_CELLS = 4_000_000  # empty ones among them; so many are read in some 5 s, and take half a gigabyte
LONGEST_CELL = csv.field_size_limit()  # 131,072 characters; longer is what no quotation mark closes

_SAMPLE = 200  # records
_SAMPLED_CELLS = 2_000
_LONGEST_PREAMBLE = 40  # records
_LONGEST_FOOT = 10
_SEVERAL_NUMBERS = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[ \t]+[+-]?[0-9]+(?:[.,][0-9]+)?)+")

Row = tuple[int, tuple[str, ...]]  # tuples of strings cost the garbage collector nothing


@dataclass(frozen=True)
class Layout:
    """rows: the records below the header that hold anything, each with its row number and its cells.

    header: the names as the file has them, None where the first row holds numbers like the others. named:
    what a comment above a table without a header calls the columns. row_names: the header is one name
    short, as R writes it. skipped: how many lines stand above the header. header_lines: how many it
    takes itself, whose names may go over several. below: how many records below the
    table are none of its rows. records: how many records the table has. blanks: cells begin or end with
    blanks. empty: some rows have cells, but nothing in them.
    padded: the spellings of missing cells with blanks around them.
    """

    separator: str
    rows: list[Row]
    header: list[str] | None
    named: list[str] | None
    row_names: bool
    skipped: int
    header_lines: int
    below: int
    records: int
    blanks: bool
    empty: bool
    padded: frozenset[str]


def layout(text: str) -> Layout:
    """Raises TableError; for a text with more than MOST_CELLS before any of it is taken apart."""
    _refuse_many(text)
    told = re.match(r'"?sep=(.)"?[ \t,;]*(?:\r\n|\r|\n)', text)
    if told:  # a line for Excel, which does not count it
        text = text[told.end() :]
    separator = told[1] if told and told[1] in SEPARATORS else _separator(text)
    rows: list[Row] = []
    lines: list[range] = []
    records: list[int] = []  # how many that are no empty lines, up to this row
    count = 0
    padded: set[str] = set()
    blanks = empty = False
    for row, taken, raw in _records(text, separator):
        cells = [cell.strip(" \t\r\n") for cell in raw]
        count += bool(raw)
        if any(cells):
            if cells != raw:
                blanks = True
                padded |= {
                    one for one, cell in zip(raw, cells, strict=True) if cell in ALL_MISSING
                } - ALL_MISSING
            rows.append((row, tuple(cells[:-1] if separator == BLANKS and not cells[-1] else cells)))
            lines.append(taken)
            records.append(count)
        else:
            empty, blanks = empty or bool(raw), blanks or any(raw)
    if not rows:
        raise TableError(N_("The file is empty."))
    width = _width([cells for _row, cells in rows[:_SAMPLE]])
    if max(width, len(rows[0][1])) == 1:
        raise TableError(
            N_("Only one column was found. Put commas, semicolons, tabs or blanks between the columns.")
        )
    start = _start([cells for _row, cells in rows[:_LONGEST_PREAMBLE]], width)
    end = _end(rows, start)
    top, body = rows[start], rows[start + 1 : end]
    sample = [cells for _row, cells in body[:_SAMPLE]]
    has_names = _holds_names(top[1], sample)
    return Layout(
        separator=separator,
        rows=body if has_names else rows[start:end],
        header=list(top[1]) if has_names else None,
        named=None if has_names or start == 0 else _commented_names(rows[start - 1][1], len(top[1])),
        row_names=has_names and _is_one_short(top[1], [cells for _row, cells in body], separator, text),
        skipped=bool(told) + lines[start].start,
        header_lines=len(lines[start]) if has_names else 0,
        below=len(rows) - end,
        records=records[end - 1] - records[start] + (not has_names),
        blanks=blanks,
        empty=empty,
        padded=frozenset(padded),
    )


def _refuse_many(text: str) -> None:
    """Whatever separates the cells: there are no more of them than separators and lines."""
    lines = max(text.count("\n"), text.count("\r")) + 1
    cells = max(text.count(separator) for separator in SEPARATORS if separator != BLANKS) + lines
    if cells > MOST_CELLS:
        raise TableError(
            N_("The file has up to {cells:,} cells, empty ones among them; at most {limit:,} are read."),
            cells=cells,
            limit=MOST_CELLS,
        )


def _records(text: str, separator: str) -> Iterator[tuple[int, range, list[str]]]:
    """Each record's row, counted as a spreadsheet does, the lines that it takes, from 0, and its cells."""
    row = line = 0
    if separator == BLANKS:
        text = text.replace("\t", " ")
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=" " if separator == BLANKS else separator,
        skipinitialspace=True,
        strict=True,
    )
    try:
        for cells in reader:
            row += 1
            yield row, range(line, reader.line_num), cells
            line = reader.line_num
    except csv.Error as error:
        if "field limit" in str(error):
            raise TableError(
                N_("Row {row} has a cell of more than {limit:,} characters. Look at its quotation marks."),
                row=row + 1,
                limit=LONGEST_CELL,
            ) from error
        raise TableError(N_("Row {row} cannot be read. Look at its quotation marks."), row=row + 1) from error


def _separator(text: str) -> str:
    scores = {separator: _score(text, separator) for separator in SEPARATORS}
    scores[BLANKS] /= 2  # words hold blanks
    return max(SEPARATORS, key=scores.__getitem__)


def _score(text: str, separator: str) -> float:
    """(share of records that have the usual width) · (how clean their cells are, 0 to 1) · (1 − 1/width).

    Half of it where the first such record holds numbers, but is not the first record.
    """
    sample: list[list[str]] = []
    try:
        for _row, _line, cells in islice(_records(text, separator), 10 * _SAMPLE):
            if any(cells):
                sample.append([cell.strip() for cell in cells])
            if len(sample) == _SAMPLE:
                break
    except TableError:  # a quotation mark: said when the file is read with the right separator
        pass
    if separator == BLANKS:
        sample = [cells if cells[-1] else cells[:-1] for cells in sample]
    width = _width(sample)
    if width < 2:
        return 0.0
    usual = [cells for cells in sample if len(cells) == width]
    body = usual[1:] or usual
    cells = list(islice((cell for cells in body for cell in cells), _SAMPLED_CELLS))
    others = "".join(other for other in ",;\t|" if other != separator)
    clean = sum(_clean(cell, others) for cell in cells) / len(cells)
    above = sample[
        : sample.index(usual[0])
    ]  # numbers below what is no header: its names may be cut elsewhere
    headless = above and _has_number(usual[0]) and (width == 2 or len(above[-1]) != width - 1)
    return len(usual) / len(sample) * clean * (1 - 1 / width) / (2 if headless else 1)


def _clean(cell: str, others: str) -> float:
    if cell in ALL_MISSING or looks_like_a_number(cell):
        return 1.0
    if any(other in cell for other in others) or _SEVERAL_NUMBERS.fullmatch(cell):
        return 0.1
    return 0.8


def _width(sample: Sequence[Sequence[str]]) -> int:
    """The number of cells that most rows have."""
    return Counter(len(cells) for cells in sample).most_common(1)[0][0] if sample else 0


def _start(sample: Sequence[Sequence[str]], width: int) -> int:
    """The index of the header: below comments, a title, and lines of another width above a row of names."""
    for k, cells in enumerate(sample):
        following = sample[k + 1] if k + 1 < len(sample) else []
        comment = cells[0].startswith("#")
        if (
            comment
            and len(following) in (width, width - 1)
            and not (len(cells) == width and _has_number(following))
        ):
            continue
        title = sum(map(bool, cells)) <= 1
        below = any(map(_has_number, sample[k + 2 :]))
        above_names = len(cells) != width == len(following) and not _has_number(following) and below
        if not (comment or title or above_names) or (len(cells) == width and not title):
            return k
    return 0


def _end(rows: list[Row], start: int) -> int:
    """The index behind the last row: at the foot stand comments, or a sentence in a cell alone."""
    end = len(rows)
    while end > max(start + 2, len(rows) - _LONGEST_FOOT):
        cells = rows[end - 1][1]
        alone = len(cells) == 1 and " " in cells[0] and not looks_like_a_number(cells[0])
        if not (alone or cells[0].startswith("#")) or len(cells) == len(rows[start][1]):
            break
        end -= 1
    return end


def _has_number(cells: Sequence[str]) -> bool:
    return any(map(looks_like_a_number, cells))


def _holds_names(top: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
    """False where the cells above columns of numbers are numbers too, and no names like 1, 2, 3 or years."""
    columns = list(zip(*(row for row in sample if len(row) == len(top)), strict=True))
    numeric = [k for k, cells in enumerate(columns) if _is_numeric(cells)]
    above = [top[k] for k in numeric if top[k] not in ALL_MISSING]
    if not above or not all(map(looks_like_a_number, above)):
        return True
    if not all(re.fullmatch("[0-9]{1,9}", cell) for cell in above):
        return False
    names = list(map(int, above))
    steps = {after - before for before, after in pairwise(names)}
    if len(names) > 2 and len(steps) == 1 and steps != {0}:
        return True
    years = all(1900 <= name <= 2100 for name in names) and len(set(names)) == len(names)
    return (
        years
        and len(numeric) < len(top)
        and not any(cell in columns[k] for k, cell in zip(numeric, above, strict=False))
    )


def _is_numeric(cells: tuple[str, ...]) -> bool:
    given = [cell for cell in cells if cell not in ALL_MISSING]
    if floats(given) is not None:
        return bool(given)
    return 2 * sum(map(looks_like_a_number, given)) > len(given)


def _commented_names(cells: Sequence[str], width: int) -> list[str] | None:
    """The names that a comment right above a table without a header gives: "# x y z", as NumPy writes it."""
    if not cells[0].startswith("#"):
        return None
    names = [cells[0][1:].strip(), *cells[1:]]
    names = names if names[0] else names[1:]
    return names if len(names) == width and all(names) and len(set(names)) == width else None


def _is_one_short(header: Sequence[str], body: Sequence[Sequence[str]], separator: str, text: str) -> bool:
    """True for R's write.table: each row begins with its name, above which the header has nothing.

    With commas the name has to be quoted, as R does it: otherwise the surplus cell is that of a decimal
    comma.
    """
    if (
        not body
        or any(len(cells) != len(header) + 1 for cells in body)
        or not any(cells[-1] for cells in body)
    ):
        return False
    if separator == "," and not re.search(rf'^"{re.escape(body[0][0])}",', text, re.MULTILINE):
        return False
    return all(header) and len({cells[0] for cells in body}) == len(body)
