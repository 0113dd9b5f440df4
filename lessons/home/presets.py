"""Places worth seeing on the first page, each with a word on why."""

from charts.picture import Translate
from dashboard.presets import Preset
from lessons.home.choice import Choice
from lessons.home.questions import MOVED
from lessons.home.run import LAMBDA_CODES, run


def presets(_: Translate) -> list[Preset]:
    """Too small, best and too large a λ; L1 with a few weights left; a moved point at two λ."""
    best = {penalty: LAMBDA_CODES[run(Choice(penalty)).fit.best] for penalty in ("l2", "l1")}
    moved = {"point": str(MOVED.point), "shift": "1"}
    return [
        Preset(
            _("λ too small"),
            _("The weights cost next to nothing, and the curve follows the noise."),
            {"lam": LAMBDA_CODES[0]},
            "fails",
        ),
        Preset(
            _("The best λ of the bar"),
            _("Of all λ on the bar this one has the least error on the new points."),
            {"lam": best["l2"]},
        ),
        Preset(
            _("λ too large"),
            _("The weights are pressed towards 0: the curve is nearly flat and misses old and new points."),
            {"lam": LAMBDA_CODES[-1]},
            "fails",
        ),
        Preset(
            _("A few weights are enough"),
            _("L1 at its best λ: most of the weights are exactly 0, and new points are predicted well."),
            {"penalty": "l1", "lam": best["l1"]},
        ),
        Preset(
            _("One point, nearly free weights"),
            _("One point was moved by 1, and the curve is dragged far away."),
            moved | {"lam": LAMBDA_CODES[0]},
            "fails",
        ),
        Preset(
            _("One point, dearer weights"),
            _("The same point at a larger λ: it moves the curve less than it was moved itself."),
            moved | {"lam": best["l2"]},
        ),
        Preset(
            _("A book's polynomial"),
            _("The weights that a well-known book prints for three λ, beside those that the lab computes."),
            {"lam": best["l2"], "published": "1"},
            "published",
        ),
    ]
