"""What the page says of the map of η × λ is so: every sentence against a look at each cell by itself."""

import re
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from charts.equalities import as_fraction
from charts.numbers import fixed, number
from dashboard.networks.problem import built_in
from dashboard.run_queue import Progress
from l2core.network import forward_propagation, initialize_parameters
from l2core.optimizers import Recipe
from l2core.rate_map import RateMap
from l2core.training import train
from lessons.choosing_lambda import rate_map_run
from lessons.choosing_lambda.rate_map_formula import at_every_place
from lessons.choosing_lambda.rate_map_questions import (
    best_options,
    shift,
    shift_options,
    strong,
    strong_options,
    where_best,
)
from lessons.choosing_lambda.rate_map_words import lines_at_every_place, map_in_words, picture_words
from tests.core.rate_maps import random_map

STATES = range(150)


def english(message: str) -> str:
    return message


def fate(cells: RateMap, i: int, j: int) -> str:
    return "diverged" if cells.diverged_at[i, j] >= 0 else "dead" if cells.constant[i, j] else "learns"


def counted(words: str) -> dict[str, int]:
    """dead and diverged, as a sentence counts them."""
    dead = re.search(r"(\d+) answer the same for every training", words)
    diverged = re.search(r"(\d+) diverged", words)
    return {"dead": int(dead[1]) if dead else 0, "diverged": int(diverged[1]) if diverged else 0}


def count(cells: RateMap, chosen: list[tuple[int, int]]) -> dict[str, int]:
    fates = [fate(cells, *cell) for cell in chosen]
    return {name: fates.count(name) for name in ("dead", "diverged")}


@pytest.mark.parametrize("seed", STATES)
def test_every_sentence_holds_for_the_rows_and_columns_that_it_speaks_of(seed):
    cells = random_map(seed)
    R, L = cells.validation.shape
    every = [(i, j) for i in range(R) for j in range(L)]
    points = map_in_words(english, cells)
    text = " ".join(points)
    assert "nan" not in text
    if all(fate(cells, *cell) != "learns" for cell in every):
        assert len(points) == 1
        assert points[0].startswith("**No net on this map learns**")
        assert counted(points[0]) == count(cells, every)
        return
    asked = r"The best of (\d+) cells \(framed\) is \*\*η = (.*), λ = (.*)\*\*: .* cross-entropy ([\d.]+\d)"
    best = re.search(asked, text)
    assert int(best[1]) == R * L
    sound = [cell for cell in every if fate(cells, *cell) != "diverged"]
    i, j = min(sound, key=lambda cell: cells.validation[cell])
    assert best.groups()[1:] == (
        number(cells.rates[i]),
        number(cells.lambdas[j]),
        fixed(cells.validation[i, j]),
    )
    learning = [cells.validation[cell] for cell in every if fate(cells, *cell) == "learns"]
    assert ("none that learns does better" in text) == (min(learning) > cells.validation[i, j])

    spoken = set()
    for point in points:
        if match := re.match(r"From \*\*λ = (.*)\*\* on no net learns, at any η", point):
            first = [number(lambd) for lambd in cells.lambdas].index(match[1])
            columns = [(i, j) for i, j in every if j >= first]
            assert counted(point) == count(cells, columns)
            assert sum(counted(point).values()) == len(columns)  # not one of them learns
            assert first == 0 or any(fate(cells, i, first - 1) == "learns" for i in range(R))
            if left := re.search(r"no weight above (.*) is left", point):
                rows = [i for i in range(R) if any(fate(cells, i, j) == "learns" for j in range(first))]
                dead = [(i, j) for i, j in columns if i in rows and fate(cells, i, j) == "dead"]
                assert dead
                assert max(cells.largest[cell] for cell in dead) <= float(as_fraction(left[1])) * (1 + 1e-12)
            spoken |= set(columns)
        if match := re.match(r"From \*\*η = (.*)\*\* up no net learns, at any λ", point):
            last = [number(rate) for rate in cells.rates].index(match[1])
            rows = [(i, j) for i, j in every if i <= last]
            assert counted(point) == count(cells, rows)
            assert sum(counted(point).values()) == len(rows)
            assert any(fate(cells, last + 1, j) == "learns" for j in range(L))
            if "It is η that does it" in point:
                assert any(fate(cells, i, 0) == "learns" for i in range(last + 1, R))
                assert f"at λ = {number(cells.lambdas[0])} the same net" in point
            if silent := re.search(r"In (\d+) of the dead nets", point):
                assert int(silent[1]) == sum(bool(cells.silent[cell]) for cell in rows)
            spoken |= set(rows)
        if point.startswith("Besides"):
            assert counted(point) == count(cells, [cell for cell in every if cell not in spoken])
    rest = [cell for cell in every if cell not in spoken and fate(cells, *cell) != "learns"]
    assert bool(rest) == any(point.startswith("Besides") for point in points)

    lost = [cell for cell in every if fate(cells, *cell) == "diverged"]
    if lost:
        assert f"**{len(lost)} of {R * L} cells diverged**" in text
        thrown = [
            cells.penalty == "l2"
            and abs(1 - Fraction(str(cells.rates[i])) * Fraction(str(cells.lambdas[j])) / cells.m) > 1
            for i, j in lost
        ]
        assert ("in each of them ηλ/m is above 2" in text) == all(thrown)
    if match := re.search(r"At η = (\S+) the best λ is (\S+), at η = (\S+) it is (\S+)\.", text):
        learns = [i for i in range(R) if any(fate(cells, i, j) == "learns" for j in range(L))]
        due = []
        for i in (learns[-1], learns[0]):
            good = [j for j in range(L) if fate(cells, i, j) == "learns"]
            due += [
                number(cells.rates[i]),
                number(cells.lambdas[min(good, key=cells.validation[i].__getitem__)]),
            ]
        assert list(match.groups()) == due
        turned = [
            fate(cells, i, 0) == "learns" and bool(cells.turned[i, 0]) == late
            for i, late in ((learns[0], True), (learns[-1], False))
        ]
        assert ("has climbed from its lowest with the larger η" in text) == all(turned)


