"""The answer says what is so: every number of it counted again, over tables of all sorts and draws of any."""

import re

import numpy as np
import pytest

from charts.numbers import number
from l2core.resampling import FoldDraws, Resamples
from l2core.tables import Table
from lessons.choosing_lambda import table_answer, table_sure_words
from lessons.choosing_lambda.table_run import Fit, fit
from lessons.choosing_lambda.table_setting import COUNT, Setting
from tests.lessons.choosing_lambda.tables import random_table, setting_of

STATES = range(36)


def english(message: str) -> str:
    return message


@pytest.fixture(scope="module")
def fits() -> dict[int, tuple[Table, Setting, Fit]]:
    found = {}
    for seed in STATES:
        table, setting = random_table(seed), setting_of(seed)
        try:
            found[seed] = table, setting, fit(table, setting)
        except ValueError:
            continue
    assert len(found) > 30
    return found


def drawn(seed: int, found: Fit) -> FoldDraws:
    """Draws that fall anywhere, all on one place, or close to the choice of the page."""
    rng, count = np.random.default_rng(seed), int(np.random.default_rng(seed).integers(1, 21))
    if seed % 3 == 0:
        least, sparse = rng.integers(0, COUNT, (2, count))
    elif seed % 3 == 1:
        least, sparse = np.full((2, count), [[found.errors.index_min], [found.errors.index_1se]])
    else:
        around = rng.integers(-3, 4, (2, count))
        around += np.array([[found.errors.index_min], [found.errors.index_1se]])
        least, sparse = np.clip(around, 0, COUNT - 1)
    cost = np.abs(rng.standard_normal(count))
    return FoldDraws(found.errors.lambdas, least, sparse, rng.random((count, COUNT)), cost, cost / 3)


def resamples_of(seed: int, found: Fit) -> Resamples:
    rng, count = np.random.default_rng(100 + seed), [5, 7, 200][seed % 3]
    v, p = len(found.variables.names), len(found.names)
    often = rng.integers(0, count + 1, (COUNT, v)) / count
    if seed % 4 == 0:
        often = np.round(often)
    at = rng.integers(0, COUNT, (2, count))
    levels = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
    spread = np.sort(rng.standard_normal((5, COUNT, p)), axis=0)
    names = found.variables.names
    shares = rng.random((2, v))
    return Resamples(found.errors.lambdas, *at, rng.random(count), names, *shares, often, levels, spread)


@pytest.mark.parametrize("rule", table_answer.RULES)
@pytest.mark.parametrize("seed", STATES)
def test_how_often_a_lambda_is_chosen_is_counted(fits, seed, rule):
    if seed not in fits:
        return
    _table, _setting, found = fits[seed]
    draws = drawn(seed, found)
    words = table_answer.which(english, found, rule, draws).words
    errors = found.errors
    lambd = errors.lambda_1se if rule == "1se" else errors.lambda_min
    assert f"**λ = {number(lambd)}**" in words
    assert ("no stronger λ of the bar is within" in words) == (errors.lambda_min == errors.lambda_1se)
    their = [errors.lambdas[k] for k in (draws.index_1se if rule == "1se" else draws.index_min)]
    assert ("draws of the folds choose just this λ." in words) == (set(their) == {lambd})
    if set(their) == {lambd}:
        assert f"All {len(their)} draws" in words
        return
    told = re.search(r"Of (\d+) draws of the folds (\d+) choose just this λ, and (\d+) one from", words)
    assert [int(told[k]) for k in (1, 2)] == [len(their), their.count(lambd)]
    at = errors.lambdas.tolist().index(lambd)
    near = errors.lambdas[max(0, at - 2) : at + 3]
    assert int(told[3]) == sum(x in near for x in their)
    assert f"one from {number(near[0])} to {number(near[-1])}." in words
    assert "draws" not in table_answer.which(english, found, rule, None).words


@pytest.mark.parametrize("rule", table_answer.RULES)
@pytest.mark.parametrize("seed", STATES)
def test_the_price_is_the_paired_difference_of_the_folds(fits, seed, rule):
    if seed not in fits:
        return
    _table, _setting, found = fits[seed]
    errors, part = found.errors, table_answer.price(english, found, rule)
    if errors.index_min == errors.index_1se:
        assert "costs" not in part.words
        assert "would cost" not in part.words
        return
    sizes = np.bincount(errors.fold_of)
    d = errors.fold_errors[:, errors.index_1se] - errors.fold_errors[:, errors.index_min]
    mean = np.average(d, weights=sizes)
    spread = np.sqrt(np.cov(d, aweights=sizes, ddof=0) / (len(d) - 1))
    assert f"{number(mean)} ± {number(spread, 2)} more" in part.words
    assert part.link == f"{number(mean)} ± {number(spread, 2)}"
    assert f"over {len(sizes)} folds" in part.words
    assert ("No λ of the bar has a lower error" in part.words) == (rule == "min")


