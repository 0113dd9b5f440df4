"""The questions of the race are answered by runs, and the right answer is one of the options."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from lessons.descent_speed import questions


def english(message: str) -> str:
    return message


@pytest.mark.parametrize("name", ["path", "ahead", "equal", "overshoot", "death"])
def test_what_happened_is_one_of_the_options(name):
    code, because = getattr(questions, name)(english)
    options = getattr(questions, f"{name}_options")(english)
    assert code in options
    assert len(set(options.values())) == len(options)
    assert "{" not in because


def test_the_path_of_l1_is_a_line_and_a_drawing_is_judged_as_it_is():
    walked = [max(Fraction(2) - k * Fraction("0.25"), 0) for k in range(21)]
    assert questions.true_path() == pytest.approx([float(w) for w in walked])
    assert questions.path(english)[0] == "line"
    assert "40 such steps lead from 2" in questions.path(english)[1]
    t = np.array(questions.DRAWN_STEPS)
    drawn = {
        "line": [np.maximum(2 - t / 30, 0), np.maximum(2 - t / 12, 0), 2 - t / 50],
        "slower": [2 * 0.95**t, 2 * 0.97**t, 2 / (1 + t / 10)],
        "quicker": [2 - 2 * (t / 100) ** 3, np.sqrt(np.maximum(4 - t / 20, 0))],
        "other": [2 - t / 100, np.full(t.size, 2.0), 1 + np.cos(t / 8), np.where(t, 0.0, 2.0)],
    }
    for code, curves in drawn.items():
        assert [questions.drawn_path(curve.tolist()) for curve in curves] == [code] * len(curves)


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
    assert f"Step {len(steps)} would carry it across 0" in because
    assert "clipped weight is at 0, a proximal one at −0.5." in because
