"""The page of the race: its words and tables hold the numbers of the closed forms, for every control."""

import io
import json
import math
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from charts.numbers import fixed
from dashboard import stage
from lessons.descent_speed.presets import places
from tests.conftest import OpenPage, component, described, live_sentences, sent


def clean(app: AppTest) -> AppTest:
    assert not app.exception
    words = said(app).lower()
    assert "nan" not in words.replace("\n", " ").split(" ")
    assert "{" not in "".join(element.value for element in (*app.markdown, *app.caption))
    return app


def said(app: AppTest) -> str:
    boxes = (app.markdown, app.caption, app.latex, app.success, app.error, app.info, app.warning)
    parts = [part.proto for part in app.get("bidi_component")]
    formulas = [json.loads(part.bytes) for part in parts if part.component_name == "live_formula"]
    numbers = [number for formula in formulas for number in formula["numbers"]]
    return "\n".join([*(element.value for kind in boxes for element in kind), *live_sentences(app), *numbers])


def open_race(open_page: OpenPage, **address: str) -> AppTest:
    """The page with its first question answered by a look at the picture, and every door open."""
    return open_page(
        "descent_speed",
        answered={"path": "shown", "ahead": "shown"},
        doors=("speeds", "formula", "code"),
        **address,
    )


def table(app: AppTest, chart: int, name: str) -> pd.DataFrame:
    sent = app.get("vega_lite_chart")[chart].proto.datasets
    data = next(dataset.data.data for dataset in sent if dataset.name == name)
    read = pa.ipc.open_file if data.startswith(b"ARROW1") else pa.ipc.open_stream
    return read(io.BytesIO(data)).read_pandas()


def test_the_page_opens_at_the_race_that_tells_the_story(open_page: OpenPage) -> None:
    app = clean(open_race(open_page, lang="en"))
    race, speeds = app.get("vega_lite_chart")
    assert "L1: exactly 0 from step 40" in sent(app)
    assert "lines for L1, L2, and" in described(app)[0]  # elastic net has not been added
    assert set(table(app, 0, "weights")["penalty"]) == {"l1", "l2"}
    assert "cross at |w| = 1" in described(app)[1]
    for chart in (race, speeds):
        params = {param["name"]: param for param in json.loads(chart.proto.spec)["params"]}
        assert (params["step"]["value"], params["lam"]["value"]) == (20, 7)
    assert sum(len(sent.data.data) for chart in (race, speeds) for sent in chart.proto.datasets) < 1_500_000
    assert dict(app.query_params) == {"lang": "en"}


@pytest.mark.parametrize(("w0", "eta", "lam"), [("2", "0.1", "0.5"), ("3", "0.2", "1"), ("0.7", "0.05", "4")])
def test_the_race_is_the_closed_form_at_the_address(open_page: OpenPage, w0: str, eta: str, lam: str) -> None:
    app = clean(open_race(open_page, lang="en", w0=w0, eta=eta, lam=lam))
    weights = table(app, 0, "weights").set_index("penalty")
    params = json.loads(app.get("vega_lite_chart")[0].proto.spec)["params"]
    last = next(param for param in params if param["name"] == "lam")["bind"]["max"]
    assert last == 24
    start, step_size, t = float(w0), float(eta) * float(lam), np.arange(101)
    index = next(i for i in range(25) if math.isclose(weights.loc["l1", f"w{i}"].iloc[1], start - step_size))
    np.testing.assert_allclose(
        weights.loc["l1", f"w{index}"], np.maximum(start - step_size * t, 0), atol=1e-12
    )
    np.testing.assert_allclose(weights.loc["l2", f"w{index}"], start * (1 - step_size) ** t, rtol=1e-9)
    assert f"exactly 0 from step {math.ceil(round(start / step_size, 9))} on" in said(app)
    assert f"from step {math.ceil(math.log(start / 0.01) / -math.log(1 - step_size))} on, never" in said(app)


