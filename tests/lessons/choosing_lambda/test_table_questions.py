"""What is scored on a table is so: against least angle regression, scikit-learn and the paired t-test."""

import re
import warnings

import numpy as np
import pytest
from scipy import stats
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import Lasso, Ridge, lars_path
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from charts.numbers import number
from l2core.tables import Table, diabetes
from lessons.choosing_lambda import table_questions
from lessons.choosing_lambda.table_another_unit import another_unit, another_unit_options
from lessons.choosing_lambda.table_choice import Source, TableChoice
from lessons.choosing_lambda.table_costs import against_weakest
from lessons.choosing_lambda.table_questions import (
    half_the_rows,
    half_the_rows_options,
    halves,
    lasso_or_ridge,
    lasso_or_ridge_options,
    lowest,
    lowest_options,
    survive,
    survive_options,
)
from lessons.choosing_lambda.table_run import fit
from lessons.choosing_lambda.table_setting import Setting, bar_lambdas
from tests.lessons.choosing_lambda.tables import random_table, setting_of


def english(message: str) -> str:
    return message


@pytest.fixture(autouse=True)
def without_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_questions, "fitted", lambda _, table, setting, **_more: fit(table, setting))


def asked(table: Table, setting: Setting) -> TableChoice:
    return TableChoice(Source(table, len(table.y)), setting, "lambda")


def has_a_path(table: Table, setting: Setting) -> bool:
    try:
        fit(table, setting)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("seed", range(40))
def test_the_other_unit_is_answered_as_least_angle_regression_answers_it(seed):
    table = random_table(seed)
    if seed % 4 in (1, 3) or not has_a_path(table, Setting("l1", standardize=False)):
        return  # of two equal columns either may be the first
    X, y = table.X - table.X.mean(axis=0), table.y - table.y.mean()
    smallest = bar_lambdas(table, Setting("l1", standardize=False))[0]
    first = int(np.abs(X.T @ y).argmax())
    X[:, first] /= 1000
    alphas, _active, weights = lars_path(X, y, method="lasso", alpha_min=smallest)
    scale = np.abs(weights * X.std(axis=0)[:, None]).max()
    entry = {}
    for j in range(X.shape[1]):
        inside = np.flatnonzero(np.abs(weights[j] * X.std(axis=0)[j]) > 1e-9 * scale)
        if len(inside):
            entry[j] = alphas[inside[0] - 1]
    happened, words = another_unit(english, table, Setting())
    assert happened in another_unit_options(english)
    assert words.startswith(f"v{first} came in first")
    if first not in entry or entry[first] <= smallest:
        assert happened == "never"
        return
    ahead = sum(at > entry[first] * (1 + 1e-9) for at in entry.values())
    assert happened == ("later" if ahead else "first")
    if ahead:
        assert f"after {'1 variable' if ahead == 1 else f'{ahead} variables'}." in words
    assert f"comes in at {number(entry[first])}," in words


@pytest.mark.parametrize("seed", range(40))
def test_half_the_rows_is_answered_by_the_rule_of_one_standard_error_on_that_half(seed):
    table, setting = random_table(seed), setting_of(seed)
    if not has_a_path(table, setting):
        return
    happened, words = half_the_rows(english, asked(table, setting))
    assert happened in half_the_rows_options(english)
    half, other = halves(table, setting.seed)
    assert sorted([*half, *other]) == list(range(len(table.y)))
    assert abs(len(half) - len(other)) <= 1
    part = Table(table.X[half], table.y[half], table.features, table.target, ())
    if not has_a_path(part, setting):
        assert happened == "none"
        return
    found = []
    for rows in (table, part):
        errors = fit(rows, setting).errors
        limit = errors.mean_error.min() + errors.standard_error[errors.mean_error.argmin()]
        found.append(max(x for x, e in zip(errors.lambdas, errors.mean_error, strict=True) if e <= limit))
    ratio = found[1] / found[0]
    assert happened == ("larger" if ratio > 1.25 else "smaller" if ratio < 0.8 else "same")
    assert f"λ_1se is {number(found[0])}, with {len(half)} of them {number(found[1])}" in words


def best_errors(table: Table, setting: Setting, penalty: str) -> np.ndarray:
    """The errors of the folds at λ_min by scikit-learn, on the grid and the folds of the lab."""
    errors = fit(table, Setting(penalty, 0.5, setting.standardize, setting.folds, setting.seed)).errors
    found = np.empty_like(errors.fold_errors[:, :1])
    for k in range(len(found)):
        rest, out = errors.fold_of != k, errors.fold_of == k
        lambd, s = errors.lambda_min, table.y[rest].std() or 1.0
        ridge = Ridge(lambd / s * rest.sum())
        model = Lasso(lambd, tol=1e-10, max_iter=100_000) if penalty == "l1" else ridge
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            pipeline = make_pipeline(StandardScaler(with_std=setting.standardize), model)
            pipeline.fit(table.X[rest], table.y[rest])
        found[k] = np.mean((pipeline.predict(table.X[out]) - table.y[out]) ** 2)
    return found[:, 0]


