"""The run on a network and the map of η × λ as scripts: they print the numbers of the page."""

from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from dashboard.networks.problem import Problem, built_in
from dashboard.run_queue import Progress
from dashboard.scripts import notebook
from l2core.datasets import Split
from l2core.many_starts import ErrorsOverStarts
from l2core.rate_map import RateMap
from lessons.choosing_lambda import network_run, network_script, rate_map_run, rate_map_script
from lessons.choosing_lambda.network_choice import NetworkChoice
from lessons.choosing_lambda.network_questions import NOISE
from lessons.choosing_lambda.network_run import LAMBDAS
from lessons.choosing_lambda.rate_map_questions import best_that_learns
from tests.lessons.weight_shrinkage.states import plain
from tests.scripts import agree, printed, printed_by_a_file

CHOICES = (
    {"data": "moons", "m": 30, "flip": 0.1, "scatter": 1.5, "seed": 6, "penalty": "l1"},
    {"data": "breast_cancer", "m": 20, "columns": ("worst area", "mean symmetry")},
    {"data": "football", "m": 50, "flip": 0.4, "scatter": 0.25, "seed": 29},
)
NETWORK_ACTS = ("net_noise", "net_lowest", "net_luck")
MAP_ACTS = ("map_best", "map_shift", "map_strong")


