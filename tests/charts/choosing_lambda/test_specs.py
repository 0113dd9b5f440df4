"""The specs of this lesson's pictures are built once: they hold no data and do not change with it."""

import json

import numpy as np

from charts.choosing_lambda.coefficient_paths import coefficient_paths
from charts.choosing_lambda.cross_validation_curve import cross_validation_curve
from charts.choosing_lambda.model_bars import model_bars
from charts.choosing_lambda.rate_map import rate_map
from charts.choosing_lambda.start_differences import start_differences
from charts.choosing_lambda.start_errors import start_errors
from tests.charts.choosing_lambda.samples import (
    CHOSEN,
    LAM,
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
    yield start_errors(english, STRENGTHS, errors_over_starts(starts), "l2", NETS, "")
    yield start_differences(english, errors_over_starts(starts), "")
    yield rate_map(english, cells().rates, cells().lambdas, cells(), MAP_TRACKS, "")


def test_a_spec_is_the_same_for_every_table_and_holds_no_data():
    for one, other in zip(pictures(*table(), 20), pictures(*table(n=90, noise=9), 10), strict=True):
        assert json.dumps(one.spec) == json.dumps(other.spec)
        assert '"values"' not in json.dumps(one.spec)
        named = {layer["data"]["name"] for layer in one.spec["layer"]}
        assert named == set(one.tables)
