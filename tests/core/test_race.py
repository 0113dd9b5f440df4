"""The race's judgements against the same race run in exact fractions, without a single rounding."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from l2core.descent import L1_STEPS
from l2core.race import RACERS, Race, run_race

LAMBDAS = ("0.1", "0.5", "1", "3.15", "10", "16", "25")
RATES = ("0.01", "0.03", "0.1", "0.3", "0.5", "1")
STEPS = 100

tenths = st.integers(1, 50).map(lambda n: Fraction(n, 10))
centers = st.integers(-30, 30).map(lambda n: Fraction(n, 10))


def exact_path(w, share, lambd, eta, h=Fraction(0), c=Fraction(0), *, l1_step="proximal"):
    """[w₀, …, w_STEPS] of one racer in fractions; `share` of the penalty is L1, "clipped" as in nn.ts."""
    path, dead = [w], False
    for _ in range(STEPS):
        by_data = w - eta * h * (w - c)
        u = by_data - eta * lambd * (1 - share) * w
        amount = eta * lambd * share
        if dead:
            w = Fraction(0)
        elif l1_step == "proximal":
            w = max(abs(u) - amount, Fraction(0)) * (1 if u > 0 else -1)
        else:
            u -= amount * ((w > 0) - (w < 0))
            dead = l1_step == "clipped" and amount > 0 and by_data * u < 0
            w = Fraction(0) if dead else u
        path.append(w)
    return path


def race(w0, eta, h=0, c=0, **rule) -> Race:
    numbers = [float(Fraction(x)) for x in LAMBDAS]
    return run_race(float(w0), numbers, float(eta), STEPS, curvature=float(h), center=float(c), **rule)


@settings(deadline=None, max_examples=60)
@given(tenths, st.sampled_from(RATES), st.sampled_from(LAMBDAS), st.sampled_from(("0", "0.2", "1", "5")))
def test_the_outlook_is_what_exact_steps_of_l2_do(w0, eta, lambd, h):
    eta, h, lam = Fraction(eta), Fraction(h), LAMBDAS.index(lambd)
    outlook = race(w0, eta, h).outlook(lam)
    data, l2 = exact_path(w0, 0, 0, eta, h), exact_path(w0, 0, Fraction(lambd), eta, h)
    if abs(data[-1]) >= w0 and h > 0:
        assert outlook == "data diverge"
    else:
        turns = any(a * b < 0 for a, b in pairwise(l2))
        shrinks = abs(l2[-1]) < w0
        assert outlook == {(False, True): "monotone", (True, True): "oscillates"}.get(
            (turns, shrinks), "diverges"
        )


@settings(deadline=None, max_examples=60)
@given(tenths, st.sampled_from(RATES), st.sampled_from(LAMBDAS), st.sampled_from(("0", "0.25", "1")))
def test_a_weight_is_zero_since_the_step_at_which_exact_fractions_are(w0, eta, lambd, r):
    run, lam = race(w0, Fraction(eta), l1_ratio=float(Fraction(r))), LAMBDAS.index(lambd)
    for racer, share in (("l1", 1), ("l2", 0), ("elastic_net", Fraction(r))):
        path = exact_path(w0, share, Fraction(lambd), Fraction(eta))
        since = next((t for t in range(STEPS + 1) if not any(path[t:])), None)
        assert run.zero_since(racer, lam) == since


@settings(deadline=None, max_examples=60)
@given(tenths, st.sampled_from(RATES), st.sampled_from(LAMBDAS))
def test_l1_overtakes_where_it_does_in_exact_fractions(w0, eta, lambd):
    lam = LAMBDAS.index(lambd)
    run = race(w0, Fraction(eta))
    l1, l2 = (exact_path(w0, share, Fraction(lambd), Fraction(eta)) for share in (1, 0))
    ahead = [abs(a) < abs(b) for a, b in zip(l1, l2, strict=True)]
    later = [t for t in range(2, STEPS + 1) if ahead[t] and not ahead[t - 1]]
    assert run.overtaken_at(lam) == (later[0] if later else None)


@settings(deadline=None, max_examples=40)
@given(
    tenths,
    st.sampled_from(RATES[:5]),
    st.sampled_from(LAMBDAS),
    st.sampled_from(("0.2", "1")),
    centers,
    st.sampled_from(L1_STEPS),
)
def test_the_weights_are_those_of_exact_steps(w0, eta, lambd, h, c, l1_step):
    lam = LAMBDAS.index(lambd)
    eta, h = Fraction(eta), Fraction(h)
    run = race(w0, eta, h, c, l1_step=l1_step)
    paths = {"l1": 1, "l2": 0, "none": 0}
    for racer, share in paths.items():
        strength = 0 if racer == "none" else Fraction(lambd)
        path = exact_path(w0, share, strength, eta, h, c, l1_step=l1_step)
        if min((abs(w) for w in path if w), default=1) > 1e-9:  # else the side of 0 may differ by rounding
            np.testing.assert_allclose(
                run.weights[racer][lam], [float(w) for w in path], rtol=1e-9, atol=1e-9
            )


def test_without_data_nobody_is_called_back():
    run = race(2, Fraction("0.1"))
    assert tuple(run.weights) == RACERS[:-1]
    assert not run.resting
    assert run.proximal.shape == (0, STEPS + 1)


def test_with_data_each_racer_has_its_resting_place_and_a_clipped_one_its_twin():
    run = race(2, Fraction("0.1"), 1, 1, l1_step="clipped")
    assert tuple(run.weights) == tuple(run.resting) == RACERS
    assert run.resting["l1"].shape == (len(LAMBDAS),)
    np.testing.assert_array_equal(run.proximal, race(2, Fraction("0.1"), 1, 1).weights["l1"])


def test_a_weight_that_begins_at_zero_is_zero_since_then():
    assert race(0, Fraction("0.1")).zero_since("l1", 0) == 0


def test_the_sizes_of_a_step():
    run = race(2, Fraction("0.1"), 2, 1)
    assert run.start == 2
    assert run.steps == STEPS
    assert run.step_size(3) == pytest.approx(0.315)
    assert run.product(3) == pytest.approx(0.515)
    assert run.factor(3) == pytest.approx(0.485)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: run_race(1, 0.5, 0.1, 10), "lambdas needs 1 dimension"),
        (lambda: run_race(1, [0.5, -1], 0.1, 10), "lambd needs numbers of at least 0, got -1"),
        (lambda: run_race(1, [0.5], 0.1, 10, l1_step="hard"), "l1_step needs one of"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
