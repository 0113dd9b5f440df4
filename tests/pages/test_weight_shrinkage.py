"""The lesson on the weights: what it says are the numbers of the notes' own steps, for every control."""

import json
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from charts.numbers import number, tex
from dashboard.networks.grid import Grid
from l2core.datasets import classification
from l2core.network import (
    backward_propagation_with_regularization,
    forward_propagation,
    initialize_parameters,
)
from l2core.optimizers import Recipe
from l2core.training import train
from lessons.weight_shrinkage.formula import weight_and_slope, with_numbers
from tests.conftest import OpenPage, described

PAGE = "weight_shrinkage"
SMALL = {"net": "8", "steps": "1000", "lang": "en"}
LOOKS = {"sums": 3, "histogram": 3, "wiring": 3, "pulls": 2, "cost": 3}


def said(app: AppTest) -> str:
    boxes = (app.markdown, app.caption, app.latex, app.success, app.error, app.info, app.warning)
    return "\n".join(element.value for kind in boxes for element in kind)


def clean(app: AppTest, charts: int = 6) -> AppTest:
    assert not app.exception
    assert not re.search(r"\bnan\b|\binf\b", said(app))
    pictures = app.get("vega_lite_chart")
    assert len(pictures) == charts
    assert not any("nan" in text.split() for text in described(app))
    return app


def by_hand(
    penalty: str, lambd: float, steps: int, hidden: tuple[int, ...] = (20, 3)
) -> dict[str, np.ndarray]:
    """The weights after `steps` steps of the notes' two functions, with η = 0.3; L1 by soft thresholds."""
    split = classification("football", seed=1, training_size=200)
    parameters = initialize_parameters((2, *hidden, 1), 0)
    for _step in range(steps):
        _A, cache = forward_propagation(split.X_train, parameters)
        lambd_l2 = lambd if penalty == "l2" else 0.0
        gradients = backward_propagation_with_regularization(split.X_train, split.Y_train, cache, lambd_l2)
        for name in parameters:
            parameters[name] = parameters[name] - 0.3 * gradients[f"d{name}"]
            if penalty == "l1" and name.startswith("W"):
                W, reach = parameters[name], 0.3 * lambd / 200
                parameters[name] = np.where(np.abs(W) <= reach, 0.0, W - np.sign(W) * reach)
    return {name: W for name, W in parameters.items() if name.startswith("W")}


def test_it_opens_with_a_trained_example_whose_numbers_are_those_of_the_notes(open_page: OpenPage) -> None:
    app = clean(open_page(PAGE, lang="en", step="480"))
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


def test_at_the_end_l2_has_shrunk_every_weight_and_l1_has_killed_most(open_page: OpenPage) -> None:
    app = clean(open_page(PAGE, lang="en"))
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
    for layer, row, column in ((1, 2, 1), (2, 1, 3)):
        w, slope = weight_and_slope(history, split, 0, 1, layer, row, column)
        assert w == history.weights[f"W{layer}"][1, 0, row - 1, column - 1]
        after = with_numbers(grid, penalty, w, slope, 2.0, 30).rsplit(r"\approx ", 1)[-1].rsplit("= ", 1)[-1]
        value = float(re.sub(r"\\cdot 10\^\{(-?\d+)\}", r"e\1", after))
        assert value == pytest.approx(history.weights[f"W{layer}"][2, 0, row - 1, column - 1], rel=1e-4)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("third", ["l1", "elastic_net"])
def test_every_closer_look(open_page: OpenPage, look: str, third: str) -> None:
    clean(open_page(PAGE, **SMALL, look=look, penalty=third, scale="log"), 3 + LOOKS[look])


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
    app = open_page(PAGE, **({**SMALL, "lang": language} | extreme))
    clean(app, 9 if extreme.get("race") else 6)
    assert not app.warning


