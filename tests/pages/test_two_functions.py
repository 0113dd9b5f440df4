"""The page about the two functions: its words hold the numbers of the notes' formulas, for every control."""

import json
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from charts.two_functions.code_lines import code_lines
from l2core.worked_example import SLIPS, worked_example
from lessons.two_functions.presets import places
from lessons.two_functions.run import LAMBDAS, LINE_NAMES
from tests.conftest import OpenPage, component, described, live_sentences, sent

GRADIENTS = ("dW1", "dW2", "dW3", "db1", "db2", "db3")


def cost_by_hand(dims: list[int], m: int, seed: int, lambd: float) -> tuple[float, float]:
    """Cross-entropy and penalty by the notes' formulas, three layers written out."""
    X, Y, p = worked_example(dims, m, seed)
    A1 = np.maximum(p["W1"] @ X + p["b1"], 0)
    A2 = np.maximum(p["W2"] @ A1 + p["b2"], 0)
    A3 = 1 / (1 + np.exp(-(p["W3"] @ A2 + p["b3"])))
    losses = -(Y * np.log(A3) + (1 - Y) * np.log(1 - A3))
    return float(losses.mean()), lambd / (2 * m) * sum(float(np.sum(p[f"W{k}"] ** 2)) for k in (1, 2, 3))


def clean(app: AppTest) -> AppTest:
    assert not app.exception
    assert "nan" not in said(app).lower().split()
    return app


def said(app: AppTest) -> str:
    boxes = (app.markdown, app.caption, app.latex, app.success, app.error, app.info, app.warning)
    return "\n".join([*(element.value for kind in boxes for element in kind), *live_sentences(app)])


def open_stage(open_page: OpenPage, **address: str) -> AppTest:
    """The page with its first question answered by a look at the picture, and every door open."""
    doors = ("formula", "parts", "check", "lines", "code")
    return open_page("two_functions", answered={"biases": "shown"}, doors=doors, **address)


def widget(app: AppTest, name: str):
    return next(
        w for w in (*app.get("button_group"), *app.selectbox, *app.select_slider) if w.key.endswith(name)
    )


@pytest.mark.parametrize(
    ("net", "m", "seed", "lam", "sign"),
    [
        ("2-3-2-1", "4", "27", "0.7", "="),
        ("2-2-2-1", "3", "1", "0", "="),
        ("3-4-3-1", "6", "40", "2.4", "≈"),  # 2.310 and 0.852 + 1.459
    ],
)
def test_the_cost_on_the_page_is_that_of_the_notes(
    open_page: OpenPage, net: str, m: str, seed: str, lam: str, sign: str
) -> None:
    app = clean(open_stage(open_page, net=net, m=m, seed=seed, lam=lam, lang="en"))
    dims = [int(n) for n in net.split("-")]
    cross_entropy, penalty = cost_by_hand(dims, int(m), int(seed), float(lam))
    shown_penalty = f"{penalty:.3f}" if penalty else "0"
    told = (
        f"{cross_entropy + penalty:.3f} {sign} {cross_entropy:.3f} (cross-entropy) + {shown_penalty} "
        f"(penalty, λ = {lam})"
    )
    assert told in said(app)


def test_the_page_opens_at_the_first_line(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page))
    charts = app.get("vega_lite_chart")
    assert len(charts) == 4
    params = {param["name"]: param for param in json.loads(charts[0].proto.spec)["params"]}
    assert params["line"]["value"] == 0
    assert params["lam"]["value"] == 7
    sent = sum(len(table.data.data) for chart in charts for table in chart.proto.datasets)
    assert sent < 1_500_000


