"""The spread over starts: means and paired differences are those of SciPy, start by start."""

import json

import numpy as np
import pytest
from scipy import stats

from charts.learning_curves import CEILING
from charts.seed_spread import paired_differences, seed_spread, spread_tables

SNAPSHOTS, SEEDS = 3, 20


def english(message):
    return message


def validation(seed=0, effect=0.2):
    rng = np.random.default_rng(seed)
    luck = rng.random((SNAPSHOTS, SEEDS))
    return {"none": luck, "l2": luck - effect + rng.normal(0, 0.05, luck.shape), "l1": rng.random(luck.shape)}


def test_every_start_has_its_loss_and_its_difference_to_itself():
    given = validation()
    starts = spread_tables(given, "1")["starts"].set_index(["penalty", "seed"])
    for penalty, losses in given.items():
        for s in range(SNAPSHOTS):
            assert starts.loc[penalty, f"v{s}"].to_numpy() == pytest.approx(losses[s], rel=1e-6)
            assert starts.loc[penalty, f"d{s}"].to_numpy() == pytest.approx(
                losses[s] - given["none"][s], abs=1e-6
            )


def test_the_means_and_their_errors_are_those_of_the_pairs():
    given = validation()
    means = spread_tables(given, "1")["means"].set_index(["penalty", "step"])
    for s in range(SNAPSHOTS):
        row = means.loc[("l2", s)]
        pairs = stats.ttest_rel(given["l2"][s], given["none"][s])
        assert row["difference"] / row["error"] == pytest.approx(pairs.statistic, rel=1e-9)
        assert row["error"] == pytest.approx(stats.sem(given["l2"][s] - given["none"][s]), rel=1e-9)
        assert row["mean"] == pytest.approx(given["l2"][s].mean())
        assert (row["low"], row["high"]) == (
            row["difference"] - row["error"],
            row["difference"] + row["error"],
        )


def test_starts_that_diverged_are_left_out_and_alone_they_say_nothing():
    given = validation()
    given["l2"][2, :4] = np.nan
    given["l1"][2, 1:] = np.nan
    means = spread_tables(given, "1")["means"].set_index(["penalty", "step"])
    kept = given["l2"][2, 4:] - given["none"][2, 4:]
    assert means.loc[("l2", 2), "difference"] == pytest.approx(kept.mean())
    assert np.isnan(means.loc[("l1", 2), "difference"])


def test_the_axes_hold_every_step_but_no_divergence():
    given = validation()
    extent = spread_tables(given, "1")["extent"]
    assert extent["validation"].tolist() == [
        min(map(np.min, given.values())),
        max(map(np.max, given.values())),
    ]
    given["l2"][1, 0] = 1e20
    extent = spread_tables(given, "1")["extent"]
    assert extent["validation"].iloc[1] == extent["difference"].iloc[1] == CEILING


@pytest.mark.parametrize("draw", [seed_spread, paired_differences])
def test_the_spec_does_not_know_the_data(draw):
    pictures = [draw(english, validation(seed), lambd, "told") for seed, lambd in ((0, "1"), (1, "50"))]
    specs = {json.dumps(picture.spec) for picture in pictures}
    assert len(specs) == 1
    spec = json.loads(specs.pop())
    assert [param["name"] for param in spec["params"]] == ["step"]
    assert {layer["data"]["name"] for layer in spec["layer"]} <= set(pictures[0].tables)
