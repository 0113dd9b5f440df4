"""The answer for a table on its page: never before the question, with a door for every number."""

from urllib.parse import parse_qsl

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from streamlit.runtime.caching import cache_data_api
from streamlit.testing.v1 import AppTest

from charts.numbers import number
from dashboard.uploads.upload import Upload
from l2core.tables import breast_cancer, diabetes
from tests.conftest import OpenPage, component, sent
from tests.pages.test_choosing_lambda import clean, open_stage, said, table

ACTS = ("lowest", "survive", "best", "half", "unit")
DOORS = ("spread", "rules", "stable", "ranges", "honest", "model", "relaxed", "calibration")


def uploaded(open_page: OpenPage, rows: pd.DataFrame, doors: tuple[str, ...] = (), **address: str) -> AppTest:
    """The page with a table of one's own, its first question answered and these doors open."""
    answered = {"lowest": "shown"}
    app = open_page("choosing_lambda", answered=answered, doors=doors, lang="en", table="own", **address)
    rows.attrs["name"] = "mine.csv"
    rows.index = range(2, len(rows) + 2)
    app.session_state["own_table"] = Upload(rows)
    return clean(app.run())


def links(app: AppTest) -> dict[str, dict[str, str]]:
    return {e.proto.label: dict(parse_qsl(e.proto.query_string)) for e in app.get("page_link")}


@pytest.mark.parametrize("name", ["diabetes", "breast_cancer"])
@pytest.mark.parametrize("act", ACTS)
def test_the_answer_is_not_on_the_page_before_its_question_is_answered(
    open_page: OpenPage, name: str, act: str
) -> None:
    place = str(1 + ACTS.index(act))
    others = {other: "shown" for other in ACTS if other != act}
    asked = {"act": place, "table": name, "rule": "min", "spread": "1"}
    app = clean(open_page("choosing_lambda", lang="en", answered=others, doors=DOORS, **asked))
    for telling in ("Take", "It keeps", "random halves", "draws of the folds", "cannot tell", "λ_min ="):
        assert telling not in sent(app)
    assert len(app.get("vega_lite_chart")) == 2


def test_every_number_of_the_answer_leads_to_its_door(open_page: OpenPage) -> None:
    app = clean(open_page("choosing_lambda", lang="en", answered={"lowest": "shown"}, lam="0.01"))
    assert "Take **λ = 7.08**" in said(app)
    charts = len(app.get("vega_lite_chart"))
    doors = {}
    for label, codes in links(app).items():
        for door in ("spread", "rules", "stable", "model"):
            if codes.get(door) == "1" and "act" in codes:
                doors[door] = label, codes
    assert doors["spread"][0].endswith("of 4 draws")
    assert doors["rules"][0] == "188 ± 42"
    assert doors["model"][0] == "4 of 10 variables"
    assert doors["stable"][0].endswith("stable")
    for door, (_label, codes) in doors.items():
        assert codes["rule"] == "1se"
        assert codes["lam"] == "7.08"  # wherever the bar stood
        asked = {name: code for name, code in codes.items() if name != "link"}
        there = clean(open_page("choosing_lambda", lang="en", **asked))
        assert there.session_state[f"choosing_lambda.door.{door}"] is True
        if door == "rules":
            assert "Chen and Yang (2021" in said(there)
        else:
            assert len(there.get("vega_lite_chart")) == charts + 1


def test_the_rule_chooses_the_lambda_of_the_answer_and_where_the_bar_stands(open_page: OpenPage) -> None:
    app = clean(open_page("choosing_lambda", lang="en", answered={"lowest": "shown"}, rule="min"))
    words = said(app)
    assert "Take **λ = 1.12**, where the error on rows left out is lowest." in words
    assert "λ_1se = 7.08 would cost 188 ± 42 more" in words
    track = component(app, "transport")["tracks"][0]
    assert track["codes"][track["default"]] == "1.12"


