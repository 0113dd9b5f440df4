"""One network from many starts: what each λ changes."""

import numpy as np
import streamlit as st

from charts.picture import Translate
from dashboard.networks.grid import STARTS, Grid, complete_run, initial
from dashboard.patience import Progress, patiently
from l2core.datasets import Split
from l2core.evaluation import answers_alike
from l2core.history import snapshot_schedule
from l2core.many_starts import ErrorsOverStarts
from l2core.optimizers import Recipe
from l2core.snapshots import probabilities

LAMBDAS = (0.03, 0.1, 0.3, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
STEPS = 2000
RATE = Grid().learning_rate


def errors_over_starts(_: Translate, split: Split, penalty: str) -> ErrorsOverStarts:
    """Every λ of LAMBDAS, and none, from STARTS starts."""
    words = _("Training {count} networks from {seeds} starts").format(
        count=STARTS * (1 + len(LAMBDAS)), seeds=STARTS
    )
    return patiently(lambda progress: _errors(split, penalty, progress), words)


@st.cache_data(max_entries=24, show_spinner=False)
def _errors(split: Split, penalty: str, _progress: Progress) -> ErrorsOverStarts:
    grid = Grid()
    recipes = [Recipe(penalty="none", learning_rate=RATE)]
    recipes += [Recipe(penalty=penalty, lambd=lambd, learning_rate=RATE) for lambd in LAMBDAS]
    starts = [initial(grid.hidden, split, seed) for seed in range(STARTS)]
    every = [recipe for recipe in recipes for _start in starts]
    kept = snapshot_schedule(STEPS, 21)
    history = complete_run(split, starts * len(recipes), every, STEPS, kept, _progress.report)
    shape, validation = (len(recipes), STARTS), np.asarray(history.validation_loss)
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
