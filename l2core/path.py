"""Linear models along λ, and what they tell of themselves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from l2core.checks import FloatArray, finite_array


@dataclass(frozen=True)
class Path:
    """Linear models ŷ = b + Xw along λ, one a row.

    lambdas: (L,), as they were asked for. coefficients: (L, p) and intercepts: (L,), in the units of X and y.
    knots: (K,), the λ, decreasing, at which a variable comes or goes, from the first that enters down to the
    smallest of lambdas; None for ridge, where none ever does.
    degrees_of_freedom: (L,), b not counted: Σ d²/(d² + nλ/s) for ridge, with s the standard deviation of y
    (Hastie, Tibshirani & Friedman 2009, eq. 3.50), for the elastic net Σ d²/(d² + nλ(1−α)/s) over the active
    columns, which for the lasso is how many they are (Zou, Hastie & Tibshirani 2007).
    deviance_ratio: (L,), 1 − RSS / TSS, the share of y's variation explained; 0 where y does not vary.
    What differs where b + Xw are log-odds is said by `l2core.logistic.logistic_path`.
    """

    lambdas: FloatArray
    coefficients: FloatArray
    intercepts: FloatArray
    knots: FloatArray | None
    degrees_of_freedom: FloatArray
    deviance_ratio: FloatArray

    @property
    def norm1(self) -> FloatArray:
        """‖w‖₁ at each λ, (L,)."""
        return np.abs(self.coefficients).sum(axis=1)

    @property
    def nonzeros(self) -> np.ndarray:
        """How many weights are not exactly 0 at each λ, (L,)."""
        return np.count_nonzero(self.coefficients, axis=1)

    def predict(self, X: ArrayLike) -> FloatArray:
        """b + Xw at each λ: (n, L) for X (n, p). Raises ValueError for another number of columns."""
        rows = finite_array("X", X, ndim=2)
        if rows.shape[1] != self.coefficients.shape[1]:
            raise ValueError(f"X needs {self.coefficients.shape[1]} columns, got {rows.shape[1]}")
        return self.intercepts + rows @ self.coefficients.T
