"""The map of η × λ marks what is dead and what diverged, and frames the best cell."""

import numpy as np

from charts.choosing_lambda.rate_map import WORST, rate_map
from tests.charts.choosing_lambda.samples import MAP_TRACKS, cells, english


def tables(of):
    return rate_map(english, cells().rates, cells().lambdas, of, MAP_TRACKS, "").tables


def test_dead_and_diverged_cells_have_marks_of_their_own():
    drawn = tables(cells())
    fates = drawn["cells"].set_index(["eta", "lambd"])["fate"]
    assert fates.to_dict() == {
        ("1", "0.5"): "diverged",
        ("1", "5"): "constant",
        ("0.1", "0.5"): "sound",
        ("0.1", "5"): "constant",
    }
    assert np.isfinite(drawn["cells"]["validation"]).all()
    assert drawn["cells"]["validation"].iloc[0] == WORST
    for name in ("best", "bests"):  # of the map, and of the rows in which a net learns
        assert drawn[name][["eta", "lambd"]].to_numpy().tolist() == [["0.1", "0.5"]]


def test_the_rows_come_from_the_smallest_rate_up():
    drawn = tables(cells())["cells"].set_index(["eta", "lambd"])
    assert drawn["place"].to_dict() == {
        ("1", "0.5"): 1,
        ("1", "5"): 1,
        ("0.1", "0.5"): 0,
        ("0.1", "5"): 0,
    }


def test_without_nets_the_map_is_empty():
    drawn = tables(None)
    assert len(drawn["grid"]) == 4
    assert not sum(len(drawn[name]) for name in ("cells", "best", "bests"))
