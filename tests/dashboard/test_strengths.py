"""The strength of a page's λ, told in the conventions of the libraries."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import ElasticNet, Lasso, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from dashboard import strengths
from dashboard.strengths import Strength
from l2core.convention import translate
from l2core.conventions import conventions
from l2core.linear import elastic_net_path
from l2core.tables import diabetes
from tests.conftest import OpenPage


@pytest.mark.parametrize("penalty", ["l2", "l1"])
def test_the_notes_lambda_is_translated_with_its_rows(penalty: str) -> None:
    strength = Strength(lambd=0.7, rows=100, loss="cross-entropy", by_notes=True)
    notes = next(one for one in conventions(penalty, "cross-entropy") if one.name == "the notes")
    shown = strengths.values(penalty, strength)
    assert strength.canonical == pytest.approx(0.007)
    for one in conventions(penalty, "cross-entropy"):
        parameter, value = shown[one.name].split(" = ")
        assert parameter == one.parameter
        assert float(value.replace(",", "")) == pytest.approx(
            translate(0.7, notes, one, 100, 100)[0], rel=1e-3
        )


def test_without_rows_a_sum_has_n_times_as_much() -> None:
    shown = strengths.values("l2", Strength(lambd=0.5, rows=None, loss="squared error"))
    assert shown["scikit-learn Ridge"] == "alpha = 0.5 · n"
    assert "glmnet, gaussian" not in shown  # its lambda for ridge is 0.5 times the spread of y
    assert strengths.values("l1", Strength(lambd=0.5, rows=None, loss="squared error"))[
        "glmnet, gaussian"
    ] == ("lambda = 0.5")
    assert shown["PyTorch SGD with MSELoss"] == "weight_decay = 1"


@pytest.mark.parametrize("penalty", ["l2", "l1", "elastic_net"])
def test_a_lambda_of_glmnet_is_told_so_that_the_libraries_find_the_same_model(penalty: str) -> None:
    """The Python lines are run, on standardised columns; glmnet's number is the page's own."""
    data = diabetes()
    X, s, n = (data.X - data.X.mean(axis=0)) / data.X.std(axis=0), data.y.std(), len(data.y)
    strength = Strength(
        2.5, n, "squared error", penalties=(penalty,), spread=s, l1_ratio=0.3, standardized=True
    )
    shown = strengths.values(penalty, strength)
    assert shown["glmnet, gaussian"] == {"elastic_net": "alpha = 0.3, lambda = 2.5"}.get(
        penalty, "lambda = 2.5"
    )
    if penalty == "elastic_net":
        names = {kind.__name__: kind for kind in (ElasticNet, StandardScaler, make_pipeline)}
        model = eval(shown["scikit-learn ElasticNet"], names)[-1].set_params(tol=1e-12)
    else:
        library, make = {"l2": ("scikit-learn Ridge", Ridge), "l1": ("scikit-learn Lasso", Lasso)}[penalty]
        name, _equals, value = shown[library].partition(" = ")
        model = make(**{name: float(value.replace(",", ""))}, tol=1e-12)
    found = model.fit(X, data.y).coef_
    ours = elastic_net_path(X, data.y, {"l2": 0.0, "l1": 1.0}.get(penalty, 0.3), [2.5]).coefficients[0]
    np.testing.assert_allclose(found, ours, atol=2e-3 * np.abs(ours).max())  # four digits are shown
    for words in ("Here λ = 2.5 is glmnet's lambda", "standardised first"):
        assert words in strengths._whose(str, strength)
    assert "standardize = FALSE" in strengths._whose(str, replace(strength, standardized=False))
    assert ("s = 77" in strengths._whose(str, strength)) == (penalty != "l1")


@pytest.mark.parametrize("penalty", ["l2", "l1", "elastic_net"])
@pytest.mark.parametrize(
    "strength",
    [
        Strength(2.5, 442, "squared error", spread=77.0, l1_ratio=0.3, standardized=True),
        Strength(2.5, 442, "squared error", spread=77.0, l1_ratio=0.3),
        Strength(2.5, 442, "squared error", l1_ratio=0.3),
        Strength(2.5, None, "squared error", l1_ratio=0.3),
        Strength(2.5, 442, "cross-entropy", by_notes=True, l1_ratio=0.3),
    ],
)
def test_the_link_leads_to_the_same_strength(open_page: OpenPage, penalty: str, strength: Strength) -> None:
    """Followed through the page, as one that comes from another page is."""
    codes = strengths._link(replace(strength, penalties=(penalty,)))
    app = open_page("other_names", lang="en", **codes)
    assert not app.warning
    lines = [block.value for block in app.code]
    lambd, r = strength.beside_mean(penalty)
    for one in conventions(penalty, strength.loss):
        if one.needs_spread or (strength.rows is None and one.per_example):
            continue
        n = one.examples(strength.rows or 1)
        if one.by_batch and strength.by_notes:  # of which a batch is all rows
            n = strength.rows or 1
        value = one.from_canonical(lambd, n)
        due = one.code(value, l1_ratio=r, batch=n, standardized=strength.standardized)
        assert due in lines, one.name


def test_the_notes_lambda_needs_rows() -> None:
    with pytest.raises(ValueError, match="rows needs a number"):
        _ = Strength(lambd=1, rows=None, loss="cross-entropy", by_notes=True).canonical
