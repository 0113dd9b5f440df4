"""The page on λ: its numbers are those of other libraries, its words hold for the table it was given."""

import io
import json
import re
from urllib.parse import parse_qsl

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from sklearn.linear_model import Lasso
from streamlit.testing.v1 import AppTest

from charts.numbers import fixed, number, plus_minus
from dashboard.run_queue import Progress
from dashboard.uploads.upload import Upload
from l2core.tables import breast_cancer, diabetes
from lessons.choosing_lambda import network_run, rate_map_link, rate_map_run
from tests.conftest import OpenPage, component, described, live_sentences, sent
from tests.scripts import printed


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
    texts = "\n".join([*(element.value for kind in boxes for element in kind), *live_sentences(app)])
    return re.sub(r"</?dfn[^>]*>", "", texts)  # the terms of the glossary are marked


def open_stage(open_page: OpenPage, **address: str) -> AppTest:
    """The page with its first question answered by a look at the picture, and the doors open."""
    doors = ("model", "coefficients", "formula")
    return open_page("choosing_lambda", answered={"lowest": "shown"}, doors=doors, **address)


def table(app: AppTest, chart: int, name: str) -> pd.DataFrame:
    sent = app.get("vega_lite_chart")[chart].proto.datasets
    data = next(dataset.data.data for dataset in sent if dataset.name == name)
    return pa.ipc.open_stream(io.BytesIO(data)).read_pandas()


@pytest.fixture
def few_nets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The network parts of the page with fewer and shorter runs."""
    monkeypatch.setattr(network_run, "STARTS", 4)
    monkeypatch.setattr(network_run, "STEPS", 200)
    monkeypatch.setattr(network_run, "DRAWS", 3)
    monkeypatch.setattr(rate_map_run, "EPOCHS", 200)


def own(open_page: OpenPage, rows: pd.DataFrame, target: str, **address: str) -> AppTest:
    """The page with a table of one's own, as it stands once the upload has been read."""
    app = open_stage(open_page, lang="en", table="own", **address)
    rows.attrs["name"] = "mine.csv"
    rows.index = range(2, len(rows) + 2)
    app.session_state["own_table"] = Upload(rows)
    app.session_state["choosing_lambda.target"] = target
    return app.run()


# A table of numbers.


def test_the_page_opens_at_the_lasso_of_the_diabetes_table(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="en"))
    words = said(app)
    assert dict(app.query_params) == {"lang": "en", "model": "1"}  # a door stands open
    assert "λ_1se = 7.08" in words
    patients = diabetes()
    scaled = (patients.X - patients.X.mean(axis=0)) / patients.X.std(axis=0)
    theirs = Lasso(7.08, tol=1e-10, max_iter=100_000).fit(scaled, patients.y).coef_
    survivors = [patients.features[i] for i in np.argsort(-np.abs(theirs))[: np.count_nonzero(theirs)]]
    assert (
        f"**{len(survivors)} of 10 variables** survive, the strongest first: {', '.join(survivors)}" in words
    )
    bars = table(app, 2, "bars")
    at = bars[bars["lam"] == table(app, 0, "now").query("text.str.startswith('λ = 7.08:')")["lam"].item()]
    ours = at.set_index("variable")["coefficient"]
    for name, w, spread in zip(patients.features, theirs, patients.X.std(axis=0), strict=True):
        assert ours[name] == pytest.approx(w / spread, abs=1e-5)
    assert sum(len(d.data.data) for c in app.get("vega_lite_chart") for d in c.proto.datasets) < 1_500_000


