"""A table of one's own on "Choosing λ": answered as it is; what was done to it is said and can be changed."""

import pandas as pd
from streamlit.testing.v1 import AppTest

from tests.conftest import OpenPage
from tests.pages.own_tables import hitters, titanic
from tests.pages.test_choosing_lambda import clean, open_stage, said


def own(open_page: OpenPage, rows: pd.DataFrame, **address: str) -> AppTest:
    """The page with a file that R or pandas wrote."""
    named = rows.index[0] != 0
    app = open_stage(open_page, lang="en", table="own", **address)
    data = rows.to_csv(index=named, na_rep="NA").encode()
    app = clean(app.file_uploader[0].upload("mine.csv", data, "text/csv").run())
    assert not app.error
    return app


def plain_words(app: AppTest) -> str:
    return said(app).replace("\\", "")


def control(app: AppTest, kind: str, label: str):
    return next(one for one in getattr(app, kind) if one.label == label)


def test_hitters_is_answered_as_it_is_downloaded(open_page: OpenPage) -> None:
    app = own(open_page, hitters())
    words = plain_words(app)
    assert "**Salary** from 7 variables, 48 rows." in words
    assert "12 of 60 rows have no Salary: they are left out." in words
    assert "League (N, not A), Division (W, not E), NewLeague (N, not A)" in words


def test_titanic_is_answered_as_it_is_downloaded(open_page: OpenPage) -> None:
    app = own(open_page, titanic())
    words = plain_words(app)
    assert "**Survived** from" in words
    assert "120 rows" in words
    assert "median, learned inside each fold: Age (24 missing)" in words
    assert "a level of their own, NA: Embarked (2 missing)" in words
    assert "PassengerId, Name (a number or a name of its own for every row); Cabin" in words
