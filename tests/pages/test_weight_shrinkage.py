"""The lesson on the weights: it asks before it shows, and says the numbers of the notes' own steps."""

import io
import json
import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from charts.numbers import number
from dashboard.networks.grid import Grid
from l2core.datasets import classification
from l2core.history import snapshot_schedule
from l2core.network import (
    backward_propagation_with_regularization,
    forward_propagation,
    initialize_parameters,
)
from l2core.optimizers import Recipe
from l2core.training import train
from lessons.weight_shrinkage.formula import with_numbers
from tests.conftest import OpenPage, described, live_sentences, sent

PAGE = "weight_shrinkage"
SMALL = {"net": "8", "steps": "1000", "lang": "en"}
LOOKS = {"sums": 3, "histogram": 3, "wiring": 3, "pulls": 2, "cost": 3}
ACTS = ("zeros", "strongest", "subgradient", "layer", "warm_up")
ALL = dict.fromkeys(ACTS, "shown")  # every question was answered
LAST = 40  # the place of the last kept step


def open_stage(open_page: OpenPage, *doors: str, **address: str) -> AppTest:
    """The page with its questions answered by a look at the picture, and these doors open."""
    return open_page(PAGE, answered=ALL, doors=doors, **address)


def said(app: AppTest) -> str:
    boxes = (app.markdown, app.caption, app.latex, app.success, app.error, app.info, app.warning)
    return "\n".join([*(element.value for kind in boxes for element in kind), *live_sentences(app)])


def clean(app: AppTest, charts: int = 3) -> AppTest:
    assert not app.exception
    assert not re.search(r"\bnan\b|\binf\b", said(app))
    pictures = app.get("vega_lite_chart")
    assert len(pictures) == charts
    assert not any("nan" in text.split() for text in described(app))
    return app


def formulas(app: AppTest, **at: int) -> str:
    """The formula with its numbers, as the browser writes it at a place of the bar."""
    (element,) = (one for one in app.get("bidi_component") if one.proto.component_name == "live_formula")
    data = json.loads(element.proto.bytes)
    here = data["at"] | at
    place = 0
    for track in data["tracks"]:
        place = place * track["places"] + here[track["name"]]
    form, *gaps = data["places"][place]
    templates = [latex.value for latex in app.latex][1:]
    gap = re.compile(r"(?:\{|\\mathrel\{)\\textcolor\{#ab([0-9a-f]{4})\}\{[=0]\}\}")
    return gap.sub(lambda found: data["numbers"][gaps[int(found[1], 16)]], templates[form])


def table(app: AppTest, chart: int, name: str) -> pd.DataFrame:
    datasets = app.get("vega_lite_chart")[chart].proto.datasets
    data = next(dataset.data.data for dataset in datasets if dataset.name == name)
    reader = pa.ipc.open_file if data.startswith(b"ARROW1") else pa.ipc.open_stream
    return reader(io.BytesIO(data)).read_pandas()


def drawn_names(app: AppTest) -> list[str]:
    """The titles of the pictures."""
    titles = [json.loads(chart.proto.spec).get("title") for chart in app.get("vega_lite_chart")]
    return [title["text"] if isinstance(title, dict) else title for title in titles]


def by_hand(
    penalty: str, lambd: float, steps: int, hidden: tuple[int, ...] = (20, 3)
) -> dict[str, np.ndarray]:
    """The weights after `steps` steps of the notes' two functions, with η = 0.3; L1 by soft thresholds."""
    parameters = parameters_by_hand(penalty, lambd, steps, hidden)
    return {name: W for name, W in parameters.items() if name.startswith("W")}


def parameters_by_hand(
    penalty: str,
    lambd: float,
    steps: int,
    hidden: tuple[int, ...],
    start: dict[str, np.ndarray] | None = None,
) -> dict[str, np.ndarray]:
    split = classification("football", seed=1, training_size=200)
    parameters = dict(start or initialize_parameters((2, *hidden, 1), 0))
    for _step in range(steps):
        _A, cache = forward_propagation(split.X_train, parameters)
        lambd_l2 = lambd if penalty == "l2" else 0.0
        gradients = backward_propagation_with_regularization(split.X_train, split.Y_train, cache, lambd_l2)
        for name, before in parameters.items():
            W, reach = before - 0.3 * gradients[f"d{name}"], 0.3 * lambd / 200
            if penalty == "l1" and name.startswith("W"):
                W = np.where(np.abs(W) <= reach, 0.0, W - np.sign(W) * reach)
            parameters[name] = W
    return parameters


