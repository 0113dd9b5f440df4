"""What to notice of a race, point by point, with its own numbers.

Beside each sentence stands what must hold for it to be true; tests/lessons/descent_speed/test_truth.py holds
every one against steps in exact fractions.
"""

from charts.numbers import number
from charts.picture import Translate
from l2core.descent import stability, steps_to_fall
from l2core.race import Race
from lessons.descent_speed.formula import NEAR
from lessons.descent_speed.words import DIGITS


def points(_: Translate, race: Race, lam: int) -> list[str]:
    """What to notice."""
    if race.resting:
        return [
            _l1_with_data(_, race, lam),
            _l2_with_data(_, race, lam),
            _why_there(_, race, lam),
            _at_zero_with_data(_, race, lam),
        ]
    return [_l1(_, race, lam), _l2(_, race, lam), _who_is_faster(_, race, lam), _at_zero(_, race, lam)]


def _l1(_: Translate, race: Race, lam: int) -> str:
    arrival = steps_to_fall(race.start, "l1", float(race.lambdas[lam]), race.learning_rate)
    if race.l1_step == "subgradient" and arrival > race.steps:  # w₀ > steps · ηλ
        words = _(
            "**L1** takes off {amount} at every step: a straight line. It needs {n} steps to get to 0 or "
            "across it, more than this race has: raise λ or η."
        )
    elif race.l1_step == "subgradient":  # n = ⌈w₀ / (ηλ)⌉ ≤ steps, but for rounding
        words = _(
            "**L1** takes off {amount} at every step: a straight line, until it gets to 0 or across it at "
            "step {n}."
        )
    elif arrival > race.steps:  # n = ⌈w₀ / (ηλ)⌉ > steps
        words = _(
            "**L1** takes off {amount} at every step: a straight line. It needs {n} steps to 0, more than "
            "this race has: raise λ or η."
        )
    else:  # n = ⌈w₀ / (ηλ)⌉ ≤ steps; the last step takes what is left, however little
        words = _(
            "**L1** takes off {amount} at every step, and at the last what is left: a straight line, exactly "
            "0 from step {n} on."
        )
    return words.format(amount=number(race.step_size(lam)), n=number(arrival))


def _l2(_: Translate, race: Race, lam: int) -> str:
    near = steps_to_fall(race.start, "l2", float(race.lambdas[lam]), race.learning_rate, threshold=NEAR)
    if race.factor(lam) == 0:  # ηλ = 1
        words = _("**L2** takes off all at once, for ηλ = 1: the one setting at which it lands on exactly 0.")
    else:
        words = {
            # 0 < ηλ < 1; n is the first step with (1 − ηλ)ⁿ w₀ ≤ NEAR
            "monotone": _(
                "**L2** takes off the share {share} of what is left: an exponential (a straight line on the "
                "logarithmic scale, under More settings). Within {near} of 0 from step {n} on, never exactly "
                "0."
            ),
            # 1 < ηλ < 2; n as before, of |1 − ηλ|
            "oscillates": _(
                "**L2** is multiplied by {factor} at each step: it swings around 0, and is within {near} of "
                "it from step {n} on."
            ),
            # ηλ ≥ 2, and w₀ > 0
            "diverges": _(
                "**L2** is multiplied by {factor} at each step: it swings around 0 and never settles."
            ),
        }[race.outlook(lam)]
    return words.format(
        share=number(race.step_size(lam), DIGITS),
        near=number(NEAR),
        n=number(near),
        factor=number(race.factor(lam), DIGITS),
    )


def _who_is_faster(_: Translate, race: Race, lam: int) -> str:
    faster = _(
        "**Who is faster?** Above |w| = 1 L2, below it L1: in the picture of speed against size they cross "
        "there."
    )
    ahead = race.l1_ahead_from(lam)
    if ahead is None:
        return faster
    # |w| of L2 is the smaller one at some step before n, and that of L1 at every step from n on
    return faster + " " + _("Here L2 leads at first, and L1 from step {n} on.").format(n=ahead)


def _at_zero(_: Translate, race: Race, lam: int) -> str:
    if race.l1_step == "clipped":  # without data both go down by ηλ and stop at 0
        return _("**Clipped** L1 draws the line of proximal L1 here. Where the data pull, the two can part.")
    if race.l1_step == "proximal":
        if "elastic_net" not in race.weights:  # |w| ≤ ηλ at the step that leads to 0
            return _("**Proximal** L1 takes no more than there is: so it stops at 0 and does not cross it.")
        if race.l1_ratio == 0:  # r = 0: the step of L2, and nothing taken off
            return _("**Elastic net** with no share of L1 is L2.")
        if race.l1_ratio == 1:  # r = 1: nothing multiplied, and the step of L1
            return _("**Elastic net** with no share of L2 is L1.")
        if race.elastic_net_share(lam) == 1:  # ηλ(1 − r) = 1: nothing is left to take an amount off
            return _("**Elastic net** takes off all at once here: its share ηλ(1 − r) is 1.")
        # 0 < r < 1, and the share is not all
        return _("**Elastic net** does both: it takes a share like L2 and an amount like L1.")
    words = {
        # not yet there, whatever comes then
        "far": _(
            "**Subgradient** L1 has no rest at 0: but for the accident of landing on it, it jumps across it "
            "for ever once it is there, within ±ηλ = ±{amount} (shaded on the linear scale)."
        ),
        # w₀ = k · ηλ, and floating point agrees
        "lands": _("**Subgradient** L1 hits 0 here by accident: w₀ is a whole number of its steps."),
        # w₀ = k · ηλ, and floating point misses it by `nearest`
        "misses": _(
            "**Subgradient** L1 would hit 0 here, w₀ being a whole number of its steps, but rounding leaves "
            "{nearest}: so it jumps across 0 for ever, within ±ηλ = ±{amount} (shaded on the linear scale)."
        ),
        # w₀ = k · ηλ for no whole k: to and fro between w₀ mod ηλ and that less ηλ
        "jumps": _(
            "**Subgradient** L1 has no rest at 0: once there it jumps across it for ever, within "
            "±ηλ = ±{amount} (shaded on the linear scale). It is never exactly 0."
        ),
    }[race.at_zero(lam)]
    return words.format(amount=number(race.step_size(lam)), nearest=number(race.nearest(lam)))


