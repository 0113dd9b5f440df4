"""The page on other libraries: one λ in the convention of each, with its line of code."""

import re

import pytest
from sklearn.linear_model import Lasso, LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier
from streamlit.testing.v1 import AppTest

from charts.numbers import number
from dashboard import address
from dashboard.strengths import address_code
from l2core.conventions import CONVENTIONS, conventions
from lessons.other_names import questions
from lessons.other_names.dictionary import LOSS_NAMES
from lessons.other_names.presets import places
from tests.conftest import OpenPage, sent


def clean(app: AppTest) -> AppTest:
    assert not app.exception
    words = said(app).lower().replace("\n", " ").split(" ")
    assert "nan" not in words
    assert "inf" not in words
    texts = "".join(element.value for element in (*app.markdown, *app.caption))
    assert "{" not in re.sub(r"\$[^$]*\$", "", texts)  # but in a formula
    return app


def said(app: AppTest) -> str:
    boxes = (app.markdown, app.caption, app.success, app.error, app.info, app.warning)
    return "\n".join(element.value for kind in boxes for element in kind)


@pytest.mark.parametrize("kind", ["l2", "l1", "elastic_net"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_one_lambda_is_read_in_every_convention_of_its_penalty(
    open_page: OpenPage, kind: str, lang: str
) -> None:
    app = clean(open_page("other_names", lang=lang, penalty=kind))
    lines = [block.value for block in app.code]
    for known in conventions(kind):
        value = known.from_canonical(1 / 200, 200)
        assert known.code(value, batch=200) in lines
    assert not app.warning


def test_the_page_agrees_with_numbers_worked_out_by_hand(open_page: OpenPage) -> None:
    address = {"conv": "scikit-learn-ridge-alpha", "value": "50", "n": "1000"}
    app = clean(open_page("other_names", lang="en", doors=("formula",), **address))
    words = said(app)
    for line in (
        "**the notes** · `lambd` = **50**",  # λ/2m against 1/2m: the same sum
        "**glmnet, gaussian** · `lambda` = **0.05**",  # 50 / 1000
        "**PyTorch SGD with MSELoss** · `weight_decay` = **0.1**",  # its loss has no ½
        "**scikit-learn LogisticRegression** · `C` = **0.02**",  # 1 / 50
        "**Keras** · `l2` = **0.025**",  # its penalty has no ½
    ):
        assert line in words
    assert r"50 / 1000 = 0.05" in app.latex[1].value


def test_rows_and_batch_are_two_boxes(open_page: OpenPage) -> None:
    """1,000 rows in batches of 200: alpha = 1 of MLPClassifier is C = 0.2 of LogisticRegression."""
    address = {"conv": "scikit-learn-mlpclassifier-alpha", "n": "1000", "batch": "200"}
    app = clean(open_page("other_names", lang="en", doors=("formula",), **address))
    assert "**scikit-learn LogisticRegression** · `C` = **0.2**" in said(app)
    assert "MLPClassifier(alpha=1, batch_size=200)" in [block.value for block in app.code]
    assert r"1 / 200 = 0.005" in app.latex[1].value
    before = {name: code for name, code in address.items() if name != "batch"}
    app = clean(
        open_page("other_names", lang="en", doors=("formula",), **before)
    )  # a link from when n was the batch
    assert "**scikit-learn LogisticRegression** · `C` = **1**" in said(app)


@pytest.mark.parametrize(
    ("name", "code"), [("conv", "caffe"), ("value", "-1"), ("n", "0"), ("penalty", "l0"), ("value", "x")]
)
def test_what_the_page_cannot_read_falls_back_and_says_so(open_page: OpenPage, name: str, code: str) -> None:
    app = clean(open_page("other_names", lang="en", **{name: code}))
    assert any(f"{name}={code}" in warning.value.replace("\\", "") for warning in app.warning)


def test_no_library_says_its_number_before_the_question_was_answered(open_page: OpenPage) -> None:
    app = clean(open_page("other_names", lang="en"))
    assert not app.number_input  # into which λ and n could be typed
    assert not app.code
    assert "um of the loss" not in sent(app)
    assert "the loss is a sum" not in sent(app)
    app = clean(open_page("other_names", lang="en", answered={"alpha": "shown"}))
    assert len(app.number_input) == 3
    assert "the loss is a sum" in sent(app)


def test_the_prediction_on_alpha_is_scored_and_stays_out_of_the_address(open_page: OpenPage) -> None:
    app = clean(open_page("other_names", lang="en"))
    assert "= 1000 · 0.1" not in sent(app)
    app = clean(next(b for b in app.button if b.key.endswith(".alpha.100")).click().run())
    assert "alpha = 1000 · 0.1 = 100" in app.success[0].value
    assert dict(app.query_params) == {"lang": "en"}
    app = clean(open_page("other_names", lang="en", answered={"alpha": "0.1"}))
    assert app.info[0].value.startswith("You said: 0.1.")


def test_an_older_link_with_an_answer_asks_anew(open_page: OpenPage) -> None:
    app = clean(open_page("other_names", lang="en", guess_alpha="100", n="1000"))
    assert not app.success
    assert not app.warning
    assert dict(app.query_params) == {"lang": "en", "n": "1000"}


def test_the_verdict_leads_to_the_same_strength_below(open_page: OpenPage) -> None:
    codes = questions.outcome(str).shows[0].codes
    app = clean(open_page("other_names", lang="en", **codes))
    assert "**scikit-learn Ridge** · `alpha` = **100**" in said(app)


@pytest.mark.parametrize("penalty", ["l2", "l1", "elastic_net"])
def test_every_convention_can_be_linked_to_with_its_number(open_page: OpenPage, penalty: str) -> None:
    for known in conventions(penalty):
        codes = address.link("other_names", penalty=penalty, conv=address_code(known), value="0.25", n="50")
        app = clean(open_page("other_names", lang="en", **codes))
        assert f"**{known.name}** · `{known.parameter}` = **0.25**" in said(app)
        assert not app.warning


def test_a_convention_that_only_l1_has_brings_its_penalty(open_page: OpenPage) -> None:
    app = clean(open_page("other_names", lang="en", conv="scikit-learn-lasso-alpha", value="0.25"))
    assert "**scikit-learn Lasso** · `alpha` = **0.25**" in said(app)
    assert not app.warning


def test_the_chips_lead_to_numbers_that_people_have(open_page: OpenPage) -> None:
    for preset in places(str):
        app = clean(open_page("other_names", lang="en", **preset.codes))
        assert not app.warning
        assert f"= **{number(float(preset.codes['value']))}**" in said(app)


def test_the_numbers_of_the_chips_are_those_that_scikit_learn_begins_with() -> None:
    begins = {
        "logisticregression": LogisticRegression().C,
        "ridge": Ridge().alpha,
        "lasso": Lasso().alpha,
        "mlpclassifier": MLPClassifier().alpha,
    }
    assert MLPClassifier().batch_size == "auto"  # which is min(200, rows)
    for preset in places(str):
        name = preset.codes["conv"].split("-")[2]
        assert float(preset.codes["value"]) == begins[name]


def test_every_loss_of_the_core_has_a_name_here() -> None:
    assert {known.loss for known in CONVENTIONS} == set(LOSS_NAMES)


def test_what_the_core_says_of_a_convention_is_said_in_chinese_too(open_page: OpenPage) -> None:
    app = clean(open_page("other_names", lang="zh", answered={"alpha": "shown"}))
    english = {known.note for known in CONVENTIONS}
    assert not english & {caption.value for caption in app.caption}
    assert "讲义" in said(app)


def test_a_control_begins_in_the_browser_with_its_own_value_and_not_with_the_least_one(
    open_page: OpenPage,
) -> None:
    """A browser that draws it only after a second run has no other value to begin with."""
    app = open_page("other_names", lang="en", value="3", n="500", penalty="elastic_net", r="0.2")
    assert [control.proto.default for control in app.number_input] == [3, 500, 500]
    assert list(app.slider[0].proto.default) == [0.2]
