"""Cross-validation of two classes against scikit-learn's pipeline and what cv.glmnet is published to give."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss, roc_auc_score
from sklearn.preprocessing import StandardScaler

from l2core import class_validation
from l2core.class_validation import (
    MEASURES,
    balancing,
    cross_validate_classes,
    fold_errors,
    held_out_classes,
    held_out_log_odds,
    judged,
    stratified_folds,
)
from l2core.cross_validation import cross_validation_of, paired_by_folds
from l2core.logistic import default_logistic_lambdas, logistic_path
from tests.core import glmnet_binomial as glmnet


def random_table(n=60, p=4, seed=0, share=0.5):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p)) * rng.uniform(0.1, 10, p) + rng.uniform(-5, 5, p)
    eta = 1.2 * ((X - X.mean(axis=0)) / X.std(axis=0))[:, :2].sum(axis=1) + rng.logistic(size=n)
    return X, (eta > np.quantile(eta, 1 - share)).astype(float)


@pytest.mark.parametrize("balanced", [False, True])
def test_every_fold_is_scikit_learns_pipeline(balanced):
    """The outlying row would leak into every other fold if the columns were scaled on all rows.

    Only the weights of balanced classes are those of the whole table.
    """
    X, y = random_table(share=0.3)
    X[3] *= 5
    lambdas = np.array([0.1, 0.02])
    held_out = held_out_classes(X, y, "l2", lambdas, folds=5, balanced=balanced)
    weights = np.where(y == 1, 30 / y.sum(), 30 / (60 - y.sum())) if balanced else np.ones(60)
    results = {measure: judged(held_out, measure).fold_errors for measure in MEASURES}
    for k in range(5):
        test = held_out.fold_of == k
        train = ~test
        scaler = StandardScaler().fit(X[train], sample_weight=weights[train])
        for i, lambd in enumerate(lambdas):
            model = LogisticRegression(
                C=1 / (weights[train].sum() * lambd), solver="newton-cholesky", tol=1e-12
            ).fit(scaler.transform(X[train]), y[train], sample_weight=weights[train])
            Z = scaler.transform(X[test])
            probability = model.predict_proba(Z)[:, 1]
            expected = {
                "deviance": 2
                * log_loss(y[test], probability.clip(1e-5, 1 - 1e-5), sample_weight=weights[test]),
                "misclassification": 1
                - accuracy_score(y[test], model.predict(Z), sample_weight=weights[test]),
                "auc": 1 - roc_auc_score(y[test], probability),
            }
            for measure in MEASURES:
                assert results[measure][k, i] == pytest.approx(expected[measure], rel=1e-6, abs=1e-12)


def test_its_deviance_is_what_cv_glmnet_is_published_to_give():
    path = logistic_path(glmnet.X, glmnet.Y)
    log_odds = held_out_log_odds(glmnet.X, glmnet.Y, 1.0, path.lambdas, glmnet.FOLD_OF)
    errors = fold_errors(log_odds, glmnet.Y, glmnet.FOLD_OF, "deviance")
    result = cross_validation_of(path, errors, glmnet.FOLD_OF)
    for k, (mean, standard_error) in glmnet.DEVIANCE.items():
        assert result.mean_error[k] == pytest.approx(mean, abs=1e-6 if k <= 20 else 2e-4)
        assert result.standard_error[k] == pytest.approx(standard_error, abs=2e-6 if k <= 20 else 5e-5)


@pytest.mark.parametrize("penalty", ["l2", "l1", "elastic_net"])
def test_another_measure_fits_nothing_again_and_gives_what_it_would_have_given(penalty, monkeypatch):
    X, y = random_table()
    options = {"lambdas": np.geomspace(1, 1e-3, 12), "folds": 4, "seed": 3, "l1_ratio": 0.4}
    whole = {m: cross_validate_classes(X, y, penalty, measure=m, **options) for m in MEASURES}
    held_out = held_out_classes(X, y, penalty, **options)
    monkeypatch.delattr(class_validation, "logistic_path")
    for measure, expected in whole.items():
        found = judged(held_out, measure)
        np.testing.assert_array_equal(found.fold_errors, expected.fold_errors)
        assert (found.index_min, found.index_1se) == (expected.index_min, expected.index_1se)
        assert found.path is held_out.path
        best = found.mean_error.min()
        assert found.lambda_min == found.lambdas[found.mean_error <= best * (1 + 1e-12)].max()
        assert found.lambda_1se >= found.lambda_min


def test_the_refit_is_the_path_on_all_rows_at_its_own_lambdas():
    X, y = random_table()
    factors = [0, 1, 1, 2]
    result = cross_validate_classes(
        X, y, "elastic_net", l1_ratio=0.6, folds=3, balanced=True, penalty_factors=factors, standardize=False
    )
    options = {"penalty_factors": factors, "weights": balancing(y), "standardize": False}
    path = logistic_path(X, y, l1_ratio=0.6, **options)
    np.testing.assert_array_equal(result.lambdas, default_logistic_lambdas(X, y, 0.6, **options))
    np.testing.assert_array_equal(result.path.coefficients, path.coefficients)


def test_without_a_variable_the_errors_are_those_of_one_answer_for_all():
    X, y = random_table(share=0.3)
    held_out = held_out_classes(X, y, "l1", [10.0], folds=6)
    auc, wrong = judged(held_out, "auc"), judged(held_out, "misclassification")
    np.testing.assert_array_equal(auc.fold_errors, 0.5)
    assert wrong.mean_error[0] == pytest.approx(0.3)
    balanced = held_out_classes(X, y, "l1", [10.0], folds=6, balanced=True)
    np.testing.assert_allclose(balanced.log_odds, 0, atol=0.3)
    np.testing.assert_allclose(judged(balanced, "auc").fold_errors, 0.5)


def test_ties_count_half_in_the_auc():
    y = np.array([0.0, 0, 1, 1, 1])
    log_odds = np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 1.0], [2.0, 1.0], [-1.0, 0.0]])
    errors = fold_errors(log_odds, y, np.zeros(5, dtype=int), "auc")
    for i in range(2):
        assert errors[0, i] == pytest.approx(1 - roc_auc_score(y, log_odds[:, i]))


def test_a_sure_and_wrong_answer_costs_no_more_than_glmnets_limit():
    log_odds = np.array([[1000.0], [-1000.0], [11.0]])
    errors = fold_errors(log_odds, np.array([0.0, 0.0, 1.0]), np.array([0, 1, 2]), "deviance")
    expected = [-2 * np.log(1e-5), -2 * np.log(1 - 1e-5), 2 * np.log1p(np.exp(-11))]
    np.testing.assert_allclose(errors[:, 0], expected)


@given(st.integers(2, 30), st.integers(2, 30), st.integers(2, 12), st.integers(0, 99))
def test_folds_deal_out_each_class_and_the_rows_evenly(zeros, ones, folds, seed):
    y = np.random.default_rng(seed).permutation(np.repeat([0.0, 1.0], [zeros, ones]))
    folds = min(folds, len(y))
    fold_of = stratified_folds(y, folds, seed)
    for rows in (fold_of, fold_of[y == 0], fold_of[y == 1]):
        counts = np.bincount(rows, minlength=folds)
        assert counts.max() - counts.min() <= 1
    for k in range(folds):
        assert len(np.unique(y[fold_of != k])) == 2


def test_the_seed_alone_decides_the_folds():
    _, y = random_table()
    first, again, other = (stratified_folds(y, 5, seed) for seed in (4, 4, 5))
    np.testing.assert_array_equal(first, again)
    assert np.any(first != other)


def test_gaps_are_filled_by_the_medians_of_the_rows_learned_from():
    X, y = random_table()
    X[::7, 1] = np.nan
    X[2, 3] = np.nan
    held_out = held_out_classes(X, y, "l1", [0.05, 0.01], folds=4, impute=True)
    for k in range(4):
        test = held_out.fold_of == k
        rows = np.where(np.isnan(X), np.nanmedian(X[~test], axis=0), X)
        model = logistic_path(rows[~test], y[~test], [0.05, 0.01])
        np.testing.assert_allclose(held_out.log_odds[test], model.predict(rows[test]), atol=1e-9)
    everything = logistic_path(np.where(np.isnan(X), np.nanmedian(X, axis=0), X), y, [0.05, 0.01])
    np.testing.assert_array_equal(held_out.path.coefficients, everything.coefficients)


def test_the_probabilities_of_balanced_classes_come_back_to_the_tables_mix():
    """Two values of one column: the unpenalised model is the table of counts, balanced or not."""
    X = np.repeat([[0.0], [1.0]], [120, 80], axis=0)
    y = np.concatenate((np.arange(120) % 10 < 1, np.arange(80) % 4 < 1)).astype(float)
    plain = held_out_classes(X, y, "l2", [0.0], folds=2)
    balanced = held_out_classes(X, y, "l2", [0.0], folds=2, balanced=True)
    np.testing.assert_allclose(balanced.probabilities(0), plain.probabilities(0), atol=1e-6)
    assert plain.probabilities(0).mean() == pytest.approx(y.mean(), abs=0.01)
    assert np.all(balanced.log_odds > plain.log_odds + 0.5)


def test_progress_is_reported_after_every_fold():
    X, y = random_table()
    seen = []
    cross_validate_classes(X, y, "l1", [0.1], folds=4, report=seen.append)
    assert seen == [0.25, 0.5, 0.75, 1.0]


def test_a_class_too_rare_for_the_folds_has_a_deviance_but_no_auc():
    X, y = random_table(share=0.05)
    assert y.sum() == 3
    held_out = held_out_classes(X, y, "l1", [0.05], folds=5)
    assert np.all(np.isfinite(judged(held_out, "deviance").fold_errors))
    with pytest.raises(ValueError, match="both classes in every fold for auc, got 3 rows of one class for 5"):
        judged(held_out, "auc")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"y": np.eye(60)[0]}, "y needs 2 rows of each class, one to be held out, got 1 of 1"),
        ({"y": np.ones(60)}, "y needs rows of both classes"),
        ({"y": np.arange(60.0)}, "y needs 0 and 1 for its two classes, got 2"),
        ({"y": np.arange(59) % 2}, "y needs one value for each of the 60 rows of X, got 59"),
        ({"folds": 61}, "X needs more rows for 61 folds, got 60"),
        ({"folds": 1}, "folds needs a whole number of at least 2"),
        ({"measure": "brier"}, "measure needs one of deviance, misclassification, auc"),
        ({"penalty": "none"}, "penalty needs one of"),
        ({"lambdas": [0.0], "y": np.arange(60) < 30}, "separate the classes"),
    ],
)
def test_bad_input_is_named(change, sentence):
    X = np.arange(60.0)[:, None]
    with pytest.raises(ValueError, match=sentence):
        cross_validate_classes(**{"X": X, "y": np.arange(60) % 2, **change})


def exact_error(found, measure: str, at: int, balanced: bool) -> Fraction:
    """CV(λ) without rounding, from counts of rows and pairs."""
    n, total = len(found.y), Fraction(0)
    rows_of = {label: int((found.y == label).sum()) for label in (0, 1)}
    for k in range(found.fold_of.max() + 1):
        rows = np.flatnonzero(found.fold_of == k)
        if measure == "auc":
            ones, zeros = rows[found.y[rows] == 1], rows[found.y[rows] == 0]
            pairs = [int(np.sign(found.log_odds[i, at] - found.log_odds[j, at])) for i in ones for j in zeros]
            error = (sum(d < 0 for d in pairs) + Fraction(sum(d == 0 for d in pairs), 2)) / len(pairs)
        else:
            weight = {i: Fraction(n, 2 * rows_of[found.y[i]]) if balanced else Fraction(1) for i in rows}
            wrong = [i for i in rows if (found.log_odds[i, at] > 0) != (found.y[i] == 1)]
            error = sum((weight[i] for i in wrong), Fraction(0)) / sum(weight.values())
        total += Fraction(len(rows), n) * error
    return total


@pytest.mark.parametrize("seed", [20, 30, 59, 82, 111, 118, 124, 128])
@pytest.mark.parametrize("measure", ["misclassification", "auc"])
def test_of_equal_errors_the_largest_lambda_is_chosen_whatever_rounding_says(seed, measure):
    rng = np.random.default_rng(seed)
    n, balanced = int(rng.integers(20, 61)), bool(seed % 2)
    X = rng.standard_normal((n, 4))
    y = (X[:, 0] + rng.standard_normal(n) > 0).astype(float)
    lambdas = np.geomspace(1e-3, 0.5, 40)
    found = held_out_classes(X, y, "l1", lambdas, folds=int(rng.choice([3, 5, 7])), balanced=balanced)
    cv = judged(found, measure)
    errors = [exact_error(found, measure, at, balanced) for at in range(40)]
    assert cv.index_min == max(at for at in range(40) if errors[at] == min(errors))
    assert cv.index_1se == cv.index_min or errors[cv.index_1se] > errors[cv.index_min]


def test_a_difference_that_is_rounding_is_none():
    """0.1 + 0.2 is not 0.3 in a computer, and two models that err as often in other folds err as often."""
    a, b = np.array([0.1 + 0.2, 0.2, 0.4, 0.1]), np.array([0.3, 0.4, 0.1, 0.2])
    assert a[0] != b[0]
    assert (a - b).mean() != 0
    difference = paired_by_folds(a, b, np.arange(4))
    assert difference.mean == 0
    assert difference.standard_error == pytest.approx(np.std([0, -0.2, 0.3, -0.1], ddof=1) / 2)
