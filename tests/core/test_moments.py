"""Paths from shared sums against the paths of the rows themselves, also where sums lose too much."""

import numpy as np
import pytest

from l2core import moments
from l2core.linear import default_lambdas, elastic_net_path
from l2core.moments import least_squares

ALPHAS = [0.0, 0.5, 1.0]


def table(n=60, p=5, seed=0):
    rng = np.random.default_rng(seed)
    X = (rng.standard_normal((n, p)) + rng.standard_normal((n, 1))) * rng.uniform(0.1, 10, p) + 3
    return X, X @ np.arange(p) / X.std(axis=0).max() + rng.standard_normal(n)


def of_rows(X, y, counts, alpha, lambdas, standardize=True):
    rows = np.repeat(np.arange(len(y)), counts)
    return elastic_net_path(X[rows], y[rows], alpha, lambdas, standardize=standardize)


def counts_and_folds(n, folds, seed=1):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 4, size=n), rng.permutation(np.arange(n) % folds)


@pytest.fixture
def paths_of_rows(monkeypatch):
    """How many rows each path was fitted on."""
    seen = []

    def watched(X, *arguments, **options):
        seen.append(len(X))
        return elastic_net_path(X, *arguments, **options)

    monkeypatch.setattr(moments, "elastic_net_path", watched)
    return seen


@pytest.mark.parametrize("standardize", [True, False])
@pytest.mark.parametrize("alpha", ALPHAS)
def test_a_path_of_rows_that_count_several_times_is_that_of_the_repeated_rows(
    alpha, standardize, paths_of_rows
):
    X, y = table()
    lambdas = default_lambdas(X, y, alpha, count=15, standardize=standardize)
    counts, _ = counts_and_folds(60, 2)
    (found,) = least_squares(X, y, lambdas, alpha, standardize).models([counts])
    expected = of_rows(X, y, counts, alpha, lambdas, standardize)
    assert paths_of_rows == ([] if alpha else [2 * 6])
    np.testing.assert_allclose(found.coefficients, expected.coefficients, rtol=1e-9, atol=1e-10)
    np.testing.assert_allclose(found.intercepts, expected.intercepts, rtol=1e-9)
    np.testing.assert_array_equal(found.coefficients == 0, expected.coefficients == 0)


def brute_errors(X, y, counts, fold_of, alpha, lambdas):
    errors = []
    for k in range(fold_of.max() + 1):
        model = of_rows(X, y, np.where(fold_of == k, 0, counts), alpha, lambdas)
        held = np.repeat(np.arange(len(y)), np.where(fold_of == k, counts, 0))
        errors.append(np.square(y[held, None] - model.predict(X[held])).mean(axis=0))
    return np.array(errors)


def spoiled(kind, X):
    """Tables in which sums of products lose digits, in all folds or in some."""
    X = X.copy()
    if kind == "a sum of two":
        X[:, 2] = X[:, 0] + X[:, 1]
    elif kind == "nearly equal":
        X[:, 2] = X[:, 0] * (1 + 1e-7 * X[:, 1])
    elif kind == "constant but in one row":
        X[:, 3] = np.arange(len(X)) == 7
    elif kind == "constant":
        X[:, 3] = 0.1
    elif kind == "an outlier":
        X[5] *= 1e7
    elif kind == "far from 0":
        X += 1e6
    return X


@pytest.mark.parametrize("alpha", ALPHAS)
@pytest.mark.parametrize(
    "kind",
    [
        "as it is",
        "a sum of two",
        "nearly equal",
        "constant but in one row",
        "constant",
        "an outlier",
        "far from 0",
    ],
)
def test_held_out_errors_are_those_of_a_loop_over_the_folds(kind, alpha):
    X, y = table()
    X = spoiled(kind, X)
    lambdas = default_lambdas(X, y, alpha, count=9)
    counts, fold_of = counts_and_folds(60, 5)
    found = least_squares(X, y, lambdas, alpha, True).held_out_errors([(counts, fold_of)])[0]
    np.testing.assert_allclose(found, brute_errors(X, y, counts, fold_of, alpha, lambdas), rtol=1e-7)


