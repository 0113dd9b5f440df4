"""Training runs that the lessons on networks share: a whole grid of λ at once, kept.

One run holds the net without a penalty and, for each further penalty, one net for every λ of the grid, all
from one start; λ and the step then select from what is there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from charts.track import Track
from dashboard.kept_runs import run
from dashboard.patience import patiently
from dashboard.run_queue import Progress
from dashboard.text import Translate, translator
from dashboard.transport import Slider
from l2core.datasets import Split
from l2core.history import History, snapshot_schedule
from l2core.network import Parameters, initialize_parameters
from l2core.optimizers import Recipe
from l2core.training import train

# 25 values of λ in the notes' convention, λ/(2m) Σ‖W‖²: six a decade, round enough to say aloud.
LAMBDAS = (
    *(float(f"{digit}e{decade}") for decade in range(-2, 2) for digit in (1, 1.5, 2, 3, 5, 7)),
    100.0,
)
LAMBDA_CODES = tuple(f"{lambd:.3g}" for lambd in LAMBDAS)
LAMBDA_TRACK = Track("lam", len(LAMBDAS), LAMBDA_CODES.index("1"))
SNAPSHOTS = 41
EPOCHS = 3000
STARTS = 20  # starts, where a run is repeated from many


@dataclass(frozen=True)
class Grid:
    """How the nets of a run are built and trained; what a page's controls choose."""

    hidden: tuple[int, ...] = (20, 3)
    penalties: tuple[str, ...] = ("l2", "l1")
    learning_rate: float = 1.0
    epochs: int = EPOCHS
    start_seed: int = 0
    l1_ratio: float = 0.5
    l1_step: str = "proximal"
    optimizer: str = "gd"

    def recipes(self) -> tuple[Recipe, ...]:
        """The net without a penalty, then for each penalty one net for every λ."""
        return _recipes(self)

    def net(self, penalty: str, lam: int) -> int:
        """The place in the run of the net with this penalty and the λ at place `lam` of the grid."""
        return 0 if penalty == "none" else 1 + self.penalties.index(penalty) * len(LAMBDAS) + lam

    def columns(self, penalty: str) -> slice:
        """The places in the run of the nets with this penalty, in the order of their λ."""
        first = self.net(penalty, 0)
        return slice(first, first + (1 if penalty == "none" else len(LAMBDAS)))

    def steps(self) -> list[int]:
        """The steps that are kept, dense at the start."""
        return snapshot_schedule(self.epochs, SNAPSHOTS)

    def step_track(self) -> Track:
        """The kept steps as a track of the transport bar, which begins at the last."""
        count = len(self.steps())
        return Track("step", count, count - 1)


def sliders(_: Translate, grid: Grid) -> tuple[Slider, Slider]:
    """The kept steps and λ as the transport bar shows them."""
    steps = grid.steps()
    return (
        Slider(
            grid.step_track(),
            _("Step of training"),
            [str(step) for step in steps],
            [f"{step:,}" for step in steps],
            plays=True,
        ),
        Slider(LAMBDA_TRACK, _("Strength of the penalty λ"), LAMBDA_CODES, LAMBDA_CODES),
    )


def trained(grid: Grid, split: Split) -> History:
    """The run of a grid on a data set, from the cache or now, with a progress bar if it takes a while."""
    _ = translator()
    words = _("Training {count} networks, {epochs} steps each").format(
        count=len(grid.recipes()), epochs=grid.epochs
    )
    return patiently(lambda progress: _train(grid, split, progress), words)


@run(24)
def _train(grid: Grid, split: Split, _progress: Progress) -> History:
    start = initial(grid.hidden, split, grid.start_seed)
    return complete_run(split, start, grid.recipes(), grid.epochs, grid.steps(), _progress)


def initial(hidden: tuple[int, ...], split: Split, seed: int) -> Parameters:
    """The start of nets with these hidden layers on the features of a split."""
    return initialize_parameters((split.X_train.shape[0], *hidden, 1), seed)


def complete_run(
    split: Split,
    start: Parameters | Sequence[Parameters],
    recipes: Sequence[Recipe],
    epochs: int,
    snapshots: Sequence[int],
    progress: Progress,
) -> History:
    """`l2core.training.train` on the parts of a split."""
    return train(
        split.X_train,
        split.Y_train,
        start,
        recipes,
        epochs=epochs,
        snapshots=snapshots,
        validation=(split.X_validation, split.Y_validation),
        workers=progress.workers,
        report=progress.report,
    )


@lru_cache(maxsize=64)  # every run of a page asks for them, more than once
def _recipes(grid: Grid) -> tuple[Recipe, ...]:
    none = Recipe(
        penalty="none",
        learning_rate=grid.learning_rate,
        optimizer=grid.optimizer,
        l1_ratio=grid.l1_ratio,
        l1_step=grid.l1_step,
    )
    return (
        none,
        *(replace(none, penalty=penalty, lambd=lambd) for penalty in grid.penalties for lambd in LAMBDAS),
    )
