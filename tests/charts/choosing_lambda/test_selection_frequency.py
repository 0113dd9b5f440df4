"""The strips are the frequencies, and the variables in them those that are most often in the model."""

import numpy as np
import pytest

from charts.choosing_lambda.drawn_path import ChosenLambdas
from charts.choosing_lambda.selection_frequency import selection_frequency
from charts.choosing_lambda.variable_rows import MOST_ROWS
from charts.numbers import number
from tests.charts.choosing_lambda.samples import AWKWARD, CHOSEN, LAM, LAMBDAS, chinese, english, marks, texts

L = len(LAMBDAS)


def shares(p, seed=0):
    return np.random.default_rng(seed).integers(0, 201, (L, p)) / 200


def picture(p=5, names=None, translate=english, chosen=CHOSEN, frequency=None):
    frequency = shares(p) if frequency is None else frequency
    names = names or tuple(f"x{i}" for i in range(p))
    return selection_frequency(translate, LAMBDAS, frequency, names, chosen, "l1", LAM, "")


@pytest.mark.parametrize("p", [1, 5, 25, 60])
def test_a_cell_is_the_share_of_its_variable_at_its_lambda(p):
    frequency = shares(p)
    cells = picture(p).tables["cells"]
    assert len(cells) == L * min(p, MOST_ROWS)
    for row in cells.itertuples():
        assert row.frequency == frequency[row.lam, int(row.variable[1:])]
        assert row.x == LAMBDAS[row.lam]


@pytest.mark.parametrize("p", [5, 60])
def test_the_most_frequent_at_lambda_1se_come_first_and_all_others_are_rarer(p):
    cells = picture(p).tables["cells"]
    at = shares(p)[CHOSEN.index_1se]
    shown = cells[cells["lam"] == 0].sort_values("row")
    ours = at[[int(name[1:]) for name in shown["variable"]]]
    assert (np.diff(ours) <= 0).all()
    assert np.sort(ours).tolist() == np.sort(at)[-MOST_ROWS:].tolist()


def test_what_is_left_out_is_said():
    assert "25 of 60 variables: the most frequent at λ_1se" in texts(picture(60))
    assert "the most frequent at λ_1se first" in texts(picture(25))
    assert not any("frequent" in text for text in texts(picture(1)))


def test_the_strips_meet_and_each_lambda_is_inside_its_own():
    cells = picture(1).tables["cells"]
    assert (cells["from"] < cells["x"]).all()
    assert (cells["x"] < cells["to"]).all()
    np.testing.assert_array_equal(cells["from"].to_numpy()[1:], cells["to"].to_numpy()[:-1])


def test_the_shares_follow_the_bar():
    shown, frequency = picture(5), shares(5)
    for lam in (0, 20, 40):
        said = [text for text in texts(shown, lam) if text.endswith(" %")]
        due = [f"{number(100 * share)} %" for share in frequency[lam]]
        assert sorted(said) == sorted([*due, "0 %", "50 %", "100 %"])  # and the legend's
        assert f"at λ = {number(LAMBDAS[lam])}" in texts(shown, lam)


def test_what_is_almost_always_or_almost_never_in_does_not_look_so():
    frequency = np.full((L, 2), [0.995, 0.005])
    assert {"99.5 %", "0.5 %"} <= set(texts(picture(2, frequency=frequency), 3))


def test_variables_bear_any_name():
    said = texts(picture(5, names=AWKWARD), 3)
    assert set(AWKWARD) <= set(said)
    assert len(marks(picture(5, names=AWKWARD), "rect", 3)) == 5 * L
    twins = picture(2, names=("same", "same"))
    assert texts(twins, 3).count("same") == 2


@pytest.mark.parametrize(
    "chosen", [ChosenLambdas(0, 0), ChosenLambdas(L - 1, L - 1), ChosenLambdas(0, L - 1)]
)
def test_the_rules_of_the_choice_stand_at_the_ends_too(chosen):
    shown = picture(3, chosen=chosen)
    assert set(shown.tables["chosen"]["x"]) == {LAMBDAS[chosen.index_min], LAMBDAS[chosen.index_1se]}
    assert not any("NaN" in mark for kind in ("rect", "rule") for mark in marks(shown, kind, 0))


def test_the_numbers_are_those_at_the_two_choices():
    numbers = picture(5).numbers()
    shares_at = shares(5)[CHOSEN.index_min, [int(name[1:]) for name in numbers["Variable"]]]
    assert numbers.iloc[:, 1].tolist() == [f"{number(100 * share)} %" for share in shares_at]


def test_the_picture_speaks_chinese():
    said = texts(picture(60, translate=chinese()), 3)
    assert "60 个变量中在 λ_1se 处入选最频繁的 25 个" in said
    assert "变量有多常在模型里" in said
