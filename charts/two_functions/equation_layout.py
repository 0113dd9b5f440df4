"""Where the matrices and signs of an equation stand: they flow like the words of a sentence, in pixels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from charts.two_functions.code_lines import Matrix, Numbers, Term


@dataclass(frozen=True)
class Layout:
    """Sizes in pixels for one width of the picture, and how many characters of code go into a line."""

    name: str
    width: int
    cell_width: int
    cell_height: int
    label_size: int
    code_size: int
    sign_size: int
    chip_height: int
    characters: int
    line_height: int
    gap: int


NARROW = Layout("narrow", 324, 38, 19, 11, 12, 13, 20, 43, 14, 4)
WIDE = Layout("wide", 780, 50, 26, 13, 13, 18, 28, 98, 16, 10)
BROAD = Layout("broad", 1080, 56, 28, 13, 13, 18, 30, 135, 17, 14)
LAYOUTS = (NARROW, WIDE, BROAD)


@dataclass(frozen=True)
class Placed:
    """A term with its left edge; y is the upper edge of a matrix's cells, the middle of a sign."""

    term: Term
    x: float
    y: float


def flow(terms: Sequence[Term], numbers: Numbers, layout: Layout, top: float) -> tuple[list[Placed], float]:
    """The terms from left to right on as many rows as they need, each centred on its row; and their end."""
    rows: list[list[tuple[Term, float]]] = [[]]
    x = 0.0
    for group in _groups(terms):
        widths = [_width(term, numbers, layout) for term in group]
        if x and x + sum(widths) > layout.width:
            rows.append([])
            x = 0.0
        for term, width in zip(group, widths, strict=True):
            rows[-1].append((term, x))
            x += width
    placed = []
    for row in rows:
        heights = {id(term): _height(term, numbers, layout) for term, _x in row}
        tallest = max(heights.values())
        middle = top + 1.6 * layout.label_size + tallest / 2
        placed += [Placed(term, x, middle - heights[id(term)] / 2) for term, x in row]
        top = middle + tallest / 2 + layout.gap
    return placed, top


def text_width(text: str, size: float) -> float:
    """About how wide a text is, in pixels: a Chinese character is as wide as it is high."""
    return sum(size if east_asian_width(character) in "WF" else 0.58 * size for character in text)


def _groups(terms: Sequence[Term]) -> Iterator[list[Term]]:
    """A sign stays with the matrix after it; a comma or a bracket that closes, with the one before."""
    group: list[Term] = []
    for term in terms:
        closes = isinstance(term, str) and term[0] in ",)"
        if any(isinstance(earlier, Matrix) for earlier in group) and not closes:
            yield group
            group = []
        group.append(term)
    yield group


def _width(term: Term, numbers: Numbers, layout: Layout) -> float:
    if isinstance(term, str):
        return text_width(term, layout.sign_size) + layout.gap
    cells = term.of(numbers).shape[1] * layout.cell_width
    return max(cells, text_width(term.label, layout.label_size)) + layout.gap


def _height(term: Term, numbers: Numbers, layout: Layout) -> float:
    return 0.0 if isinstance(term, str) else len(term.of(numbers)) * layout.cell_height
