"""What comes out of each question against runs of a loop written anew, and its options against each other."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from dashboard.networks.grid import LAMBDAS, Grid
from dashboard.networks.problem import built_in
from l2core.network import initialize_parameters
from lessons.weight_shrinkage import questions
from lessons.weight_shrinkage.questions import Setting
from tests.lessons.weight_shrinkage.states import plain

STEPS = 1000


def setting(
    lambd: float, *, data: str = "football", net: tuple[int, ...] = (8,), **controls: float
) -> Setting:
    m, flip = int(controls.pop("m", 200)), controls.pop("flip", 0.0)
    split = built_in(data, m, flip, 1.0, int(controls.pop("seed", 1)))
    grid = Grid(net, ("l2", "l1"), controls.pop("eta", 0.3), STEPS, int(controls.pop("start", 0)))
    assert not controls
    return Setting(split, grid, lambd)


def by_hand(asked: Setting, penalty: str, lambd: float, *, l1_step: str = "proximal", begin: int = 0):
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


SETTINGS = [
    setting(0.05),
    setting(1.0),
    setting(3.0, m=20),
    setting(10.0, m=20, eta=1.0),
    setting(50.0, m=20, eta=1.0),
    setting(0.5, m=50, data="moons", start=3),
    setting(1.0, m=30, data="circles", net=(8, 8), flip=0.4),
]


@pytest.mark.parametrize("asked", SETTINGS, ids=lambda asked: f"{asked.lambd:g}, {asked.split.Y_train.size}")
def test_what_came_out_is_what_a_loop_by_hand_gives(asked: Setting) -> None:
    always, hopping = (by_hand(asked, "l1", asked.lambd, l1_step=way) for way in ("proximal", "subgradient"))
    count = sum(W.size for W in always)

    shrunk = by_hand(asked, "l2", 2 * asked.lambd)
    code, because = questions.doubled(plain, asked)
    if shrunk is None:
        assert code == "diverged"
        assert because.startswith("L2: diverged at step ")
    else:
        assert f"λ = {2 * asked.lambd:g}, {zeros(shrunk)} of {count} weights" in because
        told = {
            "none": zeros(shrunk) == 0,
            "some": 0 < zeros(shrunk) <= count / 2,
            "most": zeros(shrunk) > count / 2,
        }
        assert [code] == [name for name, holds in told.items() if holds]

    code, because = questions.by_subgradient(plain, asked)
    assert f"{zeros(hopping)} exact zeros by subgradient steps, {zeros(always)} by proximal ones" in because
    assert [code] == meant_by_subgradient(zeros(hopping), zeros(always))

    code, because = questions.by_layer(plain, asked)
    shares = [zeros([W]) / W.size for W in always]
    most = [k for k, share in enumerate(shares, start=1) if share == max(shares)]
    assert code == (f"W{most[0]}" if len(most) == 1 else "alike")
    for k, W in enumerate(always, start=1):
        assert f"W{k} {zeros([W])}/{W.size} (" in because

    code, because = questions.after_warm_up(plain, asked, 400)
    late = by_hand(asked, "l1", asked.lambd, begin=400)
    assert f"{zeros(late)} exact zeros after the warm-up, {zeros(always)} with λ from the first" in because
    assert [code] == meant_by_warm_up(zeros(late), zeros(always))


def meant_by_subgradient(some: int, others: int) -> list[str]:
    """Which options are true, word for word."""
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


def ran(some: int, diverged_at: int = -1, size: int = 30) -> SimpleNamespace:
    """A run that ended with so many weights of exactly 0."""
    W = np.ones((2, 1, size, 1)) if diverged_at < 0 else np.full((2, 1, size, 1), np.nan)
    W[:, :, :some] = 0.0 if diverged_at < 0 else np.nan
    parameters = {"W1": W, "b1": np.zeros((2, 1, size, 1))}
    return SimpleNamespace(
        weights=parameters,
        diverged_at=np.array([diverged_at]),
        layer_dims=(1, size),
        epochs=np.array([0, STEPS]),
    )


@pytest.fixture
def pretend(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes the next runs end like these, in this order."""

    def these(*runs: SimpleNamespace) -> None:
        left = list(runs)
        monkeypatch.setattr(questions, "ended", lambda *_arguments: left.pop(0))

    return these