def is_untold(app: AppTest, chart: int) -> bool:
    """Whether the tables of a picture hold nothing of what comes after step 0."""
    names = {dataset.name for dataset in app.get("vega_lite_chart")[chart].proto.datasets}
    if "wires" in names:
        codes = np.stack(list(table(app, chart, "wires")["w"]))
        return bool((codes.reshape(len(codes), -1, LAST + 1)[:, :, 1:] == -(2**15)).all())
    if "race" in names:
        race = table(app, chart, "race")
        kept = np.stack(list(race["v"])).reshape(len(race), -1, LAST + 1)
        return bool(np.isnan(kept[:, :, 1:]).all() and np.isfinite(kept[:, :, 0]).all())
    lines, now, followed = (table(app, chart, name) for name in ("weights", "now", "followed"))
    columns = [name for name in lines if re.fullmatch(r"w\d+", name)]
    codes = np.concatenate([np.stack(list(of[name])) for of in (lines, followed) for name in columns])
    alive = all((np.stack(list(lines[name])) == known).all() for name, known in (("dies", 41), ("drawn", 1)))
    ends = (
        np.isnan(np.stack(list(lines["end"]))).all() and np.isnan(np.stack(list(followed["v"]))[:, 1]).all()
    )
    counted = np.stack(list(now["zeros"])).max() == 0 and np.stack(list(now["diverged"])).max() == -1
    return bool((codes[:, 1:] == -(2**15)).all() and alive and ends and counted)


@pytest.mark.parametrize("number_of_act", range(1, 6))
@pytest.mark.parametrize("third", ["l1", "elastic_net"])
def test_no_answer_is_on_the_page_before_it_is_given(
    open_page: OpenPage, number_of_act: int, third: str
) -> None:
    act, doors = ACTS[number_of_act - 1], ("look", "race", "starts", "formula", "files")
    asked = {**SMALL, "act": str(number_of_act), "penalty": third, "look": "sums", "race": "1"}
    app = clean(open_page(PAGE, doors=doors, **asked))
    assert [button.label for button in app.button][-1] == "Just show me"
    assert all(is_untold(app, chart) for chart in range(3))
    assert not live_sentences(app)
    assert not app.code  # no script
    assert not app.expander or "Look closer at this step" not in [door.label for door in app.expander]
    before = sent(app)
    told = (
        r"under L2, \d+ under|exact zeros (by|after)|Exactly 0 after|weights are exactly 0 after step|"
        r"\b(?!24 )[1-9]\d* of 24|[1-9]\d*/(16|8)\b|smaller it is|takes the same|most to spare|stops at 0"
    )
    assert not re.search(told, before)
    assert '"moments":[]' in before
    app = clean(open_page(PAGE, answered={act: "shown"}, **asked), 9)
    assert re.search(told, sent(app))
    assert not is_untold(app, 2)


def test_it_opens_at_the_first_step_with_its_question_and_no_door(open_page: OpenPage) -> None:
    app = clean(open_page(PAGE, lang="en"))
    assert "Three nets train from the same start, with λ = 1." in said(app)
    assert drawn_names(app) == ["No penalty", "L2", "L1"]
    assert all("At step 0 0 of them are exactly 0" in text for text in described(app))
    assert "At step 0 all three nets are one" in said(app)
    assert dict(app.query_params) == {"lang": "en"}


