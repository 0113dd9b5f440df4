"""The curves and bands over many starts are those of the starts."""

import pytest

from charts.choosing_lambda.start_errors import start_errors
from tests.charts.choosing_lambda.samples import english, errors_over_starts


def test_the_bands_hold_eight_starts_out_of_ten():
    errors = errors_over_starts()
    curves = start_errors(english, errors, "").tables["curves"].set_index(["set", "lambd"])
    band = curves.loc[("validation", 2.0)]
    assert band["mean"] == pytest.approx(errors.validation[2].mean())
    assert ((errors.validation[2] >= band["low"]) & (errors.validation[2] <= band["high"])).sum() == 16


def test_nets_without_a_penalty_stand_apart_and_nets_that_diverged_are_left_out():
    tables = start_errors(english, errors_over_starts(), "").tables
    assert tables["free"]["set"].tolist() == ["train", "validation"]
    assert set(tables["curves"]["lambd"]) == {1.0, 2.0, 3.0, 4.0}
