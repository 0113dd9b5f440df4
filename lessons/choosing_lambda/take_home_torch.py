"""The script for PyTorch: one linear layer, parameter groups, and a proximal step for L1.

L2 is the optimizer's weight_decay where all columns have the same; else it is part of the proximal step.
"""

from lessons.choosing_lambda.chosen_model import ChosenModel, digits
from lessons.choosing_lambda.take_home_python import (
    indicator_lines,
    loader,
    printing,
    table_lines,
    words_lines,
)

_DESCENT = """
# ---- the descent: with Nesterov's momentum, which takes a tenth of the steps
rate = 1 / curvature
layer = torch.nn.Linear(Z.shape[1], 1, dtype=torch.float64)
torch.nn.init.zeros_(layer.weight)
torch.nn.init.zeros_(layer.bias)
optimizer = torch.optim.SGD(
    [{groups}],
    lr=rate,
)
parameters = [layer.weight, layer.bias]
last, k = [parameter.detach().clone() for parameter in parameters], 0
for step in range(200_000):
    point = [parameter.detach().clone() for parameter in parameters]
    optimizer.zero_grad()
    loss = loss_of(layer(Z)[:, 0], target)
    loss.backward()
    optimizer.step()
    with torch.no_grad():
{proximal}        new = [parameter.detach().clone() for parameter in parameters]
        moved = max(((a - b).abs().max() / a.abs().max().clamp(min=1e-300)).item() for a, b in zip(new, last))
        if sum(((p - a) * (a - b)).sum() for p, a, b in zip(point, new, last)) > 0:
            k = 0  # it went too far: the momentum begins anew
        for parameter, a, b in zip(parameters, new, last):
            parameter.copy_(a + k / (k + 3) * (a - b))
        last, k = new, k + 1
    if step > 10 and moved < 1e-10:
        break
weights, bias = last[0][0], last[1][0]
"""


def install(model: ChosenModel) -> str:
    """The line that brings what the script needs."""
    return "pip install torch pandas" + (" scikit-learn" if model.built_in else "")


def pytorch_script(model: ChosenModel) -> str:
    """Python source; what it prints is in the units of the table."""
    body = [*table_lines(model), "", "# ---- the model", *words_lines(model), *_columns(model)]
    body += [*_numbers(model), *_descent(model), *_own_units(model), *printing()]
    imports = ["import numpy as np", *(["import pandas as pd"] if "pd." in "\n".join(body) else [])]
    imports += ["import torch", *loader(model)]
    return "\n".join([f"# {model.title}", f"# {install(model)}", *imports, "", *body]) + "\n"


def _columns(model: ChosenModel) -> list[str]:
    """`X` without words and gaps, and `Z`, its columns centred and scaled."""
    variables, lines = model.preparation.variables, []
    if any(variable.gaps == "median" for variable in variables):
        lines.append("X = X.fillna(X.median(numeric_only=True))")
    lines += indicator_lines(model)
    lines += ["names = list(X.columns)", "X = torch.tensor(X.to_numpy(dtype=float))"]
    lines.append("target = torch.tensor(y.to_numpy(dtype=float))")
    if model.balanced:
        lines.append("rows = torch.where(target == 1, 0.5 / target.mean(), 0.5 / (1 - target.mean()))")
    else:
        lines.append("rows = torch.ones(len(target), dtype=torch.float64)  # their weights")
    return [
        *lines,
        "center = (rows[:, None] * X).mean(axis=0)",
        "scale = (rows[:, None] * (X - center) ** 2).mean(axis=0).sqrt()",
        "scale[scale < 1e-12 * center.abs()] = 1.0  # a column that does not vary",
        "scale[scale == 0] = 1.0",
        "Z = (X - center) / scale",
    ]


def _numbers(model: ChosenModel) -> list[str]:
    """`l1` and `l2`: of all columns, or one for each."""
    loss = "the loss" if model.is_of_classes else "MSELoss"
    sgd = "PyTorch SGD" if model.is_of_classes else "PyTorch SGD with MSELoss"
    l1, l2 = model.apart_in(f"PyTorch, added to {loss}", sgd)
    about = f"lambda beside {loss}" + ("" if model.is_of_classes else ", which has no 1/2")
    if not model.is_of_classes and l2:
        about += ", L2 divided by s, the standard deviation of y"
    lines = [f"l1, l2 = {digits(l1)}, {digits(l2)}  # {about}"]
    if model.own_factors:
        own = ", ".join(f"{name!r}: {factor:g}" for name, factor in model.own_factors.items())
        lines += [
            f"own = {{{own}}}  # penalty factors that are not 1",
            "factor = torch.tensor([own.get(name, 1.0) for name in names], dtype=torch.float64)",
            "factor = factor / factor.mean()",
            "l1, l2 = l1 * factor, l2 * factor",
        ]
    if not model.standardize:
        lines.append("l1, l2 = l1 / scale, l2 / scale**2  # the penalty acts on the columns as they are")
    return lines


def _by_column(model: ChosenModel) -> bool:
    return bool(model.own_factors) or not model.standardize


def _descent(model: ChosenModel) -> list[str]:
    has_l1, has_l2, by_column = model.alpha > 0, model.alpha < 1, _by_column(model)
    steepest = "torch.linalg.matrix_norm(rows.sqrt()[:, None] * Z, 2) ** 2 / len(Z)"
    factor = "2" if not model.is_of_classes else "0.25"
    loss = "torch.nn.BCEWithLogitsLoss(weight=rows)" if model.is_of_classes else "torch.nn.MSELoss()"
    decays = has_l2 and not by_column
    decay = "l2" if decays else "0.0"
    smaller = " / (1 + rate * l2)" if has_l2 and by_column else ""
    size = f"(layer.weight.abs() - rate * l1).clamp(min=0){smaller}" if has_l1 else f"layer.weight{smaller}"
    shrunk = f"layer.weight.sign() * {size}" if has_l1 else size
    proximal = f"        layer.weight.copy_({shrunk})  # the proximal step\n" if has_l1 or smaller else ""
    groups = (
        f'\n        {{"params": [layer.weight], "weight_decay": {decay}}},'
        '\n        {"params": [layer.bias], "weight_decay": 0.0},  # never penalised\n    '
    )
    text = _DESCENT.format(groups=groups, proximal=proximal)
    lines = [f"loss_of = {loss}", f"curvature = {factor} * max({steepest}, 1.0)"]
    if decays:
        lines.append("curvature = curvature + l2")
    return [*lines, *text.strip("\n").split("\n")]


def _own_units(model: ChosenModel) -> list[str]:
    lines = ["", "# ---- in the units of the table"]
    if model.is_relaxed:
        lines += [
            f"gamma = {digits(model.gamma)}  # 1: penalised, 0: fitted again without a penalty",
            "chosen = weights != 0",
            "again = torch.zeros_like(weights)",
            "if chosen.any():",
            "    centred = (target - target.mean())[:, None]",
            '    again[chosen] = torch.linalg.lstsq(Z[:, chosen], centred, driver="gelsd").solution[:, 0]',
            "weights = gamma * weights + (1 - gamma) * again",
        ]
    return [
        *lines,
        "coefficients = (weights / scale).tolist()",
        "intercept = float(bias - (weights / scale) @ center)",
    ]
