"""The update of one weight as a formula, and the same with the numbers of the run on the page."""

from collections.abc import Mapping, Sequence

import streamlit as st

from charts.numbers import number, tex, tex_factor
from charts.penalties import penalty_names
from charts.picture import Translate
from dashboard.caches import kept_for_everybody
from dashboard.live_words import Line
from dashboard.networks.grid import LAMBDA_TRACK, LAMBDAS, Grid
from l2core import penalties
from l2core.datasets import Split
from l2core.optimizers import Recipe
from l2core.snapshots import data_gradient
from l2core.trajectories import Weights, every_weight
from lessons.weight_shrinkage.run import Nets
from lessons.weight_shrinkage.words import held_sentence

DIGITS = 5


def in_words(_: Translate, nets: Nets, which: int) -> str:
    """What the letters of the formula stand for, w being weight number `which`."""
    grid = nets.grid
    words = _(
        "w: {name} at the place of the bar, and the step that comes next. η: learning rate, {eta}; λ: that "
        "of the bar; m: training points, {m}; ∂loss/∂w: slope of the data loss, by back-propagation."
    )
    sentences = [words.format(name=nets.runs[0].names[which], eta=number(grid.learning_rate), m=nets.m)]
    if grid.l1_step == "proximal":
        sentences.append(_("S(x, τ): x moved by τ towards 0, where it stops."))
    if grid.l1_step == "proximal" and grid.optimizer == "adam":
        sentences.append(_("τ: the pull of L1 times the step size that Adam has for this weight."))
    if grid.penalties[-1] == "elastic_net":
        sentences.append(_("r: share of L1, {value}.").format(value=number(grid.l1_ratio)))
    if grid.optimizer == "momentum":
        share = _("μ: the share of the last step that is made again, {value}.")
        sentences.append(share.format(value=number(Recipe.momentum)))
    if grid.optimizer != "gd":
        sentences.append(_("g: what goes into the optimizer, which makes its step of it."))
    return " ".join(sentences)


def symbols(_: Translate, grid: Grid) -> str:
    """LaTeX of the update under each penalty."""
    return aligned([_named(_, penalty) + in_symbols(_, grid, penalty) for penalty in grid.penalties])


def numbers_at_every_place(_: Translate, nets: Nets, which: int) -> Line:
    """LaTeX of the update with the numbers of weight number `which`, at every place of the bar."""
    sentences = _at_every_place(st.session_state.get("language", ""), nets.grid, nets.split, which, _, nets)
    return Line(sentences, (LAMBDA_TRACK, nets.grid.step_track()))


def held_at_every_place(_: Translate, nets: Nets, which: int) -> Line:
    """That the trainer now and then lifts weight number `which` before the step, where it does so."""
    track = nets.grid.step_track()
    sentences = [
        " ".join(
            held_sentence(_, nets.held(run, lam))
            for run in nets.runs[1:]
            if 0 < abs(run.at(lam, step)[which]) <= nets.held(run, lam)
        )
        for lam in range(LAMBDA_TRACK.places)
        for step in range(track.places)
    ]
    return Line(sentences, (LAMBDA_TRACK, track))


@kept_for_everybody(24, copied=False)
def _at_every_place(
    language: str, grid: Grid, split: Split, which: int, _translate: Translate, _nets: Nets
) -> list[str]:
    """`numbers` at every λ and kept step, the step fastest."""
    gradient = data_gradient(split.X_train, split.Y_train, _nets.history)
    slopes = {
        run.penalty: every_weight(_nets.history, grid.columns(run.penalty), run.penalty, gradient)
        for run in _nets.runs[1:]
    }
    return [
        numbers(_translate, _nets, which, slopes, lam, step)
        for lam in range(len(LAMBDAS))
        for step in range(grid.step_track().places)
    ]


def numbers(_: Translate, nets: Nets, which: int, slopes: Mapping[str, Weights], lam: int, step: int) -> str:
    """LaTeX of the update with the numbers of weight number `which` at this λ and kept step.

    slopes: ∂loss/∂w of every weight under each penalty.
    """
    rows, diverged = [], _("diverged")
    for run in nets.runs[1:]:
        if run.has_diverged(lam, step):
            told = rf"\text{{{diverged}}}"
        else:
            w, slope = (float(of.at(lam, step)[which]) for of in (run, slopes[run.penalty]))
            told = with_numbers(nets.grid, run.penalty, w, slope, LAMBDAS[lam], nets.m)
        rows.append(_named(_, run.penalty) + told)
    return aligned(rows)


