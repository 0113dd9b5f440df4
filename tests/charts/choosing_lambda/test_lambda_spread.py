"""The dots are the λ that were chosen, one dot a draw; above them are the errors of the draws."""

from collections import Counter

import numpy as np
import pytest

from charts.choosing_lambda.lambda_spread import lambda_spread
from charts.numbers import number
from tests.charts.choosing_lambda.samples import LAM, LAMBDAS, chinese, english, marks, texts

L, DRAWS, RESAMPLES = len(LAMBDAS), 20, 200


def errors(draws=DRAWS, seed=0):
    rng = np.random.default_rng(seed)
    return 3 + np.square(np.linspace(-1, 2, L)) + 0.1 * rng.normal(size=(draws, 1))


def places(count, seed, low=0, high=L):
    rng = np.random.default_rng(seed)
    return rng.integers(low, high, count), rng.integers(low, high, count)


def picture(resamples=True, translate=english, measure="squared error", draws=None, many=None):
    found = places(RESAMPLES, 2) if many is None else many
    return lambda_spread(
        translate,
        LAMBDAS,
        errors(),
        places(DRAWS, 1) if draws is None else draws,
        found if resamples else None,
        "l1",
        LAM,
        "",
        measure=measure,
    )


def test_every_draw_and_every_resample_is_a_dot_at_its_lambda():
    dots = picture().tables["dots"]
    assert len(dots) == 2 * DRAWS + 2 * RESAMPLES
    for row, chosen in enumerate((*places(DRAWS, 1), *places(RESAMPLES, 2))):
        ours = dots[dots["place"] == row]
        assert sorted(ours["lam"]) == sorted(chosen)
        np.testing.assert_array_equal(ours["x"], LAMBDAS[ours["lam"]])
        count = Counter(chosen.tolist())
        due = [f"{count[lam]} of {len(chosen)}" for lam in ours["lam"]]
        assert ours["times"].tolist() == due
        assert not ours.duplicated(["lam", "up"]).any()  # no dot hides another


@pytest.mark.parametrize("count", [1, 20, 200, 1000])
def test_the_highest_pile_has_room_in_its_row(count):
    same = np.full(count, 7)
    dots = picture(many=(same, same), draws=(same[:20], same[:20])).tables["dots"]
    assert dots["up"].min() > 0
    assert dots["up"].max() <= 34
    assert dots["across"].min() >= 2


def test_the_bar_says_how_often_its_lambda_was_chosen():
    shown = picture()
    for lam in (0, 7, 40):
        said = [text for text in texts(shown, lam) if text.startswith("here")]
        counts = [int((chosen == lam).sum()) for chosen in (*places(DRAWS, 1), *places(RESAMPLES, 2))]
        assert said == [f"here: {count}" for count in counts]
        assert f"λ = {number(LAMBDAS[lam])}" in texts(shown, lam)


def test_the_numbers_count_every_choice_and_no_other_lambda():
    numbers = picture().numbers()
    assert numbers.columns[1] == "λ_min in 20 draws of the folds"
    assert numbers.iloc[:, 1:].sum().tolist() == [DRAWS, DRAWS, RESAMPLES, RESAMPLES]
    assert (numbers.iloc[:, 1:].sum(axis=1) > 0).all()


def test_without_resamples_there_are_two_rows():
    shown = picture(resamples=False)
    assert shown.tables["rows"]["name"].tolist() == [
        "λ_min in 20 draws of the folds",
        "λ_1se in 20 draws of the folds",
    ]
    assert not any("resamples" in text for text in texts(shown))


@pytest.mark.parametrize("measure", ["squared error", "deviance", "misclassification", "auc"])
def test_the_curves_are_the_errors_of_the_draws_as_far_as_the_axis_reaches(measure):
    chosen = np.full(DRAWS, 14), np.full(DRAWS, 20)
    tables = picture(measure=measure, draws=chosen).tables
    ours = tables["curves"]["error"].to_numpy().reshape(DRAWS, L)
    theirs = 1 - errors() if measure == "auc" else errors()
    low, high = tables["extent"]["error"]
    seen = (theirs >= low) & (theirs <= high)
    np.testing.assert_array_equal(np.isfinite(ours), seen)
    np.testing.assert_array_equal(ours[seen], theirs[seen])
    assert seen[:, :21].mean() > 0.9  # both chosen λ and what is between them
    assert low < high


def test_constant_errors_are_drawn():
    flat = lambda_spread(english, LAMBDAS, np.zeros((3, L)), places(3, 0), None, "l2", LAM, "")
    assert flat.tables["extent"]["error"].is_monotonic_increasing
    assert np.isfinite(flat.tables["curves"]["error"]).all()
    assert not any("NaN" in mark for mark in marks(flat, "line"))


def test_the_picture_speaks_chinese():
    said = texts(picture(translate=chinese()))
    assert "20 次分折时的 λ_min" in said
    assert "200 次行重抽样时的 λ_1se" in said
    assert not any("draws" in text or "resamples" in text for text in said)


def test_nothing_is_drawn_outside_of_all_numbers():
    shown = picture()
    for kind in ("symbol", "line", "rule"):
        drawn = marks(shown, kind, 3)
        assert drawn
        assert not any("NaN" in mark or "undefined" in mark for mark in drawn)
