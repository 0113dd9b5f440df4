"""What there is to notice in the model space, with the numbers of one place of the bar."""

import numpy as np

from charts.model_space.plane import PANELS, pair
from charts.numbers import number
from charts.penalties import penalty_names
from charts.picture import Translate
from lessons.model_space.run import Scene


def points(_: Translate, scene: Scene) -> list[str]:
    """What to notice: how each region touches, why, and where the other handle stands."""
    why = _(
        "Why: the loss pulls along the arrow −∇loss, and the region holds the optimum as long as the arrow "
        "lies in the normal cone. At a corner the cone is a whole wedge, so the optimum stays there; on a "
        "round edge it is a single line, so the optimum slides on."
    )
    return [*(how_it_touches(_, scene, penalty) for penalty in PANELS), why, other_handle(_, scene)]


def how_it_touches(_: Translate, scene: Scene, penalty: str) -> str:
    """What one penalty does at this place of the bar."""
    found, at = scene.optima[penalty], scene.at
    reach, ends = found.reach[at], found.knots
    zeros, ahead = np.flatnonzero(found.w[at] == 0), ends[ends < reach - 1e-9]
    if found.lambd[at] == 0:
        words = _("**{name}** does nothing here: the free optimum {w} is allowed.")
    elif len(zeros) == 2:
        words = _("**{name}**: both weights are exactly 0, nothing is left to give up.")
    elif len(zeros) == 1 and penalty == "l2":
        words = _("**{name}**: {weight} is 0 only because the bowl itself has its valley there, w = {w}.")
    elif len(zeros) == 1:
        words = _(
            "**{name}** touches at a corner, w = {w}: {weight} is exactly 0 from t = {since} down to {until}."
        )
    elif penalty == "l2":
        words = _("**{name}** touches on a round edge, w = {w}: neither weight is 0.")
    elif len(ahead):
        words = _("**{name}** touches between its corners, w = {w}: no weight is 0 before t = {until}.")
    else:
        words = _("**{name}** touches between its corners, w = {w}: both weights go to 0 together.")
    return words.format(
        name=penalty_names(_)[penalty],
        w=pair(found.w[at]),
        weight="w₁" if 0 in zeros else "w₂",
        since=number(min(ends[ends >= reach - 1e-9], default=0.0)),
        until=number(max(ahead, default=0.0)),
    )


def other_handle(_: Translate, scene: Scene) -> str:
    """The λ that lead to the points of this t, or the t that lead to those of this λ."""
    if scene.choice.drive == "budget":
        words = _(
            "{here} is the same point as λ = {l1} for L1, λ = {l2} for L2 and λ = {en} for elastic net."
        )
        l1, l2, en = (number(scene.optima[penalty].lambd[scene.at]) for penalty in PANELS)
    else:
        words = _(
            "{here} is the same point as t = {l1} for L1, t = {l2} for L2 and t = {en} for elastic net."
        )
        l1, l2, en = (number(scene.optima[penalty].reach[scene.at]) for penalty in PANELS)
    return words.format(here=place_text(scene), l1=l1, l2=l2, en=en)


def place_text(scene: Scene) -> str:
    """Where the bar stands: t = 1 or λ = 1."""
    return f"{'t' if scene.choice.drive == 'budget' else 'λ'} = {number(scene.place)}"
