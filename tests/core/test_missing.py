"""Missing cells against scikit-learn's imputer, and against its pipeline in every fold."""

import numpy as np
import pytest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Lasso, Ridge
from sklearn.model_selection import PredefinedSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from l2core.cross_validation import cross_validate
from l2core.linear import default_lambdas, elastic_net_path
from l2core.missing import filled, medians


def table_with_gaps(n, p, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.gamma(1.0, 3.0, (n, p))
    y = X @ rng.standard_normal(p) + rng.standard_normal(n)
    X[rng.random((n, p)) < 0.2] = np.nan
    return X, y


@pytest.mark.parametrize("seed", range(5))
def test_the_medians_are_those_of_scikit_learn(seed):
    X, _ = table_with_gaps(23, 4, seed)
    X[:, 2] = np.nan if seed == 0 else X[:, 2]
    imputer = SimpleImputer(strategy="median", keep_empty_features=True).fit(X)
    np.testing.assert_array_equal(filled(X, medians(X)), imputer.transform(X))
    if seed:
        np.testing.assert_array_equal(medians(X), imputer.statistics_)


@pytest.mark.parametrize("penalty", ["l1", "l2"])
def test_every_fold_is_scikit_learns_pipeline_of_imputer_scaler_and_model(penalty):
    X, y = table_with_gaps(47, 5)
    lambdas = np.array([0.5, 0.05])
    result = cross_validate(X, y, penalty, lambdas, folds=5, seed=3, impute=True)
    for i, lambd in enumerate(lambdas):
        for k, (train, test) in enumerate(PredefinedSplit(result.fold_of).split()):
            model = {
                "l1": Lasso(lambd, tol=1e-13, max_iter=100_000),
                "l2": Ridge(lambd / y[train].std() * len(train)),
            }[penalty]
            pipeline = make_pipeline(SimpleImputer(strategy="median"), StandardScaler(), model)
            predicted = pipeline.fit(X[train], y[train]).predict(X[test])
            assert result.fold_errors[k, i] == pytest.approx(np.mean((predicted - y[test]) ** 2), rel=1e-6)


def test_the_fit_on_all_rows_and_its_grid_take_the_medians_of_all_rows():
    X, y = table_with_gaps(30, 3)
    whole = SimpleImputer(strategy="median").fit_transform(X)
    result = cross_validate(X, y, "elastic_net", folds=4, impute=True)
    np.testing.assert_array_equal(result.lambdas, default_lambdas(whole, y, 0.5))
    np.testing.assert_array_equal(result.path.coefficients, elastic_net_path(whole, y, 0.5).coefficients)


def test_a_column_whose_only_numbers_are_held_out_has_weight_0_there():
    X, y = table_with_gaps(20, 2)
    fold_of = cross_validate(X, y, folds=5, impute=True).fold_of
    X[:, 1] = np.where(fold_of == 3, np.arange(20.0), np.nan)
    result = cross_validate(X, y, folds=5, impute=True)
    assert np.all(np.isfinite(result.fold_errors))
    alone = cross_validate(X[:, :1], y, "l1", result.lambdas, folds=5, impute=True)
    np.testing.assert_allclose(result.fold_errors[3], alone.fold_errors[3])


def test_without_gaps_nothing_changes():
    rng = np.random.default_rng(2)
    X, y = rng.standard_normal((30, 3)), rng.standard_normal(30)
    plain, other = (cross_validate(X, y, folds=5, impute=impute) for impute in (False, True))
    np.testing.assert_array_equal(plain.fold_errors, other.fold_errors)


@pytest.mark.parametrize("bad", [[[1.0, np.inf]], [["a", "b"]], [1.0, 2.0]])
def test_what_is_neither_a_number_nor_missing_is_named(bad):
    with pytest.raises(ValueError, match="X needs"):
        medians(bad)
    with pytest.raises(ValueError, match="X needs"):
        filled(bad, [0.0, 0.0])


def test_a_missing_cell_that_was_not_to_be_filled_is_named():
    X, y = table_with_gaps(20, 2)
    with pytest.raises(ValueError, match="X needs finite numbers, got nan"):
        cross_validate(X, y)
    with pytest.raises(ValueError, match="medians needs one number for each of the 2 columns"):
        filled(X, [1.0])
