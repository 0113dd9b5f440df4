"""Seconds for 20 draws of 10 folds and for 200 resamples: l2core, a loop over its paths, scikit-learn.

    python -m benchmarks.resampling [--tiny] [--rounds 3]

The diabetes table, 442 × 10, at 81 λ; the lasso and the elastic net with α = 0.5. A loop is timed on a few
draws or resamples and counted for all; in every round all entries take turns. What the loops do for a
resample: 10 folds with all copies of a row in one, the fit of the resample and that of a half. scikit-learn
gets the columns standardised once, l2core standardises in every fold. Then the two classes of the breast-
cancer table, 569 × 30: 20 draws of 10 folds and 50 resamples in 5 folds. One thread of BLAS each.
"""

import argparse
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import ElasticNetCV, enet_path
from sklearn.model_selection import KFold, PredefinedSplit

from l2core.cross_validation import cross_validate, held_out_errors
from l2core.linear import default_lambdas, elastic_net_path
from l2core.logistic import default_logistic_lambdas
from l2core.moments import least_squares
from l2core.resampling import bootstrap, half, repeated_cross_validation, resampled_choices
from l2core.tables import breast_cancer, diabetes

Array = np.ndarray
COUNT, FOLDS = 81, 10
OURS, SHARED_OUT = "l2core", "l2core, two workers"


@dataclass(frozen=True)
class Case:
    """What is measured on one table with one α; draws and resamples: how many the loops really take."""

    X: Array
    y: Array
    alpha: float
    lambdas: Array
    draws: int
    resamples: int
    whole: tuple[int, int]

    @property
    def penalty(self) -> str:
        return "l1" if self.alpha == 1 else "elastic_net"

    def drawn(self, workers: int) -> None:
        """All draws by l2core."""
        repeated_cross_validation(
            self.X,
            self.y,
            self.penalty,
            self.lambdas,
            draws=self.whole[0],
            l1_ratio=self.alpha,
            workers=workers,
        )

    def resampled(self, workers: int) -> None:
        """All resamples by l2core."""
        resampled_choices(
            self.X,
            self.y,
            self.penalty,
            self.lambdas,
            resamples=self.whole[1],
            l1_ratio=self.alpha,
            workers=workers,
        )

    def loop_of_draws(self) -> None:
        """Some draws by `cross_validate`."""
        for seed in range(self.draws):
            cross_validate(self.X, self.y, self.penalty, self.lambdas, seed=seed, l1_ratio=self.alpha)

    def loop_of_resamples(self) -> None:
        """Some resamples by `elastic_net_path` on the rows, repeated as they were drawn."""
        for rows, fold_of, part in self.samples():
            held_out_errors(self.X[rows], self.y[rows], self.alpha, self.lambdas, fold_of)
            elastic_net_path(self.X[rows], self.y[rows], self.alpha, self.lambdas)
            elastic_net_path(self.X[part], self.y[part], self.alpha, self.lambdas)

    def peer_draws(self) -> None:
        """Some draws by ElasticNetCV, which is LassoCV where α = 1."""
        Z = (self.X - self.X.mean(axis=0)) / self.X.std(axis=0)
        for seed in range(self.draws):
            folds = KFold(FOLDS, shuffle=True, random_state=seed)
            ElasticNetCV(l1_ratio=self.alpha, alphas=self.lambdas, cv=folds).fit(Z, self.y)

    def peer_resamples(self) -> None:
        """Some resamples by ElasticNetCV and enet_path."""
        Z, centred = (self.X - self.X.mean(axis=0)) / self.X.std(axis=0), self.y - self.y.mean()
        for rows, fold_of, part in self.samples():
            folds = PredefinedSplit(fold_of)
            ElasticNetCV(l1_ratio=self.alpha, alphas=self.lambdas, cv=folds).fit(Z[rows], self.y[rows])
            enet_path(Z[rows], centred[rows], l1_ratio=self.alpha, alphas=self.lambdas)
            enet_path(Z[part], centred[part], l1_ratio=self.alpha, alphas=self.lambdas)

    def samples(self) -> list[tuple[Array, Array, Array]]:
        """The rows of some resamples, their folds, and the rows of the halves."""
        found = []
        table = least_squares(self.X, self.y, self.lambdas, self.alpha)
        for number in range(self.resamples):
            counts, fold_of = bootstrap(table, FOLDS, 0, number)
            rows = np.repeat(np.arange(len(self.y)), counts)
            found.append((rows, fold_of[rows], half(table.strata, 0, number) == 1))
        return found

    def groups(self) -> dict[str, dict[str, tuple[float, Callable[[], object]]]]:
        """What computes each figure, and how many times it stands for what it computed."""
        more_draws, more = self.whole[0] / self.draws, self.whole[1] / self.resamples
        return {
            f"{self.whole[0]} draws of {FOLDS} folds": {
                "a loop over cross_validate": (more_draws, self.loop_of_draws),
                "scikit-learn ElasticNetCV": (more_draws, self.peer_draws),
                OURS: (1, lambda: self.drawn(1)),
                SHARED_OUT: (1, lambda: self.drawn(2)),
            },
            f"{self.whole[1]} resamples": {
                "a loop over elastic_net_path": (more, self.loop_of_resamples),
                "scikit-learn ElasticNetCV": (more, self.peer_resamples),
                OURS: (1, lambda: self.resampled(1)),
                SHARED_OUT: (1, lambda: self.resampled(2)),
            },
        }


