"""The variables of the built-in tables in the language of the page."""

from dataclasses import replace

from charts.picture import Translate
from l2core.tables import Table


def in_language(_: Translate, table: Table) -> Table:
    """A built-in table with its variables, its target and its classes called as the page speaks."""
    known = _names(_)
    return replace(
        table,
        features=tuple(known.get(name, name) for name in table.features),
        target=known.get(table.target, table.target),
        classes=tuple(known.get(name, name) for name in table.classes),
    )


def _names(_: Translate) -> dict[str, str]:
    """Name in the file -> name on the page: ten measurements of patients, ten of tumours in three ways."""
    patients = {
        "age": _("age"),
        "sex": _("sex"),
        "bmi": _("bmi"),
        "blood pressure": _("blood pressure"),
        "cholesterol": _("cholesterol"),
        "ldl": _("ldl"),
        "hdl": _("hdl"),
        "cholesterol / hdl": _("cholesterol / hdl"),
        "log triglycerides": _("log triglycerides"),
        "glucose": _("glucose"),
        "progression": _("progression"),
        "diagnosis": _("diagnosis"),
        "benign": _("benign"),
        "malignant": _("malignant"),
    }
    measured = {
        "radius": _("radius"),
        "texture": _("texture"),
        "perimeter": _("perimeter"),
        "area": _("area"),
        "smoothness": _("smoothness"),
        "compactness": _("compactness"),
        "concavity": _("concavity"),
        "concave points": _("concave points"),
        "symmetry": _("symmetry"),
        "fractal dimension": _("fractal dimension"),
    }
    ways = {
        "mean {measure}": _("mean {measure}"),
        "worst {measure}": _("worst {measure}"),
        "{measure} error": _("{measure} error"),
    }
    tumours = {
        way.format(measure=name): words.format(measure=measure)
        for way, words in ways.items()
        for name, measure in measured.items()
    }
    return patients | tumours
