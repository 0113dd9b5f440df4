"""The lesson on overfitting: it opens on a trained example, says the numbers of its run, takes any table."""

import base64
import io
import json
import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from PIL import Image
from sklearn.metrics import log_loss
from streamlit.testing.v1 import AppTest

from charts.overfit_vs_regularized.boundary_sheet import CELL
from dashboard.networks.grid import Grid
from dashboard.uploads.upload import Upload
from l2core.datasets import classification
from l2core.network import (
    backward_propagation_with_regularization,
    forward_propagation,
    initialize_parameters,
)
from tests.conftest import ROOT, OpenPage, component, live_sentences, sent, unmarked
from tests.lessons.overfit_vs_regularized.states import number_after

PAGE = "overfit_vs_regularized"
NAMES = {"none": "No penalty", "l2": "L2", "l1": "L1"}
PANELS = tuple(NAMES)
CURVES = ("curves", "costs")
STARTS = ("seeds", "differences", "band_training", "band_validation")
ALL = dict.fromkeys(("gap", "lambda", "noise", "size", "luck"), "shown")  # every question was answered
FAST = {"net": "5-3"}
SMALL = {"net": "5-3", "m": "20", "starts": "1"}  # with the 20 starts, but in a moment


def said(app: AppTest) -> str:
    boxes = (app.markdown, app.caption, app.latex, app.success, app.error, app.info, app.warning)
    words = [unmarked(element.value) for kind in boxes for element in kind]
    return "\n".join([*words, *live_sentences(app)])


def open_stage(open_page: OpenPage, **address: str) -> AppTest:
    """The page with its questions answered by a look at the picture, and the doors of one run open."""
    return open_page(PAGE, answered=ALL, doors=("curves", "test", "formula"), **address)


def clean(app: AppTest) -> AppTest:
    assert not app.exception
    assert not re.search(r"\bnan\b|\binf\b", said(app))
    words = "".join(element.value for element in (*app.markdown, *app.caption))
    assert "{" not in re.sub(r"\$.*?\$", "", words)
    assert len(app.get("vega_lite_chart")) == len(drawn(app))
    return app


def toggled(app: AppTest, words: tuple[str, ...]) -> bool:
    return any(toggle.value for toggle in app.toggle if any(word in toggle.label for word in words))


def drawn(app: AppTest) -> tuple[str, ...]:
    """The names of the pictures on the page, from top to bottom."""
    starts = STARTS if toggled(app, ("20 starts", "20 个起点")) else ()
    draws = ("draws",) if toggled(app, ("20 draws", "20 批数据")) else ()
    door = f"{PAGE}.door.curves"
    is_open = bool(app.session_state[door]) if door in app.session_state else False
    curves = CURVES if is_open else ()
    return (*PANELS, *curves, *starts, *draws)


def table(app: AppTest, chart: str, name: str) -> pd.DataFrame:
    datasets = app.get("vega_lite_chart")[drawn(app).index(chart)].proto.datasets
    data = next(dataset.data.data for dataset in datasets if dataset.name == name)
    reader = pa.ipc.open_file if data.startswith(b"ARROW1") else pa.ipc.open_stream
    return reader(io.BytesIO(data)).read_pandas()


def by_hand(penalty: str, lambd: float, steps: int, seed: int = 2) -> tuple[float, float]:
    """The training and the validation loss after `steps` steps of the notes' two functions, one by one."""
    split = classification("football", seed=7, training_size=100)
    parameters = initialize_parameters((2, 20, 3, 1), seed)
    for _step in range(steps):
        _A, cache = forward_propagation(split.X_train, parameters)
        gradients = backward_propagation_with_regularization(split.X_train, split.Y_train, cache, 0)
        for name, w in parameters.items():
            parameters[name] = w - 0.5 * gradients[f"d{name}"]
            if name.startswith("W") and penalty == "l2":
                parameters[name] -= 0.5 * lambd / 100 * w
            if name.startswith("W") and penalty == "l1":
                reach = np.abs(parameters[name]) - 0.5 * lambd / 100
                parameters[name] = np.sign(parameters[name]) * np.maximum(reach, 0)
    return tuple(
        log_loss(Y.ravel(), forward_propagation(X, parameters)[0].ravel())
        for X, Y in ((split.X_train, split.Y_train), (split.X_validation, split.Y_validation))
    )


def app_step(epoch: int) -> int:
    """Which of the kept steps this one is."""
    return Grid().steps().index(epoch)


