"""One start for many η and λ: a net a cell of the map."""

import numpy as np

from charts.picture import Translate
from charts.track import Track
from dashboard.kept_runs import run_for_everybody
from dashboard.networks.grid import EPOCHS, Grid, complete_run, initial
from dashboard.patience import patiently
from dashboard.run_queue import Progress
from l2core.datasets import Split
from l2core.evaluation import answers_alike, has_turned
from l2core.history import snapshot_schedule
from l2core.optimizers import Recipe
from l2core.rate_map import RateMap, silent_layer
from l2core.snapshots import probabilities

RATES = (10.0, 5.0, 3.0, 2.0, 1.0, 0.3, 0.1, 0.03, 0.01)
SNAPSHOTS = 21  # at which it is seen whether the validation loss turns
LAMBDAS = (0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 30.0, 50.0, 100.0)
ETA = Track("eta", len(RATES), len(RATES) - 1)  # from the smallest up
LAM = Track("lam", len(LAMBDAS), 0)


def rate_map_of(_: Translate, split: Split, penalty: str) -> RateMap:
    """One net for each η of RATES and λ of LAMBDAS, all from start 0."""
    words = _("Training {count} networks, {epochs} steps each").format(
        count=len(RATES) * len(LAMBDAS), epochs=EPOCHS
    )
    return patiently(lambda progress: _map(split, penalty, progress), words)


@run_for_everybody(24)
def _map(split: Split, penalty: str, _progress: Progress) -> RateMap:
    grid = Grid()
    recipes = [
        Recipe(penalty=penalty, lambd=lambd, learning_rate=rate) for rate in RATES for lambd in LAMBDAS
    ]
    start = initial(grid.hidden, split, grid.start_seed)
    kept = snapshot_schedule(EPOCHS, SNAPSHOTS)
    history = complete_run(split, start, recipes, EPOCHS, kept, _progress)
    shape, validation = (len(RATES), len(LAMBDAS)), np.asarray(history.validation_loss)
    final = {name: array[-1] for name, array in history.weights.items()}
    sizes = [np.abs(W).max(axis=(-2, -1)) for name, W in final.items() if name.startswith("W")]
    return RateMap(
        rates=RATES,
        lambdas=LAMBDAS,
        validation=validation[-1].reshape(shape),
        constant=answers_alike(probabilities(final, split.X_train)).reshape(shape),
        diverged_at=history.diverged_at.reshape(shape),
        turned=has_turned(validation).reshape(shape),
        largest=np.max(sizes, axis=0).reshape(shape),
        silent=silent_layer(final, split.X_train).reshape(shape),
        penalty=penalty,
        m=split.X_train.shape[1],
    )
