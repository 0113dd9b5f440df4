"""The run of the page as a script: the three nets at the place of the bar, and what answers the question."""

from dashboard.networks.grid import LAMBDAS, SNAPSHOTS, STARTS
from dashboard.networks.split_lines import (
    drawn_lines,
    imports,
    split_lines,
    split_settings,
)
from dashboard.script_text import SHOW, array, code_cell, joined, number, title_cell
from lessons.overfit_vs_regularized import luck
from lessons.overfit_vs_regularized.draws import DRAWS
from lessons.overfit_vs_regularized.questions import FEW, LABEL_NOISE, MANY
from lessons.overfit_vs_regularized.run import Here

_TITLE = "One net without a penalty, with L2 and with L1"
_TEXT = """\
Trains the same net from the same start on the same points three times, and prints its losses
(cross-entropies in nats) at one step, as the page on overfitting shows them; then what answers
the question of the page. Another kind of processor rounds otherwise: where the page writes a
loss with fewer than three decimals, no more of them hold."""
_FUNCTIONS = (
    "l2core.history.snapshot_schedule",
    "l2core.network.initialize_parameters",
    "l2core.optimizers.Recipe",
    "l2core.training.train",
    "l2core.trajectories.exact_zeros",
)


def source(here: Here, act: str, *, starts: bool = False, draws: bool = False) -> str:
    """The script of what the page shows at the place of the bar `here`, once `act` was answered.

    starts, draws: whether the nets of many starts are on the page, and those of many draws of the data; the
    answer of `luck` needs the starts.
    It trains the nets at hand alone, and not the grid of every λ: to the last bit that comes to the same
    (tests/lessons/overfit_vs_regularized/test_script.py).
    """
    functions, answer = {
        "gap": _gap,
        "lambda": _best_lambda,
        "noise": _noise,
        "size": _size,
        luck.ACT: _luck,
    }[act](here)
    cells = [
        title_cell(_TITLE, _TEXT),
        code_cell([*imports(here.problem, [*_FUNCTIONS, *functions]), "", "", *SHOW]),
        code_cell(_settings(here), "Settings"),
        code_cell(split_lines(here.problem), "The data"),
        code_cell(_TRAINING, "The three nets"),
        code_cell(_NUMBERS, "What the pictures show at this step"),
    ]
    if starts or act == luck.ACT:
        cells.append(code_cell(_STARTS, "The same from other starts"))
    if draws:
        cells.append(code_cell(_draws(here), "The same on other draws of the data"))
    return joined([*cells, code_cell(answer, "The answer")])


def _settings(here: Here) -> list[str]:
    grid = here.grid
    dims = (here.problem.split.X_train.shape[0], *grid.hidden, 1)
    return [
        *split_settings(here.problem),
        f"layer_dims = {list(dims)}",
        f"start_seed = {grid.start_seed}",
        f"lambd = {number(LAMBDAS[here.lam])}",
        f"learning_rate = {number(grid.learning_rate)}",
        f"epochs = {grid.epochs}",
        f"step = {here.epoch}  # one of those that are kept",
    ]


_TRAINING = f"""\
recipes = {{
    "No penalty": Recipe(penalty="none", learning_rate=learning_rate),
    "L2": Recipe(penalty="l2", lambd=lambd, learning_rate=learning_rate),
    "L1": Recipe(penalty="l1", lambd=lambd, learning_rate=learning_rate),
}}
start = initialize_parameters(layer_dims, start_seed)


def trained(split, start, recipes):
    return train(
        *(split.X_train, split.Y_train, start, recipes),
        epochs=epochs,
        snapshots=snapshot_schedule(epochs, {SNAPSHOTS}),
        validation=(split.X_validation, split.Y_validation),
    )


history = trained(split, start, list(recipes.values()))""".splitlines()

