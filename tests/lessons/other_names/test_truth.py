"""The formula of the translator is the convention's, equal where it says so; the question has one answer."""

import re
from fractions import Fraction

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from charts.equalities import as_fraction, equal_to
from l2core.conventions import CONVENTIONS
from lessons.other_names.choice import TypedLambda
from lessons.other_names.formula import formula
from lessons.other_names.questions import LAMBD, RIDGE_OPTIONS, ROWS, ridge_for_mean_loss


def english(message: str) -> str:
    return message


def fraction(latex: str) -> Fraction:
    mantissa, _dot, power = latex.strip("()").replace("{,}", "").partition(r"\cdot 10^{")
    return Fraction(mantissa) * Fraction(10) ** int(power.rstrip("}") or 0)


@pytest.mark.parametrize("seed", range(120))
def test_the_line_of_the_formula_holds_as_it_is_printed(seed):
    rng = np.random.default_rng(seed)
    convention = CONVENTIONS[int(rng.integers(len(CONVENTIONS)))]
    value = float(f"{10 ** rng.uniform(-9, 9):.{int(rng.integers(1, 7))}g}")
    rows = int(rng.integers(1, 2000))
    typed = TypedLambda(convention, value, rows, int(rng.integers(1, rows + 1)), 0.5)
    objective, line, words = formula(english, typed)
    assert objective == convention.objective
    due = Fraction(convention.factor) * (1 / Fraction(value) if convention.inverse else Fraction(value))
    n = typed.batch if convention.by_batch else rows
    if convention.per_example:
        due /= n
        assert f" / {n} " in line
    assert f"n = {n} rows" in words
    assert ("of a batch" in words) == convention.by_batch
    sign, shown = re.search(r"(=|\\approx) (\S+(?:\\cdot 10\^\{-?\d+\})?)$", line).groups()
    assert float(fraction(shown)) == pytest.approx(float(due), rel=1e-5, abs=0.5 if due > 999 else 0)
    number = r"\(?([\d.,{}]+(?:\\cdot 10\^\{-?\d+\})?)\)?"
    left = line.split(r"\lambda = ")[1].rsplit(f" {sign} ", 1)[0]
    factor, inverse, printed, below = re.fullmatch(
        rf"(?:([\d.]+) \\cdot )?(1 / )?{number}(?: / (\d+))?", left
    ).groups()
    result = (
        Fraction(factor or 1) * (1 / fraction(printed) if inverse else fraction(printed)) / int(below or 1)
    )
    assert (sign == "=") == (result == fraction(shown))


@pytest.mark.parametrize(
    ("x", "written", "sign"),
    [
        (Fraction(1, 200), "0.005", "="),
        (Fraction(1, 3), "0.333333", r"\approx"),
        (Fraction(12, 10**6), "1.2·10⁻⁵", "="),
        (Fraction(-1, 2), "−0.5", "="),
        (Fraction(11498), "11,498", "="),
        (Fraction("0.9999999999999"), "1", r"\approx"),
    ],
)
def test_what_is_rounded_is_not_called_equal(x, written, sign):
    assert as_fraction(written) == x or sign != "="
    assert equal_to(x, written).startswith(sign)


def test_the_alpha_of_ridge_is_that_of_the_same_model():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((ROWS, 2))
    X -= X.mean(axis=0)
    y = X @ [1.0, -2.0] + rng.standard_normal(ROWS)
    y -= y.mean()
    due = np.linalg.solve(X.T @ X / ROWS + LAMBD * np.eye(2), X.T @ y / ROWS)  # ½ mean squares + λ/2 ‖w‖²
    right = [
        code for code in RIDGE_OPTIONS if np.allclose(Ridge(float(code)).fit(X, y).coef_, due, atol=1e-9)
    ]
    happened, words = ridge_for_mean_loss(english)
    assert right == [happened]
    assert words == "Ridge sums the loss over the rows: alpha = 1000 · 0.1 = 100."
