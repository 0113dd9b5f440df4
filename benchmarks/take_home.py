"""The scripts that are taken home, run in R and in PyTorch, and glmnet's own choice of λ beside the lab's.

    python -m benchmarks.take_home [--tiny]

For tables of the lab and files with gaps, words, splits, other numbers and two classes, every script is
written, run where its library is, and its coefficients are compared with the page's: the largest difference
of an effect per standard deviation, relative to the largest effect. Then cv.glmnet gets the folds of the lab:
the largest difference along the path, of the error of each λ, and both choices of λ.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from dashboard.uploads.upload import DATA
from l2core.class_validation import cross_validate_classes
from l2core.cross_validation import CrossValidation, cross_validate
from l2core.missing import filled, medians
from lessons.choosing_lambda.chosen_model import ChosenModel
from lessons.choosing_lambda.take_home_r import r_script
from lessons.choosing_lambda.take_home_torch import pytorch_script
from tests.lessons.choosing_lambda.scripts import (
    Case,
    cases,
    difference,
    printed,
    run_python,
    some_models,
)

ALLOWED = 1e-4
_CHOICE = """
library(glmnet)
glmnet.control(fdev = 0, devmax = 1)
X <- as.matrix(read.csv("X.csv", header = FALSE))
y <- scan("y.csv", quiet = TRUE)
lambdas <- scan("lambdas.csv", quiet = TRUE)
found <- cv.glmnet(X, y, family = "{family}", alpha = {alpha}, lambda = lambdas, thresh = 1e-14,
                   foldid = scan("folds.csv", quiet = TRUE), type.measure = "{measure}", maxit = 1e7)
write(c(found$lambda.min, found$lambda.1se), "chosen.txt")
write(found$cvm, "errors.txt", ncolumns = 1)
write.table(t(as.matrix(coef(found$glmnet.fit))), "path.txt", row.names = FALSE, col.names = FALSE)
"""


def in_r(source: str) -> str:
    """What R prints for a script, run in this folder. Raises CalledProcessError where R fails."""
    Path("script.R").write_text(source, encoding="utf-8")
    return subprocess.run(
        ["Rscript", "script.R"], check=True, capture_output=True, encoding="utf-8", env=_in_utf_8()
    ).stdout


def in_this_process(source: str) -> dict[str, float]:
    return run_python(source)


def compare(
    name: str,
    case: Case,
    models: list[ChosenModel],
    script: Callable[[ChosenModel], str],
    run: Callable[[str], dict[str, float]],
) -> float:
    """The largest difference over these models."""
    Path("mine.csv").write_bytes(case.data)
    largest = max(difference(case, model, run(script(model))) for model in models)
    print(f"{name:20}{len(models):8}{largest:12.1e}", flush=True)
    return largest


def choice(name: str, case: Case, penalty: str) -> bool:
    """Prints how far cv.glmnet is from the lab on the same folds and λ; whether it is near enough."""
    X, y = filled(case.table.X, medians(case.table.X)), case.table.y
    of_classes = case.model.is_of_classes
    ours: CrossValidation = (cross_validate_classes if of_classes else cross_validate)(
        X, y, penalty, folds=10, seed=0, l1_ratio=0.5
    )
    order = np.argsort(-ours.lambdas)
    np.savetxt("X.csv", X, delimiter=",", fmt="%.17g")
    np.savetxt("y.csv", y, fmt="%.17g")
    np.savetxt("lambdas.csv", ours.lambdas[order], fmt="%.17g")
    np.savetxt("folds.csv", ours.fold_of + 1, fmt="%d")
    alpha = {"l1": 1.0, "l2": 0.0, "elastic_net": 0.5}[penalty]
    family, measure = ("binomial", "deviance") if of_classes else ("gaussian", "mse")
    in_r(_CHOICE.format(family=family, alpha=alpha, measure=measure))
    theirs, errors = np.loadtxt("path.txt"), np.loadtxt("errors.txt")
    spread = X.std(axis=0)
    path = np.abs((theirs[:, 1:] - ours.path.coefficients[order]) * spread).max()
    path /= np.abs(ours.path.coefficients * spread).max()
    error = np.abs(errors / ours.mean_error[order] - 1).max()
    chosen = np.loadtxt("chosen.txt")
    same = [f"{a:.4g} / {b:.4g}" for a, b in zip(chosen, (ours.lambda_min, ours.lambda_1se), strict=True)]
    print(f"{name:20}{penalty:13}{path:12.1e}{error:12.1e}   {same[0]:>21} {same[1]:>21}", flush=True)
    return bool(path < ALLOWED)


def main() -> int:
    """Print the tables; how many comparisons are not near enough."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tiny", action="store_true", help="one small table")
    tiny = parser.parse_args().tiny
    every = cases()
    every = {"hitters": every["hitters"]} if tiny else every
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for file in ("diabetes.csv", "breast_cancer.csv"):
            shutil.copy(DATA / file, folder)
        if _has_glmnet():
            print(f"{'R (glmnet)':20}{'models':>8}{'differs by':>12}")
            for name, case in every.items():
                models = list(some_models(case, 0.1))[: 2 if tiny else None]
                wrong += compare(name, case, models, r_script, lambda source: printed(in_r(source))) > ALLOWED
            columns = f"{'path':>12}{'errors':>12}   {'λ_min: R / lab':>21} {'λ_1se':>21}"
            print(f"\n{'cv.glmnet':20}{'penalty':13}{columns}")
            for name, case in every.items():
                for penalty in ("l1",) if tiny else ("l1", "elastic_net", "l2"):
                    wrong += not choice(name, case, penalty)
        else:
            print("R WITH GLMNET IS NOT INSTALLED, ITS SCRIPTS WERE NOT RUN: apt install r-cran-glmnet")
        try:
            import torch
        except ImportError:
            print("PyTorch is not installed: pip install -r benchmarks/requirements.txt")
        else:
            print(f"\n{'PyTorch ' + torch.__version__:20}{'models':>8}{'differs by':>12}")
            for name, case in every.items():
                models = list(some_models(case, 0.1))[: 2 if tiny else None]
                wrong += compare(name, case, models, pytorch_script, in_this_process) > ALLOWED
        os.chdir(DATA)
    return int(wrong)


def _has_glmnet() -> bool:
    if shutil.which("Rscript") is None:
        return False
    asked = ["Rscript", "-e", 'if (!requireNamespace("glmnet", quietly = TRUE)) quit(status = 1)']
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0


def _in_utf_8() -> dict[str, str]:
    return os.environ | {"LC_ALL": "C.UTF-8"}


if __name__ == "__main__":
    sys.exit(main())
