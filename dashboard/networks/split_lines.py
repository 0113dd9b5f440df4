"""The lines of a script that make the data set of a lesson on networks: its settings, and `split`."""

from collections.abc import Iterable

from dashboard.networks.problem import Problem
from dashboard.script_text import number
from l2core.datasets import DEFAULT_NOISE


def imports(problem: Problem, functions: Iterable[str]) -> list[str]:
    """The lines that import these functions, "l2core.training.train", …, and what makes the data set."""
    first = ["import numpy as np", *([] if problem.read is None else ["import pandas as pd"]), ""]
    modules: dict[str, set[str]] = {}
    for name in {*functions, *_drawing(problem)}:
        module, _dot, function = name.rpartition(".")
        modules.setdefault(module, set()).add(function)
    return first + [
        f"from {module} import {', '.join(sorted(modules[module]))}" for module in sorted(modules)
    ]


def split_settings(problem: Problem) -> list[str]:
    """The settings of the data, under the names that `l2core.datasets` has for them."""
    lines = [
        f"training_size = {problem.training_size}",
        f"label_noise = {number(problem.label_noise)}  # of the labels, but not of test points",
        f"seed = {problem.seed}",
    ]
    if problem.read is not None:
        return lines
    lines.insert(0, f'data = "{problem.name}"')
    if problem.name in DEFAULT_NOISE:
        scatter = f"{number(problem.scatter)} * DEFAULT_NOISE[data]"
        return [*lines, f"noise = {scatter}  # how far the points scatter"]
    return [*lines, f"columns = {list(problem.columns)}"]


def split_lines(problem: Problem) -> list[str]:
    """The lines that make `split`, after those of `split_settings`."""
    return drawn_lines(problem) if problem.read is None else problem.read()


def drawn_lines(
    problem: Problem,
    name: str = "split",
    *,
    training_size: str = "training_size",
    label_noise: str = "label_noise",
    seed: str = "seed",
) -> list[str]:
    """The lines that draw the data set with these in the place of its settings, as a `Problem` does.

    Of the football pitch where the data are an own table, of which there is no other draw.
    """
    data, more = "data", "columns=columns"
    if problem.read is not None:
        data, more = '"football"', ""
    elif problem.name in DEFAULT_NOISE:
        more = "noise=noise"
    told = [data, f"seed={seed}", more, f"label_noise={label_noise}", f"training_size={training_size}"]
    return [f"{name} = classification(", f"    {', '.join(filter(None, told))}", ")"]


def _drawing(problem: Problem) -> list[str]:
    if problem.read is not None:
        return ["l2core.datasets.from_table"]
    scattered = ["l2core.datasets.DEFAULT_NOISE"] if problem.name in DEFAULT_NOISE else []
    return ["l2core.datasets.classification", *scattered]
