"""What is said of a race before it runs and in its picture, with its own numbers.

Beside each sentence stands what must hold for it to be true; tests/lessons/descent_speed/test_truth.py holds
every one against steps in exact fractions.
"""

from charts.numbers import number
from charts.picture import Translate
from l2core.race import Race

ALARM_COLORS = {"monotone": None, "oscillates": "orange", "diverges": "red", "data diverge": "red"}
DIGITS = 5  # as many as 1 − η(h + λ) has at the most: what is not 1 or 2 must not look like it


def alarm(_: Translate, race: Race, lam: int) -> tuple[str | None, str]:
    """What learning rate and λ together are about to do: the colour of the warning, if any, and the words."""
    outlook, color = race.outlook(lam), ALARM_COLORS[race.outlook(lam)]
    values = {
        "product": number(race.product(lam), DIGITS),
        "factor": number(race.factor(lam), DIGITS),
        "data": number(race.learning_rate * race.curvature, DIGITS),
        "data_factor": number(1 - race.learning_rate * race.curvature, DIGITS),
    }
    if outlook == "data diverge":  # ηh ≥ 2; a weight that starts at c keeps its distance of 0
        words = _(
            "ηh = {data}: from 2 on the data alone lead no weight closer to c. Each of their steps "
            "multiplies its distance from c by {data_factor}. Take a smaller learning rate η."
        )
    elif race.resting and race.starts_at_rest(lam) and outlook != "diverges":  # w₀ = hc / (h + λ)
        color = None
        words = _("η(h + λ) = {product}: L2 starts where it rests, and its steps leave it there.")
    elif race.resting:
        words = {
            # η(h + λ) ≥ 2: |1 − η(h + λ)| ≥ 1, whatever the distance
            "diverges": _(
                "η(h + λ) = {product}: from 2 on no step brings L2 closer to rest. Each multiplies its "
                "distance from rest by {factor}. Take a smaller λ or η."
            ),
            # 1 < η(h + λ) < 2, and a distance that is not 0
            "oscillates": _(
                "η(h + λ) = {product}: between 1 and 2 L2 overshoots. Each step multiplies its distance from "
                "rest by {factor}: to the other side, though closer than before."
            ),
            # η(h + λ) ≤ 1, and a distance that is not 0
            "monotone": _(
                "η(h + λ) = {product}: L2 goes to its rest without overshooting. Above 1 it overshoots at "
                "every step, from 2 on no step brings it closer."
            ),
        }[outlook]
    else:
        words = {
            # ηλ ≥ 2, and w₀ > 0
            "diverges": _(
                "ηλ = {product}: from 2 on L2 never settles. Each step multiplies the weight by {factor}: to "
                "the other side, and no closer than before. Take a smaller λ or η."
            ),
            # 1 < ηλ < 2, and w₀ > 0
            "oscillates": _(
                "ηλ = {product}: between 1 and 2 L2 overshoots. Each step multiplies the weight by {factor}: "
                "to the other side, though closer than before."
            ),
            # 0 < ηλ ≤ 1, and w₀ > 0
            "monotone": _(
                "ηλ = {product}: L2 shrinks without overshooting. Above 1 it overshoots at every step, from "
                "2 on it never settles."
            ),
        }[outlook]
    return color, words.format(**values)


def remarks(_: Translate, race: Race) -> list[str]:
    """The line in the picture for every λ of the bar."""
    return [remark(_, race, lam) for lam in range(len(race.lambdas))]


def remark(_: Translate, race: Race, lam: int) -> str:
    """The line in the picture that follows the bar; its conditions are those of `alarm`."""
    outlook, factor = race.outlook(lam), race.factor(lam)
    if outlook == "data diverge":
        factor = 1 - race.learning_rate * race.curvature
        words = _("⚠ The data alone: distance from c × {factor} a step")
    elif race.resting and (outlook == "monotone" or (outlook == "oscillates" and race.starts_at_rest(lam))):
        words = _("Dashed, with ◆: where each cost is lowest")
    elif race.resting:
        words = _("⚠ L2: distance from rest × {factor} a step")
    else:
        words = {
            "diverges": _("⚠ Each step L2 × {factor}: it never settles"),
            "oscillates": _("⚠ Each step L2 × {factor}: it overshoots"),
            "monotone": _("Each step: L1 −{amount}, L2 × {factor}"),
        }[outlook]
    return words.format(amount=number(race.step_size(lam)), factor=number(factor, DIGITS))


def at_step(_: Translate) -> str:
    """Where every weight is at a step."""
    return _("**Step {step}:** {now}.")


def no_remarks(race: Race) -> list[str]:
    """No line in the picture, as long as nothing may be told."""
    return [""] * len(race.lambdas)
