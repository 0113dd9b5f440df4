"""Every name that stands in the query string of a page: what it means, what its value is, where it is read.

One thing has one name: η is `eta`, the share of L1 is `r`, a data set is `data`. Links outlive the lab's
versions, so the names that older links use go on being read (`OLDER`) and are written as those of today.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """A name, what it stands for, what kind its value is of, and the pages that read it.

    kind: "number", "option" (a code out of a few), "options" (any of them), "switch" (0 or 1), "place" (a
    value of a track of the transport bar). pages: their files in pages/, or EVERY_PAGE.
    """

    code: str
    meaning: str
    kind: str
    pages: tuple[str, ...]


_NETWORKS = ("overfit_vs_regularized", "weight_shrinkage", "choosing_lambda")
_TRAINED = ("overfit_vs_regularized", "weight_shrinkage")
EVERY_PAGE = ("*",)

NAMES = (
    Name("lang", "language", "option", EVERY_PAGE),
    Name("act", "question of the lesson", "number", EVERY_PAGE),
    Name("lecture", "lecture mode: question, picture and bar alone, large", "switch", EVERY_PAGE),
    Name("hide", "controls that are not shown, by their names", "options", EVERY_PAGE),
    Name("vote", "room of a vote, on the page of who asks", "option", EVERY_PAGE),
    Name("join", "room of a vote, on the pages of those who vote", "option", EVERY_PAGE),
    # where the bar stands
    Name("lam", "λ, as the place of the bar", "place", EVERY_PAGE),
    Name("step", "step of training or of the race", "place", (*_TRAINED, "descent_speed")),
    Name("budget", "budget t", "place", ("model_space",)),
    Name("line", "line of the code", "place", ("two_functions",)),
    # the data
    Name("data", "data set", "option", _NETWORKS),
    Name("m", "training points", "number", (*_NETWORKS, "two_functions")),
    Name("flip", "label noise in %", "number", _NETWORKS),
    Name("noise", "scatter of the points, × the usual", "number", _NETWORKS),
    Name("col1", "column on the x axis", "option", _NETWORKS),
    Name("col2", "column on the y axis", "option", _NETWORKS),
    Name("label", "column with the two classes", "option", ("overfit_vs_regularized",)),
    Name("split", "column that splits the rows", "option", ("overfit_vs_regularized", "choosing_lambda")),
    Name("table", "table of a linear model", "option", ("choosing_lambda",)),
    Name("target", "column to predict", "option", ("choosing_lambda",)),
    Name("level", "word of the target that is 1", "option", ("choosing_lambda",)),
    Name("out", "columns that are left out", "options", ("choosing_lambda",)),
    Name("gaps", "columns whose gaps take their rows along", "options", ("choosing_lambda",)),
    Name("codes", "numbers that stand for missing", "options", ("choosing_lambda",)),
    Name("seed", "seed of what is drawn at random", "number", (*_NETWORKS, "model_space", "two_functions")),
    Name("point", "point that is moved", "option", ("home",)),
    Name("shift", "by how much it is moved", "number", ("home",)),
    # the model and its training
    Name("net", "layer sizes", "option", (*_TRAINED, "two_functions")),
    Name("start", "seed of the starting weights", "number", _TRAINED),
    Name("w0", "starting weight", "number", ("descent_speed",)),
    Name("eta", "learning rate η", "number", (*_NETWORKS, "descent_speed", "other_names")),
    Name("steps", "steps of training", "number", ("weight_shrinkage",)),
    Name("opt", "optimizer", "option", ("weight_shrinkage",)),
    Name("l1step", "how L1 steps", "option", ("descent_speed", "weight_shrinkage")),
    Name("penalty", "penalty", "option", ("home", "weight_shrinkage", "choosing_lambda", "other_names")),
    Name(
        "r",
        "share r of L1",
        "number",
        ("model_space", "descent_speed", "weight_shrinkage", "choosing_lambda", "other_names"),
    ),
    Name("en", "elastic net is added", "switch", ("model_space", "descent_speed")),
    Name("std", "variables are standardised", "switch", ("choosing_lambda", "other_names")),
    Name("folds", "folds of the cross-validation", "number", ("choosing_lambda",)),
    Name("cvseed", "seed of the folds", "number", ("choosing_lambda",)),
    Name("measure", "error by which λ is chosen where there are two classes", "option", ("choosing_lambda",)),
    Name("balance", "both classes count alike", "switch", ("choosing_lambda",)),
    Name("keep", "variables that are never penalised", "options", ("choosing_lambda",)),
    Name("trust", "variables that are penalised half as much", "options", ("choosing_lambda",)),
    Name("gamma", "share γ of the penalised fit in the relaxed one", "number", ("choosing_lambda",)),
    Name("rule", "which λ the answer is about, λ_1se or λ_min", "option", ("choosing_lambda",)),
    # the bowl, and the parabola of one weight
    Name("c1", "free optimum w₁", "number", ("model_space",)),
    Name("c2", "free optimum w₂", "number", ("model_space",)),
    Name("stretch", "stretch of the bowl", "number", ("model_space",)),
    Name("tilt", "tilt of the bowl in degrees", "number", ("model_space",)),
    Name("drive", "whether the bar sets t or λ", "option", ("model_space",)),
    Name("pull", "the data pull back", "switch", ("descent_speed",)),
    Name("c", "optimum of the data", "number", ("descent_speed",)),
    Name("h", "curvature of the data", "number", ("descent_speed",)),
    # one λ in everybody's convention
    Name("conv", "convention of the λ at hand", "option", ("other_names",)),
    Name("to", "convention that it is read in, or every one", "option", ("other_names",)),
    Name("value", "the number in that convention", "number", ("other_names",)),
    Name("l1", "the number of Keras for ‖w‖₁", "number", ("other_names",)),
    Name("l2", "the number of Keras for ‖w‖²", "number", ("other_names",)),
    Name("n", "rows", "number", ("other_names",)),
    Name("batch", "rows in a batch", "number", ("other_names",)),
    Name("outputs", "numbers that the model predicts at once", "number", ("other_names",)),
    Name("s", "standard deviation s of y", "number", ("other_names",)),
    # what is looked at
    Name("part", "part of the page", "option", ("choosing_lambda", "two_functions", "twelve_things")),
    Name("scale", "scale of the weights' axis", "option", ("descent_speed", "weight_shrinkage")),
    Name(
        "published",
        "published results stand beside those computed",
        "switch",
        ("home", "choosing_lambda"),
    ),
    Name("spread", "λ in other folds and on other rows", "switch", ("choosing_lambda",)),
    Name("rules", "λ_min and λ_1se side by side", "switch", ("choosing_lambda",)),
    Name("stable", "how often each variable is in the model", "switch", ("choosing_lambda",)),
    Name("ranges", "how far the coefficients spread", "switch", ("choosing_lambda",)),
    Name("take_home", "the scripts for this table are shown", "switch", ("choosing_lambda",)),
    Name("honest", "the error of the choice itself", "switch", ("choosing_lambda",)),
    Name("calibration", "whether the probabilities are right", "switch", ("choosing_lambda",)),
    Name("model", "the model at the λ of the bar", "switch", ("choosing_lambda",)),
    Name("against", "what the paths are drawn against", "option", ("choosing_lambda",)),
    Name("val", "validation points are shown", "switch", ("overfit_vs_regularized",)),
    Name("starts", "many starts are shown", "switch", _TRAINED),
    Name(
        "draws", "many draws of the data are shown", "switch", ("overfit_vs_regularized", "choosing_lambda")
    ),
    Name("w", "weight that is followed", "option", ("weight_shrinkage",)),
    Name("look", "closer look", "option", ("weight_shrinkage",)),
    Name("raced", "penalty of the race with λ changed in mid-run", "option", ("weight_shrinkage",)),
    Name("switch", "step after which λ changes", "number", ("weight_shrinkage",)),
    Name("race", "the race is run", "switch", ("weight_shrinkage",)),
    Name("slip", "mistake in the code", "option", ("two_functions",)),
    Name("cell", "test cell of the course", "option", ("two_functions",)),
)

# page -> the name in older links -> the name of today
OLDER: Mapping[str, Mapping[str, str]] = {
    "overfit_vs_regularized": {"lr": "eta", "hidden": "net", "x": "col1", "y": "col2", "part": "split"},
    "weight_shrinkage": {"rate": "eta", "third": "penalty", "axis": "scale"},
    "choosing_lambda": {"alpha": "r", "netpenalty": "penalty", "kind": "penalty", "x": "against"},
    "other_names": {"kind": "penalty"},
    "descent_speed": {"data": "pull"},
}

# page, name and code in older links -> the page that this is today
MOVED: Mapping[tuple[str, str, str], str] = {("choosing_lambda", "part", "translator"): "other_names"}

_BY_CODE = {name.code: name for name in NAMES}


def checked(code: str, page: str) -> str:
    """`code`, if it is the name of something on this page; KeyError otherwise."""
    if code not in _BY_CODE or (_BY_CODE[code].pages != EVERY_PAGE and page not in _BY_CODE[code].pages):
        raise KeyError(f"{code} needs a row in dashboard.address_names.NAMES that names the page {page}")
    return code


def of_today(page: str, codes: Mapping[str, str]) -> dict[str, str]:
    """The query string of a page with the names that older links use replaced by those of today."""
    older = OLDER.get(page, {})
    return {older.get(name, name): code for name, code in codes.items()}


def moved_to(page: str, codes: Mapping[str, str]) -> str | None:
    """The page on which what an older address asks of `page` stands today; None where that is `page`."""
    return next((MOVED[page, *item] for item in codes.items() if (page, *item) in MOVED), None)
