"""Places worth seeing on the page of the two functions."""

from charts.picture import Translate
from dashboard.presets import Preset


def places(_: Translate, act: int) -> list[Preset]:
    """Each with a word on why; `act` is the question that stays, counted from 0."""
    same = {"act": str(act + 1)} if act else {}
    return [
        Preset(
            _("Where λ enters"),
            _("The gradient of a weight: what the data say, and beside it (λ/m) times the weight itself."),
            same | {"line": "dW2", "lam": "2.4"},
        ),
        Preset(
            _("The largest net"),
            _("3-4-3-1 with 6 examples: the same lines, longer sums."),
            same | {"net": "3-4-3-1", "m": "6", "line": "Z1"},
        ),
        Preset(
            _("The course's cells"),
            _("Cost and gradients that the course prints, beside those that these functions compute."),
            same | {"cell": "gradients", "line": "dW1"},
            "published",
        ),
        Preset(
            _("Nothing to find at λ = 0"),
            _("Every term with λ is 0 there: a forgotten one passes the gradient check."),
            same | {"slip": "penalty", "lam": "0", "line": "penalty"},
            "fails",
        ),
        Preset(
            _("Divided by m once too little"),
            _("λ W in place of (λ/m) W: the check names every dW and no db."),
            same | {"slip": "division_by_m", "line": "dW3"},
            "fails",
        ),
    ]
