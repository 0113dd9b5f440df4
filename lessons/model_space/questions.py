"""The questions of the model space: each is run, and what happened is told with the numbers of the run."""

from dataclasses import replace

import numpy as np

from charts.model_space.places import places
from charts.model_space.plane import PANELS, pair
from charts.numbers import number
from charts.picture import Translate
from dashboard.scene import Act, Outcome, Show
from l2core.bowl import Bowl, penalized_minimum, tilted_bowl, vanishing_lambda
from l2core.optima import ROUNDING, l2_crossings, optima_at_reaches
from l2core.penalties import soft_threshold
from l2core.random_bowls import random_landings
from lessons.model_space.choice import TYPICAL, position_codes
from lessons.model_space.run import Here
from lessons.model_space.words import place_text, share_of_all

TIGHT = 0.5  # the t of the question on zeros
TURNED = 45.0  # the tilt of the question on soft-thresholding
ROUND_BUDGET = 1.0  # the t of the question on round bowls
COUNT = 1000  # round bowls


def acts(_: Translate) -> tuple[Act, ...]:
    """The questions of the lesson, in their order."""
    return (
        Act(
            "held",
            _("Tighten the budget from loose to 0. Which penalty holds one weight at exactly 0 for a while?"),
            held_options(_),
        ),
        Act(
            "zeros",
            _("Elastic net mixes L1 and L2. At t = 0.5, which penalty has a weight that is exactly 0?"),
            zeros_options(_),
            {"en": "1"},
        ),
        Act(
            "crossing",
            _(
                "Now a price λ in place of the budget. At which λ above 0 does L2 have one weight at "
                "exactly 0?"
            ),
            crossing_options(_),
            {"c1": "0.5", "c2": "1.5", "tilt": "45", "drive": "lam"},
        ),
        Act(
            "soft",
            _(
                "The bowl is turned to 45°, and λ is half of what makes L1 give up both weights. Does "
                "soft-thresholding the free optimum, each weight on its own by λ over its curvature, hit the "
                "L1 optimum?"
            ),
            soft_options(_),
            {"tilt": "45", "drive": "lam"},
        ),
        Act(
            "round",
            _("Let 1000 random bowls be perfectly round. How many get an exact 0 under L1 at t = 1?"),
            round_options(_),
            {"stretch": "1", "tilt": "0"},
        ),
    )


def outcome(_: Translate, here: Here, act: str) -> Outcome:
    """What comes out of the act for the bowl of the page, and the place of the bar that decides it."""
    if act == "held":
        return Outcome(*held(_, here), [_first_corner(_, here)])
    if act == "zeros":
        return Outcome(*zeros(_, here), [_show(_, here, "budget", TIGHT, {"en": "1"})])
    if act == "crossing":
        crossings = l2_crossings(here.bowl)
        return Outcome(*crossing(_, here), [_show(_, here, "lam", crossings[0][1] if crossings else 1.0, {})])
    if act == "soft":
        lambd = _halfway(_turned(here))
        return Outcome(*soft(_, here), [_show(_, here, "lam", lambd, {"tilt": f"{TURNED:.0f}"})])
    hard = replace(here.choice, drive="budget")
    at = _nearest("budget", ROUND_BUDGET)
    bowls = _show(_, here, "budget", ROUND_BUDGET, {"seed": str(TYPICAL)})  # the seed opens the door
    words = _("Show me random bowls of every shape at t = 1")
    return Outcome(*round_bowls(_, replace(here, choice=hard, at=at)), [replace(bowls, words=words)])


