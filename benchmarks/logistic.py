"""Milliseconds for a logistic path of 100 λ, and how exact it is: l2core and scikit-learn in one run.

    python -m benchmarks.logistic [--tiny] [--rounds 3]

The breast-cancer table, 569 × 30. scikit-learn has no logistic path, so that a peer is a loop over
LogisticRegression(C = 1/(nλ)), from the last solution where its solver can, on columns standardised already;
l2core gets the raw table. Every round times every entry in turn; the table shows the medians, and the median
of the rounds' ratios. The tolerances of the peers are those at which the worst optimality condition over all
λ is about 10⁻⁹, or less (saga stops at once where every weight is 0, whatever the intercept). liblinear
penalises the intercept too; it is judged by its own conditions. saga takes minutes for the end of a path, so
that it and l2core run the first half of it. All run on one thread of BLAS.
"""

import argparse
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np
from sklearn.linear_model import LogisticRegression

from l2core.class_validation import held_out_classes
from l2core.logistic import default_logistic_lambdas, logistic_path
from l2core.tables import breast_cancer

Array = np.ndarray
Models = tuple[Array, Array]  # the weights (L, p) of standardised columns, and the intercepts (L,)
OURS = "l2core"
LOOP = "a loop over scikit-learn"


def groups(X: Array, y: Array, tiny: bool) -> dict[str, tuple[Array, float, dict[str, Callable[[], Models]]]]:
    """For each model its λ, its α and what computes it."""
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    lasso, mixed, ridge = (
        default_logistic_lambdas(X, y, alpha, count=8 if tiny else 100) for alpha in (1.0, 0.5, 0.0)
    )
    half = slice(None, len(lasso) // 2)

    def ours(lambdas: Array, alpha: float) -> Callable[[], Models]:
        def run() -> Models:
            path = logistic_path(X, y, lambdas, l1_ratio=alpha)
            return path.coefficients * X.std(axis=0), path.predict(X.mean(axis=0)[None])[0]

        return run

    def loop(lambdas: Array, alpha: float, solver: str, tol: float) -> Callable[[], Models]:
        def run() -> Models:
            model = LogisticRegression(
                l1_ratio=alpha,
                solver=solver,
                tol=tol,
                max_iter=10**6,
                random_state=0,
                warm_start=solver != "liblinear",
            )
            found = []
            for lambd in lambdas:
                model.C = 1 / (len(y) * lambd)
                model.fit(Z, y)
                found.append((model.coef_[0].copy(), model.intercept_[0]))
            return np.array([w for w, _ in found]), np.array([b for _, b in found])

        return run

    return {
        "lasso": (
            lasso,
            1.0,
            {
                f"{LOOP}, liblinear": loop(lasso, 1.0, "liblinear", 1e-9),
                OURS: ours(lasso, 1.0),
            },
        ),
        "lasso, the first half": (
            lasso[half],
            1.0,
            {
                f"{LOOP}, liblinear": loop(lasso[half], 1.0, "liblinear", 1e-9),
                f"{LOOP}, saga": loop(lasso[half], 1.0, "saga", 1e-9),
                OURS: ours(lasso[half], 1.0),
            },
        ),
        "elastic net, the first half": (
            mixed[half],
            0.5,
            {
                f"{LOOP}, saga": loop(mixed[half], 0.5, "saga", 1e-9),
                OURS: ours(mixed[half], 0.5),
            },
        ),
        "ridge": (
            ridge,
            0.0,
            {
                f"{LOOP}, newton-cholesky": loop(ridge, 0.0, "newton-cholesky", 1e-9),
                f"{LOOP}, lbfgs": loop(ridge, 0.0, "lbfgs", 1e-9),
                OURS: ours(ridge, 0.0),
            },
        ),
    }


def missed(X: Array, y: Array, models: Models, lambdas: Array, alpha: float, liblinear: bool) -> float:
    """The worst violation of Zᵀ(y − p)/n − λ(1−α)w ∈ λα ∂‖w‖₁ and of Σ(y − p)/n = 0.

    liblinear minimises with λα|b| too, and has Σ(y − p)/n ∈ λα ∂|b|.
    """
    Z, worst = (X - X.mean(axis=0)) / X.std(axis=0), 0.0
    for w, b, lambd in zip(*models, lambdas, strict=True):
        off = (y - 1 / (1 + np.exp(-(b + Z @ w)))) / len(y)
        slopes, at = np.append(Z.T @ off - lambd * (1 - alpha) * w, off.sum()), np.append(w, b)
        bound = np.full(len(at), lambd * alpha)
        if not liblinear:
            bound[-1] = 0.0
        each = np.where(at != 0, np.abs(slopes - bound * np.sign(at)), np.abs(slopes) - bound)
        worst = max(worst, float(each.max()))
    return worst


def measure(X: Array, y: Array, rounds: int, tiny: bool) -> None:
    """Time every entry of every model `rounds` times, in turn, and print a line for each."""
    for model, (lambdas, alpha, group) in groups(X, y, tiny).items():
        times: dict[str, list[float]] = {name: [] for name in group}
        results = {name: run() for name, run in group.items()}
        for _ in range(rounds):
            for name, run in group.items():
                times[name].append(seconds(run))
        for name, models in results.items():
            ratio = statistics.median(a / b for a, b in zip(times[name], times[OURS], strict=True))
            exact = missed(X, y, models, lambdas, alpha, "liblinear" in name)
            milliseconds = 1e3 * statistics.median(times[name])
            print(f"{model:29}{name:42}{milliseconds:10.1f}{exact:>9.0e}{ratio:9.1f} ×")


def seconds(run: Callable[[], object]) -> float:
    """What one call takes of the processor: all runs on one thread, and nobody else's work counts."""
    begin = time.process_time()
    run()
    return time.process_time() - begin


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tiny", action="store_true", help="8 λ, one round, to see that everything runs")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of all entries (default 3)")
    options = parser.parse_args()
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}
    if not threads.items() <= os.environ.items():  # they are read when NumPy is imported: start again
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], os.environ | threads)
    warnings.simplefilter("ignore")  # a peer that runs out of iterations says so; what it misses is shown
    data, rounds = breast_cancer(), 1 if options.tiny else options.rounds
    X, y = (data.X[:, :4], data.y) if options.tiny else (data.X, data.y)
    count = 8 if options.tiny else 100
    print(
        f"breast cancer, {X.shape[0]} × {X.shape[1]}, {count} λ, median of {rounds} rounds, "
        f"NumPy {np.__version__}"
    )
    print(f"{'':71}{'ms':>10}{'misses':>9}{'l2core is':>11}")
    measure(X, y, rounds, options.tiny)
    whole = 1e3 * seconds(lambda: held_out_classes(X, y, "l1", folds=10))
    print(f"l2core, 10-fold cross-validation of the lasso over 100 λ, for every measure: {whole:.0f} ms")


if __name__ == "__main__":
    main()
