"""Lesson 1 without a browser: its numbers against closed forms, every control at its extremes."""

import numpy as np
import pytest

from tests.conftest import OpenPage

PICTURES = 8
ROUND = {"c1": "0.7", "c2": "1.5", "stretch": "1", "tilt": "0"}  # H = I, where both optima have a closed form


def words(app: object) -> str:
    return "\n".join(one.value for kind in ("markdown", "caption", "latex") for one in app.get(kind))  # type: ignore[attr-defined]


def test_it_opens_on_three_different_stories(open_page: OpenPage) -> None:
    app = open_page("model_space", lang="en")
    assert not app.exception
    assert len(app.get("vega_lite_chart")) == PICTURES
    assert "**L1** touches at a corner, w = (0, 1): w₁ is exactly 0" in words(app)
    assert "**L2** touches on a round edge" in words(app)
    assert "**Elastic net** touches between its corners" in words(app)


def test_its_numbers_are_those_of_the_closed_forms(open_page: OpenPage) -> None:
    """L1: S(c, λ) with (0.7 − λ) + (1.5 − λ) = 1, so λ = 0.6. L2: c/‖c‖, 1 + λ = ‖c‖."""
    text = words(open_page("model_space", lang="en", budget="1", **ROUND))
    c = np.array([0.7, 1.5])
    norm = np.hypot(*c)
    assert "**L1** touches between its corners, w = (0.1, 0.9): no weight is 0 before t = 0.8." in text
    assert f"**L2** touches on a round edge, w = ({c[0] / norm:.3f}, {c[1] / norm:.3f})" in text
    assert f"λ = 0.6 for L1, λ = {norm - 1:.3f} for L2" in text


def test_the_soft_price_tells_the_same_story(open_page: OpenPage) -> None:
    """λ = 1: S(c, 1) = (0, 0.5) with t = 0.5; c/2 under L2, with t = ‖c‖/2."""
    text = words(open_page("model_space", lang="en", drive="lam", lam="1", **ROUND))
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
    app = open_page("model_space", lang="en", **address)
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
    app = open_page("model_space", lang="en", **address)
    assert not app.exception
    ((name, code),) = address.items()
    assert [f"{name}={code}" in warning.value for warning in app.warning] == [True]
    assert "w = (0, 1)" in words(app)


def test_controls_move_the_bowl(open_page: OpenPage) -> None:
    app = open_page("model_space", lang="en")
    before = words(app)
    app.slider(key="model_space.tilt").set_value(60.0).run()
    assert not app.exception
    assert words(app) != before
    assert "60" in app.query_params["tilt"]


def test_it_speaks_chinese(open_page: OpenPage) -> None:
    app = open_page("model_space", lang="zh", zeros="both", soft="no", round="few")
    assert not app.exception
    assert "**弹性网络**" in words(app)
    assert "touches" not in words(app)
    assert len(app.success) == 2


def test_predictions_are_scored_against_the_run(open_page: OpenPage) -> None:
    app = open_page("model_space", lang="en", zeros="l1", soft="yes", round="most")
    said = "\n".join(info.value for info in app.info)
    assert "The run says otherwise: L1 and elastic net." in said
    assert "The run says otherwise: no." in said
    assert "The run says otherwise: over 40 and up to 70 %." in said
    assert "and 0 of 1000 under L2" in said
    assert "Of all round bowls it is 47.6 % and 0 %." in said


def test_soft_thresholding_is_right_where_the_bowl_is_round(open_page: OpenPage) -> None:
    """H = I at any tilt: S(c, λ) is the optimum, with λ = 1.5 / 2."""
    app = open_page("model_space", lang="en", soft="yes", **ROUND)
    assert [one.value for one in app.success] == [
        "As you predicted. At λ = 0.75 soft-thresholding gives (0, 0.75); the optimum is (0, 0.75)."
    ]