def formula_numbers(app: AppTest, **at: int) -> list[str]:
    """What stands in the gaps of the formula at a place of the bar, from left to right."""
    data = component(app, "live_formula")
    place = 0
    for track in data["tracks"]:
        place = place * track["places"] + at[track["name"]]
    return [data["numbers"][gap] for gap in data["places"][place][1:]]


def test_it_opens_with_a_trained_example_on_which_the_penalties_help(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="en"))
    curves = table(app, "curves", "curves").set_index("penalty")
    none, l2, l1 = (curves.loc[penalty] for penalty in ("none", "l2", "l1"))
    one = 12  # the place of λ = 1
    assert none["t0"].iloc[-1] < none["t0"].iloc[10]
    assert none["v0"].iloc[-1] > 2 * none["v0"].min()
    for regularized in (l2, l1):
        assert regularized[f"v{one}"].iloc[-1] < 0.6 * none["v0"].iloc[-1]
    assert re.search(r"\*\*[1-9]\d* of 103\*\* weights are exactly 0", said(app))
    assert "yet no weight is 0" in said(app)
    assert dict(app.query_params) == {"lang": "en"}


@pytest.mark.parametrize(("penalty", "lambd"), [("none", 0.0), ("l2", 1.0), ("l1", 1.0)])
def test_the_curves_are_those_of_the_notes_functions_run_by_hand(
    open_page: OpenPage, penalty: str, lambd: float
) -> None:
    app = clean(open_stage(open_page))
    curves = table(app, "curves", "curves").set_index(["penalty", "epoch"]).loc[(penalty, 68)]
    assert (curves["t12"], curves["v12"]) == pytest.approx(by_hand(penalty, lambd, 68), rel=1e-4)


def test_words_and_formula_hold_the_numbers_at_the_place_of_the_bar(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="en", step="68", lam="0.1"))
    curves = table(app, "curves", "curves").set_index(["penalty", "epoch"])
    none, l2 = curves.loc[("none", 68)], curves.loc[("l2", 68)]
    place = 6  # of λ = 0.1
    assert f"training loss {none['t0']:.3f}" in said(app) or f"**{none['t0']:.3f}**" in said(app)
    assert f"**{l2[f'v{place}'] - l2[f't{place}']:+.3f}**".replace("-", "−") in said(app)
    cost = l2[f"t{place}"] + l2[f"p{place}"]
    written = formula_numbers(app, step=app_step(68), lam=place)
    data_loss, penalty, total = (f"{value:.3f}" for value in (l2[f"t{place}"], l2[f"p{place}"], cost))
    start = written.index("0.1")
    size = float(written[start + 1])
    assert written[start - 1] == written[start + 2] == data_loss
    assert written[start + 3 : start + 5] == [penalty, total]
    assert 0.1 / 200 * size == pytest.approx(l2[f"p{place}"], abs=1e-3)


def test_the_test_points_are_closed_until_they_are_opened_and_used_from_then_on(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="en", step="68", lam="0.1"))
    assert "Cross-entropy on the" not in said(app)
    assert "Closed, and unused" in said(app)
    switch = next(toggle for toggle in app.toggle if "test points" in toggle.label)
    assert not switch.value
    before = dict(app.query_params)
    switch.set_value(True).run()
    assert dict(clean(app).query_params) == before
    sentence = next(text for text in said(app).split("\n") if "1,000 test points, on which" in text)
    accuracy, error = map(float, re.search(r"accuracy ([\d.]+) ± ([\d.]+) %", sentence).groups())
    assert error == pytest.approx(np.sqrt(accuracy * (100 - accuracy) / 999), abs=0.06)
    assert "**used**: they were opened at λ = 0.1, step 68." in said(app)
    next(toggle for toggle in app.toggle if "test points" in toggle.label).set_value(False).run()
    assert "Cross-entropy on the" not in said(clean(app))
    assert "opened at λ = 0.1, step 68." in said(app)


def test_other_test_points_are_unused(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="en", m="20", **FAST))
    next(toggle for toggle in app.toggle if "test points" in toggle.label).set_value(True).run()
    size = next(slider for slider in app.select_slider if slider.label == "Training points")
    size.set_value(30).run()
    assert "**used**" in said(clean(app))  # more training points, the same test points
    seed = next(slider for slider in app.select_slider if slider.label == "Data seed")
    seed.set_value(3).run()
    assert "Closed, and unused" in said(clean(app))
    assert "Cross-entropy on the" not in said(app)


