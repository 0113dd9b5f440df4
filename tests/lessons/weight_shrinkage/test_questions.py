"""What comes out of each question against runs of a loop written anew, and its options against each other."""

import itertools
from collections.abc import Callable, Iterator
from fractions import Fraction

import numpy as np
import pytest

from charts.numbers import number
from dashboard.networks.grid import LAMBDA_CODES
from l2core.network import initialize_parameters
from l2core.trajectories import Weights
from lessons.weight_shrinkage import questions
from lessons.weight_shrinkage.run import Nets
from lessons.weight_shrinkage.switch_race import usual_switch
from tests.lessons.weight_shrinkage.states import nets, plain

STEPS = 1000


def by_hand(asked: Nets, penalty: str, lambd: float, *, l1_step: str = "proximal", begin: int = 0):
    """The weights of the notes' net after the steps of gradient descent; None where they ran away."""
    X, Y = asked.split.X_train, asked.split.Y_train
    start = initialize_parameters((2, *asked.grid.hidden, 1), asked.grid.start_seed)
    W = [start[f"W{k}"].copy() for k in range(1, len(asked.grid.hidden) + 2)]
    b = [start[f"b{k}"].copy() for k in range(1, len(asked.grid.hidden) + 2)]
    eta, m = asked.grid.learning_rate, Y.shape[1]
    for step in range(STEPS):
        A = [X]
        for k in range(len(W)):
            Z = W[k] @ A[-1] + b[k]
            A.append(1 / (1 + np.exp(-np.clip(Z, -700, 700))) if k == len(W) - 1 else np.maximum(Z, 0))
        dZ = A[-1] - Y
        strength = lambd / m if step >= begin else 0.0
        for k in reversed(range(len(W))):
            dW, db = dZ @ A[k].T / m, dZ.mean(axis=1, keepdims=True)
            if k:
                dZ = (W[k].T @ dZ) * (A[k] > 0)
            if penalty == "l2":
                W[k] = W[k] - eta * (dW + strength * W[k])
            elif l1_step == "subgradient":
                W[k] = W[k] - eta * (dW + strength * np.sign(W[k]))
            else:
                moved = W[k] - eta * dW
                W[k] = np.where(np.abs(moved) <= eta * strength, 0.0, moved - eta * strength * np.sign(moved))
            b[k] = b[k] - eta * db
        if not all(np.abs(w).max() < 1e10 for w in W):
            return None
    return W


def zeros(weights) -> int:
    return sum(w == 0 for W in weights for w in W.ravel().tolist())


# λ of the questions, and the controls of the page
SETTINGS: list[tuple[float, dict[str, object]]] = [
    (1.0, {}),
    (0.05, {}),
    (3.0, {"m": 20}),
    (10.0, {"m": 20, "eta": 1.0}),
    (1.0, {"data": "moons", "m": 50, "start": 3}),
    (1.0, {"data": "circles", "m": 30, "net": "8-8", "flip": 0.4}),
]


@pytest.fixture(params=SETTINGS, ids=str)
def asked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[float, Nets]]:
    lambd, controls = request.param
    monkeypatch.setattr(questions, "USUAL", lambd)
    return lambd, nets(**controls, epochs=STEPS)


def test_what_came_out_is_what_a_loop_by_hand_gives(asked: tuple[float, Nets]) -> None:
    lambd, page = asked
    cut, hopping = (by_hand(page, "l1", lambd, l1_step=way) for way in ("proximal", "subgradient"))
    shrunk = by_hand(page, "l2", lambd)
    count = sum(W.size for W in cut)

    code, because = questions.zeros_under_each(plain, page)
    told = f"with λ = {number(lambd)}: {zeros(shrunk)} of {count} under L2, {zeros(cut)} under L1."
    assert told in because
    assert [code] == meant_by_zeros(zeros(shrunk), zeros(cut), count)

    code, because = questions.by_subgradient(plain, page)
    assert f"{zeros(hopping)} exact zeros by subgradient steps, {zeros(cut)} by proximal ones" in because
    assert [code] == meant_by_subgradient(zeros(hopping), zeros(cut))

    code, because = questions.by_layer(plain, page)
    shares = [Fraction(zeros([W]), W.size) for W in cut]
    most = [k for k, share in enumerate(shares) if share == max(shares)]
    place = "first" if most[0] == 0 else "last" if most[0] == len(cut) - 1 else "middle"
    assert code == (place if len(most) == 1 else "alike")
    for k, W in enumerate(cut, start=1):
        assert f"W{k} {zeros([W])}/{W.size} (" in because
    largest = max(W.size for W in cut)
    spares = len(most) == 1 and [W.size for W in cut].count(largest) == 1 and cut[most[0]].size == largest
    assert ("the most to spare" in because) == spares

    code, because = questions.after_warm_up(plain, page)
    begin = usual_switch(page.grid).step
    late = by_hand(page, "l1", lambd, begin=begin)
    told = f"{zeros(late)} exact zeros after a warm-up of {begin} steps, {zeros(cut)} with λ from the first"
    assert told in because
    assert [code] == meant_by_warm_up(zeros(late), zeros(cut))


