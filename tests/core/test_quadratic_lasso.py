"""The lasso of a quadratic form against every pattern of signs, of which few weights have few."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from l2core.quadratic_lasso import lasso_minimum


def value(H, h, thresholds, u):
    return u @ H @ u / 2 - h @ u + thresholds @ np.abs(u)


def smallest(H, h, thresholds):
    """The smallest value over all patterns of signs: where H has a flat direction, of those that use none."""
    best = 0.0
    for signs in itertools.product((-1, 0, 1), repeat=len(h)):
        s = np.array(signs)
        A = np.flatnonzero(s)
        if not len(A):
            continue
        u = np.zeros(len(h))
        u[A] = np.linalg.lstsq(H[np.ix_(A, A)], (h - thresholds * s)[A])[0]
        if np.all(u[A] * s[A] >= 0):
            best = min(best, value(H, h, thresholds, u))
    return best


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 5),
    st.sampled_from(["plain", "flat", "twins", "one is free"]),
    st.sampled_from(["nothing", "anything"]),
)
def test_it_is_the_smallest_of_all_patterns_of_signs(seed, k, kind, start):
    rng = np.random.default_rng(seed)
    rows = rng.standard_normal((2 if kind == "flat" else 8, k))
    if kind == "twins":
        rows[:, -1] = -rows[:, 0] * 3
    H, h = rows.T @ rows, rows.T @ rng.standard_normal(len(rows)) * 3
    thresholds = rng.uniform(0.1, 2, k)
    if kind == "one is free":
        thresholds[0] = 0.0
    u = lasso_minimum(
        H, h, thresholds, np.zeros(k) if start == "nothing" else rng.standard_normal(k).round(), 1e-11
    )
    best = smallest(H, h, thresholds)
    assert abs(value(H, h, thresholds, u) - best) <= 1e-9 * (1 + abs(best))
    c = h - H @ u
    slack = np.where(u != 0, np.abs(c - thresholds * np.sign(u)), np.abs(c) - thresholds)
    assert slack.max() < 1e-9


def test_a_large_start_that_is_all_wrong_is_left():
    H, h = np.eye(3) * 2.0, np.array([0.5, -3.0, 0.0])
    u = lasso_minimum(H, h, np.ones(3), np.array([-100.0, 100.0, 100.0]), 1e-12)
    np.testing.assert_allclose(u, [0, -1, 0])
    assert u[0] == u[2] == 0
