"""The curve of the cross-validation holds its errors, their bars, and the limit of λ_1se."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from charts.choosing_lambda.cross_validation_curve import cross_validation_curve
from charts.numbers import number
from tests.charts.choosing_lambda.samples import LAM, LAMBDAS, chinese, english, errors_of_folds, texts

TRAINING = np.linspace(1, 5, 41)


def tables(errors, measure="squared error"):
    return cross_validation_curve(english, errors, TRAINING, "l1", LAM, "", measure=measure).tables


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


@pytest.mark.parametrize("measure", ["deviance", "misclassification"])
def test_another_measure_is_drawn_as_it_is(measure):
    one, other = tables(errors_of_folds()), tables(errors_of_folds(), measure)
    for name in ("errors", "bars", "extent", "limit", "chosen"):
        pd.testing.assert_frame_equal(one[name], other[name])


def test_one_minus_the_auc_is_drawn_as_the_auc():
    errors = errors_of_folds()
    errors = replace(errors, mean_error=errors.mean_error / 20, standard_error=errors.standard_error / 20)
    picture = cross_validation_curve(english, errors, TRAINING / 20, "l1", LAM, "", measure="auc")
    drawn = picture.tables
    curves = drawn["errors"].set_index("set")
    np.testing.assert_allclose(curves.loc["validation", "error"], 1 - errors.mean_error)
    np.testing.assert_allclose(curves.loc["train", "error"], 1 - TRAINING / 20)
    np.testing.assert_allclose(drawn["bars"]["low"], 1 - errors.mean_error - errors.standard_error)
    np.testing.assert_allclose(drawn["bars"]["high"], 1 - errors.mean_error + errors.standard_error)
    assert drawn["limit"]["error"].item() == pytest.approx(
        1 - errors.mean_error[13] - errors.standard_error[13]
    )
    low, high = drawn["extent"]["error"]
    assert low <= min(drawn["bars"]["low"].min(), 1 - 5 / 20) < high
    assert f"λ = {number(LAMBDAS[20])}: AUC {number(1 - errors.mean_error[20], 4)}" in texts(picture, 20)


@pytest.mark.parametrize(
    ("measure", "translate", "title"),
    [
        ("squared error", english, "Mean squared error"),
        ("deviance", english, "Deviance (−2 log-likelihood per row)"),
        ("misclassification", english, "Share of rows put into the wrong class"),
        ("auc", english, "AUC (area under the ROC curve)"),
        ("deviance", chinese(), "偏差（deviance，每行的 −2 倍对数似然）"),
        ("misclassification", chinese(), "分错类的行所占的比例"),
    ],
)
def test_the_title_is_the_measure(measure, translate, title):
    errors = errors_of_folds()
    picture = cross_validation_curve(translate, errors, TRAINING, "l1", LAM, "", measure=measure)
    assert title in texts(picture, 3)
    assert picture.spec["title"]["text"] == title