def held(_: Translate, here: Here) -> tuple[str, str]:
    """Which of L1 and L2 has one weight at 0 on a whole span of t: "l1", "l2", "both" or "neither"."""
    if not here.bowl.center.any():  # both weights are 0 at every t
        return "neither", _("The free optimum is 0 already: no penalty has anything to hold.")
    l1, l2 = here.optima["l1"].spans, here.optima["l2"].spans
    if l1:
        words = _(
            "Under L1 {weight} is exactly 0 from t = {since} down to {until}: there the region touches with "
            "a corner, and a corner withstands pulls from a whole wedge of directions."
        )
    else:  # no span of t before 0 has a zero: |b₁| = |b₂| for b = Hc
        words = _("Under L1 both weights go to 0 together: the loss pulls equally hard at both.")
    # r = 0: a span of zeros is only there where the loss has it (H₁₂ = 0 and cᵢ = 0)
    round_edge = (
        _("Under L2 it is 0 only because the loss has it there: it is 0 in the free optimum too.")
        if l2
        else _("L2 has no corner: each point of its circle withstands one direction only, so w slides on.")
    )
    first = l1[0] if l1 else None
    told = words.format(
        weight=("w₁", "w₂")[first.weight] if first else "",
        since=number(first.since) if first else "",
        until=number(first.until) if first else "",
    )
    happened = {(True, False): "l1", (False, True): "l2", (True, True): "both", (False, False): "neither"}
    return happened[bool(l1), bool(l2)], f"{told} {round_edge}"


def held_options(_: Translate) -> dict[str, str]:
    """What can be answered to `held`."""
    return {"l1": _("L1 alone"), "l2": _("L2 alone"), "both": _("both"), "neither": _("neither")}


def crossing(_: Translate, here: Here) -> tuple[str, str]:
    """For which λ > 0 one weight of L2 is exactly 0: "none", "one" or a whole "range"."""
    if not here.bowl.center.any():
        return "none", _("The free optimum is 0 already: both weights are 0 at every λ.")
    if spans := here.optima["l2"].spans:  # r = 0: H₁₂ = 0 and cᵢ = 0
        words = _(
            "{weight} is 0 at every λ, but not because of L2: it is 0 in the free optimum already, and the "
            "bowl stands square to the axes."
        )
        return "range", words.format(weight=("w₁", "w₂")[spans[0].weight])
    if crossings := l2_crossings(here.bowl):
        words = _(
            "{weight} passes through 0 at λ = {lambd} and changes its sign. L2 pulls a weight in proportion "
            "to its size: at 0 it pulls with nothing, so it cannot keep it there."
        )
        weight, lambd = crossings[0]
        return "one", words.format(weight=("w₁", "w₂")[weight], lambd=number(lambd))
    return "none", _(
        "This path meets no axis on its way. L2 pulls a weight in proportion to its size: the nearer it is "
        "to 0, the weaker the pull."
    )


def crossing_options(_: Translate) -> dict[str, str]:
    """What can be answered to `crossing`."""
    return {"none": _("at no λ"), "one": _("at one single λ"), "range": _("on a whole range of λ")}


def zeros(_: Translate, here: Here) -> tuple[str, str]:
    """Which penalties have a weight that is exactly 0 at t = 0.5: "l1", "both", …"""
    w = {
        penalty: optima_at_reaches(here.bowl, penalty, [TIGHT], l1_ratio=here.choice.l1_ratio).w[0]
        for penalty in PANELS
    }
    sparse = "+".join(penalty for penalty in PANELS if np.any(w[penalty] == 0))
    known = {"": "none", "l1": "l1", "l1+elastic_net": "both", "l1+l2+elastic_net": "all"}
    because = _(
        "A corner of a region can hold a weight at exactly 0, a round edge cannot: at t = 0.5 L1 is at {l1}, "
        "L2 at {l2} and elastic net at {en}."
    )
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