def test_a_penalty_that_throws_the_weights_out_is_told_so(open_page: OpenPage) -> None:
    app = clean(open_page(PAGE, **SMALL, m="20", lam="100", eta="2"))
    assert "**L2** diverged at step" in said(app)
    assert "ηλ/m = 10 is above 2: the pull of L2 by itself" in said(app)
    assert r"\text{diverged}" in said(app)


def test_a_net_that_answers_the_same_to_everybody_is_called_dead(open_page: OpenPage) -> None:
    app = clean(open_page(PAGE, **SMALL, lam="100"))
    assert "**L2** with λ = 100: the net is dead. It gives every training point the same answer" in said(app)
    assert "Without a penalty it is alive. All 24 weights are **exactly 0**." in said(app)


def test_every_symbol_of_the_formula_is_told(open_page: OpenPage) -> None:
    app = clean(open_page(PAGE, **SMALL, opt="momentum", penalty="elastic_net", r="0.3"))
    assert "r: share of L1, 0.3." in said(app)
    assert "μ: the share of the last step that is made again, 0.9." in said(app)
    assert "g = " in said(app)
    app = clean(open_page(PAGE, **SMALL, opt="adamw"))
    assert r"w - \eta\,\tfrac{\lambda}{m}\,w - \operatorname{Adam}" in said(app)
    assert "L2 and this weight decay part ways" in said(app)


def test_plain_subgradients_leave_no_exact_zero(open_page: OpenPage) -> None:
    app = clean(open_page(PAGE, **SMALL, l1step="subgradient"))
    assert re.search(r"0 of 24 are exactly 0, [1-9]\d* more within two hops", said(app))
    assert r"\operatorname{sign} w" in said(app)


@pytest.mark.parametrize(
    "name", ["penalty", "l1step", "scale", "net", "opt", "eta", "look", "w", "step", "lam"]
)
def test_an_illegal_value_falls_back_to_the_default_and_says_so(open_page: OpenPage, name: str) -> None:
    app = open_page(PAGE, **({"steps": "1000", "lang": "en"} | {name: "~nonsense"}))
    clean(app)
    assert f"{name}=" in app.warning[0].value
    assert "nonsense" in app.warning[0].value


def test_a_weight_can_be_followed(open_page: OpenPage) -> None:
    app = clean(open_page(PAGE, **SMALL, w="W2[1, 5]", step="90"))
    assert "w: W2[1, 5] after step 90" in said(app)
    w = by_hand("l2", 1.0, 90, hidden=(8,))["W2"][0, 4]
    assert f"{tex(number(w, 5))} - 0.3" in said(app)


def test_the_pictures_follow_lambda_and_the_step_without_new_specs(open_page: OpenPage) -> None:
    one, other = (open_page(PAGE, **SMALL, lam=lam, step=step) for lam, step in (("1", "90"), ("10", "640")))
    specs = [
        [json.loads(picture.proto.spec) for picture in app.get("vega_lite_chart")] for app in (one, other)
    ]
    assert specs[0] == specs[1]


def test_the_predictions_are_scored_against_runs(open_page: OpenPage) -> None:
    right = {"p1": "none", "p2": "none", "p3": "W1", "p4": "alike"}
    app = clean(open_page(PAGE, **SMALL, **right))
    W = by_hand("l1", 1.0, 1000, hidden=(8,))
    counts = ", ".join(f"{name} {(w == 0).sum()}/{w.size} ({(w == 0).mean():.0%})" for name, w in W.items())
    scored = [box.value for box in (*app.success, *app.info)]
    assert len(scored) == 4
    assert any(f"Exactly 0 after step 1,000: {counts}." in text for text in scored)
    assert any("With λ = 2, 0 of 24 weights are exactly 0 after step 1,000." in text for text in scored)
    total = sum(int((w == 0).sum()) for w in W.values())
    assert any(f"0 exact zeros by subgradient steps, {total} by proximal ones" in text for text in scored)
    assert len(app.success) >= 2
    wrong = clean(open_page(PAGE, **SMALL, p1="most", p2="alike"))
    assert len(wrong.info) == 2


