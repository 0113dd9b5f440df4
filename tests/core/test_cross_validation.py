"""Cross-validation against scikit-learn's pipeline, fold by fold, and the definitions of λ_min and λ_1se."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.dummy import DummyRegressor
from sklearn.linear_model import ElasticNet, Lasso, Ridge
from sklearn.model_selection import PredefinedSplit, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from l2core.cross_validation import cross_validate, mean_alone, paired_by_folds
from l2core.linear import default_lambdas, elastic_net_path, lasso_path, ridge_path
from l2core.tables import diabetes

EXACT = {"tol": 1e-13, "max_iter": 100_000}


def random_table(n, p, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p)) * rng.uniform(0.1, 10, p) + rng.uniform(-5, 5, p)
    return X, X[:, : p // 2 + 1] @ (1 / X[:, : p // 2 + 1].std(axis=0)) + rng.standard_normal(n)


@pytest.mark.parametrize("penalty", ["l2", "l1", "elastic_net"])
def test_every_fold_is_scikit_learns_pipeline_of_scaler_and_model(penalty):
    """The outlying rows would leak into every other fold if anything were centred or scaled on all rows.

    scikit-learn is asked for y in deviations s of the training rows, at λ/s.
    """
    X, y = random_table(47, 5)
    X[3] *= 1e3
    y[8] -= 500
    lambdas = np.array([0.5, 0.05])
    result = cross_validate(X, y, penalty, lambdas, folds=5, seed=3, l1_ratio=0.3)
    split = PredefinedSplit(result.fold_of)
    train_rows = [len(train) for train, _ in split.split()]
    assert sorted(train_rows) == [37, 37, 38, 38, 38]
    for i, lambd in enumerate(lambdas):
        for k, (train, test) in enumerate(split.split()):
            s = y[train].std()
            model = {
                "l2": Ridge(lambd / s * len(train)),
                "l1": Lasso(lambd / s, **EXACT),
                "elastic_net": ElasticNet(lambd / s, l1_ratio=0.3, **EXACT),
            }[penalty]
            score = cross_val_score(
                make_pipeline(StandardScaler(), model),
                X,
                y / s,
                scoring="neg_mean_squared_error",
                cv=[(train, test)],
            )
            assert result.fold_errors[k, i] == pytest.approx(-score[0] * s**2, rel=1e-6)


def test_means_and_standard_errors_weigh_each_fold_by_its_rows():
    X, y = random_table(23, 3)
    result = cross_validate(X, y, folds=4)
    sizes = np.bincount(result.fold_of)
    np.testing.assert_array_equal(np.sort(sizes), [5, 6, 6, 6])
    for i in range(0, 100, 33):
        errors = result.fold_errors[:, i]
        mean = np.average(errors, weights=sizes)
        assert result.mean_error[i] == pytest.approx(mean)
        assert result.standard_error[i] == pytest.approx(
            np.sqrt(np.average((errors - mean) ** 2, weights=sizes) / 3)
        )


def test_equal_folds_give_the_textbook_standard_error():
    X, y = random_table(40, 3)
    result = cross_validate(X, y, folds=8)
    np.testing.assert_allclose(result.mean_error, result.fold_errors.mean(axis=0))
    np.testing.assert_allclose(result.standard_error, result.fold_errors.std(axis=0, ddof=1) / np.sqrt(8))


@pytest.mark.parametrize("order", [1, -1])
def test_lambda_min_and_lambda_1se_are_what_they_say_whatever_the_order_of_lambdas(order):
    data = diabetes()
    grid = default_lambdas(data.X, data.y)[::order]
    result = cross_validate(data.X, data.y, "l1", grid)
    assert result.lambda_min == grid[result.mean_error.argmin()]
    limit = result.mean_error.min() + result.standard_error[result.mean_error.argmin()]
    assert result.lambda_1se == grid[result.mean_error <= limit].max()
    assert result.lambda_1se >= result.lambda_min
    assert (result.lambda_min, result.lambda_1se) == (grid[result.index_min], grid[result.index_1se])


def test_on_diabetes_a_few_variables_are_as_good_as_all():
    data = diabetes()
    result = cross_validate(data.X, data.y, "l1")
    assert 2 <= result.path.nonzeros[result.index_1se] < result.path.nonzeros[result.index_min] <= 10
    assert 2800 < result.mean_error.min() < 3200  # the noise of this table: R² a little below a half


def test_on_diabetes_the_grid_of_ridge_reaches_its_best():
    """In scikit-learn's λ, without the deviation of y, it would end 77 times too high."""
    data = diabetes()
    result = cross_validate(data.X, data.y, "l2")
    assert result.mean_error.min() < 1.005 * cross_validate(data.X, data.y, "l1").mean_error.min()
    finer = cross_validate(data.X, data.y, "l2", np.geomspace(1e-3, 1e4, 300))
    assert result.mean_error.min() == pytest.approx(finer.mean_error.min(), rel=1e-4)


