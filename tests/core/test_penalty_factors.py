"""Penalty factors against scikit-learn on scaled columns, closed forms and optimality conditions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import Lasso, LinearRegression
from sklearn.model_selection import PredefinedSplit

from l2core.cross_validation import cross_validate
from l2core.linear import default_lambdas, elastic_net_path, entries, lasso_path, ridge_path

EXACT = {"tol": 1e-13, "max_iter": 200_000}
UNEVEN = np.array([1.0, 4.0, 0.5, 2.0, 0.25])
ONE_FREE = np.array([1.0, 0.0, 2.0, 1.0, 5.0])


def random_table(n, p, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p)) * rng.uniform(0.1, 10, p) + rng.uniform(-5, 5, p)
    X[:, 0] += X[:, p // 2]
    return X, X[:, : p // 2 + 1].sum(axis=1) + rng.standard_normal(n) + 3


def standardized(X):
    return (X - X.mean(axis=0)) / X.std(axis=0)


def test_the_lasso_is_that_of_columns_divided_by_their_factors():
    X, y = random_table(40, 5)
    v = UNEVEN / UNEVEN.mean()
    path = lasso_path(X, y, [1.0, 0.2, 0.01], penalty_factors=UNEVEN)
    for lambd, w in zip(path.lambdas, path.coefficients, strict=True):
        model = Lasso(lambd, **EXACT).fit(standardized(X) / v, y)
        np.testing.assert_allclose(w, model.coef_ / v / X.std(axis=0), atol=1e-8)


@pytest.mark.parametrize("factors", [UNEVEN, ONE_FREE])
def test_ridge_is_the_normal_equations_with_a_penalty_for_each_column(factors):
    X, y = random_table(40, 5)
    Z, v = standardized(X), factors / factors.mean()
    path = ridge_path(X, y, [50.0, 2.0, 0.01], penalty_factors=factors)
    for i, lambd in enumerate(path.lambdas):
        inverse = np.linalg.inv(Z.T @ Z + 40 * lambd / y.std() * np.diag(v))
        np.testing.assert_allclose(path.coefficients[i] * X.std(axis=0), inverse @ Z.T @ y, atol=1e-9)
        assert path.degrees_of_freedom[i] == pytest.approx(np.trace(Z @ inverse @ Z.T))
        residuals = y - path.intercepts[i] - X @ path.coefficients[i]
        assert path.deviance_ratio[i] == pytest.approx(1 - residuals.var() / y.var())


def test_the_elastic_net_is_a_lasso_with_a_row_for_each_squared_weight():
    """Zou & Hastie 2005, Lemma 1: √(nλ(1−α)v_j/s) e_j is added to X for every j, and 0 to y."""
    X, y = random_table(40, 5)
    v, alpha = UNEVEN / UNEVEN.mean(), 0.3
    path = elastic_net_path(X, y, alpha, [2.0, 0.3], penalty_factors=UNEVEN)
    for lambd, w in zip(path.lambdas, path.coefficients, strict=True):
        rows = np.diag(np.sqrt(40 * lambd * (1 - alpha) * v / y.std()))
        longer, target = np.vstack((standardized(X), rows)), np.append(y - y.mean(), np.zeros(5))
        model = Lasso(lambd * alpha * 40 / 45, fit_intercept=False, **EXACT).fit(longer / v, target)
        np.testing.assert_allclose(w, model.coef_ / v / X.std(axis=0), atol=1e-7)


@settings(deadline=None, max_examples=150)
@given(
    seed=st.integers(0, 10**6),
    shape=st.sampled_from([(30, 6), (12, 6), (6, 12)]),
    alpha=st.sampled_from([1.0, 0.7, 0.05, 0.0]),
    standardize=st.booleans(),
    fit_intercept=st.booleans(),
)
def test_the_optimality_conditions_hold_whatever_the_factors(seed, shape, alpha, standardize, fit_intercept):
    rng = np.random.default_rng(seed)
    X, y = random_table(*shape, seed)
    v = 10 ** rng.uniform(-1, 1, shape[1]) * (rng.random(shape[1]) < 0.8)
    v[0] += 0.1
    if seed % 3 == 0:
        X[:, 1] = X[:, 2]
    options = {"standardize": standardize, "fit_intercept": fit_intercept, "penalty_factors": v}
    grid = default_lambdas(X, y, alpha, standardize=standardize, fit_intercept=fit_intercept)
    path = elastic_net_path(X, y, alpha, grid, **options)
    sigma = X.std(axis=0) if standardize else np.ones(shape[1])
    s = y.std() if fit_intercept else np.sqrt(np.mean(y**2))
    Z, W, v = X / sigma, path.coefficients * sigma, v / v.mean()
    residuals = y[:, None] - path.predict(X)
    C = (residuals.T @ Z) / len(y) - path.lambdas[:, None] * (1 - alpha) / s * v * W
    bound = path.lambdas[:, None] * alpha * v
    missed = np.where(W != 0, np.abs(C - bound * np.sign(W)), np.maximum(np.abs(C) - bound, 0))
    centred = Z - Z.mean(axis=0) if fit_intercept else Z
    assert missed.max() < 1e-8 * np.abs(centred).max() * np.abs(y).max()
    if fit_intercept:
        assert np.abs(residuals.mean(axis=0)).max() < 1e-9 * np.abs(y).max()


@pytest.mark.parametrize("alpha", [1.0, 0.4])
def test_lambda_max_is_where_the_first_penalised_weight_leaves_0(alpha):
    X, y = random_table(40, 5)
    top = default_lambdas(X, y, alpha, penalty_factors=ONE_FREE)[0]
    path = elastic_net_path(X, y, alpha, [1.001 * top, top, 0.999 * top], penalty_factors=ONE_FREE)
    assert path.nonzeros.tolist() == [1, 1, 2]
    alone = LinearRegression().fit(X[:, [1]], y)
    np.testing.assert_allclose(path.coefficients[0], [0, alone.coef_[0], 0, 0, 0], atol=1e-12)
    assert path.knots[0] == pytest.approx(top)


def test_factors_count_by_their_ratios_and_equal_ones_change_nothing():
    X, y = random_table(30, 5)
    for alpha in (0.0, 0.5, 1.0):
        plain = elastic_net_path(X, y, alpha)
        same = elastic_net_path(X, y, alpha, penalty_factors=np.full(5, 7e80))
        np.testing.assert_allclose(same.coefficients, plain.coefficients, atol=1e-9)
        few, many = (elastic_net_path(X, y, alpha, penalty_factors=UNEVEN * k) for k in (1, 1e-90))
        np.testing.assert_allclose(many.coefficients, few.coefficients, atol=1e-9)
        assert np.abs(few.coefficients - plain.coefficients).max() > 0.01


def test_all_but_one_column_may_be_free_even_where_they_are_collinear_or_do_not_vary():
    X, y = random_table(30, 5)
    X[:, 3], X[:, 2] = 2 * X[:, 1], 5.0
    for alpha in (0.0, 0.5, 1.0):
        path = elastic_net_path(X, y, alpha, [1e6, 1.0, 0.0], penalty_factors=[1, 0, 0, 0, 0])
        free = LinearRegression().fit(X[:, [1, 4]], y)
        np.testing.assert_allclose(path.predict(X)[:, 0], free.predict(X[:, [1, 4]]), atol=1e-3)
        whole = LinearRegression().fit(X, y)
        np.testing.assert_allclose(path.predict(X)[:, 2], whole.predict(X), atol=1e-8)
        assert np.all(path.coefficients[:, 2] == 0)
        assert path.degrees_of_freedom[2] == pytest.approx(3)


def test_the_entry_of_a_weight_that_is_never_penalised_is_infinite():
    X, y = random_table(40, 5)
    found = entries(X, y, 0.0, penalty_factors=ONE_FREE)
    assert found[1] == np.inf
    assert np.sort(found)[-2] == pytest.approx(default_lambdas(X, y, penalty_factors=ONE_FREE)[0])
    for j in (0, 2, 3, 4):
        around = lasso_path(X, y, [found[j] * 1.001, found[j] * 0.999], penalty_factors=ONE_FREE)
        assert (around.coefficients[:, j] != 0).tolist() == [False, True]


@pytest.mark.parametrize("penalty", ["l1", "l2", "elastic_net"])
def test_in_every_fold_the_variable_that_must_stay_is_least_squares_at_a_large_lambda(penalty):
    X, y = random_table(43, 5)
    result = cross_validate(X, y, penalty, [1e12, 1.0], folds=5, penalty_factors=ONE_FREE)
    for k, (train, test) in enumerate(PredefinedSplit(result.fold_of).split()):
        alone = LinearRegression().fit(X[train][:, [1]], y[train])
        error = np.mean((alone.predict(X[test][:, [1]]) - y[test]) ** 2)
        assert result.fold_errors[k, 0] == pytest.approx(error, rel=1e-6)
    again = cross_validate(X, y, penalty, folds=5, penalty_factors=ONE_FREE)
    alpha = {"l1": 1.0, "l2": 0.0}.get(penalty, 0.5)
    np.testing.assert_array_equal(again.lambdas, default_lambdas(X, y, alpha, penalty_factors=ONE_FREE))


@pytest.mark.parametrize(
    ("factors", "message"),
    [
        ([0, 0, 0, 0, 0], "penalty_factors needs a number above 0, got none"),
        ([1, 1], "penalty_factors needs one number for each of the 5 columns of X, got shape \\(2,\\)"),
        ([1, -1, 1, 1, 1], "penalty_factors needs numbers of at least 0, got -1"),
        ([1, np.inf, 1, 1, 1], "penalty_factors needs finite numbers"),
    ],
)
@pytest.mark.parametrize("alpha", [0.0, 0.5, 1.0])
def test_bad_factors_are_named(alpha, factors, message):
    with pytest.raises(ValueError, match=message):
        elastic_net_path(*random_table(20, 5), alpha, penalty_factors=factors)


def test_where_the_free_variables_explain_all_there_is_no_lambda_to_choose():
    X, _ = random_table(20, 5)
    with pytest.raises(
        ValueError, match="X needs a penalised column that goes with what the others leave of y"
    ):
        lasso_path(X, 3 * X[:, 1] + 2, penalty_factors=ONE_FREE)
