"""The same nets from the same start on many draws of the data: the penalty's doing, and that of the draw."""

import numpy as np

from charts.overfit_vs_regularized.paired_differences import difference_tables
from charts.picture import Tables
from dashboard import controls
from dashboard.kept_runs import run_for_everybody
from dashboard.networks.grid import Grid, complete_run, initial
from dashboard.patience import patiently
from dashboard.pictures import packed_tables
from dashboard.run_queue import Progress
from dashboard.text import Translate
from l2core.checks import FloatArray
from l2core.datasets import Split
from lessons.overfit_vs_regularized.run import Here

DRAWS = 20  # data seeds 0 … DRAWS − 1


def draws_switch(_: Translate) -> bool:
    """Whether to train on all draws of the data."""
    return controls.switch(
        "draws",
        _("Train on {draws} draws of the data").format(draws=DRAWS),
        help=_(
            "Data seeds 0 to {last}, each with training and validation points of its own, from the one start "
            "above. The draws that are done are kept when you move a control."
        ).format(last=DRAWS - 1),
    )


def over_draws(_: Translate, here: Here) -> dict[str, FloatArray]:
    """The validation loss of every net on every draw: penalty -> (DRAWS, S, L), NaN once diverged.

    With a progress bar; the draws that are done are kept. The draw on the page is its own run.
    """
    words = _("Training {count} networks on {draws} draws of the data").format(
        count=DRAWS * len(here.grid.recipes()), draws=DRAWS
    )

    def validation(seed: int, part: Progress) -> FloatArray:
        if seed == here.problem.seed:
            return np.asarray(here.history.validation_loss)
        return _validation(here.grid, here.problem.draw(seed), part)

    def compute(progress: Progress) -> list[FloatArray]:
        return [validation(seed, progress.part(seed, DRAWS)) for seed in range(DRAWS)]

    losses = np.stack(patiently(compute, words))
    return {penalty: losses[..., here.grid.columns(penalty)] for penalty in ("none", *here.grid.penalties)}


def draw_tables(here: Here, validation: dict[str, FloatArray]) -> Tables:
    """The tables of `charts.overfit_vs_regularized.paired_differences` over draws of the data."""
    return packed_tables("draws", (here.grid, here.problem.source), lambda: difference_tables(validation))


@run_for_everybody(12 * DRAWS)
def _validation(grid: Grid, split: Split, _progress: Progress) -> FloatArray:
    start = initial(grid.hidden, split, grid.start_seed)
    run = complete_run(split, start, grid.recipes(), grid.epochs, grid.steps(), _progress)
    return np.asarray(run.validation_loss)
