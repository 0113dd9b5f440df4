"""The questions of the race: each is run, and what happened is told with the numbers of the run."""

from collections.abc import Sequence

import numpy as np

from charts.numbers import number
from charts.picture import Translate
from dashboard.scene import Act, Outcome, Show
from dashboard.sketch import Paper
from l2core.descent import descend, resting_point, speed, steps_to_fall
from l2core.drawn_shape import shape_of
from lessons.descent_speed.formula import NEAR

DRAWN_STEPS = range(0, 101, 5)  # where a height is drawn


def acts(_: Translate) -> tuple[Act, ...]:
    """The questions of the lesson, in their order."""
    return (
        Act(
            "path",
            _("How does L1 take a weight from 2 towards 0, with η = 0.1 and λ = 0.5? Draw its path."),
            path_options(_),
            paper=paper(_),
        ),
        Act(
            "ahead",
            _("From w = 2, with η = 0.1 and λ = 0.5: who is ahead after 5 steps, and who is first at 0?"),
            ahead_options(_),
        ),
        Act("equal", _("At which size do L1 and L2 pull a weight down equally fast?"), equal_options(_)),
        Act(
            "overshoot",
            _("L2 with η = 0.1 and λ = 25, so ηλ = 2.5: what does the weight do?"),
            overshoot_options(_),
            {"w0": "1", "lam": "25"},
        ),
        Act(
            "death",
            _(
                "A weight starts at 0.5. The data ask for −1, with h = 1; L1 has λ = 0.5 and clipped steps, "
                "η = 0.1. Where does it end?"
            ),
            death_options(_),
            {"w0": "0.5", "pull": "1", "c": "-1", "l1step": "clipped"},
        ),
    )


def outcome(_: Translate, act: str) -> Outcome:
    """What comes out of the act, why, and the steps that decide it."""
    find_out, steps = {
        "path": (path, ("20", "40")),
        "ahead": (ahead, ("5", "40")),
        "equal": (equal, ("14",)),
        "overshoot": (overshoot, ("3",)),
        "death": (death, ("3", "30")),
    }[act]
    happened, because = find_out(_)
    shows = [Show(_("Show me step {step}").format(step=step), {"step": step}) for step in steps]
    return Outcome(happened, because, shows)


def paper(_: Translate) -> Paper:
    """What the path of the weight is drawn on."""
    return Paper(
        places=[str(step) for step in DRAWN_STEPS],
        x_title=_("Step of gradient descent"),
        y_title=_("Weight w"),
        low=0.0,
        high=2.2,
        start=2.0,
        track=("step", DRAWN_STEPS),
    )


def true_path() -> list[float]:
    """The path that is asked for, at the places of the paper."""
    return descend(2.0, "l1", 0.5, 0.1, DRAWN_STEPS[-1])[list(DRAWN_STEPS)].tolist()


def drawn_path(heights: Sequence[float]) -> str:
    """Which of `path_options` a curve is: "line", "slower", "quicker" or "other"."""
    shape = shape_of(heights)
    if shape.pace == "even" and shape.zero_from is not None:
        return "line"
    return {"slowing": "slower", "quickening": "quicker"}.get(shape.pace or "", "other")


def path(_: Translate) -> tuple[str, str]:
    """How L1 takes a weight from 2 to 0, judged as a drawing is, with the steps that it needs."""
    step_size = 0.1 * 0.5
    because = _(
        "Each step takes off ηλ = {amount}, however small the weight is: {n} such steps lead from 2 to "
        "exactly 0."
    )
    n = steps_to_fall(2.0, "l1", 0.5, 0.1)
    return drawn_path(true_path()), because.format(amount=number(step_size), n=number(n))


def path_options(_: Translate) -> dict[str, str]:
    """What can be drawn for `path`."""
    return {
        "line": _("In equal steps: a straight line to exactly 0, where it stays"),
        "slower": _("Ever slower, the closer it is to 0"),
        "quicker": _("Slowly at first, then ever faster"),
        "other": _("In another way"),
    }