@pytest.mark.parametrize(
    "controls", [{}, {"m": 20, "eta": 1.0}, {"m": 30}, {"data": "circles", "net": "8-8"}], ids=str
)
def test_the_strongest_l2_against_a_loop_by_hand(controls: dict[str, object]) -> None:
    page = nets(**controls, epochs=STEPS)
    code, because = questions.strongest(plain, page)
    shrunk = by_hand(page, "l2", 100.0)
    if shrunk is None:
        assert code == "diverged"
        assert because.startswith("L2: diverged at step ")
        return
    run = page.runs[1].values[:, -1, -1]
    gone = sum(w == 0 for w in run.tolist())
    assert f"With λ = 100, {gone} of {len(run)} weights are exactly 0" in because
    told = {"none": gone == 0, "some": 0 < gone <= len(run) / 2, "most": gone > len(run) / 2}
    assert [code] == [name for name, holds in told.items() if holds]
    # where nothing is held above what a loop would have, it ends with the same zeros
    if gone or min(abs(w) for w in run.tolist()) > 1e-70:
        assert gone == zeros(shrunk)


def test_where_the_decay_is_1_the_strongest_l2_makes_zeros_and_the_reason_is_not_told() -> None:
    code, because = questions.strongest(plain, nets(m=30, epochs=STEPS))  # ηλ/m = 0.3 · 100 / 30
    assert code == "most"
    assert "never 0" not in because


def test_a_reason_is_told_where_the_step_is_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for lambd, optimizer, l1_step in itertools.product(
        (1.0, 100.0), ("gd", "momentum", "adam", "adamw"), ("proximal", "subgradient")
    ):
        monkeypatch.setattr(questions, "USUAL", lambd)
        page = nets(optimizer=optimizer, l1_step=l1_step, eta=0.1)
        _code, because = questions.zeros_under_each(plain, page)
        share = f"the same share of a weight, {number(0.1 * lambd / 200)}:"
        plain_step = optimizer in ("gd", "adamw") and l1_step == "proximal"
        assert (share in because) <= plain_step
        assert ("stops at 0" in because) == (share in because)
        _code, because = questions.by_subgradient(plain, page)
        assert ("need not end there" in because) <= (optimizer in ("gd", "adamw"))
        _code, because = questions.strongest(plain, page)
        assert ("Each step leaves 0.95 of a weight" in because) == (optimizer in ("gd", "adamw"))


def meant_by_zeros(l2: int, l1: int, count: int) -> list[str]:
    """Which options are true, word for word."""
    options = {
        "none": l2 == 0 and l1 == 0,
        "few": l2 == 0 and 0 < 2 * l1 < count,
        "most": l2 == 0 and 2 * l1 >= count,
        "both": l2 > 0,
    }
    return [name for name, holds in options.items() if holds]


def meant_by_subgradient(some: int, others: int) -> list[str]:
    options = {
        "none": some == 0,
        "alike": some > 0 and abs(some - others) <= 5,
        "fewer": some > 0 and others - some > 5,
        "more": some - others > 5,
    }
    return [name for name, holds in options.items() if holds]


def meant_by_warm_up(some: int, others: int) -> list[str]:
    options = {
        "fewer": others - some > 5,
        "alike": abs(some - others) <= 5,
        "more": some - others > 5,
    }
    return [name for name, holds in options.items() if holds]