@pytest.mark.parametrize("rule", table_answer.RULES)
@pytest.mark.parametrize("seed", STATES)
def test_what_it_keeps_and_what_is_stable_is_counted(fits, seed, rule):
    if seed not in fits:
        return
    _table, setting, found = fits[seed]
    errors, resamples = found.errors, resamples_of(seed, found)
    at, p = errors.index_min if rule == "min" else errors.index_1se, len(found.names)
    weights = errors.path.coefficients[at]
    names = [found.names[j] for j in range(p) if weights[j] != 0]
    words = table_answer.keeps(english, found, rule).words
    due = "no variable" if not names else f"all {p} variables" if len(names) == p else None
    due = "the one variable" if len(names) == p == 1 else due
    assert f"**{due or f'{len(names)} of {p} variables'}**" in words
    every = table_answer.answer(english, found, rule, None, resamples)
    if setting.penalty == "l2":
        assert "stable" not in [part.door for part in every]
        assert not any("belong" in part.words for part in every)
        return
    count = len(resamples.index_min)
    times = np.round(resamples.frequency[at] * count)
    sure = [name for name in names if times[found.names.index(name)] >= 0.8 * count - 1e-9]
    if names:
        told = next(part for part in every if part.door == "stable")
        assert told.link.startswith(f"{len(sure)} variable")
        assert ("None of them" in told.words) == (not sure)
        assert ("Each of them" in told.words) == (len(sure) == len(names) > 1)
        least = re.search(r"(\d+) of (\d+) random halves", told.words)
        assert int(least[2]) == count
        assert int(least[1]) - 1 < 0.8 * count <= int(least[1])
    unsure = [found.names[j] for j in range(p) if 0.2 * count - 1e-9 <= times[j] < 0.8 * count - 1e-9]
    assert sorted(unsure) == sorted(table_answer.open_variables(found, at, resamples))
    assert any("belong" in part.words for part in every) == bool(unsure)


@pytest.mark.parametrize("seed", STATES)
def test_what_is_left_open_is_told_by_two_standard_errors(fits, seed):
    if seed not in fits:
        return
    _table, _setting, found = fits[seed]
    errors, words = found.errors, table_answer.left_open(english, found, "1se", None).words
    sizes = np.bincount(errors.fold_of)

    def t(d: np.ndarray) -> float:
        spread = np.sqrt(np.cov(d, aweights=sizes, ddof=0) / (len(d) - 1))
        return np.average(d, weights=sizes) / spread

    gain = t(found.alone - errors.fold_errors[:, errors.index_min])
    if abs(gain - 2) > 1e-6:
        assert ("whether any variable helps" in words) == (not gain > 2)
    if errors.index_min != errors.index_1se:
        cost = t(errors.fold_errors[:, errors.index_1se] - errors.fold_errors[:, errors.index_min])
        if abs(cost - 2) > 1e-6:
            assert ("whether λ_min predicts better" in words) == (not cost > 2)


@pytest.mark.parametrize("seed", range(60))
def test_where_the_choice_falls_is_told_by_the_places_themselves(seed):
    rng = np.random.default_rng(seed)
    lambdas = np.array([1.0, 2, 3, 5, 8, 13, 21])
    found = rng.integers(0, rng.integers(1, 8), int(rng.integers(1, 25)))
    words = table_sure_words.where_it_falls(english, lambdas, found)
    places = lambdas[found]
    values = [places.tolist().count(x) for x in lambdas]
    if words.startswith("always"):
        assert set(places) == {float(words.split()[1])}
        return
    told = re.match(
        r"most often (\d+), (\d+) times, at least half of them (?:from )?(\d+)(?: to (\d+))?", words
    )
    assert int(told[2]) == max(values) == places.tolist().count(float(told[1]))
    low, high = float(told[3]), float(told[4] or told[3])
    assert ((places >= low) & (places <= high)).mean() >= 0.5
    every = re.search(r"all from (\d+) to (\d+)$", words)
    assert [float(every[1]), float(every[2])] == [places.min(), places.max()]


@pytest.mark.parametrize("seed", range(0, 36, 3))
def test_both_rules_are_told_over_the_draws(fits, seed):
    if seed not in fits:
        return
    _table, setting, found = fits[seed]
    draws = drawn(seed, found)
    words = table_sure_words.rules(english, found, draws)
    low, high = number(draws.difference.min()), number(draws.difference.max())
    assert f"costs {low if low == high else f'{low} to {high}'} more" in words
    assert f"{number(draws.difference.mean())} on average" in words
    if setting.penalty == "l2":
        assert "It has" not in words
        return
    kept = [np.count_nonzero(found.errors.path.coefficients[k]) for k in draws.index_1se]
    low, high = min(kept), max(kept)
    one = "1 variable" if high == 1 else f"{high} variables"
    assert f"It has {one if low == high else f'{low} to {high} variables'} in its model" in words
