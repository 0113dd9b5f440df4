"""One network from many starts: what each λ changes."""

from collections.abc import Sequence

import numpy as np

from charts.picture import Translate
from charts.track import Track
from dashboard.kept_runs import run_for_everybody
from dashboard.networks.grid import STARTS, Grid, complete_run, initial
from dashboard.networks.problem import Problem, built_in
from dashboard.patience import patiently
from dashboard.run_queue import Progress
from l2core.datasets import Split
from l2core.evaluation import answers_alike
from l2core.history import snapshot_schedule
from l2core.many_starts import ErrorsOverStarts
from l2core.optimizers import Recipe
from l2core.snapshots import probabilities

LAMBDAS = (0.03, 0.1, 0.3, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
STEPS = 2000
SNAPSHOTS = 21  # at which its lowest loss is looked for
DRAWS = 20  # of the data
RATE = Grid().learning_rate
LAM = Track("lam", len(LAMBDAS), len(LAMBDAS) - 1)


def errors_over_starts(_: Translate, split: Split, penalty: str) -> ErrorsOverStarts:
    """Every λ of LAMBDAS, and none, from STARTS starts."""
    words = _("Training {count} networks from {seeds} starts").format(
        count=STARTS * (1 + len(LAMBDAS)), seeds=STARTS
    )
    return patiently(lambda progress: _errors(split, penalty, STARTS, progress), words)


def errors_over_draws(_: Translate, problem: Problem, penalty: str) -> ErrorsOverStarts:
    """The same from start 0 on data seeds 0 … DRAWS − 1: draws of the data in the place of the starts."""
    words = _("Training {count} networks on {draws} draws of the data").format(
        count=DRAWS * (1 + len(LAMBDAS)), draws=DRAWS
    )

    def compute(progress: Progress) -> list[ErrorsOverStarts]:
        splits = [problem_draw(problem, seed) for seed in range(DRAWS)]
        return [_errors(split, penalty, 1, progress.part(k, DRAWS)) for k, split in enumerate(splits)]

    return side_by_side(patiently(compute, words))


def side_by_side(runs: Sequence[ErrorsOverStarts]) -> ErrorsOverStarts:
    """The starts of all runs as those of one."""
    first = runs[0]
    parts = ("training", "validation", "lowest", "penalty_term", "constant")
    joined = {part: np.concatenate([getattr(run, part) for run in runs], axis=1) for part in parts}
    return ErrorsOverStarts(lambdas=first.lambdas, penalty=first.penalty, **joined)


def problem_draw(problem: Problem, seed: int) -> Split:
    """Other points from the source of the problem."""
    noise, scatter = problem.label_noise, problem.scatter
    return built_in(problem.name, problem.training_size, noise, scatter, seed, problem.columns)


@run_for_everybody(24 * DRAWS)
def _errors(split: Split, penalty: str, starts: int, _progress: Progress) -> ErrorsOverStarts:
    recipes = [Recipe(penalty="none", learning_rate=RATE)]
    recipes += [Recipe(penalty=penalty, lambd=lambd, learning_rate=RATE) for lambd in LAMBDAS]
    first = [initial(Grid().hidden, split, seed) for seed in range(starts)]
    every = [recipe for recipe in recipes for _start in first]
    kept = snapshot_schedule(STEPS, SNAPSHOTS)
    history = complete_run(split, first * len(recipes), every, STEPS, kept, _progress)
    shape, validation = (len(recipes), starts), np.asarray(history.validation_loss)
    final = {name: array[-1] for name, array in history.weights.items()}
    return ErrorsOverStarts(
        lambdas=LAMBDAS,
        penalty=penalty,
        training=history.data_loss[-1].reshape(shape),
        validation=validation[-1].reshape(shape),
        penalty_term=history.penalty[-1].reshape(shape),
        lowest=np.fmin.reduce(validation).reshape(shape),
        constant=answers_alike(probabilities(final, split.X_train)).reshape(shape),
    )
