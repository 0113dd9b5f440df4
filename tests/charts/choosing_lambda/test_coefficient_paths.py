"""The paths are those of another library, and what stands beside them is what it says."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import Lasso

from charts.choosing_lambda.coefficient_paths import MOST_LINES, coefficient_paths
from charts.choosing_lambda.drawn_path import ChosenLambdas
from charts.numbers import number
from l2core.linear import lasso_path
from tests.charts.choosing_lambda.samples import (
    AWKWARD,
    CHOSEN,
    LAM,
    LAMBDAS,
    chinese,
    drawn_path,
    english,
    marks,
    table,
    texts,
)

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


@pytest.mark.parametrize("axis", AXES)
def test_the_chosen_lambdas_are_where_their_models_are(axis):
    X, y = table()
    drawn = tables(X, y, axis)
    at = drawn["now"].set_index("lam")["x"]
    chosen = drawn["chosen"].set_index("text")["x"]
    assert chosen["λ_min"] == at[CHOSEN.index_min]
    assert chosen["λ_1se"] == at[CHOSEN.index_1se]
    same = tables(X, y, axis, chosen=ChosenLambdas(20, 20))["chosen"]
    assert same[["x", "text"]].to_numpy().tolist() == [[at[20], "λ_min = λ_1se"]]


def test_a_path_without_knots_speaks_of_no_ticks():
    X, y = table()
    at_bar = drawn_path(X, y)
    kept = at_bar.bar_index >= 0
    smooth = replace(
        at_bar,
        path=lasso_path(X, y, LAMBDAS[::-1]),
        bar_index=at_bar.bar_index[kept],
        weights=at_bar.weights[kept],
    )
    for path, title in (
        (smooth, "Variables in the model"),
        (at_bar, "Variables in the model (ticks: a variable comes or goes)"),
    ):
        assert title in texts(coefficient_paths(english, path, CHOSEN, "lambda", LAM, ""), 3)


@pytest.mark.parametrize(
    ("family", "translate", "unit", "share"),
    [
        ("gaussian", english, "units of y", "Share of the variation of y explained"),
        ("binomial", english, "log-odds", "Share of the deviance explained"),
        ("gaussian", chinese(), "y 的单位", "解释了 y 的变化的份额"),
        ("binomial", chinese(), "对数几率", "解释了偏差（deviance）的份额"),
    ],
)
def test_the_axes_say_what_the_family_measures(family, translate, unit, share):
    X, y = table()
    picture = coefficient_paths(translate, drawn_path(X, y), CHOSEN, "deviance", LAM, "", family=family)
    said = texts(picture, 3)
    assert any(unit in text for text in said)
    assert share in said


def test_variables_bear_any_name():
    X, y = table()
    picture = coefficient_paths(english, replace(drawn_path(X, y), names=AWKWARD), CHOSEN, "lambda", LAM, "")
    assert set(AWKWARD) <= set(texts(picture, 3))
    assert len(marks(picture, "line", 3)) == 5


def test_of_many_variables_the_strongest_are_drawn():
    X, y = table(p=100, n=150)
    reach = np.abs(drawn_path(X, y).effects).max(axis=0)
    assert set(tables(X, y)["lines"]["variable"]) == {f"x{i}" for i in np.argsort(-reach)[:MOST_LINES]}