@pytest.mark.parametrize(("number_of_act", "act"), [*enumerate(ACTS, start=1)])
def test_every_act_is_answered_by_runs_and_says_why(
    open_page: OpenPage, number_of_act: int, act: str
) -> None:
    right = {
        "zeros": "most",
        "strongest": "none",
        "subgradient": "none",
        "layer": "last",
        "warm_up": "alike",
    }
    app = clean(open_page(PAGE, answered={act: right[act]}, **SMALL, act=str(number_of_act)))
    cut, shrunk = by_hand("l1", 1.0, 1000, hidden=(8,)), by_hand("l2", 1.0, 1000, hidden=(8,))
    zeros = sum(int((w == 0).sum()) for w in cut.values())
    if act == "zeros":
        assert 12 <= zeros < 24
        assert not any((w == 0).any() for w in shrunk.values())
    told = {
        "zeros": f"After step 1,000 with λ = 1: 0 of 24 under L2, {zeros} under L1.",
        "strongest": "With λ = 100, 0 of 24 weights are exactly 0 after step 1,000.",
        "subgradient": f"0 exact zeros by subgradient steps, {zeros} by proximal ones",
        "layer": "Exactly 0 after step 1,000: "
        + ", ".join(f"{name} {(w == 0).sum()}/{w.size} ({(w == 0).mean():.0%})" for name, w in cut.items()),
        "warm_up": f"{zeros} with λ from the first step",
    }[act]
    (verdict,) = (box.value for box in app.success)
    assert verdict.startswith("As you predicted: **")
    assert told in verdict
    wrong = clean(open_page(PAGE, answered={act: "diverged"}, **SMALL, act=str(number_of_act)))
    (verdict,) = (box.value for box in wrong.info)
    assert verdict.startswith("You said: No telling")
    assert told in verdict


def test_acts_have_pictures_of_their_own(open_page: OpenPage) -> None:
    for number_of_act, titles in (
        ("1", ["No penalty", "L2", "L1"]),
        ("5", ["Σ|w|", "Weights that are exactly 0", "Validation loss (nats)"]),
    ):
        app = clean(open_stage(open_page, **SMALL, act=number_of_act))
        assert drawn_names(app) == titles
    wires = clean(open_stage(open_page, **SMALL, act="4"))
    assert all("hidden neurons are in use" in text for text in described(wires))
    strongest = clean(open_page(PAGE, **SMALL, act="2"))
    assert strongest.query_params["lam"] in ("100", ["100"])
    hopping = clean(open_page(PAGE, **SMALL, act="3"))
    assert hopping.query_params["l1step"] in ("subgradient", ["subgradient"])


def test_the_moments_on_the_bar_are_the_first_zero_and_the_half_of_them(open_page: OpenPage) -> None:
    for lam in ("1", "0.3"):
        app = clean(open_stage(open_page, **SMALL, lam=lam))
        (bar,) = (one for one in app.get("bidi_component") if one.proto.component_name == "transport")
        (track,) = (track for track in json.loads(bar.proto.bytes)["tracks"] if track["plays"])
        gone, weights, before = {}, None, 0
        for place, step in enumerate(map(int, track["codes"])):
            weights = parameters_by_hand("l1", float(lam), step - before, (8,), weights)
            gone[place] = sum(int((w == 0).sum()) for name, w in weights.items() if name[0] == "W")
            before = step
        found = [next((p for p, zeros in gone.items() if zeros >= count), None) for count in (1, 12)]
        assert track["moments"] == sorted({place for place in found if place is not None})


def test_what_the_bar_stands_at_is_what_the_notes_steps_give(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="en", step="480"))
    l2, l1 = by_hand("l2", 1.0, 480), by_hand("l1", 1.0, 480)
    free = by_hand("none", 0.0, 480)
    sizes = {
        name: np.sort(np.abs(np.concatenate([W.ravel() for W in net.values()])))
        for name, net in {"free": free, "l2": l2, "l1": l1}.items()
    }
    zeros = int((sizes["l1"] == 0).sum())
    assert zeros > 51
    assert f"{zeros} of 103 are **exactly 0**" in said(app)
    smaller = int((sizes["l2"] < sizes["free"]).sum())
    assert f"{smaller} of 103 weights are smaller than without a penalty" in said(app)
    assert f"None is exactly 0: the smallest is {number(sizes['l2'][0])}" in said(app)
    assert f"is now {number(sizes['free'].sum())}." in said(app)
    assert "1 − ηλ/m = 0.9985" in said(app)
    earlier = " ".join(live_sentences(app, step=4, lam=0))  # without a word to the server
    now = by_hand("none", 0.0, snapshot_schedule(3000, 41)[4])
    assert f"is now {number(sum(np.abs(W).sum() for W in now.values()))}." in earlier
    assert "1 − ηλ/m = 0.999985" in earlier


