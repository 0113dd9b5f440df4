"""The curves and bands over many starts are those of the starts."""

import numpy as np
import pytest

from charts.choosing_lambda.start_errors import start_errors
from tests.charts.choosing_lambda.samples import NETS, STRENGTHS, english, errors_over_starts


def tables(errors, **more):
    return start_errors(english, STRENGTHS, errors, "l2", NETS, "", **more).tables


def test_the_bands_hold_eight_starts_out_of_ten():
    errors = errors_over_starts()
    curves = tables(errors)["curves"].set_index(["set", "lambd"])
    band = curves.loc[("validation", 2.0)]
    assert band["mean"] == pytest.approx(errors.validation[2].mean())
    assert ((errors.validation[2] >= band["low"]) & (errors.validation[2] <= band["high"])).sum() == 16


def test_nets_without_a_penalty_stand_apart_and_nets_that_diverged_are_left_out():
    drawn = tables(errors_over_starts())
    assert drawn["free"]["set"].tolist() == ["train", "validation"]
    assert (drawn["free"]["lam"] < 0).all()  # seen from the first place of the bar on
    assert set(drawn["curves"]["lambd"]) == {1.0, 2.0, 3.0, 4.0}


def test_what_is_seen_at_a_place_of_the_bar_is_what_belongs_to_that_lambda():
    drawn = tables(errors_over_starts(), votes=True)
    for name, x in (("curves", "lambd"), ("chosen", "x"), ("now", "x"), ("votes", "x")):
        rows = drawn[name]
        assert [STRENGTHS[lam] for lam in rows["lam"]] == rows[x].tolist()
    assert drawn["chosen"]["x"].tolist() == [2.0]
    assert drawn["now"]["text"].iloc[-1] == "λ = 5: diverged"
    assert drawn["votes"]["starts"].sum() == 20


def test_the_axis_holds_the_run_and_the_drawing():
    errors, drawing = errors_over_starts(), [0.9, 0.5, 0.1, 0.3, 0.6]
    low, high = tables(errors, drawn=drawing)["extent"]["mean"]
    assert low == 0.1
    assert high == 0.9
    low, high = tables(errors)["extent"]["mean"]
    curves = tables(errors)["curves"]
    assert low <= curves["low"].min()
    assert high >= curves["high"].max()
    assert tables(errors, drawn=drawing)["drawn"]["mean"].tolist() == drawing
    assert not len(tables(errors)["votes"])


def test_without_nets_there_is_a_frame_and_nothing_in_it():
    drawn = tables(None)
    for name in ("curves", "free", "zones", "chosen", "votes", "drawn"):
        assert not len(drawn[name])
    assert drawn["extent"]["x"].tolist() == [1.0, 5.0]
    assert np.isfinite(drawn["extent"]["mean"]).all()
