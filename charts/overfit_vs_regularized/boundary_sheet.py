"""What nets answer everywhere in the plane, for every step and λ: one sheet of pictures, lines, numbers."""

import base64
import io
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PIL import Image

from charts.overfit_vs_regularized.level_lines import half_lines
from charts.palette import CLASS_COLORS
from l2core.checks import FloatArray

PIXELS = 40
CELL = PIXELS + 2  # a picture and its rim: where the browser smooths, neighbours on the sheet do not mix
ROW = 100  # what the column `frame` counts up from one λ to the next
LEVELS = 32  # an even number: p = ½ lies between two of them
FAINTEST, STRONGEST = 0.10, 0.62

# Where the net is asked: the middle of every pixel, and the rim, so that the line reaches it.
NODES = np.concatenate([[0], (np.arange(PIXELS) + 0.5) / PIXELS, [1]])


@dataclass(frozen=True)
class Area:
    """The rectangle that a picture shows: its lower left and its upper right corner, (2, 1) each."""

    low: FloatArray
    high: FloatArray

    def grid(self) -> FloatArray:
        """(2, n²): the points of the picture at `NODES`, row by row upwards."""
        across = np.stack(np.meshgrid(NODES, NODES)).reshape(2, -1)
        return self.low + (self.high - self.low) * across

    def measured(self, center: FloatArray, scale: FloatArray) -> "Area":
        """The same rectangle in the units of the features: center + scale · x."""
        return Area(center + scale * self.low, center + scale * self.high)


def area(*clouds: FloatArray, margin: float = 0.04) -> Area:
    """The rectangle around all points of all clouds (2, m), and a margin."""
    points = np.concatenate(clouds, axis=1)
    low, high = points.min(axis=1, keepdims=True), points.max(axis=1, keepdims=True)
    room = margin * np.where(high > low, high - low, 1)
    return Area(low - room, high + room)


def boundary_tables(
    shown: Area,
    probabilities: FloatArray,
    training: FloatArray,
    validation: FloatArray,
    common_answer: FloatArray,
    diverged_at: NDArray[np.intp],
) -> dict[str, pd.DataFrame]:
    """All pictures as one image, "sheet", and a row for each, "frames": the line p = ½ and the numbers.

    The one row of "sheet" holds the image, a column a step and a row a λ, and the rectangle of each picture.

    shown: the rectangle in the units of the features. probabilities: (S, K, n²) at the points of `Area.grid`,
    NaN where a net diverged; K nets in the order of their λ. training, validation: (S, K) cross-entropies.
    common_answer: (S, K), what a net answers to all training points, NaN where that differs
    (`l2core.evaluation.common_answer`); the column `constant`. diverged_at: (K,), the step or −1.
    """
    snapshots, nets = training.shape
    p = probabilities.reshape(snapshots * nets, len(NODES), len(NODES))
    step, lam = np.indices((snapshots, nets)).reshape(2, -1)
    frames = {
        "frame": (ROW * lam + step).astype(np.int16),
        "line": half_lines(p, NODES),
        "training": training.ravel().astype(np.float32),
        "validation": validation.ravel().astype(np.float32),
        "constant": common_answer.ravel().astype(np.float32),
        "diverged": np.where(np.isnan(training), diverged_at, np.nan).ravel().astype(np.float32),
    }
    (x, y), (x2, y2) = shown.low.ravel(), shown.high.ravel()
    image = _image(p.reshape(snapshots, nets, CELL, CELL))
    sheet = {"image": image, "x": x, "x2": x2, "y": y, "y2": y2}
    return {"sheet": pd.DataFrame([sheet]), "frames": pd.DataFrame(frames)}


def points_table(X: FloatArray, Y: FloatArray, classes: tuple[str, str], part: str) -> pd.DataFrame:
    """A row for every example (2, m), (1, m); `part` is "training" or "validation"."""
    label = Y.ravel().astype(np.int8)
    return pd.DataFrame(
        {
            "x1": X[0],
            "x2": X[1],
            "label": label,
            "class": np.array(classes, dtype=object)[label],
            "part": part,
        }
    )


def _image(p: FloatArray) -> str:
    """The sheet (S, K, n, n) as the address of a PNG: the class's colour, the surer the deeper; clear if NaN.

    Colours are half transparent, so that they stand on a light and on a dark background.
    """
    levels = np.clip(np.ceil(np.nan_to_num(p) * LEVELS) - 1, 0, None).astype(np.uint8)
    levels[np.isnan(p)] = LEVELS
    snapshots, nets, n, _n = p.shape
    sheet = levels[:, :, ::-1].transpose(1, 2, 0, 3).reshape(nets * n, snapshots * n)
    sureness = np.abs(np.linspace(-1, 1, LEVELS))
    opacity = (255 * (FAINTEST + (STRONGEST - FAINTEST) * sureness)).astype(np.uint8).tobytes() + b"\0"
    colors = [bytes.fromhex(CLASS_COLORS[level >= LEVELS // 2][1:]) for level in range(LEVELS)]
    image, file = Image.fromarray(sheet), io.BytesIO()
    image.putpalette(b"".join([*colors, colors[0]]))
    image.save(file, "PNG", transparency=opacity, compress_level=6)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
