"""The differences from start to start are paired ones."""

import numpy as np
import pytest
from scipy import stats

from charts.choosing_lambda.start_differences import start_differences
from tests.charts.choosing_lambda.samples import english, errors_over_starts


def test_each_difference_is_that_of_the_same_start_with_and_without():
    errors = errors_over_starts()
    rows = start_differences(english, errors, "").tables["differences"].set_index("lambd")
    for row, lambd in enumerate(errors.lambdas[:4], start=1):
        pairs = errors.validation[row] - errors.validation[0]
        assert rows.loc[lambd, "difference"] == pytest.approx(pairs.mean())
        assert rows.loc[lambd, "error"] == pytest.approx(stats.sem(pairs), abs=1e-15)
    np.testing.assert_allclose(rows["high"] - rows["low"], 2 * rows["error"], atol=1e-15)
    assert 5.0 not in rows.index  # all diverged
