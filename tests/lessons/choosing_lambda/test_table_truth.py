"""What the page says of a table is so: every sentence against scikit-learn, SciPy and loops, on all sorts."""

import re
import warnings

import numpy as np
import pytest
from scipy import stats
from sklearn.dummy import DummyRegressor
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import ElasticNet, Lasso, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from charts.numbers import number
from l2core.tables import Table, diabetes
from lessons.choosing_lambda import table_costs, table_kept, table_measures, table_words
from lessons.choosing_lambda.table_run import Fit, fit
from lessons.choosing_lambda.table_setting import Setting
from tests.lessons.choosing_lambda.tables import random_table, setting_of

STATES = range(60)
CLOSE = 1e-3  # |t| as near to 2 as this is not asked: scikit-learn stops short of the exact path


def english(message: str) -> str:
    return message


@pytest.fixture(scope="module")
def fits() -> dict[int, tuple[Table, Setting, Fit]]:
    found = {}
    for seed in STATES:
        table, setting = random_table(seed), setting_of(seed)
        try:
            found[seed] = table, setting, fit(table, setting)
        except ValueError:  # no column goes with the target: the page says so and shows nothing
            continue
    assert len(found) > 50
    return found


def library(setting: Setting, lambd: float, y: np.ndarray):
    """scikit-learn's model of these rows at a λ of glmnet, which stands beside the L2 part divided by s."""
    s, alpha = y.std() or 1.0, setting.l1_ratio
    both = alpha + (1 - alpha) / s
    exact = {"tol": 1e-12, "max_iter": 200_000}
    model = {
        "l1": lambda: Lasso(lambd, **exact),
        "l2": lambda: Ridge(lambd / s * len(y), solver="svd"),
        "elastic_net": lambda: ElasticNet(lambd * both, l1_ratio=alpha / both, **exact),
    }[setting.penalty]()
    return make_pipeline(StandardScaler(with_std=setting.standardize), model)


def fold_errors(table: Table, fold_of: np.ndarray, model) -> np.ndarray:
    errors = []
    for k in range(fold_of.max() + 1):
        rest, out = fold_of != k, fold_of == k
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            found = model(table.y[rest]).fit(table.X[rest], table.y[rest])
        errors.append(np.mean((found.predict(table.X[out]) - table.y[out]) ** 2))
    return np.array(errors)


def t_statistic(d: np.ndarray, fold_of: np.ndarray) -> float:
    """SciPy's where the folds are of one size; else the weighted mean over its weighted error."""
    sizes = np.bincount(fold_of)
    if len(set(sizes.tolist())) == 1:
        return float(stats.ttest_1samp(d, 0).statistic)
    spread = np.sqrt(np.cov(d, aweights=sizes, ddof=0) / (len(d) - 1))
    return float(np.average(d, weights=sizes) / spread)


@pytest.mark.parametrize("seed", STATES)
def test_whether_the_folds_tell_lambda_1se_from_lambda_min_is_the_paired_t_test(fits, seed):
    if seed not in fits:
        return
    table, setting, found = fits[seed]
    errors, words = found.errors, table_costs.cost(english, found)
    larger = [j for j in range(len(errors.lambdas)) if j > errors.index_min]
    limit = errors.mean_error.min() + errors.standard_error[errors.index_min]
    if not any(errors.mean_error[j] <= limit for j in larger):
        assert "No larger λ of the bar has an error inside this error bar." in words
        return
    sparse, best = (
        fold_errors(table, errors.fold_of, lambda y, at=at: library(setting, errors.lambdas[at], y))
        for at in (errors.index_1se, errors.index_min)
    )
    t = t_statistic(sparse - best, errors.fold_of)
    if abs(abs(t) - 2) > CLOSE:
        assert ("these folds do tell the two apart" in words) == (abs(t) > 2)
        assert ("do not tell the two apart" in words) == (abs(t) <= 2)
    if match := re.search(r"worse in (\d+) of (\d+) folds", words):
        assert int(match[2]) == len(sparse)
        assert abs(int(match[1]) - (sparse > best).sum()) <= (np.abs(sparse - best) < 1e-6 * best).sum()


