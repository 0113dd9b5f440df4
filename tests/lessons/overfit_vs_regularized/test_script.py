"""The run of the page on overfitting as a script: it prints the numbers of the page."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from charts.numbers import fixed
from dashboard.networks.grid import LAMBDAS, Grid, trained
from dashboard.networks.problem import Problem
from dashboard.networks.starts import over_starts
from dashboard.scripts import notebook
from dashboard.uploads.reading import read_table
from dashboard.uploads.two_classes import classification_arrays
from l2core.checks import FloatArray
from l2core.datasets import from_table
from l2core.evaluation import score
from lessons.overfit_vs_regularized import choice
from lessons.overfit_vs_regularized.draws import over_draws
from lessons.overfit_vs_regularized.own_lines import own_lines
from lessons.overfit_vs_regularized.questions import FEW, LABEL_NOISE, MANY
from lessons.overfit_vs_regularized.run import Here
from lessons.overfit_vs_regularized.script import source
from tests.conftest import OpenPage
from tests.lessons.overfit_vs_regularized.states import english, state
from tests.scripts import agree, printed, printed_by_a_file

PAGE = "overfit_vs_regularized"
NAMES = {"none": "No penalty", "l2": "L2", "l1": "L1"}
ACTS = ("gap", "lambda", "noise", "size", "luck")
SHORT: dict[str, Any] = {"net": "5-3", "epochs": 120}
STATES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("gap", {"data": "spirals", "m": 30, "seed": 4, "flip": 20, "epochs": 40, "lam": "0.05", "step": 21}),
    ("lambda", {"data": "breast_cancer", "m": 70, "seed": 12, "eta": 2.0, "start": 9, "lam": "7"}),
    ("noise", {"data": "moons", "m": 20, "scatter": 1.75, "eta": 0.1, "net": "20-3", "step": 0}),
    ("noise", {"m": 20, "flip": 40, "eta": 2.0, "lam": "100"}),  # L2 diverges
    ("size", {"data": "exclusive_or", "m": 50, "seed": 29, "flip": 5, "epochs": 40, "step": 9}),
    ("luck", {"data": "circles", "m": 20, "epochs": 40, "seed": 0, "eta": 1.0, "lam": "3"}),
)


def numbers_of_the_page(here: Here) -> dict[str, float]:
    """What the pictures show, by the names that the script has for it."""
    found: dict[str, float] = {}
    for penalty, net in here.nets.items():
        name = NAMES[penalty]
        if net.diverged_at >= 0:
            found[f"{name}: diverged at step"] = net.diverged_at
            continue
        found |= {
            f"{name}: training loss": net.training,
            f"{name}: validation loss": net.validation,
            f"{name}: gap": net.gap,
            f"{name}: validation points right in %": 100 * net.accuracy,
            f"{name}: penalty term": net.penalty,
            f"{name}: cost": net.cost,
            f"{name}: lowest validation loss so far": net.best,
            f"{name}: step with the lowest": net.best_step,
            f"{name}: weights that are exactly 0": net.zeros,
        }
    return found


def losses_of_many(here: Here, kind: str, runs: Mapping[str, FloatArray]) -> dict[str, float]:
    """The validation loss of every net in every run at the place of the bar."""
    at = {NAMES[name]: of[:, here.step, 0 if name == "none" else here.lam] for name, of in runs.items()}
    count = range(len(runs["none"]))
    return {f"{kind} {n}, {name}: validation loss": losses[n] for n in count for name, losses in at.items()}


def of_gap(here: Here) -> dict[str, float]:
    nets = {name: here.grid.net(penalty, here.lam) for penalty, name in NAMES.items()}
    gaps = np.asarray(here.history.validation_loss)[-1] - here.history.data_loss[-1]
    return {f"{name}: gap at the end": gaps[net] for name, net in nets.items()}


def of_lambda(here: Here) -> dict[str, float]:
    losses = np.asarray(here.history.validation_loss)[-1, here.grid.columns("l2")]
    best = int(np.nanargmin(losses))
    return {
        "L2: lowest validation loss at the end": losses[best],
        "L2: lambda with the lowest": LAMBDAS[best],
    }


def of_noise(here: Here) -> dict[str, float]:
    noisy, found = here.problem.redrawn(here.m, LABEL_NOISE), {}
    history = trained(here.grid, noisy)
    for penalty, name in NAMES.items():
        net = here.grid.net(penalty, here.lam)
        if history.diverged_at[net] < 0:
            test = score(noisy.X_test, noisy.Y_test, history.final(net)).cross_entropy
            found[f"{name}: test loss after learning from flipped labels"] = test.mean
            found[f"{name}: its standard error"] = test.standard_error
    return found


def of_size(here: Here) -> dict[str, float]:
    found = {}
    for size in (FEW, MANY):
        history = trained(here.grid, here.problem.redrawn(size, here.problem.label_noise))
        gap = np.asarray(history.validation_loss)[-1, 0] - history.data_loss[-1, 0]
        found[f"No penalty: gap at the end, {size} points"] = gap
    return found


def of_luck(here: Here) -> dict[str, float]:
    starts = over_starts(english, here.grid, here.problem.split, here.history).by_penalty("validation")
    change = starts["l2"][:, -1, here.lam].astype(float) - starts["none"][:, -1, 0]
    return {
        **{f"start {seed}: loss with L2 minus without, at the end": loss for seed, loss in enumerate(change)},
        "starts in which L2 ends lower": (change < 0).sum(),
        "starts that did not diverge": np.isfinite(change).sum(),
    }


ANSWERS = {"gap": of_gap, "lambda": of_lambda, "noise": of_noise, "size": of_size, "luck": of_luck}


@pytest.mark.parametrize(("act", "controls"), STATES)
def test_the_script_prints_the_numbers_of_the_page(act: str, controls: dict[str, Any]) -> None:
    here = state(**SHORT | controls)
    starts, draws = act == "gap", act == "size"
    found, expected = printed(source(here, act, starts=starts, draws=draws)), numbers_of_the_page(here)
    if starts or act == "luck":
        every = over_starts(english, here.grid, here.problem.split, here.history).by_penalty("validation")
        expected |= losses_of_many(here, "start", every)
    if draws:
        expected |= losses_of_many(here, "data seed", over_draws(english, here))
    expected |= ANSWERS[act](here)
    assert list(found) == list(expected)
    single = [name for name in expected if name.startswith("start ")]  # the page keeps these as float32
    assert [found.pop(name) for name in single] == pytest.approx(
        [expected.pop(name) for name in single], abs=1e-6, nan_ok=True
    )
    agree(found, expected)


def test_one_of_these_states_diverges() -> None:
    act, controls = STATES[3]
    found = printed(source(state(**SHORT | controls), act))
    assert found["L2: diverged at step"] > 0
    assert not any(name.startswith("L2: test loss") for name in found)


def test_a_net_trained_alone_is_that_of_the_grid_to_the_last_bit() -> None:
    here = state()  # as the page opens
    found = printed(source(here, "gap"))
    assert [found[f"{name}: validation loss"] for name in NAMES.values()] == [
        here.nets[penalty].validation for penalty in NAMES
    ]


def test_the_script_prints_what_the_tables_of_the_page_say(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice, "Grid", partial(Grid, epochs=400))
    codes = {
        "data": "moons",
        "m": "20",
        "seed": "3",
        "flip": "10",
        "noise": "1.5",
        "net": "5-3",
        "start": "4",
    }
    app = open_page(
        PAGE,
        answered=dict.fromkeys(ACTS, "shown"),
        doors=("curves", "tables", "files"),
        lang="en",
        eta="0.2",
        lam="0.3",
        step="100",
        **codes,
    )
    written = script_of(app)
    assert "\nlambd = 0.3\n" in written
    found = printed(written)
    panels = [frame.value.iloc[0] for frame in app.dataframe[:3]]
    costs = app.dataframe[4].value.set_index("Net")
    for name, panel in zip(NAMES.values(), panels, strict=True):
        assert panel["Step of training"] == 100
        assert panel["training loss"] == fixed(found[f"{name}: training loss"])
        assert panel["validation loss"] == fixed(found[f"{name}: validation loss"])
        assert panel["gap"] == fixed(found[f"{name}: gap"], sign=True)
        shown = f"{fixed(found[f'{name}: validation points right in %'], 1)} %"
        assert panel["validation points right"] == shown
        assert costs.loc[name, "cost"] == fixed(found[f"{name}: cost"])
        assert costs.loc[name, "penalty term"] == fixed(found[f"{name}: penalty term"])
    assert code_of(notebook(written)) == "".join(line for line in written.splitlines() if line[:1] != "#")


def test_the_script_is_a_file_that_runs_by_itself(tmp_path: Path) -> None:
    here = state(net="5-3", m=20, epochs=60)
    expected = {name: float(f"{x:.6g}") for name, x in (numbers_of_the_page(here) | of_gap(here)).items()}
    assert printed_by_a_file(source(here, "gap"), tmp_path) == pytest.approx(expected, rel=1e-5)


def script_of(app: AppTest) -> str:
    (written,) = (one.value for one in app.code if one.value.startswith("# %% [markdown]"))
    return written


def code_of(written: str) -> str:
    """The lines of the cells of code of a notebook, without comments, one after the other."""
    cells = nbformat.reads(written, as_version=4).cells
    lines = "\n".join(cell.source for cell in cells if cell.cell_type == "code").splitlines()
    return "".join(line for line in lines if line[:1] != "#")


# A table of one's own.


def rows_of(n: int, words: tuple[str, str], *parts: str) -> list[tuple[str, ...]]:
    rng = np.random.default_rng(n)
    rows = []
    for k in range(n):
        x, y = rng.normal(k % 2, 0.5, 2)
        part = (parts[k % len(parts)],) if parts else ()
        rows.append((f"{10 * x:.2f}", "" if k % 11 == 5 else f"{y:.3f}", words[k % 2], *part))
    return rows


def text_of(header: str, rows: list[tuple[str, ...]], separator: str = ",", decimal: str = ".") -> bytes:
    numbers = [(a.replace(".", decimal), b.replace(".", decimal), *rest) for a, b, *rest in rows]
    return "\n".join([header, *(separator.join(row) for row in numbers)]).encode()


OWN = {
    "plain": (text_of("a,b,kind", rows_of(60, ("no", "yes"))), ["a", "b"], "kind", None),
    "decimal commas": (
        text_of("x 1;it's;Ö", rows_of(70, ("α", "it's \\ b")), ";", ","),
        ["it's", "x 1"],
        "Ö",
        None,
    ),
    "numbers as classes": (text_of("a,b,kind", rows_of(50, ("2", "7"))), ["b", "a"], "kind", None),
    "parts": (
        text_of("a,b,kind,set", rows_of(66, ("no", "yes"), *["Train"] * 4, *["dev"] * 2, *["测试"] * 2)),
        ["a", "b"],
        "kind",
        "set",
    ),
    "no part for validation": (
        text_of("a,b,kind,train", rows_of(90, ("no", "yes"), "T", "T", "T", "T", "F", "F")),
        ["a", "b"],
        "kind",
        "train",
    ),
    "training alone is named by a number": (
        text_of("a,b,kind,test", rows_of(90, ("0", "1"), "0", "0", "0", "0", "1", "1")),
        ["a", "b"],
        "kind",
        "test",
    ),
}


@pytest.mark.parametrize("case", OWN)
def test_an_own_table_is_read_and_split_as_on_the_page(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, features, label, part = OWN[case]
    table = read_table(data, "it's mine.csv")
    rows = classification_arrays(table, features, label, part, seed=3)
    told = {"seed": 3, "label_noise": 0.1, "training_size": 20}
    split = from_table(rows.X, rows.labels, rows.split, features=rows.features, classes=rows.classes, **told)
    (tmp_path / "it's mine.csv").write_bytes(data)
    monkeypatch.chdir(tmp_path)
    there: dict[str, Any] = dict(told)
    lines = own_lines(table, rows, label, part)
    imports = "import numpy as np\nimport pandas as pd\nfrom l2core.datasets import from_table\n"
    exec(imports + "\n".join(lines), there)
    for name in ("X_train", "Y_train", "X_validation", "Y_validation", "X_test", "Y_test", "scale"):
        assert np.array_equal(getattr(there["split"], name), getattr(split, name)), name


@pytest.mark.parametrize("act", ["gap", "noise", "size"])
def test_the_script_of_an_own_table_prints_the_numbers_of_the_page(
    act: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, features, label, part = OWN["no part for validation"]
    table = read_table(data, "mine.csv")
    rows = classification_arrays(table, features, label, part, seed=7)
    split = from_table(rows.X, rows.labels, rows.split, seed=7, label_noise=0.05, training_size=30)
    problem = Problem("own", split, 0.05, 1.0, 7, read=lambda: own_lines(table, rows, label, part))
    here = state(problem=problem, net="5-3", epochs=60)
    (tmp_path / "mine.csv").write_bytes(data)
    monkeypatch.chdir(tmp_path)
    agree(printed(source(here, act)), numbers_of_the_page(here) | ANSWERS[act](here))
