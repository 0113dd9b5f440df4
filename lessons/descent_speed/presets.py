"""Places worth seeing on the lesson on the speed of descent."""

from charts.picture import Translate
from dashboard.presets import Preset


def places(_: Translate) -> list[Preset]:
    """Known to work, known to fail; each with a word on why, and on the race of the second question."""
    here = {"act": "2"}
    return [
        Preset(
            _("A small weight"),
            _("From 0.5 on L1 is faster all the way."),
            here | {"w0": "0.5", "step": "20"},
        ),
        Preset(
            _("Both at once"),
            _("Elastic net takes a share like L2 and an amount like L1: it too arrives at exactly 0."),
            here | {"en": "1", "step": "60"},
        ),
        Preset(
            _("In decades"),
            _("An equal share is a straight line here, and an exact 0 has no place on the axis."),
            here | {"scale": "log", "step": "60"},
        ),
        Preset(
            _("With data"),
            _("Now L2 rests between 0 and the optimum of the data; so does L1, unless its λ is too strong."),
            here | {"pull": "1", "step": "100"},
        ),
        Preset(
            _("Subgradient steps"),
            _("The sign of w and nothing else: L1 jumps across 0 and finds no rest there."),
            here | {"l1step": "subgradient", "w0": "1.98", "lam": "2", "step": "30"},
            "fails",
        ),
        Preset(
            _("ηλ above 2"),
            _("Every step throws L2 to the other side of 0, farther than it was."),
            here | {"lam": "25", "w0": "1", "step": "8"},
            "fails",
        ),
        Preset(
            _("Clipped for ever"),
            _("Carried across 0 and set to 0, a clipped weight never goes where the data want it."),
            here | {"pull": "1", "w0": "0.5", "c": "-1", "l1step": "clipped", "step": "30"},
            "fails",
        ),
    ]
