"""The numbers of the formula are those of the model; glmnet's λ gives its model by glmnet's own steps."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import ElasticNet, Lasso, Ridge

from charts.numbers import number, tex
from l2core.tables import diabetes
from lessons.choosing_lambda.table_formula import in_glmnet, with_numbers
from lessons.choosing_lambda.table_run import fit
from lessons.choosing_lambda.table_setting import Setting


def english(message: str) -> str:
    return message


@pytest.mark.parametrize("penalty", ["l1", "l2", "elastic_net"])
@pytest.mark.parametrize("l1_ratio", [0.05, 0.5])
def test_glmnets_lambda_gives_the_same_model(penalty, l1_ratio):
    """glmnet divides y by s, minimises 1/(2n) RSS + λ/s (α‖w‖₁ + (1−α)/2 ‖w‖²), and multiplies by s."""
    data = diabetes()
    found = fit(data, Setting(penalty, l1_ratio))
    lambd = float(found.errors.lambdas[50])
    words = in_glmnet(english, found)
    assert "glmnet's lambda is this λ." in words
    raw = in_glmnet(english, replace(found, setting=replace(found.setting, standardize=False)))
    assert "glmnet's lambda is this λ, if it is told `standardize = FALSE`." in raw
    s = data.y.std()
    assert (f"s = {number(s)} is" in words) == (penalty != "l1")
    X = (data.X - data.X.mean(axis=0)) / data.X.std(axis=0)
    model = {
        "l2": Ridge(len(X) * lambd / s),
        "l1": Lasso(lambd / s, tol=1e-12, max_iter=100_000),
        "elastic_net": ElasticNet(lambd / s, l1_ratio=l1_ratio, tol=1e-12, max_iter=100_000),
    }[penalty]
    weights = model.fit(X, data.y / s).coef_ * s / data.X.std(axis=0)
    np.testing.assert_allclose(weights, found.errors.path.coefficients[50], rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("lam", [0, 35, 80])
def test_the_numbers_are_those_of_the_objective(lam):
    data = diabetes()
    found = fit(data, Setting("elastic_net", 0.3, standardize=False))
    path, lambd = found.errors.path, found.errors.lambdas[lam]
    w = path.coefficients[lam]
    loss = np.square(data.y - path.intercepts[lam] - data.X @ w).mean() / 2
    size = 0.3 * np.abs(w).sum() + 0.7 / (2 * data.y.std()) * w @ w
    numbers = with_numbers(found, lam)
    first, second, third, total = (tex(number(x, 4)) for x in (loss, lambd, size, loss + lambd * size))
    assert rf"{first} + {second}\cdot {third}" in numbers
    assert numbers.endswith(rf"\approx {total} \end{{aligned}}")
    assert r"\alpha &= 0.3" in numbers
    assert rf"s &= {tex(number(data.y.std(), 4))}" in numbers
