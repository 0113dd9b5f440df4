"""The line p = ½ lies where it must: on straight borders, on circles, on borders of whole networks."""

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from charts.overfit_vs_regularized.boundary_sheet import NODES, PIXELS
from charts.overfit_vs_regularized.level_lines import UNITS, half_lines
from l2core.network import forward_propagation, initialize_parameters

AT = np.stack(np.meshgrid(NODES, NODES))  # x, y of every node, rows upwards


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def corners(line):
    """The corners of every polyline, (n, 2) between 0 and 1."""
    return [
        np.array([[float(n) for n in corner.split(",")] for corner in part.split(" ")]) / UNITS
        for part in line.split(";")
        if part
    ]


def z(parameters, points):
    """The logits of a network at points between 0 and 1, which it sees from −1 to 1."""
    return forward_propagation(2 * points - 1, parameters)[1][-4].ravel()


def drawn(logit):
    (line,) = half_lines(sigmoid(logit)[None], NODES)
    return corners(line)


def along(polyline, count=200):
    """Points at even distances along a polyline."""
    lengths = np.r_[0, np.cumsum(np.hypot(*np.diff(polyline, axis=0).T))]
    s = np.linspace(0, lengths[-1], count)
    return np.stack([np.interp(s, lengths, polyline[:, k]) for k in range(2)], axis=1)


@given(st.floats(-np.pi, np.pi), st.floats(-0.4, 0.4), st.floats(0.5, 8))
@settings(max_examples=60)
def test_a_straight_border_is_two_corners_that_reach_the_rim(angle, offset, slope):
    normal = np.array([np.cos(angle), np.sin(angle)])
    logit = slope * (np.tensordot(normal, AT - 0.5, axes=1) - offset)
    lines = drawn(logit)
    assert len(lines) == 1
    (line,) = lines
    assert len(line) == 2
    assert np.abs((line - 0.5) @ normal - offset).max() < 2 / UNITS
    assert np.isclose(line, np.clip(np.round(line), 0, 1), atol=1.5 / UNITS).any(axis=1).all()


@pytest.mark.parametrize("sign", [1, -1])
def test_a_round_border_is_closed_and_stays_on_the_circle(sign):
    x, y = AT - 0.5
    (line,) = drawn(sign * 5 * (x**2 + y**2 - 0.3**2))
    assert np.array_equal(line[0], line[-1])
    radius = np.hypot(*(along(line) - 0.5).T)
    assert np.abs(radius - 0.3).max() < 4 / UNITS
    assert len(line) < 80  # of the 96 edges that it crosses


@pytest.mark.parametrize("turn", range(8))
def test_the_class_above_one_half_is_always_on_the_right(turn):
    angle = turn * np.pi / 4 + 0.1
    (line,) = drawn(9 * np.tensordot([np.cos(angle), np.sin(angle)], AT - 0.5, axes=1))
    ahead = line[1] - line[0]
    assert ahead[0] * np.sin(angle) - ahead[1] * np.cos(angle) < 0


def test_where_two_corners_face_each_other_both_get_a_line():
    x, y = AT - 0.5
    lines = drawn(20 * x * y + 1e-3)
    ends = np.concatenate([line[[0, -1]] for line in lines])
    assert len(lines) == 2
    assert sorted(np.round(ends, 2).tolist()) == [[0, 0.5], [0.5, 0], [0.5, 1], [1, 0.5]]


@given(st.integers(0, 10_000))
@example(90)  # one class is a strip of a pixel
@settings(max_examples=40, deadline=None)
def test_the_border_of_a_network_lies_between_its_classes_and_misses_none(seed):
    parameters = initialize_parameters((2, 20, 3, 1), seed)
    parameters["b1"] = np.random.default_rng(seed).normal(0, 1, (20, 1))
    logit = np.reshape(z(parameters, AT.reshape(2, -1)), AT.shape[1:])
    assume(np.ptp(logit) > 0.1)
    middle = (logit.min() + logit.max()) / 2  # most starts are of one mind everywhere
    parameters["b3"] = np.full((1, 1), -middle)
    logit = logit - middle
    points = np.concatenate([along(line) for line in drawn(logit)])
    circle = np.array([[np.cos(a), np.sin(a)] for a in np.linspace(0, 2 * np.pi, 24)]) / PIXELS
    around = np.concatenate([circle * share for share in (0.25, 0.5, 1)])  # a class may be a narrow strip
    nearby = np.clip(points[:, None] + around, 0, 1)
    logits = z(parameters, nearby.reshape(-1, 2).T).reshape(len(points), -1)
    assert (logits.min(axis=1) <= 1e-9).all()
    assert (logits.max(axis=1) >= -1e-9).all()
    turns = np.argwhere((logit[:, 1:] > 0) != (logit[:, :-1] > 0))
    middles = np.stack([(NODES[turns[:, 1]] + NODES[turns[:, 1] + 1]) / 2, NODES[turns[:, 0]]], axis=1)
    distance = np.hypot(*(middles[:, None] - points[None]).T)
    assert (distance.min(axis=0) < 1 / PIXELS).all()


def test_pictures_do_not_mix_and_empty_ones_are_empty():
    x, y = AT - 0.5
    pictures = [
        sigmoid(9 * x),
        np.full_like(x, 0.3),
        np.full_like(x, np.nan),
        sigmoid(9 * y),
        np.ones_like(x),
    ]
    lines = half_lines(np.stack(pictures), NODES)
    assert [bool(line) for line in lines] == [True, False, False, True, False]
    assert np.allclose(corners(lines[0])[0][:, 0], 0.5, atol=1 / UNITS)
    assert np.allclose(corners(lines[3])[0][:, 1], 0.5, atol=1 / UNITS)
