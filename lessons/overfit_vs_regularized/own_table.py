"""The user's own table as a data set of two classes: upload, choice of columns, what is wrong with them."""

import streamlit as st

from dashboard import controls, glossary
from dashboard.text import Translate
from dashboard.uploads.columns import (
    LabelledRows,
    classification_arrays,
    default_columns,
    label_columns,
    numeric_columns,
    split_columns,
)
from dashboard.uploads.reading import TableError
from dashboard.uploads.upload import sentence, upload
from l2core.datasets import Split, from_table

KEY = "own_table"
AT_RANDOM = "-"  # in place of the name of a column that splits the rows


def own_problem(_: Translate, training_size: int, label_noise: float, seed: int) -> Split | None:
    """Draws the upload and the choice of columns; the split, or None while there is no table to show.

    Of more than `training_size` training rows as many are used, drawn with `seed`.
    """
    with st.container(border=True):
        table = upload(_, KEY)
        if table is None:
            glossary.caption(
                _("Until there is a table here, the page goes on showing the data set it showed before.")
            )
            return None
        try:
            features, label, part = default_columns(table)
            numeric = _same(numeric_columns(table))
            places = st.columns(4)
            for k, axis in enumerate((_("Column on the x axis"), _("Column on the y axis"))):
                with places[k]:
                    features[k] = controls.select(f"col{k + 1}", axis, numeric, default=features[k])
            with places[2]:
                label = controls.select(
                    "label", _("Label"), _same(label_columns(table) or [label]), default=label
                )
            with places[3]:
                drawn = {AT_RANDOM: _("at random, 60 : 20 : 20")} | _same(split_columns(table))
                part = controls.select(
                    "split", _("Training, validation, test"), drawn, default=part or AT_RANDOM
                )
            rows = classification_arrays(table, features, label, None if part == AT_RANDOM else part)
        except TableError as error:
            st.error(sentence(_, error))
            return None
        split, available = _split(rows, training_size, label_noise, seed)
        glossary.caption(
            _(
                "{used} of {available} training rows used, {validation} validation rows, {test} test rows."
            ).format(
                used=split.Y_train.shape[1],
                available=available,
                validation=split.Y_validation.shape[1],
                test=split.Y_test.shape[1],
            )
        )
    return split


@st.cache_data(max_entries=16, show_spinner=False)
def _split(rows: LabelledRows, training_size: int, label_noise: float, seed: int) -> tuple[Split, int]:
    """The split, and how many training rows the table has."""

    def drawn(size: int | None) -> Split:
        return from_table(
            rows.X,
            rows.labels,
            rows.split,
            seed=seed,
            label_noise=label_noise,
            training_size=size,
            features=rows.features,
            classes=rows.classes,
        )

    available = drawn(None).Y_train.shape[1]
    return drawn(min(training_size, available)), available


def _same(names: list[str]) -> dict[str, str]:
    return {name: name for name in names}
