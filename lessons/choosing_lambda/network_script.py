"""The run of the part on a network as a script: its error against λ, and what answers the question."""

from dashboard.networks.grid import Grid
from dashboard.networks.split_lines import (
    drawn_lines,
    imports,
    split_lines,
    split_settings,
)
from dashboard.script_text import SHOW, array, code_cell, joined, number, title_cell
from lessons.choosing_lambda import network_run
from lessons.choosing_lambda.network_choice import NetworkChoice
from lessons.choosing_lambda.network_questions import NOISE
from lessons.choosing_lambda.network_run import LAMBDAS, RATE, SNAPSHOTS

_TITLE = "One network from many starts: its error against λ"
_TEXT = """\
Trains a network with every λ from the same starts, and prints its mean losses (cross-entropies in
nats) after the last step, as the page on choosing λ shows them; then what answers its question.
Means are over the starts that did not diverge. It takes some ten seconds."""
_FUNCTIONS = (
    "l2core.evaluation.answers_alike",
    "l2core.history.snapshot_schedule",
    "l2core.many_starts.ErrorsOverStarts",
    "l2core.network.initialize_parameters",
    "l2core.optimizers.Recipe",
    "l2core.snapshots.probabilities",
    "l2core.training.train",
)


def source(choice: NetworkChoice, lam: int, act: str, *, draws: bool = False) -> str:
    """The script of what the page shows with the bar at place `lam`, once `act` was answered.

    draws: whether the nets of many draws of the data are on the page.
    """
    cells = [
        title_cell(_TITLE, _TEXT),
        code_cell([*imports(choice.problem, _FUNCTIONS), "", "", *SHOW]),
        code_cell(_settings(choice, lam), "Settings"),
        code_cell(split_lines(choice.problem), "The data"),
        code_cell(_TRAINING, "The nets: no penalty and every λ, each from every start"),
        code_cell(_NUMBERS, "What the picture shows, and the λ of the bar"),
    ]
    if draws:
        cells.append(code_cell(_draws(choice), "The same from one start on other draws of the data"))
    if act == "net_luck":
        cells.append(code_cell(_VOTES, "The answer: at how many starts each λ is the best"))
    elif act == "net_noise":
        cells.append(code_cell(_noise(choice), "The answer: the best λ with flipped labels"))
    return joined(cells)


def _settings(choice: NetworkChoice, lam: int) -> list[str]:
    dims = (choice.problem.split.X_train.shape[0], *Grid().hidden, 1)
    return [
        *split_settings(choice.problem),
        f"layer_dims = {list(dims)}",
        f"starts = {network_run.STARTS}",
        f'penalty = "{choice.penalty}"',
        f"lambdas = {array(LAMBDAS)}",
        f"lambd = {number(LAMBDAS[lam])}  # one of them, that of the bar",
        f"learning_rate = {number(RATE)}",
        f"epochs = {network_run.STEPS}",
    ]


_TRAINING = f"""\
def errors_over_starts(split, starts):
    recipes = [Recipe(penalty="none", learning_rate=learning_rate)]
    recipes += [Recipe(penalty=penalty, lambd=each, learning_rate=learning_rate) for each in lambdas]
    first = [initialize_parameters(layer_dims, seed) for seed in range(starts)]
    history = train(
        *(split.X_train, split.Y_train, first * len(recipes)),
        [recipe for recipe in recipes for start in first],
        epochs=epochs,
        snapshots=snapshot_schedule(epochs, {SNAPSHOTS}),
        validation=(split.X_validation, split.Y_validation),
        workers=2,
    )
    shape, final = (len(recipes), starts), {{name: w[-1] for name, w in history.weights.items()}}
    return ErrorsOverStarts(
        lambdas=lambdas,
        penalty=penalty,
        training=history.data_loss[-1].reshape(shape),
        validation=history.validation_loss[-1].reshape(shape),
        lowest=np.fmin.reduce(history.validation_loss).reshape(shape),
        penalty_term=history.penalty[-1].reshape(shape),
        constant=answers_alike(probabilities(final, split.X_train)).reshape(shape),
    )


errors = errors_over_starts(split, starts)""".splitlines()

_NUMBERS = """\
for row, name in enumerate(["no penalty", *(f"lambda = {each:g}" for each in lambdas)]):
    for part, losses in (("training", errors.training), ("validation", errors.validation)):
        if (mean := errors.mean(losses, row)) is not None:  # two starts at least did not diverge
            show(f"{name}: {part} loss", mean.mean)
            show(f"{name}: {part} loss, standard error", mean.standard_error)
best, here = errors.best(), lambdas.index(lambd)
show("lambda with the lowest validation loss", lambdas[best])
if (change := errors.difference(best)) is not None:
    show("its validation loss minus that without a penalty", change.mean)
    show("standard error of that", change.standard_error)
if (added := errors.mean(errors.penalty_term, here + 1)) is not None:
    show("bar: penalty term", added.mean)
    show("bar: cost", errors.mean(errors.training, here + 1).mean + added.mean)
if (change := errors.difference(here)) is not None:
    show("bar: validation loss minus that without a penalty", change.mean)""".splitlines()

_VOTES = """\
for each, count in zip(lambdas, errors.votes()):
    show(f"lambda = {each:g}: starts that are best here", count)""".splitlines()


def _draws(choice: NetworkChoice) -> list[str]:
    """`network_run.errors_over_draws`, and what `network_words.draws_in_words` says of them."""
    drawn = [f"    {line}" for line in drawn_lines(choice.problem, "drawn", seed="seed_of_data")]
    lines = """\
    losses.append(errors_over_starts(drawn, 1).validation[:, 0])
losses = np.transpose(losses)  # (no penalty and every λ, draws)
change = losses[best + 1] - losses[0]
change = change[np.isfinite(change)]
if len(change) > 1:
    show("draws: change of the loss by the lambda that is best", change.mean())
    show("draws: standard error of that", change.std(ddof=1) / np.sqrt(len(change)))
    show("draws: how often it is lower", (change < 0).sum())
enough = np.isfinite(losses[1:]).sum(axis=1) > 1
if enough.any():
    means = [np.nanmean(row) if sound else np.inf for row, sound in zip(losses[1:], enough)]
    show("draws: lambda with the lowest mean loss", lambdas[np.argmin(means)])"""
    return ["losses = []", f"for seed_of_data in range({network_run.DRAWS}):", *drawn, *lines.splitlines()]


def _noise(choice: NetworkChoice) -> list[str]:
    """`network_questions.best_with_noise`."""
    drawn = [f"    {line}" for line in drawn_lines(choice.problem, "drawn", label_noise="share")]
    lines = """\
    best = errors_over_starts(drawn, starts).best()
    if best is not None:
        show(f"best lambda with {100 * share:g} % of the labels flipped", lambdas[best])"""
    return [f"for share in (0.0, {number(NOISE)}):", *drawn, *lines.splitlines()]
