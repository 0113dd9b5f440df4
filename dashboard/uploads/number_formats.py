"""How numbers of a column are written: 1,000.50 · 1.000,50 · $5 · 30 % · (5.5) · −5 · 1 000 · 1_000 · 12:30.

A column is read by one rule for all its cells: one decimal mark, one unit. `NumberFormat.characters` is
that rule as a table of characters, after which Python's float reads the cell; so a script can say it in one
line.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# as pandas has them, then what people, R, SQL and Excel write
MISSING = frozenset(
    ["", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN"],
) | {"<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"}
CODES = frozenset(
    ["?", ".", "-", "--", "...", "na", "Na", "N/a", "n.a.", "N.A.", "NAN", "Nan", "Null", "\\N"],
) | {"#DIV/0!", "#VALUE!", "#REF!", "#NUM!", "#NAME?", "#NULL!"}
ALL_MISSING = MISSING | CODES

_BLANKS = " \xa0\u202f\u2009'’_"
_MINUS = "−–"
_CURRENCIES = "$€£¥￥₹₩₽"
_UNIT = f"[{_CURRENCIES}]|US\\$|[%％]"
_DIGITS = rf"[0-9](?:[0-9.,{_BLANKS}]*[0-9])?[.,]?|[.,][0-9]+"
_CELL = re.compile(
    rf"(?P<open>\()?(?(open)|[+\-{_MINUS}]?) ?(?P<before>{_UNIT})?[ \xa0]?(?(open)|(?(before)[+\-{_MINUS}]?))"
    rf"(?P<digits>{_DIGITS})(?:[eE][+-]?[0-9]+)?[ \xa0\u202f]?(?P<after>{_UNIT})?(?(open)\))"
)


def _mark(decimal: str, thousands: str) -> re.Pattern[str]:
    groups = rf"[1-9][0-9]{{0,2}}(?:{thousands}[0-9]{{3}})+|[0-9]{{1,3}}(?:[{_BLANKS}][0-9]{{3}})+"
    return re.compile(rf"(?:{groups}|[0-9]+)(?:{decimal}[0-9]*)?|{decimal}[0-9]+")


_MARKS = {".": _mark(r"\.", ","), ",": _mark(",", r"\.")}
_TIME = re.compile(r"[0-9]{1,3}:[0-5][0-9](?P<seconds>:[0-5][0-9])?")


@dataclass(frozen=True)
class NumberFormat:
    """The rule by which a column was read.

    decimal: "." or ",", the decimal mark, "" where no cell has a mark of either kind; `certain` is false
    where the cells allow both ("1,000"). characters: what each character is replaced by before float. unit:
    "", "%", "$" … hours: "" or the form of a time, "h:mm" or "h:mm:ss", read as hours.
    """

    decimal: str = ""
    certain: bool = True
    characters: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    hours: str = ""
    ambiguous: str = field(default="", compare=False)  # a cell that allows both marks

    @property
    def thousands(self) -> str:
        """The mark between thousands that is a comma or a point, "" where there is none."""
        return next((old for old, new in self.characters if new == "" and old in ",."), "")

    @property
    def is_plain(self) -> bool:
        """True where float reads the cells as they are."""
        return not (self.characters or self.hours)

    @property
    def is_marks_alone(self) -> bool:
        """True where the characters are nothing but the decimal mark and the one between thousands."""
        return not self.hours and all(old in ",." for old, _new in self.characters)


def floats(cells: Iterable[str]) -> list[float] | None:
    """The cells as Python's float reads them, NaN where missing; None where one is no number.

    float also takes 1_0 and digits of other scripts, which are no numbers here.
    """
    given = list(cells)
    joined = "".join(given)
    if "_" in joined or not joined.isascii():
        return None
    try:
        return [math.nan if cell in ALL_MISSING else float(cell) for cell in given]
    except ValueError:
        return None


def looks_like_a_number(cell: str) -> bool:
    """True where some column could hold the cell as a number."""
    match = _CELL.fullmatch(cell)
    return match is not None and any(mark.fullmatch(match["digits"]) for mark in _MARKS.values())


def read_numbers(cells: Iterable[str], decimal: str = "") -> tuple[NumberFormat, dict[str, float]] | None:
    """The rule that reads most of the cells, none of them missing, and what it makes of those that it reads.

    decimal: the mark to take where the cells allow both; "" takes a comma for thousands, a point for
    decimals. None where half of the cells or fewer are numbers by one rule.
    """
    counts = Counter(cells)
    return _numbers(counts, decimal) or _hours(counts)


def _numbers(counts: Mapping[str, int], decimal: str) -> tuple[NumberFormat, dict[str, float]] | None:
    total = sum(counts.values())
    found = {cell: match for cell in counts if (match := _CELL.fullmatch(cell))}
    if 2 * sum(counts[cell] for cell in found) <= total:
        return None
    unit, found = _of_one_unit(found, counts)
    allowed = {
        cell: {mark for mark, form in _MARKS.items() if form.fullmatch(match["digits"])}
        for cell, match in found.items()
    }
    readable = {mark: sum(counts[cell] for cell in allowed if mark in allowed[cell]) for mark in _MARKS}
    certain = readable["."] != readable[","]
    marked = next((cell for cell in found if re.search("[.,]", cell)), "")
    chosen = max(_MARKS, key=lambda mark: readable[mark]) if certain else decimal or "."
    cells = [cell for cell in found if chosen in allowed[cell]]
    if 2 * sum(counts[cell] for cell in cells) <= total:
        return None
    used = set().union(*cells)
    replaced = {old: "" for old in sorted(used) if old in f"{_BLANKS}{_CURRENCIES}US%％)"}
    replaced |= {old: "-" for old in sorted(used) if old in f"({_MINUS}"}
    if "," in used:
        replaced[","] = "." if chosen == "," else ""
    if "." in used and chosen == ",":
        replaced["."] = ""
    rule = NumberFormat(
        chosen if marked else "", certain or not marked, tuple(replaced.items()), unit, ambiguous=marked
    )
    table = str.maketrans(replaced)
    return rule, {cell: float(cell.translate(table)) for cell in cells}


def _of_one_unit(
    found: dict[str, re.Match[str]], counts: Mapping[str, int]
) -> tuple[str, dict[str, re.Match[str]]]:
    """The unit that most cells have, and the cells that have it; money may be without its sign."""
    units = {cell: f"{match['before'] or ''}{match['after'] or ''}" for cell, match in found.items()}
    units = {cell: "%" if unit == "％" else unit for cell, unit in units.items()}
    tally: Counter[str] = Counter()
    for cell, unit in units.items():
        tally[unit] += counts[cell]
    with_one = [unit for unit, _count in tally.most_common() if unit]
    unit = with_one[0] if with_one and (with_one[0] != "%" or tally["%"] >= tally[""]) else ""
    taken = {unit} if unit == "%" else {unit, ""}
    return unit, {cell: match for cell, match in found.items() if units[cell] in taken}


def _hours(counts: Mapping[str, int]) -> tuple[NumberFormat, dict[str, float]] | None:
    found = {cell: match for cell in counts if (match := _TIME.fullmatch(cell))}
    with_seconds = {cell for cell, match in found.items() if match["seconds"]}
    short = sum(counts[cell] for cell in found if cell not in with_seconds)
    long = sum(counts[cell] for cell in with_seconds)
    if 2 * max(short, long) <= sum(counts.values()):
        return None
    cells = with_seconds if long > short else found.keys() - with_seconds
    values = {
        cell: sum(int(part) / 60**place for place, part in enumerate(cell.split(":"))) for cell in cells
    }
    return NumberFormat(hours="h:mm:ss" if long > short else "h:mm"), values
