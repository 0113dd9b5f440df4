"""What there is to notice in the model space, with the numbers of one place of the bar.

Which sentence is said is judged by `l2core.optima.touch`; beside each stands what must hold for it.
"""

from charts.model_space.plane import PANELS, pair
from charts.numbers import fixed, number
from charts.penalties import penalty_names
from charts.picture import Translate
from l2core.optima import touch
from l2core.penalties import mixing
from l2core.random_bowls import expected_rate
from l2core.region import budget_of_reach
from lessons.model_space.run import Scene


def points(_: Translate, scene: Scene) -> list[str]:
    """What to notice: how each region touches, why, and where the other handle stands."""
    # True of every convex region with corners or edges: the normal cone has two extreme rays or one.
    why = _(
        "Why: the loss pulls along the arrow −∇loss, and the region holds the optimum as long as the arrow "
        "lies in the normal cone. At a corner the cone is a whole wedge, so the optimum stays there; on an "
        "edge, straight or round, it is a single ray, so the optimum slides on."
    )
    return [*(how_it_touches(_, scene, penalty) for penalty in PANELS), why, other_handle(_, scene)]


def how_it_touches(_: Translate, scene: Scene, penalty: str) -> str:
    """What one penalty does at this place of the bar."""
    optima = scene.optima[penalty]
    touched, w, reach = touch(optima, scene.at), optima.w[scene.at], float(optima.reach[scene.at])
    words = {
        # λ = 0: the free optimum is in the region
        "free": _("**{name}** does nothing here: the free optimum {w} is allowed."),
        # w = (0, 0)
        "origin": _("**{name}**: both weights are exactly 0, nothing is left to give up."),
        # r > 0, this weight is 0 for every t' with since ≥ t' ≥ until, and not just beyond
        "corner": _(
            "**{name}** touches at a corner, w = {w}: {weight} is exactly 0 from t = {since} down to {until}."
        ),
        # r > 0, no weight is 0 for any t' with t ≥ t' > until, and one is at until > 0
        "edge": _("**{name}** touches between its corners, w = {w}: no weight is 0 before t = {until}."),
        # r > 0, no weight is 0 for any t' with t ≥ t' > 0
        "together": _("**{name}** touches between its corners, w = {w}: both weights go to 0 together."),
        # r = 0, no weight is 0
        "round": _("**{name}** touches on a round edge, w = {w}: neither weight is 0."),
        # r = 0, H₁₂ = 0, and this weight is 0 in c too: the loss alone has it at 0, whatever λ is
        "aligned": _(
            "**{name}**: {weight} is 0 only because the loss has it there: it is 0 in the free optimum too, "
            "and the bowl stands square to the axes, w = {w}."
        ),
        # r = 0, this weight is 0 at this λ > 0 and at no other finite one
        "crossing": _(
            "**{name}** touches on a round edge, just where the path crosses an axis, w = {w}: {weight} is 0 "
            "here, not before, and not again until both are."
        ),
    }[touched.kind]
    return words.format(
        name=_name(_, penalty, optima.r),
        w=pair(w),
        weight="w₂" if touched.weight == 1 else "w₁",
        since=_apart(touched.since, reach),
        until=_apart(touched.until, reach),
    )


def other_handle(_: Translate, scene: Scene) -> str:
    """The λ that lead to the points of this t, or the t that lead to those of this λ."""
    # the optimum under this t is the optimum under this λ, and the other way round
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


def of_all_bowls(_: Translate, scene: Scene, count: int) -> str:
    """The shares of all bowls, which a cloud of `count` estimates, and what its bands are."""
    words = _(
        "At {here}, of all such bowls and not only these {count}, {l1} land on an axis under L1, {l2} under "
        "L2 and {en} under elastic net. On average at least 95 of 100 draws of {count} have this share in "
        "their band."
    )
    l1, l2, en = (share_of_all(scene, penalty) for penalty in PANELS)
    return words.format(count=count, l1=l1, l2=l2, en=en, here=place_text(scene))


def share_of_all(scene: Scene, penalty: str, condition: float = 10.0) -> str:
    """The share of all bowls with stretches from 1 to `condition` that land on an axis here, in percent."""
    r, hard = scene.choice.l1_ratio, scene.choice.drive == "budget"
    if hard and scene.place == 0:
        return "100 %"  # 0 is all that is allowed
    if mixing(penalty, r) == 0 or scene.place == 0:
        return "0 %"  # nothing holds a weight at 0; the centers that lie on an axis have no area
    strength = (
        {"budget": budget_of_reach(penalty, scene.place, l1_ratio=r)} if hard else {"lambd": scene.place}
    )
    share = float(expected_rate(penalty, **strength, l1_ratio=r, condition=condition))
    return "< 0.1 %" if share < 0.001 else "> 99.9 %" if share > 0.999 else f"{fixed(100 * share, 1)} %"


def place_text(scene: Scene) -> str:
    """Where the bar stands: t = 1 or λ = 1."""
    return f"{'t' if scene.choice.drive == 'budget' else 'λ'} = {number(scene.place)}"


def _name(_: Translate, penalty: str, r: float) -> str:
    """The penalty's name; an elastic net at an end of r is the penalty that it is there."""
    if penalty == "elastic_net" and r == 0:
        return _("Elastic net (r = 0, so L2)")
    if penalty == "elastic_net" and r == 1:
        return _("Elastic net (r = 1, so L1)")
    return penalty_names(_)[penalty]


def _apart(t: float, here: float) -> str:
    """`t` with as many digits as set it apart from the t of this place, at least three."""
    return next(
        (number(t, digits) for digits in range(3, 12) if number(t, digits) != number(here, digits)), number(t)
    )