def test_every_sentence_was_among_those_that_were_asked():
    said = " ".join(point for seed in STATES for point in map_in_words(english, random_map(seed)))
    for part in (
        "No net on this map",
        "It is a dead net",
        "on no net learns",
        "no weight above",
        "up no net learns",
        "It is η that does it",
        "all ReLU neurons",
        "Besides",
        "ηλ/m is above 2",
        "beyond all bounds",
        "has climbed from its lowest",
    ):
        assert part in said, part


def test_the_map_that_contradicted_itself():
    """20 points, seed 9, a flip with a chance of a fifth: η = 3 held the best cell and was called dead."""
    split = built_in.__wrapped__("football", 20, 0.2, 1.0, 9)
    cells = rate_map_run._map.__wrapped__(split, "l2", Progress())
    text = " ".join(map_in_words(english, cells))
    dead_from = float(re.search(r"From \*\*η = ([\d.]+)\*\* up no net learns", text)[1])
    best = float(re.search(r"is \*\*η = ([\d.]+),", text)[1])
    assert best < dead_from
    i, j = cells.rates.index(0.01), cells.lambdas.index(2.0)
    assert cells.constant[i, j]
    assert cells.largest[i, j] > 0.1  # not "all weights are gone"


def test_the_judgements_of_a_run_are_those_of_each_net_by_itself(monkeypatch):
    monkeypatch.setattr(rate_map_run, "RATES", (10.0, 2.0, 0.1))
    monkeypatch.setattr(rate_map_run, "LAMBDAS", (0.01, 5.0, 100.0))
    monkeypatch.setattr(rate_map_run, "EPOCHS", 400)
    split = built_in.__wrapped__("football", 30, 0.1, 1.0, 4)
    cells = rate_map_run._map.__wrapped__(split, "l2", Progress())
    start = initialize_parameters((2, 20, 3, 1), 0)
    for i, rate in enumerate(cells.rates):
        for j, lambd in enumerate(cells.lambdas):
            recipe = Recipe(lambd, "l2", learning_rate=rate)
            run = train(split.X_train, split.Y_train, start, [recipe], epochs=400, snapshots=[400])
            assert (run.diverged_at[0] >= 0) == (cells.diverged_at[i, j] >= 0)
            if run.diverged_at[0] >= 0:
                continue
            net = run.final(0)
            A3, cache = forward_propagation(split.X_train, net)
            assert cells.constant[i, j] == (A3.max() - A3.min() < 0.01)
            assert cells.largest[i, j] == pytest.approx(
                max(np.abs(W).max() for name, W in net.items() if name[0] == "W"), abs=1e-12
            )
            hidden = [A for A in cache if np.shape(A)[0] in (20, 3) and np.shape(A)[1] == 30 and A.min() >= 0]
            assert cells.silent[i, j] == any(not A.any() for A in hidden)


