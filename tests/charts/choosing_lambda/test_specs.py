"""The specs of this lesson's pictures are built once: they hold no data and do not change with it."""

import json

import numpy as np

from charts.choosing_lambda.calibration import calibration
from charts.choosing_lambda.coefficient_intervals import coefficient_intervals
from charts.choosing_lambda.coefficient_paths import coefficient_paths
from charts.choosing_lambda.cross_validation_curve import cross_validation_curve
from charts.choosing_lambda.lambda_spread import lambda_spread
from charts.choosing_lambda.model_bars import model_bars
from charts.choosing_lambda.rate_map import rate_map
from charts.choosing_lambda.relaxed_fit import relaxed_fit
from charts.choosing_lambda.selection_frequency import selection_frequency
from charts.choosing_lambda.start_differences import start_differences
from charts.choosing_lambda.start_errors import start_errors
from tests.charts.choosing_lambda.samples import (
    CHOSEN,
    LAM,
    LAMBDAS,
    MAP_TRACKS,
    NETS,
    STRENGTHS,
    cells,
    drawn_path,
    english,
    errors_of_folds,
    errors_over_starts,
    table,
)


def pictures(X, y, starts):
    path = drawn_path(X, y)
    for axis in ("lambda", "norm1", "deviance"):
        yield coefficient_paths(english, path, CHOSEN, axis, LAM, "")
    yield model_bars(english, path, "l1", LAM, "")
    yield cross_validation_curve(english, errors_of_folds(starts, 25), np.ones(41), "l1", LAM, "")
    yield from sure(X, path, starts)
    yield start_errors(english, STRENGTHS, errors_over_starts(starts), "l2", NETS, "")
    yield start_differences(english, errors_over_starts(starts), "")
    yield rate_map(english, cells().rates, cells().lambdas, cells(), MAP_TRACKS, "")


def sure(X, path, seed):
    """The pictures of how sure λ and the coefficients are; `seed` draws their numbers."""
    rng = np.random.default_rng(seed)
    p, places = X.shape[1], rng.integers(0, 41, (2, 30))
    fit = rng.normal(size=(41, p))
    yield lambda_spread(english, LAMBDAS, rng.uniform(size=(30, 41)), (*places,), (*places,), "l1", LAM, "")
    yield selection_frequency(english, LAMBDAS, fit**2 % 1, path.names, CHOSEN, "l1", LAM, "")
    yield coefficient_intervals(
        english, path.names, fit, fit - 1, fit + 1, fit**2 % 1, path.spread, CHOSEN, "l1", LAM, ""
    )
    yield relaxed_fit(english, path.names, fit, 2 * fit, fit, seed / 20, path.spread, CHOSEN, "l1", LAM, "")
    bins = rng.uniform(size=(3, 10))
    yield calibration(english, *bins, rng.integers(1, 99, 10), f"class {seed}", "l1", "")


def test_a_spec_is_the_same_for_every_table_and_holds_no_data():
    for one, other in zip(pictures(*table(), 20), pictures(*table(n=90, noise=9), 10), strict=True):
        assert json.dumps(one.spec) == json.dumps(other.spec)
        assert '"values"' not in json.dumps(one.spec)
        named = {layer["data"]["name"] for layer in one.spec["layer"]}
        assert named == set(one.tables)
