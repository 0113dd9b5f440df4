"""What the map of η × λ is judged to show, against a look at every cell by itself."""

import numpy as np
import pytest

from l2core.rate_map import MOST, RateMap


def random_map(seed: int) -> RateMap:
    """Cells of every kind: nets that learn, dead ones with the loss of guessing, diverged ones."""
    rng = np.random.default_rng(seed)
    rates, lambdas = rng.integers(1, 6), rng.integers(1, 7)
    fate = rng.choice(["learns", "dead", "diverged"], (rates, lambdas), p=rng.dirichlet([2, 1, 1]))
    fate[rng.integers(rates), rng.integers(lambdas)] = "learns"
    return RateMap(
        rates=tuple(np.sort(rng.uniform(0.01, 10, rates))[::-1].tolist()),
        lambdas=tuple(np.sort(rng.uniform(0.01, 100, lambdas)).tolist()),
        validation=np.where(fate == "diverged", np.nan, rng.uniform(0.1, 2, fate.shape)),
        constant=fate == "dead",
        diverged_at=np.where(fate == "diverged", rng.integers(1, 99, fate.shape), -1),
    )


@pytest.mark.parametrize("seed", range(60))
def test_a_map_is_judged_as_a_look_at_every_cell_judges_it(seed):
    cells = random_map(seed)
    R, L = cells.validation.shape
    finite = {
        (i, j): cells.validation[i, j] for i in range(R) for j in range(L) if cells.diverged_at[i, j] < 0
    }
    assert cells.best == min(finite, key=finite.__getitem__)
    for j in range(L):
        dead = sum(cells.constant[i, j] for i in range(R))
        assert (j in cells.mostly_dead_columns) == (dead > MOST * R)
    rows = 0
    while rows < R and cells.constant[rows, 0]:
        rows += 1
    assert cells.dead_rows == rows
    for i in range(R):
        learning = {j: cells.validation[i, j] for j in range(L) if cells.learns[i, j]}
        assert cells.best_lambdas.get(i) == (min(learning, key=learning.__getitem__) if learning else None)
