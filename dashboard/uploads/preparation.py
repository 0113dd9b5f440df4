"""What is done to a table between its file and the arrays X and y, as a record that can be repeated.

In this order: cells that stand for missing are emptied; columns are left out; rows without a target, and
with a gap where rows go, are left out; the rows of the test part are set apart; words become columns of 0
and 1; of too many rows a part is drawn. What is still missing after that is filled by the median of the
rows that are learned from.
"""

from dataclasses import dataclass

from dashboard.uploads.record import Reading

MISSING_LEVEL = "NA"  # the level of missing words, which no cell of a file can be


@dataclass(frozen=True)
class Choices:
    """What the user chose for a table; all but the target may be left to the lab.

    level: the word of the target that is 1, the last one in alphabetical order where None.
    split: the column that sets rows apart for a test. out: the columns that are left out though they could be
    variables, `suggested_out` where None. rows: the columns whose gaps take their rows along; gaps of numbers
    are filled by the median otherwise, and missing words have a level of their own.
    codes: (column, number) where the number stands for missing.
    """

    target: str
    level: str | None = None
    split: str | None = None
    out: tuple[str, ...] | None = None
    rows: tuple[str, ...] = ()
    codes: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Variable:
    """A column of the file from which y is predicted, and the columns of X that it became.

    kind: "number"; "two words", one column, 1 for levels[1]; "words", a column for each level but levels[0].
    levels: the words as the file has them, the one that is left out first; empty for numbers.
    gaps: what is done with its missing cells: "none" (no row that is left has one), "rows" (these rows are
    left out), "median" (of the rows that are learned from), "own level" (of words: MISSING_LEVEL, the last of
    levels, unless the gaps are all in the test part).
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
    them than become columns); "long" (words too long to be part of a column's name); "mixed" (numbers with
    something else among them); "missing" (more than half of its cells).
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

    file: its name. reading: how its bytes became cells; None where they were not read here.
    columns: every column of the file. rows: of the table that was read, which may be a part of the file.
    rows_left_out: (column, rows) of the gaps that took rows, the target first, then in the file's order, each
    row counted at the first of them.
    used, test: rows of X for the fit, and kept for the test.
    drawn: of how many rows for the fit the `used` ones were drawn, as
    np.sort(np.random.default_rng(0).choice(drawn, used, replace=False)); None where all of them are in X.
    """

    file: str
    reading: Reading | None
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

    @property
    def codes(self) -> tuple[tuple[str, tuple[float, ...]], ...]:
        """(column, the numbers that stand for missing in it), of the variables and the target."""
        of_variables = [(variable.name, variable.codes) for variable in self.variables]
        return (*of_variables, (self.target.name, self.target.codes))

    @property
    def columns_left_out(self) -> tuple[str, ...]:
        """Their names, in the order of the file."""
        return tuple(column.name for column in self.left_out)
