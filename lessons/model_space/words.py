"""What there is to notice in the model space, with the numbers of one place of the bar.

Which sentence is said is judged by `l2core.optima.touch`; beside each stands what must hold for it.
"""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from charts.model_space.places import places
from charts.model_space.plane import PANELS, pair
from charts.model_space.sparsity_cloud import landed
from charts.numbers import fixed, number
from charts.penalties import penalty_names
from charts.picture import Translate
from charts.track import Track
from dashboard.caches import kept_for_everybody
from dashboard.live_words import Line
from l2core.optima import touch
from l2core.penalties import mixing
from l2core.random_bowls import Landings, expected_rate
from l2core.region import budget_of_reach
from lessons.model_space import run
from lessons.model_space.choice import TRACKS, Choice
from lessons.model_space.run import Here


def lines_at_every_place(_: Translate, choice: Choice) -> list[Line]:
    """What to notice, for every place of the bar."""
    every = _at_every_place(st.session_state["language"], choice, _)
    return [Line(sentences, (TRACKS[choice.drive],)) for sentences in zip(*every, strict=True)]


@kept_for_everybody(64)
def _at_every_place(language: str, choice: Choice, _translate: Translate) -> list[list[str]]:
    first = run.here(choice, 0)
    return [points(_translate, replace(first, at=at)) for at in range(len(places(choice.drive)))]


def points(_: Translate, here: Here) -> list[str]:
    """What to notice: how each region touches, why, and where the other handle stands."""
    # True of every convex region with corners or edges: the normal cone has two extreme rays or one.
    why = _(
        "Why: the loss pulls along the arrow −∇loss, and the region holds the optimum as long as the arrow "
        "lies in the normal cone. At a corner the cone is a whole wedge, so the optimum stays there; on an "
        "edge, straight or round, it is a single ray, so the optimum slides on."
    )
    touching = [how_it_touches(_, here, penalty) for penalty in here.choice.penalties]
    return [*touching, why, other_handle(_, here)]


def how_it_touches(_: Translate, here: Here, penalty: str) -> str:
    """What one penalty does at this place of the bar."""
    optima = here.optima[penalty]
    touched, w, reach = touch(optima, here.at), optima.w[here.at], float(optima.reach[here.at])
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
        since=_apart(touched.since, reach) if touched.since else "",
        until=_apart(touched.until, reach) if touched.until else "0",
    )


def other_handle(_: Translate, here: Here) -> str:
    """The λ that lead to the points of this t, or the t that lead to those of this λ."""
    # the optimum under this t is the optimum under this λ, and the other way round
    hard = here.choice.drive == "budget"
    words = {
        (True, False): _("{here} is the same point as λ = {l1} for L1 and λ = {l2} for L2."),
        (True, True): _(
            "{here} is the same point as λ = {l1} for L1, λ = {l2} for L2 and λ = {en} for elastic net."
        ),
        (False, False): _("{here} is the same point as t = {l1} for L1 and t = {l2} for L2."),
        (False, True): _(
            "{here} is the same point as t = {l1} for L1, t = {l2} for L2 and t = {en} for elastic net."
        ),
    }[hard, here.choice.elastic_net]
    l1, l2, en = (
        number((here.optima[penalty].lambd if hard else here.optima[penalty].reach)[here.at])
        for penalty in PANELS
    )
    return words.format(here=place_text(here), l1=l1, l2=l2, en=en)


def about_handles(_: Translate) -> str:
    """What the two handles are."""
    return _(
        "Every budget t that binds has a price λ that leads to the same point. Each curve says which: the "
        "tighter the budget, the higher the price."
    )


def about_bowls(_: Translate, count: int) -> str:
    """What the random bowls are, and what counts as a zero."""
    return _(
        "Each line is one of {count} random bowls, from its free optimum to its optimum under the "
        "penalty. Free optima fall evenly over a disc of radius 3, with any tilt; stretches from 1 to "
        "10 fall evenly on a logarithmic scale. A zero counts only if it comes out of the formula as "
        "exactly 0.0."
    ).format(count=count)


def landed_at_every_place(_: Translate, landings: Mapping[str, Landings], track: Track) -> list[Line]:
    """How many of the random bowls land on an axis under each penalty, for every place of the bar."""
    names = penalty_names(_)
    every = ([f"**{names[name]}**: {text}." for text in landed(_, found)] for name, found in landings.items())
    return [Line(sentences, (track,)) for sentences in every]


def of_all_bowls(_: Translate, here: Here, count: int) -> str:
    """The shares of all bowls, which a cloud of `count` estimates, and what its bands are."""
    words = (
        _(
            "At {here}, of all such bowls and not only these {count}, {l1} land on an axis under L1, {l2} "
            "under L2 and {en} under elastic net. On average at least 95 of 100 draws of {count} have this "
            "share in their band."
        )
        if here.choice.elastic_net
        else _(
            "At {here}, of all such bowls and not only these {count}, {l1} land on an axis under L1 and {l2} "
            "under L2. On average at least 95 of 100 draws of {count} have this share in their band."
        )
    )
    l1, l2, en = (share_of_all(here, penalty) for penalty in PANELS)
    return words.format(count=count, l1=l1, l2=l2, en=en, here=place_text(here))


def share_of_all(here: Here, penalty: str, condition: float = 10.0) -> str:
    """The share of all bowls with stretches from 1 to `condition` that land on an axis here, in percent."""
    r, hard = here.choice.l1_ratio, here.choice.drive == "budget"
    if hard and here.place == 0:
        return "100 %"  # 0 is all that is allowed
    if mixing(penalty, r) == 0 or here.place == 0:
        return "0 %"  # nothing holds a weight at 0; the centers that lie on an axis have no area
    strength = {"budget": budget_of_reach(penalty, here.place, l1_ratio=r)} if hard else {"lambd": here.place}
    share = float(expected_rate(penalty, **strength, l1_ratio=r, condition=condition))
    return "< 0.1 %" if share < 0.001 else "> 99.9 %" if share > 0.999 else f"{fixed(100 * share, 1)} %"


def place_text(here: Here) -> str:
    """Where the bar stands: t = 1 or λ = 1."""
    return f"{'t' if here.choice.drive == 'budget' else 'λ'} = {number(here.place)}"


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
