"""The map of η × λ as a script: every cell, the one of the bar, the best, and what answers the question."""

from dashboard.networks.grid import Grid
from dashboard.networks.split_lines import imports, split_lines, split_settings
from dashboard.script_text import SHOW, array, code_cell, joined, number, title_cell
from lessons.choosing_lambda import rate_map_run
from lessons.choosing_lambda.network_choice import NetworkChoice
from lessons.choosing_lambda.rate_map_run import LAMBDAS, RATES, SNAPSHOTS

_TITLE = "The map of η × λ: one net for each"
_TEXT = """\
Trains one net for every learning rate η and every λ from one start, and prints its validation loss
(cross-entropy in nats) as the page on choosing λ maps it; then what answers its question.
Where η is large another kind of processor may find other losses. It takes some ten seconds."""
_FUNCTIONS = (
    "l2core.evaluation.answers_alike",
    "l2core.evaluation.has_turned",
    "l2core.history.snapshot_schedule",
    "l2core.network.initialize_parameters",
    "l2core.optimizers.Recipe",
    "l2core.rate_map.RateMap",
    "l2core.rate_map.silent_layer",
    "l2core.snapshots.probabilities",
    "l2core.training.train",
)


def source(choice: NetworkChoice, row: int, column: int, act: str) -> str:
    """The script of the map with the bar on the cell of RATES[row] and LAMBDAS[column], after `act`."""
    return joined(
        [
            title_cell(_TITLE, _TEXT),
            code_cell([*imports(choice.problem, _FUNCTIONS), "", "", *SHOW]),
            code_cell(_settings(choice, row, column), "Settings"),
            code_cell(split_lines(choice.problem), "The data"),
            code_cell(_TRAINING, "The nets: a row for each η, a column for each λ"),
            code_cell(_NUMBERS, "What the map shows, and the cell of the bar"),
            code_cell(_ANSWERS[act], "The answer"),
        ]
    )


def _settings(choice: NetworkChoice, row: int, column: int) -> list[str]:
    grid = Grid()
    return [
        *split_settings(choice.problem),
        f"layer_dims = {[choice.problem.split.X_train.shape[0], *grid.hidden, 1]}",
        f"start_seed = {grid.start_seed}",
        f'penalty = "{choice.penalty}"',
        f"rates = {array(RATES)}",
        f"lambdas = {array(LAMBDAS)}",
        f"learning_rate = {number(RATES[row])}  # one of them, that of the bar",
        f"lambd = {number(LAMBDAS[column])}",
        f"epochs = {rate_map_run.EPOCHS}",
    ]


_TRAINING = f"""\
history = train(
    *(split.X_train, split.Y_train, initialize_parameters(layer_dims, start_seed)),
    [Recipe(penalty=penalty, lambd=each, learning_rate=rate) for rate in rates for each in lambdas],
    epochs=epochs,
    snapshots=snapshot_schedule(epochs, {SNAPSHOTS}),
    validation=(split.X_validation, split.Y_validation),
    workers=2,
)
shape, final = (len(rates), len(lambdas)), {{name: w[-1] for name, w in history.weights.items()}}
sizes = [np.abs(w).max(axis=(-2, -1)) for name, w in final.items() if name.startswith("W")]
cells = RateMap(
    rates=tuple(rates),
    lambdas=tuple(lambdas),
    validation=history.validation_loss[-1].reshape(shape),
    constant=answers_alike(probabilities(final, split.X_train)).reshape(shape),
    diverged_at=history.diverged_at.reshape(shape),
    turned=has_turned(history.validation_loss).reshape(shape),
    largest=np.max(sizes, axis=0).reshape(shape),
    silent=silent_layer(final, split.X_train).reshape(shape),
    penalty=penalty,
    m=training_size,
)""".splitlines()

_NUMBERS = """\
for i, rate in enumerate(rates):
    for j, each in enumerate(lambdas):
        show(f"eta = {rate:g}, lambda = {each:g}", cells.validation[i, j])  # nan: it diverged
show("nets that learn", cells.learns.sum())
show("nets that are dead", cells.constant.sum())
show("nets that diverged", cells.diverged.sum())
if cells.best is not None:
    show("best cell: eta", rates[cells.best[0]])
    show("best cell: lambda", lambdas[cells.best[1]])
    show("best cell: validation loss", cells.validation[cells.best])
row, column = rates.index(learning_rate), lambdas.index(lambd)
show("bar: validation loss", cells.validation[row, column])
if row in cells.best_lambdas:
    show("bar: best lambda at this eta of nets that learn", lambdas[cells.best_lambdas[row]])
rows = cells.best_lambdas  # row of η -> column of its best λ, where a net learns""".splitlines()

_ANSWERS = {
    "map_best": """\
if rows:
    row = min(rows, key=lambda row: cells.validation[row, rows[row]])
    show("best net that learns: eta", rates[row])
    show("best net that learns: lambda", lambdas[rows[row]])
    show("best net that learns: validation loss", cells.validation[row, rows[row]])""".splitlines(),
    "map_shift": """\
for row in [max(rows), min(rows)] if rows else []:  # the smallest η at which a net learns, the largest
    show(f"eta = {rates[row]:g}: best lambda", lambdas[rows[row]])""".splitlines(),
    "map_strong": """\
fates = {"learn": cells.learns, "are dead": cells.constant, "diverged": cells.diverged}
for name, fate in fates.items():
    show(f"lambda = {lambdas[-1]:g}: nets that {name}", fate[:, -1].sum())""".splitlines(),
}
