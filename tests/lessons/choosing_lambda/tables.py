"""Tables of every kind for what this lesson says: noise, duplicates, constants, more columns than rows."""

import numpy as np

from l2core.tables import Table
from lessons.choosing_lambda.table_setting import Setting

PENALTIES = ("l1", "l2", "elastic_net")


def random_table(seed: int) -> Table:
    """n from 10 to 60, p from 1 to 12 or beyond n; some columns constant, equal or in odd units."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(10, 61))
    p = int(rng.integers(1, 13)) if seed % 5 else n + int(rng.integers(0, 4))
    X = rng.standard_normal((n, p)) * 10.0 ** rng.integers(-4, 5, p) + rng.uniform(-5, 5, p)
    if seed % 4 == 3 and p > 1:
        X[:, -1] = 3.0
    if seed % 4 == 1 and p > 2:
        X[:, 1] = 2 * X[:, 0]
    scaled = (X - X.mean(axis=0)) / np.where(X.std(axis=0) > 0, X.std(axis=0), 1)
    strength = rng.choice([0.0, 0.3, 3.0, 100.0])
    y = strength * scaled @ (rng.standard_normal(p) * (rng.random(p) < 0.5)) + rng.standard_normal(n)
    if seed % 7 == 2:
        y = (y > np.median(y)).astype(float)
    return Table(X, y * 10.0 ** rng.integers(-3, 4), tuple(f"v{i}" for i in range(p)), "y", ())


def setting_of(seed: int) -> Setting:
    rng = np.random.default_rng(1000 + seed)
    return Setting(
        penalty=PENALTIES[seed % 3],
        l1_ratio=float(rng.choice([0.05, 0.5, 0.95])),
        standardize=bool(rng.random() < 0.7),
        folds=int(rng.choice([3, 5, 10])),
        seed=int(rng.integers(20)),
    )
