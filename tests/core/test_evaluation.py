"""Scores against scikit-learn's losses, standard errors against SciPy's, pairs against the paired t-test."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import accuracy_score, log_loss

from l2core.evaluation import (
    CLEAR,
    answers_alike,
    common_answer,
    direction,
    estimate,
    has_turned,
    paired_difference,
    score,
)
from l2core.network import forward_propagation, initialize_parameters

numbers = st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=30)


def examples(m=60, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(2, m)), (rng.random((1, m)) < 0.4).astype(float)


def test_the_score_is_that_of_scikit_learn():
    X, Y = examples()
    parameters = initialize_parameters((2, 5, 3, 1), seed=3)
    result = score(X, Y, parameters)
    A, _cache = forward_propagation(X, parameters)
    assert result.cross_entropy.mean == pytest.approx(log_loss(Y.ravel(), A.ravel()), rel=1e-12)
    assert result.accuracy.mean == pytest.approx(accuracy_score(Y.ravel(), A.ravel() > 0.5), rel=1e-12)


def test_the_standard_errors_are_those_over_the_examples():
    X, Y = examples()
    parameters = initialize_parameters((2, 5, 3, 1), seed=3)
    A, _cache = forward_propagation(X, parameters)
    losses = -(Y * np.log(A) + (1 - Y) * np.log(1 - A)).ravel()
    result = score(X, Y, parameters)
    assert result.cross_entropy.standard_error == pytest.approx(stats.sem(losses), rel=1e-12)
    p, m = result.accuracy.mean, Y.size
    assert result.accuracy.standard_error == pytest.approx(np.sqrt(p * (1 - p) / (m - 1)), rel=1e-12)
    assert result.accuracy.n == m


def test_the_score_stays_finite_where_the_net_is_sure_beyond_rounding():
    parameters = {"W1": np.array([[1e4, 0.0]]), "b1": np.zeros((1, 1))}
    result = score([[1.0, -1.0, 2.0], [0.0, 0.0, 0.0]], [[0.0, 0.0, 1.0]], parameters)
    assert result.cross_entropy.mean == pytest.approx(1e4 / 3)
    assert result.accuracy.mean == pytest.approx(2 / 3)


@given(numbers)
def test_an_estimate_is_the_mean_and_its_standard_error(values):
    result = estimate(values)
    assert result.mean == pytest.approx(np.mean(values), abs=1e-9)
    assert result.standard_error == pytest.approx(stats.sem(values), rel=1e-9, abs=1e-9)
    assert result.n == len(values)


def test_one_value_has_no_standard_error():
    result = estimate([0.7])
    assert (result.mean, result.n) == (0.7, 1)
    assert np.isnan(result.standard_error)


@given(numbers, st.integers(0, 2**32 - 1))
def test_a_paired_difference_gives_the_paired_t_test(values, seed):
    b = np.array(values)
    a = b + np.random.default_rng(seed).normal(0.3, 1, b.size)
    result = paired_difference(a, b)
    assert result.mean / result.standard_error == pytest.approx(stats.ttest_rel(a, b).statistic, rel=1e-6)


def test_what_both_share_drops_out_of_a_paired_difference():
    shared = np.random.default_rng(0).normal(0, 100, 50)
    effect = np.random.default_rng(1).normal(1, 0.1, 50)
    result = paired_difference(shared + effect, shared)
    assert result.mean == pytest.approx(1, abs=0.1)
    assert result.standard_error < 0.02


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: estimate([]), "values needs a number at least"),
        (lambda: estimate([[1.0]]), "values needs 1 dimension"),
        (lambda: estimate([np.nan]), "values needs finite numbers"),
        (
            lambda: paired_difference([1.0, 2.0], [1.0]),
            "b needs a partner for each of the 2 values of a, got 1",
        ),
        (lambda: score([[0.0]], [[2.0]], initialize_parameters((1, 1), 0)), "Y needs labels 0 or 1, got 2"),
    ],
)
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_answers_are_alike_within_a_hundredth_of_every_example():
    rng = np.random.default_rng(0)
    answers = rng.uniform(0.4, 0.409, size=(3, 4, 50))
    answers[1, 2, 7] = 0.5
    answers[2, 0, 3] = np.nan
    spread = [[max(row) - min(row) for row in rows] for rows in answers[:2].tolist()]
    alike = answers_alike(answers)
    assert alike[:2].tolist() == [[difference < 0.01 for difference in row] for row in spread]
    assert not alike[1, 2]
    assert not alike[2, 0]
    assert alike.sum() == 10


def test_a_net_of_zeros_answers_alike_and_a_trained_one_does_not():
    X, _Y = examples()
    parameters = initialize_parameters((2, 5, 1), seed=0)
    dead = {name: 0 * array for name, array in parameters.items()}
    assert answers_alike(forward_propagation(X, dead)[0])[0]
    assert not answers_alike(forward_propagation(X, parameters)[0])[0]


def test_a_loss_has_turned_where_it_is_two_hundredths_above_its_lowest():
    losses = np.array([[1.0, 1.0, 1.0, np.nan], [0.5, 0.5, 0.5, 0.3], [0.515, 0.521, np.nan, 0.4]])
    assert has_turned(losses).tolist() == [False, True, False, True]


@given(st.integers(0, 10_000), st.sampled_from([0.004, 0.011]))
def test_the_common_answer_is_the_mean_where_no_two_answers_differ_by_a_hundredth(seed, spread):
    rng = np.random.default_rng(seed)
    answers = 0.4 + spread * rng.random((3, 4, 12))
    answers[1, 2] = np.nan
    ours = common_answer(answers)
    for net in np.ndindex(3, 4):
        pairs = np.abs(answers[net][:, None] - answers[net][None])
        if (pairs < 0.01).all():
            assert ours[net] == pytest.approx(sum(answers[net]) / 12)
        else:
            assert np.isnan(ours[net])


@pytest.mark.parametrize("seed", range(30))
def test_a_direction_is_told_where_the_paired_t_statistic_is_beyond_two(seed):
    rng = np.random.default_rng(seed)
    a = rng.normal(size=7)
    b = a + rng.normal(rng.uniform(-0.3, 0.3), 0.2, 7)
    t = stats.ttest_rel(a, b).statistic
    assert direction(paired_difference(a, b)) == (np.sign(t) if abs(t) > CLEAR else 0)


def test_of_one_pair_and_of_equal_pairs_no_direction_is_told():
    assert direction(paired_difference([2.0], [1.0])) == 0
    assert direction(paired_difference([1.0, 2.0], [1.0, 2.0])) == 0
