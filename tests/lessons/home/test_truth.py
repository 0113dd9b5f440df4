"""What the first page says of its polynomial is so: against scikit-learn, and against normal equations."""

import re
from dataclasses import replace

import numpy as np
import pytest
from numpy.polynomial.legendre import legvander
from sklearn.linear_model import Lasso

from charts.home.errors import errors
from charts.home.waves import wave_tables
from charts.numbers import number, tex
from dashboard.navigation import LESSONS
from l2core.datasets import polynomial_regression
from lessons.home import formula, questions
from lessons.home.choice import Choice
from lessons.home.presets import presets
from lessons.home.run import (
    DEGREE,
    LAMBDA_CODES,
    LAMBDA_TEXTS,
    LAMBDAS,
    POINTS,
    SEED,
    TRACK,
    moments,
    opening,
    run,
)
from lessons.home.way import MINUTES
from lessons.home.words import legend, points

STATES = [
    Choice(penalty, point, shift)
    for penalty in ("l2", "l1")
    for point, shift in [(0, 0.0), (4, 1.0), (1, -1.5), (15, 1.5), (8, 0.3)]
]


def english(message: str) -> str:
    return message


def columns(x):
    """φ_1 … φ_degree at x, from NumPy's own Legendre polynomials."""
    return legvander(x, DEGREE)[:, 1:] * np.sqrt(2 * np.arange(1, DEGREE + 1) + 1)


def data_of(choice):
    """The points, the chosen one moved by hand."""
    data = polynomial_regression(seed=SEED, training_size=POINTS)
    x, y = data.x_train, data.y_train.copy()
    if choice.point:
        y[x == sorted(x)[choice.point - 1]] += choice.shift
    return x, y, data.x_validation, data.y_validation


def by_hand(choice, lambd):
    """Weights and b: ridge from the normal equations of centred columns, the lasso from scikit-learn."""
    x, y, *_new = data_of(choice)
    X = columns(x)
    if choice.penalty == "l1":
        lasso = Lasso(alpha=lambd, tol=1e-12, max_iter=1_000_000).fit(X, y)
        return lasso.coef_, lasso.intercept_
    centred = X - X.mean(axis=0)
    w = np.linalg.solve(centred.T @ centred + POINTS * lambd * np.eye(DEGREE), centred.T @ (y - y.mean()))
    return w, y.mean() - X.mean(axis=0) @ w


def half_square(x, y, w, b):
    return np.mean((columns(x) @ w + b - y) ** 2) / 2


def test_the_lambda_that_is_said_is_the_one_that_was_used():
    assert len(set(LAMBDA_CODES)) == len(set(LAMBDA_TEXTS)) == TRACK.places == 51
    for lambd, code in zip(LAMBDAS, LAMBDA_CODES, strict=True):
        assert float(code) == lambd
    assert (LAMBDA_TEXTS[0], LAMBDA_TEXTS[2], LAMBDA_TEXTS[-1]) == ("5.6·10⁻⁶", "1·10⁻⁵", "10")


@pytest.mark.parametrize("choice", STATES, ids=str)
def test_shape_cost_errors_and_zeros_are_those_of_another_solver(choice):
    x, y, x_new, y_new = data_of(choice)
    fitted = run(choice)
    # below 0.01 scikit-learn's coordinate descent does not get there
    for lam in range(0 if choice.penalty == "l2" else 26, 51, 6):
        w, b = by_hand(choice, LAMBDAS[lam])
        shape, cost, error, zeros, _best = points(english, fitted, lam)
        missed = half_square(x, y, w, b)
        penalty = LAMBDAS[lam] * (np.abs(w).sum() if choice.penalty == "l1" else w @ w / 2)
        assert cost == (
            f"Its cost is {number(missed + penalty)}, of which {number(missed)} is error on the points and"
            f" {number(penalty)} is for the weights."
        )
        assert f"**{number(half_square(x_new, y_new, w, b))}**" in error
        used = np.count_nonzero(w)
        words = f"{DEGREE - used} of the 12 weights are" if used < 12 else "None of the 12 weights is"
        assert zeros == f"{words} exactly 0."
        if used == 0:
            assert shape == f"At λ = {LAMBDA_TEXTS[lam]} the curve is flat: all its weights are exactly 0."
        else:
            drawn = columns(np.linspace(-1, 1, 161)) @ w + b
            assert f"from **{number(drawn.min(), 2)}** to **{number(drawn.max(), 2)}**" in shape
            assert shape.endswith(f"the largest of its weights has size **{number(max(abs(w)), 2)}**.")