def test_the_formula_holds_the_numbers_of_the_bar(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="en", lam="1"))
    patients = diabetes()
    scaled = (patients.X - patients.X.mean(axis=0)) / patients.X.std(axis=0)
    model = Lasso(1.0, tol=1e-10, max_iter=100_000).fit(scaled, patients.y)
    loss = np.square(patients.y - model.predict(scaled)).mean() / 2
    size = np.abs(model.coef_).sum()
    shown = formula_at(app, component(app, "transport")["tracks"][0]["codes"].index("1"))
    first, second, both = (number(x, 4) for x in (loss, size, loss + size))
    assert rf"{first} + 1\cdot {second} \\ ≈ {first} + {second} ≈ {both} \end{{aligned}}" in shown


def formula_at(app: AppTest, place: int) -> str:
    """The formula with numbers at a place of the bar, in plain characters."""
    data = component(app, "live_formula")
    form, *gaps = data["places"][place]
    template = re.sub(r"\\mathrel\{(\\textcolor.*?\}\{=\})\}", r"{\1}", app.latex[1 + form].value)
    filled = re.sub(
        r"\{\\textcolor\{#ab([0-9a-f]{4})\}\{[=0]\}\}",
        lambda gap: data["numbers"][gaps[int(gap[1], 16)]],
        template,
    )
    plain = filled.replace("&", "").replace(r"\approx", "≈").replace("{,}", ",")
    return re.sub(r"\s+", " ", plain)


@pytest.mark.parametrize("penalty", ["l2", "l1", "elastic_net"])
@pytest.mark.parametrize("rest", [{"x": "norm1", "std": "0"}, {"x": "deviance", "table": "breast_cancer"}])
def test_every_penalty_axis_and_table(open_page: OpenPage, penalty: str, rest: dict[str, str]) -> None:
    app = clean(open_stage(open_page, lang="en", penalty=penalty, r="0.05", folds="3", **rest))
    assert len(app.get("vega_lite_chart")) == 3
    assert ("the model is logistic" in said(app)) == ("table" in rest)
    assert ("Not standardised" in said(app)) == ("std" in rest)


def test_the_switch_shows_that_the_penalty_is_not_scale_invariant(open_page: OpenPage) -> None:
    ends = {}
    for std in ("1", "0"):
        app = clean(open_stage(open_page, lang="en", std=std))
        one_se = table(app, 0, "chosen").set_index("text")["x"]["λ_1se"]
        lines = table(app, 0, "lines")
        lines = lines[lines["lambd"] == one_se]
        ends[std] = set(lines[lines["effect"] != 0]["variable"])
    assert ends["1"] != ends["0"]


@pytest.mark.parametrize(
    ("name", "code"), [("against", "log"), ("penalty", "l3"), ("r", "2"), ("folds", "4"), ("part", "5")]
)
def test_an_illegal_value_falls_back_and_says_so(open_page: OpenPage, name: str, code: str) -> None:
    app = clean(open_stage(open_page, lang="en", **{name: code}))
    assert any(f"{name}={code}" in warning.value.replace("\\", "") for warning in app.warning)


def test_a_lambda_that_the_bar_does_not_have_falls_back_and_says_so(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="en", lam="3.33"))
    assert any("lam=3.33" in warning.value.replace("\\", "") for warning in app.warning)
    assert "The bar stands at λ = 7.08" in said(app)


# The user's own table.


def test_an_own_table_is_told_in_its_own_words(open_page: OpenPage) -> None:
    rng = np.random.default_rng(0)
    rows = pd.DataFrame(rng.normal(size=(80, 3)), columns=["a_1", "b*", "c"])
    rows["price"] = 3 * rows["b*"] + 0.1 * rng.normal(size=80)
    app = clean(own(open_page, rows, "price"))
    assert "**1 of 3 variables** survives: b\\*" in said(app)


def test_of_noise_the_page_says_that_it_cannot_tell(open_page: OpenPage) -> None:
    rows = pd.DataFrame(np.random.default_rng(1).normal(size=(30, 4)), columns=list("abcd"))
    app = clean(own(open_page, rows, "d"))
    assert "Too little to tell" in said(app)
    assert "With 30 rows each fold holds out 3" in said(app)


