"""The update of one weight as a formula, and the same with the numbers of the run on the page."""

from collections.abc import Sequence

from charts.numbers import number, tex, tex_factor
from charts.penalties import penalty_names
from charts.picture import Translate
from dashboard.networks.grid import LAMBDA_CODES, LAMBDAS, Grid
from l2core import penalties
from l2core.datasets import Split
from l2core.history import History
from l2core.network import backward_propagation_with_regularization, forward_propagation
from l2core.optimizers import Recipe
from lessons.weight_shrinkage.run import Nets
from lessons.weight_shrinkage.words import held_sentence

DIGITS = 5


def formula(_: Translate, nets: Nets, which: int, lam: int, step: int) -> tuple[str, str, str]:
    """The update in symbols, with the numbers of weight number `which` at this λ and kept step, in words."""
    grid, free = nets.grid, nets.runs[0]
    layer, row, column = int(free.layer[which]), int(free.row[which]), int(free.column[which])
    symbols, numbers, diverged = [], [], _("diverged")
    for run in nets.runs[1:]:
        name = rf"\text{{{penalty_names(_)[run.penalty]}:}} &\quad "
        symbols.append(name + in_symbols(_, grid, run.penalty))
        if run.has_diverged(lam, step):
            numbers.append(name + rf"\text{{{diverged}}}")
        else:
            net = grid.net(run.penalty, lam)
            w, slope = weight_and_slope(nets.history, nets.split, net, step, layer, row, column)
            numbers.append(name + with_numbers(grid, run.penalty, w, slope, LAMBDAS[lam], nets.m))
    return aligned(symbols), aligned(numbers), _in_words(_, nets, which, lam, step)


def _in_words(_: Translate, nets: Nets, which: int, lam: int, step: int) -> str:
    grid = nets.grid
    words = _(
        "w: {name} after step {step:,}, and the step that comes next. η: learning rate, {eta}; λ: {lambd}; "
        "m: training points, {m}; ∂loss/∂w: slope of the data loss, by back-propagation."
    )
    sentences = [
        words.format(
            name=nets.runs[0].names[which],
            step=nets.history.epochs[step],
            eta=number(grid.learning_rate),
            lambd=LAMBDA_CODES[lam],
            m=nets.m,
        )
    ]
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
    sentences += [
        held_sentence(_, nets.held(run, lam))
        for run in nets.runs[1:]  # the trainer now and then lifts such a weight before it makes this step
        if 0 < abs(run.at(lam, step)[which]) <= nets.held(run, lam)
    ]
    return " ".join(sentences)


def weight_and_slope(
    history: History, split: Split, net: int, step: int, layer: int, row: int, column: int
) -> tuple[float, float]:
    """The weight W_layer[row, column], counted from 1, at a kept step, and ∂loss/∂w there."""
    parameters = history.parameters(net, step)
    _A, cache = forward_propagation(split.X_train, parameters)
    gradients = backward_propagation_with_regularization(split.X_train, split.Y_train, cache, 0.0)
    place = row - 1, column - 1
    return float(parameters[f"W{layer}"][place]), float(gradients[f"dW{layer}"][place])


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
