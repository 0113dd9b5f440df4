"""What the places worth seeing are said to show, they show."""

import numpy as np
import pytest

from l2core.checks import FloatArray
from lessons.overfit_vs_regularized.choice import SIZE
from lessons.overfit_vs_regularized.presets import known_to_fail, known_to_work
from lessons.overfit_vs_regularized.run import Here
from tests.lessons.overfit_vs_regularized.states import answers, english, every_weight, state, weights_at

EARLY = 3  # the kept step of the second place


def there(label: str) -> Here:
    """The state of the preset of this name, through its own address."""
    every = [*known_to_work(english, 17), *known_to_fail(english)]
    (preset,) = (preset for preset in every if preset.words == label)
    numbers = {"m": int, "flip": int, "eta": float}
    codes = {name: numbers.get(name, str)(code) for name, code in preset.codes.items() if name != "step"}
    now = state(**codes, step=EARLY if "step" in preset.codes else 40)
    assert preset.codes.get("step", str(now.epoch)) == str(now.epoch)
    return now


def bends(now: Here, penalty: str) -> float:
    """By how many right angles the edge between the classes turns, on a grid of its own: its curvature."""
    side = np.linspace(-1, 1, 60)
    points = np.stack(np.meshgrid(side, side)).reshape(2, -1)
    inside = (answers(weights_at(now, penalty, now.step), points) > 0.5).reshape(60, 60)
    return float(np.sum(inside[:, 1:] != inside[:, :-1]) + np.sum(inside[1:] != inside[:-1]))


def test_where_the_page_starts_either_penalty_about_halves_the_loss_and_straightens_the_boundary() -> None:
    now = there("Where the page starts")
    assert (now.lambd, now.m) == ("1", SIZE)
    for penalty in ("l2", "l1"):
        assert 0.4 < now.nets[penalty].validation / now.nets["none"].validation < 0.6
        assert bends(now, penalty) < bends(now, "none")


def test_after_few_steps_the_free_net_is_as_good_as_the_others_at_the_end() -> None:
    free, end = there("Stopped in time").nets["none"], there("Where the page starts").nets
    assert free.validation < min(end["l2"].validation, end["l1"].validation)


def test_with_plenty_of_data_a_penalty_gains_far_less() -> None:
    many, few = there("Plenty of data"), there("Where the page starts")
    assert many.m == 300
    for penalty in ("l2", "l1"):
        gains = [now.nets["none"].validation - now.nets[penalty].validation for now in (many, few)]
        assert gains[0] < gains[1] / 5


def test_measured_data_tell_the_same_story() -> None:
    now = there("Measured, not made")
    none = now.nets["none"]
    assert none.validation > 1.5 * none.best
    for penalty in ("l2", "l1"):
        assert now.nets[penalty].validation < 0.6 * none.validation


def test_a_small_sample_is_learned_by_heart() -> None:
    now = there("Small sample, no penalty")
    split = now.problem.split
    given = answers(weights_at(now, "none", now.step), split.X_train)
    assert ((given > 0.5) == (split.Y_train[0] > 0.5)).all()
    assert now.nets["none"].training < 0.01
    assert now.nets["none"].validation > 5 * now.nets["none"].best


def test_a_weak_penalty_does_not_keep_the_nets_from_learning_wrong_labels() -> None:
    now, true = there("Label noise 20 %"), there("Where the page starts").problem.split.Y_train
    learned = now.problem.split.Y_train
    wrong = (learned != true)[0]
    assert 10 < wrong.sum() < 30
    for penalty in now.nets:
        given = answers(weights_at(now, penalty, now.step), now.problem.split.X_train) > 0.5
        assert np.mean(given[wrong] == (learned[0] > 0.5)[wrong]) > 0.5


def test_too_large_a_lambda_takes_the_weights() -> None:
    now = there("λ too large")
    for penalty in ("l2", "l1"):
        weights = weights_at(now, penalty, now.step)
        assert np.abs(every_weight(weights)).max() < 1e-3
        assert np.ptp(answers(weights, now.problem.split.X_train)) < 1e-6


def right(now: Here, penalty: str) -> float:
    split = now.problem.split
    given: FloatArray = answers(weights_at(now, penalty, now.step), split.X_validation)
    return float(np.mean((given > 0.5) == (split.Y_validation[0] > 0.5)))


def test_on_spirals_a_penalty_that_helps_elsewhere_costs_right_answers() -> None:
    now = there("Spirals at λ = 1")
    weak = state(data="spirals", lam="0.01")
    for penalty in ("l2", "l1"):
        assert right(now, penalty) < right(now, "none") - 0.05
        assert right(weak, penalty) > right(now, penalty) + 0.05


def test_eta_and_lambda_too_large_together_throw_the_weights_out() -> None:
    now = there("η and λ too large together")
    assert now.grid.learning_rate * float(now.lambd) / now.m > 2
    assert now.nets["l2"].diverged_at > 0
    sizes = [np.abs(every_weight(weights_at(now, "l2", s))).max() for s in range(3)]
    assert sizes[0] < sizes[1] < sizes[2]


@pytest.mark.parametrize("links", [known_to_fail(english), known_to_work(english, 17)])
def test_every_place_has_a_name_and_a_reason_of_its_own(links: list[object]) -> None:
    assert len({(preset.words, preset.why) for preset in links}) == len(links)