@settings(deadline=None, max_examples=20)
@given(exponent=st.floats(-80, 80), penalty=st.sampled_from(["l2", "l1", "elastic_net"]))
@example(80.0, "elastic_net")
@example(-80.0, "l2")
def test_no_unit_of_y_changes_what_is_chosen_nor_how_sure_it_is(exponent, penalty):
    X, y = random_table(41, 4)
    k = 10.0**exponent
    here, there = (cross_validate(X, y * unit, penalty, folds=6) for unit in (1.0, k))
    assert (there.index_min, there.index_1se) == (here.index_min, here.index_1se)
    assert there.lambda_1se == pytest.approx(here.lambda_1se * k)
    for name in ("mean_error", "standard_error", "fold_errors"):
        np.testing.assert_allclose(getattr(there, name) / k**2, getattr(here, name), rtol=1e-6)
    one, other = (result.difference(here.index_1se, 99) for result in (here, there))
    assert (other.mean / k**2, other.standard_error / k**2) == pytest.approx((one.mean, one.standard_error))


@pytest.mark.parametrize(
    ("penalty", "path"),
    [
        ("l2", ridge_path),
        ("l1", lasso_path),
        ("elastic_net", lambda X, y, **options: elastic_net_path(X, y, 0.7, **options)),
    ],
)
@pytest.mark.parametrize("standardize", [True, False])
def test_the_refit_is_the_path_on_all_rows(penalty, path, standardize):
    X, y = random_table(30, 4)
    result = cross_validate(X, y, penalty, folds=3, l1_ratio=0.7, standardize=standardize)
    whole = path(X, y, standardize=standardize)
    np.testing.assert_array_equal(result.lambdas, whole.lambdas)
    np.testing.assert_array_equal(result.path.coefficients, whole.coefficients)


def test_the_seed_alone_decides_the_folds():
    X, y = random_table(30, 4)
    first, again, other = (cross_validate(X, y, seed=seed) for seed in (5, 5, 6))
    np.testing.assert_array_equal(first.fold_errors, again.fold_errors)
    assert np.any(first.fold_of != other.fold_of)


def test_leaving_one_out_is_the_closed_form_of_ridge():
    """e_i / (1 − h_ii) with h the hat matrix: Golub, Heath & Wahba 1979. Exact where nothing is scaled."""
    X, y = random_table(12, 3)
    result = cross_validate(X, y, "l2", [0.0], folds=12, standardize=False)
    ones = np.column_stack((np.ones(12), X))
    hat = ones @ np.linalg.pinv(ones)
    assert result.mean_error[0] == pytest.approx(np.mean(((y - hat @ y) / (1 - np.diag(hat))) ** 2))


def test_progress_is_reported_after_every_fold():
    seen = []
    X, y = random_table(20, 2)
    cross_validate(X, y, folds=4, report=seen.append)
    assert seen == [0.25, 0.5, 0.75, 1.0]


def test_a_label_that_one_training_part_lacks_is_no_accident():
    """With one positive row of 12, the part that holds it out learns from a constant target."""
    X, _ = random_table(12, 2)
    result = cross_validate(X, np.eye(12)[0], folds=6)
    assert np.all(np.isfinite(result.mean_error))


