"""The polynomial on the first page: fitted to a few noisy points at every λ of the bar."""

from dataclasses import dataclass, replace

import numpy as np

from charts.numbers import code_number, number
from charts.track import Track
from dashboard.caches import kept_for_everybody
from l2core.checks import FloatArray
from l2core.datasets import CurveSplit, polynomial_regression
from l2core.polynomial_fit import CurveFit, fit_polynomials, moved
from lessons.home.choice import POINTS, Choice

DEGREE, SEED = 12, 1
LAMBDAS = tuple(
    float(f"{lambd:.2g}")  # what is said is what is meant
    for lambd in np.geomspace(10**-5.25, 10, 51)  # at the first of them L1 too has no weight that is 0
)
LAMBDA_CODES = [code_number(lambd) for lambd in LAMBDAS]
LAMBDA_TEXTS = [number(lambd) for lambd in LAMBDAS]
TRACK = Track("lam", len(LAMBDAS), start=0)


@dataclass(frozen=True)
class Run:
    """The points, where the curves were computed, the fit, and the fit before a point was moved.

    places: how many λ, from the smallest on, are known; behind them every number is NaN.
    """

    choice: Choice
    data: CurveSplit
    x: FloatArray
    fit: CurveFit
    before: CurveFit
    places: int = len(LAMBDAS)


@kept_for_everybody(64, copied=False)
def run(choice: Choice) -> Run:
    """The fits at every λ of the bar."""
    data, x = polynomial_regression(seed=SEED, training_size=POINTS), np.linspace(-1, 1, 161)
    before = fit_polynomials(data, DEGREE, LAMBDAS, x)[choice.penalty]
    if not choice.point:
        return Run(choice, data, x, before, before)
    later = moved(data, choice.point, choice.shift)
    return Run(choice, later, x, fit_polynomials(later, DEGREE, LAMBDAS, x)[choice.penalty], before)


def moments(run: Run) -> list[int]:
    """The places that the page is about: where new points are predicted best, and where no weight is left."""
    gone = np.flatnonzero(run.fit.path.nonzeros == 0)
    return [run.fit.best, *map(int, gone[:1])]


def opening(run: Run) -> Run:
    """The run as it is at the smallest λ, with nothing in it of what comes."""
    nothing = replace(run.before, curves=np.full_like(run.before.curves, np.nan))
    return replace(run, fit=_first_place(run.fit), before=nothing, places=1)


def _first_place(fit: CurveFit) -> CurveFit:
    return replace(
        fit,
        path=replace(fit.path, coefficients=_cut(fit.path.coefficients)),
        curves=_cut(fit.curves),
        train_error=_cut(fit.train_error),
        validation_error=_cut(fit.validation_error),
        penalty=_cut(fit.penalty),
    )


def _cut(numbers: FloatArray) -> FloatArray:
    cut = np.full_like(numbers, np.nan)
    cut[0] = numbers[0]
    return cut
