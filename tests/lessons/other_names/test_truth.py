"""The formula of the translator is the convention's, equal where it says so; the question has one answer."""

import re
from fractions import Fraction

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from charts.equalities import as_fraction, equal_to
from l2core.conventions import CONVENTIONS
from lessons.other_names.choice import TypedDecay, TypedLambda
from lessons.other_names.formula import formula, formula_of_decay
from lessons.other_names.questions import LAMBD, RIDGE_OPTIONS, ROWS, ridge_for_mean_loss


def english(message: str) -> str:
    return message


def worth(latex: str) -> Fraction:
    """What the digits of a formula come to: numbers, + − · / and brackets."""
    plain = latex.replace("{,}", "").replace(r"\cdot 10^", " * TEN ** ").replace(r"\cdot", "*")
    plain = re.sub(r"\*\* \{(-?\d+)\}", r"** (\1)", plain)
    exact = re.sub(r"(?<![\w(-])(\d+(?:\.\d+)?)|(?<=\()(\d+(?:\.\d+)?)", r'F("\1\2")', plain)
    return Fraction(eval(exact, {"F": Fraction, "TEN": Fraction(10)}))


def equation(line: str, name: str) -> tuple[Fraction, str, Fraction]:
    """Left side, sign and right side of `name = … = …` in a line of a formula."""
    found = re.search(rf"(?:^| ){name} = (.+?) (=|\\approx) ((?:(?!,\\q).)+)", line)
    assert found
    left, sign, right = found.groups()
    return worth(left), sign, worth(right)


@pytest.mark.parametrize("seed", range(200))
def test_the_line_of_the_formula_holds_as_it_is_printed(seed):
    rng = np.random.default_rng(seed)
    convention = CONVENTIONS[int(rng.integers(len(CONVENTIONS)))]
    value, spread = (float(f"{10 ** rng.uniform(-9, 9):.{int(rng.integers(1, 7))}g}") for _ in range(2))
    rows, outputs = (int(n) for n in rng.integers(1, [2000, 9]))
    ratio = float(rng.choice([0, 1, 0.5, round(float(rng.uniform(0, 1)), 3)]))
    typed = TypedLambda(
        convention,
        value,
        rows,
        int(rng.integers(1, rows + 1)),
        ratio,
        outputs=outputs,
        spread=spread if convention.needs_spread else None,
    )
    objective, line, words = formula(english, typed)
    assert objective == convention.objective
    # the weights of ‖w‖₁ and of ½‖w‖², worked out from the objective as it is documented
    n = typed.batch if convention.by_batch else rows
    both = convention.factor / value if convention.inverse else convention.factor * value
    both *= (outputs if convention.per_output else 1) / (n if convention.per_example else 1)
    share = {"l2": 0.0, "l1": 1.0}.get(convention.penalty, ratio)
    l1, l2 = both * share, both * (1 - share) / (spread if convention.needs_spread else 1)
    left, sign, lambd = equation(line, r"\\lambda")
    assert float(lambd) == pytest.approx(l1 + l2, rel=2e-5, abs=0.5 if l1 + l2 > 999 else 0)
    assert (sign == "=") == (left == lambd)
    assert float(left) == pytest.approx(l1 + l2, rel=6e-4)  # whole numbers from 1000 on
    assert (r"\qquad r = " in line) == (
        convention.penalty == "elastic_net" and (convention.needs_spread or not convention.ratio)
    )
    if r" r = " in line:
        left, sign, r = equation(line, "r")
        assert float(r) == pytest.approx(l1 / (l1 + l2), rel=2e-5, abs=1e-12)
        assert (sign == "=") == (left == r)
    assert f"n = {n} rows" in words
    assert ("of a batch" in words) == convention.by_batch


@pytest.mark.parametrize("seed", range(60))
def test_the_line_of_adamws_formula_holds_as_it_is_printed(seed):
    rng = np.random.default_rng(seed)
    decay, eta = (float(f"{10 ** rng.uniform(-9, 2):.3g}") for _ in range(2))
    rows = int(rng.integers(1, 5000))
    typed = TypedDecay(decay, eta, rows, int(rng.integers(1, rows + 1)))
    _symbols, line, _words = formula_of_decay(english, typed)
    epoch = -(-rows // typed.batch)
    steps, epochs = (
        line.replace(r"\frac{1}{", "1 / {").replace("{(", "((").replace(")}", "))").split(r",\qquad ")
    )
    left, sign, right = equation(steps, r"\\tau")
    assert float(right) == pytest.approx(1 / (decay * eta), rel=2e-5, abs=0.5 if right > 999 else 0)
    assert (sign == "=") == (left == right)
    found = re.fullmatch(r"\\frac\{\\tau\}\{(\d+)\} (=|\\approx) (.+)", epochs)
    assert found
    below, sign, shown = found.groups()
    assert int(below) == epoch
    assert float(worth(shown)) == pytest.approx(
        1 / (decay * eta) / epoch, rel=2e-5, abs=0.5 if worth(shown) > 999 else 0
    )


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
