"""The runs from many starts: each is the run of its own start, and one given up keeps its helpers."""

from dataclasses import replace

import numpy as np
import pytest

from dashboard.networks import grid as runs
from dashboard.networks.grid import Grid, trained
from dashboard.networks.starts import STARTS, Starts, over_starts
from dashboard.run_queue import GivenUpError, Progress
from l2core import workers
from l2core.datasets import Split, classification
from l2core.history import History
from l2core.network import initialize_parameters
from l2core.training import train

GRID = Grid(hidden=(4,), learning_rate=0.7, penalties=("l2", "elastic_net"), epochs=200, start_seed=3)


def english(message: str) -> str:
    return message


@pytest.fixture(scope="module")
def split() -> Split:
    return classification("moons", seed=0, training_size=30)


@pytest.fixture(scope="module")
def history(split: Split) -> History:
    return trained(GRID, split)


@pytest.fixture(scope="module")
def starts(split: Split, history: History) -> Starts:
    return over_starts(english, GRID, split, history)


def test_the_start_of_the_page_is_one_of_them(starts: Starts, history: History) -> None:
    own = {name: values[3] for name, values in starts.measures.items()}
    assert own["training"] == pytest.approx(history.data_loss, rel=1e-6, nan_ok=True)
    assert own["validation"] == pytest.approx(history.validation_loss, rel=1e-6, nan_ok=True)
    W1, W2 = history.weights["W1"], history.weights["W2"]
    assert own["l1"] == pytest.approx(np.abs(W1).sum((2, 3)) + np.abs(W2).sum((2, 3)), rel=1e-6, nan_ok=True)
    assert own["l2"] == pytest.approx(
        np.square(W1).sum((2, 3)) + np.square(W2).sum((2, 3)), rel=1e-6, nan_ok=True
    )
    zeros = ((W1 == 0).sum((2, 3)) + (W2 == 0).sum((2, 3))) / starts.weights
    sound = np.isfinite(history.data_loss)
    assert own["zeros"][sound] == pytest.approx(zeros[sound], rel=1e-6)
    assert np.isnan(own["zeros"][~sound]).all()
    assert own["zeros"][sound].max() > 0.5


@pytest.mark.parametrize("seed", [0, 19])
def test_every_other_start_is_the_run_from_that_start(starts: Starts, split: Split, seed: int) -> None:
    direct = train(
        split.X_train,
        split.Y_train,
        initialize_parameters((2, 4, 1), seed),
        GRID.recipes(),
        epochs=GRID.epochs,
        snapshots=GRID.steps(),
        validation=(split.X_validation, split.Y_validation),
    )
    assert starts.measures["training"][seed] == pytest.approx(direct.data_loss, rel=1e-4, nan_ok=True)
    assert starts.measures["validation"][seed] == pytest.approx(direct.validation_loss, rel=1e-4, nan_ok=True)
    zeros = sum((W == 0).sum((2, 3)) for name, W in direct.weights.items() if name.startswith("W"))
    ours = np.nan_to_num(starts.measures["zeros"][seed] * starts.weights)
    assert np.abs(ours - zeros).max() < 1.5  # one may die a step later


def test_every_penalty_has_its_nets(starts: Starts) -> None:
    shapes = {penalty: values.shape for penalty, values in starts.by_penalty("l1").items()}
    S = len(GRID.steps())
    assert shapes == {"none": (STARTS, S, 1), "l2": (STARTS, S, 25), "elastic_net": (STARTS, S, 25)}


def test_a_run_given_up_is_not_kept_and_its_helpers_live_on(split: Split, starts: Starts) -> None:
    grid, crew = replace(GRID, epochs=300, start_seed=1), workers.Crew(2)
    progress = Progress(workers=crew)
    runs._train.__wrapped__(grid, split, Progress(workers=crew))
    before = {helper.process.pid for helper in workers._idle if helper.niceness == 0}
    progress.given_up.set()
    with pytest.raises(GivenUpError):
        runs._train.__wrapped__(grid, split, progress)
    assert before
    assert {helper.process.pid for helper in workers._idle if helper.niceness == 0} == before
    assert all(helper.process.poll() is None for helper in workers._idle)
    history = runs._train(grid, split, Progress())
    assert history.epochs[-1] == 300
    assert not history.stopped
