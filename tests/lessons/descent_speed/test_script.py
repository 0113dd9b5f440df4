"""The race as a script: it prints the numbers of the page."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from charts.descent_speed.race_to_zero import race_to_zero
from charts.descent_speed.scoreboard import racer_names
from charts.descent_speed.speeds import speeds
from charts.numbers import number
from charts.penalties import penalty_names
from dashboard.text import N_
from l2core.descent import steps_to_fall
from lessons.descent_speed.choice import CURVATURES, RATES, Choice
from lessons.descent_speed.formula import NEAR
from lessons.descent_speed.run import LAMBDAS, STEPS, TRACKS, run
from lessons.descent_speed.script import source
from lessons.descent_speed.words import no_remarks
from tests.scripts import agree, printed, printed_by_a_file

PLAIN = Choice(2.0, 0.1, "proximal", False, 0.5, 0.0, 0.0, False)
PULLED = Choice(0.5, 0.1, "clipped", True, 0.25, 1.0, -1.0, True)


def numbers_of_the_page(choice: Choice, step: int, lam: int) -> dict[str, float]:
    """What the page shows, by the names that the script has for it."""
    race = run(choice)
    found = {f"{name} at step {t}": w[lam, t] for name, w in race.weights.items() for t in range(STEPS + 1)}
    found |= {f"{name} at the bar": w[lam, step] for name, w in race.weights.items()}
    found |= {"step size of L1": race.step_size(lam), "factor of L2": race.factor(lam)}
    if race.resting:
        found |= {f"lowest cost of {name}": float(w[lam]) for name, w in race.resting.items()}
    else:
        rule = (choice.w0, LAMBDAS[lam], choice.eta)
        found["steps of L1 to 0"] = steps_to_fall(rule[0], "l1", *rule[1:])
        found["steps of L2 until it is near 0"] = steps_to_fall(rule[0], "l2", *rule[1:], threshold=NEAR)
    for name in race.weights:
        since = race.zero_since(name, lam)
        if since is not None:
            found[f"{name} is exactly 0 from step"] = since
    reach = 1.05 * max(choice.w0, abs(choice.center) if race.resting else 0, 1.5)
    for name in race.weights:
        r = {"l1": 1.0, "l2": 0.0, "elastic_net": choice.l1_ratio}.get(name)
        if r is not None:
            for size in np.linspace(0, reach, 11)[1:]:
                found[f"speed of {name} at {size:.4g}"] = LAMBDAS[lam] * (r + (1 - r) * size)
    return found


CHOICES = st.builds(
    Choice,
    st.integers(1, 50).map(lambda tenths: tenths / 10),
    st.sampled_from(RATES),
    st.sampled_from(["proximal", "subgradient", "clipped"]),
    st.booleans(),
    st.integers(0, 20).map(lambda share: share / 20),
    st.sampled_from((0.0, *CURVATURES)),
    st.integers(-30, 30).map(lambda tenths: tenths / 10),
    st.booleans(),
)


@settings(max_examples=15, deadline=None)
@given(CHOICES, st.integers(0, STEPS), st.integers(0, TRACKS[1].last))
@example(PLAIN, 20, 7)
@example(PULLED, 30, 7)
@example(replace(PLAIN, elastic_net=True, l1_ratio=0.0, l1_step="subgradient"), 0, 0)
@example(replace(PLAIN, elastic_net=True, l1_ratio=1.0, l1_step="clipped"), 100, 24)
@example(replace(PLAIN, eta=1.0, w0=5.0), 100, 24)
@example(replace(PULLED, eta=1.0, curvature=5.0, center=3.0, l1_step="proximal"), 100, 24)
@example(replace(PULLED, center=0.0, l1_ratio=0.0), 3, 12)
def test_the_script_prints_the_numbers_of_the_page(choice: Choice, step: int, lam: int) -> None:
    if not choice.curvature:
        choice = replace(choice, center=0.0)
    agree(printed(source(choice, step, lam)), numbers_of_the_page(choice, step, lam))


@pytest.mark.parametrize("choice", [PLAIN, PULLED])
def test_the_script_prints_what_the_tables_of_the_pictures_say(choice: Choice) -> None:
    race, at = run(choice), {"step": 12, "lam": 9}
    found = printed(source(choice, at["step"], at["lam"]))
    drawn = race_to_zero(N_, race, no_remarks(race), TRACKS, at)
    assert drawn.numbers is not None
    table, names = drawn.numbers(), racer_names(N_)
    for racer in race.weights:
        weights = [number(found[f"{racer} at step {t}"], 5) for t in range(STEPS + 1)]
        assert weights == list(table[names[racer]])
    drawn = speeds(N_, race, TRACKS, at)
    assert drawn.numbers is not None
    table, names = drawn.numbers(), penalty_names(N_)
    for racer in ("l1", "l2", *["elastic_net"] * choice.elastic_net):
        paces = [number(v) for name, v in found.items() if name.startswith(f"speed of {racer} at")]
        assert paces == list(table[names[racer]])


def test_the_script_is_a_file_that_runs_by_itself(tmp_path: Path) -> None:
    expected = {name: float(f"{x:.6g}") for name, x in numbers_of_the_page(PULLED, 30, 7).items()}
    found = printed_by_a_file(source(PULLED, 30, 7), tmp_path)
    assert list(found) == list(expected)
    assert found == pytest.approx(expected, rel=1e-5)


def test_what_does_not_race_is_not_in_the_script() -> None:
    plain = source(PLAIN, 0, 0)
    assert "l1_ratio" not in plain
    assert "curvature" not in plain
    assert "l1_ratio = 0.25" in source(PULLED, 0, 0)
    assert "curvature, center = 1.0, -1.0" in source(PULLED, 0, 0)
