from urllib.parse import parse_qsl

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.navigation import ENDING, LESSONS, REFERENCE
from lessons.home.choice import Choice
from lessons.home.run import LAMBDA_CODES, LAMBDA_TEXTS, run
from tests.conftest import OpenPage, component, live_sentences, sent, unmarked

ACTS = {"best": "1", "say": "2", "zeros": "3"}


def words(app: AppTest) -> str:
    return unmarked(" ".join(element.value for element in app.markdown))


def rings(app: AppTest) -> list:
    return component(app, "handles")["rings"]


def answer(app: AppTest, act: str, code: str) -> object:
    button = next(b for b in app.button if b.key == f"home.answer.{act}.{code}")
    return button.click().run()


@pytest.mark.parametrize("act", ACTS)
def test_nothing_tells_the_answer_before_it_is_given(open_page: OpenPage, act: str) -> None:
    app = open_page("home", lang="en", act=ACTS[act])
    assert not app.exception
    everything = sent(app)
    choice = {"best": Choice(), "say": Choice("l2", 4, 1.0), "zeros": Choice("l1")}[act]
    fit = run(choice).fit
    assert component(app, "transport")["closed"]
    assert component(app, "transport")["tracks"][0]["moments"] == []
    assert "predicted best at" not in everything
    for lam in range(1, len(LAMBDA_CODES)):  # no number of a later place, as the tables would write it
        assert repr(float(fit.penalty[lam])) not in everything or fit.penalty[lam] == 0
        assert repr(float(fit.validation_error[lam])) not in everything
        assert repr(float(fit.train_error[lam])) not in everything
    assert not app.success
    assert len(app.get("vega_lite_chart")) == 3
    assert len(live_sentences(app)) == 2
    if act == "zeros":
        assert "A ring among the bars" not in everything


@pytest.mark.parametrize("dragged", [{}, {"point": "9", "shift": "-0.7"}], ids=["as it is", "dragged"])
@pytest.mark.parametrize("act", ACTS)
def test_the_tables_before_an_answer_are_nothing_but_nan_after_the_first_place(
    open_page: OpenPage, act: str, dragged: dict[str, str]
) -> None:
    app = open_page("home", lang="en", act=ACTS[act], **dragged)
    assert len(rings(app)) == 15
    seen = 0
    for chart in app.get("vega_lite_chart"):
        for dataset in chart.proto.datasets:
            table = pa.ipc.open_file(dataset.data.data).read_all().to_pandas()
            later = [c for c in table if c[1:].isdigit() and c[1:] != "0"]
            assert table[later].isna().all(axis=None)
            if "lam" in table:
                assert table.loc[table.lam > 0, ["error", "weights", "cost"]].isna().all(axis=None)
            seen += len(later)
    assert seen == 3 * 50  # curve, curve before a point was moved, weights


@pytest.mark.parametrize(("act", "right"), [("best", "between"), ("say", "small"), ("zeros", "some")])
def test_the_verdict_follows_the_answer_and_the_address_keeps_it_secret(
    open_page: OpenPage, act: str, right: str
) -> None:
    app = answer(open_page("home", lang="en", act=ACTS[act]), act, right)
    assert not app.exception
    assert "As you predicted" in app.success[0].value
    assert right not in str(dict(app.query_params))
    assert set(app.query_params) <= {"lang", "act", "penalty", "point", "shift"}
    app = open_page("home", lang="en", act=ACTS[act], answered={act: "not this"})
    assert not app.success


def test_a_wrong_answer_is_told_what_the_run_says(open_page: OpenPage) -> None:
    app = answer(open_page("home", lang="en"), "best", "high")
    assert "The run says: **One in between.**" in app.info[0].value