def test_the_experiment_that_looks_at_the_test_points_has_used_them(open_page: OpenPage) -> None:
    app = clean(open_page(PAGE, answered=ALL, doors=("test",), act="3", lang="en", m="20", **FAST))
    size = next(slider for slider in app.select_slider if slider.label == "Training points")
    size.set_value(30).run()
    assert "**used**" in said(clean(app))


def test_the_pictures_are_drawn_once_and_small_enough(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, **SMALL))
    tables = [table.data.data for chart in app.get("vega_lite_chart") for table in chart.proto.datasets]
    assert sum(map(len, tables)) < 1_500_000
    specs = [chart.proto.spec for chart in app.get("vega_lite_chart")]
    other = clean(open_stage(open_page, eta="2", lam="100", val="1", **SMALL))  # whose starts diverge
    assert [chart.proto.spec for chart in other.get("vega_lite_chart")] == specs
    moons = clean(open_stage(open_page, data="moons", flip="10", val="1", m="20", **FAST))
    assert [chart.proto.spec for chart in moons.get("vega_lite_chart")] == specs[: -len(STARTS)]


def test_the_pairs_are_over_twenty_starts_of_which_one_is_on_the_page(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="en", **SMALL))
    starts = table(app, "seeds", "starts").set_index(["penalty", "seed"])
    assert len(starts) == 3 * 20
    curves = table(app, "curves", "curves").set_index("penalty")
    one = 12  # the place of λ = 1
    for penalty in ("none", "l2", "l1"):
        row = starts.loc[(penalty, 2)]
        again = row["v"][one * 41 : (one + 1) * 41] if row["nets"] > 1 else row["v"]
        assert again == pytest.approx(curves.loc[penalty, f"v{one}"].to_numpy(), rel=1e-6)
    pairs = table(app, "differences", "runs").query("penalty == 'l2'")["v"]
    differences = np.array([row[one * 41 + 40] for row in pairs], float)
    error = differences.std(ddof=1) / np.sqrt(20)
    assert f"**{differences.mean():+.2f} ± {error:.2f}**".replace("-", "−") in said(app)


def test_the_draws_of_the_data_are_runs_of_their_own_and_one_is_on_the_page(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="en", m="20", seed="3", draws="1", **FAST))
    runs = table(app, "draws", "runs").query("penalty == 'l2'").set_index("seed")["v"]
    assert len(runs) == 20
    curves, one = table(app, "curves", "curves").set_index("penalty"), 12
    shown = curves.loc["l2", f"v{one}"].to_numpy() - curves.loc["none", "v0"].to_numpy()
    assert runs[3][one * 41 : (one + 1) * 41] == pytest.approx(shown, abs=1e-6)
    last = np.array([row[one * 41 + 40] for row in runs], float)
    error = last.std(ddof=1) / np.sqrt(20)
    digits = 3 if error < 0.01 else 2
    assert f"{last.mean():+.{digits}f} ± {error:.{digits}f}".replace("-", "−") in said(app)
    assert f"It is lower with L2 in {(last < 0).sum()} of 20 draws." in said(app)
    assert f"{(last < last[3]).sum()} of the 20 draws gain more by L2" in said(app)
    again = clean(open_stage(open_page, lang="en", m="20", seed="7", draws="1", **FAST))
    other = table(again, "draws", "runs").query("penalty == 'l2'").set_index("seed")["v"]
    assert np.stack(list(other)) == pytest.approx(np.stack(list(runs)), abs=1e-6, nan_ok=True)


@pytest.mark.usefixtures("open_page")
def test_an_own_table_has_no_other_draws() -> None:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=300)
    rows = pd.read_csv(io.StringIO(own_rows()))
    rows.attrs["name"] = "mine.csv"
    app.session_state["own_table"] = Upload(rows)  # without it, the draws of another table came first
    app.session_state["answers"] = {PAGE: ALL}
    app.switch_page(f"pages/{PAGE}.py")
    for name, code in {"lang": "en", "data": "own", "m": "20", "draws": "1", **FAST}.items():
        app.query_params[name] = code
    assert "Your own table is one draw" in said(clean(app.run()))


