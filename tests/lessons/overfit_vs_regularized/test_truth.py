"""Every sentence about the run, against nets computed anew: on random states of the page and extreme ones."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from dashboard.networks.grid import LAMBDA_CODES
from dashboard.networks.metrics import Collapse
from l2core.evaluation import Score, estimate
from lessons.overfit_vs_regularized.run import Here
from lessons.overfit_vs_regularized.words import (
    losses,
    notices,
    scores_on_test_points,
)
from tests.lessons.overfit_vs_regularized.states import (
    activations,
    answers,
    english,
    every_weight,
    losses_of,
    number_after,
    random_states,
    state,
    weights_at,
)

EXTREME = [
    {"m": 20, "net": "5-3", "seed": 0, "start": 0, "eta": 2.0},  # η kills all nets, without a penalty too
    {"m": 20, "seed": 11, "start": 2, "eta": 2.0, "lam": "0.01"},  # η kills the nets with this λ
    {"m": 50, "seed": 11, "start": 7, "eta": 2.0, "lam": "0.01"},
    {"m": 50, "lam": "50", "eta": 2.0},  # ηλ/m is 2 exactly
    {"m": 30, "lam": "50", "eta": 2.0},
    {"lam": "50"},
    {"lam": "100", "m": 20, "eta": 0.1},
    {"data": "spirals", "m": 30, "seed": 2, "start": 2, "step": 40},  # the loss climbs, the accuracy too
    {"data": "spirals", "m": 100, "seed": 20, "start": 2},  # no climb, and a wide gap
    {"step": 0},
    {"step": 40},
]
CASES = [*EXTREME, *random_states(18)]


def places(case: dict[str, object], k: int) -> Iterator[dict[str, object]]:
    """The state itself, and for a random one four places of the bar."""
    if "lam" in case or "step" in case:
        yield case
        return
    rng = np.random.default_rng(k)
    for _place in range(4):
        lam = str(rng.choice(["0.01", "0.1", "1", "3", "10", "30", "50", "100"]))
        yield case | {"lam": lam, "step": int(rng.choice([0, 3, 10, 20, 30, 40]))}


@pytest.mark.parametrize("k", range(len(CASES)))
def test_the_sentences_hold(k: int) -> None:
    for place in places(CASES[k], k):
        now = state(**place)
        none, l2, l1, *rounding = notices(english, now)
        check_rounding(now, rounding)
        check_none(now, none)
        for penalty, name, words in (("l2", "L2", l2), ("l1", "L1", l1)):
            assert words.startswith(f"{name} with λ = {now.lambd}"), words
            check_penalty(now, penalty, words)
        for penalty in now.nets:
            check_alt(now, penalty)
        for words in (none, l2, l1, *rounding):
            assert not re.search(r"nan|inf|∞|–", words), words


def check_none(now: Here, words: str) -> None:
    weights = weights_at(now, "none", now.step)
    if diverged(weights):
        check_step(now, "none", words)
        assert words.endswith("η is too large.")
        return
    given = answers(weights, now.problem.split.X_train)
    if np.ptp(given) < 0.01:
        check_collapse(now, "none", words, given)
        since = int(number_after("since step", words))
        check_since(now, "none", since)
        return
    assert "tells nothing apart" not in words
    split = now.problem.split
    training, validation = (
        losses_of(weights, split.X_train, split.Y_train).mean(),
        losses_of(weights, split.X_validation, split.Y_validation).mean(),
    )
    course = [
        losses_of(weights_at(now, "none", s), split.X_validation, split.Y_validation).mean()
        for s in range(now.step + 1)
    ]
    lowest = int(np.argmin(course))
    climbs = validation - course[lowest] > 0.02
    assert ("has climbed to" in words) == climbs, words
    assert (", within 0.02 nats of the lowest so far" in words) == (not climbs)
    assert f"at step {now.grid.steps()[lowest]:,}" in words
    close(number_after("training loss is" if climbs else "training loss", words), training, now, "none")
    close(number_after("climbed to" if climbs else "validation loss", words), validation, now, "none")
    close(number_after("loss was" if climbs else "so far (", words), course[lowest], now, "none")
    if climbs:
        right = [share_right(now, "none", s) for s in (lowest, now.step)]
        then, at_last = re.search(r"got ([\d.]+) % of them right then and ([\d.]+) % now", words).groups()
        assert [float(then), float(at_last)] == pytest.approx([100 * r for r in right], abs=0.051)
    else:
        close(number_after("between the two is", words), validation - training, now, "none", 2)


def check_penalty(now: Here, penalty: str, words: str) -> None:
    weights, free = weights_at(now, penalty, now.step), weights_at(now, "none", now.step)
    split = now.problem.split
    if diverged(weights):
        check_step(now, penalty, words)
        decay = Fraction(now.lambd) * Fraction(str(now.grid.learning_rate)) / now.m
        if penalty == "l2" and decay >= 2:
            assert number_after("η·λ/m is", words) == pytest.approx(float(decay), rel=1e-2)
            assert "throws every weight across 0, at least as far out as it was" in words
        else:
            assert words.endswith("η is too large.")
        return
    given = answers(weights, split.X_train)
    if np.ptp(given) < 0.01:
        check_collapse(now, penalty, words, given)
        check_blame(now, penalty, words)
        return
    assert "to all" not in words
    gap = np.subtract(
        losses_of(weights, split.X_validation, split.Y_validation).mean(),
        losses_of(weights, split.X_train, split.Y_train).mean(),
    )
    close(number_after("training and validation is", words), gap, now, penalty, 2)
    if not diverged(free):
        free_gap = (
            losses_of(free, split.X_validation, split.Y_validation).mean()
            - losses_of(free, split.X_train, split.Y_train).mean()
        )
        close(number_after("** instead of", words.split("between training")[1]), free_gap, now, "none", 2)
    zeros = int((every_weight(weights) == 0).sum())
    if penalty == "l1":
        assert f"**{zeros} of {every_weight(weights).size}** weights are exactly 0" in words
        return
    assert ("yet no weight is 0" in words) == (zeros == 0)
    assert zeros == 0 or f"and {zeros} of {every_weight(weights).size} weights are 0" in words
    size = (every_weight(weights) ** 2).sum()
    assert number_after("Σw² is", words) == pytest.approx(size, abs=0.51, rel=1e-2)


def check_collapse(now: Here, penalty: str, words: str, given: np.ndarray) -> None:
    assert f"to all {now.m} training points" in words
    assert number_after("the net answers", words) == pytest.approx(given.mean(), abs=6e-4)
    if "Every neuron of hidden layer" in words:
        layer = int(re.search(r"hidden layer (\d)", words)[1])
        hidden = activations(weights_at(now, penalty, now.step), now.problem.split.X_train)[:-1]
        assert not hidden[layer - 1].any()
        assert all(A.any() for A in hidden[: layer - 1])


def check_since(now: Here, penalty: str, since: int) -> None:
    """From that kept step on the answers are alike, and at the one before they are not."""
    kept = now.grid.steps()
    first = kept.index(since)
    spread = [
        np.ptp(answers(weights_at(now, penalty, s), now.problem.split.X_train)) for s in range(now.step + 1)
    ]
    assert max(spread[first:]) < 0.01
    assert first == 0 or spread[first - 1] >= 0.01


def check_blame(now: Here, penalty: str, words: str) -> None:
    """Too much is what no larger λ and no bias can help, and a smaller λ does."""
    X, silent = now.problem.split.X_train, lambda w: diverged(w) or np.ptp(answers(w, X)) < 0.01
    free_silent = np.ptp(answers(weights_at(now, "none", now.step), X)) < 0.01
    assert ("So does the net without a penalty" in words) == bool(free_silent)
    if free_silent:
        return
    weights = weights_at(now, penalty, now.step)
    if "Its weights are too small" in words:
        rng = np.random.default_rng(0)
        for _try in range(20):
            biases = {
                name: rng.normal(size=b.shape) * rng.choice([0, 0.1, 1, 10])
                for name, b in weights.items()
                if name[0] == "b"
            }
            assert np.ptp(answers(weights | biases, X)) < 0.01
    else:
        size = np.abs(every_weight(weights)).sum() if penalty == "l1" else (every_weight(weights) ** 2).sum()
        assert number_after("is still", words) == pytest.approx(size, rel=1e-2)
    larger = [silent(weights_at(now, penalty, now.step, lam)) for lam in range(now.lam, len(LAMBDA_CODES))]
    if "**too much**" in words:
        assert all(larger)
        if "Without a penalty it does" in words:
            assert not silent(weights_at(now, "none", now.step))
            assert all(silent(weights_at(now, penalty, now.step, lam)) for lam in range(now.lam))
        else:
            smaller = LAMBDA_CODES.index(re.search(r"With λ = ([\d.]+) it still does", words)[1])
            assert smaller < now.lam
            assert not silent(weights_at(now, penalty, now.step, smaller))
    if "but with a larger λ it does" in words:
        assert not all(larger)


def check_step(now: Here, penalty: str, words: str) -> None:
    """It is no number at the first kept step from there on, and a number at the last before."""
    step = int(number_after("at step", words))
    kept = now.grid.steps()
    first = next(s for s, epoch in enumerate(kept) if epoch >= step)
    assert first <= now.step
    assert diverged(weights_at(now, penalty, first))
    assert not diverged(weights_at(now, penalty, first - 1))


def check_alt(now: Here, penalty: str) -> None:
    words, split = losses(english, penalty, now.nets[penalty]), now.problem.split
    weights = weights_at(now, penalty, now.step)
    if diverged(weights):
        assert "diverged" in words
        return
    training = losses_of(weights, split.X_train, split.Y_train).mean()
    validation = losses_of(weights, split.X_validation, split.Y_validation).mean()
    close(number_after("training loss", words), training, now, penalty)
    close(number_after("validation loss", words), validation, now, penalty)
    close(number_after("gap", words), validation - training, now, penalty, 2)


def check_rounding(now: Here, rounding: list[str]) -> None:
    shaky = [error for error in now.rounding.values() if error >= 5e-4]
    assert len(rounding) == (1 if shaky else 0)


def share_right(now: Here, penalty: str, step: int) -> float:
    split = now.problem.split
    given = answers(weights_at(now, penalty, step), split.X_validation)
    return float(np.mean((given > 0.5) == (split.Y_validation[0] > 0.5)))


def diverged(weights: dict[str, np.ndarray]) -> bool:
    return bool(np.isnan(every_weight(weights)).any())


def close(printed: float, value: float, now: Here, penalty: str, digits: int = 1) -> None:
    """Equal to half a unit of the last decimal that is printed."""
    tolerance = digits * 0.51 * 10.0 ** -now.nets[penalty].decimals
    assert printed == pytest.approx(value, abs=tolerance)


# The states in which the page once said what was not so.


def test_a_net_that_answers_alike_has_learned_nothing() -> None:
    now = state(m=20, net="5-3", seed=0, start=0, eta=2.0)
    words = notices(english, now)[0]
    assert "answers **0.5** to all 20 training points" in words
    assert "climbed" not in words
    assert "noise" not in words


@pytest.mark.parametrize("start", [2])
def test_where_the_step_kills_a_net_the_penalty_is_not_too_much(start: int) -> None:
    now = state(m=20, seed=11, start=start, eta=2.0, lam="0.01")
    assert now.nets["l2"].collapse is not None
    assert "too much" not in " ".join(notices(english, now))
    gentle = state(m=20, seed=11, start=start, eta=0.5, lam="0.01")
    assert gentle.nets["l2"].collapse is None


def test_at_two_the_pull_of_l2_already_throws_weights_as_far_as_they_were() -> None:
    words = notices(english, state(m=50, lam="50", eta=2.0))
    assert "η·λ/m is 2. From 2 on" in words[1]
    assert "above 2" not in " ".join(words)
    assert "η·λ/m" not in words[2]


def test_a_loss_that_climbs_does_not_say_that_the_net_learned_noise() -> None:
    words = notices(english, state(data="spirals", m=30, seed=2, start=2))[0]
    then, now = map(float, re.search(r"got ([\d.]+) % .* and ([\d.]+) % now", words).groups())
    assert now > then
    assert "by this loss" in words
    assert "noise" not in words


def test_a_wide_gap_is_not_called_no_overfitting() -> None:
    now = state(data="spirals", m=100, seed=20, start=2)
    words = notices(english, now)[0]
    assert "as low as it ever was" not in words
    assert "overfitting" not in words
    assert "The gap between the two is **+0.1" in words


# What no state of the page was found to lead to, said of numbers made up.


def test_beside_a_free_net_that_diverged_nothing_is_compared_with_it() -> None:
    now = state(m=20, net="5-3", epochs=30, step=5)
    lost = dict.fromkeys(("training", "validation", "accuracy", "penalty", "size"), np.nan)
    none = replace(now.nets["none"], diverged_at=7, **lost)
    words = notices(english, replace(now, nets={**now.nets, "none": none}))
    assert words[0] == "Without a penalty the net **diverged** at step 7: η is too large."
    assert "instead of" not in " ".join(words)
    assert "Σw² is **" in words[1]
    assert not re.search(r"nan|–", " ".join(words))
    zeros = {**now.nets, "none": none, "l2": replace(now.nets["l2"], zeros=3)}
    assert "and 3 of 28 weights are 0" in notices(english, replace(now, nets=zeros))[1]
    zeros = {**now.nets, "l2": replace(now.nets["l2"], zeros=3)}
    assert re.search(r"instead of \d+, and 3 of 28 weights", notices(english, replace(now, nets=zeros))[1])


def test_a_collapse_beside_a_free_net_that_diverged_names_no_other_net() -> None:
    now = state(m=20, net="5-3", epochs=30, step=5, lam="0.01")
    gone = Collapse(0.5, 3, weights_gone=True, layer_off=None, last_that_tells=None)
    none, l2 = replace(now.nets["none"], diverged_at=7), replace(now.nets["l2"], collapse=gone)
    words = notices(english, replace(now, nets={**now.nets, "none": none, "l2": l2}))[1]
    assert words.endswith("Its weights are too small to tell points apart.")
    alone = Collapse(0.5, 3, weights_gone=True, layer_off=None, last_that_tells="0")
    l2 = replace(now.nets["l2"], collapse=alone)
    words = notices(english, replace(now, nets={**now.nets, "l2": l2}))[1]
    assert words.endswith("λ is **too much**. Without a penalty it does.")


def test_scores_of_no_net_and_of_one_that_is_always_right() -> None:
    now = state(m=20, net="5-3", epochs=30, step=5)
    assert scores_on_test_points(english, {}, now.nets) == "All three nets diverged."
    loss, certain = estimate([0.1, 0.2, 0.3]), estimate([1.0, 1.0, 1.0])
    words = scores_on_test_points(english, {"l2": Score(loss, certain)}, now.nets)
    assert "(all 3 right)" in words
    assert "± 0 " not in words
    wrong = Score(loss, estimate([0.0, 0.0, 0.0]))
    assert "(none of 3 right)" in scores_on_test_points(english, {"l2": wrong}, now.nets)