@pytest.mark.parametrize("name", ["diabetes", "breast_cancer"])
@pytest.mark.parametrize("penalty", ["l1", "l2"])
def test_every_door_opens_on_numbers_and_on_classes(open_page: OpenPage, name: str, penalty: str) -> None:
    asked = {"table": name, "penalty": penalty, "folds": "3"}
    app = clean(open_page("choosing_lambda", lang="en", answered={"lowest": "shown"}, doors=DOORS, **asked))
    words = said(app)
    assert "Chen and Yang" in words
    assert "Over 4 draws of the folds λ_1se costs" in words
    assert "6 resamples, each of as many rows as the table has" in words
    assert ("stability selection" in words) == (penalty == "l1")
    assert "is the smallest of many means over the same rows" in words
    assert ("γ blends the two" in words) == (name == "diabetes" and penalty == "l1")
    assert ("sorted into" in words) == (name == "breast_cancer")


def test_a_variable_that_must_stay_is_in_at_every_lambda(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="en", keep="glucose,age", trust="bmi", act="1"))
    bars = table(app, 0, "lines")
    strongest = bars[bars["lam"] == bars["lam"].max()].set_index("variable")["effect"]
    assert strongest["glucose"] != 0
    assert strongest["age"] != 0
    assert strongest["sex"] == 0
    (codes, *_more) = [codes for codes in links(app).values() if codes.get("rules") == "1"]
    assert {"keep": "age,glucose", "trust": "bmi"}.items() <= codes.items()
    assert "survive" in said(app)


@pytest.mark.parametrize("measure", ["deviance", "misclassification", "auc"])
def test_what_chooses_lambda_for_two_classes_is_a_control(open_page: OpenPage, measure: str) -> None:
    asked = {"table": "breast_cancer", "measure": measure, "balance": "1", "folds": "3"}
    app = clean(open_page("choosing_lambda", lang="en", answered={"lowest": "shown"}, **asked))
    name = {
        "deviance": "the deviance",
        "misclassification": "the mean error rate of the two classes",
        "auc": "1 − AUC",
    }[measure]
    assert f"On rows left out, {name} is lowest at λ_min" in said(app)
    assert "How often is it chosen?" in links(app)  # that would take its time, and nobody has asked
    assert ("measure" in app.query_params) == (measure != "deviance")


