"""The sentences about the race say what the run does."""

import numpy as np
import pytest

from l2core.race import Race, run_race
from lessons.descent_speed.notice import points
from lessons.descent_speed.words import alarm, remark, remarks

LAMBDAS = np.array([0.5, 1.0, 10.0, 16.0, 25.0])


def english(message: str) -> str:
    return message


def race(w0=2.0, eta=0.1, l1_step="proximal", r=0.5, h=0.0, c=0.0) -> Race:
    return run_race(w0, LAMBDAS, eta, 100, l1_step=l1_step, l1_ratio=r, curvature=h, center=c)


def with_data(**choice) -> Race:
    return race(**{"h": 1.0, "c": 1.0} | choice)


def said(run: Race, lam: int = 0) -> str:
    return "\n".join(points(english, run, lam))


@pytest.mark.parametrize(
    ("lam", "outlook"), [(0, "monotone"), (2, "monotone"), (3, "oscillates"), (4, "diverges")]
)
def test_the_alarm_says_before_the_run_what_the_run_does(lam, outlook):
    run = race()
    color, sentence = alarm(english, run, lam)
    assert color == {"oscillates": "orange", "diverges": "red"}.get(outlook)
    assert sentence.startswith(f"ηλ = {0.1 * LAMBDAS[lam]:.3g}: ")
    sizes = np.abs(run.weights["l2"][lam])
    assert (sizes[-1] < sizes[0]) == (outlook != "diverges")
    assert bool((run.weights["l2"][lam] < 0).any()) == (outlook != "monotone")
    assert ("⚠" in remark(english, run, lam)) == (outlook != "monotone")


def test_there_is_a_remark_for_every_lambda():
    assert remarks(english, race()) == [remark(english, race(), lam) for lam in range(len(LAMBDAS))]


def test_the_alarm_names_the_data_where_they_alone_throw_the_weight_off():
    run = with_data(eta=0.5, h=5.0)
    color, sentence = alarm(english, run, 0)
    assert color == "red"
    assert "ηh = 2.5" in sentence
    assert "by −1.5" in sentence
    assert np.abs(run.weights["none"][0, -1]) > 1e6


def test_the_alarm_counts_the_curvature_of_the_data():
    run = with_data(h=1.0)
    color, sentence = alarm(english, run, 3)
    assert color == "orange"
    assert sentence.startswith("η(h + λ) = 1.7: ")
    assert "distance from rest by −0.7" in sentence


def test_what_to_notice_is_what_the_run_did():
    assert (
        "takes off 0.05 at every step, and at the last what is left: a straight line, exactly 0 from step 40"
        in said(race())
    )
    assert "Within 0.01 of 0 from step 104 on, never exactly 0" in said(race())
    assert "Here L2 leads at first, and L1 from step 33 on." in said(race())
    assert "It needs 500 steps to 0" in said(race(w0=5.0, eta=0.02))
    assert "lands on exactly 0" in said(race(), 2)
    assert "by −0.6 at each step" in said(race(), 3)
    assert "never settles" in said(race(), 4)
    assert "is L2" in said(race(r=0.0))
    assert "is L1" in said(race(r=1.0))


def test_what_to_notice_of_subgradient_steps_depends_on_whether_they_hit_zero():
    assert "It is never exactly 0" in said(race(w0=2.02, l1_step="subgradient"))
    assert "by accident" in said(race(w0=2.0, eta=0.5, l1_step="subgradient"), 1)
    rounded = race(w0=2.1, l1_step="subgradient")
    assert 0 < np.abs(rounded.weights["l1"][0]).min() < 1e-12  # 42 steps of 0.05 are not 2.1 in binary
    assert "but rounding leaves" in said(rounded)
    assert "exactly 0 from" not in said(race(l1_step="subgradient"))


def test_what_to_notice_with_data_are_the_resting_points():
    assert "lowest at 0.5. It takes the amount λ/h = 0.5" in said(with_data())
    assert "lowest at 0.667" in said(with_data())
    assert "lowest at exactly 0. Its λ = 1 holds" in said(with_data(), 1)
    assert "for which here the data ask too" in said(with_data(c=0.0))
    assert "Does it get there?" in said(with_data(), 4)
    assert "died at step 3" in said(with_data(w0=0.5, c=-1.0, l1_step="clipped"))
    assert "died" not in said(with_data(l1_step="clipped"))