@pytest.mark.parametrize("seed", STATES)
def test_the_root_of_the_error_is_in_the_unit_of_the_target(fits, seed):
    if seed not in fits:
        return
    _table, _setting, found = fits[seed]
    errors, words = found.errors, table_words.how_it_is_measured(english, found)
    sizes = np.bincount(errors.fold_of)
    told = {at: float(value.replace(",", "")) for value, at in re.findall(r"([\d.,]+\d) at (λ_\w+)", words)}
    assert told or "·10" in words
    least = np.sqrt(np.average(errors.fold_errors, axis=0, weights=sizes))
    for name, at in (("λ_min", errors.index_min), ("λ_1se", errors.index_1se)):
        if name in told:
            assert told[name] == pytest.approx(least[at], rel=1e-3)
    assert ("λ_1se" in words) == (errors.index_min != errors.index_1se)


@pytest.mark.parametrize("seed", STATES)
def test_the_variables_that_survive_are_those_of_another_library(fits, seed):
    if seed not in fits:
        return
    table, setting, found = fits[seed]
    lambd, n, p = found.errors.lambda_1se, len(table.y), table.X.shape[1]
    words = table_kept.survivors(english, found)
    assert f"λ_1se = {number(lambd)}" in words
    varies = np.ptp(table.X, axis=0) > 0
    if setting.penalty == "l2":
        every = f"**{p} variables**" if p > 1 else "**1 variable**"
        assert (every in words) == bool(varies.all())
        assert ("no weight is exactly 0" in words) == bool(varies.all())
        if not varies.all():
            assert f"**{varies.sum()} of {p} variables**" in words
            assert f"do not vary in these rows: v{p - 1}." in words
        columns = (table.X - table.X.mean(axis=0))[:, varies]
        columns = columns / columns.std(axis=0) if setting.standardize else columns
        ridge = n * lambd / table.y.std() * np.eye(varies.sum())
        hat = columns @ np.linalg.solve(columns.T @ columns + ridge, columns.T)
        said = float(re.search(r"degrees of freedom are ([\d.]+\d|\d)", words)[1].rstrip("."))
        assert said == pytest.approx(np.trace(hat), rel=0.05, abs=0.006)
        assert said < p
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = library(setting, lambd, table.y).fit(table.X, table.y)
    effects = np.abs(model[-1].coef_) * (1.0 if setting.standardize else table.X.std(axis=0))
    kept = (effects > 1e-7 * table.y.std()).sum()
    if kept == 0:
        assert "no variable survives" in words
    elif kept == p:
        assert ("**the one variable**" if p == 1 else f"**all {p} variables** stay in") in words
    elif seed % 4 != 1:  # of two equal columns the lasso may keep either, or both
        assert f"**{kept} of {p} variables** survive" in words
        strongest = found.names[int(effects.argmax())]
        assert re.search(rf": {strongest}\b", words)


@pytest.mark.parametrize("seed", STATES)
def test_too_little_to_tell_is_told_by_the_error_of_the_mean_alone(fits, seed):
    if seed not in fits:
        return
    table, setting, found = fits[seed]
    errors = found.errors
    alone = fold_errors(table, errors.fold_of, lambda _y: DummyRegressor())
    best = fold_errors(table, errors.fold_of, lambda y: library(setting, errors.lambdas[errors.index_min], y))
    sizes, words = np.bincount(errors.fold_of), " ".join(table_costs.too_little(english, found))
    gain, t = np.average(alone - best, weights=sizes), t_statistic(alone - best, errors.fold_of)
    if abs(gain) < 1e-7 * np.average(alone) or abs(t - 2) < CLOSE:
        return
    assert ("no λ of the bar has a lower error" in words) == (gain < 0)
    assert ("do not show that any variable helps" in words) == (0 < t <= 2)
    assert ("less than it is without any variable" in table_costs.cost(english, found)) == (gain > 0)


@pytest.mark.parametrize("seed", STATES)
def test_the_other_warnings_hold_where_they_stand(fits, seed):
    if seed not in fits:
        return
    table, setting, found = fits[seed]
    words = " ".join(table_words.warnings(english, found))
    n = len(table.y)
    ones = np.column_stack((np.ones(n), (table.X - table.X.mean(axis=0)) / np.abs(table.X).max(axis=0)))
    rng = np.random.default_rng(seed)
    anything = rng.standard_normal(n)
    left = anything - ones @ np.linalg.lstsq(ones, anything)[0]
    assert ("are fitted without any error" in words) == bool(np.abs(left).max() < 1e-6)
    folds = len(np.unique(found.errors.fold_of))
    assert ("has few rows: it is cross-validated" in words) == (folds < setting.folds)
    assert (f"With {n} rows" in words) == (n < 50)
    smallest = min(range(len(found.errors.lambdas)), key=found.errors.lambdas.__getitem__)
    lowest = all(found.errors.mean_error[smallest] < error for error in found.errors.mean_error[1:])
    assert ("at the smallest λ of the bar" in words) == lowest


