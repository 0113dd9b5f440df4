"""The lines of a script that make the data set of a lesson on networks: its settings, and `split`."""

from collections.abc import Iterable

from dashboard.networks.problem import Problem
from dashboard.script_text import number
from l2core.datasets import DEFAULT_NOISE


def imports(needed: Iterable[str]) -> list[str]:
    """The lines that import NumPy and these functions, "l2core.training.train", …, module by module."""
    modules: dict[str, set[str]] = {}
    for name in needed:
        module, _dot, function = name.rpartition(".")
        modules.setdefault(module, set()).add(function)
    lines = [f"from {module} import {', '.join(sorted(modules[module]))}" for module in sorted(modules)]
    return ["import numpy as np", "", *lines]


def split_functions(problem: Problem) -> list[str]:
    """What `split_settings` and `split_lines` need to be imported."""
    if problem.read is not None:
        return ["l2core.datasets.from_table"]
    scattered = ["l2core.datasets.DEFAULT_NOISE"] if problem.name in DEFAULT_NOISE else []
    return ["l2core.datasets.classification", *scattered]


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
    if problem.read is not None:
        return problem.read()
    return [f"split = {classification_call(problem)}"]


def classification_call(
    problem: Problem, training_size: str = "training_size", label_noise: str = "label_noise"
) -> str:
    """The call that draws the data set with these in the place of its settings, as `Problem.redrawn` does.

    Of the football pitch where the data are an own table, of which there is no other draw.
    """
    name, more = ("data", "columns=columns")
    if problem.read is not None:
        name, more = '"football"', ""
    elif problem.name in DEFAULT_NOISE:
        more = "noise=noise"
    told = f"seed=seed, training_size={training_size}, label_noise={label_noise}"
    return f"classification({', '.join(part for part in (name, told, more) if part)})"
