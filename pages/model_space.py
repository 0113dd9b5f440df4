"""Lesson 1, the model space: one bowl under L1, L2 and elastic net, with a hard budget t or a soft λ."""

import numpy as np
import streamlit as st

from charts.model_space.budget_and_lambda import budget_and_lambda
from charts.model_space.optima import (
    LAMBDAS,
    REACHES,
    Landings,
    Optima,
    throw,
    tilted_bowl,
    under_budgets,
    under_lambdas,
)
from charts.model_space.panel import PANELS, names, outlines, pair, panel, shown
from charts.model_space.sparsity_cloud import cloud, fan, shares
from charts.track import Track
from dashboard import controls, lesson, pictures
from dashboard.navigation import enter
from dashboard.transport import Slider, transport
from l2core import penalties, quadratic
from l2core.bowl import (
    constrained_minimum,
    gradient,
    normal_cone,
    penalized_minimum,
    sparsity_rate,
    vanishing_lambda,
)

START = {"budget": 36, "lam": 35}  # t = 1, λ = 1
CLOUD = 200


@st.cache_data(max_entries=200, show_spinner=False)
def solve(
    center: tuple[float, float], stretch: float, tilt: float, penalty: str, r: float, drive: str
) -> tuple[Optima, dict[str, bytes]]:
    """The optimum at every position of the bar, and the shapes that go with it."""
    bowl, hard = tilted_bowl(center, stretch, tilt), drive == "budget"
    optima = under_budgets(bowl, penalty, r) if hard else under_lambdas(bowl, penalty, r)
    return optima, outlines(bowl, optima)


@st.cache_data(max_entries=24, show_spinner=False)
def landings_of(penalty: str, r: float, drive: str, seed: int) -> tuple[Landings, dict[str, bytes]]:
    """Where the same random bowls land at every position of the bar, and the fan that they make."""
    landings = throw(penalty, drive == "budget", r, CLOUD, seed)
    return landings, fan(landings)


_ = enter()
lesson.opening(
    "model_space",
    _(
        "The loss is a bowl, and a penalty allows only a region around 0. The optimum sits where the region "
        "touches the lowest contour: press Play and watch where that is."
    ),
)

# ---- choose

first, second, third, fourth, fifth = st.columns([1, 1, 1, 1, 1.2], gap="medium")
with first:
    c1 = controls.slide("c1", _("Free optimum w₁"), -1.0, 1.8, step=0.1, default=0.7, format="%.1f")
with second:
    c2 = controls.slide("c2", _("Free optimum w₂"), -1.0, 1.8, step=0.1, default=1.5, format="%.1f")
with third:
    stretch = controls.slide(
        "stretch",
        _("Stretch"),
        1.0,
        10.0,
        step=0.5,
        default=4.0,
        format="%.1f",
        help=_("How many times steeper the bowl is across its valley than along it."),
    )
with fourth:
    tilt = controls.slide(
        "tilt",
        _("Tilt"),
        0.0,
        175.0,
        step=5.0,
        default=150.0,
        format="%.0f°",
        help=_("The angle between the valley of the bowl and the w₁ axis."),
    )
with fifth, st.container(horizontal=True, vertical_alignment="bottom"):
    drive = controls.choose(
        "drive",
        _("The bar sets"),
        {"budget": _("budget t"), "lam": "λ"},
        default="budget",
        help=_("A hard limit on the weights, or a soft price λ on them: both lead to the same points."),
    )
    with st.popover(_("More"), icon=":material/tune:"):
        l1_ratio = controls.slide(
            "r", _("Elastic net: share r of L1"), 0.0, 1.0, step=0.05, default=0.5, format="%.2f"
        )
        seed = int(controls.type_number("seed", _("Seed of the random bowls"), 0, 9999, default=0, step=1))

# ---- compute and draw, panel by panel: the first is on its way while the next is computed

center, ratio = (
    (round(c1, 1), round(c2, 1)),
    {penalty: penalties.mixing(penalty, l1_ratio) for penalty in PANELS},
)
bowl = tilted_bowl(center, stretch, tilt)

if drive == "budget":
    codes, said = [f"{t:g}" for t in REACHES], [f"t = {t:.2f}" for t in REACHES]
    track = Track("budget", len(codes), START[drive])
    slider = Slider(track, _("Budget t, tighter and tighter"), codes, said, plays=True)
else:
    codes, said = [f"{x:g}" for x in LAMBDAS], [f"λ = {x:g}" for x in LAMBDAS]
    track = Track("lam", len(codes), START[drive])
    slider = Slider(track, _("λ, stronger and stronger"), codes, said, plays=True)
