"""The names of the chosen λ stand inside the axis, beside their lines and not over each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts.choosing_lambda.lambda_rules import choice_table

LOW, HIGH, NAME = 0.001, 10.0, 40  # of the axis; pixels of a name
PLACES = st.floats(0, 1, allow_nan=False)


def spans(chosen, width):
    """From which to which pixel each name reaches, and on which line."""
    for row in chosen.itertuples():
        at = width * np.log(row.x / LOW) / np.log(HIGH / LOW)
        size = NAME * (2 if "=" in row.text else 1)
        yield (at, at + size, row.line) if row.side == "right" else (at - size, at, row.line)


@settings(deadline=None)
@given(PLACES, PLACES, st.sampled_from([160, 200, 270, 900]))
def test_the_names_stand_inside_and_apart(first, second, narrowest):
    x_min, x_1se = (LOW * (HIGH / LOW) ** place for place in sorted((first, second)))
    chosen = choice_table(x_min, x_1se, LOW, HIGH, narrowest)
    named = list(spans(chosen, narrowest))
    for left, right, _line in named:
        assert left >= -1e-6
        assert right <= narrowest + 1e-6
    if len(named) == 2:
        (a, b, line), (c, d, other) = named
        assert line != other or b <= c + 1e-6 or d <= a + 1e-6


def test_at_the_left_end_the_name_is_not_over_those_of_the_variables():
    chosen = choice_table(LOW, 1.0, LOW, HIGH, 160)
    assert chosen[["text", "side"]].to_numpy().tolist()[0] == ["λ_min", "right"]


@pytest.mark.parametrize(("x", "side"), [(LOW, "right"), (HIGH, "left")])
def test_one_lambda_has_one_name(x, side):
    chosen = choice_table(x, x, LOW, HIGH, 160)
    assert chosen[["text", "side"]].to_numpy().tolist() == [["λ_min = λ_1se", side]]


def test_where_the_axis_does_not_rise_with_lambda_the_names_change_sides():
    chosen = choice_table(5.0, 2.0, 0.0, 8.0, 300, logarithmic=False)
    assert chosen["text"].tolist() == ["λ_1se", "λ_min"]
    assert chosen["side"].tolist() == ["left", "right"]
    nothing = choice_table(0.0, 0.0, 0.0, 0.0, 300, logarithmic=False)
    assert nothing["x"].tolist() == [0.0]
