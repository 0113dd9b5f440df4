"""The bands over starts: the quantiles are NumPy's, what diverged is beyond every number, λ is a column."""

import json

import numpy as np
import pytest

from charts.learning_curves import CEILING
from charts.start_bands import MEASURES, band_tables, inside, middle, start_bands

STARTS, SNAPSHOTS, LAMBDAS = 20, 3, 4
EPOCHS = (0, 10, 90)
PENALTIES = ("none", "l2", "l1")


def english(message):
    return message


def starts(seed=0):
    rng = np.random.default_rng(seed)
    shapes = {penalty: (STARTS, SNAPSHOTS, 1 if penalty == "none" else LAMBDAS) for penalty in PENALTIES}
    return {penalty: rng.random(shape) for penalty, shape in shapes.items()}


@pytest.mark.parametrize("n", [1, 10, 20, 21])
def test_the_band_is_between_the_quantiles_of_numpy(n):
    values = np.random.default_rng(n).normal(size=(n, 5))
    low, median, high = middle("l1", values)
    assert low.tolist() == np.quantile(values, 0.1, axis=0, method="higher").tolist()
    assert median == pytest.approx(np.quantile(values, 0.5, axis=0))
    assert high.tolist() == np.quantile(values, 0.9, axis=0, method="lower").tolist()


def test_of_twenty_starts_the_middle_sixteen_lie_in_the_band():
    low, _median, high = middle("l1", np.arange(1.0, 21)[::-1, None])
    assert (low.item(), high.item(), inside(20)) == (3, 18, 16)


@pytest.mark.parametrize(
    ("diverged", "expected"),
    [(2, (3, 10.5, 18)), (3, (3, 10.5, np.inf)), (11, (3, np.inf, np.inf)), (20, (np.inf,) * 3)],
)
def test_nets_that_diverged_are_worse_than_all_others(diverged, expected):
    values = np.arange(1.0, 21)
    values[20 - diverged :] = np.nan
    np.random.default_rng(0).shuffle(values)
    assert tuple(middle("validation", values)) == expected


def test_a_net_that_diverged_has_no_weight_that_is_0():
    values = np.full(20, 0.5)
    values[:3] = np.nan
    assert tuple(middle("zeros", values)) == (0, 0.5, 0.5)


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
        start_bands(
            english, measure, PENALTIES, band_tables(measure, EPOCHS, starts(seed)), (20, 2, 3), "told"
        )
        for seed in (0, 1)
    ]
    assert json.dumps(drawn[0].spec) == json.dumps(drawn[1].spec)
    spec = drawn[0].spec
    assert [param["name"] for param in spec["params"]] == ["step", "lam"]
    assert {layer["data"]["name"] for layer in spec["layer"]} == set(drawn[0].tables)
    assert "middle 16 of 20 starts" in spec["title"]["text"]
