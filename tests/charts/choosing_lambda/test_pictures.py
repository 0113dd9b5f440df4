"""The pictures of choosing λ: their tables are what was computed, their specs do not change with the data."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from sklearn.linear_model import Lasso

from charts.choosing_lambda.coefficient_paths import MOST_LINES, coefficient_paths
from charts.choosing_lambda.cross_validation_curve import cross_validation_curve
from charts.choosing_lambda.drawn_path import AXES, Chosen, Drawn, spread_out
from charts.choosing_lambda.model_bars import MOST_BARS, model_bars
from charts.choosing_lambda.rate_map import WORST, RateMap, rate_map
from charts.choosing_lambda.seed_errors import seed_differences, seed_errors
from l2core.linear import lasso_path
from l2core.many_starts import ErrorsOverStarts

LAMBDAS = np.geomspace(0.001, 10, 41)
RNG = np.random.default_rng(3)


def english(message: str) -> str:
    return message


def table(p=5, n=60, noise=1.0):
    X = RNG.normal(size=(n, p)) * np.arange(1, p + 1)
    return X, X @ np.where(np.arange(p) % 2, 0.0, 2.0 / np.arange(1, p + 1)) + noise * RNG.normal(size=n)


def drawn(X, y) -> Drawn:
    knots = lasso_path(X, y, LAMBDAS).knots
    every = np.concatenate([LAMBDAS, knots[knots > LAMBDAS[0]]])
    place = np.concatenate([np.arange(len(LAMBDAS)), np.full(len(every) - len(LAMBDAS), -1)])
    order = np.argsort(-every, kind="stable")
    path = lasso_path(X, y, every[order])
    names = tuple(f"x{i}" for i in range(X.shape[1]))
    return Drawn(path, place[order], X.std(axis=0), names, path.coefficients * X.std(axis=0))


# The paths.


def test_the_lines_are_the_effects_that_the_lasso_of_another_library_finds():
    X, y = table()
    lines = coefficient_paths(english, drawn(X, y), Chosen(10, 20), "lambda", "").tables["lines"]
    scaled = (X - X.mean(axis=0)) / X.std(axis=0)
    for lam in (5, 20, 33):
        theirs = Lasso(LAMBDAS[lam], tol=1e-10, max_iter=100_000).fit(scaled, y).coef_
        ours = lines[lines["lam"] == lam].set_index("variable")
        np.testing.assert_allclose(ours.loc[[f"x{i}" for i in range(5)], "effect"], theirs, atol=1e-6)
        np.testing.assert_allclose(
            ours.loc[[f"x{i}" for i in range(5)], "coefficient"], theirs / X.std(axis=0), atol=1e-6
        )


def test_each_axis_measures_what_it_says():
    X, y = table()
    path = drawn(X, y)
    for axis in AXES:
        lines = coefficient_paths(english, path, Chosen(10, 20), axis, "").tables["lines"]
        at = lines[lines["lam"] == 15]
        lambd = at["lambd"].iloc[0]
        w = at.set_index("variable")["coefficient"].to_numpy()
        order = [int(name[1:]) for name in at["variable"]]
        fitted = (X - X.mean(axis=0))[:, order] @ w
        due = {
            "lambda": lambd,
            "norm1": np.abs(w * X.std(axis=0)[order]).sum(),
            "deviance": 1 - np.square(y - y.mean() - fitted).sum() / np.square(y - y.mean()).sum(),
        }[axis]
        assert at["x"].to_numpy() == pytest.approx(due)


def test_the_knots_are_where_a_variable_comes_or_goes():
    X, y = table()
    knots = coefficient_paths(english, drawn(X, y), Chosen(10, 20), "lambda", "").tables["knots"]
    assert len(knots) >= 5
    for knot in knots["x"]:
        around = lasso_path(X, y, [knot * 0.999, knot * 1.001])
        assert around.nonzeros[0] != around.nonzeros[1]


def test_the_number_of_non_zeros_stands_above_the_lines():
    X, y = table()
    counts = coefficient_paths(english, drawn(X, y), Chosen(10, 20), "lambda", "").tables["counts"]
    assert 5 <= len(counts) <= 11
    for row in counts.itertuples():
        assert row.nonzeros == lasso_path(X, y, [row.x]).nonzeros[0]


def test_the_bar_tells_what_the_model_is():
    X, y = table()
    path = drawn(X, y)
    now = coefficient_paths(english, path, Chosen(10, 20), "lambda", "").tables["now"].set_index("lam")
    assert sorted(now.index) == list(range(len(LAMBDAS)))
    for lam in (0, 20, 40):
        count = lasso_path(X, y, [LAMBDAS[lam]]).nonzeros[0]
        assert now.loc[lam, "text"] == f"λ = {LAMBDAS[lam]:.3g}: {count} of 5 variables"


def test_the_names_of_the_chosen_lambdas_stand_apart():
    X, y = table()
    for axis in AXES:
        chosen = coefficient_paths(english, drawn(X, y), Chosen(10, 20), axis, "").tables["chosen"]
        left, right = (chosen[chosen["side"] == side] for side in ("left", "right"))
        assert left["x"].item() < right["x"].item()
    same = coefficient_paths(english, drawn(X, y), Chosen(20, 20), "lambda", "").tables["chosen"]
    assert same["text"].tolist() == ["λ_min = λ_1se"]


def test_of_many_variables_the_strongest_are_drawn():
    X, y = table(p=100, n=150)
    path = drawn(X, y)
    lines = coefficient_paths(english, path, Chosen(10, 20), "lambda", "").tables["lines"]
    reach = np.abs(path.effects).max(axis=0)
    assert set(lines["variable"]) == {f"x{i}" for i in np.argsort(-reach)[:MOST_LINES]}
    bars = model_bars(english, path, "l1", "").tables["bars"]
    assert bars["variable"].nunique() == MOST_BARS
    assert len(bars) == MOST_BARS * len(LAMBDAS)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 10), min_size=1, max_size=8), st.floats(0.1, 1))
def test_labels_are_moved_apart_as_little_as_can_be(places, gap):
    y = np.array(places)
    placed = spread_out(y, gap, 0, 10)
    order = np.argsort(y, kind="stable")
    assert np.all(np.diff(placed[order]) > gap * (1 - 1e-9))
    assert placed.min() >= -1e-9
    assert placed.max() <= 10 + 1e-9
    apart = [{"type": "ineq", "fun": lambda z, k=k: z[k + 1] - z[k] - gap} for k in range(len(y) - 1)]
    start = gap * np.arange(len(y)) + (10 - gap * len(y)) / 2
    found = minimize(
        lambda z: np.square(z - y[order]).sum(), start, bounds=[(0, 10)] * len(y), constraints=apart
    )
    assert np.square(placed - y).sum() <= found.fun + 1e-4


# The curve.


def curve(n=41):
    held_out = 3 + np.square(np.linspace(-1, 2, n))
    return held_out, np.full(n, 0.3), np.linspace(1, 5, n)


def test_the_curve_has_its_error_bars_and_its_limit():
    held_out, deviation, training = curve()
    tables = cross_validation_curve(
        *(english, LAMBDAS, held_out, deviation, training, Chosen(13, 20), "l1", "")
    ).tables
    np.testing.assert_allclose(tables["bars"]["high"] - tables["bars"]["low"], 2 * deviation)
    assert tables["limit"]["error"].item() == held_out[13] + 0.3
    assert tables["chosen"]["x"].tolist() == LAMBDAS[[13, 20]].tolist()
    errors = tables["errors"].set_index("set")
    np.testing.assert_array_equal(errors.loc["validation", "error"], held_out)
    np.testing.assert_array_equal(errors.loc["train", "x"], LAMBDAS)
    assert tables["now"]["x"].is_monotonic_increasing  # not in reverse


# Many starts.


def starts(seeds=20) -> ErrorsOverStarts:
    """Without a penalty 0.5 and overfitting; 1 does little, 2 helps, 3 hurts, 4 collapses, 5 diverges."""
    noise = 0.02 * np.random.default_rng(0).normal(size=seeds)
    validation = np.array([[0.5], [0.499], [0.4], [0.6], [0.693], [np.nan]]) + noise
    validation[1] += 0.01 * np.random.default_rng(1).normal(size=seeds)
    training = np.array([[0.2], [0.21], [0.3], [0.5], [0.693], [np.nan]]) + 0 * noise
    constant = np.zeros((6, seeds), bool)
    constant[4] = True
    return ErrorsOverStarts(
        (1.0, 2.0, 3.0, 4.0, 5.0), "l2", training, validation, validation - 0.1, 0 * training, constant
    )


def test_every_zone_is_named_from_the_run():
    errors = starts()
    assert [errors.zone(k) for k in range(5)] == ["overfits", "helps", "hurts", "collapses", "diverges"]
    zones = seed_errors(english, errors, "").tables["zones"]
    assert zones["from"].iloc[0] == pytest.approx(1)
    assert zones["to"].iloc[-1] == pytest.approx(5)
    np.testing.assert_allclose(zones["to"].iloc[:-1], zones["from"].iloc[1:])
    assert zones["to"].iloc[0] == pytest.approx(math.sqrt(2))


def test_no_zone_is_called_helpful_on_a_difference_of_two_standard_errors_or_less():
    errors = starts()
    errors.validation[2] = errors.validation[0] + np.tile([-0.1, 0.1], 10)
    assert errors.zone(1) != "helps"


def test_the_bands_and_differences_are_those_of_the_starts():
    errors = starts()
    curves = seed_errors(english, errors, "").tables["curves"].set_index(["set", "lambd"])
    assert curves.loc[("validation", 2.0), "mean"] == pytest.approx(errors.validation[2].mean())
    inside = (errors.validation[2] >= curves.loc[("validation", 2.0), "low"]) & (
        errors.validation[2] <= curves.loc[("validation", 2.0), "high"]
    )
    assert inside.sum() == 16
    rows = seed_differences(english, errors, "").tables["differences"].set_index("lambd")
    pairs = errors.validation[1] - errors.validation[0]
    assert rows.loc[1.0, "difference"] == pytest.approx(pairs.mean())
    assert rows.loc[1.0, "error"] == pytest.approx(pairs.std(ddof=1) / math.sqrt(20))
    assert 5.0 not in rows.index  # all diverged


# The map.


def cells() -> RateMap:
    validation = np.array([[np.nan, 1.7], [0.3, 0.693]])
    return RateMap(
        (1.0, 0.1),
        (0.5, 5.0),
        validation,
        np.array([[False, True], [False, True]]),
        np.array([[7, -1], [-1, -1]]),
    )


def test_dead_and_diverged_cells_have_marks_of_their_own():
    picture = rate_map(english, cells(), "")
    fates = picture.tables["cells"].set_index(["eta", "lambd"])["fate"]
    assert fates.to_dict() == {
        ("1", "0.5"): "diverged",
        ("1", "5"): "constant",
        ("0.1", "0.5"): "sound",
        ("0.1", "5"): "constant",
    }
    assert np.isfinite(picture.tables["cells"]["validation"]).all()
    assert picture.tables["cells"]["validation"].iloc[0] == WORST
    assert picture.tables["best"][["eta", "lambd"]].to_numpy().tolist() == [["0.1", "0.5"]]


# The specs.


def pictures(X, y):
    path, chosen = drawn(X, y), Chosen(10, 20)
    yield from (coefficient_paths(english, path, chosen, axis, "") for axis in AXES)
    yield model_bars(english, path, "l1", "")
    yield cross_validation_curve(english, LAMBDAS, *curve(), chosen, "l1", "")
    yield seed_errors(english, starts(20 if len(y) > 60 else 10), "")
    yield seed_differences(english, starts(20 if len(y) > 60 else 10), "")
    yield rate_map(english, cells(), "")


def test_a_spec_is_the_same_for_every_table_and_holds_no_data():
    for one, other in zip(pictures(*table()), pictures(*table(n=90, noise=9)), strict=True):
        assert json.dumps(one.spec) == json.dumps(other.spec)
        assert '"values"' not in json.dumps(one.spec)
        named = {layer["data"]["name"] for layer in one.spec["layer"]}
        assert named == set(one.tables)
