"""A key holds every cell of a table, however large it is; and every cache is made where that is seen to."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import streamlit as st

from dashboard import caches

ROOT = Path(__file__).resolve().parents[2]
# around 500,000 numbers and 50,000 rows, from where Streamlit's own keys are made of a sample
SHAPES = [(1, 1), (10, 3), (4_999, 100), (5_000, 100), (5_000, 102), (50_000, 2), (100_000, 15)]


@dataclass(frozen=True, eq=False)
class Rows:
    """As a record of the lab holds a table."""

    X: np.ndarray
    names: tuple[str, ...] = ("a", "b")


@pytest.fixture(autouse=True)
def nothing_is_kept_yet() -> None:
    st.cache_data.clear()  # it knows functions by their source, which is that of another test


def counted() -> tuple[list[object], Callable[[object], object]]:
    """What was computed, and a function that stands in for a fit: its result is its argument."""
    computed: list[object] = []

    def fit(given: object) -> object:
        computed.append(given)
        return len(computed)

    return computed, fit


@pytest.mark.parametrize("keeper", [caches.kept_for_everybody(4), caches.kept(4)])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_one_cell_makes_another_table(shape: tuple[int, int], keeper: Callable) -> None:
    X = np.zeros(shape)
    changed = X.copy()
    changed[shape[0] // 2, -1] = 1e-9
    computed, fit = counted()
    find = keeper(fit)
    assert [find(Rows(X)), find(Rows(changed)), find(Rows(X.copy())), find(Rows(changed))] == [1, 2, 1, 2]
    assert len(computed) == 2


@pytest.mark.parametrize("rows", [10, 60_000])
def test_one_cell_of_words_makes_another_table(rows: int) -> None:
    table = pd.DataFrame({"a": np.zeros(rows), "b": ["x"] * rows})
    changed = table.copy()
    changed.loc[rows // 2, "b"] = "y"
    _computed, fit = counted()
    find = caches.kept_for_everybody(8)(fit)
    found = [find(one) for one in (table, changed, table["b"], changed["b"], table.copy())]
    assert found == [1, 2, 3, 4, 1]


def test_whatever_an_array_is_stands_in_its_digest() -> None:
    array = np.arange(6.0)
    others = [array.reshape(2, 3), array.reshape(3, 2), array.astype(np.float32), array.view(np.int64)]
    others += [np.asfortranarray(array.reshape(2, 3) + 1), np.array(["a", None], dtype=object)]
    digests = {caches.array_digest(one) for one in (array, *others)}
    assert len(digests) == 1 + len(others)
    assert caches.array_digest(np.asfortranarray(others[0])) == caches.array_digest(others[0])


def test_every_cache_is_made_where_keys_are_whole() -> None:
    """Streamlit's in `dashboard.caches` alone; Python's own compare their arguments whole."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for floor in ("dashboard", "lessons", "pages")
        for path in sorted((ROOT / floor).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("cache_data", "cache_resource")
        if path != ROOT / "dashboard" / "caches.py"
    ]
    assert not found, f"use dashboard.caches: {found}"
