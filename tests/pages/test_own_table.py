"""A table of one's own on "Choosing λ": answered as it is; what was done to it is said and can be changed."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from charts.numbers import number
from dashboard.uploads.upload import Upload
from tests.conftest import ROOT, OpenPage
from tests.lessons.choosing_lambda.scripts import run_python
from tests.pages.own_tables import ames, hitters, prostate, titanic
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


def test_the_split_column_keeps_its_test_rows_from_every_choice(open_page: OpenPage) -> None:
    app = own(open_page, prostate())
    assert "30 rows are set apart for a test by train, and have no say in the choice of λ." in plain_words(
        app
    )
    assert control(app, "selectbox", "Target: the column to predict").value == "lpsa"
    control(app, "selectbox", "Column that sets rows apart for a test").set_value("-").run()
    assert "set apart" not in plain_words(clean(app))
    assert app.query_params["split"] in ("-", ["-"])


def test_a_link_keeps_what_was_chosen_until_the_file_is_there(open_page: OpenPage) -> None:
    chosen = {"target": "Area 3", "out": "PID,Kind 4,Kind 5", "gaps": "Area 1", "level": "nobody"}
    app = open_stage(open_page, lang="en", table="own", **chosen)
    assert all(app.query_params[name] in (code, [code]) for name, code in chosen.items())
    rows = ames()
    clean(app.file_uploader[0].upload("a.csv", rows.to_csv(index=False).encode(), "text/csv").run())
    missing = rows["Area 1"].isna().sum()
    assert f"{missing} of 90 rows have no Area 1: they are left out." in plain_words(app)
    assert control(app, "multiselect", "Columns left out").value == ["PID", "Kind 4", "Kind 5"]
    assert "level" not in app.query_params
    control(app, "multiselect", "Columns left out").set_value([]).run()
    assert app.query_params["out"] in ("-", ["-"])
    assert "Columns left out:" not in plain_words(clean(app))


def test_a_column_that_a_link_names_and_the_file_has_not_falls_back_and_is_said(open_page: OpenPage) -> None:
    app = open_stage(open_page, lang="en", table="own", out="Nobody", target="Nothing")
    clean(app.file_uploader[0].upload("a.csv", hitters().to_csv().encode(), "text/csv").run())
    warned = " ".join(warning.value for warning in app.warning)
    assert "out=Nobody" in warned
    assert "target=Nothing" in warned
    assert "**Salary** from" in said(app)


def test_another_file_begins_with_its_own_choices(open_page: OpenPage) -> None:
    app = own(open_page, titanic())
    control(app, "multiselect", "Columns left out").set_value([]).run()
    control(app, "selectbox", "Target: the column to predict").set_value("Embarked").run()
    assert "Embarked is 1 for S and 0 for all its other words." in plain_words(clean(app))
    control(app, "selectbox", "Which word is 1?").set_value("Q").run()
    assert "Embarked is 1 for Q" in plain_words(clean(app))
    again = titanic().assign(Embarked="Q").iloc[:100]
    again.loc[::2, "Embarked"] = "S"
    app.file_uploader[0].upload("again.csv", again.to_csv(index=False).encode(), "text/csv").run()
    assert control(clean(app), "selectbox", "Target: the column to predict").value == "Embarked"
    app.file_uploader[0].upload("other.csv", ames().to_csv(index=False).encode(), "text/csv").run()
    assert "**SalePrice** from" in said(clean(app))
    assert control(app, "multiselect", "Columns left out").value == ["Order", "PID", "Kind 4"]


def test_codes_for_missing_are_pointed_out_and_taken_when_the_user_says_so(open_page: OpenPage) -> None:
    rows = hitters(90)
    rows["PutOuts"] = rows["PutOuts"].mask(np.arange(90) % 5 == 0, -999)
    app = own(open_page, rows)
    box = control(app, "multiselect", "Do these numbers stand for missing cells?")
    assert box.options == ["−999 in PutOuts (18 rows)"]
    assert box.placeholder == "None is chosen of −999 in PutOuts (18 rows)"  # seen before it is opened
    assert "filled in" not in plain_words(app)
    box.set_value(["PutOuts=-999"]).run()
    assert "filled in by the median, learned inside each fold: PutOuts (18 missing)" in plain_words(
        clean(app)
    )
    assert app.query_params["codes"] in ("PutOuts=-999", ["PutOuts=-999"])


def test_a_refused_file_does_not_stand_above_the_lesson_of_another_table(open_page: OpenPage) -> None:
    app = open_stage(open_page, lang="en", table="own")
    shown = "those of **Diabetes \\(442 patients\\)**"
    assert shown in said(clean(app))
    app.file_uploader[0].upload("bad.csv", b"PK\x03\x04", "text/csv").run()
    assert shown in said(clean(app))
    app.file_uploader[0].upload("good.csv", hitters().to_csv().encode(), "text/csv").run()
    assert "Diabetes" not in "".join(info.value for info in clean(app).info)
    app.file_uploader[0].upload("bad.csv", b"PK\x03\x04", "text/csv").run()
    assert "bad.csv is not used; the table is still good.csv." in plain_words(clean(app))
    assert "**Salary** from" in said(app)


def test_one_upload_serves_both_pages(open_page: OpenPage) -> None:
    app = open_page("overfit_vs_regularized", lang="en", data="own", m="20", net="5-3")
    rows = titanic()
    app.file_uploader[0].upload("mine.csv", rows.to_csv(index=False).encode(), "text/csv").run()
    assert not clean(app).error
    assert {"Survived", "Sex"} <= set(control(app, "selectbox", "Label").options)
    app.switch_page("pages/choosing_lambda.py").run()
    control(app, "selectbox", "Table").set_value("own").run()
    assert "mine.csv: 120 rows, 9 columns" in plain_words(clean(app))
    assert "**Survived** from" in said(app)
    app.button(key="own_table_away").click().run()
    assert "No table of your own is shown yet" in said(clean(app))


def test_another_table_in_place_of_ones_own_is_named_above_its_picture_until_there_is_one(
    open_page: OpenPage,
) -> None:
    app = clean(open_page("choosing_lambda", lang="en", table="own", answered={"lowest": "shown"}))
    captions = [element.value for element in app.caption]
    told = [k for k, words in enumerate(captions) if "No table of your own is shown yet" in words]
    first = next(k for k, words in enumerate(captions) if "442 rows" in words)  # of what is computed on
    assert len(told) == 1
    assert told[0] < first
    app.file_uploader[0].upload("good.csv", hitters().to_csv().encode(), "text/csv").run()
    assert "No table of your own" not in plain_words(clean(app))
    for table in ("diabetes", "breast_cancer"):
        assert "No table of your own" not in plain_words(open_page("choosing_lambda", lang="en", table=table))


def test_a_table_without_a_model_is_no_dead_end_even_where_the_page_begins_with_it(
    open_page: OpenPage,
) -> None:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=300)
    rows = pd.DataFrame({"x": [-1.0, 1.0] * 10, "y": np.arange(10.0).repeat(2)})
    rows.attrs["name"] = "first.csv"
    app.session_state["own_table"] = Upload(rows)
    app.switch_page("pages/choosing_lambda.py")
    for name, code in {"lang": "en", "table": "own", "target": "y"}.items():
        app.query_params[name] = code
    assert "No column varies together with y" in clean(app.run()).error[0].value
    app.file_uploader[0].upload("good.csv", hitters().to_csv().encode(), "text/csv").run()
    assert not clean(app).error
    assert "**Salary** from" in said(app)


def test_the_scripts_to_take_home_give_the_model_of_the_bar(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data = hitters().to_csv(na_rep="NA").encode()
    (tmp_path / "mine.csv").write_bytes(data)
    app = open_page(
        "choosing_lambda", answered={"lowest": "shown"}, doors=["coefficients"], lang="en", table="own"
    )
    app = app.file_uploader[0].upload("mine.csv", data, "text/csv").run()
    assert not [block for block in app.code if "glmnet" in block.value]
    app.session_state["choosing_lambda.door.take_home"] = True
    app = clean(app.run())
    install, scikit, _install, r, *_rest, torch = (block.value for block in app.code)
    assert install.startswith("pip install")
    assert "glmnet(X, y" in r
    assert "torch.optim.SGD" in torch
    found = run_python(scikit)
    shown = app.dataframe[-1].value.set_index("Variable")["Coefficient, own units"]
    assert (shown != 0).any()
    for name, weight in shown.items():
        assert found.get(name, 0.0) == pytest.approx(weight, rel=1e-4, abs=1e-8)
    written = f"Intercept b = {number(found['intercept'])}"
    assert written in said(app)


def test_the_scripts_follow_the_bar_and_speak_of_a_table_of_the_lab(open_page: OpenPage) -> None:
    doors = ["take_home", "coefficients"]
    for lam, lang in (("1", "en"), ("0.1", "zh")):
        app = open_page(
            "choosing_lambda", answered={"lowest": "shown"}, doors=doors, lang=lang, lam=lam, penalty="l1"
        )
        scikit = clean(app).code[1].value
        assert f"Lasso(alpha={lam}," in scikit
        found = run_python(scikit)
        weights = app.dataframe[0].value.iloc[:, 1]
        assert sorted(found[name] for name in found if name != "intercept") == pytest.approx(
            sorted(weights[weights != 0]), rel=1e-4
        )
