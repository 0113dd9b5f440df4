import numpy as np
import pytest
from sklearn.linear_model import Lasso, Ridge

from l2core.datasets import polynomial_features, polynomial_regression, true_curve
from l2core.polynomial_fit import fit_polynomials, moved

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
        fit_polynomials(polynomial_regression(), **(good | {argument: bad}))


def test_the_cost_is_the_least_there_is_and_the_sum_of_its_parts() -> None:
    """The objective written out anew, at the weights found and at others around them."""
    data = polynomial_regression(seed=2, training_size=15)
    columns, random = polynomial_features(data.x_train, 6), np.random.default_rng(0)

    def objective(penalty: str, lambd: float, w: np.ndarray, b: float) -> float:
        missed = [float(y - b - w @ row) for y, row in zip(data.y_train, columns, strict=True)]
        size = sum(abs(x) if penalty == "l1" else x * x / 2 for x in w)
        return sum(r * r for r in missed) / (2 * len(missed)) + lambd * size

    for penalty, fit in fit_polynomials(data, 6, LAMBDAS, X).items():
        for k, lambd in enumerate(LAMBDAS):
            w, b = fit.path.coefficients[k], fit.path.intercepts[k]
            least = objective(penalty, lambd, w, b)
            assert fit.cost[k] == pytest.approx(least, rel=1e-12)
            assert fit.penalty[k] == pytest.approx(least - objective(penalty, 0.0, w, b), abs=1e-12)
            for step in 0.05 * random.standard_normal((20, 7)):
                assert objective(penalty, lambd, w + step[1:], b + step[0]) > least
        assert np.all(np.diff(fit.cost) >= 0)


def test_one_point_is_moved_and_no_other() -> None:
    data = polynomial_regression(seed=1, training_size=15)
    for point in (1, 8, 15):
        later = moved(data, point, -0.75)
        changed = np.flatnonzero(later.y_train != data.y_train)
        assert len(changed) == 1
        assert np.sum(data.x_train < data.x_train[changed[0]]) == point - 1
        assert later.y_train[changed[0]] - data.y_train[changed[0]] == pytest.approx(-0.75)
        np.testing.assert_array_equal(later.y_validation, data.y_validation)


@pytest.mark.parametrize(("point", "shift"), [(0, 1.0), (16, 1.0), (3, np.inf)])
def test_a_point_that_is_not_there_is_named(point: int, shift: float) -> None:
    with pytest.raises(ValueError, match=r"point|shift"):
        moved(polynomial_regression(training_size=15), point, shift)
