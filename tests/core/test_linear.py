"""Ridge, lasso and elastic-net paths against scikit-learn, closed forms and what has been published."""

import warnings

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sklearn.linear_model import ElasticNet, Lasso, Ridge, enet_path, lars_path

from l2core.linear import default_lambdas, elastic_net_path, entries, lasso_path, ridge_path
from l2core.path import Path
from l2core.tables import breast_cancer, diabetes

EXACT = {"tol": 1e-13, "max_iter": 100_000}
NAMES = ("age", "sex", "bmi", "map", "tc", "ldl", "hdl", "tch", "ltg", "glu")  # as Efron et al. call them
PATHS = {
    "ridge": ridge_path,
    "lasso": lasso_path,
    "elastic net": lambda X, y, *args, **options: elastic_net_path(X, y, 0.4, *args, **options),
}

GLMNET = {  # what R's glmnet 4.1-6 prints for data/diabetes.csv: the intercept, then the weights
    # glmnet(X, y, alpha = 0, lambda = 2 * s, thresh = 1e-20), s <- sqrt(mean((y - mean(y))^2))
    "ridge": [
        -79.5431245,
        0.122360409,
        -3.91199564,
        2.40384913,
        0.524010229,
        0.0288143259,
        -0.00430498396,
        -0.445712438,
        3.8272875,
        17.7844904,
        0.412006438,
    ],
    # glmnet(X, y, alpha = 1, lambda = 2, thresh = 1e-20)
    "lasso": [
        -228.762777,
        0.0,
        -15.1668598,
        5.57946006,
        0.953836234,
        -0.0785938018,
        0.0,
        -0.778167868,
        0.0,
        44.3617375,
        0.147202297,
    ],
    # k <- 0.4 + s * 0.6; glmnet(X, y, alpha = 0.4 / k, lambda = 2 * k, thresh = 1e-20)
    "elastic net": [
        -116.40747,
        0.0912095295,
        -5.75146921,
        3.02305261,
        0.633278989,
        0.000703328147,
        -0.00923876802,
        -0.50646391,
        4.01548487,
        22.1496499,
        0.437071214,
    ],
}
WITHOUT_INTERCEPT = [
    0.0,
    0.0,
    -26.1470622,
    4.48350328,
    0.813598954,
    0.0,
    -0.0888214916,
    -1.89229281,
    0.0,
    21.7312557,
    0.0,
]


@pytest.fixture(scope="module")
def table():
    data = diabetes()
    return data.X, data.y


