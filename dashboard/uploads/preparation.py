"""What is done to a table between its file and the arrays X and y, as a record that can be repeated.

In this order: cells that stand for missing are emptied; columns are left out; rows without a target, and
with a gap where rows go, are left out; the rows of the test part are set apart; words become columns of 0
and 1; of too many rows a part is drawn. What is still missing after that is filled by the median of the
rows that are learned from.
"""

from dataclasses import dataclass

MISSING_LEVEL = "missing"  # the level of cells that are missing, where they have one of their own


@dataclass(frozen=True)
class Variable:
    """A column of the file from which y is predicted, and the columns of X that it became.

    kind: "number"; "two words", one column, 1 for levels[1]; "words", a column for each level but levels[0].
    levels: the words as the file has them, the one that is left out first; empty for numbers.
    gaps: what is done with its missing cells: "none" (it has none), "rows" (these rows are left out),
    "median" (of the rows that are learned from), "own level" (of words: MISSING_LEVEL, the last of levels).
    missing: how many cells of the file are missing, codes among them.
    codes: the numbers that stand for missing here.
    features: the names of its columns of X, in their order.
    """

    name: str
    kind: str
    levels: tuple[str, ...]
    gaps: str
    missing: int
    codes: tuple[float, ...]
    features: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    """A column of the file that is not in X, and why.

    reason: "chosen" (by the user); "identifier" (row numbers, names of rows); "one value"; "words" (more of
    them than become columns); "missing" (more than half of its cells).
    different: how many values it holds.
    """

    name: str
    reason: str
    different: int
    missing: int


@dataclass(frozen=True)
class Target:
    """The column y. kind: "number"; "two values"; "one against the rest", of more than two words.

    levels: the values as the file has them, y = 0 for the first and 1 for the second; of "one against the
    rest" the second is the word that is 1, and the first is "": every other word. Empty for a number.
    missing: the rows without it, left out. codes: the numbers that stand for missing here.
    """

    name: str
    kind: str
    levels: tuple[str | float, ...]
    missing: int
    codes: tuple[float, ...] = ()


@dataclass(frozen=True)
class SplitColumn:
    """A column that says which rows are kept from every choice.

    training, test: its cells as the file has them. Rows for validation are among those for training: λ is
    chosen by cross-validation.
    """

    name: str
    training: tuple[str | float, ...]
    test: tuple[str | float, ...]


@dataclass(frozen=True)
class Preparation:
    """All that is done to a file between its bytes and X and y, in the order that this module tells.

    file: its name. reading: how its bytes became cells, as `dashboard.uploads.reading` tells it; None where
    it was not read there. columns: every column of the file. rows: of the file.
    rows_left_out: (column, rows) of the gaps that took rows, the target first, then in the file's order, each
    row counted at the first of them.
    used, test: rows of X for the fit, and kept for the test.
    drawn: of how many rows for the fit the `used` ones were drawn, as
    np.sort(np.random.default_rng(0).choice(drawn, used, replace=False)); None where all of them are in X.
    """

    file: str
    reading: object
    columns: tuple[str, ...]
    rows: int
    target: Target
    variables: tuple[Variable, ...]
    left_out: tuple[LeftOut, ...]
    split: SplitColumn | None
    rows_left_out: tuple[tuple[str, int], ...]
    used: int
    test: int
    drawn: int | None