def in_symbols(_: Translate, grid: Grid, penalty: str) -> str:
    """One step under `penalty`: w ← w − η (∂loss/∂w + (λ/m) w), and S, the soft threshold, for L1.

    AdamW makes the pulls of the penalty apart from its step on the data.
    """
    r = penalties.mixing(penalty, grid.l1_ratio)
    rho, kappa = (r"(1-r)\,", r"r\,") if 0 < r < 1 else ("", "")
    rho, kappa = rho + r"\tfrac{\lambda}{m}\,w", kappa + r"\tfrac{\lambda}{m}"
    loss, before = _("loss"), _("before")
    slope = rf"\tfrac{{\partial \text{{{loss}}}}}{{\partial w}}"
    pulls = [rho] if r < 1 else []
    pulls += [kappa + r"\operatorname{sign} w"] if r > 0 and grid.l1_step == "subgradient" else []
    if grid.optimizer == "adamw":
        apart = rf" - \eta\,{_sum(pulls)}" if pulls else ""
        moved = rf"w{apart} - \operatorname{{Adam}}{slope}"
    elif grid.optimizer == "adam":
        moved = rf"w - \operatorname{{Adam}}{_sum([slope, *pulls])}"
    else:
        moved = rf"w - \eta\,{_sum([slope, *pulls])}"
    if grid.optimizer == "momentum":
        moved += rf" + \mu\,(w - w_{{\text{{{before}}}}})"
    if r > 0 and grid.l1_step == "proximal":
        threshold = r"\tau" if grid.optimizer == "adam" else rf"\eta\,{kappa}"
        moved = rf"S\!\left({moved},\ {threshold}\right)"
    return rf"w \leftarrow {moved}"


def with_numbers(grid: Grid, penalty: str, w: float, slope: float, lambd: float, m: int) -> str:
    """The same with its numbers; with another optimizer than gradient descent, the pulls alone."""
    r, eta = penalties.mixing(penalty, grid.l1_ratio), grid.learning_rate
    rho, kappa, sign = lambd * (1 - r) / m, lambd * r / m, float((w > 0) - (w < 0))
    pulls, pull = [], 0.0
    if r < 1:
        pulls.append(rf"{_tex(rho)}\cdot {_factor(w)}")
        pull += rho * w
    if r > 0 and grid.l1_step == "subgradient":
        pulls.append(rf"{_tex(kappa)}\cdot {_factor(sign)}")
        pull += kappa * sign
    if grid.optimizer == "adamw":
        apart = rf",\quad {_tex(eta)}\left({' + '.join(pulls)}\right) {_equals(eta * pull)}" if pulls else ""
        return f"g {_equals(slope)}{apart}"
    terms, g = " + ".join([_tex(slope), *pulls]), slope + pull
    if grid.optimizer != "gd":
        return f"g = {terms} {_equals(g)}" if pulls else f"g {_equals(g)}"
    moved, after = rf"{_tex(w)} - {_tex(eta)}\left({terms}\right)", w - eta * g
    if r > 0 and grid.l1_step == "proximal":
        moved = rf"S\!\left({moved},\ {_tex(eta * kappa)}\right)"
        after = float(penalties.soft_threshold(after, eta * kappa))
    return f"{moved} {_equals(after)}"


def _named(_: Translate, penalty: str) -> str:
    return rf"\text{{{penalty_names(_)[penalty]}:}}\quad & "


def _sum(terms: Sequence[str]) -> str:
    return terms[0] if len(terms) == 1 else rf"\left({' + '.join(terms)}\right)"


def _equals(x: float) -> str:
    """Only 0 is printed to its last digit."""
    return rf"\approx {_tex(x)}" if x else "= 0"


def _tex(x: float) -> str:
    return tex(number(x, DIGITS))


def _factor(x: float) -> str:
    return tex_factor(number(x, DIGITS))


def aligned(rows: Sequence[str]) -> str:
    """Rows one below the other, aligned at their &."""
    return r"\begin{aligned} " + r" \\ ".join(rows) + r" \end{aligned}"
