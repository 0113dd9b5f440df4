"""The honest error, the relaxed fit and the test part are told as they are, over results of all sorts."""

import re

import numpy as np
import pytest

from charts.numbers import number
from l2core.cross_validation import cross_validation_of
from l2core.nested import NestedError
from l2core.relaxed import GAMMAS
from l2core.tables import diabetes
from lessons.choosing_lambda import table_honest, table_relaxed
from lessons.choosing_lambda.table_run import Fit, fit
from lessons.choosing_lambda.table_setting import Setting
from tests.lessons.choosing_lambda.tables import random_table


def english(message: str) -> str:
    return message


@pytest.fixture(scope="module")
def found() -> Fit:
    return fit(diabetes(), Setting(folds=3))


def t_of(d: np.ndarray, sizes: np.ndarray) -> tuple[float, float]:
    """The weighted mean and its standard error over folds."""
    mean = np.average(d, weights=sizes)
    return mean, np.sqrt(np.cov(d, aweights=sizes, ddof=0) / (len(d) - 1))


@pytest.mark.parametrize("seed", range(40))
def test_how_optimistic_the_error_is_is_told_by_two_standard_errors(found, seed):
    rng = np.random.default_rng(seed)
    folds, places = int(rng.integers(2, 11)), 6
    fold_of = np.repeat(np.arange(folds), rng.integers(2, 9, folds))
    errors = 5 + rng.standard_normal((folds, 1)) + 0.1 * rng.standard_normal((folds, places))
    chosen = int(np.average(errors, axis=0, weights=np.bincount(fold_of)).argmin())
    least = np.full(folds, chosen) if seed % 4 == 0 else rng.integers(0, places, folds)
    if seed % 4 == 1:  # a choice that is right wherever it is judged
        least = errors.argmin(axis=1)
    sparse = rng.integers(0, places, folds)
    nested = NestedError(np.arange(1.0, 7), fold_of, errors, least, sparse, chosen)
    words = table_honest.nested_words(english, found, nested)
    sizes, at = np.bincount(fold_of), np.arange(folds)
    mean, spread = t_of(errors[:, chosen], sizes)
    assert f"CV(λ_min) = {number(mean, 4)} ± {number(spread)} is" in words
    mean, spread = t_of(errors[at, least], sizes)
    assert f"**{number(mean, 4)} ± {number(spread)}**" in words
    d, error = t_of(errors[at, least] - errors[:, chosen], sizes)
    if set(least) == {chosen}:
        assert "Every fold chose the same λ_min" in words
        return
    assert ("is too good by" in words) == (d > 2 * error)
    assert ("did better than CV(λ_min)" in words) == (d < -2 * error)
    assert ("no optimism is to be seen" in words) == (abs(d) <= 2 * error)


@pytest.mark.parametrize("seed", range(40))
def test_the_relaxed_fit_is_compared_fold_against_fold(found, seed):
    rng = np.random.default_rng(seed)
    folds, fold_of, path = 5, np.arange(40) % 5, found.errors.path
    shared = 3000 + 300 * rng.standard_normal((folds, 1))
    every = tuple(
        cross_validation_of(path, shared + rng.choice([1, 40]) * rng.standard_normal((folds, 81)), fold_of)
        for _gamma in GAMMAS
    )
    chosen = int(rng.integers(0, len(GAMMAS)))
    words = table_relaxed.about(english, found, every, chosen)
    if GAMMAS[chosen] == 1:
        assert "Fold against fold" not in words
        return
    blend, penalised = every[chosen], every[-1]
    d, error = t_of(
        blend.fold_errors[:, blend.mean_error.argmin()]
        - penalised.fold_errors[:, penalised.mean_error.argmin()],
        np.bincount(fold_of),
    )
    assert f"the difference is {number(d)} ± {number(error, 2)}" in words
    assert ("the penalised fit is better" in words) == (d > 2 * error)
    assert ("the blend is better" in words) == (d < -2 * error)
    assert ("do not tell the two apart" in words) == (abs(d) <= 2 * error)
    kept = np.count_nonzero(path.coefficients[blend.mean_error.argmin()])
    told = re.search(r"lowest error on rows left out is .*? at λ = .*?, with (\d+) variable", words)
    assert int(told[1]) == kept
    table = table_relaxed.by_gamma(english, found, every)
    assert table["γ"].tolist() == ["0", "0.25", "0.5", "0.75", "1"]


@pytest.mark.parametrize("seed", range(0, 20, 2))
def test_the_test_part_is_judged_by_the_model_of_the_bar(seed):
    table = random_table(seed)
    try:
        model = fit(table, Setting(folds=3))
    except ValueError:
        return
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((9, table.X.shape[1])), rng.standard_normal(9)
    error = table_honest.error_on_test(model, 40, X, y)
    path = model.errors.path
    losses = (y - path.intercepts[40] - X @ path.coefficients[40]) ** 2
    assert error.mean == pytest.approx(losses.mean())
    assert error.standard_error == pytest.approx(losses.std(ddof=1) / 3)
    assert table_honest.model_code(model, 40) != table_honest.model_code(model, 41)
