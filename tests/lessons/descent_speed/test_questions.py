"""The questions of the race are answered by runs, and the right answer is one of the options."""

from fractions import Fraction
from itertools import pairwise

import pytest

from lessons.descent_speed import questions


def english(message: str) -> str:
    return message


@pytest.mark.parametrize("name", ["ahead", "equal", "overshoot", "death"])
def test_what_happened_is_one_of_the_options(name):
    code, because = getattr(questions, name)(english)
    options = getattr(questions, f"{name}_options")(english)
    assert code in options
    assert len(set(options.values())) == len(options)
    assert "{" not in because


def test_who_is_ahead_and_who_arrives():
    l1, l2 = Fraction(2) - 5 * Fraction("0.05"), 2 * Fraction("0.95") ** 5
    assert l2 < l1
    assert questions.ahead(english)[0] == "l2-l1"
    assert f"L1 is at 1.75 and L2 at {float(l2):.3g}. At step 40, L1 is at 0" in questions.ahead(english)[1]


def test_the_overshooting_weight_swings_outward():
    path = [Fraction("-1.5") ** t for t in range(11)]
    assert all(abs(late) > abs(early) for early, late in pairwise(path))
    code, because = questions.overshoot(english)
    assert code == "outward"
    assert f"= −1.5: 1, −1.5, 2.25, −3.38, … and after 10 steps it is at {float(path[10]):.3g}." in because


def test_the_clipped_weight_dies_where_the_proximal_one_rests():
    w, eta, lambd, steps = Fraction("0.5"), Fraction("0.1"), Fraction("0.5"), []
    while w > 0:
        w += -eta * (w + 1) - eta * lambd
        steps.append(w)
    assert steps[-1] < 0 < steps[-1] + eta * lambd  # the penalty's part carried it across 0
    code, because = questions.death(english)
    assert code == "zero"
    assert "clipped weight is at 0, a proximal one at −0.5." in because
