"""The shape of dots on a line, against counts and quantiles made another way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from l2core.dot_shape import columns_of, dot_shape

dots = st.lists(st.floats(-2, 2), min_size=4, max_size=40)


@given(dots, st.floats(0.01, 3))
def test_side_and_span_are_those_of_the_sorted_dots(values: list[float], wide: float) -> None:
    shape, n = dot_shape(values, wide=wide), len(values)
    below, above = sum(x < 0 for x in values), sum(x > 0 for x in values)
    assert (shape.n, shape.below, shape.above) == (n, below, above)
    assert (shape.side == "below") == (4 * below >= 3 * n)
    assert (shape.side == "above") == (4 * above >= 3 * n)
    cut = n // 10
    middle = sorted(values)[cut : n - cut]
    assert shape.span == middle[-1] - middle[0]
    if abs(shape.span - wide) > 1e-6:
        assert shape.is_wide == (shape.span > wide)


@given(dots)
def test_mirrored_dots_have_the_mirrored_shape(values: list[float]) -> None:
    shape, mirrored = dot_shape(values, wide=0.4), dot_shape([-x for x in values], wide=0.4)
    other = {"below": "above", "above": "below", "neither": "neither"}
    assert mirrored.side == other[shape.side]
    assert mirrored.span == pytest.approx(shape.span)


@given(st.lists(st.floats(-5, 5) | st.just(np.nan), max_size=30), st.integers(1, 20))
def test_every_dot_stands_in_the_column_that_holds_it(values: list[float], columns: int) -> None:
    edges = np.linspace(-2, 2, columns + 1)
    found = columns_of(values, edges).tolist()
    numbers = [x for x in values if not np.isnan(x)]
    assert len(found) == len(numbers)
    for x, column in zip(numbers, found, strict=True):
        assert edges[column] <= x or column == 0
        assert x < edges[column + 1] or column == columns - 1


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="values needs 4 dots"):
        dot_shape([0.1, 0.2, 0.3], wide=1)
    with pytest.raises(ValueError, match=r"most needs to be above 0\.5"):
        dot_shape([0.1] * 5, wide=1, most=0.5)
    with pytest.raises(ValueError, match="edges needs 2 rising"):
        columns_of([0.1], [0, 0])
