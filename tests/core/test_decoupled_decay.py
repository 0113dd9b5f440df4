"""How long AdamW remembers, against its own update and against Adam's, whose weight_decay is L2."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from l2core.decoupled_decay import steps_per_epoch, timescale, weight_decay_of

ETA, DECAY = 0.01, 0.5


def adamw(w, slope, steps, *, decoupled):
    """PyTorch's AdamW as its documentation writes it; its Adam where the decay is not decoupled."""
    m, v = np.zeros_like(w), np.zeros_like(w)
    for t in range(1, steps + 1):
        g = slope(w) + (0 if decoupled else DECAY * w)
        w = w - ETA * DECAY * w if decoupled else w
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        w = w - ETA * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return w


def test_without_a_slope_a_weight_falls_to_1_over_e_in_one_timescale():
    steps = round(timescale(DECAY, ETA))
    left = adamw(np.array([2.0]), np.zeros_like, steps, decoupled=True) / 2
    assert left == pytest.approx((1 - 1 / steps) ** steps)
    assert left == pytest.approx(1 / math.e, rel=0.003)


def test_adam_rests_where_l2_does_and_adamw_elsewhere():
    """½ hᵢ (wᵢ − 1)² + (d/2) wᵢ² is smallest at hᵢ/(hᵢ + d)."""
    h = np.array([10.0, 0.1])
    due = h / (h + DECAY)

    def slope(w: np.ndarray) -> np.ndarray:
        return h * (w - 1)

    np.testing.assert_allclose(adamw(np.full(2, 0.9), slope, 20_000, decoupled=False), due, atol=1e-3)
    assert np.abs(adamw(np.full(2, 0.9), slope, 20_000, decoupled=True) - due).max() > 0.1


@given(decay=st.floats(1e-6, 1e3), eta=st.floats(1e-6, 10))
def test_timescale_and_weight_decay_are_each_others_inverse(decay, eta):
    assert weight_decay_of(timescale(decay, eta), eta) == pytest.approx(decay)
    assert timescale(decay, eta) == pytest.approx(2 * timescale(decay, 2 * eta))


def test_the_last_batch_of_an_epoch_is_a_step_too():
    assert [steps_per_epoch(*sizes) for sizes in ((1000, 200), (1001, 200), (5, 8))] == [5, 6, 1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: timescale(0, 0.1), "weight_decay needs"),
        (lambda: timescale(0.1, -1), "learning_rate needs"),
        (lambda: weight_decay_of(0, 0.1), "timescale needs"),
        (lambda: steps_per_epoch(0, 1), "rows needs"),
        (lambda: steps_per_epoch(1, 0), "batch needs"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