def soft(_: Translate, here: Here) -> tuple[str, str]:
    """Whether S(cᵢ, λ/Hᵢᵢ), weight by weight, is the L1 optimum of the bowl turned to 45°: "yes" or "no"."""
    turned = _turned(here)
    lambd = _halfway(turned)
    optimum = penalized_minimum(turned, "l1", lambd)
    curvatures = np.diag(turned.hessian)
    guess = np.array([soft_threshold(c, lambd / h) for c, h in zip(turned.center, curvatures, strict=True)])
    hit = bool(np.abs(guess - optimum).max() <= ROUNDING * np.abs(turned.center).max())
    digits = 3
    while not hit and pair(guess, digits) == pair(optimum, digits):  # what differs must not look alike
        digits += 1
    because = _("At λ = {lambd} soft-thresholding gives {guess}; the optimum is {w}.")
    told = because.format(lambd=number(lambd), guess=pair(guess, digits), w=pair(optimum, digits))
    h12 = float(turned.hessian[0, 1])
    if h12 == 0:  # loss(w) = ½ H₁₁ (w₁ − c₁)² + ½ H₂₂ (w₂ − c₂)²
        why = _("The loss is a sum of one part for each weight, so each can be treated on its own.")
    elif not hit:
        why = _(
            "The weights are tied to each other, H₁₂ = {h12}: where one moves, the loss pulls differently at "
            "the other."
        ).format(h12=number(h12))
    else:  # tied, and hit by chance or because both are 0: nothing is claimed
        why = ""
    return ("yes" if hit else "no"), f"{told} {why}".strip()


def _halfway(bowl: Bowl) -> float:
    """The λ of the bar, above 0, that is nearest to half of that from which on L1 has nothing left."""
    return float(places("lam")[max(1, _nearest("lam", vanishing_lambda(bowl, "l1") / 2))])


def soft_options(_: Translate) -> dict[str, str]:
    """What can be answered to `soft`."""
    return {"yes": _("yes"), "no": _("no")}


def round_bowls(_: Translate, here: Here, seed: int = TYPICAL) -> tuple[str, str]:
    """How many of 1000 round bowls get an exact 0 under L1 where the bar stands: "few", "some", …"""
    hard = here.choice.drive == "budget"  # for L1 and for L2 a budget t reaches t
    l1, l2 = (
        random_landings(
            penalty,
            budget=here.place if hard else None,
            lambd=None if hard else here.place,
            count=COUNT,
            seed=seed,
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
    # H = I: S(c, λ) under L1, c / (1 + λ) under L2
    why = _(
        "In a round bowl L1 takes the same amount off |c₁| and |c₂|, until one of them is 0; L2 takes the "
        "same share off both, and never all."
    )
    return next(code for code, most in bins.items() if counts[0] <= most), f"{because} {why}".format(
        here=place_text(here),
        l1=counts[0],
        l2=counts[1],
        all_l1=share_of_all(here, "l1", condition=1.0),
        all_l2=share_of_all(here, "l2", condition=1.0),
    )


def round_options(_: Translate) -> dict[str, str]:
    """What can be answered to `round_bowls`."""
    return {
        "few": _("up to 10 %"),
        "some": _("over 10 and up to 40 %"),
        "many": _("over 40 and up to 70 %"),
        "most": _("over 70 %"),
    }


def _turned(here: Here) -> Bowl:
    return tilted_bowl(here.bowl.center, here.choice.stretch, TURNED)


def _first_corner(_: Translate, here: Here) -> Show:
    """The first place of the bar at which one weight of L1 is 0; t = 0.5 or λ = 1 where there is none."""
    drive = here.choice.drive
    corners = np.flatnonzero(np.sum(here.optima["l1"].w == 0, axis=1) == 1)
    place = places(drive)[corners[0]] if corners.size else {"budget": TIGHT, "lam": 1.0}[drive]
    return _show(_, here, drive, float(place), {})


def _show(_: Translate, here: Here, drive: str, place: float, more: dict[str, str]) -> Show:
    """The page's bowl at the place of the bar that is nearest to a t or a λ."""
    code = position_codes(drive)[_nearest(drive, place)]
    words = _("Show me t = {place}") if drive == "budget" else _("Show me λ = {place}")
    return Show(words.format(place=code), here.choice.codes | {"drive": drive, drive: code} | more)


def _nearest(drive: str, place: float) -> int:
    return int(np.abs(places(drive) - place).argmin())