@pytest.mark.parametrize(("penalty", "lam"), [("none", 0), ("l2", 6), ("l1", 12)])
def test_the_band_holds_the_middle_sixteen_of_the_dots(open_page: OpenPage, penalty: str, lam: int) -> None:
    app = clean(open_stage(open_page, lang="en", **SMALL))
    dots = table(app, "seeds", "starts").query(f"penalty == '{penalty}'")["v"]
    losses = np.sort([row[(lam * 41 if penalty != "none" else 0) + 30] for row in dots])
    band = table(app, "band_validation", "bands").set_index(["penalty", "step"]).loc[(penalty, 30)]
    assert (band[f"lo{lam}"], band[f"hi{lam}"]) == (losses[2], losses[17])
    assert band[f"mid{lam}"] == pytest.approx(np.median(losses))


def test_the_starts_are_off_until_they_are_asked_for_and_an_older_link_opens_them(
    open_page: OpenPage,
) -> None:
    app = clean(open_stage(open_page, lang="en", **FAST))
    assert not [toggle for toggle in app.toggle if "20 starts" in toggle.label]
    app = clean(open_page(PAGE, answered=ALL, doors=("starts",), lang="en", **FAST))
    assert [toggle.value for toggle in app.toggle if "20 starts" in toggle.label] == [False]
    app = clean(open_page(PAGE, answered=ALL, lang="en", m="20", starts="1", **FAST))
    assert [toggle.value for toggle in app.toggle if "20 starts" in toggle.label] == [True]


def test_starts_that_diverge_are_told(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="en", starts="1", m="20", lam="100", eta="2", net="5-3"))
    assert "L2 diverged from 20 of 20 starts" in said(app)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ({"m": "30", "lam": "50", "eta": "2"}, "**diverged** at step"),
        ({"lam": "50", **FAST}, "λ is **too much**"),
        ({"flip": "40", "noise": "2", "m": "20", "val": "1", "step": "0", **FAST}, "step 0"),
        (
            {"data": "breast_cancer", "m": "300", "col1": "worst area", "col2": "worst texture", **FAST},
            "worst area",
        ),
        ({"data": "spirals", "m": "20", "noise": "0", "lam": "0.01", "net": "40-10"}, "x₁"),
        ({"data": "circles", "seed": "29", "start": "19", "lam": "100", "eta": "0.1", **FAST}, "x₁"),
    ],
)
def test_every_control_goes_to_its_ends(open_page: OpenPage, address: dict[str, str], words: str) -> None:
    app = clean(open_stage(open_page, lang="en", **address))
    assert not app.warning
    assert words in said(app) or words == "step 0"


def test_it_speaks_chinese(open_page: OpenPage) -> None:
    words = said(clean(open_stage(open_page, lang="zh", lam="50", draws="1", **SMALL)))
    assert "过拟合" in words or "惩罚" in words
    assert "Without a penalty" not in words


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("data", "chess"),
        ("m", "77"),
        ("flip", "-5"),
        ("lam", "0.123"),
        ("step", "1"),
        ("start", "x"),
        ("eta", "7"),
    ],
)
def test_what_the_address_gets_wrong_is_said_and_the_default_shown(
    open_page: OpenPage, name: str, code: str
) -> None:
    app = clean(open_stage(open_page, lang="en", **{name: code}))
    assert [f"{name}={code}" in warning.value.replace("\\", "") for warning in app.warning] == [True]
    assert name not in app.query_params


