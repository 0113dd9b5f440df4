"""Choices of λ for two classes, on other folds and other rows, against loops over `logistic_path`."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from l2core.class_validation import cross_validate_classes
from l2core.logistic import default_logistic_lambdas, logistic_path
from l2core.logistic_refits import Logistic
from l2core.nested import inner_folds_of, nested_error
from l2core.resampling import bootstrap, half, repeated_cross_validation, resampled_choices

BINOMIAL = {"family": "binomial"}
MEASURES = ["deviance", "misclassification", "auc"]


def table(n=60, p=3, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p)) * rng.uniform(0.1, 10, p) + rng.uniform(-5, 5, p)
    odds = X[:, 0] / X[:, 0].std() - 1 + rng.logistic(size=n)
    return X, (odds > 0).astype(float)


def logistic(X, y, lambdas, measure="deviance", balanced=False, impute=False):
    return Logistic(X, y, lambdas, 1.0, measure, balanced, True, None, impute)


def error_of(measure, log_odds, y, weights):
    """e_k of one λ, from the definitions."""
    if measure == "auc":
        return 1 - roc_auc_score(y, log_odds)
    p = np.clip(1 / (1 + np.exp(-log_odds)), 1e-5, 1 - 1e-5)
    of_rows = -2 * np.log(np.where(y == 1, p, 1 - p)) if measure == "deviance" else (p > 0.5) != (y == 1)
    return np.average(of_rows, weights=weights)


@pytest.mark.parametrize("balanced", [False, True])
@pytest.mark.parametrize("measure", MEASURES)
def test_every_draw_is_a_cross_validation_with_the_next_seed(measure, balanced):
    X, y = table()
    lambdas = default_logistic_lambdas(X, y, count=6)
    options = {"measure": measure, "balanced": balanced, "folds": 4}
    found = repeated_cross_validation(X, y, "l1", lambdas, draws=2, seed=3, **BINOMIAL, **options)
    for d in range(2):
        alone = cross_validate_classes(X, y, "l1", lambdas, seed=3 + d, **options)
        assert (found.index_min[d], found.index_1se[d]) == (alone.index_min, alone.index_1se)
        np.testing.assert_allclose(found.mean_error[d], alone.mean_error, rtol=1e-9)
        paired = alone.difference(alone.index_1se, alone.index_min)
        assert found.difference[d] == pytest.approx(paired.mean, rel=1e-8, abs=1e-12)
        assert found.difference_error[d] == pytest.approx(paired.standard_error, rel=1e-8, abs=1e-12)


@pytest.mark.parametrize("balanced", [False, True])
@pytest.mark.parametrize("measure", MEASURES)
def test_resamples_are_those_of_a_loop_over_repeated_rows(measure, balanced):
    X, y = table()
    n, count, folds, seed = 60, 3, 3, 5
    lambdas = default_logistic_lambdas(X, y, count=6)
    options = {"measure": measure, "balanced": balanced, "folds": folds, "seed": seed}
    found = resampled_choices(X, y, "l1", lambdas, resamples=count, levels=(0.0, 1.0), **BINOMIAL, **options)
    drawn = logistic(X, y, lambdas, measure, balanced)
    coefficients, frequency = [], np.zeros((6, 3))

    def weighed(rows):
        sizes = np.bincount(y[rows].astype(int))
        return len(rows) / (2 * sizes[y[rows].astype(int)]) if balanced else np.ones(len(rows))

    for b in range(count):
        counts, fold_of = bootstrap(drawn, folds, seed, b)
        rows = np.repeat(np.arange(n), counts)
        weights = weighed(rows)
        errors, sizes = np.zeros((folds, 6)), np.zeros(folds)
        for k in range(folds):
            held = fold_of[rows] == k
            assert not set(rows[held]) & set(rows[~held])
            learn = rows[~held]
            model = logistic_path(X[learn], y[learn], lambdas, weights=weights[~held])
            odds = model.predict(X[rows[held]])
            errors[k] = [error_of(measure, odds[:, i], y[rows[held]], weights[held]) for i in range(6)]
            sizes[k] = held.sum()
        mean = sizes / n @ errors
        spread = np.sqrt(sizes / n @ np.square(errors - mean) / (folds - 1))
        best = int(mean.argmin())
        within = int(np.flatnonzero(mean <= mean[best] + spread[best])[0])
        assert (found.index_min[b], found.index_1se[b]) == (best, within)
        assert found.difference[b] == pytest.approx(mean[within] - mean[best], rel=1e-6, abs=1e-10)
        coefficients.append(logistic_path(X[rows], y[rows], lambdas, weights=weights).coefficients)
        part = np.flatnonzero(half(y.astype(int), seed, b))
        frequency += logistic_path(X[part], y[part], lambdas, weights=weighed(part)).coefficients != 0
    np.testing.assert_allclose(found.frequency, frequency / count)
    bounds = np.min(coefficients, axis=0), np.max(coefficients, axis=0)
    np.testing.assert_allclose(found.coefficients, bounds, rtol=1e-6, atol=1e-8)


def test_nested_errors_are_those_of_a_loop():
    X, y = table()
    lambdas = default_logistic_lambdas(X, y, count=6)
    found = nested_error(X, y, "l1", lambdas, folds=3, inner_folds=4, seed=2, **BINOMIAL)
    whole = cross_validate_classes(X, y, "l1", lambdas, folds=3, seed=2)
    np.testing.assert_array_equal(found.fold_of, whole.fold_of)
    np.testing.assert_allclose(found.fold_errors, whole.fold_errors, rtol=1e-8)
    drawn = logistic(X, y, lambdas)
    for k in range(3):
        outside = found.fold_of != k
        inner = inner_folds_of(drawn, found.fold_of, k, 4, 2)[outside]
        errors = np.zeros((4, 6))
        for j in range(4):
            learn, held = np.flatnonzero(outside)[inner != j], np.flatnonzero(outside)[inner == j]
            odds = logistic_path(X[learn], y[learn], lambdas).predict(X[held])
            errors[j] = [error_of("deviance", odds[:, i], y[held], None) for i in range(6)]
        assert found.index_min[k] == (np.bincount(inner) @ errors).argmin()


def test_gaps_are_filled_by_the_medians_of_the_rows_that_are_learned_from():
    X, y = table()
    X[::5, 1] = np.nan
    lambdas = np.geomspace(0.1, 0.01, 4)
    counts = np.random.default_rng(0).integers(0, 3, 60)
    (model,) = logistic(X, y, lambdas, impute=True).models([counts])
    rows = np.repeat(np.arange(60), counts)
    filled = np.where(np.isnan(X), np.nanmedian(X[rows], axis=0), X)
    expected = logistic_path(filled[rows], y[rows], lambdas)
    np.testing.assert_allclose(model.coefficients, expected.coefficients, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(model.predict(X), expected.predict(filled), rtol=1e-7, atol=1e-8)
    found = repeated_cross_validation(X, y, "l1", lambdas, draws=1, folds=3, impute=True, **BINOMIAL)
    alone = cross_validate_classes(X, y, "l1", lambdas, folds=3, impute=True)
    np.testing.assert_allclose(found.mean_error[0], alone.mean_error, rtol=1e-8)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_rare_class_is_in_every_resample_half_and_fold(measure):
    X, y = table(n=40)
    y[:] = 0
    y[[3, 8, 21]] = 1
    drawn = logistic(X, y, np.array([0.1]), measure)
    for number in range(30):
        counts, fold_of = bootstrap(drawn, 3, 0, number)
        for k in range(fold_of.max() + 1):
            assert len(set(y[(counts > 0) & (fold_of != k)])) == 2
            assert measure != "auc" or len(set(y[(counts > 0) & (fold_of == k)])) == 2
        assert half(drawn.strata, 0, number) @ y == 1
    found = resampled_choices(X, y, "l1", [0.1], resamples=4, folds=3, measure=measure, **BINOMIAL)
    assert found.frequency.shape == (1, 3)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"family": "poisson"}, "family needs one of gaussian, binomial"),
        ({"measure": "brier"}, "measure needs one of"),
        ({"lambdas": [-1.0]}, "lambdas needs at least one number"),
        (
            {"measure": "auc", "folds": 4},
            "measure needs rows of both classes in every fold for auc, got 3 rows",
        ),
    ],
)
def test_what_cannot_be_resampled_is_named(options, message):
    X, y = table(n=40)
    y[:] = 0
    y[[3, 8, 21]] = 1
    for compute in (repeated_cross_validation, resampled_choices, nested_error):
        with pytest.raises(ValueError, match=message):
            compute(X, y, **{"lambdas": [0.1], **BINOMIAL, **options})


def test_other_numbers_than_0_and_1_are_no_classes():
    X, _ = table()
    with pytest.raises(ValueError, match="y needs 0 and 1 for its two classes, got 2"):
        repeated_cross_validation(X, np.arange(60) % 3, **BINOMIAL)


def test_two_classes_have_fewer_resamples_by_default(monkeypatch):
    X, y = table(n=40)
    monkeypatch.setattr("l2core.resampling.RESAMPLES", {"gaussian": 6, "binomial": 4})
    monkeypatch.setattr("l2core.resampling.FOLDS", {"gaussian": 3, "binomial": 2})
    lambdas = [0.1, 0.05]
    found = resampled_choices(X, y, "l1", lambdas, **BINOMIAL)
    asked = resampled_choices(X, y, "l1", lambdas, resamples=4, folds=2, **BINOMIAL)
    np.testing.assert_array_equal(found.coefficients, asked.coefficients)
    np.testing.assert_array_equal(found.difference, asked.difference)
    assert len(resampled_choices(X, y, "l1", lambdas).index_min) == 6