at = transport(slider)[track.name]

optima = {}
for place, penalty in zip(st.columns(3, gap="small"), PANELS, strict=True):
    optima[penalty], outlined = solve(center, stretch, tilt, penalty, ratio[penalty], drive)
    with place:
        pictures.draw(panel(_, bowl, optima[penalty], outlined, drive, START[drive], at), penalty)


# ---- tell


def how_it_touches(penalty: str) -> str:
    """What one penalty does at this position of the bar, with its numbers."""
    found, reach, ends = optima[penalty], optima[penalty].reach[at], optima[penalty].knots
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
        name=names(_)[penalty],
        w=pair(found.w[at]),
        weight="w₁" if 0 in zeros else "w₂",
        since=shown(min(ends[ends >= reach - 1e-9], default=0.0)),
        until=shown(max(ahead, default=0.0)),
    )


if drive == "budget":
    handles = _("{here} is the same point as λ = {l1} for L1, λ = {l2} for L2 and λ = {en} for elastic net.")
    other = [shown(optima[penalty].lambd[at]) for penalty in PANELS]
else:
    handles = _("{here} is the same point as t = {l1} for L1, t = {l2} for L2 and t = {en} for elastic net.")
    other = [shown(optima[penalty].reach[at]) for penalty in PANELS]

left, right = st.columns([1, 1], gap="large")
with left:
    lesson.notice(
        [
            *map(how_it_touches, PANELS),
            _(
                "Why: the loss pulls along the arrow −∇loss, and the region holds the optimum as long "
                "as the arrow lies in the normal cone. At a corner the cone is a whole wedge, so the "
                "optimum stays there; on a round edge it is a single line, so the optimum slides on."
            ),
            handles.format(here=slider.texts[at], l1=other[0], l2=other[1], en=other[2]),
        ]
    )
with right:
    pictures.draw(budget_and_lambda(_, optima, drive, START[drive], at), "handles")

st.subheader(_("How often does a random bowl land on an axis?"), anchor=False)
st.markdown(
    _(
        "Each line is one of {count} random bowls, from its free optimum to its optimum under the "
        "penalty. Free optima fall evenly over a disc of radius 3, with any tilt and a stretch of 1 "
        "to 10. A zero counts only if it comes out of the formula as exactly 0.0."
    ).format(count=CLOUD)
)
with st.spinner(_("Throwing random bowls…")):
    thrown = {penalty: landings_of(penalty, ratio[penalty], drive, seed) for penalty in PANELS}
for place, penalty in zip(st.columns(3, gap="small"), PANELS, strict=True):
    with place:
        pictures.draw(cloud(_, *thrown[penalty], drive, START[drive], at), f"cloud_{penalty}")
landings = {penalty: found for penalty, (found, _fan) in thrown.items()}
pictures.draw(shares(_, landings, drive, START[drive], at), "shares")


def condition(penalty: str) -> str:
    """−∇L(w) ∈ λ ∂P(w) with the numbers of this position, weight by weight."""
    w, lambd, r = optima[penalty].w[at], optima[penalty].lambd[at], ratio[penalty]
    optimum = (
        rf"& \hat{{\mathbf w}}_{{\text{{{names(_)[penalty]}}}}} = {pair(w)}, \quad \lambda = {shown(lambd)}"
    )
    pull = rf"& -\nabla L = {pair(-gradient(bowl, w))}"
    if np.isinf(lambd):
        return rf"{optimum} \\ {pull}"
    slopes = penalties.subgradient(w, penalty, lambd, l1_ratio=r)
    held = [
        f"[{shown(-lambd * r)}, {shown(lambd * r)}]" if weight == 0 and r > 0 else rf"\{{{shown(slope)}\}}"
        for weight, slope in zip(w, slopes, strict=True)
    ]
    return rf"{optimum} \\ {pull} \in {held[0]} \times {held[1]}"


