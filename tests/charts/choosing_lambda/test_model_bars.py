"""The bars of the model at one λ are those of its strongest variables."""

from dataclasses import replace

import numpy as np
import pytest

from charts.choosing_lambda.model_bars import MOST_BARS, model_bars
from l2core.linear import lasso_path
from tests.charts.choosing_lambda.samples import (
    AWKWARD,
    LAM,
    LAMBDAS,
    chinese,
    drawn_path,
    english,
    marks,
    table,
    texts,
)


def test_of_many_variables_the_strongest_have_a_bar_at_every_lambda():
    X, y = table(p=100, n=150)
    path = drawn_path(X, y)
    bars = model_bars(english, path, "l1", LAM, "").tables["bars"]
    reach = np.abs(path.effects).max(axis=0)
    assert set(bars["variable"]) == {f"x{i}" for i in np.argsort(-reach)[:MOST_BARS]}
    assert len(bars) == MOST_BARS * len(LAMBDAS)


def test_a_bar_is_the_effect_and_its_number_the_coefficient_of_the_model():
    X, y = table()
    bars = model_bars(english, drawn_path(X, y), "l1", LAM, "").tables["bars"]
    for lam in (0, 20, 40):
        model = lasso_path(X, y, [LAMBDAS[lam]]).coefficients[0]
        ours = bars[bars["lam"] == lam].set_index("variable").loc[[f"x{i}" for i in range(5)]]
        np.testing.assert_allclose(ours["coefficient"], model, atol=1e-12)
        np.testing.assert_allclose(ours["effect"], model * X.std(axis=0), atol=1e-12)


def test_the_bars_stand_in_the_order_of_their_largest_effects():
    X, y = table(p=100, n=150)
    path = drawn_path(X, y)
    bars = model_bars(english, path, "l1", LAM, "").tables["bars"]
    shown = bars[bars["lam"] == 0].sort_values("row")["variable"]
    reach = np.abs(path.effects).max(axis=0)[[int(name[1:]) for name in shown]]
    assert (np.diff(reach) <= 0).all()


def test_variables_bear_any_name():
    path = replace(drawn_path(*table()), names=AWKWARD)
    picture = model_bars(english, path, "l1", LAM, "")
    assert set(AWKWARD) <= set(texts(picture, 3))
    assert len(marks(picture, "rect", 3)) == 5


@pytest.mark.parametrize(
    ("family", "translate", "unit"),
    [
        ("gaussian", english, "units of y"),
        ("binomial", english, "log-odds"),
        ("binomial", chinese(), "对数几率"),
    ],
)
def test_the_axis_says_what_the_family_measures(family, translate, unit):
    picture = model_bars(translate, drawn_path(*table()), "l1", LAM, "", family=family)
    assert any(unit in text for text in texts(picture, 3))