@pytest.mark.parametrize("seed", range(40))
def test_the_factor_of_the_step_is_exact_or_says_that_it_is_rounded(seed):
    cells = random_map(seed)
    every = at_every_place(cells)
    assert len(every) == cells.validation.size
    i, j = seed % len(cells.rates), seed % len(cells.lambdas)
    numbers = every[(len(cells.rates) - 1 - i) * len(cells.lambdas) + j]  # the smallest η first
    eta, lambd = Fraction(f"{cells.rates[i]:.6g}"), Fraction(f"{cells.lambdas[j]:.6g}")
    due = eta * lambd / cells.m if cells.penalty == "l1" else 1 - eta * lambd / cells.m
    sign, shown = re.search(r"(=|\\approx) (\S+(?:\\cdot 10\^\{-?\d+\})?)$", numbers).groups()
    mantissa, _dot, power = shown.replace("{,}", "").partition("\\cdot 10^{")
    value = Fraction(mantissa) * Fraction(10) ** int(power.rstrip("}") or 0)
    assert (sign == "=") == (value == due)
    assert float(value) == pytest.approx(float(due), rel=1e-9)
    assert (value == 1) == (due == 1)


def test_a_map_without_a_net_that_ends_has_a_formula_too():
    cells = random_map(0)
    gone = replace(
        cells,
        diverged_at=np.ones_like(cells.diverged_at),
        validation=np.full(cells.validation.shape, np.nan),
        constant=np.zeros_like(cells.constant),
    )
    assert "No net on this map learns" in map_in_words(english, gone)[0]
    assert len(at_every_place(gone)) == gone.validation.size
    assert {where_best(english, gone)[0], shift(english, gone)[0]} == {"none"}
    assert strong(english, gone)[0] == "diverged"


@pytest.mark.parametrize("seed", STATES)
def test_every_question_is_answered_as_a_look_at_each_cell_answers_it(seed):
    cells = random_map(seed)
    R, L = cells.validation.shape
    learning = [(i, j) for i in range(R) for j in range(L) if fate(cells, i, j) == "learns"]
    rows = sorted({i for i, _j in learning})
    happened, words = where_best(english, cells)
    moved, _words = shift(english, cells)
    assert happened in best_options(english)
    assert moved in shift_options(english)
    if len(rows) < 2:
        assert happened == moved == "none"
    else:
        i, j = min(learning, key=lambda cell: cells.validation[cell])
        assert happened == ("largest" if i == rows[0] else "smallest" if i == rows[-1] else "between")
        place = f"at η = {number(cells.rates[i])}, λ = {number(cells.lambdas[j])}: validation loss"
        assert f"{place} {fixed(cells.validation[i, j])};" in words
        best = {
            row: min((j for i, j in learning if i == row), key=cells.validation[row].__getitem__)
            for row in (rows[0], rows[-1])
        }
        for row in best:
            assert f"η = {number(cells.rates[row])} " in words
            assert fixed(cells.validation[row, best[row]]) in words
        large, small = best[rows[0]], best[rows[-1]]
        assert moved == ("same" if large == small else "larger" if large > small else "smaller")
    happened, words = strong(english, cells)
    fates = [fate(cells, i, L - 1) for i in range(R)]
    counts = {name: fates.count(name) for name in ("learns", "dead", "diverged")}
    more = [name for name, count in counts.items() if count > R / 2]
    assert happened == ({"learns": "learn"}.get(more[0], more[0]) if more else "mixed")
    assert happened in strong_options(english)
    assert f"Of {R} nets {counts['learns']} learn, {counts['dead']} answer the same to every point" in words
    assert f"{counts['diverged']} diverged." in words
    if "ηλ/m above 2" in words:
        thrown = [i for i in range(R) if cells.rates[i] * cells.lambdas[-1] / cells.m > 2 * (1 + 1e-12)]
        assert thrown
        assert all(fates[i] == "diverged" for i in thrown)
        assert cells.penalty == "l2"


@pytest.mark.parametrize("seed", STATES)
def test_what_follows_the_bar_is_the_fate_of_its_cell(seed):
    cells = random_map(seed)
    R, L = cells.validation.shape
    of_cells, of_rows = lines_at_every_place(english, cells)
    assert len(of_cells) == R * L
    assert len(of_rows) == R
    described = picture_words(english, cells)
    for i in range(R):
        fates = [fate(cells, i, j) for j in range(L)]
        for j in range(L):
            said = of_cells[(R - 1 - i) * L + j]
            assert f"at η = {number(cells.rates[i])}, λ = {number(cells.lambdas[j])}: " in said
            assert ("**dead**" in said, "**diverged**" in said) == (
                fates[j] == "dead",
                fates[j] == "diverged",
            )
            assert fates[j] == "diverged" or fixed(cells.validation[i, j]) in said
        told = of_rows[R - 1 - i]
        assert ("no net learns" in told) == ("learns" not in fates)
        if "learns" in fates:
            best = min((j for j in range(L) if fates[j] == "learns"), key=cells.validation[i].__getitem__)
            assert (
                f"is at λ = {number(cells.lambdas[best])} (★), with {fixed(cells.validation[i, best])}"
                in told
            )
        assert f"η = {number(cells.rates[i])}: {fates.count('learns')} of {L} nets learn" in described
    assert "nan" not in " ".join([*of_cells, *of_rows, described])
