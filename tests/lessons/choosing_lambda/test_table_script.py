"""The run of a table as a script: it prints what the page shows, from `l2core`, NumPy and pandas alone."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from charts.numbers import number
from lessons.choosing_lambda import table_script, table_sure_run
from lessons.choosing_lambda.table_choice import TableChoice
from lessons.choosing_lambda.table_run import Fit, fit
from lessons.choosing_lambda.table_setting import Setting
from lessons.choosing_lambda.table_source import Source
from tests.conftest import ROOT, OpenPage
from tests.lessons.choosing_lambda.scripts import Case, built_in, cases, own, printed, run_python, wild_case
from tests.pages.own_tables import titanic

CASES = {"wild": wild_case(4), "wild words": wild_case(17), **cases()}
SETTINGS = {
    "diabetes": Setting("elastic_net", 0.35, False, 5, 3, keep=(1,), trust=(2, 8)),
    "hitters": Setting("l2", folds=3, seed=7, trust=(0,)),
    "prostate": Setting("l1", standardize=False, folds=5, seed=1),
    "ames": Setting("l1", folds=3, seed=2, keep=(20,)),
    "decimal commas": Setting("l2", standardize=False, folds=5, keep=(0,), trust=(3,)),
    "wild": Setting("l1", folds=10, seed=19),
    "wild words": Setting("l1", folds=3, trust=(0,)),
    "breast_cancer": Setting("l1", folds=3, seed=4, measure="auc"),
    "titanic": Setting("elastic_net", 0.6, False, 3, 5, "misclassification", True, (0,), (2,)),
}


def choice_of(case: Case, setting: Setting) -> TableChoice:
    built = bool(case.model.built_in)
    preparation = None if built else case.model.preparation
    return TableChoice(Source(case.table, len(case.table.y), built, None, preparation), setting, "lambda")


def expected(found: Fit, place: int) -> dict[str, float]:
    """Name -> number, as the tables and the words of the page have them."""
    errors = found.errors
    shown = {}
    for name, at in (
        ("lambda of the bar", place),
        ("lambda_min", errors.index_min),
        ("lambda_1se", errors.index_1se),
    ):
        shown[name] = errors.lambdas[at]
        shown[f"error on rows left out at {name}"] = errors.mean_error[at]
        shown[f"standard error of it at {name}"] = errors.standard_error[at]
    shown["intercept"] = errors.path.intercepts[place]
    for name, weight in zip(found.names, errors.path.coefficients[place], strict=True):
        if weight != 0:
            shown[f"coefficient of {' '.join(name.split())}"] = weight
    return shown


def agree(told: dict[str, float], shown: dict[str, float]) -> None:
    assert told.keys() == shown.keys()
    for name, x in shown.items():
        assert told[name] == pytest.approx(x, rel=6e-6, abs=1e-12), name


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", SETTINGS)
def test_the_script_prints_what_the_page_computes(folder: Path, name: str) -> None:
    case, setting = CASES[name], SETTINGS[name]
    (folder / "mine.csv").write_bytes(case.data)
    found = fit(case.table, setting)
    for place in (0, 37, 80):
        source = table_script.source(choice_of(case, setting), found, place)
        agree(run_python(source), expected(found, place))
        if setting.measure != "deviance":  # of two classes: one place is enough
            break
    homes = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert homes <= {"numpy", "l2core"} | ({"pandas"} if case.data else set())


def test_a_name_of_two_lines_is_printed_on_one(folder: Path) -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(40, 2)).round(3)
    rows = ['"a\nb",c,y', *(f"{a},{b},{2 * a - b:.3f}" for a, b in X)]
    case = own("\n".join(rows).encode())
    (folder / "mine.csv").write_bytes(case.data)
    found = fit(case.table, Setting(folds=5))
    told = run_python(table_script.source(choice_of(case, Setting(folds=5)), found, 0))
    agree(told, expected(found, 0))
    assert "coefficient of a b" in told


def test_it_runs_by_itself_where_the_core_is_found(folder: Path) -> None:
    case, setting = built_in("diabetes"), Setting(folds=3)
    found = fit(case.table, setting)
    (folder / "run.py").write_text(table_script.source(choice_of(case, setting), found, 40), "utf-8")
    alone = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    ran = subprocess.run([sys.executable, "run.py"], capture_output=True, text=True, env=alone, check=True)
    assert not ran.stderr
    agree(printed(ran.stdout), expected(found, 40))


def script_of(app: AppTest) -> str | None:
    """The run as a script, as the page shows it; None where it shows none."""
    return next((code.value for code in app.code if code.value.startswith("# %%")), None)


def agrees_with_tables(app: AppTest, told: dict[str, float]) -> None:
    """The lines of the script with the tables of the page: its coefficients, and its errors."""
    tables = [element.value for element in app.dataframe]
    of_weights = next(
        one for one in tables if list(one.columns)[:2] == ["Variable", "Coefficient, own units"]
    )
    weights = of_weights.set_index("Variable")["Coefficient, own units"]
    names = {name: f"coefficient of {name}" for name, weight in weights.items() if weight != 0}
    assert {name for name in told if name.startswith("coefficient")} == set(names.values())
    for name, line in names.items():
        assert told[line] == pytest.approx(weights[name], rel=6e-6)
    errors = next(one for one in tables if "rows left out ± standard error" in one.columns).set_index("λ")
    for name in ("lambda of the bar", "lambda_min", "lambda_1se"):
        error, deviation = (
            told[f"{what} at {name}"] for what in ("error on rows left out", "standard error of it")
        )
        written = f"{number(error, 4)} ± {number(deviation)}"
        assert errors["rows left out ± standard error"][number(told[name])] == written


@pytest.fixture
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_sure_run, "DRAWS", 2)
    monkeypatch.setattr(table_sure_run, "RESAMPLES", {"gaussian": 2, "binomial": 2})


@pytest.mark.usefixtures("few_draws")
def test_the_page_shows_it_once_the_question_is_answered(open_page: OpenPage, folder: Path) -> None:
    address = {"penalty": "elastic_net", "r": "0.3", "std": "0", "folds": "5", "cvseed": "3", "keep": "sex"}
    doors = ("coefficients", "files", "tables")
    app = open_page("choosing_lambda", doors=doors, lang="en", **address)
    assert script_of(app) is None
    address |= {"lam": "10"}
    told = {}
    for lang in ("zh", "en"):
        app = open_page("choosing_lambda", answered={"lowest": "shown"}, doors=doors, lang=lang, **address)
        assert not app.exception
        told[lang] = run_python(script_of(app) or "")
    assert told["zh"] == told["en"]
    assert told["en"]["lambda of the bar"] == 10
    agrees_with_tables(app, told["en"])
    address |= {"table": "own", "measure": "misclassification", "balance": "1", "keep": "Age"}
    app = open_page("choosing_lambda", answered={"lowest": "shown"}, doors=doors, lang="en", **address)
    data = titanic().to_csv(index=False).encode()
    app = app.file_uploader[0].upload("mine.csv", data, "text/csv").run()
    assert not app.exception
    (folder / "mine.csv").write_bytes(data)
    agrees_with_tables(app, run_python(script_of(app) or ""))
