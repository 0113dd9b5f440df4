"""Data sets as arrays, drawn from a seed: two classes in the plane, a noisy curve, tables split in three.

Training, validation and test set are drawn independently of each other. More training points keep those that
were there, more label noise keeps the labels already flipped, and more scatter pushes each point further the
same way: a slider changes one thing at a time.

Label noise flips training and validation labels alike, because both come from one source in practice and the
gap between them means overfitting only then. The test labels are never flipped: they say what is true.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from l2core.checks import FloatArray, finite_array, fraction, nonnegative, one_of, whole_number
from l2core.tables import breast_cancer

VALIDATION_SIZE, TEST_SIZE = 200, 1000
PARTS = ("train", "validation", "test")


@dataclass(frozen=True)
class Split:
    """One classification problem in the notes' shapes: X (n, m) features in rows, Y (1, m) of 0.0 and 1.0.

    features, units: name and unit of each row of X. classes: what 0 and 1 stand for.
    center, scale: (n, 1); center + scale · X is the feature as it was measured.
    """

    X_train: FloatArray
    Y_train: FloatArray
    X_validation: FloatArray
    Y_validation: FloatArray
    X_test: FloatArray
    Y_test: FloatArray
    features: tuple[str, ...]
    units: tuple[str, ...]
    classes: tuple[str, str]
    center: FloatArray
    scale: FloatArray


@dataclass(frozen=True)
class CurveSplit:
    """Samples y = f(x) + noise of one curve, all of shape (m,), x between −1 and 1."""

    x_train: FloatArray
    y_train: FloatArray
    x_validation: FloatArray
    y_validation: FloatArray
    x_test: FloatArray
    y_test: FloatArray


def classification(
    name: str,
    *,
    seed: int = 4,
    noise: float | None = None,
    label_noise: float = 0.0,
    training_size: int = 200,
    columns: Sequence[str] | None = None,
) -> Split:
    """x = place(label, u) + noise · z,  u uniform, z normal (in football Student's t, 3 degrees of freedom).

    name: one of `NAMES`. noise: scatter of the points, `DEFAULT_NOISE` where None. label_noise: the share of
    training and validation labels that is flipped (the test set stays clean). training_size: at least 2, both
    classes by turns. 200 validation and 1000 test points; features between about −1 and 1.
    "breast_cancer" takes two `columns` of the table, scaled as `from_table` does (60 % training, of which the
    first `training_size` are used), and no noise: its scatter is measured.
    The default seed draws a football set on which a 2-20-3-1 net overfits from each of 12 starts tried.
    Raises ValueError for an unknown name or column, a negative noise, more training rows than the table has.
    """
    one_of("name", name, NAMES)
    label_noise = fraction("label_noise", label_noise)
    m = whole_number("training_size", training_size, at_least=2)
    seed = whole_number("seed", seed, at_least=0)
    if name == "breast_cancer":
        if noise:
            raise ValueError(f"noise needs to be 0 or None for the measured table {name}, got {noise!r}")
        return _tumours(columns or TUMOUR_COLUMNS, seed=seed, training_size=m, label_noise=label_noise)
    if columns is not None:
        raise ValueError(f"columns needs the table breast_cancer, got {columns!r} for {name}")
    spread = DEFAULT_NOISE[name] if noise is None else nonnegative("noise", noise)
    sizes = enumerate((m, VALIDATION_SIZE, TEST_SIZE))
    (X, Y), (Xv, Yv), (Xt, Yt) = (_points(name, size, spread, (seed, part)) for part, size in sizes)
    football = name == "football"
    return Split(
        *(X, _flipped(Y, label_noise, seed, 0), Xv, _flipped(Yv, label_noise, seed, 1), Xt, Yt),
        features=("along the pitch", "across the pitch") if football else ("x1", "x2"),
        units=("half lengths", "half widths") if football else ("", ""),
        classes=("other team", "home team") if football else ("0", "1"),
        center=np.zeros((2, 1)),
        scale=np.ones((2, 1)),
    )


def from_table(
    X: ArrayLike,
    labels: ArrayLike,
    split: Sequence[str] | None = None,
    *,
    seed: int = 0,
    label_noise: float = 0.0,
    training_size: int | None = None,
    features: Sequence[str] | None = None,
    classes: tuple[str, str] = ("0", "1"),
) -> Split:
    """(x − mean) / standard deviation, both of the training rows alone; a constant feature is centred only.

    X: (n_samples, n), a table as it was read; labels: (n_samples,) of 0 and 1.
    split: "train", "validation" or "test" for each row. Without it rows are drawn 60 : 20 : 20 from `seed`,
    each class in proportion, which needs 5 rows of each class.
    training_size: the first so many training rows, in an order of which every beginning is in proportion too.
    Mean and standard deviation are those of all training rows, so that points stay where they are.
    label_noise: as in `classification`.
    Raises ValueError for shapes that do not match, other labels, an empty part, training rows of one class.
    """
    X = finite_array("X", X, ndim=2)
    y = finite_array("labels", labels, ndim=1)
    if len(y) != len(X) or not np.isin(y, (0, 1)).all():
        raise ValueError(f"labels needs a 0 or 1 for each of the {len(X)} rows of X, got {_described(y)}")
    names = tuple(features) if features is not None else tuple(f"x{i + 1}" for i in range(X.shape[1]))
    if not names or len(names) != X.shape[1]:
        raise ValueError(f"features needs a name for each of the {X.shape[1]} columns of X, got {names!r}")
    if np.abs(X).max(initial=0) > 1e100:
        raise ValueError(f"X needs numbers that can be squared, got {np.abs(X).max():g}")
    seed = whole_number("seed", seed, at_least=0)
    order = _in_proportion(y, seed)
    train, validation, test = _drawn(y, order) if split is None else _given(split, order)
    if len(np.unique(y[train])) < 2:
        raise ValueError(f"labels needs both classes among the training rows, got {y[train][:1]} only")
    m = len(train) if training_size is None else whole_number("training_size", training_size, at_least=2)
    if m > len(train):
        raise ValueError(f"training_size needs at most the {len(train)} training rows of the table, got {m}")
    center, scale = X[train].mean(axis=0), X[train].std(axis=0)
    scale = np.where(scale > 1e-12 * np.abs(center), scale, 1.0)
    label_noise = fraction("label_noise", label_noise)
    (A, Y), (Av, Yv), (At, Yt) = (
        (((X[rows] - center) / scale).T, y[None, rows]) for rows in (train[:m], validation, test)
    )
    return Split(
        *(A, _flipped(Y, label_noise, seed, 0), Av, _flipped(Yv, label_noise, seed, 1), At, Yt),
        features=names,
        units=("standard deviations",) * len(names),
        classes=classes,
        center=center[:, None],
        scale=scale[:, None],
    )


def polynomial_regression(*, seed: int = 0, training_size: int = 15, noise: float = 0.3) -> CurveSplit:
    """y = sin(πx) + noise · z,  x uniform from −1 to 1, z normal; 200 validation and 1000 test samples.

    noise: σ in the units of y, at least 0; it is in all three sets. training_size: at least 2.
    Source: Bishop 2006, Pattern Recognition and Machine Learning, §1.1, moved from [0, 1] to [−1, 1].
    """
    seed, sigma = whole_number("seed", seed, at_least=0), nonnegative("noise", noise)
    m = whole_number("training_size", training_size, at_least=2)
    samples: list[FloatArray] = []
    for part, size in enumerate((m, VALIDATION_SIZE, TEST_SIZE)):
        x = _stream(seed, part, 0).uniform(-1, 1, size)
        samples += [x, true_curve(x) + sigma * _stream(seed, part, 1).standard_normal(size)]
    return CurveSplit(*samples)


def true_curve(x: ArrayLike) -> FloatArray:
    """f(x) = sin(πx), the curve under the noise of `polynomial_regression`; the shape of x."""
    return np.sin(np.pi * finite_array("x", x))


def polynomial_features(x: ArrayLike, degree: int, basis: str = "legendre") -> FloatArray:
    """φ_k(x) = √(2k+1) P_k(x), Legendre ("legendre"), or x^k ("powers"); k = 1 … degree: (m, degree).

    The constant is left to the intercept. For x uniform from −1 to 1 Legendre columns have mean 0, variance 1
    and no correlation; powers do not. Both span the same curves, but a penalty prefers different ones.
    """
    x = finite_array("x", x, ndim=1)
    k = np.arange(1, whole_number("degree", degree, at_least=1) + 1)
    if one_of("basis", basis, ("legendre", "powers")) == "powers":
        return x[:, None] ** k
    return np.sqrt(2 * k + 1) * np.polynomial.legendre.legvander(x, len(k))[:, 1:]


# Where a point of class y (m,) stands before it is scattered, from u (m, 2) uniform in [0, 1).


def _football(y: FloatArray, u: FloatArray) -> FloatArray:
    """Anywhere on the class's side of the diagonal x2 = x1: the home team's headers are the upper left."""
    low, high = 0.8 * (2 * np.sort(u, axis=1).T - 1)
    return np.where(y == 1, (low, high), (high, low)).T


def _moons(y: FloatArray, u: FloatArray) -> FloatArray:
    """Two half circles that reach into each other, turned by half a turn about the origin."""
    angle = np.pi * u[:, 0]
    return ((1 - 2 * y) * (np.cos(angle) - 0.5, np.sin(angle) - 0.25)).T / 1.5


def _circles(y: FloatArray, u: FloatArray) -> FloatArray:
    """A circle of radius 0.4 (class 1) within one of radius 0.9."""
    return ((0.9 - 0.5 * y) * _direction(u[:, 0])).T


def _spirals(y: FloatArray, u: FloatArray) -> FloatArray:
    """Two arms r = 1 … 0 of 1.25 turns, half a turn apart; √u gives every length of arm the same share."""
    r = np.sqrt(u[:, 0])
    return (r * _direction(1.25 * r + y / 2)).T


def _exclusive_or(y: FloatArray, u: FloatArray) -> FloatArray:
    """Anywhere in the square where x1 · x2 < 0 (class 1) or > 0."""
    x1, x2 = 2 * u.T - 1
    return np.array([x1, np.copysign(x2, x1 * (1 - 2 * y))]).T


def _direction(turns: FloatArray) -> FloatArray:
    return np.array([np.cos(2 * np.pi * turns), np.sin(2 * np.pi * turns)])


PLACES: dict[str, Callable[[FloatArray, FloatArray], FloatArray]] = {
    "football": _football,
    "moons": _moons,
    "circles": _circles,
    "spirals": _spirals,
    "exclusive_or": _exclusive_or,
}
NAMES = (*PLACES, "breast_cancer")
DEFAULT_NOISE = {"football": 0.15, "moons": 0.2, "circles": 0.2, "spirals": 0.1, "exclusive_or": 0.2}
TUMOUR_COLUMNS = ("mean texture", "mean smoothness")


def _points(name: str, m: int, noise: float, key: tuple[int, int]) -> tuple[FloatArray, FloatArray]:
    y = (np.arange(m) % 2).astype(float)
    place = PLACES[name](y, _stream(*key, 0).random((m, 2)))
    z = _stream(*key, 1).standard_normal((m, 5))
    if name != "football":
        return (place + noise * z[:, :2]).T, y[None]
    # normal / √(χ²₃ / 3): most headers near their zone, a few far inside the other; the touchlines reflect
    scattered = place + noise * z[:, :2] / np.sqrt(np.square(z[:, 2:]).mean(axis=1, keepdims=True))
    return (1 - np.abs((scattered + 1) % 4 - 2)).T, y[None]


def _tumours(columns: Sequence[str], *, seed: int, training_size: int, label_noise: float) -> Split:
    table = breast_cancer()
    if len(set(columns)) != 2 or len(columns) != 2 or not set(columns) <= set(table.features):
        raise ValueError(f"columns needs two of {', '.join(table.features)}, got {columns!r}")
    X = table.X[:, [table.features.index(column) for column in columns]]
    return from_table(
        *(X, table.y),
        seed=seed,
        label_noise=label_noise,
        training_size=training_size,
        features=columns,
        classes=("benign", "malignant"),
    )


def _flipped(Y: FloatArray, share: float, seed: int, part: int) -> FloatArray:
    return np.where(_stream(seed, part, 2).random(Y.shape) < share, 1 - Y, Y)


def _in_proportion(y: FloatArray, seed: int) -> np.ndarray:
    """The rows in random order, but with the k-th of n rows of a class at about (k + ½) / n of the way."""
    shuffled = _stream(seed, 0, 3).permutation(len(y))
    way = np.empty(len(y))
    for label in (0, 1):
        rows = shuffled[y[shuffled] == label]
        way[rows] = (np.arange(len(rows)) + 0.5) / max(len(rows), 1)
    return shuffled[np.argsort(way[shuffled], kind="stable")]


def _drawn(y: FloatArray, order: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    count = np.bincount(y.astype(int), minlength=2)
    if count.min() < 5:
        raise ValueError(f"labels needs 5 rows of each class at least, to draw 3 parts, got {count.tolist()}")
    cut = [round(0.6 * len(y)), round(0.8 * len(y))]
    train, validation, test = np.split(order, cut)
    return train, validation, test


def _given(split: Sequence[str], order: np.ndarray) -> list[np.ndarray]:
    part = np.asarray(split, dtype=str)
    if part.shape != order.shape or not np.isin(part, PARTS).all() or not np.isin(PARTS, part).all():
        needed = (
            f"one of {', '.join(PARTS)} for each of the {len(order)} rows, and each of them at least once"
        )
        raise ValueError(f"split needs {needed}, got {_described(part)}")
    return [order[part[order] == name] for name in PARTS]


def _described(values: np.ndarray) -> str:
    return f"shape {values.shape} with the values {np.unique(values)[:5].tolist()}"


def _stream(*key: int) -> np.random.Generator:
    return np.random.default_rng(key)
