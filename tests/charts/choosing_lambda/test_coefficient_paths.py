"""The paths are those of another library, and what stands beside them is what it says."""

import numpy as np
import pytest
from sklearn.linear_model import Lasso

from charts.choosing_lambda.coefficient_paths import MOST_LINES, coefficient_paths
from charts.choosing_lambda.drawn_path import ChosenLambdas
from charts.numbers import number
from l2core.linear import lasso_path
from tests.charts.choosing_lambda.samples import CHOSEN, LAM, LAMBDAS, drawn_path, english, table

AXES = ("lambda", "norm1", "deviance")


def tables(X, y, axis="lambda", chosen=CHOSEN):
    return coefficient_paths(english, drawn_path(X, y), chosen, axis, LAM, "").tables


def test_the_lines_are_the_effects_that_the_lasso_of_another_library_finds():
    X, y = table()
    lines = tables(X, y)["lines"]
    scaled = (X - X.mean(axis=0)) / X.std(axis=0)
    for lam in (5, 20, 33):
        theirs = Lasso(LAMBDAS[lam], tol=1e-10, max_iter=100_000).fit(scaled, y).coef_
        ours = lines[lines["lam"] == lam].set_index("variable")
        np.testing.assert_allclose(ours.loc[[f"x{i}" for i in range(5)], "effect"], theirs, atol=1e-6)
        np.testing.assert_allclose(
            ours.loc[[f"x{i}" for i in range(5)], "coefficient"], theirs / X.std(axis=0), atol=1e-6
        )


@pytest.mark.parametrize("axis", AXES)
def test_each_axis_measures_what_it_says(axis):
    X, y = table()
    lines = tables(X, y, axis)["lines"]
    at = lines[lines["lam"] == 15]
    w = at.set_index("variable")["coefficient"].to_numpy()
    order = [int(name[1:]) for name in at["variable"]]
    fitted = (X - X.mean(axis=0))[:, order] @ w
    due = {
        "lambda": at["lambd"].iloc[0],
        "norm1": np.abs(w * X.std(axis=0)[order]).sum(),
        "deviance": 1 - np.square(y - y.mean() - fitted).sum() / np.square(y - y.mean()).sum(),
    }[axis]
    assert at["x"].to_numpy() == pytest.approx(due)


def test_the_knots_are_where_a_variable_comes_or_goes():
    X, y = table()
    knots = tables(X, y)["knots"]
    assert len(knots) >= 5
    for knot in knots["x"]:
        around = lasso_path(X, y, [knot * 0.999, knot * 1.001])
        assert around.nonzeros[0] != around.nonzeros[1]


def test_the_number_of_non_zeros_stands_above_the_lines():
    X, y = table()
    counts = tables(X, y)["counts"]
    assert 5 <= len(counts) <= 11
    for row in counts.itertuples():
        assert row.nonzeros == lasso_path(X, y, [row.x]).nonzeros[0]


def test_the_bar_tells_what_the_model_is():
    X, y = table()
    now = tables(X, y)["now"].set_index("lam")
    assert sorted(now.index) == list(range(len(LAMBDAS)))
    for lam in (0, 20, 40):
        count = lasso_path(X, y, [LAMBDAS[lam]]).nonzeros[0]
        assert now.loc[lam, "text"] == f"λ = {number(LAMBDAS[lam])}: {count} of 5 variables"


def test_the_names_of_the_chosen_lambdas_stand_apart():
    X, y = table()
    for axis in AXES:
        chosen = tables(X, y, axis)["chosen"]
        left, right = (chosen[chosen["side"] == side] for side in ("left", "right"))
        assert left["x"].item() < right["x"].item()
    same = tables(X, y, chosen=ChosenLambdas(20, 20))["chosen"]
    assert same["text"].tolist() == ["λ_min = λ_1se"]


def test_of_many_variables_the_strongest_are_drawn():
    X, y = table(p=100, n=150)
    reach = np.abs(drawn_path(X, y).effects).max(axis=0)
    assert set(tables(X, y)["lines"]["variable"]) == {f"x{i}" for i in np.argsort(-reach)[:MOST_LINES]}
