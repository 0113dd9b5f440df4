"""What there is to notice in the weights of the nets on the page, at one λ and step.

Beside each sentence stands what must hold for it to be true; tests/lessons/weight_shrinkage/test_truth.py
holds every one against a computation of its own.
"""

from math import floor, log10

import numpy as np
import streamlit as st

from charts.numbers import fixed, number
from charts.penalties import penalty_names
from charts.picture import Translate
from charts.weight_shrinkage.lambda_switch import racer_names
from dashboard.caches import kept_for_everybody
from dashboard.live_words import Line
from dashboard.networks.grid import LAMBDA_CODES, LAMBDA_TRACK, Grid
from l2core.checks import FloatArray
from l2core.datasets import Split
from l2core.optimizers import largest_decay
from l2core.trajectories import Weights
from lessons.weight_shrinkage.run import Nets

PLAIN = ("gd", "adamw")  # what the penalty takes off is in their step as it is: no running mean, no division


def lines_at_every_place(_: Translate, nets: Nets) -> list[Line]:
    """The sentences of `notice` at every place of the bar, for the browser to follow it."""
    free, *others = _at_every_place(st.session_state.get("language", ""), nets.grid, nets.split, _, nets)
    step = nets.grid.step_track()
    return [Line(free, (step,)), *(Line(sentences, (LAMBDA_TRACK, step)) for sentences in others)]


@kept_for_everybody(24, copied=False)
def _at_every_place(
    language: str, grid: Grid, split: Split, _translate: Translate, _nets: Nets
) -> list[list[str]]:
    """Net by net what is said at every step, and but for no penalty at every λ, the step fastest."""
    steps = range(grid.step_track().places)
    return [
        [_point(_translate, _nets, run, lam, step) for lam in range(len(run.diverged_at)) for step in steps]
        for run in _nets.runs
    ]


def at_the_start(_: Translate) -> str:
    """What is seen before the first step."""
    return _(
        "At step 0 all three nets are one: the same weights. From there on each goes its own way, on the "
        "same points."
    )


def about_the_race(_: Translate) -> str:
    """What is raced where λ changes in the middle of a run."""
    return _(
        "Does it matter when the penalty begins? Three runs from the same start: λ from the first step; a "
        "warm-up without it, then λ; λ at first, then let go."
    )


def which_run_is_which(_: Translate, penalty: str) -> str:
    """The legend of the pictures of the race."""
    always, warm_up, let_go = racer_names(_).values()
    words = _(
        "● {always}   ▲ {warm_up}   ■ {let_go}. In the colour of {penalty} while λ is on, grey without it."
    )
    return words.format(always=always, warm_up=warm_up, let_go=let_go, penalty=penalty_names(_)[penalty])


def notice(_: Translate, nets: Nets, lam: int, step: int) -> list[str]:
    """Net by net what the pictures show at λ number `lam` and kept step number `step`."""
    return [_point(_, nets, run, lam, step) for run in nets.runs]


def _point(_: Translate, nets: Nets, run: Weights, lam: int, step: int) -> str:
    if run.has_diverged(lam, step):
        return _diverged(_, nets, run, lam)
    if nets.dead(run, lam, step):
        return _dead(_, nets, run, lam, step)
    if run.penalty == "none":
        return _without(_, run, step)
    if run.penalty == "l2":
        return _with_l2(_, nets, run, lam, step)
    return _with_l1(_, nets, run, lam, step)


def _diverged(_: Translate, nets: Nets, run: Weights, lam: int) -> str:
    # a weight or a bias is not finite or above 10¹⁰ in size (`History.diverged_at`)
    words = _("**{name}** diverged at step {step:,}: its parameters grew beyond 10¹⁰.")
    fate = words.format(name=penalty_names(_)[run.penalty], step=run.diverged_at[run.net(lam)])
    recipe, decay = nets.recipe(run, lam), nets.decay(run, lam)
    if decay > largest_decay(recipe):
        # L2's own pull, without any data, makes the weights larger and larger
        words = _(
            "{pull} = {decay} is above {limit}: the pull of L2 by itself throws them further and further."
        )
        pull = "ηλ/m" if run.penalty == "l2" else "ηλ(1 − r)/m"
        cause = words.format(pull=pull, decay=number(decay), limit=number(largest_decay(recipe)))
    else:
        # with some smaller η the same net does not diverge
        cause = _("η = {eta} is too large for it.").format(eta=number(recipe.learning_rate))
    return f"{fate} {cause}"


