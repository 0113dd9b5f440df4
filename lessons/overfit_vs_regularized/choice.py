"""What the controls of the lesson chose: the data, and how the three nets are built and trained."""

from dataclasses import dataclass

from dashboard import controls
from dashboard.networks.grid import Grid
from dashboard.networks.problem import Problem, problem_controls
from dashboard.text import Translate
from lessons.overfit_vs_regularized.own_table import own_problem

# No extreme: by L2 with λ = 1 about a third of 60 draws of the data gain more from this start, and about half
# of 20 starts on these data, as tests/lessons/overfit_vs_regularized/test_default.py measures.
SIZE, SEED, START_SEED, LEARNING_RATE = 100, 7, 2, 0.5
HIDDEN = {"5-3": (5, 3), "20-3": (20, 3), "40-10": (40, 10)}
LEARNING_RATES = (0.1, 0.2, 0.5, 1.0, 2.0)
START_SEEDS = range(20)


@dataclass(frozen=True)
class Choice:
    """The data, the grid of nets that train on them, and whether the validation points are shown too."""

    problem: Problem
    grid: Grid
    shows_validation: bool


def choice(_: Translate) -> Choice:
    """Draws the controls of the data and, in their popover, those of the nets; what they chose."""
    problem, settings = problem_controls(_, own_problem, size=SIZE, seed=SEED)
    with settings:
        start = controls.slide_over(
            "start",
            _("Start seed"),
            START_SEEDS,
            default=START_SEED,
            help=_("The random weights from which all three nets start."),
        )
        names = {code: _("{n} neurons").format(n=code.replace("-", " + ")) for code in HIDDEN}
        hidden = controls.select("net", _("Hidden layers"), names, default="20-3")
        eta = controls.slide_over("eta", _("Learning rate η"), LEARNING_RATES, default=LEARNING_RATE)
        shows_validation = controls.switch("val", _("Show the validation points too (hollow)"))
    grid = Grid(hidden=HIDDEN[hidden], learning_rate=eta, start_seed=int(start))
    return Choice(problem, grid, shows_validation)
