"""The intervals are the quantiles of the resamples, in the units of the picture."""

import numpy as np
import pytest

from charts.choosing_lambda.coefficient_intervals import coefficient_intervals
from charts.choosing_lambda.drawn_path import ChosenLambdas
from charts.choosing_lambda.selection_frequency import selection_frequency
from charts.numbers import number
from tests.charts.choosing_lambda.samples import AWKWARD, CHOSEN, LAM, LAMBDAS, chinese, english, marks, texts

L = len(LAMBDAS)


def fits(p, seed=0, scale=1.0):
    """Coefficients with their quantiles, frequencies, and the deviations of the columns."""
    rng = np.random.default_rng(seed)
    fade = np.linspace(1, 0, L)[:, None]
    coefficients = scale * fade * rng.normal(size=(1, p))
    width = scale * fade * rng.uniform(0.1, 1, (1, p))
    return (
        coefficients,
        coefficients - width,
        coefficients + width,
        rng.uniform(size=(L, p)),
        rng.uniform(0.5, 2, p),
    )


def picture(p=5, names=None, translate=english, arrays=None, chosen=CHOSEN, family="gaussian"):
    names = names or tuple(f"x{i}" for i in range(p))
    return coefficient_intervals(translate, names, *(arrays or fits(p)), chosen, "l1", LAM, "", family=family)


@pytest.mark.parametrize("p", [1, 5, 60])
def test_an_interval_is_that_of_the_coefficient_times_the_deviation(p):
    coefficients, low, high, frequency, spread = fits(p)
    for row in picture(p).tables["intervals"].itertuples():
        i = int(row.variable[1:])
        assert row.effect == coefficients[row.lam, i] * spread[i]
        assert (row.low, row.high) == (low[row.lam, i] * spread[i], high[row.lam, i] * spread[i])
        assert (row.own, row.own_low, row.own_high) == (
            coefficients[row.lam, i],
            low[row.lam, i],
            high[row.lam, i],
        )
        assert row.frequency == frequency[row.lam, i]


def test_the_rows_are_those_of_the_strips():
    arrays = fits(60)
    names = tuple(f"x{i}" for i in range(60))
    strips = selection_frequency(english, LAMBDAS, arrays[3], names, CHOSEN, "l1", LAM, "")
    ours = picture(60, arrays=arrays).tables["intervals"]
    theirs = strips.tables["cells"]
    assert ours["row"].drop_duplicates().tolist() == theirs["row"].drop_duplicates().tolist()


def test_the_frequencies_follow_the_bar():
    frequency = fits(4)[3]
    for lam in (0, 33):
        said = [text for text in texts(picture(4), lam) if text.endswith(" %") and ":" not in text]
        assert sorted(said) == sorted(f"{number(100 * share)} %" for share in frequency[lam])


def test_an_interval_that_the_axis_does_not_hold_has_an_arrow():
    coefficients, low, high, frequency, spread = fits(3)
    high = high.copy()
    high[0, 1] = 1e4
    shown = picture(arrays=(coefficients, low, high, frequency, spread), p=3)
    left, right = shown.tables["extent"]["effect"]
    assert right < 100
    inside = shown.tables["intervals"].query("lam >= @CHOSEN.index_min")
    assert inside["low"].min() >= left
    assert inside["high"].max() <= right
    assert len(marks(shown, "symbol", 0)) == len(marks(shown, "symbol", 5)) + 1


def test_nothing_selected_from_lambda_min_on_leaves_the_others_their_axis():
    arrays = fits(3, scale=1e5)
    arrays[0][20:] = arrays[1][20:] = arrays[2][20:] = 0.0
    shown = picture(3, arrays=arrays, chosen=ChosenLambdas(20, 20))
    left, right = shown.tables["extent"]["effect"]
    assert left <= shown.tables["intervals"]["low"].min()
    assert right >= shown.tables["intervals"]["high"].max()


def test_no_coefficient_at_all_is_drawn():
    zeros = np.zeros((L, 2))
    shown = picture(2, arrays=(zeros, zeros, zeros, zeros, np.ones(2)))
    assert shown.tables["extent"]["effect"].tolist() == [-1.0, 1.0]
    assert not any("NaN" in mark for mark in marks(shown, "symbol", 3) + marks(shown, "rule", 3))


def test_variables_bear_any_name():
    shown = picture(5, names=AWKWARD)
    assert set(AWKWARD) <= set(texts(shown, 3))
    assert len(marks(shown, "symbol", 3)) == 5


@pytest.mark.parametrize(("family", "unit"), [("gaussian", "units of y"), ("binomial", "log-odds")])
def test_the_axis_has_its_unit_in_both_languages(family, unit):
    assert any(unit in text for text in texts(picture(family=family)))
    said = texts(picture(family=family, translate=chinese()))
    assert any(("对数几率" if family == "binomial" else "y 的单位") in text for text in said)
    assert "系数在重抽样中的变动" in said


def test_where_every_variable_is_always_in_the_largest_come_first():
    coefficients, low, high, frequency, spread = fits(30)
    shown = picture(30, arrays=(coefficients, low, high, np.ones_like(frequency), spread))
    rows = shown.tables["intervals"].query("lam == @CHOSEN.index_1se").sort_values("row")
    size = np.abs(coefficients * spread)[CHOSEN.index_1se]
    np.testing.assert_array_equal(np.abs(rows["effect"]), np.sort(size)[::-1][:25])
    assert "25 of 30 variables: the largest at λ_1se" in texts(shown, 3)