def test_once_answered_the_words_follow_every_place_of_the_bar(open_page: OpenPage) -> None:
    app = open_page("home", lang="en", answered={"best": "shown"})
    best = run(Choice()).fit.best
    assert component(app, "transport")["tracks"][0]["moments"] == [best]
    for lam in (0, best, 50):
        sentences = live_sentences(app, lam=lam)
        assert sentences[0].startswith(f"At λ = {LAMBDA_TEXTS[lam]} the curve")
        assert ("Here these 200 new points" in sentences[4]) == (lam == best)


def test_a_link_to_a_place_opens_the_picture_there(open_page: OpenPage) -> None:
    app = open_page("home", lang="en", lam="0.01", penalty="l1", point="4", shift="1")
    assert not app.exception
    assert not component(app, "transport")["closed"]
    assert component(app, "transport")["positions"]["lam"] == LAMBDA_CODES.index("0.01")
    assert live_sentences(app)[0].startswith("At λ = 0.01 the curve reaches")
    assert "before point 4 was moved" in words(app)


def test_doors_hold_waves_errors_and_the_formula(open_page: OpenPage) -> None:
    closed = open_page("home", lang="en", lam="0.01")
    assert len(closed.get("vega_lite_chart")) == 3
    app = open_page("home", lang="en", lam="0.01", doors=("waves", "errors", "formula"))
    assert not app.exception
    assert len(app.get("vega_lite_chart")) == 5
    assert len(app.latex) == 2
    assert "live_formula" in {part.proto.component_name for part in app.get("bidi_component")}
    assert r"\sum_k w_k^2" in app.latex[0].value


def test_one_place_to_start_then_every_lesson_in_its_order(open_page: OpenPage) -> None:
    app = open_page("home", lang="en")
    labels = [link.proto.label for link in app.get("page_link")]
    start = labels.index("Start with **Overfitting**, about 10 minutes")
    cards = [f"**{k} · {page.title}**" for k, page in enumerate((*LESSONS, ENDING), 1)]
    looked_up = [f"To look things up: **{page.title}**" for page in REFERENCE]
    assert labels[start + 1 :] == [*cards, *looked_up, "Which λ for your own table?"]
    assert all(page.question in words(app) for page in (*LESSONS, ENDING))


def test_the_page_speaks_chinese(open_page: OpenPage) -> None:
    app = open_page("home", lang="zh", lam="10", doors=("waves", "errors", "formula"))
    assert app.title[0].value == "为什么权重要小"
    assert "新点上的误差" in live_sentences(app)[2]
    assert "正则化" in words(app)


def test_a_table_of_ones_own_is_one_link_away(open_page: OpenPage) -> None:
    (link,) = [
        e.proto
        for e in open_page("home", lang="en").get("page_link")
        if e.proto.label == "Which λ for your own table?"
    ]
    assert link.page == "choosing_lambda"
    assert parse_qsl(link.query_string) == [("table", "own"), ("link", "1")]


def test_the_teacher_is_told_how_far_a_link_carries(open_page: OpenPage) -> None:
    said = words(open_page("home", lang="en"))
    assert "exactly what is on the wall" not in said
    assert "A table of your own is not." in said
    assert "another kind of processor can end at other numbers" in said


@pytest.mark.parametrize("codes", [{"lam": "much"}, {"penalty": "l3"}, {"point": "16"}])
def test_a_strange_address_falls_back_and_says_so(open_page: OpenPage, codes: dict[str, str]) -> None:
    app = open_page("home", lang="en", **codes)
    assert not app.exception
    [(name, code)] = codes.items()
    assert f"{name}={code}" in app.warning[0].value


def test_the_last_verdict_leads_on_to_the_first_lesson(open_page: OpenPage) -> None:
    for act, onward in (("best", "Next question"), ("zeros", "Next: Overfitting")):
        app = open_page("home", lang="en", act=ACTS[act])
        assert onward not in [link.proto.label for link in app.get("page_link")]
        next(b for b in app.button if b.label == "Just show me").click().run()
        led = [link.proto for link in app.get("page_link") if link.proto.label == onward]
        assert [link.help for link in led] == [""]  # a tooltip would lie over the verdict
