"""The run of the page as a script: the nets at the place of the bar, and what answers the question."""

from collections.abc import Mapping

from dashboard.networks.grid import LAMBDAS, SNAPSHOTS, STARTS
from dashboard.networks.split_lines import imports, split_lines, split_settings
from dashboard.script_text import SHOW, code_cell, joined, number, title_cell
from l2core.trajectories import weight_names
from lessons.weight_shrinkage.choice import Choice
from lessons.weight_shrinkage.questions import LAYERS, RACE, STRONGEST, USUAL
from lessons.weight_shrinkage.switch_race import SwitchChoice, usual_switch

_TITLE = "Every weight of a net without a penalty, with L2 and with {third}"
_TEXT = """\
Trains the same net from the same start on the same points, and prints what has become of its
weights at one step, as the page on the weights of a network shows it; then what answers the
question of the page. "Exactly 0" is w == 0.0, without any tolerance."""
_FUNCTIONS = (
    "l2core.history.snapshot_schedule",
    "l2core.network.initialize_parameters",
    "l2core.optimizers.Recipe",
    "l2core.training.train",
    "l2core.trajectories.every_weight",
)
_NAMES = {"l1": "L1", "l2": "L2", "elastic_net": "Elastic net"}


def source(
    chosen: Choice,
    at: Mapping[str, int],
    act: str,
    switch: SwitchChoice | None = None,
    *,
    starts: bool = False,
) -> str:
    """The script of what the page shows with the bar at the places `at`, once `act` was answered.

    switch: the race with λ changed in mid-run that is on the page, if one is behind its door.
    starts: whether the nets of many starts are on the page.
    It trains the nets at hand alone, and not the grid of every λ: to the last bit that comes to the same
    (tests/lessons/weight_shrinkage/test_script.py).
    """
    third = _NAMES[chosen.grid.penalties[-1]]
    cells = [
        title_cell(_TITLE.format(third=third), _TEXT),
        code_cell([*imports(chosen.problem, _FUNCTIONS), "", "", *SHOW]),
        code_cell(_settings(chosen, at["lam"], at["step"]), "Settings"),
        code_cell(split_lines(chosen.problem), "The data"),
        code_cell(_training(chosen), "The nets"),
        code_cell(_NUMBERS, "What the pictures show at this step"),
    ]
    if starts:
        cells.append(code_cell(_STARTS, "The same from other starts"))
    if act == RACE and switch is None:
        switch = usual_switch(chosen.grid)
    if switch is not None:
        cells.append(code_cell(_race(switch), "λ changed in mid-run"))
    return joined([*cells, code_cell(_answer(chosen, act), "The answer: after the last step")])


def _settings(chosen: Choice, lam: int, step: int) -> list[str]:
    grid, dims = chosen.grid, _dims(chosen)
    lines = [
        *split_settings(chosen.problem),
        f"layer_dims = {list(dims)}",
        f"start_seed = {grid.start_seed}",
        f"lambd = {number(LAMBDAS[lam])}",
        f"learning_rate = {number(grid.learning_rate)}",
        f'optimizer = "{grid.optimizer}"',
        f'l1_step = "{grid.l1_step}"',
    ]
    if "elastic_net" in grid.penalties:
        lines.append(f"l1_ratio = {number(grid.l1_ratio)}")
    return [
        *lines,
        f"epochs = {grid.epochs}",
        f"step = {grid.steps()[step]}  # one of those that are kept",
        f'followed = "{weight_names(dims)[chosen.followed]}"',
    ]


def _dims(chosen: Choice) -> tuple[int, ...]:
    return chosen.split.X_train.shape[0], *chosen.grid.hidden, 1


def _training(chosen: Choice) -> list[str]:
    third, mixed = chosen.grid.penalties[-1], "elastic_net" in chosen.grid.penalties
    rule = "learning_rate=learning_rate, optimizer=optimizer, l1_step=l1_step"
    return f"""\
rule = dict({rule}{", l1_ratio=l1_ratio" if mixed else ""})
recipes = {{
    "No penalty": Recipe(penalty="none", **rule),
    "L2": Recipe(penalty="l2", lambd=lambd, **rule),
    "{_NAMES[third]}": Recipe(penalty="{third}", lambd=lambd, **rule),
}}
start = initialize_parameters(layer_dims, start_seed)


def trained(recipes, start=start):
    return train(
        *(split.X_train, split.Y_train, start, recipes),
        epochs=epochs,
        snapshots=snapshot_schedule(epochs, {SNAPSHOTS}),
        validation=(split.X_validation, split.Y_validation),
    )


history = trained(list(recipes.values()))
s = history.epochs.tolist().index(step)""".splitlines()


