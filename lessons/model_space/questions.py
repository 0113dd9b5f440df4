"""The questions of the model space: each is run, and what happened is told with the numbers of the run."""

import numpy as np

from charts.model_space.plane import PANELS, pair
from charts.numbers import number
from charts.picture import Translate
from l2core.bowl import penalized_minimum, tilted_bowl, vanishing_lambda
from l2core.optima import ROUNDING, optima_at_reaches
from l2core.penalties import soft_threshold
from l2core.random_bowls import random_landings
from lessons.model_space.run import Scene
from lessons.model_space.words import place_text, share_of_all

TIGHT = 0.5  # the t of the first question
COUNT = 1000  # round bowls


def zeros(_: Translate, scene: Scene) -> tuple[str, str]:
    """Which penalties have a weight that is exactly 0 at t = 0.5: "l1", "both", …"""
    w = {
        penalty: optima_at_reaches(scene.bowl, penalty, [TIGHT], l1_ratio=scene.choice.l1_ratio).w[0]
        for penalty in PANELS
    }
    sparse = "+".join(penalty for penalty in PANELS if np.any(w[penalty] == 0))
    known = {"": "none", "l1": "l1", "l1+elastic_net": "both", "l1+l2+elastic_net": "all"}
    because = _("At t = 0.5 L1 is at {l1}, L2 at {l2} and elastic net at {en}.")
    return known.get(sparse, "other"), because.format(
        l1=pair(w["l1"]), l2=pair(w["l2"]), en=pair(w["elastic_net"])
    )


def zeros_options(_: Translate) -> dict[str, str]:
    """What can be answered to `zeros`."""
    return {
        "none": _("none of them"),
        "l1": _("L1 alone"),
        "both": _("L1 and elastic net"),
        "all": _("all three"),
        "other": _("another mix"),
    }


def soft(_: Translate, scene: Scene) -> tuple[str, str]:
    """Whether S(cᵢ, λ/Hᵢᵢ), weight by weight, is the L1 optimum of the bowl turned to 45°: "yes" or "no"."""
    turned = tilted_bowl(scene.bowl.center, scene.choice.stretch, 45.0)
    lambd = vanishing_lambda(turned, "l1") / 2
    optimum = penalized_minimum(turned, "l1", lambd)
    curvatures = np.diag(turned.hessian)
    guess = np.array([soft_threshold(c, lambd / h) for c, h in zip(turned.center, curvatures, strict=True)])
    hit = bool(np.abs(guess - optimum).max() <= ROUNDING * np.abs(turned.center).max())
    digits = 3
    while not hit and pair(guess, digits) == pair(optimum, digits):  # what differs must not look alike
        digits += 1
    because = _("At λ = {lambd} soft-thresholding gives {guess}; the optimum is {w}.")
    return ("yes" if hit else "no"), because.format(
        lambd=number(lambd), guess=pair(guess, digits), w=pair(optimum, digits)
    )


def soft_options(_: Translate) -> dict[str, str]:
    """What can be answered to `soft`."""
    return {"yes": _("yes"), "no": _("no")}


def round_bowls(_: Translate, scene: Scene) -> tuple[str, str]:
    """How many of 1000 round bowls get an exact 0 under L1 where the bar stands: "few", "some", …"""
    hard = scene.choice.drive == "budget"  # for L1 and for L2 a budget t reaches t
    l1, l2 = (
        random_landings(
            penalty,
            budget=scene.place if hard else None,
            lambd=None if hard else scene.place,
            count=COUNT,
            seed=scene.choice.seed,
            condition=1.0,
        )
        for penalty in ("l1", "l2")
    )
    bins = {"few": 100, "some": 400, "many": 700, "most": COUNT}
    counts = [int(found.on_axis.sum()) for found in (l1, l2)]
    because = _(
        "At {here}: {l1} of 1000 under L1 and {l2} of 1000 under L2. Of all round bowls it is {all_l1} and "
        "{all_l2}."
    )
    return next(code for code, most in bins.items() if counts[0] <= most), because.format(
        here=place_text(scene),
        l1=counts[0],
        l2=counts[1],
        all_l1=share_of_all(scene, "l1", condition=1.0),
        all_l2=share_of_all(scene, "l2", condition=1.0),
    )


def round_options(_: Translate) -> dict[str, str]:
    """What can be answered to `round_bowls`."""
    return {
        "few": _("up to 10 %"),
        "some": _("over 10 and up to 40 %"),
        "many": _("over 40 and up to 70 %"),
        "most": _("over 70 %"),
    }
