"""The sentences about a race: before it runs, in its picture and beside it, with its own numbers."""

import numpy as np

from charts.numbers import number
from charts.picture import Translate
from l2core.descent import steps_to_fall
from l2core.race import Race
from lessons.descent_speed.formula import NEAR

ALARM_COLORS = {"monotone": None, "oscillates": "orange", "diverges": "red", "data diverge": "red"}


def alarm(_: Translate, race: Race, lam: int) -> tuple[str, str]:
    """What learning rate and λ together are about to do: `outlook`, and the sentence for it."""
    words = {
        "data diverge": _(
            "ηh = {data}: from 2 on the pull of the data alone throws every weight farther off at each "
            "step. Take a smaller learning rate η."
        ),
        "diverges": _(
            "{symbol} = {product}: from 2 on L2 never settles. Each step multiplies {what} by {factor}: "
            "to the other side, and no closer than before. Take a smaller λ or η."
        ),
        "oscillates": _(
            "{symbol} = {product}: between 1 and 2 L2 overshoots. Each step multiplies {what} by "
            "{factor}: to the other side, though closer than before."
        ),
        "monotone": _(
            "{symbol} = {product}: L2 shrinks without overshooting. Above 1 it overshoots at every step, "
            "from 2 on it never settles."
        ),
    }
    outlook = race.outlook(lam)
    return outlook, words[outlook].format(
        symbol="η(h + λ)" if race.resting else "ηλ",
        what=_("its distance from rest") if race.resting else _("the weight"),
        product=number(race.product(lam)),
        factor=number(race.factor(lam)),
        data=number(race.learning_rate * race.curvature),
    )


def remarks(_: Translate, race: Race) -> list[str]:
    """The line in the picture for every λ of the bar."""
    return [remark(_, race, lam) for lam in range(len(race.lambdas))]


def remark(_: Translate, race: Race, lam: int) -> str:
    """The line in the picture that follows the bar."""
    words = {
        "data diverge": _("⚠ The data alone throw every weight off"),
        "diverges": _("⚠ Each step L2 × {factor}: it never settles"),
        "oscillates": _("⚠ Each step L2 × {factor}: it overshoots"),
        "monotone": _("Dashed, with ◆: where each weight comes to rest")
        if race.resting
        else _("Each step: L1 −{amount}, L2 × {factor}"),
    }
    return words[race.outlook(lam)].format(
        amount=number(race.step_size(lam)), factor=number(race.factor(lam))
    )


def points(_: Translate, race: Race, lam: int) -> list[str]:
    """What to notice."""
    return (
        _with_data(_, race, lam)
        if race.resting
        else [_l1(_, race, lam), _l2(_, race, lam), *_both(_, race, lam)]
    )


def _l1(_: Translate, race: Race, lam: int) -> str:
    arrival = steps_to_fall(race.start, "l1", float(race.lambdas[lam]), race.learning_rate)
    words = _("**L1** takes off {amount} at every step: a straight line, exactly 0 from step {n} on.")
    if arrival > race.steps:
        words = _(
            "**L1** takes off {amount} at every step: a straight line. It needs {n} steps to 0, more than "
            "this race has: raise λ or η."
        )
    elif race.l1_step == "subgradient":
        words = _("**L1** takes off {amount} at every step: a straight line down to the last step before 0.")
    return words.format(amount=number(race.step_size(lam)), n=number(arrival))


def _l2(_: Translate, race: Race, lam: int) -> str:
    words = {
        "monotone": _(
            "**L2** takes off the share {share} of what is left: an exponential (a straight line on the "
            "logarithmic scale, under More settings). Below {small} from step {n} on, never exactly 0."
        ),
        "oscillates": _(
            "**L2** is multiplied by {factor} at each step: it swings around 0, and is within {small} of it "
            "from step {n} on."
        ),
        "diverges": _("**L2** is multiplied by {factor} at each step: it swings around 0 and never settles."),
    }[race.outlook(lam)]
    if race.factor(lam) == 0:
        words = _("**L2** takes off all at once, for ηλ = 1: the one setting at which it lands on exactly 0.")
    near = steps_to_fall(race.start, "l2", float(race.lambdas[lam]), race.learning_rate, threshold=NEAR)
    return words.format(
        share=number(race.step_size(lam)), small=NEAR, n=number(near), factor=number(race.factor(lam))
    )


