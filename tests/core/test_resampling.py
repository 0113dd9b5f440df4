"""Draws of folds and resamples of rows against loops over `cross_validate` and `elastic_net_path`."""

import numpy as np
import pytest
from sklearn.linear_model import LassoCV
from sklearn.model_selection import PredefinedSplit

from l2core.cross_validation import cross_validate, random_folds
from l2core.linear import default_lambdas, elastic_net_path
from l2core.moments import least_squares
from l2core.resampling import bootstrap, half, repeated_cross_validation, resampled_choices

PENALTIES = [("l2", 0.0), ("l1", 1.0), ("elastic_net", 0.5)]


def table(n=40, p=4, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p)) * rng.uniform(0.1, 10, p) + rng.uniform(-5, 5, p)
    return X, 2 * X[:, 0] / X[:, 0].std() + X[:, 1] / X[:, 1].std() + 2 * rng.standard_normal(n)


@pytest.mark.parametrize(("penalty", "alpha"), PENALTIES)
def test_every_draw_is_a_cross_validation_with_the_next_seed(penalty, alpha):
    X, y = table()
    lambdas = default_lambdas(X, y, alpha, count=12)
    found = repeated_cross_validation(X, y, penalty, lambdas, draws=4, folds=5, seed=3)
    for d in range(4):
        alone = cross_validate(X, y, penalty, lambdas, folds=5, seed=3 + d)
        assert (found.index_min[d], found.index_1se[d]) == (alone.index_min, alone.index_1se)
        np.testing.assert_allclose(found.mean_error[d], alone.mean_error, rtol=1e-10)
        paired = alone.difference(alone.index_1se, alone.index_min)
        assert found.difference[d] == pytest.approx(paired.mean, rel=1e-8, abs=1e-12)
        assert found.difference_error[d] == pytest.approx(paired.standard_error, rel=1e-8, abs=1e-12)
    np.testing.assert_allclose(found.error, found.mean_error.mean(axis=0))
    assert np.all(found.index_1se <= found.index_min)
    assert np.all(found.difference >= 0)


def test_the_chosen_lambda_of_a_draw_is_that_of_lasso_cv_in_the_same_folds():
    X, y = table()
    lambdas = default_lambdas(X, y, count=30, standardize=False)
    found = repeated_cross_validation(X, y, "l1", lambdas, draws=3, folds=4, seed=7, standardize=False)
    for d in range(3):
        folds = PredefinedSplit(random_folds(40, 4, 7 + d))
        peer = LassoCV(alphas=lambdas, cv=folds, tol=1e-10, max_iter=10**6).fit(X, y)
        assert lambdas[found.index_min[d]] == pytest.approx(peer.alpha_)
        np.testing.assert_allclose(found.mean_error[d], peer.mse_path_.mean(axis=1), rtol=1e-6)


@pytest.mark.parametrize(("penalty", "alpha"), PENALTIES)
def test_resamples_are_those_of_a_loop_over_repeated_rows(penalty, alpha):
    X, y = table()
    n, count, folds, seed = 40, 7, 4, 5
    lambdas = default_lambdas(X, y, alpha, count=12)
    levels = (0.1, 0.5, 0.8)
    found = resampled_choices(X, y, penalty, lambdas, resamples=count, folds=folds, seed=seed, levels=levels)
    drawn = least_squares(X, y, lambdas, alpha)
    coefficients, chosen_min, chosen_1se, frequency = [], [], [], np.zeros((12, 4))
    for b in range(count):
        counts, fold_of = bootstrap(drawn, folds, seed, b)
        rows = np.repeat(np.arange(n), counts)
        errors, sizes = [], []
        for k in range(folds):
            learn, held = rows[fold_of[rows] != k], rows[fold_of[rows] == k]
            assert not set(learn) & set(held)
            model = elastic_net_path(X[learn], y[learn], alpha, lambdas)
            errors.append(np.square(y[held, None] - model.predict(X[held])).mean(axis=0))
            sizes.append(len(held))
        share = np.array(sizes) / n
        mean = share @ errors
        error = np.sqrt(share @ np.square(errors - mean) / (folds - 1))
        best = int(mean.argmin())
        within = int(np.flatnonzero(mean <= mean[best] + error[best])[0])  # lambdas decrease
        chosen_min.append(best)
        chosen_1se.append(within)
        assert found.difference[b] == pytest.approx(mean[within] - mean[best], rel=1e-7, abs=1e-12)
        coefficients.append(elastic_net_path(X[rows], y[rows], alpha, lambdas).coefficients)
        part = half(np.zeros(n, int), seed, b) == 1
        frequency += elastic_net_path(X[part], y[part], alpha, lambdas).coefficients != 0
    np.testing.assert_array_equal(found.index_min, chosen_min)
    np.testing.assert_array_equal(found.index_1se, chosen_1se)
    np.testing.assert_allclose(found.frequency, frequency / count)
    np.testing.assert_allclose(
        found.coefficients, np.quantile(coefficients, levels, axis=0), rtol=1e-8, atol=1e-11
    )
    for kept, chosen in ((found.kept_min, chosen_min), (found.kept_1se, chosen_1se)):
        has = [w[i] != 0 for w, i in zip(coefficients, chosen, strict=True)]
        np.testing.assert_allclose(kept, np.mean(has, axis=0))


