"""Maps of η × λ of every kind: rows and columns that are lost, single cells, and those where all is well."""

import numpy as np

from l2core.rate_map import RateMap


def random_map(seed: int) -> RateMap:
    """Up to five η and six λ; nets that learn, dead ones and diverged ones, the latter more at the edges."""
    rng = np.random.default_rng(seed)
    R, L = int(rng.integers(1, 6)), int(rng.integers(1, 7))
    fate = rng.choice(["learns", "dead", "diverged"], (R, L), p=rng.dirichlet([3, 1, 1]))
    lost = np.zeros((R, L), bool)
    lost[: rng.integers(0, 3)] = True
    lost[:, L - rng.integers(0, 3) :] = True
    fate[lost] = rng.choice(["dead", "diverged"], lost.sum())
    diverged, dead = fate == "diverged", fate == "dead"
    validation = np.where(diverged, np.nan, rng.uniform(0.1, 2, (R, L)))
    rates = np.sort(rng.choice([10, 5, 3, 2, 1, 0.3, 0.1, 0.03, 0.01], R, replace=False))[::-1]
    lambdas = np.sort(rng.choice([0.01, 0.1, 1, 5, 20, 50, 100], L, replace=False))
    return RateMap(
        rates=tuple(rates.tolist()),
        lambdas=tuple(lambdas.tolist()),
        validation=validation,
        constant=dead,
        diverged_at=np.where(diverged, rng.integers(1, 99, (R, L)), -1),
        turned=~diverged & (rng.random((R, L)) < 0.5),
        largest=np.where(diverged, np.nan, 10.0 ** rng.uniform(-6, 2, (R, L))),
        silent=dead & (rng.random((R, L)) < rng.choice([0, 0.5, 1])),
        penalty=str(rng.choice(["l2", "l1"])),
        m=int(rng.choice([20, 50, 200])),
    )
