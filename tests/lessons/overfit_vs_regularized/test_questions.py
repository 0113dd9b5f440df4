"""The answers of each question exclude each other and leave nothing out, and the run's is the right one."""

import itertools

import numpy as np
import pytest
from scipy import stats

from l2core.datasets import classification
from l2core.network import initialize_parameters
from l2core.training import train
from lessons.overfit_vs_regularized import questions
from lessons.overfit_vs_regularized.run import Here
from tests.lessons.overfit_vs_regularized.states import english, losses_of, random_states, state, weights_at

BUILT_IN = [case for case in random_states(30, seed=7) if case["data"] != "breast_cancer"]
CASES = [*BUILT_IN[:14], {"m": 20, "net": "5-3", "seed": 0, "start": 0, "eta": 2.0}, {"lam": "50"}]


def now_at(case: dict[str, object]) -> Here:
    return state(**({"epochs": 400} | case))


@pytest.mark.parametrize("case", CASES)
def test_the_best_lambda_is_the_lowest_of_all_and_flat_where_all_are_alike(case: dict[str, object]) -> None:
    now = now_at(case)
    split, last = now.problem.split, len(now.grid.steps()) - 1
    every = [
        losses_of(weights_at(now, "l2", last, k), split.X_validation, split.Y_validation) for k in range(25)
    ]
    means = np.array([losses.mean() for losses in every])
    code, words = questions.best_lambda(english, now)
    assert set(questions.best_lambda_options(english)) == {"low", "middle", "high", "none"}
    if np.nanmax(means) - np.nanmin(means) <= 0.02:
        assert code == "none"
        return
    best = int(np.nanargmin(means))
    zones = {"low": range(9), "middle": range(9, 16), "high": range(16, 25)}
    assert best in zones[code]
    assert f"It is lowest, {means[best]:.3f}, at λ = {now.grid.recipes()[1 + best].lambd:.3g}" in words
    alike = 0
    for k, losses in enumerate(every):
        if k != best and np.isfinite(losses).all():
            change = losses - every[best]
            alike += bool(abs(change.mean()) <= 2 * stats.sem(change))
    assert f" {alike} of the others are within two standard errors of it." in words


@pytest.mark.parametrize("case", CASES)
def test_the_largest_gap_is_that_of_the_losses_of_three_nets(case: dict[str, object]) -> None:
    now = now_at(case)
    split, last = now.problem.split, len(now.grid.steps()) - 1
    code, words = questions.largest_gap(english, now)
    assert set(questions.largest_gap_options(english)) == {"none", "l2", "l1", "tie"}
    losses = {
        penalty: [
            losses_of(weights_at(now, penalty, last), X, Y).mean()
            for X, Y in ((split.X_train, split.Y_train), (split.X_validation, split.Y_validation))
        ]
        for penalty in ("none", "l2", "l1")
    }
    gaps = {penalty: b - a for penalty, (a, b) in losses.items() if np.isfinite(a + b)}
    for penalty in losses:
        gap = f"{gaps[penalty]:+.3f}".replace("-", "−") if penalty in gaps else "diverged"
        assert gap in words or abs(gaps.get(penalty, 1)) < 1e-3
    first, *rest = sorted(gaps, key=lambda penalty: -gaps[penalty]) or ["tie"]
    right = first if not rest or gaps[first] > gaps[rest[0]] + 0.02 else "tie"
    assert code == right
    if "Nothing holds its weights" in words:
        assert code == "none"
        assert losses["none"][0] < min(losses["l2"][0], losses["l1"][0])


@pytest.mark.parametrize("case", CASES[:6])
def test_why_a_lambda_is_best_holds_for_the_losses_at_the_ends(case: dict[str, object]) -> None:
    now = now_at(case)
    split, last = now.problem.split, len(now.grid.steps()) - 1
    training, validation = (
        np.array([losses_of(weights_at(now, "l2", last, k), X, Y).mean() for k in range(25)])
        for X, Y in ((split.X_train, split.Y_train), (split.X_validation, split.Y_validation))
    )
    best, (_code, words) = int(np.nanargmin(validation)), questions.best_lambda(english, now)
    gaps = validation - training
    if "Too little λ" in words:
        assert gaps[0] > gaps[best]
        assert training[-1] > training[best]
        assert f"{gaps[0]:+.3f} at λ = 0.01" in words
        assert f"training loss {training[-1]:.3f} at λ = 100" in words


def test_each_act_has_options_that_its_outcome_is_one_of_and_places_to_see() -> None:
    now = state(m=50, net="5-3", epochs=60)
    for act in questions.acts(english):
        told = questions.outcome(english, now, act.name)
        assert told.happened in act.options
        for show in told.shows:
            assert show.codes["net"] == "5-3"
            assert show.codes["step"] in map(str, now.grid.steps())
    lowest = int(np.argmin(np.asarray(now.history.validation_loss)[:, 0]))
    (show,) = questions.outcome(english, now, "gap").shows
    assert show.codes["step"] == str(now.grid.steps()[lowest])
    sizes = [show.codes["m"] for show in questions.outcome(english, now, "size").shows]
    assert sizes == ["20", "300"]


