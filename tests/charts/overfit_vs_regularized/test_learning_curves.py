"""The curves and the bars show the losses they were given, penalty apart, on axes that stand still."""

import json

import numpy as np
import pytest

from charts.axes import CEILING
from charts.overfit_vs_regularized.costs import costs
from charts.overfit_vs_regularized.learning_curves import curve_tables, learning_curves
from charts.penalties import named
from charts.track import Track

EPOCHS = [0, 10, 40, 90]
LAMBDAS = 5
TRACKS = Track("step", len(EPOCHS), 3), Track("lam", LAMBDAS, 2)


def english(message):
    return message


def losses(seed=0, scale=1.0):
    rng = np.random.default_rng(seed)
    parts = ("training", "validation", "penalty")
    return {
        "none": {part: scale * rng.random((len(EPOCHS), 1)) for part in parts},
        "l2": {part: scale * rng.random((len(EPOCHS), LAMBDAS)) for part in parts},
    }


def test_every_column_is_the_loss_of_its_lambda():
    given = losses()
    table = curve_tables(EPOCHS, given)["curves"].set_index(["penalty", "step"])
    for penalty, of in given.items():
        for letter, part in (("t", "training"), ("v", "validation"), ("p", "penalty")):
            for lam in range(LAMBDAS):
                expected = of[part][:, 0 if penalty == "none" else lam]
                assert table.loc[penalty, f"{letter}{lam}"].to_numpy() == pytest.approx(expected, rel=1e-6)
    assert table["epoch"].tolist() == EPOCHS * 2


def test_the_axes_hold_every_loss_of_every_lambda():
    given = losses()
    extent = curve_tables(EPOCHS, given)["extent"]
    seen = np.concatenate([of[part].ravel() for of in given.values() for part in ("training", "validation")])
    assert extent["loss"].tolist() == [seen.min(), seen.max()]
    assert extent["epoch"].tolist() == [0, 90]
    assert extent["cost"].iloc[1] > seen.max()


def test_a_net_that_diverges_leaves_the_others_room():
    given = losses()
    given["l2"]["training"][1, 0] = 1e9
    given["l2"]["training"][2:, 0] = np.nan
    extent = curve_tables(EPOCHS, given)["extent"]
    assert extent["loss"].iloc[1] == CEILING


@pytest.mark.parametrize("draw", [learning_curves, costs])
def test_the_spec_does_not_know_the_data(draw):
    specs = {
        json.dumps(draw(english, ("none", "l2"), curve_tables(EPOCHS, given), *TRACKS, "").spec)
        for given in (losses(), losses(1, scale=30.0))
    }
    assert len(specs) == 1
    spec = json.loads(specs.pop())
    assert {param["name"]: param["bind"]["max"] for param in spec["params"]} == {
        "step": 3,
        "lam": LAMBDAS - 1,
    }
    assert {layer["data"]["name"] for layer in spec["layer"]} == {"curves", "extent"}


def test_training_is_solid_and_validation_dashed():
    spec = learning_curves(english, ("none", "l2"), curve_tables(EPOCHS, losses()), *TRACKS, "").spec
    dashes = [layer["encoding"]["strokeDash"] for layer in spec["layer"] if "strokeDash" in layer["encoding"]]
    assert all(dash["scale"]["domain"] == ["training", "validation"] for dash in dashes)
    solid, dashed = dashes[0]["scale"]["range"]
    assert solid == []
    assert min(dashed) > 0


def test_names_come_from_the_spec_so_that_tables_speak_no_language():
    assert json.loads(named(english).removesuffix("[datum.penalty]"))["none"] == "No penalty"
    assert "net" not in curve_tables(EPOCHS, losses())["curves"]
