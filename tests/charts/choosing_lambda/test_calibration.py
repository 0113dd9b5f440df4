"""A dot of the calibration is a bin: what was predicted, what came true, and how sure that is."""

import numpy as np
import pytest

from charts.choosing_lambda.calibration import calibration
from l2core import calibration as core
from tests.charts.choosing_lambda.samples import chinese, english, marks, texts


def bins(n=400, seed=0):
    """Ten bins, each with what was predicted, what came true, and the standard error if that was right."""
    rng = np.random.default_rng(seed)
    p = rng.uniform(size=n) ** 2
    came = rng.uniform(size=n) < p
    of = np.minimum((p * 10).astype(int), 9)
    rows = np.bincount(of, minlength=10)
    with np.errstate(invalid="ignore"):
        mean, share = np.bincount(of, p, 10) / rows, np.bincount(of, came, 10) / rows
        return mean, share, np.sqrt(np.bincount(of, p * (1 - p), 10)) / rows, rows


def picture(found=None, translate=english, positive="malignant"):
    return calibration(translate, *(bins() if found is None else found), positive, "l2", "")


def test_every_bin_is_a_dot_with_its_bar():
    mean, share, error, rows = bins()
    drawn = picture().tables["bins"]
    np.testing.assert_array_equal(drawn["p"], mean)
    np.testing.assert_array_equal(drawn["share"], share)
    np.testing.assert_array_equal(drawn["rows"], rows)
    np.testing.assert_allclose(drawn["low"], np.maximum(0, mean - 2 * error))
    np.testing.assert_allclose(drawn["high"], np.minimum(1, mean + 2 * error))
    assert drawn["size"].idxmax() == rows.argmax()
    assert len(marks(picture(), "symbol")) == 10


def test_a_dot_is_outside_of_its_bar_where_the_core_says_that_the_two_are_apart():
    rng = np.random.default_rng(5)
    p = rng.uniform(size=500)
    found = core.calibration(p, (rng.uniform(size=500) < p**2).astype(float))
    assert found.is_apart.any()
    assert not found.is_apart.all()
    arrays = (found.mean_probability, found.share_of_ones, found.standard_error, found.counts)
    drawn = picture(arrays).tables["bins"]
    outside = (drawn["share"] < drawn["low"]) | (drawn["share"] > drawn["high"])
    assert outside.tolist() == found.is_apart.tolist()


def test_an_empty_bin_is_left_out():
    found = bins(n=6, seed=1)
    assert (found[3] == 0).any()
    shown = picture(found)
    assert shown.tables["bins"]["rows"].tolist() == found[3][found[3] > 0].tolist()
    assert not any("NaN" in mark for kind in ("symbol", "rule") for mark in marks(shown, kind))
    assert "NaN" not in str(shown.numbers().to_dict())


def test_no_row_at_all_is_an_empty_picture():
    none = np.full(3, np.nan)
    shown = picture((none, none, none, np.zeros(3, int)))
    assert len(shown.tables["bins"]) == 0
    assert len(marks(shown, "symbol")) == 0


def test_a_class_called_1_is_not_named_twice():
    assert picture(positive="1").tables["said"]["text"].tolist() == ["beside each dot: its rows"]


def test_the_numbers_of_rows_are_not_printed_over_each_other():
    p = np.array([0.01, 0.02, 0.03, 0.5, 0.9])
    shown = picture((p, p, np.full(5, 0.1), np.array([10, 20, 30, 40, 50])))
    assert shown.tables["bins"]["label"].tolist() == ["10", "", "", "40", "50"]


def test_the_name_of_the_class_is_a_row_of_a_table_and_not_in_the_spec():
    assert "beside each dot: its rows; class 1: malignant" in texts(picture())
    assert "malignant" not in str(picture().spec)
    assert picture().spec is picture(positive="other").spec


@pytest.mark.parametrize(
    ("translate", "title"),
    [(english, "Do the probabilities come true?"), (chinese(), "预测的概率兑现了吗？")],
)
def test_the_title_is_there_in_both_languages(translate, title):
    assert title in texts(picture(translate=translate))