def measure(case: Case, rounds: int) -> None:
    """Time every entry `rounds` times, in turn, and print a line for each."""
    case.drawn(2)  # starts the workers
    for what, group in case.groups().items():
        times: dict[str, list[float]] = {name: [] for name in group}
        for _ in range(rounds):
            for name, (times_more, run) in group.items():
                begin = time.perf_counter()
                run()
                times[name].append(times_more * (time.perf_counter() - begin))
        for name, seconds in times.items():
            ratio = statistics.median(a / b for a, b in zip(seconds, times[OURS], strict=True))
            print(f"α = {case.alpha:<6g}{what:25}{name:32}{statistics.median(seconds):9.2f}{ratio:9.2f} ×")


def measure_classes(lambdas: int, draws: int, resamples: int) -> None:
    """Time draws and resamples of two classes once, with one worker and with two."""
    data = breast_cancer()
    grid = default_logistic_lambdas(data.X, data.y, count=lambdas)
    for workers in (1, 2):
        begin = time.perf_counter()
        repeated_cross_validation(data.X, data.y, "l1", grid, draws=draws, family="binomial", workers=workers)
        middle = time.perf_counter()
        resampled_choices(data.X, data.y, "l1", grid, resamples=resamples, family="binomial", workers=workers)
        name = OURS if workers == 1 else SHARED_OUT
        print(f"{f'two classes, {draws} draws of {FOLDS} folds':36}{name:30}{middle - begin:9.2f}")
        print(f"{f'two classes, {resamples} resamples':36}{name:30}{time.perf_counter() - middle:9.2f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--tiny", action="store_true", help="one round of little, to see that everything runs"
    )
    parser.add_argument("--rounds", type=int, default=3, help="rounds of all entries (default 3)")
    options = parser.parse_args()
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}
    if not threads.items() <= os.environ.items():  # they are read when NumPy is imported: start again
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], os.environ | threads)
    warnings.simplefilter("ignore")  # coordinate descent that runs out of iterations; here it is timed
    data = diabetes()
    rows = slice(60 if options.tiny else None)
    count, draws, resamples, whole = (5, 1, 1, (2, 2)) if options.tiny else (COUNT, 4, 10, (20, 200))
    print(f"diabetes, {count} λ, NumPy {np.__version__}")
    print(f"{'':65}{'seconds':>9}{'l2core is':>11}")
    for alpha in (1.0, 0.5):
        lambdas = default_lambdas(data.X, data.y, alpha, count=count)
        case = Case(data.X[rows], data.y[rows], alpha, lambdas, draws, resamples, whole)
        measure(case, 1 if options.tiny else options.rounds)
    measure_classes(count, draws=whole[0], resamples=2 if options.tiny else 50)


if __name__ == "__main__":
    main()
