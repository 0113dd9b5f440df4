"""The relaxed fit against scikit-learn's least squares on the columns that its lasso selects."""

import numpy as np
import pytest
from sklearn.linear_model import ElasticNet, Lasso, LinearRegression
from sklearn.model_selection import PredefinedSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from l2core.cross_validation import cross_validate
from l2core.linear import elastic_net_path, lasso_path
from l2core.relaxed import GAMMAS, cross_validate_relaxed, relaxed_path
from l2core.tables import diabetes

EXACT = {"tol": 1e-13, "max_iter": 200_000}


def random_table(n, p, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p)) * rng.uniform(0.1, 10, p) + rng.uniform(-5, 5, p)
    return X, X[:, : p // 2 + 1] @ (1 / X[:, : p // 2 + 1].std(axis=0)) + rng.standard_normal(n)


def least_squares(X, y, model):
    """The weights and the intercept on the columns of X that the model has in; the mean where it has none."""
    w = np.zeros(X.shape[1])
    if not model.any():
        return w, y.mean()
    found = LinearRegression().fit(X[:, model], y)
    w[model] = found.coef_
    return w, found.intercept_


@pytest.mark.parametrize("alpha", [1.0, 0.4])
@pytest.mark.parametrize("gamma", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("standardize", [True, False])
def test_it_blends_the_penalised_weights_with_least_squares_on_what_they_select(alpha, gamma, standardize):
    X, y = random_table(40, 6)
    path = relaxed_path(X, y, gamma=gamma, l1_ratio=alpha, standardize=standardize)
    penalised = elastic_net_path(X, y, alpha, standardize=standardize)
    np.testing.assert_array_equal(path.lambdas, penalised.lambdas)
    np.testing.assert_array_equal(path.knots, penalised.knots)
    for i in range(0, 100, 7):
        model = penalised.coefficients[i] != 0
        w, b = least_squares(X, y, model)
        blend = gamma * penalised.coefficients[i] + (1 - gamma) * w
        np.testing.assert_allclose(path.coefficients[i], blend, atol=1e-10)
        assert path.intercepts[i] == pytest.approx(gamma * penalised.intercepts[i] + (1 - gamma) * b)
        assert np.all((path.coefficients[i] != 0) == model)
        residuals = y - path.predict(X)[:, i]
        assert path.deviance_ratio[i] == pytest.approx(1 - residuals.var() / y.var())
        freedom = gamma * penalised.degrees_of_freedom[i] + (1 - gamma) * model.sum()
        assert path.degrees_of_freedom[i] == pytest.approx(freedom)


def test_a_variable_that_must_stay_is_in_every_refit():
    X, y = random_table(30, 5)
    path = relaxed_path(X, y, [1e9, 0.5], penalty_factors=[1, 1, 0, 1, 1])
    w, b = least_squares(X, y, np.arange(5) == 2)
    np.testing.assert_allclose(path.coefficients[0], w, atol=1e-12)
    assert path.intercepts[0] == pytest.approx(b)
    assert path.degrees_of_freedom[0] == 1


def test_with_more_columns_than_rows_the_refit_fits_every_row_once_it_can():
    X, y = random_table(8, 20)
    path = relaxed_path(X, y)
    penalised = lasso_path(X, y)
    full = penalised.nonzeros == 7
    assert full.any()
    np.testing.assert_allclose(path.deviance_ratio[full], 1)
    assert np.all(np.isfinite(path.coefficients))


@pytest.mark.parametrize("penalty", ["l1", "elastic_net"])
def test_in_every_fold_the_variables_are_selected_anew(penalty):
    X, y = random_table(44, 5)
    lambdas, gammas = np.array([0.4, 0.1]), (0.0, 0.5, 1.0)
    found = cross_validate_relaxed(X, y, penalty, lambdas, gammas=gammas, folds=4, l1_ratio=0.6)
    for k, (train, test) in enumerate(PredefinedSplit(found[0].fold_of).split()):
        s = y[train].std()
        for i, lambd in enumerate(lambdas):
            model = {
                "l1": Lasso(lambd / s, **EXACT),
                "elastic_net": ElasticNet(lambd / s, l1_ratio=0.6, **EXACT),
            }[penalty]
            pipeline = make_pipeline(StandardScaler(), model).fit(X[train], y[train] / s)
            penalised = pipeline.predict(X[test]) * s
            w, b = least_squares(X[train], y[train], pipeline[-1].coef_ != 0)
            for gamma, of in zip(gammas, found, strict=True):
                errors = y[test] - gamma * penalised - (1 - gamma) * (b + X[test] @ w)
                assert of.fold_errors[k, i] == pytest.approx(np.mean(errors**2), rel=1e-6)


def test_at_gamma_1_it_is_the_cross_validation_of_the_penalised_fit_gaps_and_all():
    X, y = random_table(30, 4)
    X[3, 2] = X[7, 0] = np.nan
    options = {"folds": 5, "seed": 2, "penalty_factors": [1, 2, 0, 1], "impute": True}
    seen = []
    found = cross_validate_relaxed(X, y, report=seen.append, **options)
    assert len(found) == len(GAMMAS)
    plain = cross_validate(X, y, **options)
    np.testing.assert_allclose(found[-1].fold_errors, plain.fold_errors)
    np.testing.assert_allclose(found[-1].path.coefficients, plain.path.coefficients, atol=1e-12)
    assert (found[-1].index_min, found[-1].index_1se) == (plain.index_min, plain.index_1se)
    assert seen == [0.2, 0.4, 0.6, 0.8, 1.0]


def test_on_diabetes_the_refit_has_as_small_an_error_with_fewer_variables():
    data = diabetes()
    refitted, *_, penalised = cross_validate_relaxed(data.X, data.y)
    assert refitted.mean_error.min() < 1.01 * penalised.mean_error.min()
    assert refitted.path.nonzeros[refitted.index_1se] < penalised.path.nonzeros[penalised.index_1se]


def test_bad_input_is_named():
    X, y = random_table(20, 3)
    with pytest.raises(ValueError, match="gamma needs a number from 0 to 1"):
        relaxed_path(X, y, gamma=1.5)
    with pytest.raises(ValueError, match="gamma needs a number from 0 to 1"):
        cross_validate_relaxed(X, y, gammas=[0.0, -1.0])
    with pytest.raises(ValueError, match="penalty needs one of"):
        cross_validate_relaxed(X, y, "none")
    with pytest.raises(ValueError, match="y needs at least two different values"):
        relaxed_path(X, np.ones(20))
