"""The run of the page on weights as a script: it prints the numbers of the page."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from charts.numbers import number
from dashboard.networks.grid import LAMBDA_CODES, STARTS, Grid, complete_run, initial
from dashboard.networks.problem import Problem, built_in
from dashboard.networks.starts import Starts, over_starts
from dashboard.run_queue import Progress
from dashboard.scripts import notebook
from l2core.evaluation import common_answer
from l2core.snapshots import probabilities
from l2core.trajectories import weight_names
from lessons.weight_shrinkage import choice
from lessons.weight_shrinkage.choice import Choice
from lessons.weight_shrinkage.questions import RACE, outcome
from lessons.weight_shrinkage.run import Nets, nets_of
from lessons.weight_shrinkage.script import source
from lessons.weight_shrinkage.switch_race import SwitchChoice, switch_race, usual_switch
from tests.conftest import OpenPage
from tests.lessons.weight_shrinkage.states import plain
from tests.scripts import agree, printed, printed_by_a_file

PAGE = "weight_shrinkage"
NAMES = {"none": "No penalty", "l2": "L2", "l1": "L1", "elastic_net": "Elastic net"}
RACERS = {
    "always": "lambda from the first step",
    "warm_up": "warm-up, then lambda",
    "let_go": "lambda, then let go",
}
SHORT = Grid(hidden=(8,), learning_rate=0.3, epochs=120)
MIXED = replace(SHORT, penalties=("l2", "elastic_net"))


def page(
    grid: Grid,
    *,
    data: str = "football",
    m: int = 20,
    flip: float = 0.0,
    scatter: float = 1.0,
    seed: int = 1,
    columns: tuple[str, str] = ("mean area", "mean texture"),
    followed: int = 0,
) -> tuple[Choice, Nets]:
    """What the controls chose, and its nets."""
    split = built_in(data, m, flip, scatter, seed, columns)
    chosen = Choice(Problem(data, split, flip, scatter, seed, columns), grid, False, followed)
    start = initial(grid.hidden, split, grid.start_seed)
    history = complete_run(split, start, grid.recipes(), grid.epochs, grid.steps(), Progress())
    return chosen, nets_of(grid, split, history, common_answer(probabilities(history.weights, split.X_train)))


def numbers_of_the_page(
    chosen: Choice, nets: Nets, lam: int, step: int, switch: SwitchChoice | None
) -> dict[str, float]:
    """What the page shows at a place of the bar, by the names that the script has for it; no answer."""
    found: dict[str, float] = {}
    for run in nets.runs:
        name, w, net = NAMES[run.penalty], run.at(lam, step), nets.grid.net(run.penalty, lam)
        if run.has_diverged(lam, step):
            found[f"{name}: diverged at step"] = run.diverged_at[run.net(lam)]
            continue
        sizes = np.sort(np.abs(w))
        found |= {
            f"{name}: weights that are exactly 0": (sizes == 0).sum(),
            f"{name}: largest |w|": sizes[-1],
            f"{name}: smallest |w| that is not 0": next((size for size in sizes if size > 0), np.inf),
            f"{name}: sum of |w|": run.summed("l1")[run.net(lam), step],
            f"{name}: sum of w^2": run.summed("l2")[run.net(lam), step],
            f"{name}: {run.names[chosen.followed]}": w[chosen.followed],
            f"{name}: data loss": nets.history.data_loss[step, net],
            f"{name}: penalty term": nets.history.penalty[step, net],
            f"{name}: cost": nets.history.cost[step, net],
            f"{name}: validation loss": np.asarray(nets.history.validation_loss)[step, net],
        }
    return found | (_of_race(nets, lam, step, switch) if switch else {})


def _of_race(nets: Nets, lam: int, step: int, switch: SwitchChoice) -> dict[str, float]:
    found = {}
    for racer, run in switch_race(plain, nets, switch).racers.items():
        for when, place in ((f"at step {nets.grid.steps()[step]}", step), ("at the end", -1)):
            name = RACERS[racer]
            if np.isnan(run.size[lam, place]):
                found[f"{name}: diverged at step"] = np.nan  # the page does not say at which
                break
            found[f"{name}: weights that are exactly 0 {when}"] = run.zeros[lam, place]
            found[f"{name}: sum of |w| {when}"] = run.size[lam, place]
            found[f"{name}: validation loss {when}"] = run.validation[lam, place]
    return found


def numbers_of_many(starts: Starts, lam: int, step: int) -> dict[str, float]:
    """The measures of every net from every start at a place of the bar."""
    measures = {"weights that are exactly 0": "zeros", "sum of |w|": "l1", "sum of w^2": "l2"}
    return {
        f"start {n}, {NAMES[penalty]}: {name}": values[n, step, min(lam, values.shape[-1] - 1)]
        * (starts.weights if measure == "zeros" else 1)
        for name, measure in measures.items()
        for penalty, values in starts.by_penalty(measure).items()
        for n in range(STARTS)
    }


STATES = (
    ("zeros", SHORT, {"flip": 0.15, "seed": 5}, "1", 40),
    (
        "zeros",
        replace(MIXED, l1_ratio=0.3, start_seed=3),
        {"data": "moons", "m": 30, "scatter": 1.25},
        "7",
        22,
    ),
    ("strongest", replace(SHORT, hidden=(8, 8)), {"data": "circles", "m": 200}, "100", 33),
    ("strongest", replace(SHORT, hidden=(30,), optimizer="momentum", learning_rate=0.03), {"m": 70}, "2", 1),
    ("subgradient", replace(SHORT, l1_step="subgradient"), {"data": "breast_cancer", "m": 50}, "3", 40),
    ("layer", replace(SHORT, hidden=(20, 3), learning_rate=1.0, epochs=40), {"followed": 11}, "5", 15),
    (
        "layer",
        replace(SHORT, optimizer="adam", learning_rate=0.01, epochs=40),
        {"data": "spirals"},
        "0.5",
        40,
    ),
    (RACE, replace(SHORT, start_seed=9), {"data": "exclusive_or", "followed": 23}, "10", 30),
    (RACE, replace(MIXED, optimizer="adamw", learning_rate=0.03), {"m": 100}, "1", 40),
)


@pytest.mark.parametrize(("act", "grid", "data", "lambd", "step"), STATES)
def test_the_script_prints_the_numbers_of_the_page(
    act: str, grid: Grid, data: dict[str, Any], lambd: str, step: int
) -> None:
    chosen, nets = page(grid, **data)
    lam, step = LAMBDA_CODES.index(lambd), min(step, len(grid.steps()) - 1)
    found = printed(source(chosen, {"lam": lam, "step": step}, act, starts=act == "layer"))
    answer = {name: found.pop(name) for name in list(found) if name.startswith("answer, ")}
    switch = usual_switch(grid) if act == RACE else None
    if act == "layer":
        starts = {name: found.pop(name) for name in list(found) if name.startswith("start ")}
        every, at = over_starts(plain, grid, nets.split, nets.history), (lam, step)
        assert starts == pytest.approx(numbers_of_many(every, *at), rel=1e-6)  # the page keeps float32
    agree(found, numbers_of_the_page(chosen, nets, lam, step, switch))
    told = outcome(plain, nets, {}, act).because
    zeros = {name.split(": ")[0][8:]: int(count) for name, count in answer.items() if "exactly" in name}
    if act == "layer":
        sizes = [int(count) for name, count in answer.items() if "exactly" not in name]
        counts = zip(zeros, zeros.values(), sizes, strict=True)
        assert all(f"{layer} {count}/{size} (" in told for layer, count, size in counts)
    else:
        assert {
            "zeros": "{L2} of {count} under L2, {L1} under L1.",
            "strongest": "{L2} of {count} weights are exactly 0",
            "subgradient": "{L1, subgradient} exact zeros by subgradient steps, {L1, proximal} by proximal",
            RACE: "{after a warm-up} exact zeros after a warm-up of {when:,} steps, "
            "{lambda from the first step} with",
        }[act].format(**zeros, count=len(nets.runs[0].names), when=usual_switch(grid).step) in told


def test_a_net_that_diverged_has_no_numbers_and_a_race_behind_its_door_is_run() -> None:
    grid = replace(SHORT, learning_rate=5.0, epochs=300)
    chosen, nets = page(grid)
    lam, switch = LAMBDA_CODES.index("10"), SwitchChoice("l2", grid.steps()[12], 12, run=True)
    last = len(grid.steps()) - 1
    found = printed(source(chosen, {"lam": lam, "step": last}, "zeros", switch))
    found = {name: count for name, count in found.items() if not name.startswith("answer, ")}
    assert found["L2: diverged at step"] > 0
    expected = numbers_of_the_page(chosen, nets, lam, last, switch)
    lost = [name for name, count in expected.items() if np.isnan(count)]
    assert len(lost) == 2  # with λ from the first step, and after a warm-up
    assert all(0 < found[name] <= 300 for name in lost)
    agree(found, expected | {name: found[name] for name in lost})


def test_the_script_prints_what_the_tables_of_the_page_say(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice, "Grid", lambda **told: Grid(**told | {"epochs": 400}))
    address = {
        "data": "spirals",
        "m": "30",
        "seed": "4",
        "flip": "5",
        "noise": "0.5",
        "net": "8-8",
        "start": "2",
    }
    address |= {
        "eta": "0.03",
        "opt": "momentum",
        "penalty": "elastic_net",
        "r": "0.7",
        "l1step": "subgradient",
    }
    app = open_page(
        PAGE,
        answered={"zeros": "shown"},
        doors=("tables", "files"),
        lang="en",
        w="W2[3, 4]",
        lam="2",
        step="100",
        **address,
    )
    (written,) = (one.value for one in app.code if one.value.startswith("# %% [markdown]"))
    assert "\nl1_ratio = 0.7\n" in written
    found = printed(written)
    for frame, name in zip(app.dataframe, ("No penalty", "L2", "Elastic net"), strict=True):
        shown = frame.value.set_index("Weight")["Weight w"]
        assert list(shown.index) == weight_names((2, 8, 8, 1))
        assert number(found[f"{name}: W2[3, 4]"]) == shown["W2[3, 4]"]
        assert (shown == "0").sum() == found[f"{name}: weights that are exactly 0"]
    cells = nbformat.reads(notebook(written), as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    assert [line for line in code.splitlines() if line] == [
        line for line in written.splitlines() if line and not line.startswith("#")
    ]


def test_the_script_is_a_file_that_runs_by_itself(tmp_path: Path) -> None:
    chosen, nets = page(SHORT)
    found = printed_by_a_file(source(chosen, {"lam": 10, "step": 30}, "zeros"), tmp_path)
    expected = numbers_of_the_page(chosen, nets, 10, 30, None)
    rounded = {name: float(f"{x:.6g}") for name, x in expected.items()}
    assert {name: found[name] for name in rounded} == pytest.approx(rounded, rel=1e-5)
