"""Every name of every page with values of every sort, and files of every kind: a part of `tests.campaign`."""

import random
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pandas as pd
import pytest
from streamlit.runtime.state import QueryParamsProxy
from streamlit.testing.v1 import AppTest

from dashboard.text import as_read
from dashboard.uploads.columns import Column, columns_of
from dashboard.uploads.prepared import prepared
from dashboard.uploads.reading import read_table
from dashboard.uploads.table_error import TableError
from dashboard.uploads.two_classes import classification_arrays, default_columns
from dashboard.uploads.upload import sentence
from tests.campaign import files
from tests.campaign.judge import findings, rendered
from tests.campaign.places import PLACES, Place, names_of
from tests.campaign.values import ACTIVE, KINDS, REPEATED, SORTS, VALUES, query
from tests.conftest import OpenPage
from tests.dashboard.uploads.test_prepared import beginning

# Those that train a network each time anew, or a map of them, are left to the campaign.
_TRAINS = ("part=network", "part=map", "data=breast_cancer", "opt=adam")
CHEAP = [
    place
    for place in PLACES
    if not any(code in place.query for code in _TRAINS)
    and (place.page != "overfit_vs_regularized" or place.table is not None)
]


def elements(node: Any) -> Iterator[Any]:
    """Everything that a page sent, blocks too."""
    if getattr(node, "proto", None) is not None:
        yield node.proto
    for child in getattr(node, "children", {}).values():
        yield from elements(child)


def addresses(place: Place, turn: int) -> Iterator[dict[str, list[str]]]:
    """Addresses in which every name of the page has a value of every sort once, drawn by turns of each."""
    names = names_of(place.page)
    sorts = [sort for sort in SORTS if "one" not in sort]  # which is legal, and switches much on
    for k in range(len(sorts)):
        asked = []
        for i, name in enumerate(names):
            sort = sorts[(i + k) % len(sorts)]
            kind = sort[(i + turn) % len(sort)]
            asked.append(query(name, "twice" if kind in REPEATED else kind))  # of 2,000 names none is read
        yield parse_qs("&".join(asked), keep_blank_values=True, errors="replace")


def test_the_sorts_hold_every_kind() -> None:
    assert sorted(kind for sort in SORTS for kind in sort) == sorted(KINDS)
    assert set(ACTIVE) <= set(VALUES)


def opened(open_page: OpenPage, place: Place) -> AppTest:
    asked = {name: codes[-1] for name, codes in parse_qs(place.query).items()}
    app = open_page(place.page, **asked)
    if place.table is not None:
        app.file_uploader[0].upload("t.csv", place.table, "text/csv").run()
    return app


@pytest.mark.parametrize("place", CHEAP, ids=str)
def test_no_address_is_rendered_or_ends_in_an_error(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, place: Place
) -> None:
    written: list[dict[str, str]] = []
    app = opened(open_page, place)
    monkeypatch.setattr(QueryParamsProxy, "from_dict", lambda _self, codes: written.append(dict(codes)))
    for asked in addresses(place, PLACES.index(place)):
        app.query_params.clear()
        for name, codes in {**parse_qs(place.query), **asked, "link": ["1"]}.items():
            app.query_params[name] = codes
        app.run()
        assert not app.exception
        assert not findings(elements(app._tree)), asked


@pytest.mark.parametrize("kind", ["NO_TABLES", "ENCODINGS", "NUMBERS", "of words", "drawn"])
def test_a_file_is_a_table_or_one_plain_sentence(kind: str) -> None:
    """What two pages make of it, before they fit anything."""
    of_words = {name: made for name, made in files.CORPUS.items() if ", " in name}
    corpus = {"of words": of_words, **vars(files)}.get(kind, {})
    if kind == "drawn":
        corpus = {str(k): partial(files.drawn, random.Random(k)) for k in range(150)}
    assert corpus
    read = 0
    for name, made in corpus.items():
        try:
            table = read_table(made(), "t.csv")
            columns = columns_of(table)
        except TableError as error:
            _is_plain(error, name)
            continue
        read += 1
        for make in (_of_two_classes, _of_a_target):
            try:
                X, y = make(table, columns)
            except TableError as error:
                _is_plain(error, name)
            else:
                assert np.isfinite(y).all()
                assert not np.isinf(X).any()
    assert read or kind == "NO_TABLES"


def _is_plain(error: TableError, name: str) -> None:
    told = sentence(str, error)
    assert told.strip(), name
    assert len(as_read(told)) < 1_200, name  # a name of 500 characters, twice, among them
    assert not list(rendered(told)), name


def _of_two_classes(table: pd.DataFrame, columns: dict[str, Column]) -> tuple[np.ndarray, np.ndarray]:
    features, label, split = default_columns(table, columns)
    rows = classification_arrays(table, features, label, split)
    return rows.X, rows.labels


def _of_a_target(table: pd.DataFrame, columns: dict[str, Column]) -> tuple[np.ndarray, np.ndarray]:
    if beginning(table).target is None:
        raise TableError("no target")
    made, _preparation = prepared(table, beginning(table))
    return made.X, made.y


def test_what_is_kept_for_a_file_to_come_is_bounded(open_page: OpenPage) -> None:
    app = open_page("choosing_lambda", table="own", target="a" * 60_000, out="b,c", level="d" * 500)
    assert not app.exception
    assert "target" not in app.query_params
    assert [app.query_params["out"], app.query_params["level"]] == ["b,c", "d" * 500]
