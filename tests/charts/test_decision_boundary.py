"""The picture of the boundary: every pixel is the net's answer there, every row its place on the bar."""

import base64
import io
import json

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from charts.decision_boundary import (
    NODES,
    PIXELS,
    area,
    decision_boundary,
    frames_table,
    points_table,
)
from charts.palette import CLASS_COLORS
from charts.picture import packed
from l2core.history import probabilities
from l2core.network import initialize_parameters, predict

SHOWN = area(np.array([[-2.0, 6.0], [0.0, 1.0]]))


def english(message):
    return message


def frames(answers, **changes):
    """The rows of one snapshot of one net, from its answers at the points of the grid (n², )."""
    losses = np.full((1, 1), 0.5)
    given = {"training": losses, "validation": losses, "diverged_at": np.array([-1])} | changes
    return frames_table(SHOWN, np.reshape(answers, (1, 1, -1)), **given)


def pixels(address):
    """Red, green, blue and opacity of an image address, (rows downwards, columns, 4)."""
    data = base64.b64decode(address.removeprefix("data:image/png;base64,"))
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))


def classes_shown(image):
    colors = [tuple(bytes.fromhex(color[1:])) for color in CLASS_COLORS]
    return np.array([[colors.index(tuple(pixel[:3])) for pixel in row] for row in image.tolist()])


@pytest.mark.parametrize("seed", range(4))
def test_every_pixel_has_the_colour_of_what_the_net_predicts_there(seed):
    parameters = initialize_parameters((2, 20, 3, 1), seed)
    answers = probabilities({name: array[None] for name, array in parameters.items()}, SHOWN.grid())
    image = pixels(frames(answers)["image"].iloc[0])
    x, y = (low + (high - low) * NODES[1:-1] for low, high in zip(SHOWN.low, SHOWN.high, strict=True))
    upwards = predict(np.stack(np.meshgrid(x, y)).reshape(2, -1), parameters).reshape(PIXELS, PIXELS)
    assert np.array_equal(classes_shown(image), upwards[::-1])


def test_the_surer_the_net_the_deeper_the_colour():
    p = np.tile(np.linspace(0, 1, len(NODES)), (len(NODES), 1))
    opacity = pixels(frames(p)["image"].iloc[0])[0, :, 3].astype(int)
    half = PIXELS // 2
    assert (np.diff(opacity[:half]) <= 0).all()
    assert (np.diff(opacity[half:]) >= 0).all()
    assert opacity[0] == opacity[-1] > 3 * opacity[half] > 0


def test_a_net_of_one_mind_is_told_from_one_that_is_not():
    table = frames(np.full(len(NODES) ** 2, 0.31))
    assert table["constant"].iloc[0] == pytest.approx(0.31)
    assert table["line"].iloc[0] == ""
    assert frames(np.linspace(0.3, 0.32, len(NODES) ** 2))["constant"].isna().all()


def test_a_net_that_diverged_has_its_step_and_no_line():
    gone = np.full((1, 1), np.nan)
    table = frames(
        np.full(len(NODES) ** 2, np.nan), training=gone, validation=gone, diverged_at=np.array([17])
    )
    assert table["diverged"].tolist() == [17]
    assert table["line"].tolist() == [""]
    assert table[["training", "constant"]].isna().all(axis=None)


def test_the_rows_are_the_snapshots_of_the_nets_in_order():
    snapshots, nets = 3, 2
    answers = np.random.default_rng(0).random((snapshots, nets, len(NODES) ** 2))
    training = np.arange(6.0).reshape(snapshots, nets)
    table = frames_table(SHOWN, answers, training, training + 10, np.array([-1, -1]))
    for row in table.itertuples():
        assert row.training == training[row.step, row.lam]
        assert row.validation == training[row.step, row.lam] + 10
        alone = frames(answers[row.step, row.lam])
        assert (row.image, row.line) == (alone["image"].iloc[0], alone["line"].iloc[0])
    assert table["frame"].is_unique


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
    some = frames(np.linspace(0, 1, len(NODES) ** 2))
    points = points_table(np.zeros((2, 1)), np.zeros((1, 1)), ("a", "b"), "training")
    pictures = [
        decision_boundary(english, penalty, table, points, 40, 24, "told")
        for table in (some, pd.concat([some, some]), packed(some))
    ]
    assert len({json.dumps(picture.spec) for picture in pictures}) == 1
    params = {param["name"]: param["bind"]["max"] for param in pictures[0].spec["params"]}
    assert params == ({"step": 40} if penalty == "none" else {"step": 40, "lam": 24})
    assert "values" not in json.dumps(pictures[0].spec["data"])
