"""Tables of numbers with one target: the two that come with the repository, and how they are read."""

import csv
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from l2core.checks import FloatArray

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Table:
    """X (n_samples, n_features) and y (n_samples,), as the statistician writes them, with their names.

    X may hold NaN where a cell is missing, to be filled by the median of the rows that are learned from.
    classes: what y = 0 and y = 1 stand for; empty where y is a measurement.
    variables: for each column of X the variable that it stands for, which the indicator columns of one share;
    empty where every column is a variable of its own.
    test: (n_samples,), the rows that are kept from every choice; None where there are none.
    """

    X: FloatArray
    y: FloatArray
    features: tuple[str, ...]
    target: str
    classes: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    test: NDArray[np.bool_] | None = None


def training_part(table: Table) -> Table:
    """The rows that a choice may see: all but those of the test part, which the result has no more."""
    return table if table.test is None else _rows(table, ~table.test)


def test_part(table: Table) -> Table | None:
    """The rows that are kept from every choice, as a table; None where there are none."""
    return None if table.test is None or not table.test.any() else _rows(table, table.test)


def diabetes() -> Table:
    """442 patients, 10 variables, y the progression of the disease after a year.

    Raises ValueError where data/diabetes.csv is not beside the package.
    Source: Efron, Hastie, Johnstone & Tibshirani 2004, Annals of Statistics 32(2); data/README.md.
    """
    header, rows = _read("diabetes.csv")
    values = np.array(rows, dtype=float)
    return Table(values[:, :-1], values[:, -1], header[:-1], header[-1])


def breast_cancer() -> Table:
    """569 tumours, 30 variables of their cell nuclei, y = 1 where the tumour is malignant.

    Raises ValueError where data/breast_cancer.csv is not beside the package.
    Source: Wolberg, Street & Mangasarian 1995, doi:10.24432/C5DW2B; data/README.md.
    """
    header, rows = _read("breast_cancer.csv")
    classes = ("benign", "malignant")
    X = np.array([row[:-1] for row in rows], dtype=float)
    y = np.array([classes.index(row[-1]) for row in rows], dtype=float)
    return Table(X, y, header[:-1], header[-1], classes)


def _rows(table: Table, chosen: NDArray[np.bool_]) -> Table:
    return replace(table, X=table.X[chosen], y=table.y[chosen], test=None)


def _read(name: str) -> tuple[tuple[str, ...], list[list[str]]]:
    path = DATA / name
    if not path.is_file():
        raise ValueError(f"the table {name} needs the repository's data/ folder, looked for it at {path}")
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return tuple(header), rows
