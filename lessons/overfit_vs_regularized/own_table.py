"""The user's own table as a data set of two classes: upload, choice of columns, what is wrong with them."""

from functools import partial

import streamlit as st

from dashboard import address, controls, glossary
from dashboard.caches import kept_for_session
from dashboard.networks.problem import OwnData
from dashboard.text import Translate
from dashboard.uploads.columns import split_columns
from dashboard.uploads.reading import TableError
from dashboard.uploads.two_classes import (
    LabelledRows,
    axis_columns,
    classification_arrays,
    default_columns,
    label_columns,
)
from dashboard.uploads.upload import DATA, Upload, sentence, upload
from l2core.datasets import Split, from_table
from lessons.overfit_vs_regularized.own_lines import own_lines

TEMPLATE = DATA / "template.csv"
AT_RANDOM = "-"  # in place of the name of a column that splits the rows
_NAMES = ("col1", "col2", "label", "split")


def own_problem(_: Translate, training_size: int, label_noise: float, seed: int) -> OwnData | None:
    """Draws the upload and the choice of columns; its data, or None while there is no table to show.

    Of more than `training_size` training rows as many are used, drawn with `seed`.
    """
    with st.container(border=True):
        needs = _(
            "A header row; two columns of numbers, a label with two classes, and if you like a split column."
        )
        found = upload(_, needs, TEMPLATE)
        if found is None:
            address.pass_on(_NAMES)
            return None
        try:
            features, label, part = _chosen_columns(_, found)
            rows = classification_arrays(found.table, features, label, part, seed=seed)
        except TableError as error:
            st.error(sentence(_, error))
            return None
        split, available = _split(rows, training_size, label_noise, seed)
        glossary.caption(_told(_, rows, split, available, len(found.table)))
    return OwnData(split, partial(own_lines, found.table, rows, label, part))


def _chosen_columns(_: Translate, found: Upload) -> tuple[list[str], str, str | None]:
    """Draws the selectors: the columns on the axes, the label, the one that splits the rows if one does."""
    table, columns = found.table, found.columns
    features, label, part = default_columns(table, columns)
    numeric = _same(axis_columns(columns))
    places = st.columns(4)
    for k, axis in enumerate((_("Column on the x axis"), _("Column on the y axis"))):
        with places[k]:
            features[k] = controls.select(f"col{k + 1}", axis, numeric, default=features[k])
    with places[2]:
        labels = _same(label_columns(table, columns) or [label])
        label = controls.select("label", _("Label"), labels, default=label)
    with places[3]:
        drawn = {AT_RANDOM: _("at random, 60 : 20 : 20")} | _same(split_columns(table, columns))
        part = controls.select("split", _("Training, validation, test"), drawn, default=part or AT_RANDOM)
    return features, label, None if part == AT_RANDOM else part


def _told(_: Translate, rows: LabelledRows, split: Split, available: int, total: int) -> str:
    """How many rows are used for what, and which are left out."""
    told = [
        _("{used} of {available} training rows used, {validation} validation rows, {test} test rows.").format(
            used=split.Y_train.shape[1],
            available=available,
            validation=split.Y_validation.shape[1],
            test=split.Y_test.shape[1],
        )
    ]
    if rows.left_out:
        told.append(
            _("{count:,} of {rows:,} rows are left out: a cell that is needed is missing there.").format(
                count=rows.left_out, rows=total
            )
        )
    parts = {"validation": _("validation"), "test": _("test")}
    told += [
        _("No row is marked for {part}: a quarter of the training rows, drawn at random, is used.").format(
            part=parts[part]
        )
        for part in rows.drawn
    ]
    return " ".join(told)


@kept_for_session(16)
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