def mine(rows: int = 60) -> pd.DataFrame:
    """Numbers with gaps, a word of three levels, a target of numbers, and the rows of a test."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.standard_normal((rows, 2)), columns=["size", "weight"])
    frame["colour"] = rng.choice(["red", "green", "blue"], rows).astype(object)
    frame["secret"] = 3 * frame["size"] + (frame["colour"] == "red") + rng.standard_normal(rows)
    frame.loc[3, "weight"] = np.nan
    frame["split"] = np.where(np.arange(rows) < rows - 12, "train", "test").astype(object)
    return frame


def test_gaps_words_and_a_test_part_are_told_and_counted(open_page: OpenPage) -> None:
    app = uploaded(open_page, mine(), doors=("honest",), target="secret", folds="3")
    words = said(app)
    assert "**secret** from 3 variables, 48 rows." in words
    texts = table(app, 0, "now")["text"]
    assert texts.str.endswith("of 3 variables").all()  # the columns of a word are one
    assert "of 3 variables" in words
    assert "Rows kept for a test: 12. They can be opened once" in words
    assert "On the test part" not in words
    button = next(button for button in app.button if ".open.test." in button.key)
    app = clean(button.click().run())
    words = said(app)
    assert "On the test part (n = 12) the mean squared error" in words
    assert "The test part was opened on" in words
    assert "another model" not in words
    app.session_state["choosing_lambda.rule"] = "min"
    words = said(clean(app.run()))
    assert ("another model than then" in words) == ("no stronger λ of the bar is within" not in words)
    assert not any(".open.test." in button.key for button in app.button)


def caches(session: bool) -> list[bytes]:
    """What the caches of Streamlit hold that everybody shares, or those of a session."""
    every = cache_data_api._data_caches._function_caches
    return [
        bytes(value)
        for owner, functions in every.items()
        for cache in functions.values()
        for value in cache.storage._mem_cache.values()
        if (owner is not None) == session
    ]


def test_an_own_table_is_in_no_cache_that_is_shared(open_page: OpenPage) -> None:
    marks = ("a_name_that_is_mine", "a_target_that_is_mine")
    rng = np.random.default_rng(3)
    rows = pd.DataFrame(rng.standard_normal((40, 2)), columns=[marks[0], "b"])
    rows[marks[1]] = rows[marks[0]] + 0.1 * rng.standard_normal(40)
    doors = ("spread", "stable", "honest", "relaxed", "coefficients", "formula")
    app = uploaded(open_page, rows, doors=doors, target=marks[1], folds="3")
    assert "a\\_name\\_that\\_is\\_mine" in said(app)
    shared, own = caches(session=False), caches(session=True)
    for mark in marks:
        assert not any(mark.encode() in held for held in shared)
    assert any(marks[0].encode() in held for held in own)
    cells = rows[marks[0]].to_numpy().tobytes()
    assert not any(cells in held for held in shared)
    clean(open_page("choosing_lambda", lang="en", answered={"lowest": "shown"}))
    assert any(b"triglycerides" in held for held in caches(session=False))  # the lab's own are


def test_the_lab_keeps_two_rows_of_a_class_and_says_of_one_that_it_is_too_few(open_page: OpenPage) -> None:
    rng = np.random.default_rng(0)
    rows = pd.DataFrame(rng.standard_normal((40, 2)), columns=["a", "b"])
    rows["event"] = ["yes"] + ["no"] * 39
    app = open_page("choosing_lambda", answered={"lowest": "shown"}, lang="en", table="own", target="event")
    rows.attrs["name"], rows.index = "mine.csv", range(2, 42)
    app.session_state["own_table"] = Upload(rows)
    app.run()
    assert any("with a single row of a class nothing can be held out" in e.value for e in app.error)
    rows.loc[3, "event"] = "yes"
    app.session_state["own_table"] = Upload(rows.copy())
    clean(app.run())


def test_the_numbers_of_the_answer_are_those_of_the_fit(open_page: OpenPage) -> None:
    tumours = breast_cancer()
    assert set(tumours.y) == {0.0, 1.0}
    app = clean(open_page("choosing_lambda", lang="en", answered={"lowest": "shown"}, table="breast_cancer"))
    chosen = table(app, 1, "chosen").set_index("text")["x"]
    assert f"Take **λ = {number(chosen['λ_1se'])}**" in said(app)
    assert f"λ_min = {number(chosen['λ_min'])}" in said(app)
    assert len(diabetes().features) == 10


@pytest.mark.parametrize("unit", [1e-7, 1e9])
def test_coefficients_are_written_as_all_numbers_are(open_page: OpenPage, unit: float) -> None:
    rng = np.random.default_rng(0)
    rows = pd.DataFrame(rng.standard_normal((40, 2)), columns=["a", "b"])
    rows["y"] = unit * (rows["a"] + rng.standard_normal(40))
    app = uploaded(open_page, rows, doors=("ranges", "coefficients"), target="y", folds="3")
    assert len(app.dataframe) == 2
    for frame in app.dataframe:
        shown = pa.ipc.open_stream(frame.proto.arrow_data.styler.display_values).read_pandas()
        for column, texts in zip(frame.value.columns[1:], shown.to_numpy().T[1:], strict=True):
            assert list(texts) == [number(x) for x in frame.value[column]]
        assert "·10" in " ".join(shown.to_numpy().astype(str).ravel())


def test_why_there_is_no_other_draw_is_not_the_number_of_rows_alone(open_page: OpenPage) -> None:
    """Of a kept column that all but tells the classes apart some resample is told apart."""
    rng = np.random.default_rng(0)
    rows = pd.DataFrame({"kept": np.sort(rng.standard_normal(60)).round(3), "noise": rng.standard_normal(60)})
    apart, mixed = np.arange(60) > 29, rng.random(60) < 0.5
    asked = {"target": "event", "folds": "5", "keep": "kept"}
    reason = "the variables that are never penalised tell the classes apart without an error"
    for ones, is_the_reason in ((mixed, False), (apart ^ np.isin(np.arange(60), [20, 50]), True)):
        rows["event"] = np.where(ones, "yes", "no").astype(object)
        app = uploaded(open_page, rows.copy(), doors=("spread", "ranges"), **asked)
        assert (reason in said(app)) == is_the_reason
