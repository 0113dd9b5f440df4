import numpy as np
import pytest
from sklearn.linear_model import Lasso, Ridge

from charts.numbers import number
from dashboard.navigation import LESSONS
from l2core.datasets import polynomial_features, polynomial_regression
from tests.conftest import OpenPage


def words(app: object) -> str:
    return " ".join(element.value for element in app.markdown)  # type: ignore[attr-defined]


@pytest.mark.parametrize("lam", ["1e-05", "0.01", "10"])
def test_the_errors_on_the_page_are_those_of_scikit_learn(open_page: OpenPage, lam: str) -> None:
    app = open_page("home", lam=lam)
    assert not app.exception
    data, lambd = polynomial_regression(seed=1, training_size=15), float(lam)
    columns, new = (polynomial_features(x, 12) for x in (data.x_train, data.x_validation))
    ridge = Ridge(alpha=15 * lambd).fit(columns, data.y_train)
    assert f"**{number(np.mean((ridge.predict(new) - data.y_validation) ** 2))}**" in words(app)
    if lambd >= 0.01:  # below, scikit-learn's coordinate descent does not get there
        lasso = Lasso(alpha=lambd, tol=1e-10, max_iter=1_000_000).fit(columns, data.y_train)
        assert f"**{number(np.mean((lasso.predict(new) - data.y_validation) ** 2))}**" in words(app)
        used = np.count_nonzero(lasso.coef_)
        assert ("With L1 all of them are exactly 0" if lambd == 10 else f"L1 uses {used}:") in words(app)


def test_every_lesson_has_its_door_and_question(open_page: OpenPage) -> None:
    said = words(open_page("home"))
    assert all(lesson.question in said for lesson in LESSONS)


def test_the_page_speaks_chinese(open_page: OpenPage) -> None:
    app = open_page("home", lang="zh")
    assert app.title[0].value == "λ 对模型做了什么？"
    assert "均方误差" in words(app)
    assert "权重越大，代价越高；λ 就是单价" in words(app)


def test_the_teacher_is_told_how_far_a_link_carries(open_page: OpenPage) -> None:
    said = words(open_page("home", lang="en"))
    assert "exactly what is on the wall" not in said
    assert "A table of your own is not." in said
    assert "another kind of processor can end at other numbers" in said


def test_a_strange_lambda_falls_back_and_says_so(open_page: OpenPage) -> None:
    app = open_page("home", lam="much")
    assert not app.exception
    assert "lam=much" in app.warning[0].value