_NUMBERS = """\
for k, (name, recipe) in enumerate(recipes.items()):
    weights = every_weight(history, slice(k, k + 1), recipe.penalty)
    if weights.has_diverged(0, s):
        show(f"{name}: diverged at step", history.diverged_at[k])
        continue
    w = weights.at(0, s)
    show(f"{name}: weights that are exactly 0", (w == 0).sum())
    show(f"{name}: largest |w|", np.abs(w).max())
    show(f"{name}: smallest |w| that is not 0", np.abs(w[w != 0]).min(initial=np.inf))
    show(f"{name}: sum of |w|", np.abs(w).sum())
    show(f"{name}: sum of w^2", np.square(w).sum())
    show(f"{name}: {followed}", w[weights.names.index(followed)])
    show(f"{name}: data loss", history.data_loss[s, k])
    show(f"{name}: penalty term", history.penalty[s, k])
    show(f"{name}: cost", history.cost[s, k])
    show(f"{name}: validation loss", history.validation_loss[s, k])""".splitlines()


_STARTS = f"""\
for other in range({STARTS}):
    run = trained(list(recipes.values()), initialize_parameters(layer_dims, other))
    for k, (name, recipe) in enumerate(recipes.items()):
        weights = every_weight(run, slice(k, k + 1), recipe.penalty)
        if weights.has_diverged(0, s):
            show(f"start {{other}}, {{name}}: diverged at step", run.diverged_at[k])
            continue
        show(f"start {{other}}, {{name}}: weights that are exactly 0", weights.zeros[:, 0, s].sum())
        show(f"start {{other}}, {{name}}: sum of |w|", weights.summed("l1")[0, s])
        show(f"start {{other}}, {{name}}: sum of w^2", weights.summed("l2")[0, s])""".splitlines()


def _race(switch: SwitchChoice) -> list[str]:
    """`switch_race.switch_race` at one λ."""
    return f"""\
switch = {switch.step}  # the step after which λ is another
raced = "{switch.penalty}"
late, early = ((switch, lambd),), ((switch, 0.0),)
racers = {{
    "lambda from the first step": Recipe(penalty=raced, lambd=lambd, **rule),
    "warm-up, then lambda": Recipe(penalty=raced, lambd_schedule=late, **rule),
    "lambda, then let go": Recipe(penalty=raced, lambd=lambd, lambd_schedule=early, **rule),
}}
race = trained(list(racers.values()))
for k, name in enumerate(racers):
    weights = every_weight(race, slice(k, k + 1), raced)
    for when, place in ((f"at step {{step}}", s), ("at the end", len(race.epochs) - 1)):
        if weights.has_diverged(0, place):
            show(f"{{name}}: diverged at step", race.diverged_at[k])
            break
        show(f"{{name}}: weights that are exactly 0 {{when}}", weights.zeros[:, 0, place].sum())
        show(f"{{name}}: sum of |w| {{when}}", np.abs(weights.at(0, place)).sum())
        show(f"{{name}}: validation loss {{when}}", race.validation_loss[place, k])""".splitlines()


def _answer(chosen: Choice, act: str) -> list[str]:
    """`questions.outcome`: the exact zeros that it counts."""
    lines = ["question = {", *(f'    "{name}": {recipe},' for name, recipe in _recipes(chosen, act).items())]
    counted = """\
    show(f"answer, {name}: weights that are exactly 0", weights.zeros[:, 0, -1].sum())"""
    if act == LAYERS:
        counted = """\
    for layer, size in enumerate(weights.layer_sizes):
        show(f"answer, W{layer + 1}: weights that are exactly 0", weights.zeros[layer, 0, -1])
        show(f"answer, W{layer + 1}: weights", size)"""
    training = """\
}
answer = trained(list(question.values()))
for k, (name, recipe) in enumerate(question.items()):
    if answer.diverged_at[k] >= 0:
        show(f"answer, {name}: diverged at step", answer.diverged_at[k])
        continue
    weights = every_weight(answer, slice(k, k + 1), recipe.penalty)"""
    return [*lines, *training.splitlines(), *counted.splitlines()]


def _recipes(chosen: Choice, act: str) -> dict[str, str]:
    """The nets that an act is about, at the λ of its question: name -> how it is trained."""
    lambd, third = number(USUAL), chosen.grid.penalties[-1]
    if act == "strongest":
        return {"L2": f'Recipe(penalty="l2", lambd={number(STRONGEST)}, **rule)'}
    if act == "subgradient":
        return {
            f"L1, {l1_step}": f'Recipe(penalty="l1", lambd={lambd}, **rule | {{"l1_step": "{l1_step}"}})'
            for l1_step in ("proximal", "subgradient")
        }
    if act == RACE:
        late = f"lambd_schedule=(({usual_switch(chosen.grid).step}, {lambd}),)"
        return {
            "lambda from the first step": f'Recipe(penalty="{third}", lambd={lambd}, **rule)',
            "after a warm-up": f'Recipe(penalty="{third}", {late}, **rule)',
        }
    penalties = ("l1",) if act == LAYERS else ("l2", "l1")
    return {_NAMES[name]: f'Recipe(penalty="{name}", lambd={lambd}, **rule)' for name in penalties}
