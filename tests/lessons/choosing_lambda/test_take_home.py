"""The scripts that are taken home: run as they are, they print the coefficients of the page."""

import importlib.util
import re
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.uploads.preparation import Choices
from lessons.choosing_lambda.chosen_model import ChosenModel
from lessons.choosing_lambda.take_home import about, is_drawn
from lessons.choosing_lambda.take_home_r import r_script
from lessons.choosing_lambda.take_home_scikit import can_scikit_learn, scikit_learn_script
from lessons.choosing_lambda.take_home_torch import pytorch_script
from tests.campaign.values import NAMES
from tests.lessons.choosing_lambda.scripts import (
    Case,
    at,
    cases,
    difference,
    own,
    run_python,
    some_models,
    wild_case,
)

CASES = cases()
CLOSE = 1e-4


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def repeats(folder: Path, case: Case, model: ChosenModel) -> None:
    (folder / "mine.csv").write_bytes(case.data)
    source = scikit_learn_script(model)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = run_python(source)
    assert difference(case, model, found) < CLOSE, source


@pytest.mark.parametrize("share", [0.3, 0.02])
@pytest.mark.parametrize("name", CASES)
def test_the_script_for_scikit_learn_gives_the_coefficients_of_the_page(
    folder: Path, name: str, share: float
) -> None:
    models = [model for model in some_models(CASES[name], share) if can_scikit_learn(model)]
    assert len(models) >= 8
    for model in models:
        repeats(folder, CASES[name], model)


@pytest.mark.parametrize("seed", range(20))
def test_so_it_does_for_tables_of_every_kind(folder: Path, seed: int) -> None:
    case = wild_case(seed)
    penalty = ("l1", "l2", "elastic_net")[seed % 3]
    repeats(folder, case, at(case, 0.1, penalty=penalty))


def test_rows_that_were_drawn_are_drawn_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.uploads import prepared

    monkeypatch.setattr(prepared, "MOST_ROWS", 40)
    case = own(CASES["prostate"].data)
    assert case.model.preparation.drawn == 67
    model = at(case, 0.1)
    assert is_drawn(model)
    repeats(folder, case, model)
    assert "drawn at random" in r_script(model)


def test_rows_for_the_test_are_kept_out(folder: Path) -> None:
    source = scikit_learn_script(at(CASES["prostate"], 0.1))
    assert "is_test = table['train'].isin(['F'])" in source
    assert "train = table[~is_test]" in source


def test_names_cannot_leave_their_quotation_marks(folder: Path) -> None:
    names = ["a\"b'c", "it's", "x\\n", "# y", "{z}", "__proto__", "a = b"]
    rows = [",".join('"' + name.replace('"', '""') + '"' for name in names)]
    rows += [
        f"{k % 7},{k % 5},{k % 3},{(k * k) % 11},{k % 4},{(7 * k) % 13},{'bc'[k % 2]}" for k in range(40)
    ]
    case = own("\n".join(rows).encode(), Choices("x\\n"))
    repeats(folder, case, at(case, 0.05))
    assert '"a\\"b\'c"' in r_script(at(case, 0.05))


def test_two_columns_of_one_name_stay_apart(folder: Path) -> None:
    rows = ["a = y,a,target"]
    rows += [f"{(3 * k) % 7},{'xyz'[k % 3]},{(3 * k) % 7 + 2 * (k % 3) + (k % 5) / 9}" for k in range(40)]
    case = own("\n".join(rows).encode())
    assert "a = y′" in case.model.features
    repeats(folder, case, at(case, 0.05))


@pytest.mark.parametrize("penalty", ["l1", "l2", "elastic_net"])
@pytest.mark.parametrize("name", ["hitters", "titanic"])
def test_what_scikit_learn_does_not_have_is_not_written(name: str, penalty: str) -> None:
    case = CASES[name]
    p = case.table.X.shape[1]
    both, keep = (0.0, 0.5, *[1.0] * (p - 2)), (0.0, *[1.0] * (p - 1))
    of_classes = case.model.is_of_classes
    assert can_scikit_learn(at(case, 0.1, penalty=penalty))
    assert can_scikit_learn(at(case, 0.1, penalty=penalty, factors=both)) == (
        penalty == "l2" or (penalty == "l1" and not of_classes)
    )
    assert can_scikit_learn(at(case, 0.1, penalty=penalty, factors=keep)) == (
        penalty == "l2" or not of_classes
    )


@pytest.mark.parametrize("name", CASES)
def test_the_scripts_name_the_variables_and_nothing_that_is_left_out(name: str) -> None:
    case = CASES[name]
    model = at(case, 0.1)
    for source in (r_script(model), pytorch_script(model)):
        assert model.preparation.file in source
        assert not re.search(r"\bnan\b|\binf\b", source)
    for variable in model.preparation.variables:
        assert variable.name in r_script(model) or '"' in variable.name
    compile(pytorch_script(model), "script.py", "exec")


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")
@pytest.mark.parametrize("name", CASES)
def test_the_script_for_pytorch_gives_the_coefficients_of_the_page(folder: Path, name: str) -> None:
    (folder / "mine.csv").write_bytes(CASES[name].data)
    for model in some_models(CASES[name], 0.1):
        assert difference(CASES[name], model, run_python(pytorch_script(model))) < CLOSE


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_of_the_scripts_is_true(name: str) -> None:
    model = at(CASES[name], 0.1)
    words = about(str, model)
    assert ("scikit-learn brings the table" in words) == (name in ("diabetes", "breast_cancer"))
    assert ("mine" in words) == (not model.built_in)
    assert "relaxed" not in words
    if not model.is_of_classes:
        assert "γ = 0.25" in about(str, at(CASES[name], 0.1, gamma=0.25))


def hostile_table(target: str) -> bytes:
    """Every name that means no good: of a column, and as a word of the last one."""
    rng = np.random.default_rng(0)
    names = [name for name in NAMES.values() if len(name) <= 500 and "\n" not in name and name != target]
    X = rng.normal(size=(3 * len(names), len(names))).round(2)
    y = X[:, 0] - X[:, 1] + X[:, -1] + rng.normal(size=len(X))
    frame = pd.DataFrame(X, columns=names)
    frame["words"] = np.resize(names[:18], len(X))
    frame[target] = y.round(2)
    return frame.to_csv(index=False).encode()


@pytest.mark.parametrize("kind", ["double quote", "triple quote", "new line", "backslash"])
def test_no_name_is_run(folder: Path, kind: str) -> None:
    case = own(hostile_table(NAMES[kind]), Choices(NAMES[kind]))
    assert len(case.model.features) > 60
    model = at(case, 0.05)
    repeats(folder, case, model)
    compile(pytorch_script(model), "lambda_pytorch.py", "exec")
    assert all(line.isprintable() for line in r_script(model).splitlines())


def test_names_of_several_lines_are_passed_over_in_r(folder: Path) -> None:
    """R reads the table from below a header whose names it would make others of."""
    rows = "".join(f"{k % 7},{k % 5},{k % 3}\n" for k in range(30))
    case = own(f'"\n\na",b,c\n{rows}'.encode(), Choices("c"))
    assert "skip = 3," in r_script(at(case, 0.05))
    assert "skip" not in r_script(at(own(f"a,b,c\n{rows}".encode(), Choices("c")), 0.05))
