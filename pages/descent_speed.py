"""The race of one weight to 0 under L1, L2 and elastic net: who is faster, who arrives, who never settles."""

import numpy as np
import streamlit as st

from charts.descent_speed.race import START, Race, signed
from charts.descent_speed.race_to_zero import race_to_zero
from charts.descent_speed.speeds import speeds
from charts.track import Track
from dashboard import controls, lesson, pictures
from dashboard.navigation import enter
from dashboard.transport import Slider, transport
from l2core.checks import FloatArray
from l2core.descent import descend, resting_point, speed, steps_to_fall
from lessons.descent_speed.formula import SMALL, rules, rules_with_numbers
from lessons.descent_speed.words import alarm, points, remark

STEPS = 100
PREFERRED = (1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8)  # ten even steps a decade, in round numbers
LAMBDAS = tuple(round(decade * number, 4) for decade in (0.1, 1, 10) for number in PREFERRED)[:25]
RATES = (0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)
CURVATURES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)


@st.cache_data(max_entries=128, show_spinner=False)
def run(w0: float, eta: float, l1_step: str, r: float, h: float, c: float) -> Race:
    """Every penalty at every λ; h = 0 leaves the data out."""
    penalties = ("l1", "l2", "elastic_net", "none") if h else ("l1", "l2", "elastic_net")

    def paths(penalty: str, l1_step: str) -> FloatArray:
        rule = {"l1_ratio": r, "curvature": h, "center": c}
        return descend(w0, penalty, LAMBDAS, eta, STEPS, l1_step=l1_step, **rule).T.copy()

    weights = {penalty: paths(penalty, l1_step) for penalty in penalties}
    resting = {
        penalty: np.stack([resting_point(c, penalty, lambd, h, l1_ratio=r) for lambd in LAMBDAS])
        for penalty in (penalties if h else ())
    }
    unclipped = paths("l1", "proximal") if h and l1_step == "clipped" else np.empty((0, STEPS + 1))
    return Race(np.array(LAMBDAS), eta, l1_step, r, weights, h, c, resting, unclipped)


_ = enter()
lesson.opening(
    "descent_speed",
    _(
        "At every step L1 takes the same amount, ηλ, off a weight; L2 takes the same share of what is left. "
        "Who is faster, and who arrives?"
    ),
)
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    with st.container(width=220):
        w0 = controls.slide("w0", _("Start weight w₀"), 0.1, 5.0, step=0.1, default=2.0, format="%.1f")
    with st.container(width=220):
        eta = controls.slide_over("eta", _("Learning rate η"), RATES, default=0.1)
    with st.container(width=300):
        l1_step = controls.choose(
            "l1step",
            _("L1 step at 0"),
            {"proximal": _("Proximal"), "subgradient": _("Subgradient"), "clipped": _("Clipped")},
            default="proximal",
            help=_(
                "Proximal: stops at exactly 0, and may leave it again. Subgradient: takes the sign of w and "
                "nothing else, so it jumps across 0. Clipped: a weight that the penalty carries across 0 is "
                "set to 0 for ever."
            ),
        )
    with st.container(width=180, height=40, vertical_alignment="center", border=False):
        pulled = controls.switch(
            "pull", _("Data pull back"), help=_("Adds the loss ½ h (w − c)², which wants the weight at c.")
        )
    with st.popover(_("More settings")):
        scales = {"linear": _("Linear"), "log": _("Logarithmic")}
        scale = controls.choose("scale", _("Scale of the race"), scales, default="linear")
        r = controls.slide(
            "r", _("L1 share r of elastic net"), 0.0, 1.0, step=0.05, default=0.5, format="%.2f"
        )
        c = controls.slide("c", _("Data: optimum c"), -3.0, 3.0, step=0.1, default=1.0, format="%.1f")
        h = controls.slide_over("h", _("Data: curvature h"), CURVATURES, default=1.0)

race = run(w0, eta, l1_step, r, h if pulled else 0.0, c if pulled else 0.0)
steps, lambdas = [str(step) for step in range(STEPS + 1)], [f"{lambd:g}" for lambd in LAMBDAS]
at = transport(
    Slider(Track("step", len(steps), START["step"]), _("Step"), steps, steps, plays=True),
    Slider(Track("lam", len(lambdas), START["lam"]), _("Strength of the penalty λ"), lambdas, lambdas),
)
outlook, sentence = alarm(_, race, at["lam"])
color = {"monotone": None, "oscillates": "orange"}.get(outlook, "red")
st.markdown(f":{color}-background[:material/warning: {sentence}]" if color else f":small[{sentence}]")