def test_more_columns_than_rows_is_no_trouble(open_page: OpenPage) -> None:
    rows = pd.DataFrame(np.random.default_rng(2).normal(size=(20, 40)), columns=[f"v{i}" for i in range(40)])
    assert "39 variables for 20 rows" in said(clean(own(open_page, rows, "v39")))


def test_one_column_beside_the_target_is_a_model_too(open_page: OpenPage) -> None:
    x = np.arange(40.0)
    app = clean(own(open_page, pd.DataFrame({"x": x, "y": 2 * x + np.sin(x)}), "y"))
    assert "**the one variable**, x, stays in" in said(app)


def test_a_target_of_two_words_becomes_zero_and_one(open_page: OpenPage) -> None:
    tumours = breast_cancer()
    rows = pd.DataFrame(tumours.X[:, :4], columns=tumours.features[:4])
    rows["kind"] = np.where(tumours.y == 1, "malignant", "benign")
    app = clean(own(open_page, rows, "kind"))
    assert "0 for benign and 1 for malignant" in said(app)


@pytest.mark.parametrize(
    ("rows", "target", "sentence"),
    [
        ({"x": [1.0, 2.0], "y": [1.0, 2.5]}, "y", "Rows left for the fit: 2. At least 10 are needed."),
        ({"x": np.arange(20.0), "y": np.ones(20)}, "y", "There is no column to predict x from."),
        ({"y": np.arange(20.0)}, "y", "There is no column to predict y from."),
        ({"x": np.ones(20), "y": np.arange(20.0)}, "y", "There is no column to predict y from."),
        ({"x": [-1.0, 1.0] * 10, "y": np.arange(10.0).repeat(2)}, "y", "No column varies together"),
        ({"x": np.arange(20.0) * 1e200, "y": np.arange(20.0)}, "y", "Row 3, column x: 1e200 is too large."),
    ],
)
def test_a_table_that_cannot_be_fitted_gives_a_sentence(
    open_page: OpenPage, rows: dict[str, list[float]], target: str, sentence: str
) -> None:
    app = clean(own(open_page, pd.DataFrame(rows), target))
    assert any(sentence in error.value for error in app.error)


def test_a_wide_long_table_says_what_it_samples(open_page: OpenPage) -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(6000, 12))
    rows = pd.DataFrame(X, columns=[f"v{i}" for i in range(12)]).assign(y=X[:, 0] + rng.normal(size=6000))
    app = clean(own(open_page, rows, "y", folds="3"))
    assert "The table has 6,000 rows; these are a random 5,000 of them." in said(app)


def test_a_large_table_is_cut_down_and_the_page_says_where(open_page: OpenPage) -> None:
    rng = np.random.default_rng(0)
    rows = pd.DataFrame(rng.normal(size=(5000, 70)), columns=[f"v{i}" for i in range(70)])
    words = said(clean(own(open_page, rows, "v69", penalty="l2")))
    assert "cross-validated in 5 folds, not 10" in words
    assert "Of the 69 lines the 60 with the largest effects are drawn." in words


# Questions.

ACTS = {"lowest": "between", "survive": "few", "best": "neither", "half": "same", "unit": "never"}
DECIDES = {  # words that tell, and stand nowhere before the answer
    "lowest": "at λ_min = 1.12",
    "survive": "4 of 10 variables",
    "best": "fold against fold the difference is",
    "half": "With 442 rows λ_1se is 7.08, with 221 of them",
    "unit": "now it stays out at every λ of the bar",
}