@pytest.mark.parametrize("seed", STATES)
def test_the_unseen_text_of_the_curve_is_so(fits, seed):
    if seed not in fits:
        return
    _table, _setting, found = fits[seed]
    paths, curve = table_words.picture_words(english, found)
    assert ("never falls as λ grows" in curve) == bool(
        np.all(np.diff(found.training) >= -1e-9 * found.training.max())
    )
    assert f"λ_min = {number(found.errors.lambda_min)}" in paths


@pytest.mark.parametrize("seed", STATES)
@pytest.mark.parametrize("lam", [0, 40, 80])
def test_the_model_of_the_bar_is_told_as_it_is(fits, seed, lam):
    if seed not in fits:
        return
    table, _setting, found = fits[seed]
    w, b = found.errors.path.coefficients[lam], found.errors.path.intercepts[lam]
    residuals = table.y - b - table.X @ w
    explained = 1 - residuals @ residuals / np.square(table.y - table.y.mean()).sum()
    words = table_words.here(english, found, lam)
    share = re.search(r"variables?, (.*) of the variation", words)[1]
    assert f": {np.count_nonzero(w)} of " in words
    if share == "100 %":
        assert explained > 1 - 1e-12
    elif share == "> 99 %":
        assert 0.994 < explained < 1
    elif share in ("0 %", "< 1 %"):
        assert explained < 0.0051
        assert (share == "0 %") == (explained < 1e-12)
    else:
        assert float(share[:-2]) == pytest.approx(100 * explained, abs=0.51)


def test_every_sentence_was_among_those_that_were_asked(fits):
    said = []
    for _table, _setting, found in fits.values():
        said += [table_kept.survivors(english, found), table_costs.cost(english, found)]
        said += table_words.warnings(english, found)
    for part in (
        "no variable survives",
        "variables** stay in",
        "1 of",
        "ridge uses",
        "no weight is exactly 0",
        "No larger λ",
        "do tell the two apart",
        "do not tell the two apart",
        "no λ of the bar has a lower error",
        "do not show that any variable helps",
        "without any error",
        "has few rows",
        "at the smallest λ of the bar",
    ):
        assert any(part in words for words in said), part


def test_the_state_that_was_told_wrong() -> None:
    """The lasso of the diabetes table: λ_1se costs 188 ± 42, and the page said that nothing could be told."""
    words = table_costs.cost(english, fit(diabetes(), Setting()))
    assert "the difference is 188 ± 42, worse in 9 of 10 folds: these folds do tell the two apart" in words


def test_ridge_does_not_claim_a_column_that_does_not_vary() -> None:
    rng = np.random.default_rng(0)
    X = np.column_stack((rng.standard_normal((40, 4)), np.full(40, 0.1)))
    table = Table(X, X[:, 0] + rng.standard_normal(40), ("a", "b", "c", "d", "fixed"), "y", ())
    words = table_kept.survivors(english, fit(table, Setting("l2")))
    assert (
        "ridge uses **4 of 5 variables**. Exactly 0 are those that do not vary in these rows: fixed." in words
    )


@pytest.mark.parametrize(("x", "limit"), [(4.8123, 10), (9.98, 10), (9.99999, 10), (10.0, 10), (0.5, 1)])
def test_what_is_short_of_the_limit_does_not_look_like_it(x, limit):
    words = table_kept.short_of(x, limit)
    assert float(words) == pytest.approx(x, rel=0.05)
    assert (words == str(limit)) == (x == limit)


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0 %"), (1e-5, "< 1 %"), (0.48, "48 %"), (0.9999, "> 99 %"), (1.0, "100 %")]
)
def test_a_share_that_is_not_all_or_nothing_does_not_look_like_it(share, words):
    assert table_measures.percent(share) == words
