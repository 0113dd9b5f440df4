"""The shape of curves whose shape is known, drawn by a hand that shakes less than the tolerance."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from l2core.drawn_shape import STRAIGHT, shape_of

X = np.linspace(0, 1, 25)
CURVES = {
    "falls": np.exp(-3 * X),
    "rises": X**2,
    "U": (X - 0.4) ** 2,
    "hill": X * (1 - X),
    "other": np.sin(9 * X),
    "flat": np.full(25, 0.7),
}


@pytest.mark.parametrize("kind", CURVES)
def test_the_shape_is_the_curve_s(kind: str) -> None:
    shape = shape_of(CURVES[kind])
    assert shape.kind == kind
    assert shape.lowest == CURVES[kind].argmin()


@settings(deadline=None)
@given(st.sampled_from(["falls", "rises", "U", "hill"]), st.integers(0, 10_000), st.floats(0.01, 100))
def test_a_shaking_hand_and_another_unit_change_nothing(kind: str, seed: int, unit: float) -> None:
    curve = CURVES[kind]
    shake = np.random.default_rng(seed).uniform(-0.035, 0.035, 25) * np.ptp(curve)
    assert shape_of(unit * (curve + shake), tolerance=0.08).kind == kind


@settings(deadline=None)
@given(st.lists(st.floats(-1, 1), min_size=3, max_size=30), st.floats(0.01, 0.5))
def test_the_swings_are_those_of_a_search_over_all_pairs(values: list[float], tolerance: float) -> None:
    """Falls by itself: no later place is higher than an earlier one by the tolerance, and some are lower."""
    y = np.array(values)
    later = y[None, :] - y[:, None]
    change = later[np.triu_indices(len(y), 1)]
    least = tolerance * np.ptp(y)
    up, down = bool(np.any((change >= least) & (change > 0))), bool(np.any((change <= -least) & (change < 0)))
    expected = {(False, False): "flat", (True, False): "rises", (False, True): "falls"}
    kind = shape_of(y, tolerance=tolerance).kind
    if (up, down) in expected:
        assert kind == expected[up, down]
    else:
        assert kind in ("U", "hill", "other")


def test_where_a_curve_stays_at_0() -> None:
    assert shape_of([2, 1, 0.5, 0, 0, 0]).zero_from == 3
    assert shape_of([2, 1, 0, 0.5, 0.4, 0.3]).zero_from is None
    assert shape_of([1, 0.5, 0.25, 0.125]).zero_from is None
    assert shape_of([0, 0, 0]).zero_from == 0


@settings(deadline=None)
@given(st.floats(0.2, 8), st.integers(12, 60), st.integers(0, 30), st.floats(0.01, 100))
def test_the_pace_of_a_power_is_that_of_its_integral(p: float, places: int, rest: int, unit: float) -> None:
    """The mean of (1 − x)^p from 0 to 1 is 1/(p + 1), that of its chord ½; how long it rests at 0 is one."""
    bend = 1 / (p + 1) - 1 / 2
    assume(abs(abs(bend) - STRAIGHT) > 0.03)
    y = unit * np.append((1 - np.linspace(0, 1, places)) ** p, np.zeros(rest))
    shape = shape_of(y, tolerance=0)
    expected = "even" if abs(bend) < STRAIGHT else "slowing" if bend < 0 else "quickening"
    assert shape.pace == expected
    assert shape.zero_from == places - 1


@settings(deadline=None)
@given(st.sampled_from(["even", "slowing", "quickening"]), st.integers(0, 10_000), st.integers(0, 12))
def test_a_shaking_hand_does_not_change_the_pace(pace: str, seed: int, rest: int) -> None:
    x = np.linspace(0, 1, 20)
    curve = {"even": 1 - x, "slowing": (1 - x) ** 3, "quickening": 1 - x**3}[pace]
    y = np.append(curve, np.zeros(rest))
    shake = np.random.default_rng(seed).uniform(-0.03, 0.03, y.size)
    assert shape_of(np.maximum(y + shake, 0)).pace == pace


def test_the_two_penalties_are_told_by_their_pace() -> None:
    t = np.arange(0, 101, 5)
    l1, l2 = shape_of(np.maximum(2 - 0.05 * t, 0)), shape_of(2 * 0.95**t)
    assert (l1.pace, l1.zero_from) == ("even", 8)
    assert l2.pace == "slowing"
    assert shape_of(2 * 0.98**t).zero_from is None
    assert shape_of([2, 0, 0, 0]).pace is None  # at once: there is no way on which to have a pace
    assert shape_of([0, 1, 2, 3]).pace is None


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="y needs 3 places at least, got 2"):
        shape_of([0, 1])
    with pytest.raises(ValueError, match="tolerance needs a number from 0 to 1"):
        shape_of([0, 1, 2], tolerance=2)
