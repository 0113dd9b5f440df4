"""The code of PyTorch, Keras and glmnet in `l2core.conventions`, run as the page "Libraries" prints it.

    python -m benchmarks.conventions [--tiny]

One linear model on 200 rows, trained until it rests; of the code, the learning rate alone is another. Each
line of the table is a library's code with its number for one λ, and by how much its predictions differ from
those of scikit-learn with its own number for the same λ (tests/core/test_conventions.py holds scikit-learn's
to the formula). Several outputs, and glmnet with and without standardising, are lines of their own. AdamW
comes last: what it keeps of a weight after the steps that its timescale says, and how far it is from L2 with
the same number.
"""

import argparse
import ast
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import ElasticNet, Lasso, LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from l2core.convention import Convention
from l2core.convention_rows import pytorch
from l2core.conventions import CONVENTIONS, conventions
from l2core.decoupled_decay import timescale

Array = np.ndarray
LAMBD, RATIO, ROWS, OUTPUTS = 0.1, 0.3, 200, 3
PEERS = {
    ("squared error", "l2"): "scikit-learn Ridge",
    ("squared error", "l1"): "scikit-learn Lasso",
    ("squared error", "elastic_net"): "scikit-learn ElasticNet",
}
# A step along the subgradient of L1 chatters around a 0 by rate · λ.
ALLOWED = {"l2": 1e-5, "l1": 5e-3, "elastic_net": 1e-3}