def _dead(_: Translate, nets: Nets, run: Weights, lam: int, step: int) -> str:
    free, weights = nets.runs[0], run.at(lam, step)
    zeros = int((weights == 0).sum())
    # the answers to all training points differ by less than 0.01 (`l2core.evaluation.answers_alike`)
    if run.penalty == "none":
        words = _(
            "**{name}**: the net is dead. It gives every training point the same answer to within 0.01, "
            "about {answer}."
        )
    else:
        words = _(
            "**{name}** with λ = {lambd}: the net is dead. It gives every training point the same answer to "
            "within 0.01, about {answer}."
        )
    points = [
        words.format(
            name=penalty_names(_)[run.penalty],
            lambd=LAMBDA_CODES[lam],
            answer=fixed(nets.answer(run, lam, step), 2),
        )
    ]
    if run.penalty != "none" and not free.has_diverged(lam, step):
        # whether λ or η has killed it: the same net, at the same step, without a penalty
        points.append(
            _("Without a penalty it is dead, too.")
            if nets.dead(free, lam, step)
            else _("Without a penalty it is alive.")
        )
    if zeros == len(weights):
        points.append(_("All {count} weights are **exactly 0**.").format(count=len(weights)))
    else:
        counted = _("{zeros} of {count} weights are exactly 0, the largest is {largest} in size.")
        largest = number(np.abs(weights).max())
        points.append(counted.format(zeros=zeros, count=len(weights), largest=largest))
    return " ".join([*points, *_held(_, nets, run, lam, step)])


def _without(_: Translate, run: Weights, step: int) -> str:
    words = _("**No penalty**: the weights follow the data alone. Σ|w| began at {start} and is now {now}.")
    start, now = (number(np.abs(run.at(0, s)).sum()) for s in (0, step))
    return words.format(start=start, now=now)


def _with_l2(_: Translate, nets: Nets, run: Weights, lam: int, step: int) -> str:
    sizes = np.sort(np.abs(run.at(lam, step)))
    points = [_pull_of_l2(_, nets, run, lam)]
    free = nets.runs[0]
    if not free.has_diverged(lam, step):
        words = _("Ranked by size, {smaller} of {count} weights are smaller than without a penalty.")
        smaller = (sizes < np.sort(np.abs(free.at(lam, step)))).sum()
        points.append(words.format(smaller=smaller, count=len(sizes)))
    if zeros := int((sizes == 0).sum()):
        points.append(_("{zeros} are exactly 0.").format(zeros=zeros))
    else:
        words = _("None is exactly 0: the smallest is {smallest}.")
        points.append(words.format(smallest=number(sizes[0])))
    return " ".join([*points, *_held(_, nets, run, lam, step)])


def _pull_of_l2(_: Translate, nets: Nets, run: Weights, lam: int) -> str:
    words = {
        # w ← (1 − ηλ/m) w − η ∂loss/∂w
        "gd": _("**L2** multiplies every weight by 1 − ηλ/m = {factor} in each step, and the data move it."),
        # the pull (λ/m) w goes into g, and the step is −η Σ μᵏ g
        "momentum": _(
            "**L2** pulls every weight back in proportion to its size; momentum adds the pulls up."
        ),
        # what a step takes off for a steady pull is η (λ/m) w / (√v̂ + ε): the less, the larger v̂ is
        "adam": _(
            "**L2** with Adam: the pull (λ/m)·w goes into the gradient, and Adam divides that by its usual "
            "size. So of two weights of one size the one with the larger gradients is shrunk less."
        ),
        # w ← (1 − ηλ/m) w, then Adam's step on the gradient of the data alone
        "adamw": _(
            "**L2** with AdamW: every weight is multiplied by 1 − ηλ/m = {factor} in each step, whatever its "
            "gradient is. With Adam, L2 and this weight decay part ways."
        ),
    }[nets.grid.optimizer]
    return words.format(factor=rest(nets.decay(run, lam)))