def test_every_part_shows_its_code_and_its_numbers(open_page: OpenPage) -> None:
    X, Y, p = worked_example([2, 3, 2, 1], 4, 27)
    Z1 = p["W1"] @ X + p["b1"]
    Z2 = p["W2"] @ np.maximum(Z1, 0) + p["b2"]
    dZ3 = 1 / (1 + np.exp(-(p["W3"] @ np.maximum(Z2, 0) + p["b3"]))) - Y
    expected = {"inputs": X, "forward": Z1, "cost": p["W1"] ** 2, "backward": dZ3}
    lines = {"inputs": 5, "forward": 6, "cost": 3, "backward": 11}
    for part, array in expected.items():
        app = clean(open_stage(open_page, part=part, lang="en"))
        listed = [latex.value for latex in app.latex if "footnotesize" in latex.value]
        assert len(listed) == lines[part]
        digits = 2 if part == "inputs" else 3
        rows = [" & ".join(f"{value:.{digits}f}" for value in row) for row in array]
        assert any(all(row in latex for row in rows) for latex in listed), part
    assert any("dZ @ A[layer - 1].T / m" in code.value for code in app.code)


@pytest.mark.parametrize("slip", SLIPS)
def test_the_check_says_which_arrays_are_wrong(open_page: OpenPage, slip: str) -> None:
    app = clean(open_stage(open_page, slip=slip, lang="en"))
    if slip == "nothing":
        assert "All 6 arrays agree" in app.success[0].value
        return
    named = app.error[0].value.split(". The other")[0]
    wrong = {name for name in ("dW1", "dW2", "dW3", "db1", "db2", "db3") if name in named}
    assert wrong == {
        "penalty_in_dW1": {"dW1"},
        "penalty_in_dW2": {"dW2"},
        "penalty_in_dW3": {"dW3"},
        "biases_penalized": {"db1", "db2", "db3"},
        "relu_gate": {"dW1", "db1", "dW2", "db2"},
        "sign_of_dZ3": {"dW1", "dW2", "dW3", "db1", "db2", "db3"},
    }.get(slip, {"dW1", "dW2", "dW3"})


def test_without_lambda_a_forgotten_penalty_cannot_be_found(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, slip="penalty", lam="0", lang="en"))
    assert not app.error
    assert "The check finds nothing" in app.info[1].value


ACTS = {"biases": ("stays", "falls"), "double": ("same", "doubles"), "forget": ("dW1", "weights")}


@pytest.mark.parametrize("act", ACTS)
def test_an_answer_is_scored_against_the_run_and_stays_out_of_the_address(
    open_page: OpenPage, act: str
) -> None:
    right, wrong = ACTS[act]
    place = str(list(ACTS).index(act) + 1)
    app = clean(open_page("two_functions", lang="en", act=place))
    button = next(button for button in app.button if button.key.endswith(f".{act}.{right}"))
    app = clean(button.click().run())
    assert app.success[0].value.startswith("As you predicted")
    assert set(app.query_params) <= {"lang", "act"}
    app = clean(open_page("two_functions", lang="en", act=place, answered={act: wrong}))
    assert not app.success
    assert app.info[0].value.startswith("You said: ")


@pytest.mark.parametrize("act", ACTS)
def test_nothing_answers_a_question_before_it_was_answered(open_page: OpenPage, act: str) -> None:
    place = str(list(ACTS).index(act) + 1)
    before = sent(clean(open_page("two_functions", lang="en", act=place, doors=("words",))))
    after = sent(clean(open_page("two_functions", lang="en", act=place, answered={act: "shown"})))
    decides = {
        "biases": "only weights are in its sum",
        "double": "holds no λ",
        "forget": "is computed from dW1",
    }
    assert decides[act] in after
    for words in (
        "only weights are in its sum",
        "holds no λ",
        "dZ3 =",
        "A3 − Y",
        "dW1 =",
        "λ enters",
        "'dW1'",
        "penalised",  # of the biases
    ):
        assert words not in before


def test_right_code_passes_where_a_hidden_number_was_exactly_zero(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, net="2-2-2-1", m="6", seed="34", slip="nothing"))
    assert "All 6 arrays agree" in app.success[0].value
    worst = app.success[0].value.split()[-1]
    assert re.fullmatch(r"\d·10⁻(¹⁰|¹¹|⁹|⁸)\.", worst)


def test_the_unseen_text_says_which_mistakes_share_a_pattern(open_page: OpenPage) -> None:
    text = described(clean(open_stage(open_page, lang="en")))[-1]
    assert "Under “no (λ/m) W at all”, “λ W, not (λ/m) W”, “− (λ/m) W” the same arrays fail" in text
    text = described(clean(open_stage(open_page, lang="en", lam="0")))[-1]
    assert "the same arrays" not in text
    assert "At λ = 0 the check cannot find “no (λ/m) W1”" in text