def test_at_the_end_l2_has_shrunk_every_weight_and_l1_has_killed_most(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="en"))
    assert "103 of 103 weights are smaller than without a penalty. None is exactly 0" in said(app)
    killed = re.search(r"(\d+) of 103 are \*\*exactly 0\*\*", said(app))
    assert killed
    assert int(killed[1]) > 90


@pytest.mark.parametrize("penalty", ["l2", "l1"])
@pytest.mark.parametrize("l1_step", ["proximal", "subgradient"])
def test_the_formula_with_numbers_is_the_next_step_of_training(penalty: str, l1_step: str) -> None:
    split = classification("moons", seed=0, training_size=30)
    grid = Grid(hidden=(4,), learning_rate=0.2, l1_step=l1_step)
    recipe = Recipe(2.0, penalty, learning_rate=0.2, l1_step=l1_step)
    start = initialize_parameters((2, 4, 1), 1)
    history = train(split.X_train, split.Y_train, start, [recipe], epochs=8, snapshots=[7])
    parameters = history.parameters(0, 1)
    _A, cache = forward_propagation(split.X_train, parameters)
    gradients = backward_propagation_with_regularization(split.X_train, split.Y_train, cache, 0.0)
    for name, place in (("W1", (1, 0)), ("W2", (0, 2))):
        w, slope = float(parameters[name][place]), float(gradients[f"d{name}"][place])
        after = with_numbers(grid, penalty, w, slope, 2.0, 30).rsplit(r"\approx ", 1)[-1].rsplit("= ", 1)[-1]
        value = float(re.sub(r"\\cdot 10\^\{(-?\d+)\}", r"e\1", after))
        assert value == pytest.approx(history.weights[name][2, 0][place], rel=1e-4)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("third", ["l1", "elastic_net"])
def test_every_closer_look(open_page: OpenPage, look: str, third: str) -> None:
    """An address that names a look opens the door behind which it is."""
    clean(open_stage(open_page, **SMALL, look=look, penalty=third, scale="log"), 3 + LOOKS[look])


def test_wiring_is_the_first_of_the_closer_looks(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, "look", **SMALL), 6)
    assert all("hidden neurons are in use" in text for text in described(app)[3:])


@pytest.mark.parametrize(
    ("address", "door"),
    [
        ({"look": "sums"}, "look"),
        ({"starts": "0"}, "starts"),
        ({"race": "0"}, "race"),
        ({"raced": "l2"}, "race"),
        ({"switch": "90"}, "race"),
    ],
)
def test_an_address_that_names_a_control_opens_its_door(
    open_page: OpenPage, address: dict[str, str], door: str
) -> None:
    app = open_stage(open_page, **SMALL, **address)
    assert not app.exception
    doors = ("look", "starts", "race", "formula", "code")
    opened = {name for name in doors if app.session_state[f"{PAGE}.door.{name}"]}
    assert opened == {door}


@pytest.mark.parametrize(
    "extreme",
    [
        {"m": "20", "lam": "100", "flip": "40", "eta": "2"},
        {"m": "300", "lam": "0.01", "eta": "0.01", "step": "0"},
        {"net": "8-8", "opt": "momentum", "eta": "0.1"},
        {"net": "30", "opt": "adam", "eta": "0.1", "l1step": "subgradient"},
        {"opt": "adamw", "eta": "0.001", "penalty": "elastic_net", "r": "0.9"},
        {
            "data": "breast_cancer",
            "start": "9",
            "penalty": "elastic_net",
            "r": "0.1",
            "l1step": "subgradient",
        },
        {"data": "spirals", "lam": "10", "race": "1", "raced": "l2", "switch": "10"},
        {"eta": "2", "lam": "100", "race": "1"},
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_control_at_its_extremes(open_page: OpenPage, extreme: dict[str, str], language: str) -> None:
    app = open_stage(open_page, "formula", **({**SMALL, "lang": language} | extreme))
    clean(app, 6 if extreme.get("race") else 3)
    assert not app.warning
    for place in ({"lam": 0, "step": 0}, {"lam": 24, "step": LAST}, {"lam": 12, "step": 3}):
        assert "nan" not in formulas(app, **place) + " ".join(live_sentences(app, **place))


@pytest.mark.parametrize("number_of_act", range(1, 6))
@pytest.mark.parametrize(
    "extreme",
    [
        {"m": "20", "eta": "10", "net": "8-8"},
        {"net": "30", "opt": "adam", "eta": "0.1", "penalty": "elastic_net", "r": "0.1"},
    ],
    ids=str,
)
def test_every_act_has_a_right_answer_at_the_extremes(
    open_page: OpenPage, extreme: dict[str, str], number_of_act: int
) -> None:
    app = open_stage(open_page, **(SMALL | {"steps": "1000", "act": str(number_of_act)} | extreme))
    clean(app)
    (verdict,) = (box.value for box in app.info)
    assert re.match(r"\*\*.+\.\*\* .+", verdict)


def test_a_penalty_that_throws_the_weights_out_is_told_so(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, "formula", **SMALL, m="20", lam="100", eta="2"))
    assert "**L2** diverged at step" in said(app)
    assert "ηλ/m = 10 is above 2: the pull of L2 by itself" in said(app)
    assert r"\text{diverged}" in formulas(app)


def test_a_net_that_answers_the_same_to_everybody_is_called_dead(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, **SMALL, lam="100"))
    assert "**L2** with λ = 100: the net is dead. It gives every training point the same answer" in said(app)
    assert "Without a penalty it is alive. All 24 weights are **exactly 0**." in said(app)


