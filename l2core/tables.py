"""Tables of numbers with one target: the two that come with the repository, and how they are read."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from l2core.checks import FloatArray

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Table:
    """X (n_samples, n_features) and y (n_samples,), as the statistician writes them, with their names.

    classes: what y = 0 and y = 1 stand for; empty where y is a measurement.
    """

    X: FloatArray
    y: FloatArray
    features: tuple[str, ...]
    target: str
    classes: tuple[str, ...] = ()


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


def _read(name: str) -> tuple[tuple[str, ...], list[list[str]]]:
    path = DATA / name
    if not path.is_file():
        raise ValueError(f"the table {name} needs the repository's data/ folder, looked for it at {path}")
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return tuple(header), rows