def problem(outputs: int = 1) -> tuple[Array, Array, Array]:
    """X (200, 4) of unlike columns, a target (200, outputs) whose deviation is not 1, and a label."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((ROWS, 4)) * [1.0, 0.7, 1.3, 1.0] + [0.0, 0.5, -0.5, 0.0]
    w = np.array([1.5, -1.0, 0.5, 0.0])[:, None] * np.arange(1, outputs + 1)
    y = X @ w + rng.standard_normal((ROWS, outputs)) + 2
    return X, y, (y[:, 0] > y[:, 0].mean()).astype(float)


def number_of(convention: Convention, outputs: int, spread: float = 1.0) -> tuple[float, float]:
    """What the convention calls λ = LAMBD with r = RATIO: its value and its share of L1."""
    n = convention.examples(ROWS)
    value = convention.from_canonical(LAMBD, n, l1_ratio=RATIO, outputs=outputs, spread=spread)
    return value, convention.ratio_from_canonical(RATIO, spread=spread)


def made(code: str, names: dict[str, Any]) -> Any:
    """Runs `code`; the value of its last expression."""
    tree = ast.parse(code)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    exec(compile(tree, "code", "exec"), names)
    return eval(compile(ast.Expression(last.value), "code", "eval"), names)


def in_scikit_learn(like: Convention, outputs: int = 1, *, standardized: bool = False) -> Array:
    """Predictions (200, outputs) or log-odds (200, 1) of scikit-learn for the same λ."""
    name = PEERS.get((like.loss, like.penalty), "scikit-learn LogisticRegression")
    there = next(c for c in conventions(like.penalty, like.loss) if c.name == name)
    kinds = (Ridge, Lasso, ElasticNet, LogisticRegression, StandardScaler, make_pipeline)
    value, ratio = number_of(there, outputs)
    code = there.code(value, l1_ratio=ratio, standardized=standardized)
    model = made(code, {kind.__name__: kind for kind in kinds})
    (model[-1] if standardized else model).set_params(tol=1e-12, max_iter=10**6)
    X, y, label = problem(outputs)
    if like.loss == "cross-entropy":
        return np.asarray(model.fit(X, label).decision_function(X))[:, None]
    return np.asarray(model.fit(X, y).predict(X)).reshape(ROWS, outputs)


def descended(cost: Callable[[], Any], descent: Any, steps: int, rate: float, momentum: float = 0.0) -> None:
    """So many steps, which grow smaller in the second half: along a kink they would go on chattering."""
    for step in range(steps):
        for group in descent.param_groups:
            group["lr"] = rate * min(1.0, 2 * (1 - step / steps)) ** 2
            if "momentum" in group:
                group["momentum"] = momentum
        descent.zero_grad()
        cost().backward()
        descent.step()


def in_pytorch(convention: Convention, steps: int, outputs: int = 1) -> Array:
    """Predictions of a linear layer after so many steps with the code of this convention."""
    import torch

    torch.manual_seed(0)
    X, y, label = (torch.tensor(array) for array in problem(outputs))
    model = torch.nn.Linear(4, outputs, dtype=torch.float64)
    squares = convention.loss == "squared error"
    fit = torch.nn.MSELoss() if squares else torch.nn.BCEWithLogitsLoss()
    value, ratio = number_of(convention, outputs)
    code = convention.code(value, l1_ratio=ratio)
    names = {"torch": torch, "model": model}
    adds = convention.penalty == "l1"  # to the loss, in place of an optimizer
    descent = torch.optim.SGD(model.parameters(), lr=0.1) if adds else made(code, names)

    def cost() -> Any:
        names["loss"] = fit(model(X), y if squares else label[:, None])
        if adds:
            exec(code, names)
        return names["loss"]

    adam = isinstance(descent, torch.optim.Adam)
    descended(cost, descent, 2 * steps if adam else steps, 0.1 if adam else 0.3, 0.0 if adds else 0.8)
    predicted: Array = model(X).detach().numpy()
    return predicted


def in_keras(convention: Convention, steps: int, outputs: int = 1) -> Array:
    """Predictions of a dense layer after so many steps on the loss and the regularizer of Keras."""
    os.environ["KERAS_BACKEND"] = "torch"
    import keras
    import torch

    keras.config.set_floatx("float64")
    keras.utils.set_random_seed(0)
    X, y, label = (torch.tensor(array) for array in problem(outputs))
    value, ratio = number_of(convention, outputs)
    layer = made(convention.code(value, l1_ratio=ratio), {"keras": keras, "units": outputs})
    model = keras.Sequential([keras.Input((4,)), layer])
    squares = convention.loss == "squared error"
    fit = keras.losses.MeanSquaredError() if squares else keras.losses.BinaryCrossentropy(from_logits=True)
    parameters = [variable.value for variable in model.trainable_variables]

    def cost() -> Any:
        return fit(y if squares else label[:, None], model(X)) + sum(model.losses)

    descent = torch.optim.SGD(parameters, lr=0.1)
    descended(cost, descent, steps, 0.3, 0.8 if convention.penalty == "l2" else 0.0)
    predicted: Array = model(X).detach().numpy()
    return predicted


def in_glmnet(fits: list[tuple[Convention, bool, bool]]) -> list[Array]:
    """Predictions of R's glmnet with the code of each convention, of all in one run of R.

    fits: convention, whether it standardises, whether it is told s (or works it out).
    """
    X, y, label = problem()
    script = [
        "suppressPackageStartupMessages(library(glmnet))",
        'X <- as.matrix(read.csv("X.csv", header = FALSE)); Y <- read.csv("Y.csv", header = FALSE)',
        "glmnet <- function(...) glmnet::glmnet(..., thresh = 1e-14, maxit = 1e7)",
    ]
    for convention, standardized, told in fits:
        squares = convention.loss == "squared error"
        if told:
            value, ratio = number_of(convention, 1, float(y.std()) if squares else 1.0)
            code = convention.code(value, l1_ratio=ratio, standardized=standardized)
        else:
            code = convention.code_for_any_spread(LAMBD, l1_ratio=RATIO, standardized=standardized)
        *before, line = code.splitlines()
        script += [f"y <- Y[, {1 if squares else 2}]", *before]
        script += [f'cat(format(predict({line}, X), digits = 15), "\\n")']
    with tempfile.TemporaryDirectory() as folder:
        np.savetxt(Path(folder, "X.csv"), X, delimiter=",", fmt="%.17g")
        np.savetxt(Path(folder, "Y.csv"), np.column_stack((y, label)), delimiter=",", fmt="%.17g")
        Path(folder, "fits.R").write_text("\n".join(script), encoding="utf-8")
        shown = subprocess.run(
            ["Rscript", "fits.R"], cwd=folder, capture_output=True, text=True, check=True
        ).stdout
    return [np.array(line.split(), dtype=float)[:, None] for line in shown.splitlines()]


def in_adamw(steps: int) -> tuple[float, float]:
    """What AdamW keeps of a weight without a gradient after τ steps; how far its model is from L2's."""
    import torch

    rate, decay = 0.01, 0.1
    model = torch.nn.Linear(1, 1, dtype=torch.float64)
    code = pytorch("AdamW", rate).format(value=decay)
    descent = made(code, {"torch": torch, "model": model})
    began = model.weight.item()
    model.weight.grad = torch.zeros_like(model.weight)
    for _ in range(round(timescale(decay, rate))):
        descent.step()
    kept = model.weight.item() / began

    l2 = next(c for c in conventions("l2") if c.name == "PyTorch Adam")
    X, _y, label = (torch.tensor(array) for array in problem())
    model = torch.nn.Linear(4, 1, dtype=torch.float64)
    value, _ratio = number_of(l2, 1)
    descent = made(pytorch("AdamW", 0.001).format(value=value), {"torch": torch, "model": model})
    loss = torch.nn.BCEWithLogitsLoss()
    descended(lambda: loss(model(X), label[:, None]), descent, 2 * steps, 0.1)
    return kept, float(np.abs(model(X).detach().numpy() - in_scikit_learn(l2)).max())


