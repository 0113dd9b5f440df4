import numpy as np
import pytest
from sklearn.linear_model import Lasso, Ridge

from l2core.datasets import polynomial_features, polynomial_regression, true_curve
from l2core.polynomial_fit import fit_polynomials

LAMBDAS = np.geomspace(1e-3, 1, 7)
X = np.linspace(-1, 1, 31)


@pytest.mark.parametrize("seed", [0, 1])
def test_the_curves_and_errors_are_those_of_scikit_learn(seed: int) -> None:
    data = polynomial_regression(seed=seed, training_size=15)
    fits = fit_polynomials(data, 6, LAMBDAS, X)
    columns, places = polynomial_features(data.x_train, 6), polynomial_features(X, 6)
    for k, lambd in enumerate(LAMBDAS):
        oracles = {
            "l2": Ridge(alpha=15 * lambd, tol=1e-12),
            "l1": Lasso(alpha=lambd, tol=1e-12, max_iter=1_000_000),
        }
        for penalty, oracle in oracles.items():
            oracle.fit(columns, data.y_train)
            np.testing.assert_allclose(fits[penalty].curves[k], oracle.predict(places), atol=1e-6)
            of_validation = oracle.predict(polynomial_features(data.x_validation, 6))
            expected = np.mean((of_validation - data.y_validation) ** 2)
            assert fits[penalty].validation_error[k] == pytest.approx(expected, rel=1e-5)


def test_more_penalty_never_fits_the_old_points_better() -> None:
    data = polynomial_regression(seed=3, training_size=15)
    for fit in fit_polynomials(data, 12, LAMBDAS, X).values():
        assert np.all(np.diff(fit.train_error) > -1e-12)


def test_without_noise_and_penalty_the_curve_is_found() -> None:
    data = polynomial_regression(seed=0, training_size=40, noise=0)
    fits = fit_polynomials(data, 12, np.array([1e-12]), X)
    np.testing.assert_allclose(fits["l2"].curves[0], true_curve(X), atol=1e-4)


@pytest.mark.parametrize(
    ("argument", "bad"), [("lambdas", [-1.0]), ("degree", 0), ("x", [np.nan]), ("lambdas", [])]
)
def test_bad_input_is_named(argument: str, bad: object) -> None:
    good: dict[str, object] = {"degree": 3, "lambdas": LAMBDAS, "x": X}
    with pytest.raises(ValueError, match=argument):
        fit_polynomials(polynomial_regression(), **(good | {argument: bad}))  # type: ignore[arg-type]