def equal(_: Translate) -> tuple[str, str]:
    """At which |w| the speeds λ of L1 and λ|w| of L2 are one: "one", "lambda" or "never"."""
    sizes = np.linspace(0.01, 3, 300)
    l1, l2 = (speed(sizes, penalty, 0.5) for penalty in ("l1", "l2"))
    crossing = float(np.interp(0, l2 - l1, sizes))
    known = {"one": 1.0, "lambda": 0.5}
    happened = next((code for code, size in known.items() if abs(crossing - size) < 1e-6), "never")
    because = _(
        "L1 pulls with λ, whatever the size; L2 pulls with λ|w|. The two are one at |w| = {size}, for every "
        "λ: above it L2 is faster, below it L1, and so L1 is the one that arrives."
    )
    return happened, because.format(size=number(crossing))


def equal_options(_: Translate) -> dict[str, str]:
    """What can be answered to `equal`."""
    return {"one": _("at |w| = 1"), "lambda": _("at |w| = λ"), "never": _("at none: L1 is always faster")}


def ahead(_: Translate) -> tuple[str, str]:
    """Who is ahead after 5 steps from w = 2, and who is first at exactly 0: "l2-l1" and the like."""
    w = {penalty: descend(2.0, penalty, 0.5, 0.1, 100) for penalty in ("l1", "l2")}
    leader = min(w, key=lambda penalty: abs(w[penalty][5]))
    arrived = {penalty: np.flatnonzero(path == 0) for penalty, path in w.items()}
    first = min(w, key=lambda penalty: arrived[penalty][0] if arrived[penalty].size else np.inf)
    n = int(arrived[first][0])
    because = _(
        "After 5 steps L1 is at {l1} and L2 at {l2}. At step {n}, L1 is at {late1} and L2 at {late2}: L2 "
        "takes a share of what is left, much at first and ever less; L1 takes the same amount each time."
    )
    return f"{leader}-{first}", because.format(
        n=n,
        l1=number(w["l1"][5]),
        l2=number(w["l2"][5]),
        late1=number(w["l1"][n]),
        late2=number(w["l2"][n]),
    )


def ahead_options(_: Translate) -> dict[str, str]:
    """What can be answered to `ahead`."""
    return {
        "l1-l1": _("L1 is ahead, and L1 arrives first"),
        "l2-l1": _("L2 is ahead, but L1 arrives first"),
        "l2-l2": _("L2 is ahead, and L2 arrives first"),
    }


def overshoot(_: Translate) -> tuple[str, str]:
    """What L2 does with a weight of 1 at ηλ = 2.5: drops it to "zero", swings it "inward" or "outward"."""
    w = descend(1.0, "l2", 25.0, 0.1, 10)
    outward = bool(np.all(np.diff(np.abs(w)) > 0))
    happened = "zero" if w[-1] == 0 else "outward" if outward else "inward"
    because = _(
        "Each step multiplies the weight by 1 − ηλ = {factor}: {first}, … and after 10 steps it is at {last}."
    )
    first = ", ".join(number(x) for x in w[:4])
    return happened, because.format(factor=number(w[1] / w[0]), first=first, last=number(w[-1]))


def overshoot_options(_: Translate) -> dict[str, str]:
    """What can be answered to `overshoot`."""
    return {
        "zero": _("It drops to 0 at once"),
        "inward": _("It swings around 0, ever closer"),
        "outward": _("It swings around 0, ever farther"),
    }


def death(_: Translate) -> tuple[str, str]:
    """Where a clipped weight ends that the data call across 0: at "zero", at its "rest", at the "optimum"."""
    walked, alive = (
        descend(0.5, "l1", 0.5, 0.1, 200, l1_step=rule, curvature=1.0, center=-1.0)
        for rule in ("clipped", "proximal")
    )
    clipped, proximal = float(walked[-1]), float(alive[-1])
    rest = float(resting_point(-1.0, "l1", 0.5, 1.0))
    happened = "zero" if clipped == 0 else "rest" if abs(clipped - rest) < NEAR else "optimum"
    because = _(
        "Step {n} would carry it across 0, and clipping sets such a weight to 0 for ever. After 200 steps "
        "the clipped weight is at {clipped}, a proximal one at {proximal}."
    )
    n = int(np.argmax(walked == 0))
    return happened, because.format(n=n, clipped=number(clipped), proximal=number(proximal))


def death_options(_: Translate) -> dict[str, str]:
    """What can be answered to `death`."""
    return {
        "optimum": _("At −1, where the data want it"),
        "rest": _("Between −1 and 0, where the two pulls are level"),
        "zero": _("At exactly 0, for ever"),
    }
