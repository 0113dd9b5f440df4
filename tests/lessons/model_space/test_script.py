"""The model space as a script: it prints the numbers of the page."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from charts.model_space.panel import panel_numbers
from charts.model_space.places import LAMBDAS, REACHES
from charts.numbers import number
from dashboard.text import N_
from l2core.bowl import gradient, loss
from l2core.optima import touch
from l2core.random_bowls import expected_rate
from l2core.region import budget_of_reach
from lessons.model_space import run
from lessons.model_space.choice import CENTERS, STRETCHES, TILTS, TRACKS, Choice
from lessons.model_space.script import source
from tests.scripts import agree, printed, printed_by_a_file

PLAIN = Choice((0.7, 1.5), 4.0, 150.0, "budget", False, 0.5)
MIXED = Choice((-0.4, 1.8), 10.0, 45.0, "lam", True, 0.25)


def numbers_of_the_page(choice: Choice, at: int, seed: int | None) -> dict[str, float]:
    """What the page shows, by the names that the script has for it."""
    here = run.here(choice, at)
    H = here.bowl.hessian
    found = {"H11": H[0, 0], "H22": H[1, 1], "H12": H[0, 1]}
    for penalty in choice.penalties:
        optima = here.optima[penalty]
        w, touched = optima.w[at], touch(optima, at)
        pull = -gradient(here.bowl, w)
        of_penalty = {
            "w1": w[0],
            "w2": w[1],
            "lambda": optima.lambd[at],
            "budget t": optima.reach[at],
            "loss": loss(here.bowl, w),
            "pull on w1": pull[0],
            "pull on w2": pull[1],
            "weights that are exactly 0": np.sum(w == 0),
        }
        if touched.kind == "corner":
            of_penalty |= {"0 from t": touched.since, "0 down to t": touched.until}
        if touched.kind == "edge":
            of_penalty["no 0 before t"] = touched.until
        found |= {f"{penalty}: {name}": float(value) for name, value in of_penalty.items()}
    if seed is not None:
        for penalty in choice.penalties:
            found |= {f"{penalty}: {name}": value for name, value in _landed(choice, at, penalty, seed)}
    return found


def _landed(choice: Choice, at: int, penalty: str, seed: int) -> list[tuple[str, float]]:
    landed = run.landings(choice, penalty, seed)
    low, high = landed.interval
    hard, r = choice.drive == "budget", choice.l1_ratio
    place = REACHES[at] if hard else LAMBDAS[at]
    strength = {"budget": budget_of_reach(penalty, place, l1_ratio=r)} if hard else {"lambd": place}
    return [
        ("bowls on an axis", int(landed.on_axis[at].sum())),
        ("share of them", landed.rate[at]),
        ("lower end of its band", low[at]),
        ("upper end of its band", high[at]),
        ("share of all bowls", float(expected_rate(penalty, **strength, l1_ratio=r))),
    ]


CHOICES = st.builds(
    Choice,
    st.tuples(st.sampled_from(CENTERS), st.sampled_from(CENTERS)),
    st.sampled_from(STRETCHES),
    st.sampled_from(TILTS),
    st.sampled_from(["budget", "lam"]),
    st.booleans(),
    st.integers(0, 20).map(lambda share: share / 20),
)


@settings(max_examples=12, deadline=None)
@given(CHOICES, st.floats(0, 1), st.none())
@example(PLAIN, 0.7, 3)
@example(PLAIN, 1.0, 3)  # t = 0
@example(MIXED, 0.0, None)  # λ = 0
@example(MIXED, 1.0, None)
@example(replace(MIXED, l1_ratio=0.0, drive="budget"), 0.7, None)
@example(replace(MIXED, l1_ratio=1.0), 0.5, None)
@example(replace(PLAIN, center=(0.0, 0.0), stretch=1.0, tilt=0.0), 0.5, None)
@example(replace(PLAIN, center=(0.5, 1.5), tilt=45.0, drive="lam"), 35 / 61, None)  # L2 crosses an axis
@example(replace(PLAIN, center=(0.0, 1.5), tilt=90.0), 0.7, None)  # a zero of the loss
def test_the_script_prints_the_numbers_of_the_page(choice: Choice, share: float, seed: int | None) -> None:
    at = round(share * TRACKS[choice.drive].last)
    agree(printed(source(choice, at, seed)), numbers_of_the_page(choice, at, seed))


@pytest.mark.parametrize(("choice", "at"), [(PLAIN, 40), (MIXED, 20)])
def test_the_script_prints_what_the_tables_of_the_pictures_say(choice: Choice, at: int) -> None:
    found, here = printed(source(choice, at)), run.here(choice, at)
    for penalty in choice.penalties:
        table = panel_numbers(N_, here.bowl, here.optima[penalty], at)
        names = ("w1", "w2", "lambda", "budget t", "loss")
        assert [number(found[f"{penalty}: {name}"]) for name in names] == list(table.iloc[0])


def test_the_script_is_a_file_that_runs_by_itself(tmp_path: Path) -> None:
    expected = {name: float(f"{x:.6g}") for name, x in numbers_of_the_page(MIXED, 30, None).items()}
    found = printed_by_a_file(source(MIXED, 30, None), tmp_path)
    assert list(found) == list(expected)
    assert found == pytest.approx(expected, rel=1e-5)


def test_what_is_not_on_the_page_is_not_in_the_script() -> None:
    plain = source(PLAIN, 0)
    assert "elastic_net" not in plain
    assert "l1_ratio" not in plain
    assert "seed" not in plain
    assert "l1_ratio = 0.25" in source(MIXED, 0)
    assert "seed, count = 7, 200" in source(PLAIN, 0, 7)
