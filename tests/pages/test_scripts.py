"""The run as a script, as a page gives it: it prints what the tables say, and is not there too early."""

import json

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from charts.numbers import fixed, number
from charts.two_functions.printed import printed_entry
from dashboard.scripts import notebook
from tests.conftest import OpenPage, live_sentences, sent
from tests.scripts import printed

OPEN = ("files", "tables")


def script_of(app: AppTest) -> str:
    """The script on the page; its notebook holds the same code."""
    assert not app.exception
    source = next(code.value for code in app.code if code.value.startswith("# %%"))
    cells = [cell for cell in json.loads(notebook(source))["cells"] if cell["cell_type"] == "code"]
    of_notebook = "\n".join("".join(cell["source"]) for cell in cells)
    assert _code_lines(of_notebook) == _code_lines(source)
    return source


def _code_lines(source: str) -> list[str]:
    return [line for line in source.splitlines() if line and not line.startswith("#")]


def tables_of(app: AppTest) -> list[pd.DataFrame]:
    return [frame.value for frame in app.dataframe]


@pytest.mark.parametrize(
    "address",
    [{"lam": "0.018"}, {"penalty": "l1", "point": "4", "shift": "-0.3", "lam": "0.1", "act": "3"}],
)
def test_the_polynomial(open_page: OpenPage, address: dict[str, str]) -> None:
    app = open_page("home", lang="en", doors=OPEN, **address)
    found = printed(script_of(app))
    curve, weights, _cost = tables_of(app)
    for k in range(1, 16):
        row = [fixed(found[f"x_{k}"], 2), fixed(found[f"y_{k}"], 2), number(found[f"curve_{k}"])]
        assert row == list(curve.iloc[k - 1, 1:])
    assert [number(found[f"w_{k}"]) for k in range(1, 13)] == list(weights["Weight"])
    said = " ".join(live_sentences(app))
    cost = [number(found[name]) for name in ("cost", "error on the points", "penalty")]
    assert "Its cost is {}, of which {} is error on the points and {} is for".format(*cost) in said
    assert f"error on new points is **{number(found['error on new points'])}**" in said
    assert f"predicted best at λ = {number(found['best lambda on new points'])}." in said


@pytest.mark.parametrize(
    "address",
    [
        {"act": "2", "step": "30", "lam": "0.8"},
        {"pull": "1", "c": "-1", "h": "2", "en": "1", "r": "0.2", "l1step": "clipped", "w0": "0.9"}
        | {"eta": "0.2", "scale": "log", "act": "3", "step": "7"},
    ],
)
def test_the_race(open_page: OpenPage, address: dict[str, str]) -> None:
    app = open_page("descent_speed", lang="en", doors=(*OPEN, "speeds"), **address)
    found = printed(script_of(app))
    racers = ("l1", "l2", "elastic_net", "none") if "pull" in address else ("l1", "l2")
    tables = {table.columns[0]: table for table in tables_of(app)}
    if address["act"] == "2":  # the third question is about the speeds alone
        for racer, (_name, weights) in zip(racers, list(tables["Step"].items())[1:], strict=True):
            assert [number(found[f"{racer} at step {t}"], 5) for t in range(101)] == list(weights)
    speeds = list(tables["Size of the weight |w|"].items())[1:]
    for racer, (_name, pace) in zip(racers[:3], speeds, strict=True):
        assert [number(v) for name, v in found.items() if f"speed of {racer} " in name] == list(pace)
    standing = [fixed(found[f"{racer} at the bar"]) for racer in racers]
    assert standing == [part.split()[-1].rstrip(".") for part in live_sentences(app)[0].split(";")]


@pytest.mark.parametrize(
    "address",
    [
        {"budget": "1", "seed": "15"},
        {"c1": "-0.3", "c2": "1.8", "stretch": "7", "tilt": "45", "en": "1", "r": "0.2"}
        | {"drive": "lam", "lam": "1"},
    ],
)
def test_the_model_space(open_page: OpenPage, address: dict[str, str]) -> None:
    app = open_page("model_space", lang="en", doors=OPEN, **address)
    found = printed(script_of(app))
    penalties = ("l1", "l2", "elastic_net")[: 3 if "en" in address else 2]
    names = ("w1", "w2", "lambda", "budget t", "loss")
    panels = tables_of(app)[: len(penalties)]  # those behind the door of the bowls stand below them
    for penalty, table in zip(penalties, panels, strict=True):
        assert [number(found[f"{penalty}: {name}"]) for name in names] == list(table.iloc[0])
    said = " ".join([*live_sentences(app), *(element.value for element in app.markdown)])
    if "seed" in address:
        counted = [f"{found[f'{penalty}: bowls on an axis']:.0f} of 200" for penalty in penalties]
        assert all(f"{count} land on an axis" in said for count in counted)
        shares = [f"{fixed(100 * found[f'{penalty}: share of all bowls'], 1)} %" for penalty in penalties]
        assert f"{shares[0]} land on an axis under L1 and {shares[1]} under L2" in said
    else:
        assert not any("bowls" in name for name in found)


@pytest.mark.parametrize("address", [{"lam": "1.3"}, {"slip": "relu_gate", "cell": "gradients"}])
def test_the_two_functions(open_page: OpenPage, address: dict[str, str]) -> None:
    answered, doors = {"biases": "shown"}, (*OPEN, "parts")
    app = open_page("two_functions", lang="en", doors=doors, answered=answered, **address)
    found = printed(script_of(app))
    tables = {table.columns[0]: table for table in tables_of(app)}
    parts_of = next(table for table in tables_of(app) if len(table.columns) == 4)
    for words, value in tables["Line"].itertuples(index=False):
        name = words.split(" = ")[0]
        entries = [x for entry, x in found.items() if entry == name or entry.startswith(f"{name}[")]
        assert [printed_entry(x) for x in entries] == value.replace(";", ",").split(", ")
    for entry, data, penalty, total in parts_of.itertuples(index=False):
        parts = [found.get(f"{part} part of {entry}") for part in ("data", "penalty")]
        if entry.startswith("dW"):
            assert [number(x) for x in parts] == [data, penalty]
        assert number(found[entry]) == total
    if "slip" in address:
        errors = [x for name, x in found.items() if name.startswith("relu_gate: ") and x >= 1e-7]
        assert all(f"({number(error, 2)})" in app.error[0].value for error in errors)
        cell = [fixed(x, 8) for name, x in found.items() if " of the cell" in name]
        assert cell == list(tables["Result"]["Computed here"])
    else:
        assert not any("relative error" in name or "cell" in name for name in found)


@pytest.mark.parametrize("file", ["home", "descent_speed", "model_space", "two_functions"])
def test_there_is_no_script_before_the_answer(open_page: OpenPage, file: str) -> None:
    app = open_page(file, doors=("files",))
    assert not app.exception
    assert not [code.value for code in app.code if code.value.startswith("# %%")]
    assert "l2core" not in sent(app)
