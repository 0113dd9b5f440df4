"""The page opens on no extreme: this measures where it stands among 60 draws of the data and 20 starts.

`python -m pytest tests/lessons/overfit_vs_regularized/test_default.py -s` prints the ranks.
"""

import numpy as np
import pytest

from dashboard.networks.grid import STARTS, Grid, complete_run, initial
from dashboard.run_queue import Progress
from l2core.checks import FloatArray
from l2core.datasets import classification
from l2core.evaluation import score
from l2core.optimizers import Recipe
from l2core.training import train
from lessons.overfit_vs_regularized.choice import HIDDEN, LEARNING_RATE, SEED, SIZE, START_SEED

DRAWS = 60


@pytest.fixture(scope="module")
def gains() -> dict[str, FloatArray]:
    """What L2 and L1 with λ = 1 take off the losses of the net without a penalty, on each draw."""
    splits = [classification("football", seed=seed, training_size=SIZE) for seed in range(DRAWS)]
    recipes = [
        Recipe(penalty=penalty, lambd=float(penalty != "none"), learning_rate=LEARNING_RATE)
        for penalty in ("none", "l2", "l1")
        for _split in splits
    ]
    X, Y, Xv, Yv = (
        np.stack([getattr(split, name) for split in splits] * 3)
        for name in ("X_train", "Y_train", "X_validation", "Y_validation")
    )
    start = initial(HIDDEN["20-3"], splits[0], START_SEED)
    run = train(X, Y, start, recipes, epochs=Grid().epochs, validation=(Xv, Yv), snapshots=[0])
    validation = np.asarray(run.validation_loss)[-1].reshape(3, DRAWS)
    gap = validation - run.data_loss[-1].reshape(3, DRAWS)
    test = np.array(
        [
            [
                score(split.X_test, split.Y_test, run.final(net * DRAWS + seed)).cross_entropy.mean
                for seed, split in enumerate(splits)
            ]
            for net in range(3)
        ]
    )
    return {
        "validation, L2": validation[0] - validation[1],
        "validation, L1": validation[0] - validation[2],
        "test, L2": test[0] - test[1],
        "gap without a penalty": gap[0],
    }


def percentile(values: FloatArray) -> float:
    """The share of the draws that is below the page's, half of its own counted, in %."""
    return 100 * (np.sum(values < values[SEED]) + 0.5) / len(values)


@pytest.mark.parametrize("of", ["validation, L2", "validation, L1", "test, L2", "gap without a penalty"])
def test_the_page_opens_on_no_extreme_draw(gains: dict[str, FloatArray], of: str) -> None:
    where = percentile(gains[of])
    print(f"{of}: {gains[of][SEED]:.3f}, median {np.median(gains[of]):.3f}, percentile {where:.0f}")
    assert 40 < where < 75


def test_about_a_third_of_the_draws_gain_more(gains: dict[str, FloatArray]) -> None:
    gain = gains["validation, L2"]
    assert 0.25 < np.mean(gain > gain[SEED]) < 0.4
    assert gain[SEED] > 0.2  # and it can be seen


def test_about_half_of_the_starts_gain_more() -> None:
    split = classification("football", seed=SEED, training_size=SIZE)
    recipes = [
        Recipe(penalty=penalty, lambd=float(penalty == "l2"), learning_rate=LEARNING_RATE)
        for penalty in ("none", "l2")
        for _start in range(STARTS)
    ]
    starts = [initial(HIDDEN["20-3"], split, seed) for seed in range(STARTS)] * 2
    held_out = (split.X_validation, split.Y_validation)
    run = train(
        split.X_train,
        split.Y_train,
        starts,
        recipes,
        epochs=Grid().epochs,
        validation=held_out,
        snapshots=[0],
    )
    none, l2 = np.asarray(run.validation_loss)[-1].reshape(2, STARTS)
    assert 0.4 < np.mean(none - l2 > none[START_SEED] - l2[START_SEED]) < 0.6


def test_it_is_the_net_of_the_page(gains: dict[str, FloatArray]) -> None:
    split = classification("football", seed=SEED, training_size=SIZE)
    grid = Grid(hidden=HIDDEN["20-3"], learning_rate=LEARNING_RATE, start_seed=START_SEED)
    run = complete_run(
        split, initial(grid.hidden, split, START_SEED), grid.recipes(), grid.epochs, [0], Progress()
    )
    validation = np.asarray(run.validation_loss)[-1]
    gain = validation[0] - validation[grid.net("l2", 12)]
    assert gain == pytest.approx(gains["validation, L2"][SEED], abs=1e-6)
