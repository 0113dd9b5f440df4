"""The polynomials on the first page: fitted to a few noisy points under L2 and L1, at every λ of the bar."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from charts.numbers import code_number, number
from charts.track import Track
from l2core.checks import FloatArray
from l2core.datasets import CurveSplit, polynomial_regression
from l2core.polynomial_fit import CurveFit, fit_polynomials

DEGREE, POINTS, SEED = 12, 15, 1
LAMBDAS = tuple(
    float(f"{lambd:.2g}") for lambd in np.geomspace(1e-5, 10, 49)
)  # what is said is what is meant
LAMBDA_CODES = [code_number(lambd) for lambd in LAMBDAS]
LAMBDA_TEXTS = [number(lambd) for lambd in LAMBDAS]
TRACK = Track("lam", len(LAMBDAS), start=0)


@dataclass(frozen=True)
class Run:
    """The points, where the curves were computed, and the fits under "l2" and "l1"."""

    data: CurveSplit
    x: FloatArray
    fits: dict[str, CurveFit]


@st.cache_resource(show_spinner=False)
def run() -> Run:
    """The fits at every λ of the bar."""
    data, x = polynomial_regression(seed=SEED, training_size=POINTS), np.linspace(-1, 1, 161)
    return Run(data, x, fit_polynomials(data, DEGREE, LAMBDAS, x))
