"""No unit of the target changes what the page finds: every place of the bar is the same model."""

from dataclasses import replace

import numpy as np
import pytest

from l2core.tables import Table
from lessons.choosing_lambda.table_run import fit
from lessons.choosing_lambda.table_setting import Setting


def houses() -> Table:
    """Prices in dollars as skewed as those of Ames, from areas, rooms and years."""
    rng = np.random.default_rng(7)
    n = 150
    area, rooms, year = rng.gamma(9, 165, n), rng.integers(2, 13, n), rng.integers(1872, 2011, n)
    X = np.column_stack((area, rooms, year, area * rng.uniform(0.4, 0.9, n), rng.standard_normal(n)))
    price = (60 * area + 500 * (year - 1872)) * np.exp(0.2 * rng.standard_normal(n)) + 2e4
    return Table(X, price, ("area", "rooms", "year", "ground floor", "nothing"), "price", ())


@pytest.mark.parametrize("penalty", ["l1", "l2", "elastic_net"])
@pytest.mark.parametrize("standardize", [True, False])
@pytest.mark.parametrize("unit", [1e-3, 1e-6, 1e70, 1e-70])
def test_a_price_in_another_unit_has_the_same_bar_and_the_same_answer(penalty, standardize, unit):
    table, setting = houses(), Setting(penalty, standardize=standardize, folds=5)
    here, there = fit(table, setting), fit(replace(table, y=table.y * unit), setting)
    np.testing.assert_allclose(there.errors.lambdas, here.errors.lambdas * unit)
    np.testing.assert_allclose(there.errors.path.deviance_ratio, here.errors.path.deviance_ratio, atol=1e-9)
    np.testing.assert_allclose(there.errors.mean_error, here.errors.mean_error * unit**2)
    assert there.chosen == here.chosen


@pytest.mark.parametrize("unit", [1.0, 1e-6, 1e6])
def test_the_bar_of_ridge_goes_from_hardly_any_penalty_to_hardly_any_weight(unit):
    table = houses()
    found = fit(replace(table, y=table.y * unit), Setting("l2", folds=5))
    freedom = found.errors.path.degrees_of_freedom
    assert freedom[0] > 0.99 * 5
    assert freedom[-1] < 0.04 * 5
    assert 0 < found.errors.index_min < found.errors.index_1se < 80
