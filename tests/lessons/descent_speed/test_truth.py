"""Every sentence about the race is true: read word by word, and held against steps in exact fractions."""

import re

import pytest

from charts.descent_speed.race_to_zero import race_to_zero
from lessons.descent_speed.notice import points
from lessons.descent_speed.run import LAMBDAS, TRACKS
from lessons.descent_speed.words import alarm, remark
from tests.lessons.descent_speed.claims_of_notice import POINTS
from tests.lessons.descent_speed.claims_of_words import ALARMS, REMARKS, Holds
from tests.lessons.descent_speed.exact_race import State, random_states


def english(message: str) -> str:
    return message


def proved(sentence: str, at: State, claims: dict[str, Holds]) -> str:
    """The claim that a sentence makes, once it is seen to hold."""
    made = [(claim, found) for claim in claims if (found := re.fullmatch(claim, sentence))]
    assert len(made) == 1, f"{sentence} makes {len(made)} claims known here"
    claim, found = made[0]
    assert claims[claim](at, *found.groups()), f"{at}: {sentence}"
    return claim


def prove_all(at: State) -> set[str]:
    color, sentence = alarm(english, at.race, at.index)
    made = proved(sentence, at, {claim: holds for claim, (_color, holds) in ALARMS.items()})
    assert color == ALARMS[made][0]
    in_picture = proved(remark(english, at.race, at.index), at, REMARKS)
    noticed = {proved(point, at, POINTS) for point in points(english, at.race, at.index)}
    return {made, in_picture, *noticed}


def test_every_sentence_is_true_and_every_kind_is_met() -> None:
    made: set[str] = set()
    for state in (*random_states(500, seed=0), *NAMED):
        made |= prove_all(state)
    assert made == {*ALARMS, *REMARKS, *POINTS}


# States at which a sentence was once false.

NAMED = [
    State(w0="1"),  # L1 and L2 level after one step: nobody leads
    State(lam="2", h="1", c="1"),  # the line of L1 does not meet the grey one
    State(w0="0.1", lam="0.1", h="1", c="1"),  # L2 grows
    State(eta="0.5", lam="1", h="1", c="0"),  # L2 at 0 after one step
    State(l1_step="subgradient", lam="2", h="1", c="1"),  # jumps at its lowest cost, 0
    State(r="1"),
    State(lam="20"),  # ηλ(1 − r) = 1: the elastic net is at 0 at once
    State(r="0"),
    State(l1_step="subgradient", eta="0.01"),  # not at 0 within the race
    State(eta="1", lam="25", w0="5"),
    State(eta="1", h="2", c="1"),  # ηh = 2: to and fro, no farther
    State(eta="1", lam="1", w0="0.1", h="5", c="0"),  # ηh = 5, and L1 is at rest at once
    State(w0="1", eta="1", lam="1", h="1", c="2"),  # L2 starts at rest where no step leads closer
    State(w0="1", lam="1", h="1", c="2"),  # L2 starts at rest
    State(w0="1", eta="0.5", lam="2", h="1", c="3"),  # L2 starts at rest where it would overshoot
    State(lam="0.16", h="0.2", c="0.8"),  # h|c| = λ, and 0.2 · 0.8 is 0.16000000000000003
    State(l1_step="subgradient", lam="0.5", h="0.5", c="1"),  # h|c| = λ: no jumping
    State(l1_step="subgradient", eta="1", lam="1", h="1", c="1"),  # lands on 0, leaves it, lands on it
    State(l1_step="subgradient", eta="0.5", lam="2.5", h="2.0", c="1.5"),
    State(l1_step="subgradient", eta="0.3", lam="2.5", h="5", c="0.6"),  # ηh = 1.5
    State(l1_step="clipped", w0="0.5", h="1", c="-1"),
    State(
        l1_step="clipped", w0="1", eta="1", lam="1.6", h="2", c="1"
    ),  # dead, and the proximal one never arrives
    State(l1_step="clipped", w0="1", eta="0.5", lam="1", h="1", c="0"),  # lands on 0, and is not dead
    State(w0="5", eta="0.1", lam="16"),  # L1 and L2 level at step 2, but for rounding
    State(w0="1.5", eta="0.3", lam="4"),  # level after one step, but for rounding: L2 never leads
    State(l1_step="subgradient", w0="2.1"),  # 42 steps, but for rounding
    State(l1_step="subgradient", w0="2", eta="0.5", lam="1"),
]


@pytest.mark.parametrize("state", NAMED, ids=str)
def test_where_a_sentence_was_false_it_is_true(state: State) -> None:
    assert prove_all(state)


def test_nobody_is_said_to_lead_who_never_does() -> None:
    for lambd in LAMBDAS:
        state = State(w0="1", lam=f"{lambd:g}")
        assert not any("leads" in point for point in points(english, state.race, state.index))


# What is written in the picture, and said of it unseen.


def test_a_weight_is_called_zero_or_dead_in_the_picture_where_it_is() -> None:
    written = {"dead": 0, "exactly": 0}
    for at in (*random_states(250, seed=2), *NAMED):
        tracks, at_bar = TRACKS, {"step": 20, "lam": at.index}
        picture = race_to_zero(english, at.race, [""] * len(LAMBDAS), tracks, at_bar)
        rows = picture.tables["arrivals"]
        found = {row.penalty: row for row in rows[rows["lam"] == at.index].itertuples()}
        for racer in at.race.weights:
            since, row = at.zero_since(racer), found.get(racer)
            if row is None:  # subgradient steps miss 0 by rounding
                assert since is None or at.l1_step == "subgradient", (at, racer)
                continue
            dead = bool(at.h_) and at.died_at(racer) is not None
            assert row.step == since, (at, racer)
            assert (f": dead at 0 from step {since}" in row.text) == dead, (at, racer)
            assert (f": exactly 0 from step {since}" in row.text) != dead, (at, racer)
            written["dead" if dead else "exactly"] += 1
    assert min(written.values()) > 20


def test_an_elastic_net_without_l1_does_not_die() -> None:
    at = State(l1_step="clipped", eta="0.5", lam="1", h="1", c="0", r="0")
    picture = race_to_zero(english, at.race, [""] * len(LAMBDAS), TRACKS, {"step": 20, "lam": at.index})
    arrivals = picture.tables["arrivals"]
    assert "Elastic net: exactly 0 from step 1" in set(arrivals[arrivals["lam"] == at.index]["text"])