@pytest.mark.parametrize("compute", [repeated_cross_validation, resampled_choices])
def test_gaps_and_penalty_factors_are_passed_on(compute):
    X, y = table(p=5)
    X[np.random.default_rng(1).random(X.shape) < 0.1] = np.nan
    options = {"penalty_factors": [1, 1, 0, 1, 2], "impute": True, "folds": 4, "seed": 1}
    lambdas = np.geomspace(2, 0.01, 9)
    found = compute(X, y, "l1", lambdas, **options)
    if compute is repeated_cross_validation:
        alone = cross_validate(X, y, "l1", lambdas, **options)
        np.testing.assert_allclose(found.mean_error[0], alone.mean_error, rtol=1e-8)
    else:
        assert np.all(found.frequency[:, 2] == 1)  # never penalised
        assert np.all(found.frequency[0, [0, 1, 3, 4]] < 1)
    with pytest.raises(ValueError, match="X needs finite numbers"):
        compute(X, y, "l1", lambdas)


def test_a_variable_is_in_with_any_of_its_columns():
    X, y = table(p=5)
    options = {"resamples": 8, "folds": 3, "seed": 2}
    lambdas = default_lambdas(X, y, count=10)
    names = ("a", "b", "a", "c", "b")
    found = resampled_choices(X, y, "l1", lambdas, variables=names, **options)
    assert found.variables == ("a", "b", "c")
    expected = np.zeros((10, 3))
    for b in range(8):
        part = half(np.zeros(40, int), 2, b) == 1
        has = elastic_net_path(X[part], y[part], 1.0, lambdas).coefficients != 0
        expected += np.column_stack((has[:, 0] | has[:, 2], has[:, 1] | has[:, 4], has[:, 3]))
    np.testing.assert_allclose(found.frequency, expected / 8)
    alone = resampled_choices(X, y, "l1", lambdas, **options)
    assert alone.variables == ("0", "1", "2", "3", "4")
    assert np.all(found.kept_min[0] >= alone.kept_min[[0, 2]])


@pytest.mark.parametrize(("n", "folds"), [(8, 2), (9, 9), (12, 3), (100, 10)])
def test_a_bootstrap_has_n_rows_and_a_fold_for_every_row(n, folds):
    seen, drawn = [], least_squares(*table(n), np.ones(1), 1.0)
    for number in range(20):
        counts, fold_of = bootstrap(drawn, folds, 1, number)
        assert counts.sum() == n
        taken = counts > 0
        sizes = np.bincount(fold_of[taken])
        assert len(sizes) == min(folds, taken.sum())
        assert sizes.max() - sizes.min() <= 1
        assert fold_of.max() < len(sizes)
        seen.append(tuple(counts))
    assert len(set(seen)) > 1


def test_a_bootstrap_leaves_out_a_row_as_often_as_it_should():
    drawn = least_squares(*table(50), np.ones(1), 1.0)
    missing = np.mean([bootstrap(drawn, 5, 0, number)[0] == 0 for number in range(300)])
    assert missing == pytest.approx((1 - 1 / 50) ** 50, abs=0.01)