(h11, h12), (_h21, h22) = bowl.hessian
lesson.formula(
    r"""\begin{aligned}
    L(\mathbf w) &= \tfrac12 (\mathbf w - \mathbf c)^\top H\, (\mathbf w - \mathbf c) \\
    \hat{\mathbf w} &= \arg\min_{P(\mathbf w)\,\le\,P(t,0)} L(\mathbf w) \\
    &= \arg\min_{\mathbf w}\; L(\mathbf w) + \lambda P(\mathbf w) \\
    &\iff -\nabla L(\hat{\mathbf w}) \in \lambda\, \partial P(\hat{\mathbf w})
    \end{aligned}\;""",  # the space at the end keeps KaTeX's box from scrolling by two pixels
    r"\begin{aligned}" + r" \\[0.6em] ".join(map(condition, PANELS)) + r"\end{aligned}\;",
    _(
        "c = {c} is the free optimum and H the curvature of the bowl: {h11}, {h22} along the axes, "
        "{h12} between them. P is ‖w‖₁ = |w₁| + |w₂| for L1, ½ ‖w‖² = ½ (w₁² + w₂²) for L2, and r "
        "‖w‖₁ + (1 − r) ½ ‖w‖² with r = {r} for elastic net. Every region reaches t along an axis, so "
        "they differ in shape only. λ ∂P is what the penalty can hold: a single number for a weight "
        "that is not 0, and for a weight at 0 every number from −λ to λ (from −rλ to rλ for elastic "
        "net). L2 offers a weight at 0 nothing, and so cannot keep it there."
    ).format(c=pair(bowl.center), h11=shown(h11), h22=shown(h22), h12=shown(h12), r=shown(l1_ratio)),
)
lesson.code(constrained_minimum, quadratic.hard_minima, quadratic.soft_minima, normal_cone, sparsity_rate)

# ---- predict

lesson.experiments()


def zeros_at_half() -> tuple[str, str]:
    w = {penalty: under_budgets(bowl, penalty, ratio[penalty], np.array([0.5])).w[0] for penalty in PANELS}
    zero = "+".join(penalty for penalty in PANELS if np.any(w[penalty] == 0))
    known = {"": "none", "l1": "l1", "l1+elastic_net": "both", "l1+l2+elastic_net": "all"}
    because = _("At t = 0.5 L1 is at {l1}, L2 at {l2} and elastic net at {en}.")
    return known.get(zero, "other"), because.format(
        l1=pair(w["l1"]), l2=pair(w["l2"]), en=pair(w["elastic_net"])
    )


def soft_threshold_turned() -> tuple[str, str]:
    turned = tilted_bowl(center, stretch, 45.0)
    lambd = vanishing_lambda(turned, "l1") / 2
    optimum = penalized_minimum(turned, "l1", lambd)
    guess = np.array(
        [
            penalties.soft_threshold(c, lambd / h)
            for c, h in zip(turned.center, np.diag(turned.hessian), strict=True)
        ]
    )
    because = _("At λ = {lambd} soft-thresholding gives {guess}; the optimum is {w}.")
    return ("yes" if np.allclose(guess, optimum) else "no"), because.format(
        lambd=shown(lambd), guess=pair(guess), w=pair(optimum)
    )


def round_bowls() -> tuple[str, str]:
    def found(penalty: str) -> tuple[float, float]:
        setting = {"budget": REACHES[at]} if drive == "budget" else {"lambd": LAMBDAS[at]}
        run = sparsity_rate(penalty, **setting, count=1000, seed=seed, condition=1.0)
        return run.rate, run.standard_error

    (l1, error), (l2, _none) = found("l1"), found("l2")
    bins = {"few": 0.1, "some": 0.4, "many": 0.7, "most": 1.0}
    because = _("At {here}: {l1:.0f} of 1000 under L1, give or take {error:.0f}; {l2:.0f} of 1000 under L2.")
    return next(code for code, top in bins.items() if l1 <= top), because.format(
        here=slider.texts[at], l1=1000 * l1, error=1000 * error, l2=1000 * l2
    )


lesson.predict(
    "zeros",
    _("Tighten the budget to t = 0.5. Which penalty has a weight that is exactly 0?"),
    {
        "none": _("none of them"),
        "l1": _("L1 alone"),
        "both": _("L1 and elastic net"),
        "all": _("all three"),
        "other": _("another mix"),
    },
    zeros_at_half,
)
lesson.predict(
    "soft",
    _(
        "Turn the bowl to 45° and take half of the λ at which L1 gives up both weights. Does "
        "soft-thresholding the free optimum, each weight on its own, still hit the L1 optimum?"
    ),
    {"yes": _("yes"), "no": _("no")},
    soft_threshold_turned,
)
lesson.predict(
    "round",
    _(
        "Let 1000 random bowls be perfectly round: no valley, no tilt. How many get an exact 0 under "
        "L1, at this position of the bar?"
    ),
    {
        "few": _("up to 10 %"),
        "some": _("10 to 40 %"),
        "many": _("40 to 70 %"),
        "most": _("over 70 %"),
    },
    round_bowls,
)
lesson.whats_next("model_space")