def _l1_with_data(_: Translate, race: Race, lam: int) -> str:
    lambd, h, c = float(race.lambdas[lam]), race.curvature, race.center
    lowest = float(race.resting["l1"][lam])
    if lowest == 0:  # λ ≥ h|c|
        words = _(
            "**L1**: its cost is lowest at exactly 0. Its λ = {lambd} holds against the data's pull, "
            "h|c| = {pull}."
        )
    else:  # λ < h|c|
        words = _(
            "**L1**: its cost is lowest at {lowest}. It takes the amount λ/h = {gap} off |c|: the soft "
            "threshold."
        )
    return words.format(
        lowest=number(lowest), gap=number(lambd / h), lambd=number(lambd), pull=number(h * abs(c))
    )


def _l2_with_data(_: Translate, race: Race, lam: int) -> str:
    lambd, h = float(race.lambdas[lam]), race.curvature
    if race.center != 0:  # h > 0: the share is above 0
        words = _(
            "**L2**: its cost is lowest at {lowest}, the share h/(h + λ) = {share} of c, and so never at 0."
        )
    elif race.factor(lam) == 0:  # c = 0 and η(h + λ) = 1
        words = _(
            "**L2**: its cost is lowest at 0, for which here the data ask too. It is there after one step, "
            "for η(h + λ) = 1."
        )
    elif race.outlook(lam) in ("diverges", "data diverge"):  # c = 0 and η(h + λ) ≥ 2
        words = _(
            "**L2**: its cost is lowest at 0, for which here the data ask too. At this learning rate no step "
            "brings it closer."
        )
    else:  # c = 0, 0 < |1 − η(h + λ)| < 1 and w₀ > 0
        words = _(
            "**L2**: its cost is lowest at 0, for which here the data ask too. It nears it and never gets "
            "there."
        )
    return words.format(lowest=number(float(race.resting["l2"][lam])), share=number(h / (h + lambd)))


def _why_there(_: Translate, race: Race, lam: int) -> str:
    if race.center == 0:  # the sign of both pulls is −sign(w)
        return _("**Why there?** The data and the penalty both pull towards 0.")
    if race.outlook(lam) in ("diverges", "data diverge"):  # η(h + λ) ≥ 2
        return _("**Does it get there?** At this learning rate no step brings L2 closer.")
    if race.resting["l1"][lam] != 0:  # λ < h|c|: λ = h(|c| − |w|) and λ|w| = h(|c| − |w|) have a solution
        return _(
            "**Why there?** In the picture of speed against size its line crosses the grey one there: the "
            "two pulls are level."
        )
    # λ ≥ h|c| ≥ h(|c| − |w|); the subgradients at 0 are all numbers from −λ to λ, and hc is one of them
    return _(
        "**Why there?** In the picture of speed against size L2's line crosses the grey one there: the two "
        "pulls are level. That of L1 is nowhere below the grey one, and at 0 L1 holds with any pull up to λ."
    )


def _at_zero_with_data(_: Translate, race: Race, lam: int) -> str:
    if race.l1_step == "proximal":  # at w = 0: u = ηhc, and |u| ≤ ηλ
        return _(
            "**Proximal** L1 stays at 0 only if its λ is at least the data's pull there, h|c|; otherwise it "
            "leaves 0 again."
        )
    lowest = number(float(race.resting["l1"][lam]))
    if race.l1_step == "subgradient":
        words = {
            # λ < h|c| and ηh ≤ 1
            "settles": _(
                "**Subgradient** L1 settles at {lowest}, for that is not 0; at 0 it would jump to and fro."
            ),
            # λ < h|c| and 1 < ηh < 2
            "either": _(
                "**Subgradient** L1 settles at {lowest} or jumps across 0 for ever: with ηh between 1 and 2 "
                "such steps can do either."
            ),
            # λ = h|c| and ηh < 1: w ← (1 − ηh) w on the side of c
            "nears": _(
                "**Subgradient** L1 nears 0 without jumping to and fro here: on the side of c the penalty "
                "and the data cancel."
            ),
            # else: beside 0 a step leads across it, from one side of it at the least
            "restless": _(
                "**Subgradient** L1 takes the whole ηλ = {amount} however near 0 it is: it cannot settle "
                "there but by landing on it exactly."
            ),
        }[race.subgradient_outlook(lam)]
        return words.format(lowest=lowest, amount=number(race.step_size(lam)))
    died = race.died_at("l1", lam)
    if died is None or race.resting["l1"][lam] == 0:  # this λ does not show it; the recipe is run in a test
        return _(
            "**Clipped** L1 dies where the penalty carries it across 0. See it with w₀ = 0.5, η = 0.1, λ = "
            "0.5, c = −1 and h = 1."
        )
    # the penalty's part of step n carried it across, and λ < h|c|
    words = _(
        "**Clipped** L1 died at step {n}: the penalty carried it across 0, so it stays there for ever, "
        "though its cost is lowest at {lowest}."
    )
    if stability(race.learning_rate, 0, race.curvature) != "diverges":  # proximal steps settle for ηh < 2
        words += " " + _("The proximal weight (dotted) goes on to that.")
    return words.format(n=died, lowest=lowest)
