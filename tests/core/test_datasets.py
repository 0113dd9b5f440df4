"""The data sets keep their promises: parts apart, sizes and flips nested, points on the shapes."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from l2core import tables
from l2core.datasets import (
    DEFAULT_NOISE,
    NAMES,
    PLACES,
    classification,
    from_table,
    polynomial_features,
    polynomial_regression,
    true_curve,
)
from l2core.network import (
    backward_propagation_with_regularization,
    cross_entropy,
    forward_propagation,
    initialize_parameters,
)

SPLIT_ARRAYS = ("X_train", "Y_train", "X_validation", "Y_validation", "X_test", "Y_test")


@pytest.mark.parametrize("name", NAMES)
def test_shapes_and_labels_are_the_notes(name):
    data = classification(name, training_size=150)
    sizes = (114, 114) if name == "breast_cancer" else (200, 1000)
    for X, Y, m in zip(
        (data.X_train, data.X_validation, data.X_test),
        (data.Y_train, data.Y_validation, data.Y_test),
        (150, *sizes),
        strict=True,
    ):
        assert X.shape == (2, m)
        assert Y.shape == (1, m)
        assert set(np.unique(Y)) == {0.0, 1.0}
        assert np.isfinite(X).all()
    assert len(data.features) == len(data.units) == len(data.classes) == 2
    assert data.center.shape == data.scale.shape == (2, 1)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_set_and_another_seed_another(name):
    first, again, other = (
        classification(name, seed=3),
        classification(name, seed=3),
        classification(name, seed=5),
    )
    assert all(np.array_equal(getattr(first, a), getattr(again, a)) for a in SPLIT_ARRAYS)
    assert not np.array_equal(first.X_train, other.X_train)
    assert not np.array_equal(first.X_test, other.X_test)


@pytest.mark.parametrize("name", PLACES)
def test_no_point_is_in_two_parts(name):
    data = classification(name)
    points = np.hstack([data.X_train, data.X_validation, data.X_test])
    assert len(np.unique(points, axis=1).T) == 1400


@pytest.mark.parametrize("name", NAMES)
def test_more_training_points_keep_those_that_were_there(name):
    few, many = classification(name, training_size=20), classification(name, training_size=300)
    np.testing.assert_array_equal(few.X_train, many.X_train[:, :20])
    np.testing.assert_array_equal(few.Y_train, many.Y_train[:, :20])
    np.testing.assert_array_equal(few.X_validation, many.X_validation)
    np.testing.assert_array_equal(few.X_test, many.X_test)


@pytest.mark.parametrize("name", NAMES)
def test_label_noise_flips_nested_labels_of_training_and_validation_never_of_the_test(name):
    clean, some, more = (
        classification(name, training_size=300, label_noise=share) for share in (0, 0.1, 0.3)
    )
    for part in ("Y_train", "Y_validation"):
        flipped = [getattr(data, part) != getattr(clean, part) for data in (some, more)]
        assert np.all(flipped[1][flipped[0]])
        m = flipped[0].size
        for share, flips in zip((0.1, 0.3), flipped, strict=True):
            assert abs(flips.mean() - share) < 4 * np.sqrt(share * (1 - share) / m)
    np.testing.assert_array_equal(more.Y_test, clean.Y_test)
    np.testing.assert_array_equal(more.X_train, clean.X_train)
    everything = classification(name, label_noise=1.0)
    np.testing.assert_array_equal(everything.Y_train, 1 - classification(name).Y_train)


@pytest.mark.parametrize("name", ["moons", "circles", "spirals", "exclusive_or"])
def test_scatter_is_normal_of_the_size_asked_for(name):
    data = [classification(name, noise=sigma).X_test for sigma in (0, 0.1, 0.2)]
    z = (data[1] - data[0]) / 0.1
    np.testing.assert_allclose(data[2], 2 * data[1] - data[0], atol=1e-12)
    assert abs(z.mean()) < 4 / np.sqrt(z.size)
    assert abs(z.std() - 1) < 4 / np.sqrt(2 * z.size)


def test_without_scatter_the_points_are_on_the_published_shapes():
    moons = classification("moons", noise=0)
    x, y = 1.5 * moons.X_test
    upper = moons.Y_test[0] == 0
    np.testing.assert_allclose(np.hypot(x + 0.5, y + 0.25)[upper], 1)  # scikit-learn's make_moons, centred
    np.testing.assert_allclose(np.hypot(x - 0.5, y - 0.25)[~upper], 1)
    assert y[upper].min() >= -0.25
    assert y[~upper].max() <= 0.25

    circles = classification("circles", noise=0)
    np.testing.assert_allclose(np.hypot(*circles.X_test), np.where(circles.Y_test[0] == 1, 0.4, 0.9))

    corners = classification("exclusive_or", noise=0)
    assert np.all((corners.X_test[0] * corners.X_test[1] < 0) == (corners.Y_test[0] == 1))

    spirals = classification("spirals", noise=0)
    r = np.hypot(*spirals.X_test)
    turn = np.arctan2(*spirals.X_test[::-1]) / (2 * np.pi) - 1.25 * r - spirals.Y_test[0] / 2
    np.testing.assert_allclose(turn, np.round(turn), atol=1e-9)
    assert r.max() <= 1


def test_football_without_scatter_is_cut_by_the_diagonal():
    pitch = classification("football", noise=0)
    x1, x2 = pitch.X_test
    assert np.all((x2 > x1) == (pitch.Y_test[0] == 1))
    assert np.abs(pitch.X_test).max() <= 0.8


def test_football_with_scatter_stays_on_the_pitch_and_is_no_better_cut_than_by_the_diagonal():
    diagonal, learnt = [], []
    for seed in range(5):
        pitch = classification("football", seed=seed, training_size=3000)
        assert np.abs(pitch.X_train).max() <= 1
        x1, x2 = pitch.X_test
        diagonal.append(np.mean((x2 > x1) == pitch.Y_test[0]))
        neighbours = KNeighborsClassifier(51).fit(pitch.X_train.T, pitch.Y_train[0])
        learnt.append(neighbours.score(pitch.X_test.T, pitch.Y_test[0]))
    standard_error = np.sqrt(0.13 * 0.87 / 5000)
    assert 0.8 < np.mean(diagonal) < 0.95
    assert np.mean(learnt) < np.mean(diagonal) + 3 * standard_error
    assert np.mean(learnt) > np.mean(diagonal) - 0.03


@pytest.mark.parametrize("name", PLACES)
def test_classes_take_turns_so_the_smallest_set_has_both(name):
    assert classification(name, training_size=2).Y_train.tolist() == [[0.0, 1.0]]


def descend(data, seed, lambd, steps, learning_rate=1.0):
    """Plain gradient descent with the notes' two functions."""
    parameters = initialize_parameters((2, 20, 3, 1), seed)
    for _ in range(steps):
        _, cache = forward_propagation(data.X_train, parameters)
        gradients = backward_propagation_with_regularization(data.X_train, data.Y_train, cache, lambd)
        parameters = {
            name: value - learning_rate * gradients["d" + name] for name, value in parameters.items()
        }
    return [
        cross_entropy(forward_propagation(X, parameters)[0], Y)
        for X, Y in ((data.X_train, data.Y_train), (data.X_validation, data.Y_validation))
    ]


