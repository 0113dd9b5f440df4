"""What the first page says of its polynomials is so: against scikit-learn, and against normal equations."""

import re
from dataclasses import replace

import numpy as np
import pytest
from numpy.polynomial.legendre import legvander
from sklearn.linear_model import Lasso

from charts.home.errors import errors
from charts.numbers import number
from l2core.datasets import polynomial_regression
from l2core.polynomial_fit import CurveFit, fit_polynomials
from lessons.home.run import DEGREE, LAMBDA_CODES, LAMBDA_TEXTS, LAMBDAS, POINTS, SEED, TRACK, Run, run
from lessons.home.words import points


def english(message: str) -> str:
    return message


def columns(x):
    """φ_1 … φ_degree at x, from NumPy's own Legendre polynomials."""
    return legvander(x, DEGREE)[:, 1:] * np.sqrt(2 * np.arange(1, DEGREE + 1) + 1)


def ridge_by_hand(data, lambd):
    """Weights and intercept of ridge, from the normal equations of centred columns."""
    X = columns(data.x_train)
    centred, y = X - X.mean(axis=0), data.y_train - data.y_train.mean()
    w = np.linalg.solve(centred.T @ centred + len(y) * lambd * np.eye(DEGREE), centred.T @ y)
    return w, data.y_train.mean() - X.mean(axis=0) @ w


def error(data_x, data_y, w, b):
    return np.mean((columns(data_x) @ w + b - data_y) ** 2)


def test_the_lambda_that_is_said_is_the_one_that_was_used():
    assert len(set(LAMBDA_CODES)) == len(set(LAMBDA_TEXTS)) == TRACK.places == 49
    for lambd, code in zip(LAMBDAS, LAMBDA_CODES, strict=True):
        assert float(code) == lambd
    assert (LAMBDA_TEXTS[0], LAMBDA_TEXTS[2], LAMBDA_TEXTS[-1]) == ("1·10⁻⁵", "1.8·10⁻⁵", "10")


@pytest.mark.parametrize("lam", range(0, 49, 4))
def test_the_errors_of_ridge_are_those_of_the_normal_equations(lam):
    data = polynomial_regression(seed=SEED, training_size=POINTS)
    w, b = ridge_by_hand(data, LAMBDAS[lam])
    sentence = points(english, run(), lam)[0]
    assert sentence.startswith(f"At λ = {LAMBDA_TEXTS[lam]} the")
    assert f"**{number(error(data.x_validation, data.y_validation, w, b))}** with L2" in sentence
    assert f"points themselves {number(error(data.x_train, data.y_train, w, b))} and" in sentence


@pytest.mark.parametrize("lam", range(49))
def test_the_weights_that_are_0_are_counted(lam):
    """A weight of the lasso is 0 only where |xᵀr|/n ≤ λ; elsewhere it is λ (the optimality conditions)."""
    fitted, lambd = run(), LAMBDAS[lam]
    data = fitted.data
    w, b = fitted.fits["l1"].path.coefficients[lam], fitted.fits["l1"].path.intercepts[lam]
    X = columns(data.x_train)
    pull = (X - X.mean(axis=0)).T @ (data.y_train - X @ w - b) / POINTS
    assert np.all(np.abs(pull) <= lambd * (1 + 1e-6))
    np.testing.assert_allclose(pull[w != 0], lambd * np.sign(w[w != 0]), rtol=1e-6)
    used, sentence = int(np.sum(w != 0)), points(english, fitted, lam)[1]
    assert np.all(ridge_by_hand(data, lambd)[0] != 0)
    if used == 0:
        assert sentence == "L2 uses 12 of 12 weights. With L1 all of them are exactly 0: its curve is flat."
        assert np.ptp(fitted.fits["l1"].curves[lam]) == 0
    else:
        assert sentence == f"L2 uses 12 of 12 weights, L1 uses {used}: the others are exactly 0."
    if lambd >= 0.01:  # below, coordinate descent does not get there
        lasso = Lasso(alpha=lambd, tol=1e-12, max_iter=1_000_000).fit(X, data.y_train)
        assert used == np.count_nonzero(lasso.coef_)


@pytest.mark.parametrize("seed", range(8))
def test_the_weights_are_told_for_other_points_too(seed):
    """Also where L1 keeps every weight."""
    data, x = polynomial_regression(seed=seed, training_size=40), np.linspace(-1, 1, 5)
    lambdas = (1e-7, 0.03, 3.0)
    other = Run(data, x, fit_polynomials(data, DEGREE, lambdas, x))
    told = [points(english, other, lam)[1] for lam in range(3)]
    used = [int(np.count_nonzero(w)) for w in other.fits["l1"].path.coefficients]
    assert used[0] == 12
    assert told[0] == "L2 and L1 use all 12 weights: none is exactly 0."
    assert 0 < used[1] < 12
    assert f"L1 uses {used[1]}: the others" in told[1]
    assert used[2] == 0
    assert "With L1 all of them are exactly 0" in told[2]


def test_the_best_lambda_is_the_lowest_of_the_bar_on_these_points():
    data = polynomial_regression(seed=SEED, training_size=POINTS)
    of_ridge = [error(data.x_validation, data.y_validation, *ridge_by_hand(data, lambd)) for lambd in LAMBDAS]
    sentence = points(english, run(), 0)[2]
    l2, l1 = re.search(r"best at λ = (\S+) with L2 and at λ = (\S+) with L1", sentence).groups()
    assert l2 == LAMBDA_TEXTS[int(np.argmin(of_ridge))]
    place = LAMBDA_TEXTS.index(l1)
    X = columns(data.x_train)

    def of_lasso(lambd):
        lasso = Lasso(alpha=lambd, tol=1e-12, max_iter=1_000_000).fit(X, data.y_train)
        return error(data.x_validation, data.y_validation, lasso.coef_, lasso.intercept_)

    found = [of_lasso(lambd) for lambd in LAMBDAS[24:]]
    assert place == 24 + int(np.argmin(found))
    assert min(found) < run().fits["l1"].validation_error[:24].min()
    assert "Of the 49 λ on the bar, these 200 new points" in sentence


def test_another_draw_of_the_points_can_choose_another_lambda():
    x = np.linspace(-1, 1, 5)
    chosen = {
        tuple(fit.best for fit in fit_polynomials(data, DEGREE, LAMBDAS, x).values())
        for data in (polynomial_regression(seed=seed, training_size=POINTS) for seed in range(6))
    }
    assert len(chosen) > 3


def test_too_low_chases_the_noise_and_too_high_is_nearly_flat():
    """The sentence under the title and that for who does not see the errors, at both ends of the bar."""
    fitted, noise = run(), 0.3**2
    for fit in fitted.fits.values():
        assert fit.train_error[0] < noise / 4 < 50 * noise < fit.validation_error[0]
        assert min(fit.train_error[-1], fit.validation_error[-1]) > 5 * noise
        assert fit.validation_error[fit.best] < 1.5 * noise
        assert np.ptp(fit.curves[-1]) < 0.2 * 2  # the true curve goes from −1 to 1
    words = errors(english, {}, TRACK).alt
    assert words.startswith("Too small a λ: little error on the old points, much on new ones.")


def test_the_first_of_equal_errors_is_the_best():
    fit = run().fits["l2"]
    tied = replace(fit, validation_error=np.array([3.0, 1.0, 2.0, 1.0]))
    assert isinstance(tied, CurveFit)
    assert tied.best == 1
