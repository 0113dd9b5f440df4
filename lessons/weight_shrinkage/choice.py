"""The controls of the lesson, and what they chose."""

from dataclasses import dataclass

import streamlit as st

from charts.numbers import code_number
from charts.picture import Translate
from dashboard import controls
from dashboard.networks.grid import Grid
from dashboard.networks.problem import Problem, problem_controls
from l2core.datasets import Split
from l2core.trajectories import weight_names

HIDDEN = {"20-3": (20, 3), "8-8": (8, 8), "30": (30,), "8": (8,)}
RATES = (0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 3.0, 5.0, 10.0)
ADAPTIVE_RATES = (
    0.001,
    0.003,
    0.01,
    0.03,
    0.1,
)  # of Adam and AdamW, whose steps are about η whatever the loss
STEPS = (1000, 2000, 3000, 5000)


@dataclass(frozen=True)
class Choice:
    """The data, how the nets are trained on them, and how their weights are drawn.

    decades: whether the axis of the weights is logarithmic. followed: the number of the weight that is drawn
    boldly, in the order of `l2core.trajectories.weight_names`.
    """

    problem: Problem
    grid: Grid
    decades: bool
    followed: int

    @property
    def split(self) -> Split:
        return self.problem.split

    def codes(self) -> dict[str, str]:
        """What the address says of the data and the nets."""
        grid = self.grid
        return self.problem.codes() | {
            "net": "-".join(map(str, grid.hidden)),
            "opt": grid.optimizer,
            "eta": code_number(grid.learning_rate),
            "steps": str(grid.epochs),
            "start": str(grid.start_seed),
            "penalty": grid.penalties[-1],
            "r": code_number(grid.l1_ratio),
            "l1step": grid.l1_step,
        }


def choose(_: Translate) -> Choice:
    """Draws the controls; what they chose."""
    problem, settings = problem_controls(_)
    inputs = problem.split.X_train.shape[0]
    with settings:
        decades = _in_decades(_)
        place = st.container()  # of the select box, whose options depend on what is chosen below
        third = _third_panel(_)
        l1_step = _l1_step(_)
        grid = _grid(_, inputs, third, l1_step)
    names = weight_names((inputs, *grid.hidden, 1))
    with place:
        followed = controls.select(
            "w",
            _("Follow a weight"),
            {name: name for name in names},
            default=names[0],
            help=_("Or tap its line in a picture."),
        )
    return Choice(problem, grid, decades, names.index(followed))


def follow(name: str) -> None:
    """Follows the weight of this name, whose line was tapped."""
    controls.put("w", name)


def _third_panel(_: Translate) -> str:
    options = {"l1": _("L1"), "elastic_net": _("Elastic net")}
    return controls.choose("penalty", _("Third panel"), options, default="l1")


def _l1_step(_: Translate) -> str:
    return controls.choose(
        "l1step",
        _("How L1 steps"),
        {"proximal": _("proximal"), "subgradient": _("subgradient")},
        default="proximal",
        help=_(
            "The proximal step stops at 0. The subgradient step, the derivative of |w| used as if it were "
            "smooth, hops over it."
        ),
    )


def _in_decades(_: Translate) -> bool:
    scale = controls.choose(
        "scale",
        _("Axis of the weights"),
        {"linear": _("linear"), "log": _("in decades")},
        default="linear",
        help=_(
            "In decades one sees how small a weight has become; what is below 10⁻¹⁰ and not 0 shares one "
            "line, exactly 0 has another. Under gradient descent L2 multiplies a weight that the data have "
            "let go of by the same factor in every step."
        ),
    )
    return scale == "log"


def _grid(_: Translate, inputs: int, third: str, l1_step: str) -> Grid:
    """The nets and their training."""
    sizes = {code: "-".join(map(str, (inputs, *hidden, 1))) for code, hidden in HIDDEN.items()}
    net = controls.choose(
        "net",
        _("Network"),
        sizes,
        default="20-3",
        help=_("Inputs, hidden neurons of each layer, output."),
    )
    optimizer = controls.select(
        "opt",
        _("Optimizer"),
        {
            "gd": _("Gradient descent"),
            "momentum": _("Momentum"),
            "adam": _("Adam, the penalty in the gradient"),
            "adamw": _("AdamW, the penalty apart (weight decay)"),
        },
        default="gd",
    )
    adaptive = optimizer in ("adam", "adamw")
    rate = controls.slide_over(
        "eta",
        _("Learning rate η"),
        ADAPTIVE_RATES if adaptive else RATES,
        default=0.01 if adaptive else 0.3,
    )
    epochs = controls.slide_over("steps", _("Steps of training"), STEPS, default=3000)
    start = controls.slide_over(
        "start", _("Start of the weights"), range(10), default=0, help=_("Another draw of the weights.")
    )
    share = 0.5
    if third == "elastic_net":
        share = controls.slide("r", _("Share of L1, r"), 0.1, 0.9, step=0.1, default=0.5)
    return Grid(
        hidden=HIDDEN[net],
        penalties=("l2", third),
        learning_rate=rate,
        epochs=int(epochs),
        start_seed=int(start),
        l1_ratio=share,
        l1_step=l1_step,
        optimizer=optimizer,
    )