def test_on_the_default_football_set_the_net_overfits_and_l2_helps():
    data = classification("football")
    plain = np.array([descend(data, seed, 0, 3000) for seed in (0, 1)])
    shrunk = np.array([descend(data, seed, 1.0, 3000) for seed in (0, 1)])
    assert np.all(plain[:, 0] < shrunk[:, 0])  # fits the training set better
    assert np.all(plain[:, 1] > 1.15 * shrunk[:, 1])  # and the validation set worse


def test_a_table_is_scaled_by_its_training_rows_alone():
    rng = np.random.default_rng(0)
    X = rng.normal([5, -300], [2, 40], (100, 2))
    y = np.arange(100) % 2
    part = np.repeat(["train", "validation", "test"], [60, 25, 15])
    data = from_table(X, y, part, features=("a", "b"), classes=("no", "yes"))
    np.testing.assert_allclose(data.X_train.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(data.X_train.std(axis=1), 1)
    back = data.center + data.scale * data.X_test
    np.testing.assert_allclose(back[:, np.argsort(back[0])].T, X[85:][np.argsort(X[85:, 0])])
    shifted = from_table(np.vstack([X[:60], X[60:] + 1000]), y, part)
    np.testing.assert_array_equal(shifted.center, data.center)
    assert data.features == ("a", "b")
    assert data.classes == ("no", "yes")


@given(
    counts=st.tuples(st.integers(5, 60), st.integers(5, 60)),
    seed=st.integers(0, 5),
)
def test_rows_are_drawn_60_20_20_each_once_and_each_class_in_proportion(counts, seed):
    y = np.repeat([0, 1], counts)
    rows = np.arange(len(y))
    data = from_table(rows[:, None], y, seed=seed)
    parts = [data.X_train, data.X_validation, data.X_test]
    drawn = [np.rint(data.center + data.scale * X).astype(int)[0] for X in parts]
    np.testing.assert_array_equal(np.sort(np.concatenate(drawn)), rows)
    for part, labels, share in zip(
        drawn, (data.Y_train, data.Y_validation, data.Y_test), (0.6, 0.2, 0.2), strict=True
    ):
        np.testing.assert_array_equal(labels[0], y[part])
        for label in (0, 1):
            assert abs(np.sum(labels == label) - share * counts[label]) <= 1.5
            assert np.any(labels == label)


def test_every_beginning_of_the_training_rows_is_in_proportion():
    y = np.repeat([0, 1], [300, 100])
    data = from_table(np.arange(400)[:, None], y)
    share = np.cumsum(data.Y_train) / np.arange(1, 241)
    assert np.all(np.abs(share[19:] - 0.25) < 0.05)


def test_a_constant_feature_of_a_table_is_centred():
    X = np.column_stack([np.full(20, 0.1), np.arange(20)])
    data = from_table(X, np.arange(20) % 2)
    np.testing.assert_allclose(data.X_train[0], 0, atol=1e-12)


def test_built_in_tables_are_scikit_learns():
    X, y = load_diabetes(return_X_y=True, scaled=False)
    np.testing.assert_allclose(tables.diabetes().X, X)
    np.testing.assert_allclose(tables.diabetes().y, y)
    tumours, published = tables.breast_cancer(), load_breast_cancer()
    np.testing.assert_allclose(tumours.X, published.data)
    np.testing.assert_array_equal(tumours.y, published.target == 0)
    assert tumours.features == tuple(published.feature_names)
    assert tumours.classes == ("benign", "malignant")


def test_any_two_columns_of_the_tumours_come_back_as_measured():
    data = classification("breast_cancer", columns=("worst area", "mean texture"), training_size=341)
    raw = {tuple(row) for row in np.round(load_breast_cancer().data[:, [23, 1]], 6)}
    back = np.round(np.hstack([data.X_train, data.X_validation, data.X_test]) * data.scale + data.center, 6)
    assert {tuple(point) for point in back.T} == raw
    model = LogisticRegression().fit(data.X_train.T, data.Y_train[0])
    assert model.score(data.X_test.T, data.Y_test[0]) > 0.85


def test_missing_tables_are_said_with_the_place_looked_at(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "DATA", tmp_path)
    with pytest.raises(ValueError, match=r"diabetes\.csv.*" + str(tmp_path)):
        tables.diabetes()


def test_the_curve_is_a_sine_under_noise_of_the_size_asked_for():
    few, many = polynomial_regression(training_size=10), polynomial_regression(training_size=100)
    np.testing.assert_array_equal(few.x_train, many.x_train[:10])
    np.testing.assert_array_equal(few.y_train, many.y_train[:10])
    residual = many.y_test - np.sin(np.pi * many.x_test)
    assert abs(residual.std() - 0.3) < 4 * 0.3 / np.sqrt(2000)
    exact = polynomial_regression(noise=0)
    np.testing.assert_array_equal(exact.y_train, true_curve(exact.x_train))
    assert [getattr(many, f.name).shape for f in fields(many)] == [(100,)] * 2 + [(200,)] * 2 + [(1000,)] * 2


def test_legendre_features_are_orthonormal_under_the_uniform_density_and_span_the_powers():
    nodes, weights = np.polynomial.legendre.leggauss(20)
    features = polynomial_features(nodes, 12)
    np.testing.assert_allclose(features.T @ (weights[:, None] / 2 * features), np.eye(12), atol=1e-12)
    np.testing.assert_allclose(weights @ features, 0, atol=1e-12)
    powers = polynomial_features(nodes, 12, "powers")
    np.testing.assert_allclose(powers[:, 4], nodes**5)
    with_constant = np.column_stack([np.ones(20), features])
    found, *_ = np.linalg.lstsq(with_constant, powers, rcond=None)
    np.testing.assert_allclose(with_constant @ found, powers, atol=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: classification("rings"), "name needs one of football"),
        (lambda: classification("moons", noise=-0.1), "noise needs a number of at least 0"),
        (lambda: classification("moons", noise=np.nan), "noise needs finite"),
        (lambda: classification("moons", label_noise=1.5), "label_noise needs a number from 0 to 1"),
        (
            lambda: classification("moons", training_size=1),
            "training_size needs a whole number of at least 2",
        ),
        (lambda: classification("moons", seed=-1), "seed needs a whole number"),
        (lambda: classification("moons", columns=("a", "b")), "columns needs the table breast_cancer"),
        (lambda: classification("breast_cancer", columns=("mean area",)), "columns needs two of"),
        (lambda: classification("breast_cancer", columns=("mean area", "ages")), "columns needs two of"),
        (lambda: classification("breast_cancer", columns=("mean area",) * 2), "columns needs two of"),
        (lambda: classification("breast_cancer", noise=0.1), "noise needs to be 0"),
        (lambda: classification("breast_cancer", training_size=400), "at most the 341 training rows"),
        (lambda: from_table([[1], [2]], [0, 1]), r"5 rows of each class.*\[1, 1\]"),
        (lambda: from_table(np.ones((9, 1)), [0] * 8), "labels needs a 0 or 1 for each of the 9 rows"),
        (lambda: from_table(np.ones((3, 1)), [0, 1, 2]), r"labels needs a 0 or 1.*2\.0"),
        (lambda: from_table([[np.inf], [1]], [0, 1]), "X needs finite"),
        (lambda: from_table([[1e200], [1]], [0, 1]), "squared"),
        (lambda: from_table(np.ones((20, 0)), np.arange(20) % 2), "features needs a name"),
        (lambda: from_table(np.ones((2, 1)), [0, 1], ["train", "dev"]), "split needs one of train"),
        (lambda: from_table(np.ones((2, 1)), [0, 1], ["train", "test"]), "at least once"),
        (
            lambda: from_table(np.ones((4, 1)), [0, 0, 1, 1], ["train", "train", "test", "validation"]),
            "both classes",
        ),
        (lambda: polynomial_features([0.5], 0), "degree needs a whole number"),
        (lambda: polynomial_features([0.5], 2, "splines"), "basis needs one of"),
        (lambda: polynomial_regression(noise=-1), "noise needs a number of at least 0"),
    ],
)
def test_bad_input_is_told_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_every_generated_set_has_a_default_scatter():
    assert set(DEFAULT_NOISE) == set(PLACES) == set(NAMES) - {"breast_cancer"}