def test_at_lambda_zero_the_run_decides_differently(open_page: OpenPage) -> None:
    app = clean(open_page("two_functions", lang="en", act="3", lam="0", answered={"forget": "dW1"}))
    assert "none of them" in app.info[0].value


@pytest.mark.parametrize(
    ("name", "code", "default"),
    [("net", "9-9", "2-3-2-1"), ("m", "7", "4"), ("seed", "0", 27), ("slip", "x", None)],
)
def test_an_illegal_address_falls_back_and_says_so(
    open_page: OpenPage, name: str, code: str, default: object
) -> None:
    app = clean(open_stage(open_page, lang="en", **{name: code}))
    assert any(f"{name}={code}" in warning.value.replace("\\", "") for warning in app.warning)
    assert name not in app.query_params
    if default is not None:
        assert widget(app, f".{name}").value == default


@pytest.mark.parametrize("track", ["line", "lam"])
def test_an_illegal_position_falls_back_and_says_so(open_page: OpenPage, track: str) -> None:
    app = clean(open_stage(open_page, lang="en", **{track: "dW9"}))
    assert any(f"{track}=dW9" in warning.value.replace("\\", "") for warning in app.warning)
    assert "λ = 0.7" in said(app)


def test_the_page_speaks_chinese(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="zh"))
    assert "代价里包括惩罚项吗" in said(app)
    assert "As you predicted" not in said(app)


def test_every_place_of_the_bar_has_its_words_and_every_lambda_its_formula(open_page: OpenPage) -> None:
    """The browser moves them: what the server sent holds at places where the bar has never been."""
    app = clean(open_page("two_functions", lang="en", answered={"biases": "shown"}, doors=["formula"]))
    lines = code_lines(str)
    for lam, lambd in enumerate(LAMBDAS):
        cross_entropy, penalty = cost_by_hand([2, 3, 2, 1], 4, 27, lambd)
        now = live_sentences(app, line=LINE_NAMES.index("cost"), lam=lam)
        assert now[0].startswith("**cost = cross-entropy + penalty**: cost = ")
        assert now[0].endswith(f" {cross_entropy + penalty:.3f}")
        assert f"{cross_entropy + penalty:.3f}" in now[1]
        for place, line in enumerate(lines):
            assert live_sentences(app, line=place, lam=lam)[0].startswith(f"**{line.words}**: ")
    formula = component(app, "live_formula")
    assert len(formula["places"]) == len(LAMBDAS)
    bar = component(app, "transport")
    assert bar["tells"] is False


@pytest.mark.parametrize(("cell", "rows"), [("cost", 1), ("gradients", 15)])
def test_the_numbers_that_the_course_prints_stand_beside_those_computed(
    open_page: OpenPage, cell: str, rows: int
) -> None:
    app = clean(open_page("two_functions", lang="en", answered={"biases": "shown"}, cell=cell))
    table = app.dataframe[0].value
    assert len(table) == rows
    assert set(table["Agrees"]) == {"✓"}
    assert (table["Published"] == table["Computed here"]).all()
    if cell == "cost":
        assert table["Computed here"][0] == "1.78648594516"
    assert not app.warning


def test_the_places_worth_seeing_show_what_they_say(open_page: OpenPage) -> None:
    for preset in places(str, 0):
        app = clean(open_page("two_functions", lang="en", **preset.codes))
        assert not app.warning
        links = {link.proto.label for link in app.get("page_link")}
        assert {preset.words for preset in places(str, 0)} <= links
        if preset.codes.get("slip") == "penalty":
            assert "The check finds nothing" in said(app)
        if preset.codes.get("slip") == "division_by_m":
            named = app.error[0].value.split(". The other")[0]
            assert {name for name in GRADIENTS if name in named} == {"dW1", "dW2", "dW3"}
    assert all(preset.codes["act"] == "3" for preset in places(str, 2))


def test_a_control_moves_the_page(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="en"))
    before = said(app)
    clean(widget(app, ".seed").set_value(40).run())
    assert said(app) != before
    assert app.query_params["seed"] == "40"
