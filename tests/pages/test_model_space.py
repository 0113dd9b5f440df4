"""The model space without a browser: asked before it is shown; numbers against closed forms; extremes."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import OpenPage, described, live_sentences, sent

PICTURES = 8  # three panels, two handles, three clouds and their shares
ROUND = {"c1": "0.7", "c2": "1.5", "stretch": "1", "tilt": "0"}  # H = I, where both optima have a closed form
ANSWERS = {  # what comes out, and another answer
    "held": ("l1", "both"),
    "zeros": ("both", "l1"),
    "crossing": ("one", "none"),
    "soft": ("no", "yes"),
    "round": ("many", "few"),
}


def clean(app: AppTest) -> AppTest:
    assert not app.exception
    assert not app.warning
    return app


def words(app: AppTest) -> str:
    boxes = (app.markdown, app.caption, app.latex, app.success, app.info)
    return "\n".join([*(element.value for kind in boxes for element in kind), *live_sentences(app)])


def open_stage(open_page: OpenPage, **address: str) -> AppTest:
    """The page at t = 1 or λ = 1, its first question answered by a look, elastic net and every door open."""
    doors = ("handles", "bowls", "formula", "code")
    place = {"lam": "1"} if address.get("drive") == "lam" else {"budget": "1"}
    address = {"lang": "en", "en": "1", **place, **address}
    return open_page("model_space", answered={"held": "shown"}, doors=doors, **address)


def test_it_opens_at_the_beginning_with_l1_and_l2(open_page: OpenPage) -> None:
    app = clean(open_page("model_space", lang="en"))
    assert len(app.get("vega_lite_chart")) == 2
    assert {door.label for door in app.get("expander")} == {
        "The words of this page",
        "The pictures as tables",
    }
    assert not live_sentences(app)
    assert set(app.query_params) <= {"lang"}
    assert [text.split(":")[0] for text in described(app)] == ["L1", "L2"]


@pytest.mark.parametrize(
    "dragged", [{}, {"c1": "-0.4", "c2": "0.9", "tilt": "20"}], ids=["as it is", "dragged"]
)
@pytest.mark.parametrize("act", ANSWERS)
def test_nothing_answers_a_question_before_it_was_answered(
    open_page: OpenPage, act: str, dragged: dict[str, str]
) -> None:
    """What is sent while it is open has the first place alone: one optimum, the free one, and no zero."""
    place = str(list(ANSWERS).index(act) + 1)
    before = sent(clean(open_page("model_space", lang="en", act=place, **dragged)))
    after = sent(clean(open_page("model_space", lang="en", act=place, answered={act: "shown"})))
    panels = 3 if act == "zeros" else 2
    assert before.count("'frame': [0]") == before.count("λ = 0   free optimum']") == panels
    assert before.count("'w1':") == 3 * panels  # the free optimum, the path's first point, the optimum
    for telling in ("1 exact 0", "2 exact 0s", "exactly 0 from", "has it there", "of 1000", "H₁₂", "corner"):
        assert telling not in before
    assert "1 exact 0" in after
    assert "touches at a corner" in after
    assert '"moments":[]' in before
    assert '"moments":[]' not in after


@pytest.mark.parametrize("act", ANSWERS)
def test_an_answer_is_scored_against_the_run_and_stays_out_of_the_address(
    open_page: OpenPage, act: str
) -> None:
    right, wrong = ANSWERS[act]
    place = str(list(ANSWERS).index(act) + 1)
    app = clean(open_page("model_space", lang="en", act=place))
    bowl = dict(app.query_params)
    button = next(button for button in app.button if button.key.endswith(f".{act}.{right}"))
    app = clean(button.click().run())
    assert app.success[0].value.startswith("As you predicted")
    assert dict(app.query_params) == bowl
    assert not set(bowl) & set(ANSWERS)
    app = clean(open_page("model_space", lang="en", act=place, answered={act: wrong}))
    assert not app.success
    assert app.info[0].value.startswith("You said: ")


def test_the_bar_marks_where_l1_reaches_its_corner(open_page: OpenPage) -> None:
    """c = (0.7, 1.5), H = I: w₁ is 0 from t = 0.8 on, which is place 40 of 3.6, 3.5, … 2.1, 2, 1.95, …"""
    app = clean(open_stage(open_page, **ROUND))
    assert '"moments":[40]' in sent(app)


def test_its_numbers_are_those_of_the_closed_forms(open_page: OpenPage) -> None:
    """L1: S(c, λ) with (0.7 − λ) + (1.5 − λ) = 1, so λ = 0.6. L2: c/‖c‖, 1 + λ = ‖c‖."""
    text = words(open_stage(open_page, budget="1", **ROUND))
    c = np.array([0.7, 1.5])
    norm = np.hypot(*c)
    assert "**L1** touches between its corners, w = (0.1, 0.9): no weight is 0 before t = 0.8." in text
    assert f"**L2** touches on a round edge, w = ({c[0] / norm:.3f}, {c[1] / norm:.3f})" in text
    assert f"λ = 0.6 for L1, λ = {norm - 1:.3f} for L2" in text


def test_the_soft_price_tells_the_same_story(open_page: OpenPage) -> None:
    """λ = 1: S(c, 1) = (0, 0.5) with t = 0.5; c/2 under L2, with t = ‖c‖/2."""
    text = words(open_stage(open_page, drive="lam", lam="1", **ROUND))
    assert "**L1** touches at a corner, w = (0, 0.5): w₁ is exactly 0 from t = 0.8 down to 0." in text
    assert "**L2** touches on a round edge, w = (0.35, 0.75)" in text
    assert f"t = 0.5 for L1, t = {np.hypot(0.7, 1.5) / 2:.3f} for L2" in text


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({"budget": "3.6"}, "**L2** does nothing here: the free optimum (0.7, 1.5) is allowed."),
        ({"budget": "0"}, "**L2**: both weights are exactly 0, nothing is left to give up."),
        ({"drive": "lam", "lam": "0"}, "**L1** does nothing here"),
        ({"drive": "lam", "lam": "20"}, "**L1**: both weights are exactly 0"),
        ({"c1": "0", "tilt": "0"}, "**L2**: w₁ is 0 only because the loss has it there"),
        (
            {"c1": "0", "c2": "1.5", "tilt": "90", "budget": "1"},
            "**L2**: w₁ is 0 only because the loss has it",
        ),
        ({"c1": "1", "c2": "1", "tilt": "45"}, "**L1** touches between its corners, w = (0.5, 0.5): both"),
        (
            {"c1": "0.5", "c2": "1.5", "tilt": "45", "drive": "lam"},
            "**L2** touches on a round edge, just where the path crosses an axis, w = (0, 0.667)",
        ),
        (
            {"c1": "1", "c2": "1", "stretch": "1"},
            "**L1** touches between its corners, w = (0.5, 0.5): both",
        ),
        ({"c1": "-1", "c2": "1.8", "stretch": "10", "tilt": "175"}, "**L1**"),
        ({"c1": "1.8", "c2": "-1", "stretch": "10", "tilt": "45", "budget": "0.05"}, "**L1**"),
        ({"c1": "0", "c2": "0"}, "**Elastic net** does nothing here"),
        ({"r": "0"}, "**Elastic net (r = 0, so L2)** touches on a round edge, w = (0.465, 0.885)"),
        ({"r": "1"}, "**Elastic net (r = 1, so L1)** touches at a corner, w = (0, 1)"),
        ({"seed": "9999"}, "**L1**"),
    ],
)
def test_every_control_at_its_extremes(open_page: OpenPage, address: dict[str, str], sentence: str) -> None:
    app = open_stage(open_page, **address)
    assert not app.exception
    assert len(app.get("vega_lite_chart")) == PICTURES
    assert not app.warning
    assert sentence in words(app)
    assert "nan" not in words(app).lower()


@pytest.mark.parametrize(
    "address",
    [{"c1": "5"}, {"stretch": "0"}, {"tilt": "x"}, {"drive": "up"}, {"budget": "0.33"}, {"r": "-1"}],
)
def test_an_illegal_address_falls_back_and_says_so(open_page: OpenPage, address: dict[str, str]) -> None:
    app = open_stage(open_page, **address)
    assert not app.exception
    ((name, code),) = address.items()
    assert [f"{name}={code}" in warning.value for warning in app.warning] == [True]
    assert ("w = (0, 1)" in words(app)) == (name != "budget")


def test_controls_move_the_bowl(open_page: OpenPage) -> None:
    app = open_stage(open_page, budget="1")
    before = words(app)
    app.slider(key="model_space.tilt").set_value(60.0).run()
    assert not app.exception
    assert words(app) != before
    assert "60" in app.query_params["tilt"]


def test_it_speaks_chinese(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="zh"))
    assert "**弹性网络**" in words(app)
    assert "touches" not in words(app)
    for place, act in enumerate(ANSWERS, 1):
        app = clean(open_page("model_space", lang="zh", act=str(place), answered={act: ANSWERS[act][0]}))
        assert app.success[0].value.startswith("和你预测的一样")


def test_the_verdict_tells_the_numbers_of_the_bowl_on_the_page(open_page: OpenPage) -> None:
    app = clean(open_page("model_space", lang="en", act="5", answered={"round": "most"}))
    assert "over 40 and up to 70 %" in app.info[0].value
    assert "and 0 of 1000 under L2" in app.info[0].value
    assert "Of all round bowls it is 47.6 % and 0 %." in app.info[0].value
    app = clean(open_page("model_space", lang="en", answered={"held": "l1"}, c1="1", c2="1", tilt="45"))
    assert "neither" in app.info[0].value


def test_soft_thresholding_is_right_where_the_bowl_is_round(open_page: OpenPage) -> None:
    """H = I at any tilt: S(c, λ) is the optimum, at the λ of the bar that is nearest to 1.5 / 2."""
    app = clean(open_page("model_space", lang="en", act="4", answered={"soft": "yes"}, **ROUND))
    assert "At λ = 0.71 soft-thresholding gives (0, 0.79); the optimum is (0, 0.79)." in app.success[0].value


def test_an_older_link_to_a_share_of_l1_brings_the_elastic_net(open_page: OpenPage) -> None:
    app = clean(open_page("model_space", lang="en", r="0.2", budget="1", zeros="l1"))
    assert "**Elastic net**" in words(app)
    assert app.query_params["en"] in ("1", ["1"])


def test_the_words_at_every_place_are_those_of_the_place(open_page: OpenPage) -> None:
    """H = I under L1: w₁ = (t + 0.7 − 1.5)/2 between t = 2.2 and 0.8, and then (0, t)."""
    app = clean(open_stage(open_page, en="0", **ROUND))
    for place, t in ((16, 2.0), (36, 1.0), (46, 0.5)):
        sentence = next(text for text in live_sentences(app, budget=place) if text.startswith("**L1**"))
        w = f"({(t - 0.8) / 2:.3g}, {(t + 0.8) / 2:.3g})" if t > 0.8 else f"(0, {t:.3g})"
        assert f"w = {w}" in sentence