@pytest.mark.parametrize("seed", range(40))
def test_lasso_or_ridge_is_answered_by_the_paired_difference_of_the_folds(seed):
    table, setting = random_table(seed), setting_of(seed)
    if not has_a_path(table, setting):
        return
    happened, words = lasso_or_ridge(english, asked(table, setting))
    assert happened in lasso_or_ridge_options(english)
    fold_of = fit(table, setting).errors.fold_of
    sizes = np.bincount(fold_of)
    d = best_errors(table, setting, "l1") - best_errors(table, setting, "l2")
    mean = np.average(d, weights=sizes)
    spread = np.sqrt(np.cov(d, aweights=sizes, ddof=0) / (len(d) - 1))
    if len(set(sizes.tolist())) == 1:
        assert mean / spread == pytest.approx(stats.ttest_1samp(d, 0).statistic)
    if abs(abs(mean) / spread - 2) > 1e-3:
        assert happened == ("neither" if abs(mean) <= 2 * spread else "l1" if mean < 0 else "l2")
    assert f"± {number(spread, 2)}." in words or spread < 1e-4 * np.average(table.y**2)


def test_the_difference_printed_is_that_of_the_two_errors_printed():
    """It was the plain mean over folds of unequal size beside two weighted errors."""
    data = diabetes()
    rows = Table(data.X[:437], data.y[:437], data.features, data.target, ())
    _happened, words = lasso_or_ridge(english, asked(rows, Setting(folds=5)))
    lasso, ridge, difference = (
        float(part.split(" ")[0].strip(",;").replace(",", "").replace("−", "-"))
        for part in (words.split("L1 ")[1], words.split("L2 ")[1], words.split("difference is ")[1])
    )
    assert difference == pytest.approx(lasso - ridge, abs=1.1)


def test_a_half_in_which_the_target_does_not_vary_has_an_answer():
    X = np.random.default_rng(0).standard_normal((12, 2))
    half, _other = halves(Table(X, np.zeros(12), ("a", "b"), "y", ()), 0)
    y = np.ones(12)
    y[half] = 0
    y[[row for row in range(12) if row not in half][:2]] = 0.5
    happened, _words = half_the_rows(english, asked(Table(X, y, ("a", "b"), "y", ()), Setting(folds=3)))
    assert happened == "none"
    assert happened in half_the_rows_options(english)


@pytest.mark.parametrize("seed", range(40))
def test_where_the_error_is_the_smallest_is_told_by_the_errors_of_the_folds(seed):
    table, setting = random_table(seed), setting_of(seed)
    if not has_a_path(table, setting):
        return
    found = fit(table, setting)
    sizes = [sum(fold == k for fold in found.errors.fold_of) for k in range(len(found.errors.fold_errors))]
    every = found.errors.fold_errors
    means = [np.average(every[:, lam], weights=sizes) for lam in range(every.shape[1])]
    happened, words = lowest(english, found)
    assert happened in lowest_options(english)
    if happened == "between":
        assert min(means) < min(means[0], means[-1]) * (1 + 1e-9)
    else:
        assert min(means) == pytest.approx(means[0 if happened == "weakest" else -1])
    told = re.search(r"It is (.*) at λ_min = .*, (.*) at the weakest λ and (.*) at the strongest", words)
    assert told[1] == number(min(means), 4)
    for text, mean in ((told[2], means[0]), (told[3], means[-1])):
        if abs(mean - min(means)) > 1e-9 * mean:  # errors that differ are not printed alike
            assert text != told[1]
        base, _plus, more = text.partition(" + ")
        assert base == number(min(means) if more else mean, 4)
        assert not more or more == number(mean - min(means), 2)
    assert found.training.argmin() == 0 or np.ptp(found.training[: found.training.argmin()]) < 1e-9 * (
        found.training.max()
    )
    told = against_weakest(english, found)
    if happened == "weakest":
        assert "cannot tell" not in told
        assert "within two standard errors" not in words
        assert "fold against fold" not in told
        return
    d = every[:, 0] - every[:, int(np.argmin(means))]
    mean = np.average(d, weights=sizes)
    spread = np.sqrt(np.cov(d, aweights=sizes, ddof=0) / (len(d) - 1))
    if abs(mean - 2 * spread) > 1e-6 * abs(mean):
        assert ("within two standard errors" in words) == (mean <= 2 * spread)
        assert ("do tell it" in told) == (mean > 2 * spread)
    assert f"worse than λ_min by {number(mean, 2)} ± {number(spread, 2)}" in told or spread < 1e-4 * mean


@pytest.mark.parametrize("seed", range(40))
def test_who_survives_is_counted_and_the_reason_holds(seed):
    table, setting = random_table(seed), setting_of(seed)
    if not has_a_path(table, setting):
        return
    found = fit(table, setting)
    at, p = found.errors.index_1se, table.X.shape[1]
    w = found.errors.path.coefficients[at]
    kept = sum(weight != 0 for weight in w)
    due = {"all": kept == p, "none": kept == 0, "most": p / 2 <= kept < p, "few": 0 < kept < p / 2}
    happened, words = survive(english, found)
    assert set(due) == set(survive_options(english))
    assert [code for code, is_so in due.items() if is_so] == [happened]
    told = "pull at it no harder than λ does" in words
    assert told == (setting.penalty == "l1" and kept < p)
    if told:  # |xⱼᵀ(y − ŷ)|/n ≤ λ for every weight at 0
        X = table.X - table.X.mean(axis=0)
        residual = table.y - table.y.mean() - X @ w
        scale = np.where(X.std(axis=0) > 0, X.std(axis=0), 1) if setting.standardize else 1.0
        pull = np.abs((X / scale).T @ residual) / len(table.y)
        assert (pull[w == 0] <= found.errors.lambda_1se * (1 + 1e-6)).all()