@pytest.mark.parametrize("act", ACTS)
def test_an_answer_is_scored_against_the_run_and_stays_out_of_the_address(
    open_page: OpenPage, act: str
) -> None:
    place = str(list(ACTS).index(act) + 1)
    app = clean(open_page("choosing_lambda", lang="en", act=place))
    button = next(button for button in app.button if button.key.endswith(f".{act}.{ACTS[act]}"))
    app = clean(button.click().run())
    assert app.success[0].value.startswith("As you predicted")
    assert DECIDES[act] in app.success[0].value
    assert set(app.query_params) <= {"lang", "act", "std"}
    wrong = "none" if act in ("survive", "half") else "l1" if act == "best" else "strongest"
    wrong = "first" if act == "unit" else wrong
    app = clean(open_page("choosing_lambda", lang="en", act=place, answered={act: wrong}))
    assert not app.success
    assert app.info[0].value.startswith("You said: ")


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("rest", [{}, {"penalty": "l2", "against": "norm1"}, {"table": "breast_cancer"}])
def test_nothing_answers_a_question_before_it_was_answered(
    open_page: OpenPage, act: str, rest: dict[str, str]
) -> None:
    place = str(list(ACTS).index(act) + 1)
    app = clean(open_page("choosing_lambda", lang="en", act=place, **rest))
    for name in ("lines", "now"):
        assert set(table(app, 0, name)["lam"]) == {0}
    assert len(table(app, 0, "counts")) == len(table(app, 1, "bars")) == len(table(app, 1, "now")) == 1
    assert not sum(len(table(app, k, name)) for k, name in ((0, "knots"), (0, "chosen"), (1, "chosen")))
    assert not len(table(app, 1, "limit"))
    assert len(table(app, 1, "errors")) == 2  # left out and trained on, at the weakest λ
    words = sent(app)
    for telling in (*DECIDES.values(), "λ_1se =", "λ_min =", "survive", "What to notice"):
        assert telling not in words
    bar = component(app, "transport")
    data = bar
    (track,) = data["tracks"]
    assert (track["default"], track["moments"], data["positions"]) == (0, [], {"lam": 0})


def test_a_picture_that_is_shown_keeps_the_table_and_the_settings(open_page: OpenPage) -> None:
    own_settings = {"table": "breast_cancer", "penalty": "elastic_net", "r": "0.25", "folds": "5"}
    app = clean(open_stage(open_page, lang="en", **own_settings))
    link = next(e for e in app.get("page_link") if e.proto.label == "Show me λ_min")
    asked = dict(parse_qsl(link.proto.query_string))
    assert own_settings.items() <= asked.items()
    lines = table(app, 0, "chosen").set_index("text")
    assert float(asked["lam"]) == pytest.approx(lines["x"]["λ_min"])


def test_every_place_worth_seeing_is_what_its_chip_says(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="en"))
    for label in ("Ridge beside the lasso", "No penalty to speak of", "Without standardising"):
        link = next(e for e in app.get("page_link") if e.proto.label == label)
        there = clean(open_stage(open_page, lang="en", **dict(parse_qsl(link.proto.query_string))))
        lines = table(there, 0, "lines")
        if label == "Ridge beside the lasso":
            assert (lines[lines["lam"] >= 0]["effect"] != 0).all()
        elif label == "No penalty to speak of":
            assert "The bar stands at λ = 0.00501: 10 of 10 variables" in said(there)
            errors = table(there, 1, "bars").sort_values("x")["error"]
            assert errors.iloc[0] < 1.01 * errors.min()
        else:
            assert "Not standardised" in said(there)


def test_the_published_knots_are_computed_again(open_page: OpenPage) -> None:
    printed = [949.435260384, 889.315990735, 452.900968908, 316.074052698, 130.130851302, 88.7824298155]
    printed += [68.9652212024, 19.9812546781, 5.47747294605, 5.0891788056, 2.18224972883, 1.31043524851]
    app = open_page("choosing_lambda", lang="en", answered={"lowest": "shown"}, doors=("published",))
    compared = clean(app).dataframe[0].value
    assert compared["Agrees"].tolist() == ["✓"] * len(printed)
    for text, value in zip(compared["Published"], printed, strict=True):
        assert text == f"{value:.{len(text.partition('.')[2])}f}"


# Networks.