def test_collinear_columns_are_fitted_on_the_rows_and_others_are_not(paths_of_rows):
    X, y = table()
    lambdas = default_lambdas(X, y, count=5)
    sample = counts_and_folds(60, 4)
    least_squares(X, y, lambdas, 1.0).held_out_errors([sample])
    assert paths_of_rows == []
    least_squares(spoiled("a sum of two", X), y, lambdas, 1.0).held_out_errors([sample])
    assert paths_of_rows == [sample[0][sample[1] != k].sum() for k in range(4)]


@pytest.mark.parametrize("kind", ["constant", "constant but in one row"])
def test_a_column_that_does_not_vary_in_some_folds_costs_no_path_of_the_rows(kind, paths_of_rows):
    X, y = table()
    X = spoiled(kind, X)
    _, fold_of = counts_and_folds(60, 4)
    sample = np.ones(60, dtype=int), fold_of
    fitted = least_squares(X, y, default_lambdas(X, y, count=5), 1.0)
    fitted.held_out_errors([sample])
    assert paths_of_rows == []


def test_a_table_in_which_nothing_varies():
    fitted = least_squares(np.full((20, 2), 3.0), np.full(20, 7.0), np.array([1.0, 0.1]), 1.0)
    (model,) = fitted.models([np.ones(20, dtype=int)])
    np.testing.assert_array_equal(model.coefficients, np.zeros((2, 2)))
    np.testing.assert_allclose(model.intercepts, 7.0, rtol=1e-15)


def test_gaps_in_a_column_that_does_not_vary_and_in_one_without_a_number():
    X, y = table()
    X[:, 1], X[::4, 1], X[:, 2] = 5.0, np.nan, np.nan
    lambdas = np.geomspace(1, 0.01, 6) * y.std()
    sample = np.ones(60, dtype=int), np.arange(60) % 3
    found = least_squares(X, y, lambdas, 1.0).held_out_errors([sample])[0]
    X[:, 1], X[:, 2] = 5.0, 0.0
    np.testing.assert_allclose(found, brute_errors(X, y, *sample, 1.0, lambdas), rtol=1e-8)


@pytest.mark.parametrize(("name", "value"), [("MOST_BENT", 4), ("SAFE", 2.0)])
def test_the_ways_around_the_lockstep_give_the_same(name, value, monkeypatch):
    X, y = table()
    lambdas = default_lambdas(X, y, 0.5, count=8)
    sample = counts_and_folds(60, 4)
    quick = least_squares(X, y, lambdas, 0.5).held_out_errors([sample])
    monkeypatch.setattr(moments, name, value)
    np.testing.assert_allclose(least_squares(X, y, lambdas, 0.5).held_out_errors([sample]), quick, rtol=1e-9)


def test_what_the_lockstep_does_not_solve_is_followed(monkeypatch, paths_of_rows):
    X, y = table()
    lambdas = default_lambdas(X, y, count=8)
    counts, fold_of = counts_and_folds(60, 4)
    monkeypatch.setattr("l2core.lockstep.GUESSES", 1)
    found = least_squares(X, y, lambdas, 1.0).held_out_errors([(counts, fold_of)])[0]
    assert paths_of_rows == [2 * 6] * 4
    np.testing.assert_allclose(found, brute_errors(X, y, counts, fold_of, 1.0, lambdas), rtol=1e-9)


def test_samples_asked_for_together_are_as_if_alone():
    X, y = table()
    lambdas = default_lambdas(X, y, 0.5, count=8)[::-1]
    fitted = least_squares(X, y, lambdas, 0.5)
    samples = [counts_and_folds(60, folds, seed=folds) for folds in (3, 4, 5)]
    together = fitted.held_out_errors(samples)
    for sample, errors in zip(samples, together, strict=True):
        np.testing.assert_array_equal(fitted.held_out_errors([sample])[0], errors)


