"""The curve of the cross-validation holds its errors, their bars, and the limit of λ_1se."""

import numpy as np

from charts.choosing_lambda.cross_validation_curve import cross_validation_curve
from tests.charts.choosing_lambda.samples import LAM, LAMBDAS, english, errors_of_folds


def tables(errors):
    return cross_validation_curve(english, errors, np.linspace(1, 5, 41), "l1", LAM, "").tables


def test_the_curve_has_its_error_bars_and_its_limit():
    errors = errors_of_folds()
    drawn = tables(errors)
    np.testing.assert_allclose(drawn["bars"]["high"] - drawn["bars"]["low"], 0.6)
    assert drawn["limit"]["error"].item() == errors.mean_error[13] + 0.3
    assert drawn["chosen"]["x"].tolist() == LAMBDAS[[13, 20]].tolist()
    curves = drawn["errors"].set_index("set")
    np.testing.assert_array_equal(curves.loc["validation", "error"], errors.mean_error)
    np.testing.assert_array_equal(curves.loc["train", "x"], LAMBDAS)
    np.testing.assert_array_equal(curves.loc["train", "error"], np.linspace(1, 5, 41))
    assert drawn["now"]["x"].is_monotonic_increasing  # not in reverse


def test_one_chosen_lambda_has_one_name():
    chosen = tables(errors_of_folds(20, 20))["chosen"]
    assert chosen[["x", "text"]].to_numpy().tolist() == [[LAMBDAS[20], "λ_min = λ_1se"]]