@pytest.mark.parametrize("kind", ["proximal", "subgradient", "clipped"])
@pytest.mark.parametrize(
    "extreme",
    [
        {"w0": "0.1", "eta": "0.01", "lam": "0.1", "step": "0", "r": "0"},
        {"w0": "5", "eta": "1", "lam": "25", "step": "100", "r": "1"},
        {"pull": "1", "c": "-3", "h": "5", "eta": "1", "lam": "25", "scale": "log"},
        {"pull": "1", "c": "0", "h": "0.1", "w0": "5", "step": "100", "lam": "0.1"},
    ],
)
def test_every_control_goes_to_its_ends(open_page: OpenPage, kind: str, extreme: dict[str, str]) -> None:
    lang = "zh" if kind == "subgradient" else "en"
    app = clean(open_race(open_page, lang=lang, l1step=kind, **extreme))
    assert len(app.get("vega_lite_chart")) == 2
    assert not app.warning


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("w0", "9"),
        ("eta", "0.07"),
        ("l1step", "nesterov"),
        ("pull", "yes"),
        ("c", "x"),
        ("h", "-1"),
        ("r", "2"),
    ],
)
def test_an_illegal_value_in_the_address_falls_back_and_says_so(
    open_page: OpenPage, name: str, code: str
) -> None:
    app = clean(open_race(open_page, lang="en", **{name: code}))
    assert any(f"{name}={code}" in warning.value for warning in app.warning)
    assert "exactly 0 from step 40 on" in said(app)


@pytest.mark.parametrize(("name", "code"), [("lam", "0.3"), ("step", "1000"), ("step", "-1")])
def test_a_position_that_the_bar_does_not_have_falls_back_and_says_so(
    open_page: OpenPage, name: str, code: str
) -> None:
    app = clean(open_race(open_page, lang="en", **{name: code}))
    assert any(f"{name}={code}" in warning.value for warning in app.warning)
    assert "**Step 20:**" in said(app)


@pytest.mark.parametrize(
    ("lam", "words"),
    [
        ("8", "ηλ = 0.8: L2 shrinks without overshooting"),
        ("16", "ηλ = 1.6: between 1 and 2 L2 overshoots. Each step multiplies the weight by −0.6"),
        ("20", "ηλ = 2: from 2 on L2 never settles. Each step multiplies the weight by −1:"),
        ("25", "ηλ = 2.5: from 2 on L2 never settles. Each step multiplies the weight by −1.5"),
    ],
)
def test_the_alarm_stands_below_the_controls(open_page: OpenPage, lam: str, words: str) -> None:
    app = clean(open_race(open_page, lang="en", lam=lam))
    assert words in said(app)
    assert live_sentences(app)[1].startswith("⚠") == (lam != "8")


def test_a_control_moves_the_race_and_stands_in_the_address(open_page: OpenPage) -> None:
    app = open_race(open_page, lang="en")
    app.slider(key="descent_speed.w0").set_value(3.0)
    app.toggle(key="descent_speed.pull").set_value(True)
    clean(app.run())
    assert table(app, 0, "weights")["w0"].iloc[0] == 3
    assert dict(app.query_params) == {"lang": "en", "w0": "3", "pull": "1"}
    resting = table(app, 0, "resting").set_index(["lam", "penalty"])["w"]
    assert resting[7, "l1"] == pytest.approx(1 - 0.5)
    assert resting[7, "l2"] == pytest.approx(1 / 1.5)
    assert "lowest at 0.5" in said(app)


def test_a_clipped_weight_dies_where_the_proximal_one_goes_on(open_page: OpenPage) -> None:
    here = {"lang": "en", "pull": "1", "w0": "0.5", "c": "-1"}
    clipped = clean(open_race(open_page, l1step="clipped", **here))
    proximal = clean(open_race(open_page, l1step="proximal", **here))
    assert table(clipped, 0, "weights").query("penalty == 'l1'")["w7"].iloc[-1] == 0
    assert table(proximal, 0, "weights").query("penalty == 'l1'")["w7"].iloc[-1] == pytest.approx(
        -0.5, abs=1e-3
    )
    assert "died at step 3" in said(clipped)
    assert "dead at 0 from step 3" in sent(clipped)


