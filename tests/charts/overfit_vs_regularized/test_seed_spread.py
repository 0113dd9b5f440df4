"""The spread over starts: means and paired differences are those of SciPy, start by start, for every λ."""

import json

import numpy as np
import pytest
from scipy import stats

from charts.axes import CEILING
from charts.overfit_vs_regularized.paired_differences import difference_tables, paired_differences
from charts.overfit_vs_regularized.seed_spread import seed_spread, spread_tables
from charts.track import Track

SEEDS, SNAPSHOTS, LAMBDAS = 20, 3, 4
TRACKS = Track("step", SNAPSHOTS, 2), Track("lam", LAMBDAS, 1)


def english(message):
    return message


def validation(seed=0, effect=0.2):
    rng = np.random.default_rng(seed)
    luck = rng.random((SEEDS, SNAPSHOTS, 1))
    noise = rng.normal(0, 0.05, (SEEDS, SNAPSHOTS, LAMBDAS))
    return {"none": luck, "l2": luck - effect + noise, "l1": rng.random(noise.shape)}


def cell(table, penalty, column, lam, s, seed=0):
    """What the browser picks from a list; see `run_lists.cell`."""
    row = table.set_index(["penalty", "seed"]).loc[(penalty, seed)]
    return row[column][(lam * SNAPSHOTS if row["nets"] > 1 else 0) + s]


@pytest.mark.parametrize("lam", [0, 3])
def test_every_start_has_its_loss_and_its_difference_to_itself(lam):
    given = validation()
    dots, pairs = spread_tables(given)["starts"], difference_tables(given)["runs"]
    assert set(pairs["penalty"]) == {"l2", "l1"}
    for penalty, losses in given.items():
        own = min(lam, losses.shape[-1] - 1)
        for seed in range(SEEDS):
            for s in range(SNAPSHOTS):
                assert cell(dots, penalty, "v", lam, s, seed) == pytest.approx(losses[seed, s, own])
                if penalty != "none":
                    change = losses[seed, s, lam] - given["none"][seed, s, 0]
                    assert cell(pairs, penalty, "v", lam, s, seed) == pytest.approx(change, abs=1e-6)


@pytest.mark.parametrize("lam", [0, 3])
def test_the_means_and_their_errors_are_those_of_the_pairs(lam):
    given = validation()
    means, differences = spread_tables(given)["means"], difference_tables(given)["means"]
    for s in range(SNAPSHOTS):
        one, free = given["l2"][:, s, lam], given["none"][:, s, 0]
        difference, error = (cell(differences, "l2", column, lam, s) for column in "ve")
        assert difference / error == pytest.approx(stats.ttest_rel(one, free).statistic, rel=1e-5)
        assert error == pytest.approx(stats.sem(one - free), rel=1e-5)
        assert cell(means, "l2", "v", lam, s) == pytest.approx(one.mean())
        assert cell(means, "none", "v", lam, s) == pytest.approx(free.mean())


def test_starts_that_diverged_are_left_out_and_alone_they_say_nothing():
    given = validation()
    given["l2"][:4, 2, 1] = np.nan
    given["l1"][1:, 2, 1] = np.nan
    means = difference_tables(given)["means"]
    kept = given["l2"][4:, 2, 1] - given["none"][4:, 2, 0]
    assert cell(means, "l2", "v", 1, 2) == pytest.approx(kept.mean(), abs=1e-6)
    assert cell(means, "l2", "e", 1, 2) == pytest.approx(stats.sem(kept), rel=1e-5)
    assert np.isnan([cell(means, "l1", column, 1, 2) for column in "ve"]).all()


def test_the_axes_hold_every_step_and_lambda_but_no_divergence():
    given = validation()
    ends = [min(map(np.min, given.values())), max(map(np.max, given.values()))]
    assert spread_tables(given)["extent"]["v"].tolist() == ends
    given["l2"][1, 0, 2] = 1e20
    given["l2"][2, 0, 2] = np.nan
    for tables in (spread_tables, difference_tables):
        assert tables(given)["extent"]["v"].iloc[1] == CEILING


def pictures(validation, over):
    """The pictures of dots and of pairs, each with its tables."""
    nets = ("none", "l2", "l1")
    yield seed_spread(english, nets, spread_tables(validation), *TRACKS, "")
    yield paired_differences(english, over, nets, difference_tables(validation), *TRACKS, "")


@pytest.mark.parametrize("over", ["starts", "draws"])
def test_the_spec_does_not_know_the_data(over):
    for one, other in zip(pictures(validation(0), over), pictures(validation(1), over), strict=True):
        assert json.dumps(one.spec) == json.dumps(other.spec)
        assert [param["name"] for param in one.spec["params"]] == ["step", "lam"]
        assert {layer["data"]["name"] for layer in one.spec["layer"]} == set(one.tables)


def test_pairs_say_what_their_error_is_over():
    specs = {over: list(pictures(validation(), over))[1].spec for over in ("starts", "draws")}
    assert "over the starts" in specs["starts"]["title"]["subtitle"]
    assert "over the draws" in specs["draws"]["title"]["subtitle"]
    tips = {over: json.dumps(spec["layer"][1]["encoding"]["tooltip"]) for over, spec in specs.items()}
    assert "Start seed" in tips["starts"]
    assert "Data seed" in tips["draws"]
