"""What the chips say of the places to which they lead is so, measured there."""

import numpy as np
import pytest

from dashboard.networks.problem import built_in
from dashboard.run_queue import Progress
from l2core.rate_map import RateMap
from lessons.choosing_lambda import (
    network_presets,
    network_run,
    rate_map_presets,
    rate_map_run,
    table_published,
)
from lessons.choosing_lambda.network_choice import MEASURED
from lessons.choosing_lambda.network_run import LAMBDAS, STARTS


def english(message: str) -> str:
    return message


def errors(monkeypatch, lambdas, **codes):
    """The run behind a chip, at some of its λ: losses and dead nets, λ by λ, row 0 without a penalty."""
    codes = MEASURED | codes
    monkeypatch.setattr(network_run, "LAMBDAS", lambdas)
    split = built_in.__wrapped__(*problem_of(codes))
    run = network_run._errors.__wrapped__(split, codes["penalty"], STARTS, Progress())
    return run.validation.mean(axis=1), run.constant.sum(axis=1)


def cells(monkeypatch, rates=rate_map_run.RATES, **codes) -> RateMap:
    monkeypatch.setattr(rate_map_run, "RATES", rates)
    codes = MEASURED | codes
    split = built_in.__wrapped__(*problem_of(codes))
    return rate_map_run._map.__wrapped__(split, codes["penalty"], Progress())


def problem_of(codes) -> tuple[str, int, float, float, int]:
    """The points that the codes of a chip ask for, as `built_in` takes it."""
    assert codes["flip"] == "0"
    return codes["data"], int(codes["m"]), 0.0, float(codes["noise"]), int(codes["seed"])


def chip(module, words: str) -> dict[str, str]:
    """What the address says where this chip leads."""
    return next(dict(place.codes) for place in module.places(english, {}, 0) if place.words == words)


def test_thirty_points_have_five_times_to_gain_and_die_early(monkeypatch):
    losses, dead = errors(monkeypatch, LAMBDAS, **chip(network_presets, "30 points"))
    assert round(losses[0] / losses[1:].min()) == 5
    lam = chip(network_presets, "30 points, the strongest λ under L2")
    assert lam["m"] == "30"
    from_here = LAMBDAS.index(float(lam["lam"])) + 1
    assert (dead[from_here:] == STARTS).all()
    assert dead[from_here - 1] < STARTS


def test_at_the_strongest_lambda_every_net_costs_ln_2(monkeypatch):
    strongest = float(chip(network_presets, "The strongest λ")["lam"])
    assert strongest == LAMBDAS[-1] == 50
    losses, dead = errors(monkeypatch, (strongest,))
    assert dead[1] == STARTS == 20
    assert losses[1] == pytest.approx(np.log(2), abs=5e-4)


def test_one_is_good_on_the_pitch_and_gains_nothing_on_the_spirals(monkeypatch):
    losses, _dead = errors(monkeypatch, (1.0,))
    assert losses[1] < losses[0] - 0.05
    losses, _dead = errors(monkeypatch, (1.0,), **chip(network_presets, "Two spirals"))
    assert losses[1] >= losses[0]


def test_at_a_small_rate_many_points_do_not_turn_and_few_do(monkeypatch):
    codes = chip(rate_map_presets, "200 points, η = 0.1")
    many = cells(monkeypatch, (float(codes["eta"]),))
    assert many.best_lambdas == {0: 0}
    assert codes["lam"] == f"{many.lambdas[0]:g}"
    assert not many.turned[0, 0]
    codes = chip(rate_map_presets, "20 points, η = 0.1")
    few = cells(monkeypatch, (float(codes["eta"]),), **codes)
    assert few.turned[0, 0]
    assert few.lambdas[few.best_lambdas[0]] == float(codes["lam"])


def test_where_a_step_throws_weights_further_every_net_diverges_and_under_l1_none(monkeypatch):
    codes = chip(rate_map_presets, "20 points: ηλ/m above 2")
    map_ = cells(monkeypatch, **codes)
    thrown = np.multiply.outer(map_.rates, map_.lambdas) / map_.m > 2
    assert thrown.sum() > 10
    assert map_.diverged[thrown].all()
    assert thrown[map_.rates.index(float(codes["eta"])), map_.lambdas.index(float(codes["lam"]))]
    codes = chip(rate_map_presets, "20 points, L1")
    map_ = cells(monkeypatch, **codes)
    assert not map_.diverged.any()
    assert map_.constant[map_.rates.index(float(codes["eta"])), map_.lambdas.index(float(codes["lam"]))]


def test_the_order_in_which_variables_come_in_is_that_of_the_paper():
    results = table_published.order(english)
    assert [result.published for result in results] == [3, 9, 4, 7, 1]
    assert all(result.agrees for result in results)
    assert table_published.entry_order(np.array([[0, 0, 0], [0, 0, 2.0], [1, 0, 0], [1, 1, 0]])) == [3, 1, 2]


def test_glmnets_path_has_as_many_variables_until_one_leaves():
    results = table_published.sizes(english)
    assert [result.agrees for result in results] == [True] * 9 + [
        False
    ] * 2  # the last: ldl leaves and returns
    assert [result.computed for result in results[-2:]] == [66, 71]