def _both(_: Translate, race: Race, lam: int) -> list[str]:
    faster = _("**Who is faster?** Above |w| = 1 L2, below it L1: in the small picture they cross there.")
    overtaken = race.overtaken_at(lam)
    if overtaken is not None and race.outlook(lam) == "monotone":
        faster += " " + _("Here L2 leads until L1 overtakes it at step {n}.").format(n=overtaken)
    between = {
        "proximal": _("**Elastic net** does both: it takes a share like L2 and an amount like L1."),
        "subgradient": _(
            "**Subgradient** L1 has no rest at 0: once there it jumps across it for ever, within "
            "±ηλ = ±{amount} (shaded). It is never exactly 0."
        ),
        "clipped": _(
            "**Clipped** L1 draws the line of proximal L1 here. Let the data pull to see them part."
        ),
    }[race.l1_step]
    nearest = float(np.abs(race.weights["l1"][lam]).min())
    if race.l1_step == "subgradient" and nearest == 0:
        between = _("**Subgradient** L1 hits 0 here by accident: w₀ is a whole number of its steps.")
    elif race.l1_step == "subgradient" and nearest < 1e-9:
        between = _(
            "**Subgradient** L1 would hit 0 here, w₀ being a whole number of its steps, but rounding leaves "
            "{nearest}: so it jumps across 0 for ever, within ±ηλ = ±{amount} (shaded)."
        )
    if race.l1_step == "proximal" and race.l1_ratio == 0:
        between = _("**Elastic net** with no share of L1 is L2.")
    return [faster, between.format(amount=number(race.step_size(lam)), nearest=number(nearest))]


def _with_data(_: Translate, race: Race, lam: int) -> list[str]:
    lambd, h, c = float(race.lambdas[lam]), race.curvature, race.center
    l1, l2 = (float(race.resting[penalty][lam]) for penalty in ("l1", "l2"))
    soft = _("**L1** rests at {rest}: it takes the amount λ/h = {gap} off |c|, the soft threshold.")
    if l1 == 0:
        soft = _("**L1** rests at exactly 0: its λ = {lambd} holds against the data's pull, h|c| = {pull}.")
    share = _("**L2** rests at {rest}: it leaves the share h/(h + λ) = {share} of c, and never exactly 0.")
    if c == 0:
        share = _("**L2** nears 0, for which here the data ask too, and never gets there.")
    why = _("**Why there?** In the small picture each rests where its line crosses the grey one.")
    if race.outlook(lam) in ("diverges", "data diverge"):
        why = _("**Not reached:** at this learning rate L2 runs away from where it would rest.")
    return [
        soft.format(rest=number(l1), gap=number(lambd / h), lambd=number(lambd), pull=number(h * abs(c))),
        share.format(rest=number(l2), share=number(h / (h + lambd))),
        why,
        _at_zero(_, race, lam, l1),
    ]


def _at_zero(_: Translate, race: Race, lam: int, rest: float) -> str:
    if race.l1_step == "proximal":
        return _("**Proximal** L1 stays at 0 only while the penalty outweighs the data; it may pass through.")
    if race.l1_step == "subgradient":
        return _("**Subgradient** L1 settles where that is not 0; at 0 it jumps to and fro.")
    since = race.zero_since("l1", lam)
    if since is not None and rest != 0:
        return _(
            "**Clipped** L1 died at step {n}: the penalty carried it across 0, so it stays there for ever, "
            "though its place is {rest}. The proximal weight goes on to it."
        ).format(n=since, rest=number(rest))
    return _(
        "**Clipped** L1 dies where the penalty carries it across 0. See it with w₀ = 0.5, λ = 0.5 and the "
        "data's optimum at c = −1."
    )