def main() -> int:
    """Print the table; the number of lines that did not agree."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tiny", action="store_true", help="fewer steps, and a wider margin")
    tiny = parser.parse_args().tiny
    steps, margin = (300, 100) if tiny else (3000, 1)
    there = {name: importlib.util.find_spec(name) is not None for name in ("torch", "keras")}
    there["R"] = (
        shutil.which("Rscript") is not None
        and not subprocess.run(
            ["Rscript", "-e", "library(glmnet)"], capture_output=True, check=False
        ).returncode
    )
    wrong = 0

    def row(convention: Convention, what: str, found: Array, due: Array) -> None:
        nonlocal wrong
        difference = np.abs(found - due).max()
        wrong += int(not difference <= margin * ALLOWED[convention.penalty])
        print(f"{convention.name:28}{convention.penalty:13}{what:34}{difference:10.1e}")

    if there["torch"]:
        importlib.import_module("torch").set_num_threads(1)
    print(f"λ = {LAMBD}, r = {RATIO}, {ROWS} rows, {steps} steps")
    print(f"{'':28}{'penalty':13}{'':34}{'differs by':>10}")
    for name, fit, needs in (
        ("PyTorch", in_pytorch, ("torch",)),
        ("Keras", in_keras, ("torch", "keras")),
    ):
        if not all(there[need] for need in needs):
            print(f"!! {name} is not installed: pip install -r benchmarks/requirements.txt")
            continue
        for convention in (c for c in CONVENTIONS if c.name.startswith(name)):
            for outputs in (1, OUTPUTS) if convention.per_output else (1,):
                words = f"{convention.loss}, {outputs} output{'s'[: outputs > 1]}"
                row(convention, words, fit(convention, steps, outputs), in_scikit_learn(convention, outputs))
    if there["R"]:
        fits = [
            (convention, standardized, told)
            for convention in CONVENTIONS
            if convention.name.startswith("glmnet")
            for standardized in (True, False)
            for told in ((True, False) if convention.needs_spread else (True,))
        ]
        for (convention, standardized, told), found in zip(fits, in_glmnet(fits), strict=True):
            words = f"{'standardised' if standardized else 'as it is'}{'' if told else ', s worked out'}"
            row(convention, words, found, in_scikit_learn(convention, standardized=standardized))
    else:
        print("!! glmnet is not installed: apt-get install r-cran-glmnet")
    if there["torch"]:
        kept, apart = in_adamw(steps)
        print(f"PyTorch AdamW keeps {kept:.4f} of a weight over one timescale, 1/e being {np.exp(-1):.4f},")
        print(f"and with the number of L2 its predictions are {apart:.2g} away from those of L2")
        wrong += int(abs(kept - np.exp(-1)) > 1e-3)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
