"""The table whose λ is chosen: one of the lab's two, or the user's own with a target of their choice."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import controls
from dashboard.text import Translate, plain
from dashboard.uploads.columns import label_columns, numeric_columns, regression_arrays
from dashboard.uploads.reading import TableError
from dashboard.uploads.upload import sentence, upload
from l2core.tables import Table, breast_cancer, diabetes

KEY = "choosing_lambda_table"
MOST_ROWS = 5_000
_SHOWN = "choosing_lambda_shown"  # what the page goes on showing while there is no table to show


@dataclass(frozen=True)
class Source:
    """A table and how many rows it had before it was sampled."""

    table: Table
    available: int


def table_names(_: Translate) -> dict[str, str]:
    return {
        "diabetes": _("Diabetes (442 patients)"),
        "breast_cancer": _("Tumours (569, two classes)"),
        "own": _("Your own table (CSV)"),
    }


def chosen_table(_: Translate, name: str) -> Source:
    """The table called `name`; for "own", draws the upload and the choice of the target.

    As long as an own table cannot be shown the page keeps what it showed.
    """
    source = _own(_) if name == "own" else _built_in(name)
    if source is not None:
        st.session_state[_SHOWN] = source
    shown: Source = st.session_state.setdefault(_SHOWN, _built_in("diabetes"))
    return shown


@st.cache_data(show_spinner=False)
def _built_in(name: str) -> Source:
    table = diabetes() if name == "diabetes" else breast_cancer()
    return Source(table, len(table.y))


def _own(_: Translate) -> Source | None:
    with st.container(border=True):
        table = upload(_, KEY)
        if table is None:
            st.caption(
                _(
                    "One row for each case: a target, and numeric columns to predict it from. Until there is "
                    "a table here, the page goes on showing the one before."
                )
            )
            return None
        try:
            source, left_out = _arrays(table, _target(_, table))
        except TableError as error:
            st.error(sentence(_, error))
            return None
        if left_out:
            st.caption(
                _("Left out, because they hold words: {columns}.").format(
                    columns=", ".join(map(plain, left_out[:8]))
                )
            )
    return source


def _target(_: Translate, table: pd.DataFrame) -> str:
    """The column to predict: one with numbers, or with two classes; to begin with, the last of them."""
    columns = _targets(table)
    names = {name: name for name in columns}
    return controls.select("target", _("Target: the column to predict"), names, default=columns[-1])


@st.cache_data(max_entries=8, show_spinner=False)
def _targets(table: pd.DataFrame) -> list[str]:
    possible = {*numeric_columns(table), *label_columns(table)}
    every: list[str] = table.columns.tolist()
    return [name for name in every if name in possible] or every


@st.cache_data(max_entries=8, show_spinner=False)
def _arrays(table: pd.DataFrame, target: str) -> tuple[Source, list[str]]:
    """The arrays of the table, at most MOST_ROWS rows of it, and the columns that hold no numbers.

    A target of two words becomes 0 and 1, in alphabetical order. Raises TableError.
    """
    classes: tuple[str | float, ...] = ()
    if target in label_columns(table):
        classes = tuple(sorted(table[target].dropna().unique().tolist(), key=str))
        codes = {value: float(code) for code, value in enumerate(classes)}
        table = table.assign(**{target: table[target].map(codes).astype(float)})
    X, y, features = regression_arrays(table, target)
    words = [name for name in table.columns.tolist() if name != target and name not in features]
    found = Table(
        X, y, features, target, tuple(f"{c:g}" if isinstance(c, float) else str(c) for c in classes)
    )
    if len(y) > MOST_ROWS:
        rows = np.sort(np.random.default_rng(0).choice(len(y), MOST_ROWS, replace=False))
        found = replace(found, X=X[rows], y=y[rows])
    return Source(found, len(y)), words


def table_said(_: Translate, source: Source) -> str:
    """What the page computes on, and what it leaves out."""
    table, (n, p) = source.table, source.table.X.shape
    said = [
        _("{target} from {p} variables, {n:,} rows.").format(target=f"**{plain(table.target)}**", p=p, n=n)
    ]
    if source.available > n:
        said.append(
            _("The table has {available:,} rows; these are a random {n:,} of them.").format(
                available=source.available, n=n
            )
        )
    if table.classes:
        said.append(
            _(
                "It has two classes, 0 for {zero} and 1 for {one}: the lines below are least squares on "
                "these numbers, not logistic regression, so a prediction is a score and no probability."
            ).format(zero=plain(table.classes[0]), one=plain(table.classes[1]))
        )
    return " ".join(said)
