"""The bands over starts: the quantiles are NumPy's, what diverged is beyond every number, λ is a column."""

import json

import numpy as np
import pytest

from charts.axes import CEILING
from charts.networks.start_bands import MEASURES, band_tables, start_bands
from charts.track import Track

STARTS, SNAPSHOTS, LAMBDAS = 20, 3, 4
EPOCHS = (0, 10, 90)
PENALTIES = ("none", "l2", "l1")
TRACKS = Track("step", SNAPSHOTS, 2), Track("lam", LAMBDAS, 1)


def english(message):
    return message


def starts(seed=0):
    rng = np.random.default_rng(seed)
    shapes = {penalty: (STARTS, SNAPSHOTS, 1 if penalty == "none" else LAMBDAS) for penalty in PENALTIES}
    return {penalty: rng.random(shape) for penalty, shape in shapes.items()}


@pytest.mark.parametrize("measure", MEASURES)
def test_the_columns_are_the_bands_of_every_lambda(measure):
    given = starts()
    bands = band_tables(measure, EPOCHS, given)["bands"].set_index(["penalty", "epoch"])
    for penalty, values in given.items():
        for s, epoch in enumerate(EPOCHS):
            for lam in range(LAMBDAS):
                at = values[:, s, min(lam, values.shape[-1] - 1)]
                row = bands.loc[(penalty, epoch)][[f"lo{lam}", f"mid{lam}", f"hi{lam}"]].to_numpy(float)
                ends = [np.quantile(at, q, method=m) for q, m in ((0.1, "higher"), (0.5, "linear"))]
                assert row == pytest.approx([*ends, np.quantile(at, 0.9, method="lower")], rel=1e-6)


@pytest.mark.parametrize("measure", ["validation", "l2"])
def test_a_band_that_runs_away_leaves_the_others_their_room(measure):
    given = starts()
    given["l1"][:, 1:, 2] = np.nan
    given["l2"][:, 2, 3] = 1e9
    tables = band_tables(measure, EPOCHS, given)
    low, high = tables["extent"]["value"]
    none = tables["bands"].set_index("penalty").loc["none", "hi0"].max()
    assert none <= high <= (CEILING if measure == "validation" else 2.11 * none)
    drawn = tables["bands"].filter(regex=r"^(lo|mid|hi)\d").to_numpy()
    assert np.isfinite(drawn).all()
    assert tables["bands"].set_index(["penalty", "step"]).loc[("l1", 1), "lo2"] > low + 10 * (high - low)


def test_the_axis_of_the_zeros_is_the_whole_share():
    assert band_tables("zeros", EPOCHS, starts())["extent"]["value"].tolist() == [0, 1]


@pytest.mark.parametrize("measure", MEASURES)
def test_the_spec_does_not_know_the_data(measure):
    drawn = [
        start_bands(english, measure, PENALTIES, band_tables(measure, EPOCHS, starts(seed)), 20, *TRACKS, "")
        for seed in (0, 1)
    ]
    assert json.dumps(drawn[0].spec) == json.dumps(drawn[1].spec)
    spec = drawn[0].spec
    assert [param["name"] for param in spec["params"]] == ["step", "lam"]
    assert {layer["data"]["name"] for layer in spec["layer"]} == set(drawn[0].tables)
    assert "middle 16 of 20 starts" in spec["title"]["text"]