@pytest.mark.usefixtures("few_nets")
@pytest.mark.parametrize("penalty", ["l2", "l1"])
def test_the_network_part_draws_the_starts_and_names_the_zones(open_page: OpenPage, penalty: str) -> None:
    address = {"part": "network", "penalty": penalty, "m": "30"}
    answered, doors = {"net_lowest": "shown"}, ("tables", "files")
    app = clean(open_page("choosing_lambda", lang="en", answered=answered, doors=doors, **address))
    assert len(app.get("vega_lite_chart")) == 1  # nothing behind a closed door
    curves = table(app, 0, "curves")
    assert set(curves["lambd"]) == set(network_run.LAMBDAS)
    assert curves.query("lambd == 50")["mean"].to_numpy() == pytest.approx(np.log(2), abs=1e-3)
    assert "**λ = 50: dead.** 4 of 4 nets answer the same for every training point" in said(app)
    assert "on average over 4 starts" in said(app)
    assert "other points (another data seed" in said(app)
    assert "The bar stands at λ = 50:" in live_sentences(app)[0]
    assert "The bar stands at λ = 0.1:" in live_sentences(app, lam=1)[0]
    found = printed(app.code[0].value)
    for _row, shown in app.dataframe[0].value.iterrows():
        name = "no penalty" if shown["λ"] == "without a penalty" else f"lambda = {shown['λ']}"
        for part in ("training", "validation"):
            loss = f"{name}: {part} loss"
            assert shown[part] == plus_minus(found[loss], found[f"{loss}, standard error"])


@pytest.mark.usefixtures("few_nets")
def test_the_formula_of_the_network_follows_the_bar(open_page: OpenPage) -> None:
    answered = {"net_lowest": "shown"}
    address = {"part": "network", "m": "30", "lam": "1"}
    app = clean(
        open_page(
            "choosing_lambda", lang="en", answered=answered, doors=("formula", "differences"), **address
        )
    )
    assert len(app.get("vega_lite_chart")) == 2
    costs = table(app, 0, "curves").query("set == 'train'").set_index("lam")["mean"]
    for place in (2, 6):
        assert rf"J ≈ {fixed(costs[place])} + " in formula_at(app, place)


@pytest.mark.usefixtures("few_nets")
def test_the_spread_over_draws_of_the_data_stands_beside_that_over_the_starts(open_page: OpenPage) -> None:
    address = {"part": "network", "m": "30", "seed": "1", "draws": "1"}
    app = clean(open_page("choosing_lambda", lang="en", answered={"net_lowest": "shown"}, **address))
    assert len(app.get("vega_lite_chart")) == 2  # the address opens the door of the draws
    assert "± is one standard error over the draws, all from start seed 0." in said(app)
    drawn = table(app, 1, "differences").set_index("lambd")
    assert set(drawn["n"]) == {3}
    problem = app.session_state["problem_shown"]
    place = 1 + network_run.LAMBDAS.index(1.0)
    each = []
    for seed in range(3):  # one draw at a time, by the run of many starts
        split = network_run.problem_draw(problem, seed)
        run = network_run._errors.__wrapped__(split, "l2", 1, Progress())
        each.append(run.validation[place, 0] - run.validation[0, 0])
    assert drawn.loc[1.0, "difference"] == pytest.approx(np.mean(each))
    np.testing.assert_array_equal(network_run.problem_draw(problem, 1).X_train, problem.split.X_train)


NETWORK_ACTS = ("net_lowest", "net_luck", "net_noise")
MAP_ACTS = ("map_best", "map_shift", "map_strong")
TELLING = ("validation loss is", "best λ is", "lowest at λ", "What to notice", "nets learn,", "dead")


