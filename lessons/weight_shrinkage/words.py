"""What there is to notice in the weights of the nets on the page, at one λ and step."""

import numpy as np

from charts.numbers import number
from charts.penalties import penalty_names
from charts.picture import Translate
from dashboard.networks.grid import LAMBDA_CODES, LAMBDAS, Grid
from l2core.checks import FloatArray
from l2core.penalties import mixing
from l2core.trajectories import Weights
from lessons.weight_shrinkage.run import Nets


def notice(_: Translate, nets: Nets, lam: int, step: int) -> list[str]:
    """Net by net what the pictures show at λ number `lam` and kept step number `step`."""
    grid, free = nets.grid, nets.runs[0]
    shrink = grid.learning_rate * LAMBDAS[lam] / nets.m
    points = []
    for run in nets.runs:
        if run.has_diverged(lam, step):
            points.append(_diverged(_, grid, run, lam, shrink))
        elif run is free:
            points.append(_without(_, run.at(lam, 0), run.at(lam, step)))
        elif nets.dead(run, lam, step):
            points.append(_dead(_, run, lam, step))
        elif run.penalty == "l2":
            points.append(_with_l2(_, grid, run.at(lam, step), free.at(lam, step), shrink))
        else:
            points.append(_with_l1(_, grid, run, lam, step, shrink))
    return points


def _dead(_: Translate, run: Weights, lam: int, step: int) -> str:
    words = _(
        "**{name}** at λ = {lambd} leaves no weight larger than {largest}. The net is dead: it answers the "
        "same to everybody."
    )
    largest = number(np.abs(run.at(lam, step)).max())
    return words.format(name=penalty_names(_)[run.penalty], lambd=LAMBDA_CODES[lam], largest=largest)


def _without(_: Translate, start: FloatArray, now: FloatArray) -> str:
    words = _("**No penalty**: the weights follow the data alone. Σ|w| began at {start} and is now {now}.")
    return words.format(start=number(np.abs(start).sum()), now=number(np.abs(now).sum()))


def _with_l2(_: Translate, grid: Grid, now: FloatArray, free: FloatArray, shrink: float) -> str:
    sizes = np.sort(np.abs(now))
    pull = {
        "gd": _("**L2** multiplies every weight by 1 − ηλ/m = {factor} in each step."),
        "momentum": _(
            "**L2** pulls every weight back in proportion to its size; momentum adds the pulls up."
        ),
        "adam": _(
            "**L2** with Adam: the pull (λ/m)·w goes into the gradient, and Adam divides that by its usual "
            "size. So where gradients are large a weight is shrunk less than by plain L2."
        ),
        "adamw": _(
            "**L2** with AdamW: every weight is multiplied by 1 − ηλ/m = {factor} in each step, whatever its "
            "gradient is. With Adam, L2 and this weight decay part ways."
        ),
    }[grid.optimizer]
    zeros = int((sizes == 0).sum())
    exact = _("{zeros} are exactly 0.") if zeros else _("none is exactly 0: the smallest is {smallest}.")
    points = [
        pull.format(factor=number(1 - shrink, 4)),
        _("Ranked by size, {smaller} of {count} weights are smaller than without a penalty;").format(
            smaller=(sizes < np.sort(np.abs(free))).sum(), count=len(now)
        ),
        exact.format(zeros=zeros, smallest=number(sizes[0])),
    ]
    return " ".join(points if np.isfinite(free).all() else [points[0], points[2]])


def _with_l1(_: Translate, grid: Grid, run: Weights, lam: int, step: int, shrink: float) -> str:
    hop = shrink * mixing(run.penalty, grid.l1_ratio)
    now, zeros = np.abs(run.values[:, lam, step]), run.zeros[:, lam].sum(axis=0)
    numbers = {
        "name": penalty_names(_)[run.penalty],
        "hop": number(hop),
        "zeros": zeros[step],
        "count": len(now),
        "near": ((now > 0) & (now <= 2 * hop)).sum(),
    }
    if grid.l1_step == "subgradient":
        words = _(
            "**{name}** with plain subgradient steps takes {hop} off every weight but does not stop at 0: a "
            "weight hops over it and back. {zeros} of {count} are exactly 0, {near} within two hops of it."
        )
        return words.format(**numbers)
    if grid.optimizer != "gd":
        words = _(
            "**{name}** pulls at every weight alike, large or small, and stops at 0: {zeros} of {count} are "
            "**exactly 0**."
        )
    elif run.penalty == "l1":
        words = _(
            "**L1** takes ηλ/m = {hop} off every weight in each step, large or small, and stops at 0: "
            "{zeros} of {count} are **exactly 0**."
        )
    else:
        words = _(
            "**Elastic net** takes {hop} off every weight in each step, and a share off it too: {zeros} of "
            "{count} are **exactly 0**."
        )
    points = [words.format(**numbers)]
    if 2 * zeros[step] >= len(now):
        half = run.steps[np.argmax(2 * zeros >= len(now))]
        points.append(_("Half of all had gone by step {step:,}.").format(step=half))
    hidden = [layer[:, lam, step] for layer in run.connected[1:-1]]
    words = _("{used} of {count} hidden neurons still connect the inputs to the output.")
    points.append(words.format(used=sum(layer.sum() for layer in hidden), count=sum(map(len, hidden))))
    return " ".join(points)


def _diverged(_: Translate, grid: Grid, run: Weights, lam: int, shrink: float) -> str:
    words = _("**{name}** diverged at step {step:,}: its weights grew beyond all bounds.")
    fate = words.format(name=penalty_names(_)[run.penalty], step=run.diverged_at[run.net(lam)])
    share = 0 if run.penalty == "none" else shrink * (1 - mixing(run.penalty, grid.l1_ratio))
    if share > 2:
        alarm = _("ηλ/m = {shrink} is too much: the penalty itself throws a weight further out in each step.")
        return f"{fate} {alarm.format(shrink=number(shrink))}"
    return f"{fate} " + _("The learning rate is too large.")