@pytest.mark.parametrize("lam", range(0, 51, 3))
def test_the_weights_of_the_lasso_that_are_0_are_those_of_its_optimality_conditions(lam):
    """A weight is 0 only where |xᵀr|/n ≤ λ; elsewhere it is λ."""
    fit, lambd = run(Choice("l1")).fit, LAMBDAS[lam]
    x, y, *_new = data_of(Choice())
    w, b = fit.path.coefficients[lam], fit.path.intercepts[lam]
    X = columns(x)
    pull = (X - X.mean(axis=0)).T @ (y - X @ w - b) / POINTS
    assert np.all(np.abs(pull) <= lambd * (1 + 1e-6))
    np.testing.assert_allclose(pull[w != 0], lambd * np.sign(w[w != 0]), rtol=1e-6)


@pytest.mark.parametrize("choice", [state for state in STATES if state.penalty == "l2"], ids=str)
def test_the_best_lambda_is_the_lowest_of_the_bar_on_these_points(choice):
    _x, _y, x_new, y_new = data_of(choice)
    found = [half_square(x_new, y_new, *by_hand(choice, lambd)) for lambd in LAMBDAS]
    place = int(np.argmin(found))
    assert moments(run(choice)) == [place]
    for lam in range(51):
        said = points(english, run(choice), lam)[4]
        if lam == place:
            assert said.startswith("Here these 200 new points are predicted best: none of the 51 λ")
        else:
            assert said == f"The 200 new points are predicted best at λ = {LAMBDA_TEXTS[place]}."


def test_another_draw_of_the_points_can_choose_another_lambda():
    def best(seed):
        data = polynomial_regression(seed=seed, training_size=POINTS)
        X, y = columns(data.x_train), data.y_train
        centred = X - X.mean(axis=0)
        square, product = centred.T @ centred, centred.T @ (y - y.mean())
        found = []
        for lambd in LAMBDAS:
            w = np.linalg.solve(square + POINTS * lambd * np.eye(DEGREE), product)
            found.append(half_square(data.x_validation, data.y_validation, w, y.mean() - X.mean(axis=0) @ w))
        return int(np.argmin(found))

    assert len({best(seed) for seed in range(6)}) > 3


def test_with_l1_the_bar_marks_where_no_weight_is_left():
    marked = moments(run(Choice("l1")))
    assert len(marked) == 2
    assert np.any(by_hand(Choice("l1"), LAMBDAS[marked[1] - 1])[0])
    assert not np.any(by_hand(Choice("l1"), LAMBDAS[marked[1]])[0])


@pytest.mark.parametrize("choice", [state for state in STATES if state.penalty == "l2"], ids=str)
def test_the_verdict_on_the_best_lambda_is_about_the_points_of_the_page(choice):
    _x, _y, x_new, y_new = data_of(choice)
    found = [half_square(x_new, y_new, *by_hand(choice, lambd)) for lambd in LAMBDAS]
    outcome = questions.best(english, choice)
    assert 0 < int(np.argmin(found)) < 50
    assert outcome.happened == "between"
    assert outcome.because.startswith(
        f"The error on new points is {number(found[0])} at the smallest λ, {number(min(found))} at"
        f" λ = {LAMBDA_TEXTS[int(np.argmin(found))]} and {number(found[-1])} at the largest"
    )


def test_the_verdict_on_the_moved_point():
    """A ridge curve is linear in y: a point that moves by 1 adds the curve of that point alone."""
    x, *_others = data_of(Choice())
    X, places = columns(x), columns(np.linspace(-1, 1, 161))
    centred, mean = X - X.mean(axis=0), X.mean(axis=0)
    y = np.where(x == sorted(x)[3], 1.0, 0.0)
    far = []
    for lambd in (LAMBDAS[0], LAMBDAS[-1]):
        w = np.linalg.solve(centred.T @ centred + POINTS * lambd * np.eye(DEGREE), centred.T @ (y - 1 / 15))
        far.append(np.abs(1 / 15 + (places - mean) @ w).max())
    outcome = questions.say(english, Choice("l2", 9, -0.4))  # whichever point was moved since
    assert far[0] > 2 * far[1]
    assert outcome.happened == "small"
    assert (
        f"by up to {number(far[0], 2)} at the smallest λ and by up to {number(far[1], 2)}" in outcome.because
    )
    assert "Point 4 from the left was moved up by 1." in questions.acts(english)[1].question
    assert Choice("l2", 4, 1.0) == questions.MOVED


@pytest.mark.parametrize("choice", STATES, ids=str)
def test_the_verdict_on_the_zeros_of_l1(choice):
    outcome = questions.zeros(english, choice)
    choice = replace(choice, penalty="l1")
    assert outcome.happened == "some"
    some, zeros, late, gone = re.search(
        r"At λ = (\S+), (\d+) of 12 are exactly 0; at λ = (\S+), (\d+) are", outcome.because
    ).groups()
    for text, count in ((some, zeros), (late, gone)):
        w, _b = by_hand(choice, LAMBDAS[LAMBDA_TEXTS.index(text)])
        assert DEGREE - np.count_nonzero(w) == int(count)
    assert 0 < int(zeros) < int(gone) == 12