_NUMBERS = """\
s = history.epochs.tolist().index(step)
for k, name in enumerate(recipes):
    if np.isnan(history.validation_loss[s, k]):
        show(f"{name}: diverged at step", history.diverged_at[k])
        continue
    losses = history.validation_loss[: s + 1, k]
    show(f"{name}: training loss", history.data_loss[s, k])
    show(f"{name}: validation loss", losses[s])
    show(f"{name}: gap", losses[s] - history.data_loss[s, k])
    show(f"{name}: validation points right in %", 100 * history.validation_accuracy[s, k])
    show(f"{name}: penalty term", history.penalty[s, k])
    show(f"{name}: cost", history.cost[s, k])
    show(f"{name}: lowest validation loss so far", np.nanmin(losses))
    show(f"{name}: step with the lowest", history.epochs[np.nanargmin(losses)])
    show(f"{name}: weights that are exactly 0", exact_zeros(history.parameters(k, s)))""".splitlines()

_STARTS = f"""\
over_starts = [
    trained(split, initialize_parameters(layer_dims, seed_of_start), list(recipes.values()))
    for seed_of_start in range({STARTS})
]
for seed_of_start, run in enumerate(over_starts):
    for k, name in enumerate(recipes):
        show(f"start {{seed_of_start}}, {{name}}: validation loss", run.validation_loss[s, k])""".splitlines()


def _draws(here: Here) -> list[str]:
    """`draws.over_draws` at the place of the bar."""
    lines = """\
    run = trained(drawn, start, list(recipes.values()))
    for k, name in enumerate(recipes):
        show(f"data seed {seed_of_data}, {name}: validation loss", run.validation_loss[s, k])"""
    drawn = [f"    {line}" for line in drawn_lines(here.problem, "drawn", seed="seed_of_data")]
    return [f"for seed_of_data in range({DRAWS}):", *drawn, *lines.splitlines()]


_Answer = tuple[list[str], list[str]]  # the functions that it needs, and its lines


def _gap(here: Here) -> _Answer:
    """`questions.largest_gap`."""
    lines = """\
for k, name in enumerate(recipes):
    show(f"{name}: gap at the end", history.validation_loss[-1, k] - history.data_loss[-1, k])"""
    return [], lines.splitlines()


def _best_lambda(here: Here) -> _Answer:
    """`questions.best_lambda`."""
    lines = f"""\
lambdas = {array(LAMBDAS)}
under_l2 = [Recipe(penalty="l2", lambd=each, learning_rate=learning_rate) for each in lambdas]
losses = trained(split, start, under_l2).validation_loss[-1]
if np.isfinite(losses).any():  # not every net diverged
    show("L2: lowest validation loss at the end", np.nanmin(losses))
    show("L2: lambda with the lowest", lambdas[np.nanargmin(losses)])"""
    return [], lines.splitlines()


def _noise(here: Here) -> _Answer:
    """`questions.worst_with_noise`."""
    lines = """\
with_noise = trained(noisy, start, list(recipes.values()))
for k, name in enumerate(recipes):
    if with_noise.diverged_at[k] < 0:
        test = score(noisy.X_test, noisy.Y_test, with_noise.final(k)).cross_entropy
        show(f"{name}: test loss after learning from flipped labels", test.mean)
        show(f"{name}: its standard error", test.standard_error)"""
    noisy = drawn_lines(here.problem, "noisy", label_noise=number(LABEL_NOISE))
    return ["l2core.datasets.classification", "l2core.evaluation.score"], [*noisy, *lines.splitlines()]


def _size(here: Here) -> _Answer:
    """`questions.gap_by_size`."""
    lines = """\
    other = trained(drawn, start, [recipes["No penalty"]])
    gap = other.validation_loss[-1, 0] - other.data_loss[-1, 0]
    show(f"No penalty: gap at the end, {size} points", gap)"""
    drawn = [f"    {line}" for line in drawn_lines(here.problem, "drawn", training_size="size")]
    return ["l2core.datasets.classification"], [f"for size in ({FEW}, {MANY}):", *drawn, *lines.splitlines()]


def _luck(here: Here) -> _Answer:
    """`luck.outcome`."""
    lines = """\
change = np.array([run.validation_loss[-1, 1] - run.validation_loss[-1, 0] for run in over_starts])
for seed_of_start, difference in enumerate(change):
    show(f"start {seed_of_start}: loss with L2 minus without, at the end", difference)
show("starts in which L2 ends lower", (change < 0).sum())
show("starts that did not diverge", np.isfinite(change).sum())"""
    return [], lines.splitlines()
