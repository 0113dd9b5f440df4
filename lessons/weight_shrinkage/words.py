"""What the page of the weights says about the run on it: what to notice, and the formula with its numbers."""

from collections.abc import Sequence

import numpy as np

from charts.penalties import penalty_names
from charts.weight_shrinkage.lambda_switch import SwitchRace, racer_names
from charts.weight_shrinkage.wiring import connected
from dashboard.networks.grid import LAMBDAS, Grid
from dashboard.text import Translate
from l2core import penalties
from l2core.checks import FloatArray
from l2core.trajectories import Weights

COLLAPSED = 0.01  # no weight larger than this: the net answers the same to everybody
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def notice(_: Translate, grid: Grid, runs: Sequence[Weights], lam: int, step: int, m: int) -> list[str]:
    """Point by point what the pictures show at this λ and kept step; m: training examples."""
    shrink = grid.learning_rate * LAMBDAS[lam] / m
    free = runs[0]
    points = []
    for run in runs:
        k = lam if run is not free else 0
        if step >= run.sound[k]:
            points.append(_diverged(_, grid, run, k, shrink))
        elif run is free:
            points.append(_without(_, run.values[:, 0, 0], run.values[:, 0, step]))
        elif np.abs(run.values[:, k, step]).max() < COLLAPSED:
            words = _(
                "**{name}** at λ = {lambd:g} leaves no weight larger than {largest}. The net is dead: it "
                "answers the same to everybody."
            )
            largest = number(float(np.abs(run.values[:, k, step]).max()))
            points.append(
                words.format(name=penalty_names(_)[run.penalty], lambd=LAMBDAS[lam], largest=largest)
            )
        elif run.penalty == "l2":
            points.append(_with_l2(_, grid, run.values[:, k, step], free.values[:, 0, step], shrink))
        else:
            points.append(_with_l1(_, grid, run, k, step, shrink))
    return points


def _without(_: Translate, start: FloatArray, now: FloatArray) -> str:
    words = _(
        "**No penalty**: the weights follow the data alone. Σ|w| began at {start:.1f} and is now {now:.1f}."
    )
    return words.format(start=np.abs(start).sum(), now=np.abs(now).sum())


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
        pull.format(factor=number(1 - shrink)),
        _("Ranked by size, {smaller} of {count} weights are smaller than without a penalty;").format(
            smaller=(sizes < np.sort(np.abs(free))).sum(), count=len(now)
        ),
        exact.format(zeros=zeros, smallest=number(float(sizes[0]))),
    ]
    return " ".join(points if np.isfinite(free).all() else [points[0], points[2]])


def _with_l1(_: Translate, grid: Grid, run: Weights, lam: int, step: int, shrink: float) -> str:
    hop = shrink * penalties.mixing(run.penalty, grid.l1_ratio)
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
    hidden = [layer[:, lam, step] for layer in connected(run)[1:-1]]
    words = _("{used} of {count} hidden neurons still connect the inputs to the output.")
    points.append(words.format(used=sum(layer.sum() for layer in hidden), count=sum(map(len, hidden))))
    return " ".join(points)


def _diverged(_: Translate, grid: Grid, run: Weights, lam: int, shrink: float) -> str:
    words = _("**{name}** diverged at step {step:,}: its weights grew beyond all bounds.")
    said = words.format(name=penalty_names(_)[run.penalty], step=run.diverged_at[lam])
    share = 0 if run.penalty == "none" else shrink * (1 - penalties.mixing(run.penalty, grid.l1_ratio))
    if share > 2:
        alarm = _("ηλ/m = {shrink} is too much: the penalty itself throws a weight further out in each step.")
        return f"{said} {alarm.format(shrink=number(shrink))}"
    return f"{said} " + _("The learning rate is too large.")


def race_result(_: Translate, race: SwitchRace, lam: int) -> str:
    """Where the three runs with λ switched have come to after the last step."""
    words = _("{name}: {zeros} exact zeros, Σ|w| = {size:.1f}, validation loss {validation:.3f}")
    return (
        _("At the end, λ = {lambd:g}:").format(lambd=LAMBDAS[lam])
        + " "
        + "; ".join(
            words.format(
                name=name,
                zeros=f"{race.of['zeros'][racer][lam, -1]:.0f}",
                size=race.of["size"][racer][lam, -1],
                validation=race.of["validation"][racer][lam, -1],
            )
            if np.isfinite(race.of["size"][racer][lam, -1])
            else _("{name}: diverged").format(name=name)
            for racer, name in racer_names(_).items()
        )
        + "."
    )


def number(x: float) -> str:
    """Three decimals; four or a power of ten where these would hide the number."""
    if x == 0 or 0.01 <= abs(x) < 10_000:
        decimals = 4 if 0.99 < abs(x) < 1 else 3
        return (f"{x:.{decimals}f}" if x else "0").replace("-", "−")
    mantissa, exponent = f"{x:.2g}" if abs(x) >= 1e-4 else f"{x:.1e}", ""
    if "e" in mantissa:
        mantissa, exponent = mantissa.split("e")
        exponent = f"·10{str(int(exponent)).translate(RAISED)}"
    return f"{mantissa}{exponent}".replace("-", "−")
