"""The relaxed fit is drawn as it was fitted: with the penalty, without it, and between the two."""

import numpy as np
import pytest

from charts.choosing_lambda.relaxed_fit import MOST_PAIRS, relaxed_fit
from l2core.linear import lasso_path
from tests.charts.choosing_lambda.samples import (
    AWKWARD,
    CHOSEN,
    LAM,
    LAMBDAS,
    chinese,
    english,
    marks,
    table,
    texts,
)

GAMMA = 0.25


def fits(p=5, n=60):
    """The lasso, least squares on what it selects, and the blend; the deviations of the columns."""
    X, y = table(p=p, n=n)
    penalised = lasso_path(X, y, LAMBDAS).coefficients
    refitted = np.zeros_like(penalised)
    for k, w in enumerate(penalised):
        kept = np.flatnonzero(w)
        if len(kept):
            centred = X[:, kept] - X[:, kept].mean(axis=0)
            refitted[k, kept] = np.linalg.lstsq(centred, y - y.mean(), rcond=None)[0]
    return penalised, refitted, GAMMA * penalised + (1 - GAMMA) * refitted, X.std(axis=0)


def picture(p=5, n=60, names=None, translate=english, family="gaussian"):
    penalised, refitted, blended, spread = fits(p, n)
    names = names or tuple(f"x{i}" for i in range(p))
    return relaxed_fit(
        translate,
        names,
        penalised,
        refitted,
        blended,
        GAMMA,
        spread,
        CHOSEN,
        "l1",
        LAM,
        "",
        family=family,
    )


@pytest.mark.parametrize(("p", "n"), [(1, 60), (5, 60), (60, 90), (60, 30)])
def test_every_mark_is_the_coefficient_of_its_fit(p, n):
    penalised, refitted, blended, spread = fits(p, n)
    of = {"penalised": penalised, "refitted": refitted, "blended": blended}
    tables = picture(p, n).tables
    assert len(tables["fits"]) == 3 * len(LAMBDAS) * min(p, MOST_PAIRS)
    for row in tables["fits"].itertuples():
        i = int(row.variable[1:])
        assert row.own == of[row.fit][row.lam, i]
        assert row.effect == row.own * spread[i]
        assert row.in_model == (penalised[row.lam, i] != 0)
    left, right = tables["extent"]["effect"]
    near = tables["fits"].query("lam >= @CHOSEN.index_min")
    assert left <= near["effect"].min() <= near["effect"].max() <= right


def test_of_many_variables_the_largest_at_lambda_1se_are_drawn_and_that_is_said():
    penalised, *_rest, spread = fits(60, 90)
    size = np.abs(penalised * spread)
    pairs = picture(60, 90).tables["pairs"]
    shown = pairs[pairs["lam"] == 0].sort_values("row")["variable"]
    ours = size[CHOSEN.index_1se, [int(name[1:]) for name in shown]]
    np.testing.assert_array_equal(ours, np.sort(size[CHOSEN.index_1se])[::-1][:MOST_PAIRS])
    assert "γ = 0.25; 16 of 60 variables: the largest at λ_1se" in texts(picture(60, 90))
    assert "γ = 0.25" in texts(picture())


@pytest.mark.parametrize("lam", [0, 20, 33, 40])
def test_what_is_not_in_the_model_has_no_mark(lam):
    kept = np.count_nonzero(fits()[0][lam])
    assert texts(picture(), lam).count("not in the model") == 5 - kept
    assert len(marks(picture(), "symbol", lam)) == 3 * kept
    assert not any("NaN" in mark for mark in marks(picture(), "symbol", lam))


def test_variables_bear_any_name():
    assert set(AWKWARD) <= set(texts(picture(names=AWKWARD), 3))


def test_the_axis_has_its_unit_and_the_legend_its_words_in_both_languages():
    assert any("log-odds" in text for text in texts(picture(family="binomial")))
    said = texts(picture(translate=chinese(), family="binomial"))
    assert any("对数几率" in text for text in said)
    assert {"带惩罚的拟合", "去掉惩罚后重新拟合", "前者占 γ，后者占 1 − γ"} <= set(said)