def test_every_symbol_of_the_formula_is_told(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, "formula", **SMALL, opt="momentum", penalty="elastic_net", r="0.3"))
    assert "r: share of L1, 0.3." in said(app)
    assert "μ: the share of the last step that is made again, 0.9." in said(app)
    assert "g = " in said(app)
    app = clean(open_stage(open_page, "formula", **SMALL, opt="adamw"))
    assert r"w - \eta\,\tfrac{\lambda}{m}\,w - \operatorname{Adam}" in said(app)
    assert "part ways" in said(app)


def test_plain_subgradients_leave_no_exact_zero(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, "formula", **SMALL, l1step="subgradient"))
    assert re.search(r"0 of 24 are exactly 0, [1-9]\d* more within two hops", said(app))
    assert r"\operatorname{sign} w" in said(app)


@pytest.mark.parametrize(
    "name", ["penalty", "l1step", "scale", "net", "opt", "eta", "look", "w", "step", "lam"]
)
def test_an_illegal_value_falls_back_to_the_default_and_says_so(open_page: OpenPage, name: str) -> None:
    app = open_stage(open_page, **({"steps": "1000", "lang": "en"} | {name: "~nonsense"}))
    clean(app, 6 if name == "look" else 3)
    assert f"{name}=" in app.warning[0].value
    assert "nonsense" in app.warning[0].value


def test_a_weight_can_be_followed(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, "formula", **SMALL, w="W2[1, 5]", step="90"))
    assert "w: W2[1, 5] at the place of the bar" in said(app)
    w = by_hand("l2", 1.0, 90, hidden=(8,))["W2"][0, 4]
    assert f"{number(w, 5)} - 0.3" in formulas(app).replace("-0", "−0")
    place = {"step": 3, "lam": 6}
    w = by_hand("l2", 0.1, snapshot_schedule(1000, 41)[3], hidden=(8,))["W2"][0, 4]
    assert f"{number(w, 5)} - 0.3" in formulas(app, **place).replace("-0", "−0")
    for chart in range(3):
        assert list(table(app, chart, "followed")["name"]) == ["W2[1, 5]"]


def test_the_pictures_follow_lambda_and_the_step_without_new_specs(open_page: OpenPage) -> None:
    one, other = (
        open_stage(open_page, **SMALL, lam=lam, step=step) for lam, step in (("1", "90"), ("10", "640"))
    )
    begun = open_page(PAGE, **SMALL)
    specs = [
        [json.loads(picture.proto.spec) for picture in app.get("vega_lite_chart")]
        for app in (one, other, begun)
    ]
    assert specs[0] == specs[1] == specs[2]


def test_the_race_says_where_the_three_runs_end(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, **SMALL, race="1"), 6)
    for lam, place in ((1.0, 12), (10.0, 18)):
        W = by_hand("l1", lam, 1000, hidden=(8,))
        total = sum(int((w == 0).sum()) for w in W.values())
        size = sum(float(np.abs(w).sum()) for w in W.values())
        words = f"λ from the first step: {total} exact zeros, Σ|w| = {number(size)}"
        assert words in " ".join(live_sentences(app, lam=place))
    assert "● λ from the first step   ▲ warm-up, then λ   ■ λ, then let go." in said(app)


