"""What is chosen for a table: which one, the user's own among them, and how its λ is looked for."""

from dataclasses import dataclass, replace

import streamlit as st

from charts.penalties import linear_names
from charts.picture import Translate
from dashboard import controls
from dashboard.caches import compute_on_own_data, kept_for_everybody
from dashboard.text import plain
from l2core.tables import breast_cancer, diabetes
from lessons.choosing_lambda.own_table import codes as own_codes
from lessons.choosing_lambda.own_table import own_source
from lessons.choosing_lambda.table_factors import address_of
from lessons.choosing_lambda.table_names import in_language
from lessons.choosing_lambda.table_setting import Setting
from lessons.choosing_lambda.table_source import Source

_SHOWN = "choosing_lambda_shown"  # the built-in table that was shown last


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
    def awaited(self) -> bool:
        """Whether another table stands in for one's own, which is still to come."""
        return self.name == "own" and self.source.built_in

    @property
    def codes(self) -> dict[str, str]:
        """What an address says that brings back this table and these settings."""
        codes = {"table": self.name, **self.setting.codes, "against": self.axis}
        if self.source.table.classes:
            codes |= self.setting.class_codes
        codes |= address_of(self.name, self.source.table, self.setting)
        return codes | (own_codes(self.source) if self.name == "own" else {})


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
    """The table called `name`; for "own", draws the upload and what is chosen of it.

    As long as an own table cannot be shown, the page shows the built-in one that it showed last; `instead`
    says so.
    """
    compute_on_own_data(name == "own")
    if name != "own":
        st.session_state[_SHOWN] = name
        return _in_language(_, _built_in(name))
    source = own_source(_)
    if source is not None:
        return source
    return _in_language(_, _built_in(_shown_last()))


def instead(_: Translate, choice: TableChoice) -> str:
    """Which table is shown in place of an own one that is not there; empty where there is none."""
    if choice.name != "own" or not choice.source.built_in:
        return ""
    words = _("No table of your own is shown yet: pictures and words are those of **{table}**.")
    shown = plain(table_names(_)[_shown_last()])
    return words.format(table=shown) + " " + _("The upload is below the pictures.")


def _shown_last() -> str:
    return str(st.session_state.get(_SHOWN, "diabetes"))


def _in_language(_: Translate, source: Source) -> Source:
    return replace(source, table=in_language(_, source.table))


@kept_for_everybody(copied=False)
def _built_in(name: str) -> Source:
    table = diabetes() if name == "diabetes" else breast_cancer()
    return Source(table, len(table.y), built_in=True)
