"""The bars of the model at one λ are those of its strongest variables."""

import numpy as np

from charts.choosing_lambda.model_bars import MOST_BARS, model_bars
from l2core.linear import lasso_path
from tests.charts.choosing_lambda.samples import LAM, LAMBDAS, drawn_path, english, table


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
