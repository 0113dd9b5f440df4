"""When L2's own pull is too much, and where a weight that it would shrink for ever is held."""

import numpy as np
import pytest

from l2core.network import initialize_parameters
from l2core.optimizers import Recipe, held_size, largest_decay
from l2core.training import train


@pytest.mark.parametrize("optimizer", ["gd", "momentum", "adamw"])
@pytest.mark.parametrize("share", [0.3, 0.97, 1.0, 1.03, 2.0])
def test_above_the_largest_decay_the_pull_of_l2_alone_throws_a_weight_out(
    optimizer: str, share: float
) -> None:
    """Against the weight itself, under w ← w − ηρ w + μ (w − w before), written anew."""
    recipe = Recipe(optimizer=optimizer, momentum=0.9)
    decay = share * largest_decay(recipe)
    mu = recipe.momentum if optimizer == "momentum" else 0.0
    w, before = 1.0, 1.0
    for _step in range(400):
        w, before = w - decay * w + mu * (w - before), w
    assert (abs(w) > 1000) == (share > 1)


def test_the_limit_of_momentum_is_where_a_root_leaves_the_unit_circle() -> None:
    for mu in (0.0, 0.5, 0.9, 0.99):
        limit = largest_decay(Recipe(optimizer="momentum", momentum=mu))
        for decay in (limit - 1e-3, limit + 1e-3):
            roots = np.roots([1, -(1 + mu - decay), mu])
            assert (np.abs(roots).max() > 1 + 1e-9) == (decay > limit)


def test_adam_is_not_thrown_out_by_a_penalty() -> None:
    """Its steps are about η, whatever ηλ/m is: here 2,000."""
    assert largest_decay(Recipe(optimizer="adam")) == np.inf
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(2, 10)), (rng.random((1, 10)) < 0.5).astype(float)
    recipe = Recipe(2e5, "l2", learning_rate=0.1, optimizer="adam")
    history = train(X, Y, initialize_parameters((2, 3, 1), 0), [recipe], epochs=300)
    assert history.diverged_at[0] < 0


@pytest.mark.parametrize("dims", [(2, 8, 1), (2, 5, 3, 1)])
def test_a_weight_that_l2_shrinks_for_ever_is_held_at_the_size_that_is_told(dims: tuple[int, ...]) -> None:
    """Labels of every kind at one point: no data pull, so that L2 halves every weight at every step."""
    X, Y = np.zeros((dims[0], 2)), np.array([[0.0, 1.0]])
    recipe = Recipe(1.0, "l2", learning_rate=1.0)
    history = train(X, Y, initialize_parameters(dims, 0), [recipe], epochs=1600, snapshots=[])
    sizes = np.concatenate([np.abs(W).ravel() for name, W in history.final(0).items() if name[0] == "W"])
    assert sizes == pytest.approx(held_size(dims) * 2.0**-16, rel=1e-9, abs=0)
    product = held_size(dims) ** (len(dims) - 1)
    assert product >= np.finfo(float).tiny