@pytest.mark.parametrize(
    ("part", "act"), [*(("network", a) for a in NETWORK_ACTS), *(("map", a) for a in MAP_ACTS)]
)
def test_nothing_is_trained_or_told_before_a_question_on_nets_is_answered(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, part: str, act: str
) -> None:
    def nobody_asked(*_args: object, **_more: object) -> None:
        raise AssertionError("a net is trained before somebody wants to see it")

    monkeypatch.setattr(network_run, "complete_run", nobody_asked)
    monkeypatch.setattr(rate_map_run, "complete_run", nobody_asked)
    place = str(1 + (NETWORK_ACTS if part == "network" else MAP_ACTS).index(act))
    others = {name: "shown" for name in (*NETWORK_ACTS, *MAP_ACTS, *ACTS) if name != act}
    address = {"part": part, "act": place, "m": "30"}
    app = clean(open_page("choosing_lambda", lang="en", answered=others, doors=("files",), **address))
    assert not app.code  # no script
    words = sent(app)
    for telling in TELLING:
        assert telling not in words.replace("dead: the same", "")  # in a legend
    for k in range(len(app.get("vega_lite_chart"))):
        names = ("curves", "zones", "chosen", "votes") if part == "network" else ("cells", "best", "bests")
        assert not sum(len(table(app, k, name)) for name in names)
    bar = component(app, "transport")
    for track in bar["tracks"]:
        assert (track["default"], track["moments"]) == (0, [])


@pytest.mark.usefixtures("few_nets")
@pytest.mark.parametrize(
    ("part", "act"), [*(("network", a) for a in NETWORK_ACTS[1:]), *(("map", a) for a in MAP_ACTS)]
)
def test_an_answer_on_nets_is_scored_against_the_run_and_stays_in_its_part(
    open_page: OpenPage, part: str, act: str
) -> None:
    acts = NETWORK_ACTS if part == "network" else MAP_ACTS
    place = str(1 + acts.index(act))
    app = clean(open_page("choosing_lambda", lang="en", part=part, act=place, m="30"))
    button = next(button for button in app.button if f".answer.{act}." in button.key)
    app = clean(button.click().run())
    boxes = [*app.success, *app.info]
    assert boxes[0].value.startswith(("As you predicted", "You said: "))
    assert app.session_state["answers"]["choosing_lambda"].keys() == {act}
    assert set(app.query_params) <= {"lang", "act", "part", "m"}
    for element in app.get("page_link"):
        if element.proto.label in ("1", "2", "3", "Next question") or element.proto.label.startswith(
            "Show me"
        ):
            assert dict(parse_qsl(element.proto.query_string))["part"] == part


@pytest.mark.usefixtures("few_nets")
def test_a_drawing_is_the_answer_and_lies_under_the_run(open_page: OpenPage) -> None:
    app = clean(open_page("choosing_lambda", lang="en", part="network", m="30"))
    assert not app.get("vega_lite_chart")
    button = next(button for button in app.button if button.key.endswith("net_lowest.by_hand"))
    assert button.disabled  # nothing is drawn yet
    heights = [0.9, 0.7, 0.5, 0.4, 0.3, 0.2, 0.3, 0.5, 0.8]
    drawn = open_page(
        "choosing_lambda", lang="en", answered={"net_lowest": "strongest"}, part="network", m="30"
    )
    drawn.session_state["choosing_lambda_drawn"] = heights
    app = clean(drawn.run())
    assert table(app, 0, "drawn")["mean"].tolist() == heights
    assert app.info[0].value.startswith("You drew: lowest at the strongest λ.")
    assert len(table(app, 0, "curves"))


@pytest.mark.usefixtures("few_nets")
def test_another_part_opens_at_its_own_question_with_nothing_given_away(open_page: OpenPage) -> None:
    app = clean(open_page("choosing_lambda", lang="en", act="4", answered={"half": "shown"}, lam="1.12"))
    app.session_state["choosing_lambda.part"] = "network"
    app = clean(app.run())
    assert not {"lam", "act"} & set(app.query_params)
    assert "net_lowest" not in app.session_state["answers"]["choosing_lambda"]
    app.session_state["choosing_lambda.part"] = "linear"
    app = clean(app.run())
    assert app.query_params["act"] in ("4", ["4"])