def ran(some: int, diverged_at: int = -1, sizes: tuple[int, ...] = (24, 6)) -> Weights:
    """A run of a net whose layers have so many weights, of which the first `some` ended at exactly 0."""
    count = sum(sizes)
    values = np.ones((count, 1, 2))
    values[:some] = 0.0
    places = np.arange(count)
    return Weights(
        "l1",
        values if diverged_at < 0 else np.full_like(values, np.nan),
        np.repeat(np.arange(1, len(sizes) + 1), sizes),
        places,
        places,
        np.array([0, STEPS]),
        np.array([diverged_at]),
    )


@pytest.fixture
def pretend(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes the next runs end like these, in this order."""

    def these(*runs: Weights) -> None:
        left = list(runs)
        for name in ("_run", "ended"):
            monkeypatch.setattr(questions, name, lambda *_arguments, **_named: left.pop(0))

    return these


def test_of_the_options_one_is_true_whatever_comes_out(pretend: Callable[..., None]) -> None:
    page = nets(epochs=STEPS)
    for some in range(31):
        pretend(ran(some))
        code, _because = questions.strongest(plain, page)
        told = {"none": some == 0, "some": 0 < some <= 15, "most": some > 15}
        assert [code] == [name for name, holds in told.items() if holds]
        for others in range(31):
            pretend(ran(others), ran(some))
            code, _because = questions.by_subgradient(plain, page)
            assert [code] == meant_by_subgradient(some, others)
            pretend(ran(others), ran(some))
            code, _because = questions.after_warm_up(plain, page)
            assert [code] == meant_by_warm_up(some, others)
            pretend(ran(others), ran(some))
            code, _because = questions.zeros_under_each(plain, page)
            assert [code] == meant_by_zeros(others, some, 30)


def test_where_a_net_diverged_there_is_no_telling(pretend: Callable[..., None]) -> None:
    page = nets(epochs=STEPS)
    for ask in (questions.strongest, questions.by_layer):
        pretend(ran(0, diverged_at=7))
        code, because = ask(plain, page)
        assert code == "diverged"
        assert because.endswith("diverged at step 7.")
    for first, second in ((ran(3, 7), ran(3)), (ran(3), ran(3, 7)), (ran(3, 7), ran(3, 9))):
        for ask in (questions.zeros_under_each, questions.by_subgradient, questions.after_warm_up):
            pretend(first, second)
            code, because = ask(plain, page)
            assert code == "diverged"
            assert " exact zeros" not in because
            assert "under L2" not in because


def test_none_at_all_is_so_whatever_became_of_the_other_net(pretend: Callable[..., None]) -> None:
    pretend(ran(0, diverged_at=7), ran(0))
    code, because = questions.by_subgradient(plain, nets(epochs=STEPS))
    assert code == "none"
    assert because == "After step 1,000: no exact zero by subgradient steps. proximal: diverged at step 7."


def test_every_outcome_is_one_of_the_options() -> None:
    outcomes = {
        "zeros": {"none", "few", "most", "both", "diverged"},
        "strongest": {"none", "some", "most", "diverged"},
        "subgradient": {"none", "alike", "fewer", "more", "diverged"},
        "layer": {"first", "middle", "last", "alike", "diverged"},
        "warm_up": {"fewer", "alike", "more", "diverged"},
    }
    acts = questions.acts(plain)
    assert {act.name: set(act.options) for act in acts} == outcomes
    for act in acts:
        assert len(set(act.options.values())) == len(act.options)


def test_the_places_that_decide_are_those_of_the_run_that_was_asked_for() -> None:
    page = nets(epochs=STEPS)
    kept = {"m": "200", "net": "8", "steps": "1000", "scale": "log", "penalty": "elastic_net"}
    for act in questions.acts(plain):
        outcome = questions.outcome(plain, page, kept, act.name)
        assert outcome.happened in act.options
        for show in outcome.shows:
            assert (show.codes["m"], show.codes["step"]) == ("200", "1000")
            assert show.codes["lam"] == ("100" if act.name == "strongest" else "1")
            assert show.codes["lam"] in LAMBDA_CODES
            assert f"λ = {show.codes['lam']}" in act.question
            assert (show.codes["scale"] == "log") == ("decades" in show.words)
            of_l1 = "L1" in act.question or any("L1" in words for words in act.options.values())
            assert (show.codes["penalty"] == "l1") == of_l1
