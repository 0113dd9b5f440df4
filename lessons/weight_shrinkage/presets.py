"""Places worth seeing: links to states of the page, each with a word on why.

What the words claim is measured in tests/lessons/weight_shrinkage/test_presets.py.
"""

from dashboard.presets import Preset
from dashboard.text import Translate

END = "3000"  # the last step of the usual training


def presets(_: Translate) -> list[Preset]:
    """All of them."""
    return [*known_to_work(_), *known_to_fail(_)]


def known_to_work(_: Translate) -> list[Preset]:
    return [
        Preset(
            _("What is left of the net"),
            _(
                "λ = 1: L1 has cut all but four wires. They join both inputs, one neuron in each hidden "
                "layer, and the output."
            ),
            {"look": "wiring", "step": END},
        ),
        Preset(
            _("In decades"),
            _(
                "λ = 3: under L2 about half of the weights sink on straight, parallel slopes, and never meet "
                "the line of exact zeros."
            ),
            {"lam": "3", "scale": "log", "step": END},
        ),
        Preset(
            _("Elastic net"),
            _("Half of the penalty is L1, and most weights still end at exactly 0."),
            {"penalty": "elastic_net", "step": END},
        ),
        Preset(
            _("Weight decay"),
            _("AdamW shrinks apart from its step on the data: L1 makes exact zeros here as well."),
            {"opt": "adamw", "eta": "0.01", "lam": "10", "step": END},
        ),
    ]


def known_to_fail(_: Translate) -> list[Preset]:
    return [
        Preset(
            _("Subgradient steps"),
            _("Not one weight is exactly 0: most of them hop to and fro across it."),
            {"l1step": "subgradient", "step": END},
            "fails",
        ),
        Preset(
            _("λ too large"),
            _("λ = 100: L1 has made every weight 0, L2 every one tiny; both nets answer ½ to everything."),
            {"lam": "100", "step": END},
            "fails",
        ),
        Preset(
            _("ηλ/m above 2"),
            _("20 points and η = 2: each step of L2 throws the weights across 0 and farther out."),
            {"m": "20", "eta": "2", "lam": "100", "step": "317"},
            "fails",
        ),
    ]
