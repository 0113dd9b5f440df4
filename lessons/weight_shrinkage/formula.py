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

SLOPE = r"\tfrac{\partial \text{loss}}{\partial w}"
DIGITS = 5


def formula(_: Translate, nets: Nets, which: int, lam: int, step: int) -> tuple[str, str, str]:
    """The update in symbols, with the numbers of weight number `which` at this λ and kept step, in words."""
    grid, history, free = nets.grid, nets.history, nets.runs[0]
    layer, row, column = int(free.layer[which]), int(free.row[which]), int(free.column[which])
    symbols, numbers = [], []
    for run in nets.runs[1:]:
        name = rf"\text{{{penalty_names(_)[run.penalty]}:}} &\quad "
        symbols.append(name + in_symbols(grid, run.penalty))
        if run.has_diverged(lam, step):
            numbers.append(name + rf"\text{{{_('diverged')}}}")
        else:
            net = grid.net(run.penalty, lam)
            w, slope = weight_and_slope(history, nets.split, net, step, layer, row, column)
            numbers.append(name + with_numbers(grid, run.penalty, w, slope, LAMBDAS[lam], nets.m))
    words = _in_words(_, nets, free.names[which], lam, step)
    return aligned(symbols), aligned(numbers), words


def _in_words(_: Translate, nets: Nets, name: str, lam: int, step: int) -> str:
    grid = nets.grid
    words = _(
        "w: {name} after step {step:,}, and the step that comes next. η: learning rate, {eta:g}; λ: "
        "{lambd}; m: training points, {m}; ∂loss/∂w: slope of the data loss, by back-propagation; "
        "S(x, τ): x moved by τ towards 0, where it stops."
    )
    sentences = [
        words.format(
            name=name,
            step=nets.history.epochs[step],
            eta=grid.learning_rate,
            lambd=LAMBDA_CODES[lam],
            m=nets.m,
        )
    ]
    if grid.penalties[-1] == "elastic_net":
        sentences.append(_("r: share of L1, {value:g}.").format(value=grid.l1_ratio))
    if grid.optimizer == "momentum":
        share = _("μ: the share of the last step that is made again, {value:g}.")
        sentences.append(share.format(value=Recipe.momentum))
    if grid.optimizer != "gd":
        sentences.append(_("g: what goes into the optimizer, which makes its step of it."))
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


def in_symbols(grid: Grid, penalty: str) -> str:
    """One step under `penalty`: w ← w − η (∂loss/∂w + (λ/m) w), and S, the soft threshold, for L1."""
    r = penalties.mixing(penalty, grid.l1_ratio)
    rho, kappa = (r"(1-r)\,", r"r\,") if 0 < r < 1 else ("", "")
    rho, kappa = rho + r"\tfrac{\lambda}{m}\,w", kappa + r"\tfrac{\lambda}{m}"
    pulls = [SLOPE]
    pulls += [rho] if r < 1 and grid.optimizer != "adamw" else []
    pulls += [kappa + r"\operatorname{sign} w"] if r > 0 and grid.l1_step == "subgradient" else []
    g = pulls[0] if len(pulls) == 1 else r"\left(" + " + ".join(pulls) + r"\right)"
    moved = "w" + (rf" - \eta\,{rho}" if r < 1 and grid.optimizer == "adamw" else "")
    moved += rf" - \operatorname{{Adam}}{g}" if grid.optimizer.startswith("adam") else rf" - \eta\,{g}"
    moved += r" + \mu\,(w - w_{\text{before}})" if grid.optimizer == "momentum" else ""
    if r > 0 and grid.l1_step == "proximal":
        threshold = r"\tau" if grid.optimizer == "adam" else rf"\eta\,{kappa}"
        moved = rf"S\!\left({moved},\ {threshold}\right)"
    return rf"w \leftarrow {moved}"


def with_numbers(grid: Grid, penalty: str, w: float, slope: float, lambd: float, m: int) -> str:
    """The same with its numbers; with another optimizer than gradient descent, the pulls alone."""
    r, eta = penalties.mixing(penalty, grid.l1_ratio), grid.learning_rate
    rho, kappa, sign = lambd * (1 - r) / m, lambd * r / m, float((w > 0) - (w < 0))
    pulls, g = [_tex(slope)], slope
    if r < 1 and grid.optimizer != "adamw":
        pulls.append(rf"{_tex(rho)}\cdot {_factor(w)}")
        g += rho * w
    if r > 0 and grid.l1_step == "subgradient":
        pulls.append(rf"{_tex(kappa)}\cdot {_factor(sign)}")
        g += kappa * sign
    if grid.optimizer != "gd":
        return f"g = {' + '.join(pulls)} = {_tex(g)}"
    moved, after = rf"{_tex(w)} - {_tex(eta)}\left({' + '.join(pulls)}\right)", w - eta * g
    if r > 0 and grid.l1_step == "proximal":
        moved = rf"S\!\left({moved},\ {_tex(eta * kappa)}\right)"
        after = float(penalties.soft_threshold(after, eta * kappa))
    return f"{moved} = {_tex(after)}"


def _tex(x: float) -> str:
    return tex(number(x, DIGITS))


def _factor(x: float) -> str:
    return tex_factor(number(x, DIGITS))


def aligned(rows: Sequence[str]) -> str:
    """Rows one below the other, aligned at their &."""
    return r"\begin{aligned} " + r" \\ ".join(rows) + r" \end{aligned}"