@pytest.mark.parametrize(
    ("n", "folds", "message"),
    [
        (2, 2, "X needs more rows for 2 folds, each with 2 rows or more to learn from, got 2"),
        (3, 2, "X needs more rows for 2 folds"),
        (5, 6, "X needs more rows for 6 folds"),
        (9, 1, "folds needs a whole number of at least 2"),
        (9, 2.5, "folds needs a whole number"),
    ],
)
def test_too_few_rows_or_folds_are_named(n, folds, message):
    X, y = random_table(n, 1)
    with pytest.raises(ValueError, match=message):
        cross_validate(X, y, folds=folds)


def test_three_rows_are_enough_for_three_folds():
    X, y = random_table(3, 1)
    assert cross_validate(X, y, folds=3).fold_errors.shape == (3, 100)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"penalty": "none"}, "penalty needs one of l2, l1, elastic_net"),
        ({"y": np.ones(20)}, "y needs at least two different values"),
        ({"y": np.ones(19)}, "y needs one value for each of the 20 rows of X, got 19"),
        ({"X": np.full((20, 2), np.nan)}, "X needs finite numbers"),
        ({"l1_ratio": 2.0, "penalty": "elastic_net"}, "l1_ratio needs a number from 0 to 1"),
        ({"seed": -1}, "seed needs a whole number of at least 0"),
        ({"lambdas": [-1.0]}, "lambdas needs"),
    ],
)
def test_bad_input_is_named(change, message):
    X, y = random_table(20, 2)
    with pytest.raises(ValueError, match=message):
        cross_validate(**{"X": X, "y": y} | change)


@pytest.mark.parametrize("seed", range(10))
def test_of_equal_folds_the_paired_difference_is_scipys_paired_t_test(seed):
    X, y = random_table(40, 4, seed)
    result = cross_validate(X, y, folds=8, seed=seed)
    for i, j in ((0, 50), (99, 30), (70, 71)):
        difference = result.difference(i, j)
        theirs = stats.ttest_rel(result.fold_errors[:, i], result.fold_errors[:, j])
        assert difference.mean / difference.standard_error == pytest.approx(theirs.statistic, rel=1e-9)
        assert difference.n == 8


@pytest.mark.parametrize("seed", range(10))
def test_of_unequal_folds_the_paired_difference_is_that_of_the_two_errors(seed):
    X, y = random_table(23, 3, seed)
    result = cross_validate(X, y, folds=4, seed=seed)
    sizes = np.bincount(result.fold_of)
    d = result.fold_errors[:, 10] - result.fold_errors[:, 60]
    difference = result.difference(10, 60)
    assert difference.mean == pytest.approx(result.mean_error[10] - result.mean_error[60])
    assert difference.standard_error == pytest.approx(np.sqrt(np.cov(d, aweights=sizes, ddof=0) / 3))


def test_on_diabetes_the_folds_tell_lambda_1se_from_lambda_min_though_it_is_within_one_standard_error():
    data = diabetes()
    result = cross_validate(data.X, data.y, "l1")
    worse = result.fold_errors[:, result.index_1se] > result.fold_errors[:, result.index_min]
    assert (
        result.difference(result.index_1se, result.index_min).mean < result.standard_error[result.index_min]
    )
    assert stats.ttest_rel(*result.fold_errors[:, [result.index_1se, result.index_min]].T).pvalue < 0.01
    assert worse.sum() >= 8


def test_the_mean_alone_is_scikit_learns_dummy():
    X, y = random_table(23, 3)
    fold_of = cross_validate(X, y, folds=5).fold_of
    scores = cross_val_score(
        DummyRegressor(), X, y, scoring="neg_mean_squared_error", cv=PredefinedSplit(fold_of)
    )
    np.testing.assert_allclose(mean_alone(y, fold_of), -scores)
    assert paired_by_folds(mean_alone(y, fold_of), -scores, fold_of).mean == pytest.approx(0, abs=1e-12)
