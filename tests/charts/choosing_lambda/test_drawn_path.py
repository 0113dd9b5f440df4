"""Where the names beside the lines stand, against a general solver; how many variables are in."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from charts.choosing_lambda.drawn_path import DrawnPath, spread_out
from l2core.path import Path


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 10), min_size=1, max_size=8), st.floats(0.1, 1))
def test_labels_are_moved_apart_as_little_as_can_be(places, gap):
    y = np.array(places)
    placed = spread_out(y, gap, 0, 10)
    order = np.argsort(y, kind="stable")
    assert np.all(np.diff(placed[order]) > gap * (1 - 1e-9))
    assert placed.min() >= -1e-9
    assert placed.max() <= 10 + 1e-9
    apart = [{"type": "ineq", "fun": lambda z, k=k: z[k + 1] - z[k] - gap} for k in range(len(y) - 1)]
    start = gap * np.arange(len(y)) + (10 - gap * len(y)) / 2
    found = minimize(
        lambda z: np.square(z - y[order]).sum(), start, bounds=[(0, 10)] * len(y), constraints=apart
    )
    assert np.square(placed - y).sum() <= found.fun + 1e-4


def test_the_columns_of_a_variable_count_as_one():
    weights = np.array([[0.0, 0, 0, 0], [0, 2, 0, 0], [1, 2, 0, 0], [1, 0, 3, 4]])
    path = Path(np.arange(4.0), weights, np.zeros(4), None, np.zeros(4), np.zeros(4))
    each = DrawnPath(path, np.arange(4), np.ones(4), list("abcd"), weights)
    assert (each.count, each.kept.tolist()) == (4, [0, 1, 2, 3])
    two = DrawnPath(path, np.arange(4), np.ones(4), list("abcd"), weights, np.array([0, 0, 1, 1]))
    assert (two.count, two.kept.tolist()) == (2, [0, 1, 1, 2])
