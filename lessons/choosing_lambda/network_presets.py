"""Places worth seeing of the errors of a network."""

from charts.picture import Translate
from dashboard.presets import Preset
from lessons.choosing_lambda.network_choice import MEASURED


def places(_: Translate, part: dict[str, str], act: int) -> list[Preset]:
    """Known to work, known to fail; each leaves the act that is on, the one at place `act`, as it is."""
    every = [
        Preset(
            _("30 points"),
            _("Fewer points, more to gain: the loss without a penalty is five times that of the best λ."),
            {"m": "30"},
        ),
        Preset(
            _("Two spirals"),
            _("A winding boundary needs larger weights: λ = 1, good on the pitch, gains nothing here."),
            {"data": "spirals"},
        ),
        Preset(
            _("The strongest λ"),
            _("At λ = 50 each of the 20 nets gives one answer to all points. That costs ln 2 = 0.693."),
            {"lam": "50"},
            "fails",
        ),
        Preset(
            _("30 points, the strongest λ under L2"),
            _("With fewer points λ/m is larger: every net is dead from λ = 5 on already."),
            {"m": "30", "lam": "5"},
            "fails",
        ),
    ]
    on = part | MEASURED | ({"act": str(act + 1)} if act else {})
    return [Preset(one.words, one.why, {**on, **one.codes}, one.kind) for one in every]