@pytest.mark.parametrize("case", CASES)
def test_who_does_worst_is_told_where_the_test_points_tell_it(case: dict[str, object]) -> None:
    now = now_at(case)
    code, words = questions.worst_with_noise(english, now)
    assert set(questions.worst_with_noise_options(english)) == {"none", "l2", "l1", "tie"}
    noisy = classification(
        now.problem.name,
        seed=now.problem.seed,
        training_size=now.m,
        label_noise=0.2,
        noise=None,
    )
    grid = now.grid
    run = train(
        noisy.X_train,
        noisy.Y_train,
        {name: w[0, 0] for name, w in now.history.weights.items()},
        [grid.recipes()[k] for k in (0, 1 + now.lam, 26 + now.lam)],
        epochs=grid.epochs,
    )
    if (run.diverged_at >= 0).any():
        assert "Diverged: " in words
        lost = [name for name, step in zip(("none", "l2", "l1"), run.diverged_at, strict=True) if step >= 0]
        assert code == (lost[0] if len(lost) == 1 else "tie")
        return
    losses = {
        p: losses_of(run.final(k), noisy.X_test, noisy.Y_test) for k, p in enumerate(("none", "l2", "l1"))
    }
    worst = []
    for one, own in losses.items():
        others = [own - theirs for other, theirs in losses.items() if other != one]
        if all(change.mean() > 2 * stats.sem(change) for change in others):
            worst.append(one)
    assert code == (worst[0] if worst else "tie")


@pytest.mark.parametrize("case", CASES[:8])
def test_what_is_left_of_the_gap_is_the_gap_of_two_runs(case: dict[str, object]) -> None:
    now = now_at(case)
    code, words = questions.gap_by_size(english, now)
    assert set(questions.gap_by_size_options(english)) == {"tenth", "less", "more", "none"}
    gaps = []
    for m in (20, 300):
        split = classification(
            now.problem.name, seed=now.problem.seed, training_size=m, label_noise=now.problem.label_noise
        )
        start = {name: w[0, 0] for name, w in now.history.weights.items()}
        run = train(split.X_train, split.Y_train, start, now.grid.recipes()[:1], epochs=now.grid.epochs)
        of = [(split.X_validation, split.Y_validation), (split.X_train, split.Y_train)]
        gaps.append(float(np.subtract(*(losses_of(run.final(0), *part).mean() for part in of))))
    few, many = gaps
    right = {
        "none": few <= 0.02,
        "tenth": few > 0.02 and many < few / 10,
        "less": few > 0.02 and few / 10 <= many < few,
        "more": few > 0.02 and many >= few,
    }
    assert sum(right.values()) == 1
    assert right[code]
    assert f"{few:+.3f}".replace("-", "−") in words


def test_where_nets_diverge_nothing_is_said_of_a_gap_or_a_best_lambda(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = now_at({"m": 20, "net": "5-3", "epochs": 20})
    lost = np.full_like(np.asarray(now.history.validation_loss), np.nan)
    monkeypatch.setattr(type(now.history), "validation_loss", property(lambda _self: lost), raising=False)
    monkeypatch.setattr(questions, "_gap_without_penalty", lambda _here, _size: np.nan)
    assert questions.gap_by_size(english, now)[0] == "none"
    assert questions.best_lambda(english, now)[0] == "none"


@pytest.mark.parametrize("means", list(itertools.product([0.0, 1.0], repeat=3)))
def test_of_three_losses_the_highest_must_be_above_both_others(means: tuple[float, ...]) -> None:
    noise = np.random.default_rng(0).normal(size=200)
    losses = {
        p: mean + 0.01 * noise * k
        for k, (p, mean) in enumerate(zip(("none", "l2", "l1"), means, strict=True))
    }
    alone = [p for p, mean in zip(losses, means, strict=True) if mean == 1 and sum(means) == 1]
    assert questions._clearly_highest(losses) == (alone[0] if alone else None)


@pytest.mark.parametrize("lam", ["0.01", "1", "100"])
def test_the_dots_of_the_run_are_the_differences_of_twenty_pairs_of_nets(lam: str) -> None:
    now = state(m=20, net="5-3", epochs=60, lam=lam)
    told = questions.outcome(english, now, "luck", [0, *[9] * 19])
    code, words = told.happened, told.because
    split, changes = now.problem.split, []
    for seed in range(20):
        run = train(
            split.X_train,
            split.Y_train,
            initialize_parameters((2, 5, 3, 1), seed),
            [now.grid.recipes()[k] for k in (0, 1 + now.lam)],
            epochs=60,
        )
        if (run.diverged_at < 0).all():
            none, l2 = (
                losses_of(run.final(k), split.X_validation, split.Y_validation).mean() for k in (0, 1)
            )
            changes.append(l2 - none)
    if len(changes) < 10:
        assert code == "lost"
        return
    below = sum(change < 0 for change in changes)
    drawn = sorted(min(max(np.floor(change / 0.2), -8), 7) / 5 + 0.1 for change in changes)
    span = drawn[-1 - len(drawn) // 10] - drawn[len(drawn) // 10]
    side = "below" if 4 * below >= 3 * len(drawn) else "above" if 4 * below <= len(drawn) else "neither"
    assert code == f"{side}_{'wide' if span > 0.41 else 'narrow'}"
    assert f"{below} of {len(drawn)} dots lie below 0, and the middle " in words
    assert "Of yours 1 lie below, and the middle 16 span 0." in words
