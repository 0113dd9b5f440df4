"""Places worth seeing: links to states of the page, each with a word on why.

What the words claim is measured in tests/lessons/overfit_vs_regularized/test_presets.py.
"""

from dashboard.presets import Preset
from dashboard.text import Translate


def presets(_: Translate, early: int) -> list[Preset]:
    """All of them; `early` is a step after which the free net is at its best."""
    return [*known_to_work(_, early), *known_to_fail(_)]


def known_to_work(_: Translate, early: int) -> list[Preset]:
    return [
        Preset(
            _("Where the page starts"),
            _("λ = 1: either penalty about halves the validation loss, and the boundary is far straighter."),
            {},
        ),
        Preset(
            _("Stopped in time"),
            _(
                "After {step} steps the net without a penalty does as well on validation points as the "
                "others do at the end: few steps act like a penalty."
            ).format(step=early),
            {"step": str(early)},
        ),
        Preset(
            _("Plenty of data"),
            _("With 300 points there is far less left for a penalty to do."),
            {"m": "300"},
        ),
        Preset(
            _("Measured, not made"),
            _("Two measurements of tumours: the same story on real data."),
            {"data": "breast_cancer", "lam": "3"},
        ),
    ]


def known_to_fail(_: Translate) -> list[Preset]:
    return [
        Preset(
            _("Small sample, no penalty"),
            _("30 points can be learned by heart; look at the left picture."),
            {"m": "30"},
            "fails",
        ),
        Preset(
            _("Label noise 20 %"),
            _(
                "Each label is wrong with a chance of one in five, and λ = 0.01 is too weak: every net "
                "learns most of the wrong ones."
            ),
            {"flip": "20", "lam": "0.01"},
            "fails",
        ),
        Preset(
            _("λ too large"),
            _("The weights go to 0, and the net gives every point the same answer."),
            {"lam": "50"},
            "fails",
        ),
        Preset(
            _("Spirals at λ = 1"),
            _(
                "A winding boundary needs large weights: with λ = 1 either penalty gets fewer validation "
                "points right than none. Compare λ = 0.01."
            ),
            {"data": "spirals"},
            "fails",
        ),
        Preset(
            _("η and λ too large together"),
            _("η·λ/m is above 2: L2 throws the weights across 0, further each time."),
            {"m": "30", "lam": "50", "eta": "2"},
            "fails",
        ),
    ]
