"""What the page says of two classes is so: against scikit-learn's measures and sums written out."""

import re
from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score

from charts.numbers import number, tex
from l2core.calibration import calibration
from l2core.logistic import logistic_path
from l2core.tables import Table, breast_cancer
from lessons.choosing_lambda import (
    table_calibration,
    table_costs,
    table_formula,
    table_honest,
    table_kept,
    table_questions,
    table_words,
)
from lessons.choosing_lambda.table_another_unit import another_unit, another_unit_options
from lessons.choosing_lambda.table_choice import TableChoice
from lessons.choosing_lambda.table_measures import MEASURES
from lessons.choosing_lambda.table_run import Fit, fit
from lessons.choosing_lambda.table_setting import Setting, bar_lambdas, complete
from lessons.choosing_lambda.table_source import Source

STATES = range(24)


def english(message: str) -> str:
    return message


def value(written: str) -> float:
    """What `number` wrote, as a number."""
    plain = written.translate(str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")).replace(",", "")
    return float(plain.replace("·10", "e"))


def random_classes(seed: int) -> Table:
    """n from 16 to 60, p from 1 to 6; rare classes, gaps, columns constant, equal or of one variable."""
    rng = np.random.default_rng(seed)
    n, p = int(rng.integers(16, 61)), int(rng.integers(1, 7))
    X = rng.standard_normal((n, p)) * 10.0 ** rng.integers(-3, 4, p)
    if seed % 4 == 3 and p > 1:
        X[:, -1] = 2.0
    if seed % 5 == 1 and p > 2:
        X[:, 1] = X[:, 0]
    odds = rng.choice([0.0, 1.0, 3.0]) * X[:, 0] / X[:, 0].std() - rng.choice([0.0, 1.5])
    y = (rng.random(n) < 1 / (1 + np.exp(-odds))).astype(float)
    if seed % 6 == 2:  # as rare as it can be
        y[:] = 0
        y[rng.choice(n, 2, replace=False)] = 1
    if seed % 3 == 0:
        X[rng.random((n, p)) < 0.1] = np.nan
    names = tuple(f"v{j}" for j in range(p))
    variables = ("v0", *names[:-1]) if seed % 2 and p > 1 else ()  # the first two are columns of one
    return Table(X, y, names, "y", ("no", "yes"), variables)


def setting_of(seed: int) -> Setting:
    rng = np.random.default_rng(500 + seed)
    return Setting(
        penalty=("l1", "l2", "elastic_net")[seed % 3],
        standardize=bool(rng.random() < 0.7),
        folds=int(rng.choice([3, 5])),
        seed=int(rng.integers(20)),
        measure=MEASURES[int(rng.integers(3))],
        balanced=bool(rng.random() < 0.4),
    )


@pytest.fixture(scope="module")
def fits() -> dict[int, tuple[Table, Setting, Fit]]:
    found = {}
    for seed in STATES:
        table, setting = random_classes(seed), setting_of(seed)
        try:
            found[seed] = table, setting, fit(table, setting)
        except ValueError:
            assert table_words.no_path(english, table, setting)
    assert len(found) > 18
    return found


def error_of(measure: str, balanced: bool, y: np.ndarray, log_odds: np.ndarray, weights: np.ndarray) -> float:
    """One measure, as scikit-learn has it."""
    p = np.clip(1 / (1 + np.exp(-log_odds)), 1e-5, 1 - 1e-5)
    if measure == "auc":
        return 1 - roc_auc_score(y, log_odds)
    w = weights if balanced else None
    if measure == "deviance":
        return 2 * log_loss(y, p, labels=[0, 1], sample_weight=w)
    return float(np.average((log_odds > 0) != (y == 1), weights=w))


@pytest.mark.parametrize("seed", STATES)
def test_the_errors_on_the_rows_left_out_and_trained_on_are_those_of_scikit_learn(fits, seed):
    if seed not in fits:
        return
    table, setting, found = fits[seed]
    held_out = found.held_out
    w = len(table.y) / 2 / np.where(table.y == 1, table.y.sum(), (1 - table.y).sum())
    X, lam = complete(table), 40
    given = found.errors.path.intercepts[lam] + X @ found.errors.path.coefficients[lam]
    due = error_of(setting.measure, setting.balanced, table.y, given, w)
    assert found.training[lam] == pytest.approx(due, abs=1e-9)
    for k in range(held_out.fold_of.max() + 1):
        rows = held_out.fold_of == k
        due = error_of(
            setting.measure, setting.balanced, table.y[rows], held_out.log_odds[rows, lam], w[rows]
        )
        assert found.errors.fold_errors[k, lam] == pytest.approx(due, abs=1e-9)
        rest = ~rows
        odds = np.average(table.y[rest], weights=w[rest] if setting.balanced else None)
        nothing = np.full(rows.sum(), np.log(odds / (1 - odds)))
        due = 0.5 if setting.measure == "auc" else None
        if due is None:
            due = error_of(setting.measure, setting.balanced, table.y[rows], nothing, w[rows])
        if not (
            setting.measure == "misclassification" and abs(odds - 0.5) < 1e-9
        ):  # a tie is put into class 0
            assert found.alone[k] == pytest.approx(due, abs=1e-6)


@pytest.mark.parametrize("seed", STATES)
@pytest.mark.parametrize("lam", [0, 40, 80])
def test_the_model_of_the_bar_and_its_formula_are_told_as_they_are(fits, seed, lam):
    if seed not in fits:
        return
    table, setting, found = fits[seed]
    X, y, path = complete(table), table.y, found.errors.path
    w, b, lambd = path.coefficients[lam], path.intercepts[lam], path.lambdas[lam]
    v = len(y) / 2 / np.where(y == 1, y.sum(), (1 - y).sum()) if setting.balanced else np.ones(len(y))
    odds = b + X @ w
    loss = np.mean(v * (np.logaddexp(0, odds) - y * odds))
    size = np.abs(w) * (X.std(axis=0) if setting.standardize else 1)
    if setting.balanced and setting.standardize:  # the deviation over rows that are weighed
        mean = np.average(X, axis=0, weights=v)
        size = np.abs(w) * np.sqrt(np.average((X - mean) ** 2, axis=0, weights=v))
    penalty = setting.alpha * size.sum() + (1 - setting.alpha) / 2 * (size**2).sum()
    written = table_formula.with_numbers(found, lam)
    assert rf"{tex(number(loss, 4))} + {tex(number(lambd, 4))}\cdot {tex(number(penalty, 4))}" in written
    words = table_words.here(english, found, lam)
    names = {(table.variables or table.features)[j] for j in np.flatnonzero(w)}
    total = len(dict.fromkeys(table.variables or table.features))
    assert f": {len(names)} of {'1 variable' if total == 1 else f'{total} variables'}" in words
    share = re.search(r"variables?, (.*) of the deviance", words)[1]
    ones = np.average(y, weights=v)
    explained = 1 - loss / -(ones * np.log(ones) + (1 - ones) * np.log(1 - ones))
    if share not in ("< 1 %", "> 99 %", "100 %"):
        assert float(share[:-2]) == pytest.approx(100 * explained, abs=0.51)


@pytest.mark.parametrize("seed", STATES)
def test_every_sentence_on_classes_holds(fits, seed):
    if seed not in fits:
        return
    _table, setting, found = fits[seed]
    errors = found.errors
    rises = bool(np.all(np.diff(found.training) >= -1e-9 * np.abs(found.training).max()))
    assert ("never falls as λ grows" in table_costs.against_weakest(english, found)) == rises
    sizes = np.bincount(errors.fold_of)
    gain = np.average(found.alone - errors.fold_errors[:, errors.index_min], weights=sizes)
    if abs(gain) > 1e-12:
        assert ("less than it is without any variable" in table_costs.cost(english, found)) == (gain > 0)
    kept = table_kept.survivors(english, found)
    count = len(
        {
            found.variables.names[found.variables.of[j]]
            for j in np.flatnonzero(errors.path.coefficients[errors.index_1se])
        }
    )
    if setting.penalty != "l2":
        total = len(found.variables.names)
        assert ("every row gets the same probability" in kept) == (count == 0)
        if 0 < count < total:
            assert f"**{count} of {total} variables**" in kept


@pytest.mark.parametrize("seed", STATES)
def test_every_question_survives_two_classes(fits, seed, monkeypatch):
    """Halves in which a class is missing, or a column constant, have an answer too."""
    if seed not in fits:
        return
    table, setting, found = fits[seed]
    known = {}

    def fitted(_, part, asked, **_more):
        key = (part.X.tobytes(), asked)
        if key not in known:
            known[key] = fit(part, asked)
        return known[key]

    monkeypatch.setattr(table_questions, "fitted", fitted)
    choice = TableChoice(Source(table, len(table.y)), setting, "lambda", "own")
    for act in table_questions.acts(english):
        outcome = table_questions.outcome(english, choice, found, act.name)
        assert outcome.happened in act.options
        assert outcome.because


@pytest.mark.parametrize("seed", range(20))
def test_the_other_unit_is_answered_on_the_logistic_path(seed):
    table = random_classes(seed)
    plain = Setting("l1", standardize=False)
    try:
        lambdas = bar_lambdas(table, plain)
    except ValueError:
        return
    X = complete(table).copy()
    pull = np.abs(X.T @ (table.y - table.y.mean()))
    first = int(pull.argmax())
    happened, words = another_unit(english, table, plain)
    assert happened in another_unit_options(english)
    if seed % 5 == 1:
        return  # of two equal columns either may be the first
    assert words.startswith(f"v{first} came in first, at λ = {number(pull.max() / len(table.y))}")
    X[:, first] /= 1000
    dense = np.geomspace(pull.max() / len(table.y), lambdas[0], 400)
    inside = logistic_path(X, table.y, dense, standardize=False).coefficients != 0
    places = np.flatnonzero(inside[:, first])
    assert (happened == "never") == (not len(places))
    if happened == "later":
        before = inside[places[0], [j for j in range(len(pull)) if j != first]]
        assert before.any()
        after = value(re.search(r"comes in at (.*?), after", words)[1])
        assert after == pytest.approx(dense[places[0]], rel=0.05)
    if happened == "first":
        assert not inside[max(places[0] - 1, 0)].any()


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("balanced", [False, True])
def test_the_error_on_the_test_part_is_that_of_scikit_learn(measure, balanced):
    tumours = breast_cancer()
    rows = np.random.default_rng(0).permutation(len(tumours.y))
    learned, kept = rows[:300], rows[300:]
    table = replace(tumours, X=tumours.X[learned, :4], y=tumours.y[learned], features=tumours.features[:4])
    found = fit(table, Setting(folds=3, measure=measure, balanced=balanced))
    X, y = tumours.X[kept, :4], tumours.y[kept]
    error = table_honest.error_on_test(found, 30, X, y)
    given = found.errors.path.intercepts[30] + X @ found.errors.path.coefficients[30]
    w = len(y) / 2 / np.where(y == 1, y.sum(), (1 - y).sum())
    assert error.mean == pytest.approx(error_of(measure, balanced, y, given, w), abs=1e-9)
    assert np.isnan(error.standard_error) == (balanced or measure == "auc")
    said = table_honest.words_on_test(english, found, 30, error)
    assert f"**{number(error.mean, 4)}" in said
    if balanced or measure == "auc":
        with pytest.raises(ValueError, match="both classes"):
            table_honest.error_on_test(found, 30, X[y == 1], y[y == 1])


@pytest.mark.parametrize("seed", range(12))
def test_probabilities_that_are_off_are_counted_in_groups(seed):
    rng = np.random.default_rng(seed)
    p = rng.random(200)
    y = (rng.random(200) < p ** rng.choice([1.0, 3.0])).astype(float)
    found = calibration(p, y)
    words = table_calibration.about(english, found, 0.1, "yes")
    apart = 0
    for low, high in zip(found.lowest, found.highest, strict=True):
        rows = (p >= low) & (p <= high)
        spread = np.sqrt((p[rows] * (1 - p[rows])).sum()) / rows.sum()
        apart += abs(y[rows].mean() - p[rows].mean()) > 2 * spread
    assert (f"In {apart} of them" in words) == (apart > 0)
    assert ("In none of them" in words) == (apart == 0)


@pytest.mark.parametrize("seed", STATES)
def test_a_weakest_lambda_with_the_lowest_error_is_not_called_worse(fits, seed):
    """As many rows in the wrong class is no difference, though λ_min is the larger of the two."""
    if seed not in fits:
        return
    errors, words = fits[seed][2].errors, table_costs.against_weakest(english, fits[seed][2])
    as_good = errors.index_min > 0 and abs(errors.mean_error[0] - errors.mean_error.min()) < 1e-12
    assert ("as good as λ_min" in words) == as_good
    assert ("the weakest is worse" in words) == (errors.index_min > 0 and not as_good)
    assert ("as good as λ_min" in table_questions.lowest(english, fits[seed][2])[1]) == as_good


def rare(ones: list[int], rows: int = 60) -> Table:
    """A first column that counts the rows, a second of noise, and class 1 in the rows `ones`."""
    X = np.column_stack((np.arange(float(rows)), np.random.default_rng(0).standard_normal(rows)))
    y = np.zeros(rows)
    y[ones] = 1
    return Table(X, y, ("place", "noise"), "event", ("no", "yes"))


def test_a_rare_class_is_not_called_a_table_of_few_rows():
    found = fit(rare([0, 1, 30], 400), Setting(folds=10, measure="auc"))
    words = " ".join(table_words.warnings(english, found))
    assert len(found.errors.fold_errors) == 3
    assert "The table has few rows" not in words
    assert "One class has few rows, and for the AUC every fold needs both" in words
    few = " ".join(table_words.warnings(english, fit(rare([0, 1, 5], 12), Setting(folds=10))))
    assert "The table has few rows: it is cross-validated in 6 folds, not 10." in few


def test_that_kept_variables_tell_the_classes_apart_is_said_of_the_rows_of_which_it_is_so():
    """Without its outlier class 1 is apart; with it, it is not."""
    table, setting = rare([0, 1, 30]), Setting(keep=(0,), folds=3)
    everywhere = LogisticRegression(C=np.inf, max_iter=10_000).fit(table.X[:, :1], table.y)
    assert everywhere.score(table.X[:, :1], table.y) < 1
    with pytest.raises(ValueError, match="separate the classes"):
        fit(table, setting)
    assert table_words.no_path(english, table, setting).endswith("in all rows or in those outside a fold.")
    numbers = Table(table.X, table.X[:, 0], table.features, "event")
    with pytest.raises(ValueError, match="X needs a penalised column"):
        fit(numbers, setting)
    assert "classes" not in table_words.no_path(english, numbers, setting)


def test_a_half_that_kept_variables_explain_is_not_said_to_have_no_column_for_the_target(monkeypatch):
    monkeypatch.setattr(table_questions, "fitted", lambda _, part, asked, **_more: fit(part, asked))
    noise = np.random.default_rng(1).standard_normal((60, 2))
    setting = Setting(keep=(0,), folds=3)
    half, other = table_questions.halves(Table(noise, noise[:, 0], ("a", "b"), "y"), 0)
    y = np.zeros(60)
    y[half] = noise[half, 0] > np.quantile(noise[half, 0], 0.7)
    y[other] = noise[other, 1] > 0
    table = Table(noise, y, ("a", "b"), "y", ("no", "yes"))
    choice = TableChoice(Source(table, 60), setting, "lambda", "own")
    happened, words = table_questions.half_the_rows(english, choice)
    assert happened == "none"
    assert "they alone tell the classes apart" in words
    assert "no column varies" not in words


def test_the_other_unit_says_that_its_rows_weigh_the_same():
    table = rare([0, 1, 5, 9, 30])
    assert "All rows weigh the same" in another_unit(english, table, Setting(balanced=True))[1]
    assert "All rows weigh the same" not in another_unit(english, table, Setting())[1]
