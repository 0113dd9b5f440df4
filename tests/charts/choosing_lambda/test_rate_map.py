"""The map of η × λ marks what is dead and what diverged, and frames the best cell."""

import numpy as np

from charts.choosing_lambda.rate_map import WORST, rate_map
from tests.charts.choosing_lambda.samples import cells, english


def test_dead_and_diverged_cells_have_marks_of_their_own():
    picture = rate_map(english, cells(), "")
    fates = picture.tables["cells"].set_index(["eta", "lambd"])["fate"]
    assert fates.to_dict() == {
        ("1", "0.5"): "diverged",
        ("1", "5"): "constant",
        ("0.1", "0.5"): "sound",
        ("0.1", "5"): "constant",
    }
    assert np.isfinite(picture.tables["cells"]["validation"]).all()
    assert picture.tables["cells"]["validation"].iloc[0] == WORST
    assert picture.tables["best"][["eta", "lambd"]].to_numpy().tolist() == [["0.1", "0.5"]]
