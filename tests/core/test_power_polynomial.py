"""The polynomial in powers of x: against exact fractions, and against the normal equations."""

from fractions import Fraction

import numpy as np
import pytest

from l2core.power_polynomial import (
    PRML_ROUNDING,
    PRML_T,
    PRML_X,
    moved_by_rounding,
    nearest_lambd,
    power_weights,
)


def solved(rows: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """Gauss's elimination, without rounding."""
    table = [[*row, b] for row, b in zip(rows, right, strict=True)]
    n = len(table)
    for i in range(n):
        pivot = next(k for k in range(i, n) if table[k][i])
        table[i], table[pivot] = table[pivot], table[i]
        table[i] = [x / table[i][i] for x in table[i]]
        for k in range(n):
            if k != i:
                table[k] = [x - table[k][i] * y for x, y in zip(table[k], table[i], strict=True)]
    return [row[-1] for row in table]


def exact_weights(t: list[Fraction], degree: int, lambd: Fraction) -> list[Fraction]:
    """(VᵀV + λI) w = Vᵀt at x_n = n/(number − 1), in fractions."""
    V = [[Fraction(n, len(t) - 1) ** j for j in range(degree + 1)] for n in range(len(t))]
    product = [
        [sum(row[i] * row[j] for row in V) + (lambd if i == j else 0) for j in range(degree + 1)]
        for i in range(degree + 1)
    ]
    right = [sum(row[i] * y for row, y in zip(V, t, strict=True)) for i in range(degree + 1)]
    return solved(product, right)


@pytest.mark.parametrize("ln", [None, -18, -5, 0])
def test_the_weights_are_those_of_exact_arithmetic(ln: int | None) -> None:
    lambd = Fraction(0) if ln is None else Fraction(float(np.exp(ln)))
    exact = exact_weights([Fraction(f"{t:.6f}") for t in PRML_T], 9, lambd)
    found = power_weights(PRML_X, PRML_T, 9, float(lambd))
    np.testing.assert_allclose(found, np.array(exact, dtype=float), rtol=1e-6, atol=1e-9)


def test_rounding_moves_a_weight_by_as_much_as_the_worst_signs_do() -> None:
    most = moved_by_rounding(PRML_X, 9, PRML_ROUNDING)
    base = power_weights(PRML_X, PRML_T, 9, 0)
    rng = np.random.default_rng(0)
    for _draw in range(50):
        signs = rng.choice([-1.0, 1.0], 10)
        moved = np.abs(power_weights(PRML_X, PRML_T + PRML_ROUNDING * signs, 9, 0) - base)
        assert np.all(moved <= most * 1.001 + 1e-6)
    worst = np.sign(np.linalg.inv(PRML_X[:, None] ** np.arange(10))[6])
    moved = power_weights(PRML_X, PRML_T + PRML_ROUNDING * worst, 9, 0)[6] - base[6]
    assert moved == pytest.approx(most[6], rel=1e-3)


@pytest.mark.parametrize("ln", [-20.13, -7.777, 1.5])
def test_the_nearest_lambda_is_the_one_that_made_the_weights(ln: float) -> None:
    weights = power_weights(PRML_X, PRML_T, 9, float(np.exp(ln)))
    assert np.log(nearest_lambd(PRML_X, PRML_T, weights)) == pytest.approx(ln, abs=1e-6)


def test_bad_input_says_what_it_needs() -> None:
    with pytest.raises(ValueError, match=r"t needs as many numbers as x \(10\), got 9"):
        power_weights(PRML_X, PRML_T[1:], 9, 0)
    with pytest.raises(ValueError, match="at least 0"):
        power_weights(PRML_X, PRML_T, 9, -1)
    with pytest.raises(ValueError, match="degree"):
        power_weights(PRML_X, PRML_T, 0, 1)
    with pytest.raises(ValueError, match="x needs 10 different numbers"):
        moved_by_rounding(np.zeros(10), 9, 1e-6)
    with pytest.raises(ValueError, match="rounding"):
        moved_by_rounding(PRML_X, 9, 0)