def test_of_the_options_one_is_true_whatever_comes_out(pretend: Callable[..., None]) -> None:
    asked = SETTINGS[0]
    for some in range(31):
        pretend(ran(some))
        code, _because = questions.doubled(plain, asked)
        assert [code] == [
            name
            for name, holds in {"none": some == 0, "some": 0 < some <= 15, "most": some > 15}.items()
            if holds
        ]
        for others in range(31):
            pretend(ran(others), ran(some))
            code, _because = questions.by_subgradient(plain, asked)
            assert [code] == meant_by_subgradient(some, others)
            pretend(ran(others), ran(some))
            code, _because = questions.after_warm_up(plain, asked, 400)
            assert [code] == meant_by_warm_up(some, others)


def test_where_a_net_diverged_there_is_no_telling(pretend: Callable[..., None]) -> None:
    asked = SETTINGS[0]
    for ask in (questions.doubled, questions.by_layer):
        pretend(ran(0, diverged_at=7))
        code, because = ask(plain, asked)
        assert code == "diverged"
        assert because.endswith("diverged at step 7.")
    for first, second in ((ran(3, 7), ran(3)), (ran(3), ran(3, 7)), (ran(3, 7), ran(3, 9))):
        for ask in (questions.by_subgradient, lambda _, asked: questions.after_warm_up(_, asked, 400)):
            pretend(first, second)
            code, because = ask(plain, asked)
            assert code == "diverged"
            assert not re.search(r"\d exact zeros", because)


def test_none_at_all_is_so_whatever_became_of_the_other_net(pretend: Callable[..., None]) -> None:
    pretend(ran(0, diverged_at=7), ran(0))
    code, because = questions.by_subgradient(plain, SETTINGS[0])
    assert code == "none"
    assert because == "After step 1,000: no exact zero by subgradient steps. proximal: diverged at step 7."


def test_every_outcome_is_one_of_the_options() -> None:
    asked = setting(1.0, net=(20, 3))
    for options, outcomes in (
        (questions.doubled_options(plain), {"none", "some", "most", "diverged"}),
        (questions.subgradient_options(plain), {"none", "alike", "fewer", "more", "diverged"}),
        (questions.layer_options(plain, asked), {"W1", "W2", "W3", "alike", "diverged"}),
        (questions.warm_up_options(plain), {"fewer", "alike", "more", "diverged"}),
    ):
        assert set(options) == outcomes
        assert len(set(options.values())) == len(options)


def test_where_the_trainer_holds_what_plain_numbers_would_round_to_0_it_is_told() -> None:
    """circles, m = 20, seed 5, start 6, λ = 60: a plain loop in float64 ends with weights of exactly 0."""
    asked = setting(30.0, data="circles", m=20, seed=5, start=6, flip=0.1, net=(20, 3))
    code, because = questions.doubled(plain, asked)
    assert code == "none"
    assert "With λ = 60, 0 of 103 weights are exactly 0 after step 1,000." in because
    assert "The trainer holds what L2 alone shrinks near 1.2·10⁻⁷⁷" in because
    assert zeros(by_hand(asked, "l2", 60.0)) == 72


def test_where_nothing_is_held_a_plain_loop_ends_with_the_same_zeros() -> None:
    for asked in SETTINGS:
        _code, because = questions.doubled(plain, asked)
        shrunk = by_hand(asked, "l2", 2 * asked.lambd)
        if shrunk is not None and "The trainer holds" not in because:
            assert f" {zeros(shrunk)} of " in because


def test_lambda_is_said_as_it_is() -> None:
    for lambd in LAMBDAS:
        asked = setting(lambd)
        assert float(asked.strength.replace(",", "")) == pytest.approx(lambd)
        assert float(asked.twice.replace(",", "")) == pytest.approx(2 * lambd)
