"""Logistic paths against scikit-learn, what glmnet is published to give, and the conditions of a minimum."""

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from sklearn.linear_model import LogisticRegression

from l2core import logistic_path
from l2core.logistic import default_logistic_lambdas, logistic_residual
from l2core.tables import breast_cancer
from tests.core import glmnet_binomial as glmnet


def random_table(n, p, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p)) * rng.uniform(0.1, 10, p) + rng.uniform(-5, 5, p)
    eta = 1.5 * standardized(X)[:, : p // 2 + 1].sum(axis=1)
    return X, (eta + rng.logistic(size=n) > 0.3).astype(float)


def standardized(X):
    return (X - X.mean(axis=0)) / X.std(axis=0)


def violation(X, y, path, alpha, standardize, intercept, factors=None, weights=None):
    """The worst optimality condition of the objective as the module prints it, each over its column."""
    n, p = X.shape
    v = np.ones(n) if weights is None else weights / weights.mean()
    f = np.ones(p) if factors is None else factors / factors.mean()
    mean = v @ X / n
    deviation = np.sqrt(v @ (X - mean) ** 2 / n)
    constant = deviation <= 1e-12 * np.abs(mean)
    unit = np.where(constant, 1.0, deviation) if standardize else np.ones(p)
    size = deviation if intercept else np.sqrt(v @ X**2 / n)
    checked = ~constant if intercept or standardize else size > 0
    worst = 0.0
    for lambd, b, w in zip(path.lambdas, path.intercepts, path.coefficients, strict=True):
        assert np.all(w[~checked] == 0)
        odds = np.exp(np.clip(b + X @ w, -700, 700))
        off = v * (y - odds / (1 + odds)) / n
        slope = off.sum() if intercept else 0.0
        g = (X - mean * intercept).T @ off - lambd * (1 - alpha) * f * unit**2 * w
        bound = lambd * alpha * f * unit
        each = np.where(w != 0, np.abs(g - bound * np.sign(w)), np.abs(g) - bound)[checked] / size[checked]
        worst = max(worst, abs(slope), each.max(initial=0))
    return worst


def separable(X, y, intercept):
    """Whether some (b, w) has (2y − 1)(b + Xw) ≥ 0 in every row and more in one, by linear programming."""
    rows = (2 * y - 1)[:, None] * (np.column_stack((X, np.ones(len(y)))) if intercept else X)
    solved = linprog(-rows.sum(axis=0), A_ub=-rows, b_ub=np.zeros(len(y)), bounds=(-1, 1))
    return solved.fun < -1e-7


@pytest.mark.parametrize("l1_ratio", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_it_is_scikit_learn_at_every_lambda(l1_ratio, fit_intercept):
    """C = 1/(nλ) and columns over their standard deviation make the same objective."""
    X, y = random_table(50, 5)
    Z, lambdas = standardized(X) if fit_intercept else X / X.std(axis=0), np.array([0.2, 0.02, 0.004])
    path = logistic_path(X, y, lambdas, l1_ratio=l1_ratio, fit_intercept=fit_intercept)
    for lambd, coefficients, log_odds in zip(lambdas, path.coefficients, path.predict(X).T, strict=True):
        model = LogisticRegression(
            C=1 / (len(y) * lambd),
            l1_ratio=l1_ratio,
            solver="newton-cholesky" if l1_ratio == 0 else "saga",
            tol=1e-13,
            max_iter=200_000,
            fit_intercept=fit_intercept,
        ).fit(Z, y)
        np.testing.assert_allclose(coefficients * X.std(axis=0), model.coef_[0], atol=1e-6)
        np.testing.assert_allclose(log_odds, model.decision_function(Z), atol=1e-6)
        assert np.count_nonzero(coefficients) == np.count_nonzero(np.abs(model.coef_) > 1e-9)


def test_it_is_what_glmnet_is_published_to_give():
    """To glmnet's tolerance, which leaves the end of the path less sharp."""
    path = logistic_path(glmnet.X, glmnet.Y)
    for k, (lambd, intercept, ratio) in glmnet.PATH.items():
        assert path.lambdas[k] == pytest.approx(lambd, rel=1e-12)
        assert path.intercepts[k] == pytest.approx(intercept, abs=1e-5 if k <= 45 else 0.02)
        assert path.deviance_ratio[k] == pytest.approx(ratio, abs=1e-6 if k <= 53 else 1e-5)
    for k, coefficients in glmnet.COEFFICIENTS.items():
        np.testing.assert_allclose(path.coefficients[k], coefficients, atol=1e-7 if k <= 45 else 1e-4)
    for k, log_odds in glmnet.LOG_ODDS.items():
        np.testing.assert_allclose(path.predict(glmnet.X)[:, k], log_odds, atol=1e-5)


@pytest.mark.parametrize("l1_ratio", [0.0, 0.5, 1.0])
def test_the_tumours_path_is_exact(l1_ratio):
    data = breast_cancer()
    path = logistic_path(data.X, data.y, l1_ratio=l1_ratio)
    assert path.coefficients.shape == (100, 30)
    assert path.knots is None
    assert violation(data.X, data.y, path, l1_ratio, True, True) < 1e-9
    assert logistic_residual(data.X, data.y, path, l1_ratio=l1_ratio).max() < 1e-9
    assert np.all(np.diff(path.deviance_ratio) > -1e-12)


KINDS = ["plain", "separable", "more columns", "twins", "indicators", "constant", "rare"]


@settings(max_examples=120, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    kind=st.sampled_from(KINDS),
    l1_ratio=st.sampled_from([0.0, 0.3, 1.0]),
    standardize=st.booleans(),
    intercept=st.booleans(),
    weighed=st.booleans(),
    factored=st.booleans(),
)
@example(3, "twins", 1.0, True, True, True, True)
@example(5, "more columns", 0.0, False, True, False, True)
@example(5, "indicators", 0.0, False, False, False, False)
@example(877549, "indicators", 0.0, True, True, False, True)
def test_every_model_is_a_minimum_or_there_is_none(
    seed, kind, l1_ratio, standardize, intercept, weighed, factored
):
    rng = np.random.default_rng(seed)
    n, p = int(rng.integers(5, 40)), int(rng.integers(1, 7)) + (40 if kind == "more columns" else 0)
    X = rng.standard_normal((n, p)) * 10.0 ** rng.uniform(-2, 2, p) + rng.uniform(-5, 5, p)
    if kind == "twins":
        X = np.column_stack((X, X[:, 0] * -2 + 1, X[:, -1]))
    elif kind == "indicators":
        X = (rng.random((n, p)) < 0.2).astype(float)
    elif kind == "constant":
        X[:, 0] = 3.0
    y = (rng.random(n) < 0.5).astype(float)
    if kind == "separable":
        y = (X[:, 0] > np.median(X[:, 0])).astype(float)
    elif kind == "rare":
        y = np.eye(n)[0]
    assume(0 < y.sum() < n)
    weights = rng.uniform(0.1, 3, n) if weighed else None
    factors = rng.choice([0.0, 1.0, 2.5], X.shape[1]) if factored else None
    assume(factors is None or factors.any())
    lambdas = 10.0 ** rng.uniform(-4, 0, 4)
    options = {"standardize": standardize, "fit_intercept": intercept}
    refusal = ""
    try:
        path = logistic_path(
            X, y, lambdas, l1_ratio=l1_ratio, penalty_factors=factors, weights=weights, **options
        )
    except ValueError as error:
        refusal = str(error)
    if refusal:
        assert "separate the classes" in refusal
        assert factors is not None
        free = X[:, factors == 0]
        assert separable(free / np.abs(free).max(axis=0).clip(1e-300), y, intercept)
        return
    assert violation(X, y, path, l1_ratio, standardize, intercept, factors, weights) < 1e-9
    residual = logistic_residual(
        X, y, path, l1_ratio=l1_ratio, penalty_factors=factors, weights=weights, **options
    )
    assert residual.max() < 1e-9


def test_the_residual_tells_a_model_that_is_no_minimum():
    X, y = random_table(40, 4)
    path = logistic_path(X, y, [0.05])
    path.coefficients[0, 0] += 0.1 / X[:, 0].std()
    found = logistic_residual(X, y, path)[0]
    assert found > 1e-3
    assert found == pytest.approx(violation(X, y, path, 1.0, True, True))


def test_without_a_penalty_it_is_maximum_likelihood():
    X, y = random_table(60, 4, seed=2)
    assert not separable(X, y, intercept=True)
    path = logistic_path(X, y, [0.0])
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-13).fit(X, y)
    np.testing.assert_allclose(path.coefficients[0], model.coef_[0], rtol=1e-6)
    assert path.intercepts[0] == pytest.approx(model.intercept_[0], rel=1e-6)


@pytest.mark.parametrize("l1_ratio", [0.0, 0.5, 1.0])
def test_separable_classes_have_a_path_but_no_end(l1_ratio):
    X, y = random_table(30, 3)
    y = (X[:, 0] > X[:, 0].mean()).astype(float)
    path = logistic_path(X, y, l1_ratio=l1_ratio)
    assert violation(X, y, path, l1_ratio, True, True) < 1e-9
    assert np.all(np.diff(path.deviance_ratio) > 0)
    with pytest.raises(ValueError, match="separate the classes, or nearly do: unpenalised"):
        logistic_path(X, y, [0.1, 0.0], l1_ratio=l1_ratio)


def test_quasi_separation_by_an_indicator_is_refused_without_a_penalty_too():
    """The indicator is 1 in no row of class 0; other rows stay mixed."""
    X, y = random_table(60, 3, seed=2)
    X[:, 1] = (np.arange(60) % 3 == 0) & (y == 1)
    with pytest.raises(ValueError, match="unpenalised"):
        logistic_path(X, y, [0.0])
    with pytest.raises(ValueError, match="unpenalised"):
        logistic_path(X, y, [0.1], penalty_factors=[1, 0, 1])
    assert violation(X, y, logistic_path(X, y), 1.0, True, True) < 1e-9


def test_one_row_of_thousands_is_no_trouble():
    X, y = np.random.default_rng(0).standard_normal((4000, 4)), np.eye(4000)[17]
    path = logistic_path(X, y, default_logistic_lambdas(X, y, count=10))
    assert path.intercepts[0] == pytest.approx(-np.log(3999))
    assert violation(X, y, path, 1.0, True, True) < 1e-9


def test_a_weight_of_2_is_a_row_that_stands_there_twice_and_one_of_0_is_none():
    X, y = random_table(40, 4)
    weights = np.array([0.0, 1.0, 2.0, 3.0] * 10)
    twice = np.repeat(np.arange(40), weights.astype(int))
    path, long = logistic_path(X, y, weights=weights), logistic_path(X[twice], y[twice])
    np.testing.assert_allclose(path.lambdas, long.lambdas)
    np.testing.assert_allclose(path.coefficients, long.coefficients, atol=1e-8)
    np.testing.assert_allclose(path.deviance_ratio, long.deviance_ratio)


def test_neither_units_nor_which_class_is_1_nor_the_order_of_lambda_changes_the_model():
    X, y = random_table(40, 4)
    path = logistic_path(X, y, l1_ratio=0.7)
    other = logistic_path(X * [1e9, 1e-9, 3, 1] + [0, 0, 50, 0], 1 - y, path.lambdas[::-1], l1_ratio=0.7)
    np.testing.assert_allclose(
        other.coefficients[::-1] * [1e9, 1e-9, 3, 1], -path.coefficients, rtol=1e-6, atol=1e-9
    )
    np.testing.assert_allclose(other.deviance_ratio[::-1], path.deviance_ratio, atol=1e-10)


@pytest.mark.parametrize("l1_ratio", [0.0, 0.3, 1.0])
def test_a_factor_scales_the_penalty_of_its_column(l1_ratio):
    """Without standardisation, f|w| on x is |u| on x/f, and f w² is u² on x/√f."""
    X, y = random_table(50, 3)
    factors = np.array([0.5, 2.0, 0.5])
    lambdas = [0.1, 0.01]
    path = logistic_path(X, y, lambdas, l1_ratio=l1_ratio, penalty_factors=factors, standardize=False)
    assert violation(X, y, path, l1_ratio, False, True, factors) < 1e-9
    if l1_ratio != 0.3:
        scale = factors if l1_ratio else np.sqrt(factors)
        plain = logistic_path(X / scale, y, lambdas, l1_ratio=l1_ratio, standardize=False)
        np.testing.assert_allclose(path.coefficients * scale, plain.coefficients, atol=1e-8)


def test_a_column_that_is_never_penalised_is_there_at_every_lambda():
    X, y = random_table(60, 4, seed=2)
    path = logistic_path(X, y, penalty_factors=[1, 0, 1, 1])
    assert np.all(path.coefficients[:, 1] != 0)
    assert path.nonzeros[0] == 1
    alone = logistic_path(X[:, [1]], y, [0.0])
    np.testing.assert_allclose(path.coefficients[0, 1], alone.coefficients[0, 0], rtol=1e-6)


@pytest.mark.parametrize("l1_ratio", [0.3, 1.0])
@pytest.mark.parametrize("shape", [(40, 5), (12, 30)])
def test_the_first_weight_leaves_0_at_the_first_of_the_default_lambdas(l1_ratio, shape):
    X, y = random_table(*shape)
    grid = default_logistic_lambdas(X, y, l1_ratio, count=7)
    assert grid[-1] == pytest.approx(grid[0] * (1e-4 if shape[0] > shape[1] else 1e-2))
    np.testing.assert_allclose(grid[1:] / grid[:-1], grid[1] / grid[0])
    path = logistic_path(X, y, [grid[0] * (1 + 1e-9), grid[0] * 0.99], l1_ratio=l1_ratio)
    np.testing.assert_array_equal(path.nonzeros, [0, 1])
    np.testing.assert_array_equal(logistic_path(X, y, l1_ratio=l1_ratio).lambdas[0], grid[0])


def test_the_grid_of_a_ridge_starts_as_for_alpha_a_thousandth():
    X, y = random_table(40, 5)
    pull = np.abs(standardized(X).T @ (y - y.mean())).max() / 40
    assert default_logistic_lambdas(X, y, 0.0)[0] == pytest.approx(pull / 0.001)


@pytest.mark.parametrize("l1_ratio", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("shape", [(40, 6), (15, 30)])
def test_degrees_of_freedom_are_the_trace_of_the_last_newton_steps_hat_matrix(l1_ratio, shape):
    X, y = random_table(*shape)
    lambdas = default_logistic_lambdas(X, y, l1_ratio)[::20]
    path = logistic_path(X, y, lambdas, l1_ratio=l1_ratio)
    for k, lambd in enumerate(lambdas):
        probability = 1 / (1 + np.exp(-path.predict(X)[:, k]))
        D = np.diag(probability * (1 - probability)) / len(y)
        Z = np.column_stack((np.ones(len(y)), standardized(X)[:, path.coefficients[k] != 0]))
        ridge = lambd * (1 - l1_ratio) * np.eye(Z.shape[1])
        ridge[0, 0] = 0.0
        hat = Z @ np.linalg.solve(Z.T @ D @ Z + ridge, Z.T @ D)
        assert path.degrees_of_freedom[k] == pytest.approx(np.trace(hat) - 1, abs=1e-7)


def test_the_deviance_ratio_is_the_share_of_the_null_deviance():
    X, y = random_table(40, 3)
    path = logistic_path(X, y, [0.05])
    eta = path.predict(X)[:, 0]
    deviance = -2 * (y * eta - np.log(1 + np.exp(eta))).sum()
    null = -2 * 40 * (y.mean() * np.log(y.mean()) + (1 - y.mean()) * np.log(1 - y.mean()))
    assert path.deviance_ratio[0] == pytest.approx(1 - deviance / null)


def test_what_it_is_given_stays_as_it_was():
    X, y = random_table(20, 3)
    kept = X.copy(), y.copy()
    logistic_path(X, y, l1_ratio=0.0)
    np.testing.assert_array_equal(X, kept[0])
    np.testing.assert_array_equal(y, kept[1])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"y": [0, 1, 2, 0]}, "y needs 0 and 1 for its two classes, got 2"),
        ({"y": [1, 1, 1, 1]}, "y needs rows of both classes, 0 and 1, got"),
        ({"y": [0, 1, 1]}, "y needs one value for each of the 4 rows of X, got 3"),
        (
            {"weights": [0, 1, 0, 1]},
            "y needs rows of both classes with a weight above 0, got none of class 0",
        ),
        ({"weights": [0, 0, 0, 0]}, "weights needs a number above 0, got none"),
        ({"weights": [1, 1]}, "weights needs one number for each of the 4 rows"),
        ({"weights": [1, 1, -1, 1]}, "weights needs numbers of at least 0"),
        ({"penalty_factors": [0, 0]}, "penalty_factors needs a number above 0"),
        ({"penalty_factors": [1]}, "penalty_factors needs one number for each of the 2 columns"),
        ({"lambdas": [-1.0]}, "lambdas needs at least one number, each at least 0"),
        ({"l1_ratio": 1.5}, "l1_ratio needs a number from 0 to 1"),
        ({"X": [[1, 2], [np.nan, 1], [0, 1], [1, 1]]}, "X needs finite numbers"),
        ({"X": [[1, 1], [1, 1], [1, 1], [1, 1]]}, "X needs a penalised column that goes with y"),
    ],
)
def test_bad_input_is_named(change, sentence):
    arguments = {"X": [[1, 2], [3, 1], [0, 1], [1, 1]], "y": [0, 1, 0, 1], **change}
    with pytest.raises(ValueError, match=sentence):
        logistic_path(**arguments)
