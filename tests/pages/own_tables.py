"""Small tables with the quirks of those that people bring, drawn by seed."""

import numpy as np
import pandas as pd


def hitters(n: int = 60) -> pd.DataFrame:
    """Numbers, three columns of two words, row names, a target that a fifth of the rows lacks."""
    rng = np.random.default_rng(0)
    table = pd.DataFrame(
        rng.normal(50, 10, (n, 4)).round(1),
        columns=["AtBat", "Hits", "CRBI", "PutOuts"],
    )
    table.index = [f"-Player {k}" for k in range(n)]
    table["League"] = rng.choice(["A", "N"], n)
    table["Division"] = rng.choice(["E", "W"], n)
    pay = 5 * table["CRBI"] + 60 * (table["Division"] == "E") + rng.normal(0, 20, n)
    table["Salary"] = pay.round(2).mask(np.arange(n) % 5 == 2)
    table["NewLeague"] = rng.choice(["A", "N"], n)
    return table


def titanic(n: int = 120) -> pd.DataFrame:
    """Row numbers, names, words and numbers with gaps, a column that is mostly missing; two classes."""
    rng = np.random.default_rng(1)
    sex = rng.choice(["male", "female"], n)
    table = pd.DataFrame(
        {
            "PassengerId": range(1, n + 1),
            "Survived": (rng.random(n) < np.where(sex == "female", 0.8, 0.2)).astype(int),
            "Pclass": rng.integers(1, 4, n),
            "Name": [f'Smith, Mr. {k} "Jim"' for k in range(n)],
            "Sex": sex,
            "Age": rng.integers(1, 80, n).astype(float),
            "Fare": rng.exponential(30, n).round(2),
            "Cabin": [f"C{k}" if k % 4 == 0 else None for k in range(n)],
            "Embarked": rng.choice(["S", "C", "Q"], n),
        }
    )
    table.loc[table.index % 5 == 3, "Age"] = None
    table.loc[[7, 11], "Embarked"] = None
    return table


def prostate(n: int = 97, training: int = 67) -> pd.DataFrame:
    """Row numbers without a name, numbers, and `train`, T or F."""
    rng = np.random.default_rng(2)
    table = pd.DataFrame(rng.normal(size=(n, 4)).round(4), columns=["lcavol", "lweight", "svi", "pgg45"])
    table["lpsa"] = (table["lcavol"] + 0.3 * table["lweight"] + 0.5 * rng.normal(size=n)).round(4)
    table["train"] = np.where(rng.permutation(n) < training, "T", "F")
    table.index = range(1, n + 1)
    return table


def ames(n: int = 90) -> pd.DataFrame:
    """Many columns: numbers with gaps, words of which some are mostly missing, `Order` and `PID`."""
    rng = np.random.default_rng(3)
    area = rng.integers(40, 300, n)
    columns: dict[str, object] = {"Order": range(1, n + 1), "PID": 500_000 + 7 * rng.permutation(n)}
    for k in range(12):
        columns[f"Area {k}"] = np.where(rng.random(n) < 0.1 * (k % 3), np.nan, area + rng.integers(0, 30, n))
    for k in range(25):
        words = rng.choice([f"w{j}" for j in range(2 + k % 4)], n)
        columns[f"Kind {k}"] = np.where(rng.random(n) < (0.9 if k == 4 else 0.0), None, words)
    columns["SalePrice"] = 1000 * area + rng.integers(0, 20_000, n)
    return pd.DataFrame(columns)