@pytest.fixture(autouse=True)
def few_nets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer and shorter runs."""
    monkeypatch.setattr(network_run, "STARTS", 4)
    monkeypatch.setattr(network_run, "STEPS", 100)
    monkeypatch.setattr(network_run, "DRAWS", 3)
    monkeypatch.setattr(rate_map_run, "EPOCHS", 100)


def choice(
    data: str = "football",
    m: int = 20,
    flip: float = 0.0,
    scatter: float = 1.0,
    seed: int = 1,
    columns: tuple[str, str] = ("mean texture", "mean smoothness"),
    penalty: str = "l2",
) -> NetworkChoice:
    split = built_in(data, m, flip, scatter, seed, columns)
    return NetworkChoice(Problem(data, split, flip, scatter, seed, columns), penalty)


def errors_of(split: Split, penalty: str) -> ErrorsOverStarts:
    """What the page computes, past its cache."""
    run: ErrorsOverStarts = network_run._errors.__wrapped__(split, penalty, network_run.STARTS, Progress())
    return run


def numbers_of_the_network(
    chosen: NetworkChoice, lam: int, act: str, *, draws: bool = False
) -> dict[str, float]:
    """What the page shows, by the names that the script has for it."""
    errors, found = errors_of(chosen.problem.split, chosen.penalty), {}
    for row, name in enumerate(["no penalty", *(f"lambda = {lambd:g}" for lambd in LAMBDAS)]):
        for part, losses in (("training", errors.training[row]), ("validation", errors.validation[row])):
            sound = losses[np.isfinite(losses)]
            if len(sound) > 1:
                found[f"{name}: {part} loss"] = sound.mean()
                found[f"{name}: {part} loss, standard error"] = sound.std(ddof=1) / np.sqrt(len(sound))
    means = [np.nanmean(row) if np.isfinite(row).sum() > 1 else np.inf for row in errors.validation[1:]]
    best = int(np.argmin(means))
    change = errors.validation[1:] - errors.validation[0]
    sound = change[best][np.isfinite(change[best])]
    found["lambda with the lowest validation loss"] = LAMBDAS[best]
    found["its validation loss minus that without a penalty"] = sound.mean()
    found["standard error of that"] = sound.std(ddof=1) / np.sqrt(len(sound))
    if np.isfinite(errors.training[lam + 1]).sum() > 1:
        found["bar: penalty term"] = np.nanmean(errors.penalty_term[lam + 1])
        found["bar: cost"] = np.nanmean(errors.training[lam + 1]) + found["bar: penalty term"]
        found["bar: validation loss minus that without a penalty"] = np.nanmean(change[lam])
    if draws:
        found |= numbers_of_draws(chosen, best)
    if act == "net_luck":
        votes = zip(LAMBDAS, errors.votes(), strict=True)
        found |= {f"lambda = {lambd:g}: starts that are best here": count for lambd, count in votes}
    if act == "net_noise":
        for share in (0.0, NOISE):
            split = chosen.problem.redrawn(chosen.problem.training_size, share)
            place = errors_of(split, chosen.penalty).best()
            assert place is not None
            found[f"best lambda with {100 * share:g} % of the labels flipped"] = LAMBDAS[place]
    return found


def numbers_of_draws(chosen: NetworkChoice, best: int) -> dict[str, float]:
    draws = network_run.errors_over_draws(plain, chosen.problem, chosen.penalty)
    change, place = draws.difference(best), draws.best()
    assert change is not None
    assert place is not None
    return {
        "draws: change of the loss by the lambda that is best": change.mean,
        "draws: standard error of that": change.standard_error,
        "draws: how often it is lower": (draws.validation[best + 1] < draws.validation[0]).sum(),
        "draws: lambda with the lowest mean loss": LAMBDAS[place],
    }


def map_of(chosen: NetworkChoice) -> RateMap:
    cells: RateMap = rate_map_run._map.__wrapped__(chosen.problem.split, chosen.penalty, Progress())
    return cells


def numbers_of_the_map(chosen: NetworkChoice, row: int, column: int, act: str) -> dict[str, float]:
    cells = map_of(chosen)
    rates, lambdas, rows = cells.rates, cells.lambdas, cells.best_lambdas
    found: dict[str, float] = {
        f"eta = {rate:g}, lambda = {lambd:g}": cells.validation[i, j]
        for i, rate in enumerate(rates)
        for j, lambd in enumerate(lambdas)
    }
    found["nets that learn"] = (~cells.constant & (cells.diverged_at < 0)).sum()
    found["nets that are dead"] = cells.constant.sum()
    found["nets that diverged"] = (cells.diverged_at >= 0).sum()
    assert cells.best is not None
    found["best cell: eta"], found["best cell: lambda"] = rates[cells.best[0]], lambdas[cells.best[1]]
    found["best cell: validation loss"] = np.nanmin(cells.validation)
    found["bar: validation loss"] = cells.validation[row, column]
    if row in rows:
        found["bar: best lambda at this eta of nets that learn"] = lambdas[rows[row]]
    if act == "map_best" and (best := best_that_learns(cells)):
        found["best net that learns: eta"] = rates[best[0]]
        found["best net that learns: lambda"] = lambdas[best[1]]
        found["best net that learns: validation loss"] = cells.validation[best]
    if act == "map_shift":
        found |= {f"eta = {rates[i]:g}: best lambda": lambdas[rows[i]] for i in (max(rows), min(rows))}
    if act == "map_strong":
        fates = {"learn": cells.learns, "are dead": cells.constant, "diverged": cells.diverged}
        found |= {f"lambda = 100: nets that {name}": fate[:, -1].sum() for name, fate in fates.items()}
    return found


@pytest.mark.parametrize(("controls", "act"), [*zip(CHOICES, NETWORK_ACTS, strict=True)])
def test_the_script_of_the_network_prints_the_numbers_of_the_page(controls: dict[str, Any], act: str) -> None:
    chosen, lam = choice(**controls), {"net_noise": 0, "net_lowest": 5, "net_luck": 8}[act]
    draws = act == "net_noise"
    found = printed(network_script.source(chosen, lam, act, draws=draws))
    expected = numbers_of_the_network(chosen, lam, act, draws=draws)
    # 0 but for rounding, if all nets are dead
    errors = [name for name in expected if name.endswith("standard error")]
    assert [found.pop(name) for name in errors] == pytest.approx(
        [expected.pop(name) for name in errors], abs=1e-9
    )
    agree(found, expected)


@pytest.mark.parametrize(("controls", "act"), [*zip(CHOICES, MAP_ACTS, strict=True)])
def test_the_script_of_the_map_prints_the_numbers_of_the_page(controls: dict[str, Any], act: str) -> None:
    chosen = choice(**controls)
    agree(printed(rate_map_script.source(chosen, 1, 9, act)), numbers_of_the_map(chosen, 1, 9, act))


def test_some_nets_of_these_maps_diverge() -> None:
    assert numbers_of_the_map(choice(**CHOICES[1]), 0, 0, "map_best")["nets that diverged"] > 0


def test_the_scripts_are_files_that_run_by_themselves(tmp_path: Path) -> None:
    chosen = choice()
    for source, expected in (
        (network_script.source(chosen, 4, "net_lowest"), numbers_of_the_network(chosen, 4, "net_lowest")),
        (rate_map_script.source(chosen, 6, 4, "map_best"), numbers_of_the_map(chosen, 6, 4, "map_best")),
    ):
        rounded = {name: float(f"{x:.6g}") for name, x in expected.items()}
        assert printed_by_a_file(source, tmp_path) == pytest.approx(rounded, rel=1e-5, abs=1e-9, nan_ok=True)


def test_the_notebooks_have_every_line_of_the_scripts() -> None:
    for source in (
        network_script.source(choice(), 0, "net_noise"),
        rate_map_script.source(choice(), 0, 0, "map_shift"),
    ):
        cells = nbformat.reads(notebook(source), as_version=4).cells
        code = "\n".join(cell.source for cell in cells if cell.cell_type == "code").splitlines()
        assert [line for line in code if line] == [
            line for line in source.splitlines() if line and not line.startswith("#")
        ]