def test_the_settings_of_every_act_and_link_are_those_of_its_run():
    for act in questions.acts(english):
        codes = act.codes
        played = {"best": Choice(), "say": questions.MOVED, "zeros": questions.FEW}[act.name]
        assert played == Choice(
            codes.get("penalty", "l2"), int(codes.get("point", 0)), float(codes.get("shift", 0))
        )
        outcome = questions.outcome(english, played, act.name)
        assert all(played.codes.items() <= show.codes.items() for show in outcome.shows[:1])
        assert outcome.happened in act.options
        assert all(show.codes["lam"] in LAMBDA_CODES for show in outcome.shows)


def test_the_reasons_of_the_chips_hold():
    small, best, large, few, dragged, held, book = presets(english)
    assert book.codes["published"] == "1"
    noise = 0.3**2 / 2
    fit = run(Choice()).fit
    place = {chip.words: LAMBDA_CODES.index(chip.codes["lam"]) for chip in (small, best, large, few, held)}
    assert fit.penalty[place["λ too small"]] < 0.05 * fit.train_error[place["λ too small"]] / 2
    assert fit.train_error[0] / 2 < noise / 4 < 50 * noise < fit.validation_error[0] / 2
    assert fit.validation_error[place[best.words]] == fit.validation_error.min()
    assert np.ptp(fit.curves[place[large.words]]) < 0.2 * 2  # the true curve goes from −1 to 1
    assert min(fit.train_error[-1], fit.validation_error[-1]) / 2 > 5 * noise
    lasso = run(Choice("l1")).fit
    assert np.count_nonzero(lasso.path.coefficients[place[few.words]]) < 6
    assert lasso.validation_error[place[few.words]] / 2 < 1.5 * noise
    moved = run(questions.MOVED)
    far = np.abs(moved.fit.curves - moved.before.curves).max(axis=1)
    assert dragged.codes["lam"] == LAMBDA_CODES[0]
    assert far[0] > 10
    assert far[place[held.words]] < 1


def test_too_low_chases_the_noise_and_too_high_is_nearly_flat():
    """The sentence for who does not see the errors, at both ends of the bar, for either penalty."""
    noise = 0.3**2
    for penalty in ("l2", "l1"):
        fit = run(Choice(penalty)).fit
        assert fit.train_error[0] < noise / 4 < 50 * noise < fit.validation_error[0]
        assert min(fit.train_error[-1], fit.validation_error[-1]) > 5 * noise
    words = errors(english, {}, TRACK).alt
    assert words.startswith("Too small a λ: little error on the old points, much on new ones.")


def test_the_formula_holds_the_numbers_of_its_place():
    for choice in STATES:
        for lam in (0, 20, 50):
            fit, latex = run(choice).fit, formula.cost_with_numbers(run(choice), lam)
            parts = latex.replace("J", "").split(r"\approx")[1:]
            assert parts[0].strip().startswith(tex(number(fit.train_error[lam] / 2)))
            assert parts[2].strip() == tex(number(fit.cost[lam]))
            size = np.abs(fit.path.coefficients[lam])
            size = size.sum() if choice.penalty == "l1" else size @ size / 2
            assert parts[0].strip().endswith(tex(number(size)))


def test_the_waves_add_up_to_the_curve():
    fitted = run(Choice("l1", 4, 1.0))
    tables = wave_tables("l1", fitted.x, fitted.fit)
    for lam in (0, 24, 50):
        heights = tables["heights"].set_index("k")[f"w{lam}"]
        table = tables["waves"].assign(y=lambda t, h=heights: t.phi * t.k.map(h))
        total = table.groupby("x").y.sum().to_numpy() + fitted.fit.path.intercepts[lam]
        np.testing.assert_allclose(total, tables["sum"][f"y{lam}"], atol=1e-4)


@pytest.mark.parametrize("choice", STATES, ids=str)
def test_the_opening_knows_only_the_first_place(choice):
    cut = opening(run(choice))
    assert cut.places == 1
    assert np.isnan(cut.before.curves).all()
    for numbers in (
        cut.fit.path.coefficients,
        cut.fit.curves,
        cut.fit.train_error,
        cut.fit.validation_error,
        cut.fit.cost,
    ):
        assert np.isfinite(numbers[0]).all()
        assert np.isnan(numbers[1:]).all()


def test_the_dashes_are_named_only_where_a_point_was_moved():
    assert "Dashed" not in legend(english, Choice(), is_open=False)
    assert "before point 4 was moved" in legend(english, Choice("l1", 4, 0.5), is_open=True)


def test_every_lesson_has_its_time_and_all_take_an_hour():
    assert list(MINUTES) == [lesson.file for lesson in LESSONS]
    assert sum(MINUTES.values()) == 60


def test_the_bar_begins_where_l1_too_has_every_weight():
    """So that no bar that is missing answers the question before it is asked."""
    assert np.all(run(Choice("l1")).fit.path.coefficients[0] != 0)