ACTS = {
    "gap": ("none", "l2"),
    "lambda": ("middle", "low"),
    "noise": ("none", "l1"),
    "size": ("tenth", "more"),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_answer_is_scored_against_the_run_and_stays_out_of_the_address(
    open_page: OpenPage, act: str
) -> None:
    right, wrong = ACTS[act]
    place = str(list(ACTS).index(act) + 1)
    app = open_page(PAGE, lang="en", act=place)
    button = next(button for button in app.button if button.key.endswith(f".{act}.{right}"))
    app = clean(button.click().run())
    assert app.success[0].value.startswith("As you predicted")
    assert set(app.query_params) <= {"lang", "act", "flip", "m"}
    app = clean(open_page(PAGE, lang="en", act=place, answered={act: wrong}))
    assert not app.success
    assert app.info[0].value.startswith("You said: ")


@pytest.mark.parametrize("act", ACTS)
def test_nothing_answers_a_question_before_it_was_answered(open_page: OpenPage, act: str) -> None:
    place = str(list(ACTS).index(act) + 1)
    app = clean(open_page(PAGE, doors=("files",), lang="en", act=place))
    assert not app.code  # no script
    before = sent(app)
    for words in ("no weight is 0", "are exactly 0", "has climbed", "It is lowest", "goes from", "halves"):
        assert words not in before
    (points,) = {len(table(app, penalty, "points")) for penalty in PANELS}
    for penalty in PANELS:
        frames = table(app, penalty, "frames")
        assert set(frames["frame"] % 100) == {0}
        assert len(set(frames["training"])) == len(set(frames["validation"])) == 1
        sheet = table(app, penalty, "sheet")["image"].iloc[0].removeprefix("data:image/png;base64,")
        opacity = np.asarray(Image.open(io.BytesIO(base64.b64decode(sheet))).convert("RGBA"))[..., 3]
        assert opacity[:, :CELL].all()
        assert not opacity[:, CELL:].any()
    assert points == (20 if act == "size" else 100)
    bar = component(app, "transport")
    assert not any(track["moments"] for track in bar["tracks"])
    after = open_page(PAGE, doors=("files",), lang="en", act=place, answered={act: "shown"})
    assert len(table(after, "l2", "frames")) == 41 * 25
    assert "# %% The answer" in after.code[0].value


def check_losses(words: str, row: pd.Series, within: float) -> None:
    """The sentence about a net against the row that its picture shows."""
    training, validation = float(row["training"]), float(row["validation"])
    if np.isnan(training):
        assert "**diverged**" in words
    elif words.startswith("Without"):
        after = "climbed to" if "climbed to" in words else "validation loss"
        assert number_after(after, words) == pytest.approx(validation, abs=within)
        assert number_after("training loss", words) == pytest.approx(training, abs=within)
    elif "answers" not in words:
        assert number_after("validation is", words) == pytest.approx(validation - training, abs=within)


def test_the_words_agree_with_the_pictures_at_any_place_of_the_bar(open_page: OpenPage) -> None:
    app = open_page(PAGE, answered=ALL, doors=("formula",), lang="en", m="30", eta="1", **FAST)
    assert not component(app, "transport")["tells"]  # so no move of the bar needs the server
    frames = {penalty: table(app, penalty, "frames").set_index("frame") for penalty in PANELS}
    rng = np.random.default_rng(5)
    for lam, step in zip(rng.integers(25, size=40), rng.integers(41, size=40), strict=True):
        borders, *told = live_sentences(app, lam=int(lam), step=int(step))
        for words, (penalty, name) in zip(told, NAMES.items(), strict=False):
            row = frames[penalty].loc[step + (0 if penalty == "none" else 100 * lam)]
            assert words.startswith("Without a penalty" if penalty == "none" else f"{name} with λ")
            check_losses(words, row, 0.051 if any("Rounding decides" in text for text in told) else 6e-4)
            pieces = row["line"].count(";") + 1 if row["line"] else 0
            said = {0: "has none", 1: "(straight|bent)"}.get(pieces, f"in {pieces} pieces")
            assert re.search(f"{name} {said}", borders), (borders, pieces)


def test_what_needs_the_server_is_told_of_the_bar(open_page: OpenPage) -> None:
    closed = open_page(PAGE, lang="en", m="20", **FAST)
    assert component(closed, "transport")["tells"]  # λ may be chosen before the answer
    opened = open_page(PAGE, answered=ALL, doors=("test",), lang="en", m="20", **FAST)
    assert component(opened, "transport")["tells"]


def test_the_dots_are_asked_for_before_anything_is_trained_or_sent(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_of: object) -> None:
        raise AssertionError("starts were trained unasked")

    with monkeypatch.context() as patched:
        patched.setattr("lessons.overfit_vs_regularized.luck.over_starts", fail)
        app = open_page(PAGE, lang="en", act="5", m="20", **FAST)
        assert not app.exception
    tray = component(app, "dots")
    assert tray["truth"] is None
    assert not app.get("vega_lite_chart")
    assert "dots lie below" not in sent(app)
    assert next(button for button in app.button if button.label == "That is what I expect").disabled
    after = open_page(PAGE, lang="en", act="5", m="20", answered={"luck": "below_wide"}, **FAST)
    tray = component(after, "dots")
    counts = tray["truth"]
    assert len(counts) == 16
    assert sum(counts) == 20
    (verdict,) = [*after.success, *after.info]
    assert f"{sum(counts[:8])} of 20 dots lie below 0" in verdict.value


def test_the_bar_marks_where_the_loss_without_a_penalty_is_lowest(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="en"))
    lowest = int(table(app, "curves", "curves").query("penalty == 'none'")["v0"].argmin())
    bar = component(app, "transport")
    assert bar["tracks"][0]["moments"] == [lowest]


