"""A number is written by one rule on every page: no 1e-05 in words, formulas, pictures or their tables."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import OpenPage, live_sentences

# A page, and its address; a place of the track that plays opens the picture, and some controls their doors.
STATES: list[tuple[str, dict[str, str]]] = [
    ("home", {"lam": "1e-05"}),
    ("model_space", {"c1": "0", "c2": "1.5", "tilt": "90", "stretch": "10", "budget": "0.05"}),
    ("model_space", {"drive": "lam", "lam": "0.02", "c1": "1", "c2": "1", "tilt": "45"}),
    ("descent_speed", {"eta": "1", "lam": "25", "w0": "5", "step": "100"}),
    ("descent_speed", {"eta": "0.01", "w0": "0.1", "scale": "log", "l1step": "subgradient", "step": "90"}),
    ("descent_speed", {"pull": "1", "c": "-3", "h": "5", "lam": "0.1", "l1step": "clipped", "step": "50"}),
    ("weight_shrinkage", {"net": "8", "m": "20", "steps": "1000", "lam": "20", "step": "1000"}),
    (
        "weight_shrinkage",
        {"net": "8", "m": "20", "steps": "1000", "opt": "adam", "look": "pulls", "step": "1000"},
    ),
    (
        "weight_shrinkage",
        {"net": "8", "m": "20", "steps": "1000", "eta": "10", "scale": "log", "step": "1000"},
    ),
    (
        "overfit_vs_regularized",
        {"m": "20", "net": "5-3", "eta": "2", "lam": "100", "starts": "0", "step": "3000"},
    ),
    ("choosing_lambda", {"lam": "0.00112", "std": "0"}),
    ("choosing_lambda", {"penalty": "l2", "table": "breast_cancer", "lam": "0.00649"}),
    ("other_names", {"value": "1e-09", "n": "1000000000"}),
    ("other_names", {"penalty": "elastic_net", "value": "1e9"}),
    ("two_functions", {"lam": "0.1", "slip": "nothing", "part": "backward", "line": "dW1"}),
]
DOORS = ("formula", "code", "speeds", "handles", "cloud", "parts", "coefficients", "curves", "dictionary")
IN_WORDS = re.compile(r"(?<![\w.#])\d+(?:\.\d+)?e[-+]?\d+(?![\w])", re.IGNORECASE)
IN_CODE = re.compile(r"\de[-+]?0\d")
D3_FORMAT = re.compile(r"[,.~+\d]*[ge]")
IN_EXPRESSION = re.compile(r"format\([^()]*(?:\([^()]*\)[^()]*)*, *'[^']*[ge]'\)")


@pytest.fixture(scope="module")
def opened() -> dict[int, AppTest]:
    """Each state is opened once."""
    return {}


def page(open_page: OpenPage, opened: dict[int, AppTest], state: int) -> AppTest:
    if state not in opened:
        file, address = STATES[state]
        opened[state] = open_page(file, lang="en", doors=DOORS, **address)
        assert not opened[state].exception
    return opened[state]


def words(app: AppTest) -> Iterator[str]:
    for kind in ("markdown", "caption", "latex", "success", "info", "warning", "error", "title", "subheader"):
        yield from (str(element.value) for element in app.get(kind))
    yield from live_sentences(app)
    yield from (re.sub(r"<style>.*?</style>", "", html.proto.body, flags=re.S) for html in app.get("html"))


def specs(app: AppTest) -> Iterator[dict[str, Any]]:
    yield from (json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart"))


def texts_in_tables(app: AppTest) -> Iterator[str]:
    for chart in app.get("vega_lite_chart"):
        for dataset in chart.proto.datasets:
            sent = dataset.data.data
            is_file = sent.startswith(b"ARROW1")
            opened = pa.ipc.open_file(sent) if is_file else pa.ipc.open_stream(sent)
            for column in opened.read_all().itercolumns():
                if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
                    yield from (text for text in column.to_pylist() if text and not text.startswith("data:"))


def values(spec: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a spec, with the key it stands under."""
    if isinstance(spec, dict):
        for name, value in spec.items():
            yield from values(value, name)
    elif isinstance(spec, list):
        for value in spec:
            yield from values(value, key)
    elif isinstance(spec, str):
        yield key, spec


EVERY_STATE = pytest.mark.parametrize("state", range(len(STATES)), ids=[f"{f}?{a}" for f, a in STATES])


@EVERY_STATE
def test_no_sentence_and_no_formula_has_a_number_of_a_programming_language(
    open_page: OpenPage, opened: dict[int, AppTest], state: int
) -> None:
    app = page(open_page, opened, state)
    found = [(match.group(), text) for text in words(app) for match in IN_WORDS.finditer(text)]
    assert not found
    assert not [text for text in words(app) if re.search(r"\bnan\b|\binf\b", text)]


@EVERY_STATE
def test_no_picture_has_one_in_its_tables(
    open_page: OpenPage, opened: dict[int, AppTest], state: int
) -> None:
    app = page(open_page, opened, state)
    assert list(specs(app)) or STATES[state][0] == "other_names"
    assert not [text for text in texts_in_tables(app) if IN_WORDS.search(text)]


@EVERY_STATE
def test_no_picture_lets_the_browser_write_one(
    open_page: OpenPage, opened: dict[int, AppTest], state: int
) -> None:
    app = page(open_page, opened, state)
    strings = [pair for spec in specs(app) for pair in values(spec)]
    formats = {text for key, text in strings if key == "format" and D3_FORMAT.fullmatch(text)}
    written = {text for _key, text in strings if IN_EXPRESSION.search(text) and "·10" not in text}
    assert not formats | written


@EVERY_STATE
def test_lines_of_code_have_no_padded_powers(
    open_page: OpenPage, opened: dict[int, AppTest], state: int
) -> None:
    app = page(open_page, opened, state)
    assert not [code.value for code in app.get("code") if IN_CODE.search(code.value)]
