"""Places worth seeing on the map of η × λ."""

from charts.picture import Translate
from dashboard.presets import Preset
from lessons.choosing_lambda.network_choice import MEASURED


def places(_: Translate, part: dict[str, str], act: int) -> list[Preset]:
    """Known to work, known to fail; each leaves the act that is on, the one at place `act`, as it is."""
    every = [
        Preset(
            _("200 points, η = 0.1"),
            _("After 3,000 steps the validation loss has not turned, and the weakest λ is the best."),
            {"eta": "0.1", "lam": "0.01"},
        ),
        Preset(
            _("20 points, η = 0.1"),
            _("With few points the same η does turn: now the best λ of this row is 1."),
            {"m": "20", "eta": "0.1", "lam": "1"},
        ),
        Preset(
            _("20 points: ηλ/m above 2"),
            _("There every step of L2 throws a weight further across 0: crosses, without exception."),
            {"m": "20", "eta": "5", "lam": "20"},
            "fails",
        ),
        Preset(
            _("20 points, L1"),
            _("L1 takes too much as well, but it stops a weight at 0: dead nets, and not one cross."),
            {"m": "20", "penalty": "l1", "eta": "10", "lam": "100"},
            "fails",
        ),
    ]
    on = part | MEASURED | ({"act": str(act + 1)} if act else {})
    return [Preset(one.words, one.why, {**on, **one.codes}, one.kind) for one in every]
