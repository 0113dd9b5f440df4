"""The run of a table as a script: its λ, its cross-validation and the model of the bar, by `l2core` alone."""

from collections.abc import Iterator

from dashboard.script_text import SHOW, code_cell, joined, number, title_cell
from dashboard.text import plain
from lessons.choosing_lambda.chosen_model import ChosenModel
from lessons.choosing_lambda.table_choice import TableChoice
from lessons.choosing_lambda.table_run import Fit
from lessons.choosing_lambda.table_setting import COUNT, Setting, folds_of, has_gaps
from lessons.choosing_lambda.take_home import chosen_model
from lessons.choosing_lambda.take_home_python import indicator_lines, listed, table_lines, words_lines


def source(choice: TableChoice, fit: Fit, place: int) -> str:
    """Python source that computes every λ of the bar again and prints what the page shows at this place.

    choice: with the rows for the fit alone.
    """
    model, setting, gaps = chosen_model(choice, fit, place), choice.setting, has_gaps(choice.source.table)
    body = [
        code_cell(_table(model), "The table"),
        code_cell(_lambdas(model, setting, gaps), "The λ of the bar"),
        code_cell(_validation(model, setting, folds_of(choice.source.table, setting), gaps), "Which λ?"),
        code_cell(_printing(model), "What the page shows"),
    ]
    return joined(
        [title_cell(model.titled(_in_markdown), _about(model)), code_cell(_imports(joined(body))), *body]
    )


def _in_markdown(name: str) -> str:
    return plain(repr(name))


def _about(model: ChosenModel) -> str:
    """What it does, and where it finds the table."""
    if model.built_in:
        place = "Save it in the folder of the lab, which holds the table."
    else:
        place = f"pandas reads the table: put the script beside {plain(model.preparation.file)}."
    return (
        "The error on rows left out for every λ of the bar, λ_min and λ_1se, and the model at the λ where\n"
        f"the bar stands. {place}"
    )


def _imports(used: str) -> list[str]:
    """The imports of what the cells use, in alphabetical order."""
    homes = {
        "l2core.class_validation": ["balancing", "cross_validate_classes"],
        "l2core.cross_validation": ["cross_validate"],
        "l2core.linear": ["default_lambdas"],
        "l2core.logistic": ["default_logistic_lambdas"],
        "l2core.missing": ["filled", "medians"],
        "l2core.tables": ["breast_cancer", "diabetes"],
    }
    found = {home: [name for name in names if f"{name}(" in used] for home, names in homes.items()}
    own = ["import pandas as pd"] if "pd." in used else []
    lines = [f"from {home} import {', '.join(names)}" for home, names in found.items() if names]
    return ["import numpy as np", *own, "", *lines]


def _table(model: ChosenModel) -> list[str]:
    """`X` (n, p) with NaN in its gaps, `y` (n,) and `names`, the columns in the order of the page."""
    if model.built_in:
        return [f"table = {model.built_in}()", "X, y, names = table.X, table.y, table.features"]
    return [
        *table_lines(model)[1:],
        "",
        *words_lines(model),
        *indicator_lines(model),
        f"names = {listed(map(repr, model.features))}",
        "X, y = X[names].to_numpy(dtype=float), y.to_numpy(dtype=float)",
    ]


def _lambdas(model: ChosenModel, setting: Setting, gaps: bool) -> list[str]:
    """`lambdas` (COUNT,), from the smallest up, as `table_setting.bar_lambdas` has them."""
    lines, X = [], "X"
    if model.own_factors:
        own = ", ".join(f"{name!r}: {factor:g}" for name, factor in model.own_factors.items())
        lines.append(f"own = {{{own}}}  # the penalty factors that are not 1")
        lines.append("factors = np.array([own.get(name, 1.0) for name in names])")
    if gaps:
        lines.append("whole = filled(X, medians(X))")
        X = "whole"
    if model.alpha > 0:
        per_decade = 20
        lines.append("# the smallest λ at which every weight that is penalised is 0")
        lines += _largest(model, setting, X)
    else:
        per_decade = 16
        lines += _largest_of_ridge(model, setting, X)
    return [
        *lines,
        f"# {COUNT} values, {per_decade} for each power of ten, to three digits; the strongest one last",
        f"exponents = np.ceil({per_decade} * np.log10(top)) - np.arange({COUNT})[::-1]",
        f'lambdas = [float(f"{{10 ** (k / {per_decade}):.3g}}") for k in exponents]',
    ]


def _largest(model: ChosenModel, setting: Setting, X: str) -> list[str]:
    function = "default_logistic_lambdas" if model.is_of_classes else "default_lambdas"
    told = [X, "y", number(model.alpha), "count=1", f"standardize={setting.standardize}"]
    if model.factors is not None:
        told.append("penalty_factors=factors")
    if model.balanced:
        told.append("weights=balancing(y)")
    return [f"top = {function}({', '.join(told)})[0]"]


def _largest_of_ridge(model: ChosenModel, setting: Setting, X: str) -> list[str]:
    lines = [
        "# a ridge has no λ at which every weight is 0: the bar begins at 30 times the largest eigenvalue of",
        f"# XᵀX/n, times {'¼' if model.is_of_classes else 'the standard deviation of y'}",
        f"columns = {X} - {X}.mean(axis=0)",
    ]
    if setting.standardize:
        lines.append("deviation = columns.std(axis=0)")
        lines.append("columns = columns / np.where(deviation > 0, deviation, 1.0)")
    unit = "0.25" if model.is_of_classes else "y.std()"
    return [*lines, f"top = 30 * np.linalg.norm(columns, 2) ** 2 / len(y) * {unit}"]


def _validation(model: ChosenModel, setting: Setting, folds: int, gaps: bool) -> list[str]:
    """`found`, the cross-validation, and `at`, the place of the bar."""
    told = ["X", "y", repr(setting.penalty), "lambdas"]
    if model.is_of_classes:
        told.append(f"measure={setting.measure!r}")
    told += [f"folds={folds}", f"seed={setting.seed}"]
    if setting.penalty == "elastic_net":
        told.append(f"l1_ratio={number(setting.l1_ratio)}")
    told.append(f"standardize={setting.standardize}")
    if model.balanced:
        told.append("balanced=True")
    if model.factors is not None:
        told.append("penalty_factors=factors")
    if gaps:
        told.append("impute=True")
    function = "cross_validate_classes" if model.is_of_classes else "cross_validate"
    return [
        f"found = {function}(",
        *(f"    {argument}," for argument in told[:-1]),
        f"    {told[-1]}," + ("  # by the medians of the rows that are learned from" if gaps else ""),
        ")",
        f"at = lambdas.index({number(model.lambd)})  # where the bar stands",
    ]


def _printing(model: ChosenModel) -> Iterator[str]:
    name = "name"
    if any(feature != " ".join(feature.split()) for feature in model.features):
        name = "' '.join(name.split())"  # on one line
    yield from SHOW
    yield from (
        "",
        "",
        'places = {"lambda of the bar": at, "lambda_min": found.index_min, "lambda_1se": found.index_1se}',
        "for name, place in places.items():",
        "    show(name, found.lambdas[place])",
        '    show(f"error on rows left out at {name}", found.mean_error[place])',
        '    show(f"standard error of it at {name}", found.standard_error[place])',
        'show("intercept", found.path.intercepts[at])',
        "for name, weight in zip(names, found.path.coefficients[at]):",
        "    if weight != 0:",
        f'        show(f"coefficient of {{{name}}}", weight)',
    )
