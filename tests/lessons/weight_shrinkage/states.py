"""States of the lesson, drawn at random from what its controls offer, and their nets."""

from collections.abc import Iterator
from functools import cache

import numpy as np

from dashboard.networks.grid import Grid, initial
from dashboard.networks.problem import SIZES, built_in
from l2core.datasets import Split
from l2core.evaluation import common_answer
from l2core.snapshots import probabilities
from l2core.training import train
from lessons.weight_shrinkage.choice import ADAPTIVE_RATES, HIDDEN, RATES
from lessons.weight_shrinkage.run import Nets, nets_of

EPOCHS = 240
DATA = ("football", "moons", "circles", "spirals", "exclusive_or", "breast_cancer")


def plain(message: str) -> str:
    """What `_` is in English."""
    return message


@cache
def nets(
    *,
    data: str = "football",
    m: int = 200,
    flip: float = 0.0,
    seed: int = 1,
    net: str = "8",
    third: str = "l1",
    eta: float = 0.3,
    epochs: int = EPOCHS,
    start: int = 0,
    r: float = 0.5,
    l1_step: str = "proximal",
    optimizer: str = "gd",
) -> Nets:
    """The nets of the page with these controls."""
    split: Split = built_in(data, m, flip, 1.0, seed)
    grid = Grid(HIDDEN[net], ("l2", third), eta, epochs, start, r, l1_step, optimizer)
    history = train(
        split.X_train,
        split.Y_train,
        initial(grid.hidden, split, start),
        grid.recipes(),
        epochs=epochs,
        snapshots=grid.steps(),
        validation=(split.X_validation, split.Y_validation),
    )
    return nets_of(grid, split, history, common_answer(probabilities(history.weights, split.X_train)))


@cache
def some_nets(count: int = 36) -> tuple[Nets, ...]:
    """The nets of so many states; every optimizer and step of L1 is among them, and every rate."""
    rng, drawn = np.random.default_rng(9), []
    for n in range(count):
        optimizer = ("gd", "gd", "momentum", "adam", "adamw")[n % 5]
        rates = ADAPTIVE_RATES if optimizer.startswith("adam") else RATES
        drawn.append(
            nets(
                data=DATA[rng.integers(6)],
                m=int(rng.choice(SIZES)),
                flip=float(rng.choice((0, 0.1, 0.4))),
                seed=int(rng.integers(30)),
                net=("8", "8-8", "30", "20-3")[rng.integers(4)],
                third=("l1", "elastic_net")[rng.integers(2)],
                eta=rates[-1 - n % len(rates)],
                start=int(rng.integers(10)),
                r=float(rng.choice((0.1, 0.5, 0.9))),
                l1_step=("proximal", "proximal", "subgradient")[rng.integers(3)],
                optimizer=optimizer,
            )
        )
    return tuple(drawn)


def edge_nets() -> tuple[tuple[Nets, str], ...]:
    """States at the edge, each with the λ that matters there."""
    return (
        (nets(m=20, eta=1.0, epochs=1000), "20"),  # ηλ/m = 1
        (nets(m=20, eta=2.0), "20"),  # ηλ/m = 2
        (nets(m=20, eta=10.0), "100"),
        (nets(m=20, eta=10.0, optimizer="momentum", net="8-8", data="breast_cancer"), "7"),
        (nets(m=20, eta=10.0, net="20-3", data="breast_cancer", start=1, third="elastic_net"), "3"),
        (nets(optimizer="adam", l1_step="subgradient", eta=0.01), "1"),
        (nets(data="circles", m=20, flip=0.1, seed=5, net="20-3", start=6, epochs=1000), "30"),
        (nets(net="20-3"), "0.01"),
    )


def places(some: Nets, count: int = 8) -> Iterator[tuple[int, int]]:
    """Some places (λ, step) of the bar, its ends among them."""
    rng = np.random.default_rng(some.m)
    lambdas, steps = len(some.runs[1].diverged_at), len(some.history.epochs)
    yield from ((0, steps - 1), (lambdas - 1, steps - 1), (lambdas - 1, 0))
    for _n in range(count - 3):
        yield int(rng.integers(lambdas)), int(rng.integers(steps))
