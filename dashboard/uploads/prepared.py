"""From an uploaded table and what its user chose to X and y, and to the record of all that was done."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.text import N_
from dashboard.uploads.columns import (
    LARGEST_NUMBER,
    MOST_LEVELS,
    SMALLEST_NUMBER,
    Column,
    cell_text,
    columns_of,
    measured,
    parts,
    refuse,
)
from dashboard.uploads.preparation import (
    MISSING_LEVEL,
    Choices,
    LeftOut,
    Preparation,
    SplitColumn,
    Target,
    Variable,
)
from dashboard.uploads.reading import TableError
from dashboard.uploads.suggestions import possible_variables, suggested_out
from l2core.checks import FloatArray
from l2core.tables import Table

FEWEST_ROWS = 10
MOST_ROWS, MOST_CELLS = 5_000, 1_500_000  # that are fitted


def prepared(
    table: pd.DataFrame, choices: Choices, columns: dict[str, Column] | None = None
) -> tuple[Table, Preparation]:
    """X, y and which rows are for the test, and how they came about. Raises TableError.

    Levels, and whether a column varies, are those of the rows for the fit. Where every column is left out, X
    has none, and the record says why. columns: what `columns_of` finds without the codes for missing, where
    it is known.
    """
    cells = emptied(table, choices.codes)
    columns = columns_of(cells) if columns is None else columns
    column, n = columns[choices.target], len(table)
    y, target = _target(cells[choices.target], column, choices)
    chosen = _chosen(columns, choices, n)
    gone = {name: cells[name].isna().to_numpy() for name in _taking_rows(columns, choices, chosen)}
    kept, rows_left_out = _without(gone, n)
    test, split = _split(cells, choices.split, kept)
    fit = kept & ~test
    _refuse_useless(y[fit], choices.target)
    gaps = _gaps(cells, columns, chosen, choices, kept)
    variables, X, useless = _encoded(cells, columns, gaps, choices, fit)
    rows, drawn = _drawn(fit, test, max(X.shape[1], 1))
    result = Table(
        X[rows],
        y[rows],
        tuple(name for variable in variables for name in variable.features),
        choices.target,
        tuple(map(cell_text, target.levels)),
        tuple(variable.name for variable in variables for _ in variable.features),
        test[rows] if split is not None else None,
    )
    return result, Preparation(
        file=table.attrs.get("name", ""),
        reading=table.attrs.get("reading"),
        columns=tuple(columns),
        rows=n,
        target=target,
        variables=variables,
        left_out=_left_out(columns, choices, chosen, useless, n),
        split=split,
        rows_left_out=rows_left_out,
        used=int((fit & rows).sum()),
        test=int(test.sum()),
        drawn=drawn,
    )


def emptied(table: pd.DataFrame, codes: Sequence[tuple[str, float]]) -> pd.DataFrame:
    """The table without the numbers that stand for missing."""
    if not codes:
        return table
    without: dict[str, pd.Series] = {}
    for name, code in codes:
        cells = without.get(name, table[name])
        without[name] = cells.where(cells != code)
    return table.assign(**without)


def _chosen(columns: dict[str, Column], choices: Choices, rows: int) -> list[str]:
    """The variables by name, in the order of the file."""
    out = choices.out
    if out is None:
        out = tuple(suggested_out(columns, choices.target, choices.split, rows))
    return [
        name for name in possible_variables(columns, choices.target, choices.split) if name not in set(out)
    ]


def _taking_rows(columns: dict[str, Column], choices: Choices, chosen: Sequence[str]) -> list[str]:
    """The columns whose gaps take their rows along: the target, the split column, and those of the choice."""
    asked = set(choices.rows)
    always = [choices.target, *([choices.split] if choices.split else [])]
    return [*always, *(name for name in chosen if name in asked and columns[name].missing)]


def _without(
    gone: dict[str, NDArray[np.bool_]], n: int
) -> tuple[NDArray[np.bool_], tuple[tuple[str, int], ...]]:
    """The rows that stay, and how many each column took."""
    kept, counts = np.ones(n, dtype=bool), []
    for name, missing in gone.items():
        counts.append((name, int((kept & missing).sum())))
        kept &= ~missing
    return kept, tuple((name, count) for name, count in counts if count)


def _target(cells: pd.Series, column: Column, choices: Choices) -> tuple[FloatArray, Target]:
    """y, NaN where it is missing: a number; 0 and 1 for two values; 1 for one word and 0 for all others."""
    codes = _codes(choices, column.name)
    if column.kind != "words" and not column.binary:
        return measured(cells), Target(column.name, "number", (), column.missing, codes)
    if column.kind != "words":
        values = measured(cells)
        levels: tuple[str | float, ...] = tuple(np.unique(values[~np.isnan(values)]).tolist())
        one = values == levels[1]
    else:
        level = choices.level if choices.level in column.levels else column.levels[-1]
        others = [word for word in column.levels if word != level]
        levels = (others[0] if len(others) == 1 else "", level)
        one = (cells == level).to_numpy()
    kind = "two values" if column.binary else "one against the rest"
    y = np.where(cells.isna().to_numpy(), np.nan, one.astype(float))
    return y, Target(column.name, kind, levels, column.missing, codes)


def _split(
    cells: pd.DataFrame, name: str | None, kept: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], SplitColumn | None]:
    """The rows for the test, and what the split column says of which."""
    if name is None:
        return np.zeros(len(cells), dtype=bool), None
    said = cells[name]
    found = parts(said)
    refuse(
        found.isna() & said.notna(),
        said,
        N_("Row {row}, column {column}: {value} is not train, validation or test."),
    )
    test = (found == "test").to_numpy() & kept
    values = {part: tuple(said[found == part].unique().tolist()) for part in ("train", "validation", "test")}
    return test, SplitColumn(name, values["train"] + values["validation"], values["test"])


def _refuse_useless(y: FloatArray, target: str) -> None:
    if len(y) < FEWEST_ROWS:
        raise TableError(
            N_("Rows left for the fit: {rows}. At least {needed} are needed."),
            rows=len(y),
            needed=FEWEST_ROWS,
        )
    if np.ptp(y) == 0:
        raise TableError(N_("Column {column} has the same value in every row."), column=target)


def _encoded(
    cells: pd.DataFrame,
    columns: dict[str, Column],
    gaps: dict[str, str],
    choices: Choices,
    fit: NDArray[np.bool_],
) -> tuple[tuple[Variable, ...], FloatArray, set[str]]:
    """The variables, X of all rows of the file, and the names of the columns that do not vary in the fit."""
    numeric = [name for name in gaps if columns[name].kind == "number"]
    values = cells[numeric].to_numpy(dtype=float)
    _refuse_sizes(values, cells, numeric)
    varies = _varies(values[fit])
    place = {name: k for k, name in enumerate(numeric)}
    taken, variables, parts_of_X = set(gaps), [], []
    useless: set[str] = set()
    levels: tuple[str, ...]
    features: tuple[str, ...]
    for name, gap in gaps.items():
        if name in place:
            found = values[:, [place[name]]] if varies[place[name]] else None
            kind, levels, features = "number", (), (name,)
        else:
            kind, levels, found = _indicators(cells[name], gap, fit)
            features = tuple(_unused(f"{name} = {level}", taken) for level in levels[1:])
        if found is None:
            useless.add(name)
            continue
        missing, codes = columns[name].missing, _codes(choices, name)
        variables.append(Variable(name, kind, levels, gap, missing, codes, features))
        parts_of_X.append(found)
    X = np.hstack(parts_of_X) if parts_of_X else np.empty((len(cells), 0))
    return tuple(variables), X, useless


def _varies(values: FloatArray) -> NDArray[np.bool_]:
    """Whether a column has two different numbers, missing ones aside."""
    known = ~np.isnan(values)
    low = np.where(known, values, np.inf).min(axis=0, initial=np.inf)
    return np.where(known, values, -np.inf).max(axis=0, initial=-np.inf) > low


def _indicators(
    cells: pd.Series, gaps: str, fit: NDArray[np.bool_]
) -> tuple[str, tuple[str, ...], FloatArray | None]:
    """kind, levels, a column for each but the first; a word that no row of the fit has is like the first."""
    words = cells.where(cells.notna(), MISSING_LEVEL) if gaps == "own level" else cells
    found = words[fit].dropna().unique().tolist()
    levels = tuple(sorted(found, key=lambda word: (word == MISSING_LEVEL, word)))
    if len(levels) < 2:
        return "words", levels, None
    kind = "two words" if len(levels) == 2 else "words"
    return kind, levels, (words.to_numpy()[:, None] == np.array(levels[1:], dtype=object)).astype(float)


def _unused(feature: str, taken: set[str]) -> str:
    while feature in taken:
        feature += "′"
    taken.add(feature)
    return feature


def _gaps(
    cells: pd.DataFrame,
    columns: dict[str, Column],
    chosen: Sequence[str],
    choices: Choices,
    kept: NDArray[np.bool_],
) -> dict[str, str]:
    """Variable -> what is done with its missing cells."""
    rows, found = set(choices.rows), dict.fromkeys(chosen, "none")
    for name in chosen:
        if not columns[name].missing:
            continue
        if name in rows:
            found[name] = "rows"
        elif cells[name].isna().to_numpy()[kept].any():
            found[name] = "median" if columns[name].kind == "number" else "own level"
    return found


def _codes(choices: Choices, name: str) -> tuple[float, ...]:
    return tuple(code for column, code in choices.codes if column == name)


def _refuse_sizes(values: FloatArray, cells: pd.DataFrame, names: Sequence[str]) -> None:
    most = np.where(np.isnan(values), 0, np.abs(values)).max(axis=0, initial=0)
    refused = (most > LARGEST_NUMBER) | ((most > 0) & (most < SMALLEST_NUMBER))
    for name in np.array(names, dtype=object)[refused][:1]:
        measured(cells[name])


def _left_out(
    columns: dict[str, Column], choices: Choices, chosen: Sequence[str], useless: set[str], rows: int
) -> tuple[LeftOut, ...]:
    suggested = set(suggested_out(columns, choices.target, choices.split, rows))
    variables = set(chosen) - useless

    def reason(column: Column) -> str:
        if column.different < 1 or (column.name in suggested and not column.identifier):
            return "missing"
        if column.different == 1 or column.name in useless:
            return "one value"
        if column.identifier:
            return "identifier"
        if column.kind == "text" and column.different <= MOST_LEVELS:
            return "long"
        return {"text": "words", "mixed": "mixed"}.get(column.kind, "chosen")

    return tuple(
        LeftOut(name, reason(column), column.different, column.missing)
        for name, column in columns.items()
        if name not in variables and name not in (choices.target, choices.split)
    )


def _drawn(
    fit: NDArray[np.bool_], test: NDArray[np.bool_], width: int
) -> tuple[NDArray[np.bool_], int | None]:
    """The rows of X: those for the test, and for the fit as many as can be waited for, drawn at random."""
    places = np.flatnonzero(fit)
    most = max(min(MOST_ROWS, MOST_CELLS // width), FEWEST_ROWS)
    if len(places) <= most:
        return fit | test, None
    rows = test.copy()
    rows[places[np.sort(np.random.default_rng(0).choice(len(places), most, replace=False))]] = True
    return rows, len(places)