def test_a_place_that_decides_is_a_link_to_the_run_of_the_page(open_page: OpenPage) -> None:
    app = clean(open_page(PAGE, lang="en", m="50", act="2", answered={"lambda": "shown"}, **FAST))
    links = [link.proto for link in app.get("page_link") if link.proto.label.startswith("Show me λ")]
    assert len(links) == 1
    assert "m=50" in links[0].query_string
    assert "net=5-3" in links[0].query_string


# The user's own table.


def own_rows(m: int = 60) -> str:
    rng = np.random.default_rng(0)
    rows = ["height,weight,shoe,team"]
    for k in range(m):
        x, y = rng.normal(k % 2, 0.4, 2)
        rows.append(f"{170 + 10 * x:.1f},{70 + 9 * y:.1f},{40 + k % 5},{'AB'[k % 2]}")
    return "\n".join(rows)


def test_the_own_table_takes_the_place_of_the_data_set(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="en", data="own", m="20", **FAST))
    assert "No table of your own is shown yet" in said(app)
    assert "**Football pitch**" in said(app)
    before = table(app, "none", "points")
    app.file_uploader[0].upload("mine.csv", own_rows().encode(), "text/csv").run()
    clean(app)
    points = table(app, "none", "points")
    assert set(points["class"]) == {"A", "B"}
    assert len(points) == 20 < len(before) + 1
    assert 140 < points["x1"].min() < points["x1"].max() < 210
    assert "x₁: height" in said(app)
    assert "20 of 36 training rows used" in said(app)
    next(box for box in app.selectbox if box.label == "Column on the y axis").set_value("shoe").run()
    assert "x₂: shoe" in said(clean(app))


def test_a_wrong_table_gets_one_sentence_and_the_page_says_whose_data_it_shows(open_page: OpenPage) -> None:
    app = clean(open_stage(open_page, lang="en", data="own", m="20", **FAST))
    app.file_uploader[0].upload("mine.csv", own_rows().encode(), "text/csv").run()
    good = table(clean(app), "none", "points")
    app.file_uploader[0].upload("bad.csv", b"PK\x03\x04rest", "text/csv").run()
    assert len(app.error) == 1
    assert "Excel" in app.error[0].value
    pd.testing.assert_frame_equal(table(clean(app), "none", "points"), good)
    broken = own_rows().replace("\n1", "\ntall", 1)
    app.file_uploader[0].upload("worse.csv", broken.encode(), "text/csv").run()
    assert len(app.error) == 1
    assert "Row 2, column height" in app.error[0].value
    assert "**Football pitch**" in said(clean(app))
    assert {"Column on the x axis", "Label"} <= {box.label for box in app.selectbox}  # which can mend it
    next(box for box in app.selectbox if box.label == "Column on the x axis").set_value("shoe").run()
    assert not clean(app).error
    assert "**Football pitch**" not in said(app)
    assert set(table(app, "none", "points")["class"]) == {"A", "B"}


def test_a_column_that_splits_the_rows_is_obeyed(open_page: OpenPage) -> None:
    lines = own_rows(30).split("\n")
    parts = ["split", *(["train"] * 10), *(["validation"] * 10), *(["test"] * 10)]
    both = "\n".join(f"{line},{part}" for line, part in zip(lines, parts, strict=True))
    app = clean(open_stage(open_page, lang="en", data="own", val="1", **FAST))
    app.file_uploader[0].upload("split.csv", both.encode(), "text/csv").run()
    points = table(clean(app), "none", "points")
    shown = {f"{x:.1f}" for x in points.query("part == 'training'")["x1"]}
    assert shown == {line.split(",")[0] for line in lines[1:11]}
    assert "10 test rows" in said(app)
    assert json.loads(app.get("vega_lite_chart")[0].proto.spec)["params"]


def test_the_question_on_lambda_plays_lambda_after_the_last_step(open_page: OpenPage) -> None:
    closed = component(open_page(PAGE, lang="en", act="2"), "transport")
    assert [track["name"] for track in closed["tracks"] if track["plays"]] == ["step"]
    assert closed["positions"]["step"] == 0
    app = open_page(PAGE, lang="en", act="2", answered={"lambda": "shown"})
    told = component(app, "transport")
    step, lam = told["tracks"]
    assert (step["plays"], lam["plays"]) == (False, True)
    assert told["positions"]["step"] == len(step["codes"]) - 1
    named = re.search(r"at λ = ([\d.]+), the best of", app.info[0].value)
    assert named
    assert [lam["codes"][place] for place in lam["moments"]] == [named[1]]
