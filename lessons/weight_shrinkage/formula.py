"""The update of one weight as a formula, and the same with the numbers of the run on the page."""

from collections.abc import Sequence

from charts.penalties import penalty_names
from dashboard.networks.grid import LAMBDAS, Grid
from dashboard.text import Translate
from l2core import penalties
from l2core.datasets import Split
from l2core.history import History
from l2core.network import backward_propagation_with_regularization, forward_propagation
from l2core.optimizers import Recipe
from l2core.trajectories import Weights

SLOPE = r"\tfrac{\partial \text{loss}}{\partial w}"


def formula(
    _: Translate,
    grid: Grid,
    history: History,
    split: Split,
    runs: Sequence[Weights],
    which: int,
    lam: int,
    step: int,
) -> tuple[str, str, str]:
    """In symbols, with the numbers of weight number `which` at this λ and kept step, and in words."""
    place = tuple(int(of[which]) for of in (runs[0].layer, runs[0].row, runs[0].column))
    symbols, numbers, diverged = [], [], _("diverged")
    for run in runs[1:]:
        name = rf"\text{{{penalty_names(_)[run.penalty]}:}} &\quad "
        symbols.append(name + in_symbols(grid, run.penalty))
        net = grid.net(run.penalty, lam)
        sound = step < run.sound[lam]
        w, slope = weight_and_slope(history, split, net, step, *place) if sound else (0.0, 0.0)
        update = with_numbers(grid, run.penalty, w, slope, LAMBDAS[lam], history.n_examples)
        numbers.append(name + (update if sound else rf"\text{{{diverged}}}"))
    words = _(
        "w: {name} after step {step:,}, and the step that comes next. η: learning rate, {eta:g}; λ: "
        "{lambd:g}; m: training points, {m}; ∂loss/∂w: slope of the data loss, by back-propagation; "
        "S(x, τ): x moved by τ towards 0, where it stops."
    )
    said = [
        words.format(
            name=runs[0].names[which],
            step=history.epochs[step],
            eta=grid.learning_rate,
            lambd=LAMBDAS[lam],
            m=history.n_examples,
        )
    ]
    if grid.penalties[-1] == "elastic_net":
        said.append(_("r: share of L1, {value:g}.").format(value=grid.l1_ratio))
    if grid.optimizer == "momentum":
        share = _("μ: the share of the last step that is made again, {value:g}.")
        said.append(share.format(value=Recipe.momentum))
    if grid.optimizer != "gd":
        said.append(_("g: what goes into the optimizer, which makes its step of it."))
    return aligned(symbols), aligned(numbers), " ".join(said)


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
    pulls, g = [latex(slope)], slope
    if r < 1 and grid.optimizer != "adamw":
        pulls, g = [*pulls, rf"{rho:.4g}\cdot {bracketed(w)}"], g + rho * w
    if r > 0 and grid.l1_step == "subgradient":
        pulls, g = [*pulls, rf"{kappa:.4g}\cdot {bracketed(sign)}"], g + kappa * sign
    if grid.optimizer != "gd":
        return f"g = {' + '.join(pulls)} = {latex(g)}"
    moved, after = rf"{latex(w)} - {eta:g}\left({' + '.join(pulls)}\right)", w - eta * g
    if r > 0 and grid.l1_step == "proximal":
        moved = rf"S\!\left({moved},\ {eta * kappa:.4g}\right)"
        after = float(penalties.soft_threshold(after, eta * kappa))
    return f"{moved} = {latex(after)}"


def aligned(rows: Sequence[str]) -> str:
    """Rows one below the other, aligned at their &."""
    return r"\begin{aligned} " + r" \\ ".join(rows) + r" \end{aligned}"


def latex(x: float) -> str:
    """Five decimals, or a power of ten where they would hide the number; 0 is exactly 0."""
    if x == 0 or abs(x) >= 1e-3:
        return f"{x:.5f}" if x % 1 else f"{x:.0f}"
    mantissa, exponent = f"{x:.2e}".split("e")
    return rf"{mantissa}\cdot 10^{{{int(exponent)}}}"


def bracketed(x: float) -> str:
    """The same as a factor."""
    return rf"({latex(x)})" if x < 0 else latex(x)
