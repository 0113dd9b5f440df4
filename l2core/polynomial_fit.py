"""A polynomial through a few noisy points, with L2 and with L1, for every λ."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from l2core.checks import FloatArray, finite_array, nonnegative_array, whole_number
from l2core.datasets import CurveSplit, polynomial_features
from l2core.linear import lasso_path, ridge_path
from l2core.path import Path


@dataclass(frozen=True)
class CurveFit:
    """ŷ(x) = b + Σ_k w_k φ_k(x) for each λ, with orthonormal Legendre polynomials φ_1 … φ_degree.

    path: the weights along λ, as it was asked for. curves: (L, N), ŷ where it was asked for.
    train_error, validation_error: (L,), mean squared errors. penalty: (L,), λ P(w).
    """

    path: Path
    curves: FloatArray
    train_error: FloatArray
    validation_error: FloatArray
    penalty: FloatArray

    @property
    def best(self) -> int:
        """Which λ has the lowest validation error, the first of several."""
        return int(self.validation_error.argmin())

    @property
    def cost(self) -> FloatArray:
        """½ · mean squared error of the points fitted + λ P(w), which the weights make least: (L,)."""
        return self.train_error / 2 + self.penalty


def fit_polynomials(data: CurveSplit, degree: int, lambdas: ArrayLike, x: ArrayLike) -> dict[str, CurveFit]:
    """argmin_w 1/(2n) Σ (y_i − ŷ(x_i))² + λ P(w), P = ½‖w‖² for "l2" and ‖w‖₁ for "l1", at each λ.

    The columns φ_k are not standardised again: a weight is the size of its wave. ridge_path divides λ by the
    standard deviation s of y, which the cost here does not: it is asked for the model at λs.
    lambdas: (L,) of at least 0. x: (N,) between −1 and 1, where the curves are wanted. Raises ValueError for
    bad numbers.
    """
    X = polynomial_features(data.x_train, degree)
    places = polynomial_features(finite_array("x", x, ndim=1), degree)
    validation = polynomial_features(data.x_validation, degree)
    grid, s = nonnegative_array("lambdas", lambdas), data.y_train.std()
    paths = {
        "l2": replace(ridge_path(X, data.y_train, grid * s, standardize=False), lambdas=grid),
        "l1": lasso_path(X, data.y_train, grid, standardize=False),
    }

    sizes = {
        "l2": np.square(paths["l2"].coefficients).sum(axis=1) / 2,
        "l1": paths["l1"].norm1,
    }

    def error(path: Path, rows: FloatArray, y: FloatArray) -> FloatArray:
        return np.square(y[:, None] - path.predict(rows)).mean(axis=0)

    return {
        penalty: CurveFit(
            path=path,
            curves=path.predict(places).T,
            train_error=error(path, X, data.y_train),
            validation_error=error(path, validation, data.y_validation),
            penalty=grid * sizes[penalty],
        )
        for penalty, path in paths.items()
    }


def moved(data: CurveSplit, point: int, shift: float) -> CurveSplit:
    """The data with y of one training point, the `point`-th from the left, counted from 1, moved by `shift`.

    Raises ValueError for a point that is not there and for a shift that is not finite.
    """
    number = whole_number("point", point, at_least=1)
    if number > len(data.y_train):
        raise ValueError(f"point needs to be at most {len(data.y_train)}, got {number}")
    if not np.isfinite(shift):
        raise ValueError(f"shift needs to be finite, got {shift}")
    y = data.y_train.copy()
    y[np.argsort(data.x_train)[number - 1]] += shift
    return replace(data, y_train=y)