wide, narrow = st.columns([11, 5], gap="medium")
with wide:
    remarks = [remark(_, race, lam) for lam in range(len(LAMBDAS))]
    pictures.draw(race_to_zero(_, race, remarks, at, log=scale == "log"), "race")
with narrow:
    pictures.draw(speeds(_, race, at), "speeds")
    lesson.notice(points(_, race, at["lam"]))

lesson.formula(
    rules(race),
    rules_with_numbers(race, at["step"], at["lam"]),
    _(
        "w: the weight after t steps. η: learning rate. λ: strength of the penalty. sign(w): 1 above 0, −1 "
        "below. EN: elastic net, whose share r is L1. t₀: the step at which L1 is exactly 0; t₀.₀₁: the step "
        "at which L2 is that close to 0. The min keeps a proximal step from going past 0; a clipped weight "
        "that the penalty would carry across 0 stays at 0. With data of curvature h and optimum c, w✱ is "
        "where a weight rests."
    ),
)
lesson.code(descend, steps_to_fall, resting_point, speed)


def ahead() -> tuple[str, str]:
    w = {penalty: descend(3.0, penalty, 1.0, 0.1, 100) for penalty in ("l1", "l2")}
    leader = min(w, key=lambda penalty: abs(w[penalty][5]))
    arrived = {penalty: np.flatnonzero(path == 0) for penalty, path in w.items()}
    first = min(w, key=lambda penalty: arrived[penalty][0] if arrived[penalty].size else np.inf)
    n = int(arrived[first][0])
    because = _(
        "After 5 steps L1 is at {l1} and L2 at {l2}. At step {n}, L1 is at {late1} and L2 at {late2}."
    )
    return f"{leader}-{first}", because.format(
        n=n,
        **{penalty: signed(w[penalty][5]) for penalty in w},
        late1=signed(w["l1"][n]),
        late2=signed(w["l2"][n]),
    )


def overshoot() -> tuple[str, str]:
    w = descend(1.0, "l2", 25.0, 0.1, 10)
    outward = bool(np.all(np.diff(np.abs(w)) > 0))
    happened = "zero" if w[-1] == 0 else "outward" if outward else "inward"
    because = _(
        "Each step multiplies the weight by 1 − ηλ = {factor}: {first}, … and after 10 steps it is at {last}."
    )
    first = ", ".join(signed(x) for x in w[:4])
    return happened, because.format(factor=signed(w[1] / w[0]), first=first, last=signed(w[-1]))


def death() -> tuple[str, str]:
    clipped, proximal = (
        float(descend(0.5, "l1", 0.5, 0.1, 200, l1_step=rule, curvature=1.0, center=-1.0)[-1])
        for rule in ("clipped", "proximal")
    )
    rest = float(resting_point(-1.0, "l1", 0.5, 1.0))
    happened = "zero" if clipped == 0 else "rest" if abs(clipped - rest) < SMALL else "optimum"
    because = _("After 200 steps the clipped weight is at {clipped}, a proximal one at {proximal}.")
    return happened, because.format(clipped=signed(clipped), proximal=signed(proximal))


lesson.experiments()
lesson.predict(
    "ahead",
    _("From w = 3, with η = 0.1 and λ = 1: who is ahead after 5 steps, and who is first at exactly 0?"),
    {
        "l1-l1": _("L1 is ahead, and L1 arrives first"),
        "l2-l1": _("L2 is ahead, but L1 arrives first"),
        "l2-l2": _("L2 is ahead, and L2 arrives first"),
    },
    ahead,
)
lesson.predict(
    "overshoot",
    _("L2 with η = 0.1 and λ = 25, so ηλ = 2.5: what does the weight do?"),
    {
        "zero": _("It drops to 0 at once"),
        "inward": _("It swings around 0, ever closer"),
        "outward": _("It swings around 0, ever farther"),
    },
    overshoot,
)
lesson.predict(
    "death",
    _(
        "A weight starts at 0.5. The data ask for −1, with h = 1; L1 has λ = 0.5 and clipped steps, η = 0.1. "
        "Where does it end?"
    ),
    {
        "optimum": _("At −1, where the data want it"),
        "rest": _("Between −1 and 0, where the two pulls are level"),
        "zero": _("At exactly 0, for ever"),
    },
    death,
)
lesson.whats_next("descent_speed")
