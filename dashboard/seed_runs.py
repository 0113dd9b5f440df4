"""The same nets from many starts, at one λ: what is the penalty's doing and what is the luck of the start."""

import numpy as np
import streamlit as st

from dashboard.runs import Grid, Progress, patiently
from dashboard.text import Translate
from l2core.checks import FloatArray
from l2core.datasets import Split
from l2core.network import initialize_parameters
from l2core.optimizers import Recipe
from l2core.training import Report, train

SEEDS = 20


def validation_over_seeds(_: Translate, grid: Grid, split: Split, lam: int) -> dict[str, FloatArray]:
    """Validation cross-entropy of "none" and each penalty of the grid, (snapshots, SEEDS), at place `lam`.

    Start k is the same under every penalty. NaN from where a net diverged.
    """
    penalties = ("none", *grid.penalties)
    words = _("Training {count} networks from {seeds} starts").format(
        count=SEEDS * len(penalties), seeds=SEEDS
    )

    def compute(progress: Progress) -> dict[str, FloatArray]:
        def share(k: int) -> Report:
            return lambda done: progress.report((k + done) / len(penalties))

        recipes, steps = grid.recipes(), tuple(grid.steps())
        return {
            penalty: _validation(grid.hidden, steps, split, recipes[grid.net(penalty, lam)], share(k))
            for k, penalty in enumerate(penalties)
        }

    return patiently(compute, words)


@st.cache_data(max_entries=64, show_spinner=False)
def _validation(
    hidden: tuple[int, ...], steps: tuple[int, ...], split: Split, recipe: Recipe, _report: Report
) -> FloatArray:
    dims = (split.X_train.shape[0], *hidden, 1)
    history = train(
        split.X_train,
        split.Y_train,
        [initialize_parameters(dims, seed) for seed in range(SEEDS)],
        [recipe] * SEEDS,
        epochs=steps[-1],
        snapshots=steps,
        validation=(split.X_validation, split.Y_validation),
        workers=2,
        report=_report,
    )
    return np.asarray(history.validation_loss)