def test_the_race_says_where_the_three_runs_end(open_page: OpenPage) -> None:
    app = clean(open_page(PAGE, **SMALL, race="1"), 9)
    W = by_hand("l1", 1.0, 1000, hidden=(8,))
    total = sum(int((w == 0).sum()) for w in W.values())
    size = sum(float(np.abs(w).sum()) for w in W.values())
    assert f"λ from the first step: {total} exact zeros, Σ|w| = {number(size)}" in said(app)


def test_the_starts_are_trained_when_asked_for_and_said_in_numbers(open_page: OpenPage) -> None:
    app = clean(open_page(PAGE, **SMALL, starts="1", step="640"), 9)
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
    app = clean(open_page(PAGE, **({**SMALL, "starts": "1"} | address)), 9)
    assert words in said(app)


@pytest.mark.parametrize("look", LOOKS)
def test_a_net_that_diverged_has_no_numbers_in_any_look(open_page: OpenPage, look: str) -> None:
    answers = {"p1": "none", "p2": "none", "p3": "alike", "p4": "alike"}
    app = clean(open_page(PAGE, **SMALL, m="20", eta="10", lam="100", look=look, **answers), 3 + LOOKS[look])
    assert "**L2** diverged at step" in said(app)
    assert "The run says otherwise: No telling: the net diverges. L2: diverged at step" in said(app)
    assert not re.search(r"L2 (0/24|0 of 24|at step)", " ".join(described(app)))
    assert any("diverged" in text for text in described(app)[3:])


def test_no_zero_at_all_is_right_also_where_there_are_few_to_be_had(open_page: OpenPage) -> None:
    app = clean(open_page(PAGE, **SMALL, lam="0.05", p2="none"))
    assert [box.value for box in app.success] == [
        "As you predicted. After step 1,000: 0 exact zeros by subgradient steps, 1 by proximal ones."
    ]


def test_where_the_trainer_holds_the_weights_of_l2_the_page_says_so(open_page: OpenPage) -> None:
    address = {"net": "20-3", "m": "20", "seed": "5", "start": "6", "lam": "30", "flip": "10"}
    app = clean(open_page(PAGE, **(SMALL | address), data="circles", step="1000", p1="none"))
    held = "The trainer holds what L2 alone shrinks near 1.2·10⁻⁷⁷"
    assert f"0 of 103 weights are exactly 0 after step 1,000. {held}" in said(app)


def test_l2_makes_every_weight_exactly_0_where_the_decay_is_1(open_page: OpenPage) -> None:
    app = clean(open_page(PAGE, **SMALL, m="20", eta="1", lam="20"))
    assert re.search(
        r"\*\*L2\*\* with λ = 20: the net is dead\. .* All 24 weights are \*\*exactly 0\*\*", said(app)
    )


def test_a_factor_that_is_not_1_does_not_look_like_it(open_page: OpenPage) -> None:
    assert "1 − ηλ/m = 0.999985 in each step" in said(clean(open_page(PAGE, **SMALL, lam="0.01")))


@pytest.mark.parametrize("l1_step", ["proximal", "subgradient"])
def test_adam_has_no_hop_for_all_weights(open_page: OpenPage, l1_step: str) -> None:
    app = clean(open_page(PAGE, **SMALL, opt="adam", l1step=l1_step))
    assert not re.search(r"takes|hops|alike, large or small", said(app))


def test_formulas_speak_the_language_of_the_page(open_page: OpenPage) -> None:
    app = clean(open_page(PAGE, **(SMALL | {"lang": "zh"}), opt="momentum", look="pulls"), 5)
    formulas = " ".join(element.value for element in app.latex)
    assert r"\text{损失}" in formulas
    assert not re.search(r"\\text\{[a-z ]+\}", formulas)
