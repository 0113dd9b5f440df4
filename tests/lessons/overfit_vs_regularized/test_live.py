"""What the browser is given to say at a place of the bar is so: of the run, and in the picture."""

import re
from dataclasses import replace

import numpy as np
import pytest

from charts.overfit_vs_regularized.boundary_sheet import NODES, area
from dashboard.live_formula import packed_formula
from dashboard.live_words import Line
from dashboard.networks.start_words import diverged_sentence
from dashboard.networks.starts import over_starts
from dashboard.run_queue import Progress
from lessons.overfit_vs_regularized.formula import with_numbers
from lessons.overfit_vs_regularized.live import formula_line, notice_lines, start_lines
from lessons.overfit_vs_regularized.run import Here, at_every_place
from lessons.overfit_vs_regularized.spread_words import (
    differences_out_of_sight,
    out_of_sight,
    start_differences,
)
from lessons.overfit_vs_regularized.words import notices
from tests.lessons.overfit_vs_regularized.states import answers, english, random_states, state, weights_at

SHORT = {"epochs": 300}
CASES: list[dict[str, object]] = [
    {"m": 20, "net": "5-3", "seed": 0, "start": 0, "eta": 2.0},  # all nets diverge, or nearly
    {"data": "spirals", "m": 30, "net": "20-3"},
    *(case | {"m": 30, "net": "5-3"} for case in random_states(1, seed=11)),
]


def sentence(line: Line, here: Here) -> str:
    place = 0
    for track in line.tracks:
        place = place * track.places + {"lam": here.lam, "step": here.step}[track.name]
    return line.sentences[place]


def check_order(now: Here, every: list[Here]) -> None:
    assert [(here.lam, here.step) for here in every] == [
        (lam, step) for lam in range(25) for step in range(len(now.grid.steps()))
    ]


@pytest.mark.parametrize("case", CASES)
def test_words_and_formula_are_those_of_the_place(case: dict[str, object]) -> None:
    now = state(**(SHORT | case))
    borders, *lines = notice_lines(english, now)
    formula = formula_line(english, now)
    assert [track.name for track in lines[0].tracks] == ["step"]  # no penalty: whatever λ is
    assert len(packed_formula(formula)["places"]) == 25 * len(now.grid.steps())
    every = at_every_place(now, Progress())
    check_order(now, every)
    for k in np.random.default_rng(0).choice(len(every), 25, replace=False):
        there = every[k]
        told = [text for line in lines if (text := sentence(line, there))]
        assert told == notices(english, there)
        assert sentence(formula, there) == with_numbers(english, there)
        check_borders(there, sentence(borders, there))
    alone = state(**(SHORT | case | {"lam": "3", "step": 9}))
    (same,) = (here for here in every if (here.lam, here.step) == (alone.lam, alone.step))
    for penalty, net in alone.nets.items():  # trained with two others, not with fifty
        assert same.nets[penalty].training == pytest.approx(net.training, nan_ok=True)
        assert same.nets[penalty].size == pytest.approx(net.size, nan_ok=True)


def check_borders(here: Here, words: str) -> None:
    """Against the answers of the net, computed anew, at the points of the picture."""
    split = here.problem.split
    grid = area(split.X_train, split.X_validation).grid()
    for penalty, name in (("none", "No penalty"), ("l2", "L2"), ("l1", "L1")):
        said = re.search(rf"{name} (has none|straight|bent|in (\d+) pieces)", words)
        assert said, words
        weights = weights_at(here, penalty, here.step)
        given = answers(weights, grid).reshape(len(NODES), len(NODES))
        inside = given > 0.5
        one_answer = inside.all() or not inside.any() or np.isnan(given).any()
        if np.abs(given - 0.5).min() > 1e-5:  # the picture is drawn in float32
            assert (said[1] == "has none") == one_answer, words
        if said[1] == "straight":
            check_straight(inside)


def check_straight(inside: np.ndarray) -> None:
    """A straight line parts the two answers: least squares misses no node farther than the tolerance."""
    y, x = np.meshgrid(NODES, NODES, indexing="ij")
    crossings = []
    for axis in (0, 1):
        turns = np.diff(inside.astype(int), axis=axis) != 0
        for values in (x, y):
            one, other = np.take(values, range(41), axis), np.take(values, range(1, 42), axis)
            crossings.append(((one + other) / 2)[turns])
    points = np.column_stack([np.concatenate(crossings[::2]), np.concatenate(crossings[1::2])])
    _u, sizes, axes = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    off = np.abs((points - points.mean(axis=0)) @ axes[-1])
    assert len(sizes) == 2
    assert off.max() < 2 * 0.02 + 1.5 / 40  # both ways from the middle, and half a cell each


def test_the_words_over_starts_are_those_of_the_place() -> None:
    now = state(m=20, net="5-3", epochs=60)
    starts = over_starts(english, now.grid, now.problem.split, now.history)
    changes, unseen, lost = start_lines(english, now, starts)
    for there in (replace(now, lam=lam, step=step) for lam, step in ((0, 0), (24, 30), (12, 7), (3, 18))):
        assert sentence(changes, there) == start_differences(english, starts.by_penalty("validation"), there)
        assert f"λ = {there.lambd}, at the step" in sentence(changes, there)
        validation = starts.by_penalty("validation")
        hidden = out_of_sight(english, validation, there)
        hidden += differences_out_of_sight(english, validation, there)
        assert sentence(unseen, there) == " ".join(hidden)
        assert sentence(lost, there) == diverged_sentence(english, starts, there.lam, there.step)
    assert any(unseen.sentences)  # λ = 100 on 20 points throws the weights far out
