"""One start for many η and λ: a net a cell of the map."""

import numpy as np
import streamlit as st

from charts.picture import Translate
from dashboard.networks.grid import EPOCHS, Grid, complete_run, initial
from dashboard.patience import Progress, patiently
from l2core.datasets import Split
from l2core.evaluation import answers_alike
from l2core.optimizers import Recipe
from l2core.rate_map import RateMap
from l2core.snapshots import probabilities

RATES = (10.0, 5.0, 3.0, 2.0, 1.0, 0.3, 0.1, 0.03, 0.01)
LAMBDAS = (0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 30.0, 50.0, 100.0)


def rate_map_of(_: Translate, split: Split, penalty: str) -> RateMap:
    """One net for each η of RATES and λ of LAMBDAS, all from start 0."""
    words = _("Training {count} networks, {epochs} steps each").format(
        count=len(RATES) * len(LAMBDAS), epochs=EPOCHS
    )
    return patiently(lambda progress: _map(split, penalty, progress), words)


@st.cache_data(max_entries=24, show_spinner=False)
def _map(split: Split, penalty: str, _progress: Progress) -> RateMap:
    grid = Grid()
    recipes = [
        Recipe(penalty=penalty, lambd=lambd, learning_rate=rate) for rate in RATES for lambd in LAMBDAS
    ]
    start = initial(grid.hidden, split, grid.start_seed)
    history = complete_run(split, start, recipes, EPOCHS, [0, EPOCHS], _progress.report)
    shape = (len(RATES), len(LAMBDAS))
    final = {name: array[-1] for name, array in history.weights.items()}
    return RateMap(
        rates=RATES,
        lambdas=LAMBDAS,
        validation=np.asarray(history.validation_loss)[-1].reshape(shape),
        constant=answers_alike(probabilities(final, split.X_train)).reshape(shape),
        diverged_at=history.diverged_at.reshape(shape),
    )
