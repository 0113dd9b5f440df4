"""Bowls worth seeing, as chips under the picture."""

from charts.picture import Translate
from dashboard.presets import Preset


def presets(_: Translate, act: int) -> tuple[Preset, ...]:
    """The bowls, each where it shows what it is for; `act` is the question that stays, counted from 0."""
    same = {"act": str(act + 1)} if act else {}
    return (
        Preset(
            _("A corner at once"),
            _("The free optimum lies near an axis: L1 reaches a corner soon after its region touches."),
            same | {"c1": "0.1", "c2": "1.5", "stretch": "1", "tilt": "0", "budget": "1.4"},
        ),
        Preset(
            _("Round bowl"),
            _("L1 takes the same amount off both weights, L2 the same share."),
            same | {"stretch": "1", "tilt": "0", "budget": "1"},
        ),
        Preset(
            _("λ instead of t"),
            _("The same bowl with one price λ for all in place of one budget t."),
            same | {"drive": "lam", "lam": "1"},
        ),
        Preset(
            _("On the diagonal"),
            _("L1 without a zero: the loss pulls equally hard at both weights, and they go to 0 together."),
            same | {"c1": "1", "c2": "1", "tilt": "45", "budget": "1"},
            "fails",
        ),
        Preset(
            _("A zero that does not stay"),
            _("Under L1 w₂ becomes exactly 0, and at a tighter budget it leaves 0 again."),
            same | {"c1": "1.6", "c2": "0.2", "stretch": "10", "tilt": "25", "budget": "1"},
            "fails",
        ),
        Preset(
            _("L2 crosses an axis"),
            _("At λ = 1 a weight of L2 is exactly 0, and at no other λ."),
            same | {"c1": "0.5", "c2": "1.5", "tilt": "45", "drive": "lam", "lam": "1"},
            "fails",
        ),
        Preset(
            _("A zero of the loss"),
            _(
                "The free optimum lies on an axis, and the bowl stands square to it: under L2 too a weight "
                "is 0 all the way."
            ),
            same | {"c1": "0", "c2": "1.5", "tilt": "90", "budget": "1"},
            "fails",
        ),
    )
