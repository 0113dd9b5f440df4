"""What is said of many starts and draws, against SciPy's paired t-test and loops, on runs of every kind."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from dashboard.networks.grid import LAMBDAS, Grid
from dashboard.networks.problem import Problem, built_in
from l2core.checks import FloatArray
from lessons.overfit_vs_regularized.run import Here
from lessons.overfit_vs_regularized.spread_words import (
    differences_out_of_sight,
    draw_differences,
    out_of_sight,
    start_differences,
)
from tests.lessons.overfit_vs_regularized.states import english, number_after

RUNS, S, L = 20, 3, len(LAMBDAS)
GRID = Grid(epochs=2)


def place(seed: int = 3, data: str = "football", lam: int = 12, step: int = 2) -> Here:
    problem = Problem(data, built_in("football", 20, 0.0, 1.0, 0), 0.0, 1.0, seed)
    nothing: Any = None
    return Here(problem, GRID, nothing, {}, {}, lam, step)


def runs(seed: int) -> dict[str, FloatArray]:
    """Losses with effects of every size, some nets that run away, some that diverge, now and then all."""
    rng = np.random.default_rng(seed)
    free = rng.uniform(0.3, 2, (RUNS, S, 1))
    every = {"none": free}
    for penalty in ("l2", "l1"):
        effect = rng.choice([0, 0.003, -0.05, 0.3]) + rng.choice([0.001, 0.1]) * rng.normal(size=(RUNS, S, L))
        every[penalty] = free + effect
    for losses in every.values():
        losses[rng.random(RUNS) < rng.choice([0, 0.2])] *= rng.choice([4, 30])
        losses[rng.random(RUNS) < rng.choice([0, 0.1, 0.96])] = np.nan
    return every


def at(validation: dict[str, FloatArray], here: Here) -> dict[str, FloatArray]:
    return {p: v[:, here.step, min(here.lam, v.shape[2] - 1)] for p, v in validation.items()}


def paired(validation: dict[str, FloatArray], penalty: str, here: Here) -> tuple[list[float], list[float]]:
    now = at(validation, here)
    pairs = [(a, b) for a, b in zip(now[penalty], now["none"], strict=True) if a == a and b == b]
    return [a for a, _b in pairs], [b for _a, b in pairs]


@pytest.mark.parametrize("seed", range(60))
def test_a_change_is_told_where_the_paired_t_statistic_is_beyond_two(seed: int) -> None:
    here, validation = place(), runs(seed)
    for words in (
        start_differences(english, validation, here),
        " ".join(draw_differences(english, validation, here)),
    ):
        assert "nan" not in words
        for penalty, name in (("l2", "L2"), ("l1", "L1")):
            with_, without = paired(validation, penalty, here)
            if len(with_) < 2:
                assert f"{name}: too few nets are left" in words
                continue
            t, error = stats.ttest_rel(with_, without).statistic, stats.sem(np.subtract(with_, without))
            clear = f"{name} changes the validation loss by **"
            assert (clear in words) == (abs(t) > 2)
            assert (f"{name} changes it by " in words) == (not abs(t) > 2)
            said = clear if clear in words else f"{name} changes it by "
            unit = 0.0051 if error >= 0.01 else 0.00051
            mean, written = number_after(said, words), number_after("±", words.split(said)[1])
            assert (mean, written) == pytest.approx((np.mean(with_) - np.mean(without), error), abs=unit)


@pytest.mark.parametrize("seed", range(20))
def test_draws_are_counted_and_the_one_on_the_page_has_its_rank(seed: int) -> None:
    here, validation = place(seed=seed % 25), runs(seed)
    words = " ".join(draw_differences(english, validation, here))
    for penalty, name in (("l2", "L2"), ("l1", "L1")):
        with_, without = paired(validation, penalty, here)
        changes = [a - b for a, b in zip(with_, without, strict=True)]
        if len(changes) < 2:
            continue
        lower = sum(change < 0 for change in changes)
        assert f"lower with {name} in {lower} of {len(changes)} draws" in words
        now = at(validation, here)
        own = now[penalty][here.problem.seed] - now["none"][here.problem.seed] if seed % 25 < RUNS else np.nan
        ranked = f"of the {len(changes)} draws gain more by {name}"
        assert (ranked in words) == bool(own == own)
        if own == own:
            assert f"; {sum(change < own for change in changes)} {ranked}" in words
    assert "start seed 0" in words


def test_splits_of_one_table_are_not_called_independent() -> None:
    said = {
        data: " ".join(draw_differences(english, runs(1), place(data=data)))
        for data in ("football", "breast_cancer")
    }
    assert "share rows" in said["breast_cancer"]
    assert "share rows" not in said["football"]


def test_the_starts_do_not_speak_for_other_data() -> None:
    words = start_differences(english, runs(2), place())
    assert "on these points alone" in words
    assert "luck of the start" not in words
    assert f"the bar has {len(GRID.steps()) * len(LAMBDAS):,} places" in words


@pytest.mark.parametrize("seed", range(40))
def test_what_a_picture_does_not_hold_is_counted(seed: int) -> None:
    here, validation = place(), runs(seed)
    now, words = at(validation, here), out_of_sight(english, runs(seed), here)
    for penalty, name in (("none", "No penalty"), ("l2", "L2"), ("l1", "L1")):
        above = sum(loss > 5 for loss in now[penalty])
        lost = sum(loss != loss for loss in now[penalty])
        told = [sentence for sentence in words if f"picture of {name}:" in sentence]
        assert len(told) == (1 if above + lost else 0)
        if told:
            assert f"{above} of 20 starts above 5 nats, {lost} that diverged" in told[0]
            sound = [loss for loss in now[penalty] if loss == loss]
            mean = np.mean(sound) if len(sound) > 1 else 0
            assert ("The mean of those" in told[0]) == (mean > 5)
    pairs = differences_out_of_sight(english, validation, here)
    for penalty, name in (("l2", "L2"), ("l1", "L1")):
        changes = [a - b for a, b in zip(now[penalty], now["none"], strict=True)]
        beyond, lost = sum(abs(change) > 5 for change in changes), sum(change != change for change in changes)
        told = [sentence for sentence in pairs if f"under {name}:" in sentence]
        assert len(told) == (1 if beyond + lost else 0)
        assert not told or f"{beyond} of 20 beyond ±5 nats, {lost} where a net diverged" in told[0]