@pytest.mark.parametrize("factors", [[1, 2, 0.5, 1, 3], [0, 1, 1, 0, 2]])
@pytest.mark.parametrize("alpha", ALPHAS)
def test_penalty_factors(alpha, factors):
    X, y = table()
    lambdas = default_lambdas(X, y, alpha, count=9, penalty_factors=factors)
    counts, _ = counts_and_folds(60, 2)
    (found,) = least_squares(X, y, lambdas, alpha, True, factors).models([counts])
    rows = np.repeat(np.arange(60), counts)
    expected = elastic_net_path(X[rows], y[rows], alpha, lambdas, penalty_factors=factors)
    np.testing.assert_allclose(found.coefficients, expected.coefficients, rtol=1e-8, atol=1e-9)
    np.testing.assert_allclose(found.intercepts, expected.intercepts, rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("alpha", ALPHAS)
@pytest.mark.parametrize("p", [5, 29])
def test_gaps_are_filled_by_the_medians_of_the_rows_that_are_learned_from(alpha, p, paths_of_rows):
    X, y = table(p=p)
    rng = np.random.default_rng(3)
    X[rng.random(X.shape) < 0.15 * (np.arange(p) < 4)] = np.nan
    lambdas = np.geomspace(1, 0.01, 6) * y.std()
    counts, fold_of = counts_and_folds(60, 4)
    found = least_squares(X, y, lambdas, alpha).held_out_errors([(counts, fold_of)])[0]
    assert len(paths_of_rows) == (0 if alpha and p == 5 else 4)
    for k in range(4):
        learn = np.repeat(np.arange(60), np.where(fold_of == k, 0, counts))
        held = np.repeat(np.arange(60), np.where(fold_of == k, counts, 0))
        middle = np.nanmedian(X[learn], axis=0)
        filled = np.where(np.isnan(X), middle, X)
        model = elastic_net_path(filled[learn], y[learn], alpha, lambdas)
        errors = np.square(y[held, None] - model.predict(filled[held])).mean(axis=0)
        np.testing.assert_allclose(found[k], errors, rtol=1e-8)


def test_a_y_without_noise_is_predicted_exactly():
    X, _ = table()
    y = X @ [1.0, 0, -2, 0, 0.5] + 4
    sample = np.ones(60, int), np.arange(60) % 3
    (errors,) = least_squares(X, y, np.array([0.0]), 1.0).held_out_errors([sample])
    assert errors.max() < 1e-20


@pytest.mark.parametrize("shape", [(12, 30), (20, 12), (9, 9)])
def test_few_rows_for_many_columns(shape):
    X, y = table(*shape)
    lambdas = default_lambdas(X, y, count=6)
    counts, fold_of = np.ones(len(y), dtype=int), np.arange(len(y)) % 3
    found = least_squares(X, y, lambdas, 1.0, True).held_out_errors([(counts, fold_of)])[0]
    np.testing.assert_allclose(found, brute_errors(X, y, counts, fold_of, 1.0, lambdas), rtol=1e-10)


@pytest.mark.parametrize("unit", [1e-170, 1e-90, 1e6])
def test_columns_in_extreme_units(unit):
    X, y = table()
    X = X * [1.0, unit, 1.0, 1.0, unit]
    lambdas = np.geomspace(1, 1e-3, 5) * y.std()
    for alpha in ALPHAS:
        for standardize in (True, False):
            _, fold_of = counts_and_folds(60, 3)
            fitted = least_squares(X, y, lambdas, alpha, standardize)
            (found,) = fitted.held_out_errors([(np.ones(60, int), fold_of)])
            for k in range(3):
                outside = fold_of != k
                model = elastic_net_path(X[outside], y[outside], alpha, lambdas, standardize=standardize)
                errors = np.square(y[~outside, None] - model.predict(X[~outside])).mean(axis=0)
                np.testing.assert_allclose(found[k], errors, rtol=1e-6)
