"""Nested cross-validation against a loop over `cross_validate`'s parts and against scikit-learn's."""

import numpy as np
import pytest
from sklearn.linear_model import LassoCV
from sklearn.model_selection import PredefinedSplit

from l2core.cross_validation import cross_validate, held_out_errors
from l2core.linear import default_lambdas, elastic_net_path
from l2core.moments import least_squares
from l2core.nested import inner_folds_of, nested_error


def table(n=45, p=4, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p)) * rng.uniform(0.1, 10, p) + rng.uniform(-5, 5, p)
    return X, 2 * X[:, 0] / X[:, 0].std() + X[:, 1] / X[:, 1].std() + 2 * rng.standard_normal(n)


@pytest.mark.parametrize(("penalty", "alpha"), [("l2", 0.0), ("l1", 1.0), ("elastic_net", 0.5)])
def test_every_fold_is_judged_by_what_the_others_chose(penalty, alpha):
    X, y = table()
    lambdas = default_lambdas(X, y, alpha, count=20)
    drawn = least_squares(X, y, lambdas, alpha)
    found = nested_error(X, y, penalty, lambdas, folds=4, inner_folds=5, seed=2)
    whole = cross_validate(X, y, penalty, lambdas, folds=4, seed=2)
    np.testing.assert_array_equal(found.fold_of, whole.fold_of)
    np.testing.assert_allclose(found.fold_errors, whole.fold_errors, rtol=1e-9)
    assert found.chosen == whole.index_min
    assert found.optimistic.mean == pytest.approx(whole.mean_error.min())
    assert found.optimistic.standard_error == pytest.approx(whole.standard_error[whole.index_min])
    honest = {"min": [], "1se": []}
    sizes = np.bincount(found.fold_of)
    for k in range(4):
        outside = found.fold_of != k
        inner = inner_folds_of(drawn, found.fold_of, k, 5, 2)[outside]
        assert sorted(np.bincount(inner)) == [6, 7, 7, 7, 7] or sorted(np.bincount(inner)) == [6, 6, 7, 7, 7]
        errors = held_out_errors(X[outside], y[outside], alpha, lambdas, inner)
        share = np.bincount(inner) / len(inner)
        mean = share @ errors
        error = np.sqrt(share @ np.square(errors - mean) / 4)
        best = int(mean.argmin())
        within = int(np.flatnonzero(mean <= mean[best] + error[best])[0])
        assert (found.index_min[k], found.index_1se[k]) == (best, within)
        model = elastic_net_path(X[outside], y[outside], alpha, lambdas)
        squares = np.square(y[~outside, None] - model.predict(X[~outside])).mean(axis=0)
        honest["min"].append(squares[best])
        honest["1se"].append(squares[within])
    mins, ones = np.array(honest["min"]), np.array(honest["1se"])
    for estimate, errors in (
        (found.honest_min, mins),
        (found.honest_1se, ones),
        (found.difference, ones - mins),
        (found.optimism, mins - whole.fold_errors[:, whole.index_min]),
    ):
        mean = np.average(errors, weights=sizes)
        assert estimate.mean == pytest.approx(mean, rel=1e-8, abs=1e-12)
        spread = np.average((errors - mean) ** 2, weights=sizes) / 3
        assert estimate.standard_error == pytest.approx(np.sqrt(spread), rel=1e-7, abs=1e-12)
    assert found.optimism.mean == pytest.approx(found.honest_min.mean - found.optimistic.mean, abs=1e-10)


def test_scikit_learn_chooses_the_same_lambda_outside_every_fold():
    X, y = table()
    lambdas = default_lambdas(X, y, count=25, standardize=False)
    found = nested_error(X, y, "l1", lambdas, folds=3, inner_folds=4, standardize=False)
    squares, drawn = [], least_squares(X, y, lambdas, 1.0)
    for k in range(3):
        outside = found.fold_of != k
        inner = PredefinedSplit(inner_folds_of(drawn, found.fold_of, k, 4, 0)[outside])
        model = LassoCV(alphas=lambdas, cv=inner, tol=1e-10, max_iter=10**6).fit(X[outside], y[outside])
        squares.extend(np.square(y[~outside] - model.predict(X[~outside])))
    # LassoCV weighs folds equally, whatever their rows; here the choices agree
    assert found.honest_min.mean == pytest.approx(np.mean(squares), rel=1e-6)


def test_the_chosen_error_is_too_small_on_average():
    """Noise alone: no λ is better than another, so that what is chosen owes its error to luck."""
    optimism = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        X, y = rng.standard_normal((30, 6)), rng.standard_normal(30)
        found = nested_error(X, y, "l1", np.geomspace(1, 0.01, 15), folds=5, inner_folds=5, seed=seed)
        optimism.append(found.optimism.mean)
    assert np.mean(optimism) > 2 * np.std(optimism, ddof=1) / np.sqrt(40)


def test_gaps_and_penalty_factors_are_passed_on():
    X, y = table()
    X[::7, 1] = np.nan
    options = {"penalty_factors": [1, 2, 0, 1], "impute": True, "folds": 4, "seed": 1}
    lambdas = np.geomspace(2, 0.01, 9)
    found = nested_error(X, y, "l1", lambdas, **options)
    alone = cross_validate(X, y, "l1", lambdas, **options)
    np.testing.assert_allclose(found.fold_errors, alone.fold_errors, rtol=1e-8)


def test_leaving_one_out_takes_no_more_inner_folds_than_rows():
    X, y = table(n=8, p=2)
    found = nested_error(X, y, "l1", [1.0, 0.1], folds=8, inner_folds=10)
    assert found.fold_errors.shape == (8, 2)
    drawn = least_squares(X, y, np.ones(1), 1.0)
    assert len(np.unique(inner_folds_of(drawn, found.fold_of, 0, 10, 0)[found.fold_of != 0])) == 7


def test_the_seed_decides_and_not_the_workers():
    X, y = table()
    options = {"lambdas": default_lambdas(X, y, count=30), "folds": 5, "inner_folds": 4}
    here, there, other = (
        nested_error(X, y, "l1", seed=seed, workers=workers, **options)
        for seed, workers in ((1, 1), (1, 2), (2, 1))
    )
    for name in vars(here):
        np.testing.assert_array_equal(getattr(here, name), getattr(there, name))
    assert np.any(here.fold_of != other.fold_of)


def test_progress_rises_to_1_and_what_it_raises_ends_the_work():
    X, y = table()
    heard = []
    nested_error(X, y, "l1", [1.0, 0.1], folds=4, inner_folds=3, report=heard.append)
    assert heard == [0.25, 0.5, 0.75, 1.0]
    with pytest.raises(ZeroDivisionError):
        nested_error(X, y, "l1", [1.0], folds=4, inner_folds=3, report=lambda done: 1 / (done - 0.5))


@pytest.mark.parametrize(
    ("n", "options", "message"),
    [
        (45, {"inner_folds": 1}, "inner_folds needs a whole number of at least 2"),
        (45, {"folds": 46}, "X needs more rows for 46 folds"),
        (5, {"folds": 2}, "X needs more rows for 2 folds"),
        (45, {"penalty": "none"}, "penalty needs one of"),
    ],
)
def test_what_cannot_be_nested_is_named(n, options, message):
    X, y = table(n=n)
    with pytest.raises(ValueError, match=message):
        nested_error(X, y, **options)