ACTS = {
    "path": ("line", "slower", ["ηλ = 0.05", "40 such steps lead from 2 to exactly 0"]),
    "ahead": ("l2-l1", "l1-l1", ["L1 is at 1.75", f"L2 at {2 * 0.95**5:.3g}", "step 40"]),
    "equal": ("one", "lambda", ["at |w| = 1, for every λ"]),
    "overshoot": ("outward", "inward", ["= −1.5", "1, −1.5, 2.25, −3.38", f"at {1.5**10:.3g}"]),
    "death": ("zero", "rest", ["clipped weight is at 0", "proximal one at −0.5"]),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_answer_is_scored_against_the_run_and_stays_out_of_the_address(
    open_page: OpenPage, act: str
) -> None:
    right, wrong, numbers = ACTS[act]
    place = str(list(ACTS).index(act) + 1)
    app = clean(open_page("descent_speed", lang="en", act=place))
    controls = set(app.query_params)
    if act == "path":
        app = clean(open_page("descent_speed", lang="en", answered={act: right}))  # drawn, not tapped
    else:
        app = clean(next(b for b in app.button if b.key.endswith(f".{act}.{right}")).click().run())
    assert app.success[0].value.startswith("As you predicted")
    assert all(number in app.success[0].value for number in numbers)
    assert set(app.query_params) == controls
    app = clean(open_page("descent_speed", lang="en", act=place, answered={act: wrong}))
    assert not app.success
    assert app.info[0].value.startswith("You drew: " if act == "path" else "You said: ")


@pytest.mark.parametrize("act", ACTS)
def test_nothing_answers_a_question_before_it_was_answered(open_page: OpenPage, act: str) -> None:
    place = str(list(ACTS).index(act) + 1)
    before = sent(clean(open_page("descent_speed", lang="en", act=place)))
    after = sent(clean(open_page("descent_speed", lang="en", act=place, answered={act: "shown"})))
    for words in (
        "exactly 0 from step",
        "dead at 0",
        "never settles",
        "overshoots",
        "is faster",
        "at |w| = 1,",
    ):
        assert words not in before
    app = open_page("descent_speed", lang="en", act=place)
    if act == "path":  # paper alone
        assert not app.get("vega_lite_chart")
        assert "such steps lead" not in before
        assert 'truth": [' not in before
    elif act != "equal":
        assert set(table(app, 0, "weights")["step"]) == {0}
        assert not len(table(app, 0, "resting"))
    else:
        assert not len(table(app, 0, "pulls"))
    assert len(after) > 2 * len(before)


def sketch(app: AppTest) -> dict[str, Any]:
    """What the paper of the drawn question was sent."""
    (paper,) = (e for e in app.get("bidi_component") if e.proto.component_name == "sketch")
    return json.loads(paper.proto.bytes)


def test_what_is_judged_is_the_drawing_as_it_is_at_the_tap(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last stroke may be heard together with the tap, before the page has run with it."""
    line, slower = ([2 * (1 - k / 10) if k < 10 else 0.0 for k in range(21)], [2 * 0.8**k for k in range(21)])
    monkeypatch.setattr(stage, "drawn_on", lambda _name, _paper: st.session_state.get("drawn"))
    app = open_page("descent_speed", lang="en")
    button = next(b for b in app.button if b.key.endswith("path.by_hand"))
    assert button.disabled
    app.session_state["drawn"] = slower
    app.run()
    app.session_state["drawn"] = line
    app = clean(next(b for b in app.button if b.key.endswith("path.by_hand")).click().run())
    assert app.success[0].value.startswith("As you predicted: **In equal steps")


def test_over_a_drawing_lies_the_run_and_below_it_the_race(open_page: OpenPage) -> None:
    app = clean(open_page("descent_speed", lang="en"))
    assert sketch(app)["truth"] is None
    confirm = next(button for button in app.button if button.key.endswith(".path.by_hand"))
    assert confirm.disabled
    app = clean(open_page("descent_speed", lang="en", answered={"path": "slower"}))
    paper = sketch(app)
    steps = [int(step) for step in paper["places"]]
    assert paper["truth"] == pytest.approx([max(0, 2 - 0.05 * step) for step in steps])
    assert paper["track"] == {"name": "step", "at": steps}  # it follows the bar
    assert len(app.get("vega_lite_chart")) == 1
    app = clean(open_page("descent_speed", lang="en", step="20"))  # a link to a place of the race
    assert not [e for e in app.get("bidi_component") if e.proto.component_name == "sketch"]


def test_every_place_of_both_tracks_has_its_words_and_its_formula(open_page: OpenPage) -> None:
    """The browser moves them: what the server sent holds at places where the bar has never been."""
    app = clean(open_race(open_page, lang="en"))
    rng = np.random.default_rng(3)
    weights = table(app, 0, "weights").set_index(["penalty", "step"])
    for _place in range(40):
        step, lam = int(rng.integers(101)), int(rng.integers(25))
        now = live_sentences(app, step=step, lam=lam)
        l1, l2 = (fixed(weights.loc[(racer, step), f"w{lam}"]) for racer in ("l1", "l2"))
        assert now[0] == f"**Step {step}:** L1 {l1}; L2 {l2}."
    formula = component(app, "live_formula")
    assert len(formula["places"]) == 101 * 25
    bar = component(app, "transport")
    assert bar["tells"] is False


def test_elastic_net_is_added_by_a_chip_and_an_older_link_with_a_share_adds_it(open_page: OpenPage) -> None:
    for address in ({"en": "1"}, {"r": "0.3"}):
        app = clean(open_race(open_page, lang="en", **address))
        assert set(table(app, 0, "weights")["penalty"]) == {"l1", "l2", "elastic_net"}
        assert "does both" in said(app)


def test_the_places_worth_seeing_show_what_they_say(open_page: OpenPage) -> None:
    app = clean(open_page("descent_speed", lang="en", act="2", answered={"ahead": "shown"}))
    chips = {link.proto.label for link in app.get("page_link")}
    assert {preset.words for preset in places(str)} <= chips
    shown = {}
    for preset in places(str):
        app = clean(open_page("descent_speed", lang="en", **preset.codes))
        shown[preset.words] = live_sentences(app, step=int(preset.codes["step"]))
        assert not app.warning
    for words, told in {
        "Both at once": "Elastic net 0.",
        "With data": "Its cost is lowest at 0.5",
        "Subgradient steps": "within ±ηλ = ±0.2",
        "ηλ above 2": "never settles",
        "Clipped for ever": "died at step 3",
    }.items():
        assert told.lower() in "\n".join(shown[words]).lower(), words


def test_the_acts_are_played_where_they_say(open_page: OpenPage) -> None:
    for act, w0 in (("2", 2.0), ("4", 1.0), ("5", 0.5)):
        app = clean(open_page("descent_speed", lang="en", act=act))
        assert table(app, 0, "weights")["w0"].iloc[0] == w0


def test_the_page_speaks_chinese(open_page: OpenPage) -> None:
    app = clean(open_race(open_page, lang="zh", pull="1", l1step="clipped"))
    words = said(app) + described(app)[0]
    assert "软阈值" in words
    assert "lowest" not in words
    assert r"\text{数据:}" in words
    spec = json.loads(app.get("vega_lite_chart")[0].proto.spec)
    assert spec["title"]["text"] == "奔向 0 的赛跑"


@pytest.mark.parametrize(
    ("address", "is_said", "is_not"),
    [
        ({"w0": "1"}, "**Who is faster?**", "leads"),
        ({"pull": "1", "lam": "2"}, "That of L1 is nowhere below the grey one", "its line crosses"),
        ({"pull": "1", "w0": "0.1", "lam": "0.1"}, "L2 goes to its rest without overshooting", "shrinks"),
        ({"pull": "1", "c": "0", "eta": "0.5", "lam": "1"}, "It is there after one step", "never gets there"),
        ({"pull": "1", "l1step": "subgradient", "lam": "2"}, "but by landing on it exactly", "rests at"),
        ({"r": "1"}, "with no share of L2 is L1", "does both"),
        ({"r": "0"}, "with no share of L1 is L2", "does both"),
        ({"l1step": "subgradient", "eta": "0.01"}, "to get to 0 or across it", "It is never exactly 0"),
        ({"eta": "1", "lam": "25", "w0": "5"}, "2.01·10^28", "e+28"),
        ({"eta": "1", "pull": "1", "h": "5", "c": "3", "lam": "1"}, "lead no weight closer to c", "rests at"),
    ],
)
def test_where_a_sentence_was_false_the_page_says_what_is_so(
    open_page: OpenPage, address: dict[str, str], is_said: str, is_not: str
) -> None:
    words = said(clean(open_race(open_page, lang="en", **address)))
    assert is_said in words
    assert is_not not in words


def test_the_two_pulls_are_called_level_in_chinese_only_where_both_lines_cross(open_page: OpenPage) -> None:
    both = said(clean(open_race(open_page, lang="zh", pull="1", lam="0.5")))
    assert "它的线与灰线就在那里相交：两股拉力相等" in both
    l2_alone = said(clean(open_race(open_page, lang="zh", pull="1", lam="2")))
    assert "L2 的线与灰线就在那里相交：两股拉力相等。L1 的线处处不低于灰线" in l2_alone


def test_a_place_of_which_the_bar_has_not_told_is_read_from_the_address(open_page: OpenPage) -> None:
    """The bar writes the address in the browser; a control that is moved later must not wipe that out."""
    app = open_race(open_page, lang="en", step="100")
    app.query_params["lam"] = "25"
    app.toggle[0].set_value(True).run()
    assert app.query_params["lam"] in ("25", ["25"])
    assert app.query_params["step"] in ("100", ["100"])