def _with_l1(_: Translate, nets: Nets, run: Weights, lam: int, step: int) -> str:
    weights = run.at(lam, step)
    points = [_pull_of_l1(_, nets, run, lam, weights)]
    if 2 * (weights == 0).sum() >= len(weights):
        # of the steps that are kept, the first with half of the weights or more exactly 0
        half = run.steps[run.reaches((len(weights) + 1) // 2)[run.net(lam)]]
        points.append(_("Half of all had gone by step {step:,}.").format(step=half))
    hidden = [layer[:, run.net(lam), step] for layer in run.connected[1:-1]]
    words = _(
        "{used} of {count} hidden neurons still connect an input to the output, by weights other than 0."
    )
    points.append(words.format(used=sum(layer.sum() for layer in hidden), count=sum(map(len, hidden))))
    return " ".join(points)


def _pull_of_l1(_: Translate, nets: Nets, run: Weights, lam: int, weights: FloatArray) -> str:
    sizes, hop = np.abs(weights), nets.hop(run, lam)
    return _words_of_l1(_, nets.grid, run.penalty).format(
        name=penalty_names(_)[run.penalty],
        hop=number(hop),
        factor=rest(nets.decay(run, lam)) if run.penalty == "elastic_net" else "",
        zeros=(sizes == 0).sum(),
        count=len(sizes),
        near=((sizes > 0) & (sizes <= 2 * hop)).sum(),
    )


def _words_of_l1(_: Translate, grid: Grid, penalty: str) -> str:
    if grid.l1_step == "subgradient" and grid.optimizer in PLAIN:
        # ηκ sign(w) is in every step as it is, and can throw a weight of less than that across 0
        return _(
            "**{name}** with plain subgradient steps takes {hop} off every weight in each step but does not "
            "stop at 0: a weight can hop over it and back. {zeros} of {count} are exactly 0, {near} more "
            "within two hops."
        )
    if grid.l1_step == "subgradient":
        # κ sign(w) goes into the running mean of momentum, or is divided by Adam: no one hop for all
        return _(
            "**{name}** with plain subgradient steps pulls at every weight but does not stop at 0: a weight "
            "can hop over it and back. {zeros} of {count} are exactly 0."
        )
    if grid.optimizer == "adam":
        # w ← S(w, κ η/(√v̂ + ε)): each weight has a step size of its own
        return _(
            "**{name}** pulls at every weight, each in Adam's own measure, and stops at 0: {zeros} of "
            "{count} are **exactly 0**."
        )
    if grid.optimizer == "momentum":
        # w ← S(w − ηg + μ (w − w before), ηκ), and the next w − w before holds the cut
        return _(
            "**{name}** cuts {hop} off every weight at the end of each step, large or small, and stops at 0; "
            "momentum adds the cuts up. {zeros} of {count} are **exactly 0**."
        )
    if penalty == "l1":
        # w ← S(w − ηg, ηλ/m); with AdamW its step on the data stands for ηg
        return _(
            "**L1** takes ηλ/m = {hop} off every weight in each step, large or small, and stops at 0: "
            "{zeros} of {count} are **exactly 0**."
        )
    # w ← S((1 − ηλ(1−r)/m) w − ηg, ηλr/m)
    return _(
        "**Elastic net** multiplies every weight by {factor} in each step, then takes {hop} off it and stops "
        "at 0: {zeros} of {count} are **exactly 0**."
    )


def _held(_: Translate, nets: Nets, run: Weights, lam: int, step: int) -> list[str]:
    held, sizes = nets.held(run, lam), np.abs(run.at(lam, step))
    # a weight was held there: until the trainer looks again it shrinks a little below
    return [held_sentence(_, held)] if ((sizes > 0) & (sizes <= held)).any() else []


def held_sentence(_: Translate, held: float) -> str:
    """What the trainer does to weights that L2 alone shrinks, as `l2core.optimizers.held_size` says."""
    words = _(
        "The trainer holds what L2 alone shrinks near {held}, where a processor still computes fast; exact "
        "arithmetic would shrink it further."
    )
    return words.format(held=number(held, 2))


def rest(share: float) -> str:
    """1 − share, with as many digits as tell it from 1."""
    left = round(1 - share, 15)  # rounding has no say in whether it is 0
    return number(left, max(3, 1 - floor(log10(share))))