@pytest.mark.parametrize("n", [8, 9, 40])
def test_halves_come_in_complementary_pairs(n):
    halves = np.array([half(np.zeros(n, int), 3, number) for number in range(6)])
    assert np.all(halves.sum(axis=1) == n // 2)
    assert np.all(halves[::2] + halves[1::2] <= 1)
    assert len({tuple(part) for part in halves[::2]}) > 1


@pytest.mark.parametrize("count", [2, 3])
def test_the_seed_decides_and_not_the_workers(count):
    X, y = table()
    lambdas = default_lambdas(X, y, count=8)
    for compute, options in (
        (repeated_cross_validation, {"draws": 5, "folds": 3}),
        (resampled_choices, {"resamples": 5, "folds": 3}),
    ):
        here = compute(X, y, "l1", lambdas, seed=4, **options)
        there = compute(X, y, "l1", lambdas, seed=4, workers=count, **options)
        other = compute(X, y, "l1", lambdas, seed=40, **options)
        for name in vars(here):
            np.testing.assert_array_equal(getattr(here, name), getattr(there, name))
        assert np.any(here.difference != other.difference)


@pytest.mark.parametrize(("penalty", "alpha"), PENALTIES)
@pytest.mark.parametrize("unit", [1e-6, 1e3])
def test_the_units_of_columns_and_y_change_nothing_but_the_units(unit, penalty, alpha):
    X, y = table()
    lambdas = default_lambdas(X, y, alpha, count=15)
    scale = np.array([1.0, unit, 1 / unit, 7.0])
    options = {"resamples": 6, "folds": 4}
    here = resampled_choices(X, y, penalty, lambdas, **options)
    there = resampled_choices(X * scale + 2, y * unit - 5, penalty, lambdas * unit, **options)
    np.testing.assert_array_equal(here.index_min, there.index_min)
    np.testing.assert_array_equal(here.index_1se, there.index_1se)
    np.testing.assert_array_equal(here.frequency, there.frequency)
    np.testing.assert_allclose(here.coefficients * unit / scale, there.coefficients, rtol=1e-6, atol=1e-12)


def test_what_counts_is_in_more_often_than_what_does_not():
    X, y = table(n=120, p=6)
    found = resampled_choices(X, y, "l1", resamples=20, folds=5)
    at = found.index_1se[0]
    assert np.all(found.frequency[at, :2] == 1)
    assert found.frequency[at, 2:].max() < 1
    assert np.all(found.kept_1se <= 1)
    assert np.all(np.diff(found.coefficients, axis=0) >= 0)  # levels rise


@pytest.mark.parametrize("count", [1, 2])
def test_progress_rises_to_1_and_what_it_raises_ends_the_work(count, monkeypatch):
    monkeypatch.setattr("l2core.moments.TOGETHER", 1)
    X, y = table()
    lambdas = default_lambdas(X, y, count=5)
    for compute in (repeated_cross_validation, resampled_choices):
        number = {"draws" if compute is repeated_cross_validation else "resamples": 4}
        heard = []
        compute(X, y, "l1", lambdas, folds=3, workers=count, report=heard.append, **number)
        assert heard == sorted(heard)
        assert (heard[-1], len(heard)) == (1, 4 // count)
        with pytest.raises(ZeroDivisionError):
            compute(
                X, y, "l1", lambdas, folds=3, workers=count, report=lambda done: 1 / (done - 0.5), **number
            )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"resamples": 0}, "resamples needs a whole number of at least 1"),
        ({"folds": 41}, "X needs more rows for 41 folds"),
        ({"levels": (0.5, 1.5)}, "levels needs a number from 0 to 1, got 1.5"),
        ({"variables": ("a", "b")}, "variables needs one name for each of the 4 columns of X, got 2"),
        ({"penalty": "l3"}, "penalty needs one of"),
        ({"lambdas": [-1.0]}, "lambdas needs at least one number, each at least 0"),
        ({"seed": -1}, "seed needs a whole number of at least 0"),
    ],
)
def test_what_cannot_be_resampled_is_named(options, message):
    X, y = table()
    with pytest.raises(ValueError, match=message):
        resampled_choices(X, y, **options)


def test_too_few_rows_are_named():
    with pytest.raises(ValueError, match="X needs at least 8 rows to take samples of them, got 7"):
        resampled_choices(np.eye(7), np.arange(7.0), folds=3)
    with pytest.raises(ValueError, match="draws needs a whole number"):
        repeated_cross_validation(*table(), draws=0)
