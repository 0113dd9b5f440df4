"""The polynomial of the first page as a script: it prints the numbers of the page."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from charts.home.curves import curve_numbers
from charts.home.weights import weight_numbers
from charts.numbers import fixed, number
from dashboard.text import N_
from lessons.home.choice import FARTHEST, POINTS, STEP, Choice
from lessons.home.run import DEGREE, LAMBDAS, TRACK, run
from lessons.home.script import source
from tests.scripts import agree, printed, printed_by_a_file

SHIFTS = [round(STEP * k, 1) for k in range(-round(FARTHEST / STEP), round(FARTHEST / STEP) + 1)]


def numbers_of_the_page(choice: Choice, lam: int) -> dict[str, float]:
    """What the page shows, by the names that the script has for it."""
    page = run(choice)
    fit, data, order = page.fit, page.data, np.argsort(page.data.x_train)
    w, curve = fit.path.coefficients[lam], fit.curves[lam]
    at_points = fit.path.intercepts[lam] + _waves(data.x_train[order]) @ w
    found: dict[str, float] = {}
    for k, place in enumerate(order):
        found |= {f"x_{k + 1}": data.x_train[place], f"y_{k + 1}": data.y_train[place]}
        found[f"curve_{k + 1}"] = at_points[k]
    error = fit.validation_error / 2
    return {
        **found,
        **{f"w_{k + 1}": w[k] for k in range(DEGREE)},
        "lowest of the curve": curve.min(),
        "highest of the curve": curve.max(),
        "largest size of a weight": np.abs(w).max(),
        "cost": fit.cost[lam],
        "error on the points": fit.train_error[lam] / 2,
        "penalty": fit.penalty[lam],
        "error on new points": error[lam],
        "weights that are exactly 0": DEGREE - fit.path.nonzeros[lam],
        "best lambda on new points": LAMBDAS[fit.best],
        "error there": error.min(),
        "error at the smallest lambda": error[0],
        "error at the largest lambda": error[-1],
    }


def _waves(x: np.ndarray) -> np.ndarray:
    return np.stack(
        [np.sqrt(2 * k + 1) * np.polynomial.Legendre.basis(k)(x) for k in range(1, DEGREE + 1)], axis=1
    )


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from(["l2", "l1"]),
    st.integers(0, POINTS),
    st.sampled_from(SHIFTS),
    st.integers(0, TRACK.last),
)
@example("l1", 0, 0.0, TRACK.last)
@example("l1", 15, -1.5, 30)
@example("l2", 1, 1.5, 0)
def test_the_script_prints_the_numbers_of_the_page(penalty: str, point: int, shift: float, lam: int) -> None:
    choice = Choice(penalty, point, shift if point else 0.0)
    agree(printed(source(choice, lam)), numbers_of_the_page(choice, lam))


@pytest.mark.parametrize("choice", [Choice("l1"), Choice("l2", 4, 1.0)])
def test_the_script_prints_what_the_tables_of_the_pictures_say(choice: Choice) -> None:
    page, lam = run(choice), 25
    found = printed(source(choice, lam))
    curve, weights = curve_numbers(N_, page.data, page.fit, lam), weight_numbers(N_, page.fit, lam)
    for k in range(1, POINTS + 1):
        row = [fixed(found[f"x_{k}"], 2), fixed(found[f"y_{k}"], 2), number(found[f"curve_{k}"])]
        assert row == list(curve.iloc[k - 1, 1:])
    assert [number(found[f"w_{k}"]) for k in range(1, DEGREE + 1)] == list(weights["Weight"])


def test_the_script_is_a_file_that_runs_by_itself(tmp_path: Path) -> None:
    choice = Choice("l1", 7, -0.4)
    expected = {name: float(f"{x:.6g}") for name, x in numbers_of_the_page(choice, 20).items()}
    found = printed_by_a_file(source(choice, 20), tmp_path)
    assert list(found) == list(expected)
    assert found == pytest.approx(expected, rel=1e-5)


def test_a_point_that_is_not_moved_is_not_in_the_script() -> None:
    assert "shift" not in source(Choice(), 0)
    assert "point, shift = 3, -0.7" in source(Choice("l2", 3, -0.7), 0)
