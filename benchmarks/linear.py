"""Milliseconds for a path of 100 λ, and how exact it is: l2core and scikit-learn in one interleaved run.

    python -m benchmarks.linear [--tiny] [--rounds 30]

The diabetes table, 442 × 10, and one of 5,000 × 200. Every round times every entry in turn, for some 20 ms at
least, so that a busy machine slows all alike; the table shows the medians, and the median of the rounds'
ratios. What a path misses is its worst optimality condition, relative to λ_max. scikit-learn gets the columns
standardised already, l2core the raw table. All run on one thread of BLAS.
"""

import argparse
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np
from sklearn.linear_model import LassoCV, Ridge, enet_path, lars_path, lasso_path

from l2core import linear
from l2core.cross_validation import cross_validate
from l2core.tables import diabetes

Array = np.ndarray
OURS = "l2core"
Group = dict[
    str, Callable[[], Array | None]
]  # each returns the weights (L, p) of standardised columns, or None


def groups(X: Array, y: Array) -> dict[str, tuple[Array, float, Group]]:
    """For each model its λ, its α and what computes it."""
    Z, centred, spread, n = (X - X.mean(axis=0)) / X.std(axis=0), y - y.mean(), X.std(axis=0), len(y)
    lasso, mixed, ridge = (linear.default_lambdas(X, y, alpha) for alpha in (1.0, 0.5, 0.0))
    return {
        "lasso": (
            lasso,
            1.0,
            {
                "scikit-learn lasso_path": lambda: lasso_path(Z, centred, alphas=lasso)[1].T,
                "scikit-learn lasso_path, tol=1e-10": lambda: (
                    lasso_path(Z, centred, alphas=lasso, tol=1e-10, max_iter=10**6)[1].T
                ),
                "scikit-learn lars_path, knots alone": lambda: none(lars_path(Z, centred, method="lasso")),
                OURS: lambda: linear.lasso_path(X, y, lasso).coefficients * spread,
            },
        ),
        "elastic net, α = 0.5": (
            mixed,
            0.5,
            {
                "scikit-learn enet_path": lambda: enet_path(Z, centred, l1_ratio=0.5, alphas=mixed)[1].T,
                "scikit-learn enet_path, tol=1e-10": lambda: (
                    enet_path(Z, centred, l1_ratio=0.5, alphas=mixed, tol=1e-10, max_iter=10**6)[1].T
                ),
                OURS: lambda: linear.elastic_net_path(X, y, 0.5, mixed).coefficients * spread,
            },
        ),
        "ridge": (
            ridge,
            0.0,
            {
                "a loop over scikit-learn Ridge": lambda: np.array(
                    [Ridge(n * lambd).fit(Z, centred).coef_ for lambd in ridge]
                ),
                OURS: lambda: linear.ridge_path(X, y, ridge).coefficients * spread,
            },
        ),
        "lasso, 10-fold cross-validation": (
            lasso,
            1.0,
            {
                "scikit-learn LassoCV": lambda: none(LassoCV(alphas=lasso, cv=10).fit(Z, centred)),
                OURS: lambda: none(cross_validate(X, y, "l1", lasso)),
            },
        ),
    }


def none(_: object) -> None:
    """For what gives no weights at the λ asked for."""


def missed(X: Array, y: Array, W: Array, lambdas: Array, alpha: float) -> float:
    """The worst violation of Xᵀ(y − Xw)/n − λ(1−α)w ∈ λα ∂‖w‖₁, relative to max|Xᵀy|/n."""
    Z, centred = (X - X.mean(axis=0)) / X.std(axis=0), y - y.mean()
    C = (centred - W @ Z.T) @ Z / len(y) - lambdas[:, None] * (1 - alpha) * W
    bound = lambdas[:, None] * alpha
    worst = np.where(W != 0, np.abs(C - bound * np.sign(W)), np.maximum(np.abs(C) - bound, 0)).max()
    return float(worst / np.abs(Z.T @ centred / len(y)).max())


def measure(X: Array, y: Array, rounds: int) -> None:
    """Time every entry of every model `rounds` times, in turn, and print a line for each.

    y is measured in its standard deviations, where the λ of glmnet and of scikit-learn are one.
    """
    y = y / y.std()
    for model, (lambdas, alpha, group) in groups(X, y).items():
        times: dict[str, list[float]] = {name: [] for name in group}
        results = {name: run() for name, run in group.items()}
        calls = {name: 1 + int(0.02 / seconds(run, 1)) for name, run in group.items()}
        for _ in range(rounds):
            for name, run in group.items():
                times[name].append(seconds(run, calls[name]))
        for name, W in results.items():
            ratio = statistics.median(a / b for a, b in zip(times[name], times[OURS], strict=True))
            exact = "" if W is None else f"{missed(X, y, W, lambdas, alpha):.0e}"
            print(f"{model:33}{name:38}{1e3 * statistics.median(times[name]):10.3f}{exact:>9}{ratio:9.1f} ×")


def seconds(run: Callable[[], object], calls: int) -> float:
    """The mean of so many calls."""
    begin = time.perf_counter()
    for _ in range(calls):
        run()
    return (time.perf_counter() - begin) / calls


def random_table(n: int, p: int) -> tuple[Array, Array]:
    """Correlated columns, a third of which count."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((n, p)) + 0.5 * rng.standard_normal((n, 1))
    return X, X[:, ::3].sum(axis=1) + 3 * rng.standard_normal(n)


def main() -> None:
    """Measure and print both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tiny", action="store_true", help="one round, to see that everything runs")
    parser.add_argument("--rounds", type=int, default=30, help="rounds of all entries (default 30)")
    options = parser.parse_args()
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}
    if not threads.items() <= os.environ.items():  # they are read when NumPy is imported: start again
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], os.environ | threads)
    warnings.simplefilter(
        "ignore"
    )  # coordinate descent that runs out of iterations says so; here it is timed
    rounds = 1 if options.tiny else options.rounds
    data = diabetes()
    sizes = {"diabetes": (data.X, data.y, rounds), "random": (*random_table(60, 20), 1)}
    if not options.tiny:
        sizes["random"] = (*random_table(5000, 200), 1)
    for name, (X, y, repeats) in sizes.items():
        print(
            f"{name}, {X.shape[0]} × {X.shape[1]}, 100 λ, median of {repeats} rounds, NumPy {np.__version__}"
        )
        print(f"{'':71}{'ms':>10}{'misses':>9}{'l2core is':>11}")
        measure(X, y, repeats)


if __name__ == "__main__":
    main()
