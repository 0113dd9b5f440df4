"""The numbers of the formula are those of the model; glmnet's λ gives its model by glmnet's own steps."""

import re

import numpy as np
import pytest
from sklearn.linear_model import ElasticNet, Ridge

from charts.numbers import number, tex
from l2core.tables import diabetes
from lessons.choosing_lambda.table_formula import in_glmnet, with_numbers
from lessons.choosing_lambda.table_run import Setting, fit


def english(message: str) -> str:
    return message


def read(written: str) -> float:
    mantissa, _dot, power = written.replace(",", "").partition("·10")
    return float(f"{mantissa}e{power.translate(str.maketrans('⁻⁰¹²³⁴⁵⁶⁷⁸⁹', '-0123456789')) or 0}")


@pytest.mark.parametrize("penalty", ["l1", "l2", "elastic_net"])
@pytest.mark.parametrize("l1_ratio", [0.05, 0.5])
def test_glmnets_lambda_gives_the_same_model(penalty, l1_ratio):
    """glmnet divides y by s, minimises 1/(2n) RSS + Λ/s (A‖w‖₁ + (1−A)/2 ‖w‖²), and multiplies by s."""
    data = diabetes()
    found = fit(data, Setting(penalty, l1_ratio))
    lambd = float(found.errors.lambdas[50])
    words = in_glmnet(english, found)
    s = data.y.std()
    values = dict(
        re.findall(r"(alpha is α/k|deviation s|s\(1 − α\)) = ([\d.,]*\d(?:·10[⁻\d⁰¹²³⁴-⁹]+)?)", words)
    )
    alpha = {"l1": 1.0, "l2": 0.0}.get(penalty)
    if alpha is None:
        alpha = read(values["alpha is α/k"])
        assert "its lambda λ·k" in words
        theirs = lambd * read(values["s(1 − α)"])
    elif penalty == "l2":
        assert "its lambda is λ·s." in words
        theirs = lambd * read(values["deviation s"])
    else:
        assert "glmnet's lambda is this λ." in words
        theirs = lambd
    X = (data.X - data.X.mean(axis=0)) / data.X.std(axis=0)
    model = (
        Ridge(len(X) * theirs / s)
        if penalty == "l2"
        else ElasticNet(theirs / s, l1_ratio=alpha, tol=1e-12, max_iter=100_000)
    )
    weights = model.fit(X, data.y / s).coef_ * s / data.X.std(axis=0)
    ours = found.errors.path.coefficients[50]
    np.testing.assert_allclose(weights, ours, rtol=0.02, atol=0.005 * np.abs(ours).max())


@pytest.mark.parametrize("lam", [0, 35, 80])
def test_the_numbers_are_those_of_the_objective(lam):
    data = diabetes()
    found = fit(data, Setting("elastic_net", 0.3, standardize=False))
    path, lambd = found.errors.path, found.errors.lambdas[lam]
    w = path.coefficients[lam]
    loss = np.square(data.y - path.intercepts[lam] - data.X @ w).mean() / 2
    size = 0.3 * np.abs(w).sum() + 0.7 / 2 * w @ w
    numbers = with_numbers(found, lam)
    first, second, third, total = (tex(number(x, 4)) for x in (loss, lambd, size, loss + lambd * size))
    assert rf"{first} + {second}\cdot {third}" in numbers
    assert numbers.endswith(rf"\approx {total} \end{{aligned}}")
    assert r"\alpha &= 0.3" in numbers