def test_an_older_link_with_an_answer_in_it_gives_nothing_away(open_page: OpenPage) -> None:
    app = clean(open_page("choosing_lambda", lang="en", part="network", guess_noise="larger", act="3"))
    assert not app.session_state["answers"]["choosing_lambda"]
    assert "guess_noise" not in app.query_params


@pytest.mark.usefixtures("few_nets")
def test_the_map_marks_dead_cells_and_leads_to_the_best_one_and_to_that_of_the_bar(
    open_page: OpenPage,
) -> None:
    address = {"part": "map", "m": "30", "eta": "2", "lam": "10"}
    app = clean(open_page("choosing_lambda", lang="en", doors=("tables", "files"), **address))
    cells = table(app, 0, "cells")
    assert len(cells) == 117
    assert set(cells.query("lambd == '100' and eta == '1'")["fate"]) <= {"constant", "diverged"}
    best = table(app, 0, "best").iloc[0]
    assert best["validation"] == cells[cells["fate"] != "diverged"]["validation"].min()
    assert f"η = {best['eta']}, λ = {best['lambd']}" in said(app)
    spec = json.loads(app.get("vega_lite_chart")[0].proto.spec)
    assert any(param["name"] == "cell" for param in spec["params"])
    links = {e.proto.label: dict(parse_qsl(e.proto.query_string)) for e in app.get("page_link")}
    here = links["Open the net of the bar: η = 2, λ = 10"]
    assert (here["eta"], here["lam"], here["m"]) == ("2", "10", "30")
    assert "The bar stands at η = 2, λ = 10: " in live_sentences(app)[0]
    assert "η = 10: " in described(app)[0]
    found = printed(app.code[0].value)
    for _row, shown in app.dataframe[0].value.iterrows():
        for lambd, loss in shown.drop("η").items():
            assert loss.split()[0] == fixed(found[f"eta = {shown['η']}, lambda = {lambd[4:]}"])
    assert [found["best cell: eta"], found["best cell: lambda"]] == [float(best["eta"]), float(best["lambd"])]
    assert f"cross-entropy {fixed(found['bar: validation loss'])}." in live_sentences(app)[0]


@pytest.mark.usefixtures("few_nets")
@pytest.mark.parametrize(
    "data",
    [
        {"data": "moons", "m": "30", "seed": "7", "flip": "15", "noise": "0.5"},
        {"data": "breast_cancer", "m": "50", "col1": "worst area", "col2": "mean texture"},
        {"data": "breast_cancer", "m": "20", "col2": "worst area"},
    ],
)
def test_a_cell_of_the_map_opens_its_run_with_all_that_its_data_depend_on(
    open_page: OpenPage, data: dict[str, str]
) -> None:
    app = clean(open_page("choosing_lambda", lang="en", part="map", **data))
    here = app.session_state["problem_shown"]
    asked = rate_map_link.run_address(here, "0.1", "3")
    there = open_page("weight_shrinkage", net="8", steps="1000", **asked)
    assert not there.exception
    assert not there.warning
    for name, code in (("eta", "0.1"), ("lam", "3")):
        assert there.query_params[name] in (code, [code])
    found = there.session_state["problem_shown"]
    for part in ("X_train", "Y_train", "X_validation", "Y_validation"):
        np.testing.assert_array_equal(getattr(found.split, part), getattr(here.split, part))


# Languages.


def test_the_page_speaks_chinese(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="zh"))
    words = said(app) + described(app)[0]
    assert "个变量中的 4 个" in words
    assert "survive" not in words
    assert "体重指数、甘油三酯对数、血压、高密度脂蛋白" in words
    for english in ("bmi", "triglycerides", "progression"):
        assert english not in sent(app)
