"""What is chosen for a table: which one, the user's own among them, and how its λ is looked for."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import streamlit as st

from charts.numbers import code_number
from charts.penalties import linear_names
from charts.picture import Translate
from dashboard import controls, glossary
from dashboard.text import plain
from dashboard.uploads.columns import cell_text, label_columns, numeric_columns, regression_arrays
from dashboard.uploads.reading import TableError
from dashboard.uploads.upload import sentence, upload
from l2core.tables import Table, breast_cancer, diabetes
from lessons.choosing_lambda.table_names import in_language
from lessons.choosing_lambda.table_run import Setting

KEY = "choosing_lambda_table"
MOST_ROWS = 5_000
_SHOWN = "choosing_lambda_shown"  # what the page goes on showing while there is no table to show


@dataclass(frozen=True)
class Source:
    """A table, how many rows it had before it was sampled, and whether it comes with the lab."""

    table: Table
    available: int
    built_in: bool = False


@dataclass(frozen=True)
class TableChoice:
    """What the controls of this part chose.

    axis: what the paths are drawn against. name: of the table in the address.
    """

    source: Source
    setting: Setting
    axis: str
    name: str = "diabetes"

    @property
    def codes(self) -> dict[str, str]:
        """What an address says that brings back this table and these settings."""
        setting = self.setting
        codes = {
            "table": self.name,
            "penalty": setting.penalty,
            "std": str(int(setting.standardize)),
            "r": code_number(setting.l1_ratio),
            "folds": str(setting.folds),
            "cvseed": str(setting.seed),
            "against": self.axis,
        }
        return codes | ({"target": self.source.table.target} if self.name == "own" else {})


def table_controls(_: Translate) -> TableChoice:
    """Draws the controls, and the upload of an own table below; what they chose."""
    columns = st.columns([3, 4, 2], gap="medium", vertical_alignment="bottom")
    with columns[0]:
        name = controls.select("table", _("Table"), table_names(_), default="diabetes")
    with columns[1]:
        penalty = controls.choose("penalty", _("Penalty"), linear_names(_), default="l1")
    with columns[2], st.popover(_("More settings"), width="stretch"):
        axis = controls.choose(
            "against",
            _("Paths against"),
            {"lambda": "λ", "norm1": "‖w‖₁", "deviance": _("y explained")},
            default="lambda",
        )
        setting = _more_settings(_, penalty)
    return TableChoice(chosen_table(_, name), setting, axis, name)


def _more_settings(_: Translate, penalty: str) -> Setting:
    standardize = controls.switch(
        "std",
        _("Standardise the variables"),
        default=True,
        help=_(
            "Off: the penalty acts on the weights in the table's own units, and a variable in "
            "millimetres is penalised less than the same in metres."
        ),
    )
    l1_ratio = controls.slide(
        "r", _("Elastic net: share α of L1"), 0.05, 0.95, step=0.05, default=0.5, format="%.2f"
    )
    folds = int(controls.slide_over("folds", _("Folds"), (3, 5, 10), default=10))
    seed = int(controls.slide_over("cvseed", _("Seed of the folds"), range(20), default=0))
    return Setting(penalty, l1_ratio, standardize, folds, seed)


def table_names(_: Translate) -> dict[str, str]:
    """What the tables are called."""
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
    return replace(shown, table=in_language(_, shown.table)) if shown.built_in else shown


@st.cache_data(show_spinner=False)
def _built_in(name: str) -> Source:
    table = diabetes() if name == "diabetes" else breast_cancer()
    return Source(table, len(table.y), built_in=True)


def _own(_: Translate) -> Source | None:
    with st.container(border=True):
        needs = _(
            "A header row; a column to predict, of numbers or of two classes; and columns of numbers to "
            "predict it from."
        )
        table = upload(_, KEY, needs)
        if table is None:
            glossary.caption(
                _(
                    "One row for each case: a target, and numeric columns to predict it from. Until there is "
                    "a table here, the page goes on showing the one before."
                )
            )
            return None
        wrong = st.empty()  # above the target that one has just chosen, where it is seen
        try:
            source, left_out = _arrays(table, _target(_, table))
        except TableError as error:
            wrong.error(sentence(_, error))
            return None
        if left_out:
            glossary.caption(
                _("Left out, because they hold words: {columns}.").format(
                    columns=_(", ").join(map(plain, left_out[:8]))
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
    found = Table(X, y, features, target, tuple(cell_text(value) for value in classes))
    if len(y) > MOST_ROWS:
        rows = np.sort(np.random.default_rng(0).choice(len(y), MOST_ROWS, replace=False))
        found = replace(found, X=X[rows], y=y[rows])
    return Source(found, len(y)), words