def random_table(n, p, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p)) * rng.uniform(0.1, 10, p) + rng.uniform(-5, 5, p)
    return X, X[:, : p // 2 + 1].sum(axis=1) + rng.standard_normal(n) + 3


def standardized(X):
    return (X - X.mean(axis=0)) / X.std(axis=0)


def test_the_lasso_takes_in_the_diabetes_variables_as_published(table):
    """The order of Efron et al. 2004, §3.1, hdl leaving and coming back at the end."""
    X, y = table
    knots = lasso_path(X, y, [0.0]).knots
    after = np.append(np.sqrt(knots[1:] * knots[:-1]), knots[-1] / 2)
    active = lasso_path(X, y, after).coefficients != 0
    moves, before = [], np.zeros(10, dtype=bool)
    for now in active:
        (j,) = np.flatnonzero(now != before)
        moves.append(NAMES[j] if now[j] else f"-{NAMES[j]}")
        before = now
    assert " ".join(moves) == "bmi ltg map hdl sex glu tc tch ldl age -hdl hdl"


def test_the_lasso_knots_on_diabetes_are_the_published_ones(table):
    """As R's lars and scikit-learn's example "Lasso path using LARS" print them, in λ√n: they divide by no n.

    Their copy of the table was scaled before its columns were rounded, hence 4 digits and not all of them.
    """
    published = [949.435260384, 889.315990735, 452.900968908, 316.074052698, 130.130851302, 88.7824298155]
    published += [68.9652212024, 19.9812546781, 5.47747294605, 5.0891788056, 2.18224972883, 1.31043524851]
    np.testing.assert_allclose(lasso_path(*table, [0.0]).knots * np.sqrt(442), published, rtol=2e-4)


def test_the_lasso_path_is_lars_path(table):
    X, y = table
    alphas, _, coefficients = lars_path(standardized(X), y - y.mean(), method="lasso")
    path = lasso_path(X, y, alphas)
    np.testing.assert_allclose(path.coefficients * X.std(axis=0), coefficients.T, atol=1e-9)
    np.testing.assert_allclose(path.knots, alphas[:-1], rtol=1e-10)


@pytest.mark.parametrize("l1_ratio", [0.05, 0.5, 0.95, 1.0])
@pytest.mark.parametrize("shape", [(60, 8), (10, 25)])
def test_the_elastic_net_path_is_enet_path(l1_ratio, shape):
    X, y = random_table(*shape)
    lambdas = default_lambdas(X, y, l1_ratio)[::7]
    path = elastic_net_path(X, y, l1_ratio, lambdas)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # on the interpolating end it runs out of iterations; the test still holds
        _, coefficients, _ = enet_path(
            standardized(X), (y - y.mean()) / y.std(), l1_ratio=l1_ratio, alphas=lambdas / y.std(), **EXACT
        )
    np.testing.assert_allclose(path.coefficients * X.std(axis=0), coefficients.T * y.std(), atol=1e-5)


@pytest.mark.parametrize("name", PATHS)
def test_it_is_what_glmnet_finds(name, table):
    """The elastic net was asked of it at α = 0.4/k and λ = 2k, k = 0.4 + 0.6 s."""
    X, y = table
    k = 0.4 + 0.6 * y.std()
    path = {
        "ridge": lambda: ridge_path(X, y, [2.0 * y.std()]),
        "lasso": lambda: lasso_path(X, y, [2.0]),
        "elastic net": lambda: elastic_net_path(X, y, 0.4 / k, [2.0 * k]),
    }[name]()
    np.testing.assert_allclose(np.append(path.intercepts, path.coefficients), GLMNET[name], rtol=1e-6)


def test_without_an_intercept_glmnet_scales_by_the_deviation_from_the_mean_all_the_same(table):
    path = lasso_path(*table, [2.0], fit_intercept=False)
    np.testing.assert_allclose(np.append(path.intercepts, path.coefficients), WITHOUT_INTERCEPT, rtol=1e-6)


@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize("l1_ratio", [0.0, 0.3, 1.0])
def test_without_standardisation_it_is_scikit_learn_on_the_columns_as_they_are(l1_ratio, fit_intercept):
    """Ridge's alpha is nλ/s; the elastic net is that of y/s at λ/s, times s."""
    X, y = random_table(40, 6)
    lambdas = np.array([3.0, 0.3, 0.03])
    path = elastic_net_path(X, y, l1_ratio, lambdas, standardize=False, fit_intercept=fit_intercept)
    s = y.std() if fit_intercept else np.sqrt(np.mean(y**2))
    for lambd, coefficients, intercept in zip(lambdas / s, path.coefficients, path.intercepts, strict=True):
        model = {
            0.0: Ridge(len(y) * lambd, fit_intercept=fit_intercept),
            0.3: ElasticNet(lambd, l1_ratio=l1_ratio, fit_intercept=fit_intercept, **EXACT),
            1.0: Lasso(lambd, fit_intercept=fit_intercept, **EXACT),
        }[l1_ratio].fit(X, y / s)
        np.testing.assert_allclose(coefficients, model.coef_ * s, atol=1e-6)
        assert intercept == pytest.approx(model.intercept_ * s, abs=1e-5)


@pytest.mark.parametrize("shape", [(50, 6), (7, 20)])
def test_ridge_is_the_normal_equations_at_every_lambda(shape):
    X, y = random_table(*shape)
    Z, lambdas = standardized(X), np.array([5.0, 0.1, 1e-3])
    path = ridge_path(X, y, lambdas)
    n, p = shape
    for i, lambd in enumerate(lambdas):
        inverse = np.linalg.inv(Z.T @ Z + n * lambd / y.std() * np.eye(p))
        np.testing.assert_allclose(path.coefficients[i] * X.std(axis=0), inverse @ Z.T @ y, atol=1e-9)
        assert path.degrees_of_freedom[i] == pytest.approx(np.trace(Z @ inverse @ Z.T), rel=1e-9)
    assert path.knots is None


def test_ridge_at_lambda_0_is_the_shortest_least_squares_solution():
    X, y = random_table(6, 10)
    path = ridge_path(X, y, [0.0], standardize=False)
    shortest = np.linalg.pinv(X - X.mean(axis=0)) @ (y - y.mean())
    np.testing.assert_allclose(path.coefficients[0], shortest, atol=1e-10)
    assert path.degrees_of_freedom[0] == pytest.approx(5)
    assert path.deviance_ratio[0] == pytest.approx(1)


def test_degrees_of_freedom_of_the_lasso_count_the_active_and_of_the_elastic_net_shrink_them():
    X, y = random_table(40, 6)
    lambdas = default_lambdas(X, y)[::9]
    lasso, mixed = lasso_path(X, y, lambdas), elastic_net_path(X, y, 0.5, lambdas)
    np.testing.assert_array_equal(lasso.degrees_of_freedom, lasso.nonzeros)
    for w, lambd, freedom in zip(mixed.coefficients, lambdas, mixed.degrees_of_freedom, strict=True):
        Z = standardized(X)[:, w != 0]
        hat = Z @ np.linalg.inv(Z.T @ Z + 40 * lambd / y.std() * 0.5 * np.eye(Z.shape[1])) @ Z.T
        assert freedom == pytest.approx(np.trace(hat), rel=1e-9)


@pytest.mark.parametrize("name", PATHS)
def test_what_a_path_tells_of_itself_follows_from_its_predictions(name, table):
    X, y = table
    path = PATHS[name](X, y)
    predicted = path.predict(X)
    assert predicted.shape == (442, 100)
    np.testing.assert_allclose(predicted[:, 3], path.intercepts[3] + X @ path.coefficients[3])
    explained = 1 - ((y[:, None] - predicted) ** 2).sum(axis=0) / ((y - y.mean()) ** 2).sum()
    np.testing.assert_allclose(path.deviance_ratio, explained, atol=1e-12)
    np.testing.assert_allclose(path.norm1, np.abs(path.coefficients).sum(axis=1))
    np.testing.assert_array_equal(path.nonzeros, (path.coefficients != 0).sum(axis=1))
    assert np.all(np.diff(path.deviance_ratio) >= -1e-12)
    np.testing.assert_allclose(predicted.mean(axis=0), y.mean())


@pytest.mark.parametrize("name", PATHS)
def test_units_do_not_matter_when_standardised_and_do_when_not(name):
    X, y = random_table(40, 5)
    units = np.array([1e-3, 1e3, 1.0, 60.0, 0.1])
    lambdas = [1.0, 0.1]
    here, there = PATHS[name](X, y, lambdas), PATHS[name](X * units + 7, y, lambdas)
    np.testing.assert_allclose(there.coefficients * units, here.coefficients, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(there.predict(X * units + 7), here.predict(X), rtol=1e-9)
    raw = PATHS[name](X, y, lambdas, standardize=False)
    scaled = PATHS[name](X * units, y, lambdas, standardize=False)
    assert np.abs(scaled.coefficients * units - raw.coefficients).max() > 0.1


@settings(deadline=None, max_examples=60)
@given(
    exponent=st.floats(-80, 80),
    l1_ratio=st.sampled_from([0.0, 1e-3, 0.4, 0.9, 1.0]),
    shape=st.sampled_from([(30, 5), (8, 12)]),
    standardize=st.booleans(),
    fit_intercept=st.booleans(),
    factors=st.sampled_from([None, (0.0, 2.0, 1.0, 5.0, 1.0)]),
)
@example(80.0, 0.4, (30, 5), True, True, None)
@example(-80.0, 0.0, (8, 12), False, False, None)
def test_no_unit_of_y_changes_the_model(exponent, l1_ratio, shape, standardize, fit_intercept, factors):
    """y·k and λ·k give the same model, for any α: grid, what it explains, weights in the other unit."""
    X, y = random_table(*shape)
    options = {"standardize": standardize, "fit_intercept": fit_intercept}
    if factors and shape[1] == len(factors):
        options["penalty_factors"] = factors
    k = 10.0**exponent
    here, there = (elastic_net_path(X, y * unit, l1_ratio, **options) for unit in (1.0, k))
    np.testing.assert_allclose(there.lambdas, k * here.lambdas, rtol=1e-12)
    np.testing.assert_allclose(there.deviance_ratio, here.deviance_ratio, atol=1e-9)
    np.testing.assert_allclose(there.degrees_of_freedom[1:], here.degrees_of_freedom[1:], atol=1e-6)
    size = np.abs(here.coefficients).max()
    np.testing.assert_allclose(there.coefficients / k, here.coefficients, rtol=1e-6, atol=1e-9 * size)
    np.testing.assert_allclose(there.intercepts / k, here.intercepts, rtol=1e-6, atol=1e-9 * size)


def test_a_price_in_dollars_or_in_millions_is_one_model():
    """House prices of the size of the Ames table's, skewed, from areas, counts and years."""
    rng = np.random.default_rng(4)
    area, rooms, year = rng.gamma(9, 165, 400), rng.integers(2, 13, 400), rng.integers(1872, 2011, 400)
    X = np.column_stack((area, rooms, year, area * rng.uniform(0.4, 0.9, 400)))
    dollars = (40 * area + 600 * (year - 1872)) * np.exp(0.2 * rng.standard_normal(400)) + 2e4
    for l1_ratio in (0.0, 0.5, 1.0):
        found = [elastic_net_path(X, dollars * unit, l1_ratio) for unit in (1.0, 1e-3, 1e-6)]
        for unit, path in zip((1e-3, 1e-6), found[1:], strict=True):
            np.testing.assert_allclose(path.lambdas, found[0].lambdas * unit)
            np.testing.assert_allclose(path.deviance_ratio, found[0].deviance_ratio, atol=1e-12)
            np.testing.assert_allclose(path.coefficients, found[0].coefficients * unit, rtol=1e-7, atol=1e-12)


def test_the_lasso_is_what_glmnet_finds_on_motor_cars():
    """hp from mpg, wt and drat of R's mtcars, in issue 711 of haifengl/smile; glmnet stops a little short."""
    hp = [110, 110, 93, 110, 175, 105, 245, 62, 95, 123, 123, 180, 180, 180, 205, 215]
    hp += [230, 66, 52, 65, 97, 150, 150, 245, 175, 66, 91, 113, 264, 175, 335, 109]
    mpg = [21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4]
    mpg += [14.7, 32.4, 30.4, 33.9, 21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4]
    wt = [2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424]
    wt += [5.345, 2.2, 1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57]
    drat = [3.9, 3.9, 3.85, 3.08, 3.15, 2.76, 3.21, 3.69, 3.92, 3.92, 3.92, 3.07, 3.07, 3.07, 2.93, 3.0]
    drat += [3.23, 4.08, 4.93, 4.22, 3.7, 2.76, 3.15, 3.73, 3.08, 4.08, 4.43, 3.77, 4.22, 3.62, 3.54, 4.11]
    path = lasso_path(np.column_stack((mpg, [*wt, 2.78], drat)), np.array(hp, float), [0.0, 1.0])
    printed = [[270.869, -9.860, 1.087, 19.576], [289.334, -9.456, 0, 13.160]]
    np.testing.assert_allclose(np.column_stack((path.intercepts, path.coefficients)), printed, atol=7e-3)


def test_ridge_is_what_glmnet_finds_on_the_rows_of_sparks_tests():
    """glmnet(A, b, alpha = 0, lambda = 0.1, standardize = FALSE), in Spark's pull request 10274."""
    A = np.array([[0.0, 5.0], [1.0, 7.0], [2.0, 11.0], [3.0, 13.0]])
    path = ridge_path(A, [17.0, 19.0, 23.0, 29.0], [0.1], standardize=False)
    printed = [13.1018870, 2.2362361, 0.6159732]
    np.testing.assert_allclose(np.append(path.intercepts, path.coefficients), printed, atol=1e-7)


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("standardize", [True, False])
def test_constant_columns_weigh_exactly_nothing(name, standardize):
    X, y = random_table(30, 4)
    with_constants = np.column_stack((np.full(30, 0.1), X, np.zeros(30), np.full(30, 1e9 / 3)))
    path = PATHS[name](with_constants, y, [1.0, 0.01, 0.0], standardize=standardize)
    assert np.all(path.coefficients[:, [0, 5, 6]] == 0)
    alone = PATHS[name](X, y, [1.0, 0.01, 0.0], standardize=standardize)
    np.testing.assert_allclose(path.coefficients[:, 1:5], alone.coefficients, atol=1e-10)


def test_a_constant_column_is_a_column_when_there_is_no_intercept_and_no_scaling():
    X, y = random_table(30, 2)
    path = lasso_path(np.column_stack((X, np.ones(30))), y, [0.0], standardize=False, fit_intercept=False)
    ordinary = lasso_path(X, y, [0.0])
    assert path.coefficients[0, 2] == pytest.approx(ordinary.intercepts[0])


@pytest.mark.parametrize("name", PATHS)
def test_any_order_of_lambdas_is_answered_in_that_order(name, table):
    X, y = table
    lambdas = np.array([0.5, 20.0, 0.0, 1000.0, 0.5])
    path = PATHS[name](X, y, lambdas)
    np.testing.assert_array_equal(path.lambdas, lambdas)
    for i, lambd in enumerate(lambdas):
        np.testing.assert_allclose(
            path.coefficients[i], PATHS[name](X, y, [lambd]).coefficients[0], atol=1e-9
        )


def test_the_default_lambdas_are_glmnets(table):
    X, y = table
    top = np.abs(standardized(X).T @ (y - y.mean())).max() / len(y)
    np.testing.assert_allclose(default_lambdas(X, y), np.geomspace(top, 1e-4 * top, 100))
    np.testing.assert_allclose(default_lambdas(X, y, 0.25, count=3), np.geomspace(4 * top, 4e-4 * top, 3))
    np.testing.assert_allclose(default_lambdas(X, y, 0.0)[0], 1000 * top)
    wide, target = random_table(10, 30)
    grid = default_lambdas(wide, target)
    assert grid[-1] == pytest.approx(1e-2 * grid[0])
    assert np.all(lasso_path(X, y).coefficients[0] == 0)
    assert np.count_nonzero(lasso_path(X, y, [0.9999 * top]).coefficients) == 1
    np.testing.assert_array_equal(lasso_path(X, y).lambdas, default_lambdas(X, y))


def test_two_rows_and_one_column_are_enough():
    path = lasso_path([[0.0], [2.0]], [1.0, 5.0], [0.0, 1.0])
    np.testing.assert_allclose(path.coefficients, [[2.0], [1.0]])
    np.testing.assert_allclose(path.intercepts, [1.0, 2.0])


@pytest.mark.parametrize("name", PATHS)
def test_a_constant_target_is_answered_by_zeros_where_lambda_is_given(name):
    X, _ = random_table(20, 3)
    path = PATHS[name](X, np.full(20, 4.2), [1.0, 0.0])
    assert np.all(path.coefficients == 0)
    np.testing.assert_allclose(path.intercepts, 4.2)
    assert np.all(path.deviance_ratio == 0)


def test_all_thirty_breast_cancer_columns_though_nearly_collinear():
    data = breast_cancer()
    path = lasso_path(data.X, data.y)
    Z = standardized(data.X)
    C = Z.T @ (data.y[:, None] - path.predict(data.X)) / len(data.y)
    S = np.sign(path.coefficients).T
    missed = np.where(S != 0, np.abs(C - path.lambdas * S), np.maximum(np.abs(C) - path.lambdas, 0))
    assert missed.max() < 1e-12 * path.lambdas[0]


def test_a_path_is_frozen():
    path = ridge_path(*random_table(5, 2))
    assert isinstance(path, Path)
    with pytest.raises(AttributeError):
        path.knots = np.zeros(1)


X3 = np.arange(6.0).reshape(3, 2) ** 2
BAD = [
    ((X3[0], [1, 2]), {}, "X needs 2 dimension"),
    ((X3, [[1, 2, 3]]), {}, "y needs 1 dimension"),
    ((X3, [1, 2]), {}, "y needs one value for each of the 3 rows of X, got 2"),
    ((X3[:1], [1]), {}, "X needs at least 2 rows and 1 column, got shape \\(1, 2\\)"),
    ((X3[:, :0], [1, 2, 3]), {}, "X needs at least 2 rows and 1 column, got shape \\(3, 0\\)"),
    ((X3 * np.nan, [1, 2, 3]), {}, "X needs finite numbers"),
    ((X3, [1, np.inf, 3]), {}, "y needs finite numbers"),
    ((X3 * 1e120, [1, 2, 3]), {}, "X needs numbers of at most 1e\\+100"),
    ((X3, [1, 2, 1e101]), {}, "y needs numbers of at most 1e\\+100"),
    ((X3, [1, 2, 3], [0.1, -1.0]), {}, "lambdas needs at least one number, each at least 0"),
    ((X3, [1, 2, 3], []), {}, "lambdas needs at least one number"),
    ((X3, [1, 2, 3], 0.5), {}, "lambdas needs 1 dimension"),
    ((X3, [7, 7, 7]), {}, "y needs at least two different values"),
    ((np.ones((3, 2)), [1, 2, 3]), {}, "X needs a column that goes with y"),
    ((X3, [0, 0, 0]), {"fit_intercept": False}, "y needs at least two different values"),
]


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize(("arguments", "options", "message"), BAD)
def test_bad_input_is_named(name, arguments, options, message):
    with pytest.raises(ValueError, match=message):
        PATHS[name](*arguments, **options)


@pytest.mark.parametrize("l1_ratio", [-0.1, 1.1, np.nan])
def test_a_mixing_outside_0_to_1_is_named(l1_ratio):
    with pytest.raises(ValueError, match="l1_ratio needs"):
        elastic_net_path(X3, [1, 2, 4], l1_ratio)
    with pytest.raises(ValueError, match="l1_ratio needs"):
        default_lambdas(X3, [1, 2, 4], l1_ratio)


def test_other_bad_arguments_are_named():
    with pytest.raises(ValueError, match="count needs a whole number of at least 1"):
        default_lambdas(X3, [1, 2, 4], count=0)
    with pytest.raises(ValueError, match="X needs 2 columns, got 3"):
        ridge_path(X3, [1, 2, 4]).predict(np.zeros((2, 3)))


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("standardize", [True, False])
def test_a_variable_enters_where_least_angle_regression_lets_it_in(seed, standardize):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((30, 6)) * rng.uniform(0.1, 10, 6)
    X[:, 1] = X[:, 0] + 0.3 * rng.standard_normal(30)
    y = X @ rng.standard_normal(6) + rng.standard_normal(30)
    columns = X - X.mean(axis=0)
    columns = columns / columns.std(axis=0) if standardize else columns
    alphas, _active, weights = lars_path(columns, y - y.mean(), method="lasso")
    smallest = alphas[2] / 2
    due = np.zeros(6)
    for j in range(6):
        first = np.flatnonzero(np.abs(weights[j]) > 1e-9)
        if len(first) and alphas[first[0] - 1] > smallest:
            due[j] = alphas[first[0] - 1]
    np.testing.assert_allclose(entries(X, y, smallest, standardize=standardize), due, rtol=1e-9)


def test_above_the_first_knot_no_variable_is_in():
    X = np.array([[1.0, 0.0], [2.0, 1.0], [3.0, 5.0]])
    y = np.array([1.0, 2.0, 3.5])
    top = default_lambdas(X, y, count=1)[0]
    assert entries(X, y, top * 1.01).tolist() == [0, 0]
    assert entries(X, y, 0.0).max() == pytest.approx(top)
