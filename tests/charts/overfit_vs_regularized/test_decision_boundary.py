"""The picture of the boundary: every pixel is the net's answer there, every row its place on the bar."""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image

from charts.overfit_vs_regularized.boundary_sheet import (
    CELL,
    NODES,
    PIXELS,
    area,
    boundary_tables,
    points_table,
)
from charts.overfit_vs_regularized.decision_boundary import decision_boundary
from charts.palette import CLASS_COLORS
from charts.picture import packed
from charts.track import Track
from l2core.network import initialize_parameters, predict
from l2core.snapshots import probabilities

TRACKS = Track("step", 41, 40), Track("lam", 25, 12)
SHOWN = area(np.array([[-2.0, 6.0], [0.0, 1.0]]))


def english(message):
    return message


def tables(answers, **changes):
    """The tables of one snapshot of one net, from its answers at the points of the grid (n², )."""
    losses, different = np.full((1, 1), 0.5), np.full((1, 1), np.nan)
    given = {"training": losses, "validation": losses, "common_answer": different}
    given |= {"diverged_at": np.array([-1])} | changes
    return boundary_tables(SHOWN, np.reshape(answers, (1, 1, -1)), **given)


def frame(answers, **changes):
    (row,) = tables(answers, **changes)["frames"].itertuples()
    return row


def picture(tables, step=0, lam=0):
    """Red, green, blue, opacity of a picture on the sheet, without its rim: (rows downwards, columns, 4)."""
    data = base64.b64decode(tables["sheet"]["image"].iloc[0].removeprefix("data:image/png;base64,"))
    sheet = np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))
    return sheet[CELL * lam : CELL * (lam + 1), CELL * step : CELL * (step + 1)][1:-1, 1:-1]


def classes_shown(image):
    colors = [tuple(bytes.fromhex(color[1:])) for color in CLASS_COLORS]
    return np.array([[colors.index(tuple(pixel[:3])) for pixel in row] for row in image.tolist()])


@pytest.mark.parametrize("seed", range(4))
def test_every_pixel_has_the_colour_of_what_the_net_predicts_there(seed):
    parameters = initialize_parameters((2, 20, 3, 1), seed)
    answers = probabilities({name: array[None] for name, array in parameters.items()}, SHOWN.grid())
    image = picture(tables(answers))
    x, y = (low + (high - low) * NODES[1:-1] for low, high in zip(SHOWN.low, SHOWN.high, strict=True))
    upwards = predict(np.stack(np.meshgrid(x, y)).reshape(2, -1), parameters).reshape(PIXELS, PIXELS)
    assert np.array_equal(classes_shown(image), upwards[::-1])


def test_the_surer_the_net_the_deeper_the_colour():
    p = np.tile(np.linspace(0, 1, len(NODES)), (len(NODES), 1))
    opacity = picture(tables(p))[0, :, 3].astype(int)
    half = PIXELS // 2
    assert (np.diff(opacity[:half]) <= 0).all()
    assert (np.diff(opacity[half:]) >= 0).all()
    assert opacity[0] == opacity[-1] > 3 * opacity[half] > 0


def test_a_net_of_one_mind_is_told_from_one_that_is_not():
    alike = np.full(len(NODES) ** 2, 0.31)
    row = frame(alike, common_answer=np.full((1, 1), 0.31))
    assert (row.constant, row.line) == (pytest.approx(0.31), "")
    assert np.isnan(frame(alike).constant)  # alike in the picture, but not on the points it was trained on


def test_a_net_that_diverged_has_its_step_and_neither_line_nor_colour():
    gone = np.full((1, 1), np.nan)
    given = {"training": gone, "validation": gone, "diverged_at": np.array([17])}
    answers = np.full(len(NODES) ** 2, np.nan)
    row = frame(answers, **given)
    assert (row.diverged, row.line) == (17, "")
    assert np.isnan([row.training, row.constant]).all()
    assert (picture(tables(answers, **given))[..., 3] == 0).all()


