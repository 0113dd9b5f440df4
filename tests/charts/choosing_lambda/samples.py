"""What the pictures of this lesson are tried on: small tables with their paths, errors over starts, a map."""

import gettext
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import vl_convert

from charts.choosing_lambda.drawn_path import ChosenLambdas, DrawnPath
from charts.picture import Picture
from charts.track import Track
from l2core.cross_validation import CrossValidation
from l2core.linear import lasso_path
from l2core.many_starts import ErrorsOverStarts
from l2core.rate_map import RateMap

LAMBDAS = np.geomspace(0.001, 10, 41)
LAM = Track("lam", 41, 20)
CHOSEN = ChosenLambdas(10, 20)
STRENGTHS = (1.0, 2.0, 3.0, 4.0, 5.0)  # λ of the nets
NETS = Track("lam", len(STRENGTHS), len(STRENGTHS) - 1)
MAP_TRACKS = (Track("eta", 2, 1), Track("lam", 2, 0))


LOCALES = Path(__file__).resolve().parents[3] / "locales"
AWKWARD = ("__proto__", "constructor", "toString", "hasOwnProperty", "length")  # names that objects have


def english(message: str) -> str:
    return message


def chinese() -> Callable[[str], str]:
    return gettext.translation("choosing_lambda", LOCALES, languages=["zh"]).gettext


def texts(picture: Picture, lam: int | None = None, *, width: int = 600) -> list[str]:
    """The texts of the picture as a browser draws it, with the bar at the place `lam`."""
    return ["".join(text.itertext()) for text in _svg(picture, lam, width).iter(f"{_SVG}text")]


def marks(picture: Picture, name: str, lam: int | None = None, *, width: int = 600) -> list[str]:
    """The paths of all marks of a kind, "symbol", "line", "rect" or "rule", as a browser draws them."""
    groups = (
        group
        for group in _svg(picture, lam, width).iter(f"{_SVG}g")
        if f"mark-{name}" in group.get("class", "") and "role-mark" in group.get("class", "")
    )
    return [str(mark.attrib) for group in groups for mark in group.iter() if mark.tag != f"{_SVG}g"]


_SVG = "{http://www.w3.org/2000/svg}"


def _svg(picture: Picture, lam: int | None, width: int) -> ElementTree.Element:
    spec = json.loads(json.dumps(picture.spec))
    for param in spec.get("params", []):
        if param["name"] == "lam" and lam is not None:
            param["value"] = lam
    spec["datasets"] = {
        name: json.loads(table.to_json(orient="records")) for name, table in picture.tables.items()
    }
    spec["config"]["params"] = [{"name": "background", "value": "white"}]
    spec |= {"width": width, "autosize": {"type": "fit", "contains": "padding"}}
    return ElementTree.fromstring(vl_convert.vegalite_to_svg(json.dumps(spec)))


def table(p=5, n=60, noise=1.0, seed=3):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p)) * np.arange(1, p + 1)
    return X, X @ np.where(np.arange(p) % 2, 0.0, 2.0 / np.arange(1, p + 1)) + noise * rng.normal(size=n)


def drawn_path(X, y) -> DrawnPath:
    knots = lasso_path(X, y, LAMBDAS).knots
    every = np.concatenate([LAMBDAS, knots[knots > LAMBDAS[0]]])
    bar_index = np.concatenate([np.arange(len(LAMBDAS)), np.full(len(every) - len(LAMBDAS), -1)])
    order = np.argsort(-every, kind="stable")
    path = lasso_path(X, y, every[order])
    names = tuple(f"x{i}" for i in range(X.shape[1]))
    return DrawnPath(path, bar_index[order], X.std(axis=0), names, path.coefficients * X.std(axis=0))


def errors_of_folds(best=13, sparse=20) -> CrossValidation:
    """Errors that fall and rise with λ, and where λ_min and λ_1se are said to be."""
    held_out = 3 + np.square(np.linspace(-1, 2, len(LAMBDAS)))
    return CrossValidation(
        lambdas=LAMBDAS,
        fold_errors=np.stack([held_out - 0.3, held_out + 0.3]),
        fold_of=np.arange(10) % 2,
        mean_error=held_out,
        standard_error=np.full(len(LAMBDAS), 0.3),
        index_min=best,
        index_1se=sparse,
        path=lasso_path(*table(), LAMBDAS),
    )


def errors_over_starts(starts=20) -> ErrorsOverStarts:
    """Without a penalty 0.5 and overfitting; 1 does little, 2 helps, 3 hurts, 4 collapses, 5 diverges."""
    noise = 0.02 * np.random.default_rng(0).normal(size=starts)
    validation = np.array([[0.5], [0.499], [0.4], [0.6], [0.693], [np.nan]]) + noise
    validation[1] += 0.01 * np.random.default_rng(1).normal(size=starts)
    training = np.array([[0.2], [0.21], [0.3], [0.5], [0.693], [np.nan]]) + 0 * noise
    constant = np.zeros((6, starts), bool)
    constant[4] = True
    return ErrorsOverStarts(STRENGTHS, "l2", training, validation, validation - 0.1, 0 * training, constant)


def cells() -> RateMap:
    """Four nets: one diverged, two are dead, one learns."""
    dead = np.array([[False, True], [False, True]])
    return RateMap(
        rates=(1.0, 0.1),
        lambdas=(0.5, 5.0),
        validation=np.array([[np.nan, 1.7], [0.3, 0.693]]),
        constant=dead,
        diverged_at=np.array([[7, -1], [-1, -1]]),
        turned=~dead,
        largest=np.array([[np.nan, 0.0], [2.0, 0.0]]),
        silent=dead & False,
        penalty="l2",
        m=20,
    )
