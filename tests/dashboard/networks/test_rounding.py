"""A loss has the digits that a change in the last place of the start or of a sum over examples leaves it."""

import dataclasses

import numpy as np
import pytest

from dashboard.networks.grid import Grid, initial, trained
from dashboard.networks.rounding import decimals_left, rounding_errors
from l2core.datasets import Split, classification
from l2core.training import train

CALM = [
    ("football", 8, 5, 0.5, 12),
    ("moons", 3, 1, 0.5, 6),
    ("circles", 4, 0, 1.0, 18),
]
SHAKY = [("spirals", 5, 2, 1.0, 15), ("spirals", 5, 2, 2.0, 3)]


def shuffled(split: Split) -> Split:
    """The same examples in another order: the same mathematics, other sums."""
    order = np.random.default_rng(1).permutation(split.X_train.shape[1])
    return dataclasses.replace(split, X_train=split.X_train[:, order], Y_train=split.Y_train[:, order])


def case(data: str, seed: int, start: int, eta: float, lam: int) -> tuple[dict[str, float], dict[str, float]]:
    """What the twin says, and how far the net ends elsewhere with its examples in another order."""
    split, grid = (
        classification(data, seed=seed, training_size=100),
        Grid(learning_rate=eta, start_seed=start),
    )
    history = trained(grid, split)
    errors = {
        penalty: float(error[-1, 0])
        for penalty, error in rounding_errors(grid, split, (lam,), history).items()
    }
    other = shuffled(split)
    recipes, nets = grid.recipes(), {penalty: grid.net(penalty, lam) for penalty in errors}
    again = train(
        other.X_train,
        other.Y_train,
        initial(grid.hidden, split, start),
        [recipes[net] for net in nets.values()],
        epochs=grid.epochs,
        snapshots=grid.steps(),
        validation=(split.X_validation, split.Y_validation),
    )
    theirs = np.asarray(again.validation_loss)[-3:]
    ours = np.asarray(history.validation_loss)[-3:, list(nets.values())]
    return errors, dict(zip(nets, np.abs(theirs - ours).max(axis=0), strict=True))


@pytest.mark.parametrize("state", CALM)
def test_a_net_that_forgets_rounding_has_all_its_digits(state: tuple[str, int, int, float, int]) -> None:
    errors, elsewhere = case(*state)
    for penalty, error in errors.items():
        assert decimals_left(error) == 3, penalty
        assert elsewhere[penalty] < 5e-4


@pytest.mark.parametrize("state", SHAKY)
def test_a_net_that_magnifies_rounding_is_found(state: tuple[str, int, int, float, int]) -> None:
    errors, elsewhere = case(*state)
    assert max(elsewhere.values()) > 5e-3
    for penalty, far in elsewhere.items():
        if far > 5e-3:
            assert decimals_left(errors[penalty]) < 3


def test_many_lambdas_at_once_say_what_each_says_alone() -> None:
    split, grid = classification("moons", seed=3, training_size=20), Grid(hidden=(5, 3), epochs=200)
    history = trained(grid, split)
    lams = (0, 12, 24)
    every = rounding_errors(grid, split, lams, history)
    assert every["none"].shape == (len(grid.steps()), 1)
    for k, lam in enumerate(lams):
        alone = rounding_errors(grid, split, (lam,), history)
        for penalty in grid.penalties:
            assert every[penalty].shape == (len(grid.steps()), 3)
            assert every[penalty][:, k] == pytest.approx(alone[penalty][:, 0], abs=1e-9)


def test_the_decimals_are_those_that_the_error_does_not_reach() -> None:
    assert [decimals_left(error) for error in (0.0, 4e-4, 6e-4, 4e-3, 6e-3, 0.3, np.inf)] == [
        3,
        3,
        2,
        2,
        1,
        1,
        1,
    ]
