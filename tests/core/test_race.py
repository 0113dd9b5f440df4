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
def test_l1_is_ahead_for_good_from_the_step_at_which_it_is_in_exact_fractions(w0, eta, lambd):
    lam = LAMBDAS.index(lambd)
    l1, l2 = (exact_path(w0, share, Fraction(lambd), Fraction(eta)) for share in (1, 0))
    sizes = [(abs(a), abs(b)) for a, b in zip(l1, l2, strict=True)]
    since = next((t for t in range(STEPS + 1) if all(a < b for a, b in sizes[t:])), None)
    was_behind = since is not None and any(b < a for a, b in sizes[:since])
    assert race(w0, Fraction(eta)).l1_ahead_from(lam) == (since if was_behind else None)


def test_from_one_l1_and_l2_are_level_after_a_step_and_nobody_overtakes():
    for eta in RATES:
        run = race(1, Fraction(eta))
        assert all(run.l1_ahead_from(lam) is None for lam in range(len(LAMBDAS)))


@settings(deadline=None, max_examples=80)
@given(
    tenths,
    st.sampled_from(RATES),
    st.sampled_from(LAMBDAS),
    st.sampled_from(("0.2", "1", "5")),
    centers,
    st.sampled_from(("0.25", "1")),
)
def test_a_clipped_weight_is_dead_since_the_step_at_which_exact_fractions_are(w0, eta, lambd, h, c, r):
    eta, h, lam, r = Fraction(eta), Fraction(h), LAMBDAS.index(lambd), Fraction(r)
    run = race(w0, eta, h, c, l1_step="clipped", l1_ratio=float(r))
    for racer, share in (("l1", Fraction(1)), ("elastic_net", r), ("l2", Fraction(0))):
        path = exact_path(w0, share, Fraction(lambd), eta, h, c, l1_step="clipped")
        since = next((t for t in range(STEPS + 1) if not any(path[t:])), None)
        if since is None or since == STEPS:  # a weight that is 0 at the last step alone may move on
            continue
        w = path[since - 1]
        by_data = w - eta * h * (w - c)
        stepped = by_data - eta * Fraction(lambd) * ((1 - share) * w + share * (1 if w > 0 else -1))
        assert run.zero_since(racer, lam) == since
        assert run.died_at(racer, lam) == (since if share and by_data * stepped < 0 else None)


def test_a_weight_that_passes_through_zero_at_the_last_step_is_not_zero_for_good():
    run = run_race(1, [1.0], 0.5, 1, curvature=1, center=-3)  # 1, 0 at step 1, and on to the other side
    moved = run_race(0.5, [5.0], 0.5, 1, curvature=2, center=-3.0)
    for found in (run, moved):
        assert (found.weights["l1"][0, -1] == 0) or found.zero_since("l1", 0) is None
    through = run_race(2, [1.0], 0.5, 1, curvature=1, center=-1.5)  # u = 0.25, within ηλ = 0.5: 0, then −0.25
    assert through.weights["l1"][0].tolist() == [2, 0]
    assert through.beyond["l1"][0] == pytest.approx(-0.25)
    assert through.zero_since("l1", 0) is None


def test_l2_starts_at_rest_where_exact_fractions_say():
    found = {c: race(1, Fraction("0.1"), 1, c).starts_at_rest(2) for c in (Fraction(2), Fraction("1.9"))}
    assert found == {Fraction(2): True, Fraction("1.9"): False}  # λ = 1: w✱ = c / 2
    assert not race(1, Fraction("0.1")).starts_at_rest(2)


@pytest.mark.parametrize(
    ("w0", "eta", "lambd", "does"),
    [
        ("2.1", "0.1", "0.5", "misses"),  # 42 steps, but 2.1 − 42 · 0.05 is not 0 in floating point
        ("2", "1", "0.5", "lands"),
        ("2", "0.3", "0.5", "jumps"),
        ("2", "0.01", "0.5", "far"),
    ],
)
def test_what_subgradient_steps_do_at_zero(w0, eta, lambd, does):
    run = race(Fraction(w0), Fraction(eta), l1_step="subgradient")
    assert run.at_zero(LAMBDAS.index(lambd)) == does
    whole = (Fraction(w0) / (Fraction(eta) * Fraction(lambd))).denominator == 1
    assert whole == (does in ("misses", "lands", "far"))


@pytest.mark.parametrize(
    ("eta", "lambd", "h", "c", "does"),
    [
        ("0.1", "0.5", "1", "1", "settles"),
        ("0.3", "0.5", "5", "1", "either"),
        ("0.1", "1", "1", "1", "nears"),
        ("1", "1", "1", "1", "restless"),
        ("0.1", "10", "1", "1", "restless"),
        ("0.5", "0.5", "5", "1", "restless"),
    ],
)
def test_the_outlook_of_subgradient_steps_with_data(eta, lambd, h, c, does):
    lam = LAMBDAS.index(lambd)
    run = race(2, Fraction(eta), Fraction(h), Fraction(c), l1_step="subgradient")
    assert run.subgradient_outlook(lam) == does
    rest = max(Fraction(c) - Fraction(lambd) / Fraction(h), Fraction(0))
    path = [
        float(w)
        for w in exact_path(
            Fraction(2), 1, Fraction(lambd), Fraction(eta), Fraction(h), Fraction(c), l1_step="subgradient"
        )
    ]
    if does in ("settles", "nears"):
        assert abs(path[-1] - rest) < 1e-3
    if does == "restless":
        assert max(abs(w) for w in path[-4:]) > 0.01


def test_a_pull_that_is_meant_to_cancel_the_penalty_does():
    """0.2 · 0.8 is 0.16000000000000003: the lowest cost is at 0 all the same."""
    run = run_race(2, [0.16], 0.1, STEPS, curvature=0.2, center=0.8)
    assert run.resting["l1"][0] == 0
    assert 0 < run.weights["l1"][0, -1] < 2 * 0.98**99


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
        misses_0 = share and l1_step == "subgradient"  # by rounding, where exact steps land on it
        if min((abs(w) for w in path if w or misses_0), default=1) > 1e-9:  # else the side of 0 may differ
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
    assert run.elastic_net_share(3) == pytest.approx(0.1575)
    assert race(2, Fraction("0.2"), l1_ratio=0.5).elastic_net_share(LAMBDAS.index("10")) == 1
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
