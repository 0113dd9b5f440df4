"""Tables and their models for the scripts that are taken home, and what the core says of them."""

import io
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, replace

import numpy as np

from dashboard.uploads.preparation import Choices
from dashboard.uploads.prepared import prepared
from dashboard.uploads.reading import read_table
from l2core.class_validation import balancing
from l2core.linear import default_lambdas, elastic_net_path
from l2core.logistic import default_logistic_lambdas, logistic_path
from l2core.missing import filled, medians
from l2core.relaxed import relaxed_path
from l2core.tables import Table, breast_cancer, diabetes, training_part
from lessons.choosing_lambda.chosen_model import ChosenModel, built_in_preparation
from tests.dashboard.uploads.test_prepared import beginning, choices_of, wild
from tests.pages.own_tables import ames, hitters, prostate, titanic


@dataclass(frozen=True)
class Case:
    """data: the bytes of the file. table: with the rows for the fit alone. model: at no λ yet."""

    data: bytes
    table: Table
    model: ChosenModel


def built_in(name: str) -> Case:
    table = diabetes() if name == "diabetes" else breast_cancer()
    preparation = built_in_preparation(table, f"{name}.csv")
    spread = 1.0 if table.classes else float(table.y.std())
    return Case(b"", table, ChosenModel(preparation, 1.0, "l1", 0.5, spread, built_in=name))


def own(data: bytes, choices: Choices | None = None, seed: int | None = None) -> Case:
    """What the page makes of these bytes, with what it begins with, `choices`, or random ones."""
    cells = read_table(data, "mine.csv")
    chosen = choices_of(cells, seed) if seed is not None else choices or beginning(cells)
    table, preparation = prepared(cells, chosen)
    table = training_part(table)
    spread = 1.0 if table.classes else float(table.y.std())
    return Case(data, table, ChosenModel(preparation, 1.0, "l1", 0.5, spread))


def decimal_commas() -> bytes:
    """Semicolons, decimal commas, thousands, money, percent, times, cp1252, a title; codes for missing."""
    rng = np.random.default_rng(4)
    n = 60
    width, time = rng.normal(5, 1, n), rng.integers(0, 24, n)
    pay = 1000 * width + 40 * time + rng.normal(0, 100, n)
    lines = ["Messungen;;;;;;", "Breite, cm;Höhe, cm;Anteil;Uhrzeit;Art;Rest;Preis"]
    for k in range(n):
        cells = [
            f"{width[k]:.2f}".replace(".", ","),
            "-999" if k % 9 == 4 else f"{rng.normal(1, 2):.3f}".replace(".", ","),
            f"{rng.integers(0, 100)} %",
            f"{time[k]}:{rng.integers(0, 60):02d}",
            ["grün", "rot", "it's \\ blue", "n.a."][rng.integers(4)],
            "?" if k % 7 == 3 else str(rng.integers(0, 9)),
            f"€ {pay[k]:,.2f}".translate(str.maketrans(",.", ".,")),
        ]
        lines.append(";".join(cells))
    return "\n".join(lines).encode("cp1252")


def cases() -> dict[str, Case]:
    """Built-in tables, and files with gaps, words, identifiers, splits, other numbers and two classes."""
    files = {
        "hitters": hitters().to_csv(na_rep="NA").encode(),
        "titanic": titanic().to_csv(index=False).encode(),
        "prostate": prostate().to_csv(sep="\t").encode(),
        "ames": ames().to_csv(index=False, na_rep="NA").encode(),
    }
    found = {name: built_in(name) for name in ("diabetes", "breast_cancer")}
    found |= {name: own(data) for name, data in files.items()}
    code = Choices("Preis", codes=(("Höhe, cm", -999.0),))
    return found | {"decimal commas": own(decimal_commas(), code)}


def wild_case(seed: int) -> Case:
    return own(wild(seed).to_csv(index=False, na_rep="NA").encode(), seed=seed)


def at(case: Case, share: float, **settings: object) -> ChosenModel:
    """The model with these settings, at so much of its λ_max (of the lasso's tenth, for a ridge)."""
    model = replace(case.model, **settings)
    X, y = filled(case.table.X, medians(case.table.X)), case.table.y
    largest = default_logistic_lambdas if model.is_of_classes else default_lambdas
    top = largest(
        X,
        y,
        max(model.alpha, 0.1),
        count=1,
        standardize=model.standardize,
        penalty_factors=model.factors,
    )[0]
    return replace(model, lambd=float(f"{share * top:.3g}"))


def some_models(case: Case, share: float) -> Iterator[ChosenModel]:
    """Every penalty, standardised or not, with and without factors, weights and refit, once or more each."""
    p = case.table.X.shape[1]
    keep, trust = np.ones(p), np.ones(p)
    keep[0], trust[p // 2] = 0.0, 0.5
    of_classes = case.model.is_of_classes
    for k, penalty in enumerate(("l1", "l2", "elastic_net")):
        yield at(case, share, penalty=penalty)
        yield at(case, share, penalty=penalty, factors=tuple(keep if k else trust))
        if of_classes:
            yield at(case, share, penalty=penalty, balanced=True, l1_ratio=0.2)
        else:
            yield at(case, share, penalty=penalty, gamma=0.25, factors=None if k else tuple(keep))
        yield at(case, share, penalty=penalty, standardize=False)


def expected(case: Case, model: ChosenModel) -> dict[str, float]:
    """The coefficients by name, and the intercept, as the core has them: what the page shows."""
    X, y = filled(case.table.X, medians(case.table.X)), case.table.y
    told = {"standardize": model.standardize, "penalty_factors": model.factors, "l1_ratio": model.alpha}
    if model.is_of_classes:
        path = logistic_path(X, y, [model.lambd], weights=balancing(y) if model.balanced else None, **told)
    elif model.is_relaxed:
        path = relaxed_path(X, y, [model.lambd], gamma=model.gamma, **told)
    else:
        path = elastic_net_path(X, y, lambdas=[model.lambd], **told)
    return dict(zip(model.features, path.coefficients[0], strict=True)) | {"intercept": path.intercepts[0]}


def difference(case: Case, model: ChosenModel, found: dict[str, float]) -> float:
    """The largest difference, as an effect per standard deviation, relative to the largest effect."""
    here = expected(case, model)
    assert set(found) <= set(here), "a coefficient that the page does not have"
    spread = dict(zip(model.features, filled(case.table.X, medians(case.table.X)).std(axis=0), strict=True))
    X = filled(case.table.X, medians(case.table.X))
    largest = max(*(abs(here[name]) * s for name, s in spread.items()), 1e-3 * case.table.y.std())
    apart = [abs(found.get(name, 0.0) - here[name]) * s for name, s in spread.items()]
    means = X.mean(axis=0)  # the intercept there, and not where all columns are 0, far from the table
    middle = [
        one["intercept"] + sum(one.get(name, 0.0) * mean for name, mean in zip(spread, means, strict=True))
        for one in (found, here)
    ]
    return max(*apart, abs(middle[0] - middle[1])) / largest


def printed(text: str) -> dict[str, float]:
    """Name -> number, of the lines that a script prints."""
    lines = (line.rsplit("\t", 1) for line in text.splitlines())
    return {name: float(value) for name, value in lines}


def run_python(source: str) -> dict[str, float]:
    """What a script prints, run in this process in the folder of the file."""
    out = io.StringIO()
    with redirect_stdout(out):
        exec(compile(source, "script.py", "exec"), {"__name__": "__main__"})
    return printed(out.getvalue())