def test_every_snapshot_of_every_net_has_its_place_on_the_sheet_and_its_row():
    snapshots, nets = 3, 2
    answers = np.random.default_rng(0).random((snapshots, nets, len(NODES) ** 2))
    training = np.arange(6.0).reshape(snapshots, nets)
    drawn = boundary_tables(
        SHOWN, answers, training, training + 10, np.full_like(training, np.nan), np.array([-1, -1])
    )
    rows = drawn["frames"].set_index("frame")
    assert rows.index.is_unique
    for step in range(snapshots):
        for lam in range(nets):
            row, alone = rows.loc[100 * lam + step], tables(answers[step, lam])
            assert (row["training"], row["validation"]) == (training[step, lam], training[step, lam] + 10)
            assert row["line"] == alone["frames"]["line"].iloc[0]
            assert np.array_equal(picture(drawn, step, lam), picture(alone))


def test_the_sheet_lies_so_that_the_current_picture_fills_the_rectangle():
    sheet = tables(np.linspace(0, 1, len(NODES) ** 2))["sheet"].iloc[0]
    spec = decision_boundary(english, "l2", {}, *TRACKS).spec
    places = {t["as"]: t["calculate"] for t in spec["layer"][0]["transform"]}
    for step, lam in ((0, 0), (40, 24), (17, 3)):
        at = {"datum": sheet, "step": step, "lam": lam}
        left, right, top, bottom = (eval(places[name], at) for name in ("left", "right", "top", "bottom"))
        wide, high = (right - left) / (41 * CELL), (top - bottom) / (25 * CELL)
        assert left + wide * (CELL * step + 1) == pytest.approx(sheet["x"])
        assert left + wide * (CELL * step + 1 + PIXELS) == pytest.approx(sheet["x2"])
        assert top - high * (CELL * lam + 1) == pytest.approx(sheet["y2"])
        assert top - high * (CELL * lam + 1 + PIXELS) == pytest.approx(sheet["y"])


def test_the_area_holds_every_point_with_room_around_it():
    a, b = np.random.default_rng(0).normal(size=(2, 2, 40))
    shown = area(a, b)
    for cloud in (a, b):
        assert (cloud > shown.low).all()
        assert (cloud < shown.high).all()
    assert area(np.zeros((2, 3))).low.tolist() != area(np.zeros((2, 3))).high.tolist()
    measured = shown.measured(np.array([[10.0], [0.0]]), np.array([[2.0], [3.0]]))
    assert measured.low.ravel() == pytest.approx([10 + 2 * shown.low[0, 0], 3 * shown.low[1, 0]])
    grid = shown.grid()
    assert grid[:, 0] == pytest.approx(shown.low.ravel())
    assert grid[:, -1] == pytest.approx(shown.high.ravel())


def test_the_points_keep_their_class_and_part():
    X, Y = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0]])
    table = points_table(X, Y, ("benign", "malignant"), "validation")
    assert table["class"].tolist() == ["malignant", "benign"]
    assert table[["x1", "x2"]].to_numpy().tolist() == [[1, 3], [2, 4]]
    assert set(table["part"]) == {"validation"}


@pytest.mark.parametrize("penalty", ["none", "l2"])
def test_the_spec_does_not_know_the_data(penalty):
    answers = np.linspace(0, 1, len(NODES) ** 2)
    given = (tables(answers), {name: packed(table) for name, table in tables(answers[::-1]).items()})
    pictures = [decision_boundary(english, penalty, some, *TRACKS) for some in given]
    specs = {json.dumps(picture.spec) for picture in pictures}
    assert len(specs) == 1
    params = {param["name"]: param["bind"]["max"] for param in pictures[0].spec["params"]}
    assert params == ({"step": 40} if penalty == "none" else {"step": 40, "lam": 24})
    assert '"values"' not in specs.pop()
