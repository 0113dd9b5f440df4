"""The networks of the page on λ: one λ from many starts, and one start for many η and λ."""

import numpy as np
import streamlit as st

from charts.choosing_lambda.rate_map import RateMap
from dashboard.networks.grid import EPOCHS, STARTS, Grid, complete_run, initial
from dashboard.patience import Progress, patiently
from dashboard.text import Translate
from l2core.datasets import Split
from l2core.evaluation import answers_alike
from l2core.history import History, snapshot_schedule
from l2core.many_starts import ErrorsOverStarts
from l2core.optimizers import Recipe
from l2core.snapshots import probabilities

LAMBDAS = (0.03, 0.1, 0.3, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
STEPS = 2000
RATES = (10.0, 5.0, 3.0, 2.0, 1.0, 0.3, 0.1, 0.03, 0.01)
MAP_LAMBDAS = (0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 30.0, 50.0, 100.0)
HIDDEN = Grid().hidden


def over_seeds(_: Translate, split: Split, penalty: str) -> ErrorsOverStarts:
    """Every λ of LAMBDAS, and none, from STARTS starts."""
    words = _("Training {count} networks from {seeds} starts").format(
        count=STARTS * (1 + len(LAMBDAS)), seeds=STARTS
    )
    return patiently(lambda progress: _over_seeds(split, penalty, progress), words)


@st.cache_data(max_entries=24, show_spinner=False)
def _over_seeds(split: Split, penalty: str, _progress: Progress) -> ErrorsOverStarts:
    rate = Grid().learning_rate
    recipes = [Recipe(penalty="none", learning_rate=rate)]
    recipes += [Recipe(penalty=penalty, lambd=lambd, learning_rate=rate) for lambd in LAMBDAS]
    starts = [initial(HIDDEN, split, seed) for seed in range(STARTS)]
    every = [recipe for recipe in recipes for _start in starts]
    kept = snapshot_schedule(STEPS, 21)
    history = complete_run(split, starts * len(recipes), every, STEPS, kept, _progress.report)
    shape, validation = (len(recipes), STARTS), np.asarray(history.validation_loss)
    return ErrorsOverStarts(
        lambdas=LAMBDAS,
        penalty=penalty,
        training=history.data_loss[-1].reshape(shape),
        validation=validation[-1].reshape(shape),
        penalty_term=history.penalty[-1].reshape(shape),
        lowest=np.fmin.reduce(validation).reshape(shape),
        constant=_answers_all_the_same(history, split).reshape(shape),
    )


def over_rates(_: Translate, split: Split, penalty: str) -> RateMap:
    """One net for each η of RATES and λ of MAP_LAMBDAS, all from start 0."""
    words = _("Training {count} networks, {epochs} steps each").format(
        count=len(RATES) * len(MAP_LAMBDAS), epochs=EPOCHS
    )
    return patiently(lambda progress: _over_rates(split, penalty, progress), words)


@st.cache_data(max_entries=24, show_spinner=False)
def _over_rates(split: Split, penalty: str, _progress: Progress) -> RateMap:
    recipes = [
        Recipe(penalty=penalty, lambd=lambd, learning_rate=rate) for rate in RATES for lambd in MAP_LAMBDAS
    ]
    start = initial(HIDDEN, split, Grid().start_seed)
    history = complete_run(split, start, recipes, EPOCHS, [0, EPOCHS], _progress.report)
    shape = (len(RATES), len(MAP_LAMBDAS))
    return RateMap(
        rates=RATES,
        lambdas=MAP_LAMBDAS,
        validation=np.asarray(history.validation_loss)[-1].reshape(shape),
        constant=_answers_all_the_same(history, split).reshape(shape),
        diverged_at=history.diverged_at.reshape(shape),
    )


def _answers_all_the_same(history: History, split: Split) -> np.ndarray:
    """Whether each net, at the end, gives every training point the same probability; (K,)."""
    final = {name: array[-1] for name, array in history.weights.items()}
    return answers_alike(probabilities(final, split.X_train))
