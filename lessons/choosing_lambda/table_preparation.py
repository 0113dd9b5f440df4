"""What was done to an own table before λ is chosen on it, in sentences and column by column."""

from collections.abc import Sequence

import pandas as pd

from charts.picture import Translate
from dashboard.text import plain
from dashboard.uploads.columns import LONGEST_WORD, MOST_LEVELS, cell_text
from dashboard.uploads.preparation import MISSING_LEVEL, LeftOut, Preparation, Variable

MOST_NAMED = 4  # columns of a kind that a sentence names; all of them stand in the table


def told(_: Translate, preparation: Preparation) -> list[str]:
    """One sentence for each thing that was done; one that says so where nothing was."""
    sentences = [
        _target(_, preparation),
        _rows(_, preparation),
        _filled(_, preparation),
        _words(_, preparation),
        _columns(_, preparation),
        _test(_, preparation),
    ]
    nothing = _("Every column is one of numbers, and no cell is missing: nothing was changed.")
    return [sentence for sentence in sentences if sentence] or [nothing]


def by_columns(_: Translate, preparation: Preparation) -> pd.DataFrame:
    """A row for each column of the file: what it is, how many of its cells are missing, what was done."""
    rows: dict[str, tuple[int, str]] = {}
    for variable in preparation.variables:
        rows[variable.name] = variable.missing, _what_became_of(_, variable)
    for column in preparation.left_out:
        rows[column.name] = column.missing, _("left out: {reason}").format(reason=_reasons(_)[column.reason])
    target, split = preparation.target, preparation.split
    rows[target.name] = target.missing, _("what is predicted")
    if split is not None:
        rows[split.name] = _lost(preparation, split.name), _("sets rows apart for a test")
    names = [name for name in preparation.columns if name in rows]
    return pd.DataFrame(
        {
            _("Column"): names,
            _("Missing cells"): [rows[name][0] for name in names],
            _("What it is here"): [rows[name][1] for name in names],
        }
    )


def _lost(preparation: Preparation, name: str) -> int:
    return dict(preparation.rows_left_out).get(name, 0)


def _what_became_of(_: Translate, variable: Variable) -> str:
    if variable.kind == "number":
        words = _("a number")
    elif variable.kind == "two words":
        words = _("1 for {one}, 0 for {zero}").format(one=variable.levels[1], zero=variable.levels[0])
    else:
        words = _("a column of 0 and 1 for each of {levels}; all 0 for {reference}").format(
            levels=_(", ").join(variable.levels[1:]), reference=variable.levels[0]
        )
    gaps = {
        "rows": _("rows without it are left out"),
        "median": _("gaps filled in by the median"),
        "own level": _("missing cells are the level {level}").format(level=MISSING_LEVEL),
    }.get(variable.gaps)
    return words if gaps is None else _("{what}; {more}").format(what=words, more=gaps)


def _target(_: Translate, preparation: Preparation) -> str:
    target = preparation.target
    if target.levels in ((), (0.0, 1.0)):
        return ""
    column, one = plain(target.name), plain(cell_text(target.levels[1]))
    if target.kind == "one against the rest":
        return _("{column} is 1 for {one} and 0 for all its other words.").format(column=column, one=one)
    zero = plain(cell_text(target.levels[0]))
    return _("{column} is 1 for {one} and 0 for {zero}.").format(column=column, one=one, zero=zero)


def _rows(_: Translate, preparation: Preparation) -> str:
    lost = preparation.rows_left_out
    if not lost:
        return ""
    total, every = preparation.rows, sum(count for _name, count in lost)
    if len(lost) == 1:
        words = _("{count:,} of {rows:,} rows have no {column}: they are left out.")
        return words.format(count=every, rows=total, column=plain(lost[0][0]))
    one = _("{count:,} without {column}")
    columns = [one.format(column=plain(name), count=count) for name, count in lost]
    words = _("{count:,} of {rows:,} rows are left out: {columns}.")
    return words.format(count=every, rows=total, columns=_listed(_, columns))


def _filled(_: Translate, preparation: Preparation) -> str:
    by_median = [
        _counted(_, variable.name, variable.missing)
        for variable in preparation.variables
        if variable.gaps == "median"
    ]
    own = [
        _counted(_, variable.name, variable.missing)
        for variable in preparation.variables
        if variable.gaps == "own level" and MISSING_LEVEL in variable.levels
    ]
    parts = []
    if by_median:
        parts.append(
            _("Missing numbers are filled in by the median, learned inside each fold: {columns}.").format(
                columns=_listed(_, by_median)
            )
        )
    if own:
        parts.append(
            _("Missing words are a level of their own, {level}: {columns}.").format(
                level=MISSING_LEVEL, columns=_listed(_, own)
            )
        )
    return " ".join(parts)


def _words(_: Translate, preparation: Preparation) -> str:
    encoded = [
        _("{column} ({levels}, not {reference})").format(
            column=plain(variable.name),
            levels=_listed(_, [plain(level) for level in variable.levels[1:]]),
            reference=plain(variable.levels[0]),
        )
        for variable in preparation.variables
        if variable.kind != "number"
    ]
    if not encoded:
        return ""
    return _("Words are columns of 0 and 1, one for each word but the first: {columns}.").format(
        columns=_listed(_, encoded)
    )


def _columns(_: Translate, preparation: Preparation) -> str:
    groups: dict[str, list[LeftOut]] = {}
    for column in preparation.left_out:
        groups.setdefault(column.reason, []).append(column)
    if not groups:
        return ""
    told = [
        _("{columns} ({reason})").format(
            columns=_listed(_, [plain(column.name) for column in columns]), reason=_reasons(_)[reason]
        )
        for reason, columns in groups.items()
    ]
    return _("Columns left out: {columns}.").format(columns=_("; ").join(told))


def _test(_: Translate, preparation: Preparation) -> str:
    split = preparation.split
    if split is None:
        return ""
    return _(
        "{test:,} rows are set apart for a test by {column}, and have no say in the choice of λ."
    ).format(test=preparation.test, column=plain(split.name))


def _reasons(_: Translate) -> dict[str, str]:
    return {
        "chosen": _("as you chose"),
        "identifier": _("a number or a name of its own for every row"),
        "one value": _("the same in every row"),
        "words": _("more than {count} different words").format(count=MOST_LEVELS),
        "long": _("words of more than {count} characters").format(count=LONGEST_WORD),
        "mixed": _("numbers with something else among them"),
        "missing": _("missing in more than half of the rows"),
    }


def _counted(_: Translate, name: str, count: int) -> str:
    return _("{column} ({count:,} missing)").format(column=plain(name), count=count)


def _listed(_: Translate, names: Sequence[str]) -> str:
    """The names, the first ones of many; how many more there are."""
    shown = _(", ").join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return shown if more <= 0 else _("{names} and {count} more").format(names=shown, count=more)
