"""The form of a border, against lines whose form is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from l2core.border import STRAIGHT, BorderForm, border_form

number = st.floats(0.0, 1.0)


@given(number, number, number, number, st.integers(2, 30))
def test_points_of_one_line_are_straight_if_its_ends_differ(
    x: float, y: float, x2: float, y2: float, n: int
) -> None:
    line = np.linspace((x, y), (x2, y2), n)
    apart = float(np.hypot(x2 - x, y2 - y))
    if apart > 1e-6:
        assert border_form([line]) == BorderForm("straight", 1)
    elif apart == 0:
        assert border_form([line]).kind == "bent"


@given(st.floats(0.0, 0.1), st.floats(0.05, 0.95), st.floats(0.0, 2 * np.pi))
def test_one_point_off_by_more_than_the_tolerance_makes_it_bent(
    off: float, where: float, turn: float
) -> None:
    across, up = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    line = np.array([0 * across, where * across + off * up, across])
    if abs(off - STRAIGHT) > 1e-9:
        assert border_form([line]).kind == ("straight" if off < STRAIGHT else "bent")


def test_a_circle_is_bent_and_two_lines_are_two_pieces() -> None:
    turn = np.linspace(0, 2 * np.pi, 40)
    circle = 0.5 + 0.3 * np.column_stack([np.cos(turn), np.sin(turn)])
    circle[-1] = circle[0]
    straight = np.array([[0.0, 0.0], [1.0, 1.0]])
    assert border_form([circle]) == BorderForm("bent", 1)
    assert border_form([circle, straight]) == BorderForm("pieces", 2)
    assert border_form([]) == BorderForm("none", 0)


def test_a_single_point_is_no_line() -> None:
    with pytest.raises(ValueError, match="lines needs 2 points"):
        border_form([np.zeros((1, 2))])
