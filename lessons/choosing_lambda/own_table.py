"""A table of one's own: its upload, which column is predicted from which, and what happens to its gaps."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from charts.numbers import code_number, number
from charts.picture import Translate
from dashboard import address, controls, glossary, lesson
from dashboard.caches import kept_for_session
from dashboard.text import N_
from dashboard.uploads.columns import Column, columns_of, split_columns
from dashboard.uploads.preparation import Choices, Preparation
from dashboard.uploads.prepared import emptied, prepared
from dashboard.uploads.reading import TableError
from dashboard.uploads.suggestions import (
    default_target,
    possible_variables,
    suggested_out,
    target_columns,
)
from dashboard.uploads.upload import DATA, Upload, sentence, upload
from l2core.tables import Table
from lessons.choosing_lambda import table_preparation
from lessons.choosing_lambda.table_source import Source

TEMPLATE = DATA / "template_linear.csv"
NO_SPLIT = "-"  # in place of the name of a column that splits the rows
_NAMES = ("target", "level", "split", "codes", "out", "gaps")
_OF_ITS_VARIABLES = ("measure", "balance", "keep", "trust", "gamma", "calibration")
_SEEN = "choosing_lambda_columns_seen"  # the columns that the controls were drawn for


def own_source(_: Translate) -> Source | None:
    """Draws the upload and what is chosen of it; the table, or None while there is none to show."""
    with st.container(border=True):
        needs = _(
            "A header row; a column to predict, of numbers or of words; and columns of numbers or words to "
            "predict it from. Cells may be missing."
        )
        found = upload(_, needs, TEMPLATE)
        if found is None:
            address.pass_on((*_NAMES, *_OF_ITS_VARIABLES))
            return None
        wrong = st.empty()  # above the control that one has just used, where it is seen
        try:
            source = _chosen(_, found)
        except TableError as error:
            wrong.error(sentence(_, error))
            return None
    return source


def codes(source: Source) -> dict[str, str]:
    """What an address says that brings back these choices, for whoever has the file."""
    choices = source.choices
    if choices is None:
        return {}
    said = {
        "target": choices.target,
        "split": choices.split or NO_SPLIT,
        "codes": controls.line([_code(name, code) for name, code in choices.codes]),
        "gaps": controls.line(choices.rows),
    }
    level = {} if choices.level is None else {"level": choices.level}
    return said | level | ({} if choices.out is None else {"out": controls.line(choices.out)})


def _chosen(_: Translate, found: Upload) -> Source:
    """Draws the controls of a table; raises TableError where what they say cannot be done."""
    columns = found.columns
    splits = split_columns(found.table, columns)
    _begin(found)
    target, level, split = _what_is_predicted(_, columns, splits)
    codes = _codes_for_missing(_, found.table)
    with st.expander(_("Columns and gaps"), key="choosing_lambda_columns", icon=":material/view_column:"):
        columns = _columns(found.table, found.code, codes) if codes else columns
        out, rows = _left_out(_, columns, target, split, len(found.table))
    choices = Choices(target, level, split, tuple(out), tuple(rows), codes)
    table, preparation = _prepared(found.table, found.code, choices, columns)
    glossary.caption(" ".join(table_preparation.told(_, preparation)))
    with lesson.door("prepared", _("What was done, column by column")) as is_open:
        if is_open:
            st.dataframe(table_preparation.by_columns(_, preparation), hide_index=True)
    if not preparation.variables:
        raise TableError(N_("There is no column to predict {column} from."), column=target)
    if preparation.target.kind == "one against the rest":
        table = replace(table, classes=(_("not {level}").format(level=table.classes[1]), table.classes[1]))
    available = preparation.test + (preparation.drawn or preparation.used)
    return Source(table, available, choices=choices, preparation=preparation)


def _begin(found: Upload) -> None:
    """The choices for another table are forgotten; for the same columns again they stay."""
    state, names = st.session_state, tuple(found.table.columns)
    if state.get(_SEEN, names) != names:
        controls.forget(*_NAMES)
    state[_SEEN] = names


def _what_is_predicted(
    _: Translate, columns: dict[str, Column], splits: Sequence[str]
) -> tuple[str, str | None, str | None]:
    """The target, the word of it that is 1, and the column that sets rows apart."""
    possible = target_columns(columns, splits)
    default = default_target(columns, splits)
    if default is None:
        raise TableError(N_("No column can be predicted: each holds one value, or more than 20 words."))
    places = iter(st.columns(3, vertical_alignment="bottom"))
    with next(places):
        target = controls.select(
            "target", _("Target: the column to predict"), _same(possible), default=default
        )
    level, split = None, NO_SPLIT
    if columns[target].kind == "words":
        levels = columns[target].levels
        with next(places):
            level = controls.select("level", _("Which word is 1?"), _same(levels), default=levels[-1])
    if splits:
        with next(places):
            options = {NO_SPLIT: _("none: all rows choose λ")} | _same(splits)
            split = controls.select(
                "split",
                _("Column that sets rows apart for a test"),
                options,
                default=splits[0],
                help=_(
                    "Rows for the test have no say in the choice of λ. Rows for validation count as "
                    "training: λ is chosen by cross-validation."
                ),
            )
    return target, level, None if split == NO_SPLIT else split


def _codes_for_missing(_: Translate, table: pd.DataFrame) -> tuple[tuple[str, float], ...]:
    """The numbers that stand for a missing cell, of those that look as if they might."""
    reading = table.attrs.get("reading")
    suspected = {_code(one.column, one.code): one for one in (reading.suspicions if reading else ())}
    if not suspected:
        return ()
    words = _("{code} in {column} ({count:,} rows)")
    options = {
        code: words.format(code=number(one.code), column=one.column, count=one.count)
        for code, one in suspected.items()
    }
    chosen = controls.choose_many(
        "codes",
        _("Do these numbers stand for missing cells?"),
        options,
        default=[],
        help=_("They look as if they might: choose those that do. The others are taken for what they are."),
        empty=_("None is chosen of {numbers}").format(numbers=_(", ").join(options.values())),
    )
    return tuple((suspected[code].column, suspected[code].code) for code in chosen)


def _code(column: str, number: float) -> str:
    return f"{column}={code_number(number)}"


def _left_out(
    _: Translate, columns: dict[str, Column], target: str, split: str | None, rows: int
) -> tuple[list[str], list[str]]:
    """The columns that are left out, and those whose gaps take their rows along."""
    possible = possible_variables(columns, target, split)
    out = controls.choose_many(
        "out",
        _("Columns left out"),
        _same(possible),
        default=suggested_out(columns, target, split, rows),
        help=_("To begin with, what numbers the rows, and what is missing in more than half of them."),
    )
    left = set(out)
    gaps = {
        name: _("{column} ({count:,} of {rows:,})").format(
            column=name, count=columns[name].missing, rows=rows
        )
        for name in possible
        if columns[name].missing and name not in left
    }
    if not gaps:
        return out, []
    taking = controls.choose_many(
        "gaps",
        _("Leave out rows without a value of"),
        gaps,
        default=[],
        help=_(
            "All other gaps are filled in: numbers by the median of the rows that are learned from, inside "
            "each fold; missing words are a level of their own, NA."
        ),
    )
    return out, taking


@kept_for_session(4)
def _columns(_table: pd.DataFrame, code: str, codes: tuple[tuple[str, float], ...]) -> dict[str, Column]:
    return columns_of(emptied(_table, codes))


@kept_for_session(8)
def _prepared(
    _table: pd.DataFrame, code: str, choices: Choices, _columns: dict[str, Column]
) -> tuple[Table, Preparation]:
    return prepared(_table, choices, _columns)


def _same(names: Sequence[str]) -> dict[str, str]:
    return {name: name for name in names}