def test_the_starts_are_trained_when_asked_for_and_said_in_numbers(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, **SMALL, starts="1", step="640"), 6)
    split, counts = classification("football", seed=1, training_size=200), []
    for seed in range(20):
        start = initialize_parameters((2, 8, 1), seed)
        recipe = Recipe(1.0, "l1", learning_rate=0.3)
        history = train(split.X_train, split.Y_train, start, [recipe], epochs=640, snapshots=[640])
        final = history.final(0)
        counts.append(sum(int((final[name] == 0).sum()) for name in ("W1", "W2")))
    counts.sort()
    words = f"L1 with λ = 1 after step 640: a median of **{np.median(counts):g} of 24** weights are exactly 0"
    assert words in said(app)
    assert f"lie between {counts[2]} and {counts[17]}." in said(app)
    assert any("Exactly 0, median of 20 starts" in text for text in described(app))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ({"penalty": "elastic_net", "lam": "10", "lang": "zh"}, "弹性网络，λ = 10"),
        ({"m": "20", "lam": "100", "eta": "2"}, "L2 diverged from 20 of 20 starts"),
    ],
)
def test_the_starts_under_other_controls(open_page: OpenPage, address: dict[str, str], words: str) -> None:
    app = clean(open_stage(open_page, **({**SMALL, "starts": "1"} | address)), 6)
    assert words in said(app)


@pytest.mark.parametrize("look", LOOKS)
def test_a_net_that_diverged_has_no_numbers_in_any_look(open_page: OpenPage, look: str) -> None:
    address = {**SMALL, "m": "20", "eta": "10", "lam": "100", "look": look}
    app = clean(open_stage(open_page, **address), 3 + LOOKS[look])
    assert "**L2** diverged at step" in said(app)
    assert not re.search(r"L2 (0/24|0 of 24|at step)", " ".join(described(app)))
    assert any("diverged" in text for text in described(app)[3:])


def test_of_nets_that_diverged_no_question_can_be_told(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, **SMALL, m="20", eta="10", act="2"))
    (verdict,) = (box.value for box in app.info)
    assert re.match(r"\*\*No telling: the net diverges\.\*\* L2: diverged at step \d+\.$", verdict)


def test_where_the_trainer_holds_the_weights_of_l2_the_page_says_so(open_page: OpenPage) -> None:
    address = {"net": "20-3", "m": "20", "seed": "5", "start": "6", "flip": "10", "act": "2"}
    app = clean(open_stage(open_page, **(SMALL | address), data="circles", step="1000"))
    assert "0 of 103 weights are exactly 0 after step 1,000." in said(app)
    assert "The trainer holds what L2 alone shrinks near 1.2·10⁻⁷⁷" in said(app)


def test_l2_makes_every_weight_exactly_0_where_the_decay_is_1(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, **SMALL, m="20", eta="1", lam="20"))
    assert re.search(
        r"\*\*L2\*\* with λ = 20: the net is dead\. .* All 24 weights are \*\*exactly 0\*\*", said(app)
    )


@pytest.mark.parametrize("l1_step", ["proximal", "subgradient"])
def test_adam_has_no_hop_for_all_weights(open_page: OpenPage, l1_step: str) -> None:
    app = clean(open_stage(open_page, **SMALL, opt="adam", l1step=l1_step))
    assert not re.search(r"takes|hops|alike, large or small", " ".join(live_sentences(app)))


def test_formulas_speak_the_language_of_the_page(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, "formula", **(SMALL | {"lang": "zh"}), opt="momentum", look="pulls"), 5)
    written = " ".join(element.value for element in app.latex)
    assert r"\text{损失}" in written
    assert not re.search(r"\\text\{[a-z ]+\}", written)


def test_a_link_that_still_carries_answers_opens_and_gives_none_away(open_page: OpenPage) -> None:
    answers = {"p1": "none", "p2": "alike", "p3": "W1", "p4": "fewer"}
    app = clean(open_page(PAGE, **SMALL, **answers, lam="3"))
    assert not app.warning
    assert not set(answers) & set(app.query_params)
    assert app.query_params["lam"] in ("3", ["3"])
    assert not app.session_state["answers"][PAGE]
